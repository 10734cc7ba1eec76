//! `run`: one step of a story's run, from JavaScript and back.

use js_sys::Object;
use serde::Serialize;
use sprintloom_core::project::{Project, Readings, Settings, derive};
use sprintloom_core::protocol;
use sprintloom_core::source::Document;
use sprintloom_core::workflow::headless::{Asked, End, Step, next_command, one_step};
use sprintloom_core::workflow::tokens::{self, Prices};
use sprintloom_core::workflow::{Outcome, resume_choices, state_file};
use sprintloom_core::write::{self, WrittenFile};
use wasm_bindgen::JsValue;

use crate::input::{InputError, is_absent, member, name_of};
use crate::options::{plain, plain_object};

/// What is asked for, as JavaScript has it.
#[derive(Debug, Default)]
pub struct RunRequest {
    command: String,
    state: Option<String>,
    output: Option<String>,
    tokens: Option<String>,
    at: String,
    prices: Prices,
}

const FIELDS: [&str; 6] = ["command", "state", "output", "tokens", "at", "prices"];

/// The request in `value`.
///
/// # Errors
/// [`InputError::Options`], [`InputError::UnknownOption`] and [`InputError::Option`].
pub fn request(value: &JsValue) -> Result<RunRequest, InputError> {
    let object = plain_object(value).ok_or_else(|| InputError::Options {
        found: name_of(value),
    })?;
    for name in Object::keys(object)
        .iter()
        .filter_map(|name| name.as_string())
    {
        if !FIELDS.contains(&name.as_str()) {
            return Err(InputError::UnknownRunOption { option: name });
        }
    }
    let text = |option: &'static str| -> Result<Option<String>, InputError> {
        let found = member(value, option);
        if is_absent(&found) {
            return Ok(None);
        }
        let number = found.as_f64().filter(|_| option == "tokens");
        let text = found
            .as_string()
            .or_else(|| number.map(|number| number.to_string()));
        text.map(Some).ok_or_else(|| InputError::Option {
            option,
            expected: "a text".to_owned(),
            found: name_of(&found),
        })
    };
    Ok(RunRequest {
        command: text("command")?.unwrap_or_default(),
        state: text("state")?,
        output: text("output")?,
        tokens: text("tokens")?,
        at: text("at")?.unwrap_or_default(),
        prices: prices(&member(value, "prices"))?,
    })
}

fn prices(value: &JsValue) -> Result<Prices, InputError> {
    let mut prices = Prices::default();
    if is_absent(value) {
        return Ok(prices);
    }
    let cents = |name: &str| {
        let number = protocol::whole_number(&plain(&member(value, name)), 0, protocol::MOST);
        number.map_err(|_| InputError::Option {
            option: "prices",
            expected: "{input_cents, output_cents, dated}, whole cents for a million tokens"
                .to_owned(),
            found: name_of(&member(value, name)),
        })
    };
    prices.input_cents = u32::try_from(cents("input_cents")?).unwrap_or(u32::MAX);
    prices.output_cents = u32::try_from(cents("output_cents")?).unwrap_or(u32::MAX);
    prices.dated = member(value, "dated").as_string().unwrap_or_default();
    Ok(prices)
}

/// What `run` gives.
#[derive(Debug, Serialize)]
pub struct RunResult {
    status: &'static str,
    signal: String,
    story_id: Option<String>,
    /// `STATE.md` after the step; before it where nothing has changed.
    state_text: Option<String>,
    plan_text: Option<String>,
    report_text: Option<String>,
    current_phase: Option<u8>,
    phases: Vec<PhaseRow>,
    total_tokens: u32,
    cost_cents: u64,
    next_command: Option<String>,
    resume: Vec<ResumeRow>,
    signal_lines: Vec<SignalLine>,
    notes: Vec<String>,
    files: Vec<FileRow>,
}

#[derive(Debug, Serialize)]
struct PhaseRow {
    phase: u8,
    key: &'static str,
    name: &'static str,
    status: &'static str,
    signal: Option<String>,
    completed_at: Option<String>,
    /// Tokens taken, or estimated in a dry run; whole thousands.
    tokens: Option<u64>,
    approve: bool,
}

#[derive(Debug, Serialize)]
struct ResumeRow {
    phase: u8,
    command: String,
    what: String,
}

#[derive(Debug, Serialize)]
struct SignalLine {
    line: usize,
    text: String,
    why: String,
    decides: bool,
}

#[derive(Debug, Serialize)]
struct FileRow {
    path: String,
    text: String,
}

impl RunResult {
    /// Does the step.
    pub fn new(documents: Vec<Document>, request: &RunRequest) -> Self {
        let project = Project {
            documents,
            settings: Settings::default(),
            ..Project::default()
        };
        let derived = derive(&project, &mut Readings::default());
        let outputs: Vec<(u8, &str)> = match &request.state {
            Some(_) => outputs(&project.documents, request),
            None => Vec::new(),
        };
        let has_documents = !derived.backlog.stories.is_empty() || request.state.is_none();
        let step = one_step(&Asked {
            command: &request.command,
            state: request.state.as_deref(),
            output: request.output.as_deref(),
            tokens: request.tokens.as_deref(),
            at: &request.at,
            backlog: has_documents.then_some(&derived.backlog),
            outputs: &outputs,
            settings: &derived.settings,
            estimates: &derived.estimates,
        });
        Self::of(step, request)
    }

