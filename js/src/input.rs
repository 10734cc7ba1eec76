//! Values from JavaScript, checked: documents, and what an argument is called that is wrong.

use std::collections::BTreeSet;

use js_sys::{Array, Reflect};
use sprintloom_core::protocol::OPTIONS;
use sprintloom_core::source::Document;
use wasm_bindgen::{JsCast, JsValue};

/// An argument that is not what it should be. Nothing was read or planned.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InputError {
    /// The documents are not an array of `{path, text}`.
    #[error("{0}")]
    Documents(String),
    /// There is no option of that name.
    #[error("there is no option “{option}”; there are {}", option_names())]
    UnknownOption {
        /// The name.
        option: String,
    },
    /// There is no option of that name in a run.
    #[error(
        "there is no option “{option}” in a run; there are command, state, output, tokens, at, prices"
    )]
    UnknownRunOption {
        /// The name.
        option: String,
    },
    /// An option has a value it cannot have.
    #[error("{option} must be {expected}, not {found}")]
    Option {
        /// The option's name.
        option: &'static str,
        /// What it can be.
        expected: String,
        /// What it is.
        found: String,
    },
    /// The trigger of a correction is not what it should be.
    #[error("{0}")]
    Trigger(String),
    /// The request is not what it should be.
    #[error("{0}")]
    Request(String),
    /// The options are not an object.
    #[error("the options must be an object, not {found}")]
    Options {
        /// What they are.
        found: String,
    },
}

fn option_names() -> String {
    let names: Vec<&str> = OPTIONS.iter().map(|(name, _)| *name).collect();
    names.join(", ")
}

impl InputError {
    /// The stable code: `invalid-documents`, `invalid-trigger`, `invalid-request`,
    /// `unknown-option` or `invalid-option`.
    pub fn code(&self) -> &'static str {
        match self {
            InputError::Documents(_) => "invalid-documents",
            InputError::Trigger(_) => "invalid-trigger",
            InputError::Request(_) => "invalid-request",
            InputError::UnknownOption { .. } | InputError::UnknownRunOption { .. } => {
                "unknown-option"
            }
            InputError::Option { .. } | InputError::Options { .. } => "invalid-option",
        }
    }

    /// The option that is meant, where one is.
    pub fn option(&self) -> Option<&str> {
        match self {
            InputError::UnknownOption { option } | InputError::UnknownRunOption { option } => {
                Some(option)
            }
            InputError::Option { option, .. } => Some(option),
            InputError::Documents(_)
            | InputError::Trigger(_)
            | InputError::Request(_)
            | InputError::Options { .. } => None,
        }
    }
}

/// The documents in `value`, in path order.
///
/// # Errors
/// [`InputError::Documents`] when it is no array, when an element has no `path` or `text`, and
/// when two have one path: the second would hide the first.
pub fn documents(value: &JsValue) -> Result<Vec<Document>, InputError> {
    let Some(array) = value.dyn_ref::<Array>() else {
        return Err(InputError::Documents(format!(
            "the documents must be an array of {{path, text}}, not {}",
            name_of(value)
        )));
    };
    let mut found = Vec::new();
    let mut paths = BTreeSet::new();
    for (at, element) in array.iter().enumerate() {
        let text_of = |field: &str| {
            let value = member(&element, field);
            value.as_string().ok_or_else(|| {
                let found = name_of(&value);
                InputError::Documents(format!(
                    "documents[{at}].{field} must be a text, not {found}"
                ))
            })
        };
        let document = Document::new(text_of("path")?, text_of("text")?);
        if document.path.is_empty() {
            return Err(InputError::Documents(format!(
                "documents[{at}].path must not be empty"
            )));
        }
        if !paths.insert(document.path.clone()) {
            let path = document.path;
            return Err(InputError::Documents(format!(
                "two documents have the path “{path}”"
            )));
        }
        found.push(document);
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(found)
}

/// A property; `undefined` where there is none (or the value cannot have one).
pub(crate) fn member(value: &JsValue, name: &str) -> JsValue {
    Reflect::get(value, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

pub(crate) fn is_absent(value: &JsValue) -> bool {
    value.is_undefined() || value.is_null()
}

/// What a value is, for people: short texts and numbers as they are, the rest by kind.
pub(crate) fn name_of(value: &JsValue) -> String {
    const LONGEST: usize = 40;
    if let Some(text) = value.as_string() {
        let mut shown: String = text.chars().take(LONGEST).collect();
        if shown.len() < text.len() {
            shown.push('…');
        }
        return format!("“{shown}”");
    }
    if let Some(number) = value.as_f64() {
        return number.to_string();
    }
    if let Some(truth) = value.as_bool() {
        return truth.to_string();
    }
    let name = match value {
        value if value.is_undefined() => "undefined",
        value if value.is_null() => "null",
        value if value.is_array() => "an array",
        value if value.is_function() => "a function",
        value if value.is_object() => "an object",
        _ => "something else",
    };
    name.to_owned()
}
