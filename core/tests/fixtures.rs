//! The fixtures of `tests/fixtures`, read whole: what they say must be found, all of it.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test that cannot go on says so"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use sprintloom_core::backlog::{Backlog, Direction, Story, Strength, Target};
use sprintloom_core::plan::{EpicOrder, PlanSettings, UnknownFiles};
use sprintloom_core::project::{Event, Project, Readings, derive};
use sprintloom_core::source::{Code, Diagnostic, Document};
use sprintloom_core::{read, write};

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures")
}

fn documents(folder: &Path) -> Vec<Document> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        let mut entries: Vec<PathBuf> = std::fs::read_dir(&next)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        entries.sort();
        for path in entries {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() {
                folders.push(path);
            } else if name != "EXPECTED.md" && name != "README.md" {
                let bytes = std::fs::read(&path).unwrap();
                let shown = path.strip_prefix(folder).unwrap();
                found.push(Document::new(
                    shown.to_string_lossy(),
                    String::from_utf8_lossy(&bytes),
                ));
            }
        }
    }
    found
}

/// The keys that a story waits for by hard dependencies, ranges and "all previous" written out.
fn waits_for(backlog: &Backlog, story: &Story) -> Vec<String> {
    let position = |key: &str| backlog.stories.iter().position(|s| s.key.as_str() == key);
    let mut keys = Vec::new();
    let mut add = |backlog: &Backlog, at: usize, target: &Target| match target {
        Target::Story(key) => keys.push(key.to_string()),
        Target::Range(first, last) => {
            let (Some(first), Some(last)) = (position(first.as_str()), position(last.as_str()))
            else {
                return;
            };
            keys.extend(
                backlog.stories[first..=last]
                    .iter()
                    .map(|s| s.key.to_string()),
            );
        }
        Target::Epic(epic) => keys.push(format!("epic-{epic}")),
        Target::AllPrevious(epic) => {
            let epic = epic.as_ref().unwrap_or(&backlog.stories[at].epic);
            let earlier = backlog.stories[..at].iter().filter(|s| s.epic == *epic);
            keys.extend(earlier.map(|s| s.key.to_string()));
        }
        Target::AllPreviousEpics | Target::External(_) => {}
    };
    let at = position(story.key.as_str()).unwrap();
    for dependency in &story.dependencies {
        if dependency.direction == Direction::Requires && dependency.strength == Strength::Hard {
            dependency
                .targets
                .iter()
                .for_each(|target| add(backlog, at, target));
        }
    }
    let reversed = backlog.stories.iter().filter(|other| {
        other.dependencies.iter().any(|dependency| {
            dependency.direction == Direction::Blocks
                && dependency
                    .targets
                    .contains(&Target::Story(story.key.clone()))
        })
    });
    keys.extend(reversed.map(|other| other.key.to_string()));
    // Only what exists makes an edge, and nothing waits for itself.
    keys.retain(|key| {
        *key != story.key.as_str() && (key.starts_with("epic-") || position(key).is_some())
    });
    keys.sort();
    keys.dedup();
    keys
}

