//! Sprints that go on after corrections.

use super::*;
use crate::backlog::Status;
use crate::correct::{CorrectionError, DropRule, Executed, ToBatch, Trigger};

/// Three epics of three stories, the first done; 4-2 waits for 3-3.
const EPICS: &str = "\
## Epic 3: Three\n\n### Story 3.1: A\n\n### Story 3.2: B\n\n### Story 3.3: C\n\n\
## Epic 4: Four\n\n### Story 4.1: D\n\n### Story 4.2: E\n\n**Dependencies:** Story 3.3\n\n### Story 4.3: F\n\n\
## Epic 5: Five\n\n### Story 5.1: G\n\n### Story 5.2: H\n\n### Story 5.3: I\n";
const STATUSES: &str = "\
development_status:
  epic-3: done
  3-1-a: done # shipped
  3-2-b: done
  3-3-c: done
  epic-4: backlog
  4-1-d: backlog
  4-2-e: backlog # later
  4-3-f: backlog
  epic-5: backlog
  5-1-g: backlog
  5-2-h: backlog
  5-3-i: backlog
";

fn sprint() -> Project {
    let mut project = Project::default();
    let documents = vec![
        Document::new("epics.md", EPICS),
        Document::new("sprint-status.yaml", STATUSES),
    ];
    project
        .apply(Event::PutDocuments { documents })
        .expect("paths are free");
    project
}

fn words(text: &str) -> Draft {
    asked(|trigger| trigger.user_input = text.to_owned())
}

fn asked(change: impl FnOnce(&mut Trigger)) -> Draft {
    let mut draft = Draft::default();
    draft.trigger.reason = "user_request".to_owned();
    change(&mut draft.trigger);
    draft
}

fn derived(project: &Project) -> Derived {
    derive(project, &mut Readings::default())
}

fn simulated(project: &Project, draft: &Draft) -> Result<Simulation, Vec<CorrectionError>> {
    let mut readings = Readings::default();
    let derived = derive(project, &mut readings);
    simulate(project, &readings, &derived, draft, "2026-01-31")
}

fn apply(project: &mut Project, draft: &Draft) -> Event {
    let made = simulated(project, draft).expect("a correction");
    project.apply(made.event).expect("it fits")
}

/// `1: 4-1 4-2 | 2: …`
fn shown(project: &Project) -> String {
    let derived = derived(project);
    let plan = derived.plan.expect("a plan");
    let key = |&at: &usize| derived.backlog.stories[at].key.to_string();
    let batches = plan.batches.iter().map(|batch| {
        let keys: Vec<String> = batch.stories.iter().map(key).collect();
        format!("{}: {}", batch.id, keys.join(" "))
    });
    batches.collect::<Vec<_>>().join(" | ")
}

fn set(project: &mut Project, from: &str, to: &str) {
    let document = project.document("sprint-status.yaml").expect("there");
    let text = document.text.replacen(from, to, 1);
    assert_ne!(text, document.text, "{from}");
    let documents = vec![Document::new("sprint-status.yaml", text)];
    project
        .apply(Event::PutDocuments { documents })
        .expect("paths are free");
}

fn codes(project: &Project) -> Vec<&'static str> {
    let found = derived(project).diagnostics;
    found.iter().map(|found| found.code.as_str()).collect()
}

#[test]
fn the_plan_that_a_correction_left_is_the_plan_and_undo_takes_it_back_exactly() {
    let mut project = sprint();
    let before = project.clone();
    assert_eq!(shown(&project), "1: 4-1 4-2 4-3 | 2: 5-1 5-2 5-3");
    let back = apply(&mut project, &words("do 4-3 first; move 5-2 to batch 3"));
    assert_eq!(shown(&project), "1: 4-3 4-1 4-2 | 2: 5-1 5-3 | 3: 5-2");
    let after = project.clone();
    let forth = project.apply(back).expect("it fits");
    assert_eq!(project, before);
    project.apply(forth).expect("it fits");
    assert_eq!(project, after);
}

