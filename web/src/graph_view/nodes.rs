//! Stories in the picture: only those in sight.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use web_sys::Element;

use super::Scene;
use super::culled::{Culled, in_sight};
use super::viewport::Viewport;

use crate::leaf::{Leaf, follow, svg};
use crate::plan_view::Findable;
use crate::store::Drawn;
use crate::story_parts::{Relation, counted, hue, label};
use crate::wire::{NodeRow, Snapshot, Status, StoryRow};
use sprintloom_core::layout::sizes::{IN_COLUMN, NODE_WIDTH};
use sprintloom_core::layout::{one_line, two_lines};

/// So much of a node's width is left free beside its title, in pixels.
const TITLE: i32 = 34;
/// So much beside a key, where its status stands.
const KEY: i32 = 45;

/// The names of epics' bars, with the left edge and the width of each bar.
type Names = Rc<RefCell<Vec<(Element, i32, i32)>>>;

/// The nodes.
pub(super) fn nodes(scene: Scene) -> Leaf {
    let group = svg("g", "nodes");
    let culled = RefCell::new(Culled::new(group.element().clone()));
    let names = Names::default();
    let of_nodes = Rc::clone(&names);
    follow(Box::new(move || {
        let drawn = scene.drawn();
        let relations = scene.relations.get();
        let typed = scene.typed.get();
        let wanted = in_sight(
            scene.seen.get(),
            drawn.graph.nodes.iter().map(|node| bounds(&drawn, node)),
        );
        culled.borrow_mut().show(
            Arc::as_ptr(&drawn) as usize,
            &wanted,
            &|at| node(scene, &drawn, at, &of_nodes),
            &|at| class(&drawn, &relations, &typed, at),
            &|_, _, _| {},
        );
    }));
    // The name of a long bar stays in sight while any of the bar is.
    follow(Box::new(move || {
        if !scene.store.by_epic.get() {
            return;
        }
        let viewport = scene.viewport.get();
        let mut names = names.borrow_mut();
        names.retain(|(name, ..)| name.is_connected());
        for (name, x, width) in names.iter() {
            let _ = name.set_attribute("transform", &beside(viewport, *x, *width));
        }
    }));
    group
}

/// Where the name of a bar stands: at its beginning, or where the window begins.
fn beside(viewport: Viewport, x: i32, width: i32) -> String {
    let hidden = (-viewport.left / viewport.scale) as i32 - x;
    let shift = hidden.clamp(0, (width - 2 * NODE_WIDTH).max(0));
    format!("translate({shift} 0)")
}

/// The box of a node: left, top, right, bottom.
pub(super) fn bounds(drawn: &Drawn, node: &NodeRow) -> [i32; 4] {
    let graph = &drawn.graph;
    [
        node.x,
        node.y,
        node.x + node.width,
        node.y + graph.node_height,
    ]
}

fn story(drawn: &Drawn, at: usize) -> Option<(&NodeRow, &StoryRow)> {
    let node = drawn.graph.nodes.get(at)?;
    Some((node, drawn.of.stories.get(node.story as usize)?))
}

fn class(drawn: &Drawn, relations: &[Relation], typed: &str, at: usize) -> String {
    let Some((node, story)) = story(drawn, at) else {
        return String::new();
    };
    let fits = |story: &StoryRow| Findable::new(&drawn.of, story).fits(typed);
    let relation = match strongest(&drawn.of, relations, node) {
        _ if !typed.is_empty() && !stories_of(&drawn.of, node).any(|(_, story)| fits(story)) => {
            "apart"
        }
        None => "",
        Some(Relation::None) => "apart",
        Some(relation) => relation.class(),
    };
    let done = if story.status == Status::Done {
        " done"
    } else {
        ""
    };
    format!("node {relation}{done}")
}

