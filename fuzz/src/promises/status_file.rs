//! Promises of status files: what people wrote there stays, what is written is read again.

use super::{Case, Outcome, TODAY, applied, ensure, some_key, tally, undone};
use fastrand::Rng;
use sprintloom_core::backlog::{Status, Story};
use sprintloom_core::project::{Readings, derive, set_status};
use sprintloom_core::read::{self, StatusReading};
use sprintloom_core::source::{Code, Document, DocumentKind, detect};
use sprintloom_core::sprint_status::{self, Generated, SetError};
use std::sync::Arc;

const STATUSES: [Status; 5] = [
    Status::Backlog,
    Status::ReadyForDev,
    Status::InProgress,
    Status::Review,
    Status::Done,
];

/// So many keys of a file are set in a run.
const MOST_KEYS: usize = 12;

fn files<'p>(case: &Case<'p>) -> impl Iterator<Item = &'p Document> {
    let is_status = |one: &&Document| detect(&one.path, &one.text) == DocumentKind::Status;
    case.project.documents.iter().filter(is_status)
}

fn reading(document: &Document) -> StatusReading {
    read::read_status_file(&Arc::from(document.path.as_str()), &document.text)
}

pub(super) fn merged(case: &mut Case<'_>) -> Outcome {
    let mut files = files(case);
    let (Some(before), None) = (files.next(), files.next()) else {
        return Ok(());
    };
    let first = case.readings.generate(before, &case.derived.backlog, TODAY);
    tally::count("status files merged", 1);
    tally::count("lines added by merging", first.report.new.len());
    tally::count("lines renamed by merging", first.report.renamed.len());
    tally::count("statuses raised by merging", first.report.raised.len());
    tally::count(
        "stories that merging leaves out",
        first.report.unclear.len(),
    );
    everything_is_kept(before, &first)?;
    let mut merged = case.project.clone();
    let place = merged
        .documents
        .iter_mut()
        .find(|one| one.path == before.path);
    let Some(place) = place else { return Ok(()) };
    place.text.clone_from(&first.text);
    let file = place.clone();
    let mut readings = Readings::default();
    let derived = derive(&merged, &mut readings);
    let second = readings.generate(&file, &derived.backlog, TODAY);
    ensure(second.edits.is_empty(), || {
        format!(
            "merging again changes it again: {:?}",
            second.edits[0].replacement
        )
    })?;
    let lists = |text: &str| {
        text.lines()
            .filter(|line| line.trim_end() == "development_status:")
            .count()
    };
    ensure(lists(&file.text) <= lists(&before.text).max(1), || {
        "it has more lists than before".to_owned()
    })?;
    for story in &case.derived.backlog.stories {
        let line = story
            .status_key
            .as_ref()
            .filter(|_| story.status == Status::Done);
        let now = derived
            .backlog
            .stories
            .iter()
            .find(|one| line.is_some() && one.status_key.as_ref() == line);
        ensure(now.is_none_or(|now| now.status == Status::Done), || {
            format!("{} was done and is not after merging", story.key)
        })?;
    }
    Ok(())
}

/// Each line of the file is in the merged one, in the order it had and to the byte, but for a key
/// or a status that the report names; so comments, blank lines, unknown keys and the ends of lines stay.
fn everything_is_kept(before: &Document, made: &Generated) -> Outcome {
    let report = &made.report;
    // With the key that it has now.
    let renamed = |old: &str| {
        let mut all = report.renamed.iter();
        let one = all.find(|one| old.contains(&one.before));
        one.map(|one| old.replacen(&one.before, &one.now, 1))
    };
    let words: Vec<(&str, &str)> = (report.raised.iter())
        .map(|one| (one.key.as_str(), one.now.as_str()))
        .chain(
            (report.legacy.iter().chain(&report.illegal))
                .filter_map(|one| Some((one.key.as_str(), one.now?))),
        )
        .collect();
    // The key stays, and so does all that stands beside the word.
    let restated = |old: &str, new: &str| {
        let head = old.bytes().zip(new.bytes());
        let head = head.take_while(|(a, b)| a == b).count();
        let rest = |text: &str| text.len() - head;
        let tail = old.bytes().rev().zip(new.bytes().rev());
        let tail = tail.take_while(|(a, b)| a == b).count();
        let tail = tail.min(rest(old)).min(rest(new));
        let gone = old.get(head..old.len() - tail).unwrap_or("?");
        // Marks without a letter say nothing.
        let word = gone.trim_end_matches(|c: char| !c.is_alphanumeric());
        let is_word = !word.contains(['#', ':', '(', '{', '[', ',']);
        is_word && (words.iter()).any(|(_, now)| new.contains(now))
    };
    let is_time = |old: &str, new: &str| {
        let (old, new) = (old.trim_start(), new.trim_start());
        old.starts_with("last_updated") && new.starts_with("last_updated")
    };
    // What is put before the first line stands behind the mark of the encoding too.
    let lines = |text: &'_ str| text.trim_start_matches('\u{feff}').to_owned();
    let (before, after) = (lines(&before.text), lines(&made.text));
    let mut after = after.split_inclusive('\n');
    for line in before.split_inclusive('\n') {
        let bare = line.trim_end_matches(['\r', '\n']);
        let same = |now: &str| {
            let (now_bare, ending) = (
                now.trim_end_matches(['\r', '\n']),
                now.len() > now.trim_end_matches(['\r', '\n']).len(),
            );
            let ends = now == line || line == bare || now[now_bare.len()..] == line[bare.len()..];
            let is_it = now_bare == bare
                || renamed(bare).is_some_and(|old| old == now_bare || restated(&old, now_bare))
                || restated(bare, now_bare)
                || is_time(bare, now_bare);
            is_it && (ends || !ending)
        };
        ensure(after.any(same), || {
            format!("a line of it is lost: {line:?}\n{}", made.text)
        })?;
    }
    Ok(())
}

