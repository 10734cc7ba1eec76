//! A plan that is given from outside, looked at as one of our own.

use super::problem::{Assignment, Problem};
use super::{Plan, PlanSettings, balance, bounds, validate};
use crate::backlog::Backlog;
use crate::graph::Graph;

/// The plan that has exactly these batches (of indices into the backlog), with its figures and its
/// proof; `None` where it does not hold all stories that are to be planned, or breaks a rule.
pub fn plan_given(
    backlog: &Backlog,
    graph: &Graph,
    settings: &PlanSettings,
    batches: &[Vec<usize>],
) -> Option<Plan> {
    let problem = Problem::new(backlog, graph, settings).ok()?;
    let mut stands = vec![None; backlog.stories.len()];
    for (position, batch) in (0_u32..).zip(batches) {
        for &story in batch {
            *stands.get_mut(story)? = Some(position);
        }
    }
    let assignment: Option<Assignment> = problem
        .stories
        .iter()
        .map(|&story| stands.get(story).copied().flatten())
        .collect();
    let assignment = assignment?;
    let (mut bound, mut reason) = bounds::lower_bound(&problem);
    if bound < balance::count(&assignment)
        && let Some((larger, clique)) = bounds::clique(&problem).filter(|(of, _)| *of > bound)
    {
        (bound, reason) = (larger, clique);
    }
    let plan = problem.finish(assignment, bound, reason, backlog, graph, settings);
    validate(&plan, backlog, graph, settings)
        .is_empty()
        .then_some(plan)
}
