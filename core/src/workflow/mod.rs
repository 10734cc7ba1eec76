//! A story's run through its six phases.
//!
//! A run is a fold: [`step`] takes the state so far and an event and gives the next state, or says
//! why the event does not fit. Nothing is retried by itself. What an agent printed is read by
//! [`signal`]; what it cost by [`tokens`]; `STATE.md` by [`state_file`] and written by
//! [`write::state_md`](crate::write::state_md()).

mod command;
pub mod headless;
mod log;
#[cfg(test)]
mod model_tests;
mod phases;
mod resume;
#[cfg(test)]
mod round_trip_tests;
pub mod signal;
#[cfg(test)]
mod signal_tests;
#[cfg(test)]
mod spec_tests;
#[cfg(test)]
mod spec_trouble_tests;
mod state;
pub mod state_file;
mod state_parts;
mod step;
mod story;
#[cfg(test)]
mod table_tests;
pub mod tokens;

pub use command::{RunCommand, SetupError, parse_command, phase_named};
pub use log::{Run, RunStory, fold, kept_output};
pub use phases::{PHASES, Phase};
pub use resume::{ResumeChoice, resume_choices, resume_command};
pub use state::{Form, Outcome, PhaseState, PhaseStatus, RunState};
pub use step::{Refusal, RunEvent, step};
pub use story::{find_story, status_of};
