//! The fixes that a status file's diagnostics offer: legal words, lines that stand twice, and YAML
//! that can be read again.

use super::status_file::value_on;
use super::yaml;
use crate::source::marks::{Marked, marks};
use crate::source::{Edit, Fix, Line, Place, Span, lines};

/// Where `word` stands in the value on `line`.
pub(super) fn value_span(line: &Line<'_>, word: &str) -> Option<Span> {
    let value = value_on(line)?;
    let at = line
        .text
        .get(value.start - line.start..value.end - line.start);
    let start = value.start + at?.find(word).filter(|_| !word.is_empty())?;
    Some(Span::new(start, start + word.len()))
}

/// Writes `word` at all `places`, where each is known to the byte.
pub(super) fn write_instead(places: &[Place], word: &str, instead_of: &str) -> Option<Fix> {
    let exact = |place: &Place| place.span.end - place.span.start == instead_of.len();
    if !places.iter().all(exact) {
        return None;
    }
    let edit = |place: &Place| Edit {
        path: place.path.to_string(),
        span: place.span,
        replacement: word.to_owned(),
    };
    Some(Fix {
        label: format!("Write {word}"),
        edits: places.iter().map(edit).collect(),
    })
}

/// Takes out a whole line, its ending included.
pub(super) fn without_line(path: &str, all: &[Line<'_>], number: u32, key: &str) -> Option<Fix> {
    let at = usize::try_from(number).ok()?.checked_sub(1)?;
    let line = all.get(at)?;
    // Only a line that is all there is to the entry.
    let (_, value) = line.text.split_once(':')?;
    let plain = line.text.contains(key) && !value.trim().is_empty();
    if !plain
        || value
            .trim_start()
            .starts_with_one(marks!['{', '[', '|', '>'])
    {
        return None;
    }
    let end = all.get(at + 1).map_or(line.span().end, |next| next.start);
    Some(Fix {
        label: format!("Remove the line of {key}"),
        edits: vec![Edit {
            path: path.to_owned(),
            span: Span::new(line.start, end),
            replacement: String::new(),
        }],
    })
}

/// Most bytes that are parsed to find a way: people type while this runs.
const MOST_BYTES: usize = 1_000_000;

/// Most lines that are mended in one file.
const MOST: usize = 24;

/// What makes a text valid YAML again, where a few lines are to blame and it is plain how they
/// were meant.
pub(super) fn mend(path: &str, text: &str) -> Option<Fix> {
    let all: Vec<Line<'_>> = lines(text).collect();
    let mut now: Vec<String> = all.iter().map(|line| line.text.to_owned()).collect();
    let mut invalid = yaml::parse(text).err()?;
    let mut tries = MOST_BYTES / text.len().max(1);
    for _ in 0..MOST {
        let at = usize::try_from(invalid.line).ok()?.saturating_sub(1);
        // The line that is to blame is the one named or one above it.
        let tried = [at, at.saturating_sub(1), at.saturating_sub(2)]
            .into_iter()
            .flat_map(|at| WAYS.iter().map(move |way| (at, *way)));
        let mut better = None;
        for (at, way) in tried {
            let Some(line) = way(&now, at) else { continue };
            let mut next = now.clone();
            if let Some(slot) = next.get_mut(at) {
                *slot = line;
            }
            tries = tries.checked_sub(1)?;
            match yaml::parse(&next.join("\n")) {
                Ok(_) => return Some(fix(path, &all, &next)),
                Err(later) if later.line > invalid.line => {
                    better = Some((next, later));
                    break;
                }
                Err(_) => {}
            }
        }
        (now, invalid) = better?;
    }
    None
}

fn fix(path: &str, all: &[Line<'_>], mended: &[String]) -> Fix {
    let changed = all
        .iter()
        .zip(mended)
        .filter(|(line, text)| line.text != text.as_str());
    Fix {
        label: "Mend the YAML".to_owned(),
        edits: changed
            .map(|(line, text)| Edit {
                path: path.to_owned(),
                span: line.span(),
                replacement: text.clone(),
            })
            .collect(),
    }
}

type Way = fn(&[String], usize) -> Option<String>;

/// Ways to mend the line at an index; each gives the line anew, if it fits.
const WAYS: &[Way] = &[escapes, indent, tabs, quotes, colon, comment];

/// `"C:\new"`: a path in double quotes is no escape; in single quotes it is itself.
fn escapes(all: &[String], at: usize) -> Option<String> {
    let line = all.get(at)?;
    let (head, rest) = line.split_once('"')?;
    let (inner, tail) = rest.rsplit_once('"')?;
    (inner.contains('\\') && !inner.contains_one(marks!['\'', '"']))
        .then(|| format!("{head}'{inner}'{tail}"))
}

/// A key that stands one column off its neighbours.
fn indent(all: &[String], at: usize) -> Option<String> {
    let line = all.get(at)?;
    let keyed = |line: &&String| !line.trim().is_empty() && !line.trim_start().starts_with('#');
    let above = all.get(..at)?.iter().rev().find(keyed)?;
    let width = |line: &str| line.len() - line.trim_start().len();
    let body = line.trim_start();
    if !body.contains(':') || width(line) == width(above) {
        return None;
    }
    // Below a key without a value, deeper is right.
    if above.trim_end().ends_with(':') && width(line) > width(above) {
        return None;
    }
    let space = above.get(..width(above))?;
    Some(format!("{space}{body}"))
}

/// Tabs do not indent.
fn tabs(all: &[String], at: usize) -> Option<String> {
    let line = all.get(at)?;
    let body = line.trim_start();
    let space = line.get(..line.len() - body.len())?;
    space
        .contains('\t')
        .then(|| format!("{}{body}", space.replace('\t', "  ")))
}

/// A value with `: ` or ` #` in it, or one that begins with a sign of YAML, is quoted.
fn quotes(all: &[String], at: usize) -> Option<String> {
    let line = all.get(at)?;
    let (key, value) = line.split_once(": ")?;
    let value = value.trim();
    let odd = value.contains(": ")
        || value.ends_with(':')
        || value.starts_with_one(marks![
            '@', '`', '%', '&', '*', '!', '|', '>', '?', ',', ']', '}'
        ])
        || value.starts_with('"') && !value.ends_with('"')
        || value.starts_with('\'') && !value.ends_with('\'')
        || value.starts_with('[') && !value.ends_with(']')
        || value.starts_with('{') && !value.ends_with('}');
    let bare = value.trim_of(marks!['"', '\'']).replace('\'', "''");
    odd.then(|| format!("{key}: '{bare}'"))
}

/// `key:value` and `key : value`, and a key that lost its colon.
fn colon(all: &[String], at: usize) -> Option<String> {
    let line = all.get(at)?;
    let body = line.trim_start();
    let space = line.get(..line.len() - body.len())?;
    let (key, value) = match body.split_once(':') {
        Some((key, value)) if !value.starts_with(' ') && !value.is_empty() => (key, value),
        Some(_) => return None,
        None => body.split_once(' ')?,
    };
    let plain = |text: &str| {
        text.chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))
            && !text.is_empty()
    };
    (plain(key.trim()) && plain(value.trim()))
        .then(|| format!("{space}{}: {}", key.trim(), value.trim()))
}

