//! The messages of the protocol: one table that the session, the help and the agent pack share,
//! and the reading of their fields.

use super::json::{self, Value};
use super::options::{MOST, texts, whole_number};
use crate::correct::{DropRule, ToBatch, Trigger};

/// A message and its fields.
#[derive(Debug, Clone, Copy)]
pub struct Message {
    /// Its `msg_type`.
    pub name: &'static str,
    /// Whether the session receives it; else it sends it.
    pub received: bool,
    /// What it is for, as a phrase.
    pub about: &'static str,
    /// Fields that must be there.
    pub required: &'static [&'static str],
    /// Fields that may be there.
    pub optional: &'static [&'static str],
}

/// Every message, in the order of the specification.
pub const MESSAGES: [Message; 10] = [
    Message {
        name: "SM_PLANNING_REQUEST",
        received: true,
        about: "plan the open stories; answered by BATCH_PLAN_READY",
        required: &["session_id", "epic_spec"],
        optional: &["status_file_path", "user_options"],
    },
    Message {
        name: "CC_TRIGGER",
        received: true,
        about: "plan the rest of the sprint again; answered by COURSE_CORRECTION",
        required: &["reason"],
        optional: &[
            "user_input",
            "current_batch_id",
            "session_id",
            "added_stories",
            "dropped_stories",
            "failed_stories",
            "order",
            "moves",
            "drop_rule",
        ],
    },
    Message {
        name: "AGENT_ROSTER_BROADCAST",
        received: true,
        about: "who takes part; kept, not answered",
        required: &["residents", "slaves", "temps"],
        optional: &["session_id"],
    },
    Message {
        name: "SM_SUMMARY_REQUEST",
        received: true,
        about: "sum the sprint up; answered by SPRINT_SUMMARY",
        required: &["batch_results", "session_id"],
        optional: &[],
    },
    Message {
        name: "shutdown_request",
        received: true,
        about: "finish; answered by shutdown_response",
        required: &[],
        optional: &["session_id", "request_id", "reason"],
    },
    Message {
        name: "BATCH_PLAN_READY",
        received: false,
        about: "the batches",
        required: &["session_id", "total_stories", "batches", "dependency_graph"],
        optional: &[],
    },
    Message {
        name: "COURSE_CORRECTION",
        received: false,
        about: "the batches from the current one on, and who came and went",
        required: &[
            "session_id",
            "reason",
            "new_batches",
            "dropped_stories",
            "added_stories",
        ],
        optional: &[],
    },
    Message {
        name: "SPRINT_SUMMARY",
        received: false,
        about: "what was done, failed or is open, tokens, velocity, corrections",
        required: &[
            "session_id",
            "batches",
            "total",
            "velocity",
            "corrections",
            "plans_created",
        ],
        optional: &[],
    },
    Message {
        name: "shutdown_response",
        received: false,
        about: "always approve",
        required: &["session_id", "shutdown_response"],
        optional: &["request_id"],
    },
    Message {
        name: "ERROR",
        received: false,
        about: "a message that could not be followed; nothing has changed",
        required: &["session_id", "in_reply_to", "code", "errors"],
        optional: &[],
    },
];

/// In which way a message could not be followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorCode {
    /// The text is no JSON.
    MalformedJson,
    /// It is JSON, but no object with a `msg_type`.
    NoMessage,
    /// No message is called so.
    UnknownMessage,
    /// A field that must be there is not.
    MissingField,
    /// A field has a value that it cannot have.
    WrongField,
    /// The session was shut down.
    SessionClosed,
    /// No plan could be made.
    PlanFailed,
    /// No correction could be made.
    CorrectionFailed,
}

impl ErrorCode {
    /// The stable word: `malformed-json`.
    pub fn as_str(self) -> &'static str {
        match self {
            ErrorCode::MalformedJson => "malformed-json",
            ErrorCode::NoMessage => "no-message",
            ErrorCode::UnknownMessage => "unknown-message",
            ErrorCode::MissingField => "missing-field",
            ErrorCode::WrongField => "wrong-field",
            ErrorCode::SessionClosed => "session-closed",
            ErrorCode::PlanFailed => "plan-failed",
            ErrorCode::CorrectionFailed => "correction-failed",
        }
    }
}

/// Why a message could not be followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Trouble {
    pub code: ErrorCode,
    pub errors: Vec<String>,
}

impl Trouble {
    pub fn new(code: ErrorCode, error: impl Into<String>) -> Self {
        Self {
            code,
            errors: vec![error.into()],
        }
    }

    pub fn field(name: &str, expected: &str, found: &Value) -> Self {
        Self::new(
            ErrorCode::WrongField,
            format!("{name} must be {expected}, not {}", found.name()),
        )
    }
}

/// A message taken apart: which one, its value, and the names of fields that it does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Incoming {
    pub name: &'static str,
    pub value: Value,
    pub unknown: Vec<String>,
}

