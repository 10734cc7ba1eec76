//! The columns behind the picture: lines between them, titles that stay on top.

use crate::live::Memo;

use super::Scene;
use crate::leaf::{Leaf, svg};

/// Room that the title of a column needs, in pixels.
const HEAD_ROOM: f64 = 36.0;
/// Room that it needs with the word before its number.
const WORD_ROOM: f64 = 84.0;
/// The line between two columns stands so far before the nodes of the second.
const RULE: f64 = 26.0;
/// Columns this far outside of what is in sight are there already.
const NEAR: f64 = 300.0;

#[derive(Clone, PartialEq)]
struct Column {
    rule: Option<i32>,
    head: i32,
    title: String,
}

/// The lines, and the titles, which lie over the picture.
pub(super) fn columns(scene: Scene) -> (Leaf, Leaf) {
    let columns = columns_seen(scene);
    let height = Memo::new(move |_| scene.size.get().1 as i32);
    let rules = svg("g", "column-rules")
        .live_set("transform", move || Some(sideways(scene)))
        .live(move || {
            let height = height.get();
            let rule = |column: &Column| {
                Some(svg("path", "").set("d", &format!("M{} 0V{height}", column.rule?)))
            };
            columns.with(|columns| columns.iter().filter_map(rule).collect())
        });
    let heads = svg("g", "column-heads")
        .live_set("transform", move || Some(sideways(scene)))
        .live(move || {
            let head = |column: &Column| {
                svg("text", "")
                    .set("x", &column.head.to_string())
                    .set("y", "22")
                    .text(&column.title)
            };
            columns.with(|columns| columns.iter().map(head).collect())
        });
    (rules, heads)
}

/// Moves with the picture from side to side, and is not stretched with it.
fn sideways(scene: Scene) -> String {
    format!("translate({} 0)", scene.viewport.get().left as i32)
}

/// The columns near the window. Where they are too narrow for their titles, only some of them.
fn columns_seen(scene: Scene) -> Memo<Vec<Column>> {
    let scale = Memo::new(move |_| scene.viewport.with(|viewport| viewport.scale));
    Memo::new(move |_| {
        let [left, _, right, _] = scene.seen.get().map(f64::from);
        let scale = scale.get();
        let drawn = scene.drawn();
        let graph = &drawn.graph;
        let pitch = match graph.column_x.as_slice() {
            [first, second, ..] => f64::from(second - first) * scale,
            _ => f64::MAX,
        };
        let every = (HEAD_ROOM / pitch.max(1.0)).ceil().max(1.0) as usize;
        let all = graph.column_x.iter().zip(&graph.columns).enumerate();
        all.map(|(at, (x, title))| (at, f64::from(*x), title))
            .filter(|(at, x, _)| at % every == 0 && *x >= left - NEAR && *x <= right + NEAR)
            .map(|(at, x, title)| Column {
                rule: (at > 0).then_some(((x - RULE) * scale) as i32),
                head: (x * scale) as i32,
                title: match title.parse::<u32>() {
                    Ok(_) if pitch >= WORD_ROOM => format!("Batch {title}"),
                    _ => title.clone(),
                },
            })
            .collect()
    })
}
