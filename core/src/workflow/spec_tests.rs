//! One test for every row of the specification's tables of phases, artifacts, signals and arguments.

use super::*;
use crate::write;
use crate::written::backlog;

pub(super) fn started(command: &str) -> RunState {
    let command = parse_command(command).expect("a command of the specification");
    let event = RunEvent::Started {
        story_id: command.story,
        from: command.from,
        to: command.to,
        approve: command.approve,
        at: "2026-02-11T09:00:00Z".to_owned(),
    };
    step(None, &event).expect("it starts")
}

pub(super) fn says(run: RunState, text: &str) -> RunState {
    let event = RunEvent::Output {
        text: text.to_owned(),
        at: "2026-02-11T10:00:00Z".to_owned(),
        tokens: None,
    };
    step(Some(run), &event).expect("a phase runs")
}

/// A run in which this phase runs.
pub(super) fn at_phase(number: u8) -> RunState {
    started(&format!("/scrum-master STORY-007 --from={number}"))
}

fn check_phase(number: u8, name: &str, command: Option<&str>, signal: &str) {
    let row = &PHASES[usize::from(number) - 1];
    assert_eq!((row.number, row.name), (number, name));
    assert_eq!((row.command, row.success_signal), (command, signal));
    let run = if command.is_some() {
        says(at_phase(number), &format!("Work.\n\n{signal}\n"))
    } else {
        at_phase(number)
    };
    let phase = run.phase(number).expect("a phase");
    assert_eq!(phase.status, PhaseStatus::Complete);
    assert_eq!(phase.signal.as_deref(), Some(signal));
    assert!(phase.completed_at.is_some());
}

#[test]
fn phase_1_pm_generate() {
    check_phase(1, "PM Generate", Some("/pm-story generate"), "PM COMPLETE");
}

#[test]
fn phase_2_elaboration() {
    check_phase(2, "Elaboration", Some("/elab-story"), "ELAB PASS");
}

#[test]
fn phase_3_implementation() {
    let command = Some("/dev-implement-story");
    check_phase(3, "Implementation", command, "DOCUMENTATION COMPLETE");
}

#[test]
fn phase_4_code_review() {
    check_phase(
        4,
        "Code Review",
        Some("/dev-code-review"),
        "CODE REVIEW PASS",
    );
}

#[test]
fn phase_5_qa_verify() {
    check_phase(5, "QA Verify", Some("/qa-verify-story"), "QA PASS");
}

#[test]
fn phase_6_done_is_a_status_update() {
    check_phase(6, "Done", None, "WORKFLOW COMPLETE");
}

fn files_of(events: Vec<RunEvent>) -> Vec<write::WrittenFile> {
    let run = Run {
        story_id: "STORY-007".to_owned(),
        origin: None,
        events,
    };
    write::workflow_files(&run, &fold(&run), None)
}

fn start_and_capture() -> Vec<RunEvent> {
    let at = || "2026-02-11T09:00:00Z".to_owned();
    vec![
        RunEvent::Started {
            story_id: "STORY-007".to_owned(),
            from: None,
            to: None,
            approve: Some(0b01_0010),
            at: at(),
        },
        RunEvent::Output {
            text: "Story written.\nPM COMPLETE".to_owned(),
            at: at(),
            tokens: Some(tokens::Tokens::thousands(41)),
        },
    ]
}

fn file(name: &str) -> String {
    let path = format!("plans/stories/STORY-007/_workflow/{name}");
    let files = files_of(start_and_capture());
    let found = files.into_iter().find(|file| file.path == path);
    found.expect("a file of that name").text
}

#[test]
fn artifact_state_md_holds_state_status_and_resume_point() {
    let text = file("STATE.md");
    assert!(text.contains("\ncurrent_phase: 2\n"), "{text}");
    assert!(
        text.contains("  1_pm:\n    status: complete\n    signal: PM COMPLETE\n"),
        "{text}"
    );
    assert!(
        text.contains("  2_elab:\n    status: awaiting_approval\n"),
        "{text}"
    );
    assert!(text.contains("\nresume_from: null\n"), "{text}");
}

