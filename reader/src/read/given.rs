//! "**Given** Story 3.1 is complete": a scenario that says which story has to be there first.

use super::declaration::after_word;
use super::words::{
    GIVEN_WORDS, STATE_SIGNS, STATE_WORDS, WHEN_WORDS, is_epic_word, is_story_word,
};
use crate::source::letters::Lowercase;
use crate::source::marks::{DIGITS, Marked, NO_LETTER, NO_WORD, marks};
use crate::source::words::WordList;

const AND_WORDS: WordList = WordList::new(&["and", "et", "y", "e", "und", "并且", "而且"]);

/// Reads scenarios line by line.
#[derive(Debug, Default)]
pub(super) struct Given {
    /// The lines read last were what is given.
    open: bool,
}

impl Given {
    /// The part of a line that names stories which must be there, if it does.
    pub fn line<'a>(&mut self, body: &'a str) -> Option<&'a str> {
        let text = body.trim_start_of(NO_LETTER);
        let given = after_word(text, &GIVEN_WORDS);
        if given.is_some() {
            self.open = true;
        } else if !self.open {
            return None;
        }
        let and = || after_word(text, &AND_WORDS);
        let Some(said) = given.or_else(and) else {
            self.open = after_word(text, &WHEN_WORDS).is_none();
            return None;
        };
        if !said.bytes().any(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let said = until_when(said);
        let start = story_at(said)?;
        let (before, named) = said.split_at_checked(start)?;
        let state = |word: &str| STATE_WORDS.contains(&word.lowercase().as_str());
        let mut words = named.split(|c: char| !c.is_alphanumeric());
        // "the components exist (Stories 2.1-2.5)"
        let just_said = before.trim_end().strip_suffix('(').is_some_and(|before| {
            let last = before
                .trim_end()
                .rsplit(|c: char| !c.is_alphanumeric())
                .next();
            last.is_some_and(state)
        });
        let there =
            just_said || words.any(state) || STATE_SIGNS.iter().any(|sign| named.contains(sign));
        there.then_some(named)
    }
}

/// Up to "**When**" on the same line.
fn until_when(text: &str) -> &str {
    if !text.contains("**") {
        return text;
    }
    let end = WHEN_WORDS
        .words
        .iter()
        .filter(|word| word.is_ascii())
        .find_map(|word| {
            let mut from = 0;
            text.split("**").find_map(|part| {
                let at = from;
                from += part.len() + 2;
                part.trim().eq_ignore_ascii_case(word).then_some(at)
            })
        });
    end.and_then(|at| text.get(..at)).unwrap_or(text)
}

/// Where "Story 3.1" or "Epic 1" begins.
fn story_at(text: &str) -> Option<usize> {
    let mut at = 0;
    for word in text.split_inclusive([' ', '(', '*', '\u{3000}', '\u{a0}']) {
        let bare = word.trim_of(NO_WORD);
        let lower = bare.lowercase();
        let rest = text.get(at + word.len()..).unwrap_or("").trim_start();
        let number = rest.split([' ', ',']).next().unwrap_or("");
        // "story 3.1", but not "story 3 times".
        let named = number.contains_one(marks!['.', '-'])
            || bare.starts_with(char::is_uppercase)
            || !bare.is_ascii();
        if named
            && number.starts_with_one(DIGITS)
            && (is_story_word(&lower) || is_epic_word(&lower))
        {
            return Some(at);
        }
        at += word.len();
    }
    None
}
