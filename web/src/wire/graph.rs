//! The graph as it is drawn.

use serde::{Deserialize, Serialize};

use super::Spot;

/// The drawn graph.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GraphView {
    /// Column titles.
    pub columns: Vec<String>,
    /// Left edge of each column.
    pub column_x: Vec<f64>,
    /// The stories.
    pub nodes: Vec<NodeRow>,
    /// The edges.
    pub edges: Vec<EdgeRow>,
    /// Width of a node.
    pub node_width: f64,
    /// Height of a node.
    pub node_height: f64,
    /// Width of the picture.
    pub width: f64,
    /// Height of the picture.
    pub height: f64,
}

/// A story in the picture.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct NodeRow {
    /// Index in the snapshot's stories.
    pub story: u32,
    /// Left edge.
    pub x: f64,
    /// Top edge.
    pub y: f64,
}

/// What an edge stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum EdgeKind {
    /// A hard dependency.
    Requires,
    /// A soft one.
    Soft,
    /// One left out to break a cycle.
    Broken,
    /// On a whole epic.
    Epic,
    /// Both touch a file.
    Conflict,
}

impl EdgeKind {
    /// All kinds in the order of the legend.
    pub const ALL: [EdgeKind; 5] = [
        EdgeKind::Requires,
        EdgeKind::Epic,
        EdgeKind::Soft,
        EdgeKind::Broken,
        EdgeKind::Conflict,
    ];

    /// The words of the legend.
    pub fn word(self) -> &'static str {
        match self {
            EdgeKind::Requires => "requires",
            EdgeKind::Soft => "soft",
            EdgeKind::Broken => "left out (cycle)",
            EdgeKind::Epic => "whole epic",
            EdgeKind::Conflict => "same file",
        }
    }

    /// The name in style sheets.
    pub fn class(self) -> &'static str {
        match self {
            EdgeKind::Requires => "requires",
            EdgeKind::Soft => "soft",
            EdgeKind::Broken => "broken",
            EdgeKind::Epic => "epic",
            EdgeKind::Conflict => "conflict",
        }
    }
}

/// One edge.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EdgeRow {
    /// Where it starts, as a story.
    pub from: u32,
    /// Where it ends.
    pub to: u32,
    /// What it stands for.
    pub kind: EdgeKind,
    /// SVG path data.
    pub path: String,
    /// Box around it: left, top, right, bottom.
    pub bounds: [f64; 4],
    /// Why it exists: the words of the text, or the shared paths.
    pub why: String,
    /// Where it is written.
    pub spots: Vec<Spot>,
}
