//! What can be done from more than one place: menu, palette, keys.

use sprintloom_core::project::{Event, Project};
use sprintloom_core::source::Document;

use crate::browser;
use crate::files;
use crate::route::{Route, View};
use crate::store::{Action, Notice, Store, Tone};

/// Starts anew; what was there can be had back.
pub fn new_project(store: Store) {
    if store.is_empty() {
        return;
    }
    replace(store, Project::default(), "New project");
    store.notify(Notice::new(Tone::Plain, "The project was cleared.").with_actions([Action::Undo]));
    store.go(Route::default());
}

/// Opens the sample; what was there can be had back.
pub fn load_sample(store: Store) {
    leptos::task::spawn_local(async move {
        match files::sample().await {
            Some(sample) => show_sample(store, sample),
            None => store.notify(Notice::new(
                Tone::Bad,
                "The sample could not be loaded: the browser has no connection.",
            )),
        }
    });
}

fn show_sample(store: Store, sample: Project) {
    let had_something = !store.with_project_untracked(|project| project.documents.is_empty());
    replace(store, sample, "Open the sample");
    if had_something {
        store.notify(
            Notice::new(Tone::Plain, "The sample took the project's place.")
                .with_actions([Action::Undo]),
        );
    }
    store.go(Route {
        view: View::Plan,
        ..Route::default()
    });
}

/// Adds an empty document and opens it.
pub fn new_document(store: Store) {
    add_document(store, "epics.md", String::new());
}

/// Adds a document under a name like `name` and opens it.
pub fn add_document(store: Store, name: &str, text: String) {
    let path = store.with_project_untracked(|project| {
        files::free_path(name, |path| project.document(path).is_some())
    });
    store.dispatch(
        Event::PutDocuments {
            documents: vec![Document::new(path.clone(), text)],
        },
        &format!("Add {path}"),
    );
    let route = store.route.get_untracked().to_line(&path, None);
    store.go(route);
    browser::after(60, || {
        if let Some(editor) = browser::find(".editor-text") {
            let _ = editor.focus();
        }
    });
}

/// Opens or closes the inspector.
pub fn toggle_inspector(store: Store) {
    store.inspector.update(|open| *open = !*open);
}

fn replace(store: Store, mut project: Project, label: &str) {
    // Settings belong to the person more than to the documents.
    project.settings = store.with_project_untracked(|before| before.settings.clone());
    store.dispatch(
        Event::Replace {
            project: Box::new(project),
        },
        label,
    );
}
