//! Cycles: found, told as a path, broken at the fewest and weakest edges.
//!
//! Only stories that are still to be done take part: a circle through finished work holds nothing up.
//! Soft edges go first: the hard ones are made acyclic on their own, then each soft edge is taken in
//! unless it closes a circle.

use std::collections::VecDeque;

use petgraph::graph::{DiGraph, NodeIndex};

use super::{DependencyEdge, Gate, Graph, GraphRules, Node};
use crate::backlog::{Backlog, StoryKey, Strength};
use crate::ordering;
use crate::source::{Code, Diagnostic};

/// One cycle among stories that are still to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cycle {
    /// The stories (and gates) along it; each waits for the one before, the first for the last.
    pub path: Vec<Node>,
    /// Index into [`Graph::edges`] of the edge that was left out to break it.
    pub broken: usize,
}

/// Largest strongly connected component that is broken exactly (2^n steps); larger ones by insertion.
const EXACT: usize = 14;

/// Passes of the insertion search over a larger component.
const PASSES: usize = 8;

/// Breaks every circle. An edge that the user would rather have left out costs next to nothing.
pub(super) fn break_cycles(
    backlog: &Backlog,
    rules: &GraphRules,
    graph: &mut Graph,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let open: Vec<bool> = (0..graph.len())
        .map(|node| {
            backlog
                .stories
                .get(node)
                .is_none_or(|story| story.status.is_pending())
        })
        .collect();
    expand_gates_in_cycles(graph, &open);
    let rank = backlog.priority_ranks();
    let chosen = chosen_edges(backlog, rules, graph);
    let mut broken = Vec::new();
    for component in components(graph, &open) {
        broken.extend(break_component(graph, &component, &rank, &chosen));
    }
    for at in broken {
        if let Some(edge) = graph.edges.get_mut(at) {
            edge.broken = true;
        }
    }
    break_soft(graph, &open);
    report(backlog, graph, &open, diagnostics);
}

/// Whether the edge can take part in a cycle that matters.
fn is_open(edge: &DependencyEdge, open: &[bool]) -> bool {
    let at = |node: Node| open.get(node).copied().unwrap_or(false);
    at(edge.dependency) && at(edge.dependent)
}

/// Strongly connected components of two and more nodes over the hard edges, each sorted.
fn components(graph: &Graph, open: &[bool]) -> Vec<Vec<Node>> {
    let mut digraph = DiGraph::<(), ()>::with_capacity(graph.len(), graph.edges.len());
    for _ in 0..graph.len() {
        digraph.add_node(());
    }
    for edge in graph
        .edges
        .iter()
        .filter(|edge| edge.strength == Strength::Hard && is_open(edge, open))
    {
        digraph.add_edge(
            NodeIndex::new(edge.dependency),
            NodeIndex::new(edge.dependent),
            (),
        );
    }
    // Kosaraju: petgraph's Tarjan is recursive and would overflow on long chains.
    let mut found: Vec<Vec<Node>> = petgraph::algo::kosaraju_scc(&digraph)
        .into_iter()
        .filter(|component| component.len() > 1)
        .map(|component| {
            let mut nodes: Vec<Node> = component.into_iter().map(NodeIndex::index).collect();
            ordering::sort(&mut nodes);
            nodes
        })
        .collect();
    ordering::sort(&mut found);
    found
}

/// Replaces "needs all of Epic 2" by its single edges where it is part of a cycle, so that the one
/// edge that hurts can be left out and the rest of the epic is still waited for.
fn expand_gates_in_cycles(graph: &mut Graph, open: &[bool]) {
    for ends in [true, false] {
        for component in components(graph, open) {
            let inside = |node: Node| component.binary_search(&node).is_ok();
            let stories = graph.stories;
            for &gate in component.iter().filter(|&&node| node >= stories) {
                if matches!(graph.gate(gate), Some(Gate::End(_))) != ends {
                    continue;
                }
                expand(graph, gate, ends, &inside);
            }
        }
    }
}

fn expand(graph: &mut Graph, gate: Node, ends: bool, inside: &impl Fn(Node) -> bool) {
    let far = |edge: &DependencyEdge| {
        if ends {
            edge.dependent
        } else {
            edge.dependency
        }
    };
    let near = |edge: &DependencyEdge| {
        if ends {
            edge.dependency
        } else {
            edge.dependent
        }
    };
    let members: Vec<Node> = graph
        .edges
        .iter()
        .filter(|edge| edge.places.is_empty() && far(edge) == gate)
        .map(near)
        .collect();
    let (stated, mut edges): (Vec<_>, Vec<_>) = std::mem::take(&mut graph.edges)
        .into_iter()
        .partition(|edge| !edge.places.is_empty() && near(edge) == gate && inside(far(edge)));
    for edge in &stated {
        for &member in members.iter().filter(|&&member| member != far(edge)) {
            let (dependency, dependent) = if ends {
                (member, edge.dependent)
            } else {
                (edge.dependency, member)
            };
            edges.push(DependencyEdge {
                dependency,
                dependent,
                ..edge.clone()
            });
        }
    }
    graph.edges = merged(edges);
}

