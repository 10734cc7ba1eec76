//! Small problems solved exactly: fewest batches, then even load, then priority order.
//!
//! Dynamic programming over sets of finished stories, batch by batch: what a set costs at best
//! after so many batches does not depend on how it was reached.

use super::problem::{Assignment, Problem};

/// Most stories that are planned this way: 2^n sets, each extended by every batch that fits.
pub(super) const MOST_STORIES: usize = 12;

/// Sum of squared loads, then distance from the priority order.
type Cost = (u64, u64);

const NEVER: Cost = (u64::MAX, u64::MAX);

/// The best assignment into exactly `batches` batches, where there is one.
pub(super) fn schedule(problem: &Problem, batches: usize) -> Option<Assignment> {
    let n = problem.len();
    if n > MOST_STORIES {
        return None;
    }
    let before: Vec<usize> = (0..n)
        .map(|story| set_before(problem, story as u32))
        .collect();
    let fitting = fitting_sets(problem);
    let all = (1usize << n) - 1;
    let mut cost = vec![NEVER; 1 << n];
    cost[0] = (0, 0);
    // For each number of batches and each set: the last batch on the best way there.
    let mut last: Vec<Vec<usize>> = Vec::with_capacity(batches);
    for batch in 0..batches {
        let mut next = vec![NEVER; 1 << n];
        let mut chosen = vec![0; 1 << n];
        for done in (0..=all).filter(|&done| cost[done] != NEVER) {
            let open = (0..n).filter(|&s| done & (1 << s) == 0 && before[s] & !done == 0);
            let open = open.fold(0, |set, s| set | (1 << s));
            for &members in fitting.iter().filter(|&&members| members & !open == 0) {
                let (squares, distance) = batch_cost(problem, members, batch, batches);
                let total = (cost[done].0 + squares, cost[done].1 + distance);
                let with = done | members;
                if total < next[with] {
                    next[with] = total;
                    chosen[with] = members;
                }
            }
        }
        cost = next;
        last.push(chosen);
    }
    if cost[all] == NEVER {
        return None;
    }
    let mut assignment = vec![0; n];
    let mut set = all;
    for (batch, chosen) in last.iter().enumerate().rev() {
        for (story, slot) in assignment.iter_mut().enumerate() {
            if chosen[set] & (1 << story) != 0 {
                *slot = batch as u32;
            }
        }
        set &= !chosen[set];
    }
    Some(assignment)
}

fn batch_cost(problem: &Problem, members: usize, batch: usize, batches: usize) -> Cost {
    let stories = (0..problem.len()).filter(|story| members & (1 << story) != 0);
    let mut load = 0;
    let mut distance = 0;
    for story in stories {
        load += u64::from(problem.weight[story]);
        distance += problem
            .distance(story as u32, batch as u32, batches)
            .unsigned_abs();
    }
    (load * load, distance)
}

/// The stories before a node, as a set; gates are passed through.
fn set_before(problem: &Problem, node: u32) -> usize {
    let of = |&p: &u32| {
        if problem.is_story(p) {
            1 << p
        } else {
            set_before(problem, p)
        }
    };
    problem.predecessors[node as usize]
        .iter()
        .map(of)
        .fold(0, |all, one| all | one)
}

/// Every set of stories that may share a batch.
fn fitting_sets(problem: &Problem) -> Vec<usize> {
    let n = problem.len();
    let collides: Vec<usize> = (0..n as u32)
        .map(|a| {
            (0..n as u32)
                .filter(|&b| b != a && problem.collide(a, b))
                .fold(0, |set, b| set | (1 << b))
        })
        .collect();
    let fits = |set: &usize| {
        set.count_ones() as usize <= problem.batch_size
            && (0..n)
                .filter(|s| set & (1 << s) != 0)
                .all(|s| collides[s] & set == 0)
    };
    (1..1usize << n).filter(fits).collect()
}
