//! The simple algorithm: topological order, and a batch is closed at the first story that does not fit.

use super::problem::{Assignment, Problem};

/// Fills batches in topological order (priority order among the free ones). Pinned stories have
/// their places from the start; `None` where the others do not fit around them.
pub(super) fn schedule(problem: &Problem) -> Option<Assignment> {
    let mut assignment: Assignment = vec![0; problem.len()];
    let mut batches: Vec<Vec<u32>> = vec![Vec::new()];
    for (story, pin) in (0..).zip(&problem.pinned) {
        if let Some(pin) = *pin {
            batches.resize_with(batches.len().max(pin as usize + 1), Vec::new);
            batches[pin as usize].push(story);
        }
    }
    let mut batch: usize = 0;
    // The first batch that is late enough for a node, gates included.
    let mut ready: Vec<usize> = vec![0; problem.predecessors.len()];
    for &node in &problem.topological {
        let after = if !problem.is_story(node) {
            ready[node as usize]
        } else if let Some(pin) = problem.pinned[node as usize] {
            if ready[node as usize] > pin as usize {
                return None;
            }
            assignment[node as usize] = pin;
            pin as usize + 1
        } else {
            while ready[node as usize] > batch
                || !problem.fits(batches[batch].iter().copied(), node)
            {
                batch += 1;
                if batches.len() == batch {
                    batches.push(Vec::new());
                }
            }
            batches[batch].push(node);
            assignment[node as usize] = batch as u32;
            batch + 1
        };
        for &next in &problem.successors[node as usize] {
            let slot = &mut ready[next as usize];
            *slot = (*slot).max(after);
        }
    }
    let empty = !assignment.is_empty() && batches.iter().any(Vec::is_empty);
    (!empty).then_some(assignment)
}
