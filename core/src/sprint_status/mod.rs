//! `sprint-status.yaml` as something to work with. What is written is always an edit of a few
//! bytes: comments, order, unknown keys and line endings stay as they are.
//!
//! [`set`] writes the status of one key. Reading the file is the business of [`crate::read`]; this
//! room knows its lines.

mod blocks;
mod rows;
mod set;
#[cfg(test)]
mod set_tests;

pub use set::{LEGAL_STATUSES, SetError, set};

use crate::backlog::Story;
use crate::read;

/// The key under which the status file has a story, or would have it: `3-1-user-authentication`.
pub fn key_of(story: &Story) -> String {
    let own = story.status_key.clone();
    own.unwrap_or_else(|| read::long_key(&story.key, &story.title))
}
