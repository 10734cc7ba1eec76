//! Sorting and lookup that stay small in wasm.
//!
//! The standard library's sorts and B-trees are compiled anew for every type they are used with:
//! together they made up a third of the module. Here one merge sort works on positions, and tables
//! are sorted vectors; what is compiled per type is a comparison and a handful of swaps.

use std::borrow::Borrow;
use std::cmp::Ordering;

/// Sorts stably.
pub(crate) fn sort<T: Ord>(items: &mut [T]) {
    sort_by(items, T::cmp);
}

/// Sorts stably by a key.
pub(crate) fn sort_by_key<T, K: Ord>(items: &mut [T], mut key: impl FnMut(&T) -> K) {
    sort_by(items, |a, b| key(a).cmp(&key(b)));
}

/// Sorts stably by a comparison, in n·log n steps.
pub(crate) fn sort_by<T>(items: &mut [T], mut compare: impl FnMut(&T, &T) -> Ordering) {
    let mut order = sorted_positions(items.len(), &mut |a, b| {
        compare(&items[a as usize], &items[b as usize])
    });
    // Each cycle of the permutation is walked once, by swaps.
    for start in 0..order.len() {
        let mut at = start;
        loop {
            let from = order[at] as usize;
            order[at] = at as u32;
            if from == start || from == at {
                break;
            }
            items.swap(at, from);
            at = from;
        }
    }
}

/// Sorts and keeps of equal ones the first.
pub(crate) fn sort_dedup<T: Ord>(items: &mut Vec<T>) {
    sort(items);
    items.dedup();
}

/// The positions 0 to n - 1 in sorted order, by a merge sort from the bottom up.
fn sorted_positions(n: usize, compare: &mut dyn FnMut(u32, u32) -> Ordering) -> Vec<u32> {
    let mut order: Vec<u32> = (0..n as u32).collect();
    let mut merged = order.clone();
    let mut width = 1;
    while width < n {
        let mut start = 0;
        while start < n {
            let (middle, end) = ((start + width).min(n), (start + 2 * width).min(n));
            let (mut left, mut right) = (start, middle);
            for slot in &mut merged[start..end] {
                let take_left = right == end
                    || (left < middle && compare(order[left], order[right]) != Ordering::Greater);
                let from = if take_left { &mut left } else { &mut right };
                *slot = order[*from];
                *from += 1;
            }
            start = end;
        }
        std::mem::swap(&mut order, &mut merged);
        width *= 2;
    }
    order
}

/// A table from keys to values: a vector sorted by key, each key once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table<K, V> {
    entries: Vec<(K, V)>,
}

impl<K, V> Default for Table<K, V> {
    fn default() -> Self {
        Self {
            entries: Vec::new(),
        }
    }
}

impl<K: Ord, V> Table<K, V> {
    /// The table of these entries; of equal keys the first one stays.
    pub(crate) fn new(entries: impl IntoIterator<Item = (K, V)>) -> Self {
        let mut entries: Vec<(K, V)> = entries.into_iter().collect();
        sort_by(&mut entries, |a, b| a.0.cmp(&b.0));
        entries.dedup_by(|later, first| later.0 == first.0);
        Self { entries }
    }

    /// The value of a key.
    pub fn get<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        let at = self
            .entries
            .binary_search_by(|(known, _)| known.borrow().cmp(key))
            .ok()?;
        self.entries.get(at).map(|(_, value)| value)
    }

    /// Whether there is an entry for the key.
    pub fn contains<Q: Ord + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.get(key).is_some()
    }

    /// The entries in order of their keys.
    pub fn iter(&self) -> std::slice::Iter<'_, (K, V)> {
        self.entries.iter()
    }

    /// Number of entries.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

impl<K: Ord, V> Table<K, Vec<V>> {
    /// The table of all values of each key, in the order given.
    pub(crate) fn grouped(entries: impl IntoIterator<Item = (K, V)>) -> Self {
        let mut pairs: Vec<(K, V)> = entries.into_iter().collect();
        sort_by(&mut pairs, |a, b| a.0.cmp(&b.0));
        let mut entries: Vec<(K, Vec<V>)> = Vec::new();
        for (key, value) in pairs {
            match entries.last_mut().filter(|(last, _)| *last == key) {
                Some((_, values)) => values.push(value),
                None => entries.push((key, vec![value])),
            }
        }
        Self { entries }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop, prop_assert_eq, proptest};

    use super::*;

    proptest! {
        #[test]
        fn sorting_agrees_with_the_standard_library_and_is_stable(
            items in prop::collection::vec((0..20u8, 0..200u16), 0..60)
        ) {
            let mut expected = items.clone();
            expected.sort_by_key(|item| item.0);
            let mut sorted = items;
            sort_by_key(&mut sorted, |item| item.0);
            prop_assert_eq!(sorted, expected);
        }

        #[test]
        fn tables_agree_with_the_standard_library(items in prop::collection::vec((0..9u8, 0..200u16), 0..40)) {
            let mut expected = std::collections::BTreeMap::<u8, Vec<u16>>::new();
            for &(key, value) in &items {
                expected.entry(key).or_default().push(value);
            }
            let grouped = Table::grouped(items.iter().copied());
            let firsts = Table::new(items);
            prop_assert_eq!(grouped.len(), expected.len());
            for (key, values) in &expected {
                prop_assert_eq!(grouped.get(key), Some(values));
                prop_assert_eq!(firsts.get(key), values.first());
            }
        }
    }
}
