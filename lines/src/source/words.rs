//! Words of tables against text, regardless of case.

use crate::source::letters::lower;

/// What the words of a table begin with: enough to turn nearly every text away.
#[derive(Debug, Clone, Copy)]
pub struct Starts {
    /// A bit for each ASCII character, in two halves: wasm shifts no more than 64 bits at once.
    ascii: [u64; 2],
    /// A bit for each pair of a first and a second character. Different pairs may share one.
    pairs: [u64; 4],
    /// Some begin with another letter, which may differ in its first byte between upper and lower
    /// case.
    beyond: bool,
}

impl Starts {
    /// Of no words.
    pub const NONE: Self = Self {
        ascii: [0; 2],
        pairs: [0; 4],
        beyond: false,
    };

    /// The same with one word (in lower case) more.
    pub const fn with(mut self, word: &str) -> Self {
        match *word.as_bytes() {
            [first, ref rest @ ..] if first.is_ascii() => {
                self.ascii[(first >> 6) as usize] |= 1 << (first & 63);
                if let [second, ..] = *rest {
                    let pair = pair(first, second);
                    self.pairs[(pair >> 6) as usize] |= 1 << (pair & 63);
                } else {
                    // Anything may follow a word of one letter.
                    self.pairs = [u64::MAX; 4];
                }
            }
            [] => {}
            _ => self.beyond = true,
        }
        self
    }

    /// Whether `text` may begin with one of the words.
    pub fn admit(&self, text: &str) -> bool {
        let bytes = text.as_bytes();
        bytes
            .first()
            .is_some_and(|&first| self.admits(first, bytes.get(1).copied().unwrap_or(0)))
    }

    /// The next byte of `text`, from the one at `from` on, at which one of the words may begin; it may
    /// lie within a character.
    pub fn next_in(&self, text: &str, from: usize) -> Option<usize> {
        let mut rest = text.as_bytes().get(from..)?;
        while let [first, tail @ ..] = rest {
            if self.admits(*first, tail.first().copied().unwrap_or(0)) {
                return Some(text.len() - rest.len());
            }
            rest = tail;
        }
        None
    }

    /// Whether one of the words may begin with these bytes.
    #[inline(always)]
    fn admits(&self, first: u8, second: u8) -> bool {
        if !first.is_ascii() {
            return self.beyond;
        }
        let letter = first.to_ascii_lowercase();
        let half = self.ascii[usize::from(letter >> 6)];
        half >> (letter & 63) & 1 == 1 && {
            let pair = pair(letter, second);
            self.pairs[usize::from(pair >> 6)] >> (pair & 63) & 1 == 1
        }
    }
}

/// Which bit stands for two characters. Beyond ASCII the second may differ between upper and lower
/// case, so that all of those are one.
const fn pair(first: u8, second: u8) -> u8 {
    let second = if second.is_ascii() {
        second.to_ascii_lowercase()
    } else {
        0x80
    };
    first.wrapping_mul(37) ^ second
}

/// Words (in lower case) that lines are held against: most are turned away by their first byte.
#[derive(Debug)]
pub struct WordList {
    /// The words.
    pub words: &'static [&'static str],
    starts: Starts,
}

impl WordList {
    /// A list of these words.
    pub const fn new(words: &'static [&'static str]) -> Self {
        let mut starts = Starts::NONE;
        let mut rest = words;
        while let [word, others @ ..] = rest {
            starts = starts.with(word);
            rest = others;
        }
        Self { words, starts }
    }

    /// The words that `text` may begin with.
    #[inline]
    pub fn for_start_of(&self, text: &str) -> &'static [&'static str] {
        if self.starts.admit(text) {
            self.words
        } else {
            &[]
        }
    }

    /// Whether `text` is one of the words, in whatever case.
    #[inline]
    pub fn holds(&self, text: &str) -> bool {
        self.for_start_of(text).iter().any(|word| same(text, word))
    }

    /// Where the first of the words begins in `text`, in whatever case: one walk over the text for
    /// all of them.
    pub fn first_in(&self, text: &str) -> Option<usize> {
        let mut from = 0;
        while let Some(at) = self.starts.next_in(text, from) {
            // Within a character no word begins.
            let here = text.get(at..).unwrap_or("");
            if self.words.iter().any(|word| after(here, word).is_some()) {
                return Some(at);
            }
            from = at + 1;
        }
        None
    }

    /// Whether one of the words stands anywhere in `text`, in whatever case.
    pub fn stands_in(&self, text: &str) -> bool {
        self.first_in(text).is_some()
    }
}

/// What follows `word` (given in lower case) at the start of `text`, in whatever case it stands
/// there.
#[inline(always)]
pub fn after<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let (start, first) = (*word.as_bytes().first()?, *text.as_bytes().first()?);
    // Nearly every try ends here, without a look at the rest. Other letters than ASCII's may
    // differ in their first byte between upper and lower case.
    if start != first.to_ascii_lowercase() && (start.is_ascii() || first.is_ascii()) {
        return None;
    }
    after_likely(text, word)
}

fn after_likely<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let (head, rest) = text.split_at_checked(word.len())?;
    // Letter by letter: the first one that differs ends it.
    let same = head.eq_ignore_ascii_case(word)
        || (!word.is_ascii() && head.chars().map(lower).eq(word.chars()));
    same.then_some(rest)
}

/// Whether `text` is `word` (given in lower case), in whatever case.
#[inline]
pub fn same(text: &str, word: &str) -> bool {
    text.len() == word.len() && after(text, word).is_some()
}

/// Where `part` begins in `text`. For the short parts of short texts that are asked for here, the
/// standard library's search spends longer on its preparation than this takes; in wasm above all.
pub fn find(text: &str, part: &str) -> Option<usize> {
    let (first, others) = part.as_bytes().split_first()?;
    let mut rest = text.as_bytes();
    while let Some(at) = rest.iter().position(|byte| byte == first) {
        rest = rest.get(at + 1..)?;
        if rest.starts_with(others) {
            return Some(text.len() - rest.len() - 1);
        }
    }
    None
}

/// Whether `part` stands in `text`.
pub fn within(text: &str, part: &str) -> bool {
    find(text, part).is_some()
}
