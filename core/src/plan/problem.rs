//! The planning problem in its own numbers: open stories in priority order, gates after them.

use super::{Batch, BoundReason, Plan, PlanError, PlanSettings, Proof, select_epics};
use crate::backlog::Backlog;
use crate::graph::{Graph, OverlapClass};
use crate::ordering;

/// Batch position of each story of the problem, from 0.
pub(super) type Assignment = Vec<u32>;

/// One story's part in a conflict group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Membership {
    /// The group's number in the problem.
    pub group: u32,
    /// Whether the story holds the path itself; two that are only covered do not collide.
    pub holds: bool,
}

/// Everything the strategies need, by dense numbers. Stories are numbered by priority: 0 goes first.
#[derive(Debug)]
pub(super) struct Problem {
    /// Backlog index of each story.
    pub stories: Vec<usize>,
    /// Most stories in a batch.
    pub batch_size: usize,
    /// Nodes that come before each node (stories, then gates).
    pub predecessors: Vec<Vec<u32>>,
    /// Nodes that come after each node.
    pub successors: Vec<Vec<u32>>,
    /// Complexity of each story.
    pub weight: Vec<u32>,
    /// Conflict groups of each story, sorted.
    pub memberships: Vec<Vec<Membership>>,
    /// The path of each conflict group, and the stories that hold it.
    pub groups: Vec<(String, Vec<u32>)>,
    /// Nodes in topological order.
    pub topological: Vec<u32>,
    /// Fewest batches before each node.
    pub head: Vec<u32>,
    /// Fewest batches after each node (a story's own not counted).
    pub tail: Vec<u32>,
}

impl Problem {
    pub fn new(
        backlog: &Backlog,
        graph: &Graph,
        settings: &PlanSettings,
    ) -> Result<Self, PlanError> {
        let stories = selected(backlog, settings)?;
        let n = stories.len();
        let mut number = vec![None; graph.len()];
        for (at, &story) in stories.iter().enumerate() {
            number[story] = u32::try_from(at).ok();
        }
        for gate in 0..graph.gates.len() {
            number[graph.stories + gate] = u32::try_from(n + gate).ok();
        }
        let nodes = n + graph.gates.len();
        let mut predecessors = vec![Vec::new(); nodes];
        let mut successors = vec![Vec::new(); nodes];
        for edge in graph.edges.iter().filter(|edge| edge.constrains()) {
            if let (Some(first), Some(then)) = (number[edge.dependency], number[edge.dependent]) {
                predecessors[then as usize].push(first);
                successors[first as usize].push(then);
            }
        }
        let mut problem = Self {
            batch_size: settings.batch_size,
            weight: stories
                .iter()
                .map(|&s| backlog.stories.get(s).map_or(1, |s| s.complexity()))
                .collect(),
            memberships: vec![Vec::new(); n],
            groups: Vec::new(),
            topological: Vec::new(),
            head: vec![0; nodes],
            tail: vec![0; nodes],
            stories,
            predecessors,
            successors,
        };
        problem.sort_topologically();
        problem.measure();
        problem.collect_groups(graph, settings, &number);
        Ok(problem)
    }

    /// Number of stories.
    pub fn len(&self) -> usize {
        self.stories.len()
    }

    /// Whether this node is a story and not a gate.
    pub fn is_story(&self, node: u32) -> bool {
        (node as usize) < self.len()
    }

    /// Whether two stories may not share a batch.
    pub fn collide(&self, a: u32, b: u32) -> bool {
        let (left, right) = (&self.memberships[a as usize], &self.memberships[b as usize]);
        let (mut i, mut j) = (0, 0);
        while let (Some(l), Some(r)) = (left.get(i), right.get(j)) {
            match l.group.cmp(&r.group) {
                std::cmp::Ordering::Less => i += 1,
                std::cmp::Ordering::Greater => j += 1,
                std::cmp::Ordering::Equal => {
                    if l.holds || r.holds {
                        return true;
                    }
                    i += 1;
                    j += 1;
                }
            }
        }
        false
    }

    /// How far a batch is from where the story would be if stories were dealt out to `batches`
    /// batches in priority order; 0 where it would be.
    pub fn distance(&self, story: u32, batch: u32, batches: usize) -> i64 {
        let (n, batches) = (self.len() as i64, batches as i64);
        // Batch b takes the ranks from b·n/batches on; scaled by both to stay in whole numbers.
        let low = i64::from(batch) * n;
        let rank = i64::from(story) * batches;
        if rank < low {
            low - rank
        } else {
            (rank - low - n + 1).max(0)
        }
    }

