//! Columns are batches; within one, the order that crosses the fewest edges found by a few sweeps.

use super::epics;
use crate::backlog::{Backlog, Status, Strength};
use crate::graph::Graph;
use crate::ordering;
use crate::plan::Plan;
use sizes::{COLUMN, GAP, HEAD, NODE_HEIGHT, NODE_WIDTH, ROW};

/// Width and height of a node and the gaps, in pixels at zoom 1.
pub mod sizes {
    /// Free space left of the first column.
    pub const GAP: i32 = 24;
    /// Width of a node.
    pub const NODE_WIDTH: i32 = 148;
    /// Height of a node.
    pub const NODE_HEIGHT: i32 = 58;
    /// Distance of columns, from left edge to left edge.
    pub const COLUMN: i32 = 192;
    /// Tenths of a pixel that the keys of a column have in an epic's bar.
    pub const IN_COLUMN: u32 = COLUMN as u32 * 10 - 280;
    /// Distance of rows, from top edge to top edge.
    pub const ROW: i32 = 104;
    /// Height of the column heads.
    pub const HEAD: i32 = 48;
}

/// What an edge stands for, which decides how it is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EdgeShape {
    /// A hard dependency.
    Requires,
    /// A soft dependency.
    Soft,
    /// A dependency left out to break a cycle.
    Broken,
    /// A dependency on a whole epic.
    Epic,
    /// Both touch a file.
    Conflict,
}

/// A story in the picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LaidOutNode {
    /// Index of the story in the backlog.
    pub story: usize,
    /// Column, from 0.
    pub column: usize,
    /// Left edge in pixels.
    pub x: i32,
    /// Top edge in pixels.
    pub y: i32,
    /// Width in pixels.
    pub width: i32,
    /// Where it stands for a whole epic: the epic's index, and how many of its stories are planned.
    pub epic: Option<(usize, usize)>,
}

/// What of the graph is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Shown {
    /// Finished stories are left out.
    pub without_done: bool,
    /// Each epic is one node, from its first batch to its last.
    pub by_epic: bool,
}

/// An edge in the picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LaidOutEdge {
    /// Story that it starts from (the dependency; for conflicts, the one in the earlier batch).
    pub from: usize,
    /// Story that it ends at.
    pub to: usize,
    /// What it stands for.
    pub shape: EdgeShape,
    /// SVG path data.
    pub path: String,
    /// Index in [`Graph::edges`], or for conflicts in [`Graph::conflicts`].
    pub index: usize,
}

/// The picture.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GraphLayout {
    /// Column titles: `Done`, then batch numbers.
    pub columns: Vec<String>,
    /// The stories that are shown.
    pub nodes: Vec<LaidOutNode>,
    /// The edges between them.
    pub edges: Vec<LaidOutEdge>,
    /// Where each epic is one node: for each column the stories that are in it.
    pub inside: Vec<Vec<usize>>,
    /// Width of the whole, in pixels.
    pub width: i32,
    /// Height of the whole, in pixels.
    pub height: i32,
}

/// Finished stories that are shown however small the batches are.
const MOST_DONE: usize = 8;

/// Sweeps over the columns that look for a better order.
const SWEEPS: usize = 6;

/// Lays out the planned stories by batch, with the finished ones they build on in a first column.
pub fn layout(backlog: &Backlog, graph: &Graph, plan: &Plan, shown: Shown) -> GraphLayout {
    let links = links(graph, plan);
    if shown.by_epic {
        return epics::layout(backlog, plan, &links);
    }
    let (titles, mut columns) = columns(backlog, plan, &links, shown);
    order(&mut columns, &links, graph.stories);
    let tallest = columns.iter().map(Vec::len).max().unwrap_or(0) as i32;
    let mut nodes = Vec::new();
    for (column, stories) in columns.iter().enumerate() {
        // Short columns stand in the middle of the height, as threads in a weave do.
        let offset = (tallest - stories.len() as i32) * ROW / 2;
        for (row, &story) in stories.iter().enumerate() {
            nodes.push(LaidOutNode {
                story,
                column,
                x: GAP + column as i32 * COLUMN,
                y: HEAD + offset + row as i32 * ROW,
                width: NODE_WIDTH,
                epic: None,
            });
        }
    }
    ordering::sort_by_key(&mut nodes, |node| node.story);
    let edges = links
        .into_iter()
        .filter_map(|link| route(&nodes, link))
        .collect();
    GraphLayout {
        width: GAP * 2 + (titles.len() as i32 - 1).max(0) * COLUMN + NODE_WIDTH,
        height: HEAD + tallest * ROW,
        columns: titles,
        nodes,
        edges,
        inside: Vec::new(),
    }
}

