//! Coordinates and edge routes for the graph view. Pictures only: nothing here decides anything.

mod batches;
mod epics;
mod hue;
#[cfg(test)]
mod tests;
mod title;

pub use batches::{EdgeShape, GraphLayout, LaidOutEdge, LaidOutNode, Shown, layout, sizes};
pub use hue::{epic_hue, hue_on_paper};
pub use title::{one_line, two_lines};
