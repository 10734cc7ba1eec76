//! Two plans of one backlog side by side.

use super::Plan;

/// What tells two plans apart: figures as (left, right).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// Number of batches.
    pub batches: (usize, usize),
    /// Sum of squared complexity: the smaller, the more even.
    pub squares: (u64, u64),
    /// Largest and smallest complexity of a batch, left.
    pub load_left: (u32, u32),
    /// The same, right.
    pub load_right: (u32, u32),
    /// Pairs of stories that stand against the priority order, in different batches.
    pub out_of_order: (usize, usize),
    /// The stories in another batch, with both batch positions (from 0; `None` where not planned),
    /// in backlog order.
    pub moved: Vec<(usize, Option<usize>, Option<usize>)>,
}

/// Compares two plans; `ranks` are the backlog's
/// [`priority_ranks`](crate::backlog::Backlog::priority_ranks).
pub fn compare(left: &Plan, right: &Plan, ranks: &[usize]) -> Comparison {
    let squares = |plan: &Plan| {
        let square = |load: u32| u64::from(load) * u64::from(load);
        plan.batches
            .iter()
            .map(|batch| square(batch.complexity))
            .sum()
    };
    let load = |plan: &Plan| {
        let loads = || plan.batches.iter().map(|batch| batch.complexity);
        (loads().max().unwrap_or(0), loads().min().unwrap_or(0))
    };
    let places = left.placement.iter().zip(&right.placement).enumerate();
    Comparison {
        batches: (left.batches.len(), right.batches.len()),
        squares: (squares(left), squares(right)),
        load_left: load(left),
        load_right: load(right),
        out_of_order: (out_of_order(left, ranks), out_of_order(right, ranks)),
        moved: places
            .filter(|(_, (left, right))| left != right)
            .map(|(story, (left, right))| (story, *left, *right))
            .collect(),
    }
}

/// Pairs of stories of which the one of lower priority stands in an earlier batch, counted by
/// merging: a story is passed by all that stand before it and come later in rank.
fn out_of_order(plan: &Plan, ranks: &[usize]) -> usize {
    // A tree of counts over ranks (Fenwick): how many of the stories so far have a rank up to here.
    let mut tree = vec![0usize; ranks.len() + 1];
    let (mut so_far, mut pairs) = (0, 0);
    for batch in &plan.batches {
        let rank = |story: &usize| ranks.get(*story).copied().unwrap_or(0);
        for place in batch.stories.iter().map(rank) {
            let mut lower = 0;
            let mut at = place + 1;
            while at > 0 {
                lower += tree.get(at).copied().unwrap_or(0);
                at &= at - 1;
            }
            pairs += so_far - lower;
        }
        for place in batch.stories.iter().map(rank) {
            let mut at = place + 1;
            while let Some(count) = tree.get_mut(at) {
                *count += 1;
                at += at & at.wrapping_neg();
            }
            so_far += 1;
        }
    }
    pairs
}
