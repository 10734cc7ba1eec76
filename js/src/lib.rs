//! Sprintloom for JavaScript: a few coarse calls, plain data in and out.
//!
//! Nothing here decides anything about planning. Values from JavaScript are checked in
//! [`input`], [`options`] and [`correction`], what goes back is built in [`dto`], [`explanation`]
//! and [`correction`], and a call that cannot be understood ends in an [`InputError`]. The shapes
//! are described for TypeScript in `npm/index.d.ts`.

pub mod correction;
pub mod desk;
pub mod dto;
pub mod explanation;
pub mod input;
pub mod options;
pub mod request;
pub mod run;
pub mod session;
pub mod status;

use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use sprintloom_core::graph::{self, GraphRules};
use sprintloom_core::layout;
use sprintloom_core::project::{Derived, Project, Readings, Settings, derive};
use sprintloom_core::{read as reader, write};
use wasm_bindgen::prelude::*;

use correction::CorrectionResult;
use explanation::Explanation;
use input::InputError;

/// Reads planning documents: `{path, text}[]` to a `ReadResult`.
///
/// # Errors
/// An `Error` with `code: "invalid-documents"` when the argument is not an array of documents.
/// What is wrong *inside* a document is never an error; it is among the diagnostics.
#[wasm_bindgen]
pub fn read(documents: &JsValue) -> Result<JsValue, JsValue> {
    let documents = input::documents(documents)?;
    let (backlog, mut diagnostics) = reader::documents(&documents);
    let (graph, found) = graph::build(&backlog, &GraphRules::default());
    diagnostics.extend(found);
    to_javascript(&dto::ReadResult::new(&backlog, &graph, &diagnostics))
}

/// Reads planning documents and plans their open stories: `{path, text}[]` and options to a
/// `PlanResult`. A plan that cannot be made is a result too, with `status: "plan-failed"`.
///
/// # Errors
/// An `Error` with `code` `"invalid-documents"`, `"unknown-option"` or `"invalid-option"` when an
/// argument is not what it should be.
#[wasm_bindgen]
pub fn plan(documents: &JsValue, options: &JsValue) -> Result<JsValue, JsValue> {
    to_javascript(&planned(&project(documents, options)?)?)
}

/// Plans as `plan` does and says why the plan is as it is: an `Explanation`, or `null` where there
/// is no plan (`plan` says why).
///
/// # Errors
/// As `plan`.
#[wasm_bindgen]
pub fn explain(documents: &JsValue, options: &JsValue) -> Result<JsValue, JsValue> {
    let project = project(documents, options)?;
    let derived = derive(&project, &mut Readings::default());
    to_javascript(&Explanation::new(&project, &derived).ok())
}

/// The planned graph in a form for other tools: `{path, text}[]`, `"mermaid"`, `"dot"` or `"svg"`, and
/// the options of `plan`, to a text; `null` where there is no plan (`plan` says why).
///
/// # Errors
/// As `plan`.
#[wasm_bindgen]
pub fn graph(
    documents: &JsValue,
    format: &JsValue,
    options: &JsValue,
) -> Result<Option<String>, JsValue> {
    let mut formats = write::GraphFormat::ALL.iter();
    let name = format.as_string().unwrap_or_default();
    let Some(&format) = formats.find(|format| format.as_str() == name) else {
        return Err(InputError::Option {
            option: "format",
            expected: "“mermaid”, “dot” or “svg”".to_owned(),
            found: input::name_of(format),
        }
        .into());
    };
    let project = project(documents, options)?;
    let Derived {
        backlog,
        graph,
        plan,
        ..
    } = derive(&project, &mut Readings::default());
    let text = plan.ok().map(|plan| {
        let layout = layout::layout(&backlog, &graph, &plan, layout::Shown::default());
        write::graph_drawing(format, &backlog, &graph, &layout)
    });
    Ok(text)
}

fn project(documents: &JsValue, options: &JsValue) -> Result<Project, InputError> {
    Ok(Project {
        documents: input::documents(documents)?,
        settings: options::plan_settings(options)?,
        ..Project::default()
    })
}

/// Plans the rest of a sprint again: `{path, text}[]`, a `CC_TRIGGER` and options to a
/// `CorrectionResult`. One that cannot be made is a result too, with `status:
/// "correction-failed"`.
///
/// # Errors
/// As `plan`, and an `Error` with `code: "invalid-trigger"` when the trigger is no such message.
#[wasm_bindgen]
pub fn correct(
    documents: &JsValue,
    trigger: &JsValue,
    options: &JsValue,
) -> Result<JsValue, JsValue> {
    let (own, settings) = correction::options(options)?;
    let mut project = project(documents, &settings)?;
    let (trigger, session_id) = correction::trigger(trigger)?;
    if project.settings.session_id.is_none() {
        project.settings.session_id = session_id;
    }
    let derived = derive(&project, &mut Readings::default());
    let session_id = project.settings.session_id();
    to_javascript(&CorrectionResult::new(
        &project, &derived, &trigger, session_id, &own,
    )?)
}

