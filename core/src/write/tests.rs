use super::*;
use crate::backlog::Backlog;
use crate::correct::{Sprint, Trigger, correct};
use crate::graph::{self, Graph, GraphRules};
use crate::plan::{self, Plan, PlanError, PlanSettings};
use crate::workflow::RunState;
use crate::written::backlog;

fn planned(rows: &str, settings: &PlanSettings) -> (Backlog, Graph, Result<Plan, PlanError>) {
    let backlog = backlog(rows);
    let (graph, _) = graph::build(&backlog, &GraphRules::default());
    let plan = plan::plan(&backlog, &graph, settings);
    (backlog, graph, plan)
}

fn message(rows: &str) -> String {
    let (backlog, graph, plan) = planned(rows, &PlanSettings::default());
    batch_plan_ready(
        "sprint-xxx",
        &backlog,
        &graph,
        &plan.expect("these rows plan"),
    )
}

fn return_value(rows: &str, settings: &PlanSettings) -> String {
    let (backlog, graph, plan) = planned(rows, settings);
    plan_return_value("sprint-xxx", &backlog, &graph, settings, &plan)
}

const EXAMPLE: &str = "3-1\n3-2\n3-3\n4-1\n4-2 <- 3-3\n4-3\n5-1\n5-2\n5-3";

#[test]
fn the_specified_example_comes_out_field_for_field() {
    insta::assert_snapshot!(message(EXAMPLE), @r#"
    {
      "msg_type": "BATCH_PLAN_READY",
      "session_id": "sprint-xxx",
      "total_stories": 9,
      "batches": [
        { "batch_id": 1, "stories": ["3-1", "3-2", "3-3"] },
        { "batch_id": 2, "stories": ["4-1", "4-2", "4-3"] },
        { "batch_id": 3, "stories": ["5-1", "5-2", "5-3"] }
      ],
      "dependency_graph": {
        "4-2": { "depends_on": ["3-3"] }
      }
    }
    "#);
    insta::assert_snapshot!(return_value(EXAMPLE, &PlanSettings::default()), @r"
    status: plan-ready
    session_id: sprint-xxx
    mode: plan
    results:
      total_stories: 9
      total_batches: 3
      batch_size: 3
      dependency_count: 1
      file_overlap_groups: 0
      lower_bound: 3
      bound_reason: 9 stories, 3 to a batch
      optimal: true
    errors: []
    ");
}

#[test]
fn an_empty_plan_is_a_plan() {
    insta::assert_snapshot!(message("1-1 done"), @r#"
    {
      "msg_type": "BATCH_PLAN_READY",
      "session_id": "sprint-xxx",
      "total_stories": 0,
      "batches": [],
      "dependency_graph": {}
    }
    "#);
}

#[test]
fn the_dependency_graph_holds_planned_stories_only_and_whole_epics_by_their_stories() {
    let text = message("1-1 done\n1-2\n1-10\n2-1 <- epic-1, 1-1\n2-2 <- 2-1?");
    assert!(
        text.contains(
            "\"dependency_graph\": {\n    \"2-1\": { \"depends_on\": [\"1-2\", \"1-10\"] }\n  }"
        ),
        "{text}"
    );
}

#[test]
fn overlap_groups_are_joined_over_common_stories() {
    let value = return_value(
        "1-1 @ a\n1-2 @ a b\n1-3 @ b\n1-4 @ c/\n1-5 @ c/d\n1-6 @ e\n1-7 done @ e",
        &PlanSettings::default(),
    );
    assert!(value.contains("file_overlap_groups: 2\n"), "{value}");
}

#[test]
fn a_failed_plan_says_why_in_a_sentence() {
    let settings = PlanSettings {
        epics: Some("epic 9".to_owned()),
        ..PlanSettings::default()
    };
    insta::assert_snapshot!(return_value("1-1", &settings), @r"
    status: plan-failed
    session_id: sprint-xxx
    mode: plan
    results:
      total_stories: 0
      total_batches: 0
      batch_size: 3
      dependency_count: 0
      file_overlap_groups: 0
    errors:
      - cannot read “epic 9” as a choice of epics; there are 1.
    ");
}

#[test]
fn a_session_id_cannot_break_the_files() {
    let (backlog, graph, plan) = planned("1-1", &PlanSettings::default());
    let id = "a\"b\\c\n: #";
    let json = batch_plan_ready(id, &backlog, &graph, plan.as_ref().expect("plans"));
    assert!(json.contains(r#""session_id": "a\"b\\c\n: #","#), "{json}");
    let yaml = plan_return_value(id, &backlog, &graph, &PlanSettings::default(), &plan);
    assert!(yaml.contains(r#"session_id: "a\"b\\c\n: #""#), "{yaml}");
}

#[test]
fn a_fresh_run_skips_the_phases_before_its_first() {
    let gates = 0b01_0010;
    let start = RunState::new("3-1", "2026-02-11T09:00:00Z", 3, 5, gates);
    insta::assert_snapshot!(state_md(&start), @r#"
    # Workflow state: 3-1

    ```yaml
    story_id: 3-1
    workflow_version: 1.0
    started_at: "2026-02-11T09:00:00Z"
    current_phase: 3
    from_phase: 3
    to_phase: 5
    approve_phases: [elab, qa]

    phases:
      1_pm:
        status: skipped
        signal: null
        completed_at: null
        tokens_used: null
      2_elab:
        status: skipped
        signal: null
        completed_at: null
        tokens_used: null
      3_implement:
        status: pending
        signal: null
        completed_at: null
        tokens_used: null
      4_review:
        status: pending
        signal: null
        completed_at: null
        tokens_used: null
      5_qa:
        status: pending
        signal: null
        completed_at: null
        tokens_used: null
      6_done:
        status: pending
        signal: null
        completed_at: null
        tokens_used: null

    last_error: null
    resume_from: null
    ```
    "#);
}

/// The correction of a sprint in which epic 3 is done, as the message, the return value and the
/// proposal.
fn correction(words: &str) -> [String; 3] {
    let rows = "3-1 done\n3-2 done\n3-3 done\n4-1\n4-2 <- 3-3\n4-3\n5-1\n5-2 <- 4-1\n5-3";
    let backlog = backlog(rows);
    let rules = GraphRules::default();
    let (graph, _) = graph::build(&backlog, &rules);
    let settings = PlanSettings::default();
    let sprint = Sprint {
        backlog: &backlog,
        graph: &graph,
        rules: &rules,
        settings: &settings,
        executed: None,
    };
    let trigger = Trigger {
        reason: "user_request".to_owned(),
        user_input: words.to_owned(),
        current_batch_id: Some(2),
        ..Trigger::default()
    };
    let made = correct(&sprint, &trigger);
    let value = correction_return_value("sprint-xxx", &trigger.reason, &made);
    match made {
        Ok(made) => [
            course_correction("sprint-xxx", &backlog, &made),
            value,
            change_proposal("sprint-xxx", "2026-01-31", &backlog, &made),
        ],
        Err(_) => [String::new(), value, String::new()],
    }
}

#[test]
fn the_specified_correction_comes_out_field_for_field() {
    let [message, value, _] = correction("do 4-3 first");
    insta::assert_snapshot!(message);
    insta::assert_snapshot!(value);
}

#[test]
fn a_proposal_has_its_five_sections_filled() {
    let [_, _, proposal] = correction("drop 4-1; paint it blue");
    insta::assert_snapshot!(proposal);
}

#[test]
fn a_correction_that_cannot_be_says_every_reason() {
    let [_, value, _] = correction("drop 9-9 and drop 3-1");
    insta::assert_snapshot!(value);
}
