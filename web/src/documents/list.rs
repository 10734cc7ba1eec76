//! The rail of documents: kind, counts, state.

use leptos::prelude::*;
use sprintloom_core::project::Event;

use crate::files;
use crate::frame::{Icon, icon, icon_button, new_document};
use crate::leaf::{Leaf, button, tag, words};
use crate::store::{Action, Notice, Store, Tone};
use crate::story_parts::counted;
use crate::wire::DocumentRow;

/// The rail.
pub fn document_list(store: Store, open: Memo<Option<String>>) -> Leaf {
    let paths = Memo::new(move |_| {
        store.with_project(|project| {
            project
                .documents
                .iter()
                .map(|document| document.path.clone())
                .collect::<Vec<_>>()
        })
    });
    let tool = |sign, label: &str, act: fn(Store)| {
        button("quiet", move || act(store))
            .with(icon(sign))
            .text(label)
    };
    tag("nav", "document-list")
        .set("aria-label", "Documents")
        .with(tag("ul", "").live(move || {
            paths
                .get()
                .into_iter()
                .map(|path| row(store, path, open))
                .collect()
        }))
        .with(
            tag("div", "list-tools")
                .with(tool(Icon::Plus, "New", new_document))
                .with(tool(Icon::File, "Files", files::pick_files))
                .with(tool(Icon::Folder, "Folder", files::pick_folder)),
        )
}

fn row(store: Store, path: String, open: Memo<Option<String>>) -> Leaf {
    let (folder, name) = path.split_at(path.rfind('/').map_or(0, |at| at + 1));
    let name = tag("span", "document-name")
        .with(words("faint", folder))
        .text(name);
    let (of_facts, of_link, of_current) = (path.clone(), path.clone(), path.clone());
    let facts = tag("span", "document-facts").live(move || {
        store.snapshot.with(|snapshot| {
            snapshot
                .documents
                .iter()
                .find(|row| row.path == of_facts)
                .map(facts)
                .unwrap_or_default()
        })
    });
    let link = tag("a", "")
        .set("title", &path)
        .live_set("href", move || {
            Some(
                store
                    .route
                    .with(|route| route.to_line(&of_link, None).hash()),
            )
        })
        .live_set("aria-current", move || {
            open.with(|open| (open.as_ref() == Some(&of_current)).then(|| "page".to_owned()))
        })
        .with(name)
        .with(facts);
    let label = format!("Remove {path} (can be undone)");
    tag("li", "").with(link).with(icon_button(
        Icon::Close,
        &label,
        "quiet remove",
        move || remove(store, &path),
    ))
}

fn facts(row: &DocumentRow) -> Vec<Leaf> {
    let mut told = row.kind.clone();
    let mut add = |what: &str| {
        told.push_str(" · ");
        told.push_str(what);
    };
    let lines = counted(row.lines as usize, "line", "lines");
    if row.epics > 0 {
        add(&counted(row.epics as usize, "epic", "epics"));
    }
    if row.stories > 0 && row.kind != "story" {
        add(&counted(row.stories as usize, "story", "stories"));
    } else if row.epics == 0 {
        add(&lines);
    }
    let mut all = vec![words("", &told).set("title", &lines)];
    if row.errors > 0 {
        all.push(words(
            "bad",
            &counted(row.errors as usize, "error", "errors"),
        ));
    }
    if row.warnings > 0 {
        all.push(words(
            "warn",
            &counted(row.warnings as usize, "warning", "warnings"),
        ));
    }
    all
}

fn remove(store: Store, path: &str) {
    store.dispatch(
        Event::RemoveDocuments {
            paths: vec![path.to_owned()],
        },
        &format!("Remove {path}"),
    );
    store.notify(Notice::new(Tone::Plain, format!("Removed {path}.")).with_actions([Action::Undo]));
}
