//! Small problems solved exactly: fewest batches, then even load, then priority order.
//!
//! Dynamic programming over sets of finished stories, batch by batch: what a set costs at best
//! after so many batches does not depend on how it was reached.

use super::problem::{Assignment, Problem};
use super::sets::{self, Relations, Set};

/// Most stories that are planned this way: 2^n sets, each extended by every batch that fits.
pub(super) const MOST_STORIES: usize = 12;

/// Stories moved, then sum of squared loads, then distance from the priority order.
type Cost = (u64, u64, u64);

const NEVER: Cost = (u64::MAX, u64::MAX, u64::MAX);

/// The best assignment into exactly `batches` batches, where there is one.
pub(super) fn schedule(problem: &Problem, batches: usize) -> Option<Assignment> {
    let n = problem.len();
    if n > MOST_STORIES {
        return None;
    }
    let relations = Relations::of(problem);
    let fitting = fitting_sets(problem, &relations);
    let all = (1usize << n) - 1;
    let mut cost = vec![NEVER; 1 << n];
    cost[0] = (0, 0, 0);
    // For each number of batches and each set: the last batch on the best way there.
    let mut last: Vec<Vec<usize>> = Vec::with_capacity(batches);
    for batch in 0..batches {
        let (pinned_here, pinned_elsewhere) = pinned(problem, batch);
        let mut next = vec![NEVER; 1 << n];
        let mut chosen = vec![0; 1 << n];
        for done in (0..=all).filter(|&done| cost[done] != NEVER) {
            let open = (0..n)
                .filter(|&s| done & (1 << s) == 0 && relations.before[s] & !(done as Set) == 0)
                .fold(0, |set, s| set | (1 << s));
            for &batch_set in fitting.iter().filter(|&&set| {
                set & !open == 0 && pinned_here & !set == 0 && set & pinned_elsewhere == 0
            }) {
                let own = batch_cost(problem, batch_set, done, batch, batches);
                let so_far = cost[done];
                let total = (so_far.0 + own.0, so_far.1 + own.1, so_far.2 + own.2);
                let with = done | batch_set;
                if total < next[with] {
                    next[with] = total;
                    chosen[with] = batch_set;
                }
            }
        }
        cost = next;
        last.push(chosen);
    }
    if cost[all] == NEVER {
        return None;
    }
    let mut sets = Vec::with_capacity(batches);
    let mut set = all;
    for chosen in last.iter().rev() {
        sets.push(chosen[set] as Set);
        set &= !chosen[set];
    }
    Some(sets::assignment(n, sets.into_iter().rev()))
}

/// The stories pinned to this batch and those pinned to others.
fn pinned(problem: &Problem, batch: usize) -> (usize, usize) {
    let (mut here, mut elsewhere) = (0, 0);
    for (story, pin) in problem.pinned.iter().enumerate() {
        match pin {
            Some(pin) if *pin as usize == batch => here |= 1 << story,
            Some(_) => elsewhere |= 1 << story,
            None => {}
        }
    }
    (here, elsewhere)
}

fn batch_cost(problem: &Problem, set: usize, done: usize, batch: usize, batches: usize) -> Cost {
    let (mut moves, mut load, mut distance) = (0, 0, 0);
    for story in sets::members(set as Set) {
        moves += problem.moves(story as u32, batch as u32).unsigned_abs();
        load += u64::from(problem.weight[story]);
        distance += problem
            .distance(story as u32, batch as u32, batches)
            .unsigned_abs();
        if problem.epic_before[story].is_some_and(|before| done & (1 << before) == 0) {
            distance += problem.disorder().unsigned_abs();
        }
    }
    (moves, load * load, distance)
}

/// Every set of stories that may share a batch.
fn fitting_sets(problem: &Problem, relations: &Relations) -> Vec<usize> {
    let n = problem.len();
    let fits = |set: &usize| {
        let (mut room, mut tokens, mut apart) = (0, 0, true);
        for story in sets::members(*set as Set) {
            room += problem.room[story] as usize;
            tokens += problem.tokens[story];
            apart &= relations.collides[story] & *set as Set == 0;
        }
        apart && room <= problem.batch_size && tokens <= problem.batch_tokens
    };
    (1..1usize << n).filter(fits).collect()
}
