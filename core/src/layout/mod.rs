//! Coordinates and edge routes for the graph view. Pictures only: nothing here decides anything.

mod batches;
#[cfg(test)]
mod tests;

pub use batches::{EdgeShape, GraphLayout, LaidOutEdge, LaidOutNode, layout, sizes};
