//! The options of `plan` and `explain`: checked values from JavaScript, as settings. What an option
//! can be is the core's to say.

use js_sys::{Array, Object};
use sprintloom_core::project::Settings;
use sprintloom_core::protocol::{self, OPTIONS, Value};
use wasm_bindgen::{JsCast, JsValue};

use crate::input::{InputError, is_absent, member, name_of};

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
        let Some((option, _)) = OPTIONS.into_iter().find(|(option, _)| *option == name) else {
            return Err(InputError::UnknownOption { option: name });
        };
        if is_absent(&value) {
            continue;
        }
        protocol::set_option(&mut settings, option, &plain(&value)).map_err(|expected| {
            InputError::Option {
                option,
                expected,
                found: name_of(&value),
            }
        })?;
    }
    Ok(settings)
}

pub(crate) fn plain_object(value: &JsValue) -> Option<&Object> {
    value
        .dyn_ref::<Object>()
        .filter(|object| !object.is_instance_of::<Array>())
}

/// Refuses a request that is no plain object, or has a field that there is not.
pub(crate) fn only_known_fields(
    value: &JsValue,
    request: &str,
    fields: &[&str],
) -> Result<(), InputError> {
    let object = plain_object(value).ok_or_else(|| InputError::Options {
        found: name_of(value),
    })?;
    match unknown_field(object, fields) {
        Some(name) => Err(InputError::Request(format!(
            "there is no field “{name}” in a {request} request; there are {}",
            fields.join(", ")
        ))),
        None => Ok(()),
    }
}

/// The first field of an object that is none of `fields`.
pub(crate) fn unknown_field(object: &Object, fields: &[&str]) -> Option<String> {
    let names = Object::keys(object);
    let mut names = names.iter().filter_map(|name| name.as_string());
    names.find(|name| !fields.contains(&name.as_str()))
}

pub(crate) fn filled_text(value: &JsValue) -> Result<String, String> {
    protocol::filled_text(&plain(value))
}

/// A JavaScript value as the core's own. What JSON does not have is `null`.
pub(crate) fn plain(value: &JsValue) -> Value {
    /// Deeper nesting than this is a circle.
    const DEEPEST: usize = 40;
    fn at_depth(value: &JsValue, depth: usize) -> Value {
        if depth > DEEPEST {
            return Value::Null;
        }
        if let Some(text) = value.as_string() {
            return Value::Text(text);
        }
        if let Some(truth) = value.as_bool() {
            return Value::Bool(truth);
        }
        if let Some(number) = value.as_f64() {
            const LARGEST: f64 = 9_007_199_254_740_992.0;
            let whole = number.fract() == 0.0 && number.abs() < LARGEST;
            return if whole {
                Value::Whole(number as i64)
            } else {
                Value::Fraction
            };
        }
        if let Some(array) = value.dyn_ref::<Array>() {
            return Value::List(
                array
                    .iter()
                    .map(|item| at_depth(&item, depth + 1))
                    .collect(),
            );
        }
        let Some(object) = plain_object(value).filter(|_| !value.is_function()) else {
            return Value::Null;
        };
        let names = Object::keys(object)
            .iter()
            .filter_map(|name| name.as_string())
            .collect::<Vec<_>>();
        let field = |name: String| {
            let field = at_depth(&member(value, &name), depth + 1);
            (name, field)
        };
        Value::Object(names.into_iter().map(field).collect())
    }
    at_depth(value, 0)
}
