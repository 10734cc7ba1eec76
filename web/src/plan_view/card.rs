//! A story as a card.

use std::cell::OnceCell;
use std::sync::Arc;

use super::Board;
use super::filter::Findable;
use crate::leaf::{Leaf, tag, words};
use crate::story_parts::{Relation, counted, glyph, hue, need, plain_key, ticks, title};
use crate::wire::{PlanView, Snapshot, StoryRow};

/// Prerequisites shown on a card; the inspector has all.
const NEEDS_SHOWN: usize = 2;

/// The card of the story at this index.
pub(super) fn card(
    board: Board,
    snapshot: &Arc<Snapshot>,
    plan: &PlanView,
    at: u32,
) -> Option<Leaf> {
    let story = snapshot.stories.get(at as usize)?;
    let face = vec![
        tag("span", "card-head")
            .with(plain_key(&story.key))
            .with_all(marks(plan, at))
            .with(tag("span", "fill"))
            .with_some(slack(plan, at))
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

/// What is special about the story's place: on the longest chain, put there by the user.
fn marks(plan: &PlanView, at: u32) -> Vec<Leaf> {
    let mark = |class: &str, label: &str| {
        tag("span", class)
            .set("role", "img")
            .set("aria-label", label)
            .set("title", label)
    };
    let mut marks = Vec::new();
    let free = plan.slack.get(at as usize).copied().flatten();
    if free == Some(0) {
        marks.push(mark(
            "critical",
            "On the critical path: any delay of it delays the end",
        ));
    } else if plan.critical.contains(&at) {
        marks.push(mark("critical hollow", "On the longest chain"));
    }
    if plan.pinned.contains(&at) {
        marks.push(mark("pin", "Pinned to this batch"));
    }
    marks
}

/// By how much it may come later.
fn slack(plan: &PlanView, at: u32) -> Option<Leaf> {
    let free = plan.slack.get(at as usize).copied().flatten()?;
    let title = format!(
        "Slack: it may come up to {} later",
        counted(free as usize, "batch", "batches")
    );
    (free > 0).then(|| words("slack faint", &format!("→{free}")).set("title", &title))
}

/// A story as one line.
pub(super) fn row(board: Board, snapshot: &Arc<Snapshot>, at: u32) -> Option<Leaf> {
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
    snapshot: &Arc<Snapshot>,
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
    snapshot: &Arc<Snapshot>,
    at: u32,
    story: &StoryRow,
) -> impl Fn() -> Option<String> + 'static {
    let key = story.key.clone();
    // Most boards are never filtered: what a story is found by is put together when it is looked for.
    let findable = OnceCell::new();
    let snapshot = Arc::clone(snapshot);
    let fits = move |filter: &str| {
        let findable = findable.get_or_init(|| {
            let story = snapshot.stories.get(at as usize);
            story.map(|story| Findable::new(&snapshot, story))
        });
        findable.as_ref().is_some_and(|story| story.fits(filter))
    };
    let is_unknown = story.files == 0 && story.batch.is_some();
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
        let is_other = board
            .filter
            .with(|filter| !filter.is_empty() && !fits(filter));
        if is_other || (board.unknown.get() && !is_unknown) {
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
