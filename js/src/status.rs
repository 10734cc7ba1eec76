//! `status`: what can be done with a `sprint-status.yaml`.

use serde::Serialize;
use sprintloom_core::graph::{self, GraphRules};
use sprintloom_core::plan::{self, PlanSettings};
use sprintloom_core::progress::{Standing, StatusCounts};
use sprintloom_core::read::{self, ActionItem, Reading};
use sprintloom_core::source::{Document, DocumentKind, detect};
use sprintloom_core::sprint_status::{self, Change, Generated, Wishes, WordFound};
use wasm_bindgen::JsValue;

use crate::dto::Diagnostic;
use crate::input::{InputError, member, name_of};
use crate::options::only_known_fields;

/// What to do with the file.
const ACTIONS: [&str; 4] = ["show", "validate", "set", "generate"];
/// The fields of a request.
const FIELDS: [&str; 7] = ["action", "file", "key", "status", "now", "location", "same"];

/// A request, checked.
struct Request {
    action: &'static str,
    file: Option<String>,
    key: Option<String>,
    status: Option<String>,
    now: Option<String>,
    location: Option<String>,
    same: Vec<String>,
}

/// What `show` says of a file.
#[derive(Debug, Serialize)]
struct Shown {
    action: &'static str,
    file: String,
    project: Option<String>,
    last_updated: Option<String>,
    stories: Vec<Count>,
    epics: Vec<Count>,
    risks: Vec<String>,
    open_action_items: Vec<Item>,
    open_retrospectives: Vec<String>,
    next: String,
    next_key: Option<String>,
}

#[derive(Debug, Serialize)]
struct Count {
    status: &'static str,
    count: u32,
}

#[derive(Debug, Serialize)]
struct Item {
    id: Option<String>,
    epic: String,
    action: String,
    owner: String,
    status: String,
    line: u32,
}

#[derive(Debug, Serialize)]
struct Validated {
    action: &'static str,
    file: String,
    valid: bool,
    diagnostics: Vec<Diagnostic>,
}

/// What `set` gives: the new text, or why there is none.
#[derive(Debug, Serialize)]
struct WasSet {
    action: &'static str,
    file: String,
    ok: bool,
    text: Option<String>,
    added: bool,
    errors: Vec<String>,
}

#[derive(Debug, Serialize)]
struct WasGenerated {
    action: &'static str,
    file: Option<String>,
    text: String,
    changed: bool,
    new: Vec<String>,
    renamed: Vec<Changed>,
    replaced: Vec<Replaced>,
    unclear: Vec<String>,
    raised: Vec<Changed>,
    legacy: Vec<Word>,
    illegal: Vec<Word>,
    orphaned: Vec<Orphan>,
    in_sync: usize,
    foreign: bool,
}

#[derive(Debug, Serialize)]
struct Changed {
    key: String,
    before: String,
    now: String,
}

#[derive(Debug, Serialize)]
struct Word {
    key: String,
    word: String,
    now: Option<&'static str>,
}

/// A story under a number that stands in the file with quite another title.
#[derive(Debug, Serialize)]
struct Replaced {
    key: String,
    before: String,
    status: String,
}

#[derive(Debug, Serialize)]
struct Orphan {
    key: String,
    status: String,
}

/// Does what `request` says with the status file among `documents`.
///
/// # Errors
/// [`InputError`] when the request cannot be understood or there is no such file.
pub fn answer(documents: &[Document], request: &JsValue) -> Result<JsValue, JsValue> {
    let request = checked(request)?;
    let file = status_file(documents, &request)?;
    match (request.action, file) {
        ("generate", None) => {
            let (backlog, _) = read::documents(documents);
            let text = sprint_status::fresh(
                &backlog,
                request.now.as_deref(),
                request.location.as_deref(),
            );
            let new = backlog.stories.iter().map(sprint_status::key_of).collect();
            crate::to_javascript(&WasGenerated {
                new,
                ..generated(
                    None,
                    Generated {
                        text,
                        ..Generated::default()
                    },
                )
            })
        }
        ("generate", Some(file)) => {
            let readings: Vec<Reading> = documents.iter().map(read::document).collect();
            let readings: Vec<&Reading> = readings.iter().collect();
            let (backlog, _) = read::join(&readings);
            let wishes = Wishes {
                now: request.now.as_deref(),
                same: &request.same,
            };
            let made = sprint_status::generate(file, &readings, &backlog, &wishes);
            crate::to_javascript(&generated(Some(file.path.clone()), made))
        }
        (_, None) => Err(no_file(documents).into()),
        ("show", Some(file)) => crate::to_javascript(&shown(documents, file, &request)),
        ("validate", Some(file)) => {
            let found = sprint_status::validate(file);
            crate::to_javascript(&Validated {
                action: "validate",
                file: file.path.clone(),
                valid: sprint_status::is_valid(&found),
                diagnostics: found.iter().map(Diagnostic::from).collect(),
            })
        }
        (_, Some(file)) => {
            let needed = |name: &'static str, value: &Option<String>| {
                value.clone().ok_or_else(|| InputError::Option {
                    option: name,
                    expected: "a text that is not empty".to_owned(),
                    found: "undefined".to_owned(),
                })
            };
            let key = needed("key", &request.key)?;
            let status = needed("status", &request.status)?;
            crate::to_javascript(&set(file, &key, &status))
        }
    }
}

