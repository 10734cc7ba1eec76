//! The story-draft checklist: can somebody begin with this story as it is written?

use super::invest::{Letter, Verdict, invest};
use super::placeholder::placeholders;
use super::wording::is_open;
use crate::backlog::Status;
use crate::progress::{Need, Standing, and_list, prerequisites};
use crate::source::{Code, Diagnostic};

/// The checklist's verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Readiness {
    /// Somebody can begin.
    Ready,
    /// Something is to be written first.
    NeedsRevision,
    /// Something outside the story is in the way.
    Blocked,
}

impl Readiness {
    /// The words for people and for files.
    pub fn as_str(self) -> &'static str {
        match self {
            Readiness::Ready => "ready",
            Readiness::NeedsRevision => "needs revision",
            Readiness::Blocked => "blocked",
        }
    }
}

/// One line of the checklist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChecklistItem {
    /// What has to hold.
    pub name: &'static str,
    /// Whether it does.
    pub state: Readiness,
    /// What it rests on, as a sentence.
    pub evidence: String,
}

/// What the desk says of one story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// The story.
    pub story: usize,
    /// INVEST, six answers.
    pub letters: Vec<Letter>,
    /// The checklist.
    pub items: Vec<ChecklistItem>,
    /// Its verdict: the worst of its lines.
    pub readiness: Readiness,
}

/// Checks a story of the backlog. `own` is the text of its own file, where it has one;
/// `diagnostics` are those of the backlog and its graph.
pub fn check(
    standing: &Standing<'_>,
    diagnostics: &[Diagnostic],
    story: usize,
    own: Option<&str>,
) -> Check {
    let letters = invest(standing, story, own);
    let items = items(standing, diagnostics, story, own, &letters);
    let worst = items.iter().map(|item| item.state).max();
    Check {
        story,
        letters,
        items,
        readiness: worst.unwrap_or(Readiness::Ready),
    }
}

fn items(
    standing: &Standing<'_>,
    diagnostics: &[Diagnostic],
    story: usize,
    own: Option<&str>,
    letters: &[Letter],
) -> Vec<ChecklistItem> {
    let Some(this) = standing.backlog.stories.get(story) else {
        return Vec::new();
    };
    let of_letter = |wanted: char| {
        let found = letters.iter().find(|one| one.letter == wanted);
        let state = match found.map(|one| one.verdict) {
            Some(Verdict::No) => Readiness::NeedsRevision,
            _ => Readiness::Ready,
        };
        (
            state,
            found.map_or_else(String::new, |one| one.evidence.clone()),
        )
    };
    let mut found = Vec::new();
    let mut add = |name: &'static str, (state, evidence): (Readiness, String)| {
        found.push(ChecklistItem {
            name,
            state,
            evidence,
        });
    };
    add(
        "Who, what and what for are said",
        if this.title.trim().is_empty() {
            revise("It has no title.")
        } else {
            of_letter('V')
        },
    );
    add("The criteria can be tested", of_letter('T'));
    add("It can be estimated", of_letter('E'));
    add("It is small enough", of_letter('S'));
    let covered = covered(own);
    add(
        "Tasks lead to the criteria",
        match (this.tasks.len(), own, covered) {
            (0, None, _) => revise("It has no file of its own with tasks yet."),
            (0, Some(_), _) => revise("It has no tasks."),
            (_, _, Some(highest)) if highest > this.acceptance_criteria.len() => revise(&format!(
                "A task names criterion {highest}, and there are {}.",
                this.acceptance_criteria.len()
            )),
            (tasks, _, Some(_)) => fine(&format!("{tasks} tasks name their criteria.")),
            (tasks, _, None) => fine(&format!("{tasks} tasks.")),
        },
    );
    let files = this.scopes.len();
    add(
        "Whoever builds it finds guidance",
        if files > 0 {
            let word = if files == 1 { "file is" } else { "files are" };
            fine(&format!("{files} {word} named."))
        } else if own.is_some_and(has_notes) {
            fine("It has technical notes.")
        } else {
            revise("It names no files and has no technical notes.")
        },
    );
    let items = this.acceptance_criteria.iter().chain(&this.tasks);
    let open: Vec<&str> = match own {
        Some(text) => text.lines().filter(|line| is_open(line)).collect(),
        None => items
            .map(|item| item.text.as_str())
            .filter(|text| is_open(text))
            .collect(),
    };
    add("Nothing is left to fill", left_to_fill(&open));
    add(
        "Its prerequisites can be met",
        reachable(standing, diagnostics, story),
    );
    found
}

