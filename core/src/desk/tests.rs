use proptest::prelude::{prop, prop_assert, prop_assert_eq, proptest};
use proptest::strategy::Strategy;

use super::*;
use crate::backlog::{Backlog, EpicId, Story, StoryKey, StoryKind, Target};
use crate::graph;
use crate::progress::Standing;
use crate::source::Document;
use crate::{read, write};

/// The backlog of these documents and one story of it, checked.
pub(super) fn checked(documents: &[Document], key: &str) -> (Story, Check) {
    let (backlog, mut diagnostics) = read::documents(documents);
    let (graph, found) = graph::build(&backlog, &Default::default());
    diagnostics.extend(found);
    let standing = Standing {
        backlog: &backlog,
        graph: &graph,
        plan: None,
    };
    let at = *backlog
        .index()
        .get(&StoryKey::new(key))
        .unwrap_or_else(|| panic!("{key} is read"));
    let own = documents.iter().find(|document| {
        let places = backlog.stories[at].declared.iter();
        let mut places = places.chain(&backlog.stories[at].also_declared);
        places.any(|place| *place.path == *document.path)
            && crate::source::detect(&document.path, &document.text)
                == crate::source::DocumentKind::Story
    });
    let text = own.map(|document| document.text.as_str());
    (
        backlog.stories[at].clone(),
        check(&standing, &diagnostics, at, text),
    )
}

fn no_backlog() -> Backlog {
    Backlog::default()
}

fn filled_with_examples(pattern: &Pattern) -> Filled {
    let values: Vec<(String, String)> = pattern
        .parameters
        .iter()
        .map(|one| (one.name.clone(), one.example.clone()))
        .collect();
    let backlog = no_backlog();
    let mut keys = Keys::beside(&backlog, []);
    fill(pattern, &values, &EpicId::new("9"), &mut keys).expect("its own fields")
}

#[test]
fn every_built_in_pattern_is_there_and_complete() {
    let (all, problems) = patterns(BUILT_IN);
    assert_eq!(problems, []);
    let ids: Vec<&str> = all.iter().map(|pattern| pattern.id.as_str()).collect();
    assert_eq!(
        ids,
        [
            "container-deployment",
            "monitoring-and-alerting",
            "security-compliance",
            "performance-optimisation",
            "zero-downtime-deployment",
            "feature-flags",
            "database-migration-with-rollback",
            "a-b-testing-infrastructure",
            "sla-definition-and-monitoring",
            "incident-response-playbook",
            "backup-and-disaster-recovery",
            "performance-baseline",
            "tenant-isolation",
            "vendor-dashboard",
            "search-filters",
            "commission-tracking",
        ]
    );
    for pattern in &all {
        assert!(!pattern.parameters.is_empty(), "{}", pattern.title);
        for parameter in &pattern.parameters {
            assert!(
                !parameter.hint.is_empty() && !parameter.example.is_empty(),
                "{}: {}",
                pattern.title,
                parameter.name
            );
        }
        for story in &pattern.stories {
            assert!(!story.draft.tasks.is_empty(), "{}", story.draft.title);
            assert!(!story.draft.risks.is_empty(), "{}", story.draft.title);
            assert!(story.draft.owner.is_some(), "{}", story.draft.title);
        }
        let migrates = pattern.group == Group::Migration;
        let back = pattern
            .stories
            .iter()
            .any(|one| !one.draft.rollback.is_empty());
        assert!(back || !migrates, "{} has a way back", pattern.title);
    }
}

#[test]
fn every_filled_pattern_passes_invest_and_the_checklist_and_reads_back() {
    for pattern in patterns(BUILT_IN).0 {
        let filled = filled_with_examples(&pattern);
        assert_eq!(filled.missing, [""; 0]);
        let documents: Vec<Document> = filled
            .drafts
            .iter()
            .map(|draft| write::story_file(draft, "stories"))
            .collect();
        for draft in &filled.drafts {
            let key = draft.key.as_ref().expect("has a key").as_str();
            let (story, check) = checked(&documents, key);
            for letter in &check.letters {
                assert_eq!(
                    letter.verdict,
                    Verdict::Yes,
                    "{}: {} {}",
                    draft.title,
                    letter.letter,
                    letter.evidence
                );
            }
            assert_eq!(check.readiness, Readiness::Ready, "{:#?}", check.items);
            assert_eq!(story.kind, draft.kind, "{}", draft.title);
            same(draft, &story);
        }
    }
}

