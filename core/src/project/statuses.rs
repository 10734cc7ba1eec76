//! Statuses that the user sets: each an edit of the document that says it, so that undo, saving and
//! export follow by themselves.

use super::{Event, Project};
use crate::backlog::{Backlog, Status, Story, StoryKey};
use crate::read;
use crate::source::{Document, DocumentKind, Edit, Span, lines};
use crate::sprint_status::{self, SetError};

/// The status file that is made where no document has a place for a status.
const NEW_FILE: &str = "sprint-status.yaml";

/// Why a status could not be set.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StatusError {
    /// No document knows the story.
    #[error("there is no story {0}")]
    NoStory(String),
    /// The status file does not allow it.
    #[error(transparent)]
    File(#[from] SetError),
    /// There is no status file, and its name is taken by something else.
    #[error("there is no status file, and {NEW_FILE} is something else")]
    NoPlace,
}

/// The event that gives a story a status: an edit of the status file; without one, of the status
/// line of the story's own document; without that either, a new status file.
///
/// # Errors
/// [`StatusError`]; `backlog` must be read from the project as it is.
pub fn set_status(
    project: &Project,
    backlog: &Backlog,
    key: &str,
    status: Status,
) -> Result<Event, StatusError> {
    let story = backlog
        .story(&StoryKey::new(key))
        .ok_or_else(|| StatusError::NoStory(key.to_owned()))?;
    if let Some(document) = status_file(project, backlog, story) {
        let edit = sprint_status::set(document, &sprint_status::key_of(story), status.as_str())?;
        return Ok(edited(edit));
    }
    if let Some(edit) = in_its_own(project, backlog, story, status) {
        return Ok(edited(edit));
    }
    if project.document(NEW_FILE).is_some() {
        return Err(StatusError::NoPlace);
    }
    let mut file = Document::new(NEW_FILE, "development_status:\n");
    let edit = sprint_status::set(&file, &sprint_status::key_of(story), status.as_str())?;
    let (Some(before), Some(after)) = (
        file.text.get(..edit.span.start),
        file.text.get(edit.span.end..),
    ) else {
        return Err(StatusError::NoPlace);
    };
    file.text = format!("{before}{}{after}", edit.replacement);
    Ok(Event::PutDocuments {
        documents: vec![file],
    })
}

fn edited(edit: Edit) -> Event {
    Event::EditDocument {
        path: edit.path,
        span: edit.span,
        replacement: edit.replacement,
    }
}

/// The status file that has the story, or else the first there is.
fn status_file<'p>(project: &'p Project, backlog: &Backlog, story: &Story) -> Option<&'p Document> {
    let mut files = (backlog.documents.iter()).filter(|row| row.kind == DocumentKind::Status);
    let first = files.clone().next();
    let place = story.status_place.as_ref();
    let own = place.and_then(|place| files.find(|row| *row.path == *place.path));
    project.document(&own.or(first)?.path)
}

/// An edit of the document that declares the story: the word that says its status, or a line of its
/// own in a story file that says none.
fn in_its_own(project: &Project, backlog: &Backlog, story: &Story, status: Status) -> Option<Edit> {
    if let Some(place) = &story.status_place
        && let Some(document) = project.document(&place.path)
        && let Some(word) = document.text.get(place.span.start..place.span.end)
        && read::is_status(word)
    {
        return Some(Edit {
            path: document.path.clone(),
            span: place.span,
            replacement: status.as_str().to_owned(),
        });
    }
    let is_story_file = |path: &str| {
        let mut rows = backlog.documents.iter();
        rows.any(|row| row.path == path && row.kind == DocumentKind::Story)
    };
    let mut declared = story.declared.iter().chain(&story.also_declared);
    let heading = declared.find(|place| is_story_file(&place.path))?;
    let document = project.document(&heading.path)?;
    let line = lines(&document.text).find(|line| line.number == heading.line)?;
    let end = line.start + line.text.len();
    let ending = if document.text.contains("\r\n") {
        "\r\n"
    } else {
        "\n"
    };
    Some(Edit {
        path: document.path.clone(),
        span: Span::new(end, end),
        replacement: format!("{ending}{ending}Status: {}", status.as_str()),
    })
}
