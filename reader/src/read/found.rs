//! What the readers of single documents find, before it is joined.

use std::sync::Arc;

use super::chains::Chain;
use super::ids::Id;
use super::passing::Passing;
use super::status_file::StatusReading;
use crate::backlog::{DocumentSummary, Epic, EpicId, Story, StoryKey};
use crate::source::{Diagnostic, Place, Span};

/// The line forms that declare stories, the weakest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Form {
    /// A line that names something in the words of a title: a bullet of an epic's scope.
    Mention,
    /// A bold or numbered lead-in that text explains on the same line.
    Lead,
    /// Only a title, without an id.
    Title,
    /// A table row.
    Cell,
    /// A list item.
    Item,
    /// A bold line.
    Bold,
    /// A heading.
    Heading,
    /// A story's own file.
    File,
}

/// A story as one document has it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct StoryFound {
    /// Its id as read; `None` for a mere title.
    pub id: Option<Id>,
    /// The key that the id gives, before anything is joined.
    pub key: StoryKey,
    /// All that is known; `story.key` is `key`, `story.declared` is set.
    pub story: Story,
    /// The form of its declaration.
    pub form: Form,
    /// A declaration in its own right. What is not firm counts only where a status file names it.
    pub firm: bool,
    /// How much its text says.
    pub weight: usize,
    /// Its document is named like a status key: the file name without extension.
    pub stem: Option<String>,
    /// The document that declares it says a status.
    pub has_status: bool,
    /// The status word as written, where it says one; empty where a mark on the title says it.
    pub status_word: Option<String>,
    /// Where its title is written.
    pub title_span: Option<Span>,
    /// Where its id is written.
    pub id_span: Option<Span>,
}

impl StoryFound {
    /// Where it is declared.
    pub fn place(&self) -> Option<&Place> {
        self.story.declared.as_ref()
    }
}

/// What one document says, on its own: the first of the two steps of reading.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    pub(super) path: Arc<str>,
    pub(super) summary: DocumentSummary,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// Title of the first heading.
    pub(super) title: Option<String>,
    pub(super) epics: Vec<Epic>,
    pub(super) stories: Vec<StoryFound>,
    /// Epic that the whole document is about, by its name or frontmatter.
    pub(super) epic: Option<EpicId>,
    /// Orders of work written as chains.
    pub(super) chains: Vec<Chain>,
    /// Stories that are named and not declared.
    pub(super) passing: Vec<Passing>,
    /// What the folders of epics are called after, with the epics' ids.
    pub(super) slugs: Vec<(String, EpicId)>,
    pub(super) status: Option<StatusReading>,
}

impl Reading {
    /// What the document turned out to be.
    pub fn summary(&self) -> &DocumentSummary {
        &self.summary
    }

    /// Whether it is of the document at `path`.
    pub fn is_of(&self, path: &str) -> bool {
        *self.path == *path
    }

    /// What is wrong in the document itself.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }
}
