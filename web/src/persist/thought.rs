//! The correction that is thought about: no part of the project until it is applied, and kept all the
//! same, as it is work. It lies beside the journal, under the number of the form.

use sprintloom_core::project::Draft;

use super::form::{FORM, from_letters, letters};
use crate::browser;
use crate::correct::is_empty;
use crate::wire::{from_bytes, to_bytes};

const NAME: &str = "sprintloom.draft";

/// What was thought about when the page was left; `None` where nothing was.
pub fn kept() -> Option<Draft> {
    let text = browser::storage()?.get_item(NAME).ok()??;
    let line = text.strip_prefix(&format!("{FORM} "))?;
    from_bytes(&from_letters(line)?)
}

/// Keeps it, or forgets it once it says nothing.
pub fn keep(draft: &Draft) {
    if let Some(storage) = browser::storage() {
        // A browser that keeps nothing has said so of the project already.
        let _ = if is_empty(draft) {
            storage.remove_item(NAME)
        } else {
            storage.set_item(NAME, &format!("{FORM} {}", letters(to_bytes(draft))))
        };
    }
}
