//! What documents say of an epic beside its stories: goals, requirements, notes, line by line.
//!
//! The model keeps of an epic what planning needs. Who writes stories from an epic needs the rest,
//! and asks for it here, when it is wanted.

use std::sync::Arc;

use super::declaration::{Declares, declaration, plain_text};
use super::labels;
use super::rows::{self, Row, RowKind};
use crate::backlog::EpicId;
use crate::source::marks::{DIGITS, Marked, NO_WORD, marks};
use crate::source::{Document, DocumentKind, Place, detect_lines, lines};

/// One line of what a document says of an epic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EpicLine {
    /// The heading or label that it stands under, in lower case and without decoration; empty
    /// right under the epic's own heading.
    pub under: String,
    /// The line without marks of lists and emphasis; paths keep their back ticks.
    pub text: String,
    /// Its first bold words, where it begins with some.
    pub lead: Option<String>,
    /// Whether it is a list item.
    pub item: bool,
    /// A list item below another one.
    pub nested: bool,
    /// Where it stands.
    pub place: Place,
}

/// What the documents say of an epic, without its stories, in their order. `declared` is where its
/// heading stands, which tells it from an epic of the same number in another plan.
pub fn epic_text(documents: &[Document], epic: &EpicId, declared: Option<&Place>) -> Vec<EpicLine> {
    let mut found = Vec::new();
    let home = declared.map(|place| &*place.path);
    for document in documents {
        let all: Vec<_> = lines(&document.text).collect();
        let kind = detect_lines(&document.path, &document.text, &all);
        if !matches!(kind, DocumentKind::Epics | DocumentKind::Other) {
            continue;
        }
        let rows = rows::rows(&all).rows;
        // In its own document an epic may go by a shorter id than among all.
        let own = declared
            .filter(|_| home == Some(document.path.as_str()))
            .and_then(|place| {
                let row = rows.iter().find(|row| row.line.number == place.line)?;
                Some(declaration(row.body)?.id.as_epic())
            });
        let id = own.as_ref().unwrap_or(epic);
        let path: Arc<str> = Arc::from(document.path.as_str());
        let whole = super::epic_of_document(&document.path, &rows).as_ref() == Some(id);
        Walk {
            epic: id,
            path: &path,
            level: whole.then_some(0),
            story: None,
            under: String::new(),
            labelled: false,
            item_indent: None,
            last: 0,
            found: &mut found,
        }
        .rows(&rows);
    }
    found
}

/// A requirement as a document states it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirement {
    /// Its id without a dash: `FR12`, `NFR3`.
    pub id: String,
    /// What it asks for.
    pub text: String,
    /// Path of the document.
    pub path: String,
}

/// The requirements that the documents state, in their order.
pub fn requirements(documents: &[Document]) -> Vec<Requirement> {
    let mut found = Vec::new();
    for document in documents {
        let all: Vec<_> = lines(&document.text).collect();
        let kind = detect_lines(&document.path, &document.text, &all);
        if !matches!(kind, DocumentKind::Epics | DocumentKind::Other) {
            continue;
        }
        for row in rows::rows(&all).rows {
            if matches!(row.kind, RowKind::Code | RowKind::Frontmatter) {
                continue;
            }
            let text = row.body.trim_start_of(marks!['|', '*', ' ', '_']);
            let Some((id, rest)) = requirement_id(text) else {
                continue;
            };
            let rest = rest.trim_start_of(marks!['*', '_', ' ']);
            let Some(rest) = rest.strip_start_of(marks![':', '|', '：', '—', '–', '-', '.'])
            else {
                continue;
            };
            let cell = rest.trim_start_of(marks!['*', ' ']).split('|').next();
            let text = plain(cell.unwrap_or(""));
            if is_statement(&text) {
                found.push(Requirement {
                    id,
                    text,
                    path: document.path.clone(),
                });
            }
        }
    }
    found
}

