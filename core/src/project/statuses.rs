//! Statuses that the user sets: each an edit of the document that says it, so that undo, saving and
//! export follow by themselves.

use super::{Event, Project, Readings};
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
    /// It can be written, but is not read again: other words say otherwise, or of another story.
    #[error(
        "written into {path}, the status of {key} would not be read as {status}: other words there \
         say otherwise, or of another story; change it in the text"
    )]
    NotReadAgain {
        /// The story.
        key: String,
        /// The status asked for.
        status: &'static str,
        /// The document into which it would be written.
        path: String,
    },
}

/// A status that can be set.
#[derive(Debug, Clone, PartialEq)]
pub struct StatusSet {
    /// The event that sets it.
    pub event: Event,
    /// What the documents say after it.
    pub backlog: Backlog,
}

/// The event that gives a story a status: an edit of the status file; without one, of the status
/// line of the story's own document; without that either, a new status file. Whatever is written is
/// read again before it counts, so a status is never set in vain, and no other story gets another
/// status or another key by it.
///
/// # Errors
/// [`StatusError`]; `readings` and `backlog` must be of the project as it is.
pub fn set_status(
    project: &Project,
    readings: &Readings,
    backlog: &Backlog,
    key: &str,
    status: Status,
) -> Result<StatusSet, StatusError> {
    let key = StoryKey::new(key);
    let story = backlog
        .story(&key)
        .ok_or_else(|| StatusError::NoStory(key.to_string()))?;
    let file = status_file(project, backlog, story);
    let of_file = match file {
        Some(document) => {
            sprint_status::set(document, &sprint_status::key_of(story), status.as_str())
                .map(|edit| Some(edited(edit)))
        }
        None => Ok(None),
    };
    let ways: [&dyn Fn() -> Option<Event>; 3] = [
        &|| of_file.as_ref().ok().cloned().flatten(),
        &|| in_its_own(project, backlog, story, status).map(edited),
        &|| match (file, project.document(NEW_FILE)) {
            (None, None) => in_a_new_file(story, status),
            _ => None,
        },
    ];
    let mut tried = None;
    for event in ways.into_iter().filter_map(|way| way()) {
        let path = match &event {
            Event::EditDocument { path, .. } => path.clone(),
            _ => NEW_FILE.to_owned(),
        };
        let mut after = project.clone();
        if after.apply(event.clone()).is_ok() {
            let after = readings.clone().backlog(&after.documents);
            let is_so = |story: &Story| {
                let wanted = if story.key == key {
                    status
                } else {
                    story.status
                };
                after
                    .story(&story.key)
                    .is_some_and(|now| now.status == wanted)
            };
            let same = after.stories.len() == backlog.stories.len();
            if same && backlog.stories.iter().all(is_so) {
                let backlog = after;
                return Ok(StatusSet { event, backlog });
            }
        }
        tried.get_or_insert(path);
    }
    of_file?;
    Err(
        tried.map_or(StatusError::NoPlace, |path| StatusError::NotReadAgain {
            key: key.to_string(),
            status: status.as_str(),
            path,
        }),
    )
}

fn in_a_new_file(story: &Story, status: Status) -> Option<Event> {
    let mut file = Document::new(NEW_FILE, "development_status:\n");
    let key = sprint_status::key_of(story);
    let edit = sprint_status::set(&file, &key, status.as_str()).ok()?;
    file.text = sprint_status::applied(&file.text, &[edit]);
    Some(Event::PutDocuments {
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
        // A mark beside a title is no word that could be replaced.
        && Some(place) != story.declared.as_ref()
        && let Some(document) = project.document(&place.path)
        && let Some(word) = document.text.get(place.span.start..place.span.end)
        && read::is_status(word)
    {
        let end = place.span.start + read::status_end(word);
        return Some(Edit {
            path: document.path.clone(),
            span: Span::new(place.span.start, end),
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
