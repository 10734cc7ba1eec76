//! Acceptance criteria and tasks: which lines of a section are its items.

use super::rows::{Row, RowKind};
use crate::backlog::Item;
use crate::source::marks::{DIGITS, Marked, NO_WORD, marks};
use crate::source::words::WordList;
use crate::source::{self, Place};
use std::sync::Arc;

/// Longest text kept of an item, in characters.
const LONGEST: usize = 300;

/// The shapes in which items come, the most telling first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// `### AC1: …`, `**AC1:** …`, `- AC1: …`, `### Task 1`.
    Named,
    /// `1. …`
    Numbered,
    /// A block that begins with Given.
    Given,
    /// `- [ ] …`
    Checked,
    /// `- …`
    Bulleted,
    /// A table row.
    Row,
    /// A paragraph.
    Paragraph,
}

const SHAPES: [Shape; 7] = [
    Shape::Named,
    Shape::Numbered,
    Shape::Given,
    Shape::Checked,
    Shape::Bulleted,
    Shape::Row,
    Shape::Paragraph,
];

/// Gathers the items of one story's criteria (or tasks) and chooses the shape that they have.
#[derive(Debug)]
pub struct Items {
    path: Arc<str>,
    name_words: &'static WordList,
    shapes: [Vec<Item>; 7],
    least_indent: [u16; 7],
    table_rows: usize,
    in_paragraph: bool,
}

/// Words before a criterion's number.
pub const CRITERION_WORDS: WordList = WordList::new(&[
    "ac",
    "criterion",
    "acceptance criterion",
    "acceptance criteria",
    "scenario",
    "ca",
    "场景",
    "验收标准",
    "critère",
    "criterio",
    "critério",
]);
/// Words before a task's number.
pub const TASK_WORDS: WordList = WordList::new(&[
    "task",
    "任务",
    "tâche",
    "tarea",
    "tarefa",
    "작업",
    "태스크",
    "タスク",
    "phase",
    "step",
]);

/// Words that begin a scenario.
pub const GIVEN: WordList = WordList::new(&[
    "given",
    "étant donné",
    "etant donné",
    "soit",
    "dado",
    "dada",
    "dados",
    "dadas",
    "假设",
    "假如",
    "给定",
    "前提",
    "조건",
    "dato",
    // Not "data" alone, which begins sentences about data.
    "data un",
    "data una",
    "data la",
    "data**",
    "angenommen",
    "gegeben",
    "cho",
    "当前",
]);
/// What the other parts of a scenario begin with.
pub const GHERKIN_REST: WordList = WordList::new(&[
    "when",
    "then",
    "and",
    "but",
    "quand",
    "lorsque",
    "alors",
    "et",
    "mais",
    "cuando",
    "entonces",
    "y",
    "quando",
    "então",
    "e",
    "当",
    "那么",
    "则",
    "并且",
    "而且",
    "且",
    "그리고",
    "만일",
    "그러면",
    "もし",
    "ならば",
    "かつ",
    "allora",
    "wenn",
    "dann",
    "und",
    "khi",
    "thì",
    "và",
]);

