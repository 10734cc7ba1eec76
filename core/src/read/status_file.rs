//! `sprint-status.yaml` and its relatives: a map of keys to statuses, or nested phases, epics,
//! sprints and stories. Where the text is not YAML, it is read line by line.

use crate::source::letters::Lowercase;
use std::sync::Arc;

use super::declaration::{self, Declares, declaration};
use super::dependencies;
use super::ids::{self, KeyReading, key_readings};
use super::labels;
use super::mending;
use super::values::status_word;
use super::words::{self, Field};
use super::yaml::{self, Node};
use crate::backlog::{DependencyRef, Direction, EpicId, EpicStatus, Status, Strength, Target};
use crate::ordering::Table;
use crate::source::{Code, Diagnostic, Line, Place, lines};

/// One story of a status file.
#[derive(Debug, Clone, PartialEq)]
pub struct StatusEntry {
    /// The key as written.
    pub(super) key: String,
    /// Its readings, the shortest id first; empty for a key without numbers.
    pub(super) readings: Vec<KeyReading>,
    /// A title, where the file gives one.
    pub(super) title: Option<String>,
    /// The epic under which it is nested.
    pub(super) epic: Option<EpicId>,
    /// Its status, and the word where it is not the legal one.
    pub(super) status: Status,
    pub(super) status_text: Option<String>,
    pub(super) dependencies: Vec<DependencyRef>,
    pub(super) place: Place,
    /// Columns before its key, where it is a line of its own.
    pub(super) indent: Option<u16>,
    /// Where the status word itself stands.
    pub(super) value: Place,
}