/// Reads a message and checks which fields are there.
pub(super) fn incoming(text: &str) -> Result<Incoming, Trouble> {
    let bare = text.trim();
    let value = if bare == "shutdown_request" {
        Value::Text(bare.to_owned())
    } else {
        json::parse(text).map_err(|no_json| {
            let reason = format!("this is no JSON: {}", no_json.reason);
            Trouble::new(ErrorCode::MalformedJson, reason)
        })?
    };
    let value = match value {
        // The specification names it without a frame around.
        Value::Text(text) if text == "shutdown_request" => {
            Value::Object(vec![("msg_type".to_owned(), Value::Text(text))])
        }
        value => value,
    };
    let Value::Object(fields) = &value else {
        return Err(Trouble::new(
            ErrorCode::NoMessage,
            format!("a message is an object, not {}", value.name()),
        ));
    };
    let named = value.get("msg_type").or_else(|| value.get("type"));
    let Some(name) = named.and_then(Value::text) else {
        let known = names();
        let words = format!("msg_type is missing; there are {known}");
        return Err(Trouble::new(ErrorCode::NoMessage, words));
    };
    let Some(message) = MESSAGES.iter().find(|one| one.received && one.name == name) else {
        let words = format!("there is no message “{name}”; there are {}", names());
        return Err(Trouble::new(ErrorCode::UnknownMessage, words));
    };
    let missing = message
        .required
        .iter()
        .filter(|name| value.get(name).is_none());
    let missing: Vec<&str> = missing.copied().collect();
    if !missing.is_empty() {
        return Err(Trouble {
            code: ErrorCode::MissingField,
            errors: missing
                .iter()
                .map(|field| format!("{name} needs {field}"))
                .collect(),
        });
    }
    let known = |field: &str| {
        matches!(field, "msg_type" | "type")
            || message.required.contains(&field)
            || message.optional.contains(&field)
    };
    let unknown = fields.iter().map(|(name, _)| name.clone());
    let unknown = unknown.filter(|name| !known(name)).collect();
    Ok(Incoming {
        name: message.name,
        value,
        unknown,
    })
}

fn names() -> String {
    let received = MESSAGES.iter().filter(|one| one.received);
    received.map(|one| one.name).collect::<Vec<_>>().join(", ")
}

/// A text field; `None` where it is not there or empty.
pub(super) fn text(value: &Value, name: &str) -> Result<Option<String>, Trouble> {
    match value.get(name) {
        None => Ok(None),
        Some(Value::Text(text)) => Ok(Some(text.clone()).filter(|text| !text.trim().is_empty())),
        // An id of digits alone, which YAML takes for a number.
        Some(Value::Whole(number)) => Ok(Some(number.to_string())),
        Some(other) => Err(Trouble::field(name, "a text", other)),
    }
}

/// The fields of a trigger, in the order in which help lists them; `msg_type` and `session_id`,
/// which messages carry too, stand before them.
pub const TRIGGER_FIELDS: [&str; 11] = [
    "msg_type",
    "session_id",
    "reason",
    "user_input",
    "current_batch_id",
    "added_stories",
    "dropped_stories",
    "failed_stories",
    "order",
    "moves",
    "drop_rule",
];

/// Reads a `CC_TRIGGER`.
///
/// # Errors
/// The first field that has a value it cannot have, as a sentence without its full stop.
pub fn trigger(value: &Value) -> Result<Trigger, String> {
    let kind = |name: &str, expected: &str, found: &Value| {
        format!("{name} must be {expected}, not {}", found.name())
    };
    let text = |name: &str| match value.get(name) {
        None => Ok(String::new()),
        Some(Value::Text(text)) => Ok(text.clone()),
        Some(other) => Err(kind(name, "a text", other)),
    };
    let keys = |name: &str| match value.get(name) {
        None => Ok(Vec::new()),
        Some(list) => texts(list).map_err(|_| kind(name, "a list of story keys", list)),
    };
    let batch_id = |value: &Value| {
        let number = whole_number(value, 0, MOST).ok()?;
        u32::try_from(number).ok()
    };
    let one_move = |one: &Value| {
        Some(ToBatch {
            story: one.get("story")?.text()?.to_owned(),
            batch: batch_id(one.get("batch")?)?,
        })
    };
    let moves = match value.get("moves") {
        None => Some(Vec::new()),
        Some(Value::List(items)) => items.iter().map(one_move).collect(),
        Some(_) => None,
    };
    let drop_rule = text("drop_rule")?;
    Ok(Trigger {
        reason: text("reason")?,
        user_input: text("user_input")?,
        current_batch_id: match value.get("current_batch_id") {
            None => None,
            Some(found) => Some(
                batch_id(found).ok_or_else(|| kind("current_batch_id", "a whole number", found))?,
            ),
        },
        added_stories: keys("added_stories")?,
        dropped_stories: keys("dropped_stories")?,
        failed_stories: keys("failed_stories")?,
        order: keys("order")?,
        moves: moves.ok_or_else(|| {
            let found = value.get("moves").unwrap_or(&Value::Null);
            kind("moves", "a list of {story, batch}", found)
        })?,
        drop_rule: match drop_rule.as_str() {
            "" => DropRule::default(),
            name => DropRule::from_name(name).ok_or_else(|| {
                let names: Vec<&str> = DropRule::ALL.iter().map(|rule| rule.as_str()).collect();
                let found = value.get("drop_rule").unwrap_or(&Value::Null);
                kind("drop_rule", &names.join(" or "), found)
            })?,
        },
    })
}
