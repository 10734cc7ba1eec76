//! Branch and bound: is there a plan with exactly so many batches?
//!
//! Batches are filled from the first on. Two facts keep the search small: a free story that fits
//! into a batch with room never does harm there, so only sets that nothing can be added to are
//! tried; and what can be done with the rest depends only on which stories are finished, so each
//! such set is tried once, at its earliest.

use std::collections::BTreeMap;

use super::problem::{Assignment, Problem};
use crate::ordering;

/// Most stories that the search takes on: they are bits of one word.
pub(super) const MOST_STORIES: usize = 128;

/// What the search found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Outcome {
    /// A plan.
    Found(Assignment),
    /// There is none; every way was tried or ruled out.
    Impossible,
    /// The steps were used up before either was sure.
    Undecided,
}

/// Looks for a plan with `batches` batches, in at most `steps` steps (which are taken off it).
pub(super) fn fill(problem: &Problem, batches: usize, steps: &mut usize) -> Outcome {
    if problem.len() > MOST_STORIES {
        return Outcome::Undecided;
    }
    let mut search = Search::new(problem, batches, steps);
    match search.from(0, 0) {
        Some(true) => Outcome::Found(search.assignment()),
        Some(false) => Outcome::Impossible,
        None => Outcome::Undecided,
    }
}

type Set = u128;

struct Search<'a> {
    problem: &'a Problem,
    batches: usize,
    steps: &'a mut usize,
    /// Stories before each story, gates passed through.
    before: Vec<Set>,
    /// Stories that may not share a batch with each story.
    collides: Vec<Set>,
    /// Stories by urgency: the longest tail first, then the most collisions.
    by_urgency: Vec<usize>,
    /// For each number of batches: the stories that need at least so many after them.
    with_tail: Vec<Set>,
    /// Sets of stories of which no two share a batch: the holders of each path.
    cliques: Vec<Set>,
    /// Finished sets that lead nowhere, with the earliest batch at which that was found.
    dead: BTreeMap<Set, usize>,
    /// The batches of the present way.
    chosen: Vec<Set>,
}

impl<'a> Search<'a> {
    fn new(problem: &'a Problem, batches: usize, steps: &'a mut usize) -> Self {
        let n = problem.len();
        let collides: Vec<Set> = (0..n as u32)
            .map(|a| {
                (0..n as u32)
                    .filter(|&b| a != b && problem.collide(a, b))
                    .fold(0, |set, b| set | bit(b as usize))
            })
            .collect();
        let mut by_urgency: Vec<usize> = (0..n).collect();
        ordering::sort_by_key(&mut by_urgency, |&s| {
            (
                u32::MAX - problem.tail[s],
                u32::MAX - collides[s].count_ones(),
                s,
            )
        });
        let longest = (0..n).map(|s| problem.tail[s]).max().unwrap_or(0);
        let with_tail = (0..=longest)
            .map(|tail| {
                (0..n)
                    .filter(|&s| problem.tail[s] >= tail)
                    .fold(0, |set, s| set | bit(s))
            })
            .collect();
        let mut cliques: Vec<Set> = problem
            .groups
            .iter()
            .map(|(_, holders)| holders.iter().fold(0, |set, &s| set | bit(s as usize)))
            .chain(greedy_cliques(&collides))
            .filter(|clique: &Set| clique.count_ones() > 1)
            .collect();
        ordering::sort_dedup(&mut cliques);
        Self {
            batches,
            steps,
            before: (0..n).map(|s| set_before(problem, s as u32)).collect(),
            collides,
            by_urgency,
            with_tail,
            cliques,
            dead: BTreeMap::new(),
            chosen: Vec::new(),
            problem,
        }
    }

    /// Whether the stories outside `done` fit into the batches from `batch` on; `None` when the
    /// steps are used up.
    fn from(&mut self, batch: usize, done: Set) -> Option<bool> {
        let all = bit(self.problem.len()).wrapping_sub(1);
        if done == all {
            return Some(true);
        }
        if self.dead.get(&done).is_some_and(|&found| found <= batch)
            || self.cannot(batch, all & !done)
        {
            return Some(false);
        }
        *self.steps = self.steps.checked_sub(1)?;
        let free: Vec<usize> = self
            .by_urgency
            .iter()
            .copied()
            .filter(|&s| done & bit(s) == 0 && self.before[s] & !done == 0)
            .collect();
        let free_set = free.iter().fold(0, |set, &s| set | bit(s));
        let must = free
            .iter()
            .filter(|&&s| self.problem.tail[s] as usize + batch + 1 >= self.batches)
            .fold(0, |set, &s| set | bit(s));
        let found = self.extend(batch, done, &free, free_set, must, 0, 0);
        if found == Some(false) {
            let earliest = self.dead.entry(done).or_insert(batch);
            *earliest = (*earliest).min(batch);
        }
        found
    }

