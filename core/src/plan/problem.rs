//! The planning problem in its own numbers: open stories in priority order, gates after them.

use std::collections::BTreeSet;

use super::bounds;
use super::settings::{EpicOrder, UnknownFiles};
use super::{Batch, BoundReason, Plan, PlanError, PlanSettings, Proof, SprintLine, select_epics};
use crate::backlog::Backlog;
use crate::graph::{Graph, OverlapClass};
use crate::ordering::{self, Table};

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

/// Stories of which no two that hold it share a batch: those on one path, mostly.
#[derive(Debug, Clone)]
pub(super) struct Group {
    /// The path, or words for what it is.
    pub path: String,
    /// The stories that hold it, sorted.
    pub holders: Vec<u32>,
}

/// Everything the strategies need, by dense numbers. Stories are numbered by priority: 0 goes first.
#[derive(Debug, Clone)]
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
    /// Places that each story takes in a batch: one, or all of them where it has to be alone.
    pub room: Vec<u32>,
    /// Tokens of each story that count against [`Problem::batch_tokens`].
    pub tokens: Vec<u64>,
    /// Most tokens in a batch.
    pub batch_tokens: u64,
    /// The batch that the user has put a story into.
    pub pinned: Vec<Option<u32>>,
    /// The batch that each story had better keep: in re-planning, where it stood before.
    pub kept: Vec<Option<u32>>,
    /// The story of its epic that each story had better stand after.
    pub epic_before: Vec<Option<u32>>,
    /// Neighbours in an epic's order that dependencies turn round, as (first, second).
    pub out_of_order: Vec<(u32, u32)>,
    /// Conflict groups of each story, sorted.
    pub memberships: Vec<Vec<Membership>>,
    /// The conflict groups.
    pub groups: Vec<Group>,
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
        let complexities = settings.complexities(backlog);
        let mut problem = Self {
            batch_size: settings.batch_size,
            weight: stories
                .iter()
                .map(|&s| complexities.get(s).copied().unwrap_or(1))
                .collect(),
            room: vec![1; n],
            tokens: vec![0; n],
            batch_tokens: settings.batch_tokens.unwrap_or(u64::MAX),
            pinned: vec![None; n],
            kept: vec![None; n],
            epic_before: vec![None; n],
            out_of_order: Vec::new(),
            memberships: vec![Vec::new(); n],
            groups: Vec::new(),
            topological: Vec::new(),
            head: vec![0; nodes],
            tail: vec![0; nodes],
            stories,
            predecessors,
            successors,
        };
        let mut in_order = vec![None; n];
        if settings.epic_order != EpicOrder::Free {
            let before = problem.before_in_epic(backlog);
            if settings.epic_order == EpicOrder::Soft {
                problem.epic_before = before;
            } else {
                in_order = before;
            }
        }
        problem.sort_topologically(&in_order);
        problem.measure();
        problem.collect_groups(graph, settings, &number);
        problem.weigh_out(backlog, graph, settings);
        Ok(problem)
    }

    /// The story of the same epic that stands before each story in priority order.
    fn before_in_epic(&self, backlog: &Backlog) -> Vec<Option<u32>> {
        let mut before = vec![None; self.len()];
        let by_epic = Table::grouped((0..).zip(&self.stories).filter_map(|(at, &story)| {
            let story = backlog.stories.get(story)?;
            Some((&story.epic, at))
        }));
        for (_, members) in by_epic.iter() {
            for pair in members.windows(2) {
                before[pair[1] as usize] = Some(pair[0]);
            }
        }
        before
    }

    /// Room and tokens, and the groups of stories whose files are not known.
    fn weigh_out(&mut self, backlog: &Backlog, graph: &Graph, settings: &PlanSettings) {
        let mut unknown = Vec::new();
        for (at, &index) in self.stories.iter().enumerate() {
            let Some(story) = backlog.stories.get(index) else {
                continue;
            };
            if graph.scopes_of(story).next().is_none() {
                unknown.push((&story.epic, at as u32));
            }
            if let Some(budget) = settings.batch_tokens {
                let tokens = settings.tokens(self.weight[at]);
                self.tokens[at] = tokens.min(budget);
                if tokens > budget {
                    self.room[at] = self.batch_size as u32;
                }
            }
        }
        match settings.unknown_files {
            UnknownFiles::NoConflicts => {}
            UnknownFiles::Alone => {
                for (_, at) in unknown {
                    self.room[at as usize] = self.batch_size as u32;
                }
            }
            UnknownFiles::ApartInEpic => {
                for (epic, holders) in Table::grouped(unknown) {
                    if holders.len() > 1 {
                        self.add_group(format!("what Epic {epic} does not say"), holders, &[]);
                    }
                }
            }
        }
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

    /// Whether the story may join these: apart from each, and room and tokens left.
    pub fn fits(&self, members: impl Iterator<Item = u32> + Clone, story: u32) -> bool {
        let (mut room, mut tokens) = (self.room[story as usize], self.tokens[story as usize]);
        for member in members.clone() {
            room += self.room[member as usize];
            tokens += self.tokens[member as usize];
        }
        room as usize <= self.batch_size
            && tokens <= self.batch_tokens
            && !members
                .into_iter()
                .any(|member| self.collide(member, story))
    }

    /// What it costs, beside distances, that a story does not stand after the one before it in
    /// its epic: more than any distance saves.
    pub fn disorder(&self) -> i64 {
        let n = self.len() as i64;
        n * n
    }

    /// 1 where the story would not keep its batch.
    pub fn moves(&self, story: u32, batch: u32) -> i64 {
        i64::from(self.kept[story as usize].is_some_and(|kept| kept != batch))
    }

    /// Takes over where each story of the backlog had better stay.
    pub fn keep(&mut self, kept: &[Option<u32>]) {
        for (slot, &story) in self.kept.iter_mut().zip(&self.stories) {
            *slot = kept.get(story).copied().flatten();
        }
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
    ///
    /// `in_order` names the story that each story shall follow in its epic. Where dependencies say
    /// the opposite, that wish is noted as out of order; the others become edges.
    fn sort_topologically(&mut self, in_order: &[Option<u32>]) {
        let mut waiting: Vec<usize> = self.predecessors.iter().map(Vec::len).collect();
        let n = self.len();
        let mut next_in_order = vec![None; n];
        for (at, before) in in_order.iter().enumerate() {
            if let Some(before) = before {
                next_in_order[*before as usize] = Some(at as u32);
            }
        }
        let mut held: Vec<bool> = in_order.iter().map(Option::is_some).collect();
        // Gates first: they take no place, and free the stories behind them. Last, stories that
        // only the order of their epic holds back: they go when nothing else can.
        let key = |node: u32, held: &[bool]| {
            let kind = match held.get(node as usize) {
                None => 0,
                Some(false) => 1,
                Some(true) => 2,
            };
            ((kind, 0, 0), node)
        };
        // Of the type that list schedules queue in: a B-tree is compiled for each type anew.
        let mut free: BTreeSet<((u32, u32, u32), u32)> = BTreeSet::new();
        for node in 0..waiting.len() as u32 {
            if waiting[node as usize] == 0 {
                free.insert(key(node, &held));
            }
        }
        let mut kept = Vec::new();
        while let Some((_, node)) = free.pop_first() {
            self.topological.push(node);
            if held.get(node as usize) == Some(&true) {
                let before = in_order[node as usize].unwrap_or(node);
                self.out_of_order.push((before, node));
                next_in_order[before as usize] = None;
            }
            for &next in &self.successors[node as usize] {
                waiting[next as usize] -= 1;
                if waiting[next as usize] == 0 {
                    free.insert(key(next, &held));
                }
            }
            if let Some(next) = next_in_order.get(node as usize).copied().flatten() {
                kept.push((node, next));
                free.remove(&key(next, &held));
                held[next as usize] = false;
                if waiting[next as usize] == 0 {
                    free.insert(key(next, &held));
                }
            }
        }
        for (first, then) in kept {
            self.predecessors[then as usize].push(first);
            self.successors[first as usize].push(then);
        }
    }

    /// Heads and tails: longest chains of stories before and after each node.
    pub(super) fn measure(&mut self) {
        self.head.fill(0);
        self.tail.fill(0);
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
            self.add_group(group.path.clone(), holders, &covered);
        }
    }

    fn add_group(&mut self, path: String, holders: Vec<u32>, covered: &[u32]) {
        let group = self.groups.len() as u32;
        for (stories, holds) in [(holders.as_slice(), true), (covered, false)] {
            for &story in stories {
                self.memberships[story as usize].push(Membership { group, holds });
            }
        }
        self.groups.push(Group { path, holders });
    }

    /// The plan of an assignment, in the backlog's numbers, with its proof.
    pub fn finish(
        &self,
        assignment: Assignment,
        lower_bound: usize,
        reason: BoundReason,
        backlog: &Backlog,
        graph: &Graph,
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
        let known = |&&story: &&usize| {
            let story = backlog.stories.get(story);
            story.is_some_and(|story| graph.scopes_of(story).next().is_some())
        };
        let sprint = settings.sprint_tokens.map(|budget| {
            let mut line = SprintLine {
                budget,
                batches: 0,
                tokens: 0,
            };
            for batch in &batches {
                if line.tokens.saturating_add(batch.tokens) > budget {
                    break;
                }
                line.tokens += batch.tokens;
                line.batches += 1;
            }
            line
        });
        let in_backlog = |story: u32| self.stories[story as usize];
        Plan {
            strategy: settings.strategy,
            batch_size: settings.batch_size,
            proof: Proof {
                lower_bound,
                reason,
                optimal: count == lower_bound,
            },
            batches,
            files_known: self.stories.iter().filter(known).count(),
            placement,
            slack,
            critical_path: bounds::longest_chain(self),
            out_of_order: self
                .out_of_order
                .iter()
                .map(|&(first, second)| (in_backlog(first), in_backlog(second)))
                .collect(),
            over_budget: (0..self.len())
                .filter(|&at| settings.tokens(self.weight[at]) > self.batch_tokens)
                .map(|at| self.stories[at])
                .collect(),
            refused: Vec::new(),
            sprint,
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
