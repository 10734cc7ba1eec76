//! The graph as a table, for those who read rather than look.

use super::Scene;
use crate::leaf::{Leaf, tag};
use crate::plan_view::Findable;
use crate::story_parts::{glyph, key, keys, need, shared};
use crate::wire::{Need, Snapshot, Status};

/// Keys shown in a cell; the inspector has all.
const SHOWN: usize = 8;

/// The table.
pub(super) fn list_twin(scene: Scene) -> Leaf {
    let heads = [
        "Story",
        "Batch",
        "Waits for",
        "Holds up",
        "Shares files with",
    ];
    let heads = heads.map(|head| tag("th", "").set("scope", "col").text(head));
    let table = tag("table", "")
        .with(tag("thead", "").with(tag("tr", "").with_all(heads.into())))
        .with(tag("tbody", "").live(move || rows(scene)));
    tag("div", "twin")
        .set("tabindex", "0")
        .set("role", "region")
        .set("aria-label", "The graph as a list")
        .with(table)
}

fn rows(scene: Scene) -> Vec<Leaf> {
    let drawn = scene.drawn();
    let snapshot = &drawn.of;
    let followers = followers(snapshot);
    let (typed, hide_done) = (scene.typed.get(), scene.store.hide_done.get());
    let all = (0_u32..).zip(&snapshot.stories).zip(followers);
    let wanted = all.filter(|((_, story), _)| {
        !(hide_done && story.status == Status::Done) && Findable::new(snapshot, story).fits(&typed)
    });
    // What is still to be done comes first, as it does in the picture.
    let (open, finished): (Vec<_>, Vec<_>) =
        wanted.partition(|((_, story), _)| story.batch.is_some());
    (open.into_iter().chain(finished))
        .map(|((at, story), holds_up)| {
            let store = scene.store;
            let selected = story.key.clone();
            let name = tag("th", "")
                .set("scope", "row")
                .with(glyph(story.status))
                .with(key(&story.key, &story.title))
                .text(&story.title);
            let batch = story
                .batch
                .map(|batch| batch.to_string())
                .unwrap_or_default();
            let cell = |leaves: Vec<Leaf>| tag("td", "").with_all(leaves);
            tag("tr", "")
                .live_set("class", move || {
                    store.is_selected(&selected).then(|| "selected".to_owned())
                })
                .with(name)
                .with(tag("td", "").text(&batch))
                .with(cell(
                    story.needs.iter().map(|&of| need(snapshot, of)).collect(),
                ))
                .with(cell(keys(snapshot, &holds_up, SHOWN)))
                .with(cell(keys(snapshot, &shared(snapshot, at), SHOWN)))
        })
        .collect()
}

fn followers(snapshot: &Snapshot) -> Vec<Vec<u32>> {
    let mut followers = vec![Vec::new(); snapshot.stories.len()];
    for (at, story) in (0_u32..).zip(&snapshot.stories) {
        for need in &story.needs {
            if let Need::Story(before) = *need
                && let Some(list) = followers.get_mut(before as usize)
            {
                list.push(at);
            }
        }
    }
    followers
}
