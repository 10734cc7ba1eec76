//! The session with the planner, as agents have it: messages in, messages out, a log between.

mod compose;

use std::rc::Rc;
use std::sync::Arc;

use sprintloom_core::protocol::{self, Value};

use crate::browser;
use crate::export::file_buttons;
use crate::leaf::{Leaf, button, follow, tag, words};
use crate::persist;
use crate::store::Store;
use crate::story_parts::{counted, key};
use crate::wire::{Snapshot, TurnRow};

/// The view.
pub fn messages(store: Store) -> Leaf {
    let log = tag("div", "turns")
        .set("role", "log")
        .set("aria-label", "Messages")
        .set("tabindex", "0")
        .live(move || {
            let turns = store.turns.get();
            match turns.is_empty() {
                true => vec![nothing()],
                false => turns.iter().map(|row| turn(store, row)).collect(),
            }
        });
    // The newest is in sight.
    let window = log.element().clone();
    follow(Box::new(move || {
        store.turns.track();
        let window = window.clone();
        browser::next_frame(move || window.set_scroll_top(window.scroll_height()));
    }));
    tag("div", "messages")
        .with(head(store))
        .with(log)
        .with(compose::compose(store))
}

fn head(store: Store) -> Leaf {
    tag("div", "toolbar")
        .with(tag("h1", "").text("Messages"))
        .with(words("muted", "").live_text(move || {
            let script = store.script.get();
            let (sent, answered) = (script.messages.len(), store.turns.get().len());
            match sent {
                0 => "A session with the planner, as agents have it.".to_owned(),
                _ if answered < sent => "Being answered…".to_owned(),
                _ if !persist::keeps(&store.talk()) => {
                    "Too long to be kept in this browser: save it as a file.".to_owned()
                }
                _ => counted(sent, "message", "messages"),
            }
        }))
        .with(tag("span", "fill"))
        .with(tag("div", "tools").live(move || {
            let script = store.script.get();
            if script.messages.is_empty() {
                return Vec::new();
            }
            let lines: Vec<String> = script
                .messages
                .iter()
                .map(|text| on_one_line(text))
                .collect();
            let mut all = file_buttons("messages.jsonl", &Rc::from(lines.join("\n") + "\n"));
            all.push(
                button("", move || compose::begin_again(store))
                    .set("title", "The log is emptied and another session begins")
                    .text("New session"),
            );
            all
        }))
}

/// A message of several lines as one line of a file of messages.
fn on_one_line(text: &str) -> String {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join(" ")
}

fn nothing() -> Leaf {
    tag("div", "no-turns")
        .with(tag("p", "muted").text("Nothing was said yet. What is sent below, or replayed from a file, stands here with its answer."))
        .with(tag("p", "faint").text("The session reads the project as it is, and changes nothing in it. It is kept with the project, in this browser, until another one begins."))
}

fn turn(store: Store, row: &TurnRow) -> Leaf {
    let snapshot = store.snapshot.get_untracked();
    let class = if row.failed { "turn failed" } else { "turn" };
    let mut parts = vec![said("→", "received", &kind(&row.received), &row.received)];
    for line in &row.lines {
        parts.push(log_line(&snapshot, line));
    }
    if row.failed {
        for sentence in row.sent.iter().flat_map(|text| errors(text)) {
            parts.push(tag("p", "note bad").text(&sentence));
        }
    }
    for note in &row.notes {
        parts.push(tag("p", "note warn").text(note));
    }
    for text in &row.sent {
        parts.push(said("←", "sent", &kind(text), text));
    }
    if let Some(text) = &row.return_value {
        parts.push(said("", "value", "return value", text));
    }
    tag("section", class).with_all(parts)
}

/// A message that opens to its text.
fn said(sign: &str, class: &str, name: &str, text: &str) -> Leaf {
    let body = tag("pre", "").set("tabindex", "0").text(text.trim_end());
    tag("details", class)
        .with(
            tag("summary", "")
                .with(words("sign", sign).set("aria-hidden", "true"))
                .with(tag("code", "").text(name)),
        )
        .with(body)
}

/// The `msg_type` of a message.
fn kind(text: &str) -> String {
    let value = protocol::parse(text).ok();
    let name = value
        .as_ref()
        .and_then(|value| value.get("msg_type")?.text());
    match name {
        Some(name) => name.to_owned(),
        None => {
            let short: String = text.trim().chars().take(60).collect();
            format!("“{short}”")
        }
    }
}

/// What an error says.
fn errors(text: &str) -> Vec<String> {
    match protocol::parse(text)
        .ok()
        .as_ref()
        .and_then(|value| value.get("errors"))
    {
        Some(Value::List(items)) => {
            let texts = items.iter().filter_map(Value::text);
            texts.map(str::to_owned).collect()
        }
        _ => Vec::new(),
    }
}

/// A line of the log; the keys of stories in it lead to them.
fn log_line(snapshot: &Arc<Snapshot>, line: &str) -> Leaf {
    let mut leaf = tag("p", "log-line");
    let mut rest = line;
    while !rest.is_empty() {
        let end = rest.find(['[', ']', ',', ' ']).unwrap_or(rest.len());
        let (word, tail) = rest.split_at(end);
        let story = snapshot.stories.iter().find(|story| story.key == word);
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
