//! What the lines under a story's declaration say: a walk with one current section.

mod facts;
mod tables;

use std::sync::Arc;

pub(super) use self::facts::Facts;
use self::tables::DependencyTable;
use super::criteria::{
    CRITERION_WORDS, GHERKIN_REST, GIVEN, Items, TASK_WORDS, gherkin, item_text,
};
use super::dependencies;
use super::given::Given;
use super::labels;
use super::rows::{Row, RowKind};
use super::scopes::Scopes;
use super::statement::Statement;
use super::subjects;
use super::values::{effort, priority, status_word};
use super::words::{self, Field};
use crate::backlog::{Direction, EpicId, Marker, Strength, Target};
use crate::source::Place;
use crate::source::marks::{Marked, NO_WORD, Signs, marks};

/// Reads the rows of one story of `epic` in the document at `path`.
pub(super) fn facts(rows: &[Row<'_>], path: &Arc<str>, epic: Option<&EpicId>) -> Facts {
    let mut walk = Walk::new(path, epic);
    for row in rows {
        walk.row(row);
    }
    walk.finish()
}

/// The section that the walk is in.
#[derive(Debug, Clone, Copy)]
struct Section {
    field: Option<Field>,
    /// Level of the heading that opened it; `None` for a label.
    level: Option<u8>,
    /// The label that opened it was a list item with this indent.
    item_indent: Option<u16>,
    /// Items or rows have been read in it.
    begun: bool,
}

const PROSE: Section = Section {
    field: None,
    level: Some(0),
    item_indent: None,
    begun: false,
};

struct Walk<'a> {
    path: &'a Arc<str>,
    epic: Option<&'a EpicId>,
    section: Section,
    statement: Statement,
    criteria: Items,
    loose_criteria: Items,
    tasks: Items,
    /// Boxes to tick outside of any section.
    loose_tasks: Items,
    scopes: Scopes,
    /// What the heading of the current file list says of all its files.
    list_marker: Marker,
    facts: Facts,
    in_fence: bool,
    given: Given,
    table_head: Vec<Option<Field>>,
    /// The table's rows are dependencies: the column that says how far each is.
    dependency_table: Option<DependencyTable>,
    in_table: bool,
    /// The table's rows are tasks.
    task_table: bool,
}

impl<'a> Walk<'a> {
    fn new(path: &'a Arc<str>, epic: Option<&'a EpicId>) -> Self {
        Self {
            path,
            epic,
            section: PROSE,
            statement: Statement::default(),
            criteria: Items::new(path, &CRITERION_WORDS),
            loose_criteria: Items::new(path, &CRITERION_WORDS),
            tasks: Items::new(path, &TASK_WORDS),
            loose_tasks: Items::new(path, &TASK_WORDS),
            scopes: Scopes::new(path),
            list_marker: Marker::Unmarked,
            facts: Facts::default(),
            in_fence: false,
            given: Given::default(),
            table_head: Vec::new(),
            dependency_table: None,
            in_table: false,
            task_table: false,
        }
    }

    fn finish(self) -> Facts {
        let mut facts = self.facts;
        facts.statement = self.statement.finish();
        facts.criteria = if self.criteria.is_empty() {
            self.loose_criteria.finish()
        } else {
            self.criteria.finish()
        };
        facts.tasks = if self.tasks.is_empty() && facts.criteria.is_empty() {
            self.loose_tasks.finish()
        } else {
            self.tasks.finish()
        };
        facts.scopes = self.scopes.finish();
        facts
    }

    /// The place of a part of a row, as exact as it is known.
    fn part(&self, row: &Row<'_>, part: &str) -> Place {
        let span = row.line.span_of(part).unwrap_or_else(|| row.span());
        Place::new(self.path, row.line.number, span)
    }

