//! How few batches there can be, and why.

use super::problem::{Group, Problem};
use super::search;
use super::sets::{self, Relations};
use crate::ordering;

/// What keeps a plan from having fewer batches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BoundReason {
    /// Nothing to plan.
    Nothing,
    /// So many stories, so many to a batch.
    Size {
        /// Stories planned.
        stories: usize,
        /// Most in a batch.
        batch_size: usize,
    },
    /// The longest chain of dependencies; each needs a batch of its own.
    Chain {
        /// The stories along it, first to last (indices into the backlog).
        stories: Vec<usize>,
    },
    /// One file; no two of its stories share a batch.
    File {
        /// The path.
        path: String,
        /// Its stories.
        stories: Vec<usize>,
    },
    /// Stories on one file between chains: none of them before `head` batches, `tail` batches after.
    FileInChains {
        /// The path.
        path: String,
        /// The stories that count.
        stories: Vec<usize>,
        /// Batches that must come before the first of them.
        head: usize,
        /// Batches that must come after the last of them.
        tail: usize,
    },
    /// Many stories between chains.
    SizeInChains {
        /// The number of stories that count.
        stories: usize,
        /// Most in a batch.
        batch_size: usize,
        /// Batches that must come before the first of them.
        head: usize,
        /// Batches that must come after the last of them.
        tail: usize,
    },
    /// Stories each two of which share a file or wait for one another, however indirectly.
    Clique {
        /// The stories that count.
        stories: Vec<usize>,
        /// Batches that must come before the first of them.
        head: usize,
        /// Batches that must come after the last of them.
        tail: usize,
    },
    /// Some stories have to be alone in their batch.
    Alone {
        /// These.
        alone: usize,
        /// The others.
        others: usize,
        /// Most of the others in a batch.
        batch_size: usize,
    },
    /// So many tokens, so many to a batch.
    Tokens {
        /// Tokens of all stories.
        tokens: u64,
        /// Most in a batch.
        batch_tokens: u64,
    },
    /// A story that the user has put into a batch, and what has to follow it.
    Pinned {
        /// The story.
        story: usize,
        /// Its batch, from 1.
        batch: usize,
        /// Batches that must come after it.
        tail: usize,
    },
    /// Every way to fill one batch fewer was tried or ruled out.
    Exhausted {
        /// That number of batches.
        batches: usize,
    },
}

impl BoundReason {
    /// A stable word for the kind: `nothing`, `size`, `chain`, `file`, `file-in-chains`,
    /// `size-in-chains`, `clique`, `alone`, `tokens`, `pinned`, `exhausted`.
    pub fn kind(&self) -> &'static str {
        match self {
            BoundReason::Nothing => "nothing",
            BoundReason::Size { .. } => "size",
            BoundReason::Chain { .. } => "chain",
            BoundReason::File { .. } => "file",
            BoundReason::FileInChains { .. } => "file-in-chains",
            BoundReason::SizeInChains { .. } => "size-in-chains",
            BoundReason::Clique { .. } => "clique",
            BoundReason::Alone { .. } => "alone",
            BoundReason::Tokens { .. } => "tokens",
            BoundReason::Pinned { .. } => "pinned",
            BoundReason::Exhausted { .. } => "exhausted",
        }
    }
}

/// The proof that comes with a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// No plan has fewer batches than this.
    pub lower_bound: usize,
    /// Why.
    pub reason: BoundReason,
    /// Whether the plan has exactly that many.
    pub optimal: bool,
}

/// Steps that the search for combined bounds may take over one set of stories.
const MOST_STEPS: usize = 4_000_000;

/// The largest lower bound on the number of batches, and its reason. Of equal ones the first, so
/// that of two true reasons the one is told that is easier to see.
pub(super) fn lower_bound(problem: &Problem) -> (usize, BoundReason) {
    if problem.len() == 0 {
        return (0, BoundReason::Nothing);
    }
    let mut best = chain(problem);
    for candidate in [
        busiest_file(problem),
        size(problem),
        tokens(problem),
        pinned(problem),
        file_in_chains(problem),
        size_in_chains(problem),
    ] {
        if candidate.0 > best.0 {
            best = candidate;
        }
    }
    best
}

