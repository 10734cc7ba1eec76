//! Two strategies under each other, on the same columns.

use super::Board;
use super::drawer::close;
use crate::change;
use crate::leaf::{Leaf, button, tag, words};
use crate::story_parts::{counted, glyph, hue, plain_key, title};
use crate::wire::{BatchRow, CompareView, PanelRows, PlanView, Snapshot};

/// The view in place of the board.
pub(super) fn compare(board: Board) -> Leaf {
    let store = board.store;
    tag("div", "compare")
        .set("role", "region")
        .set("aria-label", "Compare strategies")
        .set("tabindex", "0")
        .live(move || {
            let Some(aside) = store.found() else {
                return vec![tag("p", "nothing faint").text("Planning by the other strategy…")];
            };
            match (&aside.rows, &aside.of.plan) {
                (PanelRows::Compare(view), Ok(here)) => both(board, &aside.of, here, view),
                _ => vec![tag("p", "nothing muted").text("There is no plan to compare.")],
            }
        })
}

fn both(board: Board, of: &Snapshot, here: &PlanView, view: &CompareView) -> Vec<Leaf> {
    let head = |text: &str| tag("th", "").set("scope", "col").text(text);
    let (this, that) = (name(here), name(&view.other));
    let rows = view.rows.iter().map(|row| {
        let better = |mine: &str, other: &str| {
            let (mine, other) = (mine.parse::<u64>(), other.parse::<u64>());
            matches!((mine, other), (Ok(mine), Ok(other)) if mine < other)
        };
        let cell = |mine: &str, other: &str| {
            tag("td", if better(mine, other) { "better" } else { "" }).text(mine)
        };
        tag("tr", "")
            .with(tag("th", "").set("scope", "row").text(&row.name))
            .with(cell(&row.here, &row.there))
            .with(cell(&row.there, &row.here))
    });
    let heads = vec![tag("td", ""), head(this), head(that)];
    let figures = tag("table", "figures")
        .with(tag("thead", "").with(tag("tr", "").with_all(heads)))
        .with(tag("tbody", "").with_all(rows.collect()));
    let store = board.store;
    let settings = view.settings.clone();
    let label = format!("Strategy: {that}");
    let take = button("", move || {
        let settings = settings.clone();
        change::settings(store, &label, |all| all.plan = settings);
        close(store);
    })
    .text(&format!("Use {}", that.to_ascii_lowercase()));
    let moved = match view.moved.len() {
        0 => "Every story stands in the same batch.".to_owned(),
        moved => format!(
            "{} in another batch: marked in both.",
            counted(moved, "story stands", "stories stand")
        ),
    };
    let bar = tag("div", "compare-bar")
        .with(figures)
        .with(tag("div", "").with(tag("p", "").text(&moved)).with(take));
    let strip = |plan: &PlanView| {
        let columns = plan
            .batches
            .iter()
            .map(|batch| column(board, of, view, batch));
        tag("section", "strip")
            .set("aria-label", name(plan))
            .with(tag("h2", "").text(name(plan)))
            .with(tag("div", "strip-columns").with_all(columns.collect()))
    };
    vec![
        bar,
        tag("div", "strips")
            .with(strip(here))
            .with(strip(&view.other)),
    ]
}

fn name(plan: &PlanView) -> &'static str {
    if plan.strategy == "sequential" {
        "Sequential"
    } else {
        "Balanced"
    }
}

fn column(board: Board, of: &Snapshot, view: &CompareView, batch: &BatchRow) -> Leaf {
    let cards = batch.stories.iter().filter_map(|&at| {
        let story = of.stories.get(at as usize)?;
        let store = board.store;
        let key = story.key.clone();
        let of_class = story.key.clone();
        let base = if view.moved.contains(&at) {
            "card row moved"
        } else {
            "card row"
        };
        let open = tag("button", "card-open")
            .set("type", "button")
            .set("data-story", &story.key)
            .set("title", &story.title)
            .live_set("aria-pressed", move || {
                Some(store.is_selected(&key).to_string())
            })
            .with(glyph(story.status))
            .with(plain_key(&story.key))
            .with(words("row-title", title(story)));
        let card = tag("li", base)
            .style("--hue", &hue(of, story))
            .live_set("class", move || {
                let selected = if store.is_selected(&of_class) {
                    " selected"
                } else {
                    ""
                };
                Some(format!("{base}{selected}"))
            });
        Some(card.with(open))
    });
    tag("div", "strip-column")
        .with(
            tag("p", "faint")
                .with(words("", &format!("Batch {}", batch.id)))
                .with(tag("span", "fill"))
                .with(words("", &batch.complexity.to_string()).set("title", "complexity")),
        )
        .with(tag("ul", "").with_all(cards.collect()))
}
