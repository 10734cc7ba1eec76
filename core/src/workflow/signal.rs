//! The signal in what an agent printed: the last line that fits, of the last twenty.
//!
//! A signal is a line of its own. Markdown around it, colours of a terminal, a label in front
//! ("Signal:") and punctuation behind are no part of it, and capitals do not matter. Within a
//! sentence or in a block quote it is only talked about.

use super::phases::PHASES;
use super::step::name;
use crate::source::letters::Lowercase;
use crate::source::words;

/// How many lines of the end are looked at. Blank lines behind the last word do not count.
pub const LAST_LINES: usize = 20;

/// What the output says of its phase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// The success signal.
    Passed,
    /// `FAIL` or `FAILED`.
    Failed {
        /// Why, where it says so.
        reason: Option<String>,
    },
    /// `BLOCKED`, with its reason.
    Blocked(String),
    /// Only the signal of this other phase.
    OtherPhase(u8),
    /// No signal.
    None,
}

/// One of the last lines that has something to do with signals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookedAt {
    /// Line of the output, from 1.
    pub number: usize,
    /// Its text, cut at some 200 characters.
    pub text: String,
    /// What it is taken for, as a clause.
    pub why: String,
    /// Whether it is the one that decides.
    pub decides: bool,
}

/// A read output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignalReading {
    /// What it says.
    pub verdict: Verdict,
    /// The signal in capitals, with its reason; of another phase too.
    pub signal: Option<String>,
    /// The first and the last line that were looked at, from 1; 0 and 0 for an empty output.
    pub range: (usize, usize),
    /// The lines among them that speak of signals, in order.
    pub lines: Vec<LookedAt>,
}

impl SignalReading {
    /// Why a run stops at this phase, as a clause; for a reading that does not let it pass.
    pub fn stop_reason(&self, phase: u8) -> String {
        let signal = self.signal.as_deref().unwrap_or_default();
        let file = format!("look at _workflow/PHASE-{phase}-OUTPUT.md");
        match &self.verdict {
            Verdict::Passed | Verdict::Failed { .. } => match fixed_by(phase) {
                Some(who) => format!("{signal}, needs {who} fix"),
                None => signal.to_owned(),
            },
            Verdict::Blocked(reason) => reason.clone(),
            Verdict::OtherPhase(other) => format!(
                "the output of phase {phase} ({}) ends with {signal}, the signal of phase {other} ({}): {file}",
                name(phase),
                name(*other)
            ),
            Verdict::None => format!(
                "no signal in the last {LAST_LINES} lines of phase {phase} ({}): {file}",
                name(phase)
            ),
        }
    }

    /// Why a signal was seen or not, as a sentence.
    pub fn explanation(&self, phase: u8) -> String {
        let (first, last) = self.range;
        if last == 0 {
            return "The output is empty.".to_owned();
        }
        let row = PHASES.iter().find(|row| row.number == phase);
        let wanted = row.map_or("", |row| row.success_signal);
        match (self.lines.iter().find(|line| line.decides), &self.signal) {
            (Some(line), Some(signal)) => match self.verdict {
                Verdict::OtherPhase(other) => format!(
                    "Line {} is {signal}, the signal of phase {other} ({}), not of this one.",
                    line.number,
                    name(other)
                ),
                _ => format!(
                    "Line {} is {signal}, the last signal of this phase in lines {first} to {last}.",
                    line.number
                ),
            },
            _ => format!("No line of {first} to {last} is {wanted} or another signal."),
        }
    }
}

/// Who mends what this phase found.
fn fixed_by(phase: u8) -> Option<&'static str> {
    match phase {
        2 => Some("PM"),
        4 | 5 => Some("dev"),
        _ => None,
    }
}

/// How a signal ends.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Success,
    Fail,
    Failed,
    Blocked,
}

/// The words in front of `FAIL`, `FAILED` and `BLOCKED`, for each phase; the first is the one that
/// is written.
const NAMES: [&[&str]; 6] = [
    &["pm", "pm generate", "pm story"],
    &["elab", "elaboration", "elab story"],
    &[
        "implementation",
        "implement",
        "dev implement story",
        "dev implement",
        "dev",
        "documentation",
    ],
    &["code review", "dev code review", "review"],
    &["qa", "qa verify", "qa verify story"],
    &["workflow", "done"],
];
/// Words that may stand before a signal, with a colon behind.
const LABELS: &[&str] = &[
    "signal",
    "final signal",
    "completion signal",
    "result",
    "final result",
    "status",
    "final status",
    "outcome",
    "verdict",
];

