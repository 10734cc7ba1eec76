//! The middle: drafts as tabs, and below them the table or the text of the one that is open.

use super::table::table;
use super::writing::writing;
use super::{Open, ask, found, view};
use crate::browser;
use crate::leaf::{Leaf, button, tag, words};
use crate::live::Memo;
use crate::store::Store;
use crate::wire::desk::{DeskAsk, DeskFile};
use sprintloom_core::project::Shelf;

/// The signs of readiness: ready, needs revision, blocked.
pub(super) const READINESS: [(&str, &str, &str); 3] = [
    ("ok", "✓", "ready"),
    ("warn", "~", "needs revision"),
    ("bad", "✗", "blocked"),
];

pub(super) fn middle(store: Store) -> Leaf {
    let open = Memo::new(move |_| {
        // What was accepted or taken back is no longer open.
        let open = store.desk_open.get();
        let there = store.with_project(|project| match &open {
            Open::Table => true,
            Open::Draft(path) => project
                .shelf(Shelf::Drafts)
                .iter()
                .any(|one| one.path == *path),
            Open::Pattern(path) => {
                let mut all = project.shelf(Shelf::Patterns).iter();
                all.any(|one| one.path == *path)
            }
        });
        if there { open } else { Open::Table }
    });
    let content = tag("div", "desk-content").live(move || match open.get() {
        Open::Table => vec![table(store)],
        Open::Draft(path) => vec![writing(store, Shelf::Drafts, path)],
        Open::Pattern(path) => vec![writing(store, Shelf::Patterns, path)],
    });
    tag("section", "desk-middle")
        .set("aria-label", "Drafts and stories")
        .with(tabs(store, open))
        .with(content)
}

/// One row for each draft: path, key, title, readiness.
type Row = (String, String, String, Option<u16>);

fn tabs(store: Store, open: Memo<Open>) -> Leaf {
    let drafts = Memo::new(move |_| {
        let paths: Vec<String> = store.with_project(|project| {
            let drafts = project.shelf(Shelf::Drafts).iter();
            drafts.map(|one| one.path.clone()).collect()
        });
        let desk = found(store);
        let rows = desk.as_deref().and_then(view).map(|view| &view.drafts);
        let row = |path: String| -> Row {
            let found = rows.and_then(|rows| rows.iter().find(|row| row.path == path));
            match found {
                Some(row) => (
                    path,
                    row.key.clone(),
                    row.title.clone(),
                    Some(if row.refused.is_some() {
                        2
                    } else {
                        row.check.readiness
                    }),
                ),
                None => (path.clone(), String::new(), path, None),
            }
        };
        paths.into_iter().map(row).collect::<Vec<Row>>()
    });
    let list = tag("div", "desk-tabs")
        .set("role", "group")
        .set("aria-label", "Drafts")
        .live(move || {
            let mut all = vec![tab(
                store,
                open,
                Open::Table,
                vec![words("", "All open stories")],
            )];
            for (path, key, title, readiness) in drafts.get() {
                let mut parts = Vec::new();
                if let Some((class, sign, word)) =
                    readiness.and_then(|at| READINESS.get(usize::from(at)))
                {
                    let sign = words(class, sign)
                        .set("role", "img")
                        .set("aria-label", word);
                    parts.push(sign.set("title", word));
                }
                parts.push(words("key-text", &key));
                parts.push(words("desk-tab-title", &title).set("title", &title));
                all.push(tab(store, open, Open::Draft(path), parts));
            }
            all
        });
    let deeds = tag("div", "desk-deeds").live(move || {
        let rows = drafts.get();
        let mut deeds = Vec::new();
        if !rows.is_empty() {
            let paths: Vec<String> = rows.iter().map(|row| row.0.clone()).collect();
            let label = match paths.len() {
                1 => "Accept the draft".to_owned(),
                many => format!("Accept all {many}"),
            };
            deeds.push(
                button("primary", move || {
                    ask(store, DeskAsk::Accept(paths.clone()))
                })
                .set("id", "desk-accept-all")
                .text(&label),
            );
        }
        for (file, label, what) in [
            (DeskFile::Invest, "INVEST", "The table as Markdown"),
            (
                DeskFile::Checklist,
                "Checklist",
                "Every checklist as Markdown",
            ),
            (
                DeskFile::Handoff,
                "Handoff",
                "A note for each story, batch by batch, as Markdown",
            ),
        ] {
            let deed = button("quiet small", move || {
                ask(store, DeskAsk::Write(file, browser::today()));
            });
            deeds.push(deed.set("title", what).text(&format!("↓ {label}")));
        }
        deeds
    });
    tag("header", "desk-head").with(list).with(deeds)
}

fn tab(store: Store, open: Memo<Open>, to: Open, parts: Vec<Leaf>) -> Leaf {
    let shown = to.clone();
    let id = match &to {
        Open::Draft(path) => format!(
            "desk-tab-{}",
            path.replace(|c: char| !c.is_ascii_alphanumeric(), "-")
        ),
        _ => "desk-tab-all".to_owned(),
    };
    button("desk-tab", move || store.desk_open.set(to.clone()))
        .set("id", &id)
        .live_set("aria-pressed", move || {
            Some((open.get() == shown).to_string())
        })
        .with_all(parts)
}
