//! The sheet of the status file: what it says, what is wrong, what generating it would change, and
//! its entries, each with a choice of its status.

use sprintloom_core::project::Event;
use sprintloom_core::source::{Document, Span};
use sprintloom_core::sprint_status::story_statuses;
use std::sync::Arc;

use super::fixes::apply;
use crate::browser::{set_value, value_of};
use crate::leaf::{Leaf, button, long_list, tag, words};
use crate::live::{Memo, RwSignal};
use crate::store::{Aside, Store};
use crate::story_parts::{counted, glyph, key, place};
use crate::wire::{MergeView, PanelRows, Snapshot, StatusRow, StatusSheet};

/// Height of the rows in pixels; the style sheet says the same.
const STATUS_ROW: i32 = 36;

/// The sheet.
pub(super) fn statuses(store: Store) -> Leaf {
    let shows_change = RwSignal::new(false);
    let count = move || with_sheet(store.found(), |sheet| sheet.rows.len()).unwrap_or(0);
    let head = tag("div", "status-head").live(move || {
        let aside = store.found();
        let of = aside.as_ref().map(|aside| Arc::clone(&aside.of));
        let head = with_sheet(aside, |sheet| {
            head(store, sheet, of.as_deref(), shows_change)
        });
        head.unwrap_or_else(|| vec![tag("p", "faint").text("Reading the status file…")])
    });
    let list = long_list("long statuses", STATUS_ROW, count, move |at| {
        let aside = store.aside.get_untracked()?;
        let of = Arc::clone(&aside.of);
        with_sheet(Some(aside), |sheet| {
            Some(status_row(store, &of, sheet.rows.get(at)?))
        })?
    })
    .set("role", "region")
    .set("aria-label", "Entries of the status file");
    let is_long = Memo::new(move |_| shows_change.get());
    tag("section", "sheet")
        .set("aria-label", "Status")
        .live_set("class", move || {
            let class = if is_long.get() {
                "sheet changing"
            } else {
                "sheet"
            };
            Some(class.to_owned())
        })
        .with(head)
        .with(list)
}

fn with_sheet<T>(aside: Option<Arc<Aside>>, read: impl FnOnce(&StatusSheet) -> T) -> Option<T> {
    match &aside?.rows {
        PanelRows::Statuses(sheet) => Some(read(sheet)),
        _ => None,
    }
}

fn head(
    store: Store,
    sheet: &StatusSheet,
    of: Option<&Snapshot>,
    shows_change: RwSignal<bool>,
) -> Vec<Leaf> {
    let merge = &sheet.merge;
    let mut parts = Vec::new();
    if merge.fresh.is_some() {
        parts.push(tag("p", "muted").text("There is no status file yet: a sprint-status.yaml with a line for each story, such as “1-2-sign-up: in-progress”. It can be made from the documents."));
    } else {
        let next = tag("p", "next").with(words("muted", "Next: "));
        parts.push(with_keys(next, &sheet.next, of));
        let mut counts = tag("p", "muted").text(&sheet.counts.join(" · "));
        if sheet.counts.is_empty() {
            counts = counts.text("The file has no entries.");
        }
        parts.push(counts);
    }
    let route = store.route.get_untracked();
    let risks = sheet.risks.iter().map(|risk| tag("li", "").text(risk));
    let problems = sheet.problems.iter().map(|(text, spot)| {
        let row = tag("li", "warn").text(text).text(" ");
        match (of, spot) {
            (Some(of), Some(spot)) => row.with(place(of, *spot, &route)),
            _ => row,
        }
    });
    let all: Vec<Leaf> = problems.chain(risks).collect();
    if !all.is_empty() {
        let many = all.len() > 4;
        let list = tag("ul", "status-risks").with_all(all);
        parts.push(match many {
            true => tag("details", "")
                .with(tag("summary", "").text(&counted(
                    sheet.risks.len() + sheet.problems.len(),
                    "thing to look at",
                    "things to look at",
                )))
                .with(list),
            false => list,
        });
    }
    parts.extend(change(store, merge, shows_change));
    if !sheet.rows.is_empty() {
        parts.push(tag("h3", "").text(&counted(sheet.rows.len(), "entry", "entries")));
    }
    parts
}