    fn of(step: Step, request: &RunRequest) -> Self {
        let prices = &request.prices;
        let is_dry = step.end == End::DryRun;
        let state = step.state.as_ref();
        let rows = state
            .into_iter()
            .flat_map(|state| state.rows().map(move |row| (state, row)));
        let phases = rows.enumerate().map(|(at, (state, (row, phase)))| {
            let planned = step.planned.get(at).map(|planned| planned.tokens);
            let tokens = if is_dry { planned } else { phase.tokens };
            PhaseRow {
                phase: row.number,
                key: row.key,
                name: row.name,
                status: phase.status.as_str(),
                signal: phase.signal.clone(),
                completed_at: phase.completed_at.clone(),
                tokens: tokens.map(|thousands| u64::from(thousands) * 1_000),
                approve: state.has_gate(row.number),
            }
        });
        let planned: u32 = step.planned.iter().map(|phase| phase.tokens).sum();
        let planned_cost = prices.cents(tokens::Tokens::thousands(planned));
        let ended = matches!(step.end, End::Complete | End::Stopped);
        let files = state
            .filter(|_| !is_dry)
            .map(|state| written(state, request));
        Self {
            status: match step.end {
                End::GoesOn => "running",
                End::Complete => "complete",
                End::DryRun => "dry-run",
                End::Stopped => "stopped",
                End::Refused => "refused",
                End::NotFound => "story-not-found",
                End::WrongUsage => "wrong-usage",
            },
            story_id: state.map(|state| state.story_id.clone()),
            // What cannot be read is handed back as it is.
            state_text: match (is_dry, state) {
                (true, _) => None,
                (false, Some(_))
                    if matches!(step.end, End::Refused | End::NotFound | End::WrongUsage) =>
                {
                    request.state.clone()
                }
                (false, Some(state)) => Some(write::state_md(state)),
                (false, None) => request.state.clone(),
            },
            plan_text: state
                .filter(|_| is_dry)
                .map(|state| write::dry_run_plan(state, &step.planned, prices)),
            report_text: state
                .filter(|_| ended)
                .map(|state| write::run_report(state, prices)),
            current_phase: state.map(|state| state.current_phase),
            phases: phases.collect(),
            total_tokens: if is_dry {
                planned
            } else {
                state.map_or(0, |state| state.total_tokens())
            }
            .saturating_mul(1_000),
            cost_cents: if is_dry {
                planned_cost
            } else {
                state.map_or(0, |state| prices.of_run(state))
            },
            next_command: state.filter(|_| !is_dry).and_then(|state| {
                let running = matches!(state.outcome(), Outcome::Running(_));
                next_command(state, state.current_phase).filter(|_| running)
            }),
            resume: state
                .filter(|_| !is_dry)
                .map(resume_choices)
                .unwrap_or_default()
                .into_iter()
                .map(|choice| ResumeRow {
                    phase: choice.phase,
                    command: choice.command,
                    what: choice.what,
                })
                .collect(),
            signal_lines: step
                .reading
                .into_iter()
                .flat_map(|reading| reading.lines)
                .map(|line| SignalLine {
                    line: line.number,
                    text: line.text,
                    why: line.why,
                    decides: line.decides,
                })
                .collect(),
            signal: step.signal,
            notes: step.notes,
            files: files.unwrap_or_default(),
        }
    }
}

/// The files beside the story after this step: the captured output under its phase.
fn written(state: &sprintloom_core::workflow::RunState, request: &RunRequest) -> Vec<FileRow> {
    let folder = format!("{}/_workflow", write::story_folder(state));
    let mut files = vec![
        WrittenFile {
            path: format!("{folder}/STATE.md"),
            text: write::state_md(state),
        },
        WrittenFile {
            path: format!("{folder}/AGENT-CONTEXT.md"),
            text: write::agent_context(state, None, false),
        },
    ];
    let before = request.state.as_deref().map(state_file::read);
    let phase = before
        .and_then(|reading| reading.state)
        .map(|state| state.current_phase);
    if let (Some(text), Some(phase)) = (&request.output, phase) {
        files.push(WrittenFile {
            path: format!("{folder}/PHASE-{phase}-OUTPUT.md"),
            text: text.clone(),
        });
    }
    let row = |file: WrittenFile| FileRow {
        path: file.path,
        text: file.text,
    };
    files.into_iter().map(row).collect()
}

/// Outputs captured before that lie in the story's own folder.
fn outputs<'d>(documents: &'d [Document], request: &RunRequest) -> Vec<(u8, &'d str)> {
    let story = request.state.as_deref().map(state_file::read);
    let named = story
        .and_then(|reading| reading.state)
        .map(|state| state.story_id);
    let typed = request
        .command
        .split_whitespace()
        .find(|word| !word.starts_with(['-', '/']));
    let story = named
        .or_else(|| typed.map(str::to_owned))
        .unwrap_or_default();
    let folder = format!("/{story}/_workflow/");
    let own = documents
        .iter()
        .filter(|document| document.path.contains(&folder));
    own.filter_map(|document| {
        let phase = state_file::phase_of_output(&document.path)?;
        Some((phase, document.text.as_str()))
    })
    .collect()
}