#[test]
fn stories_that_get_done_leave_the_plan_and_its_batches_keep_their_ids() {
    let mut project = sprint();
    apply(&mut project, &words("do 4-3 first"));
    set(&mut project, "4-3-f: backlog", "4-3-f: done");
    assert_eq!(shown(&project), "1: 4-1 4-2 | 2: 5-1 5-2 5-3");
    set(&mut project, "4-1-d: backlog", "4-1-d: done");
    set(&mut project, "4-2-e: backlog", "4-2-e: done");
    assert_eq!(shown(&project), "2: 5-1 5-2 5-3");
    // The next correction goes on from there.
    apply(&mut project, &words("drop 5-3"));
    assert_eq!(shown(&project), "2: 5-1 5-2");
    assert_eq!(project.corrections[1].trigger.current_batch_id, None);
    assert!(project.corrections[1].message.contains("\"batch_id\": 2"));
    assert!(codes(&project).is_empty(), "{:?}", codes(&project));
}

#[test]
fn a_dropped_story_is_out_and_undo_brings_it_back_to_the_byte() {
    let mut project = sprint();
    let before = project.clone();
    let drop = asked(|trigger| {
        trigger.dropped_stories = vec!["5-1".to_owned()];
        trigger.drop_rule = DropRule::Cascade;
    });
    let back = apply(&mut project, &drop);
    assert_eq!(shown(&project), "1: 4-1 4-2 4-3 | 2: 5-2 5-3");
    assert_eq!(project.corrections[0].dropped, ["5-1"]);
    let text = |project: &Project| project.documents[1].text.clone();
    assert_eq!(
        text(&project),
        STATUSES.replace("5-1-g: backlog", "5-1-g: dropped")
    );
    let again = asked(|trigger| trigger.added_stories = vec!["5-1".to_owned()]);
    let again = apply(&mut project, &again);
    assert_eq!(shown(&project), "1: 4-1 4-2 4-3 | 2: 5-2 5-3 5-1");
    assert_eq!(text(&project), STATUSES);
    project.apply(again).expect("it fits");
    assert_eq!(shown(&project), "1: 4-1 4-2 4-3 | 2: 5-2 5-3");
    // What the user says in the file comes after what a correction said.
    set(&mut project, "5-1-g: dropped", "5-1-g: backlog");
    assert!(shown(&project).contains("5-1"));
    set(&mut project, "5-1-g: backlog", "5-1-g: dropped");
    project.apply(back).expect("it fits");
    assert_eq!(project, before);
}

#[test]
fn new_text_comes_in_with_its_stories_and_goes_with_undo() {
    let mut project = sprint();
    let before = project.clone();
    let mut draft = asked(|trigger| trigger.reason = "new_requirements".to_owned());
    let text = "## Epic 6: Six\n\n### Story 6.1: J\n\n**Dependencies:** Story 5.3\n";
    draft.texts = vec![Document::new("epics.md", text)];
    let made = simulated(&project, &draft).expect("a correction");
    assert_eq!(made.applied.added, ["6-1"]);
    let back = project.apply(made.event).expect("it fits");
    assert_eq!(shown(&project), "1: 4-1 4-2 4-3 | 2: 5-1 5-2 5-3 | 3: 6-1");
    project.apply(back).expect("it fits");
    assert_eq!(project, before);
}

#[test]
fn where_everything_is_done_new_stories_go_on_after_the_last_batch() {
    let mut project = sprint();
    let text = STATUSES.replace(": backlog", ": done");
    project
        .apply(Event::PutDocuments {
            documents: vec![Document::new("sprint-status.yaml", text)],
        })
        .expect("it fits");
    let mut draft = words("");
    draft.texts = vec![Document::new("n.md", "### Story 6.1: J\n")];
    apply(&mut project, &draft);
    assert_eq!(shown(&project), "1: 6-1");
    let done = draft_of_done("6-1");
    apply(&mut project, &done);
    assert_eq!(shown(&project), "");
    draft.texts = vec![Document::new("n.md", "### Story 6.2: K\n")];
    apply(&mut project, &draft);
    assert_eq!(shown(&project), "2: 6-2");
}

fn draft_of_done(key: &str) -> Draft {
    let mut draft = words("");
    draft.statuses = vec![(key.to_owned(), Status::Done)];
    draft
}