/// The ids of requirements in a text: `FR1, FR3-FR5 (partly)` is four of them.
pub fn requirement_ids(text: &str) -> Vec<String> {
    /// A range of more than this is none.
    const WIDEST: u32 = 60;
    let mut found: Vec<String> = Vec::new();
    let mut rest = text;
    let mut range_from: Option<(String, u32)> = None;
    while let Some(first) = rest.chars().next() {
        if let Some((id, after)) = requirement_id(rest) {
            let number_at = id.find_one(DIGITS).unwrap_or(id.len());
            let (prefix, number) = id.split_at_checked(number_at).unwrap_or((&id, ""));
            let number = number.parse::<u32>().ok();
            if let (Some((known, from)), Some(to)) = (&range_from, number)
                && known == prefix
                && to > *from
                && to - *from <= WIDEST
            {
                found.extend((*from + 1..to).map(|number| format!("{prefix}{number}")));
            }
            let tail = after.trim_start();
            let ranged =
                tail.starts_with_one(marks!['-', '–', '—', '~']) || tail.starts_with("to ");
            range_from = number
                .filter(|_| ranged)
                .map(|number| (prefix.to_owned(), number));
            if !found.contains(&id) {
                found.push(id);
            }
            rest = after;
            continue;
        }
        // Only where a word begins.
        let skip = if first.is_alphanumeric() {
            let end = rest.find_one(NO_WORD);
            end.unwrap_or(rest.len())
        } else {
            first.len_utf8()
        };
        rest = rest.get(skip..).unwrap_or("");
    }
    found
}

/// `FR12`, `FR-12`, `NFR 3`, `FR2.1` at the start of a text: its id without dash, and the rest.
fn requirement_id(text: &str) -> Option<(String, &str)> {
    let letters = text.find(|c: char| !c.is_ascii_uppercase())?;
    let (prefix, rest) = text.split_at_checked(letters)?;
    if !matches!(prefix, "FR" | "NFR") {
        return None;
    }
    let rest = rest.strip_start_of(marks!['-', ' ']).unwrap_or(rest);
    let inner = |c: char| c.is_ascii_digit() || c == '.';
    let end = rest.find(|c| !inner(c)).unwrap_or(rest.len());
    let (number, after) = rest.split_at_checked(end)?;
    let number = number.trim_end_matches('.');
    let after = rest.get(number.len()..).unwrap_or(after);
    (!number.is_empty()).then(|| (format!("{prefix}{number}"), after))
}

/// Whether it says something that can be built; a coverage map says where.
fn is_statement(text: &str) -> bool {
    const MAPS: &[&str] = &[
        "epic", "story", "stories", "covered", "✅", "→", "->", "fr", "yes", "no", "pm-", "\"",
        "see ",
    ];
    let mut maps = MAPS.iter();
    text.split_whitespace().count() >= 3
        && !maps.any(|word| crate::source::words::after(text, word).is_some())
}

struct Walk<'a> {
    epic: &'a EpicId,
    path: &'a Arc<str>,
    /// Level of the heading that opened the epic; `None` outside.
    level: Option<u8>,
    /// Level of the heading of the story that the walk is in.
    story: Option<u8>,
    under: String,
    /// `under` is a label's, which the next heading or label ends.
    labelled: bool,
    item_indent: Option<u16>,
    /// Number of the line that was taken last.
    last: u32,
    found: &'a mut Vec<EpicLine>,
}