    /// Kahn's algorithm, of the nodes that are free the first one in priority order. The graph has
    /// no cycles left; nodes of one that slipped through would be missing, and validation says so.
    fn sort_topologically(&mut self) {
        let mut waiting: Vec<usize> = self.predecessors.iter().map(Vec::len).collect();
        let mut free: std::collections::BTreeSet<(bool, u32)> = std::collections::BTreeSet::new();
        // Gates first: they take no place, and free the stories behind them.
        let key = |node: u32, n: usize| ((node as usize) < n, node);
        let n = self.len();
        for node in 0..waiting.len() as u32 {
            if waiting[node as usize] == 0 {
                free.insert(key(node, n));
            }
        }
        while let Some((_, node)) = free.pop_first() {
            self.topological.push(node);
            for &next in &self.successors[node as usize] {
                waiting[next as usize] -= 1;
                if waiting[next as usize] == 0 {
                    free.insert(key(next, n));
                }
            }
        }
    }

    /// Heads and tails: longest chains of stories before and after each node.
    fn measure(&mut self) {
        let n = self.len();
        let length = |node: u32| u32::from((node as usize) < n);
        for &node in &self.topological {
            for &next in &self.successors[node as usize] {
                let reach = self.head[node as usize] + length(node);
                let head = &mut self.head[next as usize];
                *head = (*head).max(reach);
            }
        }
        for &node in self.topological.iter().rev() {
            for &before in &self.predecessors[node as usize] {
                let reach = self.tail[node as usize] + length(node);
                let tail = &mut self.tail[before as usize];
                *tail = (*tail).max(reach);
            }
        }
    }

    fn collect_groups(&mut self, graph: &Graph, settings: &PlanSettings, number: &[Option<u32>]) {
        for group in graph
            .conflicts
            .iter()
            .filter(|group| settings.binds(group.class))
        {
            let local = |story: usize| number.get(story).copied().flatten();
            let mut holders: Vec<u32> = group.holders.iter().filter_map(|&s| local(s)).collect();
            ordering::sort(&mut holders);
            let covered: Vec<u32> = group
                .covered
                .iter()
                .filter(|(_, path)| settings.binds(graph.class_of(path)))
                .filter_map(|(s, _)| local(*s))
                .collect();
            if holders.is_empty() || holders.len() + covered.len() < 2 {
                continue;
            }
            let id = self.groups.len() as u32;
            for &story in &holders {
                self.memberships[story as usize].push(Membership {
                    group: id,
                    holds: true,
                });
            }
            for &story in &covered {
                self.memberships[story as usize].push(Membership {
                    group: id,
                    holds: false,
                });
            }
            self.groups.push((group.path.clone(), holders));
        }
    }

    /// The plan of an assignment, in the backlog's numbers, with its proof.
    pub fn finish(
        &self,
        assignment: Assignment,
        lower_bound: usize,
        reason: BoundReason,
        backlog: &Backlog,
        settings: &PlanSettings,
    ) -> Plan {
        let count = assignment.iter().max().map_or(0, |last| *last as usize + 1);
        let mut batches: Vec<Batch> = (1..=count as u32)
            .map(|id| Batch {
                id,
                stories: Vec::new(),
                complexity: 0,
                tokens: 0,
            })
            .collect();
        let mut placement = vec![None; backlog.stories.len()];
        let mut slack = vec![None; backlog.stories.len()];
        for (at, &batch) in assignment.iter().enumerate() {
            let story = self.stories[at];
            let target = &mut batches[batch as usize];
            target.stories.push(story);
            target.complexity = target.complexity.saturating_add(self.weight[at]);
            target.tokens += settings.tokens(self.weight[at]);
            placement[story] = Some(batch as usize);
            slack[story] = Some((count as u32).saturating_sub(self.head[at] + 1 + self.tail[at]));
        }
        let files_known = self
            .stories
            .iter()
            .filter(|&&s| {
                backlog
                    .stories
                    .get(s)
                    .is_some_and(|s| s.constraining_scopes().next().is_some())
            })
            .count();
        Plan {
            strategy: settings.strategy,
            batch_size: settings.batch_size,
            proof: Proof {
                lower_bound,
                reason,
                optimal: count == lower_bound,
            },
            batches,
            files_known,
            placement,
            slack,
        }
    }
}

/// Backlog indices of the open stories of the chosen epics, in priority order.
fn selected(backlog: &Backlog, settings: &PlanSettings) -> Result<Vec<usize>, PlanError> {
    let epics = match &settings.epics {
        Some(spec) => Some(select_epics(backlog, spec)?),
        None => None,
    };
    let ranks = backlog.priority_ranks();
    let mut stories: Vec<usize> = backlog
        .stories
        .iter()
        .enumerate()
        .filter(|(_, story)| story.status.is_pending())
        .filter(|(_, story)| {
            epics
                .as_ref()
                .is_none_or(|epics| epics.contains(&story.epic))
        })
        .map(|(at, _)| at)
        .collect();
    ordering::sort_by_key(&mut stories, |&at| ranks.get(at).copied());
    Ok(stories)
}

impl PlanSettings {
    fn binds(&self, class: OverlapClass) -> bool {
        class == OverlapClass::File || self.registry == super::RegistryRule::Strict
    }
}
