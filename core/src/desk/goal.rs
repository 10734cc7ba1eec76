//! An epic of which nothing is written but its goal: what can be told apart in one sentence.

use super::placeholder::placeholder;
use super::sentence::{DOING, LETTING, first_word, split_benefit, split_modal};
use crate::source::letters::Lowercase;
use crate::source::words;

/// The things that a goal lists, each as a sentence of its own: "Buyers can find a vendor, compare
/// prices and book a visit" are three. A goal that lists nothing stays as it is.
pub(super) fn parts(goal: &str) -> Vec<String> {
    let whole = vec![goal.to_owned()];
    // What follows a first sentence explains it.
    let end = goal.find(". ").filter(|end| *end > 12);
    let sentence = end.and_then(|end| goal.get(..end)).unwrap_or(goal);
    let (what, benefit) = split_benefit(sentence);
    let letting = LETTING
        .iter()
        .any(|word| words::after(what, word).is_some());
    let rest = match split_modal(what) {
        Some((_, rest)) => rest,
        None => match what.split_once(" to ").filter(|_| letting) {
            Some((_, rest)) => rest,
            None => return whole,
        },
    };
    let Some(head) = what.strip_suffix(rest) else {
        return whole;
    };
    let items = items(rest);
    // Each has to say by itself what is done, and to what.
    let is_deed = |part: &&str| {
        let verb = first_word(part).unwrap_or("").lowercase();
        (DOING.contains(&verb.as_str()) || MORE_DEEDS.contains(&verb.as_str()))
            && part.contains(' ')
    };
    if items.len() < 2 || !items.iter().all(is_deed) {
        return whole;
    }
    let tail = benefit.map_or_else(String::new, |benefit| format!(" so that {benefit}"));
    let items = items.into_iter();
    items.map(|item| format!("{head}{item}{tail}")).collect()
}

/// The parts of a list with commas and "and", where both stand outside of brackets.
fn items(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let (mut from, mut depth) = (0, 0_u32);
    for (at, c) in text.char_indices() {
        depth = match c {
            '(' | '[' => depth + 1,
            ')' | ']' => depth.saturating_sub(1),
            _ => depth,
        };
        let rest = text.get(at..).unwrap_or("");
        let mark = [", and ", ", ", " and "]
            .into_iter()
            .find(|mark| rest.starts_with(mark));
        if let Some(mark) = mark.filter(|_| depth == 0 && at >= from) {
            found.push(text.get(from..at).unwrap_or(""));
            from = at + mark.len();
        }
    }
    found.push(text.get(from..).unwrap_or(""));
    let trimmed = found
        .into_iter()
        .map(|part| part.trim().trim_end_matches('.'));
    trimmed.filter(|part| !part.is_empty()).collect()
}

/// Words of deeds that, before a bullet, could as well be things.
const MORE_DEEDS: &[&str] = &[
    "access",
    "add",
    "analyse",
    "analyze",
    "apply",
    "build",
    "check",
    "collect",
    "complete",
    "connect",
    "control",
    "coordinate",
    "customise",
    "customize",
    "define",
    "discover",
    "explore",
    "follow",
    "get",
    "join",
    "maintain",
    "make",
    "monitor",
    "navigate",
    "onboard",
    "plan",
    "play",
    "remove",
    "report",
    "request",
    "respond",
    "restore",
    "run",
    "sell",
    "set",
    "start",
    "stop",
    "submit",
    "switch",
    "understand",
    "use",
    "verify",
    "watch",
];

/// What somebody has to answer before the goal of a whole epic is a story.
pub(super) fn question() -> String {
    let hint = "which steps can be finished and shown one after the other? Keep the first here, and \
                write the others as bullets into the epic";
    format!(
        "The epic says no more than its goal, so this is all of it: {}",
        placeholder("first step", hint)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_goal_that_lists_deeds_is_told_apart_and_no_other() {
        for (goal, expected) in [
            (
                "Buyers can find a vendor, compare prices and book a visit so that they choose well.",
                &[
                    "Buyers can find a vendor so that they choose well",
                    "Buyers can compare prices so that they choose well",
                    "Buyers can book a visit so that they choose well",
                ][..],
            ),
            (
                "Enable vendors to list their boats and manage bookings. Payment comes later.",
                &[
                    "Enable vendors to list their boats",
                    "Enable vendors to manage bookings",
                ],
            ),
            (
                "Admins can onboard harbours (sea, river, and lake), manage users, and monitor health",
                &[
                    "Admins can onboard harbours (sea, river, and lake)",
                    "Admins can manage users",
                    "Admins can monitor health",
                ],
            ),
            // The object belongs to both, or there is no list of deeds.
            ("Buyers can search and compare vendors", &[]),
            ("Visitors can read the terms and conditions", &[]),
            ("A harbour that runs itself, day and night", &[]),
            ("提供 船舶 预订, 支付", &[]),
            ("", &[]),
        ] {
            let parts = parts(goal);
            match expected {
                [] => assert_eq!(parts, [goal]),
                _ => assert_eq!(parts, expected),
            }
        }
    }
}
