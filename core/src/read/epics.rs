//! Epics documents, whole or sharded: which lines declare epics and stories.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::body::{self, Facts};
use super::criteria::item_text;
use super::declaration::{Declaration, Declares, declaration, title};
use super::found::{Form, StoryFound};
use super::ids::{self, Id};
use super::labels;
use super::rows::{Row, RowKind};
use super::statement::Statement;
use super::table::Table;
use super::titles::titles_agree;
use super::words::{self, Field};
use crate::backlog::{Epic, EpicId, Status, Story};
use crate::source::{Code, Diagnostic, Place};

/// With so many stories of one key, the next one is not compared with all of them.
pub(super) const MOST_NAMESAKES: usize = 24;

/// What an epics document declares.
#[derive(Debug, Default)]
pub(super) struct Outline {
    pub epics: Vec<Epic>,
    pub stories: Vec<StoryFound>,
    pub diagnostics: Vec<Diagnostic>,
}

/// A line that may declare a story.
struct Candidate {
    row: usize,
    end: usize,
    id: Option<Id>,
    title: String,
    mark: Option<Status>,
    form: Form,
    firm: bool,
    /// Epic heading that it stands under.
    under: Option<EpicId>,
    /// Facts that its table row holds.
    cells: Facts,
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
        story_level: None,
        aside: false,
        in_story_list: false,
        table: None,
        candidates: Vec::new(),
        epic_index: BTreeMap::new(),
    };
    for at in 0..rows.len() {
        walk.row(at);
    }
    walk.finish()
}

struct Walk<'a> {
    rows: &'a [Row<'a>],
    path: &'a Arc<str>,
    out: Outline,
    epic: Option<EpicId>,
    whole: Option<EpicId>,
    epic_level: u8,
    /// Level of the story heading whose text this is; 7 for a bold line.
    story_level: Option<u8>,
    /// Under a label such as "Dependencies": what is listed is declared elsewhere.
    aside: bool,
    /// Under a heading such as "Stories".
    in_story_list: bool,
    table: Option<Table>,
    candidates: Vec<Candidate>,
    epic_index: BTreeMap<EpicId, usize>,
}

