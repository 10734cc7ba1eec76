//! Branch and bound: is there a plan with exactly so many batches?
//!
//! Batches are filled one after the other, from the first on or from the last back. Some facts keep
//! the search small: a free story that fits into a batch with room never does harm there, so only
//! sets that nothing can be added to are tried; of two stories that collide with the same others,
//! the one that more has to wait for goes first; and what can be done with the rest depends only on
//! which stories are finished, so each such set is tried once, at its earliest.

use super::problem::{Assignment, Problem};
use super::sets::{self, MOST_STORIES, Relations, Set, bit, members};
use crate::ordering;

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
    if problem.len() > MOST_STORIES || batches > MOST_STORIES {
        return Outcome::Undecided;
    }
    // One end is often far easier than the other: both get a little, then both a lot.
    let mut searches = [false, true].map(|backward| Search::new(problem, batches, backward, 0));
    for share in [16, 4, 2] {
        for search in &mut searches {
            search.steps = *steps / share;
            *steps -= search.steps;
            search.chosen.clear();
            let found = search.from(0, 0);
            *steps += search.steps;
            match found {
                Some(true) => return Outcome::Found(search.assignment()),
                Some(false) => return Outcome::Impossible,
                None => {}
            }
        }
    }
    Outcome::Undecided
}

/// Some plan with so many batches, by another way for each `noise`, if it is found in so many steps.
pub(super) fn another(
    problem: &Problem,
    batches: usize,
    noise: u64,
    steps: usize,
) -> Option<Assignment> {
    if problem.len() > MOST_STORIES || batches > MOST_STORIES {
        return None;
    }
    let mut search = Search::new(problem, batches, noise.is_multiple_of(2), noise);
    search.steps = steps;
    (search.from(0, 0) == Some(true)).then(|| search.assignment())
}

/// Steps that looking at a new set of finished stories counts for.
const STEPS_OF_A_SET: usize = 4;

/// Finished sets that are remembered as leading nowhere.
const REMEMBERED: usize = 1 << 14;

struct Search<'a> {
    problem: &'a Problem,
    batches: usize,
    backward: bool,
    steps: usize,
    /// Stories before each story, seen from the end that is filled first.
    before: Vec<Set>,
    direct: Vec<Set>,
    collides: Vec<Set>,
    /// Fewest batches after each story, seen from that end.
    tail: Vec<usize>,
    pinned: Vec<Option<usize>>,
    /// Stories by urgency: the longest tail first, then the most collisions.
    by_urgency: Vec<usize>,
    /// Stories so that each comes after those before it.
    in_order: Vec<usize>,
    /// For each story those that may take its place in any batch, and are waited for at least as much.
    better: Vec<Set>,
    /// Sets of stories of which no two share a batch.
    cliques: Vec<Set>,
    /// Finished sets that lead nowhere, with the earliest batch at which that was found: a cache,
    /// in which a later set takes the place of an earlier one.
    dead: Vec<(Set, u8)>,
    /// The batches of the present way.
    chosen: Vec<Set>,
    /// The stories left by the batches that must come before them, from now on; and by deadline.
    levels: Vec<Set>,
    due: Vec<usize>,
}

/// What is free at one moment.
struct Free {
    batch: usize,
    done: Set,
    stories: Vec<usize>,
    set: Set,
    /// These have to be in this batch.
    must: Set,
}

/// A batch that is being filled.
#[derive(Clone, Copy)]
struct Filling {
    members: Set,
    blocked: Set,
    skipped: Set,
    room: usize,
    tokens: u64,
    /// The place in [`Free::stories`] to go on from.
    next: usize,
}

