//! Story keys and epic ids in their canonical short forms, and their natural order.

use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

/// A story's canonical short key: `3-1`, `3-1a`, `0.5-1`, `fn-1-1`, `STORY-007`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct StoryKey(Arc<str>);

/// An epic's canonical id: `3`, `0.5`, `14c`, `fn-1`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct EpicId(Arc<str>);

macro_rules! natural_text {
    ($name:ident) => {
        impl $name {
            /// Takes a text that is canonical already; readers make it so.
            pub fn new(text: impl AsRef<str>) -> Self {
                Self(Arc::from(text.as_ref()))
            }

            /// The canonical text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl Ord for $name {
            fn cmp(&self, other: &Self) -> Ordering {
                natural_order(&self.0, &other.0)
            }
        }

        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
                Some(self.cmp(other))
            }
        }
    };
}

natural_text!(StoryKey);
natural_text!(EpicId);

impl StoryKey {
    /// The key of story `story` of epic `epic`.
    pub fn of(epic: &EpicId, story: &str) -> Self {
        Self::new(format!("{epic}-{story}"))
    }
}

/// Compares texts as people do: runs of digits by their value, the rest by character
/// (`1-2` before `1-10`, `3-1` before `3-1a`). Total: texts that differ are never equal.
pub fn natural_order(a: &str, b: &str) -> Ordering {
    let (mut left, mut right) = from_difference(a.as_bytes(), b.as_bytes());
    loop {
        match (left.split_first(), right.split_first()) {
            (None, None) => return a.cmp(b),
            (None, Some(_)) => return Ordering::Less,
            (Some(_), None) => return Ordering::Greater,
            (Some((l, left_rest)), Some((r, right_rest))) => {
                if l.is_ascii_digit() && r.is_ascii_digit() {
                    let (left_number, left_tail) = take_number(left);
                    let (right_number, right_tail) = take_number(right);
                    let order = left_number
                        .len()
                        .cmp(&right_number.len())
                        .then_with(|| left_number.cmp(right_number));
                    if order != Ordering::Equal {
                        return order;
                    }
                    (left, right) = (left_tail, right_tail);
                } else {
                    if l != r {
                        return l.cmp(r);
                    }
                    (left, right) = (left_rest, right_rest);
                }
            }
        }
    }
}

/// Both without what they begin with alike; the number in which they differ stays whole.
fn from_difference<'a>(a: &'a [u8], b: &'a [u8]) -> (&'a [u8], &'a [u8]) {
    let (mut left, mut right) = (a, b);
    let mut whole = (a, b);
    while let ([l, lefts @ ..], [r, rights @ ..]) = (left, right) {
        if l != r {
            break;
        }
        (left, right) = (lefts, rights);
        if !l.is_ascii_digit() {
            whole = (left, right);
        }
    }
    whole
}

/// The leading digits without their zeros, and what follows.
fn take_number(bytes: &[u8]) -> (&[u8], &[u8]) {
    let end = bytes
        .iter()
        .position(|b| !b.is_ascii_digit())
        .unwrap_or(bytes.len());
    let (digits, tail) = bytes.split_at(end);
    let zeros = digits
        .iter()
        .position(|&b| b != b'0')
        .unwrap_or(digits.len());
    (digits.split_at(zeros).1, tail)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_sort_as_people_count() {
        let sorted = [
            "0.5-1",
            "1-1",
            "1-2",
            "1-2a",
            "1-10",
            "1.5-1",
            "2-1",
            "10-1",
            "14c-2",
            "STORY-7",
            "STORY-007",
            "STORY-8",
            "fn-1-1",
        ];
        let mut keys: Vec<_> = sorted.iter().rev().map(StoryKey::new).collect();
        keys.sort();
        let texts: Vec<_> = keys.iter().map(StoryKey::as_str).collect();
        let mut expected = sorted.to_vec();
        // Equal numbers: the plain text decides, so that the order is total.
        expected[9..11].sort_unstable();
        assert_eq!(texts, expected);
    }
}
