//! All that a story's text says about it.

use std::sync::Arc;

use super::super::dependencies;
use super::super::rows::Row;
use super::super::scopes::Scopes;
use super::super::values::{effort, priority, status_word};
use super::super::words::{self, Field};
use crate::backlog::{DependencyRef, Effort, EpicId, FileScope, Item, Priority, UserStory};
use crate::source::Place;

/// All that a story's text says about it.
#[derive(Debug, Default)]
pub(in crate::read) struct Facts {
    pub statement: UserStory,
    pub criteria: Vec<Item>,
    pub tasks: Vec<Item>,
    pub dependencies: Vec<DependencyRef>,
    pub scopes: Vec<FileScope>,
    pub priority: Option<Priority>,
    pub effort: Option<Effort>,
    /// The status word as written, and where.
    pub status: Option<(String, Place)>,
    /// Value of a goal label.
    pub goal: Option<String>,
    /// Value of a label for the sort of work.
    pub kind: Option<String>,
    /// Value of an id label.
    pub id: Option<String>,
}

impl Facts {
    /// How much there is: of two declarations of one story the richer is the better source.
    pub fn weight(&self) -> usize {
        self.criteria.len()
            + self.tasks.len()
            + self.dependencies.len()
            + self.scopes.len()
            + usize::from(self.statement.want.is_some())
    }

    /// The value of one field that stands alone: a table's cell.
    pub fn value(
        &mut self,
        field: Field,
        text: &str,
        path: &Arc<str>,
        row: &Row<'_>,
        epic: Option<&EpicId>,
    ) {
        if text.is_empty() {
            return;
        }
        let place = Place::new(path, row.line.number, row.span());
        match field {
            Field::Dependencies(direction, strength) => {
                let found = dependencies::parse(text, direction, strength, epic, &place);
                self.dependencies.extend(found);
            }
            Field::Files(marker) => {
                let mut scopes = Scopes::new(path);
                scopes.cell(row, text, marker);
                self.scopes.extend(scopes.finish());
            }
            Field::Status if self.status.is_none() => {
                let word = status_word(text);
                if words::status(word).is_some() {
                    let span = row.line.span_of(word).unwrap_or_else(|| row.span());
                    let place = Place::new(path, row.line.number, span);
                    self.status = Some((word.to_owned(), place));
                }
            }
            Field::Priority if self.priority.is_none() => self.priority = priority(text),
            Field::Effort if self.effort.is_none() => self.effort = effort(text),
            Field::Kind if self.kind.is_none() => self.kind = Some(text.to_owned()),
            _ => {}
        }
    }
}