fn size(problem: &Problem) -> (usize, BoundReason) {
    let batch_size = problem.batch_size;
    let alone = match batch_size {
        1 => 0,
        size => problem
            .room
            .iter()
            .filter(|room| **room as usize == size)
            .count(),
    };
    let others = problem.len() - alone;
    let reason = match alone {
        0 => BoundReason::Size {
            stories: others,
            batch_size,
        },
        _ => BoundReason::Alone {
            alone,
            others,
            batch_size,
        },
    };
    (alone + others.div_ceil(batch_size), reason)
}

fn tokens(problem: &Problem) -> (usize, BoundReason) {
    let batch_tokens = problem.batch_tokens.max(1);
    let tokens: u64 = problem.tokens.iter().sum();
    let reason = BoundReason::Tokens {
        tokens,
        batch_tokens,
    };
    (tokens.div_ceil(batch_tokens) as usize, reason)
}

fn pinned(problem: &Problem) -> (usize, BoundReason) {
    let mut best = (0, BoundReason::Nothing);
    for (story, pin) in problem.pinned.iter().enumerate() {
        let Some(pin) = *pin else { continue };
        let (batch, tail) = (pin as usize + 1, problem.tail[story] as usize);
        if batch + tail > best.0 {
            let story = problem.stories[story];
            best = (batch + tail, BoundReason::Pinned { story, batch, tail });
        }
    }
    best
}

fn chain(problem: &Problem) -> (usize, BoundReason) {
    let stories = longest_chain(problem);
    (stories.len(), BoundReason::Chain { stories })
}

/// The longest chain of dependencies, first to last, as indices into the backlog.
pub(super) fn longest_chain(problem: &Problem) -> Vec<usize> {
    let length = |s: usize| problem.head[s] + 1 + problem.tail[s];
    let longest = (0..problem.len()).map(length).max().unwrap_or(0);
    // The first story of the chain, then always the first one that continues it; gates are passed through.
    let mut stories = Vec::new();
    let mut at = (0..problem.len()).find(|&s| problem.head[s] == 0 && length(s) == longest);
    while let Some(story) = at {
        stories.push(problem.stories[story]);
        let next = problem.tail[story].checked_sub(1);
        at = next.and_then(|tail| follower(problem, story as u32, tail));
    }
    stories
}

/// The first story after `node`, directly or through gates, with exactly this tail.
fn follower(problem: &Problem, node: u32, tail: u32) -> Option<usize> {
    let mut gates = vec![node];
    let mut found: Option<usize> = None;
    while let Some(at) = gates.pop() {
        for &next in &problem.successors[at as usize] {
            if !problem.is_story(next) {
                if problem.tail[next as usize] == tail + 1 {
                    gates.push(next);
                }
            } else if problem.tail[next as usize] == tail {
                found = Some(found.map_or(next as usize, |best| best.min(next as usize)));
            }
        }
    }
    found
}

fn busiest_file(problem: &Problem) -> (usize, BoundReason) {
    let mut best = (0, BoundReason::Nothing);
    for Group { path, holders } in &problem.groups {
        if holders.len() > best.0 {
            best = (
                holders.len(),
                BoundReason::File {
                    path: path.clone(),
                    stories: in_backlog(problem, holders.iter().copied()),
                },
            );
        }
    }
    best
}

fn file_in_chains(problem: &Problem) -> (usize, BoundReason) {
    let mut best = (0, BoundReason::Nothing);
    for Group { path, holders } in &problem.groups {
        let Some(found) = between_chains(problem, holders, 1, false) else {
            continue;
        };
        if found.bound > best.0 {
            let counted = holders
                .iter()
                .copied()
                .filter(|&s| found.counts(problem, s));
            best = (
                found.bound,
                BoundReason::FileInChains {
                    path: path.clone(),
                    stories: in_backlog(problem, counted),
                    head: found.head as usize,
                    tail: found.tail as usize,
                },
            );
        }
    }
    best
}