/// Each pair of nodes once, in order of (dependent, dependency): places joined, the stronger
/// statement and its words kept.
pub(super) fn merged(mut edges: Vec<DependencyEdge>) -> Vec<DependencyEdge> {
    ordering::sort_by_key(&mut edges, |edge| (edge.dependent, edge.dependency));
    let mut kept: Vec<DependencyEdge> = Vec::with_capacity(edges.len());
    for edge in edges {
        let same = |last: &&mut DependencyEdge| {
            (last.dependent, last.dependency) == (edge.dependent, edge.dependency)
        };
        let Some(last) = kept.last_mut().filter(same) else {
            kept.push(edge);
            continue;
        };
        if edge.strength < last.strength {
            last.strength = edge.strength;
            last.text = edge.text;
        }
        last.alternative &= edge.alternative;
        for place in edge.places {
            if !last.places.contains(&place) {
                last.places.push(place);
            }
        }
    }
    kept
}

/// The edges (indices) to leave out of one component: fewest first, then those that keep the story
/// of higher priority from going first.
fn break_component(
    graph: &Graph,
    component: &[Node],
    rank: &[usize],
    chosen: &[usize],
) -> Vec<usize> {
    let local = |node: Node| component.binary_search(&node).ok();
    let inner: Vec<(usize, usize, usize)> = graph
        .edges
        .iter()
        .enumerate()
        .filter(|(_, edge)| edge.strength == Strength::Hard)
        .filter_map(|(at, edge)| Some((local(edge.dependency)?, local(edge.dependent)?, at)))
        .collect();
    let rank_of = |node: usize| {
        component
            .get(node)
            .and_then(|&n| rank.get(n))
            .copied()
            .unwrap_or(usize::MAX)
    };
    let n = component.len();
    // Cost of leaving out the edges from one node to another.
    let mut cost = vec![vec![0u64; n]; n];
    for &(from, to, at) in &inner {
        let stated = graph
            .edges
            .get(at)
            .is_some_and(|edge| !edge.places.is_empty());
        let weight = if chosen.contains(&at) {
            1
        } else if stated {
            (1 << 20) + u64::from(rank_of(from) < rank_of(to))
        } else {
            1 << 50
        };
        cost[from][to] = cost[from][to].saturating_add(weight);
    }
    let order = if n <= EXACT {
        exact_order(&cost)
    } else {
        insertion_order(&cost, &inner, rank_of)
    };
    let mut place = vec![0; n];
    for (at, &node) in order.iter().enumerate() {
        place[node] = at;
    }
    inner
        .iter()
        .filter(|(from, to, _)| place[*from] > place[*to])
        .map(|&(_, _, at)| at)
        .collect()
}

/// The edges that the user would rather have left out, by their indices.
fn chosen_edges(backlog: &Backlog, rules: &GraphRules, graph: &Graph) -> Vec<usize> {
    if rules.left_out.is_empty() {
        return Vec::new();
    }
    let index = backlog.index();
    let node = |key: &str| index.get(&StoryKey::new(key)).copied();
    let wanted = |edge: &DependencyEdge| {
        rules.left_out.iter().any(|left| {
            node(&left.dependent) == Some(edge.dependent)
                && node(&left.dependency) == Some(edge.dependency)
        })
    };
    let edges = graph.edges.iter().enumerate();
    edges
        .filter(|(_, edge)| wanted(edge))
        .map(|(at, _)| at)
        .collect()
}

/// The order of nodes with the least cost of edges that point backwards: dynamic programming over
/// the sets of nodes placed first.
fn exact_order(cost: &[Vec<u64>]) -> Vec<usize> {
    let n = cost.len();
    let mut best = vec![u64::MAX; 1 << n];
    let mut last = vec![0; 1 << n];
    best[0] = 0;
    for set in 0..1usize << n {
        for node in (0..n).filter(|node| set & (1 << node) == 0) {
            // Edges from `node` to what stands before it point backwards.
            let backwards: u64 = (0..n)
                .filter(|other| set & (1 << other) != 0)
                .map(|other| cost[node][other])
                .sum();
            let with = set | (1 << node);
            let total = best[set].saturating_add(backwards);
            if total < best[with] {
                best[with] = total;
                last[with] = node;
            }
        }
    }
    let mut order = Vec::with_capacity(n);
    let mut set = (1usize << n) - 1;
    while set != 0 {
        order.push(last[set]);
        set &= !(1 << last[set]);
    }
    order.reverse();
    order
}

