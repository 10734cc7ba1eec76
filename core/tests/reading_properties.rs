//! What must hold of reading whatever the text: it never fails, the order of documents never
//! matters, and no declaration is given to two stories.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test that cannot go on says so"
)]

use std::collections::BTreeSet;

use proptest::prelude::*;
use sprintloom_core::graph;
use sprintloom_core::read;
use sprintloom_core::source::Document;

/// Lines, and halves of lines, such as planning documents are made of.
const FRAGMENTS: &[&str] = &[
    "## Epic 1: Harbour",
    "# Epic 2 — Nets",
    "### Story 1.1: Moor a boat",
    "### Story 1.2 Pay the fee",
    "**Story 1.1: Something else**",
    "- Story 2.1: Mend",
    "| 2.2 | Dye | 3 |",
    "|---|---|",
    "| ID | Title | Points |",
    "**Dependencies:** Story 1.1, 2.1-2.3 or Epic 4 (soft)",
    "**Prerequisites:**",
    "- all previous stories",
    "Depends on: None (see 9.9)",
    "1.1 → (1.2 ∥ 1.3) → 1.4",
    "### File List",
    "- `src/{a,b}/[id]/x.ts:12` (new)",
    "├── src/",
    "│   └── a.rs # NEW",
    "```",
    "````md",
    "~~~",
    "<!--",
    "-->",
    "---",
    "> ### Story 1.9: Q",
    "As a skipper,",
    "I want a berth",
    "so that I sleep",
    "**Given** a boat",
    "**When** it",
    "- [x] Task 1",
    "  - [ ] sub",
    "1. one",
    "AC1: two",
    "development_status:",
    "  1-1-moor-a-boat: done",
    "  1-2-pay: review # note",
    "  epic-1: backlog",
    "   bad: [",
    "stories:",
    "  - id: 2-1-mend",
    "    status: backlog",
    "\t",
    "",
    "状态: 完成",
    "### 故事 1.1：停泊",
    "**依赖：** 故事 1.1",
    "\u{feff}",
    "\u{fffd}\u{fffd}",
    "####### x",
    "**",
    "[",
    "](",
    "`",
    "Story 99999999999999999999.1: Big",
    "é̂",
    "E101-S01: T",
    "| a \\| b |",
    "Story 1.1-1.2-1.3-1.4-1.5: many",
    "**Status:** Done",
    "Points: 2.5",
    "Priority: P9",
];

fn soup() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        6 => proptest::sample::select(FRAGMENTS).prop_map(str::to_owned),
        1 => ".{0,40}",
    ];
    let ending = proptest::sample::select(&["\n", "\n", "\n", "\r\n", "\r", " ", ""][..]);
    proptest::collection::vec((line, ending), 0..40).prop_map(|lines| {
        lines
            .into_iter()
            .map(|(line, ending)| line + ending)
            .collect()
    })
}

