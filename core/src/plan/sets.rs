//! Problems small enough that sets of stories are bits of one word.

use super::problem::{Assignment, Problem};

/// Most stories of such a problem.
pub(super) const MOST_STORIES: usize = 128;

/// A set of stories.
pub(super) type Set = u128;

/// The set of one story.
pub(super) fn bit(story: usize) -> Set {
    1u128.checked_shl(story as u32).unwrap_or(0)
}

/// The stories of a set, in order.
pub(super) fn members(mut set: Set) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let story = set.trailing_zeros() as usize;
        set &= set.wrapping_sub(1);
        (story < MOST_STORIES).then_some(story)
    })
}

/// Which stories come before, after and not beside each other.
pub(super) struct Relations {
    /// All stories that have to come before each story, however indirectly.
    pub before: Vec<Set>,
    /// Those that it waits for itself, gates passed through.
    pub direct: Vec<Set>,
    /// All stories that have to come after it.
    pub after: Vec<Set>,
    /// Stories that touch a common file.
    pub collides: Vec<Set>,
}

impl Relations {
    /// The relations of a problem of at most [`MOST_STORIES`] stories.
    pub fn of(problem: &Problem) -> Self {
        let n = problem.len();
        let nodes = problem.predecessors.len();
        // For gates as for stories: what stands before them, at all and last.
        let (mut before, mut direct) = (vec![0; nodes], vec![0; nodes]);
        for &node in &problem.topological {
            for &p in &problem.predecessors[node as usize] {
                let (itself, last) = match problem.is_story(p) {
                    true => (bit(p as usize), bit(p as usize)),
                    false => (0, direct[p as usize]),
                };
                before[node as usize] |= before[p as usize] | itself;
                direct[node as usize] |= last;
            }
        }
        before.truncate(n);
        direct.truncate(n);
        let mut after = vec![0; n];
        for (story, &set) in before.iter().enumerate() {
            for earlier in members(set) {
                after[earlier] |= bit(story);
            }
        }
        let mut collides = vec![0; n];
        for a in 0..n {
            for b in 0..a {
                if problem.collide(a as u32, b as u32) {
                    collides[a] |= bit(b);
                    collides[b] |= bit(a);
                }
            }
        }
        Self {
            before,
            direct,
            after,
            collides,
        }
    }
}

/// The assignment of these batches, one set each.
pub(super) fn assignment(n: usize, batches: impl Iterator<Item = Set>) -> Assignment {
    let mut assignment = vec![0; n];
    for (batch, set) in batches.enumerate() {
        for story in members(set) {
            assignment[story] = batch as u32;
        }
    }
    assignment
}
