//! What happened: the reason, marks on stories, free text, new stories.

use sprintloom_core::correct::{DropRule, MOST_INPUT, Reason};
use sprintloom_core::project::Draft;
use sprintloom_core::source::Document;

use super::draft::{Mark, mark, sayings};
use super::{change, found, scenarios};
use crate::browser::{set_value, value, value_of};
use crate::leaf::{Leaf, button, follow, tag, words};
use crate::live::Memo;
use crate::store::Store;
use crate::story_parts::key;

/// The document that pasted stories come into.
const NEW_TEXT: &str = "new-stories.md";

/// The left side.
pub(super) fn happened(store: Store) -> Leaf {
    let is_past = Memo::new(move |_| store.past.get().is_some());
    let now = tag("div", "happened-now")
        .live_set("hidden", move || is_past.get().then(String::new))
        .with(reason(store))
        .with(current(store))
        .with(marks(store))
        .with(tag("div", "sayings").live(move || said(store)))
        .with(in_words(store))
        .with(tag("div", "understood").live(move || understood(store)))
        .with(new_text(store))
        .with(tag("div", "").live(move || stranded(store)))
        .with(tag("div", "").live(move || failed(store)))
        .with(scenarios::bring_back(store));
    tag("section", "happened")
        .set("aria-label", "What happened")
        .set("tabindex", "0")
        .with(now)
        .with(scenarios::timeline(store))
}

fn option(value: &str, words: &str) -> Leaf {
    tag("option", "").set("value", value).text(words)
}

/// A field under its label.
fn field(id: &str, label: &str, field: Leaf) -> Leaf {
    tag("div", "setting")
        .with(tag("label", "").set("for", id).text(label))
        .with(field.set("id", id))
}

/// A field whose value follows the draft, unless it has it already.
fn follow_value(leaf: &Leaf, read: impl Fn() -> String + 'static) {
    let element = leaf.element().clone();
    follow(Box::new(move || {
        let wanted = read();
        if value(&element) != wanted {
            set_value(&element, &wanted);
        }
    }));
}

fn reason(store: Store) -> Leaf {
    let names = [
        "Somebody wants it otherwise",
        "Stories fail again and again",
        "There is more to do",
    ];
    let mut select = tag("select", "");
    for (reason, name) in Reason::ALL.into_iter().zip(names) {
        select = select.with(option(reason.as_str(), name));
    }
    follow_value(&select, move || store.draft.get().trigger.reason.clone());
    let select = select.on("change", move |event| {
        let reason = value_of(&event);
        change(store, |draft| draft.trigger.reason = reason);
    });
    field("correct-reason", "Reason", select)
}

/// The batch from which on is planned again.
fn current(store: Store) -> Leaf {
    let select = tag("select", "").live(move || {
        let snapshot = store.good.get();
        let plan = snapshot.plan.as_ref().ok();
        let ids = plan
            .iter()
            .flat_map(|plan| &plan.batches)
            .map(|batch| batch.id);
        let ids: Vec<u32> = ids.collect();
        let mut options = vec![option("", "The first with work left")];
        options.extend(
            ids.iter()
                .map(|id| option(&id.to_string(), &format!("Batch {id}"))),
        );
        options
    });
    follow_value(&select, move || {
        store.good.track();
        let current = store.draft.get().trigger.current_batch_id;
        current.map(|id| id.to_string()).unwrap_or_default()
    });
    let select = select.on("change", move |event| {
        let current = value_of(&event).parse().ok();
        change(store, |draft| draft.trigger.current_batch_id = current);
    });
    field("correct-current", "Current batch", select)
}

/// A field for keys, and what can be said of the stories.
fn marks(store: Store) -> Leaf {
    let keys = tag("input", "")
        .set("placeholder", "the selected story, or keys: 3-1, 3-2")
        .set("spellcheck", "false")
        .set("autocomplete", "off");
    let element = keys.element().clone();
    let buttons = Mark::BUTTONS.map(|(what, name)| {
        let element = element.clone();
        button("small", move || {
            let typed = value(&element);
            let keys = match typed.trim() {
                "" => store.selected_untracked().into_iter().collect(),
                typed => known_keys(store, typed),
            };
            change(store, |draft| {
                for key in &keys {
                    mark(draft, key, what);
                }
            });
            set_value(&element, "");
        })
        .text(name)
    });
    field("correct-keys", "Stories", keys).with(
        tag("div", "mark-buttons")
            .set("role", "group")
            .set("aria-label", "What happened to these stories")
            .with_all(buttons.into()),
    )
}

