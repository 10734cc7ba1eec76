//! How few batches there can be, and why.

use super::problem::Problem;
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
    /// Every way to fill one batch fewer was tried or ruled out.
    Exhausted {
        /// That number of batches.
        batches: usize,
    },
}

impl BoundReason {
    /// A stable word for the kind: `nothing`, `size`, `chain`, `file`, `file-in-chains`, `size-in-chains`,
    /// `exhausted`.
    pub fn kind(&self) -> &'static str {
        match self {
            BoundReason::Nothing => "nothing",
            BoundReason::Size { .. } => "size",
            BoundReason::Chain { .. } => "chain",
            BoundReason::File { .. } => "file",
            BoundReason::FileInChains { .. } => "file-in-chains",
            BoundReason::SizeInChains { .. } => "size-in-chains",
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

/// The largest lower bound on the number of batches, and its reason.
pub(super) fn lower_bound(problem: &Problem) -> (usize, BoundReason) {
    if problem.len() == 0 {
        return (0, BoundReason::Nothing);
    }
    let mut best = chain(problem);
    for candidate in [
        busiest_file(problem),
        size(problem),
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
    let reason = BoundReason::Size {
        stories: problem.len(),
        batch_size: problem.batch_size,
    };
    (problem.len().div_ceil(problem.batch_size), reason)
}

fn chain(problem: &Problem) -> (usize, BoundReason) {
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
    (longest as usize, BoundReason::Chain { stories })
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
    for (path, holders) in &problem.groups {
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
    for (path, holders) in &problem.groups {
        let Some(found) = between_chains(problem, holders, 1) else {
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
    match between_chains(problem, &all, problem.batch_size) {
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
/// `tail` after, and their number by `capacity` between.
fn between_chains(problem: &Problem, stories: &[u32], capacity: usize) -> Option<Between> {
    let mut heads: Vec<u32> = stories.iter().map(|&s| problem.head[s as usize]).collect();
    ordering::sort_dedup(&mut heads);
    // Bounded work: on a very large set only the first heads are tried.
    heads.truncate((MOST_STEPS / stories.len().max(1)).max(1));
    let mut by_tail: Vec<(u32, u32)> = stories
        .iter()
        .map(|&s| (problem.tail[s as usize], problem.head[s as usize]))
        .collect();
    ordering::sort_by(&mut by_tail, |a, b| b.cmp(a));
    let mut best: Option<Between> = None;
    for &head in &heads {
        let mut count = 0usize;
        for &(tail, its_head) in &by_tail {
            if its_head < head {
                continue;
            }
            count += 1;
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
