//! The gold sets in `tests/cases/gold`: labelled lines of dependencies and file scopes, and how
//! many of the labels the reader finds (recall) and how much of what it finds is labelled
//! (precision).

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test that cannot go on says so"
)]

use std::collections::BTreeSet;
use std::path::Path;

use sprintloom_core::backlog::{
    DependencyRef, Direction, Evidence, Marker, Story, StoryKey, Strength, Target,
};
use sprintloom_core::read;
use sprintloom_core::source::Document;

/// A line of a gold set: the text, what it says, and its place in the file.
struct Labelled {
    text: String,
    expected: BTreeSet<String>,
    line: usize,
}

fn labelled(file: &str) -> Vec<Labelled> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/cases/gold");
    let text = std::fs::read_to_string(folder.join(file)).expect("the gold set is there");
    let rows = text.lines().zip(1..).filter_map(|(row, line)| {
        let (text, expected) = row.rsplit_once(" => ")?;
        if text.starts_with("# ") {
            return None;
        }
        Some(Labelled {
            text: text.replace("\\n", "\n").replace("\\\\", "\\"),
            expected: expected
                .split_whitespace()
                .filter(|label| !matches!(*label, "-" | "none"))
                .map(str::to_owned)
                .collect(),
            line,
        })
    });
    rows.collect()
}

/// The stories around the one that a line stands in.
const OTHERS: &str = "\
## Epic 1: Ground\n\n### Story 1.1: A\n\n### Story 1.2: B\n\n### Story 1.3: C\n\n### Story 1.4: D\n
## Epic 2: Fleet\n\n### Story 2.1: E\n\n### Story 2.2: F\n\n### Story 2.3: G\n\n### Story 2.4: H\n
## Epic 0.5: Survey\n\n### Story 0.5.1: I\n
## Backlog\n\n### US-001: K\n\n### US-002: L\n\n### US-007: M\n\n### STORY-012: N\n";

/// The stories of the text's epic, the one that the text stands in among them.
fn stories(text: &str) -> Vec<Story> {
    let document = format!(
        "## Epic 3: Harbour\n\n### Story 3.1: O\n\n### Story 3.2: P\n\n### Story 3.3: Q\n\n\
         ### Story 3.4: The quay\n\n{text}\n\n### Story 3.5: R\n\n### Story 3.6: S\n"
    );
    let others = Document::new("others.md", OTHERS);
    read::documents(&[others, Document::new("plan.md", document)])
        .0
        .stories
}

fn story(text: &str) -> Story {
    let mut all = stories(text).into_iter();
    all.find(|one| one.key.as_str() == "3-4")
        .expect("the story is read")
}

/// What the story waits for, and the stories that wait for it.
fn dependencies(text: &str) -> BTreeSet<String> {
    let own = Target::Story(StoryKey::new("3-4"));
    let all = stories(text);
    let waiting = all.iter().filter(|one| {
        let mut waits = one.dependencies.iter();
        waits.any(|dependency| dependency.targets.contains(&own))
    });
    let waiting = waiting.map(|one| format!("blocks:{}", one.key));
    let own = all.iter().filter(|one| one.key.as_str() == "3-4");
    let stated = own.flat_map(|one| one.dependencies.iter().flat_map(labels));
    stated.chain(waiting).collect()
}

fn labels(dependency: &DependencyRef) -> Vec<String> {
    let mut mark = String::new();
    for (holds, word) in [
        (dependency.strength == Strength::Soft, "soft:"),
        (dependency.satisfied, "met:"),
        (dependency.direction == Direction::Blocks, "blocks:"),
    ] {
        if holds {
            mark.push_str(word);
        }
    }
    let targets = dependency.targets.iter().filter_map(|target| match target {
        Target::Story(key) => Some(key.to_string()),
        Target::Range(first, last) => Some(format!("{first}..{last}")),
        Target::Epic(epic) => Some(format!("epic-{epic}")),
        Target::AllPrevious(None) => Some("all".to_owned()),
        Target::AllPrevious(Some(epic)) => Some(format!("all-{epic}")),
        Target::AllPreviousEpics => Some("all-epics".to_owned()),
        Target::External(_) => None,
    });
    let targets: Vec<String> = targets.collect();
    if dependency.alternatives {
        return vec![format!("{mark}{}", targets.join("|"))];
    }
    targets
        .into_iter()
        .map(|one| format!("{mark}{one}"))
        .collect()
}

fn files(text: &str) -> BTreeSet<String> {
    let scopes = story(text).scopes;
    let declared = scopes
        .iter()
        .filter(|scope| scope.evidence == Evidence::Declared);
    declared
        .map(|scope| {
            let mark = match scope.marker {
                Marker::Unmarked => "",
                Marker::Create => "+",
                Marker::Modify => "~",
                Marker::Delete => "-",
                Marker::Untouched => "!",
            };
            format!("{mark}{}", scope.path)
        })
        .collect()
}

/// Reads all lines of `file` and holds the counts against what the reader must reach.
fn measure(file: &str, read: impl Fn(&str) -> BTreeSet<String>) -> usize {
    let rows = labelled(file);
    let (mut right, mut given, mut wanted) = (0, 0, 0);
    let mut wrong = Vec::new();
    for row in &rows {
        let found = read(&row.text);
        right += found.intersection(&row.expected).count();
        given += found.len();
        wanted += row.expected.len();
        if found != row.expected {
            wrong.push(format!(
                "{file}:{}: {:?}\n  wanted {:?}\n  given  {found:?}",
                row.line, row.text, row.expected
            ));
        }
    }
    println!(
        "{file}: {} lines, {wanted} labels; precision {right}/{given}, recall {right}/{wanted}",
        rows.len()
    );
    for one in &wrong {
        println!("{one}");
    }
    assert!(right * 100 >= given * 99, "{file}: precision below 99 %");
    assert!(right * 100 >= wanted * 98, "{file}: recall below 98 %");
    rows.len()
}

#[test]
fn the_gold_sets_are_read_with_99_percent_precision_and_98_percent_recall() {
    let lines = measure("dependencies.txt", dependencies) + measure("files.txt", files);
    assert!(lines >= 300, "only {lines} lines are labelled");
}
