//! The `balanced` strategy: fewest batches, then even load, then close to the priority order.

use super::bounds::{self, BoundReason};
use super::exact;
use super::list_schedule::{self, Direction, RULES, Rule};
use super::problem::{Assignment, Problem};
use super::search::{self, Outcome};
use super::sequential;
use crate::ordering;

/// Shaken list schedules tried while the bound is not met, as stories × tries.
const SHAKEN_WORK: usize = 60_000;

/// Positions that the search for an even load may try.
const MOST_TRIALS: usize = 3_000_000;

/// How far from its batch a story may be moved in one step of that search.
const REACH: u32 = 40;

/// Steps of the branch and bound over all numbers of batches that it is asked for.
const SEARCH_STEPS: usize = 200_000;

/// A plan with as few batches as was found, evened out, and the lower bound with its reason; `None`
/// only where pinned stories stand in the way of every plan that was tried.
pub(super) fn schedule(problem: &Problem) -> Option<(Assignment, usize, BoundReason)> {
    let (bound, reason) = bounds::lower_bound(problem);
    let listed = fewest(problem, bound, SHAKEN_WORK)?;
    let (mut assignment, bound, reason) =
        close_gap(problem, listed, bound, reason, &mut { SEARCH_STEPS });
    if let Some(nearer) = stay_put(problem, &assignment) {
        assignment = nearer;
    }
    match exact::schedule(problem, count(&assignment)) {
        Some(evenest) => assignment = evenest,
        None => Search::new(problem, &mut assignment).run(),
    }
    Some((assignment, bound, reason))
}

/// An assignment with as many batches in which more stories keep theirs. As many as possible are
/// held where they were, those of the first batches before those of the last, and the others
/// planned around them.
fn stay_put(problem: &Problem, fewest_known: &Assignment) -> Option<Assignment> {
    let batches = count(fewest_known);
    let moved = |assignment: &Assignment| -> i64 {
        let moves = (0..)
            .zip(assignment)
            .map(|(story, &batch)| problem.moves(story, batch));
        moves.sum()
    };
    let mut best: Option<Assignment> = None;
    let mut least = moved(fewest_known);
    // The first `held` batches stay: all of them if that can be, else half of them, and so on
    // towards the most that can.
    let (mut can, mut cannot) = (0, batches + 1);
    let mut held = batches;
    while least > 0 && can + 1 < cannot {
        let around = hold(problem, held as u32);
        let found = fewest(&around, batches, SHAKEN_WORK / 20)
            .filter(|found| count(found) == batches && has_no_gaps(found, batches));
        match found {
            Some(found) => {
                can = held;
                if moved(&found) < least {
                    least = moved(&found);
                    best = Some(found);
                }
            }
            None => cannot = held,
        }
        held = (can + cannot) / 2;
    }
    best
}

/// The problem with the stories of the first so many batches pinned to where they were, as far as
/// nothing plain to see speaks against it.
fn hold(problem: &Problem, batches: u32) -> Problem {
    let mut around = problem.clone();
    let mut members: Vec<Vec<u32>> = vec![Vec::new(); batches as usize];
    for (story, pin) in (0..).zip(&problem.pinned) {
        if let Some(there) = pin.and_then(|pin| members.get_mut(pin as usize)) {
            there.push(story);
        }
    }
    // The first batch in which each node may stand, given those that stay.
    let mut earliest = vec![0; problem.successors.len()];
    for &node in &problem.topological {
        let after = match problem.is_story(node) {
            false => earliest[node as usize],
            true => {
                let pinned = problem.pinned[node as usize];
                let wanted = problem.kept[node as usize].filter(|_| pinned.is_none());
                if let Some(batch) = wanted.filter(|&batch| batch >= earliest[node as usize])
                    && let Some(there) = members.get_mut(batch as usize)
                    && problem.fits(there.iter().copied(), node)
                {
                    there.push(node);
                    around.pinned[node as usize] = Some(batch);
                }
                let stands = around.pinned[node as usize];
                stands.unwrap_or(0).max(earliest[node as usize]) + 1
            }
        };
        for &next in &problem.successors[node as usize] {
            let slot = &mut earliest[next as usize];
            *slot = (*slot).max(after);
        }
    }
    around
}

/// Only the number of batches, and only roughly sought: for questions of the kind "what if".
pub(super) fn estimate(problem: &Problem) -> Option<usize> {
    let (bound, reason) = bounds::lower_bound(problem);
    let listed = fewest(problem, bound, SHAKEN_WORK / 10)?;
    let steps = &mut { SEARCH_STEPS / 20 };
    Some(count(&close_gap(problem, listed, bound, reason, steps).0))
}

/// Number of batches of an assignment.
pub(super) fn count(assignment: &Assignment) -> usize {
    assignment.iter().max().map_or(0, |last| *last as usize + 1)
}

