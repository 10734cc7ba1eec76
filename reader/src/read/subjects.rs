//! Sentences among dependencies that say of one story what another waits for: "Story 1.1 must be
//! completed before Stories 1.2-1.4", "Story 1.4 depends on 1.2". Who they are about decides what
//! they say of the story whose text they stand in.

use super::declaration::after_word;
use super::dependencies;
use super::ids;
use super::words::{EPIC_WORDS, STORY_WORDS, is_epic_word, is_story_word};
use crate::backlog::{DependencyRef, Direction, EpicId, Target};
use crate::source::letters::Lowercase;
use crate::source::marks::{DIGITS, Marked, NO_WORD, marks};
use crate::source::words::{self, WordList};

/// Who stands before these words goes first.
const EARLIER: WordList = WordList::new(&[
    "must be completed before",
    "must be complete before",
    "must be done before",
    "must be finished before",
    "must be merged before",
    "must complete before",
    "must finish before",
    "must come before",
    "must land before",
    "must precede",
    "should be completed before",
    "should be complete before",
    "should be done before",
    "should precede",
    "needs to be completed before",
    "needs to be done before",
    "has to be done before",
    "prerequisite for",
    "prerequisite of",
    "blocks ",
    "unblocks ",
]);
/// Who stands before these words waits.
const LATER: WordList = WordList::new(&[
    "depends on",
    "depend on",
    "blocked by",
    "requires ",
    "require ",
    "must follow",
    "cannot start until",
    "can't start until",
    "cannot start before",
    "builds on",
]);

/// A sentence about one or several that it names first.
pub(super) struct Sentence<'a> {
    /// Who it is about.
    pub subject: &'a str,
    /// What follows its verb.
    pub rest: &'a str,
    /// Whether they wait for the rest; else the rest waits for them.
    pub waits: bool,
}

/// The sentence that `text` begins with, if that names stories or epics and nothing else before its
/// verb.
pub(super) fn sentence(text: &str) -> Option<Sentence<'_>> {
    let text = text.trim_start_of(NO_WORD);
    let names = after_word(text, &STORY_WORDS).is_some() || after_word(text, &EPIC_WORDS).is_some();
    if !names
        && !text.starts_with_one(DIGITS)
        && !text.starts_with(|c: char| c.is_ascii_uppercase())
    {
        return None;
    }
    let verb = |list: &WordList| {
        let at = list.first_in(text)?;
        let tail = text.get(at..)?;
        let rest = list
            .words
            .iter()
            .find_map(|word| words::after(tail, word))?;
        Some((at, rest))
    };
    let (earlier, later) = (verb(&EARLIER), verb(&LATER));
    let waits = match (&earlier, &later) {
        (Some((first, _)), Some((second, _))) => second < first,
        (None, Some(_)) => true,
        _ => false,
    };
    let (at, rest) = if waits { later? } else { earlier? };
    let subject = text.get(..at)?;
    names_only(subject).then_some(Sentence {
        subject,
        rest,
        waits,
    })
}

/// Words about what comes after the story whose text they stand in.
const FOLLOWING: WordList = WordList::new(&[
    "after this story",
    "after this one",
    "depend on this story",
    "depends on this story",
]);

/// "Stories 1.2 and 1.3 can be built in parallel after this story."
pub(super) fn follow_this(text: &str) -> bool {
    let start = text.trim_start_of(NO_WORD);
    after_word(start, &STORY_WORDS).is_some_and(|rest| {
        ids::parse_before_range(rest.trim_start_of(NO_WORD)).is_some()
            && FOLLOWING.stands_in(first_clause(rest))
    })
}

/// "**Story 1.2** (files) and 1.3 are", and nothing that is neither an id nor such a word.
fn names_only(subject: &str) -> bool {
    let mut depth = 0_i32;
    let mut outside = String::new();
    for c in subject.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ if depth == 0 => outside.push(c),
            _ => {}
        }
    }
    let mut named = false;
    let mut words = outside
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | '&' | '+' | '*' | '`' | '/' | '→'))
        .filter(|word| !word.is_empty());
    let only = words.all(|word| {
        let lower = word.lowercase();
        let id = matches!(ids::parse_before_range(word), Some((id, rest)) if !ids::is_foreign(&id.prefix) && (rest.is_empty() || rest.contains_one(DIGITS)));
        named |= id;
        id || is_story_word(&lower)
            || is_epic_word(&lower)
            || matches!(
                lower.as_str(),
                "and" | "both" | "is" | "are" | "a" | "hard" | "strictly" | "to" | "through"
            )
    });
    only && named && depth == 0
}

/// Settles what sentences among `found` say of `own`, in `epic`; what is about others alone goes.
pub(super) fn settle(found: &mut Vec<DependencyRef>, own: &Target, epic: Option<&EpicId>) {
    if !found.iter().any(|one| sentence(&one.text).is_some()) {
        return;
    }
    let mut settled: Vec<(u32, String)> = Vec::new();
    for one in std::mem::take(found) {
        let Some(said) = sentence(&one.text) else {
            found.push(one);
            continue;
        };
        let named = |text: &str| {
            let requires = Direction::Requires;
            let mut named = dependencies::parse(text, requires, one.strength, epic, &one.place);
            named.retain(|one| !matches!(one.targets.as_slice(), [Target::External(_)]));
            named
        };
        let (subject, rest) = (named(said.subject), named(first_clause(said.rest)));
        let start = said.rest.trim_start_of(marks![' ', '*', '_', ':']);
        let about_this = ["this", "it", "that"]
            .iter()
            .any(|word| after_word_of(start, word));
        let names_own = |side: &[DependencyRef]| side.iter().any(|one| covers(one, own));
        let (side, direction) = if names_own(&rest) || (about_this && rest.is_empty()) {
            (subject, !said.waits)
        } else if names_own(&subject) && !rest.is_empty() {
            (rest, said.waits)
        } else if rest.is_empty() && !said.waits {
            // "Story 1.1 must be complete before work begins"
            (subject, true)
        } else if rest.is_empty() {
            found.push(one);
            continue;
        } else {
            (Vec::new(), true)
        };
        let mark = (one.place.line, one.text.clone());
        if settled.contains(&mark) {
            continue;
        }
        settled.push(mark);
        for mut other in side {
            other.direction = if direction {
                Direction::Requires
            } else {
                Direction::Blocks
            };
            other.targets.retain(|target| target != own);
            other.text.clone_from(&one.text);
            if !other.targets.is_empty() {
                found.push(other);
            }
        }
    }
}

/// Up to what explains: "Stories 1.4 and 1.5 (they need translations) — see …".
pub(super) fn first_clause(text: &str) -> &str {
    let end = [" — ", " – ", ". ", ": ", "; ", " because ", " so that "]
        .iter()
        .filter_map(|end| words::find(text, end))
        .min();
    end.and_then(|at| text.get(..at)).unwrap_or(text)
}

fn after_word_of(text: &str, word: &str) -> bool {
    words::after(text, word).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

fn covers(one: &DependencyRef, own: &Target) -> bool {
    one.targets.iter().any(|target| match (target, own) {
        (Target::Range(first, last), Target::Story(key)) => first <= key && key <= last,
        (Target::Epic(epic), Target::Story(key)) => key
            .as_str()
            .strip_prefix(epic.as_str())
            .is_some_and(|rest| rest.starts_with('-')),
        _ => target == own,
    })
}