/// The keys in a text, as the documents have them where they do.
fn known_keys(store: Store, typed: &str) -> Vec<String> {
    store.good.with_untracked(|snapshot| {
        let known = |key: &str| snapshot.stories.iter().any(|story| story.key == key);
        let words = typed
            .split([',', ';', ' ', '\t'])
            .filter(|word| !word.is_empty());
        let key = |word: &str| {
            let dashed = word.replace('.', "-").to_ascii_lowercase();
            if !known(word) && known(&dashed) {
                dashed
            } else {
                word.to_owned()
            }
        };
        words.map(key).collect()
    })
}

/// What was said by hand, each to be taken back.
fn said(store: Store) -> Vec<Leaf> {
    let draft = store.draft.get();
    let snapshot = store.good.get();
    let chip = |saying: super::draft::Saying| {
        let what = format!(
            "{} {}",
            saying.key.as_deref().unwrap_or_default(),
            saying.words
        );
        let of = saying.key.as_deref().map(|of| {
            let story = snapshot.stories.iter().find(|story| story.key == of);
            key(of, story.map_or("", |story| &story.title))
        });
        tag("li", "chip")
            .with_some(of)
            .with(words("", &saying.words))
            .with(
                button("quiet chip-away", move || {
                    change(store, |draft| (saying.take_back)(draft));
                })
                .set("aria-label", &format!("Take back: {}", what.trim()))
                .text("×"),
            )
    };
    let chips: Vec<Leaf> = sayings(&draft).into_iter().map(chip).collect();
    if chips.is_empty() {
        return Vec::new();
    }
    vec![
        tag("ul", "chips")
            .set("aria-label", "Said of stories")
            .with_all(chips),
    ]
}

fn in_words(store: Store) -> Leaf {
    let text = tag("textarea", "")
        .set("rows", "3")
        .set("placeholder", "drop 4-2; do 4-3 first; move 5-1 to batch 4");
    follow_value(&text, move || store.draft.get().trigger.user_input.clone());
    let text = text.on("input", move |event| {
        let typed = value_of(&event);
        change(store, |draft| draft.trigger.user_input = typed);
    });
    let count = tag("p", "faint").live_text(move || {
        let typed = store.draft.get().trigger.user_input.chars().count();
        if typed * 5 > MOST_INPUT * 4 {
            format!("{typed} of {MOST_INPUT} characters")
        } else {
            String::new()
        }
    });
    field("correct-words", "In words", text).with(count)
}

/// What of the words was understood, and what was not, word for word.
fn understood(store: Store) -> Vec<Leaf> {
    let view = found(store);
    let mut parts = Vec::new();
    if !view.understood.is_empty() {
        let chips = view.understood.iter().map(|(text, meaning)| {
            tag("li", "chip ok")
                .set("title", text)
                .with(words("", meaning))
        });
        let list = tag("ul", "chips").set("aria-label", "Understood");
        parts.push(list.with_all(chips.collect()));
    }
    for text in &view.not_understood {
        let quoted = tag("q", "").text(text);
        parts.push(
            tag("p", "not-understood")
                .text("Not understood, and left: ")
                .with(quoted),
        );
    }
    parts
}

/// A text of new stories or a whole epic.
fn new_text(store: Store) -> Leaf {
    let text = tag("textarea", "code")
        .set("rows", "3")
        .set("spellcheck", "false")
        .set(
            "placeholder",
            "### Story 4.9: Export orders\n\n**Dependencies:** Story 4.1",
        );
    follow_value(&text, move || {
        let draft = store.draft.get();
        draft
            .texts
            .first()
            .map(|text| text.text.clone())
            .unwrap_or_default()
    });
    let text = text.on("input", move |event| {
        let typed = value_of(&event);
        change(store, |draft| put_text(draft, typed));
    });
    field("correct-new", "New stories or an epic, as text", text)
}

