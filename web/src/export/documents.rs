//! The project's own documents: those that were changed here, and all of them.

use std::rc::Rc;

use sprintloom_core::project::{Event, History};

use super::{download_zip, file_buttons, folder, section};
use crate::leaf::{Leaf, button, tag, words};
use crate::store::Store;
use crate::story_parts::counted;

/// The section.
pub(super) fn documents(store: Store) -> Leaf {
    let (changed, all) = store.with_all(|project, history| {
        let paths = changed(history);
        let documents = project.documents.iter();
        let changed = documents.filter(|document| paths.contains(&document.path));
        (
            changed.cloned().collect::<Vec<_>>(),
            project.documents.len(),
        )
    });
    let what = match changed.len() {
        0 => "As they were put in: nothing was changed here.".to_owned(),
        number => format!(
            "{} changed or written here: edits, statuses, fixes, accepted drafts.",
            counted(number, "document was", "documents were")
        ),
    };
    let (section, head) = section("Documents", &what);
    head.clone().with(
        button("", move || download_zip("documents.zip", &files(store, "")))
            .set("aria-label", "Download documents.zip")
            .text(&format!("Download all {all}")),
    );
    if !changed.is_empty() && folder::is_there() {
        let files = changed.iter();
        let files = files.map(|document| (document.path.clone(), document.text.clone()));
        let files: Vec<(String, String)> = files.collect();
        head.with(
            button("", move || folder::write(store, files.clone()))
                .set(
                    "title",
                    "Writes the changed documents over those of a folder that you choose",
                )
                .text("Write changed to a folder…"),
        );
    }
    let rows = changed.iter().map(|document| {
        let name = document.path.rsplit('/').next().unwrap_or_default();
        tag("li", "")
            .with(words("code", &document.path))
            .with(tag("span", "fill"))
            .with_all(file_buttons(name, &Rc::from(document.text.as_str())))
    });
    section.with(tag("ul", "outputs").with_all(rows.collect()))
}

/// Paths and texts of all documents.
pub(super) fn files(store: Store, folder: &str) -> Vec<(String, String)> {
    store.with_project_untracked(|project| {
        let documents = project.documents.iter();
        documents
            .map(|document| (format!("{folder}{}", document.path), document.text.clone()))
            .collect()
    })
}

/// The documents that steps of the user have changed since they were put in, as far as the steps are
/// remembered.
fn changed(history: &History) -> Vec<String> {
    let mut paths = Vec::new();
    for step in history.steps().0 {
        note(&step.event, true, &mut paths);
    }
    paths
}

/// Steps are kept as the events that lead back.
fn note(back: &Event, alone: bool, paths: &mut Vec<String>) {
    match back {
        Event::EditDocument { path, .. } => paths.push(path.clone()),
        // By itself it was a file that was opened; with others, something that was written here.
        Event::RemoveDocuments { paths: new } => {
            for path in new.iter().filter(|_| !alone) {
                paths.push(path.clone());
            }
        }
        Event::RenameDocument { from, .. } => paths.push(from.clone()),
        Event::Together { events } => {
            let opened = |one: &Event| {
                matches!(
                    one,
                    Event::RemoveDocuments { .. } | Event::PutDocuments { .. }
                )
            };
            let alone = events.iter().all(opened);
            events.iter().for_each(|one| note(one, alone, paths));
        }
        // Another project was put in place of the one before.
        Event::Replace { .. } => *paths = Vec::new(),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sprintloom_core::project::{Project, Shelf};
    use sprintloom_core::source::{Document, Span};

    #[test]
    fn what_was_edited_or_written_is_told_from_what_was_opened() {
        let mut project = Project::default();
        let mut history = History::default();
        let mut does = |event| {
            history.pause();
            history.apply(&mut project, event, "step").expect("fits");
        };
        let put = |paths: &[&str]| Event::PutDocuments {
            documents: paths
                .iter()
                .map(|path| Document::new(*path, "text"))
                .collect(),
        };
        does(put(&["a.md", "b.md", "c.md"]));
        does(put(&["d.md"]));
        does(Event::EditDocument {
            path: "b.md".to_owned(),
            span: Span::new(0, 1),
            replacement: "T".to_owned(),
        });
        does(Event::Together {
            events: vec![
                put(&["accepted.md"]),
                Event::Shelve {
                    shelf: Shelf::Drafts,
                    path: "accepted.md".to_owned(),
                    text: None,
                },
            ],
        });
        assert_eq!(changed(&history), ["b.md", "accepted.md"]);
    }
}