fn size_in_chains(problem: &Problem) -> (usize, BoundReason) {
    let all: Vec<u32> = (0..problem.len() as u32).collect();
    match between_chains(problem, &all, problem.batch_size, true) {
        None => (0, BoundReason::Nothing),
        Some(found) => {
            let stories = all.iter().filter(|&&s| found.counts(problem, s)).count();
            let reason = BoundReason::SizeInChains {
                stories,
                batch_size: problem.batch_size,
                head: found.head as usize,
                tail: found.tail as usize,
            };
            (found.bound, reason)
        }
    }
}

/// Stories each two of which cannot share a batch, for one reason or another. Looked for only in
/// problems that are small enough for sets.
pub(super) fn clique(problem: &Problem) -> Option<(usize, BoundReason)> {
    if problem.len() > sets::MOST_STORIES {
        return None;
    }
    let relations = Relations::of(problem);
    let apart: Vec<sets::Set> = (0..problem.len())
        .map(|s| relations.collides[s] | relations.before[s] | relations.after[s])
        .collect();
    let mut best: Option<(usize, BoundReason)> = None;
    for clique in search::cliques(problem, &apart) {
        let stories: Vec<u32> = sets::members(clique).map(|story| story as u32).collect();
        let Some(found) = between_chains(problem, &stories, 1, false) else {
            continue;
        };
        if best.as_ref().is_none_or(|(bound, _)| found.bound > *bound) {
            let counted = stories.into_iter().filter(|&s| found.counts(problem, s));
            let reason = BoundReason::Clique {
                stories: in_backlog(problem, counted),
                head: found.head as usize,
                tail: found.tail as usize,
            };
            best = Some((found.bound, reason));
        }
    }
    best
}

/// A set of stories with at least this head and tail, and the batches that it needs in all.
struct Between {
    bound: usize,
    head: u32,
    tail: u32,
}

impl Between {
    fn counts(&self, problem: &Problem, story: u32) -> bool {
        problem.head[story as usize] >= self.head && problem.tail[story as usize] >= self.tail
    }
}

/// Over all pairs of a head and a tail: the stories with at least both need `head` batches before,
/// `tail` after, and their number (or `by_room` the places they take) by `capacity` between.
fn between_chains(
    problem: &Problem,
    stories: &[u32],
    capacity: usize,
    by_room: bool,
) -> Option<Between> {
    let mut heads: Vec<u32> = stories.iter().map(|&s| problem.head[s as usize]).collect();
    ordering::sort_dedup(&mut heads);
    // Bounded work: on a very large set only the first heads are tried.
    heads.truncate((MOST_STEPS / stories.len().max(1)).max(1));
    let mut by_tail: Vec<(u32, u32, u32)> = stories
        .iter()
        .map(|&s| {
            let room = if by_room { problem.room[s as usize] } else { 1 };
            (problem.tail[s as usize], problem.head[s as usize], room)
        })
        .collect();
    ordering::sort_by(&mut by_tail, |a, b| b.cmp(a));
    let mut best: Option<Between> = None;
    for &head in &heads {
        let mut count = 0usize;
        for &(tail, its_head, room) in &by_tail {
            if its_head < head {
                continue;
            }
            count += room as usize;
            let bound = head as usize + count.div_ceil(capacity) + tail as usize;
            if best.as_ref().is_none_or(|best| bound > best.bound) {
                best = Some(Between { bound, head, tail });
            }
        }
    }
    best
}

/// Backlog indices of the problem's stories.
fn in_backlog(problem: &Problem, stories: impl Iterator<Item = u32>) -> Vec<usize> {
    stories.map(|s| problem.stories[s as usize]).collect()
}
