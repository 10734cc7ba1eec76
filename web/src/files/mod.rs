//! Files from the user's disk: chosen, dropped or pasted, folders too.

mod judge;
mod pick;
mod read;
mod sample;
mod site;

pub use judge::free_path;
pub use pick::{pick_files, pick_folder, pick_text};
pub use read::{from_drop, from_list};
pub use sample::{fetch_sample, sample};
pub use site::fetch_patterns;

use sprintloom_core::project::{Event, Project};
use sprintloom_core::source::Document;

use crate::share;
use crate::store::{Action, Notice, Store, Tone};

/// What came of reading files.
#[derive(Debug, Default)]
pub struct Gathered {
    /// The texts, in no order: the project puts them into one.
    pub documents: Vec<Document>,
    /// A whole project that one of the files was.
    pub project: Option<Project>,
    /// What was left out, and why, one sentence each.
    pub left_out: Vec<String>,
    /// Files passed over in folders because of their kind.
    pub passed_over: usize,
}

/// Puts files into the project once they are read.
pub fn put_when_read(store: Store, reading: impl Future<Output = Gathered> + 'static) {
    store.reading.update(|count| *count += 1);
    leptos::task::spawn_local(async move {
        let gathered = reading.await;
        store.reading.update(|count| *count -= 1);
        put(store, gathered);
    });
}

/// Puts gathered files into the project as one step, and tells what was left out.
fn put(store: Store, mut gathered: Gathered) {
    let opened = gathered.project.take();
    let opened_one = opened.is_some();
    if let Some(project) = opened {
        share::open_project(store, project, "Open the saved project");
    }
    let replaced: Vec<String> = store.with_project_untracked(|project| {
        gathered
            .documents
            .iter()
            .filter(|new| {
                project
                    .document(&new.path)
                    .is_some_and(|old| old.text != new.text)
            })
            .map(|new| new.path.clone())
            .collect()
    });
    let count = gathered.documents.len();
    let first = gathered
        .documents
        .first()
        .map(|document| document.path.clone());
    if let Some(first) = first {
        let label = if count == 1 {
            format!("Add {first}")
        } else {
            format!("Add {count} documents")
        };
        store.dispatch(
            Event::PutDocuments {
                documents: gathered.documents,
            },
            &label,
        );
    }
    if !replaced.is_empty() {
        store.notify(
            Notice::new(Tone::Plain, format!("Replaced {}.", listed(&replaced)))
                .with_actions([Action::Undo]),
        );
    }
    if !gathered.left_out.is_empty() {
        let files = gathered.left_out.len();
        let rest = if count == 0 {
            "Nothing else was read."
        } else {
            "The rest was read."
        };
        let what = if files == 1 {
            "1 file was left out.".to_owned()
        } else {
            format!("{files} files were left out.")
        };
        store.notify(
            Notice::new(Tone::Bad, format!("{what} {rest}")).with_details(gathered.left_out),
        );
    } else if count == 0 && !opened_one {
        let passed = match gathered.passed_over {
            0 => "Nothing was read: there is no file in it.".to_owned(),
            number => format!(
                "Nothing was read: none of {number} files is a .md, .markdown, .yaml, .yml, .toml or .txt file."
            ),
        };
        store.notify(Notice::new(Tone::Warn, passed));
    }
}

fn listed(paths: &[String]) -> String {
    match paths {
        [one] => one.clone(),
        [one, two] => format!("{one} and {two}"),
        [one, rest @ ..] => format!("{one} and {} more", rest.len()),
        [] => String::new(),
    }
}