/// Reads the output of a phase.
pub fn read(phase: u8, output: &str) -> SignalReading {
    let text = output.trim_end();
    let mut reading = SignalReading {
        verdict: Verdict::None,
        signal: None,
        range: (0, 0),
        lines: Vec::new(),
    };
    if text.is_empty() {
        return reading;
    }
    let tail = last_lines(text, LAST_LINES);
    let before = text.len() - tail.len();
    let ended = text.as_bytes().iter().take(before);
    let first = 1 + ended.filter(|&&byte| byte == b'\n').count();
    reading.range = (first, first + tail.matches('\n').count());

    let mut own = None;
    let mut other = None;
    for (number, line) in (first..).zip(tail.split('\n')) {
        let line = line.trim();
        let clean = cleaned(line);
        let why = match found(&clean) {
            Some(signal) if line.starts_with('>') => {
                format!("{} in a quote is only talked about", signal.text)
            }
            Some(signal) => {
                let why = if signal.phase == phase {
                    format!("{}, a signal of this phase", signal.text)
                } else {
                    format!(
                        "{}, a signal of phase {} ({})",
                        signal.text,
                        signal.phase,
                        name(signal.phase)
                    )
                };
                let slot = if signal.phase == phase {
                    &mut own
                } else {
                    &mut other
                };
                *slot = Some((reading.lines.len(), signal));
                why
            }
            None => match mentioned(&clean) {
                Some(signal) => format!("{signal} within other words is only talked about"),
                None => continue,
            },
        };
        reading.lines.push(LookedAt {
            number,
            text: shortened(line),
            why,
            decides: false,
        });
    }
    let Some((at, signal)) = own.or(other) else {
        return reading;
    };
    if let Some(line) = reading.lines.get_mut(at) {
        line.decides = true;
    }
    reading.verdict = match signal.kind {
        _ if signal.phase != phase => Verdict::OtherPhase(signal.phase),
        Kind::Success => Verdict::Passed,
        Kind::Fail | Kind::Failed => Verdict::Failed {
            reason: signal.reason,
        },
        Kind::Blocked => Verdict::Blocked(
            signal
                .reason
                .unwrap_or_else(|| "no reason was given".to_owned()),
        ),
    };
    reading.signal = Some(signal.text);
    reading
}

/// The last lines of a text. Looks at no more of it than these.
pub(super) fn last_lines(text: &str, count: usize) -> &str {
    let mut start = text.len();
    for _ in 0..count {
        let before = text.get(..start).unwrap_or_default();
        match before.rfind('\n') {
            Some(at) => start = at,
            None => return text,
        }
    }
    text.get(start + 1..).unwrap_or_default()
}

const LONGEST: usize = 200;

fn shortened(line: &str) -> String {
    let mut short: String = line.chars().take(LONGEST).collect();
    if short.len() < line.len() {
        short.push('…');
    }
    short
}

