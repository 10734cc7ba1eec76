//! The whole domain of Sprintloom, pure: documents in, plans out.
//!
//! The way of the data: `Document -> read -> Backlog -> graph -> plan -> write`.
//! No room reaches back up, and nothing here does I/O, knows the time, or knows
//! who calls (see `ARCHITECTURE.md`).

pub mod backlog;
pub mod correct;
pub mod desk;
pub mod graph;
pub mod layout;
pub mod ordering;
pub mod plan;
pub mod progress;
pub mod project;
pub mod protocol;
pub mod read;
pub mod source;
pub mod sprint_status;
pub mod workflow;
pub mod write;
