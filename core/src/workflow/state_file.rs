//! `STATE.md` in, whoever wrote it and whatever happened to it since.
//!
//! The YAML is found bare, in a fence or as frontmatter. What is damaged degrades: lines that are
//! no YAML are left out, values that cannot be are taken for the nearest that can, phases that are
//! missing come from captured outputs. Everything of that is said; the text itself stays with
//! whoever keeps it.

use super::command::phase_named;
use super::phases::PHASES;
use super::signal::{self, Verdict};
use super::state::{Outcome, PhaseState, PhaseStatus, RunState, VERSION, gate};
use super::state_parts::parts;
use super::tokens::Tokens;
use crate::read::yaml::{self, Entry, Node};
use crate::source::letters::Lowercase;
use crate::source::lines;

/// What a `STATE.md` gives.
#[derive(Debug, Clone, PartialEq)]
pub struct StateReading {
    /// The state; `None` where nothing of one is left: restart from phase 1.
    pub state: Option<RunState>,
    /// What is wrong with the text, as sentences; empty for a whole one.
    pub problems: Vec<String>,
}

/// Reads a `STATE.md`.
pub fn read(text: &str) -> StateReading {
    read_with(text, None, &[])
}

/// Reads a `STATE.md` of a story that may be known, beside captured outputs by phase.
pub fn read_with(text: &str, story: Option<&str>, outputs: &[(u8, &str)]) -> StateReading {
    let mut reader = Reader {
        problems: Vec::new(),
        lines: Vec::new(),
    };
    let state = reader.state(text, story, outputs);
    if state.is_none() {
        reader
            .problem("Nothing of a state can be read: delete the file and restart with --from=1.");
    }
    StateReading {
        state,
        problems: reader.problems,
    }
}

/// Whether a document is a `STATE.md`: by its name, or by the phases in it. What else lies in a
/// `_workflow` folder is none.
pub fn is_state(path: &str, text: &str) -> bool {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path).lowercase();
    let named = name == "state.md" || name.starts_with("state.y");
    let phases = || lines(text).any(|line| line.text.trim_end() == "phases:");
    named || (name != "agent-context.md" && phase_of_output(path).is_none() && phases())
}

/// The phase whose captured output a file of this name holds: `PHASE-3-OUTPUT.md`.
pub fn phase_of_output(path: &str) -> Option<u8> {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path).lowercase();
    let number = name.strip_prefix("phase-")?.strip_suffix("-output.md")?;
    let number = number.parse::<u8>().ok()?;
    (1..=6).contains(&number).then_some(number)
}

/// Fields of the file that the state has places for.
pub(super) const FIELDS: &[&str] = &[
    "feature_dir",
    "story_id",
    "workflow_version",
    "started_at",
    "current_phase",
    "from_phase",
    "to_phase",
    "approve_phases",
    "phases",
    "last_error",
    "resume_from",
];
const PHASE_FIELDS: &[&str] = &[
    "status",
    "signal",
    "completed_at",
    "tokens_used",
    "tokens_output",
];
/// So many lines that are no YAML are left out one by one; what is worse is cut.
const MOST_BAD_LINES: usize = 60;

struct Reader<'a> {
    problems: Vec<String>,
    /// The lines of the YAML.
    lines: Vec<&'a str>,
}

impl<'a> Reader<'a> {
    fn problem(&mut self, sentence: impl Into<String>) {
        self.problems.push(sentence.into());
    }

    fn state(
        &mut self,
        text: &'a str,
        story: Option<&str>,
        outputs: &[(u8, &str)],
    ) -> Option<RunState> {
        let found = parts(text);
        if found.open {
            self.problem("The end is missing: the file may have been cut off.");
        }
        self.lines = found.yaml;
        let tree = self.tree()?;
        let Node::Map(fields) = &tree else {
            return None;
        };
        let known = |entry: &Entry| FIELDS.contains(&entry.key.as_str());
        if !fields.iter().any(known) {
            return None;
        }
        let written = tree.get("story_id").and_then(plain);
        let story_id = match (written, story) {
            (Some(id), _) => id,
            (None, Some(id)) => id.to_owned(),
            (None, None) => {
                self.problem("story_id is missing: nobody can say whose state this is.");
                return None;
            }
        };
        let mut run = RunState::new(&story_id, "", 1, 6, 0);
        run.form = found.form;
        found.before.clone_into(&mut run.before);
        found.after.clone_into(&mut run.after);
        run.feature_dir = tree.get("feature_dir").and_then(plain);
        run.started_at = tree.get("started_at").and_then(plain).unwrap_or_default();
        run.last_error = tree.get("last_error").and_then(plain);
        run.workflow_version = self.version(&tree);
        run.approve = self.approve(&tree);
        run.foreign = self.foreign(fields, FIELDS);
        let known = self.phases(&mut run, &tree, outputs);
        self.numbers(&mut run, &tree);
        self.mend(&mut run, known);
        Some(run)
    }