/// The line without colours, tags, bold and code marks. Only its beginning, where it is very long:
/// a signal with its reason is not.
pub(super) fn cleaned(line: &str) -> String {
    const ENOUGH: usize = 2_000;
    let mut out = String::new();
    let mut letters = line.chars().take(ENOUGH).peekable();
    while let Some(c) = letters.next() {
        match c {
            '\u{1b}' => {
                // `ESC [ 3 2 m`: up to the letter that ends it.
                if letters.next_if_eq(&'[').is_some() {
                    letters.find(char::is_ascii_alphabetic);
                }
            }
            '<' if letters
                .peek()
                .is_some_and(|c| c.is_ascii_alphabetic() || *c == '/') =>
            {
                letters.find(|&c| c == '>');
            }
            '*' | '`' | '\u{200b}' | '\u{fe0f}' => {}
            '_' | '\u{a0}' | '\t' => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// A signal that a line is.
struct Found {
    phase: u8,
    kind: Kind,
    /// In capitals, with its reason.
    text: String,
    reason: Option<String>,
}

fn found(clean: &str) -> Option<Found> {
    let mut line = undecorated(clean);
    for label in LABELS {
        if let Some(rest) = words::after(line, label)
            && let Some(rest) = rest.trim_start().strip_prefix([':', '='])
        {
            line = undecorated(rest);
            break;
        }
    }
    signals().find_map(|(phase, kind, signal)| {
        let rest = after_words(line, &signal)?;
        let reason = reason_in(rest)?;
        let text = match (&reason, kind) {
            (Some(reason), Kind::Fail | Kind::Failed | Kind::Blocked) => {
                format!("{}: {reason}", signal.to_ascii_uppercase())
            }
            _ => signal.to_ascii_uppercase(),
        };
        Some(Found {
            phase,
            kind,
            text,
            reason,
        })
    })
}

/// Every signal in small letters, of all phases.
fn signals() -> impl Iterator<Item = (u8, Kind, String)> {
    PHASES.iter().zip(NAMES).flat_map(|(row, names)| {
        let success = (
            row.number,
            Kind::Success,
            row.success_signal.to_ascii_lowercase(),
        );
        let others = names.iter().flat_map(move |name| {
            [
                (Kind::Failed, "failed"),
                (Kind::Fail, "fail"),
                (Kind::Blocked, "blocked"),
            ]
            .map(|(kind, word)| (row.number, kind, format!("{name} {word}")))
        });
        std::iter::once(success).chain(others)
    })
}

/// The line without bullets, heading marks, check boxes, emoji and quotation marks in front.
fn undecorated(line: &str) -> &str {
    let bare = line.trim_start_matches(|c: char| !c.is_alphanumeric());
    // `[x] ELAB PASS`, and `3. ELAB PASS`.
    let boxed = ["x] ", "X] "]
        .iter()
        .find_map(|mark| bare.strip_prefix(mark));
    let bare = boxed.unwrap_or(bare);
    let unnumbered = bare.trim_start_matches(|c: char| c.is_ascii_digit());
    let rest = unnumbered
        .strip_prefix(['.', ')'])
        .filter(|_| unnumbered.len() < bare.len());
    rest.unwrap_or(bare)
        .trim_start_matches(|c: char| !c.is_alphanumeric())
}

/// What follows these words at the start of a line; they may be joined by blanks or hyphens.
fn after_words<'a>(line: &'a str, wanted: &str) -> Option<&'a str> {
    let mut rest = line;
    for (at, word) in wanted.split(' ').enumerate() {
        if at > 0 {
            let joined = rest.trim_start_matches([' ', '-']);
            if joined.len() == rest.len() {
                return None;
            }
            rest = joined;
        }
        rest = words::after(rest, word)?;
    }
    (!rest.starts_with(char::is_alphanumeric)).then_some(rest)
}

/// What stands behind a signal: nothing but punctuation (`Some(None)`), or a reason behind a colon,
/// a dash or a bracket. `None` where the line goes on in words.
fn reason_in(rest: &str) -> Option<Option<String>> {
    let trimmed = rest.trim_matches(|c: char| !c.is_alphanumeric());
    if trimmed.is_empty() {
        return Some(None);
    }
    let mark = rest.trim_start();
    if !mark.starts_with([':', '-', '–', '—', '(', ',', ';', '：', '.', '!']) {
        return None;
    }
    let reason = mark
        .trim_start_matches([
            ':', '-', '–', '—', '(', ',', ';', '：', '.', '!', ' ', '"', '“',
        ])
        .trim_end();
    let reason = if mark.starts_with('(') {
        reason.strip_suffix(')').unwrap_or(reason)
    } else {
        reason
    };
    Some(Some(super::step::one_line(reason)).filter(|reason| !reason.is_empty()))
}

/// A success or failure signal that the line talks about.
fn mentioned(clean: &str) -> Option<String> {
    let small = clean.lowercase();
    let row = PHASES
        .iter()
        .find(|row| small.contains(&row.success_signal.to_ascii_lowercase()));
    if let Some(row) = row {
        return Some(row.success_signal.to_owned());
    }
    ["ELAB FAIL", "CODE REVIEW FAIL", "QA FAIL"]
        .iter()
        .find(|signal| small.contains(&signal.to_ascii_lowercase()))
        .map(|signal| (*signal).to_owned())
}
