//! Runs of stories, for the board and the track, and the answers to what is asked of them.

use sprintloom_core::layout::{Shown, layout};
use sprintloom_core::project::{
    Derived, KnownRun, Project, Readings, run_files, run_stories, spent,
};
use sprintloom_core::workflow::headless::next_command;
use sprintloom_core::workflow::tokens::{self, Tokens};
use sprintloom_core::workflow::{
    Outcome, PHASES, PhaseStatus, RunState, SetupError, find_story, parse_command, resume_choices,
};
use sprintloom_core::write::{self, GraphFormat, WrittenFile, graph_drawing};

use crate::wire::{Ask, RunDetail, RunRow, RunsView, Said, SignalLine, Standing, Station};

/// All runs, and that of the story with this key in full.
pub fn runs_view(project: &Project, derived: &Derived, story: Option<&str>) -> RunsView {
    let prices = &project.settings.prices;
    let (thousands, cents) = spent(&derived.runs, prices);
    let learned = &derived.estimates;
    RunsView {
        rows: derived.runs.iter().filter_map(run_row).collect(),
        spent: match thousands {
            0 => String::new(),
            _ => format!(
                "{} tokens, {}",
                tokens::written(thousands),
                tokens::money(cents)
            ),
        },
        note: format!(
            "Cost {}. {}",
            prices.basis(),
            match learned.is_learned() {
                true => format!(
                    "Estimates follow {} finished runs: they took {}% of what was estimated at first.",
                    learned.runs,
                    learned.taken * 100_000 / learned.estimated.max(1)
                ),
                false => "After three finished runs, estimates follow what they took.".to_owned(),
            }
        ),
        open: story.and_then(|key| run_detail(project, derived, key)),
    }
}

fn standing(state: &RunState) -> Standing {
    match state.outcome() {
        Outcome::Ready => Standing::Ready,
        Outcome::Running(_) => Standing::Running,
        Outcome::Waiting(_) => Standing::Waiting,
        Outcome::Stopped(_) => Standing::Stopped,
        Outcome::Blocked(_) => Standing::Blocked,
        Outcome::Failed(_) => Standing::Failed,
        Outcome::Finished => Standing::Finished,
    }
}

fn status_code(status: PhaseStatus) -> u8 {
    let at = PhaseStatus::ALL.iter().position(|one| *one == status);
    at.unwrap_or_default() as u8
}

/// How a run stands, as a clause.
pub(super) fn words_of(state: &RunState) -> String {
    let name = |phase: u8| {
        let row = PHASES.iter().find(|row| row.number == phase);
        row.map_or("", |row| row.name)
    };
    match state.outcome() {
        Outcome::Ready => "set up, not begun".to_owned(),
        Outcome::Running(phase) => format!("{} is running", name(phase)),
        Outcome::Waiting(phase) => format!("{} waits for approval", name(phase)),
        Outcome::Finished if state.to_phase < 6 => {
            format!(
                "phases {} to {} are complete",
                state.from_phase, state.to_phase
            )
        }
        Outcome::Finished => "complete".to_owned(),
        Outcome::Stopped(_) | Outcome::Blocked(_) | Outcome::Failed(_) => {
            state.workflow_signal().unwrap_or_default()
        }
    }
}

fn run_row(known: &KnownRun) -> Option<RunRow> {
    let state = known.run.state.as_ref()?;
    Some(RunRow {
        story: known.story.map(super::small),
        id: known.story_id.clone(),
        phases: (state.phases.iter())
            .map(|phase| status_code(phase.status))
            .collect(),
        standing: standing(state),
        words: words_of(state),
        tokens: state.total_tokens(),
    })
}

