//! `check`: INVEST, the checklist, prerequisites and routes of stories.

use serde::Serialize;
use sprintloom_core::backlog::Story;
use sprintloom_core::desk::{self, Check};
use sprintloom_core::progress::{self, Need, Standing};
use sprintloom_core::project::{Project, Readings, derive};
use sprintloom_core::source::{DocumentKind, detect};
use sprintloom_core::write;
use wasm_bindgen::JsValue;

use super::standing;
use crate::input::{InputError, name_of};
use crate::request::Request;

/// The verdicts on one story.
#[derive(Debug, Serialize)]
pub(super) struct CheckOut {
    readiness: &'static str,
    letters: Vec<LetterOut>,
    items: Vec<ItemOut>,
}

#[derive(Debug, Serialize)]
struct LetterOut {
    letter: String,
    name: &'static str,
    verdict: &'static str,
    evidence: String,
    hint: &'static str,
}

#[derive(Debug, Serialize)]
struct ItemOut {
    name: &'static str,
    state: &'static str,
    evidence: String,
}

impl From<&Check> for CheckOut {
    fn from(check: &Check) -> Self {
        let letters = check.letters.iter().map(|one| LetterOut {
            letter: one.letter.to_string(),
            name: one.name(),
            verdict: one.verdict.as_str(),
            evidence: one.evidence.clone(),
            hint: one.hint,
        });
        let items = check.items.iter().map(|one| ItemOut {
            name: one.name,
            state: one.state.as_str(),
            evidence: one.evidence.clone(),
        });
        Self {
            readiness: check.readiness.as_str(),
            letters: letters.collect(),
            items: items.collect(),
        }
    }
}

#[derive(Debug, Serialize)]
struct Checked {
    stories: Vec<StoryChecked>,
    invest_text: String,
    checklist_text: String,
    handoff_text: String,
}

#[derive(Debug, Serialize)]
struct StoryChecked {
    key: String,
    title: String,
    status: &'static str,
    readiness: &'static str,
    letters: Vec<LetterOut>,
    items: Vec<ItemOut>,
    route: &'static str,
    prerequisites: Vec<PrerequisiteOut>,
    holds_up: Vec<String>,
}

#[derive(Debug, Serialize)]
struct PrerequisiteOut {
    /// Key of a story, or what the text names.
    name: String,
    story: bool,
    met: bool,
    holds: bool,
    status: Option<&'static str>,
}

/// Checks stories: those named, else all that are open.
///
/// # Errors
/// [`InputError`] when the request cannot be understood or names what there is not.
pub fn check(project: &Project, request: &JsValue) -> Result<JsValue, JsValue> {
    let request = Request::new(request, "check", &["stories"])?;
    let derived = derive(project, &mut Readings::default());
    let standing = standing(&derived);
    let named = request.array("stories")?;
    let backlog = &derived.backlog;
    let mut stories = Vec::new();
    for value in &named {
        let text = value.as_string().unwrap_or_else(|| name_of(value));
        let found = sprintloom_core::workflow::find_story(backlog, &text);
        stories
            .push(found.ok_or_else(|| InputError::Request(format!("there is no story “{text}”")))?);
    }
    if named.is_empty() {
        let open = backlog.stories.iter().enumerate();
        stories.extend(
            open.filter(|(_, s)| s.status.is_pending())
                .map(|(at, _)| at),
        );
    }
    let checks: Vec<Check> = stories
        .iter()
        .map(|&at| {
            let own = own_text(project, backlog.stories.get(at));
            desk::check(&standing, &derived.diagnostics, at, own)
        })
        .collect();
    let rows = checks.iter().filter_map(|check| {
        let story = backlog.stories.get(check.story)?;
        Some(story_checked(&standing, story, check))
    });
    let notes: Vec<String> = checks
        .iter()
        .map(|check| write::handoff_note(&standing, check))
        .collect();
    crate::to_javascript(&Checked {
        stories: rows.collect(),
        invest_text: write::invest_table(backlog, &checks),
        checklist_text: write::checklist_report(backlog, &checks),
        handoff_text: notes.join("\n"),
    })
}

fn story_checked(standing: &Standing<'_>, story: &Story, check: &Check) -> StoryChecked {
    let key = |at: usize| standing.backlog.stories.get(at);
    let needs = progress::prerequisites(standing, check.story);
    let prerequisites = needs.iter().map(|need| {
        let of = |at: usize| key(at).map(|story| story.status.as_str());
        let (name, story, status) = match &need.need {
            Need::Story(at) => (
                key(*at)
                    .map(|story| story.key.to_string())
                    .unwrap_or_default(),
                true,
                of(*at),
            ),
            Need::External(name) => (name.clone(), false, None),
        };
        PrerequisiteOut {
            name,
            story,
            met: need.met,
            holds: need.holds(),
            status,
        }
    });
    let held = progress::held_up(standing, check.story);
    let held = held.into_iter().filter_map(key);
    let out = CheckOut::from(check);
    StoryChecked {
        key: story.key.to_string(),
        title: story.title.clone(),
        status: story.status.as_str(),
        readiness: out.readiness,
        letters: out.letters,
        items: out.items,
        route: desk::route(story, check.readiness).as_str(),
        prerequisites: prerequisites.collect(),
        holds_up: held.map(|story| story.key.to_string()).collect(),
    }
}

/// The text of the story's own file.
fn own_text<'a>(project: &'a Project, story: Option<&Story>) -> Option<&'a str> {
    let story = story?;
    let mut places = story.declared.iter().chain(&story.also_declared);
    places.find_map(|place| {
        let document = project.document(&place.path)?;
        let own = detect(&document.path, &document.text) == DocumentKind::Story;
        own.then_some(document.text.as_str())
    })
}
