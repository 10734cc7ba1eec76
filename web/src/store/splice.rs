//! From the text in the editor to the smallest change of the document.
//!
//! A text area turns every line ending into `\n`. What was not touched keeps its own endings, and
//! new lines get the ending that the document uses.

use sprintloom_core::source::Span;

/// The bytes of the document to replace, and what to put there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Splice {
    /// Bytes of the document.
    pub span: Span,
    /// What to put there.
    pub replacement: String,
}

/// The smallest change that makes the document show as `shown`; `None` where it does already.
///
/// A byte order mark is not shown, and stays in front of all that is typed.
pub fn splice(document: &str, shown: &str) -> Option<Splice> {
    let text = without_mark(document);
    let mark = document.len() - text.len();
    let found = splice_text(text, shown)?;
    let span = Span::new(found.span.start + mark, found.span.end + mark);
    Some(Splice { span, ..found })
}

fn without_mark(document: &str) -> &str {
    document.strip_prefix('\u{feff}').unwrap_or(document)
}

fn splice_text(document: &str, shown: &str) -> Option<Splice> {
    if !document.contains('\r') {
        return plain(document, shown);
    }
    let found = plain(&as_shown(document), shown)?;
    let ending = if document.contains("\r\n") {
        "\r\n"
    } else {
        "\r"
    };
    Some(Splice {
        span: Span::new(
            offset_in_document(document, found.span.start),
            offset_in_document(document, found.span.end),
        ),
        replacement: found.replacement.replace('\n', ending),
    })
}

/// The text as a text area shows it: without a byte order mark, every line ending is `\n`.
pub fn as_shown(document: &str) -> String {
    without_mark(document)
        .replace("\r\n", "\n")
        .replace('\r', "\n")
}

fn plain(before: &str, after: &str) -> Option<Splice> {
    if before == after {
        return None;
    }
    let (old, new) = (before.as_bytes(), after.as_bytes());
    let most = old.len().min(new.len());
    let mut start = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    while !before.is_char_boundary(start) || !after.is_char_boundary(start) {
        start -= 1;
    }
    let same_end = old
        .iter()
        .rev()
        .zip(new.iter().rev())
        .take(most - start)
        .take_while(|(a, b)| a == b)
        .count();
    let mut end = same_end;
    while !before.is_char_boundary(old.len() - end) || !after.is_char_boundary(new.len() - end) {
        end -= 1;
    }
    Some(Splice {
        span: Span::new(start, old.len() - end),
        replacement: after[start..new.len() - end].to_owned(),
    })
}

/// Where a byte of the shown text lies in the document.
fn offset_in_document(document: &str, shown: usize) -> usize {
    let bytes = document.as_bytes();
    let mut at = 0;
    for _ in 0..shown {
        at += if bytes[at..].starts_with(b"\r\n") {
            2
        } else {
            1
        };
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(document: &str, shown: &str, expected: &str) {
        let mut text = document.to_owned();
        if let Some(splice) = splice(document, shown) {
            text.replace_range(splice.span.start..splice.span.end, &splice.replacement);
        }
        assert_eq!(text, expected);
        assert_eq!(as_shown(&text), shown);
    }

    #[test]
    fn the_smallest_change_is_found_between_whole_characters() {
        check("abc", "abc", "abc");
        check("abc", "abXc", "abXc");
        check("aa", "aaa", "aaa");
        check("é", "è", "è");
        check("xéy", "xêéy", "xêéy");
        check("", "new", "new");
        check("gone", "", "");
        let typed = splice("one two", "one big two").map(|found| (found.span, found.replacement));
        assert_eq!(typed, Some((Span::new(4, 4), "big ".to_owned())));
    }

    #[test]
    fn line_endings_that_were_not_touched_stay() {
        check("a\r\nb\r\nc\nd", "a\nb2\nc\nd", "a\r\nb2\r\nc\nd");
        check("a\r\nb", "a\nx\nb", "a\r\nx\r\nb");
        check("a\rb", "a\n\nb", "a\r\rb");
        check("a\r\nb\r\n", "ab\n", "ab\r\n");
        check("\u{feff}a\r\n", "ab\n", "\u{feff}ab\r\n");
        check("\u{feff}a", "xa", "\u{feff}xa");
    }
}
