//! The options of planning by their names, checked: the `user_options` of a planning request, the
//! `config_overrides` of a skill call, and the options of the JavaScript module.

use super::json::Value;
use crate::graph::LeftOut;
use crate::plan::{
    BATCH_SIZES, EffortSource, EpicOrder, Pin, RegistryRule, Strategy, UnknownFiles,
};
use crate::project::Settings;

/// Every option with what it does, in the order in which help lists them.
pub const OPTIONS: [(&str, &str); 16] = [
    (
        "epics",
        "which epics: epic5, epic3-epic6, epic-5,epic-6, all",
    ),
    ("batch_size", "most stories in a batch, 1 to 20 (default 3)"),
    ("strategy", "balanced (default) or sequential"),
    ("session_id", "session id of the messages"),
    (
        "epic_order",
        "stories of an epic in order: free (default), soft, hard",
    ),
    (
        "effort",
        "what complexity is taken from: complexity (default) or points",
    ),
    (
        "token_base",
        "estimated tokens of any story (default 50000)",
    ),
    (
        "token_rate",
        "and of each point of complexity (default 10000)",
    ),
    ("batch_tokens", "most tokens in a batch"),
    ("sprint_tokens", "token budget of the sprint"),
    (
        "registry",
        "files that all stories touch keep them apart: strict (default) or warn",
    ),
    ("registry_files", "which files these are"),
    (
        "mentioned_files",
        "whether files that the prose only mentions count",
    ),
    (
        "unknown_files",
        "stories without known files: no-conflicts (default), alone, apart-in-epic",
    ),
    ("pins", "stories put into a batch"),
    ("left_out", "dependencies to leave out of circles"),
];

/// The largest number of an option.
pub const MOST: i64 = u32::MAX as i64;

/// Puts one option into the settings.
///
/// # Errors
/// What it should be, as a phrase, when it is not that; for a name that is none of [`OPTIONS`],
/// "one of …".
pub fn set_option(settings: &mut Settings, name: &str, value: &Value) -> Result<(), String> {
    let plan = &mut settings.plan;
    match name {
        "epics" => plan.epics = Some(filled_text(value)?),
        "session_id" => settings.session_id = Some(filled_text(value)?),
        "strategy" => plan.strategy = named(value, Strategy::ALL, Strategy::as_str)?,
        "epic_order" => plan.epic_order = named(value, EpicOrder::ALL, EpicOrder::as_str)?,
        "effort" => plan.effort = named(value, EffortSource::ALL, EffortSource::as_str)?,
        "registry" => plan.registry = named(value, RegistryRule::ALL, RegistryRule::as_str)?,
        "unknown_files" => {
            plan.unknown_files = named(value, UnknownFiles::ALL, UnknownFiles::as_str)?;
        }
        "token_base" => plan.token_base = small(whole_number(value, 0, MOST)?),
        "token_rate" => plan.token_rate = small(whole_number(value, 0, MOST)?),
        "batch_tokens" => plan.batch_tokens = Some(large(whole_number(value, 1, MOST)?)),
        "sprint_tokens" => plan.sprint_tokens = Some(large(whole_number(value, 1, MOST)?)),
        "mentioned_files" => match value {
            Value::Bool(truth) => settings.graph.mentioned = *truth,
            _ => return Err("true or false".to_owned()),
        },
        "registry_files" => settings.graph.registry = Some(texts(value)?),
        "pins" => plan.pins = pins(value)?,
        "left_out" => settings.graph.left_out = left_out(value)?,
        "batch_size" => {
            let most = i64::try_from(*BATCH_SIZES.end()).unwrap_or(MOST);
            let size = whole_number(value, 1, most)?;
            plan.batch_size = usize::try_from(size).unwrap_or(1);
        }
        _ => {
            let names: Vec<&str> = OPTIONS.iter().map(|(name, _)| *name).collect();
            return Err(format!("one of {}", names.join(", ")));
        }
    }
    Ok(())
}

fn small(number: i64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn large(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

/// A text with something in it.
///
/// # Errors
/// What was expected.
pub fn filled_text(value: &Value) -> Result<String, String> {
    let text = value.text().filter(|text| !text.trim().is_empty());
    text.map(str::to_owned)
        .ok_or_else(|| "a text that is not empty".to_owned())
}

fn named<T: Copy>(value: &Value, all: &[T], name: fn(T) -> &'static str) -> Result<T, String> {
    let found = all.iter().find(|one| value.text() == Some(name(**one)));
    found.copied().ok_or_else(|| {
        let names: Vec<String> = all.iter().map(|one| format!("“{}”", name(*one))).collect();
        names.join(" or ")
    })
}

/// A whole number within bounds.
///
/// # Errors
/// What was expected.
pub fn whole_number(value: &Value, least: i64, most: i64) -> Result<i64, String> {
    let number = match value {
        Value::Whole(number) => Some(*number),
        _ => None,
    };
    number
        .filter(|number| (least..=most).contains(number))
        .ok_or_else(|| match most {
            MOST => format!("a whole number from {least} on"),
            _ => format!("a whole number from {least} to {most}"),
        })
}

/// A list of texts.
///
/// # Errors
/// What was expected.
pub fn texts(value: &Value) -> Result<Vec<String>, String> {
    let texts = match value {
        Value::List(items) => items.iter().map(filled_text).collect::<Result<_, _>>().ok(),
        _ => None,
    };
    texts.ok_or_else(|| "an array of texts".to_owned())
}

fn pins(value: &Value) -> Result<Vec<Pin>, String> {
    let expected = || "an object of story keys and batch numbers".to_owned();
    let Value::Object(fields) = value else {
        return Err(expected());
    };
    let pin = |(story, batch): &(String, Value)| {
        let batch = whole_number(batch, 1, MOST).map_err(|_| expected())?;
        Ok(Pin {
            story: story.clone(),
            batch: small(batch),
        })
    };
    fields.iter().map(pin).collect()
}

fn left_out(value: &Value) -> Result<Vec<LeftOut>, String> {
    let expected = || "an array of [waiting story, story it waits for]".to_owned();
    let Value::List(items) = value else {
        return Err(expected());
    };
    let pair = |pair: &Value| match texts(pair).as_deref() {
        Ok([dependent, dependency]) => Ok(LeftOut {
            dependent: dependent.clone(),
            dependency: dependency.clone(),
        }),
        _ => Err(expected()),
    };
    items.iter().map(pair).collect()
}
