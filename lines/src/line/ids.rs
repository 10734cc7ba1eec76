//! Ids of stories and epics as people write them, read by one grammar.
//!
//! `[prefix] number [suffix] ( "." | "-" [letters] number [suffix] )*`, as in `3.1`, `3-1a`,
//! `0.5.1`, `DM-01.1`, `E0.S1`, `STORY-361`. What the parts mean (story of which epic) is decided
//! by [`Id::story_key`] and by the reader that knows the context.

use crate::backlog::{EpicId, StoryKey};
use crate::source::marks::{DIGITS, Marked, marks};
use crate::source::words;

/// An id taken apart: `DM-01.1a` is prefix `dm-`, parts `1` and `1a`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Id {
    /// Lower-case letters before the first number, with the `-` that follows them, if any.
    pub prefix: String,
    /// Numbers without leading zeros, with their lower-case suffix letters.
    pub parts: Vec<String>,
    /// The id as written.
    pub text: String,
}

impl Id {
    /// The parts that name the epic and the part that names the story; `None` for an id of one
    /// part, which names either.
    pub fn split(&self) -> Option<(&[String], &str)> {
        match self.parts.split_last() {
            Some((story, epic)) if !epic.is_empty() => Some((epic, story)),
            _ => None,
        }
    }

    /// The epic of a story id of two parts or more.
    pub fn epic_of_story(&self) -> Option<EpicId> {
        let (epic, _) = self.split()?;
        Some(self.epic_id(epic))
    }

    /// Whether it is the id of a story of two parts or more of this epic.
    pub fn is_of(&self, epic: &EpicId) -> bool {
        let Some((parts, _)) = self.split() else {
            return false;
        };
        let mut rest = epic.as_str().strip_prefix(self.prefix.as_str());
        for (at, part) in parts.iter().enumerate() {
            let after = if at == 0 {
                rest
            } else {
                rest.and_then(|rest| rest.strip_prefix('.'))
            };
            rest = after.and_then(|rest| rest.strip_prefix(part.as_str()));
        }
        rest == Some("")
    }

    /// Whether a later part says with letters that it is a story's: `01-STORY-04`.
    pub fn says_story(&self) -> bool {
        let mut parts = self
            .text
            .split(['.', '-'])
            .skip_while(|part| !part.contains_one(DIGITS));
        let letters = |part: &str| {
            let part = part.trim_end_of(DIGITS).to_ascii_lowercase();
            matches!(part.as_str(), "s" | "us" | "st" | "story")
        };
        self.parts.len() > 1 && parts.nth(1).is_some_and(letters)
    }

    /// "E1" and "EP-1" say no more than 1, where the word "Epic" stands before them.
    pub fn without_epic_letters(mut self) -> Self {
        if EPIC_LETTERS.contains(&self.prefix.as_str()) {
            self.prefix.clear();
        }
        self
    }

    /// Whether it is an epic's by its letters: `E1`, `EP-02`.
    pub fn is_lettered_epic(&self) -> bool {
        self.is_flat() && EPIC_LETTERS.contains(&self.prefix.as_str())
    }

    /// The id read as an epic's: all its parts.
    pub fn as_epic(&self) -> EpicId {
        self.epic_id(&self.parts)
    }

    fn epic_id(&self, parts: &[String]) -> EpicId {
        let mut text = self.prefix.clone();
        for (at, part) in parts.iter().enumerate() {
            if at > 0 {
                text.push('.');
            }
            text.push_str(part);
        }
        EpicId::new(text)
    }

    /// Whether this is a flat id such as `STORY-007`: a prefix and one number.
    pub fn is_flat(&self) -> bool {
        self.parts.len() == 1 && !self.prefix.is_empty()
    }

    /// Whether only a number, as in "Story 3".
    pub fn is_local(&self) -> bool {
        self.parts.len() == 1 && self.prefix.is_empty()
    }

    /// The canonical key. A lone number is a story of `epic`, where that is known.
    pub fn story_key(&self, epic: Option<&EpicId>) -> StoryKey {
        if let Some((_, story)) = self.split()
            && let Some(epic) = self.epic_of_story()
        {
            return StoryKey::of(&epic, story);
        }
        match (self.is_local(), epic) {
            (true, Some(epic)) => StoryKey::new(format!("{epic}-{}", self.parts.join("-"))),
            (true, None) => StoryKey::new(format!("STORY-{}", self.text)),
            (false, _) => StoryKey::new(&self.text),
        }
    }
}

