//! Tables that list stories: which column has the id, the title and the facts.

use crate::source::letters::Lowercase;
use std::sync::Arc;

use super::body::Facts;
use super::labels;
use super::rows::Row;
use super::words::{self, Field};
use crate::backlog::EpicId;
use crate::source::marks::{DIGITS, Marked, marks};

/// Headers of the column that holds titles.
const TITLE_HEADERS: &[&str] = &[
    "title",
    "story",
    "name",
    "story title",
    "description",
    "summary",
    "描述",
    "说明",
    "任务",
    "descrição",
    "descripción",
    "описание",
    "название",
    "nombre",
    "nome",
    "intitulé",
    "标题",
    "故事",
    "名称",
    "titre",
    "título",
    "titulo",
    "제목",
    "스토리",
    "タイトル",
    "titolo",
    "titel",
    "tiêu đề",
    "feature",
    "story name",
    "user story",
    "i want",
    "i want to",
    "want to",
];
/// Headers of the column that holds ids.
const ID_HEADERS: &[&str] = &[
    "id", "#", "key", "story id", "no", "no.", "number", "story", "story #", "编号", "序号", "nr",
    "n°", "번호", "stories", "us",
];

/// Headers of a first column that makes a table one of requirements.
const REQUIREMENTS: &[&str] = &[
    "fr",
    "frs",
    "nfr",
    "nfrs",
    "fr id",
    "fr #",
    "nfr id",
    "req",
    "req id",
    "requirement",
    "requirement id",
    "requirements",
    "需求",
];

/// The columns of one table.
#[derive(Debug)]
pub(super) struct Table {
    id: usize,
    /// A column is headed as ids.
    id_headed: bool,
    /// The rows are epics.
    of_epics: bool,
    title: Option<usize>,
    fields: Vec<Option<Field>>,
    /// A column is headed as a title.
    pub has_title: bool,
}

/// One row that may declare a story.
#[derive(Debug)]
pub(super) struct TableStory<'a> {
    pub id: &'a str,
    pub title: &'a str,
    pub facts: Facts,
}

impl Table {
    /// From the table's first row.
    pub fn new(head: &str) -> Self {
        let names: Vec<String> = cells(head).map(labels::normal).collect();
        let raw: Vec<String> = cells(head).map(str::lowercase).collect();
        let headed = names
            .iter()
            .zip(&raw)
            .position(|(name, raw)| ID_HEADERS.contains(&name.as_str()) || raw == "#");
        let is_epic = |name: &String| {
            let name = name.strip_suffix(" id").unwrap_or(name);
            words::is_epic_word(name)
        };
        let of_epics = names.first().is_some_and(is_epic)
            && !names
                .iter()
                .any(|name| name == "story" || name == "stories" || name == "story id");
        let id = headed.filter(|_| !of_epics).unwrap_or(0);
        let title = names
            .iter()
            .enumerate()
            .find(|(at, name)| *at != id && TITLE_HEADERS.contains(&name.as_str()))
            .map(|(at, _)| at);
        let fields = names.iter().map(|name| words::field(name)).collect();
        // A coverage map is about requirements; the stories that cover them have other titles.
        let of_requirements = names
            .first()
            .is_some_and(|name| REQUIREMENTS.contains(&name.as_str()));
        Self {
            id,
            id_headed: headed.is_some() || of_epics,
            of_epics,
            has_title: title.is_some() && !of_requirements,
            title,
            fields,
        }
    }

    /// Whether it has a column of stories and one of what they wait for.
    pub fn is_of_orders(&self) -> bool {
        self.id_headed && self.order().is_some()
    }

    /// Whether its rows are epics.
    pub fn is_of_epics(&self) -> bool {
        self.of_epics
    }

    /// The column of what the stories wait for.
    fn order(&self) -> Option<(usize, Field)> {
        let mut fields = self.fields.iter().enumerate();
        fields.find_map(|(at, field)| match field {
            Some(field @ Field::Dependencies(..)) if at != self.id => Some((at, *field)),
            _ => None,
        })
    }

    /// Of a row of a table of orders: the story, what it waits for, and how.
    pub fn ordered<'a>(&self, row: &'a str) -> Option<(&'a str, &'a str, Field)> {
        let (at, field) = self.order().filter(|_| self.id_headed)?;
        let cell = |at| cells(row).nth(at);
        Some((cell(self.id)?, cell(at)?, field))
    }

    /// A row of the table, if it has an id and a title.
    pub fn row<'a>(
        &self,
        row: &'a str,
        path: &Arc<str>,
        at: &Row<'_>,
        epic: Option<&EpicId>,
    ) -> Option<TableStory<'a>> {
        if let Some(Some(Field::Dependencies(..))) = self.fields.get(self.id) {
            // The rows of a table of dependencies are declared elsewhere.
            return None;
        }
        let all: Vec<&str> = cells(row).collect();
        let id = *all.get(self.id)?;
        if id.is_empty() || !id.contains_one(DIGITS) || id.len() > 160 {
            return None;
        }
        let bare = id.trim_of(marks!['*', '`', ' ', '~']);
        // `| Story 1.1: T | …`: id and title in one cell.
        let (id, title) = match super::declaration::declaration(bare) {
            Some(found) if found.rest.trim_of(marks!['*', ' ', ']', '`', '~']).len() > 3 => {
                (bare, found.rest)
            }
            _ => {
                let title = match self.title {
                    Some(title) => *all.get(title)?,
                    None => worded_cell(&all, self.id)?,
                };
                (bare, title)
            }
        };
        let mut facts = Facts::default();
        for (field, cell) in self.fields.iter().zip(&all) {
            if let Some(field) = field {
                facts.value(*field, cell, path, at, epic);
            }
        }
        Some(TableStory { id, title, facts })
    }
}

/// The first cell after the id's with words in it: where no column is headed as a title.
fn worded_cell<'a>(all: &[&'a str], id: usize) -> Option<&'a str> {
    let after = || all.iter().copied().skip(id + 1);
    let worded = |cell: &&str| {
        cell.split(|c: char| !c.is_alphabetic())
            .any(|word| word.chars().count() >= 3)
    };
    after().find(worded).or_else(|| after().next())
}

/// The cells of a row, trimmed. `\|` does not part cells.
pub(super) fn cells(row: &str) -> impl Iterator<Item = &str> {
    let inner = row.trim();
    let inner = inner.strip_prefix('|').unwrap_or(inner);
    let inner = inner.strip_suffix('|').unwrap_or(inner);
    inner.split('|').map(str::trim)
}
