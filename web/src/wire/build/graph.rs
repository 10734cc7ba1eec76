//! The drawn graph.

use sprintloom_core::graph::OverlapClass;
use sprintloom_core::layout::{EdgeShape, GraphLayout, LaidOutEdge, Shown, layout, sizes};
use sprintloom_core::project::Derived;

use super::{Index, small};
use crate::wire::{EdgeKind, EdgeRow, GraphView, NodeRow};

/// Lays out the graph of a derivation; empty without a plan.
pub fn graph_view(
    derived: &Derived,
    index: &Index,
    (without_done, by_epic): (bool, bool),
) -> GraphView {
    let Ok(plan) = &derived.plan else {
        return GraphView::default();
    };
    let shown = Shown {
        without_done,
        by_epic,
    };
    let drawn = layout(&derived.backlog, &derived.graph, plan, shown);
    GraphView {
        column_x: column_edges(&drawn),
        nodes: drawn
            .nodes
            .iter()
            .map(|node| NodeRow {
                story: small(node.story),
                x: node.x,
                y: node.y,
                width: node.width,
                epic: node.epic.map(|(at, stories)| (small(at), small(stories))),
            })
            .collect(),
        edges: drawn
            .edges
            .iter()
            .map(|edge| edge_row(edge, derived, index))
            .collect(),
        node_height: sizes::NODE_HEIGHT,
        width: drawn.width,
        height: drawn.height,
        columns: drawn.columns,
    }
}

/// Left edge of the nodes of each column.
fn column_edges(drawn: &GraphLayout) -> Vec<i32> {
    let columns = 0..drawn.columns.len() as i32;
    columns.map(|at| sizes::GAP + at * sizes::COLUMN).collect()
}

fn edge_row(edge: &LaidOutEdge, derived: &Derived, index: &Index) -> EdgeRow {
    let kind = match edge.shape {
        EdgeShape::Requires => EdgeKind::Requires,
        EdgeShape::Soft => EdgeKind::Soft,
        EdgeShape::Broken => EdgeKind::Broken,
        EdgeShape::Epic => EdgeKind::Epic,
        EdgeShape::Conflict => EdgeKind::Conflict,
    };
    let (why, spots) = if kind == EdgeKind::Conflict {
        conflict(edge, derived, index)
    } else {
        let stated = derived.graph.edges.get(edge.index);
        (
            stated.map(|stated| stated.text.clone()).unwrap_or_default(),
            stated
                .map(|stated| index.spots(&stated.places))
                .unwrap_or_default(),
        )
    };
    EdgeRow {
        from: small(edge.from),
        to: small(edge.to),
        kind,
        bounds: bounds(&edge.path),
        path: edge.path.clone(),
        why,
        spots,
    }
}

/// The shared path, and where both stories claim it.
fn conflict(
    edge: &LaidOutEdge,
    derived: &Derived,
    index: &Index,
) -> (String, Vec<crate::wire::Spot>) {
    let Some(group) = derived.graph.conflicts.get(edge.index) else {
        return (String::new(), Vec::new());
    };
    let claimed = |story: usize| {
        let path = group
            .covered
            .iter()
            .find(|(covered, _)| *covered == story)
            .map_or(group.path.as_str(), |(_, path)| path.as_str());
        derived
            .backlog
            .stories
            .get(story)?
            .scopes
            .iter()
            .find(|scope| scope.path == path)
            .and_then(|scope| index.spot(&scope.place))
    };
    let note = if group.class == OverlapClass::Registry {
        " (a file that most stories touch)"
    } else {
        ""
    };
    (
        format!("{}{note}", group.path),
        [edge.from, edge.to]
            .into_iter()
            .filter_map(claimed)
            .collect(),
    )
}

/// The box around absolute path data, control points included.
fn bounds(path: &str) -> [i32; 4] {
    let mut bounds = [i32::MAX, i32::MAX, i32::MIN, i32::MIN];
    let mut command = 'M';
    let mut vertical = false;
    let mut number = String::new();
    for character in path.chars().chain([' ']) {
        if character.is_ascii_digit() || matches!(character, '.' | '-') {
            if character == '-' && !number.is_empty() {
                take(&mut number, command, &mut vertical, &mut bounds);
            }
            number.push(character);
            continue;
        }
        take(&mut number, command, &mut vertical, &mut bounds);
        if character.is_ascii_alphabetic() {
            command = character;
            vertical = false;
        }
    }
    bounds
}

fn take(number: &mut String, command: char, vertical: &mut bool, bounds: &mut [i32; 4]) {
    // Whole pixels are enough to know what is in sight.
    let whole = number.split('.').next().unwrap_or_default();
    let Ok(value) = whole.parse::<i32>() else {
        number.clear();
        return;
    };
    number.clear();
    let is_y = match command {
        'H' => false,
        'V' => true,
        _ => {
            let is_y = *vertical;
            *vertical = !*vertical;
            is_y
        }
    };
    let [left, top, right, bottom] = bounds;
    if is_y {
        *top = value.min(*top);
        *bottom = value.max(*bottom);
    } else {
        *left = value.min(*left);
        *right = value.max(*right);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_hold_all_points_of_the_path() {
        assert_eq!(bounds("M10,20 C-5 30,7,8 9,9"), [-5, 8, 10, 30]);
        assert_eq!(bounds("M0 0H40V-12"), [0, -12, 40, 0]);
    }
}
