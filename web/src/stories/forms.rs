//! The forms of the actions.

use super::{ask, found, view};
use crate::browser::{self, set_value, value};
use crate::leaf::{Leaf, button, follow, tag, words};
use crate::live::{Memo, RwSignal};
use crate::store::Store;
use crate::story_parts::{glyph, key_at, keys, linked};
use crate::wire::Snapshot;
use crate::wire::desk::{DeskAsk, PatternRow, StoryCheck};

/// Keys shown of what a story holds up.
const KEYS: usize = 12;

fn option(value: &str, words: &str) -> Leaf {
    tag("option", "").set("value", value).text(words)
}

fn field(id: &str, label: &str, field: Leaf) -> Leaf {
    tag("div", "setting")
        .with(tag("label", "").set("for", id).text(label))
        .with(field.set("id", id))
}

/// Drafts from a pattern of these groups, and where `own_text` is set, from an epic's own text.
pub(super) fn pattern_form(
    store: Store,
    groups: &'static [&'static str],
    own_text: bool,
) -> Vec<Leaf> {
    let epics = Memo::new(move |_| {
        store.snapshot.with(|of| {
            let rows = of.epics.iter();
            rows.map(|epic| (epic.id.clone(), epic.title.clone()))
                .collect::<Vec<_>>()
        })
    });
    // Only what is offered: every keystroke in a draft brings a new view.
    let offered = Memo::new(move |_| {
        let desk = found(store);
        let view = desk.as_deref().and_then(view);
        let rows = view
            .map(|view| view.patterns.as_slice())
            .unwrap_or_default();
        let rows = rows
            .iter()
            .filter(|row| groups.contains(&row.group.as_str()));
        rows.cloned().collect::<Vec<PatternRow>>()
    });
    let chosen = RwSignal::new(String::new());
    let told = RwSignal::new(false);
    let epic = tag("select", "").live(move || {
        let rows = epics.get();
        let rows = rows.iter();
        rows.map(|(id, title)| option(id, &format!("{id} {title}")))
            .collect()
    });
    let of_epic = epic.element().clone();
    let from = tag("select", "").live(move || {
        let mut rows = Vec::new();
        if own_text {
            rows.push(option("", "its own text"));
        }
        rows.extend(offered.get().iter().map(|row| option(&row.id, &row.title)));
        rows
    });
    let element = from.element().clone();
    let from = from.on("change", move |_| {
        chosen.set(value(&element));
        told.set(false);
    });
    let pattern = Memo::new(move |_| {
        let id = chosen.get();
        let rows = offered.get();
        let first = rows.first().filter(|_| !own_text && id.is_empty());
        rows.iter().find(|row| row.id == id).or(first).cloned()
    });
    let fields = tag("div", "desk-fields").live(move || {
        let pattern = pattern.get();
        let rows = pattern.iter().flat_map(|pattern| &pattern.fields);
        (0..)
            .zip(rows)
            .map(|(at, row)| field_of(at, row, told))
            .collect()
    });
    let deed = button("primary", move || {
        let epic = value(&of_epic);
        let Some(pattern) = pattern.get_untracked() else {
            ask(store, DeskAsk::Epic(epic));
            return;
        };
        let values: Vec<(String, String)> = (0_usize..)
            .zip(&pattern.fields)
            .map(|(at, row)| {
                let input = browser::find(&format!("#desk-field-{at}"));
                (
                    row.0.clone(),
                    input.map(|input| value(&input)).unwrap_or_default(),
                )
            })
            .collect();
        let missing = values.iter().any(|(_, value)| value.trim().is_empty());
        if missing && !told.get_untracked() {
            // Said at the fields first; whoever wants the placeholders asks once more.
            told.set(true);
            return;
        }
        told.set(false);
        ask(store, DeskAsk::Pattern(pattern.id, epic, values));
    })
    .live_set("disabled", move || {
        let nothing = epics.with(Vec::is_empty) || (!own_text && offered.with(Vec::is_empty));
        (nothing || store.ask.get().is_some()).then(String::new)
    })
    .live_text(move || {
        let label = if told.get() {
            "Draft with placeholders"
        } else {
            "Draft"
        };
        match store.ask.get() {
            Some(DeskAsk::Epic(_) | DeskAsk::Pattern(..)) => "Being drafted…".to_owned(),
            _ => label.to_owned(),
        }
    });
    let titles = tag("ul", "desk-titles muted").live(move || {
        let pattern = pattern.get();
        let titles = pattern.iter().flat_map(|pattern| &pattern.stories);
        titles.map(|title| tag("li", "").text(title)).collect()
    });
    let none = tag("p", "faint").live_text(move || {
        if epics.with(Vec::is_empty) {
            "No document declares an epic yet: stories belong to one."
        } else if store.patterns.with(|patterns| patterns.is_empty()) {
            "The patterns are still being fetched from where this page comes from."
        } else {
            ""
        }
        .to_owned()
    });
    vec![
        field("desk-epic", "Epic", epic),
        field(
            "desk-from",
            if own_text { "Draft from" } else { "Pattern" },
            from,
        ),
        titles,
        fields,
        tag("p", "deeds").with(deed),
        none,
    ]
}

