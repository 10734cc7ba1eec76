//! What holds the sprint up, who has to act, and whom to tell when nobody does.

use super::Standing;
use super::prerequisites::{Need, Waiting, prerequisites};
use crate::backlog::{Status, Strength};
use crate::ordering;
use crate::source::{Code, Diagnostic, Place};

/// A story whose run has stopped: a fact from outside the documents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stopped {
    /// The story.
    pub story: usize,
    /// It failed; else it is blocked.
    pub failed: bool,
    /// Why, in the words of the run.
    pub reason: String,
}

/// What sort of thing holds something up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum BlockerKind {
    /// A run failed.
    Failed,
    /// A run or a status says blocked.
    Blocked,
    /// A story waits for one that is neither done nor planned, or began too early.
    Unmet,
    /// Stories wait for one another.
    Cycle,
    /// A dependency names what no document declares.
    Unknown,
    /// A dependency on something that is no story and not said to be there.
    External,
}

impl BlockerKind {
    /// The word for people and for files.
    pub fn as_str(self) -> &'static str {
        match self {
            BlockerKind::Failed => "failed",
            BlockerKind::Blocked => "blocked",
            BlockerKind::Unmet => "unmet prerequisite",
            BlockerKind::Cycle => "circle",
            BlockerKind::Unknown => "unknown dependency",
            BlockerKind::External => "external prerequisite",
        }
    }

    /// Who has to act.
    pub fn owner(self) -> &'static str {
        match self {
            BlockerKind::Failed => "Dev",
            BlockerKind::Cycle => "Architect",
            BlockerKind::Blocked | BlockerKind::Unmet => "PM",
            BlockerKind::Unknown | BlockerKind::External => "Scrum Master",
        }
    }

    /// Whom to tell when the owner cannot clear it.
    pub fn escalation(self) -> &'static str {
        match self {
            BlockerKind::Failed | BlockerKind::Blocked => "Architect/PM",
            BlockerKind::Cycle => "PM",
            BlockerKind::Unmet => "Architect",
            BlockerKind::Unknown | BlockerKind::External => "PM",
        }
    }
}

/// One thing that holds the sprint up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blocker {
    /// What sort it is.
    pub kind: BlockerKind,
    /// The story that cannot go on, where it is one.
    pub story: Option<usize>,
    /// What is the matter, as a sentence.
    pub sentence: String,
    /// What to do, as a sentence.
    pub way_out: String,
    /// Unfinished stories that wait for it, directly or through others.
    pub holds: Vec<usize>,
    /// Where it is written, where that is in a document.
    pub place: Option<Place>,
}

/// What holds the sprint up: what stopped, then what holds up the most stories. `diagnostics` are
/// those of the backlog and its graph, `stopped` what the runs say.
pub fn blockers(
    standing: &Standing<'_>,
    diagnostics: &[Diagnostic],
    stopped: &[Stopped],
) -> Vec<Blocker> {
    let waiting = Waiting::of(standing);
    let mut found: Vec<Blocker> = Vec::new();
    for (at, story) in standing.backlog.stories.iter().enumerate() {
        let run = stopped.iter().find(|one| one.story == at);
        if !story.status.is_pending() {
            continue;
        }
        if run.is_some() || story.status == Status::Blocked {
            found.push(halted(standing, &waiting, at, run));
        }
        found.extend(unmet(standing, &waiting, at));
    }
    found.extend(circles(standing));
    found.extend(unknown(standing, &waiting, diagnostics));
    ordering::sort_by(&mut found, |a, b| {
        let halts = |one: &Blocker| one.kind > BlockerKind::Blocked;
        (halts(a), b.holds.len(), a.kind, a.story).cmp(&(halts(b), a.holds.len(), b.kind, b.story))
    });
    found
}

fn halted(
    standing: &Standing<'_>,
    waiting: &Waiting<'_>,
    story: usize,
    run: Option<&Stopped>,
) -> Blocker {
    let key = standing.key(story);
    let written = standing.story(story).and_then(|story| {
        let text = story.status_text.as_deref()?;
        (story.status == Status::Blocked).then_some(text)
    });
    let failed = run.is_some_and(|run| run.failed);
    let reason = run.map(|run| run.reason.trim()).or(written).unwrap_or("");
    let word = if failed { "failed" } else { "is blocked" };
    let sentence = if reason.is_empty() {
        format!("Story {key} {word}; no reason is given.")
    } else {
        format!("Story {key} {word}: {}.", reason.trim_end_matches('.'))
    };
    Blocker {
        kind: if failed {
            BlockerKind::Failed
        } else {
            BlockerKind::Blocked
        },
        story: Some(story),
        sentence,
        way_out: if failed {
            "Mend what the run reports and resume from the phase that failed.".to_owned()
        } else {
            "Clear the reason, then set the story back to the status it had.".to_owned()
        },
        holds: waiting.for_story(story),
        place: standing
            .story(story)
            .and_then(|story| story.status_place.clone().or(story.declared.clone())),
    }
}

