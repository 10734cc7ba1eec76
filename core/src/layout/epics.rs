//! Each epic as one node: from its first batch to its last, in a row of its own for as long.

use super::batches::sizes::{COLUMN, GAP, HEAD, NODE_HEIGHT, NODE_WIDTH, ROW};
use super::batches::{EdgeShape, GraphLayout, LaidOutEdge, LaidOutNode, Link};
use crate::backlog::Backlog;
use crate::ordering;
use crate::plan::Plan;

/// Where an edge leaves a node, or comes to one, that it passes on its way: so far from the side.
const ASIDE: i32 = 22;

/// Lays out the epics of the planned stories; between two of them each kind of edge is drawn once.
pub(super) fn layout(backlog: &Backlog, plan: &Plan, links: &[Link]) -> GraphLayout {
    let epic_of = epics_of(backlog);
    let mut nodes = spans(plan, &epic_of);
    // Who begins first stands on top.
    ordering::sort_by_key(&mut nodes, |node| (node.column, node.epic));
    let mut ends: Vec<usize> = Vec::new();
    for node in &mut nodes {
        let row = ends.iter().position(|&end| end <= node.column);
        let row = row.unwrap_or(ends.len());
        ends.resize(ends.len().max(row + 1), 0);
        if let Some(end) = ends.get_mut(row) {
            *end = node.column + (node.width / COLUMN) as usize + 1;
        }
        node.y = HEAD + row as i32 * ROW;
    }
    let count = plan.batches.len() as i32;
    GraphLayout {
        columns: plan
            .batches
            .iter()
            .map(|batch| batch.id.to_string())
            .collect(),
        edges: edges(&nodes, &epic_of, links),
        nodes,
        width: GAP * 2 + (count - 1).max(0) * COLUMN + NODE_WIDTH,
        height: HEAD + ends.len() as i32 * ROW,
    }
}

/// For each story the index of its epic.
fn epics_of(backlog: &Backlog) -> Vec<Option<usize>> {
    let index = |story: &crate::backlog::Story| {
        let mut epics = backlog.epics.iter();
        epics.position(|epic| epic.id == story.epic)
    };
    backlog.stories.iter().map(index).collect()
}

/// A node for each epic with planned stories, over the columns of these; not yet in a row.
fn spans(plan: &Plan, epic_of: &[Option<usize>]) -> Vec<LaidOutNode> {
    let mut nodes: Vec<LaidOutNode> = Vec::new();
    for (column, batch) in plan.batches.iter().enumerate() {
        for &story in &batch.stories {
            let Some(epic) = epic_of.get(story).copied().flatten() else {
                continue;
            };
            let x = GAP + column as i32 * COLUMN;
            let known = nodes
                .iter_mut()
                .find(|node| node.epic.is_some_and(|(of, _)| of == epic));
            match known {
                Some(node) => {
                    node.width = x - node.x + NODE_WIDTH;
                    node.epic = node.epic.map(|(of, stories)| (of, stories + 1));
                }
                None => nodes.push(LaidOutNode {
                    story,
                    column,
                    x,
                    y: 0,
                    width: NODE_WIDTH,
                    epic: Some((epic, 1)),
                }),
            }
        }
    }
    nodes
}

fn edges(nodes: &[LaidOutNode], epic_of: &[Option<usize>], links: &[Link]) -> Vec<LaidOutEdge> {
    let node_of = |story: usize| {
        let epic = epic_of.get(story).copied().flatten()?;
        nodes
            .iter()
            .find(|node| node.epic.is_some_and(|(of, _)| of == epic))
    };
    let mut drawn: Vec<(usize, usize, EdgeShape)> = Vec::new();
    let mut edges = Vec::new();
    for link in links {
        let (Some(from), Some(to)) = (node_of(link.from), node_of(link.to)) else {
            continue;
        };
        // Of a file that both touch it does not matter who comes first.
        let pair = if link.shape == EdgeShape::Conflict && to.story < from.story {
            (to.story, from.story, link.shape)
        } else {
            (from.story, to.story, link.shape)
        };
        if from.story == to.story || drawn.contains(&pair) {
            continue;
        }
        drawn.push(pair);
        edges.push(LaidOutEdge {
            from: link.from,
            to: link.to,
            shape: link.shape,
            path: path(from, to),
            index: link.index,
        });
    }
    edges
}

/// From the right side of one node to the left side of the other; between nodes that lie over each
/// other from the end of one to the beginning of the other, up or down.
fn path(from: &LaidOutNode, to: &LaidOutNode) -> String {
    let (end, y1) = (from.x + from.width, from.y + NODE_HEIGHT / 2);
    if end < to.x {
        let y2 = to.y + NODE_HEIGHT / 2;
        let bend = ((to.x - end) / 2).max(24);
        return format!(
            "M{end} {y1}C{} {y1} {} {y2} {} {y2}",
            end + bend,
            to.x - bend,
            to.x
        );
    }
    let (y1, y2, bend) = if from.y < to.y {
        (from.y + NODE_HEIGHT, to.y, (ROW - NODE_HEIGHT) / 2)
    } else {
        (from.y, to.y + NODE_HEIGHT, (NODE_HEIGHT - ROW) / 2)
    };
    let (x1, x2) = (end - ASIDE, to.x + ASIDE);
    format!("M{x1} {y1}C{x1} {} {x2} {} {x2} {y2}", y1 + bend, y2 - bend)
}