pub(super) fn status_set(case: &mut Case<'_>) -> Outcome {
    let Some(key) = some_key(&case.derived.backlog, &mut case.numbers) else {
        return Ok(());
    };
    let status = some_status(&mut case.numbers);
    let backlog = &case.derived.backlog;
    let Ok(set) = set_status(case.project, case.readings, backlog, &key, status) else {
        tally::count("statuses refused", 1);
        return Ok(());
    };
    tally::count("statuses set", 1);
    let (after, inverse) = applied(case.project, set.event)?;
    let derived = derive(&after, &mut Readings::default());
    let now = |was: &Story| derived.backlog.story(&was.key).map(|story| story.status);
    let others = backlog.stories.iter().filter(|was| was.key.as_str() != key);
    let changed: Vec<String> = others
        .filter(|was| now(was) != Some(was.status))
        .map(|was| was.key.to_string())
        .collect();
    let texts = || {
        let texts = after
            .documents
            .iter()
            .filter(|one| !case.project.documents.contains(one));
        let texts: Vec<_> = texts
            .map(|one| format!("\n{}:\n{}", one.path, one.text))
            .collect();
        texts.concat()
    };
    let read = derived
        .backlog
        .stories
        .iter()
        .find(|story| story.key.as_str() == key);
    ensure(read.is_some_and(|story| story.status == status), || {
        let now = read.map_or("gone", |story| story.status.as_str());
        format!(
            "“{key}” was set and is not so (“{}”, “{now}”){}",
            status.as_str(),
            texts()
        )
    })?;
    ensure(changed.is_empty(), || {
        format!(
            "“{key}” was set and others changed: “{changed:?}”{}",
            texts()
        )
    })?;
    undone(case.project, after, inverse)
}

fn some_status(numbers: &mut Rng) -> Status {
    STATUSES[numbers.usize(..STATUSES.len())]
}

/// Keys as the file has them, without the documents: what is set changes that status alone, on lines
/// of that key alone, and nothing but the status on them.
pub(super) fn own_keys(case: &mut Case<'_>) -> Outcome {
    let numbers = &mut case.numbers.clone();
    for file in files(case) {
        let before = reading(file);
        let entries = before.entries.len();
        let first = numbers.usize(..entries.max(1));
        for at in (0..entries.min(MOST_KEYS)).map(|step| (first + step) % entries) {
            one_key(file, &before, at, some_status(numbers))?;
        }
    }
    Ok(())
}

fn one_key(file: &Document, before: &StatusReading, at: usize, status: Status) -> Outcome {
    let entry = &before.entries[at];
    let edit = match sprint_status::set(file, &entry.key, status.as_str()) {
        Ok(edit) => edit,
        Err(SetError::Unclear { .. }) => {
            tally::count("keys of a file that have to be set by hand", 1);
            return Ok(());
        }
        Err(error) => return Err(format!("“{}” cannot be set: {error}", entry.key)),
    };
    tally::count("keys of a file set", 1);
    let now = Document::new(
        file.path.clone(),
        sprint_status::applied(&file.text, &[edit]),
    );
    let after = reading(&now);
    let shown = || format!("\n{}", now.text);
    let invalid = |one: &StatusReading| {
        one.diagnostics
            .iter()
            .any(|one| one.code == Code::InvalidYaml)
    };
    ensure(invalid(before) || !invalid(&after), || {
        format!(
            "“{}” was set, and it is no YAML any more{}",
            entry.key,
            shown()
        )
    })?;
    // What is read by lines and then as YAML may have other entries; those of both are as they were.
    let is_mended = invalid(before) && !invalid(&after);
    let same_length = after.entries.len() == before.entries.len();
    ensure(is_mended || same_length, || {
        let keys = |one: &StatusReading| -> Vec<String> {
            one.entries.iter().map(|one| one.key.clone()).collect()
        };
        format!(
            "“{}” was set, and other entries are there\n{:?}\n{:?}{}",
            entry.key,
            keys(before),
            keys(&after),
            shown()
        )
    })?;
    for was in &before.entries {
        let wanted = match was.key == entry.key {
            true => status,
            false => was.status,
        };
        let now = after.entries.iter().find(|one| one.key == was.key);
        let is_so = now.map_or(is_mended && was.key != entry.key, |now| {
            now.status == wanted
        });
        ensure(is_so, || {
            format!(
                "“{}” was set to “{}”, and “{}” is “{}”{}",
                entry.key,
                status.as_str(),
                was.key,
                now.map_or("gone", |now| now.status.as_str()),
                shown()
            )
        })?;
    }
    // Line by line: nothing is gone but a word on the lines of the key.
    let lines = |text: &str| {
        text.split(['\n', '\r'])
            .map(str::to_owned)
            .collect::<Vec<String>>()
    };
    let (old, new) = (lines(&file.text), lines(&now.text));
    ensure(old.len() == new.len(), || {
        format!(
            "“{}” was set, and the file has other lines{}",
            entry.key,
            shown()
        )
    })?;
    let changed = old.iter().zip(&new).filter(|(old, new)| old != new).count();
    ensure(changed <= 1 + entry.again.len(), || {
        format!(
            "“{}” was set, and {changed} lines changed{}",
            entry.key,
            shown()
        )
    })?;
    for (old, new) in old.iter().zip(&new) {
        let comment = |line: &str| line.split_once(" #").map(|(_, rest)| rest.to_owned());
        ensure(old == new || comment(old) == comment(new), || {
            format!("“{}” was set, and a comment is gone{}", entry.key, shown())
        })?;
    }
    Ok(())
}
