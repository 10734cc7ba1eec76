//! One merge of what the documents declare into a status file: the lines that are there get legal
//! words and today's keys, and what is missing gets lines.

use super::generate::Wishes;
use super::report::{Change, Generated, Replaced, Report, WordFound};
use super::rows::{Row, StatusFile, Subject};
use super::words::{EPICS, RETROSPECTIVES, is_legal_story};
use crate::backlog::{Backlog, EpicId, EpicStatus, Status, Story};
use crate::ordering::{self, Set, Table};
use crate::progress::StatusCounts;
use crate::read::{self, StatusEntry, key_on, long_key, value_on};
use crate::source::{Edit, Span};
use crate::write::scalar;

/// Words of an older method, which are no slips.
const LEGACY: &[&str] = &["drafted", "contexted", "completed"];

/// The merged file without lines for the stories `left_out`, and which story got which key.
pub(super) fn merged(
    file: &StatusFile<'_>,
    backlog: &Backlog,
    furthest: &[Option<Status>],
    wishes: &Wishes<'_>,
    left_out: &Set<usize>,
) -> (Generated, Vec<(usize, String)>) {
    let mut merge = Merge {
        rows: file.rows(),
        file,
        backlog,
        wishes,
        left_out,
        edits: Vec::new(),
        additions: Vec::new(),
        report: Report::default(),
        names: Table::new((file.reading.entries.iter()).map(|entry| (entry.key.as_str(), entry))),
    };
    merge.stories(furthest);
    merge.epics_and_retrospectives();
    let added = merge.add();
    merge.orphans();
    if !merge.edits.is_empty()
        && let Some(now) = wishes.now
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
    let made = Generated {
        text: super::applied(file.text(), &together),
        edits: together,
        report,
    };
    (made, added)
}

