//! The value of a dependency label, cut into the tokens that matter there.

use super::declaration::lettered_id;
use super::ids::{self, Id};
use super::words::is_story_word;
use crate::source::letters::Lowercase;
use crate::source::marks::{DIGITS, Marked, marks};

/// A token of a dependency's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// An id, of a story or an epic.
    Id(Id),
    /// A word in lower case.
    Word(String),
    /// `-`, `–`, `~`, `..` between two ids.
    RangeMark,
    /// `,`, `/`, `+`, `&`, `、`, an arrow.
    Separator,
    /// A dash or colon that begins a remark.
    Dash,
    /// A bracket opens.
    Open,
    /// A bracket closes.
    Close,
}

/// Longest value that is looked at, in bytes; what follows is prose.
const LONGEST: usize = 4_000;

/// Cuts `text` into tokens.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut found = Vec::new();
    let mut rest = text;
    let mut before = ' ';
    while let Some(first) = rest.chars().next() {
        if text.len() - rest.len() > LONGEST {
            break;
        }
        // `^1.2.0`, `>= 3.1`, `v2.0`, `@4.0` are versions.
        let start_of_word = !before.is_ascii_alphanumeric()
            && !matches!(before, '^' | '=' | '@' | '>' | '<' | '≥' | '$' | '≤');
        let named = matches!(found.last(), Some(Token::Word(word)) if is_story_word(word));
        if start_of_word
            && first.is_ascii_alphanumeric()
            && let Some((id, tail)) = id(rest)
                .or_else(|| lettered_id(rest).filter(|_| named))
                .or_else(|| {
                    // "3.6r" in a list of ids is a part of a story; elsewhere it may be a measure.
                    let listed = matches!(found.last(), None | Some(Token::Separator)) || named;
                    let part = listed.then(|| ids::parse_lettered(rest)).flatten();
                    part.filter(|(id, _)| named || !id.text.ends_with(['x', 'k', 'm']))
                })
            // "#101" is a pull request, or a story that is numbered so; "#1.2" is a story.
            && (before != '#' || id.parts.len() > 1 || id.is_local())
        {
            let mut id = id;
            if before == '#' && id.is_local() {
                id.prefix.push('#');
                id.text.insert(0, '#');
            }
            found.push(Token::Id(id));
            before = '0';
            // "Story 1.2's ropes"
            let owned = tail.strip_prefix("'s").or(tail.strip_prefix("’s"));
            rest = owned.unwrap_or(tail);
            continue;
        }
        if first.is_alphanumeric() {
            let end = rest
                .char_indices()
                .find(|&(_, c)| {
                    !(c.is_alphanumeric() || matches!(c, '\'' | '_'))
                        || c.is_ascii() != first.is_ascii() && c.is_ascii_digit()
                })
                .map_or(rest.len(), |(at, _)| at);
            let (word, tail) = rest.split_at_checked(end).unwrap_or((rest, ""));
            before = word.chars().next_back().unwrap_or(' ');
            found.push(Token::Word(word.lowercase()));
            rest = tail;
            continue;
        }
        let tail = rest.get(first.len_utf8()..).unwrap_or("");
        let spaced = before == ' ' && tail.starts_with_one(marks![' ', '*']);
        match first {
            ',' | '，' | '/' | '+' | '&' | '、' | '→' | '⟶' | '·' | '|' | '∥' | '；' => {
                found.push(Token::Separator)
            }
            '(' | '（' | '[' | '【' => found.push(Token::Open),
            ')' | '）' | ']' | '】' => found.push(Token::Close),
            '~' | '～' if !tail.starts_with('~') => found.push(Token::RangeMark),
            '-' if tail.starts_with('>') => {
                found.push(Token::Separator);
                rest = tail.get(1..).unwrap_or("");
                before = ' ';
                continue;
            }
            '-' | '–' | '—' | '‑' | '−' if !spaced && before == '0' => {
                found.push(Token::RangeMark)
            }
            '-' | '–' | '—' if spaced => found.push(Token::Dash),
            '—' | '–' => found.push(Token::Dash),
            ':' | '：' => found.push(Token::Dash),
            '.' if tail.starts_with('.') => found.push(Token::RangeMark),
            '.' if tail.starts_with(' ') && before != ' ' => found.push(Token::Dash),
            '✅' | '✓' | '✔' | '☑' => found.push(Token::Word(first.to_string())),
            _ => {}
        }
        before = if first == '*'
            || first == '`'
            || (first == ' ' && matches!(before, '=' | '≥' | '≤' | '>' | '<'))
        {
            before
        } else if first.is_whitespace() {
            ' '
        } else {
            first
        };
        rest = tail;
    }
    found
}

/// An id at the start of `text`: a plain one, one that a range follows, or a status key.
fn id(text: &str) -> Option<(Id, &str)> {
    if let Some((id, rest)) = ids::parse_before_range(text) {
        return Some((id, rest));
    }
    // `17-1-all-facets`: letters follow the numbers after a hyphen.
    let end = text
        .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_')))
        .unwrap_or(text.len());
    let (key, rest) = text.split_at_checked(end)?;
    let key = key.trim_end_of(marks!['.', '-', '_']);
    if !key.contains('-') || key.len() < 5 {
        return None;
    }
    let reading = ids::key_readings(key).into_iter().find(|reading| {
        reading.id.parts.len() == 2
            || (reading.id.is_flat() && !reading.slug.starts_with_one(DIGITS))
    })?;
    let wordy =
        reading.slug.starts_with(|c: char| c.is_ascii_alphabetic()) && reading.slug.len() >= 3;
    (wordy && !ids::is_foreign(&reading.id.prefix)).then_some((reading.id, rest))
}