/// An edge before it has a route.
#[derive(Debug, Clone, Copy)]
pub(super) struct Link {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) shape: EdgeShape,
    pub(super) index: usize,
}

/// What is drawn between stories: stated dependencies (an epic's last stories stand for the whole
/// epic), and for each file a thread through its stories in batch order instead of every pair.
fn links(graph: &Graph, plan: &Plan) -> Vec<Link> {
    let batch = |story: usize| plan.placement.get(story).copied().flatten();
    let mut links = Vec::new();
    for (index, edge) in graph
        .edges
        .iter()
        .enumerate()
        .filter(|(_, edge)| !edge.places.is_empty())
    {
        let shape = match (edge.broken, edge.strength) {
            (true, _) => EdgeShape::Broken,
            (false, Strength::Soft) => EdgeShape::Soft,
            (false, Strength::Hard) => EdgeShape::Requires,
        };
        let is_epic = edge.dependency >= graph.stories || edge.dependent >= graph.stories;
        let shape = if is_epic && shape == EdgeShape::Requires {
            EdgeShape::Epic
        } else {
            shape
        };
        let mut firsts = ends(graph, edge.dependency);
        let mut thens = ends(graph, edge.dependent);
        if is_epic {
            // The stories of the epic that the others wait for longest, or that may begin first.
            let last = firsts.iter().filter_map(|&s| batch(s)).max();
            firsts.retain(|&s| {
                firsts_count(graph, edge.dependency) || (batch(s) == last && last.is_some())
            });
            let first = thens.iter().filter_map(|&s| batch(s)).min();
            thens.retain(|&s| {
                firsts_count(graph, edge.dependent) || (batch(s) == first && first.is_some())
            });
        }
        for &from in &firsts {
            links.extend(thens.iter().map(|&to| Link {
                from,
                to,
                shape,
                index,
            }));
        }
    }
    for (index, group) in graph.conflicts.iter().enumerate() {
        let mut thread: Vec<(usize, usize)> = group
            .holders
            .iter()
            .filter_map(|&s| Some((batch(s)?, s)))
            .collect();
        if let Some(&(_, holder)) = thread.first() {
            let covered = group.covered.iter().filter(|(s, _)| batch(*s).is_some());
            links.extend(covered.map(|&(to, _)| in_batch_order(plan, holder, to, index)));
        }
        ordering::sort(&mut thread);
        links.extend(
            thread
                .windows(2)
                .map(|pair| in_batch_order(plan, pair[0].1, pair[1].1, index)),
        );
    }
    links
}

fn in_batch_order(plan: &Plan, a: usize, b: usize, index: usize) -> Link {
    let batch = |story: usize| plan.placement.get(story).copied().flatten();
    let (from, to) = if batch(a) <= batch(b) { (a, b) } else { (b, a) };
    Link {
        from,
        to,
        shape: EdgeShape::Conflict,
        index,
    }
}

/// Whether the node is a story itself, which always counts.
fn firsts_count(graph: &Graph, node: usize) -> bool {
    node < graph.stories
}

/// The story, or the stories of the gate's epic.
fn ends(graph: &Graph, node: usize) -> Vec<usize> {
    if node < graph.stories {
        return vec![node];
    }
    let members = graph.edges.iter().filter(|edge| edge.places.is_empty());
    let mut found: Vec<usize> = members
        .filter_map(
            |edge| match (edge.dependency == node, edge.dependent == node) {
                (true, _) => Some(edge.dependent),
                (_, true) => Some(edge.dependency),
                _ => None,
            },
        )
        .filter(|&story| story < graph.stories)
        .collect();
    ordering::sort_dedup(&mut found);
    found
}

/// Titles and stories of the columns: what is done and has an edge into the plan, then the batches.
fn columns(
    backlog: &Backlog,
    plan: &Plan,
    links: &[Link],
    shown: Shown,
) -> (Vec<String>, Vec<Vec<usize>>) {
    let planned = |story: usize| plan.placement.get(story).is_some_and(Option::is_some);
    let done = |story: usize| {
        backlog
            .stories
            .get(story)
            .is_some_and(|s| s.status == Status::Done)
    };
    let mut before: Vec<usize> = links
        .iter()
        .filter(|link| planned(link.to) && done(link.from) && link.shape != EdgeShape::Conflict)
        .map(|link| link.from)
        .collect();
    ordering::sort_dedup(&mut before);
    let mut titles = Vec::new();
    let mut columns = Vec::new();
    let tallest = plan
        .batches
        .iter()
        .map(|batch| batch.stories.len())
        .max()
        .unwrap_or(0);
    // Finished stories hold nothing up. Where they would tower over the batches they are left out,
    // so that the picture is about what is still to be done.
    let fit = before.len() <= (2 * tallest).max(MOST_DONE);
    if !before.is_empty() && fit && !shown.without_done {
        titles.push("Done".to_owned());
        columns.push(before);
    }
    for batch in &plan.batches {
        titles.push(batch.id.to_string());
        columns.push(batch.stories.clone());
    }
    (titles, columns)
}

