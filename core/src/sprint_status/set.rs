//! Writes the status of one key, and touches nothing else. It is the only way to lower one.

use super::rows::{Row, StatusFile, Subject, position};
use super::words::{EPICS, LADDER, LEGAL_STATUSES, RETROSPECTIVES};
use crate::backlog::{EpicId, Status};
use crate::read::{StatusEntry, key_on};
use crate::source::letters::Lowercase;
use crate::source::{Document, Edit, Line, Span};

/// Why a status could not be set. Nothing is changed then.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SetError {
    /// No status is called so.
    #[error("“{0}” is no status; there are {words}", words = LEGAL_STATUSES.join(", "))]
    UnknownStatus(String),
    /// The status is not one that such a key can have.
    #[error("{key} cannot be {status}; it can be {can}")]
    NotForThis {
        /// The key.
        key: String,
        /// The status asked for.
        status: String,
        /// Those that it can have.
        can: &'static str,
    },
    /// It is not the key of a story, an epic or a retrospective.
    #[error(
        "“{0}” is in no line of the file, and is no key of a story (3-1-user-login), of an epic \
         (epic-3) or of a retrospective (epic-3-retrospective)"
    )]
    NoKey(String),
    /// The file has the story under another name.
    #[error("{key} is not in the file; {found} is")]
    OtherName {
        /// The key asked for.
        key: String,
        /// The key of the same story.
        found: String,
    },
    /// A short key that several lines fit.
    #[error("{key} can be each of {list}", list = found.join(", "))]
    Several {
        /// The key asked for.
        key: String,
        /// The keys that it can mean.
        found: Vec<String>,
    },
    /// The status is written in a way that cannot be changed safely.
    #[error("the status of {key} is written in a way that has to be changed by hand (line {line})")]
    Unclear {
        /// The key.
        key: String,
        /// The line, from 1.
        line: u32,
    },
}

/// Sets the status of `key` in a status file, whatever it was before: the value on its line is
/// replaced. A key that the file does not have gets a line, next to those of its epic.
///
/// `key` is a key as the file has it (`3-1-user-login`, `epic-3`, `epic-3-retrospective`) or a
/// story's short one (`3-1`); `status` one of [`LEGAL_STATUSES`].
///
/// # Errors
/// [`SetError`]; nothing is to be changed then.
pub fn set(document: &Document, key: &str, status: &str) -> Result<Edit, SetError> {
    if !LEGAL_STATUSES.contains(&status) {
        return Err(SetError::UnknownStatus(status.to_owned()));
    }
    let file = StatusFile::of(document);
    // Quotes can make blanks a part of a key.
    let is_entry = file.reading.entries.iter().any(|entry| entry.key == key);
    let key = if is_entry { key } else { key.trim() };
    let subject = file.subject(key);
    let listed = own_line(&file, key);
    let (can, fits) = match &subject {
        Some((_, Subject::Epic)) => ("backlog, in-progress or done", EPICS.contains(&status)),
        Some((_, Subject::Retrospective)) => ("optional or done", RETROSPECTIVES.contains(&status)),
        // That of an epic with a name of its own: `epic-first-release-retrospective`.
        None if key.ends_with("-retrospective") => ("a status", true),
        _ => ("a status of stories", status != "optional"),
    };
    if !fits {
        let (key, status) = (key.to_owned(), status.to_owned());
        return Err(SetError::NotForThis { key, status, can });
    }
    // The exact text of a key comes before all that it could be short for.
    let named = subject.as_ref().map(|(_, subject)| subject);
    if let Some(entry) = story(&file, key, named).or_else(|error| match listed {
        Some(_) => Ok(None),
        None => Err(error),
    })? && (listed.is_none() || entry.key == key)
    {
        return write_story(&file, entry, status);
    }
    let of_epic = |id: &EpicId| file.reading.epics.iter().find(|epic| epic.id == *id);
    if let Some((id, Subject::Epic)) = &subject
        && let Some(epic) = of_epic(id).filter(|epic| !epic.word.is_empty())
    {
        return write(&file, key, epic.value_line, status);
    }
    // Retrospectives and the like, which are no stories, and keys without a value.
    match (listed, subject) {
        (Some(line), _) if file.value(line.number, key).is_some() => {
            write(&file, key, line.number, status)
        }
        (Some(line), _) if is_bare(&file, line) => {
            let colon = line.text.find(':').map_or(0, |at| line.start + at + 1);
            Ok(file.edit(Span::new(colon, colon), format!(" {status}")))
        }
        (Some(line), _) => Err(SetError::Unclear {
            key: key.to_owned(),
            line: line.number,
        }),
        (None, Some((epic, subject))) => Ok(add(&file, key, status, &epic, &subject, &file.rows())),
        (None, None) => Err(SetError::NoKey(key.to_owned())),
    }
}

/// The line that has exactly this key: below `development_status`, where there is that.
fn own_line<'f>(file: &'f StatusFile<'_>, key: &str) -> Option<&'f Line<'f>> {
    let indent = |line: &Line<'_>| line.text.len() - line.text.trim_start().len();
    let list = |line: &Line<'_>| key_on(line) == Some("development_status");
    let from = file.lines.iter().position(list);
    let own = from.and_then(|at| file.lines.get(at)).map(indent);
    let mut below = file.lines.iter().skip(from.map_or(0, |at| at + 1));
    let is_inside = |line: &Line<'_>| {
        let text = line.text.trim_start();
        text.is_empty() || text.starts_with('#') || own.is_none_or(|own| indent(line) > own)
    };
    (below.by_ref().take_while(|line| is_inside(line))).find(|line| key_on(line) == Some(key))
}

