//! Which stories touch which file.

use super::Plan;
use crate::graph::{Graph, OverlapClass};
use crate::ordering;

/// A path and the stories that name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnedPath {
    /// The path as written: a file, a directory (ends in `/`) or a pattern.
    pub path: String,
    /// Ordinary or registry.
    pub class: OverlapClass,
    /// All stories that name this very path, done ones too, in backlog order.
    pub stories: Vec<usize>,
    /// How many of them are planned.
    pub planned: usize,
}

/// The ownership map: the path that most planned stories touch first; of equals by path.
pub fn ownership(graph: &Graph, plan: &Plan) -> Vec<OwnedPath> {
    let planned = |story: &&usize| plan.placement.get(**story).is_some_and(Option::is_some);
    let mut paths: Vec<OwnedPath> = graph
        .owners
        .iter()
        .map(|(path, stories)| OwnedPath {
            class: graph.class_of(path),
            planned: stories.iter().filter(planned).count(),
            path: path.clone(),
            stories: stories.clone(),
        })
        .collect();
    ordering::sort_by_key(&mut paths, |owned| {
        (usize::MAX - owned.planned, usize::MAX - owned.stories.len())
    });
    paths
}