/// Raises the bound and lowers the number of batches by search until they meet or the steps end.
fn close_gap(
    problem: &Problem,
    listed: Assignment,
    mut bound: usize,
    mut reason: BoundReason,
    steps: &mut usize,
) -> (Assignment, usize, BoundReason) {
    if bound < count(&listed)
        && let Some((larger, clique)) = bounds::clique(problem).filter(|(of, _)| *of > bound)
    {
        (bound, reason) = (larger, clique);
    }
    while bound < count(&listed) {
        match search::fill(problem, bound, steps) {
            // With pinned stories a batch between may have stayed empty.
            Outcome::Found(fewer) if has_no_gaps(&fewer, bound) => return (fewer, bound, reason),
            Outcome::Impossible => {
                reason = BoundReason::Exhausted { batches: bound };
                bound += 1;
            }
            Outcome::Found(_) | Outcome::Undecided => break,
        }
    }
    (listed, bound, reason)
}

fn has_no_gaps(assignment: &Assignment, batches: usize) -> bool {
    (0..batches as u32).all(|batch| assignment.contains(&batch))
}

/// The assignment with the fewest batches among `sequential` and the list schedules; these are
/// shaken for so much work, as stories × tries, while the bound is not met.
fn fewest(problem: &Problem, bound: usize, work: usize) -> Option<Assignment> {
    let mut best = sequential::schedule(problem);
    let mut offer = |candidate: Option<Assignment>| {
        let fewer = |candidate: &Assignment| {
            let known = best.as_ref().map(count);
            known.is_none_or(|known| count(candidate) < known)
        };
        if let Some(candidate) = candidate.filter(fewer) {
            best = Some(candidate);
        }
        best.as_ref().is_some_and(|best| count(best) == bound)
    };
    let mut met = offer(None);
    for rule in RULES {
        for direction in [Direction::Forward, Direction::Backward] {
            met = met || offer(list_schedule::schedule(problem, rule, direction, 0));
        }
    }
    let tries = (work / problem.len().max(1)).clamp(1, 200) as u64;
    for noise in 1..=tries {
        let rule = if noise % 2 == 0 {
            Rule::Pressure
        } else {
            Rule::PressureThenCollisions
        };
        let direction = if noise % 4 < 2 {
            Direction::Forward
        } else {
            Direction::Backward
        };
        met = met || offer(list_schedule::schedule(problem, rule, direction, noise));
    }
    best
}

/// Moves and swaps stories between batches while that evens the load, or keeps it and comes
/// closer to the priority order. Every step leaves a valid plan.
struct Search<'a> {
    problem: &'a Problem,
    assignment: &'a mut Assignment,
    batches: Vec<Vec<u32>>,
    load: Vec<i64>,
    /// The story that had better stand after each story, by the order of its epic.
    epic_after: Vec<Option<u32>>,
    trials: usize,
}

/// What a step gains: less is better, stories that keep their batch first, then the load.
type Gain = (i64, i64, i64);

impl<'a> Search<'a> {
    fn new(problem: &'a Problem, assignment: &'a mut Assignment) -> Self {
        let mut batches = vec![Vec::new(); count(assignment)];
        let mut load = vec![0; batches.len()];
        for (story, &batch) in assignment.iter().enumerate() {
            batches[batch as usize].push(story as u32);
            load[batch as usize] += i64::from(problem.weight[story]);
        }
        let mut epic_after = vec![None; problem.len()];
        for (story, before) in (0..).zip(&problem.epic_before) {
            if let Some(before) = before {
                epic_after[*before as usize] = Some(story);
            }
        }
        Self {
            problem,
            assignment,
            batches,
            load,
            epic_after,
            trials: 0,
        }
    }

    fn run(&mut self) {
        while self.trials < MOST_TRIALS {
            let mut changed = false;
            for story in 0..self.problem.len() as u32 {
                changed |= self.improve(story);
                if self.trials >= MOST_TRIALS {
                    return;
                }
            }
            if !changed {
                return;
            }
        }
    }

    /// Makes the best step that involves this story, if one gains.
    fn improve(&mut self, story: u32) -> bool {
        if self.problem.pinned[story as usize].is_some() {
            return false;
        }
        let (earliest, latest) = self.window(story);
        let here = self.assignment[story as usize];
        let mut best: Option<(Gain, u32, Option<u32>)> = None;
        for target in
            earliest.max(here.saturating_sub(REACH))..=latest.min(here.saturating_add(REACH))
        {
            if target == here {
                continue;
            }
            self.trials += 1 + self.batches[target as usize].len();
            let members = &self.batches[target as usize];
            let in_the_way: Vec<u32> = members
                .iter()
                .copied()
                .filter(|&m| self.problem.collide(m, story))
                .collect();
            if in_the_way.is_empty()
                && members.len() < self.problem.batch_size
                && self.problem.fits(members.iter().copied(), story)
                && self.batches[here as usize].len() > 1
            {
                let gain = self.gain(story, target, None);
                if gain < (0, 0, 0) && best.as_ref().is_none_or(|(known, ..)| gain < *known) {
                    best = Some((gain, target, None));
                }
            }
            for &other in members {
                // The swap must take the only story that is in the way, if there is one.
                if in_the_way.iter().any(|&m| m != other) {
                    continue;
                }
                let gain = self.gain(story, target, Some(other));
                if gain < (0, 0, 0)
                    && best.as_ref().is_none_or(|(known, ..)| gain < *known)
                    && self.can_come(other, here, story)
                    && self.can_join(story, target, other)
                {
                    best = Some((gain, target, Some(other)));
                }
            }
        }
        let Some((_, target, other)) = best else {
            return false;
        };
        self.put(story, target);
        if let Some(other) = other {
            self.put(other, here);
        }
        true
    }

