//! What planning documents say: texts in, one backlog and diagnostics out. Pure.
//!
//! A package of its own for two reasons. The arrows `source -> backlog <- read` are the
//! compiler's to keep: nothing here can name what is built on it. And every byte that a user gives
//! goes through it, so it is compiled for more speed than the rest of the app (see the profiles of
//! the workspace). `sprintloom-core` shows its modules under its own name.

pub mod backlog;
pub mod ordering;
pub mod read;
pub mod source;
