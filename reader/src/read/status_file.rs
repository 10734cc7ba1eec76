//! `sprint-status.yaml` and its relatives: a map of keys to statuses, or nested phases, epics,
//! sprints and stories. Where the text is not YAML, it is read line by line.

mod by_lines;
mod keys;
mod nested;
mod own_lines;
mod reading;
mod slug;

use std::sync::Arc;

use super::ids::KeyReading;
use super::mending;
use super::values::status_word;
use super::words;
use super::yaml::{self, Node};
use crate::backlog::{DependencyRef, EpicId, EpicStatus, Status};
use crate::ordering::Table;
use crate::source::letters::Lowercase;
use crate::source::{Code, Diagnostic, Line, Place, lines};
pub use keys::{epic_key, story_readings};
use keys::{is_period, is_process_key, prefixed_epic};
pub use own_lines::{ending, key_on, long_key, value_on};
pub use reading::{ActionItem, StatusEntry, StatusEpic, StatusReading};

/// Keys under which nothing is a story.
const ASIDE: &[&str] = &[
    "action_items",
    "retrospectives",
    "metadata",
    "status_definitions",
    "definitions",
    "history",
    "changelog",
    "metrics",
    "statistics",
    "summary",
    "notes",
    "reserved_ranges",
    "velocity",
    "risks",
    "workflow",
    "workflow_status",
    "legend",
    "status_values",
    "retrospective",
    "progress",
    "totals",
    "blockers",
    "decisions",
    "milestones",
    "capacity",
    "team",
];
/// Keys that hold a map of keys to statuses.
const STATUS_MAPS: &[&str] = &[
    "development_status",
    "story_status",
    "stories",
    "status",
    "story_statuses",
    "sprint_status",
    "items",
];

/// Reads the status file at `path`.
pub fn read(path: &Arc<str>, text: &str) -> StatusReading {
    let all: Vec<Line<'_>> = lines(text).collect();
    let mut reader = Reader {
        path,
        lines: &all,
        out: StatusReading {
            ending: ending(text),
            ..StatusReading::default()
        },
        seen: Table::default(),
        members: Table::default(),
        unknown: Table::default(),
        value_line: None,
    };
    match yaml::parse(text) {
        Ok(tree) => {
            reader.out.project = ["project", "project_name"]
                .iter()
                .find_map(|key| tree.get(key).and_then(Node::text))
                .map(str::to_owned);
            reader.out.action_items = action_items(&tree);
            reader.node(&tree, "", None, false);
            if reader.out.entries.is_empty() {
                reader.listed(&tree, "", "backlog");
            }
            if reader.out.entries.is_empty() && reader.out.epics.is_empty() {
                reader.by_lines();
            }
        }
        Err(invalid) => {
            let place = reader.place(invalid.line);
            reader.out.diagnostics.push(
                Diagnostic::new(
                    Code::InvalidYaml,
                    Some(place),
                    format!(
                        "This is not valid YAML from here on ({}); the file was read line by line.",
                        invalid.reason
                    ),
                )
                .with_hint("Check the indentation and the quotes of this line and the one above.")
                .with_fix(mending::mend(path, text)),
            );
            reader.by_lines();
        }
    }
    reader.report_unknown();
    reader.join_prefixes();
    for entry in &mut reader.out.entries {
        if entry.epic.is_none() {
            entry.epic = reader.members.get(&entry.key).cloned();
        }
    }
    reader.titles_from_comments();
    reader.out
}

/// The status that a word means, whether or not it is the legal one.
pub fn status_meant(text: &str) -> Option<Status> {
    words::status(status_word(text)).map(|(status, _)| status)
}

/// The status of an epic that a word means.
pub fn epic_status_meant(text: &str) -> Option<EpicStatus> {
    status_meant(text).map(|_| words::epic_status(status_word(text)))
}