/// The stories that a node stands for, with their indices.
pub(super) fn stories_of<'a>(
    of: &'a Snapshot,
    node: &NodeRow,
) -> impl Iterator<Item = (u32, &'a StoryRow)> + use<'a> {
    let own = node.story as usize;
    let (range, epic) = match node.epic {
        None => (own..own + 1, None),
        Some((epic, _)) => (0..of.stories.len(), Some(epic)),
    };
    range
        .filter_map(|at| Some((at as u32, of.stories.get(at)?)))
        .filter(move |(_, story)| epic.is_none_or(|epic| story.epic == epic))
}

/// How the nearest to the selected story of those that the node stands for is to it; `None` where
/// none is selected.
fn strongest(of: &Snapshot, relations: &[Relation], node: &NodeRow) -> Option<Relation> {
    let all = stories_of(of, node).filter_map(|(at, _)| relations.get(at as usize).copied());
    all.max_by_key(|relation| match relation {
        Relation::Itself => 2,
        Relation::None => 0,
        _ => 1,
    })
}

fn node(scene: Scene, drawn: &Drawn, at: usize, names: &Names) -> Leaf {
    match story(drawn, at) {
        Some((node, story)) => {
            let (leaf, name) = drawn_node(drawn, node, story, &drawn.of);
            if node.epic.is_some() {
                let viewport = scene.viewport.get_untracked();
                let name = name.set("transform", &beside(viewport, node.x, node.width));
                let mut names = names.borrow_mut();
                names.push((name.element().clone(), node.x, node.width));
            }
            leaf
        }
        None => svg("g", ""),
    }
}

/// The node, and of what is in it the key and the title.
fn drawn_node(drawn: &Drawn, node: &NodeRow, story: &StoryRow, of: &Snapshot) -> (Leaf, Leaf) {
    let (width, height) = (node.width, drawn.graph.node_height);
    let whole = node.epic.and_then(|(at, stories)| {
        let epic = of.epics.get(at as usize)?;
        Some((epic, counted(stories as usize, "story", "stories")))
    });
    let (name, title, told) = match &whole {
        None => {
            let fits = two_lines(&story.key, (width - KEY) as u32 * 10).0;
            (fits, &story.title, label(story))
        }
        Some((epic, stories)) => {
            let name = format!("Epic {} · {stories}", epic.id);
            let told = format!("{name}, {}", epic.title);
            (name, &epic.title, told)
        }
    };
    let (first, second) = two_lines(title, (width - TITLE) as u32 * 10);
    // From afar a key is as large as it fits: so many characters would take a plain node's width.
    let characters = name.chars().count() as i32 * NODE_WIDTH / width.max(1);
    let text =
        |class: &str, y: &str, text: &str| svg("text", class).set("x", "12").set("y", y).text(text);
    // An epic's bar says which of its stories are in which batch.
    let batches = whole.iter().flat_map(|_| {
        let columns = drawn.graph.columns.iter().zip(&drawn.graph.column_x);
        columns.filter_map(|(title, x)| {
            let within = stories_of(of, node)
                .filter(|(_, story)| story.batch.is_some_and(|batch| batch.to_string() == *title));
            let keys: Vec<&str> = within.map(|(_, story)| story.key.as_str()).collect();
            let at = (x - node.x + 12).to_string();
            let told = one_line(&keys, IN_COLUMN);
            (!keys.is_empty()).then(|| text("node-stories", "50", &told).set("x", &at))
        })
    });
    let second = if whole.is_some() { "" } else { second.as_str() };
    let named = svg("g", "")
        .with(text("node-key", "18", &name).style("--characters", &characters.to_string()))
        .with(text("node-title", "35", &first));
    let leaf = svg("g", "node")
        .set("data-story", &story.key)
        .set("role", "button")
        .set("transform", &format!("translate({} {})", node.x, node.y))
        .style("--hue", &hue(of, story))
        .with(svg("title", "").text(&told))
        .with(
            svg("rect", "")
                .set("width", &width.to_string())
                .set("height", &height.to_string())
                .set("rx", "4"),
        )
        .with(svg("path", "epic-edge").set("d", &format!("M1.5 3v{}", height - 6)))
        .with(named.clone())
        .with_some(whole.is_none().then(|| sign(story, width - 16)))
        .with(text("node-title", "49", second))
        .with_all(batches.collect());
    (leaf, named)
}

/// The status by its shape: empty, a quarter, a half, three quarters, full; a bar through what stands still.
fn sign(story: &StoryRow, x: i32) -> Leaf {
    let pie = match story.status {
        Status::Ready => Some("M0 0V-4.5A4.5 4.5 0 0 1 4.5 0Z"),
        Status::InProgress => Some("M0 0V-4.5A4.5 4.5 0 0 1 0 4.5Z"),
        Status::Review => Some("M0 0V-4.5A4.5 4.5 0 1 1 -4.5 0Z"),
        Status::Blocked | Status::Dropped | Status::Superseded => Some("M-3 -3l6 6"),
        Status::Backlog | Status::Done => None,
    };
    let full = if story.status == Status::Done {
        "full"
    } else {
        ""
    };
    svg("g", "node-status")
        .set("transform", &format!("translate({x} 14)"))
        .with(svg("circle", full).set("r", "4.5"))
        .with_some(pie.map(|path| svg("path", "pie").set("d", path)))
}
