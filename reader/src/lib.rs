//! What planning documents say: texts in, one backlog and diagnostics out. Pure.
//!
//! Packages of their own, this one and `sprintloom-lines` below it, so that the compiler keeps the
//! arrows `source -> backlog <- line <- read`: nothing here can name what is built on it.
//! `sprintloom-core` shows these modules under its own name.

pub mod read;

pub use sprintloom_lines::{backlog, ordering, source};