/// Prefixes that say no more than "epic": `E0.S1` is story 1 of epic 0.
const EPIC_LETTERS: &[&str] = &["e", "e-", "ep", "ep-", "epic", "epic-"];
/// Prefixes that say no more than "story" before an id that has its epic.
const STORY_LETTERS: &[&str] = &[
    "us", "us-", "story", "story-", "s-", "st-", "us-e", "us-ep", "story-e", "hu-", "hu-e",
];
/// Letters before a later part: the `S` of `E0.S1`.
const INNER_LETTERS: &[&str] = &["s", "us", "story", "st", "t", "e"];
/// Prefixes of other numbered things, never of stories or epics.
const FOREIGN_PREFIXES: &[&str] = &[
    "fr",
    "nfr",
    "ac",
    "adr",
    "pr",
    "uc",
    "ux",
    "uxr",
    "ux-dr",
    "dr",
    "br",
    "rfc",
    "iso",
    "qfr",
    "arch",
    "ad",
    "ar",
    "sha",
    "utf",
    "http",
    "es",
    "vue",
    "node",
    "v",
    "p",
    "cve",
    "wcag",
    "nist",
    "req",
    "td",
    "risk",
    "rsk",
    "tc",
    "test",
    "phase",
    "sprint",
    "step",
    "task",
    "gap",
    "bug",
    "q",
    "d",
    "h",
    "m",
    "c",
    "l",
    "week",
    "day",
    "version",
    "section",
    "figure",
    "table",
    "chapter",
    "level",
    "tier",
    "option",
    "part",
    "appendix",
    "issue",
    "milestone",
    "wave",
    "batch",
    "round",
    "stage",
    "goal",
    "kpi",
    "okr",
    "sm",
    "sc",
    "nfrs",
    "frs",
];

/// Whether `prefix` (as in [`Id::prefix`]) marks another kind of numbered thing.
pub fn is_foreign(prefix: &str) -> bool {
    let prefix = prefix.trim_end_matches('-');
    // `FR-P43`, `ADS-NFR3`: requirements of one area.
    let of_area = |word: &str| matches!(word, "fr" | "nfr" | "frs" | "nfrs" | "ac" | "adr" | "req");
    FOREIGN_PREFIXES.contains(&prefix) || prefix.split('-').any(of_area)
}

/// Reads an id at the start of `text`: the id and what follows it.
///
/// The id must end where a word ends.
pub fn parse(text: &str) -> Option<(Id, &str)> {
    parse_with(text, false)
}

/// The id of a part of a story with a letter that elsewhere is a measure's: `3.6r`, `1.5x`.
pub fn parse_lettered(text: &str) -> Option<(Id, &str)> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let (epic, rest) = text.split_at_checked(digits(text))?;
    let tail = rest.strip_start_of(marks!['.', '-'])?;
    let (story, rest) = tail.split_at_checked(digits(tail))?;
    let (letter, rest) = rest.split_at_checked(1)?;
    let part = letter.starts_with(|c: char| c.is_ascii_lowercase());
    if epic.is_empty() || story.is_empty() || !part || !ends_word(rest) {
        return None;
    }
    let (mut id, _) = parse(text.get(..text.len() - rest.len() - 1)?)?;
    id.parts.last_mut()?.push_str(letter);
    id.text.push_str(letter);
    Some((id, rest))
}

/// The same where the first id of a range may stand: `2.1-2.4` gives `2.1` and leaves `-2.4`.
pub fn parse_before_range(text: &str) -> Option<(Id, &str)> {
    parse_with(text, true)
}

