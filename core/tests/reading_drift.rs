//! What the epics document, a story's own file and the status file say of one story, where they
//! differ, and that the proposed edit brings them together.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on says so"
)]

use sprintloom_core::read::{self, Difference, Fact, Reading, Source, StoryDrift};
use sprintloom_core::source::{Code, Document, Fix};

const EPICS: &str = "\
## Epic 3: Harbour

### Story 3.1: Drive the piles

### Story 3.2: Raise the crane

**Dependencies:** Story 3.1

### Story 3.3: Light the lamps
";

const FILE: &str = "\
# Story 3.2: Raise the great crane

Status: review

**Dependencies:** Story 3.3

## Acceptance Criteria

1. It stands
";

const STATUS: &str = "\
development_status:
  epic-3: in-progress
  3-1-drive-the-piles: done # at last
  3-2-raise-the-crane: in-progress
";

fn documents() -> Vec<Document> {
    vec![
        Document::new("epics.md", EPICS),
        Document::new("sprint-status.yaml", STATUS),
        Document::new("stories/3-2-raise-the-crane.md", FILE),
    ]
}

fn drift(documents: &[Document]) -> Vec<StoryDrift> {
    let readings: Vec<Reading> = documents.iter().map(read::document).collect();
    let readings: Vec<&Reading> = readings.iter().collect();
    let (backlog, _) = read::join(&readings);
    read::drift(&readings, &backlog)
}

fn of(documents: &[Document], key: &str) -> StoryDrift {
    let found = drift(documents)
        .into_iter()
        .find(|one| one.story.as_str() == key);
    found.unwrap_or_else(|| panic!("{key} is missing"))
}

fn difference(documents: &[Document], key: &str, fact: Fact) -> Option<Difference> {
    of(documents, key)
        .differences
        .into_iter()
        .find(|one| one.fact == fact)
}

fn apply(documents: &mut [Document], fix: Fix) {
    for edit in fix.edits {
        let document = documents.iter_mut().find(|one| one.path == edit.path);
        let document = document.expect("the edit names a document");
        document
            .text
            .replace_range(edit.span.start..edit.span.end, &edit.replacement);
    }
}

#[test]
fn each_document_is_quoted_where_they_differ() {
    let documents = documents();
    let status = difference(&documents, "3-2", Fact::Status).expect("the status differs");
    let said: Vec<_> = status
        .said
        .iter()
        .map(|one| (one.source, one.value.as_str()))
        .collect();
    assert_eq!(
        said,
        [
            (Source::StoryFile, "review"),
            (Source::StatusFile, "in-progress")
        ]
    );
    let title = difference(&documents, "3-2", Fact::Title).expect("the title differs");
    let said: Vec<_> = title.said.iter().map(|one| one.value.as_str()).collect();
    assert_eq!(
        said,
        [
            "Raise the crane",
            "Raise the great crane",
            "Raise the crane"
        ]
    );
    let waits = difference(&documents, "3-2", Fact::Dependencies).expect("they differ");
    let said: Vec<_> = waits.said.iter().map(|one| one.value.as_str()).collect();
    assert_eq!(said, ["3-1", "3-3"]);
    assert!(
        of(&documents, "3-1").differences.is_empty(),
        "what agrees is quiet"
    );
}

#[test]
fn every_proposed_edit_brings_its_fact_together() {
    for (key, fact) in [
        ("3-2", Fact::Title),
        ("3-2", Fact::Status),
        ("3-2", Fact::Dependencies),
        ("3-3", Fact::Listing),
    ] {
        let mut documents = documents();
        let found = difference(&documents, key, fact).unwrap_or_else(|| panic!("{fact:?}"));
        apply(
            &mut documents,
            found.fix.unwrap_or_else(|| panic!("{fact:?} has no fix")),
        );
        assert_eq!(difference(&documents, key, fact), None, "{fact:?}");
    }
}

#[test]
fn a_story_is_listed_with_the_line_ending_of_its_file() {
    let mut documents = documents();
    for document in &mut documents {
        document.text = document.text.replace('\n', "\r\n");
    }
    let found = difference(&documents, "3-3", Fact::Listing).expect("it is not listed");
    apply(&mut documents, found.fix.expect("a fix"));
    for document in &documents {
        let ends = |end: &str| document.text.matches(end).count();
        assert_eq!(ends("\r\n"), ends("\n"), "{}", document.path);
    }
}

#[test]
fn a_status_is_raised_and_never_lowered() {
    let mut documents = documents();
    let found = difference(&documents, "3-2", Fact::Status).expect("it differs");
    apply(&mut documents, found.fix.expect("a fix"));
    let raised = documents
        .iter()
        .find(|one| one.path == "sprint-status.yaml");
    assert_eq!(
        raised.map(|one| one.text.as_str()),
        Some(
            STATUS
                .replace(
                    "3-2-raise-the-crane: in-progress",
                    "3-2-raise-the-crane: review"
                )
                .as_str()
        )
    );
    let (_, diagnostics) = read::documents(&documents);
    assert!(diagnostics.iter().all(|one| one.code != Code::StatusDrift));
    let (_, before) = read::documents(&self::documents());
    assert_eq!(
        before
            .iter()
            .filter(|one| one.code == Code::StatusDrift)
            .count(),
        1
    );
}

#[test]
fn a_word_is_written_in_the_manner_of_the_one_it_replaces() {
    let file = "# Story 1.1: Pier\n\n**Status:** In Progress\n";
    let status = "development_status:\n  1-1-pier: done\n";
    let mut documents = vec![
        Document::new("sprint-status.yaml", status),
        Document::new("stories/1-1-pier.md", file),
    ];
    let found = difference(&documents, "1-1", Fact::Status).expect("it differs");
    apply(&mut documents, found.fix.expect("a fix"));
    assert!(
        documents
            .iter()
            .any(|one| one.text.contains("**Status:** Done\n"))
    );
}