#[test]
fn artifact_agent_context_md_holds_the_context() {
    insta::assert_snapshot!(file("AGENT-CONTEXT.md"), @r"
    # Agent context: STORY-007

    ```yaml
    feature_dir: plans
    story_id: STORY-007
    story_path: plans/stories/STORY-007/STORY-007.md
    workflow_path: plans/stories/STORY-007/_workflow
    state_path: plans/stories/STORY-007/_workflow/STATE.md
    current_phase: 2
    from_phase: 1
    to_phase: 6
    approve_phases: [elab, qa]
    dry_run: false
    ```
    ");
}

#[test]
fn artifact_phase_n_output_md_holds_the_captured_output() {
    assert_eq!(file("PHASE-1-OUTPUT.md"), "Story written.\nPM COMPLETE");
    assert_eq!(files_of(start_and_capture()).len(), 3);
}

#[test]
fn signal_setup_failed_says_why() {
    for (command, message) in [
        ("/scrum-master", "Story ID is missing"),
        (
            "/scrum-master STORY-007 --from=4 --to=2",
            "invalid phase range: --from=4 is above --to=2",
        ),
        (
            "/scrum-master STORY-007 --from=0",
            "invalid phase range: --from must be a phase from 1 to 6, not 0",
        ),
        (
            "/scrum-master STORY-007 --to=7",
            "invalid phase range: --to must be a phase from 1 to 6, not 7",
        ),
        (
            "/scrum-master STORY-007 --from=two",
            "invalid phase range: --from must be a phase from 1 to 6, not two",
        ),
        (
            "/scrum-master STORY-007 --from=",
            "invalid phase range: --from must be a phase from 1 to 6, not nothing",
        ),
        (
            "/scrum-master STORY-007 --approve=elab,lunch",
            "unknown approve phase lunch; there are pm, elab, implement, review, qa, done",
        ),
        (
            "/scrum-master STORY-007 --fast",
            "unknown argument --fast; there are --from=N, --to=N, --approve=phases and --dry-run",
        ),
        (
            "/scrum-master STORY-007 --dry-run=yes",
            "unknown argument --dry-run=yes; there are --from=N, --to=N, --approve=phases and --dry-run",
        ),
        (
            "/scrum-master STORY-007 --from=2 --from=3",
            "--from is given twice",
        ),
        (
            "/scrum-master STORY-007 STORY-008",
            "one story at a time, not STORY-007 and STORY-008",
        ),
        (
            "/plan STORY-007",
            "the command is /scrum-master STORY-XXX [--from=N] [--to=N] [--approve=phases] [--dry-run]",
        ),
    ] {
        let error = parse_command(command).expect_err(command);
        assert_eq!(error.to_string(), message);
    }
    let missing = SetupError::StoryNotFound("STORY-404".to_owned());
    assert_eq!(missing.to_string(), "Story not found: STORY-404");
}

#[test]
fn signal_workflow_complete_when_all_phases_succeeded() {
    let run = says(at_phase(5), "QA PASS");
    assert_eq!(run.workflow_signal().as_deref(), Some("WORKFLOW COMPLETE"));
    assert_eq!(run.phases[5].status, PhaseStatus::Complete);
}

#[test]
fn signal_workflow_blocked_when_somebody_has_to_help() {
    let run = says(at_phase(3), "DEV BLOCKED: no access to the database");
    assert_eq!(
        run.workflow_signal().as_deref(),
        Some("WORKFLOW BLOCKED: no access to the database")
    );
    let stopped = step(Some(at_phase(3)), &RunEvent::Stopped).expect("it runs");
    assert_eq!(
        stopped.workflow_signal().as_deref(),
        Some("WORKFLOW BLOCKED: stopped by the user during phase 3 (Implementation)")
    );
}

#[test]
fn signal_workflow_failed_when_a_phase_failed() {
    let run = says(at_phase(3), "IMPLEMENTATION FAILED: does not compile");
    assert_eq!(
        run.workflow_signal().as_deref(),
        Some("WORKFLOW FAILED: IMPLEMENTATION FAILED: does not compile")
    );
}

#[test]
fn tokens_are_tracked_by_phase_and_the_report_has_total_and_cost() {
    let run = started("/scrum-master STORY-007");
    let run = says(run, "Tokens used: 41,200\nPM COMPLETE");
    let run = says(run, "ELAB PASS\n(input: 50k tokens, output: 7k tokens)");
    assert!(write::state_md(&run).contains("    tokens_used: ~41K\n"));
    assert!(write::state_md(&run).contains("    tokens_used: ~57K\n    tokens_output: ~7K\n"));
    assert_eq!(run.total_tokens(), 98);
    let prices = tokens::Prices {
        dated: "2026-02-01".to_owned(),
        ..tokens::Prices::default()
    };
    // 41K: a fifth written; 57K: 7K written.
    let cents = (41 * 300 * 4 + 41 * 1500) / 5 + 50 * 300 + 7 * 1500;
    assert_eq!(prices.of_run(&run), (cents + 500) / 1000);
    let report = write::run_report(&run, &prices);
    insta::assert_snapshot!(report, @r"
    # Workflow report: STORY-007

    | # | Phase | Status | Signal | Tokens |
    |---|---|---|---|---|
    | 1 | PM Generate | complete | PM COMPLETE | ~41K |
    | 2 | Elaboration | complete | ELAB PASS | ~57K |
    | 3 | Implementation | in progress | — | — |
    | 4 | Code Review | pending | — | — |
    | 5 | QA Verify | pending | — | — |
    | 6 | Done | pending | — | — |

    Total: ~98K tokens, estimated cost $0.48 at $3.00 in and $15.00 out for a million tokens (prices of 2026-02-01).
    ");
}

#[test]
fn argument_story_is_required_and_found_in_any_shape() {
    let backlog = backlog("3-1\n3-10\n0.5-1\nSTORY-007");
    for (typed, at) in [
        ("STORY-007", Some(3)),
        ("story-007", Some(3)),
        ("3-1", Some(0)),
        ("3.10", Some(1)),
        ("STORY-3-1", Some(0)),
        ("0.5-1", Some(2)),
        ("0.5.1", Some(2)),
        ("STORY-404", None),
        ("", None),
    ] {
        assert_eq!(find_story(&backlog, typed), at, "{typed}");
    }
}

#[test]
fn argument_from_skips_earlier_phases() {
    let run = started("STORY-007 --from=3");
    assert!(
        run.phases[..2]
            .iter()
            .all(|p| p.status == PhaseStatus::Skipped)
    );
    assert_eq!(run.outcome(), Outcome::Running(3));
}

#[test]
fn argument_to_stops_after_its_phase() {
    let run = says(
        says(started("STORY-007 --to=2"), "PM COMPLETE"),
        "ELAB PASS",
    );
    assert_eq!(run.outcome(), Outcome::Finished);
    assert_eq!(
        (run.phases[2].status, run.resume_from),
        (PhaseStatus::Pending, Some(3))
    );
}

#[test]
fn argument_approve_pauses_at_its_phases() {
    let run = started("STORY-007 --approve=elab,implement");
    assert_eq!(run.outcome(), Outcome::Running(1));
    let run = says(run, "PM COMPLETE");
    assert_eq!(run.outcome(), Outcome::Waiting(2));
    let at = || "now".to_owned();
    let go = step(Some(run.clone()), &RunEvent::Approved { at: at() }).expect("a gate");
    assert_eq!(go.outcome(), Outcome::Running(2));
    let skip = step(Some(run.clone()), &RunEvent::Skipped { at: at() }).expect("a gate");
    assert_eq!(skip.outcome(), Outcome::Waiting(3));
    let stop = step(Some(run), &RunEvent::Stopped).expect("a gate");
    assert_eq!(
        (stop.outcome(), stop.resume_from),
        (Outcome::Stopped(2), Some(2))
    );
}

#[test]
fn argument_dry_run_plans_without_running() {
    let command = parse_command("/scrum-master STORY-007 --dry-run --to=4 --approve=review");
    let command = command.expect("a command");
    assert!(command.dry_run);
    let run = RunState::new("STORY-007", "", 1, 4, command.approve.unwrap_or(0));
    let planned = tokens::dry_run(&run, &tokens::Estimates::learn(&[]), 100_000);
    insta::assert_snapshot!(write::dry_run_plan(&run, &planned, &tokens::Prices::default()), @r"
    # Dry run: STORY-007

    | # | Phase | Command | Gate | Tokens | Cost |
    |---|---|---|---|---|---|
    | 1 | PM Generate | `/pm-story generate STORY-007` |  | ~8K | $0.04 |
    | 2 | Elaboration | `/elab-story STORY-007` |  | ~12K | $0.06 |
    | 3 | Implementation | `/dev-implement-story STORY-007` |  | ~45K | $0.24 |
    | 4 | Code Review | `/dev-code-review STORY-007` | approve | ~15K | $0.08 |
    | 5 | QA Verify | `/qa-verify-story STORY-007` |  | skipped |  |
    | 6 | Done | `(status update)` |  | skipped |  |

    Total: ~80K tokens, estimated cost $0.43 at $3.00 in and $15.00 out for a million tokens (usual prices, set your own). Nothing was run or written.
    ");
}
