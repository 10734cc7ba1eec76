//! What holds the plan back: what it would save batches to do without, the longest chain, circles.

use sprintloom_core::graph::LeftOut;

use super::Board;
use super::drawer::show_button;
use super::toolbar::part;
use crate::change;
use crate::leaf::{Leaf, button, tag, words};
use crate::story_parts::{counted, keys, need, place};
use crate::wire::{BottleneckRow, CircleEdge, CircleRow, Need, PanelRows, Snapshot};

/// Keys shown of each.
const KEYS: usize = 16;

/// The content of the panel.
pub(super) fn held(board: Board) -> Vec<Leaf> {
    let store = board.store;
    let rows = tag("div", "held").live(move || {
        let Some(aside) = store.found() else {
            return vec![tag("p", "faint").text("Planning without each of them…")];
        };
        let PanelRows::Held(view) = &aside.rows else {
            return vec![tag("p", "faint").text("There is no plan to look at.")];
        };
        let of = &aside.of;
        let mut parts = Vec::new();
        if view.bottlenecks.is_empty() {
            parts.push(tag("p", "muted").text(
                "No single file, dependency or setting: without any one of them the plan would need as many batches.",
            ));
        } else {
            parts.push(tag("p", "muted").text("Without it, the plan would need fewer batches:"));
            let rows = view.bottlenecks.iter().map(|row| bottleneck(board, of, row));
            parts.push(tag("ol", "bottlenecks").with_all(rows.collect()));
        }
        parts.extend(chain(board, of));
        for circle in &view.circles {
            parts.push(circle_part(board, of, circle));
        }
        parts
    });
    vec![rows]
}

fn bottleneck(board: Board, of: &Snapshot, row: &BottleneckRow) -> Leaf {
    let what = row
        .what
        .iter()
        .flat_map(|piece| [part(of, piece), words("", " ")]);
    let line = tag("p", "")
        .with(words("saved", &format!("−{}", row.saved)).set(
            "title",
            &format!(
                "{} instead",
                counted(row.batches as usize, "batch", "batches")
            ),
        ))
        .with(tag("span", "what").with_all(what.collect()));
    let mut deeds = tag("p", "deeds");
    if !row.stories.is_empty() {
        deeds = deeds.with(show_button(board, &row.stories));
    }
    if let Some(settings) = row.settings.clone() {
        let deed = row.advice.clone();
        deeds = deeds.with(
            button("small", move || {
                let settings = settings.clone();
                change::settings(board.store, &deed, |all| all.plan = settings);
            })
            .text("Do it"),
        );
    }
    tag("li", "")
        .with(line)
        .with(tag("p", "muted").text(&row.advice))
        .with_some(
            (!row.stories.is_empty())
                .then(|| tag("p", "keys").with_all(keys(of, &row.stories, KEYS))),
        )
        .with(deeds)
}

fn chain(board: Board, of: &Snapshot) -> Option<Leaf> {
    let critical = of.plan.as_ref().ok()?.critical.as_slice();
    if critical.len() < 2 {
        return None;
    }
    let heading = format!("The longest chain: {} stories", critical.len());
    let mut line = tag("p", "keys");
    for (at, key) in keys(of, critical, usize::MAX).into_iter().enumerate() {
        line = line
            .with_some((at > 0).then(|| words("faint", "→")))
            .with(key);
    }
    Some(
        tag("section", "")
            .with(tag("h3", "").text(&heading))
            .with(line)
            .with(tag("p", "deeds").with(show_button(board, critical))),
    )
}

fn circle_part(board: Board, of: &Snapshot, circle: &CircleRow) -> Leaf {
    let mut path = tag("p", "keys");
    for (at, edge) in circle.edges.iter().enumerate() {
        if at == 0 {
            path = path.with(need(of, edge.dependency));
        }
        path = path
            .with(words("faint", "→"))
            .with(need(of, edge.dependent));
    }
    let rows = circle
        .edges
        .iter()
        .map(|edge| circle_edge(board, of, circle, edge));
    tag("section", "")
        .with(tag("h3", "").text("A circle: each waits for the one before"))
        .with(path)
        .with(tag("ul", "circle").with_all(rows.collect()))
}

fn circle_edge(board: Board, of: &Snapshot, circle: &CircleRow, edge: &CircleEdge) -> Leaf {
    let store = board.store;
    let route = store.route.get_untracked();
    let mut line = tag("p", "")
        .with(need(of, edge.dependent))
        .text(if edge.left_out {
            " need not wait for "
        } else {
            " waits for "
        })
        .with(need(of, edge.dependency));
    for &spot in edge.spots.iter().take(2) {
        line = line.text(" ").with(place(of, spot, &route));
    }
    let row = tag("li", if edge.left_out { "left-out" } else { "" }).with(line);
    let row = if edge.why.is_empty() {
        row
    } else {
        row.with(tag("p", "faint").text(&format!("“{}”", edge.why)))
    };
    let choice = pair(of, edge).map(|wanted| {
        let others: Vec<LeftOut> = circle
            .edges
            .iter()
            .filter_map(|edge| pair(of, edge))
            .collect();
        let (left_out, chosen) = (edge.left_out, edge.chosen);
        let label = match (left_out, chosen) {
            (true, true) => "Choose by itself again",
            (true, false) => return words("muted", "left out of the plan"),
            (false, _) => "Leave this one out",
        };
        button("small", move || {
            change::settings(store, label, |settings| {
                let chosen = &mut settings.graph.left_out;
                chosen.retain(|edge| !others.contains(edge));
                if !left_out {
                    chosen.push(wanted.clone());
                }
            });
        })
        .text(label)
    });
    row.with(tag("p", "deeds").with_some(choice))
}

/// The edge by its keys; a whole epic cannot be chosen.
fn pair(of: &Snapshot, edge: &CircleEdge) -> Option<LeftOut> {
    let key = |need: Need| match need {
        Need::Story(at) => of.stories.get(at as usize).map(|story| story.key.clone()),
        Need::Epic(_) => None,
    };
    Some(LeftOut {
        dependent: key(edge.dependent)?,
        dependency: key(edge.dependency)?,
    })
}
