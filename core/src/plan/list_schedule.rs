//! List scheduling: batches are filled one after the other with the most urgent stories that fit.

use std::collections::BTreeSet;

use super::problem::{Assignment, Problem};
use crate::ordering;

/// What makes a story urgent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rule {
    /// The longer of the chain after it and of the queue for its busiest file; then priority.
    Pressure,
    /// The same, and among equals the story that collides with more others.
    PressureThenCollisions,
    /// The chain after it only; then priority.
    Chain,
    /// Priority only.
    Priority,
}

/// The rules, in the order they are tried.
pub(super) const RULES: [Rule; 4] = [
    Rule::Pressure,
    Rule::PressureThenCollisions,
    Rule::Chain,
    Rule::Priority,
];

/// Which end the batches are filled from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    /// From the first batch on.
    Forward,
    /// From the last batch back.
    Backward,
}

/// A place in the queue: the smallest goes first.
type Urgency = (u32, u32, u32);

/// A complete assignment by one rule from one end. `noise` (0 for none) shakes the order of equals
/// and near-equals, so that repeated calls find different plans.
///
/// Where stories are pinned to batches, what leads up to them goes first, and only from the first
/// batch on; `None` where that way leads to no plan.
pub(super) fn schedule(
    problem: &Problem,
    rule: Rule,
    direction: Direction,
    noise: u64,
) -> Option<Assignment> {
    let due = due_batches(problem);
    if due.is_some() && direction == Direction::Backward {
        return None;
    }
    let backward = direction == Direction::Backward;
    let (before, after) = match direction {
        Direction::Forward => (&problem.predecessors, &problem.successors),
        Direction::Backward => (&problem.successors, &problem.predecessors),
    };
    let tail = if backward {
        &problem.head
    } else {
        &problem.tail
    };
    let mut remaining: Vec<u32> = problem
        .groups
        .iter()
        .map(|group| group.holders.len() as u32)
        .collect();
    let shortest: Vec<u32> = problem
        .groups
        .iter()
        .map(|group| {
            group
                .holders
                .iter()
                .map(|&s| tail[s as usize])
                .min()
                .unwrap_or(0)
        })
        .collect();
    let urgency = |story: u32, remaining: &[u32]| -> Urgency {
        let chain = tail[story as usize] + 1;
        let held = problem.memberships[story as usize]
            .iter()
            .filter(|m| m.holds);
        let queue = held
            .map(|m| remaining[m.group as usize] + shortest[m.group as usize])
            .max()
            .unwrap_or(0);
        let main = match rule {
            Rule::Pressure | Rule::PressureThenCollisions => chain.max(queue),
            Rule::Chain => chain,
            Rule::Priority => 0,
        };
        let collisions = match rule {
            Rule::PressureThenCollisions => problem.memberships[story as usize]
                .iter()
                .map(|m| remaining[m.group as usize])
                .sum(),
            _ => 0,
        };
        let (mut main, collisions) = shake(main, collisions, story, noise);
        if let Some(batch) = due.as_ref().and_then(|due| due[story as usize]) {
            main = u32::MAX - batch;
        }
        (
            u32::MAX - main,
            u32::MAX - collisions,
            if backward { u32::MAX - story } else { story },
        )
    };

    let mut waiting: Vec<usize> = before.iter().map(Vec::len).collect();
    let mut queue: BTreeSet<(Urgency, u32)> = BTreeSet::new();
    let mut place: Vec<Option<Urgency>> = vec![None; problem.len()];
    let mut freed: Vec<u32> = (0..waiting.len() as u32)
        .filter(|&node| waiting[node as usize] == 0)
        .collect();
    let mut assignment: Assignment = vec![0; problem.len()];
    let mut batch = 0;
    let mut left = problem.len();
    let mut members: Vec<u32> = Vec::new();
    // Pinned stories wait for their batch.
    let mut pinned: Vec<(u32, u32)> = (0..)
        .zip(&problem.pinned)
        .filter_map(|(story, pin)| Some(((*pin)?, story)))
        .collect();
    ordering::sort_by(&mut pinned, |a, b| b.cmp(a));
    loop {
        // What became free with the last batch; gates pass on at once.
        while let Some(node) = freed.pop() {
            if problem.is_story(node) && problem.pinned[node as usize].is_some() {
                // It comes when its batch does.
            } else if problem.is_story(node) {
                let key = urgency(node, &remaining);
                place[node as usize] = Some(key);
                queue.insert((key, node));
            } else {
                release(node, after, &mut waiting, &mut freed);
            }
        }
        if queue.is_empty() && pinned.is_empty() {
            break;
        }
        members.clear();
        while let Some(&(at, story)) = pinned.last().filter(|(at, _)| *at <= batch) {
            if at < batch || waiting[story as usize] > 0 {
                return None;
            }
            members.push(story);
            pinned.pop();
        }
        for &(_, story) in &queue {
            if members.len() == problem.batch_size {
                break;
            }
            if problem.fits(members.iter().copied(), story) {
                members.push(story);
            }
        }
        if members.is_empty() {
            return None;
        }
        for &story in &members {
            if let Some(key) = place[story as usize].take() {
                queue.remove(&(key, story));
            }
            assignment[story as usize] = batch;
            release(story, after, &mut waiting, &mut freed);
        }
        // The queues for the files of this batch are shorter now.
        for &story in &members {
            for held in problem.memberships[story as usize]
                .iter()
                .filter(|m| m.holds)
            {
                remaining[held.group as usize] -= 1;
                for &other in &problem.groups[held.group as usize].holders {
                    if let Some(old) = place[other as usize] {
                        let key = urgency(other, &remaining);
                        if key != old {
                            queue.remove(&(old, other));
                            queue.insert((key, other));
                            place[other as usize] = Some(key);
                        }
                    }
                }
            }
        }
        batch += 1;
        left -= members.len();
    }
    if left > 0 {
        // A circle, which the graph has none of: what waits in it never comes.
        return None;
    }
    if backward {
        for slot in &mut assignment {
            *slot = batch - 1 - *slot;
        }
    }
    Some(assignment)
}

