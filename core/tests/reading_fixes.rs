//! A fix, once applied, leaves nothing of what it fixes, and changes nothing else.

#![allow(clippy::panic, reason = "a test that cannot go on says so")]

use sprintloom_core::graph;
use sprintloom_core::read;
use sprintloom_core::source::{Code, Diagnostic, Document};

fn diagnostics(path: &str, text: &str) -> Vec<Diagnostic> {
    let (backlog, mut found) = read::documents(&[Document::new(path, text)]);
    found.extend(graph::build(&backlog, &graph::GraphRules::default()).1);
    found
}

/// Applies the fix of the first diagnostic with this code, and returns the text that it gives.
fn fixed(path: &str, text: &str, code: Code) -> String {
    let found = diagnostics(path, text);
    let one = found.iter().find(|one| one.code == code);
    let one = one.unwrap_or_else(|| panic!("{code:?} is not reported: {found:?}"));
    let fix = one.fix.clone();
    let fix = fix.unwrap_or_else(|| panic!("{code:?} has no fix"));
    let mut edits = fix.edits;
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.span.start));
    let mut out = text.to_owned();
    for edit in edits {
        assert_eq!(edit.path, path);
        out.replace_range(edit.span.start..edit.span.end, &edit.replacement);
    }
    out
}

#[test]
fn a_fix_removes_what_it_is_for_and_changes_no_other_byte() {
    let plan = "plan.md";
    let status = "sprint-status.yaml";
    let rows = [
        (
            "notes.md",
            Code::NothingFound,
            "Phoenix\r\n\r\nEpic 1: Lamps\r\n\r\n  Story 1.1 – Light one\r\nStory 1.1 was the first.\r\nStory 1.2\r\n",
            "Phoenix\r\n\r\n## Epic 1: Lamps\r\n\r\n### Story 1.1 – Light one\r\nStory 1.1 was the first.\r\n### Story 1.2\r\n",
        ),
        (
            status,
            Code::UnknownStatus,
            "development_status:\r\n  1-1-pier: complete # since May\r\n  1-2-lamp: \"complete\"\r\n",
            "development_status:\r\n  1-1-pier: done # since May\r\n  1-2-lamp: \"done\"\r\n",
        ),
        (
            status,
            Code::UnknownStatus,
            "stories:\n  - id: 1-1-pier\n    title: complete pier\n    status: complete\n",
            "stories:\n  - id: 1-1-pier\n    title: complete pier\n    status: done\n",
        ),
        (
            status,
            Code::DuplicateStatus,
            "development_status:\n  1-1-pier: backlog\n  1-2-lamp: done\n  1-1-pier: done\n",
            "development_status:\n  1-2-lamp: done\n  1-1-pier: done\n",
        ),
        (
            status,
            Code::InvalidYaml,
            "development_status:\n  1-1-pier: done\n   1-2-lamp: backlog\n",
            "development_status:\n  1-1-pier: done\n  1-2-lamp: backlog\n",
        ),
        (
            plan,
            Code::UnbalancedFence,
            "## Epic 1: A\n\n### Story 1.1: B\n\n```rust\nlet a = 1;\n\n### Story 1.2: C\n",
            "## Epic 1: A\n\n### Story 1.1: B\n\n```rust\nlet a = 1;\n```\n\n### Story 1.2: C\n",
        ),
        (
            plan,
            Code::SelfDependency,
            "## Epic 1: A\n\n### Story 1.1: B\n\n**Depends on:** Story 1.1\n",
            "## Epic 1: A\n\n### Story 1.1: B\n\n**Depends on:** None\n",
        ),
        (
            plan,
            Code::UnknownDependency,
            "## Epic 1: A\n\n### Story 1.1: B\n\n### Story 1.2: C\n\n**Depends on:** Story 1.11 (pier)\n",
            "## Epic 1: A\n\n### Story 1.1: B\n\n### Story 1.2: C\n\n**Depends on:** Story 1.1 (pier)\n",
        ),
        (
            plan,
            Code::DuplicateStory,
            "## Epic 1: A\n\n### Story 1.1: Stone pier foundations\n\n### Story 1.1: Customs office roof\n\n### Story 1.2: C\n",
            "## Epic 1: A\n\n### Story 1.1: Stone pier foundations\n\n### Story 1.3: Customs office roof\n\n### Story 1.2: C\n",
        ),
    ];
    for (path, code, text, expected) in rows {
        let after = fixed(path, text, code);
        assert_eq!(after, expected, "{code:?}");
        let left = diagnostics(path, &after);
        assert!(
            left.iter().all(|one| one.code != code),
            "{code:?}: {left:?}"
        );
    }
}
