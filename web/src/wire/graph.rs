//! The graph as it is drawn.

use super::Spot;
use super::codec::{wire_enum, wire_struct};

/// The drawn graph.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct GraphView {
    /// Column titles.
    pub columns: Vec<String>,
    /// Left edge of each column.
    pub column_x: Vec<i32>,
    /// The stories.
    pub nodes: Vec<NodeRow>,
    /// The edges.
    pub edges: Vec<EdgeRow>,
    /// Height of a node.
    pub node_height: i32,
    /// Width of the picture.
    pub width: i32,
    /// Height of the picture.
    pub height: i32,
}

impl GraphView {
    /// Width and height, to reckon with.
    pub fn extent(&self) -> (f64, f64) {
        (f64::from(self.width), f64::from(self.height))
    }
}

/// A story in the picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NodeRow {
    /// Index in the snapshot's stories.
    pub story: u32,
    /// Left edge.
    pub x: i32,
    /// Top edge.
    pub y: i32,
    /// Width.
    pub width: i32,
    /// Where it stands for a whole epic: the epic in the snapshot, and how many of its stories are planned.
    pub epic: Option<(u32, u32)>,
}

/// What an edge stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
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
            EdgeKind::Broken => "left out (circle)",
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
#[derive(Debug, Clone, PartialEq)]
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
    pub bounds: [i32; 4],
    /// Why it exists: the words of the text, or the shared paths.
    pub why: String,
    /// Where it is written.
    pub spots: Vec<Spot>,
}

wire_struct!(GraphView {
    columns,
    column_x,
    nodes,
    edges,
    node_height,
    width,
    height
});
wire_struct!(NodeRow {
    story,
    x,
    y,
    width,
    epic
});
wire_enum!(EdgeKind { 0 => Requires, 1 => Soft, 2 => Broken, 3 => Epic, 4 => Conflict });
wire_struct!(EdgeRow {
    from,
    to,
    kind,
    path,
    bounds,
    why,
    spots
});