/// Shows, validates, sets or generates the status file among the documents: `{path, text}[]` and a
/// `StatusRequest` to a `StatusResult`. Nothing is written; the new text is in the result.
///
/// # Errors
/// An `Error` with `code` `"invalid-documents"`, `"invalid-request"` or `"invalid-option"`.
#[wasm_bindgen]
pub fn status(documents: &JsValue, request: &JsValue) -> Result<JsValue, JsValue> {
    status::answer(&input::documents(documents)?, request)
}

/// One step of a story's run through the six phases: `{path, text}[]` and a `RunRequest` to a
/// `RunResult`. A step that cannot be made is a result too, with `SETUP FAILED` as its signal.
///
/// # Errors
/// As `plan`.
#[wasm_bindgen]
pub fn run(documents: &JsValue, request: &JsValue) -> Result<JsValue, JsValue> {
    let request = run::request(request)?;
    let documents = input::documents(documents)?;
    to_javascript(&run::RunResult::new(documents, &request))
}

/// Drafts stories from an epic or a pattern: `{path, text}[]` and a request to a `DraftResult`.
///
/// # Errors
/// An `Error` with `code: "invalid-request"` when the request cannot be understood or names what
/// there is not.
#[wasm_bindgen]
pub fn draft(documents: &JsValue, request: &JsValue) -> Result<JsValue, JsValue> {
    desk::draft(project(documents, &JsValue::UNDEFINED)?, request)
}

/// Checks stories by INVEST and the checklist: `{path, text}[]` and a request to a `CheckResult`.
///
/// # Errors
/// As `draft`.
#[wasm_bindgen]
pub fn check(documents: &JsValue, request: &JsValue) -> Result<JsValue, JsValue> {
    desk::check(&project(documents, &JsValue::UNDEFINED)?, request)
}

/// Says what to do next, what holds the sprint up and how far it is: `{path, text}[]`, a request
/// and the options of `plan` to a `NextResult`.
///
/// # Errors
/// As `draft`, and as `plan`.
#[wasm_bindgen]
pub fn next(documents: &JsValue, request: &JsValue, options: &JsValue) -> Result<JsValue, JsValue> {
    desk::next(project(documents, options)?, request)
}

/// Where the story files of a status file may lie: its `{path, text}` with the path from the root
/// of the project, to folders from there, the likeliest first. Empty for any other document.
///
/// # Errors
/// As `read`.
#[wasm_bindgen(js_name = storyFolders)]
pub fn story_folders(status: &JsValue) -> Result<Vec<String>, JsValue> {
    let documents = input::documents(&js_sys::Array::of1(status))?;
    Ok(documents
        .first()
        .map(reader::story_folders)
        .unwrap_or_default())
}

/// Which of `paths` are called after a key of the status file that none of `given` is called
/// after, one for each key.
///
/// # Errors
/// As `read`.
#[wasm_bindgen(js_name = storyFiles)]
pub fn story_files(
    status: &JsValue,
    given: Vec<String>,
    paths: Vec<String>,
) -> Result<Vec<String>, JsValue> {
    let documents = input::documents(&js_sys::Array::of1(status))?;
    let Some(status) = documents.first() else {
        return Ok(Vec::new());
    };
    let given: Vec<&str> = given.iter().map(String::as_str).collect();
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    let files = reader::story_files(status, &given, &paths);
    Ok(files.into_iter().map(str::to_owned).collect())
}

/// The version of Sprintloom, as in `0.1.0`.
#[wasm_bindgen]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

fn planned(project: &Project) -> Result<dto::PlanResult, JsValue> {
    let derived = derive(project, &mut Readings::default());
    let Settings { plan: settings, .. } = &project.settings;
    let session_id = project.settings.session_id();
    let message_text =
        derived.plan.as_ref().ok().map(|plan| {
            write::batch_plan_ready(session_id, &derived.backlog, &derived.graph, plan)
        });
    let message = match &message_text {
        Some(text) => js_sys::JSON::parse(text)?,
        None => JsValue::NULL,
    };
    let return_value_text = write::plan_return_value(
        session_id,
        &derived.backlog,
        &derived.graph,
        settings,
        &derived.plan,
    );
    Ok(dto::PlanResult::new(
        &derived,
        session_id,
        message,
        message_text,
        return_value_text,
    ))
}

/// Plain objects, with `null` for what is not there.
fn to_javascript(value: &impl Serialize) -> Result<JsValue, JsValue> {
    let serializer = Serializer::new().serialize_missing_as_null(true);
    Ok(value.serialize(&serializer)?)
}

impl From<InputError> for JsValue {
    /// An `Error` with the code as `code`; where an option is meant, its name as `option`.
    fn from(error: InputError) -> Self {
        let value = js_sys::Error::new(&error.to_string());
        value.set_name("SprintloomError");
        // Setting a property of a fresh object cannot fail.
        let _ = js_sys::Reflect::set(&value, &"code".into(), &error.code().into());
        if let Some(option) = error.option() {
            let _ = js_sys::Reflect::set(&value, &"option".into(), &option.into());
        }
        value.into()
    }
}
