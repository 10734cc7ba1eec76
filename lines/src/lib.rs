//! What one line of a planning document says, and the model that all of them fill. Pure.
//!
//! A package of its own so that it can be compiled for speed while everything else is compiled for
//! size (see the profiles of the workspace): every byte that a user gives goes through it, and it is
//! a small part of the app. `sprintloom-reader`, which reads whole documents with it, shows
//! `backlog`, `ordering` and `source` under its own name.

pub mod backlog;
pub mod line;
pub mod ordering;
pub mod source;
