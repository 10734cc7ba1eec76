//! Epics and stories on lines without any mark, in documents that mark none of them.

use super::super::declaration::{Declaration, Declares, after_word, declaration};
use super::super::found::Form;
use super::super::rows::{Row, RowKind};
use super::super::words;
use super::Walk;
use crate::source::marks::{Marked, marks};

impl Walk<'_> {
    /// "Story 1.1: Pier" on a line of its own without any mark, in a document that marks none of its
    /// stories and has several such lines.
    pub(super) fn plain_story(&mut self, at: usize, row: Row<'_>) {
        if row.indent > 0 || !opens_paragraph(self.rows, at) {
            return;
        }
        let Some(found) = plain_declaration(row.body) else {
            return;
        };
        if self.has_stories() || !self.has_plain_stories() {
            return;
        }
        self.story_level = Some(7);
        let end = self.end_of_bold(at);
        self.candidate(at, end, &found, Form::Bold, true);
    }

    /// Whether two lines or more without any mark declare stories.
    fn has_plain_stories(&self) -> bool {
        let rows = self.rows.iter();
        let plain =
            rows.filter(|row| row.kind == RowKind::Text && plain_declaration(row.body).is_some());
        plain.take(2).count() == 2
    }

    /// "Epic 1: Harbour" on a line of its own, in a document that marks neither epics nor stories and
    /// has several plain stories.
    pub(super) fn plain_epic(&mut self, at: usize, row: Row<'_>) {
        let word = !words::EPIC_WORDS.for_start_of(row.body).is_empty();
        if !word || row.indent > 0 || row.body.len() > 160 || !opens_paragraph(self.rows, at) {
            return;
        }
        let found = declaration(row.body)
            .filter(|found| found.declares == Declares::Epic && found.separated);
        let Some(found) = found else {
            return;
        };
        if !self.has_epic_headings() && !self.has_stories() && self.reads_plain_stories() {
            self.epic_heading(at, row, 6, &found);
        }
    }

    /// Whether `plain_story` takes at least one for a story: an epic alone would hide that none was.
    fn reads_plain_stories(&self) -> bool {
        let mut rows = self.rows.iter().enumerate();
        self.has_plain_stories()
            && rows.any(|(at, row)| {
                let plain = row.kind == RowKind::Text && row.indent == 0;
                plain && plain_declaration(row.body).is_some() && opens_paragraph(self.rows, at)
            })
    }
}

/// The story that a line without any mark declares.
pub(in crate::read) fn plain_declaration(body: &str) -> Option<Declaration<'_>> {
    let text = body.trim_start_of(marks!['*', '_']);
    after_word(text, &words::STORY_WORDS)?;
    let short = body.len() <= 160;
    declaration(text).filter(|found| short && found.separated && !found.id.is_local())
}

fn opens_paragraph(rows: &[Row<'_>], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| rows.get(before));
    before.is_none_or(|row| row.is_blank() || row.heading().is_some())
}