/// The entry that `key` means.
fn story<'f>(
    file: &'f StatusFile<'_>,
    key: &str,
    subject: Option<&Subject>,
) -> Result<Option<&'f StatusEntry>, SetError> {
    let entries = &file.reading.entries;
    let lower = key.lowercase();
    let exact = entries.iter().find(|entry| entry.key == key);
    let exact = exact.or_else(|| {
        let mut entries = entries.iter();
        entries.find(|entry| entry.key.lowercase() == lower)
    });
    if exact.is_some() {
        return Ok(exact);
    }
    let wanted = match subject {
        Some(Subject::Story(wanted)) => wanted.as_str().lowercase(),
        Some(_) => return Ok(None),
        // A flat id: STORY-007.
        None => lower.clone(),
    };
    let name = |entry: &StatusEntry| file.names(entry).0.as_str().lowercase();
    let same = |entry: &&StatusEntry| name(entry) == wanted;
    let mut found: Vec<&StatusEntry> = entries.iter().filter(same).collect();
    if found.is_empty() {
        // `S1.1`: a letter that says no more than "story".
        let same = |entry: &&StatusEntry| name(entry).strip_prefix('s') == Some(wanted.as_str());
        found = entries.iter().filter(same).collect();
    }
    // `3.1` and `3-01` are the short key too.
    let short = lower == wanted || lower.len() <= wanted.len() + 2;
    match found.as_slice() {
        [] => Ok(None),
        [only] if short => Ok(Some(only)),
        [only, ..] if !short => Err(SetError::OtherName {
            key: key.to_owned(),
            found: only.key.clone(),
        }),
        several => Err(SetError::Several {
            key: key.to_owned(),
            found: several.iter().map(|entry| entry.key.clone()).collect(),
        }),
    }
}

fn write(file: &StatusFile<'_>, key: &str, number: u32, status: &str) -> Result<Edit, SetError> {
    let unclear = || SetError::Unclear {
        key: key.to_owned(),
        line: number,
    };
    let value = file.value(number, key).ok_or_else(unclear)?;
    Ok(file.edit(value, status.to_owned()))
}

/// Writes the status where the entry has it; where its key stands again with a higher one, which
/// would count, there too.
fn write_story(file: &StatusFile<'_>, entry: &StatusEntry, status: &str) -> Result<Edit, SetError> {
    let mut edit = write(file, &entry.key, entry.value.line, status)?;
    let rank = |status: Status| (status <= Status::Done).then_some(status);
    let wanted = LADDER.iter().find(|one| one.as_str() == status).copied();
    for &(number, other) in &entry.again {
        if rank(other) <= wanted {
            continue;
        }
        let also = write(file, &entry.key, number, status)?;
        edit = joined(file, edit, also);
    }
    Ok(edit)
}

/// Two edits as one, with what stands between them.
fn joined(file: &StatusFile<'_>, one: Edit, other: Edit) -> Edit {
    let (first, last) = match one.span.start < other.span.start {
        true => (one, other),
        false => (other, one),
    };
    let between = file.text_between(first.span.end, last.span.start);
    let replacement = format!("{}{between}{}", first.replacement, last.replacement);
    file.edit(Span::new(first.span.start, last.span.end), replacement)
}

/// Whether nothing belongs to the key on this line: no value, and nothing below it.
fn is_bare(file: &StatusFile<'_>, line: &Line<'_>) -> bool {
    let own = line.text.len() - line.text.trim_start().len();
    let at = position(line.number);
    let mut below = file.lines.iter().skip(at + 1);
    let next = below.find(|line| {
        let text = line.text.trim();
        !text.is_empty() && !text.starts_with('#')
    });
    next.is_none_or(|next| {
        let text = next.text.trim_start();
        let indent = next.text.len() - text.len();
        indent <= own && !(indent == own && text.starts_with("- "))
    })
}

/// A line for a key that the file does not have; `rows` are those of the file.
pub(super) fn add(
    file: &StatusFile<'_>,
    key: &str,
    status: &str,
    epic: &EpicId,
    subject: &Subject,
    rows: &[Row],
) -> Edit {
    if let Some((row, after)) = StatusFile::neighbour(rows, epic, subject) {
        let line = format!("{}{key}: {status}", file.indent(row.at));
        return match after {
            true => file.insert_after(row.end, &line),
            false => file.insert_before(row.at, &line),
        };
    }
    if let Some(edit) = super::blocks::add(file, key, status, epic) {
        return edit;
    }
    let last = file.lines.len().saturating_sub(1);
    let list = |line: &Line<'_>| key_on(line) == Some("development_status");
    match file.lines.iter().position(list) {
        Some(at) => file.insert_after(at, &format!("  {key}: {status}")),
        None if file.lines.is_empty() => file.edit(
            Span::default(),
            format!("development_status:\n  {key}: {status}\n"),
        ),
        None => {
            let ending = file.reading.ending;
            let text = format!("development_status:{ending}  {key}: {status}");
            file.insert_after(last, &text)
        }
    }
}
