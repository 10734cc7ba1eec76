//! "Epic 3: Payments", "Story 3.1 — Cards", "3.1 Cards": what a line declares, if anything.

mod title;

use super::ids::{self, Id};
use super::words::{EPIC_WORDS, NO_WORK, NUMBER_WORDS, STORY_WORDS};
use crate::backlog::Status;
use crate::source;
use crate::source::letters::Lowercase;
use crate::source::marks::{DIGITS, Marked, Marks, marks};
use crate::source::words::WordList;
pub use title::{plain_text, title, title_effort, title_priority};

/// What a declaration declares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Declares {
    /// An epic.
    Epic,
    /// A story.
    Story,
}

/// A line's declaration, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declaration<'a> {
    /// Epic or story.
    pub declares: Declares,
    /// Its id.
    pub id: Id,
    /// What follows the id, as written.
    pub rest: &'a str,
    /// The word "Epic" or "Story" is there, not only an id.
    pub worded: bool,
    /// A separator stands between id and title.
    pub separated: bool,
    /// The text is a link; its target.
    pub link: Option<&'a str>,
    /// Marked as struck through or ticked before the id.
    pub mark: Option<Status>,
}

/// Reads what `text` declares; heading and list markers are gone already.
pub fn declaration(text: &str) -> Option<Declaration<'_>> {
    let (text, mark) = undecorated(without_anchor(text));
    let (text, link) = match link(text) {
        Some((inner, target, _)) => (undecorated(inner).0, Some(target)),
        None => (text, None),
    };
    let first = text.chars().next()?;
    if !first.is_alphanumeric() {
        return None;
    }
    if let Some(after) = after_word(text, &EPIC_WORDS) {
        let (id, rest) = epic_id(after).or_else(|| ids::parse(text))?;
        // "EPIC-01-STORY-04" is one id, of a story.
        if id.says_story() {
            return Some(found(Declares::Story, id, rest, true, link, mark));
        }
        let id = id.without_epic_letters();
        // "Epic 2 Story 2.1: T" declares the story.
        let tail = rest.trim_start_of(marks![' ', ':', '-', '—', '–', '/', ',', '.', '：']);
        if let Some(after) = after_word(tail, &STORY_WORDS)
            && let Some((story, rest)) = story_id(tail, after)
        {
            return Some(found(Declares::Story, story, rest, true, link, mark));
        }
        return Some(found(Declares::Epic, id, rest, true, link, mark));
    }
    if let Some(after) = after_word(text, &STORY_WORDS) {
        let (id, rest) = story_id(text, after)?;
        return Some(found(Declares::Story, id, rest, true, link, mark));
    }
    if let Some(inner) = after_section_number(text)
        && let Some(inner) = declaration(inner).filter(|inner| inner.worded && inner.separated)
    {
        return Some(inner);
    }
    // "US 3.1: T"
    let text = match source::words::after(text, "us ") {
        Some(id) if id.starts_with(|c: char| c.is_ascii_digit()) => id,
        _ => text,
    };
    let (id, rest) = ids::parse(text)?;
    // "M1-S1" is a story, though M1 may be anything.
    if id.is_local() || (ids::is_foreign(&id.prefix) && !id.says_story()) {
        return None;
    }
    Some(found(Declares::Story, id, rest, false, link, mark))
}

/// The declaration of a heading that ends with it: "Pay by card (Story 3.1)", "Pay by card — Story
/// 3.1", "Pay by card [3.1]".
pub fn trailing_declaration(text: &str) -> Option<Declaration<'_>> {
    let text = text.trim_end();
    let (title, tail, bracket) = match text.strip_suffix([')', ']']) {
        Some(inside) => {
            let (title, tail) = inside.rsplit_once(['(', '['])?;
            (title, tail, true)
        }
        None => {
            let dashes = [" — ", " – ", " - "];
            let (title, tail) = dashes.iter().find_map(|dash| text.rsplit_once(dash))?;
            (title, tail, false)
        }
    };
    let story = declaration(tail).filter(|found| {
        found.declares == Declares::Story
            && (found.worded || (bracket && tail.starts_with(|c: char| c.is_ascii_digit())))
            && found.rest.trim().is_empty()
    })?;
    (!title.trim().is_empty()).then_some(Declaration {
        rest: title,
        separated: true,
        ..story
    })
}

