//! What a correction means beside the stories: figures, epics, warnings, the files it gives.

use std::rc::Rc;

use sprintloom_core::correct::Applied;

use super::{found, is_empty};
use crate::export::file_buttons;
use crate::leaf::{Leaf, tag, words};
use crate::live::Memo;
use crate::store::Store;
use crate::wire::CorrectView;

/// Everything below the two plans.
pub(super) fn impact(store: Store) -> Leaf {
    // Tables of noughts would say nothing.
    let idle = Memo::new(move |_| store.past.get().is_none() && is_empty(&store.draft.get()));
    tag("div", "impact").live(move || {
        if idle.get() {
            return Vec::new();
        }
        let view = found(store);
        let mut parts = Vec::new();
        if !view.facts.is_empty() {
            parts.push(figures(&view));
        }
        if !view.epics.is_empty() {
            parts.push(epics(&view));
        }
        if !view.texts.is_empty() {
            parts.push(outputs(&view));
        }
        parts
    })
}

fn head(text: &str) -> Leaf {
    tag("th", "").set("scope", "col").text(text)
}

fn figures(view: &CorrectView) -> Leaf {
    let rows = view.facts.iter().map(|(name, before, after)| {
        let changed = if before == after { "" } else { "changed" };
        tag("tr", "")
            .with(tag("th", "").set("scope", "row").text(name))
            .with(tag("td", "").text(before))
            .with(tag("td", changed).text(after))
    });
    let heads = vec![tag("td", ""), head("Before"), head("After")];
    section("Before and after").with(
        tag("table", "figures")
            .with(tag("thead", "").with(tag("tr", "").with_all(heads)))
            .with(tag("tbody", "").with_all(rows.collect())),
    )
}

fn epics(view: &CorrectView) -> Leaf {
    let rows = view.epics.iter().map(|row| {
        let counts = row.counts.iter().map(|count| {
            let class = if *count == 0 { "faint" } else { "" };
            tag("td", class).text(&count.to_string())
        });
        let name = tag("th", "")
            .set("scope", "row")
            .with(words("key-text", &row.id))
            .text(" ")
            .text(&row.title);
        tag("tr", "").with(name).with_all(counts.collect())
    });
    let heads = ["Epic", "Moved", "Added", "Dropped", "Unaffected"].map(head);
    section("By epic").with(
        tag("table", "figures")
            .with(tag("thead", "").with(tag("tr", "").with_all(heads.into())))
            .with(tag("tbody", "").with_all(rows.collect())),
    )
}

fn outputs(view: &CorrectView) -> Leaf {
    section("To take away").with(files(&view.texts))
}

/// Files with buttons to copy and to download each.
pub fn files(texts: &[(String, String)]) -> Leaf {
    let rows = texts.iter().map(|(name, text)| {
        tag("li", "")
            .with(words("code", name))
            .with(tag("span", "fill"))
            .with_all(file_buttons(name, &Rc::from(text.as_str())))
    });
    tag("ul", "outputs").with_all(rows.collect())
}

/// Names and texts of the files that a correction gives.
pub fn texts(applied: &Applied) -> Vec<(String, String)> {
    vec![
        ("COURSE_CORRECTION.json".to_owned(), applied.message.clone()),
        (
            "correction-result.yaml".to_owned(),
            applied.return_value.clone(),
        ),
        (
            format!("sprint-change-proposal-{}.md", applied.date),
            applied.proposal.clone(),
        ),
    ]
}

fn section(heading: &str) -> Leaf {
    tag("section", "")
        .set("aria-label", heading)
        // A table may be wider than a small screen: the keys that scroll must reach it.
        .set("tabindex", "0")
        .with(tag("h2", "").text(heading))
}
