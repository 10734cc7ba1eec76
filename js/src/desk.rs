//! `draft`, `check` and `next`: the story desk and where the sprint stands.

use js_sys::{Array, Object};
use serde::Serialize;
use sprintloom_core::backlog::{EpicId, Story, StoryKey};
use sprintloom_core::desk::{self, Check, Draft, Keys, Pattern};
use sprintloom_core::plan::Plan;
use sprintloom_core::progress::{
    self, Blocker, Day, Happening, Need, Recorded, SprintToday, Standing,
};
use sprintloom_core::project::{Derived, Project, Readings, derive, spent, story_folder};
use sprintloom_core::source::{DocumentKind, detect};
use sprintloom_core::write;
use wasm_bindgen::{JsCast, JsValue};

use crate::input::{InputError, is_absent, member, name_of};
use crate::options::{filled_text, only_known_fields, plain_object};

/// The fields of a request, checked for names that do not exist.
struct Request<'a> {
    value: &'a JsValue,
}

impl<'a> Request<'a> {
    fn new(value: &'a JsValue, what: &str, fields: &[&str]) -> Result<Self, InputError> {
        if is_absent(value) {
            return Ok(Self { value });
        }
        only_known_fields(value, what, fields)?;
        Ok(Self { value })
    }

    fn text(&self, name: &'static str) -> Result<Option<String>, InputError> {
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

    fn array(&self, name: &'static str) -> Result<Vec<JsValue>, InputError> {
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

    fn member(&self, name: &str) -> JsValue {
        if is_absent(self.value) {
            return JsValue::UNDEFINED;
        }
        member(self.value, name)
    }
}

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

#[derive(Debug, Serialize)]
struct CheckOut {
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

#[derive(Debug, Serialize)]
struct NextOut {
    action: &'static str,
    story: Option<String>,
    sentence: String,
    others: Vec<String>,
    epics: Vec<EpicOut>,
    blockers: Vec<BlockerOut>,
    blockers_text: String,
    forecast: String,
    record_problems: Vec<String>,
    report_text: String,
}

#[derive(Debug, Serialize)]
struct EpicOut {
    epic: String,
    stories: u32,
    done: u32,
    status: &'static str,
    proposed: Option<&'static str>,
}

#[derive(Debug, Serialize)]
struct BlockerOut {
    kind: &'static str,
    story: Option<String>,
    sentence: String,
    way_out: String,
    owner: &'static str,
    escalation: &'static str,
    holds: Vec<String>,
}

/// The next action, the blockers, the epics, the report.
///
/// # Errors
/// [`InputError`] when the request cannot be understood.
pub fn next(project: &Project, request: &JsValue) -> Result<JsValue, JsValue> {
    let request = Request::new(request, "next", &["date", "record"])?;
    let date = request.text("date")?.unwrap_or_default();
    let mut record = Vec::new();
    for value in request.array("record")? {
        let text = |name: &str| member(&value, name).as_string();
        let what = text("what").unwrap_or_else(|| "done".to_owned());
        let all = [Happening::Added, Happening::Done, Happening::Dropped];
        let known = all.into_iter().find(|one| one.as_str() == what);
        match (text("story"), text("date"), known) {
            (Some(story), Some(date), Some(what)) => record.push(Recorded { story, what, date }),
            _ => {
                let wanted =
                    "an array of {story, date, what}; what is “added”, “done” or “dropped”";
                return Err(InputError::Option {
                    option: "record",
                    expected: wanted.to_owned(),
                    found: format!("{} in it", name_of(&value)),
                }
                .into());
            }
        }
    }
    let derived = derive(project, &mut Readings::default());
    let standing = standing(&derived);
    let today = SprintToday::new(
        &standing,
        &project.settings.graph,
        &derived.settings,
        &derived.diagnostics,
        &derived.stopped(),
        &record,
        Day::parse(&date),
    );
    let spending = write::Spending {
        used: u64::from(spent(&derived.runs, &project.settings.prices).0) * 1_000,
        left: open_tokens(derived.plan.as_ref().ok()),
        budget: project.settings.plan.sprint_tokens,
        prices: project.settings.prices.clone(),
    };
    let key = |at: usize| {
        let story = derived.backlog.stories.get(at);
        story.map(|story| story.key.to_string())
    };
    let epics = today.epics.iter().map(|one| EpicOut {
        epic: one.epic.to_string(),
        stories: one.counts.in_scope(),
        done: one.counts.count(sprintloom_core::backlog::Status::Done),
        status: one.stands.as_str(),
        proposed: one.proposed().map(|status| status.as_str()),
    });
    let blocker = |one: &Blocker| BlockerOut {
        kind: one.kind.as_str(),
        story: one.story.and_then(key),
        sentence: one.sentence.clone(),
        way_out: one.way_out.clone(),
        owner: one.kind.owner(),
        escalation: one.kind.escalation(),
        holds: one.holds.iter().filter_map(|&at| key(at)).collect(),
    };
    crate::to_javascript(&NextOut {
        action: today.next.action.as_str(),
        story: today.next.story.and_then(key),
        sentence: today.next.sentence.clone(),
        others: today.next.others.iter().filter_map(|&at| key(at)).collect(),
        epics: epics.collect(),
        blockers: today.blockers.iter().map(blocker).collect(),
        blockers_text: write::blocker_list(&derived.backlog, &today.blockers),
        forecast: today.course.forecast.sentence.clone(),
        record_problems: today
            .problems
            .iter()
            .map(|one| one.message.clone())
            .collect(),
        report_text: write::sprint_report(&derived.backlog, &date, &today, &spending),
    })
}

fn open_tokens(plan: Option<&Plan>) -> u64 {
    let batches = plan.map(|plan| plan.batches.iter());
    batches
        .into_iter()
        .flatten()
        .map(|batch| batch.tokens)
        .sum()
}

fn standing(derived: &Derived) -> Standing<'_> {
    Standing {
        backlog: &derived.backlog,
        graph: &derived.graph,
        plan: derived.plan.as_ref().ok(),
    }
}
