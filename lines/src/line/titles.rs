//! Whether two titles, or a title and a slug, are about the same thing.

use crate::source::letters::lower;
use crate::source::words::WordList;
use std::cmp::Ordering;

use crate::ordering;

/// How two titles compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Agreement {
    /// One script, words enough, and none in common.
    Disagree,
    /// Too short, or of different scripts: nothing can be said.
    Incomparable,
    /// Words in common: shared words in hundredths of the shorter title's.
    Share(u32),
    /// The same words in the same order.
    Same,
}

/// Words that say nothing about a story.
const STOP_WORDS: WordList = WordList::new(&[
    "the", "and", "for", "with", "from", "into", "des", "les", "une", "pour", "avec", "del", "los",
    "las", "para", "con", "por", "und", "der", "die", "das", "von", "per", "della", "sur", "dans",
    "story", "epic", "via",
]);

/// The words of a title or slug, each once, in an order that makes them quick to compare. In
/// scripts without spaces every character is a word.
#[derive(Debug, Clone, Default)]
pub struct Words {
    text: String,
    /// Fingerprint and end in `text` of each word, sorted.
    words: Vec<Word>,
    /// Whether any of them is all ASCII.
    some_ascii: bool,
    /// A bit for each word. Titles without a bit in common have no word in common.
    prints: u64,
    /// A bit for each stem.
    stems: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Word {
    fingerprint: u64,
    start: u32,
    end: u32,
    stem: u32,
}

impl Words {
    /// The words of `text`, those left out that say nothing.
    pub fn of(text: &str) -> Self {
        let mut found = Self {
            text: String::with_capacity(text.len()),
            words: Vec::new(),
            some_ascii: false,
            prints: 0,
            stems: 0,
        };
        let mut start = 0;
        let mut rest = text;
        while !rest.is_empty() {
            let (run, c, tail) = ascii_run(rest, false);
            found.text.push_str(run);
            rest = tail;
            match c {
                Some(c) if is_ideograph(c) => {
                    start = found.close(start);
                    found.text.push(c);
                    start = found.keep(start);
                }
                Some(c) if !c.is_ascii() && c.is_alphanumeric() => {
                    found.text.push(without_accent(lower(c)));
                }
                _ => start = found.close(start),
            }
        }
        found.close(start);
        ordering::sort(&mut found.words);
        found.words.dedup_by_key(|word| word.fingerprint);
        found
    }

    /// Ends the word that began at `start`, unless it says nothing.
    fn close(&mut self, start: usize) -> usize {
        if let Some(word) = self.text.get_mut(start..) {
            word.make_ascii_lowercase();
        }
        let word = self.text.get(start..).unwrap_or("");
        let three = word.len() >= 3 && (word.is_ascii() || word.chars().nth(2).is_some());
        if three && !STOP_WORDS.holds(word) {
            return self.keep(start);
        }
        self.text.truncate(start);
        start
    }

    fn keep(&mut self, start: usize) -> usize {
        let end = self.text.len();
        if let (Some(word), Ok(start), Ok(end)) = (
            self.text.get(start..),
            u32::try_from(start),
            u32::try_from(end),
        ) {
            self.some_ascii |= word.is_ascii();
            let fingerprint = fingerprint(word);
            let stem = stem(word);
            self.prints |= bit(fingerprint);
            self.stems |= stem_bit(stem);
            self.words.push(Word {
                fingerprint,
                start,
                end,
                stem,
            });
        }
        end
    }

    /// The words in Latin letters of a title that is mostly in a script without spaces: its
    /// translation, mostly. Empty for every other title.
    pub fn translation(&self) -> Self {
        let mut latin = Self::default();
        if !self.iter().any(|word| word.chars().all(is_ideograph)) {
            return latin;
        }
        for word in self.iter().filter(|word| word.is_ascii()) {
            let start = latin.text.len();
            latin.text.push_str(word);
            latin.keep(start);
        }
        latin
    }

    /// Whether it is in a script without spaces, a few English words aside.
    pub fn is_other_script(&self) -> bool {
        self.iter().filter(|word| !word.is_ascii()).count() * 2 > self.len()
    }

