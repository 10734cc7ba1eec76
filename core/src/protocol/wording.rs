//! How the session reads `epic_spec` and names of agents, and words its log and its errors.

use super::json::Value;
use super::messages::Trouble;
use crate::write::{push_string, push_strings};

/// `epic_spec`: words, or a list of epics.
pub(super) fn epic_spec(value: &Value) -> Result<String, Trouble> {
    let wrong = |found: &Value| Trouble::field("epic_spec", "a text or a list of epics", found);
    let one = |item: &Value| match item {
        Value::Text(text) => Some(text.clone()),
        Value::Whole(number) => Some(number.to_string()),
        _ => None,
    };
    match value.get("epic_spec") {
        Some(Value::List(items)) => {
            let names: Option<Vec<String>> = items.iter().map(one).collect();
            let names = names.filter(|names| !names.is_empty());
            names
                .map(|names| names.join(","))
                .ok_or_else(|| wrong(&Value::List(items.clone())))
        }
        Some(found) => one(found)
            .filter(|text| !text.trim().is_empty())
            .ok_or_else(|| wrong(found)),
        None => Err(wrong(&Value::Null)),
    }
}

/// What an agent is called.
pub(super) fn name_of(agent: &Value) -> String {
    let name = || {
        ["name", "id", "agent"]
            .iter()
            .find_map(|field| agent.get(field)?.text())
    };
    match agent {
        Value::Text(name) => name.clone(),
        _ => name().map_or_else(|| agent.line(), str::to_owned),
    }
}

/// ` B1[3-1,3-2] B2[4-1]`.
pub(super) fn batches(batches: &[(u32, Vec<String>)]) -> String {
    let one = |(id, keys): &(u32, Vec<String>)| format!(" B{id}[{}]", keys.join(","));
    batches.iter().map(one).collect()
}

pub(super) fn push_text_or_null(out: &mut String, text: Option<&str>) {
    match text {
        Some(text) => push_string(out, text),
        None => out.push_str("null"),
    }
}

pub(super) fn error(session_id: Option<&str>, name: Option<&str>, trouble: &Trouble) -> String {
    let mut out = String::from("{\n  \"msg_type\": \"ERROR\",\n  \"session_id\": ");
    push_text_or_null(&mut out, session_id);
    out.push_str(",\n  \"in_reply_to\": ");
    push_text_or_null(&mut out, name);
    out.push_str(&format!(
        ",\n  \"code\": \"{}\",\n  \"errors\": ",
        trouble.code.as_str()
    ));
    push_strings(&mut out, trouble.errors.iter().map(String::as_str));
    out.push_str("\n}\n");
    out
}
