//! The fields of a request from JavaScript, checked.

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};

use crate::input::{InputError, is_absent, member, name_of};
use crate::options::{filled_text, only_known_fields};

/// The fields of a request, checked for names that do not exist.
pub struct Request<'a> {
    value: &'a JsValue,
}

impl<'a> Request<'a> {
    /// The request; `what` is what asks for it.
    pub fn new(value: &'a JsValue, what: &str, fields: &[&str]) -> Result<Self, InputError> {
        if is_absent(value) {
            return Ok(Self { value });
        }
        only_known_fields(value, what, fields)?;
        Ok(Self { value })
    }

    /// A text that is not empty, where there is one.
    pub fn text(&self, name: &'static str) -> Result<Option<String>, InputError> {
        let found = self.member(name);
        if is_absent(&found) {
            return Ok(None);
        }
        let text = filled_text(&found).map(Some);
        text.map_err(|expected| InputError::Option {
            option: name,
            expected,
            found: name_of(&found),
        })
    }

    /// The values of an array; none where there is none.
    pub fn array(&self, name: &'static str) -> Result<Vec<JsValue>, InputError> {
        let found = self.member(name);
        if is_absent(&found) {
            return Ok(Vec::new());
        }
        let array = found.dyn_ref::<Array>().ok_or_else(|| InputError::Option {
            option: name,
            expected: "an array".to_owned(),
            found: name_of(&found),
        })?;
        Ok(array.iter().collect())
    }

    /// The texts of an array, none of them empty.
    pub fn texts(&self, name: &'static str) -> Result<Vec<String>, InputError> {
        let one = |value: JsValue| {
            filled_text(&value).map_err(|expected| InputError::Option {
                option: name,
                expected: format!("an array of texts, each {expected}"),
                found: name_of(&value),
            })
        };
        self.array(name)?.into_iter().map(one).collect()
    }

    /// A field.
    pub fn member(&self, name: &str) -> JsValue {
        if is_absent(self.value) {
            return JsValue::UNDEFINED;
        }
        member(self.value, name)
    }
}
