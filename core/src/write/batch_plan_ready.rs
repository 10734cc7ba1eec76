//! The `BATCH_PLAN_READY` message: exactly these fields, in this order, because consumers exist.

use super::json::{push_batches, push_string, push_strings};
use crate::backlog::{Backlog, StoryKey};
use crate::graph::Graph;
use crate::ordering;
use crate::plan::Plan;

/// The message as JSON text, one batch and one dependency a line, with a line break at its end.
pub fn batch_plan_ready(session_id: &str, backlog: &Backlog, graph: &Graph, plan: &Plan) -> String {
    let key = |story: usize| backlog.stories.get(story).map_or("", |s| s.key.as_str());
    let mut out = String::from("{\n  \"msg_type\": \"BATCH_PLAN_READY\",\n  \"session_id\": ");
    push_string(&mut out, session_id);
    out.push_str(&format!(
        ",\n  \"total_stories\": {},\n  \"batches\": [",
        plan.total_stories()
    ));
    let batches = plan.batches.iter();
    push_batches(
        &mut out,
        batches.map(|batch| (batch.id, batch.stories.as_slice())),
        &key,
    );
    out.push_str("  \"dependency_graph\": {");
    let graph = dependency_graph(backlog, graph, plan);
    for (at, (story, dependencies)) in graph.iter().enumerate() {
        out.push_str(if at > 0 { ",\n    " } else { "\n    " });
        push_string(&mut out, story.as_str());
        out.push_str(": { \"depends_on\": ");
        push_strings(&mut out, dependencies.iter().map(|key| key.as_str()));
        out.push_str(" }");
    }
    out.push_str(if graph.is_empty() {
        "}\n}\n"
    } else {
        "\n  }\n}\n"
    });
    out
}

/// The direct hard dependencies among the planned stories, both in natural key order; stories
/// without any are left out. A dependency on a whole epic names each of its planned stories.
pub(super) fn dependency_graph<'a>(
    backlog: &'a Backlog,
    graph: &Graph,
    plan: &Plan,
) -> Vec<(&'a StoryKey, Vec<&'a StoryKey>)> {
    let planned = |story: usize| plan.placement.get(story).is_some_and(Option::is_some);
    let mut found = Vec::new();
    for (at, story) in backlog
        .stories
        .iter()
        .enumerate()
        .filter(|(at, _)| planned(*at))
    {
        let mut dependencies: Vec<&StoryKey> = Vec::new();
        let mut nodes: Vec<usize> = vec![at];
        let mut seen: Vec<usize> = Vec::new();
        while let Some(node) = nodes.pop() {
            for edge in graph.edges_to(node).filter(|edge| edge.constrains()) {
                if graph.gate(edge.dependency).is_some() {
                    if !seen.contains(&edge.dependency) {
                        seen.push(edge.dependency);
                        nodes.push(edge.dependency);
                    }
                } else if let Some(dependency) = backlog
                    .stories
                    .get(edge.dependency)
                    .filter(|_| planned(edge.dependency))
                {
                    dependencies.push(&dependency.key);
                }
            }
        }
        if !dependencies.is_empty() {
            ordering::sort_dedup(&mut dependencies);
            found.push((&story.key, dependencies));
        }
    }
    ordering::sort_by(&mut found, |a, b| a.0.cmp(b.0));
    found
}
