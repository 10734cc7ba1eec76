//! Sets of characters, and text held against them.
//!
//! The standard library compiles its searches anew for every list of characters that it is given,
//! and in code compiled for size each step of one is several calls. Here each is compiled once and
//! looks most bytes up in a table.

/// A set of characters.
#[derive(Debug)]
pub struct Marks {
    /// A bit for each ASCII character, in two halves: wasm shifts no more than 64 bits at once.
    ascii: [u64; 2],
    /// Of the others: those in the set, or out of it where that is no list.
    others: &'static [char],
    /// All are in the set but these and the others.
    but: But,
}

/// What a set leaves out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum But {
    /// Nothing: the set is a list.
    Listed,
    /// Letters and digits.
    Words,
    /// Letters.
    Letters,
}

/// A set of these characters.
#[macro_export]
macro_rules! marks {
    ($($mark:literal),* $(,)?) => {
        const { &$crate::source::marks::Marks::of(&[$($mark),*]) }
    };
}

pub use marks;

/// All characters but letters and digits.
pub const NO_WORD: &Marks = &Marks::but_words_and(&[]);

/// All characters but letters.
pub const NO_LETTER: &Marks = &Marks::but(But::Letters, &[]);

/// The digits of ASCII.
pub const DIGITS: &Marks = marks!['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];

impl Marks {
    /// These characters.
    pub const fn of(these: &'static [char]) -> Self {
        Self {
            ascii: bits(these),
            others: these,
            but: But::Listed,
        }
    }

    /// All but letters, digits and these.
    pub const fn but_words_and(these: &'static [char]) -> Self {
        Self::but(But::Words, these)
    }

    const fn but(but: But, these: &'static [char]) -> Self {
        let digits = matches!(but, But::Words);
        let mut ascii = bits(these);
        let mut byte: u8 = 0;
        while byte < 128 {
            if byte.is_ascii_alphabetic() || digits && byte.is_ascii_digit() {
                ascii[(byte >> 6) as usize] |= 1 << (byte & 63);
            }
            byte += 1;
        }
        Self {
            ascii: [!ascii[0], !ascii[1]],
            others: these,
            but,
        }
    }

    fn holds_ascii(&self, byte: u8) -> bool {
        let [low, high] = self.ascii;
        let half = if byte < 64 { low } else { high };
        half >> (byte & 63) & 1 == 1
    }

    fn holds(&self, c: char) -> bool {
        match u8::try_from(c) {
            Ok(byte) if byte.is_ascii() => self.holds_ascii(byte),
            _ => {
                let out = match self.but {
                    But::Listed => return self.others.contains(&c),
                    But::Words => c.is_alphanumeric(),
                    But::Letters => c.is_alphabetic(),
                };
                !out && !self.others.contains(&c)
            }
        }
    }
}

const fn bits(these: &[char]) -> [u64; 2] {
    let mut ascii = [0; 2];
    let mut rest = these;
    while let [mark, others @ ..] = rest {
        if mark.is_ascii() {
            let byte = *mark as u8;
            ascii[(byte >> 6) as usize] |= 1 << (byte & 63);
        }
        rest = others;
    }
    ascii
}

/// What is asked of text and a set of characters.
pub trait Marked {
    /// Without those at the start.
    fn trim_start_of(&self, marks: &Marks) -> &Self;
    /// Without those at the end.
    fn trim_end_of(&self, marks: &Marks) -> &Self;
    /// Without those at both ends.
    fn trim_of(&self, marks: &Marks) -> &Self;
    /// Without the first character, where that is one.
    fn strip_start_of(&self, marks: &Marks) -> Option<&Self>;
    /// Whether the first character is one.
    fn starts_with_one(&self, marks: &Marks) -> bool;
    /// Whether the last character is one.
    fn ends_with_one(&self, marks: &Marks) -> bool;
    /// Where the first one stands.
    fn find_one(&self, marks: &Marks) -> Option<usize>;
    /// Whether any stands in it.
    fn contains_one(&self, marks: &Marks) -> bool;
    /// What stands before and after the first one.
    fn split_once_at(&self, marks: &Marks) -> Option<(&Self, &Self)>;
}

impl Marked for str {
    fn trim_start_of(&self, marks: &Marks) -> &str {
        let mut rest = self;
        loop {
            rest = match rest.as_bytes() {
                [first, ..] if first.is_ascii() => {
                    if !marks.holds_ascii(*first) {
                        return rest;
                    }
                    rest.get(1..).unwrap_or("")
                }
                _ => {
                    let mut letters = rest.chars();
                    if !letters.next().is_some_and(|c| marks.holds(c)) {
                        return rest;
                    }
                    letters.as_str()
                }
            };
        }
    }

    fn trim_end_of(&self, marks: &Marks) -> &str {
        let mut rest = self;
        loop {
            rest = match rest.as_bytes() {
                [head @ .., last] if last.is_ascii() => {
                    if !marks.holds_ascii(*last) {
                        return rest;
                    }
                    rest.get(..head.len()).unwrap_or("")
                }
                _ => {
                    let mut letters = rest.chars();
                    if !letters.next_back().is_some_and(|c| marks.holds(c)) {
                        return rest;
                    }
                    letters.as_str()
                }
            };
        }
    }

    fn trim_of(&self, marks: &Marks) -> &str {
        self.trim_start_of(marks).trim_end_of(marks)
    }

    fn strip_start_of(&self, marks: &Marks) -> Option<&str> {
        if !self.starts_with_one(marks) {
            return None;
        }
        let mut letters = self.chars();
        letters.next();
        Some(letters.as_str())
    }

    fn starts_with_one(&self, marks: &Marks) -> bool {
        match self.as_bytes() {
            [first, ..] if first.is_ascii() => marks.holds_ascii(*first),
            _ => self.chars().next().is_some_and(|c| marks.holds(c)),
        }
    }

    fn ends_with_one(&self, marks: &Marks) -> bool {
        match self.as_bytes() {
            [.., last] if last.is_ascii() => marks.holds_ascii(*last),
            _ => self.chars().next_back().is_some_and(|c| marks.holds(c)),
        }
    }

    fn find_one(&self, marks: &Marks) -> Option<usize> {
        let mut rest = self.as_bytes();
        while let [first, tail @ ..] = rest {
            let here = if first.is_ascii() {
                marks.holds_ascii(*first)
            } else {
                // Within a character there is no text to be had.
                let text = self.get(self.len() - rest.len()..);
                text.is_some_and(|text| text.starts_with_one(marks))
            };
            if here {
                return Some(self.len() - rest.len());
            }
            rest = tail;
        }
        None
    }

    fn contains_one(&self, marks: &Marks) -> bool {
        self.find_one(marks).is_some()
    }

    fn split_once_at(&self, marks: &Marks) -> Option<(&str, &str)> {
        let (before, rest) = self.split_at_checked(self.find_one(marks)?)?;
        let mut letters = rest.chars();
        letters.next();
        Some((before, letters.as_str()))
    }
}

/// Which of the characters that notations are made of stand in a text. Every pass over the lines
/// asks for some of them, and most lines have none: they are looked for once.
#[derive(Debug, Clone, Copy)]
pub struct Signs(u8);

impl Signs {
    /// A digit.
    pub const DIGIT: Self = Self(1);
    /// What ends a label. `：` begins with 0xEF.
    pub const COLON: Self = Self(2);
    /// A backtick.
    pub const CODE: Self = Self(4);
    /// What parts the segments of a path.
    pub const SLASH: Self = Self(8);
    /// What ends an arrow, or begins one: those beyond ASCII begin with 0xE2.
    pub const ARROW: Self = Self(16);

    /// What parts several labels of one line: `|`, or `·`, which ends with 0xB7.
    pub const ROW: Self = Self(32);

    const OF_BYTE: [u8; 256] = {
        let mut table = [0; 256];
        let mut byte = b'0';
        while byte <= b'9' {
            table[byte as usize] = Self::DIGIT.0;
            byte += 1;
        }
        table[b':' as usize] = Self::COLON.0;
        table[0xEF] = Self::COLON.0;
        table[b'`' as usize] = Self::CODE.0;
        table[b'/' as usize] = Self::SLASH.0;
        table[b'\\' as usize] = Self::SLASH.0;
        table[b'>' as usize] = Self::ARROW.0;
        table[0xE2] = Self::ARROW.0;
        table[b'|' as usize] = Self::ROW.0;
        table[0xB7] = Self::ROW.0;
        table
    };

    /// Of a text.
    pub fn of(text: &str) -> Self {
        let of_byte = |byte: u8| Self::OF_BYTE.get(usize::from(byte)).copied().unwrap_or(0);
        Self(text.bytes().fold(0, |signs, byte| signs | of_byte(byte)))
    }

    /// Whether this one is among them.
    pub fn has(self, sign: Self) -> bool {
        self.0 & sign.0 != 0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert_eq, proptest};

    use super::*;

    const THESE: [char; 5] = ['*', ' ', 'b', '：', '—'];

    proptest! {
        #[test]
        fn answers_are_those_of_the_standard_library(text in "[*: ab1é：—🚀]{0,8}") {
            let no_word = |c: char| !c.is_alphanumeric() && !THESE.contains(&c);
            let (of, but) = (Marks::of(&THESE), Marks::but_words_and(&THESE));
            prop_assert_eq!(text.trim_start_of(&of), text.trim_start_matches(THESE));
            prop_assert_eq!(text.trim_start_of(&but), text.trim_start_matches(no_word));
            prop_assert_eq!(text.trim_end_of(&of), text.trim_end_matches(THESE));
            prop_assert_eq!(text.trim_end_of(&but), text.trim_end_matches(no_word));
            prop_assert_eq!(text.trim_of(&of), text.trim_matches(THESE));
            let no_letter = |c: char| !c.is_alphabetic();
            prop_assert_eq!(text.trim_start_of(NO_LETTER), text.trim_start_matches(no_letter));
            prop_assert_eq!(text.strip_start_of(&of), text.strip_prefix(THESE));
            prop_assert_eq!(text.starts_with_one(&of), text.starts_with(THESE));
            prop_assert_eq!(text.ends_with_one(&but), text.ends_with(no_word));
            prop_assert_eq!(text.find_one(&of), text.find(THESE));
            prop_assert_eq!(text.find_one(&but), text.find(no_word));
            prop_assert_eq!(text.contains_one(&of), text.contains(THESE));
            prop_assert_eq!(text.split_once_at(&of), text.split_once(THESE));
        }
    }
}
