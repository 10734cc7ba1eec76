//! The sheet of the status file.

use sprintloom_core::ordering::{self, Table};
use sprintloom_core::progress::{Standing, StatusCounts};
use sprintloom_core::project::{Derived, Project, Readings};
use sprintloom_core::source::{Document, DocumentKind, Edit, LineIndex, Span, lines};
use sprintloom_core::sprint_status::{self, Report};

use super::{Index, fix_edit, small};
use crate::wire::{MergeView, StatusRow, StatusSheet};

/// The name of a file where there is none.
const NEW_FILE: &str = "sprint-status.yaml";
/// Lines of a change that are shown.
const MOST_LINES: usize = 400;

/// The status file of a project, as on this day.
pub fn status_sheet(
    project: &Project,
    readings: &Readings,
    derived: &Derived,
    index: &Index,
    today: &str,
) -> StatusSheet {
    let of_kind = derived.backlog.documents.iter();
    let files: Vec<&Document> = of_kind
        .filter(|row| row.kind == DocumentKind::Status)
        .filter_map(|row| project.document(&row.path))
        .collect();
    let mut sheet = StatusSheet {
        rows: rows(derived, index, &files),
        ..StatusSheet::default()
    };
    let Some(file) = files.first() else {
        let text = sprint_status::fresh(&derived.backlog, Some(today), None);
        sheet.merge = MergeView {
            path: NEW_FILE.to_owned(),
            diff: (1..)
                .zip(text.lines())
                .take(MOST_LINES)
                .map(|(number, line)| (b'+', number, line.to_owned()))
                .collect(),
            fresh: Some(text),
            ..MergeView::default()
        };
        return sheet;
    };
    let standing = Standing {
        backlog: &derived.backlog,
        graph: &derived.graph,
        plan: derived.plan.as_ref().ok(),
    };
    let found = sprint_status::show(file, &standing, Some(today));
    let counted = |words: Vec<String>, what: &str| match words.is_empty() {
        true => None,
        false => Some(format!("{what}: {}", words.join(", "))),
    };
    let stories = StatusCounts::ORDER.into_iter().filter_map(|status| {
        let count = found.counts.count(status);
        (count > 0).then(|| format!("{count} {}", status.as_str()))
    });
    let epics = ["backlog", "in-progress", "done"]
        .into_iter()
        .zip(found.epics);
    let epics = epics.filter(|(_, count)| *count > 0);
    sheet.counts.extend(counted(stories.collect(), "Stories"));
    sheet.counts.extend(counted(
        epics
            .map(|(word, count)| format!("{count} {word}"))
            .collect(),
        "Epics",
    ));
    sheet.next = found.next;
    sheet.risks = found.risks;
    for item in found.open_items {
        let who = [item.owner, item.status].join(" ");
        sheet
            .risks
            .push(format!("To do: {} ({})", item.action, who.trim()));
    }
    for epic in found.open_retrospectives {
        sheet
            .risks
            .push(format!("The retrospective of epic {epic} is open."));
    }
    let problems = sprint_status::validate(file);
    sheet.problems = problems
        .into_iter()
        .map(|one| {
            let spot = one.place.as_ref().and_then(|place| index.spot(place));
            (one.message, spot)
        })
        .collect();
    let known = &sheet.problems;
    sheet
        .risks
        .retain(|risk| !known.iter().any(|(text, _)| text == risk));
    let made = readings.generate(file, &derived.backlog, today);
    sheet.merge = MergeView {
        path: file.path.clone(),
        fresh: None,
        report: report(&made.report),
        diff: diff(&file.text, &made.edits),
        same: (made.report.replaced.into_iter())
            .map(|one| {
                let words = format!("It is the same: {} goes on as {}", one.key, one.status);
                (words, fix_edit(&one.same))
            })
            .collect(),
        edits: made.edits.iter().map(fix_edit).collect(),
    };
    sheet
}