#[test]
fn the_clinic_of_sixty_stories_is_read_as_its_table_says() {
    let folder = fixtures().join("sixty");
    let (backlog, _) = read::documents(&documents(&folder));
    let expected = std::fs::read_to_string(folder.join("EXPECTED.md")).unwrap();
    let mut rows = 0;
    let mut wrong = Vec::new();
    for line in expected.lines().filter(|line| line.starts_with("| ")) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [key, title, epic, depends_on, files, criteria, tasks] = cells.as_slice() else {
            continue;
        };
        if *key == "key" {
            continue;
        }
        rows += 1;
        let Some(story) = backlog
            .stories
            .iter()
            .find(|story| story.key.as_str() == *key)
        else {
            wrong.push(format!("{key} is missing"));
            continue;
        };
        let mut wanted: Vec<String> = depends_on
            .split(',')
            .map(|key| key.trim().to_owned())
            .filter(|key| !key.is_empty())
            .collect();
        wanted.sort();
        let found_files: Vec<String> = story
            .constraining_scopes()
            .map(|scope| format!("`{}`", scope.path))
            .collect();
        let found = [
            story.title.clone(),
            story.epic.to_string(),
            waits_for(&backlog, story).join(", "),
            found_files.join(", "),
            story.acceptance_criteria.len().to_string(),
            story.tasks.len().to_string(),
        ];
        let wanted = [
            title,
            epic,
            &wanted.join(", ").as_str(),
            files,
            criteria,
            tasks,
        ]
        .map(|text| text.to_string());
        if found != wanted {
            wrong.push(format!("{key}\n  found  {found:?}\n  wanted {wanted:?}"));
        }
    }
    assert_eq!(rows, 60);
    assert_eq!(
        backlog.stories.len(),
        60,
        "stories that the table does not have"
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_clinic_has_the_statuses_of_its_status_file() {
    let folder = fixtures().join("sixty");
    let (backlog, _) = read::documents(&documents(&folder));
    let expected = std::fs::read_to_string(folder.join("EXPECTED.md")).unwrap();
    let section = expected
        .split("## Statuses")
        .nth(1)
        .unwrap()
        .split("## ")
        .next()
        .unwrap();
    let mut named = BTreeMap::new();
    for line in section.lines().filter_map(|line| line.strip_prefix("- ")) {
        let (status, keys) = line.split_once(':').unwrap();
        for key in keys.split('`').skip(1).step_by(2) {
            named.insert(key.to_owned(), status.to_owned());
        }
    }
    for story in &backlog.stories {
        let wanted = named
            .get(story.key.as_str())
            .map_or("backlog", String::as_str);
        assert_eq!(story.status.as_str(), wanted, "{}", story.key);
        assert!(
            story.status_key.is_some(),
            "{} has no status key",
            story.key
        );
    }
}

fn read_bad(names: &[&str]) -> (Backlog, Vec<Diagnostic>) {
    let documents: Vec<Document> = names
        .iter()
        .map(|name| {
            let bytes = std::fs::read(fixtures().join("bad").join(name)).unwrap();
            Document::new(*name, String::from_utf8_lossy(&bytes))
        })
        .collect();
    read::documents(&documents)
}

fn codes(diagnostics: &[Diagnostic]) -> Vec<Code> {
    diagnostics
        .iter()
        .map(|diagnostic| diagnostic.code)
        .collect()
}

#[test]
fn an_empty_document_is_said_to_be_empty() {
    assert_eq!(codes(&read_bad(&["empty.md"]).1), [Code::EmptyDocument]);
}

#[test]
fn a_binary_document_is_said_to_be_no_text() {
    assert_eq!(codes(&read_bad(&["binary.md"]).1), [Code::NotText]);
}

#[test]
fn a_fence_without_end_swallows_no_story() {
    let (backlog, diagnostics) = read_bad(&["unbalanced-fence.md"]);
    assert!(codes(&diagnostics).contains(&Code::UnbalancedFence));
    assert!(backlog.stories.len() >= 2, "{:#?}", backlog.stories);
}

#[test]
fn a_status_file_that_is_no_yaml_is_read_by_lines() {
    let (backlog, diagnostics) = read_bad(&["invalid-status.yaml"]);
    let invalid = diagnostics
        .iter()
        .find(|one| one.code == Code::InvalidYaml)
        .unwrap();
    assert!(invalid.place.as_ref().unwrap().line > 1);
    assert!(!backlog.stories.is_empty());
}

#[test]
fn a_status_file_of_another_project_is_recognised() {
    let (_, diagnostics) = read_bad(&["epics-self.md", "foreign-status.yaml"]);
    assert!(
        codes(&diagnostics).contains(&Code::ForeignStatusFile),
        "{diagnostics:#?}"
    );
}

#[test]
fn line_endings_and_byte_order_mark_change_nothing() {
    let bytes = std::fs::read(fixtures().join("bad/crlf-bom.md")).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let plain = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let keys = |text: &str| -> Vec<(String, String, usize)> {
        let (backlog, _) = read::documents(&[Document::new("crlf-bom.md", text)]);
        backlog
            .stories
            .iter()
            .map(|story| {
                (
                    story.key.to_string(),
                    story.title.clone(),
                    story.acceptance_criteria.len(),
                )
            })
            .collect()
    };
    assert!(!keys(&text).is_empty());
    assert_eq!(keys(&text), keys(&plain));
}

#[test]
fn the_native_core_writes_the_bytes_that_webassembly_writes() {
    // tests/node/settings.test.mjs holds the WebAssembly module to the same file.
    let expected = fixtures().join("expected").join("sixty-plan.json");
    let expected = std::fs::read_to_string(expected).unwrap();
    let mut project = Project::default();
    let mut documents = documents(&fixtures().join("sixty"));
    documents.reverse();
    project.apply(Event::PutDocuments { documents }).unwrap();
    project.settings.plan = PlanSettings {
        batch_size: 4,
        epic_order: EpicOrder::Soft,
        unknown_files: UnknownFiles::ApartInEpic,
        batch_tokens: Some(600_000),
        ..PlanSettings::default()
    };
    let derived = derive(&project, &mut Readings::default());
    let plan = derived.plan.unwrap();
    let written = write::batch_plan_ready("sprint-001", &derived.backlog, &derived.graph, &plan);
    assert_eq!(written, expected);
}