/// What a status file says.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct StatusReading {
    pub(super) project: Option<String>,
    pub(super) entries: Vec<StatusEntry>,
    pub(super) epics: Vec<(EpicId, EpicStatus, Place, Option<String>)>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

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
pub(super) fn read(path: &Arc<str>, text: &str) -> StatusReading {
    let all: Vec<Line<'_>> = lines(text).collect();
    let mut reader = Reader {
        path,
        lines: &all,
        out: StatusReading::default(),
        seen: Table::default(),
        unknown: Table::default(),
        value_line: None,
    };
    match yaml::parse(text) {
        Ok(tree) => {
            reader.out.project = ["project", "project_name"]
                .iter()
                .find_map(|key| tree.get(key).and_then(Node::text))
                .map(str::to_owned);
            reader.node(&tree, "", None, false);
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
    reader.titles_from_comments();
    reader.out
}

struct Reader<'a> {
    path: &'a Arc<str>,
    lines: &'a [Line<'a>],
    out: StatusReading,
    seen: Table<String, usize>,
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
        if let Some(id) = epic_key(key) {
            if known || statuses {
                let place = self.place(line);
                self.out
                    .epics
                    .push((id, words::epic_status(word), place, None));
            }
            return;
        }
        let readings = story_readings(key);
        let numbered = readings
            .iter()
            .any(|reading| reading.id.parts.len() > 1 || reading.id.is_flat());
        let shaped = numbered || (statuses && !readings.is_empty());
        if (statuses && (known || shaped) && !word.is_empty()) || (known && numbered) {
            self.story(key, readings, None, epic, word, Vec::new(), line);
        }
    }

    /// A map that describes one epic, story or phase.
    fn object(
        &mut self,
        node: &Node,
        key: Option<&str>,
        name: &str,
        line: u32,
        epic: Option<&EpicId>,
    ) {
        let text = |keys: &[&str]| {
            keys.iter()
                .find_map(|key| node.get(key).and_then(Node::text))
        };
        let given = text(&[
            "key",
            "story_key",
            "id",
            "story_id",
            "slug",
            "story",
            "epic_id",
        ]);
        let id = given
            .filter(|_| key.is_none_or(|key| epic_key(key).is_none()))
            .or(key);
        let children = ["stories", "tasks_stories", "items"]
            .iter()
            .any(|key| node.get(key).is_some());
        let under_epics = matches!(name, "epics" | "epic");
        let own = if under_epics || children {
            key.and_then(epic_key)
                .or_else(|| given.and_then(epic_key))
                .or_else(|| given.or(key).filter(|_| under_epics).and_then(number_id))
                .or_else(|| text(&["name", "title"]).and_then(epic_key))
        } else {
            None
        };
        if let Some(own) = &own {
            let place = self.place(line);
            let status = text(&["status"])
                .map(words::epic_status)
                .unwrap_or_default();
            self.out.epics.push((
                own.clone(),
                status,
                place,
                text(&["title", "name"]).map(str::to_owned),
            ));
        }
        if children || under_epics || key.is_some_and(|key| epic_key(key).is_some()) {
            self.node(node, name, own.as_ref().or(epic), false);
            return;
        }
        let container = matches!(
            name,
            "phases" | "sprints" | "waves" | "milestones" | "releases" | "modules" | "groups"
        );
        // `superseded_stories:` says the status of all it lists.
        let of_list = name.strip_suffix("_stories").filter(|_| given.is_some());
        let listed = of_list
            .filter(|word| words::status(word).is_some())
            .or((name == "stories").then_some("backlog"));
        let status = text(&["status", "state"]).or(listed);
        match (id, status) {
            (Some(id), Some(status)) if !container && !is_process_key(id) => {
                let readings = story_readings(id);
                if readings.is_empty() && !name.ends_with("stories") && !STATUS_MAPS.contains(&name)
                {
                    return;
                }
                let epic_text = text(&["epic", "epic_id"]);
                let named = epic_text
                    .and_then(epic_key)
                    .or_else(|| epic_text.and_then(number_id));
                let dependencies = self.dependencies(node, line, named.as_ref().or(epic));
                let title = text(&["title", "name", "summary", "description"]).map(str::to_owned);
                self.value_line = node.line_of("status").or_else(|| node.line_of("state"));
                self.story(
                    id,
                    readings,
                    title,
                    named.as_ref().or(epic),
                    status_word(status),
                    dependencies,
                    line,
                );
            }
            _ => self.node(node, name, epic, false),
        }
    }

    fn dependencies(&self, node: &Node, line: u32, epic: Option<&EpicId>) -> Vec<DependencyRef> {
        let place = self.place(line);
        let mut found = Vec::new();
        let labels = [
            ("depends_on", Direction::Requires),
            ("dependencies", Direction::Requires),
            ("blocked_by", Direction::Requires),
            ("prerequisites", Direction::Requires),
            ("after", Direction::Requires),
            ("blocks", Direction::Blocks),
        ];
        for (label, direction) in labels {
            let mut texts = Vec::new();
            match node.get(label) {
                Some(Node::Scalar(text)) => texts.push(text.as_str()),
                Some(Node::List(items)) => {
                    texts.extend(items.iter().filter_map(|item| item.value.text()))
                }
                _ => {}
            }
            for text in texts {
                found.extend(dependencies::parse(
                    text,
                    direction,
                    Strength::Hard,
                    epic,
                    &place,
                ));
            }
        }
        found
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
            dependencies,
            place,
            indent,
            value,
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
                    *first = entry;
                }
            }
            None => {
                self.seen.insert(key.to_owned(), self.out.entries.len());
                self.out.entries.push(entry);
            }
        }
    }

    /// Reads `key: word` lines of a text that is not YAML.
    fn by_lines(&mut self) {
        let mut id: Option<(&str, u32)> = None;
        for line in self.lines {
            let text = line.text.trim();
            if text.starts_with('#') {
                continue;
            }
            let Some((key, value)) = text.split_once(':') else {
                continue;
            };
            let key = key
                .trim_start_matches("- ")
                .trim()
                .trim_matches(['"', '\'']);
            let value = value
                .split(" #")
                .next()
                .unwrap_or(value)
                .trim()
                .trim_matches(['"', '\'']);
            match key {
                "project" | "project_name" if self.out.project.is_none() && !value.is_empty() => {
                    self.out.project = Some(value.to_owned());
                }
                "id" | "key" | "story_id" => id = Some((value, line.number)),
                "status" => {
                    if let Some((key, at)) = id.take()
                        && words::status(status_word(value)).is_some()
                    {
                        self.value_line = Some(line.number);
                        self.scalar(key, value, at, None, false);
                    }
                }
                _ => self.scalar(key, value, line.number, None, false),
            }
        }
    }

    /// `1-2-crane: backlog  # depends on 1-1`
    fn stated_in_comment(
        &self,
        line: u32,
        readings: &[KeyReading],
        epic: Option<&EpicId>,
    ) -> Vec<DependencyRef> {
        let at = usize::try_from(line).unwrap_or(usize::MAX).wrapping_sub(1);
        let found = self.lines.get(at).and_then(|line| {
            let (_, comment) = line.text.split_once(" #")?;
            let label = labels::label(comment.trim_start_matches(['#', ' ']))?;
            let Field::Dependencies(direction, strength) = label.field? else {
                return None;
            };
            let span = line.span_of(label.value).unwrap_or_else(|| line.span());
            let place = Place::new(self.path, line.number, span);
            let own = readings
                .iter()
                .find_map(|reading| reading.id.epic_of_story());
            let epic = epic.or(own.as_ref());
            Some(dependencies::parse(
                label.value,
                direction,
                strength,
                epic,
                &place,
            ))
        });
        // A comment that names no story is only a comment.
        let mut found = found.unwrap_or_default();
        found.retain(|one| !matches!(one.targets.as_slice(), [Target::External(_)]));
        found
    }

    /// `epic-3: done  # Payments`, or `# Epic 3: Payments` on the line above: the epic's title.
    fn titles_from_comments(&mut self) {
        for (id, _, place, title) in &mut self.out.epics {
            if title.is_some() {
                continue;
            }
            let at = usize::try_from(place.line).unwrap_or(usize::MAX);
            let line = |at: usize| self.lines.get(at).map_or("", |line| line.text.trim());
            let own = line(at.wrapping_sub(1)).split_once(" #");
            let above = line(at.wrapping_sub(2)).strip_prefix('#');
            let comment = own.map(|(_, comment)| comment).or(above);
            let comment = comment
                .unwrap_or("")
                .trim_matches(['#', ' ', '=', '-', '─', '═']);
            let named = declaration(comment)
                .filter(|found| found.declares == Declares::Epic && found.id.as_epic() == *id);
            let (text, _) = match (named, own) {
                (Some(found), _) => declaration::title(found.rest),
                (None, Some(_)) => declaration::title(comment),
                (None, None) => continue,
            };
            if text.chars().count() >= 3 && text.len() <= 160 {
                *title = Some(text);
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

/// `epic-3`, `epic_0.5`, `Epic 2`, `E15`, `epic-0-5`: the epic's id.
pub(super) fn epic_key(key: &str) -> Option<EpicId> {
    let lower = key.trim().lowercase();
    let rest = lower.strip_prefix("epic").or_else(|| {
        lower
            .strip_prefix('e')
            .filter(|rest| rest.bytes().all(|b| b.is_ascii_digit()) && !rest.is_empty())
    })?;
    let rest = rest.trim_start_matches(['-', '_', ' ', ':']);
    let end = rest.find(['—', ':', '–', ' ']).unwrap_or(rest.len());
    let (id, tail) = rest.split_at_checked(end)?;
    if let Some((found, "")) = ids::parse(id) {
        // `epic-120-s01` is a story of epic 120.
        let of_story = id.contains("-s") || id.contains(".s");
        return (!of_story).then(|| found.as_epic());
    }
    // "epic-a", "epic-quality"
    let lettered = !id.is_empty()
        && id.len() <= 24
        && tail.trim().is_empty()
        && !id.contains("retro")
        && id.bytes().all(|b| b.is_ascii_alphabetic());
    lettered.then(|| EpicId::new(id))
}

fn number_id(text: &str) -> Option<EpicId> {
    match ids::parse(text.trim()) {
        Some((id, "")) => Some(id.as_epic()),
        _ => None,
    }
}

/// Retrospectives and their like are no stories. `6-1-record-the-story-retro` is one.
fn is_process_key(key: &str) -> bool {
    let lower = key.lowercase();
    if !lower.contains("retro") {
        return false;
    }
    let numbered = key_readings(&lower)
        .iter()
        .any(|reading| reading.id.parts.len() >= 2 && reading.slug.len() > "retrospective".len());
    // What a retrospective left to do, `retro-8-P1-split-large-stories`, is work like any other.
    let action = lower
        .strip_prefix("retro-")
        .is_some_and(|rest| rest.matches('-').count() >= 3);
    !(numbered || action) || lower.starts_with("epic")
}

fn story_readings(key: &str) -> Vec<KeyReading> {
    // `epic-06/6-10-slug`
    let last = key.rsplit('/').next().unwrap_or(key);
    key_readings(last)
        .into_iter()
        .filter(|reading| !ids::is_foreign(&reading.id.prefix) || reading.id.parts.len() > 1)
        .collect()
}
