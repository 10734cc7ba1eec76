//! One test for every row of the specification's tables of retries, trouble and decisions, and for
//! every example command.

use super::spec_tests::{at_phase, says, started};
use super::*;
use crate::written::backlog;

fn not_retried(reason: &str, event: &RunEvent) {
    let run = step(Some(at_phase(3)), event).expect("phase 3 runs");
    assert_eq!(run.outcome(), Outcome::Failed(3), "{reason}");
    assert_eq!(run.resume_from, Some(3));
    assert!(
        run.last_error
            .as_deref()
            .is_some_and(|error| error.contains(reason)),
        "{run:?}"
    );
    // Only the user resumes.
    let again = RunEvent::Output {
        text: "DOCUMENTATION COMPLETE".to_owned(),
        at: String::new(),
        tokens: None,
    };
    assert_eq!(step(Some(run), &again), Err(Refusal::NotRunning(3)));
}

#[test]
fn retry_setup_story_not_found_fails_at_once() {
    assert_eq!(find_story(&backlog("1-1"), "STORY-007"), None);
}

#[test]
fn retry_setup_invalid_arguments_fail_at_once() {
    assert!(parse_command("/scrum-master STORY-007 --from=9").is_err());
}

#[test]
fn retry_loop_task_timeout_marks_failed() {
    let timeout = RunEvent::Failed {
        reason: "task\ntimeout".to_owned(),
    };
    not_retried("task timeout", &timeout);
}

#[test]
fn retry_loop_invalid_signal_marks_failed() {
    for text in ["", "I am done.", "QA PASS"] {
        let output = RunEvent::Output {
            text: text.to_owned(),
            at: String::new(),
            tokens: None,
        };
        not_retried("PHASE-3-OUTPUT.md", &output);
    }
}

#[test]
fn resume_after_a_failed_review_from_3_or_4() {
    let failed = says(at_phase(4), "CODE REVIEW FAIL");
    let commands: Vec<String> = resume_choices(&failed)
        .into_iter()
        .map(|choice| choice.command)
        .collect();
    assert_eq!(
        commands,
        [
            "/scrum-master STORY-007 --from=4",
            "/scrum-master STORY-007 --from=3"
        ]
    );
    for (command, phase) in commands.iter().zip([4, 3]) {
        let typed = parse_command(command).expect("a command");
        let event = RunEvent::Started {
            story_id: typed.story,
            from: typed.from,
            to: None,
            approve: None,
            at: String::new(),
        };
        let run = step(Some(failed.clone()), &event).expect("it resumes");
        assert_eq!(
            (run.outcome(), run.last_error),
            (Outcome::Running(phase), None)
        );
    }
}

#[test]
fn trouble_story_not_found() {
    let message = SetupError::StoryNotFound("STORY-007".to_owned()).to_string();
    assert!(message.starts_with("Story not found"));
}

#[test]
fn trouble_invalid_phase_range() {
    for command in ["S --from=3 --to=2", "S --from=0", "S --to=7", "S --from=x"] {
        let message = parse_command(command).expect_err(command).to_string();
        assert!(message.starts_with("invalid phase range"), "{message}");
    }
}

#[test]
fn trouble_phase_stuck_names_its_output_file() {
    let run = says(at_phase(2), "something else");
    assert!(
        run.last_error
            .is_some_and(|error| error.ends_with("look at _workflow/PHASE-2-OUTPUT.md"))
    );
}

#[test]
fn trouble_no_signal_detected_says_which_lines_were_read() {
    let text = format!("ELAB PASS\n{}", "word\n".repeat(20));
    let reading = signal::read(2, &text);
    assert_eq!(
        (&reading.verdict, reading.range),
        (&signal::Verdict::None, (2, 21))
    );
    assert_eq!(
        reading.explanation(2),
        "No line of 2 to 21 is ELAB PASS or another signal."
    );
}

#[test]
fn trouble_state_corrupt_says_to_restart() {
    let reading = state_file::read("%%% nothing of a state %%%");
    assert_eq!(reading.state, None);
    assert!(
        reading
            .problems
            .iter()
            .any(|problem| problem.contains("restart with --from=1"))
    );
}

fn range_of(command: &str) -> (u8, u8, u8) {
    let run = started(command);
    (run.from_phase, run.to_phase, run.approve)
}

#[test]
fn example_full_workflow_from_start() {
    assert_eq!(range_of("/scrum-master STORY-007"), (1, 6, 0));
}

