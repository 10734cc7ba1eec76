//! A project that goes elsewhere as a whole: as a file, or within a link. Nothing is sent: a link
//! carries the project itself, in the part of the address that browsers keep to themselves.

mod letters;
mod parcel;
mod streams;

use sprintloom_core::project::{Event, Project};
use wasm_bindgen_futures::JsFuture;

use crate::browser;
use crate::export::download_bytes;
use crate::frame::project_name;
use crate::route::{Route, View};
use crate::store::{Action, Notice, Store, Tone};
use crate::story_parts::counted;
use letters::{from_letters, to_letters};
use parcel::{packed, unpacked};
use streams::{deflated, inflated};

/// How an address with a project in it begins; the number counts the ways of packing.
const ADDRESS: &str = "#/share/1.";
/// How a file with a project in it begins.
const MARK: &[u8] = b"SPRINTLOOM 1\n";
/// Letters of a link that mail and chat still pass on whole.
const MOST_LETTERS: usize = 32 * 1024;
/// Bytes that a project in a link, and in a file, may unfold to.
const MOST_BYTES: (usize, usize) = (4 << 20, 64 << 20);

/// Saves the whole project as a file that can be opened again.
pub fn save_project(store: Store) {
    leptos::task::spawn_local(async move {
        let bytes = store.with_project_untracked(packed);
        let Some(folded) = deflated(&bytes).await else {
            return told(store, Tone::Bad, NO_FOLDING);
        };
        let mut file = MARK.to_vec();
        file.extend(folded);
        let name = project_name(store).unwrap_or_else(|| "project".to_owned());
        let name: String = name
            .chars()
            .map(|c| if c.is_alphanumeric() { c } else { '-' })
            .collect();
        download_bytes(&format!("{name}.sprintloom"), &file);
    });
}

/// Copies a link that holds the whole project, or says why a file is the better way.
pub fn share_link(store: Store) {
    leptos::task::spawn_local(async move {
        let bytes = store.with_project_untracked(packed);
        let Some(folded) = deflated(&bytes).await else {
            return told(store, Tone::Bad, NO_FOLDING);
        };
        let text = to_letters(&folded);
        if text.len() > MOST_LETTERS {
            let size = text.len() / 1024;
            store.notify(
                Notice::new(
                    Tone::Warn,
                    format!("Too large for a link: {size} kB, and 32 kB get through everywhere. A file holds all of it."),
                )
                .with_actions([Action::SaveProject]),
            );
            return;
        }
        let here = browser::window().location().href().unwrap_or_default();
        let here = here.split('#').next().unwrap_or_default();
        let link = format!("{here}{ADDRESS}{text}");
        let copying = browser::window().navigator().clipboard().write_text(&link);
        let notice = match JsFuture::from(copying).await {
            Ok(_) => {
                let documents = store.with_project_untracked(|project| project.documents.len());
                Notice::new(
                    Tone::Plain,
                    format!(
                        "Link copied. It holds the whole project ({}): whoever has it can read it, and nothing was sent anywhere.",
                        counted(documents, "document", "documents")
                    ),
                )
            }
            Err(_) => Notice::new(
                Tone::Bad,
                "Copying is not allowed here. A file holds the same.",
            )
            .with_actions([Action::SaveProject]),
        };
        store.notify(notice);
    });
}

/// Whether an address holds a project.
pub fn is_address(hash: &str) -> bool {
    hash.starts_with("#/share/")
}

/// Opens the project that the address holds, if it holds one; what was there can be had back.
pub fn open_address(store: Store) {
    let address = browser::window().location().hash().unwrap_or_default();
    if !is_address(&address) {
        return;
    }
    leptos::task::spawn_local(async move {
        let text = address.strip_prefix(ADDRESS).unwrap_or_default();
        let found = match from_letters(text) {
            Some(folded) => inflated(&folded, MOST_BYTES.0).await,
            None => None,
        };
        // The link stays what it is: a reload must not put it over what was done since.
        store.replace(Route {
            view: View::Plan,
            ..Route::default()
        });
        match found.as_deref().and_then(unpacked) {
            Some(project) => open_project(store, project, "Open the shared project"),
            None => told(
                store,
                Tone::Bad,
                "This link holds no project that can be read: it was cut short on its way, or a newer Sprintloom made it. Nothing was changed.",
            ),
        }
    });
}

/// Whether a file holds a project.
pub fn is_project(bytes: &[u8]) -> bool {
    bytes.starts_with(MARK)
}

/// The project that a file holds; `None` where it is damaged.
pub async fn read_project(bytes: &[u8]) -> Option<Project> {
    let folded = bytes.strip_prefix(MARK)?;
    unpacked(&inflated(folded, MOST_BYTES.1).await?)
}

/// Puts a project in place of the one that is there, as one step.
pub fn open_project(store: Store, project: Project, label: &str) {
    // Their bytes are compared: nothing else compares whole projects.
    if store.with_project_untracked(packed) == packed(&project) {
        return told(store, Tone::Plain, "This project is open already.");
    }
    let had_something = !store.with_project_untracked(|project| project.documents.is_empty());
    store.dispatch(
        Event::Replace {
            project: Box::new(project),
        },
        label,
    );
    if had_something {
        store.notify(
            Notice::new(
                Tone::Plain,
                "The opened project took the place of the one that was here.",
            )
            .with_actions([Action::Undo]),
        );
    }
    store.go(Route {
        view: View::Plan,
        ..Route::default()
    });
}

const NO_FOLDING: &str =
    "This browser cannot fold a project into a link or a file. Export has the documents.";

fn told(store: Store, tone: Tone, words: &str) {
    store.notify(Notice::new(tone, words));
}
