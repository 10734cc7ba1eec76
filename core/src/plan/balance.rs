//! The `balanced` strategy: fewest batches, then even load, then close to the priority order.

use super::bounds::{self, BoundReason};
use super::exact;
use super::list_schedule::{self, Direction, RULES, Rule};
use super::near;
use super::problem::{Assignment, Problem};
use super::search::{self, Outcome};
use super::sequential;
use crate::ordering;

/// Shaken list schedules tried while the bound is not met, as stories × tries.
pub(super) const SHAKEN_WORK: usize = 60_000;

/// Positions that the search for an even load may try: so many, and so many more for each story,
/// so that time grows with the backlog and not with its square.
const TRIALS: (usize, usize) = (100_000, 150);

/// Stories of the largest problem that is shaken to be evened further.
const MOST_SHAKEN_STORIES: usize = 200;

/// Plans that are evened in such problems, beside the first one.
const RESTARTS: u64 = 12;

/// Positions that are tried while shaking: so many for each story, and at most so many.
const SHAKEN_TRIALS: (usize, usize) = (500, 50_000);

/// Steps that are shaken before the load is evened again.
const SHAKES: usize = 6;

/// Steps of the branch and bound for such a plan.
const RESTART_STEPS: usize = 2_000;

/// How much worse (in squared complexity) a shaken step may be.
const SHAKING: u64 = 60;

/// How far from its batch a story may be moved in one step of that search.
const REACH: u32 = 40;

/// Steps of the branch and bound over all numbers of batches that it is asked for.
const SEARCH_STEPS: usize = 200_000;

/// A plan with as few batches as was found, evened out, and the lower bound with its reason; `None`
/// only where pinned stories stand in the way of every plan that was tried.
pub(super) fn schedule(problem: &Problem) -> Option<(Assignment, usize, BoundReason)> {
    let (bound, reason) = bounds::lower_bound(problem);
    let mut listed = fewest(problem, bound, SHAKEN_WORK);
    if let Some(stood) = near::as_it_stood(problem)
        && (listed.as_ref()).is_none_or(|listed| count(&stood) <= count(listed))
    {
        listed = Some(stood);
    }
    let listed = listed?;
    let (mut assignment, bound, reason) =
        close_gap(problem, listed, bound, reason, &mut { SEARCH_STEPS });
    if let Some(nearer) = near::stay_put(problem, &assignment) {
        assignment = nearer;
    }
    match exact::schedule(problem, count(&assignment)) {
        Some(evenest) => assignment = evenest,
        None => even_out(problem, &mut assignment),
    }
    Some((assignment, bound, reason))
}

/// Makes the load as even as is found: from this plan, and in problems that are small enough from
/// others with as few batches, which may allow what this one does not.
fn even_out(problem: &Problem, assignment: &mut Assignment) {
    let batches = count(assignment);
    let mut best = Search::new(problem, assignment).run();
    let even = least_squares(problem, batches);
    for noise in 1..=RESTARTS {
        if (best.0, best.1) == (0, even) || problem.len() > MOST_SHAKEN_STORIES {
            return;
        }
        let rule = RULES[noise as usize % RULES.len()];
        let direction = if noise % 3 == 0 {
            Direction::Backward
        } else {
            Direction::Forward
        };
        let listed = list_schedule::schedule(problem, rule, direction, noise);
        let other = listed
            .filter(|other| count(other) == batches)
            .or_else(|| search::another(problem, batches, noise, RESTART_STEPS))
            .filter(|other| has_no_gaps(other, batches));
        if let Some(mut other) = other {
            let found = Search::new(problem, &mut other).run();
            if found < best {
                (best, *assignment) = (found, other);
            }
        }
    }
}