impl Walk<'_> {
    fn rows(&mut self, rows: &[Row<'_>]) {
        for row in rows {
            match row.kind {
                RowKind::Heading(level) => self.heading(row, level),
                RowKind::Text | RowKind::Item { .. } if self.level.is_some() => self.line(row),
                _ => {}
            }
        }
    }

    fn heading(&mut self, row: &Row<'_>, level: u8) {
        self.item_indent = None;
        self.labelled = false;
        match declaration(row.body) {
            Some(found) if found.declares == Declares::Epic && found.worded => {
                let own = found.id.as_epic() == *self.epic;
                self.story = None;
                self.level = own.then_some(level);
                self.under.clear();
            }
            Some(found) if found.declares == Declares::Story && self.level.is_some() => {
                self.story = Some(level);
            }
            _ => {
                if self.story.is_some_and(|story| level <= story) {
                    self.story = None;
                }
                if self.level.is_some_and(|own| level <= own && own > 1) {
                    self.level = None;
                }
                self.under = labels::normal(row.body);
            }
        }
    }

    fn line(&mut self, row: &Row<'_>) {
        let item = row.is_item();
        if self.story.is_some() || declares_story(row.body) {
            return;
        }
        let mut body = row.body.trim();
        if !item && body.trim_start_matches('>').trim().is_empty() {
            return;
        }
        let number = row.line.number;
        let label = label(body, item);
        // A line that goes on with the one before it.
        if !item
            && label.is_none()
            && self.last + 1 == number
            && let Some(before) = self.found.last_mut()
        {
            before.text.push(' ');
            before.text.push_str(&plain(body));
            self.last = number;
            return;
        }
        if let Some((name, value)) = label {
            if value.is_empty() || !item {
                self.under = labels::normal(name);
                self.labelled = true;
                self.item_indent = None;
                if value.is_empty() {
                    return;
                }
                body = value;
            }
        } else if !item && self.labelled && self.item_indent.is_some() {
            // A paragraph after the list of a label is not under it any more.
            self.under.clear();
            self.labelled = false;
        }
        let nested = item && self.item_indent.is_some_and(|indent| row.indent > indent);
        if item && !nested {
            self.item_indent = Some(row.indent);
        }
        self.last = number;
        self.found.push(EpicLine {
            under: self.under.clone(),
            text: plain(body),
            lead: bold_lead(body),
            item,
            nested,
            place: Place::new(self.path, row.line.number, row.span()),
        });
    }
}

fn declares_story(body: &str) -> bool {
    let body = body.trim_start_of(marks!['*', ' ', '_']);
    declaration(body)
        .is_some_and(|found| found.declares == Declares::Story && (found.worded || found.separated))
}

/// `**Name:** value` and, outside of lists, `Name: value` of few words.
fn label(body: &str, item: bool) -> Option<(&str, &str)> {
    if let Some(rest) = body.strip_prefix("**") {
        let (name, after) = rest.split_once("**")?;
        let after = after.trim_start();
        let value = match name.trim_end().strip_suffix([':', '：']) {
            Some(_) => after,
            None => after.strip_start_of(marks![':', '：'])?,
        };
        return Some((name, value.trim()));
    }
    let (name, value) = body.split_once_at(marks![':', '：'])?;
    let few = name.split_whitespace().count() <= 3 && name.len() <= 40;
    (few && !item && name.starts_with(char::is_alphabetic)).then(|| (name, value.trim()))
}

fn bold_lead(body: &str) -> Option<String> {
    let (name, _) = body.strip_prefix("**")?.split_once("**")?;
    let name = plain(name.trim_end_of(marks![':', '：']));
    (!name.is_empty()).then_some(name)
}

/// Without emphasis and links, back ticks kept: what stands in them is a path or a name.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, part) in text.split('`').enumerate() {
        if at % 2 == 1 {
            out.push('`');
            out.push_str(part);
            out.push('`');
        } else {
            let mut words = String::new();
            plain_text(part, &mut words);
            let lead = part.starts_with(' ') && !out.is_empty();
            let gap = |yes: bool| if yes { " " } else { "" };
            out.push_str(gap(lead && !words.starts_with(' ')));
            out.push_str(words.trim());
            out.push_str(gap(part.ends_with(' ') && !words.trim().is_empty()));
        }
    }
    out.trim().to_owned()
}
