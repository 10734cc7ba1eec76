//! Promises of what is written: status files, `STATE.md` and drafts are read as they were written.

use super::{Case, Outcome, TODAY, applied, ensure, some_key, undone};
use sprintloom_core::backlog::Status;
use sprintloom_core::desk::{self, Keys};
use sprintloom_core::project::{Readings, derive, set_status};
use sprintloom_core::source::{Document, DocumentKind, detect};
use sprintloom_core::workflow::state_file;
use sprintloom_core::write;

pub(super) fn generate_twice(case: &mut Case<'_>) -> Outcome {
    let is_status = |one: &&Document| detect(&one.path, &one.text) == DocumentKind::Status;
    let mut files = case.project.documents.iter().filter(is_status);
    let (Some(file), None) = (files.next(), files.next()) else {
        return Ok(());
    };
    let first = case.readings.generate(file, &case.derived.backlog, TODAY);
    let mut merged = case.project.clone();
    let place = merged
        .documents
        .iter_mut()
        .find(|one| one.path == file.path);
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
    let before = case
        .project
        .documents
        .iter()
        .find(|one| one.path == file.path);
    let had = before.map_or(0, |one| lists(&one.text));
    ensure(lists(&file.text) <= had.max(1), || {
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

pub(super) fn status_set(case: &mut Case<'_>) -> Outcome {
    let Some(key) = some_key(&case.derived.backlog, &mut case.numbers) else {
        return Ok(());
    };
    let statuses = [
        Status::Backlog,
        Status::ReadyForDev,
        Status::InProgress,
        Status::Review,
        Status::Done,
    ];
    let status = statuses[case.numbers.usize(..statuses.len())];
    let backlog = &case.derived.backlog;
    let Ok(set) = set_status(case.project, case.readings, backlog, &key, status) else {
        return Ok(());
    };
    let (after, inverse) = applied(case.project, set.event)?;
    let derived = derive(&after, &mut Readings::default());
    let read = derived
        .backlog
        .stories
        .iter()
        .find(|story| story.key.as_str() == key);
    ensure(read.is_some_and(|story| story.status == status), || {
        let now = read.map_or("gone", |story| story.status.as_str());
        let texts = after
            .documents
            .iter()
            .filter(|one| !case.project.documents.contains(one));
        let texts: Vec<_> = texts
            .map(|one| format!("\n{}:\n{}", one.path, one.text))
            .collect();
        format!(
            "“{key}” was set and is not so (“{}”, “{now}”){}",
            status.as_str(),
            texts.concat()
        )
    })?;
    undone(case.project, after, inverse)
}

pub(super) fn state_round_trip(case: &mut Case<'_>) -> Outcome {
    for document in &case.project.documents {
        let Some(state) = state_file::read(&document.text).state else {
            continue;
        };
        let written = write::state_md(&state);
        let again = state_file::read(&written);
        ensure(again.state.as_ref() == Some(&state), || {
            format!("it reads otherwise:\n{written}")
        })?;
    }
    Ok(())
}

pub(super) fn drafts(case: &mut Case<'_>) -> Outcome {
    let backlog = &case.derived.backlog;
    for epic in backlog.epics.iter().take(3) {
        let mut keys = Keys::beside(backlog, []);
        let Ok(made) = desk::from_epic(&case.project.documents, backlog, &epic.id, &mut keys)
        else {
            continue;
        };
        for draft in made.drafts.iter().take(5) {
            let file = write::story_file(draft, "stories");
            let (own, _) = sprintloom_core::read::documents(std::slice::from_ref(&file));
            let key = draft
                .key
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default();
            let read: Vec<_> = own
                .stories
                .iter()
                .map(|story| story.key.to_string())
                .collect();
            ensure(read == [key.clone()], || {
                format!("the draft “{key}” reads back as {read:?}:\n{}", file.text)
            })?;
            ensure(own.stories[0].title == draft.title, || {
                format!(
                    "the title “{}” reads back as “{}”",
                    draft.title, own.stories[0].title
                )
            })?;
        }
    }
    Ok(())
}
