//! A batch as a column: number, load against the mean, tokens, cards.

use std::sync::Arc;

use leptos::prelude::*;

use super::Board;
use super::card::{card, finished_row};
use crate::story_parts::counted;
use crate::wire::{BatchRow, PlanView, Snapshot};

/// The column of one batch.
pub(super) fn batch_column(board: Board, snapshot: &Arc<Snapshot>, plan: &PlanView, batch: &BatchRow) -> AnyView {
    let share = |tenths: u32| format!("{}%", tenths * 10 / plan.most.max(1));
    let facts = format!(
        "Complexity {}, the mean is {}. {} tokens estimated.",
        batch.complexity,
        one_decimal(plan.mean_tenths),
        batch.tokens
    );
    view! {
        <section class="column" role="listitem" aria-label=format!("Batch {}", batch.id)>
            <header title=facts>
                <h2>{batch.id}</h2>
                <span class="faint" title=counted(batch.stories.len(), "story", "stories")>
                    {batch.stories.len()}<span class="count-word">{if batch.stories.len() == 1 { " story" } else { " stories" }}</span>
                </span>
                <span class="fill"></span>
                <span class="faint tokens">{batch.tokens.clone()}</span>
                <span class="load">{batch.complexity}</span>
                <span class="meter" style=("--load", share(batch.complexity * 10)) style=("--mean", share(plan.mean_tenths))></span>
            </header>
            <ul>{batch.stories.iter().filter_map(|&at| card(board, snapshot, at)).collect_view()}</ul>
        </section>
    }
    .into_any()
}

/// The narrow first column of what takes no batch any more.
pub(super) fn finished_column(board: Board, snapshot: &Arc<Snapshot>, stories: &[u32]) -> AnyView {
    view! {
        <section class="column finished" role="listitem" aria-label="Finished stories">
            <header>
                <h2>"Done"</h2>
                <span class="fill"></span>
                <span class="load">{stories.len()}</span>
            </header>
            <ul>{stories.iter().filter_map(|&at| finished_row(board, snapshot, at)).collect_view()}</ul>
        </section>
    }
    .into_any()
}

fn one_decimal(tenths: u32) -> String {
    format!("{}.{}", tenths / 10, tenths % 10)
}