    /// The YAML as a tree. A line that is none is left out, and said.
    fn tree(&mut self) -> Option<Node> {
        let mut bad = 0;
        loop {
            let invalid = match yaml::parse(&self.lines.join("\n")) {
                Ok(tree) => return Some(tree),
                Err(invalid) => invalid,
            };
            bad += 1;
            let at = self.culprit(invalid.line)?;
            let line = self.lines.get(at).copied().unwrap_or_default().trim();
            if bad <= 3 {
                let shown: String = line.chars().take(60).collect();
                self.problem(format!(
                    "“{shown}” was left out: it is not valid YAML there ({}).",
                    invalid.reason
                ));
            }
            if bad > MOST_BAD_LINES {
                self.lines.truncate(at);
            } else if let Some(slot) = self.lines.get_mut(at) {
                *slot = "";
            }
        }
    }

    /// The line to leave out for an error that shows at `said`: that one, or the next above or
    /// below where more can be read without that.
    fn culprit(&self, said: u32) -> Option<usize> {
        let said = usize::try_from(said).unwrap_or(usize::MAX);
        let said = said.min(self.lines.len());
        let filled = |at: &usize| {
            self.lines
                .get(*at)
                .is_some_and(|line| !line.trim().is_empty())
        };
        let mut above = (0..said).rev().filter(filled);
        let at = above.next();
        let near = [at, (said..self.lines.len()).find(filled), above.next()];
        let mut best = None;
        for at in near.into_iter().flatten() {
            let mut lines = self.lines.clone();
            if let Some(slot) = lines.get_mut(at) {
                *slot = "";
            }
            let reach = match yaml::parse(&lines.join("\n")) {
                Ok(_) => u32::MAX,
                Err(invalid) => invalid.line,
            };
            if best.is_none_or(|(known, _)| reach > known) {
                best = Some((reach, at));
            }
        }
        best.map(|(_, at)| at)
    }

    fn version(&mut self, tree: &Node) -> String {
        let version = tree.get("workflow_version").and_then(plain);
        let version = version.unwrap_or_else(|| VERSION.to_owned());
        let major = |text: &str| text.split('.').next().and_then(|n| n.parse::<u32>().ok());
        if major(&version) > major(VERSION) {
            self.problem(format!(
                "It is of a newer version, {version}: what is not known of it is kept as it is."
            ));
        }
        version
    }

    fn approve(&mut self, tree: &Node) -> u8 {
        let mut mask = 0;
        let mut add = |reader: &mut Self, word: &str| match phase_named(word.trim()) {
            Some(number) => mask |= gate(number),
            None => reader.problem(format!("approve_phases names no phase with “{word}”.")),
        };
        match tree.get("approve_phases") {
            Some(Node::List(items)) => {
                for item in items {
                    if let Some(word) = plain(&item.value) {
                        add(self, &word);
                    }
                }
            }
            Some(node) => {
                for word in plain(node).unwrap_or_default().split(',') {
                    if !word.trim().is_empty() {
                        add(self, word);
                    }
                }
            }
            None => {}
        }
        mask
    }

