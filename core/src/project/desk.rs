//! The desk's drafts and patterns in a project, and what was recorded of its course.

use super::{Event, Project};
use crate::backlog::Backlog;
use crate::ordering::Set;
use crate::read;
use crate::source::{Document, DocumentKind};
use crate::sprint_status;

/// What is kept beside the documents, by path, in path order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shelf {
    /// Drafts of stories that nobody has accepted yet.
    Drafts,
    /// The user's own patterns.
    Patterns,
}

/// Why drafts cannot become documents.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AcceptError {
    /// There is no such draft.
    #[error("there is no draft “{0}”")]
    NoDraft(String),
    /// Its heading names no story.
    #[error("the draft “{0}” has no heading with a key, such as “# Story 3.1: Sign in”")]
    NoKey(String),
    /// The key belongs to another story.
    #[error("there is a story {key} already: give the draft another number in its heading")]
    KeyTaken {
        /// The key.
        key: String,
        /// Path of the draft.
        path: String,
    },
    /// A document has its name.
    #[error("there is a document “{0}” already")]
    PathTaken(String),
}

impl AcceptError {
    /// The draft that is meant.
    pub fn path(&self) -> &str {
        match self {
            AcceptError::NoDraft(path)
            | AcceptError::NoKey(path)
            | AcceptError::PathTaken(path) => path,
            AcceptError::KeyTaken { path, .. } => path,
        }
    }
}

impl Project {
    /// What is on a shelf.
    pub fn shelf(&self, shelf: Shelf) -> &[Document] {
        match shelf {
            Shelf::Drafts => &self.drafts,
            Shelf::Patterns => &self.patterns,
        }
    }

    pub(super) fn shelve(&mut self, shelf: Shelf, path: String, text: Option<String>) -> Event {
        let documents = match shelf {
            Shelf::Drafts => &mut self.drafts,
            Shelf::Patterns => &mut self.patterns,
        };
        let at = documents.binary_search_by(|one| one.path.as_str().cmp(&path));
        let before = match (at, text) {
            (Ok(at), Some(text)) => documents
                .get_mut(at)
                .map(|one| std::mem::replace(&mut one.text, text)),
            (Ok(at), None) => Some(documents.remove(at).text),
            (Err(at), Some(text)) => {
                documents.insert(at, Document::new(path.clone(), text));
                None
            }
            (Err(_), None) => None,
        };
        Event::Shelve {
            shelf,
            path,
            text: before,
        }
    }
}

/// The folder for new story files: that of the story files there are.
pub fn story_folder(backlog: &Backlog) -> String {
    let mut files = backlog.documents.iter();
    let first = files.find(|row| row.kind == DocumentKind::Story);
    let folder = first.map(|row| row.path.rsplit_once('/').map_or("", |(folder, _)| folder));
    folder.unwrap_or("stories").to_owned()
}