    fn row(&mut self, row: &Row<'_>) {
        if row.kind != RowKind::TableRow {
            self.in_table = false;
            self.task_table = false;
            self.dependency_table = None;
        }
        match row.kind {
            RowKind::FenceMark => self.fence_mark(),
            RowKind::Code => self.content(row, row.body),
            RowKind::Heading(level) => self.heading(row, level),
            RowKind::TableRow => self.table_row(row),
            RowKind::Blank => {
                if let Some(Field::Criteria) = self.section.field {
                    self.criteria.line(row);
                }
            }
            RowKind::Comment | RowKind::Frontmatter => {}
            RowKind::Item { .. } | RowKind::Text => self.text(row),
        }
    }

    fn fence_mark(&mut self) {
        self.in_fence = !self.in_fence;
        if !self.in_fence {
            self.scopes
                .end_fence(self.file_marker().unwrap_or_default());
        }
    }

    fn file_marker(&self) -> Option<Marker> {
        match self.section.field {
            Some(Field::Files(marker)) => Some(marker),
            _ => None,
        }
    }

    fn heading(&mut self, row: &Row<'_>, level: u8) {
        let within = self
            .section
            .level
            .is_some_and(|opened| opened > 0 && level > opened);
        if within && let Some(marker) = self.file_marker() {
            let list = self.list_marker;
            // A sub-heading of a file list: what happens to the files, or one of them.
            let sub = words::marker(&labels::normal(row.body));
            match (sub, labels::heading(row.body)) {
                (Some(sub), _) => self.sub_files(combine(list, sub), level),
                (None, Some((Field::Files(sub), _))) => self.sub_files(combine(list, sub), level),
                (None, Some((field, value))) => self.open(row, Some(field), value, Some(level)),
                (None, None) => self.scopes.declared(row, row.body, marker),
            }
            return;
        }
        if let Some((field, value)) = labels::heading(row.body) {
            // "### Tasks" within "## Acceptance Criteria" is a section of its own all the same.
            self.open(row, Some(field), value, Some(level));
            return;
        }
        // "### Dependency on Story 1.2 (the pier)": what stands below explains.
        if row.signs.has(Signs::DIGIT)
            && let Some(stated) = labels::stating_heading(row.body)
        {
            self.open(row, stated.field, stated.value, None);
            self.section = PROSE;
            return;
        }
        if within {
            match self.section.field {
                Some(Field::Criteria) => self.criteria.line(row),
                Some(Field::Tasks) => self.tasks.line(row),
                Some(Field::Dependencies(..)) => self.content(row, row.body),
                _ => {}
            }
            return;
        }
        self.section = PROSE;
    }

    /// Sub-sections of a file list keep the list's own level, so that the next one is seen too.
    fn sub_files(&mut self, marker: Marker, level: u8) {
        self.section = Section {
            field: Some(Field::Files(marker)),
            level: Some(level.saturating_sub(1).max(1)),
            item_indent: None,
            begun: false,
        };
    }

    fn text(&mut self, row: &Row<'_>) {
        if self.statement.line(row.body) {
            return;
        }
        if let Some(named) = self.given.line(row.body) {
            self.depends(row, named);
        }
        if row.signs.has(Signs::DIGIT) && row.label.is_none() && subjects::follow_this(row.body) {
            self.depends(row, row.body);
        }
        if let Some(found) = row.label
            && self.label(row, found)
        {
            return;
        }
        if self.file_marker().is_some() && row.label.is_none() && self.plain_sub_label(row) {
            return;
        }
        if self.ends_section(row) {
            self.section = PROSE;
        }
        self.content(row, row.body);
    }

    /// Whether a line lies outside of a section that a label opened.
    fn ends_section(&self, row: &Row<'_>) -> bool {
        if self.section.level.is_some() {
            return false;
        }
        match (row.kind, self.section.item_indent) {
            (RowKind::Item { .. }, Some(indent)) => row.indent <= indent,
            (RowKind::Text, _) => {
                // A paragraph after the list of a label is about something else.
                self.section.begun
                    && row.indent == 0
                    && !matches!(
                        self.section.field,
                        Some(Field::Criteria | Field::Tasks | Field::Notes | Field::Statement)
                    )
            }
            _ => false,
        }
    }

