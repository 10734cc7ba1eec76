//! The Sprintloom app: views of what the worker derives, and the one store that they change.
//!
//! One program: `main.rs` starts the page, or the core where it runs in a Web Worker. Nothing here decides anything about planning.

pub mod app;
mod browser;
mod change;
mod correct;
mod documents;
mod export;
mod files;
mod frame;
mod graph_view;
mod inspector;
mod leaf;
mod live;
mod messages;
mod offline;
mod palette;
mod persist;
mod plan_view;
mod progress_view;
mod route;
mod share;
mod store;
mod stories;
mod story_parts;
pub mod wire;
pub mod worker;
mod workflow_view;
