//! The status file that the documents ask for, merged with the one there is: edits of it, never a
//! new one. Nothing is lowered and nothing is taken out.

use super::rows::{Row, StatusFile, Subject};
use super::words::{EPICS, LADDER, RETROSPECTIVES, is_legal_story};
use crate::backlog::{Backlog, EpicId, EpicStatus, Status, Story};
use crate::ordering::{self, Set, Table};
use crate::progress::StatusCounts;
use crate::read::{self, Fact, Reading, StatusEntry, key_on, long_key, value_on};
use crate::source::{Document, Edit, Span};
use crate::write::scalar;

/// A value that was or is not a word that it may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordFound {
    /// The key.
    pub key: String,
    /// The word that stood there.
    pub word: String,
    /// The word that replaces it; `None` where nobody can know which.
    pub now: Option<&'static str>,
}

/// A key under another name, or with another status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The key now.
    pub key: String,
    /// What it was before: the key, or the status.
    pub before: String,
    /// What it is now.
    pub now: String,
}

/// What merging found and did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Keys that got a line, in the order of the file.
    pub new: Vec<String>,
    /// Stories whose title is another one now: the line keeps its status under a new key.
    pub renamed: Vec<Change>,
    /// Statuses brought up to what the story's own documents say.
    pub raised: Vec<Change>,
    /// Old words, replaced by today's: `drafted`, `contexted`, `completed`.
    pub legacy: Vec<WordFound>,
    /// Words that no status is called by; replaced where it is known what they mean.
    pub illegal: Vec<WordFound>,
    /// Keys with their status that no document declares. They stay.
    pub orphaned: Vec<(String, String)>,
    /// How many stories stand in the file as they should.
    pub in_sync: usize,
    /// None of the file's stories is declared in the documents: it is probably another project's.
    pub foreign: bool,
}

/// A merged status file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Generated {
    /// The whole text.
    pub text: String,
    /// The same as edits of the file there was, from first to last; empty where it is in sync.
    pub edits: Vec<Edit>,
    /// What was found and done.
    pub report: Report,
}

/// Words of an older method, which are no slips.
const LEGACY: &[&str] = &["drafted", "contexted", "completed"];

/// Merges what `backlog` declares into the status file `document`, one of the documents that
/// `backlog` was joined of. `now` is written as the time of the update, where the file has one and
/// anything changes.
pub fn generate(
    document: &Document,
    readings: &[&Reading],
    backlog: &Backlog,
    now: Option<&str>,
) -> Generated {
    let file = StatusFile::of(document);
    let mut merge = Merge {
        rows: file.rows(),
        file: &file,
        backlog,
        edits: Vec::new(),
        additions: Vec::new(),
        report: Report::default(),
        names: Table::new((file.reading.entries.iter()).map(|entry| (entry.key.as_str(), entry))),
    };
    merge.stories(&furthest(readings, backlog));
    merge.epics_and_retrospectives();
    merge.add();
    merge.orphans();
    if !merge.edits.is_empty()
        && let Some(now) = now
    {
        merge.time(now);
    }
    let Merge {
        mut edits, report, ..
    } = merge;
    // Lines for one place stand in the order in which they were asked for.
    ordering::sort_by(&mut edits, |a, b| a.span.start.cmp(&b.span.start));
    let mut together: Vec<Edit> = Vec::new();
    for edit in edits {
        match together.last_mut() {
            Some(last) if last.span == edit.span => last.replacement.push_str(&edit.replacement),
            _ => together.push(edit),
        }
    }
    Generated {
        text: super::applied(&document.text, &together),
        edits: together,
        report,
    }
}

/// For each story the furthest status that any of its documents states.
fn furthest(readings: &[&Reading], backlog: &Backlog) -> Vec<Option<Status>> {
    let drift = read::drift(readings, backlog);
    let of = |story: read::StoryDrift| {
        let said = story
            .said
            .into_iter()
            .filter(|(fact, _)| *fact == Fact::Status);
        said.filter_map(|(_, said)| {
            LADDER
                .iter()
                .find(|status| status.as_str() == said.value)
                .copied()
        })
        .max()
    };
    drift.into_iter().map(of).collect()
}

struct Merge<'a> {
    file: &'a StatusFile<'a>,
    rows: Vec<Row>,
    backlog: &'a Backlog,
    edits: Vec<Edit>,
    report: Report,
    names: Table<&'a str, &'a StatusEntry>,
    additions: Vec<Addition>,
}

/// A line to be added: sorts as lines stand.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Addition {
    epic: EpicId,
    /// The epic, its stories as their document lists them, the retrospective.
    place: (u8, usize),
    key: String,
    status: &'static str,
    subject: Subject,
}

