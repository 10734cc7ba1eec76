//! Dependencies and file conflicts between the stories of a backlog.
//!
//! Nodes are stories, by their index in [`Backlog::stories`](crate::backlog::Backlog::stories),
//! followed by *gates*: one for the start and one for the end of each epic that a dependency
//! names. A gate takes no batch; it keeps "needs all of Epic 2" at n + m edges instead of n × m.

mod conflicts;
mod cycles;
mod overlap;
mod resolve;
#[cfg(test)]
mod tests;

pub use conflicts::{ConflictGroup, DEFAULT_REGISTRY, OverlapClass};
pub use cycles::Cycle;
pub use overlap::scopes_overlap;

use crate::backlog::{Backlog, EpicId, Evidence, FileScope, Story, Strength};
use crate::ordering::Table;
use crate::source::{Diagnostic, Place};

/// A node of the graph: a story's index, or a gate's after all stories.
pub type Node = usize;

/// A gate of an epic.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gate {
    /// Passed when the epic may begin; precedes all of its stories.
    Start(EpicId),
    /// Passed when the epic is complete; follows all of its stories.
    End(EpicId),
}

/// One edge: `dependent` waits for `dependency`.
#[derive(Debug, Clone, PartialEq)]
pub struct DependencyEdge {
    /// What has to come first.
    pub dependency: Node,
    /// What waits.
    pub dependent: Node,
    /// Hard edges constrain the plan, soft ones are shown.
    pub strength: Strength,
    /// Where it is written; empty for the edges between a gate and its own stories.
    pub places: Vec<Place>,
    /// The words that state it.
    pub text: String,
    /// Left out to break a cycle.
    pub broken: bool,
    /// One of several alternatives.
    pub alternative: bool,
}

impl DependencyEdge {
    /// Whether the plan has to respect it.
    pub fn constrains(&self) -> bool {
        self.strength == Strength::Hard && !self.broken
    }
}

/// A prerequisite that is no story of the backlog.
#[derive(Debug, Clone, PartialEq)]
pub struct External {
    /// The story that waits.
    pub story: usize,
    /// What the text names.
    pub name: String,
    /// Where.
    pub place: Place,
}

/// The graph of a backlog.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Graph {
    /// Number of stories: nodes below it are stories, from it on gates.
    pub stories: usize,
    /// The gates, node `stories + i` each.
    pub gates: Vec<Gate>,
    /// All edges, sorted by (dependent, dependency), each pair once.
    pub edges: Vec<DependencyEdge>,
    /// Which stories cannot share a batch because of files.
    pub conflicts: Vec<ConflictGroup>,
    /// The cycles found, each with the edge or edges it was broken at.
    pub cycles: Vec<Cycle>,
    /// Prerequisites outside the backlog.
    pub externals: Vec<External>,
    /// File-ownership map: declared path to the stories that claim it.
    pub owners: Table<String, Vec<usize>>,
    /// The declared paths that are registry files.
    pub registry: Table<String, ()>,
    /// Whether paths that the prose only mentions make conflicts too.
    pub mentioned: bool,
}

/// What the graph has to know beside the backlog: the user's settings about it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GraphRules {
    /// Names and endings of registry files: files that nearly every story touches. `None` for
    /// [`DEFAULT_REGISTRY`], whose page says how names match.
    pub registry: Option<Vec<String>>,
    /// Whether paths that the prose only mentions make conflicts too.
    pub mentioned: bool,
    /// The dependencies that the user wants left out where they are part of a circle. Elsewhere
    /// they bind as ever.
    pub left_out: Vec<LeftOut>,
}

/// A dependency that the user would rather have left out than another one of its circle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// Key of the story that waits.
    pub dependent: String,
    /// Key of what it waits for.
    pub dependency: String,
}

/// Builds the graph: resolves what the stories say of each other, finds file overlaps,
/// reports cycles and breaks them.
pub fn build(backlog: &Backlog, rules: &GraphRules) -> (Graph, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut graph = resolve::edges(backlog, &mut diagnostics);
    cycles::break_cycles(backlog, rules, &mut graph, &mut diagnostics);
    conflicts::find(backlog, rules, &mut graph);
    (graph, diagnostics)
}

impl Graph {
    /// Number of nodes, gates included.
    pub fn len(&self) -> usize {
        self.stories + self.gates.len()
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The edges to what this node waits for, in order of the dependency.
    pub fn edges_to(&self, dependent: Node) -> impl Iterator<Item = &DependencyEdge> {
        let start = self
            .edges
            .partition_point(|edge| edge.dependent < dependent);
        self.edges
            .iter()
            .skip(start)
            .take_while(move |edge| edge.dependent == dependent)
    }

    /// The direct dependencies of a story that constrain the plan, as the text states them:
    /// nodes are stories, or the end gates of whole epics.
    pub fn direct_dependencies(&self, story: usize) -> impl Iterator<Item = &DependencyEdge> {
        self.edges_to(story)
            .filter(|edge| edge.constrains() && !edge.places.is_empty())
    }

    /// Whether this declared path is an ordinary one or a registry file.
    pub fn class_of(&self, path: &str) -> OverlapClass {
        if self.registry.contains_key(path) {
            OverlapClass::Registry
        } else {
            OverlapClass::File
        }
    }

    /// The scopes of a story that can make a conflict, by the rules the graph was built with.
    pub fn scopes_of<'a>(&self, story: &'a Story) -> impl Iterator<Item = &'a FileScope> + use<'a> {
        binding_scopes(story, self.mentioned)
    }

    /// The paths on which two stories collide, as (path of `a`, path of `b`).
    pub fn shared_paths<'a>(&self, a: &'a Story, b: &'a Story) -> Vec<(&'a str, &'a str)> {
        let mut shared = Vec::new();
        for left in self.scopes_of(a) {
            for right in self.scopes_of(b) {
                if scopes_overlap(left, right) {
                    shared.push((left.path.as_str(), right.path.as_str()));
                }
            }
        }
        shared
    }

    /// The gate at this node, if it is one.
    pub fn gate(&self, node: Node) -> Option<&Gate> {
        node.checked_sub(self.stories)
            .and_then(|at| self.gates.get(at))
    }
}

/// Declared scopes, and if wished those that the prose only mentions; never what is not to be touched.
fn binding_scopes(story: &Story, mentioned: bool) -> impl Iterator<Item = &FileScope> {
    let scopes = story.scopes.iter();
    scopes.filter(move |scope| {
        scope.constrains()
            || (mentioned && scope.evidence == Evidence::Mentioned && scope.touches())
    })
}
