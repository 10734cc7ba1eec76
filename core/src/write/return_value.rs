//! The return value of planning, as YAML.

use super::batch_plan_ready::dependency_graph;
use super::yaml;
use crate::backlog::Backlog;
use crate::graph::Graph;
use crate::ordering;
use crate::plan::{BoundReason, Plan, PlanError, PlanSettings};

/// The return value: `plan-ready` with results and proof, or `plan-failed` with the errors.
pub fn plan_return_value(
    session_id: &str,
    backlog: &Backlog,
    graph: &Graph,
    settings: &PlanSettings,
    plan: &Result<Plan, PlanError>,
) -> String {
    let status = if plan.is_ok() {
        "plan-ready"
    } else {
        "plan-failed"
    };
    let mut out = format!(
        "status: {status}\nsession_id: {}\nmode: plan\nresults:\n",
        yaml::scalar(session_id)
    );
    let mut line = |key: &str, value: String| out.push_str(&format!("  {key}: {value}\n"));
    match plan {
        Ok(plan) => {
            let dependencies: usize = dependency_graph(backlog, graph, plan)
                .iter()
                .map(|(_, of)| of.len())
                .sum();
            line("total_stories", plan.total_stories().to_string());
            line("total_batches", plan.batches.len().to_string());
            line("batch_size", plan.batch_size.to_string());
            line("dependency_count", dependencies.to_string());
            line(
                "file_overlap_groups",
                overlap_groups(graph, plan).to_string(),
            );
            line("lower_bound", plan.proof.lower_bound.to_string());
            line(
                "bound_reason",
                yaml::scalar(&bound_sentence(backlog, &plan.proof.reason)),
            );
            line("optimal", plan.proof.optimal.to_string());
        }
        Err(_) => {
            line("total_stories", "0".to_owned());
            line("total_batches", "0".to_owned());
            line("batch_size", settings.batch_size.to_string());
            line("dependency_count", "0".to_owned());
            line("file_overlap_groups", "0".to_owned());
        }
    }
    match plan {
        Ok(_) => out.push_str("errors: []\n"),
        Err(error) => out.push_str(&format!(
            "errors:\n  - {}\n",
            yaml::scalar(&format!("{error}."))
        )),
    }
    out
}

/// The bound's reason as one clause: "prisma/schema.prisma is touched by 7 stories".
pub fn bound_sentence(backlog: &Backlog, reason: &BoundReason) -> String {
    let key = |story: &usize| backlog.stories.get(*story).map_or("", |s| s.key.as_str());
    let plural =
        |n: usize, one: &str, many: &str| format!("{n} {}", if n == 1 { one } else { many });
    let around = |head: usize, tail: usize| match (head, tail) {
        (0, tail) => format!("with {} after them", plural(tail, "batch", "batches")),
        (head, 0) => format!("with {} before them", plural(head, "batch", "batches")),
        (head, tail) => format!(
            "with {} before and {tail} after them",
            plural(head, "batch", "batches")
        ),
    };
    match reason {
        BoundReason::Nothing => "there is nothing to plan".to_owned(),
        BoundReason::Size {
            stories,
            batch_size,
        } => {
            format!(
                "{}, {batch_size} to a batch",
                plural(*stories, "story", "stories")
            )
        }
        BoundReason::Chain { stories } => match stories.as_slice() {
            [one] => format!("{} needs a batch", key(one)),
            [first, .., last] => format!(
                "the chain {} → … → {} has {} stories",
                key(first),
                key(last),
                stories.len()
            )
            .replace(
                if stories.len() == 2 {
                    " → …"
                } else {
                    "\u{0}"
                },
                "",
            ),
            [] => String::new(),
        },
        BoundReason::File { path, stories } => {
            format!(
                "{path} is touched by {}",
                plural(stories.len(), "story", "stories")
            )
        }
        BoundReason::FileInChains {
            path,
            stories,
            head,
            tail,
        } => {
            format!(
                "{path} is touched by {}, {}",
                plural(stories.len(), "story", "stories"),
                around(*head, *tail)
            )
        }
        BoundReason::SizeInChains {
            stories,
            batch_size,
            head,
            tail,
        } => {
            format!(
                "{}, {batch_size} to a batch, {}",
                plural(*stories, "story", "stories"),
                around(*head, *tail)
            )
        }
        BoundReason::Clique {
            stories,
            head,
            tail,
        } => {
            let mut sentence = format!(
                "each two of {} share a file or wait for one another",
                plural(stories.len(), "story", "stories")
            );
            if (*head, *tail) != (0, 0) {
                sentence.push_str(&format!(", {}", around(*head, *tail)));
            }
            sentence
        }
        BoundReason::Alone {
            alone,
            others,
            batch_size,
        } => format!(
            "{} alone in a batch, {others} others, {batch_size} to a batch",
            plural(*alone, "story", "stories")
        ),
        BoundReason::Tokens {
            tokens,
            batch_tokens,
        } => format!("{tokens} tokens, {batch_tokens} to a batch"),
        BoundReason::Pinned { story, batch, tail } => {
            let sentence = format!("{} is pinned to batch {batch}", key(story));
            match tail {
                0 => sentence,
                tail => format!("{sentence}, {}", around(0, *tail).replace("them", "it")),
            }
        }
        BoundReason::Exhausted { batches } => {
            format!(
                "every way to fill {} was tried and none works",
                plural(*batches, "batch", "batches")
            )
        }
    }
}

/// Groups of two or more planned stories that file overlaps join.
fn overlap_groups(graph: &Graph, plan: &Plan) -> usize {
    let planned = |story: usize| plan.placement.get(story).is_some_and(Option::is_some);
    // Union-find: each story points towards the smallest one of its group.
    let mut leader: Vec<usize> = (0..graph.stories).collect();
    let mut joined = vec![false; graph.stories];
    fn find(leader: &mut [usize], mut at: usize) -> usize {
        while leader[at] != at {
            leader[at] = leader[leader[at]];
            at = leader[at];
        }
        at
    }
    for group in &graph.conflicts {
        let Some(&holder) = group.holders.iter().find(|&&story| planned(story)) else {
            continue;
        };
        let covered = group.covered.iter().map(|(story, _)| *story);
        for story in group
            .holders
            .iter()
            .copied()
            .chain(covered)
            .filter(|&s| s != holder && planned(s))
        {
            let (a, b) = (find(&mut leader, holder), find(&mut leader, story));
            leader[a.max(b)] = a.min(b);
            joined[holder] = true;
            joined[story] = true;
        }
    }
    let mut groups: Vec<usize> = (0..graph.stories)
        .filter(|&story| joined[story])
        .map(|story| find(&mut leader, story))
        .collect();
    ordering::sort_dedup(&mut groups);
    groups.len()
}