/// The entries of the status files that are linked to a story, in their order there.
fn rows(derived: &Derived, index: &Index, files: &[&Document]) -> Vec<StatusRow> {
    let values: Vec<Table<String, Span>> = files
        .iter()
        .map(|file| Table::new(sprint_status::values(file)))
        .collect();
    let stories = (0_u32..).zip(&derived.backlog.stories);
    let mut rows: Vec<StatusRow> = stories
        .filter_map(|(at, story)| {
            let entry = story.status_key.clone()?;
            let place = story.status_place.as_ref();
            let file = place.and_then(|place| files.iter().position(|one| one.path == *place.path));
            let value = file.and_then(|at| values.get(at)?.get(&entry).copied());
            Some(StatusRow {
                entry,
                word: match &story.status_text {
                    Some(word) => word.clone(),
                    None => story.status.as_str().to_owned(),
                },
                story: at,
                is_declared: story.declared.is_some(),
                spot: place.and_then(|place| index.spot(place)),
                value: value.map(|span| (small(span.start), small(span.end))),
            })
        })
        .collect();
    let place = |row: &StatusRow| {
        row.spot
            .map_or((u32::MAX, 0), |spot| (spot.document, spot.line))
    };
    ordering::sort_by(&mut rows, |a, b| place(a).cmp(&place(b)));
    rows
}

fn report(found: &Report) -> Vec<String> {
    let mut all = Vec::new();
    let mut say = |what: &str, list: Vec<String>| {
        if !list.is_empty() {
            let shown = list.iter().take(5).cloned().collect::<Vec<_>>().join(", ");
            let more = match list.len() {
                0..=5 => String::new(),
                more => format!(" and {} more", more - 5),
            };
            all.push(format!("{what}: {shown}{more}"));
        }
    };
    say("New", found.new.clone());
    let changed = |one: &sprint_status::Change| format!("{} → {}", one.before, one.now);
    say("Renamed", found.renamed.iter().map(changed).collect());
    let replaced = found.replaced.iter();
    say(
        "New under an old number",
        replaced
            .map(|one| format!("{} (there is {})", one.key, one.before))
            .collect(),
    );
    say(
        "Not added, as the file counts their epics otherwise",
        found.unclear.clone(),
    );
    let raised = found.raised.iter();
    say(
        "Raised",
        raised
            .map(|one| format!("{} to {}", one.key, one.now))
            .collect(),
    );
    let word = |one: &sprint_status::WordFound| match one.now {
        Some(now) => format!("{} {} → {now}", one.key, one.word),
        None => format!("{} {} (stays)", one.key, one.word),
    };
    say("Old words", found.legacy.iter().map(word).collect());
    say(
        "Words that are none",
        found.illegal.iter().map(word).collect(),
    );
    let orphans = found.orphaned.iter();
    say(
        "In no document, kept",
        orphans
            .map(|(key, status)| format!("{key} ({status})"))
            .collect(),
    );
    if found.foreign {
        all.push(
            "No story of this file is declared in the documents: it is probably another project's."
                .to_owned(),
        );
    }
    all
}

/// The lines that edits take out and put in.
fn diff(text: &str, edits: &[Edit]) -> Vec<(u8, u32, String)> {
    let index = LineIndex::new(text);
    let all: Vec<_> = lines(text).collect();
    let mut found: Vec<(u8, u32, String)> = Vec::new();
    let mut within: Vec<&Edit> = Vec::new();
    let mut edits = edits.iter().peekable();
    while let Some(edit) = edits.next() {
        let number = index.line_of(edit.span.start);
        if edit.span.start == edit.span.end && edit.replacement.contains('\n') {
            let fresh = edit.replacement.trim_matches(['\r', '\n']).lines();
            found.extend(fresh.map(|line| (b'+', number, line.to_owned())));
            continue;
        }
        within.push(edit);
        let same = |next: &&Edit| {
            index.line_of(next.span.start) == number
                && (next.span.start < next.span.end || !next.replacement.contains('\n'))
        };
        if edits.peek().is_some_and(same) {
            continue;
        }
        let line = usize::try_from(number)
            .ok()
            .and_then(|number| all.get(number.checked_sub(1)?));
        if let Some(line) = line {
            let own: Vec<Edit> = within
                .iter()
                .map(|edit| Edit {
                    path: String::new(),
                    span: Span::new(
                        edit.span.start.saturating_sub(line.start),
                        edit.span.end.saturating_sub(line.start),
                    ),
                    replacement: edit.replacement.clone(),
                })
                .collect();
            found.push((b'-', number, line.text.to_owned()));
            found.push((b'+', number, sprint_status::applied(line.text, &own)));
        }
        within.clear();
    }
    found.truncate(MOST_LINES);
    found
}
