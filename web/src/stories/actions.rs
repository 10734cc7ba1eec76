//! The six actions as rows; the open one has its form below it.

use super::forms::{next_form, pattern_form, prerequisites_form};
use super::{Open, found, view};
use crate::leaf::{Leaf, button, tag, words};
use crate::live::Memo;
use crate::store::Store;
use sprintloom_core::project::{Event, Shelf};

/// Name, what it does, and the groups of patterns that it offers.
const ACTIONS: [(&str, &str, &[&str]); 6] = [
    (
        "Create stories",
        "from an epic, or a pattern",
        &["platform", "own"],
    ),
    ("Next story", "what to work on, and why", &[]),
    (
        "Infrastructure stories",
        "containers, monitoring, security, speed",
        &["infrastructure"],
    ),
    (
        "Migration planning",
        "deployments, flags, data, experiments",
        &["migration"],
    ),
    (
        "Operational stories",
        "service levels, incidents, backup",
        &["operations"],
    ),
    (
        "Check dependencies",
        "what a story waits for and holds up",
        &[],
    ),
];

/// The left side.
pub(super) fn actions(store: Store) -> Leaf {
    let rows = (0_usize..)
        .zip(&ACTIONS)
        .map(|(at, action)| row(store, at, action));
    tag("section", "desk-actions")
        .set("aria-label", "Actions")
        .with(tag("ol", "").with_all(rows.collect()))
        .with(own_patterns(store))
}

fn row(store: Store, at: usize, (name, what, groups): &'static (&str, &str, &[&str])) -> Leaf {
    let open = Memo::new(move |_| store.desk_row.get() == Some(at));
    let number = (at + 1).to_string();
    let head = button("desk-row", move || {
        store
            .desk_row
            .set(if open.get_untracked() { None } else { Some(at) });
    })
    .set("id", &format!("desk-row-{number}"))
    .set("aria-controls", &format!("desk-form-{number}"))
    .live_set("aria-expanded", move || Some(open.get().to_string()))
    .with(tag("kbd", "").text(&number))
    .with(
        tag("span", "")
            .with(words("desk-name", name))
            .with(words("faint", what)),
    );
    let form = tag("div", "desk-form")
        .set("id", &format!("desk-form-{number}"))
        .live_set("hidden", move || (!open.get()).then(String::new))
        .live(move || match (open.get(), at) {
            (false, _) => Vec::new(),
            (_, 1) => next_form(store),
            (_, 5) => prerequisites_form(store),
            _ => pattern_form(store, groups, at == 0),
        });
    tag("li", "").with(head).with(form)
}

/// The text that a new pattern begins with.
const NEW_PATTERN: &str = "# My pattern
Owner: Dev
Fields:
- thing: what it is about (invoices)

## See {{thing}} at a glance
As a manager, I want {{thing}} of the day on one page, so that nothing is overlooked.
- Given {{thing}} of today, when the page is opened, then all of them are listed, newest first
- [ ] Build the page (AC: 1)
- [ ] Test it with 1,000 entries (AC: 1)
Risks:
- What else can go wrong?
";

fn own_patterns(store: Store) -> Leaf {
    let paths = Memo::new(move |_| {
        store.with_project(|project| {
            let patterns = project.shelf(Shelf::Patterns).iter();
            patterns.map(|one| one.path.clone()).collect::<Vec<_>>()
        })
    });
    let list = tag("ul", "").live(move || {
        let rows = paths.get();
        let rows = rows.into_iter().map(|path| {
            let shown = path.clone();
            let label = path.trim_end_matches(".md").to_owned();
            let opened = Open::Pattern(path.clone());
            let row = button("quiet small", move || {
                store.desk_open.set(Open::Pattern(shown.clone()));
            })
            .live_set("aria-pressed", move || {
                Some((store.desk_open.get() == opened).to_string())
            })
            .text(&label);
            let bad = Memo::new(move |_| {
                let desk = found(store);
                let view = desk.as_deref().and_then(view);
                view.map_or(0, |view| {
                    view.problems.iter().filter(|one| one.0 == path).count()
                })
            });
            tag("li", "")
                .with(row)
                .with(tag("span", "warn").live_text(move || match bad.get() {
                    0 => String::new(),
                    count => format!("{count} to mend"),
                }))
        });
        rows.collect()
    });
    let add = button("small", move || {
        let taken = paths.get_untracked();
        let mut number = taken.len() + 1;
        while taken.contains(&format!("pattern-{number}.md")) {
            number += 1;
        }
        let path = format!("pattern-{number}.md");
        let event = Event::Shelve {
            shelf: Shelf::Patterns,
            path: path.clone(),
            text: Some(NEW_PATTERN.to_owned()),
        };
        store.dispatch(event, "New pattern");
        store.desk_open.set(Open::Pattern(path));
    })
    .text("New pattern");
    tag("div", "own-patterns")
        .with(tag("h3", "").text("Your own patterns"))
        .with(list)
        .with(add)
}
