//! Drafts kept under names and compared, and the corrections that were applied so far.

use std::cell::RefCell;

use sprintloom_core::project::{Draft, Event, Scenario};

use super::{is_empty, put};
use crate::browser::{self, set_value, value};
use crate::frame::{Icon, icon_button};
use crate::leaf::{Leaf, button, tag, words};
use crate::live::{Memo, RwSignal};
use crate::store::Store;
use crate::story_parts::counted;

thread_local! {
    /// The draft that was discarded last: it can be had back.
    static ASIDE: RefCell<Option<Draft>> = const { RefCell::new(None) };
}

/// Keeps a draft that goes, to be had back.
pub fn set_aside(store: Store, draft: &Draft) {
    if !is_empty(draft) {
        ASIDE.set(Some(draft.clone()));
        store.draft_number.notify();
    }
}

/// A button that brings back what was discarded last, while nothing new is asked.
pub(super) fn bring_back(store: Store) -> Leaf {
    tag("div", "bring-back").live(move || {
        store.draft_number.track();
        let draft = ASIDE.with_borrow(Option::clone);
        match draft.filter(|_| is_empty(&store.draft.get())) {
            Some(draft) => vec![
                button("small", move || {
                    ASIDE.set(None);
                    put(store, draft.clone());
                })
                .text("Bring back what was discarded"),
            ],
            None => Vec::new(),
        }
    })
}

/// The table of scenarios, and a field to keep one.
pub(super) fn scenarios(store: Store) -> Leaf {
    let field = tag("input", "")
        .set("id", "scenario-name")
        .set("aria-label", "Name of the scenario")
        .set("placeholder", "Name of a scenario")
        .set("autocomplete", "off");
    let element = field.element().clone();
    let keep = move || {
        let name = value(&element).trim().to_owned();
        let draft = Draft::clone(&store.draft.get_untracked());
        if name.is_empty() || is_empty(&draft) {
            return browser::focus("#scenario-name");
        }
        let label = format!("Keep scenario {name}");
        let scenario = Box::new(Scenario { name, draft });
        store.dispatch(Event::KeepScenario { scenario }, &label);
        set_value(&element, "");
    };
    let by_key = keep.clone();
    let field = field.on("keydown", move |event| {
        if super::keys::is_enter(&event) {
            by_key();
        }
    });
    let form = tag("div", "keep-scenario")
        .with(field)
        .with(button("", keep).text("Keep as scenario"));
    let rows = RwSignal::new(Vec::new());
    crate::live::effect(move || {
        let view = super::found(store);
        if rows.with_untracked(|rows| *rows != view.scenarios) {
            rows.set(view.scenarios.clone());
        }
    });
    let is_past = Memo::new(move |_| store.past.get().is_some());
    tag("section", "scenarios")
        .set("aria-label", "Scenarios")
        .live_set("hidden", move || is_past.get().then(String::new))
        .with(tag("h2", "").text("Scenarios"))
        .with(tag("div", "scroll-x").set("tabindex", "0").live(move || {
            rows.with(|rows| {
                if rows.is_empty() {
                    return vec![tag("p", "muted").text(
                        "Ways to correct the sprint can be kept by name and compared here.",
                    )];
                }
                vec![table(store, rows)]
            })
        }))
        .with(form)
}

fn table(store: Store, rows: &[(String, Vec<String>)]) -> Leaf {
    let heads = [
        "Scenario",
        "Moved",
        "Added",
        "Dropped",
        "Batches",
        "Longest chain",
        "",
    ];
    let heads = heads.map(|head| match head {
        "" => tag("td", ""),
        head => tag("th", "").set("scope", "col").text(head),
    });
    let rows = rows.iter().enumerate().map(|(at, (name, cells))| {
        let head = tag("th", "").set("scope", "row");
        let is_kept = at > 0;
        let mut row = tag("tr", "").with(if is_kept {
            let wanted = name.clone();
            head.with(
                button("small", move || load(store, &wanted))
                    .set("title", "Look at this scenario")
                    .text(name),
            )
        } else {
            head.text(name)
        });
        row = match cells.as_slice() {
            [why] => row.with(tag("td", "warn").set("colspan", "5").text(why)),
            cells => row.with_all(cells.iter().map(|cell| tag("td", "").text(cell)).collect()),
        };
        let gone = name.clone();
        row.with(if is_kept {
            let label = format!("Forget scenario {name}");
            let forget = icon_button(Icon::Close, &label, "quiet small", move || {
                let label = format!("Forget scenario {gone}");
                store.dispatch(Event::ForgetScenario { name: gone.clone() }, &label);
            });
            tag("td", "").with(forget)
        } else {
            tag("td", "")
        })
    });
    tag("table", "figures")
        .with(tag("thead", "").with(tag("tr", "").with_all(heads.into())))
        .with(tag("tbody", "").with_all(rows.collect()))
}

/// Takes up a scenario; what was asked meanwhile can be brought back after a discard.
fn load(store: Store, name: &str) {
    let found = store.with_project_untracked(|project| {
        let mut all = project.scenarios.iter();
        Some(all.find(|scenario| scenario.name == name)?.draft.clone())
    });
    if let Some(draft) = found {
        set_aside(store, &store.draft.get_untracked());
        put(store, draft);
    }
}

/// The corrections that were applied, oldest first; each can be looked at.
pub(super) fn timeline(store: Store) -> Leaf {
    let rows = move || {
        let past = store.past.get();
        let rows = store.with_project(|project| {
            let all = (0_u32..).zip(&project.corrections);
            let row = |(at, applied): (u32, &sprintloom_core::correct::Applied)| {
                let said = match applied.trigger.user_input.trim() {
                    "" => applied.trigger.reason.replace('_', " "),
                    said => format!("“{said}”"),
                };
                let mut told = vec![applied.date.clone()];
                for (keys, what) in [(&applied.added, "added"), (&applied.dropped, "dropped")] {
                    if !keys.is_empty() {
                        told.push(format!("{} {what}", keys.len()));
                    }
                }
                told.push(counted(
                    applied.after.batches.len(),
                    "batch left",
                    "batches left",
                ));
                let look = button("past-look", move || store.past.set(Some(at)))
                    .set("aria-pressed", &(past == Some(at)).to_string())
                    .with(words("load", &(at + 1).to_string()))
                    .with(
                        tag("span", "past-words")
                            .with(words("", &said))
                            .with(words("muted", &told.join(" · "))),
                    );
                tag("li", "").with(look)
            };
            all.map(row).collect::<Vec<Leaf>>()
        });
        if rows.is_empty() {
            return vec![tag("p", "faint").text("None yet.")];
        }
        vec![tag("ol", "timeline").with_all(rows)]
    };
    tag("section", "")
        .set("aria-label", "Corrections so far")
        .with(tag("h3", "").text("Corrections so far"))
        .with(tag("div", "").live(rows))
}
