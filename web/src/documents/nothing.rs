//! What stands where documents were given and no story was found in them: what would be read, as an
//! example that one click makes a document.

use super::fixes::fix_button;
use crate::frame::add_document;
use crate::leaf::{Leaf, button, tag};
use crate::store::Store;

/// The code of what was found in a document of which nothing could be read.
const NOTHING_FOUND: &str = "SL0103";

const EXAMPLE: &str = "\
# My project

## Epic 1: Accounts

### Story 1.1: Sign up with email

As a visitor, I want to open an account, so that I am known next time.

**Acceptance Criteria:**

- A mail confirms the address

**Files to modify:** `src/signup.rs`

### Story 1.2: Sign in

**Dependencies:** Story 1.1
";

/// What would be read.
pub fn nothing_read(store: Store) -> Leaf {
    tag("section", "nothing nothing-read")
        .with(tag("h2", "").live_text(move || heading(store)))
        .with(tag("div", "").live(move || fixes(store)))
        .with(tag("p", "muted").text(
            "What is written stays as it is. Stories are read from headings, lists, tables and story files, by their numbers; such as these:",
        ))
        .with(tag("pre", "").set("tabindex", "0").text(EXAMPLE))
        .with(
            button("", move || {
                add_document(store, "example.md", EXAMPLE.to_owned());
            })
            .text("Add this as a document"),
        )
}

/// Empty documents have not failed to be read.
fn heading(store: Store) -> String {
    store.with_project(|project| {
        let documents = &project.documents;
        match documents.as_slice() {
            all if all.iter().all(|one| one.text.trim().is_empty()) => {
                "Nothing is written yet".to_owned()
            }
            [one] => format!("No story was found in {}", one.path),
            many => format!("No story was found in {} documents", many.len()),
        }
    })
}

/// Documents with lines that need only be headings to be read.
fn fixes(store: Store) -> Vec<Leaf> {
    let snapshot = store.snapshot.get();
    let found = snapshot
        .diagnostics
        .iter()
        .filter(|row| row.code == NOTHING_FOUND);
    let fixes = found.filter_map(|row| row.fix.as_ref());
    fixes
        .map(|fix| tag("p", "").with(fix_button(store, fix).set("class", "primary")))
        .collect()
}
