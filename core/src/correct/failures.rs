//! Stories that failed: what they share, and what each way out would cost.

use super::Sprint;
use super::change::Change;
use super::request::Request;
use crate::backlog::{EpicId, Status, Story};
use crate::graph;
use crate::ordering;
use crate::plan;

/// What can be done about a failed story.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remedy {
    /// Do it last.
    Defer,
    /// Make two smaller stories of it, one after the other.
    Split,
    /// Leave it out.
    Drop,
}

/// A remedy and what the plan would be with it and nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice {
    /// The remedy.
    pub remedy: Remedy,
    /// Batches that are then left; `None` where it cannot be.
    pub batches: Option<usize>,
    /// Stories that wait for this one.
    pub waiting: usize,
}

/// A story that failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failed {
    /// The story.
    pub story: usize,
    /// How often.
    pub times: usize,
    /// Prerequisites that are not done.
    pub unmet: Vec<usize>,
    /// What can be done.
    pub choices: Vec<Choice>,
}

/// All that failed, and what it has in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailureReport {
    /// The stories.
    pub failed: Vec<Failed>,
    /// The epic of all of them, where it is one.
    pub epic: Option<EpicId>,
    /// Files that two or more of them touch, with how many, the most shared first.
    pub files: Vec<(String, usize)>,
    /// A blocker is raised: one story failed again, or several touch one file.
    pub blocker: bool,
    /// Who has to act: `Architect` where files are shared, else `PM`.
    pub owner: &'static str,
}

/// The report on these stories and how often each failed; `None` where none did.
pub(super) fn report(
    sprint: &Sprint<'_>,
    change: &Change<'_>,
    failed: &[(usize, usize)],
) -> Option<FailureReport> {
    if failed.is_empty() {
        return None;
    }
    let story = |at: usize| sprint.backlog.stories.get(at);
    let mut epics: Vec<&EpicId> = failed
        .iter()
        .filter_map(|&(at, _)| Some(&story(at)?.epic))
        .collect();
    ordering::sort_dedup(&mut epics);
    let mut paths: Vec<&str> = failed
        .iter()
        .filter_map(|&(at, _)| story(at))
        .flat_map(|story| distinct_paths(sprint, story))
        .collect();
    ordering::sort(&mut paths);
    let mut files: Vec<(String, usize)> = paths
        .chunk_by(|a, b| a == b)
        .filter(|same| same.len() > 1)
        .filter_map(|same| Some(((*same.first()?).to_owned(), same.len())))
        .collect();
    ordering::sort_by(&mut files, |a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let again = failed.iter().any(|(_, times)| *times > 1);
    Some(FailureReport {
        failed: failed
            .iter()
            .map(|&(at, times)| Failed {
                story: at,
                times,
                unmet: unmet(sprint, at),
                choices: choices(sprint, change, at),
            })
            .collect(),
        epic: match epics.as_slice() {
            [one] if failed.len() > 1 => Some((*one).clone()),
            _ => None,
        },
        blocker: again || !files.is_empty(),
        owner: if files.is_empty() { "PM" } else { "Architect" },
        files,
    })
}

fn distinct_paths<'a>(sprint: &Sprint<'_>, story: &'a Story) -> Vec<&'a str> {
    let mut paths: Vec<&str> = sprint
        .graph
        .scopes_of(story)
        .map(|scope| scope.path.as_str())
        .collect();
    ordering::sort_dedup(&mut paths);
    paths
}

fn unmet(sprint: &Sprint<'_>, story: usize) -> Vec<usize> {
    sprint
        .graph
        .edges_to(story)
        .filter(|edge| edge.constrains())
        .map(|edge| edge.dependency)
        .filter(|&before| {
            let before = sprint.backlog.stories.get(before);
            before.is_some_and(|before| before.status != Status::Done)
        })
        .collect()
}

fn choices(sprint: &Sprint<'_>, change: &Change<'_>, story: usize) -> Vec<Choice> {
    let waiting = sprint
        .graph
        .edges
        .iter()
        .filter(|edge| edge.constrains() && edge.dependency == story)
        .count();
    let with = |request| change.what_if(request).map(|plan| plan.batches.len());
    [
        (Remedy::Defer, with(Request::Last(vec![story]))),
        (Remedy::Split, split(sprint, change, story)),
        (Remedy::Drop, with(Request::Drop(vec![story]))),
    ]
    .into_iter()
    .map(|(remedy, batches)| Choice {
        remedy,
        batches,
        waiting,
    })
    .collect()
}

/// Batches of a plan in which the story is two, the second after the first, on the same files.
fn split(sprint: &Sprint<'_>, change: &Change<'_>, story: usize) -> Option<usize> {
    let mut backlog = change.unchanged_backlog();
    let original = backlog.stories.get(story)?.clone();
    let mut second = original.clone();
    second.key = crate::backlog::StoryKey::new(format!("{}b", original.key));
    let keep = original.acceptance_criteria.len().div_ceil(2);
    second.acceptance_criteria = original
        .acceptance_criteria
        .iter()
        .skip(keep)
        .cloned()
        .collect();
    second.dependencies = vec![crate::backlog::DependencyRef {
        targets: vec![crate::backlog::Target::Story(original.key.clone())],
        direction: Default::default(),
        strength: Default::default(),
        alternatives: false,
        satisfied: false,
        place: original.declared.clone()?,
        text: String::new(),
    }];
    if let Some(first) = backlog.stories.get_mut(story) {
        first.acceptance_criteria.truncate(keep);
    }
    backlog.stories.insert(story + 1, second);
    let (graph, _) = graph::build(&backlog, sprint.rules);
    let settings = plan::PlanSettings {
        epics: None,
        ..sprint.settings.clone()
    };
    let planned = plan::plan(&backlog, &graph, &settings).ok();
    planned.map(|plan| plan.batches.len())
}