/// Orders each column by the mean height of its neighbours in the columns before, then after, in turn.
fn order(columns: &mut [Vec<usize>], links: &[Link], stories: usize) {
    let mut neighbours: Vec<Vec<usize>> = vec![Vec::new(); stories];
    for link in links
        .iter()
        .filter(|link| link.from < stories && link.to < stories)
    {
        neighbours[link.from].push(link.to);
        neighbours[link.to].push(link.from);
    }
    let mut column_of: Vec<Option<usize>> = vec![None; stories];
    let mut height: Vec<i64> = vec![0; stories];
    let tallest = columns.iter().map(Vec::len).max().unwrap_or(0);
    for (at, column) in columns.iter().enumerate() {
        for &story in column {
            column_of[story] = Some(at);
        }
        set_heights(column, tallest, &mut height);
    }
    for sweep in 0..SWEEPS {
        let forward = sweep % 2 == 0;
        let count = columns.len();
        for step in 0..count {
            let at = if forward { step } else { count - 1 - step };
            let mut keyed: Vec<(i64, usize)> = columns[at]
                .iter()
                .map(|&story| {
                    let beside = neighbours[story].iter().filter(|&&other| {
                        column_of[other]
                            .is_some_and(|column| if forward { column < at } else { column > at })
                    });
                    let (sum, number) = beside.fold((0, 0), |(sum, number), &other| {
                        (sum + height[other], number + 1)
                    });
                    (
                        if number == 0 {
                            height[story]
                        } else {
                            sum / number
                        },
                        story,
                    )
                })
                .collect();
            ordering::sort(&mut keyed);
            columns[at] = keyed.into_iter().map(|(_, story)| story).collect();
            let column = columns[at].clone();
            set_heights(&column, tallest, &mut height);
        }
    }
}

/// Heights in thousandths of a row, short columns in the middle.
fn set_heights(column: &[usize], tallest: usize, height: &mut [i64]) {
    let offset = (tallest - column.len()) as i64 * 500;
    for (row, &story) in column.iter().enumerate() {
        height[story] = offset + row as i64 * 1000;
    }
}

/// The edge with its path: a curve from the right side of one node to the left side of the other;
/// within one column, or backwards, a bow on the right.
fn route(nodes: &[LaidOutNode], link: Link) -> Option<LaidOutEdge> {
    let find = |story: usize| {
        nodes
            .binary_search_by_key(&story, |node| node.story)
            .ok()
            .and_then(|at| nodes.get(at))
    };
    let (from, to) = (find(link.from)?, find(link.to)?);
    let (x1, y1) = (from.x + NODE_WIDTH, from.y + NODE_HEIGHT / 2);
    let path = if to.column > from.column {
        let (x2, y2) = (to.x, to.y + NODE_HEIGHT / 2);
        if to.column == from.column + 1 || y1 == y2 && clear(nodes, from, to) {
            let bend = ((x2 - x1) / 2).max(24);
            format!("M{x1} {y1}C{} {y1} {} {y2} {x2} {y2}", x1 + bend, x2 - bend)
        } else {
            // Far edges run in the free lane above the row of their end, around the nodes between.
            let gap = COLUMN - NODE_WIDTH;
            let lane = (if y1 < y2 { to.y } else { to.y + ROW }) - (ROW - NODE_HEIGHT) / 2;
            let (leave, arrive) = (x1 + gap, x2 - gap);
            let half = gap / 2;
            format!(
                "M{x1} {y1}C{} {y1} {} {lane} {leave} {lane}L{arrive} {lane}C{} {lane} {} {y2} {x2} {y2}",
                x1 + half,
                leave - half,
                arrive + half,
                x2 - half,
            )
        }
    } else {
        let (x2, y2) = (to.x + NODE_WIDTH, to.y + NODE_HEIGHT / 2);
        let bow = x1.max(x2) + 36;
        format!("M{x1} {y1}C{bow} {y1} {bow} {y2} {x2} {y2}")
    };
    Some(LaidOutEdge {
        from: link.from,
        to: link.to,
        shape: link.shape,
        path,
        index: link.index,
    })
}

/// Whether no node lies on the straight line between two of the same height.
fn clear(nodes: &[LaidOutNode], from: &LaidOutNode, to: &LaidOutNode) -> bool {
    let middle = from.y + NODE_HEIGHT / 2;
    !nodes.iter().any(|node| {
        node.column > from.column
            && node.column < to.column
            && (node.y..=node.y + NODE_HEIGHT).contains(&middle)
    })
}