fn checked(value: &JsValue) -> Result<Request, InputError> {
    only_known_fields(value, "status", &FIELDS)?;
    let fields = crate::request::Request::new(value, "status", &FIELDS)?;
    let text = |name| fields.text(name);
    let action = text("action")?.unwrap_or_default();
    let known = ACTIONS.into_iter().find(|one| *one == action);
    Ok(Request {
        action: known.ok_or_else(|| InputError::Option {
            option: "action",
            expected: ACTIONS.map(|one| format!("“{one}”")).join(" or "),
            found: name_of(&member(value, "action")),
        })?,
        file: text("file")?,
        key: text("key")?,
        status: text("status")?,
        now: text("now")?,
        location: text("location")?,
        same: fields.texts("same")?,
    })
}

/// The file that is named, or the only status file.
fn status_file<'d>(
    documents: &'d [Document],
    request: &Request,
) -> Result<Option<&'d Document>, InputError> {
    if let Some(path) = &request.file {
        let found = documents.iter().find(|document| document.path == *path);
        return found.map(Some).ok_or_else(|| InputError::Option {
            option: "file",
            expected: "the path of one of the documents".to_owned(),
            found: format!("“{path}”"),
        });
    }
    let is_status =
        |document: &&Document| detect(&document.path, &document.text) == DocumentKind::Status;
    let mut found = documents.iter().filter(is_status);
    let first = found.next();
    match found.next() {
        Some(second) => Err(InputError::Request(format!(
            "there are several status files, such as “{}” and “{}”: name one as “file”",
            first.map_or("", |first| &first.path),
            second.path
        ))),
        None => Ok(first),
    }
}

fn no_file(documents: &[Document]) -> InputError {
    InputError::Request(format!(
        "there is no status file among {} documents",
        documents.len()
    ))
}

fn shown(documents: &[Document], file: &Document, request: &Request) -> Shown {
    let (backlog, _) = read::documents(documents);
    let (graph, _) = graph::build(&backlog, &GraphRules::default());
    let plan = plan::plan(&backlog, &graph, &PlanSettings::default()).ok();
    let standing = Standing {
        backlog: &backlog,
        graph: &graph,
        plan: plan.as_ref(),
    };
    let found = sprint_status::show(file, &standing, request.now.as_deref());
    let counts = StatusCounts::ORDER.into_iter().map(|status| Count {
        status: status.as_str(),
        count: found.counts.count(status),
    });
    let epics = ["backlog", "in-progress", "done"]
        .into_iter()
        .zip(found.epics);
    let item = |item: ActionItem| Item {
        id: item.id,
        epic: item.epic,
        action: item.action,
        owner: item.owner,
        status: item.status,
        line: item.line,
    };
    Shown {
        action: "show",
        file: file.path.clone(),
        project: found.project,
        last_updated: found.last_updated,
        stories: counts.filter(|one| one.count > 0).collect(),
        epics: epics
            .map(|(status, count)| Count { status, count })
            .filter(|one| one.count > 0)
            .collect(),
        risks: found.risks,
        open_action_items: found.open_items.into_iter().map(item).collect(),
        open_retrospectives: found
            .open_retrospectives
            .iter()
            .map(|id| id.to_string())
            .collect(),
        next: found.next,
        next_key: found.next_key,
    }
}

fn set(file: &Document, key: &str, status: &str) -> WasSet {
    let made = sprint_status::set(file, key, status);
    let text = made
        .as_ref()
        .ok()
        .map(|edit| sprint_status::applied(&file.text, std::slice::from_ref(edit)));
    let added = made
        .as_ref()
        .is_ok_and(|edit| edit.replacement.contains('\n'));
    WasSet {
        action: "set",
        file: file.path.clone(),
        ok: made.is_ok(),
        added: added
            && made
                .as_ref()
                .is_ok_and(|edit| edit.span.start == edit.span.end),
        text,
        errors: made
            .err()
            .map(|error| error.to_string())
            .into_iter()
            .collect(),
    }
}

fn generated(file: Option<String>, made: Generated) -> WasGenerated {
    let change = |one: Change| Changed {
        key: one.key,
        before: one.before,
        now: one.now,
    };
    let word = |one: WordFound| Word {
        key: one.key,
        word: one.word,
        now: one.now,
    };
    let report = made.report;
    WasGenerated {
        action: "generate",
        changed: file.is_none() || !made.edits.is_empty(),
        file,
        text: made.text,
        new: report.new,
        renamed: report.renamed.into_iter().map(change).collect(),
        replaced: (report.replaced.into_iter())
            .map(|one| Replaced {
                key: one.key,
                before: one.before,
                status: one.status,
            })
            .collect(),
        unclear: report.unclear,
        raised: report.raised.into_iter().map(change).collect(),
        legacy: report.legacy.into_iter().map(word).collect(),
        illegal: report.illegal.into_iter().map(word).collect(),
        orphaned: report
            .orphaned
            .into_iter()
            .map(|(key, status)| Orphan { key, status })
            .collect(),
        in_sync: report.in_sync,
        foreign: report.foreign,
    }
}