/// No plan with so many batches has a smaller sum of squares.
fn least_squares(problem: &Problem, batches: usize) -> i64 {
    let total: i64 = problem.weight.iter().map(|&weight| i64::from(weight)).sum();
    let batches = (batches as i64).max(1);
    let (low, above) = (total / batches, total % batches);
    above * (low + 1) * (low + 1) + (batches - above) * low * low
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

pub(super) fn has_no_gaps(assignment: &Assignment, batches: usize) -> bool {
    (0..batches as u32).all(|batch| assignment.contains(&batch))
}

/// The assignment with the fewest batches among `sequential` and the list schedules; these are
/// shaken for so much work, as stories × tries, while the bound is not met.
pub(super) fn fewest(problem: &Problem, bound: usize, work: usize) -> Option<Assignment> {
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
    /// Whether there are any.
    soft: bool,
    trials: usize,
}

/// What a step gains: less is better, stories that keep their batch first, then the load.
type Gain = (i64, i64, i64);

/// Numbers that look drawn and are the same every time.
struct Noise(u64);

impl Noise {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = (self.0 ^ (self.0 >> 32)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits ^= bits >> 29;
        (bits >> 8) % end.max(1)
    }
}

/// A gain made to look better by chance.
fn shaken(gain: Gain, noise: &mut Option<&mut Noise>) -> Gain {
    match noise {
        None => gain,
        Some(noise) => (gain.0, gain.1 - noise.below(SHAKING) as i64, gain.2),
    }
}

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
            soft: epic_after.iter().any(Option::is_some),
            epic_after,
            trials: 0,
        }
    }

    /// Steps while one gains. Then, in problems that are small enough, the plan is shaken and evened
    /// again, many times over; the best one stays.
    ///
    /// Returns its score.
    fn run(&mut self) -> Gain {
        let n = self.problem.len() as u64;
        self.descend(TRIALS.0 + TRIALS.1 * self.problem.len());
        if self.problem.len() <= MOST_SHAKEN_STORIES && self.batches.len() > 1 {
            self.shake(n);
        }
        self.score()
    }

    fn shake(&mut self, n: u64) {
        let end = self.trials + (SHAKEN_TRIALS.0 * self.problem.len()).min(SHAKEN_TRIALS.1);
        let mut best = (self.score(), self.assignment.clone());
        let mut noise = Noise(n);
        while self.trials < end && best.0.1 > least_squares(self.problem, self.batches.len()) {
            for _ in 0..SHAKES {
                let story = noise.below(n) as u32;
                self.trials += 1;
                self.step(story, Some(&mut noise));
            }
            self.descend(end);
            let score = self.score();
            if score < best.0 {
                best = (score, self.assignment.clone());
            } else if noise.below(4) == 0 {
                self.return_to(&best.1);
            }
        }
        self.return_to(&best.1);
    }

    fn descend(&mut self, most_trials: usize) {
        let mut changed = true;
        while changed && self.trials < most_trials {
            changed = false;
            for story in 0..self.problem.len() as u32 {
                changed |= self.trials < most_trials && self.step(story, None);
            }
        }
    }

    /// Moved stories, then the sum of squared loads, then distances from the priority order.
    fn score(&self) -> Gain {
        let squares = self.load.iter().map(|load| load * load).sum();
        let stories = || (0..).zip(self.assignment.iter());
        let moved = stories()
            .map(|(story, &batch)| self.problem.moves(story, batch))
            .sum();
        let mut distance = stories()
            .map(|(story, &batch)| self.distance(story, batch))
            .sum();
        for (story, before) in (0..).zip(&self.problem.epic_before) {
            let place = |story: usize| self.assignment[story];
            if before.is_some_and(|before| place(before as usize) >= place(story)) {
                distance += self.problem.disorder();
            }
        }
        (moved, squares, distance)
    }

    fn return_to(&mut self, assignment: &Assignment) {
        for (story, &batch) in (0..).zip(assignment) {
            if self.assignment[story as usize] != batch {
                self.put(story, batch);
            }
        }
    }

    /// Makes the best step that involves this story, if one gains; with noise one that may also lose.
    fn step(&mut self, story: u32, mut noise: Option<&mut Noise>) -> bool {
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
            let members = &self.batches[target as usize];
            self.trials += 1 + members.len();
            // Alone, if there is room, or in exchange: most are told by their gain, so it comes first.
            let alone =
                members.len() < self.problem.batch_size && self.batches[here as usize].len() > 1;
            let alone = alone.then_some(None).into_iter();
            for other in alone.chain(members.iter().map(|&other| Some(other))) {
                let gain = shaken(self.gain(story, target, other), &mut noise);
                let better = best.as_ref().map_or((0, 0, 0), |(known, ..)| *known);
                let legal = || match other {
                    None => self.can_join(story, target, None),
                    Some(other) => {
                        self.can_join(story, target, Some(other))
                            && self.can_come(other, here, story)
                    }
                };
                if gain < better && legal() {
                    best = Some((gain, target, other));
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
            && self.can_join(other, batch, Some(leaving))
    }

    /// The same without a look at dependencies.
    fn can_join(&self, story: u32, batch: u32, leaving: Option<u32>) -> bool {
        let members = self.batches[batch as usize].iter().copied();
        self.problem
            .fits(members.filter(|&m| Some(m) != leaving), story)
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
        if self.soft {
            distance += self.disorder(story, target, other) * self.problem.disorder();
        }
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
