//! The right side: what INVEST and the checklist say of the draft or the story at hand.

use std::rc::Rc;

use super::forms::prerequisites;
use super::middle::READINESS;
use super::table::VERDICTS;
use super::{Open, found, view};
use crate::export::file_buttons;
use crate::leaf::{Leaf, tag, words};
use crate::store::Store;
use crate::story_parts::key_at;
use crate::wire::Snapshot;
use crate::wire::desk::{CheckRow, DeskView, StoryCheck};

pub(super) fn checks(store: Store) -> Leaf {
    tag("aside", "desk-checks")
        .set("aria-label", "Checks")
        .set("tabindex", "0")
        .live_set("aria-busy", move || Some(store.is_behind().to_string()))
        .live(move || {
            let desk = found(store);
            let Some((desk, view)) = desk.as_deref().and_then(|desk| Some((desk, view(desk)?))) else {
                return vec![tag("p", "faint").text("Being checked…")];
            };
            match store.desk_open.get() {
                Open::Draft(path) => match view.drafts.iter().find(|row| row.path == path) {
                    Some(row) => {
                        let mut parts = vec![tag("h2", "").text(&if row.key.is_empty() {
                            "The draft".to_owned()
                        } else {
                            format!("Draft {}", row.key)
                        })];
                        if let Some(why) = &row.refused {
                            let text = super::sentence(why);
                            parts.push(tag("p", "bad").set("role", "alert").text(&text));
                        }
                        parts.extend(check(&row.check));
                        parts
                    }
                    None => vec![tag("p", "faint").text("Being checked…")],
                },
                Open::Pattern(path) => pattern(view, &path),
                Open::Table => match &view.selected {
                    Some(found) if store.selected().is_some() => story(&desk.of, found),
                    _ => vec![tag("p", "muted").text(
                        "Choose a story or a draft: its checks stand here, each with what it rests on and what to do.",
                    )],
                },
            }
        })
}

/// A line that begins with a verdict as a sign, which screen readers hear as its word.
fn judged(class: &str, sign: &str, word: &str) -> Leaf {
    tag("p", "").with(
        words(class, sign)
            .set("role", "img")
            .set("aria-label", word),
    )
}

fn check(row: &CheckRow) -> Vec<Leaf> {
    let (class, sign, word) = READINESS
        .get(usize::from(row.readiness))
        .copied()
        .unwrap_or(("faint", "", ""));
    if row.letters.is_empty() {
        return vec![
            tag("p", "muted")
                .text("A draft begins with its number and title: “# Story 3.1: Sign in”."),
        ];
    }
    let verdict = tag("p", "desk-verdict").with(
        tag("strong", class)
            .with(words("", sign).set("aria-hidden", "true"))
            .text(" ")
            .text(word),
    );
    let letters = row.letters.iter().map(|letter| {
        let (class, sign, word) = VERDICTS
            .get(usize::from(letter.verdict))
            .copied()
            .unwrap_or(("faint", "?", ""));
        tag("li", "")
            .with(judged(class, sign, word).with(tag("b", "").text(&letter.name)))
            .with(tag("p", "muted").text(&letter.evidence))
            .with_some((!letter.hint.is_empty()).then(|| tag("p", "").text(&letter.hint)))
    });
    let items = row.items.iter().map(|(name, state, evidence)| {
        let (class, sign, word) = READINESS
            .get(usize::from(*state))
            .copied()
            .unwrap_or(("faint", "", ""));
        tag("li", "")
            .with(judged(class, sign, word).with(words("", name)))
            .with_some((*state > 0).then(|| tag("p", "muted").text(evidence)))
    });
    vec![
        verdict,
        tag("h3", "").text("INVEST"),
        tag("ul", "desk-letters").with_all(letters.collect()),
        tag("h3", "").text("Checklist"),
        tag("ul", "desk-letters").with_all(items.collect()),
    ]
}

fn story(of: &Snapshot, found: &StoryCheck) -> Vec<Leaf> {
    let title = of
        .stories
        .get(found.story as usize)
        .map_or("", |story| story.title.as_str());
    let mut parts = vec![
        tag("h2", "")
            .with(key_at(of, found.story))
            .text(" ")
            .text(title),
    ];
    parts.extend(check(&found.check));
    parts.extend(prerequisites(of, found));
    let note: Rc<str> = Rc::from(found.note.as_str());
    parts.push(tag("h3", "").text("Handoff"));
    parts.push(tag("p", "").text(&format!("To {}.", found.route)));
    parts.push(tag("p", "deeds").with_all(file_buttons("handoff.md", &note)));
    parts
}

fn pattern(view: &DeskView, path: &str) -> Vec<Leaf> {
    let problems = view.problems.iter().filter(|one| one.0 == path);
    let rows = problems.map(|(_, line, message)| {
        tag("li", "")
            .with(words("faint", &format!("Line {line}: ")))
            .with(words("", message))
    });
    let rows: Vec<Leaf> = rows.collect();
    let state = if rows.is_empty() {
        tag("p", "ok").text("It can be used: it stands under “Create stories”.")
    } else {
        tag("ul", "desk-letters").with_all(rows)
    };
    vec![
        tag("h2", "").text("The pattern"),
        state,
        tag("p", "muted").text(
            "“# Name”, then “Group:”, “Owner:” and “Fields:” with “- name: what to write (an example)”. Each “## Title” is a story: a line “As a …, I want …, so that …”, criteria as “- Given …, when …, then …”, tasks as “- [ ] …”, and lists under “Risks:”, “Rollback:”, “Guidance:”. {{name}} stands for a field.",
        ),
    ]
}
