//! Epics documents, whole or sharded: which lines declare epics and stories.

mod headings;
mod plain;

use std::sync::Arc;

use super::body::Facts;
use super::chains::{Chain, Graph};
use super::declaration::{Declaration, Declares, declaration, title, title_effort, title_priority};
use super::found::{Form, StoryFound};
use super::ids::{self, Id};
use super::passing::Passing;
use super::rows::{Row, RowKind};
use super::statement::Statement;
use super::table::Table;
use super::words::Field;
use crate::backlog::{DependencyRef, Direction, Epic, EpicId, Status, Target};
use crate::ordering;
use crate::source::letters::upper;
use crate::source::marks::{Marked, marks};
use crate::source::{Diagnostic, Place};
pub(super) use plain::plain_declaration;

/// With so many stories of one key, the next one is not compared with all of them.
pub(super) const MOST_NAMESAKES: usize = 24;

/// What an epics document declares.
#[derive(Debug, Default)]
pub(super) struct Outline {
    pub epics: Vec<Epic>,
    pub stories: Vec<StoryFound>,
    pub diagnostics: Vec<Diagnostic>,
    pub chains: Vec<Chain>,
    pub passing: Vec<Passing>,
}

impl Outline {
    /// How many stories are declared beyond doubt.
    pub fn firm(&self) -> usize {
        self.stories.iter().filter(|story| story.firm).count()
    }
}

/// A line that may declare a story.
pub(super) struct Candidate {
    pub row: usize,
    pub end: usize,
    pub id: Option<Id>,
    pub title: String,
    pub mark: Option<Status>,
    pub form: Form,
    pub firm: bool,
    /// Epic heading that it stands under.
    pub under: Option<EpicId>,
    /// Facts that its table row holds.
    pub cells: Facts,
}

/// Reads the rows of the document at `path`, which as a whole is about `whole`, if that is known.
pub(super) fn outline(rows: &[Row<'_>], path: &Arc<str>, whole: Option<&EpicId>) -> Outline {
    let mut walk = Walk {
        rows,
        path,
        out: Outline::default(),
        epic: whole.cloned(),
        whole: whole.cloned(),
        epic_level: 0,
        heading_level: 0,
        story_level: None,
        aside: false,
        in_story_list: false,
        has_headed: false,
        heading: None,
        announced: None,
        table: None,
        has_stories: None,
        has_epics: None,
        candidates: Vec::new(),
        epic_orders: Vec::new(),
        graph: None,
        epic_index: ordering::Table::default(),
    };
    for at in 0..rows.len() {
        walk.row(at);
    }
    walk.finish()
}

/// The walk over a document, with what it stands in.
pub(super) struct Walk<'a> {
    pub rows: &'a [Row<'a>],
    pub path: &'a Arc<str>,
    pub out: Outline,
    pub epic: Option<EpicId>,
    whole: Option<EpicId>,
    epic_level: u8,
    /// Level of the last heading that announces no part of a story.
    pub heading_level: u8,
    /// Level of the story heading whose text this is; 7 for a bold line.
    pub story_level: Option<u8>,
    /// Under a label such as "Dependencies": what is listed is declared elsewhere.
    aside: bool,
    /// Under a heading such as "Stories".
    in_story_list: bool,
    /// A heading or a bold line has declared a story.
    has_headed: bool,
    /// Row of the heading above.
    pub heading: Option<usize>,
    /// The last heading that was looked at, and whether it announces an order of work.
    pub announced: Option<(usize, bool)>,
    table: Option<Table>,
    /// Whether any heading declares a "Story"; looked up when it matters.
    has_stories: Option<bool>,
    /// Whether any heading declares an epic; likewise.
    has_epics: Option<bool>,
    pub candidates: Vec<Candidate>,
    epic_orders: Vec<(EpicId, Vec<DependencyRef>)>,
    /// Within a graph of Mermaid: its nodes.
    pub graph: Option<Graph>,
    pub epic_index: ordering::Table<EpicId, usize>,
}

