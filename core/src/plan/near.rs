//! Planning again: as few batches, and of plans with these one that moves few stories.

use super::balance::{SHAKEN_WORK, count, fewest, has_no_gaps};
use super::problem::{Assignment, Problem};

/// An assignment with as many batches in which more stories keep theirs. As many as possible are
/// held where they were, those of the first batches before those of the last, and the others
/// planned around them.
pub(super) fn stay_put(problem: &Problem, fewest_known: &Assignment) -> Option<Assignment> {
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
        let found = hold(problem, held as u32)
            .and_then(|around| fewest(&around, batches, SHAKEN_WORK / 20))
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

/// The plan as it stood, where that is still one for exactly these stories and pins.
pub(super) fn as_it_stood(problem: &Problem) -> Option<Assignment> {
    if problem.kept.iter().all(Option::is_none) {
        return None;
    }
    let held = hold(problem, problem.len() as u32)?;
    let stood: Assignment = held.pinned.into_iter().collect::<Option<_>>()?;
    has_no_gaps(&stood, count(&stood)).then_some(stood)
}

/// The problem with the stories of the first so many batches pinned to where they were, as far as
/// nothing plain to see speaks against it; `None` where these leave no time before a pinned story.
fn hold(problem: &Problem, batches: u32) -> Option<Problem> {
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
                if stands.is_some_and(|batch| batch < earliest[node as usize]) {
                    return None;
                }
                stands.unwrap_or(earliest[node as usize]) + 1
            }
        };
        for &next in &problem.successors[node as usize] {
            let slot = &mut earliest[next as usize];
            *slot = (*slot).max(after);
        }
    }
    Some(around)
}