fn project() -> impl Strategy<Value = Vec<Document>> {
    let path = proptest::sample::select(
        &[
            "epics.md",
            "a/epics-x.md",
            "b/epic-1-y.md",
            "1-1-moor-a-boat.md",
            "sprint-status.yaml",
            "s/status.yaml",
            "STORY-7.md",
        ][..],
    );
    proptest::collection::btree_map(path, soup(), 0..5).prop_map(|documents| {
        documents
            .into_iter()
            .map(|(path, text)| Document::new(path, text))
            .collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_documents_never_matters(documents in project(), turn in 0usize..5) {
        let mut turned = documents.clone();
        let places = turned.len();
        if places > 0 {
            turned.rotate_left(turn % places);
        }
        prop_assert_eq!(read::documents(&documents), read::documents(&turned));
    }

    #[test]
    fn keys_and_places_are_unique(documents in project()) {
        let (backlog, _) = read::documents(&documents);
        let keys: BTreeSet<_> = backlog.stories.iter().map(|story| &story.key).collect();
        prop_assert_eq!(keys.len(), backlog.stories.len());
        let declared: Vec<_> = backlog.stories.iter().filter_map(|story| story.declared.as_ref()).collect();
        let places: BTreeSet<_> = declared.iter().map(|place| (&place.path, place.line)).collect();
        prop_assert_eq!(places.len(), declared.len());
        let statuses: Vec<_> = backlog.stories.iter().filter_map(|story| story.status_key.as_ref()).collect();
        prop_assert_eq!(statuses.iter().collect::<BTreeSet<_>>().len(), statuses.len());
    }

    #[test]
    fn places_lie_within_their_documents(documents in project()) {
        let (backlog, diagnostics) = read::documents(&documents);
        let of_stories = backlog.stories.iter().filter_map(|story| story.declared.clone());
        let of_diagnostics = diagnostics.into_iter().filter_map(|diagnostic| diagnostic.place);
        for place in of_stories.chain(of_diagnostics) {
            let document = documents.iter().find(|document| *document.path == *place.path).unwrap();
            prop_assert!(document.text.get(place.span.start..place.span.end).is_some(), "{place:?}");
        }
    }

    #[test]
    fn every_fix_edits_whole_characters_of_its_document(documents in project()) {
        let readings: Vec<read::Reading> = documents.iter().map(read::document).collect();
        let readings: Vec<&read::Reading> = readings.iter().collect();
        let (backlog, mut diagnostics) = read::join(&readings);
        diagnostics.extend(graph::build(&backlog, &graph::GraphRules::default()).1);
        let drift = read::drift(&readings, &backlog).into_iter();
        let of_drift = drift.flat_map(|one| one.differences).filter_map(|one| one.fix);
        let fixes = diagnostics.into_iter().filter_map(|one| one.fix).chain(of_drift);
        for edit in fixes.flat_map(|fix| fix.edits) {
            let document = documents.iter().find(|document| document.path == edit.path).unwrap();
            prop_assert!(document.text.get(edit.span.start..edit.span.end).is_some(), "{edit:?}");
        }
    }

    #[test]
    fn any_text_at_all_is_read(text in "\\PC{0,400}", name in "[a-z]{0,3}\\.(md|yaml)") {
        let _ = read::documents(&[Document::new(name, text)]);
    }
}

#[test]
fn a_text_that_is_too_large_is_left_out_at_once() {
    let (backlog, diagnostics) = read::documents(&[Document::new(
        "big.md",
        "### Story 1.1: x\n".repeat(3_000_000),
    )]);
    assert!(backlog.stories.is_empty());
    assert_eq!(diagnostics.len(), 1);
}

/// Texts that are cheap to write and dear to read carelessly. Each is read in a moment.
#[test]
fn no_text_takes_more_than_its_length() {
    let many = 60_000;
    let texts = [
        "[".repeat(many),
        "`".repeat(many),
        "<!--\n".repeat(many),
        "```a\n".repeat(many),
        "### Story 1.1: a\n".repeat(many),
        "```a\n### Story 1.1: a\n".repeat(many),
        "1.1 -> ".repeat(many),
        "1.1 -> 1.2\n".repeat(many),
        "- Story 1.1: a b\n".repeat(many),
        "## Epic 1: a\n".repeat(many),
        "**Story 1.1: a**\n".repeat(many),
        "  ".repeat(many) + "x",
        format!("### File List\n- {}", "{a,b}".repeat(many)),
        format!("### File List\n- {}", "a/b.ts ".repeat(many)),
        format!("### Dependencies\n- {}", "1.1, ".repeat(many)),
        format!("### Dependencies\n- {}", "(".repeat(many)),
        (0..many)
            .map(|n| format!("- Story {n}.1: alpha beta gamma\n"))
            .collect(),
        (0..many)
            .map(|n| format!("#### Title number {n}\n"))
            .collect(),
        "|".repeat(many),
        "| 1.1 | a |\n".repeat(many),
        "a: ".repeat(many),
        "- ".repeat(many),
    ];
    for (at, text) in texts.into_iter().enumerate() {
        for path in ["epics.md", "1-1-a.md", "sprint-status.yaml"] {
            let text = if path.ends_with("yaml") {
                format!("development_status:\n{text}")
            } else {
                format!("## Epic 1: E\n{text}")
            };
            let started = std::time::Instant::now();
            let _ = read::documents(&[Document::new(path, text)]);
            let seconds = started.elapsed().as_secs();
            assert!(seconds < 20, "text {at} as {path} took {seconds} s");
        }
    }
}

/// The same for plans and status files written as data.
#[test]
fn no_data_takes_more_than_its_length() {
    let many = 60_000;
    let texts = [
        (
            "tickets.toml",
            format!("[[entry]]\n{}", "a = [\n".repeat(many)),
        ),
        (
            "tickets.toml",
            format!("[[entry]]\n{}", "a = \"\"\"\n".repeat(many)),
        ),
        ("tickets.toml", "[[entry]]\nid = 1\n".repeat(many)),
        ("stories.yaml", "- id: 1\n  title: a\n".repeat(many)),
        (
            "sprint-status.yaml",
            format!(
                "development_status:\n{}",
                "  1-1-a: done\n   1-2-b: done\n".repeat(many)
            ),
        ),
        (
            "sprint-status.yaml",
            format!(
                "development_status:\n{}",
                "  1-1-a: \"C:\\new\"\n".repeat(many)
            ),
        ),
    ];
    for (name, text) in texts {
        let started = std::time::Instant::now();
        let _ = read::documents(&[Document::new(name, text.as_str())]);
        let taken = started.elapsed();
        assert!(
            taken.as_secs() < 20,
            "{name} {:?} took {taken:?}",
            text.get(..40)
        );
    }
}
