//! Where the text of a declaration ends.

use super::declaration::{Declares, declaration, worded_otherwise};
use super::epics::{Walk, plain_declaration};
use super::labels;
use super::rows::{Row, RowKind};
use super::statement::Statement;
use super::table;

impl Walk<'_> {
    /// One past the last row of the text below row `at`.
    pub(super) fn end_of_heading(&self, at: usize, level: u8) -> usize {
        self.end_where(at, |row| match row.kind {
            RowKind::Heading(next) if next < level => true,
            RowKind::Heading(next) => {
                let field = labels::heading(row.body).is_some();
                (next == level && (!field || self.is_lone(at, level)))
                    || declaration(row.body).is_some_and(|found| found.worded)
            }
            _ => false,
        })
    }

    /// Whether the stories of this level have no sections of the same level, and the one at row `at`
    /// is the last of several: then "Dependencies" or "Success criteria" below is about all of them.
    fn is_lone(&self, at: usize, level: u8) -> bool {
        let is_story = |row: &Row<'_>| {
            declaration(row.body).is_some_and(|found| found.declares == Declares::Story)
        };
        let below = self.rows.iter().skip(at + 1);
        let mut below = below.take_while(|row| row.heading().is_none_or(|next| next >= level));
        if below.any(|row| row.heading() == Some(level) && is_story(row)) {
            return false;
        }
        let mut sections: Vec<&str> = Vec::new();
        let mut stories = 0;
        for row in self.rows.iter().filter(|row| row.heading() == Some(level)) {
            if labels::heading(row.body).is_some() {
                if sections.contains(&row.body) {
                    return false;
                }
                sections.push(row.body);
            } else if is_story(row) {
                stories += 1;
            }
        }
        stories > 1
    }

    /// One past the last row of the text below row `at`.
    pub(super) fn end_of_epic(&self, at: usize, level: u8) -> usize {
        let story = |text: &str| {
            declaration(text).is_some_and(|found| {
                found.declares == Declares::Story && (found.worded || found.separated)
            })
        };
        self.end_where(at, |row| match row.kind {
            RowKind::Heading(next) if next <= level => true,
            RowKind::Heading(_) => labels::heading(row.body).is_none(),
            RowKind::Text | RowKind::Item { .. } if row.body.starts_with("**") => {
                story(row.body) || worded_otherwise(row.body).is_some()
            }
            RowKind::Text => row.indent == 0 && plain_declaration(row.body).is_some(),
            RowKind::Item { .. } => story(row.body),
            RowKind::TableRow => {
                let first = table::cells(row.body).next().unwrap_or("");
                declaration(first).is_some_and(|found| found.declares == Declares::Story)
            }
            _ => false,
        })
    }

    /// One past the last row of the text below row `at`.
    pub(super) fn end_of_bold(&self, at: usize) -> usize {
        let first = self.rows.get(at);
        // "**Ticket 1.1: T**" ends at the next ticket.
        let otherwise = first.is_some_and(|row| declaration(row.body).is_none());
        self.end_where(at, |row| match row.kind {
            // "#### Acceptance Criteria" below the heading that the story stands under is its own.
            RowKind::Heading(level) => {
                level <= self.heading_level || labels::heading(row.body).is_none()
            }
            RowKind::Text if row.body.starts_with("**") => {
                declaration(row.body).is_some_and(|found| found.worded || found.separated)
                    || otherwise && worded_otherwise(row.body).is_some()
            }
            RowKind::Text => row.indent == 0 && plain_declaration(row.body).is_some(),
            _ => false,
        })
    }

    /// Where the text of a list item's story ends that goes on, not indented, at row `end`: with a
    /// statement or a label. It ends where the next story or another section begins.
    pub(super) fn end_of_text_below(&self, end: usize, indent: u16) -> usize {
        let below = self.rows.get(end).filter(|row| row.indent <= indent);
        let goes_on = below.is_some_and(|row| match row.kind {
            RowKind::Text | RowKind::Item { .. } => {
                let label = labels::label(row.body);
                let label = label.is_some_and(|label| label.field.is_some());
                (label || Statement::default().line(row.body)) && declaration(row.body).is_none()
            }
            _ => false,
        });
        if !goes_on {
            return end;
        }
        self.end_where(end, |row| match row.kind {
            RowKind::Heading(level) => {
                level <= self.heading_level || labels::heading(row.body).is_none()
            }
            RowKind::Text | RowKind::Item { .. } => {
                row.indent <= indent
                    && declaration(row.body).is_some_and(|found| found.worded && found.separated)
            }
            _ => false,
        })
    }

    /// One past the last row of the text below row `at`.
    pub(super) fn end_of_item(&self, at: usize, indent: u16) -> usize {
        self.end_where(at, |row| match row.kind {
            RowKind::Blank | RowKind::Comment => false,
            RowKind::Item { .. } | RowKind::Text => row.indent <= indent,
            _ => true,
        })
    }

    fn end_where(&self, at: usize, ends: impl Fn(&Row<'_>) -> bool) -> usize {
        self.rows
            .iter()
            .skip(at + 1)
            .position(ends)
            .map_or(self.rows.len(), |further| at + 1 + further)
    }
}