    /// Reads the phases; which of them are known.
    fn phases(&mut self, run: &mut RunState, tree: &Node, outputs: &[(u8, &str)]) -> [bool; 6] {
        let mut known = [false; 6];
        match tree.get("phases") {
            Some(Node::Map(entries)) => {
                for (at, entry) in entries.iter().enumerate() {
                    let number = phase_named(&entry.key).or_else(|| {
                        let digit = entry.key.chars().next().and_then(|c| c.to_digit(10))?;
                        u8::try_from(digit).ok().filter(|n| (1..=6).contains(n))
                    });
                    let Some(number) = number else {
                        run.foreign_phases.push(self.block(entries, at));
                        continue;
                    };
                    if let Some(state) = self.phase(number, &entry.value)
                        && let Some(slot) = run.phase_mut(number)
                        && let Some(known) = known.get_mut(usize::from(number) - 1)
                    {
                        (*slot, *known) = (state, true);
                    }
                }
            }
            Some(_) => self.problem("phases is no map of phases."),
            None => self.problem("phases are missing."),
        }
        for (number, known) in (1_u8..).zip(&mut known) {
            if *known {
                continue;
            }
            let output = outputs.iter().find(|(phase, _)| *phase == number);
            let Some((_, text)) = output else {
                continue;
            };
            let reading = signal::read(number, text);
            let status = match reading.verdict {
                Verdict::Passed => PhaseStatus::Complete,
                Verdict::Blocked(_) => PhaseStatus::Blocked,
                _ => PhaseStatus::Failed,
            };
            if status != PhaseStatus::Complete {
                run.last_error = Some(reading.stop_reason(number));
            }
            if let Some(slot) = run.phase_mut(number) {
                slot.status = status;
                slot.signal = reading.signal;
            }
            *known = true;
            self.problem(format!(
                "Phase {number} is taken from its captured output: {}.",
                status.as_str()
            ));
        }
        let missing: Vec<&str> = PHASES
            .iter()
            .zip(known)
            .filter(|(_, known)| !known)
            .map(|(phase, _)| phase.key)
            .collect();
        if !missing.is_empty() && missing.len() < PHASES.len() {
            self.problem(format!(
                "These phases cannot be read: {}.",
                missing.join(", ")
            ));
        } else if !missing.is_empty() {
            self.problem("No phase can be read: restart with --from=1.");
        }
        known
    }

    fn phase(&mut self, number: u8, node: &Node) -> Option<PhaseState> {
        let key = PHASES
            .iter()
            .find(|phase| phase.number == number)
            .map_or("", |phase| phase.key);
        let entries: &[Entry] = match node {
            Node::Map(entries) => entries,
            // `1_pm: complete` is understood too.
            _ => &[],
        };
        let word = node.get("status").and_then(plain).or_else(|| plain(node));
        let Some(word) = word else {
            self.problem(format!("{key} has no status."));
            return None;
        };
        let Some(status) = status_named(&word) else {
            self.problem(format!("{key} has the unknown status “{word}”."));
            return None;
        };
        let mut tokens = |field: &str| {
            let text = plain(node.get(field)?)?;
            let tokens = Tokens::parse(&text);
            if tokens.is_none() {
                self.problem(format!("{key}: {field} is no number of tokens: “{text}”."));
            }
            tokens.map(|tokens| tokens.total)
        };
        let (used, out) = (tokens("tokens_used"), tokens("tokens_output"));
        Some(PhaseState {
            status,
            signal: node.get("signal").and_then(plain),
            completed_at: node.get("completed_at").and_then(plain),
            tokens: used,
            tokens_out: out.filter(|out| used.is_some_and(|used| *out <= used)),
            foreign: self.foreign(entries, PHASE_FIELDS),
        })
    }

    /// `current_phase`, the range and `resume_from`.
    fn numbers(&mut self, run: &mut RunState, tree: &Node) {
        let mut number = |field: &str| {
            let text = plain(tree.get(field)?)?;
            let digits = text.split('_').next().unwrap_or_default();
            let found = phase_named(&text).or_else(|| phase_named(digits));
            if found.is_none() {
                self.problem(format!("{field} is no phase: “{text}”."));
            }
            found
        };
        let from = number("from_phase");
        let to = number("to_phase");
        let current = number("current_phase");
        run.resume_from = number("resume_from");
        let begun = run
            .rows()
            .find(|(_, phase)| phase.status != PhaseStatus::Skipped)
            .map_or(1, |(row, _)| row.number);
        run.from_phase = from.unwrap_or(begun);
        run.to_phase = to.unwrap_or(6);
        if run.to_phase < run.from_phase {
            self.problem("from_phase is above to_phase: the range goes to phase 6.");
            run.to_phase = 6;
        }
        run.current_phase = current.unwrap_or(0);
    }

