//! The core in a worker of its own: the engine that answers, the loop that serves it, and the
//! page's side of the line.

mod client;
mod engine;
mod serve;
mod session;

pub use client::{Client, WorkerState};
pub use engine::Engine;
pub use serve::serve;
