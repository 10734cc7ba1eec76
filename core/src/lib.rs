//! The whole domain of Sprintloom, pure: documents in, plans out.
//!
//! The way of the data: `Document -> read -> Backlog -> graph -> plan -> write`.
//! No room reaches back up, and nothing here does I/O, knows the time, or knows
//! who calls (see `ARCHITECTURE.md`).

pub mod correct;
pub mod desk;
pub mod graph;
pub mod layout;
pub mod plan;
pub mod progress;
pub mod project;
pub mod protocol;
pub mod sprint_status;
pub mod workflow;
pub mod write;
#[cfg(test)]
mod written;

pub use sprintloom_reader::{backlog, ordering, read, source};