/// Prerequisites that the plan does not bring, and those of stories that began without them.
fn unmet(standing: &Standing<'_>, waiting: &Waiting<'_>, story: usize) -> Vec<Blocker> {
    let key = standing.key(story);
    let begun = standing
        .story(story)
        .is_some_and(|story| matches!(story.status, Status::InProgress | Status::Review));
    let mut missing = Vec::new();
    let mut external = Vec::new();
    let mut place = None;
    let mut external_place = None;
    for need in prerequisites(standing, story) {
        match &need.need {
            Need::Story(needed) if need.holds() => {
                let dropped = !standing
                    .story(*needed)
                    .is_some_and(|story| story.status.is_pending());
                let outside = standing.plan.is_some() && standing.batch(*needed).is_none();
                if begun || dropped || outside {
                    missing.push(*needed);
                    place = place.or(need.place);
                }
            }
            Need::External(name) if need.strength == Strength::Hard && !begun => {
                external.push(format!("“{name}”"));
                external_place = external_place.or(need.place);
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    if !missing.is_empty() {
        let status = |story: &usize| standing.story(*story).map(|story| story.status);
        let gone = missing
            .iter()
            .all(|story| status(story).is_some_and(|status| !status.is_pending()));
        let (verb, is) = match missing.len() {
            1 => ("is", "it is"),
            _ => ("are", "they are"),
        };
        let keys = standing.keys(&missing);
        let (sentence, way_out) = if gone {
            (
                format!("Story {key} waits for {keys}, which {verb} dropped."),
                "Take the dependency out, or name the story that takes its place.".to_owned(),
            )
        } else if begun {
            (
                format!("Story {key} has begun, but {keys} {verb} not done."),
                format!("Do {keys} first, or say that {is} not needed."),
            )
        } else {
            (
                format!("Story {key} waits for {keys}, which {verb} neither done nor planned."),
                format!("Plan {keys} too, or make sure that {is} done first."),
            )
        };
        found.push(Blocker {
            kind: BlockerKind::Unmet,
            story: Some(story),
            sentence,
            way_out,
            holds: waiting.for_story(story),
            place,
        });
    }
    if !external.is_empty() {
        ordering::sort_dedup(&mut external);
        found.push(Blocker {
            kind: BlockerKind::External,
            story: Some(story),
            sentence: format!(
                "Story {key} needs {}, which no document can say is there.",
                super::and_list(&external)
            ),
            way_out: "Make sure of it before the story begins.".to_owned(),
            holds: waiting.for_story(story),
            place: external_place,
        });
    }
    found
}

fn circles(standing: &Standing<'_>) -> Vec<Blocker> {
    let graph = standing.graph;
    let of = |cycle: &crate::graph::Cycle| {
        let stories: Vec<usize> = cycle
            .path
            .iter()
            .copied()
            .filter(|&node| node < graph.stories)
            .collect();
        let edge = graph.edges.get(cycle.broken)?;
        let name = |node: usize| match graph.gate(node) {
            None => standing.key(node).to_owned(),
            Some(crate::graph::Gate::Start(id) | crate::graph::Gate::End(id)) => {
                format!("epic {id}")
            }
        };
        Some(Blocker {
            kind: BlockerKind::Cycle,
            story: stories.first().copied(),
            sentence: format!(
                "{} wait for one another; the plan leaves out that {} waits for {}.",
                standing.keys(&stories),
                name(edge.dependent),
                name(edge.dependency)
            ),
            way_out: "Take out the dependency that is not meant.".to_owned(),
            holds: stories,
            place: edge.places.first().cloned(),
        })
    };
    graph.cycles.iter().filter_map(of).collect()
}

fn unknown(
    standing: &Standing<'_>,
    waiting: &Waiting<'_>,
    diagnostics: &[Diagnostic],
) -> Vec<Blocker> {
    let unknown = diagnostics
        .iter()
        .filter(|one| one.code == Code::UnknownDependency);
    let of = |one: &Diagnostic| {
        // The story is the one in which the dependency is written.
        let story = standing.backlog.stories.iter().position(|story| {
            let mut places = story
                .dependencies
                .iter()
                .map(|dependency| &dependency.place);
            places.any(|place| Some(place) == one.place.as_ref())
        });
        let open = story
            .and_then(|story| standing.story(story))
            .is_none_or(|story| story.status.is_pending());
        open.then(|| Blocker {
            kind: BlockerKind::Unknown,
            story,
            sentence: format!("{}.", one.message.trim_end_matches('.')),
            way_out: one.hint.clone().unwrap_or_default(),
            holds: story.map_or_else(Vec::new, |story| waiting.for_story(story)),
            place: one.place.clone(),
        })
    };
    unknown.filter_map(of).collect()
}