impl<'a> Search<'a> {
    fn new(problem: &'a Problem, batches: usize, backward: bool, noise: u64) -> Self {
        let n = problem.len();
        let Relations {
            mut before,
            mut direct,
            mut after,
            collides,
        } = Relations::of(problem);
        let mut in_order: Vec<usize> = problem.topological.iter().map(|&s| s as usize).collect();
        in_order.retain(|&s| s < n);
        let mut tail = &problem.tail;
        if backward {
            std::mem::swap(&mut before, &mut after);
            let mut turned = vec![0; n];
            for (story, &set) in direct.iter().enumerate() {
                for earlier in members(set) {
                    turned[earlier] |= bit(story);
                }
            }
            direct = turned;
            in_order.reverse();
            tail = &problem.head;
        }
        let tail: Vec<usize> = tail.iter().take(n).map(|&tail| tail as usize).collect();
        let mut by_urgency: Vec<usize> = (0..n).collect();
        ordering::sort_by_key(&mut by_urgency, |&s| {
            let second = match noise {
                0 => u64::from(u32::MAX - collides[s].count_ones()),
                _ => (noise * 0x9e37 + s as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40,
            };
            (usize::MAX - tail[s], second, s)
        });
        let mut better = vec![0; n];
        for (at, &story) in by_urgency.iter().enumerate() {
            for &first in &by_urgency[..at] {
                let same = collides[first] & !bit(story) == collides[story] & !bit(first)
                    && problem.room[first] == problem.room[story]
                    && problem.tokens[first] == problem.tokens[story];
                if same && after[story] & !after[first] == 0 {
                    better[story] |= bit(first);
                }
            }
        }
        let apart: Vec<Set> = (0..n).map(|s| collides[s] | before[s] | after[s]).collect();
        let pinned = problem.pinned.iter().map(|pin| {
            let pin = (*pin)? as usize;
            Some(if backward {
                batches.saturating_sub(pin + 1)
            } else {
                pin
            })
        });
        Self {
            batches,
            backward,
            steps: 0,
            pinned: pinned.collect(),
            cliques: cliques(problem, &apart),
            dead: vec![(0, u8::MAX); REMEMBERED],
            chosen: Vec::new(),
            levels: vec![0; batches + 1],
            due: vec![0; batches + 1],
            before,
            direct,
            collides,
            tail,
            by_urgency,
            in_order,
            better,
            problem,
        }
    }

    /// Whether the stories outside `done` fit into the batches from `batch` on; `None` when the
    /// steps are used up.
    fn from(&mut self, batch: usize, done: Set) -> Option<bool> {
        let rest = bit(self.problem.len()).wrapping_sub(1) & !done;
        if rest == 0 {
            return Some(true);
        }
        let slot = slot_of(done);
        let (known, earliest) = self.dead[slot];
        if (known == done && usize::from(earliest) <= batch) || self.cannot(batch, rest) {
            return Some(false);
        }
        self.steps = self.steps.checked_sub(STEPS_OF_A_SET)?;
        let mut free = Free {
            batch,
            done,
            stories: Vec::new(),
            set: 0,
            must: 0,
        };
        for &story in &self.by_urgency {
            let here = self.pinned[story].is_none_or(|pin| pin == batch);
            if rest & bit(story) != 0 && self.before[story] & rest == 0 && here {
                free.stories.push(story);
                free.set |= bit(story);
                if self.tail[story] + batch + 1 >= self.batches || self.pinned[story].is_some() {
                    free.must |= bit(story);
                }
            }
        }
        let empty = Filling {
            members: 0,
            blocked: 0,
            skipped: 0,
            room: self.problem.batch_size,
            tokens: self.problem.batch_tokens,
            next: 0,
        };
        let found = self.extend(&free, empty);
        if found == Some(false) {
            self.dead[slot] = (done, batch as u8);
        }
        found
    }

    /// Tries every set of free stories that nothing can be added to.
    fn extend(&mut self, free: &Free, batch: Filling) -> Option<bool> {
        let mut open = free.set & !batch.members & !batch.blocked;
        for story in members(open) {
            if self.problem.room[story] as usize > batch.room
                || self.problem.tokens[story] > batch.tokens
            {
                open &= !bit(story);
            }
        }
        // What has to be in and cannot any more.
        let owed = free.must & !batch.members;
        if owed & !open != 0 || owed & batch.skipped != 0 || owed.count_ones() as usize > batch.room
        {
            return Some(false);
        }
        if open == 0 {
            self.chosen.push(batch.members);
            let found = self.from(free.batch + 1, free.done | batch.members);
            if found != Some(true) {
                self.chosen.pop();
            }
            return found;
        }
        // Of what was passed over, something still fits and nothing can change that.
        let later = open & !batch.skipped;
        if (later.count_ones() as usize) < batch.room
            && members(open & batch.skipped).any(|s| self.collides[s] & later == 0)
        {
            return Some(false);
        }
        let mut skipped = batch.skipped;
        for at in batch.next..free.stories.len() {
            let story = free.stories[at];
            if open & bit(story) == 0 {
                continue;
            }
            if self.better[story] & skipped & open == 0 {
                self.steps = self.steps.checked_sub(1)?;
                let with = Filling {
                    members: batch.members | bit(story),
                    blocked: batch.blocked | self.collides[story],
                    skipped,
                    room: batch.room - self.problem.room[story] as usize,
                    tokens: batch.tokens - self.problem.tokens[story],
                    next: at + 1,
                };
                match self.extend(free, with) {
                    Some(false) => {}
                    decided => return decided,
                }
            }
            // From here on without this story.
            if free.must & bit(story) != 0 {
                return Some(false);
            }
            skipped |= bit(story);
        }
        Some(false)
    }

    /// Quick reasons why the rest does not fit into the batches that are left: each story has a
    /// first and a last batch by the chains around it, and of all of them, as of those of which
    /// no two share a batch, only so many fit into so many batches.
    fn cannot(&mut self, batch: usize, rest: Set) -> bool {
        let Some(left) = self.batches.checked_sub(batch).filter(|left| *left > 0) else {
            return true;
        };
        self.levels.fill(0);
        let mut head = [0u8; MOST_STORIES];
        let mut tokens: u64 = 0;
        for &story in &self.in_order {
            if rest & bit(story) == 0 {
                continue;
            }
            let before = members(self.direct[story] & rest).map(|p| usize::from(head[p]) + 1);
            let mut first = before.max().unwrap_or(0);
            if let Some(pin) = self.pinned[story] {
                match pin.checked_sub(batch) {
                    Some(pin) if pin >= first => first = pin,
                    _ => return true,
                }
            }
            if first + self.tail[story] >= left {
                return true;
            }
            head[story] = first as u8;
            self.levels[first] |= bit(story);
            tokens = tokens.saturating_add(self.problem.tokens[story]);
        }
        if tokens.div_ceil(self.problem.batch_tokens.max(1)) > left as u64 {
            return true;
        }
        if self.overflows(rest, left, self.problem.batch_size, true) {
            return true;
        }
        (0..self.cliques.len()).any(|at| {
            let clique = self.cliques[at] & rest;
            clique.count_ones() > 1 && self.overflows(clique, left, 1, false)
        })
    }

    /// Whether these stories miss a deadline when `capacity` of them are done in each batch, the
    /// one with the nearest deadline first (which is best for jobs of one length).
    fn overflows(&mut self, set: Set, left: usize, capacity: usize, by_room: bool) -> bool {
        self.due.fill(0);
        let mut waiting = 0;
        let mut unseen = set;
        for now in 0..left {
            let coming = self.levels[now] & set;
            unseen &= !coming;
            for story in members(coming) {
                let room = if by_room {
                    self.problem.room[story] as usize
                } else {
                    1
                };
                let last = match self.pinned[story] {
                    Some(_) => now,
                    None => left - 1 - self.tail[story],
                };
                self.due[last] += room;
                waiting += room;
            }
            let mut places = capacity;
            let mut deadline = now;
            while places > 0 && waiting > 0 {
                let served = self.due[deadline].min(places);
                self.due[deadline] -= served;
                places -= served;
                waiting -= served;
                deadline += 1;
            }
            if self.due[now] > 0 {
                return true;
            }
            if waiting == 0 && unseen == 0 {
                return false;
            }
        }
        waiting > 0
    }

    fn assignment(&self) -> Assignment {
        let n = self.problem.len();
        let empty = self.batches - self.chosen.len().min(self.batches);
        if self.backward {
            // What was filled first is the last batch; none is empty before the first one filled.
            let sets = std::iter::repeat_n(0, empty).chain(self.chosen.iter().rev().copied());
            sets::assignment(n, sets)
        } else {
            sets::assignment(n, self.chosen.iter().copied())
        }
    }
}

/// A place in the cache of dead ends.
fn slot_of(set: Set) -> usize {
    let mut bits = (set as u64) ^ ((set >> 64) as u64).rotate_left(31);
    bits = (bits ^ (bits >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (bits >> 40) as usize % REMEMBERED
}

/// Sets of stories of which no two share a batch: the holders of each path, and around every story
/// as many as a simple search finds, beyond one file and along chains.
pub(super) fn cliques(problem: &Problem, apart: &[Set]) -> Vec<Set> {
    let holders = problem.groups.iter().map(|group| {
        group
            .holders
            .iter()
            .fold(0, |set, &s| set | bit(s as usize))
    });
    let starts = holders
        .filter(|set| *set != 0)
        .chain((0..apart.len()).map(bit));
    let mut found: Vec<Set> = starts.map(|start| grown(start, apart)).collect();
    ordering::sort_dedup(&mut found);
    found.retain(|clique| clique.count_ones() > 1);
    found
}

/// The clique with all that can still be added, at each step what leaves the most to add.
fn grown(mut clique: Set, apart: &[Set]) -> Set {
    let mut open = members(clique).fold(Set::MAX, |open, s| open & apart[s]);
    while open != 0 {
        let best = members(open).max_by_key(|&s| ((open & apart[s]).count_ones(), usize::MAX - s));
        let Some(best) = best else { break };
        clique |= bit(best);
        open &= apart[best];
    }
    clique
}
