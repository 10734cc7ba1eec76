//! `draft`: stories from an epic or a pattern.

use js_sys::Object;
use serde::Serialize;
use sprintloom_core::backlog::{EpicId, StoryKey};
use sprintloom_core::desk::{self, Check, Draft, Keys, Pattern};
use sprintloom_core::project::{Derived, Project, Readings, derive, story_folder};
use sprintloom_core::write;
use wasm_bindgen::JsValue;

use super::check::CheckOut;
use super::standing;
use crate::input::{InputError, member};
use crate::options::plain_object;
use crate::request::Request;

#[derive(Debug, Serialize)]
struct Drafted {
    drafts: Vec<DraftOut>,
    skipped: Vec<Skipped>,
    /// Fields of the pattern without a value.
    missing: Vec<String>,
    patterns: Vec<PatternOut>,
    problems: Vec<Problem>,
}

#[derive(Debug, Serialize)]
struct DraftOut {
    key: String,
    title: String,
    path: String,
    text: String,
    placeholders: Vec<PlaceholderOut>,
    guesses: Vec<Guess>,
    check: CheckOut,
}

#[derive(Debug, Serialize)]
struct PlaceholderOut {
    name: String,
    hint: String,
}

#[derive(Debug, Serialize)]
struct Guess {
    key: String,
    because: String,
}

#[derive(Debug, Serialize)]
struct Skipped {
    text: String,
    reason: String,
}

#[derive(Debug, Serialize)]
struct PatternOut {
    id: String,
    title: String,
    group: &'static str,
    fields: Vec<Field>,
    stories: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Field {
    name: String,
    hint: String,
    example: String,
}

#[derive(Debug, Serialize)]
struct Problem {
    line: u32,
    message: String,
}

/// Drafts stories: from an epic, or from a pattern; without either, the patterns there are.
///
/// # Errors
/// [`InputError`] when the request cannot be understood or names what there is not.
pub fn draft(project: Project, request: &JsValue) -> Result<JsValue, JsValue> {
    let fields = ["epic", "pattern", "values", "templates", "folder"];
    let request = Request::new(request, "draft", &fields)?;
    let wrong = |message: String| InputError::Request(message);
    let derived = derive(&project, &mut Readings::default());
    let backlog = &derived.backlog;
    let (mut patterns, _) = desk::patterns(desk::BUILT_IN);
    let mut problems = Vec::new();
    if let Some(text) = request.text("templates")? {
        let (own, found) = desk::patterns(&text);
        // A pattern of one's own takes the place of a built-in one of its name.
        patterns.retain(|known| own.iter().all(|one| one.id != known.id));
        patterns.extend(own);
        problems = found
            .into_iter()
            .map(|one| Problem {
                line: one.line,
                message: one.message,
            })
            .collect();
    }
    let folder = request.text("folder")?;
    let folder = folder.unwrap_or_else(|| story_folder(backlog));
    let mut keys = Keys::beside(backlog, []);
    let mut out = Drafted {
        drafts: Vec::new(),
        skipped: Vec::new(),
        missing: Vec::new(),
        patterns: Vec::new(),
        problems,
    };
    let mut drafts = Vec::new();
    let epic = request
        .text("epic")?
        .map(|text| epic_named(&derived, &text));
    match (request.text("pattern")?, epic) {
        (None, None) => out.patterns = patterns.iter().map(PatternOut::from).collect(),
        (None, Some(epic)) => {
            let found = desk::from_epic(&project.documents, backlog, &epic, &mut keys)
                .map_err(|error| wrong(error.to_string()))?;
            drafts = found.drafts;
            out.skipped = found
                .skipped
                .into_iter()
                .map(|one| Skipped {
                    text: one.text,
                    reason: one.reason,
                })
                .collect();
        }
        (Some(name), epic) => {
            let pattern = patterns
                .iter()
                .find(|one| one.id == name || one.title.eq_ignore_ascii_case(name.trim()));
            let pattern = pattern.ok_or_else(|| {
                let names: Vec<&str> = patterns.iter().map(|one| one.id.as_str()).collect();
                wrong(format!(
                    "there is no pattern “{name}”; there are {}",
                    names.join(", ")
                ))
            })?;
            let epic = epic.ok_or_else(|| {
                wrong("a pattern needs the epic that its stories belong to".to_owned())
            })?;
            let values = request.member("values");
            let mut given = Vec::new();
            if let Some(object) = plain_object(&values) {
                for name in Object::keys(object)
                    .iter()
                    .filter_map(|name| name.as_string())
                {
                    let value = member(&values, &name).as_string().unwrap_or_default();
                    given.push((name, value));
                }
            }
            let filled = desk::fill(pattern, &given, &epic, &mut keys)
                .map_err(|error| wrong(error.to_string()))?;
            drafts = filled.drafts;
            out.missing = filled.missing;
        }
    }
    let documents: Vec<_> = drafts
        .iter()
        .map(|draft| write::story_file(draft, &folder))
        .collect();
    let mut all = project.clone();
    all.documents.extend(documents.iter().cloned());
    let checked = derive(&all, &mut Readings::default());
    let standing = standing(&checked);
    for (draft, document) in drafts.iter().zip(documents) {
        let key = draft.key.clone().unwrap_or_else(|| StoryKey::new(""));
        let at = checked.backlog.stories.iter().position(|s| s.key == key);
        let check = desk::check(
            &standing,
            &checked.diagnostics,
            at.unwrap_or(usize::MAX),
            Some(&document.text),
        );
        out.drafts
            .push(DraftOut::new(draft, document.path, document.text, &check));
    }
    crate::to_javascript(&out)
}

impl DraftOut {
    fn new(draft: &Draft, path: String, text: String, check: &Check) -> Self {
        let mut placeholders: Vec<PlaceholderOut> = Vec::new();
        for one in desk::placeholders(&text) {
            if !placeholders.iter().any(|known| known.name == one.name) {
                placeholders.push(PlaceholderOut {
                    name: one.name,
                    hint: one.hint,
                });
            }
        }
        let guesses = draft.needs.iter().filter_map(|need| {
            Some(Guess {
                key: need.key.to_string(),
                because: need.guess.clone()?,
            })
        });
        Self {
            key: draft
                .key
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
            title: draft.title.clone(),
            placeholders,
            guesses: guesses.collect(),
            check: CheckOut::from(check),
            path,
            text,
        }
    }
}

impl From<&Pattern> for PatternOut {
    fn from(pattern: &Pattern) -> Self {
        let fields = pattern.parameters.iter().map(|one| Field {
            name: one.name.clone(),
            hint: one.hint.clone(),
            example: one.example.clone(),
        });
        Self {
            id: pattern.id.clone(),
            title: pattern.title.clone(),
            group: pattern.group.as_str(),
            fields: fields.collect(),
            stories: pattern
                .stories
                .iter()
                .map(|one| one.draft.title.clone())
                .collect(),
        }
    }
}

/// `3`, `epic 3`, `epic-3` or an epic's title.
fn epic_named(derived: &Derived, text: &str) -> EpicId {
    let chosen = sprintloom_core::plan::select_epics(&derived.backlog, text);
    match chosen.as_deref() {
        Ok([one]) => one.clone(),
        _ => EpicId::new(text.trim()),
    }
}