impl Items {
    /// For a story in the document at `path`, with items that may be named by `name_words`.
    pub fn new(path: &Arc<str>, name_words: &'static WordList) -> Self {
        Self {
            path: Arc::clone(path),
            name_words,
            shapes: Default::default(),
            least_indent: [u16::MAX; 7],
            table_rows: 0,
            in_paragraph: false,
        }
    }

    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.shapes.iter().all(Vec::is_empty)
    }

    /// A line of the section.
    pub fn line(&mut self, row: &Row<'_>) {
        let text = row.body;
        if !matches!(row.kind, RowKind::TableRow) {
            self.table_rows = 0;
        }
        match row.kind {
            RowKind::Blank | RowKind::Comment | RowKind::Frontmatter | RowKind::FenceMark => {
                self.in_paragraph = false;
            }
            RowKind::Heading(_) => {
                if self.is_named(text) {
                    self.push(Shape::Named, row, text);
                }
                self.in_paragraph = false;
            }
            RowKind::TableRow => self.table_row(row),
            RowKind::Item { ordered, check } => {
                self.in_paragraph = false;
                if self.is_named(text) {
                    self.push(Shape::Named, row, text);
                } else if gherkin(text, &GIVEN) {
                    self.push(Shape::Given, row, text);
                    if ordered {
                        // Others of the list may be no scenarios.
                        self.push(Shape::Numbered, row, text);
                    }
                } else if self.in_given() && gherkin(text, &GHERKIN_REST) {
                    // Goes on with the block before it.
                } else if ordered {
                    self.push(Shape::Numbered, row, text);
                } else if check.is_some() {
                    self.push(Shape::Checked, row, text);
                } else {
                    self.push(Shape::Bulleted, row, text);
                }
            }
            RowKind::Text | RowKind::Code => {
                if self.is_named(text) {
                    self.push(Shape::Named, row, text);
                } else if gherkin(text, &GIVEN) {
                    self.push(Shape::Given, row, text);
                } else if row.kind == RowKind::Text && is_counted(text) {
                    self.push(Shape::Numbered, row, text);
                    self.in_paragraph = false;
                } else if row.kind == RowKind::Text
                    && !(self.in_given() && gherkin(text, &GHERKIN_REST))
                    && !self.in_paragraph
                    && row.indent < 2
                {
                    if !text.ends_with_one(marks![':', '：']) {
                        self.push(Shape::Paragraph, row, text);
                    }
                    self.in_paragraph = true;
                }
            }
        }
    }

    /// A Gherkin line or "**AC1:** …" outside of any section.
    pub fn loose_line(&mut self, row: &Row<'_>) {
        if !matches!(row.kind, RowKind::Text | RowKind::Item { .. }) {
            return;
        }
        if gherkin(row.body, &GIVEN) {
            self.push(Shape::Given, row, row.body);
        } else if row.body.starts_with("**") && row.body.contains(':') && self.is_named(row.body) {
            self.push(Shape::Named, row, row.body);
        }
    }

    /// The items, in the most telling shape that occurs.
    pub fn finish(self) -> Vec<Item> {
        let [named, numbered, mut given, others @ ..] = self.shapes;
        let line = |items: &[Item]| items.first().map_or(0, |item| item.place.line);
        if !named.is_empty() {
            // "**Given** …" three times, then "**AC4:** …"; within AC1 it is a part of that.
            let first = line(&named);
            given.retain(|item| item.place.line < first);
            given.extend(named);
            return given;
        }
        // Steps that are counted below the second scenario are no criteria of their own.
        let counted = given.len() < 2 || line(&numbered) <= line(&given);
        if counted && !numbered.is_empty() {
            return numbered;
        }
        let mut shapes = std::iter::once(given).chain(others);
        shapes.find(|items| !items.is_empty()).unwrap_or_default()
    }

    /// Whether a Given block was begun.
    fn in_given(&self) -> bool {
        let at = SHAPES.iter().position(|one| *one == Shape::Given);
        at.and_then(|at| self.shapes.get(at))
            .is_some_and(|items| !items.is_empty())
    }

    fn push(&mut self, shape: Shape, row: &Row<'_>, text: &str) {
        let at = SHAPES.iter().position(|one| *one == shape).unwrap_or(0);
        let (Some(items), Some(least)) = (self.shapes.get_mut(at), self.least_indent.get_mut(at))
        else {
            return;
        };
        // Deeper than the shallowest item of this shape: a sub-item.
        let nested = matches!(shape, Shape::Numbered | Shape::Checked | Shape::Bulleted)
            && row.indent > least.saturating_add(1);
        if nested {
            return;
        }
        *least = (*least).min(row.indent);
        items.push(Item {
            text: item_text(text),
            done: matches!(
                row.kind,
                RowKind::Item {
                    check: Some(true),
                    ..
                }
            ),
            place: Place::new(&self.path, row.line.number, row.span()),
        });
    }

    fn table_row(&mut self, row: &Row<'_>) {
        let inner = row.body.trim_matches('|');
        if inner
            .bytes()
            .all(|b| matches!(b, b'-' | b':' | b'|' | b' '))
        {
            return;
        }
        self.table_rows += 1;
        // The first row is the head.
        if self.table_rows > 1 {
            self.push(Shape::Row, row, inner.trim());
        }
    }

    /// `AC1`, `AC-1:`, `Task 3`, with or without emphasis.
    fn is_named(&self, text: &str) -> bool {
        let text = text.trim_start_of(NO_WORD);
        self.name_words.for_start_of(text).iter().any(|word| {
            let Some(rest) = source::words::after(text, word) else {
                return false;
            };
            // "AC-NF2": the second of those that are not about functions.
            let group = rest.strip_prefix('-').map(|rest| {
                let letters = rest.bytes().take_while(u8::is_ascii_uppercase).count();
                rest.get(letters..).filter(|_| letters <= 3).unwrap_or("")
            });
            let group = group.filter(|rest| rest.starts_with_one(DIGITS));
            let rest = group.unwrap_or(rest.trim_start_of(marks![' ', '-', '#', '.', '_']));
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            let after = rest.get(digits..).unwrap_or("");
            // "AC1–AC4 pass" refers to criteria, it states none.
            digits > 0
                && digits <= 3
                && !after.starts_with_one(marks!['-', '–', '~', '/', ','])
                && (after.is_empty() || !after.starts_with(|c: char| c.is_alphanumeric()))
        })
    }
}

/// "1: Boats can land" is the first one, where "10:30" is a time.
fn is_counted(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    (1..=3).contains(&digits)
        && text
            .get(digits..)
            .is_some_and(|rest| rest.starts_with(": "))
}

/// Whether a line begins with one of these words of a scenario.
pub fn gherkin(text: &str, words: &WordList) -> bool {
    let text = text.trim_start_of(marks!['*', '_', ' ', '>', '-']);
    words.for_start_of(text).iter().any(|word| {
        source::words::after(text, word).is_some_and(|rest| {
            (!word.is_ascii() && !word.starts_with(|c: char| c.is_ascii_alphabetic()))
                || !rest.starts_with(char::is_alphanumeric)
        })
    })
}

/// First line of an item, without emphasis, no longer than need be.
pub fn item_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len().min(LONGEST));
    let cut = (text.len() > LONGEST)
        .then(|| text.char_indices().nth(LONGEST))
        .flatten();
    let short = cut.and_then(|(end, _)| text.get(..end)).unwrap_or(text);
    super::declaration::plain_text(short, &mut out);
    out
}