    /// Brings the state to what the rules of a run allow.
    fn mend(&mut self, run: &mut RunState, known: [bool; 6]) {
        let last_complete = run
            .phases
            .iter()
            .rposition(|phase| phase.status == PhaseStatus::Complete);
        // What is not known of the past was at least not in the way of what came later.
        for (at, (phase, known)) in run.phases.iter_mut().zip(known).enumerate() {
            let passed = !known && last_complete.is_some_and(|last| at < last);
            let before = at + 1 < usize::from(run.from_phase);
            if passed || (before && phase.status == PhaseStatus::Pending) {
                phase.status = PhaseStatus::Skipped;
            }
        }
        let mut open = None;
        let mut reset = Vec::new();
        for (row, phase) in PHASES.iter().zip(&mut run.phases) {
            if open.is_none() {
                open = (!phase.status.is_behind()).then_some(row.number);
            } else if phase.status != PhaseStatus::Pending {
                phase.status = PhaseStatus::Pending;
                (phase.signal, phase.completed_at) = (None, None);
                reset.push(row.key);
            }
        }
        if let Some(open) = open {
            if !reset.is_empty() {
                self.problem(format!(
                    "Phase {open} is not behind, so these are pending again: {}.",
                    reset.join(", ")
                ));
            }
            let status = run.phase(open).map(|phase| phase.status);
            if open < run.from_phase {
                run.from_phase = open;
            }
            // A range that ends before what is under way was not the range.
            if open > run.to_phase && status != Some(PhaseStatus::Pending) {
                run.to_phase = open;
            }
        }
        let last_behind = open.map_or(6, |open| open.saturating_sub(1));
        run.resume_from = match run.outcome() {
            Outcome::Running(_) | Outcome::Waiting(_) | Outcome::Ready => None,
            Outcome::Stopped(_) => run.next_pending(),
            Outcome::Failed(at) | Outcome::Blocked(at) => {
                Some(run.resume_from.filter(|&from| from <= at).unwrap_or(at))
            }
            Outcome::Finished => Some(run.to_phase + 1).filter(|&next| next <= 6),
        };
        let current = match run.outcome() {
            Outcome::Running(at) | Outcome::Waiting(at) => at,
            Outcome::Failed(at) | Outcome::Blocked(at) | Outcome::Stopped(at) => at,
            Outcome::Ready => open.unwrap_or(run.from_phase),
            Outcome::Finished if (1..=last_behind).contains(&run.current_phase) => {
                run.current_phase
            }
            Outcome::Finished => run.to_phase,
        };
        run.current_phase = current;
    }

    /// The entries with other keys, each as its lines.
    fn foreign(&self, entries: &[Entry], known: &[&str]) -> Vec<String> {
        let others = entries
            .iter()
            .enumerate()
            .filter(|(_, entry)| !known.contains(&entry.key.as_str()));
        let blocks = others.map(|(at, _)| self.block(entries, at));
        blocks.filter(|block| !block.is_empty()).collect()
    }

    /// The lines of an entry, up to the next one or to what is less deep, without its indentation.
    /// Nothing for an entry within braces: it has no lines of its own.
    fn block(&self, entries: &[Entry], at: usize) -> String {
        let Some(entry) = entries.get(at) else {
            return String::new();
        };
        let start = usize::try_from(entry.line).unwrap_or(1) - 1;
        let Some(first) = self.lines.get(start) else {
            return String::new();
        };
        let depth = first.len() - first.trim_start().len();
        if !first
            .trim_start()
            .trim_start_matches(['"', '\''])
            .starts_with(entry.key.as_str())
        {
            return String::new();
        }
        let inside = |line: &&&str| {
            let deep = line.len() - line.trim_start().len();
            line.trim().is_empty()
                || deep > depth
                || (deep == depth && line.trim_start().starts_with("- "))
        };
        let rest = self.lines.get(start + 1..).unwrap_or_default();
        let more = rest.iter().take_while(inside);
        let mut block: Vec<&str> = std::iter::once(first)
            .chain(more)
            .map(|line| line.get(depth..).unwrap_or_default().trim_end())
            .collect();
        while block.last().is_some_and(|line| line.is_empty()) {
            block.pop();
        }
        block.join("\n")
    }
}

/// The text of a scalar.
fn plain(node: &Node) -> Option<String> {
    node.text().map(str::to_owned)
}

fn status_named(word: &str) -> Option<PhaseStatus> {
    let word = word.lowercase().replace(['-', ' '], "_");
    let known = PhaseStatus::ALL
        .iter()
        .find(|status| status.as_str() == word);
    known.copied().or(match word.as_str() {
        "completed" | "done" | "passed" => Some(PhaseStatus::Complete),
        "running" | "started" => Some(PhaseStatus::InProgress),
        "waiting" => Some(PhaseStatus::AwaitingApproval),
        _ => None,
    })
}
