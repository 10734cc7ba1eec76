//! The lines of a status file that say a status, and where another one would go.

use std::sync::Arc;

use crate::backlog::{EpicId, StoryKey};
use crate::ordering::Set;
use crate::read::{
    StatusEntry, StatusReading, best_reading, divided, epic_key, key_of_entry, key_on, value_on,
};
use crate::read::{read_status_file, status_end, story_readings, undivided};
use crate::source::{Document, Edit, Line, Span, lines};

/// A status file with its lines.
pub(super) struct StatusFile<'a> {
    document: &'a Document,
    pub lines: Vec<Line<'a>>,
    pub reading: StatusReading,
    /// The epics that it names itself.
    pub epics: Set<EpicId>,
    /// Its stories that are listed in parts.
    divided: Set<EpicId>,
}

/// What a line is about, in the order in which an epic's lines stand.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Subject {
    Epic,
    Story(StoryKey),
    Retrospective,
}

/// A line `key: status`.
pub(super) struct Row {
    /// Its position among the lines.
    pub at: usize,
    /// The position of its last line: a value may stand alone below a long key.
    pub end: usize,
    pub epic: EpicId,
    pub subject: Subject,
}

impl<'a> StatusFile<'a> {
    pub fn of(document: &'a Document) -> Self {
        let path: Arc<str> = Arc::from(document.path.as_str());
        let reading = read_status_file(&path, &document.text);
        let epics = reading.epics.iter().map(|epic| epic.id.clone()).collect();
        let entries: Vec<&StatusEntry> = reading.entries.iter().collect();
        let divided = divided(&entries);
        Self {
            document,
            lines: lines(&document.text).collect(),
            reading,
            epics,
            divided,
        }
    }

