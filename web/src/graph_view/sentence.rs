//! The graph in a sentence.

use super::Scene;
use crate::leaf::{Leaf, tag, words};
use crate::store::Drawn;
use crate::story_parts::{Relation, counted, shared};
use crate::wire::{EdgeKind, Snapshot};

/// About the selected story, or about all.
pub(super) fn sentence(scene: Scene) -> Vec<Leaf> {
    let drawn = scene.drawn();
    let relations = scene.relations.get();
    if let Some(at) = relations.iter().position(|of| *of == Relation::Itself) {
        return about(&drawn.of, &relations, at);
    }
    let shares = drawn
        .graph
        .edges
        .iter()
        .filter(|edge| edge.kind == EdgeKind::Conflict)
        .count();
    if drawn.graph.nodes.is_empty() && !drawn.of.stories.is_empty() {
        return vec![
            tag("strong", "").text("Every story is finished."),
            words(
                "muted",
                " What waits for what is drawn of stories that are still to be done.",
            ),
        ];
    }
    let waits = drawn.graph.edges.len() - shares;
    let some = |count: usize, none: &str, one: &str, many: &str| match count {
        0 => none.to_owned(),
        count => counted(count, one, many),
    };
    vec![
        tag("strong", "").text(&match scene.store.by_epic.get() {
            true => counted(drawn.graph.nodes.len(), "epic", "epics"),
            false => open_stories(&drawn),
        }),
        words(
            "",
            &format!(
                ", {}, {}.",
                some(waits, "no dependency", "dependency", "dependencies"),
                some(
                    shares,
                    "no shared file is known",
                    "pair shares a file",
                    "pairs share a file"
                )
            ),
        ),
        words(
            "muted",
            " Select a story to see what it waits for and what it holds up.",
        ),
    ]
}

/// Those of the picture that are to be done: finished ones stand in it only where something was
/// built on them.
fn open_stories(drawn: &Drawn) -> String {
    let nodes = drawn.graph.nodes.iter();
    let open = nodes.filter(|node| {
        let story = drawn.of.stories.get(node.story as usize);
        story.is_some_and(|story| story.batch.is_some())
    });
    counted(open.count(), "open story", "open stories")
}

fn about(snapshot: &Snapshot, relations: &[Relation], at: usize) -> Vec<Leaf> {
    let of = |near: Relation, far: Relation| {
        relations
            .iter()
            .filter(|of| **of == near || **of == far)
            .count()
    };
    let before = of(Relation::Before, Relation::FarBefore);
    let after = of(Relation::After, Relation::FarAfter);
    let stories = |count: usize| match count {
        0 => "nothing".to_owned(),
        count => counted(count, "story", "stories"),
    };
    let at = at as u32;
    let key = snapshot
        .stories
        .get(at as usize)
        .map_or("", |story| story.key.as_str());
    let mut line = vec![
        tag("strong", "key-text").text(key),
        words(
            "",
            &format!(
                " waits for {} and holds up {}.",
                stories(before),
                stories(after)
            ),
        ),
    ];
    let paths: Vec<&str> = snapshot
        .conflicts
        .iter()
        .filter(|group| {
            let holds = group.holders.contains(&at);
            (holds && group.holders.len() + group.covered.len() > 1)
                || (group.covered.contains(&at) && !group.holders.is_empty())
        })
        .map(|group| group.path.as_str())
        .collect();
    if let [first, rest @ ..] = paths.as_slice() {
        let told = match rest.len() {
            0 => " One file is shared: ".to_owned(),
            more => format!(
                " {} files are shared with {}: ",
                more + 1,
                stories(shared(snapshot, at).len())
            ),
        };
        line.push(words("", &told).with(tag("code", "").text(first)));
        if !rest.is_empty() {
            line.push(words("", &format!(" and {} more", rest.len())));
        }
    }
    line
}
