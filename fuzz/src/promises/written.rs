//! Promises of what is written: `STATE.md` and drafts are read as they were written.

use super::{Case, Outcome, ensure, tally};
use sprintloom_core::desk::{self, Keys};
use sprintloom_core::workflow::state_file;
use sprintloom_core::write;

pub(super) fn state_round_trip(case: &mut Case<'_>) -> Outcome {
    for document in &case.project.documents {
        let Some(state) = state_file::read(&document.text).state else {
            continue;
        };
        tally::count("states", 1);
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
            tally::count("drafts", 1);
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
