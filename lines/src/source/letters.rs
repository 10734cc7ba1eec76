//! Small and capital letters.
//!
//! The standard library knows every script's by two tables that weigh a thirtieth of the app. These
//! rows know the alphabets that documents are written in: Latin, Greek, Cyrillic, Armenian.

/// A run of capital letters, every `step`th from `first` to `last`, and how far their small letters
/// lie behind them.
struct Run {
    first: u32,
    last: u32,
    step: u32,
    distance: i32,
}

const fn run(first: u32, last: u32, step: u32, distance: i32) -> Run {
    Run {
        first,
        last,
        step,
        distance,
    }
}

const RUNS: [Run; 29] = [
    run(0x41, 0x5A, 1, 32),
    run(0xC0, 0xD6, 1, 32),
    run(0xD8, 0xDE, 1, 32),
    run(0x100, 0x12E, 2, 1),
    run(0x132, 0x136, 2, 1),
    run(0x139, 0x147, 2, 1),
    run(0x14A, 0x176, 2, 1),
    run(0x178, 0x178, 1, -121),
    run(0x179, 0x17D, 2, 1),
    run(0x1A0, 0x1A4, 2, 1),
    run(0x1AF, 0x1AF, 1, 1),
    run(0x1CD, 0x1DB, 2, 1),
    run(0x1F8, 0x21E, 2, 1),
    run(0x386, 0x386, 1, 38),
    run(0x388, 0x38A, 1, 37),
    run(0x38C, 0x38C, 1, 64),
    run(0x38E, 0x38F, 1, 63),
    run(0x391, 0x3A1, 1, 32),
    run(0x3A3, 0x3AB, 1, 32),
    run(0x400, 0x40F, 1, 80),
    run(0x410, 0x42F, 1, 32),
    run(0x460, 0x480, 2, 1),
    run(0x48A, 0x4BE, 2, 1),
    run(0x4C1, 0x4CD, 2, 1),
    run(0x4D0, 0x52E, 2, 1),
    run(0x531, 0x556, 1, 48),
    run(0x1E00, 0x1E94, 2, 1),
    run(0x1EA0, 0x1EFE, 2, 1),
    run(0xFF21, 0xFF3A, 1, 32),
];

/// The small letter of a capital one; every other character is itself.
pub fn lower(c: char) -> char {
    if c.is_ascii() {
        return c.to_ascii_lowercase();
    }
    let code = u32::from(c);
    // Chinese, Japanese and Korean have no capitals, and nothing else is as frequent.
    if !matches!(code, 0xC0..=0x556 | 0x1E00..=0x1EFE | 0xFF21..=0xFF3A) {
        return c;
    }
    RUNS.iter()
        .find(|run| is_in(run, code))
        .and_then(|run| char::from_u32(code.wrapping_add_signed(run.distance)))
        .unwrap_or(c)
}

/// The capital letter of a small one; every other character is itself.
pub fn upper(c: char) -> char {
    if c.is_ascii() {
        return c.to_ascii_uppercase();
    }
    let capital = |run: &Run| u32::from(c).wrapping_add_signed(-run.distance);
    RUNS.iter()
        .find(|run| is_in(run, capital(run)))
        .and_then(|run| char::from_u32(capital(run)))
        .unwrap_or(c)
}

fn is_in(run: &Run, capital: u32) -> bool {
    (run.first..=run.last).contains(&capital) && (capital - run.first).is_multiple_of(run.step)
}

/// Text in small letters.
pub trait Lowercase {
    /// The text in small letters, as [`lower`] has them.
    fn lowercase(&self) -> String;
}

impl Lowercase for str {
    fn lowercase(&self) -> String {
        let mut text = self.to_owned();
        text.make_ascii_lowercase();
        if text.is_ascii() || text.chars().all(|c| lower(c) == c) {
            return text;
        }
        text.chars().map(lower).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_as_the_standard_library_has_them() {
        let known = |c: char| RUNS.iter().any(|run| is_in(run, u32::from(c)));
        for c in '\0'..=char::MAX {
            #[expect(clippy::disallowed_methods, reason = "the table that is compared with")]
            let theirs: Vec<char> = c.to_lowercase().collect();
            if known(c) {
                assert_eq!(vec![lower(c)], theirs, "{c}");
                assert_eq!(upper(lower(c)), c);
            } else {
                assert_eq!(lower(c), c);
            }
            // İ is the one capital of European alphabets whose small form is two characters.
            let common = c < '\u{180}'
                || ('\u{386}'..'\u{3CF}').contains(&c)
                || ('\u{400}'..'\u{4C0}').contains(&c);
            assert!(!common || known(c) || c == 'İ' || theirs == [c], "{c}");
        }
    }

    #[test]
    fn whole_texts_become_small() {
        for (text, small) in [
            ("Story 1.2", "story 1.2"),
            ("ABHÄNGIGKEIT", "abhängigkeit"),
            ("ЗАДАЧА Ёж", "задача ёж"),
            ("ĐỘ ƯU TIÊN", "độ ưu tiên"),
            ("故事 A", "故事 a"),
        ] {
            assert_eq!(text.lowercase(), small);
        }
    }
}
