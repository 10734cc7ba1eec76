//! What each setting does, on backlogs small enough to see it.

use super::tests::{batches, planned};
use super::*;
use crate::backlog::Effort;
use crate::graph::{self, GraphRules, LeftOut};
use crate::written::backlog;

fn pin(story: &str, batch: u32) -> Pin {
    Pin {
        story: story.to_owned(),
        batch,
    }
}

#[test]
fn stories_without_files_are_kept_apart_as_the_setting_says() {
    let rows = "1-1\n1-2\n1-3 @ a\n2-1";
    let with = |unknown_files| {
        let settings = PlanSettings {
            unknown_files,
            ..PlanSettings::default()
        };
        batches(rows, &settings)
    };
    assert_eq!(with(UnknownFiles::NoConflicts), "1-1 1-2 | 1-3 2-1");
    assert_eq!(with(UnknownFiles::Alone), "1-1 | 1-2 | 1-3 | 2-1");
    assert_eq!(with(UnknownFiles::ApartInEpic), "1-1 1-3 | 1-2 2-1");
}

#[test]
fn a_batch_stays_within_its_tokens_and_a_story_over_them_is_alone() {
    let settings = PlanSettings {
        batch_tokens: Some(130_000),
        sprint_tokens: Some(200_000),
        ..PlanSettings::default()
    };
    // 60,000 tokens a story; the last one has 140,000.
    let (_, _, plan) = planned("1-1\n1-2\n1-3\n1-4\n1-5 c=9", &settings);
    let tokens: Vec<u64> = plan.batches.iter().map(|batch| batch.tokens).collect();
    assert_eq!(tokens, [120_000, 120_000, 140_000]);
    assert_eq!(plan.over_budget, [4]);
    assert!(plan.proof.optimal);
    let line = plan.sprint.expect("a budget is set");
    assert_eq!((line.batches, line.tokens), (1, 120_000));
}

#[test]
fn stories_of_an_epic_keep_their_order_where_that_is_set() {
    let rows = "1-1\n1-2\n2-1\n2-2";
    let with = |epic_order| {
        let settings = PlanSettings {
            epic_order,
            ..PlanSettings::default()
        };
        batches(rows, &settings)
    };
    assert_eq!(with(EpicOrder::Free), "1-1 1-2 | 2-1 2-2");
    assert_eq!(with(EpicOrder::Soft), "1-1 2-1 | 1-2 2-2");
    assert_eq!(with(EpicOrder::Hard), "1-1 2-1 | 1-2 2-2");
    let hard = PlanSettings {
        epic_order: EpicOrder::Hard,
        ..PlanSettings::default()
    };
    // What a dependency says goes before the order.
    let (_, _, plan) = planned("1-1 <- 1-2\n1-2\n1-3", &hard);
    assert_eq!(plan.batches.len(), 2);
    assert_eq!(plan.out_of_order, [(0, 1)]);
}

#[test]
fn a_pinned_story_stands_where_it_is_put() {
    let settings = PlanSettings {
        pins: vec![pin("1-1", 2)],
        ..PlanSettings::default()
    };
    let rows = "1-1\n1-2\n1-3\n1-4";
    assert_eq!(batches(rows, &settings), "1-2 1-3 | 1-1 1-4");
    let (backlog, graph, plan) = planned(rows, &settings);
    assert_eq!(
        plan.reasons(&backlog, &graph, &settings, 0),
        [Reason::Pinned]
    );
}

#[test]
fn a_pin_that_cannot_be_is_refused_with_its_reason() {
    let rows = "1-1 @ a\n1-2 <- 1-1\n1-3 @ a\n1-4 done";
    for (pins, refused) in [
        (
            vec![pin("1-2", 1)],
            "1-2: what it waits for takes until batch 1",
        ),
        (vec![pin("1-4", 1)], "1-4: it is not planned"),
        (vec![pin("9-9", 1)], "9-9: it is not planned"),
        (vec![pin("1-1", 0)], "1-1: there is no batch of that number"),
        (vec![pin("1-1", 7)], "1-1: there is no batch of that number"),
        (
            vec![pin("1-1", 1), pin("1-3", 1)],
            "1-3: 1-1 is pinned there and touches a common file",
        ),
        (
            vec![pin("1-1", 2), pin("1-2", 2)],
            "1-2: 1-1 is pinned to a batch that leaves no time between them",
        ),
    ] {
        let settings = PlanSettings {
            pins,
            ..PlanSettings::default()
        };
        let (backlog, graph, plan) = planned(rows, &settings);
        let told: Vec<String> = plan
            .refused
            .iter()
            .map(|pin| format!("{}: {}", pin.story, pin.reason))
            .collect();
        assert_eq!(told, [refused]);
        let codes: Vec<Code> = plan
            .diagnostics(&backlog, &graph)
            .iter()
            .map(|diagnostic| diagnostic.code)
            .collect();
        assert!(codes.contains(&Code::RefusedPin), "{refused}");
    }
}

