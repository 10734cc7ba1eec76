//! Status, batch, size; files; criteria and tasks.

use super::{Looked, section, status};
use crate::leaf::{Leaf, tag, words};
use crate::route::View;
use crate::store::Store;
use crate::story_parts::{counted, glyph, place_from};
use crate::wire::{CriterionRow, FileRow, StoryRow};

/// Criteria and tasks shown at once; more are behind a click.
const ITEMS_SHOWN: usize = 6;

/// The table of facts.
pub(super) fn facts(store: Store, looked: &Looked, row: &StoryRow) -> Leaf {
    let detail = &looked.detail;
    let plan = looked.snapshot.plan.as_ref().ok();
    let last = plan.and_then(|plan| Some(plan.batches.last()?.id));
    let by_parts = detail.criteria.len() + detail.tasks.len();
    let sum = if by_parts.max(1) != row.complexity as usize {
        "by story points".to_owned()
    } else if detail.criteria.is_empty() && detail.tasks.is_empty() {
        "no criteria or tasks are known".to_owned()
    } else {
        let parts = [
            (detail.criteria.len(), "criterion", "criteria"),
            (detail.tasks.len(), "task", "tasks"),
        ];
        let parts = parts.iter().filter(|(count, ..)| *count > 0);
        let parts: Vec<String> = parts
            .map(|(count, one, many)| counted(*count, one, many))
            .collect();
        format!("= {}", parts.join(" + "))
    };
    let mut status = tag("dd", "")
        .with(glyph(row.status))
        .with(status::choice(store, looked, row).unwrap_or_else(|| words("", row.status.word())));
    if let Some(text) = &detail.status_text {
        status = status.with(words("faint", &format!("“{text}”")));
    }
    status = status
        .with(tag("span", "fill"))
        .with_some(detail.status_spot.map(|spot| looked.place(spot)));

    let mut table = tag("dl", "facts").with(fact("Status", status));
    if let Some(run) = &detail.run {
        let href = store.route.get_untracked().to_view(View::Workflow).hash();
        let link = tag("a", "accent").set("href", &href).text(run);
        table = table.with(fact("Run", tag("dd", "").with(link)));
    }
    if let (Some(batch), Some(last)) = (row.batch, last) {
        table = table.with(plain("Batch", &format!("{batch} of {last}")));
    }
    table = table
        .with(plain("Complexity", &row.complexity.to_string()).with_last(words("faint", &sum)))
        .with(plain("Tokens", &detail.tokens));
    if let Some(slack) = detail.slack {
        let told = match slack {
            0 => "none,".to_owned(),
            slack => counted(slack as usize, "batch", "batches"),
        };
        let line = plain("Slack", &told).set(
            "title",
            "By how many batches it could come later without making the plan longer",
        );
        table = table.with(if slack == 0 {
            line.with_last(words("accent", "on the critical path"))
        } else {
            line
        });
    }
    for (name, value) in [("Priority", &detail.priority), ("Effort", &detail.effort)] {
        if let Some(value) = value {
            table = table.with(plain(name, value));
        }
    }
    if detail.kind != "feature" {
        table = table.with(plain("Kind", &detail.kind));
    }
    if !detail.declared.is_empty() {
        let places = detail
            .declared
            .iter()
            .map(|&spot| looked.place(spot))
            .collect();
        table = table.with(fact("Declared", tag("dd", "places").with_all(places)));
    }
    table
}

fn fact(name: &str, value: Leaf) -> Leaf {
    tag("div", "").with(tag("dt", "").text(name)).with(value)
}

fn plain(name: &str, value: &str) -> Leaf {
    fact(name, tag("dd", "").with(words("", value)))
}

/// The story's files.
pub(super) fn files(looked: &Looked) -> Leaf {
    let (mentioned, declared): (Vec<&FileRow>, Vec<&FileRow>) =
        looked.detail.files.iter().partition(|file| file.mentioned);
    let list = |files: &[&FileRow]| {
        tag("ul", "files-list").with_all(files.iter().map(|file| one_file(looked, file)).collect())
    };
    let mut part = section("Files");
    if declared.is_empty() {
        part = part.with(
            tag("p", "warn-words")
                .text("None is declared, so a collision with another story cannot be seen."),
        );
    }
    part = part.with(list(&declared));
    if !mentioned.is_empty() {
        part = part.with(more(
            &format!("{} only mentioned", mentioned.len()),
            list(&mentioned),
        ));
    }
    part
}

fn one_file(looked: &Looked, file: &FileRow) -> Leaf {
    let mut row = tag("li", "")
        .with(tag("code", "").set("title", &file.path).text(&file.path))
        .with(words("faint", &file.marker));
    if file.claims > 1 {
        row = row.with(
            words("warn", &format!("{} stories", file.claims))
                .set("title", "Stories that declare this file"),
        );
    }
    row.with(looked.short_place(file.spot))
}

/// Criteria or tasks, the first few at once.
pub(super) fn items(looked: &Looked, heading: &str, items: &[CriterionRow]) -> Option<Leaf> {
    if items.is_empty() {
        return None;
    }
    let list = |items: &[CriterionRow]| {
        let rows = items.iter().map(|item| {
            tag("li", if item.done { "ticked" } else { "" })
                .with(words("item-text", &item.text))
                .with(place_from(
                    &looked.snapshot,
                    item.spot,
                    &looked.route,
                    Some(item.spot.document),
                ))
        });
        tag("ul", "items").with_all(rows.collect())
    };
    let (first, rest) = items.split_at(items.len().min(ITEMS_SHOWN));
    let part = section(&format!("{heading} {}", items.len())).with(list(first));
    Some(if rest.is_empty() {
        part
    } else {
        part.with(more(&format!("{} more", rest.len()), list(rest)))
    })
}

/// What is behind a click.
fn more(label: &str, content: Leaf) -> Leaf {
    tag("details", "")
        .with(tag("summary", "faint").text(label))
        .with(content)
}