fn put_text(draft: &mut Draft, text: String) {
    draft.texts.clear();
    if !text.trim().is_empty() {
        draft.texts.push(Document::new(NEW_TEXT, text));
        if draft.trigger.reason == Reason::UserRequest.as_str() {
            draft.trigger.reason = Reason::NewRequirements.as_str().to_owned();
        }
    }
}

/// Dropped stories that others wait for, and what becomes of those.
fn stranded(store: Store) -> Vec<Leaf> {
    let view = found(store);
    if view.stranded.is_empty() {
        return Vec::new();
    }
    let snapshot = store.good.get();
    let shown = |of: &String| {
        let story = snapshot.stories.iter().find(|story| story.key == *of);
        key(of, story.map_or("", |story| &story.title))
    };
    let rows = view.stranded.iter().map(|(dropped, waiting)| {
        let mut line = tag("li", "").with(shown(dropped)).text(" is needed by ");
        for (at, of) in waiting.iter().enumerate() {
            line = line.text(if at == 0 { "" } else { ", " }).with(shown(of));
        }
        line.text(if waiting.is_empty() {
            "a whole epic"
        } else {
            ""
        })
    });
    let mut select = tag("select", "");
    for (rule, name) in [
        (DropRule::Relink, "They wait for what it waited for"),
        (DropRule::Cascade, "They are dropped too"),
        (DropRule::LeaveUnmet, "They are left waiting"),
    ] {
        select = select.with(option(rule.as_str(), name));
    }
    set_value(
        select.element(),
        store.draft.get().trigger.drop_rule.as_str(),
    );
    let select = select.on("change", move |event| {
        if let Some(rule) = DropRule::from_name(&value_of(&event)) {
            change(store, |draft| draft.trigger.drop_rule = rule);
        }
    });
    vec![
        tag("h3", "").text("Stranded stories"),
        tag("ul", "stranded").with_all(rows.collect()),
        field("correct-rule", "What becomes of them", select),
    ]
}

/// The stories that failed: what they share, and ways out with what each would lead to.
fn failed(store: Store) -> Vec<Leaf> {
    let view = found(store);
    if view.failed.is_empty() {
        return Vec::new();
    }
    let mut parts = vec![tag("h3", "").text("Failed")];
    for shared in &view.shared {
        let class = if shared.starts_with("A blocker") {
            "blocker"
        } else {
            "muted"
        };
        parts.push(tag("p", class).text(shared));
    }
    for row in &view.failed {
        let ways: [fn(&mut Draft, &str, &str); 3] = [
            |draft, key, _| say(draft, &format!("defer {key}")),
            |draft, key, title| split(draft, key, title),
            |draft, key, _| mark(draft, key, Mark::Drop),
        ];
        let buttons = row.choices.iter().zip(ways).map(|(choice, way)| {
            let (of, title) = (row.key.clone(), row.title.clone());
            let leaf = button("small", move || {
                change(store, |draft| way(draft, &of, &title))
            });
            match choice.ends_with("not possible") {
                true => leaf.set("disabled", "").text(choice),
                false => leaf.text(choice),
            }
        });
        let line = tag("p", "")
            .with(key(&row.key, &row.title))
            .text(" ")
            .text(&row.told);
        parts.push(
            tag("div", "failed-story")
                .with(line)
                .with(tag("div", "mark-buttons").with_all(buttons.collect())),
        );
    }
    parts
}

/// One more request in words.
fn say(draft: &mut Draft, words: &str) {
    let said = &mut draft.trigger.user_input;
    if !said.trim().is_empty() {
        said.push_str("; ");
    }
    said.push_str(words);
}

/// A second half of a story, to be written out: what of it is left to a story of its own.
fn split(draft: &mut Draft, key: &str, title: &str) {
    let dotted = match key.rsplit_once('-') {
        Some((epic, story)) => format!("{epic}.{story}"),
        None => key.to_owned(),
    };
    let half = format!(
        "### Story {dotted}b: {title}, second part\n\n**Dependencies:** Story {dotted}\n\n**Acceptance Criteria:**\n\n1. \n"
    );
    let mut text = draft
        .texts
        .first()
        .map(|text| text.text.clone())
        .unwrap_or_default();
    if !text.trim().is_empty() {
        text.push('\n');
    }
    text.push_str(&half);
    put_text(draft, text);
}
