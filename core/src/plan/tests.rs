use super::*;
use crate::graph::{self, GraphRules};
use crate::written::backlog;

/// Builds, plans and hands everything back; a plan that fails fails the test.
pub(super) fn planned(rows: &str, settings: &PlanSettings) -> (Backlog, Graph, Plan) {
    let backlog = backlog(rows);
    let (graph, _) = graph::build(&backlog, &GraphRules::default());
    let plan = plan(&backlog, &graph, settings).unwrap_or_else(|error| panic!("{rows}\n{error}"));
    (backlog, graph, plan)
}

/// The batches as `1-1 1-2 | 1-3`.
pub(super) fn batches(rows: &str, settings: &PlanSettings) -> String {
    let (backlog, _, plan) = planned(rows, settings);
    let name = |batch: &Batch| {
        batch
            .stories
            .iter()
            .map(|&s| backlog.stories[s].key.to_string())
            .collect::<Vec<_>>()
            .join(" ")
    };
    plan.batches
        .iter()
        .map(name)
        .collect::<Vec<_>>()
        .join(" | ")
}

fn sequential() -> PlanSettings {
    PlanSettings {
        strategy: Strategy::Sequential,
        ..PlanSettings::default()
    }
}

#[test]
fn stories_that_do_not_touch_each_other_stay_in_reading_order() {
    let rows = "1-1\n1-2\n1-3\n1-4\n1-5";
    assert_eq!(
        batches(rows, &PlanSettings::default()),
        "1-1 1-2 1-3 | 1-4 1-5"
    );
    assert_eq!(batches(rows, &sequential()), "1-1 1-2 1-3 | 1-4 1-5");
}

#[test]
fn dependents_stand_in_later_batches_and_collisions_apart() {
    for settings in [PlanSettings::default(), sequential()] {
        assert_eq!(batches("1-1\n1-2 <- 1-1", &settings), "1-1 | 1-2");
        assert_eq!(
            batches("1-1 @ a\n1-2 @ a\n1-3 @ a", &settings),
            "1-1 | 1-2 | 1-3"
        );
        assert_eq!(
            batches("1-1 done\n1-2 <- 1-1\n1-3 dropped", &settings),
            "1-2"
        );
    }
}

#[test]
fn balanced_packs_what_sequential_strings_out() {
    let rows = "1-1 @ a\n1-2 @ a\n2-1 @ b\n2-2 @ b\n3-1 @ c\n3-2 @ c";
    assert_eq!(
        batches(rows, &sequential()),
        "1-1 | 1-2 2-1 | 2-2 3-1 | 3-2"
    );
    assert_eq!(
        batches(rows, &PlanSettings::default()),
        "1-1 2-1 3-1 | 1-2 2-2 3-2"
    );
}

#[test]
fn load_is_even_where_the_number_of_batches_allows() {
    let (_, _, plan) = planned(
        "1-1 c=8\n1-2 c=7\n1-3 c=2\n1-4 c=1",
        &PlanSettings {
            batch_size: 2,
            ..PlanSettings::default()
        },
    );
    assert_eq!(
        plan.batches
            .iter()
            .map(|b| b.complexity)
            .collect::<Vec<_>>(),
        [9, 9]
    );
}

#[test]
fn declared_priority_goes_before_document_order() {
    assert_eq!(
        batches(
            "1-1\n1-2 p0\n1-3\n1-4 p1",
            &PlanSettings {
                batch_size: 2,
                ..PlanSettings::default()
            }
        ),
        "1-2 1-4 | 1-1 1-3"
    );
}