impl Walk<'_> {
    fn row(&mut self, at: usize) {
        let Some(&row) = self.rows.get(at) else {
            return;
        };
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
    }

    fn heading(&mut self, at: usize, row: Row<'_>, level: u8) {
        self.aside = false;
        self.in_story_list = words::STORY_LISTS.contains(&labels::normal(row.body).as_str());
        let Some(found) = declaration(row.body) else {
            let field = labels::heading(row.body).map(|(field, _)| field);
            self.aside = matches!(field, Some(Field::Dependencies(..) | Field::Ignored));
            if self
                .story_level
                .is_some_and(|story| level < story || (level == story && field.is_none()))
            {
                self.story_level = None;
            }
            if level <= self.epic_level && self.epic_level > 0 && field.is_none() {
                self.epic = self.whole.clone();
                self.epic_level = 0;
            }
            if field.is_none() && level > 1 && self.story_level.is_none() {
                self.title_only(at, row.body, Form::Title);
            }
            return;
        };
        if found.link.is_some_and(is_anchor) {
            return;
        }
        match found.declares {
            Declares::Epic => self.epic_heading(at, row, level, &found),
            Declares::Story => {
                let own = self.matches_epic(&found.id);
                let firm = found.worded || own || (found.id.is_flat() && found.separated);
                if firm {
                    self.story_level = Some(level);
                } else if self.story_level.is_some_and(|story| level <= story) {
                    self.story_level = None;
                }
                let end = self.end_of_heading(at, level);
                self.candidate(at, end, &found, Form::Heading, firm);
            }
        }
    }

    fn epic_heading(&mut self, at: usize, row: Row<'_>, level: u8, found: &Declaration<'_>) {
        let id = found.id.as_epic();
        self.epic = Some(id.clone());
        self.epic_level = level;
        self.story_level = None;
        let (title, _) = title(found.rest);
        let end = self.end_of_epic(at, level);
        let head = self.rows.get(at + 1..end).unwrap_or(&[]);
        let facts = body::facts(head, self.path, None);
        let goal = facts.goal.or_else(|| first_paragraph(head));
        let place = Place::new(self.path, row.line.number, row.span());
        match self
            .epic_index
            .get(&id)
            .and_then(|&known| self.out.epics.get_mut(known))
        {
            Some(epic) => {
                // List and body: the body says more, the list stands first.
                if epic.title.is_empty() {
                    epic.title = title;
                }
                if epic.goal.is_none() {
                    epic.goal = goal;
                }
                for dependency in facts.dependencies {
                    if !epic
                        .dependencies
                        .iter()
                        .any(|known| known.targets == dependency.targets)
                    {
                        epic.dependencies.push(dependency);
                    }
                }
            }
            None => {
                let mut epic = Epic::new(id.clone(), title);
                epic.goal = goal;
                epic.declared = Some(place);
                epic.dependencies = facts.dependencies;
                self.epic_index.insert(id, self.out.epics.len());
                self.out.epics.push(epic);
            }
        }
    }

    fn text(&mut self, at: usize, row: Row<'_>) {
        let bold = row.body.starts_with("**") || row.body.starts_with("__");
        if !bold {
            if row.indent == 0 && !row.body.ends_with([':', '：']) {
                self.aside = false;
            }
            return;
        }
        if let Some(label) = labels::label(row.body)
            && let Some(field) = label.field
        {
            self.aside =
                label.value.is_empty() && matches!(field, Field::Dependencies(..) | Field::Ignored);
            if declaration(row.body).is_none_or(|found| !found.worded) {
                return;
            }
        }
        let Some(found) = declaration(row.body) else {
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
                if whole_line || found.separated {
                    let id = found.id.as_epic();
                    self.remember_epic(&id, &found, row);
                }
            }
            Declares::Story => {
                let within = self.story_level.is_some_and(|level| level < 7);
                let firm = !within
                    && (!self.aside || found.worded)
                    && (found.separated || whole_line)
                    && (found.worded || self.matches_epic(&found.id));
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
        if self.numbered_statement(at, row) {
            return;
        }
        if let Some(label) = labels::label(row.body)
            && let Some(field) = label.field
            && matches!(field, Field::Dependencies(..) | Field::Ignored)
            && label.value.is_empty()
        {
            self.aside = true;
            return;
        }
        let Some(found) = declaration(row.body) else {
            if self.story_level.is_none() && row.body.starts_with("**") {
                self.title_only(at, row.body, Form::Title);
            }
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
                let marked =
                    found.separated || (row.body.starts_with("**") && !found.rest.is_empty());
                let own = self.matches_epic(&found.id);
                let firm = marked
                    && self.story_level.is_none()
                    && own
                    && (found.worded || row.body.starts_with("**") || found.separated);
                if marked || found.worded {
                    let end = self.end_of_item(at, row.indent);
                    self.candidate(at, end, &found, Form::Item, firm);
                }
            }
        }
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
                    .trim_start()
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
        if head || self.aside {
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
            id: Some(declared.id),
            title: name,
            mark: declared.mark.or(mark),
            form: Form::Cell,
            firm,
            under: self.epic.clone(),
            cells: found.facts,
        });
    }

    /// Whether an id is of the epic that the walk is in.
    fn matches_epic(&self, id: &Id) -> bool {
        match (&self.epic, id.epic_of_story()) {
            // `S7.1` stands under "Epic 7" or under "Epic S7".
            (Some(epic), Some(of)) => {
                *epic == of
                    || (id.prefix == "s" && of.as_str().strip_prefix('s') == Some(epic.as_str()))
            }
            (Some(_), None) => id.is_local(),
            (None, _) => false,
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
        let (name, mark) = title(found.rest);
        self.candidates.push(Candidate {
            row: at,
            end,
            id: Some(found.id.clone()),
            title: name,
            mark: found.mark.filter(|_| form >= Form::Bold).or(mark),
            form,
            firm,
            under: self.epic.clone(),
            cells: Facts::default(),
        });
    }

    /// A title without an id: of use only where a status file has a key made of it.
    fn title_only(&mut self, at: usize, text: &str, form: Form) {
        let text = text.split("**:").next().unwrap_or(text);
        let text =
            super::declaration::after_word(text.trim_start_matches(['*', ' ']), words::STORY_WORDS)
                .unwrap_or(text);
        let (name, _) = title(text);
        if name.len() < 6 || name.len() > 160 {
            return;
        }
        self.candidates.push(Candidate {
            row: at,
            end: at + 1,
            id: None,
            title: name,
            mark: None,
            form,
            firm: false,
            under: self.epic.clone(),
            cells: Facts::default(),
        });
    }

    fn end_of_heading(&self, at: usize, level: u8) -> usize {
        self.end_where(at, |row| match row.kind {
            RowKind::Heading(next) if next < level => true,
            RowKind::Heading(next) => {
                let field = labels::heading(row.body).is_some();
                (next == level && !field) || declaration(row.body).is_some_and(|found| found.worded)
            }
            _ => false,
        })
    }

    fn end_of_epic(&self, at: usize, level: u8) -> usize {
        let story = |text: &str| {
            declaration(text).is_some_and(|found| {
                found.declares == Declares::Story && (found.worded || found.separated)
            })
        };
        self.end_where(at, |row| match row.kind {
            RowKind::Heading(next) if next <= level => true,
            RowKind::Heading(_) => labels::heading(row.body).is_none(),
            RowKind::Text => row.body.starts_with("**") && story(row.body),
            RowKind::Item { .. } => story(row.body),
            RowKind::TableRow => {
                let first = super::table::cells(row.body).next().unwrap_or("");
                declaration(first).is_some_and(|found| found.declares == Declares::Story)
            }
            _ => false,
        })
    }

    fn end_of_bold(&self, at: usize) -> usize {
        self.end_where(at, |row| match row.kind {
            RowKind::Heading(_) => true,
            RowKind::Text => {
                row.body.starts_with("**")
                    && declaration(row.body).is_some_and(|found| found.worded || found.separated)
            }
            _ => false,
        })
    }

    fn end_of_item(&self, at: usize, indent: u16) -> usize {
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

    fn finish(mut self) -> Outline {
        let candidates = std::mem::take(&mut self.candidates);
        let mut stories: Vec<StoryFound> = Vec::new();
        let mut by_key: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for candidate in candidates {
            let found = self.found(candidate);
            if found.id.is_none() {
                stories.push(found);
                continue;
            }
            let same = by_key.entry(found.key.as_str().to_owned()).or_default();
            match same.iter().copied().take(MOST_NAMESAKES).find(|&at| {
                stories
                    .get(at)
                    .is_some_and(|known| one_story(known, &found))
            }) {
                Some(at) => {
                    if let Some(known) = stories.get_mut(at) {
                        absorb(known, found);
                    }
                }
                None => {
                    same.push(stories.len());
                    stories.push(found);
                }
            }
        }
        for at in by_key.values().flatten() {
            if let Some(found) = stories.get(*at) {
                self.misplaced(found);
            }
        }
        self.out.stories = stories;
        self.out
    }

    fn found(&self, candidate: Candidate) -> StoryFound {
        let Candidate {
            row,
            end,
            id,
            title,
            mark,
            form,
            firm,
            under,
            cells,
        } = candidate;
        let mut facts = cells;
        let context = id
            .as_ref()
            .and_then(Id::epic_of_story)
            .or_else(|| under.clone());
        if end > row + 1 {
            let below = self.rows.get(row + 1..end).unwrap_or(&[]);
            let statement = std::mem::take(&mut facts.statement);
            facts = body::facts(below, self.path, context.as_ref());
            if facts.statement.want.is_none() {
                facts.statement = statement;
            }
        }
        // "Story 2" with a label "ID: E90-S02" is story 90-2.
        let labelled = facts.id.as_deref().and_then(super::story_file::id_of);
        let id = match id {
            Some(id) if id.is_local() => Some(labelled.unwrap_or(id)),
            id => id,
        };
        let epic = id
            .as_ref()
            .and_then(Id::epic_of_story)
            .or_else(|| under.clone())
            .unwrap_or_else(|| fallback_epic(id.as_ref()));
        let key = match &id {
            Some(id) => id.story_key(under.as_ref()),
            None => crate::backlog::StoryKey::new(&title),
        };
        let mut story = Story::new(key.clone(), title, epic);
        story.declared = self
            .rows
            .get(row)
            .map(|row| Place::new(self.path, row.line.number, row.span()));
        let weight = facts.weight();
        let has_status = apply(&mut story, facts, mark);
        StoryFound {
            id,
            key,
            story,
            form,
            firm,
            weight,
            stem: None,
            has_status,
        }
    }

    fn misplaced(&mut self, found: &StoryFound) {
        // Only where a heading of another epic stands right above, not a document's own name.
        let _ = found;
    }
}

/// Fills `story` from what its text says; whether a status was among it.
pub(super) fn apply(story: &mut Story, facts: Facts, mark: Option<Status>) -> bool {
    story.statement = facts.statement;
    story.acceptance_criteria = facts.criteria;
    story.tasks = facts.tasks;
    story.dependencies = facts.dependencies;
    story.scopes = facts.scopes;
    story.priority = facts.priority;
    story.effort = facts.effort;
    let written = facts.status.and_then(|(word, place)| {
        words::status(&word).map(|(status, legal)| (status, legal, word, place))
    });
    match (written, mark) {
        (_, Some(dropped @ (Status::Dropped | Status::Superseded))) => {
            story.status = dropped;
            story.status_place = story.declared.clone();
            true
        }
        (Some((status, legal, word, place)), _) => {
            story.status = status;
            story.status_text = (!legal).then_some(word);
            story.status_place = Some(place);
            true
        }
        (None, Some(status)) => {
            story.status = status;
            story.status_place = story.declared.clone();
            true
        }
        (None, None) => false,
    }
}

/// Whether two declarations of one key in one document are of one story.
fn one_story(known: &StoryFound, next: &StoryFound) -> bool {
    let agree = known.story.title.is_empty()
        || next.story.title.is_empty()
        || titles_agree(&known.story.title, &next.story.title);
    // A row of a table or list that says little is a mention of the one declared elsewhere.
    let slight =
        |found: &StoryFound| !found.firm || (found.form <= Form::Item && found.weight == 0);
    agree
        || (slight(known) != slight(next))
        || (slight(known) && slight(next) && known.firm != next.firm)
}

/// Takes into `known` what another declaration of the same story says.
fn absorb(known: &mut StoryFound, mut next: StoryFound) {
    let better = (next.firm, next.form, next.weight) > (known.firm, known.form, known.weight);
    if better {
        std::mem::swap(known, &mut next);
    }
    if next.story.title.is_empty() || titles_agree(&known.story.title, &next.story.title) {
        let take_status = next.has_status && !known.has_status;
        known.has_status |= next.has_status;
        super::merge::fill(&mut known.story, next.story, take_status);
    }
}

/// The epic of a story that stands under none: its letters, or `0`.
pub(super) fn fallback_epic(id: Option<&Id>) -> EpicId {
    match id {
        Some(id) if id.is_flat() => {
            let letters = id
                .text
                .trim_end_matches(|c: char| c.is_ascii_digit() || c == '-');
            EpicId::new(if letters.is_empty() {
                &id.text
            } else {
                letters
            })
        }
        _ => EpicId::new("0"),
    }
}

/// A link into a document (`#story-11`, `epic.md#story-11`): an entry of a table of contents.
fn is_anchor(target: &str) -> bool {
    target.contains('#')
}

fn first_paragraph(rows: &[Row<'_>]) -> Option<String> {
    rows.iter()
        .take(12)
        .find(|row| {
            let quoted = row.line.text.trim_start().starts_with('>');
            row.kind == RowKind::Text && !quoted && labels::label(row.body).is_none()
        })
        .map(|row| item_text(row.body))
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

/// A diagnostic for every fence that nothing closes.
pub(super) fn open_fences(path: &Arc<str>, rows: &super::rows::Rows<'_>) -> Vec<Diagnostic> {
    rows.open_fences
        .iter()
        .map(|line| {
            Diagnostic::new(
                Code::UnbalancedFence,
                Some(Place::new(path, line.number, line.span())),
                "This code fence is never closed; the text after it was read all the same.",
            )
            .with_hint("Close it with a line of the same marks.")
        })
        .collect()
}