struct Merge<'a> {
    file: &'a StatusFile<'a>,
    rows: Vec<Row>,
    backlog: &'a Backlog,
    wishes: &'a Wishes<'a>,
    left_out: &'a Set<usize>,
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
                    Some(entry) if self.is_same(entry, story) => {
                        self.renamed(at, entry, story, said);
                    }
                    replaced => {
                        self.missing(at, story, said);
                        self.replaced(at, replaced, story);
                    }
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
            self.write(&entry.key, entry.value.line, status.as_str());
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

    /// Whether the line of a story with this number is this story's: the titles have something in
    /// common, or cannot be compared, or the user says so. A wrong status is worse than none.
    fn is_same(&self, entry: &StatusEntry, story: &Story) -> bool {
        let now = long_key(&story.key, &story.title);
        let named = |key: &String| *key == entry.key || *key == now || *key == story.key.as_str();
        self.wishes.same.iter().any(named) || !read::is_other_story(entry, &story.title)
    }

    /// A story with a number that the file has, under another title: the line is its line.
    fn renamed(&mut self, at: usize, entry: &StatusEntry, story: &Story, said: Option<Status>) {
        self.listed(entry, said);
        let now = long_key(&story.key, &story.title);
        if now != entry.key
            && !self.left_out.contains(&at)
            && let Some(edit) = self.rename(entry, &now)
        {
            self.edits.push(edit);
            self.report.renamed.push(Change {
                key: now.clone(),
                before: entry.key.clone(),
                now,
            });
        }
    }

    /// The key of a line, written anew.
    fn rename(&self, entry: &StatusEntry, now: &str) -> Option<Edit> {
        let line = self.file.line(entry.place.line)?;
        let at = line.start + line.text.find(&entry.key)?;
        let span = Span::new(at, at + entry.key.len());
        Some(self.file.edit(span, now.to_owned()))
    }

    /// Says that a line with the story's number is another one's.
    fn replaced(&mut self, at: usize, entry: Option<&StatusEntry>, story: &Story) {
        let key = long_key(&story.key, &story.title);
        if let Some(entry) = entry.filter(|_| !self.left_out.contains(&at))
            && let Some(same) = self.rename(entry, &key)
        {
            self.report.replaced.push(Replaced {
                key,
                before: entry.key.clone(),
                status: word_of(entry).to_owned(),
                same,
            });
        }
    }

    fn missing(&mut self, at: usize, story: &Story, said: Option<Status>) {
        let status = said.unwrap_or(story.status);
        // What will not be done needs no line.
        if matches!(status, Status::Dropped | Status::Superseded) {
            return;
        }
        let key = long_key(&story.key, &story.title);
        if self.left_out.contains(&at) {
            self.report.unclear.push(key);
            return;
        }
        self.additions.push(Addition {
            epic: story.epic.clone(),
            place: (1, at),
            key,
            status: status.as_str(),
            subject: Subject::Story(story.key.clone()),
        });
    }

    /// Epics and retrospectives have lines where the file has such lines at all.
    fn epics_and_retrospectives(&mut self) {
        for row in 0..self.rows.len() {
            self.words_of_row(row);
        }
        // A file without any line yet is written as a new one would be.
        let none = self.has_no_line();
        let has = |wanted: &Subject| none || self.rows.iter().any(|row| row.subject == *wanted);
        let (epics, retrospectives) = (has(&Subject::Epic), has(&Subject::Retrospective));
        let backlog = self.backlog;
        for epic in &backlog.epics {
            let stories = || (backlog.stories.iter()).filter(|story| story.epic == epic.id);
            if stories().all(|story| story.declared.is_none()) {
                continue;
            }
            let mut left_out = self
                .left_out
                .iter()
                .filter_map(|at| backlog.stories.get(*at));
            if left_out.any(|story| story.epic == epic.id) {
                continue;
            }
            // The file may count it otherwise: as the epic of the lines that its stories have.
            let entries =
                stories().filter_map(|story| self.names.get(story.status_key.as_deref()?));
            let counted: Vec<EpicId> = entries.map(|entry| self.file.names(entry).1).collect();
            let same = |row: &Row, subject: &Subject| {
                let own = super::same_epic(&row.epic, &epic.id) || counted.contains(&row.epic);
                row.subject == *subject && own
            };
            let (id, listed) = (&epic.id, |subject: &Subject| {
                self.rows.iter().any(|row| same(row, subject))
            });
            let status = StatusCounts::of(stories()).epic_status().as_str();
            for (is_usual, place, tail, status, subject) in [
                (epics, 0, "", status, Subject::Epic),
                (
                    retrospectives,
                    2,
                    "-retrospective",
                    "optional",
                    Subject::Retrospective,
                ),
            ] {
                let key = format!("epic-{id}{tail}");
                // Some ids, `lights-a`, make no key that is read as an epic's.
                let reads = (self.file.subject(&key)).is_some_and(|(_, read)| read == subject);
                if is_usual && reads && !listed(&subject) {
                    self.additions.push(Addition {
                        epic: id.clone(),
                        place: (place, 0),
                        key,
                        status,
                        subject,
                    });
                }
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
        let (Some(key), Some(value)) = (key_on(line), self.file.value_on(line)) else {
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
            self.write(&key, number, now);
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
            .map(|entry| (entry.key.clone(), word_of(entry).to_owned()))
            .collect();
        let any = (self.backlog.stories.iter()).any(|story| story.declared.is_some());
        self.report.foreign =
            any && entries.len() >= 3 && self.report.orphaned.len() == entries.len();
    }

    fn write(&mut self, key: &str, number: u32, word: &str) {
        // A value that goes on below its line may say the word already.
        let says = |value: &Span| self.file.text_between(value.start, value.end) == word;
        if let Some(value) = self.file.value(number, key).filter(|value| !says(value)) {
            self.edits.push(self.file.edit(value, word.to_owned()));
        }
    }

    /// Adds the lines; gives the stories among them with their keys.
    fn add(&mut self) -> Vec<(usize, String)> {
        let mut additions = std::mem::take(&mut self.additions);
        ordering::sort(&mut additions);
        let is_spaced = self.has_no_line() || self.is_spaced();
        let ending = self.file.reading.ending;
        let heading = format!("development_status:{ending}");
        let (mut is_first, mut stories) = (true, Vec::new());
        for one in additions {
            if let (1, at) = one.place {
                stories.push((at, one.key.clone()));
            }
            let mut edit = super::set::add(
                self.file,
                &scalar(&one.key),
                one.status,
                &one.epic,
                &one.subject,
                &self.rows,
            );
            // Where the list is missing each line brings its heading along; one is enough.
            if !is_first && edit.replacement.contains(&heading) {
                edit.replacement = edit.replacement.replacen(&heading, "", 1);
            }
            // A new epic is set off like the others.
            let at_line = edit.replacement.starts_with(['\r', '\n']) || self.file.lines.is_empty();
            let is_set_off = is_spaced && !(is_first && self.has_no_line());
            if one.subject == Subject::Epic && at_line && is_set_off {
                edit.replacement.insert_str(0, ending);
            }
            is_first = false;
            self.report.new.push(one.key);
            self.edits.push(edit);
        }
        stories
    }

    /// Whether the file says nothing of any story or epic yet.
    fn has_no_line(&self) -> bool {
        let reading = &self.file.reading;
        self.rows.is_empty() && reading.entries.is_empty() && reading.epics.is_empty()
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

/// The status of an entry, as it is written.
fn word_of(entry: &StatusEntry) -> &str {
    let word = entry.status_text.as_deref();
    word.unwrap_or(entry.status.as_str())
}