    /// A label; whether the line is done with.
    fn label(&mut self, row: &Row<'_>, found: labels::Label<'_>) -> bool {
        if self.file_marker().is_some()
            && found.value.is_empty()
            && words::UNTOUCHED_PHRASES.stands_in(row.body)
        {
            // "Dependencies (not modified):" within a file list
            self.sub_section(Marker::Untouched);
            return true;
        }
        if self.file_marker().is_some()
            && self.section.level.is_some()
            && matches!(found.field, Some(Field::Dependencies(..)))
            && found.value.is_empty()
        {
            // "**Dependencies**" within a file list: those of the packages, or files that are there.
            let existing = row.body.contains("xisting");
            self.sub_section(if existing {
                Marker::Untouched
            } else {
                Marker::Unmarked
            });
            return true;
        }
        let item = row.is_item().then_some(row.indent);
        let nested = match (item, self.section.item_indent) {
            (Some(indent), Some(opened)) => indent > opened,
            (Some(_), None) => self.section.level.is_none() || self.file_marker().is_some(),
            (None, _) => false,
        };
        let Some(field) = found.field else {
            if let Some(marker) = self.file_marker() {
                return self.sub_label(row, marker, found.value);
            }
            if self.section.field.is_none()
                && let Some((value, more)) = labels::next_in_row(found.value)
            {
                self.content(row, value);
                self.further_labels(row, more);
                return true;
            }
            // "**Given** …:" and the like are content; other bold labels end a label's section.
            let criteria = matches!(self.section.field, Some(Field::Criteria | Field::Tasks));
            if !nested && item.is_none() && self.section.level.is_none() && !criteria {
                self.section = PROSE;
                match labels::next_in_row(found.value) {
                    Some((value, more)) => {
                        self.content(row, value);
                        self.further_labels(row, more);
                    }
                    None => self.content(row, found.value),
                }
                return true;
            }
            return false;
        };
        // Within criteria and tasks, item labels are part of their text.
        if matches!(self.section.field, Some(Field::Criteria | Field::Tasks)) && item.is_some() {
            let about_files =
                matches!(field, Field::Files(_)) && found.value.contains_one(marks!['/', '.']);
            if about_files && let Field::Files(marker) = field {
                self.scopes.declared(row, found.value, marker);
            }
            // Beside the label that opened them, or at the margin.
            let outside = item == Some(0) || item <= self.section.item_indent;
            let own_section = outside
                && matches!(
                    field,
                    Field::Dependencies(..) | Field::Priority | Field::Effort | Field::Status
                )
                && self.section.level.is_none()
                && (item == self.section.item_indent || matches!(field, Field::Dependencies(..)));
            if !own_section {
                return false;
            }
        }
        if matches!(self.section.field, Some(Field::Ignored))
            && self.section.level.is_some()
            && !matches!(field, Field::Files(_))
        {
            return false;
        }
        let opened = self.section;
        self.open(row, Some(field), found.value, None);
        self.section.item_indent = item;
        if matches!(
            (opened.field, field),
            (Some(Field::Files(_)), Field::Files(_))
        ) {
            // "**New Files:**" within a file list: its headings still belong to the list.
            self.section.level = opened.level;
        }
        if !found.value.is_empty() && closes_at_once(field) {
            // The value stood on the line: the section it stood in goes on.
            self.section = opened;
            if opened.level.is_none() {
                self.section = PROSE;
            }
        }
        true
    }

