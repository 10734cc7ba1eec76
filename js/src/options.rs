//! The options of `plan` and `explain`: checked values from JavaScript, as settings.

use js_sys::{Array, Object};
use sprintloom_core::graph::LeftOut;
use sprintloom_core::plan::{
    BATCH_SIZES, EffortSource, EpicOrder, Pin, RegistryRule, Strategy, UnknownFiles,
};
use sprintloom_core::project::Settings;
use wasm_bindgen::{JsCast, JsValue};

use crate::input::{InputError, is_absent, member, name_of};

/// Every option, in the order in which the help lists them.
pub(crate) const OPTIONS: [&str; 16] = [
    "epics",
    "batch_size",
    "strategy",
    "session_id",
    "epic_order",
    "effort",
    "token_base",
    "token_rate",
    "batch_tokens",
    "sprint_tokens",
    "registry",
    "registry_files",
    "mentioned_files",
    "unknown_files",
    "pins",
    "left_out",
];

/// The settings in the options of `plan`; the defaults for what is not there.
///
/// # Errors
/// [`InputError::UnknownOption`], [`InputError::Option`] and [`InputError::Options`].
pub fn plan_settings(options: &JsValue) -> Result<Settings, InputError> {
    let mut settings = Settings::default();
    if is_absent(options) {
        return Ok(settings);
    }
    let Some(object) = plain_object(options) else {
        return Err(InputError::Options {
            found: name_of(options),
        });
    };
    for name in Object::keys(object)
        .iter()
        .filter_map(|name| name.as_string())
    {
        let value = member(options, &name);
        let Some(option) = OPTIONS.into_iter().find(|option| *option == name) else {
            return Err(InputError::UnknownOption { option: name });
        };
        if is_absent(&value) {
            continue;
        }
        set_option(&mut settings, option, &value).map_err(|expected| InputError::Option {
            option,
            expected,
            found: name_of(&value),
        })?;
    }
    Ok(settings)
}

/// Puts one value in; what it should be when it is not that.
fn set_option(settings: &mut Settings, name: &str, value: &JsValue) -> Result<(), String> {
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
        "token_base" => plan.token_base = whole_number(value, 0, MOST)? as u32,
        "token_rate" => plan.token_rate = whole_number(value, 0, MOST)? as u32,
        "batch_tokens" => plan.batch_tokens = Some(whole_number(value, 1, MOST)?),
        "sprint_tokens" => plan.sprint_tokens = Some(whole_number(value, 1, MOST)?),
        "mentioned_files" => {
            settings.graph.mentioned = value.as_bool().ok_or("true or false")?;
        }
        "registry_files" => settings.graph.registry = Some(texts(value)?),
        "pins" => plan.pins = pins(value)?,
        "left_out" => settings.graph.left_out = left_out(value)?,
        _ => {
            let (least, most) = (*BATCH_SIZES.start() as u64, *BATCH_SIZES.end() as u64);
            plan.batch_size = whole_number(value, least, most)? as usize;
        }
    }
    Ok(())
}

/// The largest number of an option.
pub(crate) const MOST: u64 = u32::MAX as u64;

pub(crate) fn plain_object(value: &JsValue) -> Option<&Object> {
    value
        .dyn_ref::<Object>()
        .filter(|object| !object.is_instance_of::<Array>())
}

pub(crate) fn filled_text(value: &JsValue) -> Result<String, String> {
    let text = value.as_string().filter(|text| !text.trim().is_empty());
    text.ok_or_else(|| "a text that is not empty".to_owned())
}

fn named<T: Copy>(value: &JsValue, all: &[T], name: fn(T) -> &'static str) -> Result<T, String> {
    let text = value.as_string();
    let found = all.iter().find(|one| text.as_deref() == Some(name(**one)));
    found.copied().ok_or_else(|| {
        let names: Vec<String> = all.iter().map(|one| format!("“{}”", name(*one))).collect();
        names.join(" or ")
    })
}

pub(crate) fn whole_number(value: &JsValue, least: u64, most: u64) -> Result<u64, String> {
    let number = value.as_f64().filter(|number| number.fract() == 0.0);
    let number = number.filter(|number| (least as f64..=most as f64).contains(number));
    number
        .map(|number| number as u64)
        .ok_or_else(|| match most {
            MOST => format!("a whole number from {least} on"),
            _ => format!("a whole number from {least} to {most}"),
        })
}

pub(crate) fn texts(value: &JsValue) -> Result<Vec<String>, String> {
    let expected = || "an array of texts".to_owned();
    let array = value.dyn_ref::<Array>().ok_or_else(expected)?;
    let texts = array.iter().map(|text| filled_text(&text));
    texts.collect::<Result<_, _>>().map_err(|_| expected())
}

fn pins(value: &JsValue) -> Result<Vec<Pin>, String> {
    let expected = || "an object of story keys and batch numbers".to_owned();
    let object = plain_object(value).ok_or_else(expected)?;
    let names = Object::keys(object);
    let pin = |name: JsValue| {
        let story = name.as_string().ok_or_else(expected)?;
        let batch = member(value, &story);
        let batch = whole_number(&batch, 1, MOST).map_err(|_| expected())? as u32;
        Ok(Pin { story, batch })
    };
    names.iter().map(pin).collect()
}

fn left_out(value: &JsValue) -> Result<Vec<LeftOut>, String> {
    let expected = || "an array of [waiting story, story it waits for]".to_owned();
    let array = value.dyn_ref::<Array>().ok_or_else(expected)?;
    let pair = |pair: JsValue| match texts(&pair).as_deref() {
        Ok([dependent, dependency]) => Ok(LeftOut {
            dependent: dependent.clone(),
            dependency: dependency.clone(),
        }),
        _ => Err(expected()),
    };
    array.iter().map(pair).collect()
}
