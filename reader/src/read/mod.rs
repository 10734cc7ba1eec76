//! Text to model. Reading never fails: what can be had is had, the rest is a diagnostic.
//!
//! Two steps, so that a changed document is the only one read again: [`document`] reads one
//! document on its own, [`join`] makes one backlog of all readings.
//!
//! A document goes through `rows` (what each line is), then `epics`, `story_file` or
//! `status_file` (what it declares), which use `declaration` and `ids` for headings, and `body`
//! with `statement`, `criteria`, `dependencies` and `scopes` for what stands below them. What is
//! asked of one line, and the words of all languages, are in [`sprintloom_lines::line`]. Plans written as data go through `tickets`;
//! [`drift()`] compares what several documents say of one story.

#![deny(clippy::indexing_slicing, clippy::string_slice)]

mod assembly;
mod body;
mod candidates;
mod chains;
mod dependencies;
mod drift;
mod epic_text;
mod epics;
mod families;
mod file_names;
mod found;
mod frontmatter;
mod given;
mod join;
mod linking;
mod mending;
mod mentions;
mod merge;
mod open_fences;
mod passing;
mod plain_headings;
mod reference_reader;
mod reference_tokens;
mod renumbered;
mod scope_line;
mod scopes;
mod section_ends;
mod status_entry;
mod status_file;
mod story_file;
mod subjects;
mod table;
mod tickets;
mod toml_tables;
mod whole;

pub use sprintloom_lines::line::yaml;
use sprintloom_lines::line::{
    criteria, declaration, ids, labels, paths, rows, statement, titles, values, words,
};

use crate::source::letters::Lowercase;
use std::sync::Arc;

pub use drift::{Difference, Fact, Said, Source, StoryDrift, drift};
pub use epic_text::{EpicLine, Requirement, epic_text, requirement_ids, requirements};
pub use file_names::{story_files, story_folders};
pub use found::Reading;
pub use ids::{Id, KeyReading};
pub use linking::is_other_story;
pub use status_entry::{best_reading, divided, key_of_entry, undivided};
pub use status_file::ActionItem;
pub use status_file::{
    StatusEntry, StatusEpic, StatusReading, epic_key, epic_status_meant, key_on, long_key,
    read as read_status_file, status_meant, story_readings, value_on,
};
pub use titles::slug;
pub use values::status_end;
pub use whole::whole_item;

use crate::backlog::{Backlog, DocumentSummary, EpicId, StoryKind, UserStory};
use crate::source::marks::{Marked, marks};
use crate::source::{
    Code, Diagnostic, Document, DocumentKind, Line, Place, Span, detect_lines, lines,
};

/// Texts above this many bytes are left out.
const LARGEST: usize = 16 * 1024 * 1024;

/// Reads one document.
pub fn document(document: &Document) -> Reading {
    let path: Arc<str> = Arc::from(document.path.as_str());
    let text = document.text.as_str();
    let mut reading = Reading {
        path: Arc::clone(&path),
        summary: DocumentSummary {
            path: document.path.clone(),
            kind: DocumentKind::Other,
            lines: 0,
            bytes: text.len(),
            epics: 0,
            stories: 0,
        },
        diagnostics: Vec::new(),
        title: None,
        epics: Vec::new(),
        stories: Vec::new(),
        epic: None,
        chains: Vec::new(),
        passing: Vec::new(),
        slugs: Vec::new(),
        status: None,
    };
    let at_start = Place::new(&path, 1, Span::default());
    if text.len() > LARGEST {
        let message = "The document is larger than 16 MB and was left out.";
        reading
            .diagnostics
            .push(Diagnostic::new(Code::TooLarge, Some(at_start), message));
        return reading;
    }
    let all: Vec<Line<'_>> = lines(text).collect();
    reading.summary.kind = detect_lines(&document.path, text, &all);
    if reading.summary.kind == DocumentKind::Binary {
        let message = "The document is not text and was left out.";
        reading
            .diagnostics
            .push(Diagnostic::new(Code::NotText, Some(at_start), message));
        return reading;
    }
    if text.trim_start_matches('\u{feff}').trim().is_empty() {
        let message = "The document is empty.";
        reading.diagnostics.push(Diagnostic::new(
            Code::EmptyDocument,
            Some(at_start),
            message,
        ));
        return reading;
    }
    match reading.summary.kind {
        DocumentKind::Status => {
            let mut status = status_file::read(&path, text);
            reading.diagnostics.append(&mut status.diagnostics);
            reading.summary.lines = all.len();
            reading.summary.stories = status.entries.len();
            reading.summary.epics = status.epics.len();
            reading.status = Some(status);
        }
        DocumentKind::WorkflowState => reading.summary.lines = all.len(),
        DocumentKind::Epics if is_data(&path) => data(&mut reading, text, &all),
        _ => markdown(&mut reading, text, &all),
    }
    let nothing = reading.summary.stories == 0 && reading.summary.epics == 0;
    if nothing && reading.summary.kind != DocumentKind::WorkflowState {
        let message = "No epics, stories or statuses were recognised here.";
        let fix = (reading.summary.kind == DocumentKind::Other)
            .then(|| plain_headings::as_headings(&path, &all))
            .flatten();
        let found = Diagnostic::new(Code::NothingFound, Some(at_start), message).with_fix(fix);
        reading.diagnostics.push(found);
    }
    reading
}

