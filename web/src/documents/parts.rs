//! Large texts in parts. A browser lays out the whole text of a text area anew at every key, so
//! that one of 600 kB takes a tenth of a second a letter; the editor holds some 60 kB of it at a time.

/// A part ends at the first heading beyond this many bytes,
const ENOUGH: usize = 48_000;
/// or at the first line beyond this many.
const MOST: usize = 80_000;
/// Texts up to this size are one part.
const SMALL: usize = 120_000;

/// A run of whole lines of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Part {
    /// Its number, from 0.
    pub number: u32,
    /// How many parts there are.
    pub of: u32,
    /// Lines before it.
    pub first: u32,
    /// First byte.
    pub start: usize,
    /// One past the last byte; the end of its last line lies between it and the next part, so that
    /// what is typed at the end of a part stays on its line.
    pub end: usize,
}

/// The part that holds this line (from 1); the last one for lines beyond the end.
pub fn part_at(text: &str, line: u32) -> Part {
    let mut at = 0;
    let mut part = Part::default();
    let mut found = None;
    let mut ending = 0;
    for (lines_before, row) in (0_u32..).zip(text.split_inclusive('\n')) {
        let so_far = at - part.start;
        let ends = (so_far > ENOUGH && row.starts_with('#')) || so_far > MOST;
        if ends && text.len() > SMALL {
            part.end = at - ending;
            if found.is_none() && line <= lines_before {
                found = Some(part);
            }
            part = Part {
                number: part.number + 1,
                of: 0,
                first: lines_before,
                start: at,
                end: at,
            };
        }
        at += row.len();
        ending = if row.ends_with("\r\n") { 2 } else { 1 };
    }
    part.end = text.len();
    Part {
        of: part.number + 1,
        ..found.unwrap_or(part)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn large() -> String {
        (0..4_000)
            .map(|line| {
                if line % 50 == 0 {
                    format!("## Epic {line}\n")
                } else {
                    format!("line {line}, which is as long as lines are in such texts\n")
                }
            })
            .collect()
    }

    #[test]
    fn parts_are_whole_lines_and_together_the_text() {
        let text = large();
        let first = part_at(&text, 1);
        assert!(first.of > 2);
        let (mut end, mut lines) = (0, 0);
        for _ in 0..first.of {
            let part = part_at(&text, lines + 1);
            assert_eq!((part.start, part.first), (end, lines));
            assert!(!text[part.start..part.end].ends_with('\n') || part.end == text.len());
            assert!(part.start == 0 || text[part.start..].starts_with("## "));
            lines += text[part.start..part.end].lines().count() as u32;
            end = part.end + 1;
        }
        assert_eq!(end, text.len() + 1);
        assert_eq!(part_at(&text, u32::MAX).end, text.len());
    }

    #[test]
    fn every_line_lies_in_its_part() {
        let text = large();
        for line in [1, 2, 800, 1_600, 3_999, 4_000] {
            let part = part_at(&text, line);
            let lines = text[part.start..part.end].lines().count() as u32;
            assert!(
                part.first < line && line <= part.first + lines,
                "line {line}"
            );
        }
    }

    #[test]
    fn line_endings_of_two_bytes_stay_whole() {
        let text = large().replace('\n', "\r\n");
        let part = part_at(&text, 1);
        assert!(text[part.end..].starts_with("\r\n"));
        let next = part_at(&text, text[..part.end].lines().count() as u32 + 1);
        assert_eq!((next.number, next.start), (1, part.end + 2));
    }

    #[test]
    fn what_is_small_is_one_part() {
        for text in ["", "one", "a\nb\n"] {
            let part = part_at(text, 7);
            assert_eq!((part.of, part.start, part.end), (1, 0, text.len()));
        }
    }
}