#[test]
fn a_field_without_a_value_stays_a_placeholder_and_is_told() {
    let (all, _) = patterns(BUILT_IN);
    let backlog = no_backlog();
    let mut keys = Keys::beside(&backlog, []);
    let epic = EpicId::new("2");
    let values = [
        ("Service".to_owned(), "checkout".to_owned()),
        ("registry".to_owned(), "  ".to_owned()),
    ];
    let filled = fill(&all[0], &values, &epic, &mut keys).expect("fields of it");
    assert_eq!(filled.missing, ["registry", "start time", "replicas"]);
    assert_eq!(
        filled.drafts[0].title,
        "Ship checkout as one image that runs everywhere alike"
    );
    assert!(filled.drafts[0].criteria[0].contains("{{registry: where images are kept}}"));
    let wrong = [("servise".to_owned(), "x".to_owned())];
    assert_eq!(
        fill(&all[0], &wrong, &epic, &mut keys)
            .expect_err("no such field")
            .to_string(),
        "Container deployment has no field “servise”; it has service, registry, start time and replicas"
    );
}

#[test]
fn the_text_of_a_pattern_says_what_is_wrong_with_it_and_where() {
    let check = |text: &str, expected: &[(u32, &str)]| {
        let found: Vec<(u32, String)> = patterns(text)
            .1
            .into_iter()
            .map(|one| (one.line, one.message))
            .collect();
        let expected: Vec<(u32, String)> = expected
            .iter()
            .map(|(line, text)| (*line, (*text).to_owned()))
            .collect();
        assert_eq!(found, expected, "{text}");
    };
    check(
        "# Mine\nFields:\n- a: what (x)\n- b: what\n## Do {{a}} for {{c}}\nAs a user, I want {{a}}, so that I can rest.\n- Given x, when y, then {{a}} is there\n",
        &[
            (1, "The field “b” is declared and not used."),
            (
                5,
                "The field “c” is not declared: add “- c: …” under “Fields:”.",
            ),
        ],
    );
    check(
        "# Mine\nGroup: kitchen\n## Cook\n- [ ] stir\nnonsense here\n",
        &[
            (
                2,
                "There is no group “kitchen”; there are infrastructure, migration, operations, platform, own.",
            ),
            (
                3,
                "“Cook” says for whom and what: “As a …, I want …, so that ….”",
            ),
            (3, "“Cook” needs a criterion: “- Given …, when …, then …”"),
            (
                5,
                "This line is no part of a story: a story has one line “As a …, I want …, so that …”, and lists.",
            ),
        ],
    );
    check("# Mine\n", &[(1, "“Mine” has no story: “## Title”.")]);
    check(
        "hello\n",
        &[(1, "A pattern begins with its name: “# Name”.")],
    );
}

fn same(draft: &Draft, story: &Story) {
    assert_eq!(story.title, draft.title);
    assert_eq!(story.statement.role.as_deref(), Some(draft.role.as_str()));
    assert_eq!(story.statement.want.as_deref(), Some(draft.want.as_str()));
    assert_eq!(
        story.statement.benefit.as_deref(),
        Some(draft.benefit.as_str())
    );
    let plain = |text: &String| text.replace("**", "");
    let texts = |items: &[crate::backlog::Item]| -> Vec<String> {
        items.iter().map(|item| item.text.clone()).collect()
    };
    assert_eq!(
        texts(&story.acceptance_criteria),
        draft.criteria.iter().map(plain).collect::<Vec<_>>()
    );
    assert_eq!(texts(&story.tasks), draft.tasks);
    let needs: Vec<(Target, bool)> = story
        .dependencies
        .iter()
        .flat_map(|one| {
            let soft = one.strength == crate::backlog::Strength::Soft;
            one.targets.iter().map(move |target| (target.clone(), soft))
        })
        .collect();
    let wanted: Vec<(Target, bool)> = draft
        .needs
        .iter()
        .map(|need| (Target::Story(need.key.clone()), need.guess.is_some()))
        .collect();
    assert_eq!(needs, wanted);
    let files: Vec<&str> = story
        .scopes
        .iter()
        .map(|scope| scope.path.as_str())
        .collect();
    assert_eq!(files, draft.files);
}

fn words(least: usize, most: usize) -> impl Strategy<Value = String> {
    prop::collection::vec("[a-z]{2,9}", least..=most).prop_map(|words| {
        // Words that end a part of the sentence, or that the reader takes for a label.
        let taken = [
            "so", "as", "to", "in", "because", "want", "need", "none", "and", "or", "ac",
        ];
        let kept = words.into_iter().map(|word| {
            if taken.contains(&word.as_str()) {
                "blue".to_owned()
            } else {
                word
            }
        });
        kept.collect::<Vec<_>>().join(" ")
    })
}