fn is_data(path: &str) -> bool {
    [".toml", ".yaml", ".yml"]
        .iter()
        .any(|end| path.lowercase().ends_with(end))
}

fn data(reading: &mut Reading, text: &str, lines: &[Line<'_>]) {
    let path = Arc::clone(&reading.path);
    reading.epic = epic_of_document(&path, &[]).or_else(|| epic_of_folder(&path));
    let whole = reading.epic.as_ref();
    let found = if path.lowercase().ends_with(".toml") {
        tickets::toml(lines, &path, whole)
    } else {
        tickets::yaml(text, &path, whole)
    };
    reading.summary.lines = lines.len();
    reading.epics = found.epics;
    reading.stories = found.stories;
    reading.slugs = found.slugs;
    reading.summary.epics = reading.epics.len();
    reading.summary.stories = reading.stories.len();
}

/// `epic-checkout/tickets.toml` is about the epic called after its folder.
fn epic_of_folder(path: &str) -> Option<EpicId> {
    let folder = path.rsplit('/').nth(1)?;
    status_file::epic_key(folder).or_else(|| tickets::slug_of(folder))
}

fn markdown(reading: &mut Reading, text: &str, lines: &[Line<'_>]) {
    let path = Arc::clone(&reading.path);
    let rows = rows::rows(lines);
    reading.summary.lines = rows.rows.len();
    reading.diagnostics = open_fences::diagnostics(&path, &rows);
    reading.title = rows
        .rows
        .iter()
        .take(200)
        .find(|row| row.heading() == Some(1))
        .map(|row| declaration::title(row.body).0);
    reading.epic = epic_of_document(&path, &rows.rows);
    let own_file = reading.summary.kind == DocumentKind::Story;
    let story = if own_file {
        story_file::story(&rows.rows, &path, reading.epic.as_ref())
    } else {
        None
    };
    match story {
        Some(story) => reading.stories.push(story),
        None => {
            let mut outline = epics::outline(&rows.rows, &path, reading.epic.as_ref());
            // Epics whose stories stand in fences of Markdown, each in its own or all in one.
            if outline.stories.is_empty()
                && !outline.epics.is_empty()
                && let Some(rows) = rows::unfenced(&rows.rows)
            {
                let inner = epics::outline(&rows, &path, reading.epic.as_ref());
                if inner.firm() > 1 {
                    outline = inner;
                }
            }
            // Stories that stand nowhere but in a drawn tree.
            if outline.firm() == 0
                && let Some(rows) = rows::branches(&rows.rows)
            {
                let drawn = epics::outline(&rows, &path, reading.epic.as_ref());
                if drawn.firm() > 1 {
                    outline = drawn;
                }
            }
            reading.epics = outline.epics;
            reading.stories = outline.stories;
            reading.chains = outline.chains;
            reading.passing = outline.passing;
            let listed = frontmatter::stories(text, &rows.rows, &path, reading.epic.as_ref());
            candidates::add_listed(&mut reading.stories, listed);
            reading.diagnostics.extend(outline.diagnostics);
            if talks_about_stories(&path) && !is_named_after_its_epic(&path, reading) {
                reading.epics.clear();
                reading.passing.clear();
                reading
                    .stories
                    .iter_mut()
                    .for_each(|story| story.firm = false);
                reading
                    .diagnostics
                    .retain(|one| one.code != Code::MisplacedStory);
            }
        }
    }
    reading.summary.epics = reading.epics.len();
    // Readings are kept as long as their documents.
    reading.stories.shrink_to_fit();
    reading.summary.stories = reading.stories.iter().filter(|story| story.firm).count();
}

/// What documents that talk about stories have in their names.
const KINDS: &[&str] = &[
    "review",
    "reviews",
    "retro",
    "retrospective",
    "report",
    "evaluation",
    "audit",
    "checklist",
    "validation",
    "summary",
    "trace",
    "opinion",
    "handoff",
    "assessment",
];

/// Reviews, reports and retrospectives have headings with the ids of stories that are declared
/// elsewhere; what they say of them is not planning.
fn talks_about_stories(path: &str) -> bool {
    linking::path_words(story_file::stem(path))
        .iter()
        .any(|word| KINDS.contains(&word.as_str()))
}

/// Whether such a word is only in the name because it is in the title of the epic that the document
/// declares, with its stories and their criteria: `epic-3-code-review-queue.md`.
fn is_named_after_its_epic(path: &str, reading: &Reading) -> bool {
    let Some(epic) = reading.epics.first() else {
        return false;
    };
    let words = linking::path_words(story_file::stem(path));
    let title = linking::path_words(&epic.title);
    let is_kind = |word: &&String| KINDS.contains(&word.as_str());
    let told = title
        .iter()
        .filter(|word| word.len() > 2 && !is_kind(word) && words.contains(word));
    let planned = |story: &&found::StoryFound| {
        !story.story.acceptance_criteria.is_empty() || story.story.statement.want.is_some()
    };
    let stories = || reading.stories.iter().filter(|story| story.firm);
    words
        .iter()
        .filter(is_kind)
        .all(|word| title.contains(word))
        && told.count() >= 2
        && stories().filter(planned).count() * 2 > stories().count()
}

/// The epic that a whole document is about: `epic: 3` in its frontmatter, `epic-3-payments.md`.
fn epic_of_document(path: &str, rows: &[rows::Row<'_>]) -> Option<EpicId> {
    let fields = frontmatter::fields(rows);
    let named = fields
        .iter()
        .find(|field| {
            matches!(
                field.key.as_str(),
                "epic" | "epic_id" | "epic_number" | "epicid"
            )
        })
        .and_then(|field| match ids::parse(field.value) {
            Some((id, "")) => Some(id.as_epic()),
            _ => status_file::epic_key(field.value),
        });
    named.or_else(|| {
        let stem = story_file::stem(path).lowercase();
        let rest = stem
            .strip_prefix("epic")?
            .trim_start_of(marks!['-', '_', ' ', '.']);
        let readings = ids::key_readings(rest);
        let reading = readings.first()?;
        (!ids::is_foreign(&reading.id.prefix)).then(|| reading.id.as_epic())
    })
}

/// Whether the text is a status, in any word that documents use for one.
pub fn is_status(text: &str) -> bool {
    words::status(text).is_some()
}

/// Joins the readings of a project's documents into one backlog.
///
/// The order of `readings` does not matter.
pub fn join(readings: &[&Reading]) -> (Backlog, Vec<Diagnostic>) {
    join::join(readings)
}

/// Reads and joins in one go.
pub fn documents(documents: &[Document]) -> (Backlog, Vec<Diagnostic>) {
    let readings: Vec<Reading> = documents.iter().map(document).collect();
    join(&readings.iter().collect::<Vec<_>>())
}

/// The parts of "As a …, I want …, so that …" on one line.
pub fn user_story(line: &str) -> UserStory {
    let mut statement = statement::Statement::default();
    statement.line(line);
    statement.finish()
}

/// The sort of work that a word names.
pub fn story_kind(word: &str) -> StoryKind {
    values::kind(Some(word), "")
}

/// The paths in a text, as the reader finds them in prose.
pub fn paths_in(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for (at, part) in text.split('`').enumerate() {
        let quoted = at % 2 == 1;
        for token in part.split([' ', ',', ';', '(', ')']) {
            if let Some((path, _)) = paths::path(token, quoted)
                && !found.contains(&path)
            {
                found.push(path);
            }
        }
    }
    found
}

/// A title as the heading that is made of it is read: without tags, comments and what closes it.
pub fn title_in_heading(title: &str) -> String {
    let mut title = title.to_owned();
    // Each turn takes a tag away; nobody writes more of them.
    for _ in 0..8 {
        let (next, _) = declaration::title(&title);
        if next == title {
            break;
        }
        title = next;
    }
    title
}

/// The sort of work that a title leaves no doubt about.
pub fn story_kind_of_title(title: &str) -> StoryKind {
    values::kind(None, title)
}
