//! A batch as a column: number, load against the mean, tokens, cards.

use std::rc::Rc;
use std::sync::Arc;

use super::Board;
use super::card::{card, row};
use crate::leaf::{Leaf, Waiting, later, long_column, tag, words};
use crate::story_parts::counted;
use crate::wire::Snapshot;

/// Height of a finished story's line with the gap below, in pixels; the style sheet says the same.
const ROW: usize = 28;

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
    let all = Arc::clone(snapshot);
    let stories = batch.stories.clone();
    let snapshot = Arc::clone(snapshot);
    Some(later(
        column,
        waiting,
        Box::new(move || stories.iter().any(|&at| is_wanted(board, &all, at))),
        Box::new(move || content(board, &snapshot, at, as_rows)),
    ))
}

/// Whether somebody looks for this story.
fn is_wanted(board: Board, snapshot: &Snapshot, at: u32) -> bool {
    let story = snapshot.stories.get(at as usize);
    board.lit.with(|lit| lit.contains(&at))
        || story.is_some_and(|story| board.store.is_selected(&story.key))
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
pub(super) fn finished_column(
    board: Board,
    snapshot: &Arc<Snapshot>,
    stories: &[u32],
    waiting: &mut Vec<Waiting>,
) -> Leaf {
    let (of_wanted, of_row) = (Arc::clone(snapshot), Arc::clone(snapshot));
    let wanted: Rc<dyn Fn(u32) -> bool> = Rc::new(move |at| is_wanted(board, &of_wanted, at));
    let row: Rc<dyn Fn(u32) -> Option<Leaf>> = Rc::new(move |at| row(board, &of_row, at));
    column("column finished", "Finished stories")
        .with(head("Done", stories.len()))
        .with_all(long_column(stories, ROW, waiting, &wanted, &row))
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
