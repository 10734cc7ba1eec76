//! A story as a card.

use sprintloom_core::source::letters::Lowercase;
use std::sync::Arc;

use super::Board;
use crate::leaf::{Leaf, tag, words};
use crate::story_parts::{Relation, glyph, hue, need, plain_key, ticks, title};
use crate::wire::{Snapshot, StoryRow};

/// Prerequisites shown on a card; the inspector has all.
const NEEDS_SHOWN: usize = 2;

/// The card of the story at this index.
pub(super) fn card(board: Board, snapshot: &Arc<Snapshot>, at: u32) -> Option<Leaf> {
    let story = snapshot.stories.get(at as usize)?;
    let face = vec![
        tag("span", "card-head")
            .with(plain_key(&story.key))
            .with(glyph(story.status)),
        words("card-title", title(story)),
        tag("span", "card-facts")
            .with_all(ticks(story.complexity))
            .with(files(story)),
    ];
    let card = shell("card", board, snapshot, at, story, face);
    Some(if story.needs.is_empty() {
        card
    } else {
        card.with(needs(snapshot, story))
    })
}

/// A finished story as one line.
pub(super) fn finished_row(board: Board, snapshot: &Arc<Snapshot>, at: u32) -> Option<Leaf> {
    let story = snapshot.stories.get(at as usize)?;
    let face = vec![
        glyph(story.status),
        plain_key(&story.key),
        words("row-title", title(story)),
    ];
    Some(shell("card row", board, snapshot, at, story, face).set("title", &story.title))
}

/// The card itself is a button; the keys of what it waits for lie beside it, as buttons of their own.
fn shell(
    class: &'static str,
    board: Board,
    snapshot: &Snapshot,
    at: u32,
    story: &StoryRow,
    face: Vec<Leaf>,
) -> Leaf {
    let store = board.store;
    let key = story.key.clone();
    let open = tag("button", "card-open")
        .set("type", "button")
        .set("data-story", &story.key)
        .live_set("aria-pressed", move || {
            Some(store.is_selected(&key).to_string())
        })
        .with_all(face);
    tag("li", class)
        .set("data-card", &story.key)
        .style("--hue", &hue(snapshot, story))
        .live_set("class", card_class(class, board, snapshot, at, story))
        .with(open)
}

fn card_class(
    base: &'static str,
    board: Board,
    snapshot: &Snapshot,
    at: u32,
    story: &StoryRow,
) -> impl Fn() -> Option<String> + 'static {
    let key = story.key.clone();
    let mut searched = format!("{} {} ", story.key, story.title).lowercase();
    if let Some(epic) = snapshot.epics.get(story.epic as usize) {
        searched.push_str(&epic.title.lowercase());
    }
    move || {
        let relation = board
            .relations
            .with(|all| all.get(at as usize).copied().unwrap_or(Relation::None));
        let mut class = format!("{base} {}", relation.class());
        if board.store.is_selected(&key) {
            class.push_str(" selected");
        }
        if board.lit.with(|lit| lit.contains(&at)) {
            class.push_str(" lit");
        }
        if board
            .filter
            .with(|filter| !filter.is_empty() && !searched.contains(filter.as_str()))
        {
            class.push_str(" dim");
        }
        Some(class)
    }
}

fn files(story: &StoryRow) -> Leaf {
    match story.files {
        0 => words("files warn", "?").set("title", "No file is declared: conflicts cannot be seen"),
        1 => words("files faint", "1").set("title", "1 file"),
        many => words("files faint", &many.to_string()).set("title", &format!("{many} files")),
    }
}

fn needs(snapshot: &Snapshot, story: &StoryRow) -> Leaf {
    let more = story.needs.len().saturating_sub(NEEDS_SHOWN);
    tag("span", "needs")
        .with(words("faint", "←").set("title", "waits for"))
        .with_all(
            story
                .needs
                .iter()
                .take(NEEDS_SHOWN)
                .map(|&of| need(snapshot, of))
                .collect(),
        )
        .with_some((more > 0).then(|| words("faint", &format!("+{more}"))))
}