fn fine(evidence: &str) -> (Readiness, String) {
    (Readiness::Ready, evidence.to_owned())
}

fn revise(evidence: &str) -> (Readiness, String) {
    (Readiness::NeedsRevision, evidence.to_owned())
}

/// What the lines leave open: placeholders by name, else how many lines.
fn left_to_fill(open: &[&str]) -> (Readiness, String) {
    let mut names: Vec<String> = Vec::new();
    for one in open.iter().flat_map(|line| placeholders(line)) {
        let name = format!("“{}”", one.name);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    match (names.as_slice(), open.len()) {
        (_, 0) => fine("Nothing is open."),
        ([], 1) => revise("One line is still open."),
        ([], lines) => revise(&format!("{lines} lines are still open.")),
        (names, _) => revise(&format!("To be filled: {}.", and_list(names))),
    }
}

/// Whether nothing stands in the way that the story's author cannot write away.
fn reachable(
    standing: &Standing<'_>,
    diagnostics: &[Diagnostic],
    story: usize,
) -> (Readiness, String) {
    let blocked = |evidence: String| (Readiness::Blocked, evidence);
    let backlog = standing.backlog;
    let Some(this) = backlog.stories.get(story) else {
        return fine("");
    };
    if this.status == Status::Blocked {
        let why = match this.status_text.as_deref() {
            Some(text) => format!("Its status is {text}."),
            None => "Its status is blocked.".to_owned(),
        };
        return blocked(why);
    }
    let cycles = &standing.graph.cycles;
    if cycles.iter().any(|cycle| cycle.path.contains(&story)) {
        return blocked("It waits for itself through other stories.".to_owned());
    }
    let unknown = diagnostics.iter().find(|one| {
        let mut places = this.dependencies.iter().map(|dependency| &dependency.place);
        one.code == Code::UnknownDependency && places.any(|place| Some(place) == one.place.as_ref())
    });
    if let Some(unknown) = unknown {
        return blocked(format!("{}.", unknown.message.trim_end_matches('.')));
    }
    let needs = prerequisites(standing, story);
    let mut gone = Vec::new();
    let mut open = Vec::new();
    for need in needs.iter().filter(|need| need.holds()) {
        let Need::Story(at) = need.need else { continue };
        let Some(needed) = backlog.stories.get(at) else {
            continue;
        };
        let key = needed.key.to_string();
        if !needed.status.is_pending() || needed.status == Status::Blocked {
            gone.push(format!("{key} ({})", needed.status.as_str()));
        } else {
            open.push(key);
        }
    }
    if !gone.is_empty() {
        return blocked(format!("It waits for {}.", and_list(&gone)));
    }
    if open.is_empty() {
        return fine(if needs.is_empty() {
            "It waits for nothing."
        } else {
            "What it needs is there."
        });
    }
    let others = open.len().saturating_sub(4);
    open.truncate(4);
    if others > 0 {
        open.push(format!("{others} others"));
    }
    fine(&format!("It comes after {}.", and_list(&open)))
}

/// The highest number of a criterion that a task names (`(AC: 1, 3)`).
fn covered(own: Option<&str>) -> Option<usize> {
    let mut highest = None;
    for line in own?
        .lines()
        .filter(|line| line.contains("[ ]") || line.contains("[x]"))
    {
        let Some((_, after)) = line.rsplit_once("(AC") else {
            continue;
        };
        let inside = after.split(')').next().unwrap_or("");
        for number in inside.split(|c: char| !c.is_ascii_digit()) {
            highest = highest.max(number.parse::<usize>().ok());
        }
    }
    highest
}

/// Whether something stands under a heading for technical notes.
fn has_notes(text: &str) -> bool {
    const HEADINGS: &[&str] = &[
        "dev notes",
        "technical",
        "implementation notes",
        "guidance",
        "architecture",
    ];
    // Level of the heading for notes that the line is below.
    let mut inside: Option<usize> = None;
    for line in text.lines() {
        let line = line.trim();
        let name = line.trim_start_matches('#');
        let level = line.len() - name.len();
        if level > 0 {
            let opens = HEADINGS
                .iter()
                .any(|word| crate::source::words::after(name.trim_start(), word).is_some());
            if opens {
                inside = inside.or(Some(level));
            } else if inside.is_some_and(|open| level <= open) {
                inside = None;
            }
        } else if inside.is_some() && line.len() > 3 {
            return true;
        }
    }
    false
}