#[test]
fn what_cannot_be_is_said_before_anything_changes() {
    let said = |project: &Project, draft: &Draft| {
        let errors = simulated(project, draft).expect_err("no correction");
        errors.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    let project = sprint();
    let mut draft = words("");
    draft.texts = vec![Document::new("new.md", "### Story 4.1: Again\n")];
    assert_eq!(said(&project, &draft), ["there is a story 4-1 already"]);
    draft.texts = vec![Document::new("new.md", "Nothing of that kind.\n")];
    assert_eq!(said(&project, &draft), ["the new text declares no story"]);
    assert_eq!(
        said(&project, &words("move 4-1 to batch 0")),
        ["batch 0 is over; stories can only go to batch 1 or a later one"]
    );
    let mut fresh = sprint();
    fresh
        .apply(Event::RemoveDocuments {
            paths: vec!["sprint-status.yaml".to_owned()],
        })
        .expect("it is there");
    assert_eq!(
        said(&fresh, &words("4-1 first")),
        ["the sprint has not started: every story is still in backlog"]
    );
}

#[test]
fn a_correction_that_names_what_is_gone_is_kept_and_said() {
    let mut project = sprint();
    apply(&mut project, &words("do 4-3 first; drop 5-2"));
    let documents = vec![Document::new(
        "epics.md",
        EPICS.replace("### Story 4.1: D\n\n", ""),
    )];
    project
        .apply(Event::PutDocuments { documents })
        .expect("it fits");
    set(&mut project, "  4-1-d: backlog\n", "");
    assert_eq!(shown(&project), "1: 4-3 4-2 | 2: 5-1 5-3");
    assert!(codes(&project).contains(&"SL0308"));
    assert_eq!(project.corrections.len(), 1);
}

#[test]
fn where_the_agreed_plan_cannot_hold_the_rest_is_planned_near_it() {
    let mut project = sprint();
    apply(&mut project, &words("move 5-2 to batch 3"));
    set(&mut project, "5-2-h: backlog", "5-2-h: in-progress");
    // A new dependency turns the order of two stories round.
    let documents = vec![Document::new(
        "epics.md",
        EPICS.replace(
            "### Story 4.1: D\n",
            "### Story 4.1: D\n\n**Dependencies:** Story 4.3\n",
        ),
    )];
    project
        .apply(Event::PutDocuments { documents })
        .expect("it fits");
    let plan = shown(&project);
    assert!(plan.contains("3: ") && plan.contains("5-2"), "{plan}");
    assert!(!plan.contains("5-2 |"), "{plan}");
    assert!(codes(&project).contains(&"SL0309"));
    // So is a change of the settings.
    let mut project = sprint();
    apply(&mut project, &words("do 4-3 first"));
    let mut settings = project.settings.clone();
    settings.plan.batch_size = 2;
    project
        .apply(Event::ChangeSettings {
            settings: Box::new(settings),
        })
        .expect("it fits");
    let plan = derived(&project).plan.expect("a plan");
    assert!(plan.batches.iter().all(|batch| batch.stories.len() <= 2));
}

#[test]
fn a_pin_lets_go_of_a_story_that_a_correction_moves() {
    let mut project = sprint();
    let mut settings = project.settings.clone();
    settings.plan.pins = vec![crate::plan::Pin {
        story: "5-2".to_owned(),
        batch: 2,
    }];
    project
        .apply(Event::ChangeSettings {
            settings: Box::new(settings),
        })
        .expect("it fits");
    let to_batch = asked(|trigger| {
        trigger.moves = vec![ToBatch {
            story: "5-2".to_owned(),
            batch: 3,
        }];
    });
    let before = project.clone();
    let back = apply(&mut project, &to_batch);
    assert!(project.settings.plan.pins.is_empty());
    assert_eq!(shown(&project), "1: 4-1 4-2 4-3 | 2: 5-1 5-3 | 3: 5-2");
    project.apply(back).expect("it fits");
    assert_eq!(project, before);
}

#[test]
fn where_epics_keep_their_order_a_correction_changes_only_what_it_was_asked() {
    let epics = "## Epic 1: One\n\n### Story 1.1: A\n\n### Story 1.2: B\n\n### Story 1.3: C\n\n**Depends on:** 1.4\n\n### Story 1.4: D\n\n## Epic 2: Two\n\n### Story 2.1: E\n";
    let mut project = Project::default();
    let documents = vec![
        Document::new("epics.md", epics),
        Document::new(
            "sprint-status.yaml",
            "development_status:\n  1-1-a: in-progress\n  1-4-d: in-progress\n  2-1-e: backlog\n",
        ),
    ];
    project
        .apply(Event::PutDocuments { documents })
        .expect("paths are free");
    project.settings.plan.epic_order = crate::plan::EpicOrder::Hard;
    assert_eq!(shown(&project), "1: 1-1 | 2: 1-2 1-4 | 3: 1-3 2-1");
    apply(&mut project, &words("drop 2-1"));
    assert_eq!(shown(&project), "1: 1-1 | 2: 1-2 1-4 | 3: 1-3");
    // And the next one goes on from there.
    apply(&mut project, &words("1-2 after 1-1"));
    assert_eq!(shown(&project), "1: 1-1 | 2: 1-2 1-4 | 3: 1-3");
}

#[test]
fn what_comes_in_and_goes_out_by_the_same_words_stays_as_it_was() {
    let mut project = sprint();
    set(&mut project, "5-3-i: backlog", "5-3-i: cancelled");
    let before = project.document("sprint-status.yaml").cloned();
    let plan = shown(&project);
    apply(
        &mut project,
        &asked(|trigger| {
            trigger.added_stories = vec!["5-3".to_owned()];
            trigger.dropped_stories = vec!["5-3".to_owned()];
        }),
    );
    assert_eq!(project.document("sprint-status.yaml").cloned(), before);
    assert_eq!(shown(&project), plan);
}

#[test]
fn stories_that_are_marked_have_their_status_in_the_simulation_and_after_it() {
    let mut project = sprint();
    let before = project.clone();
    let mut draft = words("drop 5-3");
    draft.statuses = vec![
        ("4-1".to_owned(), Status::Done),
        ("4-2".to_owned(), Status::InProgress),
    ];
    let back = apply(&mut project, &draft);
    assert_eq!(shown(&project), "1: 4-2 4-3 | 2: 5-1 5-2");
    let text = &project.documents[1].text;
    assert!(text.contains("4-1-d: done") && text.contains("4-2-e: in-progress # later"));
    project.apply(back).expect("it fits");
    assert_eq!(project, before);
}

#[test]
fn scenarios_are_kept_by_name_and_forgotten() {
    let mut project = sprint();
    let scenario = |name: &str, text: &str| Event::KeepScenario {
        scenario: Box::new(Scenario {
            name: name.to_owned(),
            draft: words(text),
        }),
    };
    let mut backs = Vec::new();
    let mut states = vec![project.clone()];
    for event in [
        scenario("b", "drop 5-1"),
        scenario("a", "drop 5-2"),
        scenario("b", "drop 5-3"),
        Event::ForgetScenario {
            name: "a".to_owned(),
        },
        Event::ForgetScenario {
            name: "z".to_owned(),
        },
        Event::TakeBackCorrection,
    ] {
        backs.push(project.apply(event).expect("it fits"));
        states.push(project.clone());
    }
    let names: Vec<&str> = project.scenarios.iter().map(|s| s.name.as_str()).collect();
    assert_eq!(names, ["b"]);
    for back in backs.into_iter().rev() {
        assert_eq!(Some(&project), states.pop().as_ref());
        project.apply(back).expect("it fits");
    }
    assert_eq!(Some(&project), states.pop().as_ref());
}

/// Stories of three epics with statuses, needs and files by dice.
fn any_project(dice: &[(u8, u8, u8)], epics: bool) -> Project {
    let mut text = String::new();
    let mut file = String::from("development_status:\n");
    for (at, (status, need, path)) in dice.iter().enumerate() {
        let (epic, story) = (at / 3 + 1, at % 3 + 1);
        if story == 1 {
            text.push_str(&format!("## Epic {epic}: E\n\n"));
        }
        text.push_str(&format!("### Story {epic}.{story}: S\n\n"));
        let before = usize::from(*need);
        // Some wait for a later one: that closes circles.
        if before < dice.len() && before != at && (before < at || need % 4 == 0) {
            let (epic, story) = (before / 3 + 1, before % 3 + 1);
            text.push_str(&format!("**Dependencies:** Story {epic}.{story}\n\n"));
        }
        if *path < 3 {
            text.push_str(&format!("**Files to modify:** `src/{path}.rs`\n\n"));
        }
        let word = match status {
            0 | 1 => "done",
            2 => "in-progress",
            3 => "deferred",
            // Known from the epics only.
            4 => continue,
            _ => "backlog",
        };
        file.push_str(&format!("  {epic}-{story}-s: {word} # {at}\n"));
    }
    let mut project = Project::default();
    project.settings.plan.epics = epics.then(|| "1-2".to_owned());
    let documents = vec![
        Document::new("epics.md", text),
        Document::new("sprint-status.yaml", file),
    ];
    project
        .apply(Event::PutDocuments { documents })
        .expect("paths are free");
    project
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(crate::correct::properties::cases()))]

    /// What was agreed on is what is derived, correction after correction; and back to the byte.
    #[test]
    fn the_agreed_plan_is_the_derived_one_and_undo_restores_every_byte(
        dice in proptest::collection::vec((0..9u8, 0..20u8, 0..8u8), 3..12),
        asked in proptest::collection::vec((0..9u8, 0..12usize, 0..12usize, 0..3u8, 1..5u32), 1..5),
        epics in proptest::prelude::any::<bool>(),
    ) {
        let mut project = any_project(&dice, epics);
        let mut states = vec![project.clone()];
        let mut backs = Vec::new();
        for (what, one, other, rule, batch) in asked {
            let key = |at: usize| {
                let at = at % dice.len();
                format!("{}-{}", at / 3 + 1, at % 3 + 1)
            };
            let mut draft = words(match what {
                0 => "prioritise epic 2",
                1 => "1-2 before 1-1; freeze 2-1",
                _ => "",
            });
            let trigger = &mut draft.trigger;
            trigger.drop_rule = DropRule::ALL[usize::from(rule)];
            match what {
                2 | 3 => trigger.dropped_stories = vec![key(one)],
                4 => trigger.added_stories = vec![key(one)],
                5 => trigger.moves = vec![ToBatch { story: key(one), batch }],
                6 => trigger.order = vec![key(one), key(other)],
                7 => draft.statuses = vec![(key(one), Status::InProgress)],
                8 => draft.texts = vec![Document::new("n.md", format!("### Story 9.{one}: New\n\n**Dependencies:** Story {}\n", key(other).replace('-', ".")))],
                _ => {}
            }
            let Ok(made) = simulated(&project, &draft) else { continue };
            backs.push(project.apply(made.event).expect("it fits"));
            states.push(project.clone());
            let derived = derived(&project);
            let executed = Executed::of(derived.plan.as_ref().expect("a plan"), &derived.backlog);
            proptest::prop_assert_eq!(executed, made.applied.after, "{:?}", project.corrections);
            let codes: Vec<&str> = derived.diagnostics.iter().map(|found| found.code.as_str()).collect();
            proptest::prop_assert!(!codes.contains(&"SL0308") && !codes.contains(&"SL0309"), "{:?}", codes);
        }
        while let Some(back) = backs.pop() {
            proptest::prop_assert_eq!(Some(project.clone()), states.pop());
            project.apply(back).expect("it fits");
        }
        proptest::prop_assert_eq!(Some(project.clone()), states.pop());
    }
}

