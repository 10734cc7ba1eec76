//! Words of tables against text, regardless of case.

use crate::source::letters::lower;

/// What follows `word` (given in lower case) at the start of `text`, in whatever case it stands
/// there.
#[inline]
pub(crate) fn after<'a>(text: &'a str, word: &str) -> Option<&'a str> {
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
pub(crate) fn same(text: &str, word: &str) -> bool {
    text.len() == word.len() && after(text, word).is_some()
}