#[test]
fn example_from_a_phase() {
    assert_eq!(range_of("/scrum-master STORY-007 --from=3"), (3, 6, 0));
}

#[test]
fn example_up_to_a_phase() {
    assert_eq!(range_of("/scrum-master STORY-007 --to=2"), (1, 2, 0));
}

#[test]
fn example_a_range() {
    assert_eq!(
        range_of("/scrum-master STORY-007 --from=2 --to=4"),
        (2, 4, 0)
    );
}

#[test]
fn example_with_approval_gates() {
    assert_eq!(
        range_of("/scrum-master STORY-007 --approve=elab,qa"),
        (1, 6, 0b01_0010)
    );
}

#[test]
fn example_dry_run() {
    let command = parse_command("/scrum-master STORY-007 --dry-run").expect("a command");
    assert!(command.dry_run);
}

#[test]
fn commands_are_understood_as_people_type_them() {
    for line in [
        "  /Scrum-Master  STORY-007   --from=2",
        "STORY-007 --from 2",
        "/scrum-master —from=2 STORY-007",
    ] {
        let command = parse_command(line).expect(line);
        assert_eq!(
            (command.story.as_str(), command.from),
            ("STORY-007", Some(2)),
            "{line}"
        );
    }
    for word in ["qa", "QA", "5", "5_qa"] {
        assert_eq!(phase_named(word), Some(5), "{word}");
    }
}

fn decision(phase: u8, signal: &str) -> RunState {
    says(at_phase(phase), signal)
}

#[test]
fn decision_elab_pass_goes_to_implementation() {
    assert_eq!(decision(2, "ELAB PASS").outcome(), Outcome::Running(3));
}

#[test]
fn decision_elab_fail_stops_for_a_pm_fix() {
    let run = decision(2, "ELAB FAIL");
    assert_eq!(run.outcome(), Outcome::Failed(2));
    assert_eq!(
        run.workflow_signal().as_deref(),
        Some("WORKFLOW FAILED: ELAB FAIL, needs PM fix")
    );
}

#[test]
fn decision_review_pass_goes_to_qa() {
    assert_eq!(
        decision(4, "CODE REVIEW PASS").outcome(),
        Outcome::Running(5)
    );
}

#[test]
fn decision_review_fail_stops_for_a_dev_fix() {
    let run = decision(4, "CODE REVIEW FAIL");
    assert_eq!(
        run.last_error.as_deref(),
        Some("CODE REVIEW FAIL, needs dev fix")
    );
}

#[test]
fn decision_qa_pass_goes_to_done() {
    assert_eq!(decision(5, "QA PASS").outcome(), Outcome::Finished);
}

#[test]
fn decision_qa_fail_stops_for_a_dev_fix() {
    let run = decision(5, "QA FAIL");
    assert_eq!(
        (run.outcome(), run.last_error.as_deref()),
        (Outcome::Failed(5), Some("QA FAIL, needs dev fix"))
    );
}

#[test]
fn a_signal_of_a_finished_phase_changes_nothing() {
    let run = says(started("STORY-007"), "PM COMPLETE");
    let again = RunEvent::Output {
        text: "PM COMPLETE".to_owned(),
        at: String::new(),
        tokens: None,
    };
    assert_eq!(
        step(Some(run), &again),
        Err(Refusal::SignalOfFinished {
            done: 1,
            running: 2
        })
    );
}

#[test]
fn the_status_of_a_story_follows_its_run() {
    use crate::backlog::Status;
    let mut run = started("STORY-007 --approve=implement");
    let mut seen = vec![status_of(&run)];
    for signal in ["PM COMPLETE", "ELAB PASS"] {
        run = says(run, signal);
        seen.push(status_of(&run));
    }
    run = step(Some(run), &RunEvent::Approved { at: String::new() }).expect("a gate");
    seen.push(status_of(&run));
    for signal in ["DOCUMENTATION COMPLETE", "CODE REVIEW PASS", "QA PASS"] {
        run = says(run, signal);
        seen.push(status_of(&run));
    }
    assert_eq!(
        seen,
        [
            None,
            None,
            Some(Status::ReadyForDev),
            Some(Status::InProgress),
            Some(Status::Review),
            Some(Status::Review),
            Some(Status::Done)
        ]
    );
    assert_eq!(
        status_of(&decision(4, "CODE REVIEW FAIL")),
        Some(Status::Review)
    );
}