/// The event that makes documents of these drafts, and lines of the status file, in one step.
///
/// # Errors
/// When one of them cannot be a document; then none is.
pub fn accept(
    project: &Project,
    backlog: &Backlog,
    paths: &[String],
) -> Result<Event, AcceptError> {
    let folder = story_folder(backlog);
    let mut taken: Set<String> = backlog.stories.iter().map(|s| s.key.to_string()).collect();
    let mut events = Vec::new();
    let mut documents = Vec::new();
    let mut stories = Vec::new();
    for path in paths {
        let draft = project
            .shelf(Shelf::Drafts)
            .iter()
            .find(|one| one.path == *path);
        let draft = draft.ok_or_else(|| AcceptError::NoDraft(path.clone()))?;
        let name = path.rsplit('/').next().unwrap_or(path);
        let target = match folder.as_str() {
            "" => name.to_owned(),
            folder => format!("{folder}/{name}"),
        };
        let document = Document::new(target.clone(), draft.text.clone());
        let (own, _) = read::documents(std::slice::from_ref(&document));
        let story = own
            .stories
            .into_iter()
            .next()
            .filter(|_| draft.text.contains('#'))
            .ok_or_else(|| AcceptError::NoKey(path.clone()))?;
        if !taken.insert(story.key.to_string()) {
            return Err(AcceptError::KeyTaken {
                key: story.key.to_string(),
                path: path.clone(),
            });
        }
        if project.document(&target).is_some() {
            return Err(AcceptError::PathTaken(target));
        }
        events.push(Event::Shelve {
            shelf: Shelf::Drafts,
            path: path.clone(),
            text: None,
        });
        documents.push(document);
        stories.push(story);
    }
    events.push(Event::PutDocuments { documents });
    let mut files = backlog.documents.iter();
    let file = files.find(|row| row.kind == DocumentKind::Status);
    if let Some(file) = file.and_then(|row| project.document(&row.path)) {
        let mut file = file.clone();
        for story in &stories {
            // Where the file cannot take it, the story's own document says its status.
            let key = sprint_status::key_of(story);
            let Ok(edit) = sprint_status::set(&file, &key, "backlog") else {
                continue;
            };
            file.text = sprint_status::applied(&file.text, std::slice::from_ref(&edit));
            events.push(Event::EditDocument {
                path: edit.path,
                span: edit.span,
                replacement: edit.replacement,
            });
        }
    }
    Ok(Event::Together { events })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::{History, Readings, derive};

    const DRAFT: &str = "# Story 1.2: Load the crane\n\nStatus: backlog\n\n## Story\n\nAs a docker, I want to load the crane, so that ships leave on time.\n";

    fn project(status: &str) -> Project {
        let mut project = Project::default();
        let documents = vec![
            Document::new(
                "epics.md",
                "## Epic 1: Harbour\n\n### Story 1.1: Build the pier\n",
            ),
            Document::new("sprint-status.yaml", status),
        ];
        project
            .apply(Event::PutDocuments { documents })
            .expect("named");
        for (path, text) in [
            ("1-2-load.md", DRAFT),
            ("1-1-again.md", "# Story 1.1: Again\n"),
            ("notes.md", "nothing"),
        ] {
            let event = Event::Shelve {
                shelf: Shelf::Drafts,
                path: path.to_owned(),
                text: Some(text.to_owned()),
            };
            project.apply(event).expect("fits");
        }
        project
    }

    #[test]
    fn an_accepted_draft_is_a_document_a_line_of_the_status_file_and_planned_and_can_be_undone() {
        let mut project =
            project("development_status:\n  epic-1: backlog\n  1-1-build-the-pier: backlog\n");
        let before = project.clone();
        let backlog = derive(&project, &mut Readings::default()).backlog;
        let event = accept(&project, &backlog, &["1-2-load.md".to_owned()]).expect("is free");
        let mut history = History::default();
        history.apply(&mut project, event, "Accept").expect("fits");
        let derived = derive(&project, &mut Readings::default());
        assert_eq!(
            project
                .document("stories/1-2-load.md")
                .map(|d| d.text.as_str()),
            Some(DRAFT)
        );
        let status = project.document("sprint-status.yaml").expect("is there");
        assert!(
            status.text.ends_with("  1-2-load-the-crane: backlog\n"),
            "{}",
            status.text
        );
        assert_eq!(derived.plan.expect("a plan").total_stories(), 2);
        assert_eq!(project.drafts.len(), 2);
        history.undo(&mut project);
        assert_eq!(project, before);
    }

    #[test]
    fn a_draft_that_cannot_be_a_story_says_why_and_nothing_changes() {
        let project = project("development_status:\n");
        let backlog = derive(&project, &mut Readings::default()).backlog;
        for (path, message) in [
            (
                "1-1-again.md",
                "there is a story 1-1 already: give the draft another number in its heading",
            ),
            (
                "notes.md",
                "the draft “notes.md” has no heading with a key, such as “# Story 3.1: Sign in”",
            ),
            ("lost.md", "there is no draft “lost.md”"),
        ] {
            let paths = ["1-2-load.md".to_owned(), path.to_owned()];
            let error = accept(&project, &backlog, &paths).expect_err(message);
            assert_eq!(error.to_string(), message);
            assert_eq!(error.path(), path);
        }
    }
}