/// "Ticket 3.1: …", "Feature 3.1 — …": a word that is none of ours before an id of two parts.
pub fn worded_otherwise(text: &str) -> Option<Declaration<'_>> {
    let (text, mark) = undecorated(text);
    let end = text.find(|c: char| !c.is_alphabetic())?;
    let (word, after) = text.split_at_checked(end)?;
    let (id, rest) = ids::parse(after.trim_start_of(marks![' ', '#', '\u{a0}']))?;
    let lower = word.lowercase();
    let other = ids::is_foreign(&lower) && !matches!(lower.as_str(), "task" | "issue" | "step");
    // "WP 1.1" is a work package; other words so short are of something else.
    let long = word.len() > 2 || lower == "wp";
    let is_work = long && !other && !NO_WORK.contains(&lower.as_str());
    let whole = id.prefix.is_empty() && id.split().is_some();
    let declared = found(Declares::Story, id, rest, false, None, mark);
    (is_work && whole && declared.separated).then_some(declared)
}

/// The epic that `text` declares with `id`, which it begins with.
pub fn declared_as(text: &str, id: Id) -> Option<Declaration<'_>> {
    let rest = text.get(id.text.len()..)?;
    let declared = found(Declares::Epic, id, rest, true, None, None);
    declared.separated.then_some(declared)
}

/// "Phase 3: T": an epic by one of these words and a number of one part.
pub fn declared_by<'a>(text: &'a str, words: &[&str]) -> Option<Declaration<'a>> {
    let (text, mark) = undecorated(text);
    let end = text.find(|c: char| !c.is_alphabetic())?;
    let (word, after) = text.split_at_checked(end)?;
    let lower = word.lowercase();
    if !words.contains(&lower.as_str()) {
        return None;
    }
    let (id, rest) = ids::parse(after.trim_start_of(marks![' ', '#', '\u{a0}']))?;
    let declared = found(Declares::Epic, id, rest, true, None, mark);
    let lettered = declared.id.is_flat() && declared.id.prefix.len() == 1;
    ((declared.id.is_local() || lettered) && declared.separated).then_some(declared)
}

/// "4. Epic 1: …", "2.1) Story 2.1: …": what follows the number of a section.
fn after_section_number(text: &str) -> Option<&str> {
    let number = |c: char| c.is_ascii_digit() || matches!(c, '.' | ')');
    let rest = text
        .trim_start_matches(number)
        .strip_prefix(' ')?
        .trim_start();
    let counted = text.starts_with_one(DIGITS) && rest.len() < text.len();
    counted.then_some(rest)
}

/// What follows `<a id="s1"></a>` at the start of a heading.
fn without_anchor(text: &str) -> &str {
    let mut rest = text;
    while let Some(tail) = rest.strip_prefix('<') {
        let Some((_, after)) = tail.split_once('>') else {
            break;
        };
        rest = after.trim_start();
    }
    rest
}

/// Whether a line is a heading that declares an epic or a story, with the word.
pub fn opens_declaration(text: &str) -> bool {
    let body = text.trim_start_matches('#');
    let level = text.len() - body.len();
    (1..=6).contains(&level)
        && body.starts_with(' ')
        && declaration(body).is_some_and(|found| found.worded)
}

fn found<'a>(
    declares: Declares,
    id: Id,
    rest: &'a str,
    worded: bool,
    link: Option<&'a str>,
    mark: Option<Status>,
) -> Declaration<'a> {
    let bare = rest.trim_start_of(marks!['*', '_', '`', ' ', '\u{3000}', '\u{a0}', ']']);
    let separated = bare.starts_with_one(marks![
        ':', '：', '—', '–', '-', '|', '·', '.', ')', '、', '→'
    ]) || (bare.starts_with('(') && bare.contains("):"));
    Declaration {
        declares,
        id,
        rest,
        worded,
        separated,
        link,
        mark,
    }
}