#[test]
fn what_holds_a_corrected_sprint_and_the_other_strategy_start_from_the_plan_that_is_shown() {
    let mut project = sprint();
    let draft = words("do 5-3 first");
    let applied = simulated(&project, &draft).expect("it can be corrected");
    project.apply(applied.event).expect("it fits");
    let derived = derived(&project);
    let shown = derived.plan.as_ref().expect("a plan");
    let ids = |plan: &crate::plan::Plan| plan.batches.iter().map(|one| one.id).collect::<Vec<_>>();
    let settings = project.settings.plan.clone();
    let same = derived.plan_with(&project, &settings).expect("a plan");
    assert_eq!(
        same.batches, shown.batches,
        "the same settings change nothing"
    );
    let larger = PlanSettings {
        batch_size: settings.batch_size + 1,
        ..settings
    };
    let larger = derived.plan_with(&project, &larger).expect("a plan");
    assert_eq!(ids(&larger).first(), ids(shown).first());
    // Nothing that is finished or was dropped can hold what is left.
    for found in derived.bottlenecks(&project).expect("a plan") {
        assert!(
            found.batches + found.saved <= shown.batches.len(),
            "{found:?}"
        );
    }
}

#[test]
fn what_is_in_progress_is_no_pin_that_could_be_let_go() {
    let mut project = sprint();
    let applied = simulated(&project, &words("drop 5-1")).expect("it can be corrected");
    project.apply(applied.event).expect("it fits");
    let mut readings = Readings::default();
    let before = derive(&project, &mut readings);
    let set = set_status(
        &project,
        &readings,
        &before.backlog,
        "5-3",
        Status::InProgress,
    );
    project
        .apply(set.expect("it is there").event)
        .expect("it fits");
    let derived = derived(&project);
    assert_eq!(
        derived
            .backlog
            .stories
            .iter()
            .filter(|story| story.status == Status::InProgress)
            .count(),
        1
    );
    let found = derived.bottlenecks(&project).expect("a plan");
    assert!(
        found
            .iter()
            .all(|one| !matches!(one.held_by, crate::plan::HeldBy::Pin { .. }))
    );
}