    /// `**New:**` within a file list, with or without a path behind it.
    fn sub_label(&mut self, row: &Row<'_>, marker: Marker, value: &str) -> bool {
        let name = row.body.split([':', '：']).next().unwrap_or(row.body);
        let sub = name_marker(name);
        if value.is_empty() {
            match sub {
                Some(sub) => self.sub_section(sub),
                // "**Frontend:**" or "**src/app.ts**:" — a path, or a group's name.
                None => self.scopes.declared(row, row.body, marker),
            }
            return true;
        }
        match sub {
            Some(sub) => self
                .scopes
                .declared(row, value, combine(self.list_marker, sub)),
            None => self.scopes.declared(row, row.body, marker),
        }
        true
    }

    /// `New:` and `*Modified:*` on lines of their own within a file list.
    fn plain_sub_label(&mut self, row: &Row<'_>) -> bool {
        let bare = row.body.trim_end_of(marks!['*', '_', ' ']);
        let name = bare
            .strip_suffix([':', '：'])
            .filter(|name| name.len() <= 40);
        let sub = name.and_then(name_marker);
        if let Some(sub) = sub {
            self.sub_section(sub);
        }
        sub.is_some()
    }

    /// What happens to the files below, in the list that is open.
    fn sub_section(&mut self, sub: Marker) {
        self.section = Section {
            field: Some(Field::Files(combine(self.list_marker, sub))),
            begun: true,
            ..self.section
        };
    }

    fn open(&mut self, row: &Row<'_>, field: Option<Field>, value: &str, level: Option<u8>) {
        if let Some(Field::Files(marker)) = field {
            // What a label says does not hold for the labels below it.
            self.list_marker = match (level, self.file_marker()) {
                (Some(_), _) => marker,
                (None, Some(_)) => self.list_marker,
                (None, None) => Marker::Unmarked,
            };
        }
        self.section = Section {
            field,
            level,
            item_indent: None,
            begun: false,
        };
        if !value.is_empty() {
            let Some((value, more)) = labels::next_in_row(value) else {
                self.content(row, value.trim_end_of(marks!['|', '·', '•', ' ', ',']));
                return;
            };
            let value = value.strip_suffix('.').unwrap_or(value);
            self.content(row, value.trim_end_of(marks!['|', '·', '•', ' ', ',']));
            self.further_labels(row, more);
        }
    }

    /// Further labels on the same line, beginning with `more`; those that nobody knows are passed over.
    fn further_labels(&mut self, row: &Row<'_>, more: &str) {
        let Some(label) = labels::label_in_row(more) else {
            return;
        };
        if let Some(field) = label.field
            && !label.value.is_empty()
        {
            self.open(row, Some(field), label.value, None);
        } else if let Some((_, more)) = labels::next_in_row(label.value) {
            self.further_labels(row, more);
        }
    }