#[test]
fn the_proof_names_what_binds() {
    let reason = |rows: &str| {
        let (backlog, _, plan) = planned(rows, &PlanSettings::default());
        let reason = crate::write::bound_sentence(&backlog, &plan.proof.reason);
        format!("{} {} {reason}", plan.proof.lower_bound, plan.proof.optimal)
    };
    assert_eq!(reason(""), "0 true there is nothing to plan");
    assert_eq!(reason("1-1"), "1 true 1-1 needs a batch");
    assert_eq!(
        reason("1-1\n1-2\n1-3\n1-4"),
        "2 true 4 stories, 3 to a batch"
    );
    assert_eq!(
        reason("1-1\n1-2 <- 1-1\n1-3 <- 1-2"),
        "3 true the chain 1-1 → … → 1-3 has 3 stories"
    );
    assert_eq!(
        reason("1-1 @ a\n1-2 @ a\n1-3"),
        "2 true a is touched by 2 stories"
    );
    assert_eq!(
        reason("1-1\n1-2 <- 1-1"),
        "2 true the chain 1-1 → 1-2 has 2 stories"
    );
    assert_eq!(
        reason(
            "1-1\n1-2 @ a <- 1-1"
                .replace(" @ a <- 1-1", " <- 1-1 @ a")
                .as_str()
        ),
        "2 true the chain 1-1 → 1-2 has 2 stories"
    );
    assert_eq!(
        reason("1-1\n1-2 <- 1-1 @ a\n1-3 <- 1-1 @ a\n1-4 <- 1-1 @ a"),
        "4 true a is touched by 3 stories, with 1 batch before them"
    );
    assert_eq!(
        reason("1-1\n1-2 <- 1-1\n1-3 <- 1-1\n1-4 <- 1-1\n1-5 <- 1-1"),
        "3 true 4 stories, 3 to a batch, with 1 batch before them"
    );
}

#[test]
fn registry_files_bind_unless_the_user_lets_them_only_warn() {
    let rows = "1-1 @ package.json\n1-2 @ package.json\n1-3 @ package.json a\n1-4 @ a";
    assert_eq!(planned(rows, &PlanSettings::default()).2.batches.len(), 3);
    let lenient = PlanSettings {
        registry: RegistryRule::Warn,
        ..PlanSettings::default()
    };
    assert_eq!(batches(rows, &lenient), "1-1 1-3 | 1-2 1-4");
    // Inside a directory that another story has, an ordinary file binds beside a registry file.
    let rows = "1-1 @ src/\n1-2 @ src/index.ts src/lamp.ts\n1-3 @ src/index.ts";
    assert_eq!(batches(rows, &lenient), "1-1 | 1-2 1-3");
}

#[test]
fn chosen_epics_are_planned_and_what_they_wait_for_is_told() {
    let settings = PlanSettings {
        epics: Some("epic 2".to_owned()),
        ..PlanSettings::default()
    };
    let (backlog, graph, plan) =
        planned("1-1\n1-2 done\n2-1 <- 1-1, 1-2\n2-2 <- epic-1", &settings);
    assert_eq!(plan.total_stories(), 2);
    let told: Vec<String> = plan
        .diagnostics(&backlog, &graph)
        .into_iter()
        .map(|d| d.message)
        .collect();
    assert_eq!(
        told,
        [
            "Story 2-1 waits for 1-1, which is backlog and not in this plan",
            "Story 2-2 waits for 1-1, which is backlog and not in this plan",
        ]
    );
}

#[test]
fn every_place_has_its_reason() {
    let rows = "1-1 @ a\n1-2 <- 1-1\n1-3 @ a\n1-4\n1-5\n1-6";
    let (backlog, graph, plan) = planned(rows, &sequential());
    let why = |story: usize| plan.reasons(&backlog, &graph, &sequential(), story);
    assert_eq!(why(0), [Reason::First]);
    assert_eq!(why(1), [Reason::WaitsFor { story: 0 }]);
    let shares = Reason::ConflictsWith {
        story: 0,
        path: "a".to_owned(),
    };
    assert_eq!(why(2), [shares]);
    assert_eq!(why(4), [Reason::BatchFull]);
}

#[test]
fn a_batch_size_outside_the_limits_is_refused() {
    let backlog = backlog("1-1");
    let (graph, _) = graph::build(&backlog, &GraphRules::default());
    for size in [0, 21] {
        let settings = PlanSettings {
            batch_size: size,
            ..PlanSettings::default()
        };
        assert_eq!(
            plan(&backlog, &graph, &settings),
            Err(PlanError::BatchSize(size))
        );
    }
}
