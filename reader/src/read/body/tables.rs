//! Tables in a story's text: labels and values, columns of facts, a dependency in each row.

use super::{PROSE, Section, Walk, closes_at_once};
use crate::read::dependencies;
use crate::read::labels;
use crate::read::rows::Row;
use crate::read::table::Table;
use crate::read::words::{self, Field};
use crate::source::marks::{DIGITS, Marked, marks};

/// A table with a dependency in each row.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct DependencyTable {
    /// Its rows are packages with their versions.
    foreign: bool,
    status: Option<usize>,
    /// What its head says of them, where no heading or label did before.
    field: Option<Field>,
}

impl Walk<'_> {
    pub(super) fn table_row(&mut self, row: &Row<'_>) {
        let inner = row
            .body
            .trim()
            .trim_start_matches('|')
            .trim_end_matches('|');
        if inner
            .bytes()
            .all(|b| matches!(b, b'-' | b':' | b'|' | b' '))
        {
            return;
        }
        let head = !self.in_table;
        self.in_table = true;
        match self.section.field {
            Some(Field::Files(_)) => {
                if head && !inner.contains_one(marks!['/', '.']) {
                    return;
                }
                self.content(row, row.body);
            }
            Some(Field::Dependencies(..)) => {
                if head {
                    let mut table = DependencyTable::new(inner);
                    // What each story of an epic waits for: the walk over the document takes it.
                    table.foreign |= Table::new(inner).is_of_orders();
                    self.dependency_table = Some(table);
                    return;
                }
                self.dependency_row(row, inner);
            }
            // "| **Dependencies** | Story 1.1 |" below the criteria is none of them.
            Some(Field::Criteria) if !is_labelled(inner) => self.criteria.line(row),
            Some(Field::Tasks) if !is_labelled(inner) => self.tasks.line(row),
            _ => {
                let mut cells = inner.split('|').map(str::trim);
                let (Some(name), Some(value)) = (cells.next(), cells.next()) else {
                    return;
                };
                if self.section.field.is_none() && (self.task_table || head && lists_tasks(inner)) {
                    self.task_table = true;
                    self.loose_tasks.line(row);
                    return;
                }
                if head {
                    if let Some(field @ Field::Dependencies(..)) =
                        words::field(&labels::normal(name))
                        // "| Dependencies | Story 1.1 |" is no head, but a label with its value.
                        && !(is_labelled(inner) && value.contains(|c: char| c.is_ascii_digit()))
                        && let Some(table) = DependencyTable::of_rows(inner)
                    {
                        self.dependency_table = Some(DependencyTable {
                            field: Some(field),
                            ..table
                        });
                        return;
                    }
                    if self.table_fields(inner) {
                        return;
                    }
                }
                if self.dependency_table.is_some() {
                    self.dependency_row(row, inner);
                    return;
                }
                if !head && !self.table_head.is_empty() {
                    self.table_values(row, inner);
                    return;
                }
                if let Some(field) = words::field(&labels::normal(name))
                    && closes_at_once(field)
                    && !value.is_empty()
                {
                    let before = self.section;
                    self.open(row, Some(field), value, None);
                    self.section = before;
                }
            }
        }
    }

    fn dependency_row(&mut self, row: &Row<'_>, inner: &str) {
        let table = self.dependency_table.unwrap_or_default();
        if table.foreign {
            return;
        }
        // The cell that names the story is the first, or the first with a number.
        let mut cells = inner.split('|').map(str::trim);
        let cell = cells.find(|cell| cell.contains_one(DIGITS) || dependencies::says_none(cell));
        let Some(cell) = cell else { return };
        let before = self.facts.dependencies.len();
        let opened = self.section;
        if let Some(field) = table.field {
            self.section = Section {
                field: Some(field),
                ..PROSE
            };
        }
        self.content(row, cell);
        self.section = opened;
        let status = table.status.and_then(|at| inner.split('|').nth(at));
        if status.is_some_and(dependencies::says_met) {
            let new = self.facts.dependencies.iter_mut().skip(before);
            new.for_each(|one| one.satisfied = true);
        }
    }

    /// A head row of which several cells are labels: `| Points | Priority | Dependencies |`.
    fn table_fields(&mut self, inner: &str) -> bool {
        let fields: Vec<_> = inner
            .split('|')
            .map(|cell| words::field(&labels::normal(cell)).filter(|&field| closes_at_once(field)))
            .collect();
        let several = fields.iter().flatten().count() >= 2;
        self.table_head = if several { fields } else { Vec::new() };
        several
    }

    fn table_values(&mut self, row: &Row<'_>, inner: &str) {
        let head = std::mem::take(&mut self.table_head);
        let before = self.section;
        for (field, cell) in head.iter().zip(inner.split('|')) {
            if let Some(field) = field
                && !cell.trim().is_empty()
            {
                self.open(row, Some(*field), cell.trim(), None);
            }
        }
        self.section = before;
    }
}

/// "| # | Task | Estimate |"
fn lists_tasks(head: &str) -> bool {
    let mut names = head.split('|').map(labels::normal);
    names.any(|name| {
        matches!(
            name.as_str(),
            "task"
                | "subtask"
                | "tarea"
                | "tarefa"
                | "tâche"
                | "aufgabe"
                | "задача"
                | "任务"
                | "작업"
        )
    })
}

/// Whether a row has two cells, a label and its value.
fn is_labelled(inner: &str) -> bool {
    let mut cells = inner.split('|').map(str::trim);
    let (Some(name), Some(value), None) = (cells.next(), cells.next(), cells.next()) else {
        return false;
    };
    !value.is_empty() && words::field(&labels::normal(name)).is_some_and(closes_at_once)
}

impl DependencyTable {
    /// The same where no column but the first and the status is a story's own fact.
    fn of_rows(head: &str) -> Option<Self> {
        let mut fields = head
            .split('|')
            .map(|name| words::field(&labels::normal(name)));
        let own = |field: Option<Field>| field.is_some_and(|field| field != Field::Status);
        let of_story = fields
            .by_ref()
            .skip(1)
            .any(|field| own(field) && !is_prose(field));
        (!of_story && head.contains('|')).then(|| Self::new(head))
    }

    /// From the table's head.
    fn new(head: &str) -> Self {
        let names = || head.split('|').map(labels::normal);
        let version = |name: &String| {
            matches!(
                name.as_str(),
                "version" | "license" | "licence" | "package" | "library" | "crate" | "版本"
            )
        };
        Self {
            foreign: names().any(|name| version(&name)),
            status: names().position(|name| words::field(&name) == Some(Field::Status)),
            field: None,
        }
    }
}

fn is_prose(field: Option<Field>) -> bool {
    matches!(
        field,
        Some(Field::Notes | Field::Statement | Field::Ignored)
    )
}
