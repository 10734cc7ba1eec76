//! What was found in a text, as references: neighbours that say the same make one.

use super::{Found, LONGEST, Reader};
use crate::backlog::{DependencyRef, Direction, Target};
use crate::source::Place;
use crate::source::letters::Lowercase;
use crate::source::marks::{Marked, marks};

impl Reader<'_> {
    pub(super) fn emit(mut self, place: &Place, out: &mut Vec<DependencyRef>) {
        for found in &mut self.found {
            if matches!(&found.target, Target::Epic(epic) if self.epic == Some(epic)) {
                // "Epic 3 stories are complete" in Epic 3 is about those before.
                found.target = Target::AllPrevious(None);
            }
        }
        let text: String = self.segment.chars().take(LONGEST).collect();
        if self.found.is_empty() {
            let bare = self.segment.trim_of(marks!['*', '_', ' ']);
            // A line that only announces a list, or says that there is nothing.
            // "**Rounds:** three" is another label's.
            let labelled = bare.contains(":**");
            let idle = bare.ends_with_one(marks![':', '：'])
                || bare.lowercase().starts_with("no ")
                || labelled && !bare.lowercase().starts_with("external");
            if self.direction == Direction::Requires
                && self.segment.contains(char::is_alphabetic)
                && !idle
            {
                let words: String = self
                    .segment
                    .trim_of(marks!['*', '_', ' ', '-'])
                    .chars()
                    .take(160)
                    .collect();
                out.push(DependencyRef {
                    targets: vec![Target::External(words)],
                    direction: self.direction,
                    strength: self.strength,
                    alternatives: false,
                    satisfied: false,
                    place: place.clone(),
                    text,
                });
            }
            return;
        }
        // Neighbours that say the same about their targets make one reference.
        let mut group: Vec<Found> = Vec::new();
        let mut found = self.found.into_iter().peekable();
        while let Some(one) = found.next() {
            let joins_next = found.peek().is_some_and(|next| next.alternative);
            let in_alternatives = one.alternative || joins_next;
            let same = group.last().is_none_or(|last| {
                last.strength == one.strength
                    && last.satisfied == one.satisfied
                    && (one.alternative
                        || (!in_alternatives && !group.iter().any(|member| member.alternative)))
            });
            if !same {
                push(
                    std::mem::take(&mut group),
                    self.direction,
                    place,
                    &text,
                    out,
                );
            }
            group.push(one);
        }
        push(group, self.direction, place, &text, out);
    }
}

fn push(
    group: Vec<Found>,
    direction: Direction,
    place: &Place,
    text: &str,
    out: &mut Vec<DependencyRef>,
) {
    let Some(first) = group.first() else {
        return;
    };
    out.push(DependencyRef {
        direction,
        strength: first.strength,
        alternatives: group.len() > 1 && group.iter().any(|found| found.alternative),
        satisfied: first.satisfied,
        targets: group.into_iter().map(|found| found.target).collect(),
        place: place.clone(),
        text: text.to_owned(),
    });
}