/// A line of prose that nobody marked as a comment.
fn comment(all: &[String], at: usize) -> Option<String> {
    let line = all.get(at)?;
    let body = line.trim();
    let prose = !body.is_empty() && !body.starts_with_one(marks!['#', '-']) && !body.contains(':');
    let rule = !body.is_empty()
        && body
            .chars()
            .all(|c| matches!(c, '=' | '-' | '─' | '═' | '*'));
    (prose || rule).then(|| format!("# {body}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text with its fix applied.
    fn mended(text: &str) -> Option<String> {
        let fix = mend("status.yaml", text)?;
        let mut out = text.to_owned();
        for edit in fix.edits.iter().rev() {
            out.replace_range(edit.span.start..edit.span.end, &edit.replacement);
        }
        Some(out)
    }

    #[test]
    fn what_is_plain_is_mended_and_no_other_byte_changes() {
        for (broken, whole) in [
            (
                "root: \"C:\\new\\quay\"\nstories:\n  1-1-pier: done # old\n",
                "root: 'C:\\new\\quay'\nstories:\n  1-1-pier: done # old\n",
            ),
            (
                "development_status:\n  1-1-pier: done\n   1-2-crane: done\n  1-3-lamp: backlog\n",
                "development_status:\n  1-1-pier: done\n  1-2-crane: done\n  1-3-lamp: backlog\n",
            ),
            (
                "development_status:\n\t1-1-pier: done\n",
                "development_status:\n  1-1-pier: done\n",
            ),
            (
                "note: see: the pier\ndevelopment_status:\n  1-1-pier: done\n",
                "note: 'see: the pier'\ndevelopment_status:\n  1-1-pier: done\n",
            ),
            (
                "development_status:\n  1-1-pier: done\n  1-2-crane done\n  1-3-lamp: backlog\n",
                "development_status:\n  1-1-pier: done\n  1-2-crane: done\n  1-3-lamp: backlog\n",
            ),
        ] {
            assert!(yaml::parse(broken).is_err(), "{broken}");
            assert_eq!(mended(broken).as_deref(), Some(whole));
        }
    }

    #[test]
    fn what_is_not_plain_is_left_alone() {
        assert_eq!(mended("a: [1, 2\nb: {c\n- d\n]\n"), None);
    }
}
