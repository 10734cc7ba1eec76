//! Prerequisites that hold a planned story up from outside the plan.

use super::Plan;
use crate::backlog::{Backlog, Status};
use crate::graph::{Gate, Graph};
use crate::source::{Code, Diagnostic};

/// One warning for each stated dependency on a story that is neither done nor planned.
pub(super) fn diagnostics(plan: &Plan, backlog: &Backlog, graph: &Graph) -> Vec<Diagnostic> {
    let planned = |story: usize| plan.placement.get(story).is_some_and(Option::is_some);
    let unmet = |story: usize| {
        !planned(story)
            && backlog
                .stories
                .get(story)
                .is_some_and(|s| s.status != Status::Done)
    };
    let mut found = Vec::new();
    for edge in graph
        .edges
        .iter()
        .filter(|edge| edge.constrains() && !edge.places.is_empty())
    {
        let dependent = match graph.gate(edge.dependent) {
            None if planned(edge.dependent) => backlog
                .stories
                .get(edge.dependent)
                .map(|s| format!("Story {}", s.key)),
            Some(Gate::Start(id)) if members(backlog, id).any(planned) => {
                Some(format!("Epic {id}"))
            }
            _ => None,
        };
        let Some(dependent) = dependent else { continue };
        let missing: Vec<usize> = match graph.gate(edge.dependency) {
            None => Some(edge.dependency)
                .filter(|&s| unmet(s))
                .into_iter()
                .collect(),
            Some(Gate::End(id)) => members(backlog, id).filter(|&s| unmet(s)).collect(),
            Some(Gate::Start(_)) => Vec::new(),
        };
        let Some(first) = missing.first().and_then(|&s| backlog.stories.get(s)) else {
            continue;
        };
        let what = match missing.len() {
            1 => format!(
                "{}, which is {} and not in this plan",
                first.key,
                first.status.as_str()
            ),
            more => format!(
                "{more} stories that are not in this plan ({} and others)",
                first.key
            ),
        };
        let hint = if matches!(first.status, Status::Dropped | Status::Superseded) {
            "Remove the dependency, or name the story that takes its place."
        } else {
            "Plan that epic too, or make sure that it is done first."
        };
        found.push(
            Diagnostic::new(
                Code::UnmetPrerequisite,
                edge.places.first().cloned(),
                format!("{dependent} waits for {what}"),
            )
            .with_hint(hint),
        );
    }
    found
}

fn members<'a>(
    backlog: &'a Backlog,
    epic: &'a crate::backlog::EpicId,
) -> impl Iterator<Item = usize> + 'a {
    backlog
        .stories
        .iter()
        .enumerate()
        .filter(move |(_, story)| story.epic == *epic)
        .map(|(at, _)| at)
}
