//! How often something was really tried: a promise that is never put to the test holds too.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

thread_local! { static TALLY: RefCell<BTreeMap<&'static str, u64>> = const { RefCell::new(BTreeMap::new()) }; }

thread_local! { static PAUSED: Cell<bool> = const { Cell::new(false) }; }

/// Counts nothing from here on, or again: what is tried to make a finding smaller is none of it.
pub fn pause(paused: bool) {
    PAUSED.set(paused);
}

/// Counts `times` more of `what`.
pub fn count(what: &'static str, times: usize) {
    if PAUSED.get() {
        return;
    }
    TALLY.with_borrow_mut(|tally| *tally.entry(what).or_default() += times as u64);
}

/// What was counted, by name.
pub fn told() -> Vec<(&'static str, u64)> {
    TALLY.with_borrow(|tally| tally.iter().map(|(what, times)| (*what, *times)).collect())
}
