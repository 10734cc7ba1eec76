//! What comes before what in a sprint that is being changed.

use super::{Change, CorrectionError};
use crate::backlog::Strength;
use crate::graph::{self, DependencyEdge, Graph};

/// Lets what waits for a dropped story wait for what it waited for.
pub(in crate::correct) fn relink(graph: &mut Graph, dropped: usize) {
    let edges = |graph: &Graph, keep: &dyn Fn(&DependencyEdge) -> bool| -> Vec<DependencyEdge> {
        let found = graph
            .edges
            .iter()
            .filter(|edge| edge.constrains() && keep(edge));
        found.cloned().collect()
    };
    let before = edges(graph, &|edge| edge.dependent == dropped);
    let after = edges(graph, &|edge| edge.dependency == dropped);
    for to in &after {
        for from in &before {
            // A circle through the dropped story is none any more.
            if waits_for(graph, from.dependency, to.dependent) {
                continue;
            }
            let edge = DependencyEdge {
                dependency: from.dependency,
                ..to.clone()
            };
            add_edge(graph, edge);
        }
    }
}

fn add_edge(graph: &mut Graph, edge: DependencyEdge) {
    let key = |edge: &DependencyEdge| (edge.dependent, edge.dependency);
    let at = graph.edges.partition_point(|known| key(known) < key(&edge));
    match graph
        .edges
        .get_mut(at)
        .filter(|known| key(known) == key(&edge))
    {
        Some(known) if known.constrains() => {}
        Some(known) => *known = edge,
        None => graph.edges.insert(at, edge),
    }
}

impl Change<'_> {
    /// A story that is open again may close a circle.
    pub(in crate::correct) fn rebuild_graph(&mut self) {
        if self.added.is_empty() {
            return;
        }
        // Circles are broken by what is declared, not by what corrections ask.
        let order = std::mem::take(&mut self.backlog.user_order);
        (self.graph, _) = graph::build(&self.backlog, self.sprint.rules);
        self.backlog.user_order = order;
        // What corrections before this one relinked stays so; nothing else was in no text.
        let of_stories = |edge: &&DependencyEdge| {
            edge.constrains()
                && edge.dependent < self.sprint.graph.stories
                && edge.dependency < self.sprint.graph.stories
        };
        for edge in self.sprint.graph.edges.iter().filter(of_stories) {
            let known = |graph: &Graph| {
                let mut known = graph.edges_to(edge.dependent);
                known.any(|other| other.dependency == edge.dependency)
            };
            if !known(&self.graph) {
                add_edge(&mut self.graph, edge.clone());
            }
        }
    }

    pub(super) fn before(&mut self, first: usize, then: usize, errors: &mut Vec<CorrectionError>) {
        if waits_for(&self.graph, first, then) {
            errors.push(CorrectionError::Order {
                first: self.key(first),
                then: self.key(then),
            });
            return;
        }
        let (before, refused) = (self.graph.edges.clone(), self.refused_pins());
        let edge = DependencyEdge {
            dependency: first,
            dependent: then,
            strength: Strength::Hard,
            places: Vec::new(),
            text: String::new(),
            broken: false,
            alternative: false,
        };
        add_edge(&mut self.graph, edge);
        if self.refused_pins() > refused {
            self.graph.edges = before;
            errors.push(CorrectionError::UnderWay {
                first: self.key(first),
                then: self.key(then),
            });
        }
    }
}

/// Whether `story` has to come after `other`, however indirectly, or is it.
fn waits_for(graph: &Graph, story: usize, other: usize) -> bool {
    let mut seen = vec![false; graph.len()];
    let mut next = vec![story];
    while let Some(node) = next.pop() {
        if node == other {
            return true;
        }
        match seen.get_mut(node) {
            Some(seen) if !*seen => *seen = true,
            _ => continue,
        }
        let before = graph.edges_to(node).filter(|edge| edge.constrains());
        next.extend(before.map(|edge| edge.dependency));
    }
    false
}