impl<'a> Merge<'a> {
    fn stories(&mut self, furthest: &[Option<Status>]) {
        let file = self.file;
        // What a key names that no document declares: a story may have been given another title.
        let declared: Set<&str> = (self.backlog.stories.iter())
            .filter(|story| story.declared.is_some())
            .filter_map(|story| story.status_key.as_deref())
            .collect();
        let mut free: Table<String, Option<&StatusEntry>> = Table::default();
        for entry in &file.reading.entries {
            if !declared.contains(entry.key.as_str()) {
                let name = file.names(entry).0.to_string();
                // Of two keys with one number nobody knows which one it was.
                let slot = free.or_insert_with(name, || Some(entry));
                if slot.is_some_and(|first| first.key != entry.key) {
                    *slot = None;
                }
            }
        }
        let backlog = self.backlog;
        for (at, story) in backlog.stories.iter().enumerate() {
            if story.declared.is_none() {
                continue;
            }
            let said = furthest.get(at).copied().flatten();
            let entry = story.status_key.as_deref().map(|key| self.names.get(key));
            match entry {
                Some(Some(entry)) => self.listed(entry, said),
                // It stands in another status file.
                Some(None) => {}
                None => match free.get(story.key.as_str()).copied().flatten() {
                    Some(entry) => self.renamed(entry, story, said),
                    None => self.missing(at, story, said),
                },
            }
        }
    }

    /// A story whose line is there.
    fn listed(&mut self, entry: &StatusEntry, said: Option<Status>) {
        let before = self.edits.len();
        let word = entry.status_text.as_deref();
        let illegal = word.filter(|word| !is_legal_story(word));
        // What is beside the ladder has no word there.
        let on_ladder = entry.status <= Status::Done;
        let known = on_ladder && (illegal.is_none() || entry.known);
        let raised = said.filter(|said| known && *said > entry.status);
        if let Some(word) = illegal.filter(|_| on_ladder) {
            let status = raised.unwrap_or(entry.status);
            let now = entry.known.then(|| status.as_str());
            self.word(&entry.key, word, now);
        }
        if let Some(status) = raised {
            self.report.raised.push(Change {
                key: entry.key.clone(),
                before: entry.status.as_str().to_owned(),
                now: status.as_str().to_owned(),
            });
        }
        let wanted = match (raised, illegal) {
            (Some(status), _) => Some(status),
            (None, Some(_)) if known => Some(entry.status),
            _ => None,
        };
        if let Some(status) = wanted {
            self.write(entry.value.line, status.as_str());
        }
        if self.edits.len() == before {
            self.report.in_sync += 1;
        }
    }

    fn word(&mut self, key: &str, word: &str, now: Option<&'static str>) {
        let list = match LEGACY.contains(&word) {
            true => &mut self.report.legacy,
            false => &mut self.report.illegal,
        };
        list.push(WordFound {
            key: key.to_owned(),
            word: word.to_owned(),
            now,
        });
    }

    /// A story with a number that the file has, under another title: the line is its line.
    fn renamed(&mut self, entry: &StatusEntry, story: &Story, said: Option<Status>) {
        self.listed(entry, said);
        let now = long_key(&story.key, &story.title);
        let line = self.file.line(entry.place.line);
        let at = line.and_then(|line| Some(line.start + line.text.find(&entry.key)?));
        if let Some(at) = at.filter(|_| now != entry.key) {
            let span = Span::new(at, at + entry.key.len());
            self.edits.push(self.file.edit(span, now.clone()));
            self.report.renamed.push(Change {
                key: now.clone(),
                before: entry.key.clone(),
                now,
            });
        }
    }

    fn missing(&mut self, at: usize, story: &Story, said: Option<Status>) {
        let status = said.unwrap_or(story.status);
        // What will not be done needs no line.
        if matches!(status, Status::Dropped | Status::Superseded) {
            return;
        }
        self.additions.push(Addition {
            epic: story.epic.clone(),
            place: (1, at),
            key: long_key(&story.key, &story.title),
            status: status.as_str(),
            subject: Subject::Story(story.key.clone()),
        });
    }

