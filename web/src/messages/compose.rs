//! What is to be sent: a form for each message, its text, files of messages.

use std::rc::Rc;
use std::sync::Arc;

use sprintloom_core::protocol::{self, MESSAGES, Message, Value};
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

use crate::browser::{self, set_value, value, value_of};
use crate::files;
use crate::leaf::{Leaf, button, tag, words};
use crate::live::RwSignal;
use crate::store::Store;
use crate::wire::Script;

/// The form at the bottom.
pub fn compose(store: Store) -> Leaf {
    let text = tag("textarea", "code")
        .set("aria-label", "Message as JSON")
        .set("rows", "3")
        .set("spellcheck", "false")
        .set("placeholder", "A message as JSON, or several, one a line");
    let element = text.element().clone();
    let chosen = RwSignal::new(0_usize);
    let mut choice = tag("select", "")
        .set("id", "message-kind")
        .set("aria-label", "Kind of message");
    for (at, message) in received().enumerate() {
        let option = tag("option", "").set("value", &at.to_string());
        choice = choice.with(option.text(message.name));
    }
    let choice = choice.on("change", move |event| {
        chosen.set(value_of(&event).parse().unwrap_or(0));
    });
    let of_fields = element.clone();
    let fields = tag("div", "fields").live(move || match received().nth(chosen.get()) {
        Some(message) => fields(store, message, &of_fields),
        None => Vec::new(),
    });
    let send_now = move || send(store, &value(&element));
    let by_key = send_now.clone();
    let text = text.on("keydown", move |event| {
        let event: &KeyboardEvent = event.unchecked_ref();
        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
            event.prevent_default();
            by_key();
        }
    });
    tag("form", "compose")
        .set("aria-label", "Send a message")
        .on("submit", |event| event.prevent_default())
        .with(
            tag("div", "kind")
                .with(choice)
                .with(words("faint about", "").live_text(move || {
                    let message = received().nth(chosen.get());
                    message.map_or("", |message| message.about).to_owned()
                })),
        )
        .with(fields)
        .with(text)
        .with(
            tag("div", "actions")
                .with(
                    button("primary", send_now)
                        .set("title", "Ctrl Enter in the text")
                        .text("Send"),
                )
                .with(
                    button("", move || files::pick_text(move |text| send(store, &text)))
                        .text("Replay a file…"),
                )
                .with(words(
                    "faint",
                    "Lines of JSON, as “sprintloom message” takes them.",
                )),
        )
}

fn received() -> impl Iterator<Item = &'static Message> {
    MESSAGES.iter().filter(|message| message.received)
}

/// The fields of a message; typing in one writes the text anew.
fn fields(store: Store, message: &'static Message, text: &Element) -> Vec<Leaf> {
    let names = message.required.iter().map(|name| (*name, true));
    let names = names.chain(message.optional.iter().map(|name| (*name, false)));
    let inputs: Vec<(&'static str, bool, Leaf)> = names
        .map(|(name, needed)| {
            let input = tag("input", "")
                .set("type", "text")
                .set("spellcheck", "false")
                .set("autocomplete", "off")
                .set_some("required", needed.then_some(""))
                .set("placeholder", hint(name));
            set_value(input.element(), &first_value(store, message, name));
            (name, needed, input)
        })
        .collect();
    let elements: Rc<Vec<(&'static str, Element)>> = Rc::new(
        inputs
            .iter()
            .map(|(name, _, input)| (*name, input.element().clone()))
            .collect(),
    );
    let write = {
        let text = text.clone();
        move || set_value(&text, &written(message, &elements))
    };
    write();
    inputs
        .into_iter()
        .map(|(name, needed, input)| {
            let write = write.clone();
            tag("label", if needed { "needed" } else { "" })
                .with(tag("code", "").text(name))
                .with(input.on("input", move |_| write()))
        })
        .collect()
}

/// What a field holds at first.
fn first_value(store: Store, message: &Message, name: &str) -> String {
    match name {
        "session_id" => {
            store.with_project_untracked(|project| project.settings.session_id().to_owned())
        }
        "epic_spec" => "all".to_owned(),
        "reason" if message.required.contains(&name) => "user_request".to_owned(),
        "residents" => "[\"master\", \"scrum-master\"]".to_owned(),
        "slaves" | "temps" | "batch_results" => "[]".to_owned(),
        _ => String::new(),
    }
}

/// What may stand in a field.
fn hint(name: &str) -> &'static str {
    match name {
        "epic_spec" => "epic3-epic6, all",
        "user_options" => "{\"batch_size\": 4}",
        "status_file_path" => "sprint-status.yaml",
        "reason" => "user_request, repeated_failures, new_requirements",
        "user_input" => "drop 4-2; do 4-3 first",
        "current_batch_id" => "2",
        "added_stories" | "dropped_stories" | "failed_stories" | "order" => "[\"4-2\"]",
        "moves" => "[{\"story\": \"4-2\", \"batch\": 3}]",
        "drop_rule" => "relink, cascade, leave-unmet",
        "batch_results" => "[{\"batch_id\": 1, \"done\": [\"3-1\"]}]",
        _ => "",
    }
}

/// The message that the fields say. What is JSON in a field stays it, but ids are texts.
fn written(message: &Message, inputs: &[(&'static str, Element)]) -> String {
    let mut fields = vec![("msg_type".to_owned(), Value::Text(message.name.to_owned()))];
    for (name, input) in inputs {
        let typed = value(input);
        let typed = typed.trim();
        if typed.is_empty() {
            continue;
        }
        let text = || Value::Text(typed.to_owned());
        let is_text = matches!(
            *name,
            "session_id" | "request_id" | "epic_spec" | "user_input"
        );
        let value = match protocol::parse(typed) {
            Ok(value) if !is_text => value,
            _ => text(),
        };
        fields.push(((*name).to_owned(), value));
    }
    Value::Object(fields).line()
}

/// Sends one message, or each line of a text where every line is one.
fn send(store: Store, text: &str) {
    let lines: Vec<&str> = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    let each = lines.len() > 1 && lines.iter().all(|line| protocol::parse(line).is_ok());
    let fresh: Vec<String> = match each {
        true => lines.into_iter().map(str::to_owned).collect(),
        false => vec![text.trim().to_owned()],
    };
    store.script.update(|script| {
        let messages = script.messages.iter().cloned();
        let messages = messages.chain(fresh.into_iter().filter(|text| !text.is_empty()));
        *script = Arc::new(Script {
            session: script.session,
            messages: messages.collect(),
        });
    });
    store.keeper().talked(store);
}

/// Empties the log; the next message is the first of another session.
pub fn begin_again(store: Store) {
    store.script.update(|script| {
        *script = Arc::new(Script {
            session: script.session + 1,
            messages: Vec::new(),
        });
    });
    store.turns.set(Arc::default());
    store.keeper().talked(store);
    browser::next_frame(|| browser::focus("#message-kind"));
}
