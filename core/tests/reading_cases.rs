//! Runs the Markdown cases in `tests/cases/reading`: a heading says what must hold, blocks of four
//! backticks are the documents, the block `expected` is what the reader must give.
//!
//! `UPDATE_CASES=1 cargo test -p sprintloom-core --test reading_cases` writes what it gives into
//! the files; read the difference before you keep it.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test that cannot go on says so"
)]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use sprintloom_core::backlog::{
    DependencyRef, Direction, Evidence, Marker, Story, Strength, Target,
};
use sprintloom_core::read;
use sprintloom_core::source::Document;

struct Case {
    heading: String,
    documents: Vec<Document>,
    expected: String,
    /// Lines of the expected block in its file.
    block: std::ops::Range<usize>,
}

fn cases(text: &str) -> Vec<Case> {
    let lines: Vec<&str> = text.lines().collect();
    let mut cases = Vec::new();
    let (mut heading, mut documents) = (String::new(), Vec::new());
    let mut at = 0;
    while at < lines.len() {
        let line = lines[at];
        let body = |end: &str| {
            let length = lines[at + 1..]
                .iter()
                .position(|line| *line == end)
                .expect("the block is closed");
            (lines[at + 1..at + 1 + length].to_vec(), at + 1 + length)
        };
        if let Some(path) = line.strip_prefix("````").filter(|path| !path.is_empty()) {
            let (content, end) = body("````");
            let text: String = content.iter().map(|line| format!("{line}\n")).collect();
            documents.push(Document::new(path, text));
            at = end;
        } else if line == "```expected" {
            let (content, end) = body("```");
            cases.push(Case {
                heading: heading.clone(),
                documents: std::mem::take(&mut documents),
                expected: content.join("\n"),
                block: at + 1..end,
            });
            at = end;
        } else if let Some(title) = line.strip_prefix("## ") {
            heading = title.to_owned();
        }
        at += 1;
    }
    cases
}

/// One line a story, one line a diagnostic.
fn rendered(documents: &[Document]) -> String {
    let (backlog, diagnostics) = read::documents(documents);
    let mut out = String::new();
    for story in &backlog.stories {
        let _ = writeln!(out, "{}", story_line(story));
    }
    for epic in backlog.epics.iter().filter(|epic| epic.declared.is_some()) {
        let goal = epic
            .goal
            .as_deref()
            .map(|goal| format!(" | goal: {goal}"))
            .unwrap_or_default();
        let waits: Vec<String> = epic.dependencies.iter().map(dependency).collect();
        let waits = if waits.is_empty() {
            String::new()
        } else {
            format!(" | waits: {}", waits.join(", "))
        };
        let _ = writeln!(out, "epic {} | {}{goal}{waits}", epic.id, epic.title);
    }
    for diagnostic in diagnostics {
        let place = diagnostic.place.map_or(String::new(), |place| {
            format!("{}:{}", place.path, place.line)
        });
        let _ = writeln!(out, "{:?}@{place}", diagnostic.code);
    }
    out.trim_end().to_owned()
}

fn story_line(story: &Story) -> String {
    let mut parts = vec![
        story.key.to_string(),
        story.title.clone(),
        story.status.as_str().to_owned(),
    ];
    if let Some(key) = &story.status_key {
        parts.push(format!("as {key}"));
    }
    if let Some(want) = &story.statement.want {
        let role = story.statement.role.as_deref().unwrap_or("?");
        let benefit = story.statement.benefit.as_deref().unwrap_or("?");
        parts.push(format!("{role} / {want} / {benefit}"));
    }
    if !story.dependencies.is_empty() {
        let waits: Vec<String> = story.dependencies.iter().map(dependency).collect();
        parts.push(format!("waits: {}", waits.join(", ")));
    }
    if !story.scopes.is_empty() {
        let files: Vec<String> = story
            .scopes
            .iter()
            .map(|scope| {
                let mark = match scope.marker {
                    Marker::Unmarked => "",
                    Marker::Create => "+",
                    Marker::Modify => "~",
                    Marker::Delete => "-",
                    Marker::Untouched => "!",
                };
                let evidence = if scope.evidence == Evidence::Mentioned {
                    "?"
                } else {
                    ""
                };
                format!("{evidence}{mark}{}", scope.path)
            })
            .collect();
        parts.push(format!("files: {}", files.join(" ")));
    }
    let (criteria, tasks) = (story.acceptance_criteria.len(), story.tasks.len());
    if criteria + tasks > 0 {
        parts.push(format!("{criteria} criteria, {tasks} tasks"));
    }
    if let Some(priority) = &story.priority {
        parts.push(format!("priority {}", priority.rank));
    }
    if let Some(effort) = &story.effort {
        parts.push(match effort.points_tenths {
            Some(tenths) => format!("{}.{} points", tenths / 10, tenths % 10),
            None => format!("effort {}", effort.text),
        });
    }
    if story.declared.is_none() {
        parts.push("not declared".to_owned());
    }
    parts.join(" | ")
}

