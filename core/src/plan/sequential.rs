//! The simple algorithm: topological order, and a batch is closed at the first story that does not fit.

use super::problem::{Assignment, Problem};

/// Fills batches in topological order (priority order among the free ones).
pub(super) fn schedule(problem: &Problem) -> Assignment {
    let mut assignment: Assignment = vec![0; problem.len()];
    let mut batch: u32 = 0;
    let mut members: Vec<u32> = Vec::new();
    // The last batch in which something before a node stands, gates included.
    let mut ready: Vec<u32> = vec![0; problem.predecessors.len()];
    for &node in &problem.topological {
        let after = if problem.is_story(node) {
            let fits = members.len() < problem.batch_size
                && ready[node as usize] <= batch
                && !members.iter().any(|&member| problem.collide(member, node));
            if !fits {
                batch += 1;
                members.clear();
            }
            members.push(node);
            assignment[node as usize] = batch;
            batch + 1
        } else {
            ready[node as usize]
        };
        for &next in &problem.successors[node as usize] {
            let slot = &mut ready[next as usize];
            *slot = (*slot).max(after);
        }
    }
    assignment
}