    /// Number of words.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The words.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(|word| self.text_of(word))
    }

    fn text_of(&self, word: &Word) -> &str {
        let span = word.start as usize..word.end as usize;
        self.text.get(span).unwrap_or("")
    }

    /// How many words stand in `other` in another form: `docking` and `dock`.
    fn related(&self, other: &Self) -> usize {
        // Most pairs of titles end here, and most pairs of words at their stems.
        if self.stems & other.stems == 0 {
            return 0;
        }
        let is_related = |one: &&Word| {
            other.words.iter().any(|word| {
                one.stem == word.stem && one.fingerprint != word.fingerprint && {
                    same_stem(self.text_of(one), other.text_of(word))
                }
            })
        };
        self.words.iter().filter(is_related).count()
    }

    /// See [`is_unlike`].
    pub fn is_unlike(&self, other: &Self) -> bool {
        let related = |one: &str| other.iter().any(|other| same_stem(one, other));
        !self.is_empty()
            && !other.is_empty()
            && self.is_other_script() == other.is_other_script()
            && shared(self, other) == 0
            && !self.iter().any(related)
    }

    /// What stands for each word in comparisons, in order.
    pub fn fingerprints(&self) -> impl Iterator<Item = u64> {
        self.words.iter().map(|word| word.fingerprint)
    }
}

/// 64 bits that stand for a word (FNV-1a): among the words of a project, two that share them by
/// chance are less likely than a broken machine.
fn fingerprint(word: &str) -> u64 {
    word.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// One of 64 bits for a fingerprint.
fn bit(fingerprint: u64) -> u64 {
    1 << (fingerprint & 63)
}

/// The four bytes that a word begins with: words of one stem have them in common. 0 for shorter
/// words, which are of no stem.
fn stem(word: &str) -> u32 {
    let start = word.as_bytes().first_chunk::<4>();
    start.map_or(0, |start| u32::from_le_bytes(*start))
}

/// Slugs lose their accents: `é` is `e`.
fn without_accent(c: char) -> char {
    const PAIRS: &[(&str, char)] = &[
        ("àáâãäå", 'a'),
        ("ç", 'c'),
        ("èéêë", 'e'),
        ("ìíîï", 'i'),
        ("ñ", 'n'),
        ("òóôõö", 'o'),
        ("ùúûü", 'u'),
        ("ýÿ", 'y'),
    ];
    if !('à'..='ÿ').contains(&c) {
        return c;
    }
    PAIRS
        .iter()
        .find(|(accented, _)| accented.contains(c))
        .map_or(c, |&(_, plain)| plain)
}

/// The letters and digits of ASCII that `text` begins with (underscores too where they count), the
/// character after them, and the rest.
fn ascii_run(text: &str, underscores: bool) -> (&str, Option<char>, &str) {
    let mut rest = text.as_bytes();
    while let [byte, tail @ ..] = rest
        && (byte.is_ascii_alphanumeric() || (underscores && *byte == b'_'))
    {
        rest = tail;
    }
    let end = text.len() - rest.len();
    let (run, after) = text.split_at_checked(end).unwrap_or((text, ""));
    let mut letters = after.chars();
    let next = letters.next();
    (run, next, letters.as_str())
}

fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}')
}

/// The slug that the method makes of a title: lower case, runs of other characters as `-`.
pub fn slug(title: &str) -> String {
    let mut out = String::with_capacity(title.len());
    let mut rest = title;
    while !rest.is_empty() {
        let (run, c, tail) = ascii_run(rest, true);
        out.push_str(run);
        rest = tail;
        match c {
            Some(c) if !c.is_ascii() && c.is_alphanumeric() => {
                out.push(without_accent(lower(c)));
            }
            Some(_) if !out.ends_with('-') => out.push('-'),
            _ => {}
        }
    }
    out.make_ascii_lowercase();
    while out.ends_with('-') {
        out.pop();
    }
    if out.starts_with('-') {
        out.remove(0);
    }
    out
}

