//! The story desk: drafts from epics and patterns, checks of every story, notes for the handoff.
//!
//! Everything is deterministic and made from templates; no model is called. What the desk cannot
//! know stays in the draft as a placeholder, `{{benefit: what is it good for?}}`, for people to
//! fill; what it guesses is called a guess.
//!
//! A [`Draft`] is what a story file says, in parts. [`write::story_file`](crate::write::story_file)
//! writes it as the method's story file, which reads back to the same story, so checks look at
//! drafts and at the backlog's stories in one way.

mod checklist;
mod draft;
mod forms;
mod from_epic;
mod goal;
mod guesses;
mod handoff;
mod invest;
mod pattern;
mod pattern_reader;
mod placeholder;
mod sections;
mod sentence;
mod tongue;
mod unit;
mod wording;

#[cfg(test)]
mod drafting_tests;
#[cfg(test)]
mod labelled;
#[cfg(test)]
mod tests;

pub use checklist::{Check, ChecklistItem, Readiness, check};
pub use draft::{Draft, Keys, Needed};
pub use from_epic::{FromEpic, NoDrafts, Skipped, from_epic};
pub use handoff::{Route, route};
pub use invest::{Letter, Verdict, invest};
pub use pattern::{
    BUILT_IN, Filled, Group, Parameter, Pattern, PatternError, Problem, StoryTemplate, fill,
    patterns,
};
pub use placeholder::{Placeholder, placeholders};
pub use tongue::Tongue;