fn dependency(reference: &DependencyRef) -> String {
    let targets: Vec<String> = reference
        .targets
        .iter()
        .map(|target| match target {
            Target::Story(key) => key.to_string(),
            Target::Range(first, last) => format!("{first}..{last}"),
            Target::Epic(epic) => format!("epic {epic}"),
            Target::AllPrevious(None) => "all previous".to_owned(),
            Target::AllPrevious(Some(epic)) => format!("all previous of epic {epic}"),
            Target::AllPreviousEpics => "all previous epics".to_owned(),
            Target::External(text) => format!("\"{text}\""),
        })
        .collect();
    let mut text = String::new();
    if reference.direction == Direction::Blocks {
        text.push_str("blocks ");
    }
    if reference.strength == Strength::Soft {
        text.push_str("soft ");
    }
    if reference.satisfied {
        text.push_str("met ");
    }
    text + &targets.join(if reference.alternatives {
        " or "
    } else {
        " + "
    })
}

/// What is written in another way, and how.
type Otherwise = (&'static str, fn(&str) -> String);

/// The same text as other editors and systems keep it.
const OTHERWISE: &[Otherwise] = &[
    ("the ending of lines (CR LF)", |text| {
        text.replace('\n', "\r\n")
    }),
    ("the ending of lines (CR)", |text| text.replace('\n', "\r")),
    ("a mark of the byte order", |text| format!("\u{feff}{text}")),
    ("space behind lines", |text| text.replace('\n', "  \n")),
    ("a last line without an end", |text| {
        text.trim_end().to_owned()
    }),
];

#[test]
fn every_case_reads_as_it_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/cases/reading");
    let mut files: Vec<PathBuf> = std::fs::read_dir(&folder)
        .expect("the cases are there")
        .map(|entry| entry.expect("readable").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect();
    files.sort();
    let update = std::env::var_os("UPDATE_CASES").is_some();
    let mut wrong = String::new();
    let mut count = 0;
    for file in files {
        let text = std::fs::read_to_string(&file).expect("readable");
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let found = cases(&text);
        assert!(!found.is_empty(), "{} has no case", file.display());
        for case in found.iter().rev() {
            count += 1;
            let given = rendered(&case.documents);
            let reversed: Vec<Document> = case.documents.iter().rev().cloned().collect();
            assert_eq!(
                given,
                rendered(&reversed),
                "{}: the order of documents matters",
                case.heading
            );
            for (what, written) in OTHERWISE {
                let otherwise = case.documents.iter();
                let otherwise: Vec<Document> = otherwise
                    .map(|one| Document::new(one.path.to_string(), written(&one.text)))
                    .collect();
                assert_eq!(
                    given,
                    rendered(&otherwise),
                    "{}: {what} matters",
                    case.heading
                );
            }
            if given != case.expected {
                let _ = writeln!(
                    wrong,
                    "{}: {}\n--- expected\n{}\n--- given\n{given}\n",
                    file.display(),
                    case.heading,
                    case.expected
                );
                lines.splice(case.block.clone(), given.lines().map(str::to_owned));
            }
        }
        if update {
            std::fs::write(&file, lines.join("\n") + "\n").expect("writable");
        }
    }
    assert!(count > 30, "only {count} cases were found");
    assert!(update || wrong.is_empty(), "{wrong}");
}
