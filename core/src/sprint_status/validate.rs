//! What is wrong in a status file, beyond what reading it finds.

use super::rows::{StatusFile, Subject};
use super::words::{ACTION_ITEMS, EPICS, RETROSPECTIVES};
use crate::backlog::EpicId;
use crate::ordering::{self, Set};
use crate::read::key_on;
use crate::source::{Code, Diagnostic, Document, Place, Severity, Span};

/// Everything that is wrong in a status file, by line.
pub fn validate(document: &Document) -> Vec<Diagnostic> {
    let file = StatusFile::of(document);
    let path = std::sync::Arc::from(document.path.as_str());
    let place = |number: u32, span: Span| Place::new(&path, number, span);
    let legal = |found: &Diagnostic| {
        // `awaiting-operator` is a word of the method, though nothing here comes of it.
        found.code != Code::UnknownStatus || !found.message.starts_with("\"awaiting-operator\"")
    };
    let mut found: Vec<Diagnostic> = file
        .reading
        .diagnostics
        .iter()
        .filter(|one| legal(one))
        .cloned()
        .collect();
    let rows = file.rows();
    let mut epics: Set<EpicId> = Set::default();
    for row in &rows {
        let Some(line) = file.lines.get(row.at) else {
            continue;
        };
        let (Some(key), Some(value)) = (key_on(line), file.value_on(line)) else {
            continue;
        };
        let word = file.text_between(value.start, value.end);
        let words = match row.subject {
            Subject::Epic => EPICS,
            Subject::Retrospective => RETROSPECTIVES,
            Subject::Story(_) => continue,
        };
        if row.subject == Subject::Epic {
            epics.insert(row.epic.clone());
        }
        if !words.contains(&word) {
            let message = format!("\"{word}\" is no status of {key}.");
            let hint = format!("The legal ones are {}.", words.join(", "));
            found.push(
                Diagnostic::new(
                    Code::UnknownStatus,
                    Some(place(line.number, value)),
                    message,
                )
                .with_hint(hint),
            );
        }
    }
    let mut told: Set<EpicId> = Set::default();
    for row in &rows {
        let Some(line) = file.lines.get(row.at) else {
            continue;
        };
        let without = matches!(row.subject, Subject::Story(_)) && !epics.contains(&row.epic);
        if without && !epics.is_empty() && told.insert(row.epic.clone()) {
            let message = format!(
                "Epic {} has stories in the file, but no line of its own.",
                row.epic
            );
            found.push(
                Diagnostic::new(
                    Code::StoryWithoutEpic,
                    Some(place(line.number, line.span())),
                    message,
                )
                .with_hint(format!("Add epic-{}: with its status.", row.epic)),
            );
        }
    }
    for item in &file.reading.action_items {
        if !ACTION_ITEMS.contains(&item.status.as_str()) {
            let span = file
                .line(item.line)
                .map(|line| line.span())
                .unwrap_or_default();
            let message = format!("\"{}\" is no status of an action item.", item.status);
            found.push(
                Diagnostic::new(Code::UnknownStatus, Some(place(item.line, span)), message)
                    .with_hint(format!("The legal ones are {}.", ACTION_ITEMS.join(", "))),
            );
        }
    }
    if file.reading.entries.is_empty() && file.reading.epics.is_empty() {
        let message = "There is no story and no epic in this file.";
        found.push(Diagnostic::new(
            Code::NothingFound,
            Some(place(1, Span::default())),
            message,
        ));
    }
    ordering::sort_by(&mut found, |a, b| {
        let line = |one: &Diagnostic| one.place.as_ref().map_or(0, |place| place.line);
        (line(a), a.code).cmp(&(line(b), b.code))
    });
    found
}

/// Whether what [`validate`] found makes the file one that has to be mended.
pub fn is_valid(found: &[Diagnostic]) -> bool {
    found.iter().all(|one| one.severity() == Severity::Info)
}
