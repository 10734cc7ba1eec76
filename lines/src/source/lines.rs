//! Lines and their numbers: the one place where byte offsets become line numbers.

use super::Span;

/// One line of a text, without its line ending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line<'a> {
    /// Line number, from 1.
    pub number: u32,
    /// Byte offset of the line's first character in the text.
    pub start: usize,
    /// The line's characters, without `\n` or `\r\n`.
    pub text: &'a str,
}

impl Line<'_> {
    /// The bytes of this line in its text, line ending not included.
    pub fn span(&self) -> Span {
        Span::new(self.start, self.start + self.text.len())
    }

    /// The bytes of a part of this line's text in its text; `None` for what is no part of it.
    pub fn span_of(&self, part: &str) -> Option<Span> {
        let from = (part.as_ptr() as usize).checked_sub(self.text.as_ptr() as usize)?;
        let inside = from + part.len() <= self.text.len();
        inside.then(|| Span::new(self.start + from, self.start + from + part.len()))
    }
}

/// The lines of `text` in order. A byte order mark belongs to no line.
///
/// `\n` and `\r\n` end a line, as does a lone `\r`.
pub fn lines(text: &str) -> impl Iterator<Item = Line<'_>> {
    let mut rest = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut start = text.len() - rest.len();
    let mut number = 0;
    // A search for one byte is many times as fast as one for two: line feeds first, and carriage
    // returns, where there are any, within what they bound. `bounded` is what is left before the
    // next line feed.
    let returns = rest.contains('\r');
    let mut bounded = None;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let left = bounded.unwrap_or_else(|| rest.find('\n').unwrap_or(rest.len()));
        let (segment, tail) = rest.split_at_checked(left)?;
        let carriage = if returns { segment.find('\r') } else { None };
        let (line, ending) = match carriage.and_then(|at| segment.split_at_checked(at)) {
            Some((line, "\r")) if !tail.is_empty() => (line, 2),
            Some((line, _)) => (line, 1),
            None => (segment, usize::from(!tail.is_empty())),
        };
        number += 1;
        let found = Line {
            number,
            start,
            text: line,
        };
        let consumed = line.len() + ending;
        start += consumed;
        bounded = left.checked_sub(consumed);
        rest = rest.get(consumed..).unwrap_or("");
        Some(found)
    })
}

/// Turns byte offsets of one text into line numbers.
#[derive(Debug, Clone, Default)]
pub struct LineIndex {
    starts: Vec<usize>,
}

impl LineIndex {
    /// Reads `text` once.
    pub fn new(text: &str) -> Self {
        Self {
            starts: lines(text).map(|line| line.start).collect(),
        }
    }

    /// The line (from 1) that holds the byte at `offset`; the last line for offsets past the end.
    pub fn line_of(&self, offset: usize) -> u32 {
        let line = self.starts.partition_point(|&start| start <= offset);
        u32::try_from(line.max(1)).unwrap_or(u32::MAX)
    }

    /// Number of lines.
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    /// Whether the text has no line at all.
    pub fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_keep_offsets_over_every_line_ending() {
        let text = "\u{feff}a\r\nbb\n\rc";
        let found: Vec<_> = lines(text).map(|l| (l.number, l.start, l.text)).collect();
        assert_eq!(found, [(1, 3, "a"), (2, 6, "bb"), (3, 9, ""), (4, 10, "c")]);
        let index = LineIndex::new(text);
        assert_eq!(
            [0, 3, 5, 6, 8, 10, 99].map(|at| index.line_of(at)),
            [1, 1, 1, 2, 2, 4, 4]
        );
    }
}