    /// Tries every set of free stories that nothing can be added to, from `next` in `free` on.
    #[allow(
        clippy::too_many_arguments,
        reason = "one step of a recursion over the state of a batch"
    )]
    fn extend(
        &mut self,
        batch: usize,
        done: Set,
        free: &[usize],
        free_set: Set,
        must: Set,
        members: Set,
        next: usize,
    ) -> Option<bool> {
        let room = self.problem.batch_size - members.count_ones() as usize;
        let blocked = free
            .iter()
            .filter(|&&s| members & bit(s) != 0)
            .fold(0, |set, &s| set | self.collides[s]);
        let open = free_set & !members & !blocked;
        if room == 0 || open == 0 {
            if must & !members != 0 {
                return Some(false);
            }
            self.chosen.push(members);
            let found = self.from(batch + 1, done | members);
            if found != Some(true) {
                self.chosen.pop();
            }
            return found;
        }
        // What has to be in and cannot any more, or does not fit beside the rest of it.
        let owed = must & !members;
        if owed & !open != 0 || owed.count_ones() as usize > room {
            return Some(false);
        }
        for at in next..free.len() {
            let story = free[at];
            if open & bit(story) == 0 {
                continue;
            }
            *self.steps = self.steps.checked_sub(1)?;
            match self.extend(
                batch,
                done,
                free,
                free_set,
                must,
                members | bit(story),
                at + 1,
            ) {
                Some(false) => {}
                decided => return decided,
            }
            // From here on without this story: it must come in no later set of this batch, so a
            // set that it could be added to is not complete and `open` would never be empty.
            if must & bit(story) != 0 {
                return Some(false);
            }
        }
        Some(false)
    }

    /// Quick reasons why the rest does not fit into the batches that are left.
    fn cannot(&self, batch: usize, rest: Set) -> bool {
        let left = self.batches.saturating_sub(batch);
        let size = self.problem.batch_size;
        self.with_tail.iter().enumerate().any(|(tail, set)| {
            let count = (rest & set).count_ones() as usize;
            count > 0
                && (count.div_ceil(size) + tail > left
                    || self.cliques.iter().any(|clique| {
                        let count = (rest & set & clique).count_ones() as usize;
                        count > 0 && count + tail > left
                    }))
        })
    }

    fn assignment(&self) -> Assignment {
        let mut assignment = vec![0; self.problem.len()];
        for (batch, &members) in self.chosen.iter().enumerate() {
            for (story, slot) in assignment.iter_mut().enumerate() {
                if members & bit(story) != 0 {
                    *slot = batch as u32;
                }
            }
        }
        assignment
    }
}

/// The set of one story; the empty set past the last bit.
fn bit(story: usize) -> Set {
    1u128.checked_shl(story as u32).unwrap_or(0)
}

fn set_before(problem: &Problem, node: u32) -> Set {
    let of = |&p: &u32| {
        if problem.is_story(p) {
            bit(p as usize)
        } else {
            set_before(problem, p)
        }
    };
    problem.predecessors[node as usize]
        .iter()
        .map(of)
        .fold(0, |all, one| all | one)
}

/// A large set of stories that collide each with each, around every story: cliques beyond one file.
fn greedy_cliques(collides: &[Set]) -> Vec<Set> {
    (0..collides.len())
        .map(|start| {
            let mut clique = bit(start);
            let mut open = collides[start];
            while open != 0 {
                let best = (0..collides.len())
                    .filter(|&s| open & bit(s) != 0)
                    .max_by_key(|&s| ((open & collides[s]).count_ones(), usize::MAX - s));
                let Some(best) = best else { break };
                clique |= bit(best);
                open &= collides[best];
            }
            clique
        })
        .collect()
}
