//! The skill call: the same as a planning request or a trigger, in a file of YAML or JSON.

use super::json::{self, Value};
use super::options::texts;
use crate::read::yaml::{self, Node};

/// A skill call, as the message that it stands for and the paths that it names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// `SM_PLANNING_REQUEST` or `CC_TRIGGER`, as JSON text.
    pub message: String,
    /// The documents that it names; empty for the usual places.
    pub paths: Vec<String>,
    /// Fields that a call does not have; they are ignored.
    pub unknown: Vec<String>,
}

/// The fields of a call.
pub const CALL_FIELDS: [&str; 7] = [
    "mode",
    "session_id",
    "epic_paths",
    "epic_spec",
    "status_file_path",
    "config_overrides",
    "cc_trigger",
];

/// Reads a call.
///
/// # Errors
/// Why it cannot be followed, as a clause.
pub fn call(text: &str) -> Result<Call, String> {
    let value = json::parse(text).or_else(|_| from_yaml(text))?;
    let Value::Object(fields) = &value else {
        return Err(format!("a call is an object, not {}", value.name()));
    };
    let unknown = fields.iter().map(|(name, _)| name.clone());
    let unknown = unknown
        .filter(|name| !CALL_FIELDS.contains(&name.as_str()))
        .collect();
    let paths = match value.get("epic_paths") {
        None => Vec::new(),
        Some(list) => texts(list)
            .map_err(|expected| format!("epic_paths must be {expected}, not {}", list.name()))?,
    };
    let own = |name: &str| value.get(name).cloned();
    let text = |text: &str| Value::Text(text.to_owned());
    let trigger = own("cc_trigger");
    let mode = value.get("mode").map(|mode| mode.text().unwrap_or(""));
    let mode = mode.unwrap_or(if trigger.is_some() {
        "course-correct"
    } else {
        "plan"
    });
    let mut message: Vec<(String, Value)> = Vec::new();
    let mut put = |name: &str, value: Value| message.push((name.to_owned(), value));
    let session_id = own("session_id").unwrap_or_else(|| text(crate::project::DEFAULT_SESSION_ID));
    match mode {
        "plan" => {
            put("msg_type", text("SM_PLANNING_REQUEST"));
            put("session_id", session_id);
            put("epic_spec", own("epic_spec").unwrap_or_else(|| text("all")));
            for (name, from) in [
                ("status_file_path", "status_file_path"),
                ("user_options", "config_overrides"),
            ] {
                if let Some(value) = own(from) {
                    put(name, value);
                }
            }
        }
        "course-correct" => {
            let Some(Value::Object(fields)) = trigger else {
                return Err("cc_trigger is missing".to_owned());
            };
            put("msg_type", text("CC_TRIGGER"));
            put("session_id", session_id);
            for (name, value) in fields {
                if name != "msg_type" && name != "session_id" {
                    put(&name, value);
                }
            }
        }
        other => {
            return Err(format!(
                "mode must be plan or course-correct, not “{other}”"
            ));
        }
    }
    Ok(Call {
        message: Value::Object(message).line(),
        paths,
        unknown,
    })
}

fn from_yaml(text: &str) -> Result<Value, String> {
    let tree = yaml::parse(text);
    let tree = tree.map_err(|invalid| {
        format!(
            "it is neither JSON nor YAML: line {}: {}",
            invalid.line, invalid.reason
        )
    })?;
    Ok(plain(&tree))
}

/// YAML does not say here what was quoted: digits are a number, and a text where one is wanted.
fn plain(node: &Node) -> Value {
    match node {
        Node::Scalar(text) => match text.as_str() {
            "" | "null" | "~" => Value::Null,
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            text => match text.parse() {
                Ok(number) if !text.starts_with(['+', '0']) || text == "0" => Value::Whole(number),
                _ => Value::Text(text.to_owned()),
            },
        },
        Node::Map(entries) => {
            let fields = entries.iter();
            Value::Object(
                fields
                    .map(|entry| (entry.key.clone(), plain(&entry.value)))
                    .collect(),
            )
        }
        Node::List(items) => Value::List(items.iter().map(|item| plain(&item.value)).collect()),
    }
}