#[test]
fn points_are_the_weight_where_that_is_set_and_the_median_fills_gaps() {
    let mut backlog = backlog("1-1 c=1\n1-2 c=1\n1-3 c=9\n1-4 c=9");
    for (story, tenths) in backlog.stories.iter_mut().zip([80, 25, 30]) {
        story.effort = Some(Effort {
            points_tenths: Some(tenths),
            text: String::new(),
        });
    }
    let settings = PlanSettings {
        effort: EffortSource::Points,
        ..PlanSettings::default()
    };
    assert_eq!(settings.complexities(&backlog), [8, 3, 3, 3]);
    assert_eq!(PlanSettings::default().complexities(&backlog), [1, 1, 9, 9]);
}

#[test]
fn bottlenecks_say_what_would_be_saved() {
    let told = |rows: &str, settings: &PlanSettings| {
        let (backlog, graph, plan) = planned(rows, settings);
        bottlenecks(&backlog, &graph, settings, &plan)
            .expect("a plan")
            .iter()
            .map(|found| crate::write::bottleneck_sentence(&backlog, found))
            .collect::<Vec<_>>()
    };
    let usual = PlanSettings::default();
    assert_eq!(
        told("1-1 @ a\n1-2 @ a\n1-3 @ a\n1-4 @ a", &usual),
        ["split the work on a: 2 batches fewer"]
    );
    assert_eq!(
        told("1-1\n1-2\n1-3\n1-4", &usual),
        ["put 4 stories into a batch: 1 batch fewer"]
    );
    assert_eq!(
        told("1-1\n1-2 <- 1-1\n1-3 <- 1-2", &usual),
        [
            "let 1-2 not wait for 1-1: 1 batch fewer",
            "let 1-3 not wait for 1-2: 1 batch fewer"
        ]
    );
    assert_eq!(
        told("1-1\n1-2 <- 1-1\n2-1 <- epic-1\n2-2 <- 2-1", &usual),
        [
            "let single stories wait instead of all of Epic 1: 2 batches fewer",
            "let 1-2 not wait for 1-1: 1 batch fewer",
            "let 2-2 not wait for 2-1: 1 batch fewer"
        ]
    );
    let pinned = PlanSettings {
        pins: vec![pin("1-1", 2)],
        ..PlanSettings::default()
    };
    assert_eq!(
        told("1-1\n1-2", &pinned),
        ["let 1-1 go where it fits: 1 batch fewer"]
    );
}

#[test]
fn the_user_chooses_where_a_circle_is_broken() {
    let backlog = backlog("1-1 <- 1-3\n1-2 <- 1-1\n1-3 <- 1-2");
    let broken = |left_out: &[(&str, &str)]| {
        let rules = GraphRules {
            left_out: left_out
                .iter()
                .map(|(dependent, dependency)| LeftOut {
                    dependent: (*dependent).to_owned(),
                    dependency: (*dependency).to_owned(),
                })
                .collect(),
            ..GraphRules::default()
        };
        let (graph, _) = graph::build(&backlog, &rules);
        let broken = graph.edges.iter().filter(|edge| edge.broken);
        broken
            .map(|edge| (edge.dependent, edge.dependency))
            .collect::<Vec<_>>()
    };
    assert_eq!(broken(&[]), [(0, 2)]);
    assert_eq!(broken(&[("1-2", "1-1")]), [(1, 0)]);
    assert_eq!(broken(&[("9-9", "1-1")]), [(0, 2)], "a wish for nothing");
}

#[test]
fn two_strategies_are_compared_by_what_tells_them_apart() {
    let rows = "1-1 @ a\n1-2 @ a\n2-1 @ b\n2-2 @ b\n3-1 @ c\n3-2 @ c";
    let (backlog, _, balanced) = planned(rows, &PlanSettings::default());
    let (_, _, sequential) = planned(
        rows,
        &PlanSettings {
            strategy: Strategy::Sequential,
            ..PlanSettings::default()
        },
    );
    let found = compare(&balanced, &sequential, &backlog.priority_ranks());
    assert_eq!(found.batches, (2, 4));
    assert_eq!(found.squares, (18, 10));
    assert_eq!(found.out_of_order, (3, 0));
    let moved: Vec<usize> = found.moved.iter().map(|(story, ..)| *story).collect();
    assert_eq!(moved, [2, 3, 4, 5]);
}

#[test]
fn the_ownership_map_begins_with_the_hottest_path() {
    let (_, graph, plan) = planned(
        "1-1 done @ a\n1-2 done @ a\n1-3 @ a b\n1-4 @ b",
        &PlanSettings::default(),
    );
    let owned: Vec<(String, usize, usize)> = ownership(&graph, &plan)
        .into_iter()
        .map(|owned| (owned.path, owned.stories.len(), owned.planned))
        .collect();
    assert_eq!(owned, [("b".to_owned(), 2, 2), ("a".to_owned(), 3, 1)]);
}