/// One of 64 bits for a stem, none for none.
fn stem_bit(stem: u32) -> u64 {
    let spread = stem.wrapping_mul(0x9e37_79b9) >> 26;
    u64::from(stem != 0) << spread
}

/// How many words two titles have in common.
pub fn shared(left: &Words, right: &Words) -> usize {
    // Most pairs of titles end here.
    if left.prints & right.prints == 0 {
        return 0;
    }
    let (mut left, mut right) = (left.words.as_slice(), right.words.as_slice());
    let mut shared = 0;
    while let ([one, lefts @ ..], [other, rights @ ..]) = (left, right) {
        let order = one.fingerprint.cmp(&other.fingerprint);
        if order != Ordering::Greater {
            left = lefts;
        }
        if order != Ordering::Less {
            right = rights;
        }
        shared += usize::from(order == Ordering::Equal);
    }
    shared
}

/// Compares the words of two titles.
pub fn compare(left: &Words, right: &Words) -> Agreement {
    let shared = shared(left, right);
    let shorter = left.len().min(right.len());
    if shared == 0 {
        let ascii = |words: &Words| words.some_ascii;
        if shorter < 2 || ascii(left) != ascii(right) {
            return Agreement::Incomparable;
        }
        // A third of them at least; each counts for a fifth of a word in common.
        let related = left.related(right);
        return if related * 3 >= shorter {
            Agreement::Share(u32::try_from(related * 20 / shorter).unwrap_or(20))
        } else {
            Agreement::Disagree
        };
    }
    let hundredths = shared * 100 / shorter.max(1);
    Agreement::Share(u32::try_from(hundredths).unwrap_or(100))
}

/// `auth` and `authentication`, `creating` and `create`.
fn same_stem(one: &str, other: &str) -> bool {
    // Four letters are four bytes or more; nearly all pairs end here.
    if stem(one) == 0 || stem(one) != stem(other) {
        return false;
    }
    let common = one
        .chars()
        .zip(other.chars())
        .take_while(|(a, b)| a == b)
        .count();
    common >= 4 && (common >= 5 || one.len() == common || other.len() == common)
}

/// A title or a slug in the forms that are compared.
#[derive(Debug, Default)]
pub struct Title {
    /// See [`slug`].
    pub slug: String,
    /// Its words, without their order.
    pub words: Words,
}

impl Title {
    /// From its text.
    pub fn of(text: &str) -> Self {
        Self {
            slug: slug(text),
            words: Words::of(text),
        }
    }

    /// Compares two.
    pub fn agreement(&self, other: &Self) -> Agreement {
        if !self.slug.is_empty() && self.slug == other.slug {
            return Agreement::Same;
        }
        compare(&self.words, &other.words)
    }

    /// Whether two titles of one key may be of one story.
    pub fn agrees(&self, other: &Self) -> bool {
        match self.agreement(other) {
            Agreement::Same | Agreement::Incomparable => true,
            Agreement::Share(hundredths) => hundredths >= 25,
            Agreement::Disagree => false,
        }
    }
}

/// Whether two titles in one script have not even a related word in common. Of a title without any
/// word that says something nothing is known.
pub fn is_unlike(left: &str, right: &str) -> bool {
    Words::of(left).is_unlike(&Words::of(right))
}

/// Whether two titles of two words or more in one script are of different things: no word in
/// common, not even a related one; in scripts without spaces, where every title has some character
/// in common with many, less than a third of the shorter one.
pub fn are_unlike(left: &Words, right: &Words) -> bool {
    let shorter = left.len().min(right.len());
    let other_script = left.is_other_script();
    let common = shared(left, right);
    shorter >= 2
        && other_script == right.is_other_script()
        && if other_script {
            common * 3 < shorter
        } else {
            common == 0 && left.related(right) == 0
        }
}

/// Compares a title with a slug or another title.
pub fn agreement(left: &str, right: &str) -> Agreement {
    Title::of(left).agreement(&Title::of(right))
}

/// Whether two titles of one key may be of one story.
pub fn titles_agree(left: &str, right: &str) -> bool {
    Title::of(left).agrees(&Title::of(right))
}