fn action_items(tree: &Node) -> Vec<ActionItem> {
    let Some(Node::List(items)) = tree.get("action_items") else {
        return Vec::new();
    };
    let item = |item: &yaml::Item| {
        let text = |names: &[&str]| {
            let mut found = names.iter().filter_map(|name| item.value.get(name)?.text());
            found.next().map(str::to_owned)
        };
        let bare = item.value.text().map(str::to_owned);
        ActionItem {
            id: text(&["id", "ref"]),
            epic: text(&["epic"]).unwrap_or_default(),
            action: bare
                .or(text(&["action", "description", "title"]))
                .unwrap_or_default(),
            owner: text(&["owner", "assignee"]).unwrap_or_default(),
            status: text(&["status"]).unwrap_or_else(|| "open".to_owned()),
            line: item.line,
        }
    };
    items.iter().map(item).collect()
}

struct Reader<'a> {
    path: &'a Arc<str>,
    lines: &'a [Line<'a>],
    out: StatusReading,
    seen: Table<String, usize>,
    /// The epics that list the ids of their stories.
    members: Table<String, EpicId>,
    /// Words that are not legal, with their places.
    unknown: Table<String, (Option<Status>, Vec<Place>)>,
    /// The line of the status, where it is not that of the key.
    value_line: Option<u32>,
}

