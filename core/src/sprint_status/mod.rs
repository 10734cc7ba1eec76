//! `sprint-status.yaml` as something to work with. What is written is always an edit of a few
//! bytes: comments, order, unknown keys and line endings stay as they are.
//!
//! [`set`] writes the status of one key and is the only way to lower one; [`generate`] merges what
//! the documents declare; [`fresh`] begins a file; [`show`] and [`validate`] read it for people.
//! Reading the file itself is the business of [`crate::read`]; this room knows its lines.

mod blocks;
mod date;
mod fresh;
mod generate;
#[cfg(test)]
mod generate_tests;
mod merge;
mod report;
mod rows;
mod set;
#[cfg(test)]
mod set_tests;
mod settled;
mod show;
mod validate;
mod words;

pub use fresh::fresh;
pub use generate::{Wishes, generate};
pub use report::{Change, Generated, Replaced, Report, WordFound};
pub use rows::values;
pub use set::{SetError, set};
pub use show::{Overview, show};
pub use validate::{is_valid, validate};
pub use words::{LEGAL_STATUSES, story_statuses};

use crate::backlog::{EpicId, Story};
use crate::read;
use crate::source::Edit;
use crate::source::letters::Lowercase;

/// The key under which the status file has a story, or would have it: `3-1-user-authentication`.
pub fn key_of(story: &Story) -> String {
    let own = story.status_key.clone();
    own.unwrap_or_else(|| read::long_key(&story.key, &story.title))
}

/// The text after `edits` of it, which follow each other without touching.
pub fn applied(text: &str, edits: &[Edit]) -> String {
    let mut out = String::with_capacity(text.len() + 64 * edits.len());
    let mut done = 0;
    for edit in edits {
        out.push_str(text.get(done..edit.span.start).unwrap_or(""));
        out.push_str(&edit.replacement);
        done = edit.span.end;
    }
    out.push_str(text.get(done..).unwrap_or(""));
    out
}

/// Whether two ids are of one epic: keys write 0.5 as `0-5`, and GOV as `gov`.
fn same_epic(one: &EpicId, other: &EpicId) -> bool {
    let loose = |id: &EpicId| id.as_str().lowercase().replace('-', ".");
    one == other || loose(one) == loose(other)
}
