//! A batch as a column: number, load against the mean, tokens, cards.

use std::sync::Arc;

use super::Board;
use super::card::{card, row};
use crate::leaf::{Leaf, tag, words};
use crate::story_parts::counted;
use crate::wire::{BatchRow, PlanView, Snapshot};

/// The column of one batch.
pub(super) fn batch_column(
    board: Board,
    snapshot: &Arc<Snapshot>,
    plan: &PlanView,
    batch: &BatchRow,
    as_rows: bool,
) -> Leaf {
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
    let beyond = plan.sprint.as_ref().is_some_and(|sprint| {
        let fits = plan.batches.iter().take(sprint.batches as usize);
        !fits.clone().any(|fitting| fitting.id == batch.id)
    });
    let class = if beyond { "column beyond" } else { "column" };
    column(class, &format!("Batch {}", batch.id), head, cards)
        .set("data-batch", &batch.id.to_string())
}

/// The narrow first column of what takes no batch any more.
pub(super) fn finished_column(board: Board, snapshot: &Arc<Snapshot>, stories: &[u32]) -> Leaf {
    let head = head("Done", stories.len());
    let rows = stories
        .iter()
        .filter_map(|&at| row(board, snapshot, at))
        .collect();
    column("column finished", "Finished stories", head, rows)
}

fn head(title: &str, stories: usize) -> Leaf {
    tag("header", "")
        .with(tag("h2", "").text(title))
        .with(tag("span", "fill"))
        .with(words("faint", &counted(stories, "story", "stories")))
}

fn column(class: &str, label: &str, head: Leaf, cards: Vec<Leaf>) -> Leaf {
    tag("section", class)
        .set("role", "listitem")
        .set("aria-label", label)
        .with(head)
        .with(tag("ul", "").with_all(cards))
}
