//! The words that planning documents use, in the languages they are written in. A new notation
//! that is only another word is one more row here.

mod declaring;
mod fields;
mod file_phrases;
mod given;
mod markers;
mod references;
mod statuses;

pub use declaring::{
    EFFORT_UNITS, EPIC_LIKE, EPIC_WORDS, NO_WORK, NUMBER_WORDS, STORY_LISTS, STORY_WORDS, TICKETS,
    TITLE_TAGS,
};
pub use fields::{Field, field, field_in_any_case, longest_field};
pub use file_phrases::{field as files_field, names_files};
pub use given::{GIVEN_WORDS, STATE_SIGNS, STATE_WORDS, WHEN_WORDS};
pub use markers::{UNTOUCHED_PHRASES, marker};
pub use references::{
    ALL_WORDS, CONNECTING, LEAD_INS, LEAD_STARTS, MET_WORDS, NONE_WORDS, OR_WORDS, PARALLEL,
    PREVIOUS_WORDS, RANGE_WORDS, REVERSING, SOFT_WORDS, SUB_LABELS, SUBJECTS, UNITS, is_epic_word,
    is_story_word,
};
pub use statuses::{epic_status, status, status_length};