fn field_of(
    at: usize,
    (name, hint, example): &(String, String, String),
    told: RwSignal<bool>,
) -> Leaf {
    let id = format!("desk-field-{at}");
    let input = tag("input", "")
        .set("type", "text")
        .set("placeholder", example)
        .set("autocomplete", "off")
        .set("aria-describedby", &format!("{id}-hint"));
    let element = input.element().clone();
    let empty = move || told.get() && value(&element).trim().is_empty();
    let bad = empty.clone();
    let input = input.live_set("aria-invalid", move || bad().then(|| "true".to_owned()));
    let hint = hint.clone();
    let line = tag("p", "faint")
        .set("id", &format!("{id}-hint"))
        .live(move || {
            vec![if empty() {
                words(
                    "warn",
                    "Left open, it stays in the drafts as a placeholder.",
                )
            } else {
                words("", &hint)
            }]
        });
    field(&id, name, input).with(line)
}

/// What to work on now.
pub(super) fn next_form(store: Store) -> Vec<Leaf> {
    let sentence = tag("p", "").live(move || {
        let desk = found(store);
        let Some((desk, view)) = desk.as_deref().and_then(|desk| Some((desk, view(desk)?))) else {
            return vec![words("faint", "Being found…")];
        };
        linked(&desk.of, view.next.1, &view.next.0)
    });
    let order = tag("ol", "desk-sequence").live(move || {
        let desk = found(store);
        let Some((desk, view)) = desk.as_deref().and_then(|desk| Some((desk, view(desk)?))) else {
            return Vec::new();
        };
        let steps = view.sequence.iter().map(|(story, batch, because)| {
            tag("li", "")
                .with(key_at(&desk.of, *story))
                .with(words("muted", &format!(" batch {batch}: {because}")))
        });
        steps.collect()
    });
    vec![
        sentence,
        tag("h4", "").text("In this order, by dependencies and value"),
        order,
    ]
}

/// The prerequisites of the selected story and what it holds up.
pub(super) fn prerequisites_form(store: Store) -> Vec<Leaf> {
    let all = Memo::new(move |_| {
        store.snapshot.with(|of| {
            let stories = of.stories.iter();
            stories
                .map(|story| (story.key.clone(), story.title.clone()))
                .collect::<Vec<_>>()
        })
    });
    let choice = tag("select", "").live(move || {
        let mut rows = vec![option("", "choose a story")];
        let stories = all.get();
        rows.extend(
            stories
                .iter()
                .map(|(key, title)| option(key, &format!("{key} {title}"))),
        );
        rows
    });
    let element = choice.element().clone();
    follow(Box::new(move || {
        all.with(|_| set_value(&element, &store.selected().unwrap_or_default()));
    }));
    let element = choice.element().clone();
    let choice = choice.on("change", move |_| {
        let key = value(&element);
        store.select(Some(key).filter(|key| !key.is_empty()));
    });
    let found = tag("div", "").live(move || {
        let desk = found(store);
        let selected = desk
            .as_deref()
            .and_then(|desk| Some((desk, view(desk)?.selected.as_ref()?)));
        match selected {
            Some((desk, check)) if store.selected().is_some() => prerequisites(&desk.of, check),
            _ => Vec::new(),
        }
    });
    vec![field("desk-story", "Story", choice), found]
}

/// What a story waits for, each met or not, and what it holds up.
pub(super) fn prerequisites(of: &Snapshot, check: &StoryCheck) -> Vec<Leaf> {
    let rows = check.needs.iter().map(|need| {
        let sign = match (need.met, need.story) {
            (true, _) => ("ok", "✓", "met"),
            (_, None) => ("faint", "?", "nobody can say"),
            _ if need.holds => ("bad", "✗", "open"),
            _ => ("faint", "○", "open, holds nothing up"),
        };
        let row = tag("li", "").with(
            words(sign.0, sign.1)
                .set("role", "img")
                .set("aria-label", sign.2)
                .set("title", sign.2),
        );
        match need
            .story
            .and_then(|at| Some((at, of.stories.get(at as usize)?)))
        {
            Some((at, story)) => row
                .with(glyph(story.status))
                .with(key_at(of, at))
                .with(words("muted", &story.title)),
            None => row.with(words("", &need.name)),
        }
    });
    let rows: Vec<Leaf> = rows.collect();
    let waits = if rows.is_empty() {
        tag("p", "muted").text("It waits for nothing.")
    } else {
        tag("ul", "desk-needs").with_all(rows)
    };
    let holds = tag("p", "keys").with_all(if check.holds_up.is_empty() {
        vec![words("muted", "It holds nothing up.")]
    } else {
        let mut parts = vec![words("muted", "It holds up")];
        parts.extend(keys(of, &check.holds_up, KEYS));
        parts
    });
    vec![tag("h3", "").text("Prerequisites"), waits, holds]
}
