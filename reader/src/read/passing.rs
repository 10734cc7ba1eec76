//! Places that name a story and declare none: a coverage map, a summary, a requirement that says
//! which story meets it. Such a place counts for a story that only the status file knows, where its
//! number and its words both say that it is this one.

use super::epics::Walk;
use super::ids::{self, Id};
use super::rows::{Row, RowKind};
use super::status_file::StatusEntry;
use super::titles::{Agreement, Title, Words, compare, shared};
use crate::ordering::Table;
use crate::source::Place;
use crate::source::marks::{Marked, Signs, marks};

/// Most bytes of a line that are kept for comparing.
const LONGEST: usize = 600;

/// Most ids of a line that are looked at.
const MOST_IDS: usize = 12;

/// A line that names a story in passing.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Passing {
    pub id: Id,
    /// What stands there: the line, or of a line with several ids of a kind what follows this one.
    pub text: String,
    /// What directly follows the id.
    pub after: String,
    pub place: Place,
}

impl Walk<'_> {
    /// Keeps the ids of a line that declares nothing and is no part of a story.
    pub(super) fn in_passing(&mut self, at: usize, row: &Row<'_>) {
        let prose = row.kind == RowKind::Text || row.kind == RowKind::TableRow || row.is_item();
        let last = self.candidates.last();
        let declares = last.is_some_and(|last| last.row == at && last.id.is_some());
        if !prose || declares || self.story_level.is_some() || !row.signs.has(Signs::DIGIT) {
            return;
        }
        let found = ids_in(row.body);
        let place = || Place::new(self.path, row.line.number, row.span());
        for (at, (id, end)) in found.iter().enumerate() {
            // The next id ends what is said of this one.
            let next = found.get(at + 1).map(|(id, end)| end - id.text.len());
            let after = row.body.get(*end..next.unwrap_or(row.body.len()));
            let after = short(after.unwrap_or(""));
            // "S21" beside "STORY-365" is a sprint or another thing, and takes nothing from it.
            let like = found.iter().filter(|(other, _)| other.prefix == id.prefix);
            let whole = if like.count() == 1 {
                row.body
            } else if after.starts_with_one(marks![')', ']', ',']) {
                continue;
            } else {
                after
            };
            self.out.passing.push(Passing {
                id: id.clone(),
                text: short(whole).to_owned(),
                after: after.to_owned(),
                place: place(),
            });
        }
    }
}

fn short(text: &str) -> &str {
    let end = (0..=LONGEST.min(text.len()))
        .rev()
        .find(|&end| text.is_char_boundary(end));
    text.get(..end.unwrap_or(0)).unwrap_or("")
}

/// The ids of stories in a text, each with its end.
fn ids_in(text: &str) -> Vec<(Id, usize)> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(rest) = text.get(from..)
        && let Some(digit) = rest.bytes().position(|byte| byte.is_ascii_digit())
        && found.len() < MOST_IDS
    {
        let of_word =
            |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_');
        let before = rest.as_bytes().get(..digit).unwrap_or(&[]);
        let start = from + digit - before.iter().rev().take_while(|byte| of_word(byte)).count();
        let word = text.get(start..).unwrap_or("");
        if let Some((id, after)) = ids::parse(word)
            && !id.is_local()
            && id.parts.len() <= 3
            && !ids::is_foreign(&id.prefix)
            && !id.prefix.starts_with("epic")
        {
            from = text.len() - after.len();
            found.push((id, from));
        } else {
            let length = word.bytes().take_while(of_word).count();
            from = start + length.max(1);
        }
    }
    found
}

/// All that is named in passing, by the numbers of its ids.
pub(super) type Index<'a> = Table<String, Vec<(usize, &'a Passing)>>;

/// The one place that speaks of an entry which no document declares, with the position of its
/// document, and the title that it gives.
pub(super) fn place_of<'a>(
    entry: &StatusEntry,
    index: &Index<'a>,
    is_free: impl Fn(&Place) -> bool,
) -> Option<(usize, &'a Passing, Option<String>)> {
    let own = entry.title.as_deref();
    let mut best: Option<(usize, &Passing)> = None;
    let mut most = (0, std::cmp::Reverse(0));
    // Two that say as much leave open which one is meant.
    let mut several = false;
    for reading in &entry.readings {
        if reading.id.is_local() {
            continue;
        }
        let named = Title::of(own.unwrap_or(&reading.slug));
        for &(document, passing) in index.get(&reading.id.parts.join(".")).into_iter().flatten() {
            let prefix = |id: &'_ Id| id.prefix.trim_end_matches('-').len();
            let same = prefix(&passing.id) == prefix(&reading.id)
                && passing
                    .id
                    .prefix
                    .starts_with(reading.id.prefix.trim_end_matches('-'));
            if !same || !is_free(&passing.place) {
                continue;
            }
            let words = Words::of(&passing.text);
            let common = shared(&named.words, &words);
            let Agreement::Share(50..) = compare(&named.words, &words) else {
                continue;
            };
            if common < 2 {
                continue;
            }
            let score = (common, std::cmp::Reverse(words.len()));
            several = score == most || (several && score < most);
            if score > most {
                most = score;
                best = Some((document, passing));
            }
        }
    }
    let (document, passing) = best.filter(|_| !several)?;
    let title = titled(&passing.after).filter(|title| {
        own.is_none() && (entry.readings.iter()).any(|one| alike(&one.slug, title))
    });
    Some((document, passing, title.map(str::to_owned)))
}

fn alike(slug: &str, title: &str) -> bool {
    Title::of(slug).agreement(&Title::of(title)) >= Agreement::Share(75)
}

/// A title in what follows an id: "(Service worker) and", ": Sign in,".
fn titled(after: &str) -> Option<&str> {
    let text = after.trim_start_of(marks![
        '*', '_', '`', ' ', ':', '：', '—', '–', '-', '|', ']'
    ]);
    let title = match text.strip_prefix('(') {
        Some(inside) => inside.split(')').next()?,
        None => text.split([';', '|', '；', '。']).next()?,
    };
    let title = title.trim_of(marks!['*', '_', '`', ' ', ',', '.', '，', ')', '）']);
    (title.len() <= 160).then_some(title)
}
