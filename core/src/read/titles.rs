//! Whether two titles, or a title and a slug, are about the same thing.

use crate::ordering;

/// How two titles compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Agreement {
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
const STOP_WORDS: &[&str] = &[
    "the", "and", "for", "with", "from", "into", "des", "les", "une", "pour", "avec", "del", "los",
    "las", "para", "con", "por", "und", "der", "die", "das", "von", "per", "della", "sur", "dans",
    "story", "epic", "via",
];

/// The words of a title or slug, sorted, each once. In scripts without spaces every character is
/// a word.
pub(super) fn title_words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    for c in text.chars() {
        if is_ideograph(c) {
            push_word(&mut words, &mut word);
            words.push(c.to_string());
        } else if c.is_alphanumeric() {
            word.extend(c.to_lowercase().map(without_accent));
        } else {
            push_word(&mut words, &mut word);
        }
    }
    push_word(&mut words, &mut word);
    ordering::sort(&mut words);
    words.dedup();
    words
}

fn push_word(words: &mut Vec<String>, word: &mut String) {
    if word.chars().count() >= 3 && !STOP_WORDS.contains(&word.as_str()) {
        words.push(std::mem::take(word));
    } else {
        word.clear();
    }
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
    if c.is_ascii() {
        return c;
    }
    PAIRS
        .iter()
        .find(|(accented, _)| accented.contains(c))
        .map_or(c, |&(_, plain)| plain)
}

fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}')
}

/// The slug that the method makes of a title: lower case, runs of other characters as `-`.
pub(super) fn slug(title: &str) -> String {
    let mut out = String::with_capacity(title.len());
    for c in title.chars() {
        if c.is_alphanumeric() || c == '_' {
            out.extend(c.to_lowercase().map(without_accent));
        } else if !out.ends_with('-') {
            out.push('-');
        }
    }
    out.trim_matches('-').to_owned()
}

/// How many words two lists made by [`title_words`] have in common.
pub(super) fn shared(left: &[String], right: &[String]) -> usize {
    left.iter()
        .filter(|word| right.binary_search(word).is_ok())
        .count()
}

/// Compares word lists made by [`title_words`].
pub(super) fn compare(left: &[String], right: &[String]) -> Agreement {
    let shared = shared(left, right);
    let shorter = left.len().min(right.len());
    // Other forms of the same words: `docking` and `dock`.
    let related = || {
        left.iter()
            .filter(|one| {
                right
                    .iter()
                    .any(|other| *one != other && same_stem(one, other))
            })
            .count()
    };
    if shared == 0 {
        let ascii = |words: &[String]| words.iter().any(|word| word.is_ascii());
        if shorter < 2 || ascii(left) != ascii(right) {
            return Agreement::Incomparable;
        }
        // A third of them at least; each counts for a fifth of a word in common.
        let related = related();
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
    let common = one
        .chars()
        .zip(other.chars())
        .take_while(|(a, b)| a == b)
        .count();
    common >= 4 && (common >= 5 || one.len() == common || other.len() == common)
}

/// Compares a title with a slug or another title.
pub(super) fn agreement(left: &str, right: &str) -> Agreement {
    let (left_slug, right_slug) = (slug(left), slug(right));
    if !left_slug.is_empty() && left_slug == right_slug {
        return Agreement::Same;
    }
    compare(&title_words(left), &title_words(right))
}

/// Whether two titles of one key may be of one story.
pub(super) fn titles_agree(left: &str, right: &str) -> bool {
    match agreement(left, right) {
        Agreement::Same | Agreement::Incomparable => true,
        Agreement::Share(hundredths) => hundredths >= 25,
        Agreement::Disagree => false,
    }
}