    /// The whole text.
    pub fn text(&self) -> &'a str {
        &self.document.text
    }

    /// The line with this number.
    pub fn line(&self, number: u32) -> Option<&Line<'a>> {
        self.lines.get(position(number))
    }

    /// Where the status of `key` stands, which is said on this line: there, or alone on the next one.
    pub fn value(&self, number: u32, key: &str) -> Option<Span> {
        let line = self.line(number)?;
        if let Some(value) = value_on(line) {
            // The line of an item that says no status has its id, or its title.
            let before = self.text_between(line.start, value.start);
            let field = before.trim_end_matches([' ', '\t', '"', '\'']);
            let says_it = field.ends_with("status:") || field.ends_with("state:");
            let is_its = says_it || key_on(line) == Some(key);
            return self.value_on(line).filter(|_| is_its);
        }
        let next = self.line(number + 1)?;
        let text = next.text.trim();
        let deeper =
            next.text.len() - next.text.trim_start().len() > self.indent(position(number)).len();
        let plain =
            !text.contains([':', '#', '"', '\'', '{', '[', '|', '>']) && !text.starts_with('-');
        let from = next.start + next.text.find(text)?;
        let bare = line.text.trim_end().ends_with(':');
        (bare && deeper && plain && !text.is_empty()).then(|| Span::new(from, from + text.len()))
    }

    /// Where the status on a line stands: the value of its key without the remark behind it, as in
    /// `done (merged on Monday)`. `None` where the value holds another key: two lines run together.
    pub fn value_on(&self, line: &Line<'_>) -> Option<Span> {
        let value = value_on(line)?;
        let text = self.text_between(value.start, value.end);
        let quoted = self.text_between(value.start.saturating_sub(1), value.start);
        if !matches!(quoted, "\"" | "'") && text.contains(": ") {
            return None;
        }
        Some(Span::new(value.start, value.start + status_end(text)))
    }

    /// The story's key and the epic of an entry.
    pub fn names(&self, entry: &StatusEntry) -> (StoryKey, EpicId) {
        key_of_entry(entry, &self.epics, &self.divided)
    }

    /// What `key` would be about, if it stood in this file.
    pub fn subject(&self, key: &str) -> Option<(EpicId, Subject)> {
        if let Some(id) = retrospective_of(key) {
            return Some((id, Subject::Retrospective));
        }
        if let Some(id) = epic_key(key) {
            return Some((id, Subject::Epic));
        }
        let readings = story_readings(key);
        let best = best_reading(&readings, &self.epics, &self.divided)?;
        let epic = best.id.epic_of_story()?;
        let key = best.id.story_key(Some(&epic));
        Some((undivided(epic, &self.epics), Subject::Story(key)))
    }

    /// The lines `key: status`, in the order of the file.
    pub fn rows(&self) -> Vec<Row> {
        let mut rows = Vec::new();
        let stories = self.reading.entries.iter().filter_map(|entry| {
            entry.indent?;
            Some((entry.place.line, entry.key.as_str()))
        });
        let stories: Set<(u32, &str)> = stories.collect();
        let epics: Set<u32> = (self.reading.epics.iter())
            .filter(|epic| epic.value_line == epic.place.line)
            .map(|epic| epic.place.line)
            .collect();
        for (at, line) in self.lines.iter().enumerate() {
            let Some(key) = key_on(line) else { continue };
            let known = stories.contains(&(line.number, key)) || epics.contains(&line.number);
            if !known && retrospective_of(key).is_none() {
                continue;
            }
            if let Some((epic, subject)) = self.subject(key) {
                rows.push(Row {
                    at,
                    end: at + self.lines_below(at),
                    epic,
                    subject,
                });
            }
        }
        rows
    }

    /// How many lines below the one at `at` go on with its value: deeper ones without a key. A line
    /// put between would take them for its own.
    fn lines_below(&self, at: usize) -> usize {
        let own = self.indent(at).len();
        let goes_on = |line: &&Line<'_>| {
            let text = line.text.trim_start();
            let deeper = line.text.len() - text.len() > own;
            deeper && !text.is_empty() && !text.starts_with('#') && key_on(line).is_none()
        };
        let below = self.lines.iter().skip(at + 1);
        below.take_while(goes_on).count()
    }

    /// After or before which of `rows` a line about `subject` of `epic` goes, and whether after.
    pub fn neighbour<'r>(
        rows: &'r [Row],
        epic: &EpicId,
        subject: &Subject,
    ) -> Option<(&'r Row, bool)> {
        let own = |row: &&Row| row.epic == *epic;
        let before = |row: &&Row| row.subject <= *subject;
        if let Some(last) = rows.iter().filter(own).rfind(before) {
            return Some((last, true));
        }
        if let Some(first) = rows.iter().find(own) {
            return Some((first, false));
        }
        let earlier = rows.iter().filter(|row| row.epic < *epic);
        let nearest = earlier.max_by(|a, b| (&a.epic, a.at).cmp(&(&b.epic, b.at)));
        nearest
            .map(|row| (row, true))
            .or_else(|| rows.first().map(|row| (row, false)))
    }

    /// The blanks at the start of a line.
    pub fn indent(&self, at: usize) -> &'a str {
        let text = self.lines.get(at).map_or("", |line| line.text);
        text.get(..text.len() - text.trim_start().len())
            .unwrap_or("")
    }

    /// Puts whole lines (without the last one's ending) behind the line at `at`, which keeps its own
    /// ending where lines end differently.
    pub fn insert_after(&self, at: usize, text: &str) -> Edit {
        let end = self.lines.get(at).map_or(0, |line| line.span().end);
        let rest = self.text().get(end..).unwrap_or("");
        let own = rest.find('\n').and_then(|at| rest.get(..=at));
        let own = own.filter(|own| own.trim_end_matches(['\r', '\n']).is_empty());
        let ending = own.unwrap_or(self.reading.ending);
        self.edit(Span::new(end, end), format!("{ending}{text}"))
    }

    /// Puts whole lines (without the last one's ending) before the line at `at`.
    pub fn insert_before(&self, at: usize, text: &str) -> Edit {
        let start = self.lines.get(at).map_or(0, |line| line.start);
        self.edit(
            Span::new(start, start),
            format!("{text}{}", self.reading.ending),
        )
    }

    /// The bytes from `start` to `end`.
    pub fn text_between(&self, start: usize, end: usize) -> &'a str {
        self.document.text.get(start..end).unwrap_or("")
    }

    /// An edit of this file.
    pub fn edit(&self, span: Span, replacement: String) -> Edit {
        Edit {
            path: self.document.path.clone(),
            span,
            replacement,
        }
    }
}

/// The position of a line by its number.
pub(super) fn position(number: u32) -> usize {
    usize::try_from(number)
        .unwrap_or(usize::MAX)
        .wrapping_sub(1)
}

/// `epic-3-retrospective`: the epic's id.
pub(super) fn retrospective_of(key: &str) -> Option<EpicId> {
    let rest = key.strip_suffix("-retrospective")?;
    epic_key(rest).filter(|_| key.starts_with("epic"))
}

/// Where the status of each story stands in a status file, by key: what may be replaced to set it.
/// Keys that stand twice are left out: [`set`](super::set()) knows what to do about them.
pub fn values(document: &Document) -> Vec<(String, Span)> {
    let file = StatusFile::of(document);
    let entries = file.reading.entries.iter();
    let once = entries.filter(|entry| entry.again.is_empty());
    once.filter_map(|entry| Some((entry.key.clone(), file.value(entry.value.line, &entry.key)?)))
        .collect()
}