impl Walk<'_> {
    fn row(&mut self, at: usize) {
        let Some(&row) = self.rows.get(at) else {
            return;
        };
        self.node(&row);
        self.chain(&row);
        self.branch(at, &row);
        self.sentence(&row);
        if row.kind != RowKind::TableRow {
            self.table = None;
        }
        match row.kind {
            RowKind::Heading(level) => self.heading(at, row, level),
            RowKind::Text => self.text(at, row),
            RowKind::Item { .. } => self.item(at, row),
            RowKind::TableRow => self.cell(at, row),
            _ => {}
        }
        self.in_passing(at, &row);
    }

    fn text(&mut self, at: usize, row: Row<'_>) {
        let bold = row.body.starts_with("**") || row.body.starts_with("__");
        if !bold {
            self.plain_story(at, row);
            self.plain_epic(at, row);
            if row.indent == 0 && !row.body.ends_with_one(marks![':', '：']) {
                self.aside = false;
            }
            return;
        }
        if self.inline_stories(at, &row) {
            return;
        }
        if let Some(label) = row.label
            && let Some(field) = label.field
        {
            self.aside =
                label.value.is_empty() && matches!(field, Field::Dependencies(..) | Field::Ignored);
            if declaration(row.body).is_none_or(|found| !found.worded) {
                return;
            }
        }
        let found = declaration(row.body).or_else(|| self.bold_otherwise(&row));
        let Some(found) = found else {
            if self.story_level.is_none() && row.body.len() < 160 {
                self.title_only(at, row.body, Form::Title);
            }
            return;
        };
        if found.link.is_some_and(is_anchor) {
            return;
        }
        let whole_line = row.body.trim_end().ends_with("**");
        match found.declares {
            Declares::Epic => {
                // "**Epic:** E20 — T" only says where one is.
                let named = row.label.is_some_and(|label| !label.value.is_empty());
                let labelled = named && row.body.contains(":**") | row.body.contains("**:");
                if (whole_line || found.separated) && !labelled {
                    let id = found.id.as_epic();
                    self.remember_epic(&id, &found, row);
                }
            }
            Declares::Story => {
                let within = self.story_level.is_some_and(|level| level < 7);
                // "**US-001 — Buoys**", "**US-1.2** As a pilot, I want …"
                let user_story = is_user_story(&found.id);
                let stated = || {
                    let statement = found.rest.trim_start_of(marks!['*', '_', ' ']);
                    Statement::default().line(statement)
                };
                let firm = !within
                    && (!self.aside || found.worded)
                    && (found.separated || whole_line || stated())
                    && (found.worded || self.matches_epic(&found.id) || user_story);
                if firm {
                    self.story_level = Some(7);
                }
                if firm || found.separated {
                    let end = self.end_of_bold(at);
                    self.candidate(at, end, &found, Form::Bold, firm);
                }
            }
        }
    }

    fn item(&mut self, at: usize, row: Row<'_>) {
        if self.aside {
            if let Some(found) = declaration(row.body).filter(|found| found.separated) {
                self.contents_entry(at, &found);
            }
            return;
        }
        if self.numbered_statement(at, row) || self.inline_stories(at, &row) {
            return;
        }
        if let Some(label) = row.label
            && let Some(field) = label.field
            && matches!(field, Field::Dependencies(..) | Field::Ignored)
            && label.value.is_empty()
        {
            self.aside = true;
            return;
        }
        let found = declaration(row.body).or_else(|| self.bold_otherwise(&row));
        let Some(found) = found else {
            self.title_item(at, row.body);
            return;
        };
        if found.link.is_some_and(is_anchor) {
            self.contents_entry(at, &found);
            return;
        }
        match found.declares {
            Declares::Epic => {
                let id = found.id.as_epic();
                if found.separated && row.indent == 0 {
                    self.remember_epic(&id, &found, row);
                }
            }
            Declares::Story => {
                let listed = self.listed(&row, &found);
                let marked = found.separated
                    || listed
                    || (row.body.starts_with("**") && !found.rest.is_empty());
                let own = self.matches_epic(&found.id)
                    || (found.worded
                        && found.separated
                        && self.epic.is_none()
                        && row.indent == 0
                        && matches!(row.kind, RowKind::Item { check: Some(_), .. })
                        && !self.has_stories());
                let firm = marked
                    && self.story_level.is_none()
                    && own
                    && (found.worded || row.body.starts_with("**") || found.separated || listed);
                if marked || found.worded {
                    let mut end = self.end_of_item(at, row.indent);
                    if firm && found.worded {
                        end = self.end_of_text_below(end, row.indent);
                    }
                    self.candidate(at, end, &found, Form::Item, firm);
                    // "- [x] Story 1.2: T" where the story is declared.
                    let ticked = matches!(
                        row.kind,
                        RowKind::Item {
                            check: Some(true),
                            ..
                        }
                    );
                    if let Some(last) = self.candidates.last_mut()
                        && firm
                        && ticked
                    {
                        last.mark = last.mark.or(Some(Status::Done));
                    }
                }
            }
        }
    }

    /// "- [ ] 2.3 Raise the crane" under Epic 2, in a document that marks no story otherwise.
    fn listed(&mut self, row: &Row<'_>, found: &Declaration<'_>) -> bool {
        matches!(row.kind, RowKind::Item { check: Some(_), .. })
            && row.indent == 0
            && found.id.prefix.is_empty()
            && self.matches_epic(&found.id)
            && found.rest.starts_with(' ')
            && !self.has_headed
            && !self.has_stories()
    }

    /// An entry of a table of contents declares nothing. It is kept for a status file whose story
    /// has no other trace in the documents.
    fn contents_entry(&mut self, at: usize, found: &Declaration<'_>) {
        if found.declares == Declares::Story {
            self.candidate(at, at + 1, found, Form::Title, false);
        }
    }

    /// "3. As a player, I can …" in a list headed "Stories": the third story of the epic.
    fn numbered_statement(&mut self, at: usize, row: Row<'_>) -> bool {
        let RowKind::Item { ordered: true, .. } = row.kind else {
            return false;
        };
        if !self.in_story_list || self.epic.is_none() || row.indent > 1 {
            return false;
        }
        let mut statement = Statement::default();
        if !statement.line(row.body) {
            return false;
        }
        let statement = statement.finish();
        let (Some(want), Some((id, _))) = (
            &statement.want,
            ids::parse(
                row.line
                    .text
                    .trim_start_of(marks!['>', ' ', '\t'])
                    .split(['.', ')'])
                    .next()
                    .unwrap_or(""),
            ),
        ) else {
            return false;
        };
        self.candidates.push(Candidate {
            row: at,
            end: self.end_of_item(at, row.indent),
            id: Some(id),
            title: capitalised(want),
            mark: None,
            form: Form::Item,
            firm: true,
            under: self.epic.clone(),
            cells: Facts {
                statement,
                ..Facts::default()
            },
        });
        true
    }

    fn cell(&mut self, at: usize, row: Row<'_>) {
        let head = self.table.is_none();
        let table = self.table.get_or_insert_with(|| Table::new(row.body));
        if head {
            return;
        }
        if table.is_of_epics() {
            if let Some((epic, waits, Field::Dependencies(Direction::Requires, _))) =
                table.ordered(row.body)
            {
                self.ordered_epic(&row, epic, waits);
            }
            return;
        }
        if self.aside {
            if let Some((story, waits, Field::Dependencies(direction, _))) = table.ordered(row.body)
            {
                self.ordered_cells(&row, story, waits, direction);
            }
            return;
        }
        let Some(found) = table.row(row.body, self.path, &row, self.epic.as_ref()) else {
            return;
        };
        let Some(declared) = declaration(found.id) else {
            return;
        };
        if declared.declares == Declares::Epic || declared.link.is_some_and(is_anchor) {
            return;
        }
        let titled = table.has_title;
        let (name, mark) = title(found.title);
        if name.is_empty() {
            return;
        }
        let firm = titled
            && self.story_level.is_none()
            && (self.matches_epic(&declared.id) || declared.worded || declared.id.is_flat());
        self.candidates.push(Candidate {
            row: at,
            end: at + 1,
            id: Some(self.in_epic(&declared.id)),
            title: name,
            mark: declared.mark.or(mark),
            form: Form::Cell,
            firm,
            under: self.epic.clone(),
            cells: found.facts,
        });
    }

    /// Whether an id is of the epic that the walk is in.
    pub(super) fn matches_epic(&self, id: &Id) -> bool {
        match (&self.epic, id.split()) {
            (Some(epic), Some(_)) => self.is_under(id, epic),
            (Some(_), None) => id.is_local(),
            (None, _) => false,
        }
    }

    /// Whether an id's own epic is `epic`: `S7.1` stands under "Epic 7" or under "Epic S7".
    pub(super) fn is_under(&self, id: &Id, epic: &EpicId) -> bool {
        id.is_of(epic)
            || (id.prefix == "s"
                && id
                    .epic_of_story()
                    .is_some_and(|of| of.as_str().strip_prefix('s') == Some(epic.as_str())))
    }

    /// `S7.1` under Epic 7 is 7.1.
    fn in_epic(&self, id: &Id) -> Id {
        let mut id = id.clone();
        if id.prefix == "s"
            && let Some(epic) = &self.epic
            && !id.is_of(epic)
            && self.is_under(&id, epic)
        {
            id.prefix.clear();
        }
        id
    }

    /// Keeps what a row of a table of epics or a sentence says that an epic waits for, until all epics
    /// are known.
    pub(super) fn order_epic(&mut self, epic: EpicId, waits: Vec<DependencyRef>) {
        self.epic_orders.push((epic, waits));
    }

    /// Gives the epics what was kept for them.
    pub(super) fn order_epics(&mut self) {
        for (id, waits) in std::mem::take(&mut self.epic_orders) {
            let known = self.epic_index.get(&id).copied();
            let Some(epic) = known.and_then(|at| self.out.epics.get_mut(at)) else {
                continue;
            };
            for one in waits {
                let mut others = epic.dependencies.iter();
                let own = one.targets.contains(&Target::Epic(id.clone()));
                if !own && !others.any(|known| known.targets == one.targets) {
                    epic.dependencies.push(one);
                }
            }
        }
    }

    fn remember_epic(&mut self, id: &EpicId, found: &Declaration<'_>, row: Row<'_>) {
        if self.epic_index.contains_key(id) {
            return;
        }
        let (title, _) = title(found.rest);
        let mut epic = Epic::new(id.clone(), title);
        epic.declared = Some(Place::new(self.path, row.line.number, row.span()));
        self.epic_index.insert(id.clone(), self.out.epics.len());
        self.out.epics.push(epic);
    }

    fn candidate(
        &mut self,
        at: usize,
        end: usize,
        found: &Declaration<'_>,
        form: Form,
        firm: bool,
    ) {
        self.has_headed |= firm && form >= Form::Bold;
        let id = self.in_epic(&found.id);
        let (name, mark) = title(found.rest);
        self.candidates.push(Candidate {
            row: at,
            end,
            id: Some(id),
            title: name,
            mark: found.mark.filter(|_| form >= Form::Bold).or(mark),
            form,
            firm,
            under: self.epic.clone(),
            cells: Facts {
                effort: title_effort(found.rest),
                priority: title_priority(found.rest),
                ..Facts::default()
            },
        });
    }
}

/// `US-001`, `US-AUTH-01`, `HU-7`: an id of nothing else.
fn is_user_story(id: &Id) -> bool {
    let prefix = id.prefix.as_str();
    prefix == "us" || prefix.starts_with("us-") || prefix.starts_with("hu-")
}

/// A link into a document (`#story-11`, `epic.md#story-11`): an entry of a table of contents.
fn is_anchor(target: &str) -> bool {
    target.contains('#')
}

pub(super) fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => std::iter::once(upper(first)).chain(letters).collect(),
        None => String::new(),
    }
}
