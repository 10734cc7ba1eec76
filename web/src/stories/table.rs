//! INVEST over all open stories: story × letter, sortable.

use super::middle::READINESS;
use super::{found, view};
use crate::leaf::{Leaf, button, long_list, tag, words};
use crate::live::{Memo, RwSignal};
use crate::store::Store;
use crate::story_parts::{glyph, key_at};
use crate::wire::Snapshot;
use crate::wire::desk::CheckedRow;
use sprintloom_core::ordering::sort_by;

/// Height of a row in pixels; the style sheet says the same.
const ROW: i32 = 32;

const LETTERS: [&str; 6] = [
    "Independent",
    "Negotiable",
    "Valuable",
    "Estimable",
    "Small",
    "Testable",
];

/// The signs of a verdict: yes, doubtful, no.
pub(super) const VERDICTS: [(&str, &str, &str); 3] = [
    ("ok", "✓", "yes"),
    ("warn", "~", "doubtful"),
    ("bad", "✗", "no"),
];

/// What the rows are sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    Story,
    Letter(usize),
    Readiness,
}

pub(super) fn table(store: Store) -> Leaf {
    let by = RwSignal::new(By::Story);
    let order = Memo::new(move |_| {
        let by = by.get();
        let desk = found(store);
        let view = desk.as_deref().and_then(view)?;
        let mut order: Vec<usize> = (0..view.stories.len()).collect();
        let worst = |at: usize| -> u16 {
            let row = view.stories.get(at);
            row.map_or(0, |row| match by {
                By::Story => 0,
                By::Letter(letter) => 2 - row.letters.get(letter).copied().unwrap_or(0).min(2),
                By::Readiness => 2 - row.readiness.min(2),
            })
        };
        // What needs work comes first.
        sort_by(&mut order, |a, b| worst(*a).cmp(&worst(*b)));
        Some(order)
    });
    let heads = tag("div", "desk-columns").live(move || {
        let mut heads = vec![head(by, By::Story, "Story", "Story")];
        heads.extend(
            (0..)
                .zip(LETTERS)
                .map(|(at, name)| head(by, By::Letter(at), name.get(..1).unwrap_or(""), name)),
        );
        heads.push(head(by, By::Readiness, "Checklist", "Checklist"));
        heads
    });
    let list = long_list(
        "long desk-rows",
        ROW,
        move || order.with(|order| order.as_ref().map_or(0, Vec::len)),
        move |position| {
            let at = order.with(|order| order.as_ref()?.get(position).copied())?;
            let desk = store.desk.get_untracked()?;
            Some(row(store, &desk.of, view(&desk)?.stories.get(at)?))
        },
    )
    .set("role", "region")
    .set("aria-label", "INVEST of all open stories");
    let state = tag("p", "faint desk-state")
        .set("role", "status")
        .live_text(move || match order.get() {
            None => "Being checked…".to_owned(),
            Some(order) if order.is_empty() => {
                "No story is open. Draft some from an epic: press 1.".to_owned()
            }
            Some(_) => String::new(),
        });
    tag("div", "desk-table").with(heads).with(list).with(state)
}

fn head(by: RwSignal<By>, of: By, label: &str, name: &str) -> Leaf {
    button("quiet small", move || by.set(of))
        .set("id", &format!("desk-by-{}", name.to_ascii_lowercase()))
        .set("title", &format!("{name}: what needs work first"))
        .set("aria-label", &format!("Sort by {name}"))
        .set("aria-pressed", &(by.get() == of).to_string())
        .text(label)
}

fn row(store: Store, of: &Snapshot, row: &CheckedRow) -> Leaf {
    let Some(story) = of.stories.get(row.story as usize) else {
        return tag("li", "");
    };
    let key = story.key.clone();
    let signs = (0..).zip(&row.letters).map(|(at, verdict): (usize, &u16)| {
        let (class, sign, word) = VERDICTS
            .get(usize::from(*verdict))
            .copied()
            .unwrap_or(("faint", "?", ""));
        let name = LETTERS.get(at).copied().unwrap_or("");
        words(class, sign)
            .set("role", "img")
            .set("aria-label", &format!("{name}: {word}"))
            .set("title", &format!("{name}: {word}"))
    });
    let (class, sign, word) = READINESS
        .get(usize::from(row.readiness))
        .copied()
        .unwrap_or(("faint", "", ""));
    tag("li", "")
        .set("title", &row.why)
        .live_set("class", move || {
            Some(
                if store.is_selected(&key) {
                    "selected"
                } else {
                    ""
                }
                .to_owned(),
            )
        })
        .with(
            tag("span", "desk-story")
                .with(glyph(story.status))
                .with(key_at(of, row.story))
                .with(words("desk-title", crate::story_parts::title(story))),
        )
        .with_all(signs.collect())
        .with(
            tag("span", class)
                .with(words("", sign).set("aria-hidden", "true"))
                .text(" ")
                .text(word),
        )
}