/// Strips emphasis, emoji, check marks and short tags in front.
fn undecorated(text: &str) -> (&str, Option<Status>) {
    let mut mark = None;
    let mut rest = text;
    // Each turn takes something away, so this ends; four kinds of decoration are plenty.
    for _ in 0..4 {
        let body = rest.trim_start_of(const { &Marks::but_words_and(&['[']) });
        let junk = rest.get(..rest.len() - body.len()).unwrap_or("");
        if junk.is_empty() {
            // Most lines begin with a word.
        } else if junk.contains("~~") {
            mark = Some(Status::Dropped);
        } else if mark.is_none() && (junk.contains('✅') || junk.contains('☑')) {
            mark = Some(Status::Done);
        }
        let unbracketed = match body.strip_prefix('[') {
            Some(inside) => match inside.find(']') {
                // "[P0] Story 1.1", not a link and not "[Story 1.1]".
                Some(end) if end <= 16 && !inside.get(end..).unwrap_or("").starts_with("](") => {
                    let tag = inside.get(..end).unwrap_or("");
                    if declaration_inside(tag) {
                        inside
                    } else {
                        inside.get(end + 1..).unwrap_or("")
                    }
                }
                _ => body,
            },
            None => body,
        };
        rest = body;
        if unbracketed.len() == body.len() {
            break;
        }
        rest = unbracketed;
    }
    (rest, mark)
}

fn declaration_inside(tag: &str) -> bool {
    tag.contains_one(DIGITS)
        && (tag.contains_one(marks!['.', '-']) || after_word(tag, &EPIC_WORDS).is_some())
}

/// `[inner](target)` at the start of `text`: inner, target, rest.
pub fn link(text: &str) -> Option<(&str, &str, &str)> {
    let inside = text.strip_prefix('[')?;
    let middle = inside.find("](")?;
    let (inner, tail) = inside.split_at_checked(middle)?;
    let tail = tail.strip_prefix("](")?;
    let end = tail.find(')')?;
    let (target, rest) = tail.split_at_checked(end)?;
    Some((inner, target, rest.strip_prefix(')').unwrap_or(rest)))
}

/// What follows one of `words` at the start of `text`, if it ends there.
pub fn after_word<'a>(text: &'a str, words: &WordList) -> Option<&'a str> {
    words.for_start_of(text).iter().find_map(|word| {
        let rest = source::words::after(text, word)?;
        let ends = !word.is_ascii() || !rest.starts_with(|c: char| c.is_alphabetic());
        ends.then_some(rest)
    })
}

fn epic_id(after: &str) -> Option<(Id, &str)> {
    let text = after.trim_start_of(marks![
        ' ', '\u{a0}', '#', ':', '-', '_', '*', '.', '\u{3000}', '：'
    ]);
    if let Some((id, rest)) = ids::parse(text)
        && !ids::is_foreign(&id.prefix)
    {
        return Some((id, rest));
    }
    if let Some(found) = roman_id(text).or_else(|| counted_id(text)) {
        return Some(found);
    }
    // "Epic A: T", "Epic AUTH: T": capital letters and a separator.
    let (letters, rest) = capitals(text)?;
    let rest_trimmed = rest.trim_start();
    let parted =
        rest_trimmed.starts_with_one(marks![':', '：', '—', '–']) || rest_trimmed.starts_with("- ");
    (parted && !NO_EPICS.contains(&letters)).then(|| {
        let id = Id {
            prefix: String::new(),
            parts: vec![letters.to_ascii_lowercase()],
            text: letters.to_owned(),
        };
        (id, rest)
    })
}

/// The capital letters that a text begins with, and what follows.
fn capitals(text: &str) -> Option<(&str, &str)> {
    let letters = text.bytes().take_while(u8::is_ascii_uppercase).count();
    (1..=8)
        .contains(&letters)
        .then(|| text.split_at_checked(letters))?
}

/// Words behind "Epic" in headings in capitals that are no ids.
const NO_EPICS: &[&str] = &[
    "LIST", "OVERVIEW", "SUMMARY", "MAP", "INDEX", "GOAL", "GOALS", "STATUS", "TITLE", "NAME",
    "ID", "TBD", "NOTES", "DETAILS", "SCOPE",
];