fn any_draft() -> impl Strategy<Value = Draft> {
    let lists = (
        prop::collection::vec(words(3, 12), 1..6),
        prop::collection::vec(words(3, 9), 1..6),
        prop::collection::vec(words(3, 9), 0..3),
        prop::collection::vec("src/[a-z]{3,8}/[a-z]{3,8}\\.(rs|ts|py)", 0..4),
    );
    let parts = (words(2, 7), words(1, 3), words(2, 9), words(2, 9));
    let needs = prop::collection::btree_map(1..9u8, prop::option::of(words(2, 5)), 0..3);
    (lists, parts, needs, 0..6usize).prop_map(
        |((criteria, tasks, guidance, mut files), said, needs, kind)| {
            files.sort();
            files.dedup();
            let (title, role, want, benefit) = said;
            let kinds = [
                StoryKind::Feature,
                StoryKind::Infrastructure,
                StoryKind::Migration,
                StoryKind::Operational,
                StoryKind::Security,
                StoryKind::Spike,
            ];
            let mut needs: Vec<Needed> = needs
                .into_iter()
                .map(|(story, guess)| Needed {
                    key: StoryKey::new(format!("4-{story}")),
                    guess,
                })
                .collect();
            needs.sort_by_key(|need| need.guess.is_some());
            Draft {
                key: Some(StoryKey::new("4-12")),
                epic: Some(EpicId::new("4")),
                title,
                kind: kinds[kind],
                role: format!("a {role}"),
                want: format!("to {want}"),
                benefit,
                tongue: Tongue::default(),
                criteria: criteria
                    .iter()
                    .map(|text| {
                        format!("**Given** {text}, **when** it is so, **then** all is well")
                    })
                    .collect(),
                tasks: tasks.iter().map(|text| format!("{text} (AC: 1)")).collect(),
                guidance,
                risks: vec!["it rains".to_owned()],
                rollback: Vec::new(),
                files,
                needs,
                owner: None,
                source: vec!["epics.md, line 3".to_owned()],
            }
        },
    )
}

proptest! {
    #[test]
    fn a_draft_reads_back_to_the_same_story(draft in any_draft()) {
        let document = write::story_file(&draft, "stories");
        let others: String = (1..9)
            .map(|story| format!("### Story 4.{story}: Other {story}\n\n"))
            .collect();
        let epics = Document::new("epics.md", format!("## Epic 4: Things\n\n{others}"));
        let (backlog, _) = read::documents(&[epics, document]);
        let story = backlog.story(&StoryKey::new("4-12")).expect("is there");
        prop_assert_eq!(backlog.stories.len(), 9);
        if draft.kind != StoryKind::Feature {
            prop_assert_eq!(story.kind, draft.kind);
        }
        same(&draft, story);
    }

    #[test]
    fn new_keys_are_free_and_in_order(taken in prop::collection::vec(1..30u8, 0..12), count in 1..6usize) {
        let rows: String = taken.iter().map(|n| format!("3-{n}\n")).collect();
        let backlog = crate::written::backlog(&rows);
        let mut keys = Keys::beside(&backlog, [StoryKey::new("3-40")]);
        let new: Vec<StoryKey> = (0..count).map(|_| keys.next(&EpicId::new("3"))).collect();
        prop_assert!(new.iter().all(|key| backlog.story(key).is_none()));
        prop_assert!(new.windows(2).all(|pair| pair[0] < pair[1]));
        prop_assert_eq!(new[0].as_str(), "3-41");
    }
}

#[test]
fn keys_go_on_as_the_project_writes_them() {
    let check = |stories: &[(&str, &str)], epic: &str, expected: &str| {
        let mut backlog = Backlog::default();
        for (key, epic) in stories {
            let story = Story::new(StoryKey::new(key), "", EpicId::new(epic));
            backlog.stories.push(story);
        }
        let mut keys = Keys::beside(&backlog, []);
        assert_eq!(keys.next(&EpicId::new(epic)).as_str(), expected);
    };
    check(&[("3-1", "3"), ("3-2a", "3"), ("3-10", "3")], "3", "3-11");
    check(&[("fn-1-1", "fn-1")], "fn-1", "fn-1-2");
    check(&[("STORY-007", "1"), ("STORY-011", "2")], "1", "STORY-012");
    check(&[], "4", "4-1");
    // Keys that stand like this in a status file, and that no heading can say.
    check(&[("3.1", "3"), ("3.2", "3")], "3", "3-1");
    check(&[("e1-1-stone-steps", "1"), ("1-1", "1")], "1", "1-2");
}

#[test]
fn a_new_key_is_read_back_as_it_was_written() {
    for (key, epic) in [
        ("3.1", "3"),
        ("e1-1-stone-steps", "1"),
        ("c-1-3", "1"),
        ("F-2a1", "F-2a"),
        ("14c-2", "14c"),
        ("0.5-1", "0.5"),
        ("lights-a-1", "lights-a"),
        ("STORY-007", "7"),
    ] {
        let mut backlog = Backlog::default();
        let epic = EpicId::new(epic);
        let story = Story::new(StoryKey::new(key), "", epic.clone());
        backlog.stories.push(story);
        let new = Keys::beside(&backlog, []).next(&epic);
        let draft = Draft {
            key: Some(new.clone()),
            epic: Some(epic),
            title: "Light the lamp".to_owned(),
            ..Draft::default()
        };
        let (own, _) = read::documents(&[write::story_file(&draft, "stories")]);
        let read: Vec<(&StoryKey, &str)> = own
            .stories
            .iter()
            .map(|one| (&one.key, one.title.as_str()))
            .collect();
        assert_eq!(read, [(&new, "Light the lamp")], "after {key}");
    }
}
