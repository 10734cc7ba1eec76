//! Where the documents of a story differ: what the epics say, its own file, the status file.

use super::fixes::{apply, fix_button};
use crate::leaf::{Leaf, button, long_list, tag, words};
use crate::live::{Memo, RwSignal};
use crate::store::Store;
use crate::story_parts::{counted, key, place};
use crate::wire::{DriftRow, FixEdit, PanelRows, Snapshot};

/// Height of the rows in pixels; the style sheet says the same.
const ROW: i32 = 76;

/// What documents can differ in, with the words for it.
const FACTS: [(&str, &str); 4] = [
    ("status", "Status"),
    ("title", "Title"),
    ("dependencies", "Waits for"),
    ("listing", "Not in the status file"),
];

/// The table of differences.
pub(super) fn drift(store: Store) -> Leaf {
    let fact = RwSignal::new(None::<String>);
    let rows = Memo::new(move |_| {
        let wanted = fact.get();
        let aside = store.found()?;
        // What another panel shows is not what was asked for.
        let PanelRows::Drift(rows) = &aside.rows else {
            return None;
        };
        let is_wanted = |row: &DriftRow| wanted.as_ref().is_none_or(|fact| row.fact == *fact);
        let of = (0_usize..).zip(rows).filter(|(_, row)| is_wanted(row));
        Some(of.map(|(at, _)| at).collect::<Vec<_>>())
    });
    let head = tag("div", "drift-head").live(move || head(store, fact, rows));
    let names = ["Story", "", "Epics", "Story file", "Status file", ""];
    let some =
        Memo::new(move |_| rows.with(|rows| rows.as_ref().is_some_and(|all| !all.is_empty())));
    let list = long_list(
        "long drift",
        ROW,
        move || rows.with(|rows| rows.as_ref().map_or(0, Vec::len)),
        move |position| {
            let at = rows.with(|rows| rows.as_ref()?.get(position).copied())?;
            let aside = store.aside.get_untracked()?;
            match &aside.rows {
                PanelRows::Drift(rows) => Some(row(store, &aside.of, rows.get(at)?)),
                _ => None,
            }
        },
    )
    .set("role", "region")
    .set("aria-label", "Differences between documents");
    tag("section", "sheet")
        .set("aria-label", "Drift")
        .with(head)
        .with(tag("div", "drift-columns").set("aria-hidden", "true").live(
            move || match some.get() {
                true => names.map(|name| words("faint", name)).into(),
                false => Vec::new(),
            },
        ))
        .with(list)
}

fn head(store: Store, fact: RwSignal<Option<String>>, rows: Memo<Option<Vec<usize>>>) -> Vec<Leaf> {
    let Some(shown) = rows.get() else {
        return vec![tag("p", "faint").text("Comparing the documents…")];
    };
    let Some(aside) = store.aside.get_untracked() else {
        return Vec::new();
    };
    let PanelRows::Drift(all) = &aside.rows else {
        return Vec::new();
    };
    if all.is_empty() {
        return vec![tag("p", "muted").text(
            "No difference: wherever two documents speak of a story, they say the same of it.",
        )];
    }
    let chosen = fact.get();
    let mut parts = vec![chip(
        fact,
        None,
        &format!("All {}", all.len()),
        chosen.is_none(),
    )];
    for (name, words) in FACTS {
        let count = all.iter().filter(|row| row.fact == name).count();
        if count > 0 {
            let label = format!("{words} {count}");
            let is_chosen = chosen.as_deref() == Some(name);
            parts.push(chip(fact, Some(name), &label, is_chosen));
        }
    }
    let fixes: Vec<FixEdit> = shown
        .iter()
        .filter_map(|&at| all.get(at)?.fix.as_ref())
        .flat_map(|fix| fix.edits.clone())
        .collect();
    let count = shown
        .iter()
        .filter(|&&at| all.get(at).is_some_and(|row| row.fix.is_some()))
        .count();
    parts.push(tag("span", "fill"));
    if count > 0 {
        let label = match (count, chosen) {
            (1, _) => "Fix the one that can be".to_owned(),
            (_, Some(_)) => format!("Fix all {count} of this kind"),
            (_, None) => format!("Fix all {count}"),
        };
        let step = format!("Fix {}", counted(count, "difference", "differences"));
        parts.push(button("primary", move || apply(store, &step, &fixes)).text(&label));
    }
    parts
}

fn chip(fact: RwSignal<Option<String>>, name: Option<&'static str>, label: &str, on: bool) -> Leaf {
    button("quiet", move || fact.set(name.map(str::to_owned)))
        .set("id", &format!("drift-{}", name.unwrap_or("all")))
        .set("aria-pressed", &on.to_string())
        .text(label)
}

fn row(store: Store, of: &Snapshot, row: &DriftRow) -> Leaf {
    let route = store.route.get_untracked();
    let name = FACTS.iter().find(|(name, _)| *name == row.fact);
    let cells = row.said.iter().map(|said| match said {
        Some((value, spot)) => tag("div", "drift-cell")
            .with(words("", value).set("title", value))
            .with_some(spot.map(|spot| place(of, spot, &route))),
        None => tag("div", "drift-cell").with(words("faint", "–")),
    });
    tag("li", "")
        .with(key(&row.story, ""))
        .with(words("muted", name.map_or("", |(_, words)| words)))
        .with_all(cells.collect())
        .with_some(row.fix.as_ref().map(|fix| fix_button(store, fix)))
}
