//! A batch as a column: number, load against the mean, tokens, cards.

use std::sync::Arc;

use super::Board;
use super::card::{card, row};
use crate::leaf::{Leaf, Waiting, tag, words};
use crate::live::{Memo, RwSignal};
use crate::story_parts::counted;
use crate::wire::Snapshot;

/// The column of the batch at this place of the plan. With `waiting` it is empty until it comes near,
/// or somebody looks for a story in it.
pub(super) fn batch_column(
    board: Board,
    snapshot: &Arc<Snapshot>,
    at: usize,
    as_rows: bool,
    waiting: Option<&mut Vec<Waiting>>,
) -> Option<Leaf> {
    let plan = snapshot.plan.as_ref().ok()?;
    let batch = plan.batches.get(at)?;
    let sprint = plan.sprint.as_ref();
    let beyond = sprint.is_some_and(|sprint| sprint.batches as usize <= at);
    let class = if beyond { "column beyond" } else { "column" };
    let column =
        column(class, &format!("Batch {}", batch.id)).set("data-batch", &batch.id.to_string());
    let Some(waiting) = waiting else {
        return Some(column.with_all(content(board, snapshot, at, as_rows)));
    };
    let near = RwSignal::new(false);
    waiting.push((column.element().clone(), near));
    let all = Arc::clone(snapshot);
    let stories = batch.stories.clone();
    let wanted = Memo::new(move |_| {
        near.get()
            || board
                .lit
                .with(|lit| stories.iter().any(|at| lit.contains(at)))
            || stories.iter().any(|&at| {
                let story = all.stories.get(at as usize);
                story.is_some_and(|story| board.store.is_selected(&story.key))
            })
    });
    let snapshot = Arc::clone(snapshot);
    Some(column.live(move || match wanted.get() {
        true => content(board, &snapshot, at, as_rows),
        false => Vec::new(),
    }))
}

/// What is in it: its head, and the cards.
fn content(board: Board, snapshot: &Arc<Snapshot>, at: usize, as_rows: bool) -> Vec<Leaf> {
    let Ok(plan) = &snapshot.plan else {
        return Vec::new();
    };
    let Some(batch) = plan.batches.get(at) else {
        return Vec::new();
    };
    let share = |tenths: u32| format!("{}%", tenths * 10 / plan.most.max(1));
    let facts = format!(
        "Complexity {}, the mean is {}.{}. {} tokens estimated.",
        batch.complexity,
        plan.mean_tenths / 10,
        plan.mean_tenths % 10,
        batch.tokens
    );
    let tokens = if batch.over_budget {
        "warn tokens"
    } else {
        "tokens"
    };
    let figures = tag("p", "figures")
        .with(words("load", &format!("load {}", batch.complexity)))
        .with(words(tokens, &format!("{} tokens", batch.tokens)));
    let head = head(&format!("Batch {}", batch.id), batch.stories.len())
        .set("title", &facts)
        .with(figures)
        .with(
            tag("span", "meter")
                .style("--load", &share(batch.complexity * 10))
                .style("--mean", &share(plan.mean_tenths)),
        );
    let cards = batch
        .stories
        .iter()
        .filter_map(|&at| {
            let card = match as_rows {
                true => row(board, snapshot, at),
                false => card(board, snapshot, plan, at),
            };
            Some(card?.set("draggable", "true"))
        })
        .collect();
    vec![head, tag("ul", "").with_all(cards)]
}

/// The narrow first column of what takes no batch any more.
pub(super) fn finished_column(board: Board, snapshot: &Arc<Snapshot>, stories: &[u32]) -> Leaf {
    let head = head("Done", stories.len());
    let rows = stories
        .iter()
        .filter_map(|&at| row(board, snapshot, at))
        .collect();
    column("column finished", "Finished stories")
        .with(head)
        .with(tag("ul", "").with_all(rows))
}

fn head(title: &str, stories: usize) -> Leaf {
    tag("header", "")
        .with(tag("h2", "").text(title))
        .with(tag("span", "fill"))
        .with(words("faint", &counted(stories, "story", "stories")))
}

fn column(class: &str, label: &str) -> Leaf {
    tag("section", class)
        .set("role", "listitem")
        .set("aria-label", label)
}