/// What generating would change, shown before anything is written.
fn change(store: Store, merge: &MergeView, shows_change: RwSignal<bool>) -> Vec<Leaf> {
    let changes = merge.fresh.is_some() || !merge.edits.is_empty();
    let mut row = tag("div", "change-row");
    if !changes {
        let words = "In sync: generating it from the documents would change no byte.";
        return vec![row.with(tag("p", "faint").text(words)), report(merge)];
    }
    let is_open = shows_change.get();
    let count = merge.diff.len();
    let toggle = button("", move || shows_change.set(!shows_change.get_untracked()))
        .set("id", "status-change")
        .set("aria-expanded", &is_open.to_string())
        .text(match (is_open, merge.fresh.is_some()) {
            (true, _) => "Hide the change",
            (false, true) => "Make a status file…",
            (false, false) => "Generate from the documents…",
        });
    row = row.with(toggle);
    if !is_open {
        let words = counted(count, "line would change", "lines would change");
        return vec![row.with(crate::leaf::words("faint", &words))];
    }
    let (fresh, edits, path) = (merge.fresh.clone(), merge.edits.clone(), merge.path.clone());
    let write = button("primary", move || {
        shows_change.set(false);
        match &fresh {
            Some(text) => {
                let documents = vec![Document::new(path.clone(), text.clone())];
                store.dispatch(Event::PutDocuments { documents }, "Make a status file");
            }
            None => apply(store, "Generate the status file", &edits),
        }
    });
    let row = row.with(write.text("Write it")).with(words(
        "faint",
        &format!("into {}; can be undone", merge.path),
    ));
    let lines = merge.diff.iter().map(|(sign, number, text)| {
        let (class, sign) = match sign {
            b'+' => ("added", "+"),
            _ => ("removed", "−"),
        };
        tag("div", class)
            .with(words("number", &number.to_string()))
            .with(words("sign", sign))
            .with(tag("code", "").text(text))
    });
    let diff = tag("div", "diff")
        .set("role", "region")
        .set("aria-label", "Lines that change")
        .set("tabindex", "0")
        .with_all(lines.collect());
    let mut parts = vec![row, report(merge)];
    parts.extend(merge.same.iter().map(|(words, edit)| {
        let edit = edit.clone();
        let keep = button("", move || {
            apply(store, "Keep the status", std::slice::from_ref(&edit));
        });
        tag("p", "status-same").with(keep.text(words))
    }));
    parts.push(diff);
    parts
}

fn report(merge: &MergeView) -> Leaf {
    let lines = merge.report.iter().map(|line| tag("li", "").text(line));
    tag("ul", "status-report muted").with_all(lines.collect())
}

/// Words with the keys of stories in them as links.
fn with_keys(mut leaf: Leaf, text: &str, of: Option<&Snapshot>) -> Leaf {
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find([' ', ',', '.', ':']).unwrap_or(rest.len());
        let (word, tail) = rest.split_at(end);
        let story = of.and_then(|of| of.stories.iter().find(|story| story.key == word));
        leaf = match story {
            Some(story) => leaf.with(key(&story.key, &story.title)),
            None => leaf.text(word),
        };
        let (sign, next) = tail.split_at(tail.len().min(1));
        leaf = leaf.text(sign);
        rest = next;
    }
    leaf
}

fn status_row(store: Store, of: &Snapshot, row: &StatusRow) -> Leaf {
    let route = store.route.get_untracked();
    let story = of.stories.get(row.story as usize);
    let linked = story.map(|story| {
        let words = match row.is_declared {
            true => words("status-title", &story.title).set("title", &story.title),
            false => words("warn", "no document declares it"),
        };
        vec![key(&story.key, &story.title), words]
    });
    let status = story.map(|story| glyph(story.status));
    tag("li", "")
        .with(
            tag("code", "status-key")
                .set("title", &row.entry)
                .text(&row.entry),
        )
        .with_some(status)
        .with(choice(store, of, row).unwrap_or_else(|| words("status-word", &row.word)))
        .with(words("faint", "→"))
        .with_all(linked.unwrap_or_default())
        .with(tag("span", "fill"))
        .with_some(row.spot.map(|spot| place(of, spot, &route)))
}

/// The choice of a status, where the word stands in a place that can be replaced.
fn choice(store: Store, of: &Snapshot, row: &StatusRow) -> Option<Leaf> {
    let (start, end) = row.value?;
    let path = of.documents.get(row.spot?.document as usize)?.path.clone();
    let mut select = tag("select", "status-word")
        .set("id", &format!("status-{}", row.entry))
        .set("aria-label", &format!("Status of {}", row.entry));
    if !story_statuses().any(|word| word == row.word) {
        // A word that is none stands first, until another is chosen.
        select = select.with(tag("option", "").set("value", &row.word).text(&row.word));
    }
    for word in story_statuses() {
        select = select.with(tag("option", "").set("value", word).text(word));
    }
    set_value(select.element(), &row.word);
    let entry = row.entry.clone();
    Some(select.on("change", move |event| {
        let word = value_of(&event);
        if store.shown.get_untracked() != store.revision.get_untracked() {
            return;
        }
        store.pause();
        store.dispatch(
            Event::EditDocument {
                path: path.clone(),
                span: Span::new(start as usize, end as usize),
                replacement: word.clone(),
            },
            &format!("{entry}: {word}"),
        );
        store.pause();
    }))
}