/// "Epic One: T" is epic 1, "Story Two — T" the second of its epic.
fn counted_id(text: &str) -> Option<(Id, &str)> {
    let (at, word) = (NUMBER_WORDS.iter().enumerate())
        .flat_map(|(at, words)| words.iter().map(move |word| (at, word)))
        .find(|(_, word)| {
            let rest = source::words::after(text, word).map(str::trim_start);
            let ends = marks![':', '：', '—', '–'];
            rest.is_some_and(|rest| rest.starts_with_one(ends) || rest.starts_with("- "))
        })?;
    let rest = source::words::after(text, word)?;
    let id = Id {
        prefix: String::new(),
        parts: vec![(at + 1).to_string()],
        text: text.get(..text.len() - rest.len())?.to_owned(),
    };
    Some((id, rest))
}

/// "Epic IV: T" is epic 4. A lone X is a letter, as in "Epic X: all that is left".
fn roman_id(text: &str) -> Option<(Id, &str)> {
    let end = text
        .bytes()
        .take_while(|b| matches!(b, b'I' | b'V' | b'X'))
        .count();
    let (written, rest) = text.split_at_checked(end)?;
    let bare = rest.trim_start();
    let ends = bare.is_empty() || bare.starts_with_one(marks![':', '：', '—', '–', '.', '-']);
    if !(1..=5).contains(&end) || written == "X" || !ends {
        return None;
    }
    let value = |letter| match letter {
        b'I' => 1,
        b'V' => 5,
        _ => 10,
    };
    let letters = written.as_bytes();
    let number =
        letters
            .iter()
            .zip(letters.iter().skip(1).chain(b"I"))
            .fold(0i32, |sum, (&one, &next)| {
                if value(one) < value(next) {
                    sum - value(one)
                } else {
                    sum + value(one)
                }
            });
    let id = Id {
        prefix: String::new(),
        parts: vec![number.to_string()],
        text: written.to_owned(),
    };
    Some((id, rest))
}

fn story_id<'a>(whole: &'a str, after: &'a str) -> Option<(Id, &'a str)> {
    // "STORY-361" is a flat id; "Story-3.1" is story 3.1.
    let mut joined = after.chars();
    if joined.next().is_some_and(|c| c == '-' || c == '_')
        && joined.next().is_some_and(|c| c.is_ascii_alphanumeric())
        && let Some(found) = ids::parse(whole)
    {
        return Some(found);
    }
    let text = after.trim_start_of(marks![
        ' ', '\u{a0}', '#', ':', '-', '–', '*', '_', '\u{3000}', '：', '№', '`', '['
    ]);
    // "Story ID: 1.1", "Story No. 1.1"
    let mut number = ["id", "no", "nr", "number"].iter();
    let text = number
        .find_map(|word| source::words::after(text, word))
        .filter(|rest| rest.starts_with_one(marks![' ', ':', '.', '#']))
        .map_or(text, |rest| rest.trim_start_of(marks![' ', ':', '.', '#']));
    if let Some(found) = lettered_id(text).or_else(|| counted_id(text)) {
        return Some(found);
    }
    let (id, rest) = ids::parse(text).or_else(|| ids::parse_lettered(text))?;
    // "Stories 2.8-2.11 are done" speaks of several.
    let two = id.text.split_once('-');
    if two.is_some_and(|(one, other)| one.contains('.') && other.contains('.')) {
        return None;
    }
    // "Story TD-5: …" says that it is one, whatever else is numbered like that.
    let named = || {
        id.is_flat()
            && rest
                .trim_start()
                .starts_with_one(marks![':', '：', '—', '–'])
    };
    (!ids::is_foreign(&id.prefix) || named()).then_some((id, rest))
}

/// "Story B.3": story 3 of Epic B; "Story AUTH.3".
pub fn lettered_id(text: &str) -> Option<(Id, &str)> {
    let (letters, rest) = capitals(text)?;
    let (inner, rest) = ids::parse(rest.strip_prefix('.')?)?;
    let story = inner.parts.first().filter(|_| inner.is_local())?;
    let id = Id {
        prefix: String::new(),
        parts: vec![letters.to_ascii_lowercase(), story.clone()],
        text: format!("{letters}.{}", inner.text),
    };
    Some((id, rest))
}