    /// Whether `other` may stand in this batch once `leaving` has left it.
    fn can_come(&self, other: u32, batch: u32, leaving: u32) -> bool {
        let (earliest, latest) = self.window(other);
        self.problem.pinned[other as usize].is_none()
            && (earliest..=latest).contains(&batch)
            && self.can_join(other, batch, leaving)
    }

    /// The same without a look at dependencies.
    fn can_join(&self, story: u32, batch: u32, leaving: u32) -> bool {
        let members = self.batches[batch as usize].iter().copied();
        self.problem.fits(members.filter(|&m| m != leaving), story)
    }

    /// The batches in which a story may stand as far as dependencies go, the others where they are.
    fn window(&self, story: u32) -> (u32, u32) {
        let earliest = self.last_before(story).map_or(0, |batch| batch + 1);
        let end = self.batches.len() as u32;
        let latest = self.first_after(story).unwrap_or(end).saturating_sub(1);
        (earliest, latest)
    }

    fn last_before(&self, node: u32) -> Option<u32> {
        let of = |&p: &u32| {
            if self.problem.is_story(p) {
                Some(self.assignment[p as usize])
            } else {
                self.last_before(p)
            }
        };
        self.problem.predecessors[node as usize]
            .iter()
            .filter_map(of)
            .max()
    }

    fn first_after(&self, node: u32) -> Option<u32> {
        let of = |&s: &u32| {
            if self.problem.is_story(s) {
                Some(self.assignment[s as usize])
            } else {
                self.first_after(s)
            }
        };
        self.problem.successors[node as usize]
            .iter()
            .filter_map(of)
            .min()
    }

    /// Change of the number of moved stories, of the sum of squared loads, and of the distance from
    /// the priority order.
    fn gain(&self, story: u32, target: u32, other: Option<u32>) -> Gain {
        let here = self.assignment[story as usize];
        let weight = i64::from(self.problem.weight[story as usize]);
        let back = other.map_or(0, |other| i64::from(self.problem.weight[other as usize]));
        let (a, b) = (self.load[here as usize], self.load[target as usize]);
        let shift = weight - back;
        // (a - shift)² + (b + shift)² - a² - b²
        let squares = 2 * shift * (shift - a + b);
        let mut distance = self.distance(story, target) - self.distance(story, here);
        let moves =
            |story, to, from| self.problem.moves(story, to) - self.problem.moves(story, from);
        let mut moved = moves(story, target, here);
        if let Some(other) = other {
            moved += moves(other, here, target);
            distance += self.distance(other, here) - self.distance(other, target);
        }
        distance += self.disorder(story, target, other) * self.problem.disorder();
        (moved, squares, distance)
    }

    fn distance(&self, story: u32, batch: u32) -> i64 {
        self.problem.distance(story, batch, self.batches.len())
    }

    /// How many more neighbours in the order of an epic stand the wrong way round when `story` goes
    /// to `target` and `other`, if any, comes to where it is.
    fn disorder(&self, story: u32, target: u32, other: Option<u32>) -> i64 {
        let here = self.assignment[story as usize];
        let then = |at: u32| match at {
            _ if at == story => target,
            _ if Some(at) == other => here,
            _ => self.assignment[at as usize],
        };
        let mut pairs = Vec::new();
        for moved in std::iter::once(story).chain(other) {
            let before = self.problem.epic_before[moved as usize];
            pairs.extend(before.map(|before| (before, moved)));
            pairs.extend(self.epic_after[moved as usize].map(|after| (moved, after)));
        }
        ordering::sort_dedup(&mut pairs);
        let mut change = 0;
        for (first, second) in pairs {
            let now = self.assignment[first as usize] >= self.assignment[second as usize];
            change += i64::from(then(first) >= then(second)) - i64::from(now);
        }
        change
    }

    fn put(&mut self, story: u32, target: u32) {
        let here = self.assignment[story as usize];
        let weight = i64::from(self.problem.weight[story as usize]);
        self.batches[here as usize].retain(|&member| member != story);
        self.batches[target as usize].push(story);
        self.load[here as usize] -= weight;
        self.load[target as usize] += weight;
        self.assignment[story as usize] = target;
    }
}
