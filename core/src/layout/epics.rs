//! Each epic as one node: from its first batch to its last, in a row of its own for as long.

use super::batches::sizes::{COLUMN, GAP, HEAD, NODE_HEIGHT, NODE_WIDTH, ROW};
use super::batches::{EdgeShape, GraphLayout, LaidOutEdge, LaidOutNode, Link};
use crate::backlog::Backlog;
use crate::ordering;
use crate::plan::Plan;

/// An edge leaves a column, and comes to one, so far from its side.
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
        inside: (plan.batches.iter())
            .map(|batch| batch.stories.clone())
            .collect(),
        edges: edges(&nodes, &epic_of, plan, links),
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

fn edges(
    nodes: &[LaidOutNode],
    epic_of: &[Option<usize>],
    plan: &Plan,
    links: &[Link],
) -> Vec<LaidOutEdge> {
    let node_of = |story: usize| {
        let epic = epic_of.get(story).copied().flatten()?;
        nodes
            .iter()
            .find(|node| node.epic.is_some_and(|(of, _)| of == epic))
    };
    let batch = |story: usize| plan.placement.get(story).copied().flatten();
    // For each pair and kind the edge over the fewest columns, which is the one that binds.
    let mut drawn: Vec<((usize, usize, EdgeShape), usize, LaidOutEdge)> = Vec::new();
    for link in links {
        let (Some(from), Some(to)) = (node_of(link.from), node_of(link.to)) else {
            continue;
        };
        let (Some(first), Some(then)) = (batch(link.from), batch(link.to)) else {
            continue;
        };
        if from.story == to.story {
            continue;
        }
        let (a, b) = (from.story, to.story);
        // Of a file that both touch it does not matter who comes first.
        let pair = if link.shape == EdgeShape::Conflict {
            (a.min(b), a.max(b), link.shape)
        } else {
            (a, b, link.shape)
        };
        let far = first.abs_diff(then);
        let edge = LaidOutEdge {
            from: link.from,
            to: link.to,
            shape: link.shape,
            path: path((from, first), (to, then)),
            index: link.index,
        };
        match drawn.iter_mut().find(|(of, ..)| *of == pair) {
            Some((_, least, kept)) if far < *least => (*least, *kept) = (far, edge),
            Some(_) => {}
            None => drawn.push((pair, far, edge)),
        }
    }
    drawn.into_iter().map(|(_, _, edge)| edge).collect()
}

/// From the column of one story within its epic to that of the other, up or down; along the row
/// where both epics lie in one.
fn path((from, first): (&LaidOutNode, usize), (to, then): (&LaidOutNode, usize)) -> String {
    let column = |at: usize| GAP + at as i32 * COLUMN;
    if from.y == to.y {
        let y = from.y + NODE_HEIGHT / 2;
        return format!("M{} {y}L{} {y}", from.x + from.width, to.x);
    }
    let (x1, x2) = (column(first) + NODE_WIDTH - ASIDE, column(then) + ASIDE);
    let (y1, y2, bend) = if from.y < to.y {
        (from.y + NODE_HEIGHT, to.y, (ROW - NODE_HEIGHT) / 2)
    } else {
        (from.y, to.y + NODE_HEIGHT, (NODE_HEIGHT - ROW) / 2)
    };
    format!("M{x1} {y1}C{x1} {} {x2} {} {x2} {y2}", y1 + bend, y2 - bend)
}