impl Reader<'_> {
    fn place(&self, line: u32) -> Place {
        let found = usize::try_from(line)
            .ok()
            .and_then(|line| self.lines.get(line.checked_sub(1)?))
            .or(self.lines.last());
        let span = found.map(Line::span).unwrap_or_default();
        Place::new(self.path, line, span)
    }

    /// Walks `node`, which stands under `name`; `statuses`: its keys are stories.
    fn node(&mut self, node: &Node, name: &str, epic: Option<&EpicId>, statuses: bool) {
        match node {
            Node::Scalar(_) => {}
            Node::Map(entries) => {
                for entry in entries {
                    let lower = entry.key.lowercase();
                    if ASIDE.contains(&lower.as_str()) || lower.starts_with("total") {
                        continue;
                    }
                    match &entry.value {
                        Node::Scalar(value) => {
                            self.scalar(&entry.key, value, entry.line, epic, statuses)
                        }
                        Node::Map(_)
                            if entry
                                .value
                                .get("status")
                                .is_some_and(|status| status.text().is_some()) =>
                        {
                            self.object(&entry.value, Some(&entry.key), name, entry.line, epic);
                        }
                        value => {
                            let statuses = statuses || STATUS_MAPS.contains(&lower.as_str());
                            let own = epic_key(&entry.key);
                            self.node(value, &lower, own.as_ref().or(epic), statuses);
                        }
                    }
                }
            }
            Node::List(items) => {
                for item in items {
                    if let Node::Map(_) = item.value {
                        self.object(&item.value, None, name, item.line, epic);
                    }
                }
            }
        }
    }

    fn scalar(&mut self, key: &str, value: &str, line: u32, epic: Option<&EpicId>, statuses: bool) {
        if is_process_key(key) {
            return;
        }
        let word = status_word(value);
        let known = words::status(word).is_some();
        if let Some(id) = epic_key(key).or_else(|| prefixed_epic(key)) {
            if known || statuses {
                let place = self.place(line);
                self.out.epics.push(StatusEpic {
                    id,
                    status: words::epic_status(word),
                    word: word.to_owned(),
                    title: None,
                    place,
                    value_line: line,
                });
            }
            return;
        }
        let readings = story_readings(key);
        if readings.is_empty() && is_period(key) {
            return;
        }
        let numbered = readings
            .iter()
            .any(|reading| reading.id.parts.len() > 1 || reading.id.is_flat());
        let shaped = numbered || (statuses && !readings.is_empty());
        if (statuses && (known || shaped) && !word.is_empty()) || (known && numbered) {
            self.story(key, readings, None, epic, word, Vec::new(), line);
        }
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "one entry's columns, from three callers"
    )]
    fn story(
        &mut self,
        key: &str,
        readings: Vec<KeyReading>,
        title: Option<String>,
        epic: Option<&EpicId>,
        word: &str,
        mut dependencies: Vec<DependencyRef>,
        line: u32,
    ) {
        let place = self.place(line);
        if dependencies.is_empty() {
            dependencies = self.stated_in_comment(line, &readings, epic);
        }
        let found = words::status(word);
        let legal = found.is_some_and(|(_, legal)| legal);
        let number = self.value_line.take().unwrap_or(line);
        let at = usize::try_from(number)
            .unwrap_or(usize::MAX)
            .wrapping_sub(1);
        let found_at = self.lines.get(at);
        let exact = found_at.and_then(|line| mending::value_span(line, word));
        let span = exact.or(found_at.map(Line::span)).unwrap_or_default();
        let value = Place::new(self.path, number, span);
        let indent = found_at
            .filter(|found| found.text.trim_start().starts_with(key))
            .and_then(|found| u16::try_from(found.text.len() - found.text.trim_start().len()).ok());
        if !legal {
            let entry = self.unknown.or_insert_with(word.to_owned(), || {
                (found.map(|(status, _)| status), Vec::new())
            });
            entry.1.push(value.clone());
        }
        let entry = StatusEntry {
            key: key.to_owned(),
            readings,
            title,
            epic: epic.cloned(),
            status: found.map(|(status, _)| status).unwrap_or_default(),
            status_text: (!legal).then(|| word.to_owned()),
            known: found.is_some(),
            dependencies,
            place,
            indent,
            value,
            again: Vec::new(),
        };
        match self
            .seen
            .get(key)
            .and_then(|&at| self.out.entries.get_mut(at))
        {
            Some(first) => {
                let message = format!("The status of {key} stands twice; the higher one counts.");
                self.out.diagnostics.push(
                    Diagnostic::new(Code::DuplicateStatus, Some(entry.place.clone()), message)
                        .with_related(vec![first.place.clone()])
                        .with_fix({
                            let counts = entry.status > first.status;
                            let lower = if counts { &first.place } else { &entry.place };
                            mending::without_line(self.path, self.lines, lower.line, key)
                        }),
                );
                if entry.status > first.status && entry.status <= Status::Done {
                    let before = std::mem::replace(first, entry);
                    first.again = before.again;
                    first.again.push((before.value.line, before.status));
                } else {
                    first.again.push((entry.value.line, entry.status));
                }
            }
            None => {
                self.seen.insert(key.to_owned(), self.out.entries.len());
                self.out.entries.push(entry);
            }
        }
    }

    /// The stories of `n-epic-1` are `n1-1` or `n-1-1`: its id is as they have it.
    fn join_prefixes(&mut self) {
        for epic in &mut self.out.epics {
            let joined = EpicId::new(epic.id.as_str().replacen('-', "", 1));
            let readings = self.out.entries.iter().flat_map(|entry| &entry.readings);
            let has = |id: &EpicId| {
                let mut readings = readings.clone();
                readings.any(|reading| reading.id.is_of(id))
            };
            if joined != epic.id && !has(&epic.id) && has(&joined) {
                epic.id = joined;
            }
        }
    }

    /// One diagnostic for each word, however many stories have it.
    fn report_unknown(&mut self) {
        for (word, (status, places)) in std::mem::take(&mut self.unknown) {
            let count = places.len();
            let place = places.first().cloned();
            let times = if count == 1 {
                String::new()
            } else {
                format!(" ({count} entries)")
            };
            let diagnostic = match status {
                Some(status) => Diagnostic::new(
                    Code::UnknownStatus,
                    place,
                    format!(
                        "\"{word}\" is not a legal status; read as {}{times}.",
                        status.as_str()
                    ),
                )
                .with_hint(format!("Write {} instead.", status.as_str()))
                .with_fix(
                    // What was dropped has no legal word in the status file.
                    (status <= Status::Done)
                        .then(|| mending::write_instead(&places, status.as_str(), &word))
                        .flatten(),
                ),
                None => Diagnostic::new(
                    Code::UnknownStatus,
                    place,
                    format!("\"{word}\" is no known status; read as backlog{times}."),
                )
                .with_hint(
                    "The legal ones are backlog, ready-for-dev, in-progress, review and done.",
                ),
            };
            self.out.diagnostics.push(diagnostic);
        }
    }
}