fn parse_with(text: &str, ranges: bool) -> Option<(Id, &str)> {
    let (prefix, after_prefix) = underscored(text).or_else(|| take_prefix(text))?;
    let (first, mut rest) = take_part(after_prefix)?;
    let mut parts = vec![first];
    let mut dotted = false;
    while parts.len() < 4 {
        let range = rest.strip_start_of(marks!['-', '‑']);
        if ranges
            && (dotted || parts.len() == 2)
            && range.is_some_and(|end| end.starts_with_one(DIGITS))
            && !(dotted && parts.len() == 2 && lower_than_epic(range, &parts))
        {
            break;
        }
        dotted |= rest.starts_with('.');
        let tail = rest.strip_start_of(marks!['.', '-', '‑']);
        let Some(tail) = tail.or_else(|| after_underscore(rest)) else {
            break;
        };
        let Some((part, tail)) = take_inner_part(tail) else {
            break;
        };
        parts.push(part);
        rest = tail;
    }
    let range_follows = ranges
        && parts.len() > 1
        && rest
            .strip_start_of(marks!['-', '‑'])
            .is_some_and(|end| end.starts_with_one(DIGITS));
    if !(ends_word(rest) || range_follows) || is_date(&parts) {
        return None;
    }
    let written = text.get(..text.len() - rest.len())?;
    let mut prefix = prefix.to_ascii_lowercase();
    if parts.len() > 1
        && (EPIC_LETTERS.contains(&prefix.as_str()) || STORY_LETTERS.contains(&prefix.as_str()))
    {
        prefix.clear();
    }
    Some((
        Id {
            prefix,
            parts,
            text: written.to_owned(),
        },
        rest,
    ))
}

/// `5.5-1` is story 1 of epic 5.5, where `2.1-4` is a range: a range does not run backwards.
fn lower_than_epic(end: Option<&str>, parts: &[String]) -> bool {
    let (Some(end), Some(last)) = (end, parts.last()) else {
        return false;
    };
    let digits = end.bytes().take_while(u8::is_ascii_digit).count();
    let longer = end
        .get(digits..)
        .is_some_and(|rest| rest.starts_with_one(marks!['.', '-']));
    let (Ok(end), Ok(last)) = (
        end.get(..digits).unwrap_or("").parse::<u32>(),
        last.parse::<u32>(),
    ) else {
        return false;
    };
    !longer && end <= last
}

/// What follows the underscore of `1_2`, which is another way to write `1.2`; `1_000` is a number.
fn after_underscore(rest: &str) -> Option<&str> {
    let tail = rest.strip_prefix('_')?;
    let digits = tail.bytes().take_while(u8::is_ascii_digit).count();
    matches!(digits, 1 | 2).then_some(tail)
}

/// Longest prefix of an id, with its hyphen, in bytes.
pub const LONGEST_PREFIX: usize = 16;

/// The prefix of `STORY_034`, which is another way to write `STORY-034`.
fn underscored(text: &str) -> Option<(&'static str, &str)> {
    let words = [("story_", "story-"), ("epic_", "epic-"), ("us_", "us-")];
    let mut prefixes = words.into_iter();
    let (prefix, rest) =
        prefixes.find_map(|(word, prefix)| Some((prefix, words::after(text, word)?)))?;
    rest.starts_with_one(DIGITS).then_some((prefix, rest))
}

/// Letters (with inner `-`) that come before the first digit; may be empty.
fn take_prefix(text: &str) -> Option<(&str, &str)> {
    // Up to the first digit there is nothing but letters and single hyphens between them.
    let mut before = b'-';
    for (at, byte) in text.bytes().take(LONGEST_PREFIX + 1).enumerate() {
        if byte.is_ascii_digit() {
            return text.split_at_checked(at);
        }
        if !byte.is_ascii_alphabetic() && (byte != b'-' || before == b'-') {
            return None;
        }
        before = byte;
    }
    None
}

/// A number with up to one suffix letter, canonical, and the rest.
fn take_part(text: &str) -> Option<(String, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 || digits > 5 {
        return None;
    }
    let (number, rest) = text.split_at_checked(digits)?;
    let number = match number.trim_start_matches('0') {
        "" => "0",
        short => short,
    };
    let mut letters = rest.chars();
    if let Some(letter) = letters.next()
        && letter.is_ascii_alphabetic()
        && !letters
            .as_str()
            .starts_with(|c: char| c.is_ascii_alphanumeric())
    {
        return Some((
            format!("{number}{}", letter.to_ascii_lowercase()),
            letters.as_str(),
        ));
    }
    Some((number.to_owned(), rest))
}

fn take_inner_part(text: &str) -> Option<(String, &str)> {
    if text.starts_with_one(DIGITS) {
        // `3.12b` is a part of a split story; `12.5M` and `1.5x` are measures.
        return take_part(text)
            .filter(|(part, _)| !part.ends_with(|c: char| matches!(c, 'k'..='z')));
    }
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (word, rest) = text.split_at_checked(letters)?;
    if letters == 0 || letters > 5 || !INNER_LETTERS.contains(&word.to_ascii_lowercase().as_str()) {
        return None;
    }
    let rest = rest.strip_prefix('-').unwrap_or(rest);
    take_part(rest)
}