/// For each story the last batch that leaves time for a pinned story after it; `None` without pins.
fn due_batches(problem: &Problem) -> Option<Vec<Option<u32>>> {
    if problem.pinned.iter().all(Option::is_none) {
        return None;
    }
    let mut due: Vec<Option<u32>> = vec![None; problem.predecessors.len()];
    for &node in problem.topological.iter().rev() {
        let mut earliest = problem.pinned.get(node as usize).copied().flatten();
        for &next in &problem.successors[node as usize] {
            let step = u32::from(problem.is_story(next));
            if let Some(batch) = due[next as usize] {
                let batch = batch.saturating_sub(step);
                earliest = Some(earliest.map_or(batch, |known| known.min(batch)));
            }
        }
        due[node as usize] = earliest;
    }
    Some(due)
}

fn release(node: u32, after: &[Vec<u32>], waiting: &mut [usize], freed: &mut Vec<u32>) {
    for &next in &after[node as usize] {
        let count = &mut waiting[next as usize];
        *count -= 1;
        if *count == 0 {
            freed.push(next);
        }
    }
}

/// Adds a little deterministic noise to the urgency.
fn shake(main: u32, collisions: u32, story: u32, noise: u64) -> (u32, u32) {
    if noise == 0 {
        return (main, collisions);
    }
    let mut bits = noise.wrapping_mul(0x9e37_79b9_7f4a_7c15)
        ^ u64::from(story).wrapping_mul(0xd1b5_4a32_d192_ed03);
    bits ^= bits >> 29;
    bits = bits.wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits ^= bits >> 32;
    (
        main * 2 + (bits & 3) as u32,
        collisions * 4 + ((bits >> 8) & 7) as u32,
    )
}
