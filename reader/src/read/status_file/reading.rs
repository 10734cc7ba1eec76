//! What a status file says.

use super::super::ids::KeyReading;
use crate::backlog::{DependencyRef, EpicId, EpicStatus, Status};
use crate::source::{Diagnostic, Place};

/// One story of a status file.
#[derive(Debug, Clone, PartialEq)]
pub struct StatusEntry {
    /// The key as written.
    pub key: String,
    /// Its readings, the shortest id first; empty for a key without numbers.
    pub readings: Vec<KeyReading>,
    /// A title, where the file gives one.
    pub title: Option<String>,
    /// The epic under which it is nested.
    pub epic: Option<EpicId>,
    /// Its status.
    pub status: Status,
    /// The word for it, where that is not the legal one.
    pub status_text: Option<String>,
    /// Whether it is known what that word means.
    pub known: bool,
    /// What it waits for, where the file says so.
    pub dependencies: Vec<DependencyRef>,
    /// Where it stands.
    pub place: Place,
    /// Columns before its key, where it is a line of its own.
    pub indent: Option<u16>,
    /// Where the status word itself stands.
    pub value: Place,
    /// Lines on which the same key stands again, with their statuses.
    pub again: Vec<(u32, Status)>,
}

/// One epic of a status file.
#[derive(Debug, Clone, PartialEq)]
pub struct StatusEpic {
    /// Its id.
    pub id: EpicId,
    /// Its status.
    pub status: EpicStatus,
    /// The status as written; empty where the file says none.
    pub word: String,
    /// A title, where the file gives one.
    pub title: Option<String>,
    /// Where it stands.
    pub place: Place,
    /// The line on which its status stands.
    pub value_line: u32,
}

/// What a retrospective left to do.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ActionItem {
    /// Its own id, where it has one.
    pub id: Option<String>,
    /// The epic, as written; empty where none is named.
    pub epic: String,
    /// What is to be done.
    pub action: String,
    /// Who does it; empty where nobody is named.
    pub owner: String,
    /// Its status, as written: `open`, `in-progress`, `done`.
    pub status: String,
    /// Its line, from 1.
    pub line: u32,
}

/// What a status file says.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct StatusReading {
    /// The project's name.
    pub project: Option<String>,
    /// Its stories, as they stand.
    pub entries: Vec<StatusEntry>,
    /// Its epics, as they stand.
    pub epics: Vec<StatusEpic>,
    /// What is wrong with it.
    pub diagnostics: Vec<Diagnostic>,
    /// What ends its lines.
    pub ending: &'static str,
    /// What its retrospectives left to do.
    pub action_items: Vec<ActionItem>,
}

#[cfg(test)]
mod tests {
    #[test]
    fn stories_are_of_the_epic_that_lists_their_ids() {
        let text = "\
epics:
  - id: E1
    title: Harbour
    story_ids: [STORY-001]
  - id: E2
    title: Lighthouse
    stories: [STORY-002]
stories:
  - { id: STORY-001, title: Mend the lamp, status: done }
  - { id: STORY-002, title: Buy the ropes, status: backlog }
";
        let read = super::super::read(&"sprint-status.yaml".into(), text);
        let epics = read.entries.iter().map(|entry| entry.epic.as_ref());
        let epics: Vec<_> = epics
            .map(|epic| epic.map_or("", |epic| epic.as_str()))
            .collect();
        assert_eq!(epics, ["1", "2"]);
    }
}
