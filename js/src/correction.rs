//! `correct`: a trigger and the plan being executed from JavaScript, checked, and what goes back.

use js_sys::{Array, Object};
use serde::Serialize;
use sprintloom_core::backlog::Backlog;
use sprintloom_core::correct::{Correction, CorrectionError, Executed, Sprint, Trigger, correct};
use sprintloom_core::project::{Derived, Project};
use sprintloom_core::protocol::{self, TRIGGER_FIELDS};
use sprintloom_core::write;
use wasm_bindgen::{JsCast, JsValue};

use crate::input::{InputError, is_absent, member, name_of};
use crate::options::{filled_text, plain, plain_object, unknown_field};

/// What `correct` gives.
#[derive(Debug, Serialize)]
pub struct CorrectionResult {
    /// `correction-ready` or `correction-failed`.
    pub status: &'static str,
    /// The session id in the message.
    pub session_id: String,
    /// `COURSE_CORRECTION` as an object; `null` where it failed.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    pub message: JsValue,
    /// The same as text, byte for byte what the command prints.
    pub message_text: Option<String>,
    /// The return value, as YAML.
    pub return_value_text: String,
    /// The sprint change proposal, as Markdown; `null` where it failed.
    pub proposal_text: Option<String>,
    /// `Minor`, `Moderate` or `Major`.
    pub scope: Option<&'static str>,
    /// Stories in another batch than before.
    pub moved: Vec<Moved>,
    /// What of `user_input` was not understood, word for word.
    pub not_understood: Vec<String>,
    /// What somebody should know, as sentences.
    pub warnings: Vec<String>,
    /// Why there is no correction, in sentences; empty when there is one.
    pub errors: Vec<String>,
}

/// A story in another batch than before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Moved {
    /// The story's key.
    pub story: String,
    /// Id of its batch before.
    pub from: u32,
    /// Id of its batch now.
    pub to: u32,
}

/// The trigger in `value`, and the session id that it may carry.
///
/// # Errors
/// [`InputError::Trigger`] when it is no object, has a field that there is not, or one of the
/// wrong kind.
pub fn trigger(value: &JsValue) -> Result<(Trigger, Option<String>), InputError> {
    let object = plain_object(value).ok_or_else(|| {
        InputError::Trigger(format!(
            "the trigger must be an object, not {}",
            name_of(value)
        ))
    })?;
    if let Some(name) = unknown_field(object, &TRIGGER_FIELDS) {
        let known = TRIGGER_FIELDS.get(2..).unwrap_or_default().join(", ");
        return Err(InputError::Trigger(format!(
            "there is no field “{name}” in a trigger; there are {known}"
        )));
    }
    let trigger = protocol::trigger(&plain(value)).map_err(InputError::Trigger)?;
    let session_id = member(value, "session_id").as_string();
    Ok((trigger, session_id.filter(|id| !id.is_empty())))
}

/// The plan being executed: a `BATCH_PLAN_READY` or a `COURSE_CORRECTION` as an object.
///
/// # Errors
/// [`InputError::Option`] when it has no batches of ids and story keys.
pub fn executed(value: &JsValue) -> Result<Executed, InputError> {
    let one = |value: JsValue| -> Option<(u32, Vec<String>)> {
        let stories = member(&value, "stories");
        let stories = stories
            .dyn_ref::<Array>()?
            .iter()
            .map(|key| key.as_string());
        Some((
            u32::try_from(plain(&member(&value, "batch_id")).whole()?).ok()?,
            stories.collect::<Option<Vec<String>>>()?,
        ))
    };
    // A correction that was made before is the plan being executed now.
    let batches = match member(value, "batches") {
        none if is_absent(&none) => member(value, "new_batches"),
        batches => batches,
    };
    let found = batches
        .dyn_ref::<Array>()
        .and_then(|array| array.iter().map(one).collect::<Option<Vec<_>>>());
    found.map(|batches| Executed { batches }).ok_or_else(|| {
        wrong(
            "executed",
            "a BATCH_PLAN_READY: batches with batch_id and stories".to_owned(),
            value,
        )
    })
}

fn wrong(option: &'static str, expected: String, value: &JsValue) -> InputError {
    InputError::Option {
        option,
        expected,
        found: name_of(value),
    }
}

/// What `correct` takes beside the settings of planning.
#[derive(Debug, Default)]
pub struct CorrectOptions {
    /// The plan being executed.
    pub executed: Option<Executed>,
    /// The date of the proposal, as in `2026-01-31`.
    pub date: Option<String>,
}

/// The options that only `correct` has, and what is left of `options` for planning.
///
/// # Errors
/// [`InputError::Option`] for one of the wrong kind.
pub fn options(options: &JsValue) -> Result<(CorrectOptions, JsValue), InputError> {
    if plain_object(options).is_none() {
        return Ok((CorrectOptions::default(), options.clone()));
    }
    let present = |name: &str| Some(member(options, name)).filter(|value| !is_absent(value));
    let own = CorrectOptions {
        executed: present("executed")
            .map(|value| executed(&value))
            .transpose()?,
        date: present("date")
            .map(|value| filled_text(&value).map_err(|expected| wrong("date", expected, &value)))
            .transpose()?,
    };
    let rest = Object::assign(&Object::new(), options.unchecked_ref());
    for name in ["executed", "date"] {
        // Deleting from a fresh object cannot fail.
        let _ = js_sys::Reflect::delete_property(&rest, &name.into());
    }
    Ok((own, rest.into()))
}

impl CorrectionResult {
    /// Corrects what was derived from the project.
    ///
    /// # Errors
    /// When the message's own text is no JSON: a defect.
    pub fn new(
        project: &Project,
        derived: &Derived,
        trigger: &Trigger,
        session_id: &str,
        options: &CorrectOptions,
    ) -> Result<Self, JsValue> {
        let sprint = Sprint {
            backlog: &derived.backlog,
            graph: &derived.graph,
            rules: &project.settings.graph,
            settings: &project.settings.plan,
            executed: options.executed.as_ref(),
        };
        let made = correct(&sprint, trigger);
        let return_value_text = write::correction_return_value(session_id, &trigger.reason, &made);
        let backlog = &derived.backlog;
        let correction = made.as_ref().ok();
        let message_text =
            correction.map(|made| write::course_correction(session_id, backlog, made));
        let date = options.date.as_deref().unwrap_or("undated");
        Ok(Self {
            status: if made.is_ok() {
                "correction-ready"
            } else {
                "correction-failed"
            },
            session_id: session_id.to_owned(),
            message: match &message_text {
                Some(text) => js_sys::JSON::parse(text)?,
                None => JsValue::NULL,
            },
            message_text,
            return_value_text,
            proposal_text: correction
                .map(|made| write::change_proposal(session_id, date, backlog, made)),
            scope: correction.map(|made| made.scope(backlog).as_str()),
            moved: correction
                .map(|made| moved(made, backlog))
                .unwrap_or_default(),
            not_understood: correction
                .map(|made| made.not_understood.clone())
                .unwrap_or_default(),
            warnings: correction
                .map(|made| made.warnings.clone())
                .unwrap_or_default(),
            errors: made.err().iter().flatten().map(sentence).collect(),
        })
    }
}

fn sentence(error: &CorrectionError) -> String {
    write::as_sentence(error)
}

fn moved(made: &Correction, backlog: &Backlog) -> Vec<Moved> {
    let moved = made.moved.iter().filter_map(|one| {
        Some(Moved {
            story: backlog.stories.get(one.story)?.key.to_string(),
            from: one.from,
            to: one.to,
        })
    });
    moved.collect()
}