    /// Epics and retrospectives have lines where the file has such lines at all.
    fn epics_and_retrospectives(&mut self) {
        for row in 0..self.rows.len() {
            self.words_of_row(row);
        }
        let has = |wanted: &Subject| self.rows.iter().any(|row| row.subject == *wanted);
        let (epics, retrospectives) = (has(&Subject::Epic), has(&Subject::Retrospective));
        let backlog = self.backlog;
        for epic in &backlog.epics {
            let stories = || (backlog.stories.iter()).filter(|story| story.epic == epic.id);
            if stories().all(|story| story.declared.is_none()) {
                continue;
            }
            let same = |row: &Row, subject: &Subject| {
                row.subject == *subject && super::same_epic(&row.epic, &epic.id)
            };
            let (id, listed) = (&epic.id, |subject: &Subject| {
                self.rows.iter().any(|row| same(row, subject))
            });
            if epics && !listed(&Subject::Epic) {
                self.additions.push(Addition {
                    epic: id.clone(),
                    place: (0, 0),
                    key: format!("epic-{id}"),
                    status: StatusCounts::of(stories()).epic_status().as_str(),
                    subject: Subject::Epic,
                });
            }
            if retrospectives && !listed(&Subject::Retrospective) {
                self.additions.push(Addition {
                    epic: id.clone(),
                    place: (2, 0),
                    key: format!("epic-{id}-retrospective"),
                    status: "optional",
                    subject: Subject::Retrospective,
                });
            }
        }
    }

    /// The words of epics and retrospectives that are not legal.
    fn words_of_row(&mut self, row: usize) {
        let Some(row) = self.rows.get(row) else {
            return;
        };
        let words = match row.subject {
            Subject::Epic => EPICS,
            Subject::Retrospective => RETROSPECTIVES,
            Subject::Story(_) => return,
        };
        let Some(line) = self.file.lines.get(row.at) else {
            return;
        };
        let (Some(key), Some(value)) = (key_on(line), value_on(line)) else {
            return;
        };
        let word = self.file.text_between(value.start, value.end);
        if words.contains(&word) {
            return;
        }
        let found = match row.subject {
            Subject::Epic => read::epic_status_meant(word).map(EpicStatus::as_str),
            _ => read::status_meant(word).map(|status| match status {
                Status::Done => "done",
                _ => "optional",
            }),
        };
        let (number, key) = (line.number, key.to_owned());
        let word = word.to_owned();
        self.word(&key, &word, found);
        if let Some(now) = found {
            self.write(number, now);
        }
    }

    fn orphans(&mut self) {
        let declared: Set<&str> = (self.backlog.stories.iter())
            .filter(|story| story.declared.is_some())
            .filter_map(|story| story.status_key.as_deref())
            .collect();
        let renamed: Set<&str> = self
            .report
            .renamed
            .iter()
            .map(|one| one.before.as_str())
            .collect();
        let entries = &self.file.reading.entries;
        let orphaned = entries.iter().filter(|entry| {
            !declared.contains(entry.key.as_str()) && !renamed.contains(entry.key.as_str())
        });
        self.report.orphaned = orphaned
            .map(|entry| {
                let word = entry.status_text.as_deref();
                let word = word.unwrap_or(entry.status.as_str());
                (entry.key.clone(), word.to_owned())
            })
            .collect();
        let any = (self.backlog.stories.iter()).any(|story| story.declared.is_some());
        self.report.foreign =
            any && entries.len() >= 3 && self.report.orphaned.len() == entries.len();
    }

    fn write(&mut self, number: u32, word: &str) {
        if let Some(value) = self.file.value(number) {
            self.edits.push(self.file.edit(value, word.to_owned()));
        }
    }

    fn add(&mut self) {
        let mut additions = std::mem::take(&mut self.additions);
        ordering::sort(&mut additions);
        let is_spaced = self.is_spaced();
        for one in additions {
            let mut edit = super::set::add(
                self.file,
                &scalar(&one.key),
                one.status,
                &one.epic,
                &one.subject,
                &self.rows,
            );
            // A new epic is set off like the others.
            let ending = self.file.reading.ending;
            if one.subject == Subject::Epic && is_spaced && edit.replacement.starts_with(ending) {
                edit.replacement.insert_str(0, ending);
            }
            self.report.new.push(one.key);
            self.edits.push(edit);
        }
    }

    /// Whether epics stand apart by blank lines.
    fn is_spaced(&self) -> bool {
        let epics = self.rows.iter().filter(|row| row.subject == Subject::Epic);
        epics.skip(1).any(|row| {
            let above = row.at.checked_sub(1).and_then(|at| self.file.lines.get(at));
            above.is_some_and(|line| line.text.trim().is_empty())
        })
    }

    /// The time of the update, in the manner of the one before.
    fn time(&mut self, now: &str) {
        let line = (self.file.lines.iter()).find(|line| key_on(line) == Some("last_updated"));
        let Some(value) = line.and_then(value_on) else {
            return;
        };
        let before = self.file.text_between(value.start, value.end);
        let written = super::date::in_the_manner_of(before, now);
        if let Some(written) = written.filter(|written| written != before) {
            self.edits.push(self.file.edit(value, written));
        }
    }
}
