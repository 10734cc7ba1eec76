//! The rail of documents: kind, counts, state.

use crate::live::{Memo, RwSignal, effect};
use sprintloom_core::backlog::natural_order;
use sprintloom_core::ordering::sort_by;
use sprintloom_core::project::Event;
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, KeyboardEvent};

use crate::browser;
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
            let paths = project.documents.iter();
            in_folders(paths.map(|document| document.path.clone()).collect())
        })
    });
    let renaming = RwSignal::new(None::<String>);
    effect(move || {
        let (_, _) = (open.get(), paths.with(|(_, paths)| paths.len()));
        browser::next_frame(|| browser::show(".document-list [aria-current]"));
    });
    let tool = |sign, label: &str, act: fn(Store)| {
        button("quiet", move || act(store))
            .with(icon(sign))
            .text(label)
    };
    tag("nav", "document-list")
        .set("aria-label", "Documents")
        .with(tag("ul", "").live(move || {
            let (shared, paths) = paths.get();
            let mut rows = Vec::with_capacity(paths.len());
            let mut before = String::new();
            for path in paths {
                let folder = parts(&path).0.get(shared..).unwrap_or_default();
                if before != folder {
                    before = folder.to_owned();
                    rows.push(folder_row(folder));
                }
                rows.push(match renaming.get() == Some(path.clone()) {
                    true => tag("li", "").with(name_field(store, &path, renaming)),
                    false => row(store, path, open, renaming),
                });
            }
            rows
        }))
        .with(
            tag("div", "list-tools")
                .with(tool(Icon::Plus, "New", new_document))
                .with(tool(Icon::File, "Files", files::pick_files))
                .with(tool(Icon::Folder, "Folder", files::pick_folder)),
        )
}

/// A path's folder, with the slash at its end, and its name.
fn parts(path: &str) -> (&str, &str) {
    path.split_at(path.rfind('/').map_or(0, |at| at + 1))
}

/// Folder by folder, and in each as people count; before the paths, how many bytes of folder all of
/// them begin with.
fn in_folders(mut paths: Vec<String>) -> (usize, Vec<String>) {
    sort_by(&mut paths, |a, b| {
        let ((a_folder, a_name), (b_folder, b_name)) = (parts(a), parts(b));
        a_folder
            .cmp(b_folder)
            .then_with(|| natural_order(a_name, b_name))
    });
    // Between the first and the last in order lie all others.
    let (first, last) = match paths.as_slice() {
        [first, .., last] => (parts(first).0, parts(last).0),
        _ => ("", ""),
    };
    let mut shared = 0;
    for part in first.split_inclusive('/') {
        if last
            .get(shared..)
            .is_none_or(|rest| !rest.starts_with(part))
        {
            break;
        }
        shared += part.len();
    }
    (shared, paths)
}

fn folder_row(folder: &str) -> Leaf {
    // Cut at its beginning where it is too long: the folder that the files lie in tells more.
    tag("li", "document-folder")
        .set("title", folder)
        .with(tag("bdi", "").text(if folder.is_empty() { "/" } else { folder }))
}

fn row(
    store: Store,
    path: String,
    open: Memo<Option<String>>,
    renaming: RwSignal<Option<String>>,
) -> Leaf {
    let name = words("document-name", parts(&path).1);
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
    let of_name = path.clone();
    let rename = icon_button(
        Icon::Edit,
        &format!("Rename {path}"),
        "quiet remove rename",
        move || renaming.set(Some(of_name.clone())),
    );
    let remove = icon_button(Icon::Close, &label, "quiet remove", move || {
        remove(store, &path)
    });
    tag("li", "").with(link).with(rename).with(remove)
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

/// What had the focus went away with its row: the list keeps it.
fn keep_focus_in_list() {
    browser::next_frame(|| {
        if browser::focused().is_none_or(|element| element.tag_name() == "BODY")
            && let Some(next) =
                browser::find(".document-list li a, .document-list button, .empty button")
        {
            let _ = next.focus();
        }
    });
}

/// A field for another name in place of the row's link. Enter renames, Escape leaves it.
fn name_field(store: Store, path: &str, renaming: RwSignal<Option<String>>) -> Leaf {
    let field = tag("input", "new-name")
        .set("aria-label", "New name")
        .set("value", path)
        .set("spellcheck", "false");
    let element = field.element().clone();
    let (input, from) = (element.clone(), path.to_owned());
    browser::next_frame(move || {
        if let Some(field) = element.dyn_ref::<HtmlInputElement>() {
            let _ = field.focus();
            field.select();
        }
    });
    field
        .on("keydown", move |event| {
            let key = event
                .dyn_ref::<KeyboardEvent>()
                .map(KeyboardEvent::key)
                .unwrap_or_default();
            match key.as_str() {
                "Enter" => {
                    let to = browser::value(&input).trim().to_owned();
                    renaming.set(None);
                    rename(store, &from, to);
                }
                "Escape" => renaming.set(None),
                _ => return,
            }
            event.stop_propagation();
            keep_focus_in_list();
        })
        .on("blur", move |_| renaming.set(None))
}

fn rename(store: Store, from: &str, to: String) {
    if to == from {
        return;
    }
    let label = format!("Rename {from}");
    let from = from.to_owned();
    store.dispatch(Event::RenameDocument { from, to }, &label);
}

fn remove(store: Store, path: &str) {
    store.dispatch(
        Event::RemoveDocuments {
            paths: vec![path.to_owned()],
        },
        &format!("Remove {path}"),
    );
    store.notify(Notice::new(Tone::Plain, format!("Removed {path}.")).with_actions([Action::Undo]));
    keep_focus_in_list();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(paths: &[&str]) -> Vec<String> {
        let (shared, paths) = in_folders(paths.iter().map(|path| (*path).to_owned()).collect());
        let shown = paths.iter().map(|path| path[shared..].to_owned());
        shown.collect()
    }

    #[test]
    fn documents_stand_by_folder_without_what_all_share_and_in_the_order_of_numbers() {
        assert_eq!(
            shown(&[
                "shop/docs/stories/1-10-pay.md",
                "shop/docs/epics.md",
                "shop/docs/stories/1-2-sign-in.md",
                "shop/docs/status.yaml",
            ]),
            [
                "epics.md",
                "status.yaml",
                "stories/1-2-sign-in.md",
                "stories/1-10-pay.md"
            ]
        );
        assert_eq!(
            shown(&["docs/a.md", "dock/b.md"]),
            ["dock/b.md", "docs/a.md"]
        );
        assert_eq!(shown(&["only/one.md"]), ["only/one.md"]);
        assert_eq!(shown(&[]), Vec::<String>::new());
    }
}