    /// A line (or a value) of the current section.
    fn content(&mut self, row: &Row<'_>, text: &str) {
        let Some(field) = self.section.field else {
            if row.kind != RowKind::Code {
                self.loose_criteria.loose_line(row);
                let box_of_its_own = matches!(row.kind, RowKind::Item { check: Some(_), .. });
                if box_of_its_own && self.tasks.is_empty() && self.criteria.is_empty() {
                    self.loose_tasks.line(row);
                }
                self.scopes.mentioned(row, text);
            }
            return;
        };
        let first = !self.section.begun;
        if !text.is_empty() {
            self.section.begun = true;
        }
        match field {
            Field::Statement | Field::Notes => self.scopes.mentioned(row, text),
            Field::Criteria => {
                self.criteria.line(row);
                self.scopes.mentioned(row, text);
            }
            Field::Tasks => {
                self.tasks.line(row);
                self.scopes.mentioned(row, text);
            }
            Field::Done => {
                if self.criteria.is_empty() {
                    self.loose_criteria.line(row);
                }
                self.scopes.mentioned(row, text);
            }
            Field::Dependencies(direction, strength) => {
                if row.kind == RowKind::Code || text.is_empty() {
                    return;
                }
                if dependencies::turns(text) {
                    self.section.field = Some(Field::Dependencies(Direction::Blocks, strength));
                    return;
                }
                let (direction, strength, text) = match labels::among_dependencies(text) {
                    None => (direction, strength, text),
                    Some((says, "")) => {
                        // What is listed below it.
                        self.section = Section {
                            field: says.map(|(to, how)| Field::Dependencies(to, how)),
                            level: None,
                            item_indent: row.is_item().then_some(row.indent),
                            begun: false,
                        };
                        return;
                    }
                    Some((None, _)) => return,
                    Some((Some((to, how)), value)) => (to, how, value),
                };
                let place = self.part(row, text);
                let mut found = dependencies::parse(text, direction, strength, self.epic, &place);
                if matches!(
                    row.kind,
                    RowKind::Item {
                        check: Some(true),
                        ..
                    }
                ) {
                    found.iter_mut().for_each(|one| one.satisfied = true);
                }
                // "**Then** the mail is sent" below a heading of dependencies is a scenario.
                if row.body.starts_with("**")
                    && (gherkin(row.body, &GIVEN) || gherkin(row.body, &GHERKIN_REST))
                {
                    let named = |target: &Target| !matches!(target, Target::External(_));
                    found.retain(|one| one.targets.iter().any(named));
                }
                self.facts.dependencies.extend(found);
            }
            Field::Files(marker) => {
                if row.kind == RowKind::Code {
                    self.scopes.fenced(row);
                } else {
                    self.scopes.declared(row, text, marker);
                }
            }
            Field::Status if first && self.facts.status.is_none() => {
                let word = status_word(text);
                if !word.is_empty() {
                    self.facts.status = Some((word.to_owned(), self.part(row, word)));
                }
            }
            Field::Priority if first && self.facts.priority.is_none() => {
                self.facts.priority = priority(text)
            }
            Field::Effort if first && self.facts.effort.is_none() => {
                self.facts.effort = effort(text)
            }
            Field::Goal if first && self.facts.goal.is_none() => {
                self.facts.goal = Some(item_text(text))
            }
            Field::Kind if first && self.facts.kind.is_none() => {
                self.facts.kind = Some(text.to_owned());
            }
            Field::Id if first && self.facts.id.is_none() => {
                self.facts.id = Some(text.trim_of(marks!['*', '`', ' ']).to_owned());
            }
            _ => {}
        }
        if matches!(
            field,
            Field::Status | Field::Priority | Field::Effort | Field::Kind
        ) && !text.is_empty()
        {
            self.section = PROSE;
        }
    }

    /// A sentence that names what must be there: stories and epics only.
    fn depends(&mut self, row: &Row<'_>, text: &str) {
        let place = self.part(row, text);
        let (requires, hard) = (Direction::Requires, Strength::Hard);
        let mut found = dependencies::parse(text, requires, hard, self.epic, &place);
        found.retain(|one| !matches!(one.targets.as_slice(), [Target::External(_)]));
        self.facts.dependencies.extend(found);
    }
}

/// Whether a value on the label's own line is all that the label has.
fn closes_at_once(field: Field) -> bool {
    matches!(
        field,
        Field::Dependencies(..)
            | Field::Files(_)
            | Field::Status
            | Field::Priority
            | Field::Effort
            | Field::Goal
            | Field::Id
            | Field::Kind
    )
}

/// What the name of a group of files says of them: "New files", "Backend (modified)".
fn name_marker(name: &str) -> Option<Marker> {
    let bracket = || {
        let (_, inside) = name.split_once(['(', '（'])?;
        words::marker(&labels::normal(inside.trim_of(NO_WORD)))
    };
    words::marker(&labels::normal(name)).or_else(bracket)
}

fn combine(section: Marker, sub: Marker) -> Marker {
    if section == Marker::Untouched || sub == Marker::Unmarked {
        section
    } else {
        sub
    }
}
