//! The rail of documents: kind, counts, state.

use leptos::prelude::*;
use sprintloom_core::project::Event;

use crate::app::store;
use crate::files;
use crate::frame::{Icon, icon, new_document};
use crate::store::{Action, Notice, Store, Tone};
use crate::story_parts::counted;
use crate::wire::DocumentRow;

/// The rail.
#[component]
pub fn DocumentList(open: Memo<Option<String>>) -> impl IntoView {
    let store = store();
    let paths = Memo::new(move |_| {
        store.with_project(|project| project.documents.iter().map(|document| document.path.clone()).collect::<Vec<_>>())
    });
    view! {
        <nav class="document-list" aria-label="Documents">
            <ul>
                <For each=move || paths.get() key=Clone::clone let:path>
                    {row(store, path, open)}
                </For>
            </ul>
            <div class="list-tools">
                <button type="button" class="quiet" on:click=move |_| new_document(store)>{icon(Icon::Plus)}"New"</button>
                <button type="button" class="quiet" on:click=move |_| files::pick_files(store)>{icon(Icon::File)}"Files"</button>
                <button type="button" class="quiet" on:click=move |_| files::pick_folder(store)>{icon(Icon::Folder)}"Folder"</button>
            </div>
        </nav>
    }
}

fn row(store: Store, path: String, open: Memo<Option<String>>) -> impl IntoView {
    let found = {
        let path = path.clone();
        Memo::new(move |_| {
            store
                .snapshot
                .with(|snapshot| snapshot.documents.iter().find(|row| row.path == path).cloned())
        })
    };
    let (folder, name) = match path.rfind('/') {
        Some(at) => path.split_at(at + 1),
        None => ("", path.as_str()),
    };
    let (folder, name) = (folder.to_owned(), name.to_owned());
    let href = {
        let path = path.clone();
        move || store.route.with(|route| route.to_line(&path, None).hash())
    };
    let current = {
        let path = path.clone();
        move || (open.get().as_deref() == Some(path.as_str())).then_some("page")
    };
    let removed = path.clone();
    view! {
        <li>
            <a href=href aria-current=current title=path.clone()>
                <span class="document-name"><span class="faint">{folder}</span>{name}</span>
                <span class="document-facts">{move || found.get().map(facts)}</span>
            </a>
            <button type="button" class="quiet icon-button remove" title=format!("Remove {removed} (can be undone)")
                aria-label=format!("Remove {removed}") on:click=move |_| remove(store, &removed)>
                {icon(Icon::Close)}
            </button>
        </li>
    }
}

fn facts(row: DocumentRow) -> impl IntoView {
    let mut words = vec![row.kind.clone()];
    if row.epics > 0 {
        words.push(counted(row.epics as usize, "epic", "epics"));
    }
    if row.stories > 0 && row.kind != "story" {
        words.push(counted(row.stories as usize, "story", "stories"));
    }
    let lines = counted(row.lines as usize, "line", "lines");
    if words.len() == 1 {
        words.push(lines.clone());
    }
    view! {
        <span title=lines>{words.join(" · ")}</span>
        {(row.errors > 0).then(|| view! { <span class="bad">{counted(row.errors as usize, "error", "errors")}</span> })}
        {(row.warnings > 0).then(|| view! { <span class="warn">{counted(row.warnings as usize, "warning", "warnings")}</span> })}
    }
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