fn run_detail(project: &Project, derived: &Derived, key: &str) -> Option<RunDetail> {
    let mut stories = derived.backlog.stories.iter();
    let at = stories.position(|story| story.key.as_str() == key)?;
    let known = derived.run_of(at);
    let state = known.and_then(|known| known.run.state.as_ref());
    let prices = &project.settings.prices;
    let complexities = derived.settings.complexities(&derived.backlog);
    let estimated = derived
        .settings
        .tokens(complexities.get(at).copied().unwrap_or(1));
    let expected: Vec<u32> = PHASES
        .iter()
        .map(|phase| derived.estimates.phase(phase.number, estimated))
        .collect();
    let total = match state {
        Some(state) if state.total_tokens() > 0 => format!(
            "{} tokens, {}",
            tokens::written(state.total_tokens()),
            tokens::money(prices.of_run(state))
        ),
        _ => {
            let all = expected.iter().sum();
            let cents = prices.cents(Tokens::thousands(all));
            format!(
                "{} tokens, {} estimated",
                tokens::written(all),
                tokens::money(cents)
            )
        }
    };
    let stations = PHASES.iter().zip(&expected).map(|(row, &expected)| {
        let phase = state.and_then(|state| state.phase(row.number));
        let place = usize::from(row.number) - 1;
        let reading = known.and_then(|known| known.run.outputs.get(place)?.as_ref());
        let taken = phase.and_then(|phase| phase.tokens);
        Station {
            name: row.name.to_owned(),
            status: status_code(phase.map_or(PhaseStatus::Pending, |phase| phase.status)),
            signal: phase
                .and_then(|phase| phase.signal.clone())
                .unwrap_or_default(),
            at: phase
                .and_then(|phase| phase.completed_at.clone())
                .unwrap_or_default(),
            tokens: match (taken, expected) {
                (Some(taken), _) => tokens::written(taken),
                (None, 0) => String::new(),
                (None, _) if phase.is_some_and(|phase| phase.status.is_behind()) => String::new(),
                (None, expected) => format!("est. {}", tokens::written(expected)),
            },
            gate: state.is_some_and(|state| state.has_gate(row.number)),
            why: reading.map_or_else(String::new, |(_, read)| read.explanation(row.number)),
            lines: reading.map_or_else(Vec::new, |(_, read)| {
                let line = |line: &sprintloom_core::workflow::signal::LookedAt| SignalLine {
                    number: super::small(line.number),
                    text: line.text.clone(),
                    why: line.why.clone(),
                    decides: line.decides,
                };
                read.lines.iter().map(line).collect()
            }),
        }
    });
    let running = state.filter(|state| matches!(state.outcome(), Outcome::Running(_)));
    let ended = state.filter(|state| state.workflow_signal().is_some());
    let choices = state.map(resume_choices).unwrap_or_default();
    Some(RunDetail {
        story: super::small(at),
        id: known.map_or_else(|| key.to_owned(), |known| known.story_id.clone()),
        standing: state.map(standing),
        words: state.map(words_of).unwrap_or_default(),
        stations: stations.collect(),
        next: running.and_then(|state| next_command(state, state.current_phase)),
        choices: choices
            .into_iter()
            .map(|choice| (u32::from(choice.phase), choice.command, choice.what))
            .collect(),
        problems: known
            .map(|known| known.run.problems.clone())
            .unwrap_or_default(),
        document: known.and_then(|known| known.document.clone()),
        differs: known.is_some_and(|known| known.differs),
        is_kept: known.is_some_and(|known| known.is_kept),
        report: ended.map(|state| write::run_report(state, prices)),
        total,
    })
}

/// Works out what the page asks.
pub fn said(project: &Project, readings: &Readings, derived: &Derived, ask: &Ask) -> Said {
    match ask {
        Ask::Step(stories, step) => match run_stories(project, readings, derived, stories, step) {
            Ok(event) => Said::Event(event),
            Err(error) => Said::Refused(error.to_string()),
        },
        Ask::DryRun(line) => match dry_run(project, derived, line) {
            Ok(plan) => Said::Plan(plan),
            Err(error) => Said::Refused(format!("SETUP FAILED: {error}")),
        },
        Ask::Drawing(format, _, (without_done, by_epic)) => {
            // Text is about stories; a picture is of what is looked at.
            let by_epic = *by_epic && *format == GraphFormat::Svg;
            let shown = Shown {
                without_done: *without_done,
                by_epic,
            };
            match drawing(derived, *format, shown) {
                Some(file) => Said::Files(vec![file]),
                None => Said::Refused("There is no plan to draw".to_owned()),
            }
        }
        Ask::All => named(run_files(project, derived, None)),
        Ask::Files(story) => {
            let at = (story.as_deref()).and_then(|story| find_story(&derived.backlog, story));
            let files = match (story, at) {
                (Some(_), None) => Vec::new(),
                _ => run_files(project, derived, at),
            };
            named(files)
        }
    }
}

fn named(files: Vec<WrittenFile>) -> Said {
    let files = files.into_iter();
    Said::Files(files.map(|file| (file.path, file.text)).collect())
}

/// Name and text of the graph in one of the forms; `None` without a plan.
pub fn drawing(derived: &Derived, format: GraphFormat, shown: Shown) -> Option<(String, String)> {
    let plan = derived.plan.as_ref().ok()?;
    let layout = layout(&derived.backlog, &derived.graph, plan, shown);
    let text = graph_drawing(format, &derived.backlog, &derived.graph, &layout);
    Some((format!("graph.{}", format.ending()), text))
}

fn dry_run(project: &Project, derived: &Derived, line: &str) -> Result<String, SetupError> {
    let command = parse_command(line)?;
    let at = find_story(&derived.backlog, &command.story)
        .ok_or_else(|| SetupError::StoryNotFound(command.story.clone()))?;
    let complexities = derived.settings.complexities(&derived.backlog);
    let story = derived
        .settings
        .tokens(complexities.get(at).copied().unwrap_or(1));
    let key = derived
        .backlog
        .stories
        .get(at)
        .map(|story| story.key.as_str());
    let known = derived.run_of(at).map(|run| run.story_id.as_str());
    let run = RunState::new(
        known.or(key).unwrap_or_default(),
        "",
        command.from.unwrap_or(1),
        command.to.unwrap_or(6),
        command.approve.unwrap_or(0),
    );
    let planned = tokens::dry_run(&run, &derived.estimates, story);
    Ok(write::dry_run_plan(
        &run,
        &planned,
        &project.settings.prices,
    ))
}