/// A good order for a large component: priority order, then each node to its best place, repeatedly.
fn insertion_order(
    cost: &[Vec<u64>],
    edges: &[(usize, usize, usize)],
    rank_of: impl Fn(usize) -> usize,
) -> Vec<usize> {
    let n = cost.len();
    let mut neighbours = vec![Vec::new(); n];
    for &(from, to, _) in edges {
        neighbours[from].push(to);
        neighbours[to].push(from);
    }
    let mut order: Vec<usize> = (0..n).collect();
    ordering::sort_by_key(&mut order, |&node| (rank_of(node), node));
    for _ in 0..PASSES {
        let mut moved = false;
        for node in 0..n {
            let mut place = vec![0; n];
            for (at, &other) in order.iter().enumerate() {
                place[other] = at;
            }
            let from = place[node];
            // Walking the node over its neighbours changes the cost only there.
            let mut stops: Vec<(usize, usize)> = neighbours[node]
                .iter()
                .map(|&other| (place[other], other))
                .collect();
            ordering::sort_dedup(&mut stops);
            let total: u64 = stops.iter().map(|&(_, other)| cost[other][node]).sum();
            let (mut now, mut best, mut target) = (total, total, 0);
            let mut current = total;
            for &(at, other) in &stops {
                now = now - cost[other][node] + cost[node][other];
                if at < from {
                    current = now;
                }
                if now < best {
                    (best, target) = (now, at + 1);
                }
            }
            if best < current {
                order.remove(from);
                order.insert(if target > from { target - 1 } else { target }, node);
                moved = true;
            }
        }
        if !moved {
            break;
        }
    }
    order
}

/// Leaves out each soft edge that closes a circle with the hard edges and the soft ones before it.
fn break_soft(graph: &mut Graph, open: &[bool]) {
    let soft: Vec<usize> = (0..graph.edges.len())
        .filter(|&at| {
            graph
                .edges
                .get(at)
                .is_some_and(|edge| edge.strength == Strength::Soft && is_open(edge, open))
        })
        .collect();
    if soft.is_empty() {
        return;
    }
    let mut successors = successors(graph, open, |edge| {
        edge.strength == Strength::Hard && !edge.broken
    });
    for at in soft {
        let Some(edge) = graph.edges.get_mut(at) else {
            continue;
        };
        if path(&successors, edge.dependent, edge.dependency).is_some() {
            edge.broken = true;
        } else if let Some(list) = successors.get_mut(edge.dependency) {
            list.push(edge.dependent);
        }
    }
}

fn successors(
    graph: &Graph,
    open: &[bool],
    keep: impl Fn(&DependencyEdge) -> bool,
) -> Vec<Vec<Node>> {
    let mut successors = vec![Vec::new(); graph.len()];
    for edge in graph
        .edges
        .iter()
        .filter(|edge| keep(edge) && is_open(edge, open))
    {
        if let Some(list) = successors.get_mut(edge.dependency) {
            list.push(edge.dependent);
        }
    }
    successors
}

/// A shortest path from one node to another.
fn path(successors: &[Vec<Node>], from: Node, to: Node) -> Option<Vec<Node>> {
    let mut before: Vec<Option<Node>> = vec![None; successors.len()];
    let mut queue = VecDeque::from([from]);
    *before.get_mut(from)? = Some(from);
    while let Some(node) = queue.pop_front() {
        if node == to {
            let mut path = vec![to];
            let mut at = to;
            while at != from {
                at = before.get(at).copied().flatten()?;
                path.push(at);
            }
            path.reverse();
            return Some(path);
        }
        for &next in successors.get(node).into_iter().flatten() {
            if let Some(slot @ None) = before.get_mut(next) {
                *slot = Some(node);
                queue.push_back(next);
            }
        }
    }
    None
}

/// One cycle and one diagnostic for each edge that was left out.
fn report(backlog: &Backlog, graph: &mut Graph, open: &[bool], diagnostics: &mut Vec<Diagnostic>) {
    let broken: Vec<usize> = (0..graph.edges.len())
        .filter(|&at| graph.edges[at].broken)
        .collect();
    if broken.is_empty() {
        return;
    }
    let kept = successors(graph, open, |edge| !edge.broken);
    for at in broken {
        let edge = &graph.edges[at];
        let Some(path) = path(&kept, edge.dependent, edge.dependency) else {
            continue;
        };
        let name = |node: Node| match backlog.stories.get(node) {
            Some(story) => story.key.to_string(),
            None => match graph.gate(node) {
                Some(Gate::Start(id) | Gate::End(id)) => format!("Epic {id}"),
                None => String::new(),
            },
        };
        let mut round: Vec<String> = path.iter().copied().map(name).collect();
        round.push(name(edge.dependent));
        let related = path
            .windows(2)
            .filter_map(|pair| {
                graph
                    .edges
                    .iter()
                    .find(|e| !e.broken && e.dependency == pair[0] && e.dependent == pair[1])
            })
            .flat_map(|e| e.places.iter().cloned())
            .collect();
        diagnostics.push(
            Diagnostic::new(
                Code::DependencyCycle,
                edge.places.first().cloned(),
                format!(
                    "Circle: {}. Left out of the plan: {} waits for {}",
                    round.join(" → "),
                    name(edge.dependent),
                    name(edge.dependency)
                ),
            )
            .with_hint("Remove one of the dependencies along the circle.")
            .with_related(related),
        );
        graph.cycles.push(Cycle { path, broken: at });
    }
}