/// Whether a word ends before `rest`.
pub fn ends_word(rest: &str) -> bool {
    let mut following = rest.chars();
    match following.next() {
        None => true,
        // "1.5/1.6" are two.
        Some('/') if next_id(following.as_str()) => true,
        // A full stop or hyphen belongs to the id if more of it follows.
        Some('.' | '-' | '_' | '/') => following
            .next()
            .is_none_or(|next| !next.is_ascii_alphanumeric()),
        Some('%' | '°' | '+' | '@' | '$' | '€') => false,
        Some(next) => !next.is_ascii_alphanumeric(),
    }
}

/// Whether digits, a dot or hyphen and digits come next.
fn next_id(text: &str) -> bool {
    let tail = text.trim_start_of(DIGITS);
    let mut tail = tail.chars();
    text.starts_with_one(DIGITS)
        && matches!(tail.next(), Some('.' | '-'))
        && tail.next().is_some_and(|c| c.is_ascii_digit())
}

fn is_date(parts: &[String]) -> bool {
    parts.len() > 1 && parts.first().is_some_and(|first| first.len() >= 4)
}

/// A status key such as `3-1-user-authentication` in one of the ways it can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyReading {
    /// The id in front.
    pub id: Id,
    /// The words after it, still hyphenated.
    pub slug: String,
}

/// Every way to read a status key or a file stem, longest id last: `0-5-1-contact` is story 5 of
/// epic 0 with the slug `1-contact`, or story 1 of epic 0.5.
pub fn key_readings(key: &str) -> Vec<KeyReading> {
    let trimmed = key.trim().trim_end_matches(".md");
    let mut readings = Vec::new();
    if let Some((prefix, rest)) = key_prefix(trimmed) {
        read_key(trimmed, prefix, rest, &mut readings);
    }
    // `ux3-1-4-slug`: a prefix that ends in a digit.
    let head = trimmed
        .find('-')
        .and_then(|end| trimmed.split_at_checked(end + 1));
    if let Some((prefix, rest)) = head
        && prefix.starts_with(|c: char| c.is_ascii_alphabetic())
        && prefix.contains_one(DIGITS)
        && prefix.len() <= 8
        && rest.starts_with_one(DIGITS)
    {
        let plain = readings.len();
        read_key(trimmed, prefix, rest, &mut readings);
        // Only whole ids: `e1-2` is read already.
        let mut at = 0;
        readings.retain(|reading| {
            at += 1;
            at <= plain || reading.id.parts.len() == 2
        });
    }
    readings
}

fn read_key(trimmed: &str, prefix: &str, rest: &str, readings: &mut Vec<KeyReading>) {
    let mut parts: Vec<String> = Vec::new();
    let mut tail = rest;
    while parts.len() < 4 {
        let Some((part, after)) = take_inner_part(tail) else {
            break;
        };
        if !(after.is_empty() || after.starts_with_one(marks!['-', '.', '_', ' '])) {
            break;
        }
        let dotted = after.starts_with('.');
        parts.push(part);
        let next = after.get(1..).unwrap_or("");
        // `3.1-slug`: a dot joins its numbers, so a reading may not end before it.
        let continues = dotted && next.starts_with_one(DIGITS);
        if !continues {
            let written = trimmed
                .get(..trimmed.len() - after.len())
                .unwrap_or(trimmed);
            readings.push(KeyReading {
                id: Id {
                    prefix: canonical_prefix(prefix, parts.len()),
                    parts: parts.clone(),
                    text: written.to_owned(),
                },
                slug: next.to_owned(),
            });
        }
        tail = next;
    }
}

/// Splits the letters in front of a status key: `fn-` of `fn-1-1-x`. Empty for most keys.
fn key_prefix(key: &str) -> Option<(&str, &str)> {
    if key.starts_with_one(DIGITS) {
        return Some(("", key));
    }
    take_prefix(key)
}

fn canonical_prefix(prefix: &str, parts: usize) -> String {
    let lower = prefix.to_ascii_lowercase();
    let generic = EPIC_LETTERS.contains(&lower.as_str()) || STORY_LETTERS.contains(&lower.as_str());
    if parts > 1 && generic {
        String::new()
    } else {
        lower
    }
}
