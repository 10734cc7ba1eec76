//! The story desk: six actions, drafts, and the checks of drafts and stories.

mod actions;
mod checks;
mod forms;
mod middle;
mod table;
mod writing;

use std::sync::Arc;

use sprintloom_core::project::{Event, Shelf};
use web_sys::KeyboardEvent;

use crate::browser;
use crate::export::download;
use crate::leaf::{Leaf, tag};
use crate::store::{Action, Desk, Notice, Store, Tone};
use crate::story_parts::counted;
use crate::wire::desk::{DeskAnswer, DeskAsk, DeskShown, DeskView};

/// What stands in the middle.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Open {
    /// The table of all open stories.
    #[default]
    Table,
    /// A draft, by path.
    Draft(String),
    /// One of the user's patterns, by path.
    Pattern(String),
}

/// The view.
pub fn stories(store: Store) -> Leaf {
    // They are there since the start, unless that failed.
    leptos::task::spawn_local(crate::files::fetch_patterns(store));
    tag("div", "stories")
        .with(actions::actions(store))
        .with(middle::middle(store))
        .with(checks::checks(store))
}

/// What the worker found for this view last, and the snapshot that its indices point into.
fn found(store: Store) -> Option<Arc<Desk>> {
    store
        .desk
        .get()
        .filter(|desk| matches!(desk.shows, DeskShown::Stories(_)))
}

fn view(desk: &Desk) -> Option<&DeskView> {
    match &desk.shows {
        DeskShown::Stories(view) => Some(view),
        DeskShown::Progress(_) => None,
    }
}

/// Asks the desk to make something, once.
pub fn ask(store: Store, ask: DeskAsk) {
    store.ask.set(Some(ask));
}

/// Takes what the desk has made.
pub fn made(store: Store, made: DeskAnswer) {
    // What nobody asks for any more was made twice.
    let Some(asked) = store.ask.get_untracked() else {
        return;
    };
    store.ask.set(None);
    match made {
        DeskAnswer::No(why) => store.notify(Notice::new(Tone::Warn, sentence(&why))),
        DeskAnswer::File(name, text) => download(&name, &text),
        DeskAnswer::Accepted(event) => {
            let DeskAsk::Accept(paths) = asked else {
                return;
            };
            let many = counted(paths.len(), "draft", "drafts");
            store.desk_open.set(Open::Table);
            store.dispatch(event, &format!("Accept {many}"));
            store.notify(
                Notice::new(
                    Tone::Plain,
                    format!("{many} accepted: a story file each, and planned."),
                )
                .with_actions([Action::Undo]),
            );
        }
        DeskAnswer::Drafts(documents, notes) => drafted(store, documents, notes),
    }
}

fn drafted(store: Store, documents: Vec<sprintloom_core::source::Document>, notes: Vec<String>) {
    let mut said = match documents.len() {
        0 => Notice::new(
            Tone::Plain,
            "No draft: everything that the epic names has a story or a draft.",
        ),
        count => Notice::new(
            Tone::Plain,
            format!("{} made.", counted(count, "draft is", "drafts are")),
        )
        .with_actions([Action::Undo]),
    };
    said.details = notes;
    if let Some(first) = documents.first() {
        let events = documents.iter().map(|document| Event::Shelve {
            shelf: Shelf::Drafts,
            path: document.path.clone(),
            text: Some(document.text.clone()),
        });
        let events = events.collect();
        let label = counted(documents.len(), "draft", "drafts");
        store.dispatch(Event::Together { events }, &format!("Draft {label}"));
        store.desk_open.set(Open::Draft(first.path.clone()));
        // Below the form on a narrow screen: what was made comes into view, and has the keys.
        browser::next_frame(|| {
            if let Some(middle) = browser::find(".desk-middle") {
                middle.scroll_into_view();
            }
            browser::focus(".desk-tab[aria-pressed=true]");
        });
    }
    store.notify(said);
}

/// With a capital letter and a full stop.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|c| c.to_ascii_uppercase());
    let rest = letters.as_str().trim_end_matches('.');
    format!("{}{rest}.", first.map(String::from).unwrap_or_default())
}

/// `1` to `6` open the actions.
pub fn pressed(store: Store, _: &KeyboardEvent, key: &str) -> bool {
    let Some(row) = key
        .parse::<usize>()
        .ok()
        .filter(|row| (1..=6).contains(row))
    else {
        return false;
    };
    store.desk_row.set(Some(row - 1));
    browser::next_frame(move || browser::focus(&format!("#desk-row-{row}")));
    true
}
