//! The command line `/scrum-master STORY-XXX [--from=N] [--to=N] [--approve=elab,qa] [--dry-run]`.

use super::phases::PHASES;
use super::state::gate;
use crate::source::letters::Lowercase;

/// What a command asks for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RunCommand {
    /// The story as typed.
    pub story: String,
    /// First phase.
    pub from: Option<u8>,
    /// Last phase.
    pub to: Option<u8>,
    /// Phases to approve, as in [`RunState::approve`](super::RunState::approve).
    pub approve: Option<u8>,
    /// Whether nothing is to be run.
    pub dry_run: bool,
}

/// Why a run cannot be set up. Its text, after `SETUP FAILED: `, is the signal.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SetupError {
    /// Not this command at all.
    #[error(
        "the command is /scrum-master STORY-XXX [--from=N] [--to=N] [--approve=phases] [--dry-run]"
    )]
    NoCommand,
    /// No story is named.
    #[error("Story ID is missing")]
    NoStory,
    /// The backlog has no such story.
    #[error("Story not found: {0}")]
    StoryNotFound(String),
    /// More than one story is named.
    #[error("one story at a time, not {0} and {1}")]
    SecondStory(String, String),
    /// A bound of the range is no phase.
    #[error("invalid phase range: --{name} must be a phase from 1 to 6, not {found}")]
    NoPhase {
        /// `from` or `to`.
        name: &'static str,
        /// What stands there.
        found: String,
    },
    /// The bounds are crossed.
    #[error("invalid phase range: --from={0} is above --to={1}")]
    Crossed(u8, u8),
    /// There is no such phase to approve.
    #[error("unknown approve phase {0}; there are {names}", names = names())]
    UnknownApprove(String),
    /// There is no such argument.
    #[error("unknown argument {0}; there are --from=N, --to=N, --approve=phases and --dry-run")]
    UnknownArgument(String),
    /// An argument stands twice.
    #[error("--{0} is given twice")]
    Twice(&'static str),
}

fn names() -> String {
    let names: Vec<&str> = PHASES.iter().map(|phase| phase.approve).collect();
    names.join(", ")
}

/// Reads a command as it was typed, with or without its name in front.
///
/// # Errors
/// What is wrong with it first.
pub fn parse_command(line: &str) -> Result<RunCommand, SetupError> {
    parse_command_for(line, None)
}

/// [`parse_command`], with a story for a command that names none.
///
/// # Errors
/// What is wrong with it first.
pub(super) fn parse_command_for(line: &str, known: Option<&str>) -> Result<RunCommand, SetupError> {
    let mut words = line.split_whitespace().peekable();
    match words.peek() {
        Some(word) if word.lowercase() == "/scrum-master" => {
            words.next();
        }
        Some(word) if word.starts_with('/') => return Err(SetupError::NoCommand),
        _ => {}
    }
    let mut command = RunCommand::default();
    while let Some(word) = words.next() {
        // Keyboards make one dash of two.
        let dashed = word
            .strip_prefix("--")
            .or_else(|| word.strip_prefix(['—', '–']));
        let Some(argument) = dashed else {
            if word.starts_with('-') {
                return Err(SetupError::UnknownArgument(word.to_owned()));
            }
            if !command.story.is_empty() {
                return Err(SetupError::SecondStory(command.story, word.to_owned()));
            }
            word.clone_into(&mut command.story);
            continue;
        };
        let (name, value) = match argument.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (argument, None),
        };
        // `--from 3` is meant as `--from=3`.
        let mut value_of = || {
            let next = || words.next_if(|word| !word.starts_with(['-', '—', '–']));
            value.or_else(next).unwrap_or_default()
        };
        match name {
            "from" => set_once(&mut command.from, "from", phase_number("from", value_of())?)?,
            "to" => set_once(&mut command.to, "to", phase_number("to", value_of())?)?,
            "approve" => set_once(&mut command.approve, "approve", approve_mask(value_of())?)?,
            "dry-run" if value.is_none() && !command.dry_run => command.dry_run = true,
            "dry-run" if value.is_none() => return Err(SetupError::Twice("dry-run")),
            _ => return Err(SetupError::UnknownArgument(format!("--{argument}"))),
        }
    }
    if command.story.is_empty() {
        known
            .ok_or(SetupError::NoStory)?
            .clone_into(&mut command.story);
    }
    match (command.from, command.to) {
        (Some(from), Some(to)) if from > to => Err(SetupError::Crossed(from, to)),
        _ => Ok(command),
    }
}

fn set_once(slot: &mut Option<u8>, name: &'static str, value: u8) -> Result<(), SetupError> {
    match slot.replace(value) {
        None => Ok(()),
        Some(_) => Err(SetupError::Twice(name)),
    }
}

fn phase_number(name: &'static str, text: &str) -> Result<u8, SetupError> {
    let number = text.parse::<u8>().ok();
    let wrong = || SetupError::NoPhase {
        name,
        found: if text.is_empty() {
            "nothing".to_owned()
        } else {
            text.to_owned()
        },
    };
    number
        .filter(|number| (1..=6).contains(number))
        .ok_or_else(wrong)
}

fn approve_mask(list: &str) -> Result<u8, SetupError> {
    let mut mask = 0;
    for word in list.split(',') {
        let word = word.trim();
        let number = phase_named(word);
        let shown = || {
            if word.is_empty() {
                "nothing".to_owned()
            } else {
                word.to_owned()
            }
        };
        mask |= gate(number.ok_or_else(|| SetupError::UnknownApprove(shown()))?);
    }
    Ok(mask)
}

/// The number of the phase with this word for `--approve`, this key in `STATE.md`, or this number.
pub fn phase_named(word: &str) -> Option<u8> {
    let word = word.lowercase();
    let row = PHASES.iter().find(|phase| {
        word == phase.approve
            || word == phase.key
            || word
                .parse::<u8>()
                .is_ok_and(|number| number == phase.number)
    });
    row.map(|phase| phase.number)
}
