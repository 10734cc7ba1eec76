//! The table of states and events in `docs/workflow.md`, made from [`step`].

use std::fs;
use std::path::PathBuf;

use super::*;

fn started(from: Option<u8>, to: Option<u8>, approve: &[u8]) -> RunEvent {
    RunEvent::Started {
        story_id: "STORY-007".to_owned(),
        from,
        to,
        approve: Some(
            approve
                .iter()
                .fold(0, |mask, phase| mask | state::gate(*phase)),
        ),
        at: "then".to_owned(),
    }
}

fn output(text: &str) -> RunEvent {
    RunEvent::Output {
        text: text.to_owned(),
        at: "now".to_owned(),
        tokens: None,
    }
}

fn after(events: &[RunEvent]) -> RunState {
    let mut state = None;
    for event in events {
        state = Some(step(state, event).expect("these events fit"));
    }
    state.expect("there are events")
}

fn states() -> Vec<(&'static str, Option<RunState>)> {
    let until_review = || {
        vec![
            started(None, None, &[5]),
            output("PM COMPLETE"),
            output("ELAB PASS"),
            output("DOCUMENTATION COMPLETE"),
        ]
    };
    let review = |last: RunEvent| {
        let mut events = until_review();
        events.push(last);
        Some(after(&events))
    };
    let passed = || output("CODE REVIEW PASS");
    let whole = || {
        let mut events = until_review();
        events.extend([
            passed(),
            RunEvent::Approved {
                at: "now".to_owned(),
            },
            output("QA PASS"),
        ]);
        Some(after(&events))
    };
    vec![
        ("not started", None),
        (
            "set up, not begun",
            Some(RunState::new("STORY-007", "then", 1, 6, 0)),
        ),
        ("phase 4 runs", Some(after(&until_review()))),
        ("gate before phase 5", review(passed())),
        ("stopped in phase 4", review(RunEvent::Stopped)),
        ("failed in phase 4", review(output("CODE REVIEW FAIL"))),
        (
            "blocked in phase 4",
            review(output("CODE REVIEW BLOCKED: no access")),
        ),
        (
            "range 1 to 2 finished",
            Some(after(&[
                started(None, Some(2), &[]),
                output("PM COMPLETE"),
                output("ELAB PASS"),
            ])),
        ),
        ("all finished", whole()),
    ]
}

fn events() -> Vec<(&'static str, RunEvent)> {
    let start = |from| RunEvent::Started {
        story_id: "STORY-007".to_owned(),
        from,
        to: None,
        approve: None,
        at: "now".to_owned(),
    };
    let at = || "now".to_owned();
    vec![
        ("start", start(None)),
        ("start from 3", start(Some(3))),
        ("start from 6", start(Some(6))),
        ("continue", RunEvent::Approved { at: at() }),
        ("skip", RunEvent::Skipped { at: at() }),
        ("stop", RunEvent::Stopped),
        ("output: CODE REVIEW PASS", output("CODE REVIEW PASS")),
        ("output: CODE REVIEW FAIL", output("CODE REVIEW FAIL")),
        (
            "output: CODE REVIEW BLOCKED",
            output("CODE REVIEW BLOCKED: no access"),
        ),
        ("output: signal of phase 1", output("PM COMPLETE")),
        ("output: signal of phase 6", output("WORKFLOW COMPLETE")),
        ("output without signal", output("Done, I think.")),
        (
            "failed",
            RunEvent::Failed {
                reason: "timeout".to_owned(),
            },
        ),
    ]
}

fn shown(state: &RunState) -> String {
    let outcome = match state.outcome() {
        Outcome::Ready => "set up".to_owned(),
        Outcome::Running(phase) => format!("phase {phase} runs"),
        Outcome::Waiting(phase) => format!("gate before phase {phase}"),
        Outcome::Stopped(phase) => format!("stopped at phase {phase}"),
        Outcome::Blocked(phase) => format!("phase {phase} blocked"),
        Outcome::Failed(phase) => format!("phase {phase} failed"),
        Outcome::Finished => format!("finished phases {} to {}", state.from_phase, state.to_phase),
    };
    let resume = match (state.outcome(), state.resume_from) {
        (Outcome::Finished, Some(phase)) => format!(", go on from {phase}"),
        _ => String::new(),
    };
    format!("{outcome}{resume}")
}

fn table() -> String {
    let mut out = String::new();
    for (event_name, event) in events() {
        out.push_str(&format!(
            "### {event_name}\n\n| The run | becomes |\n|---|---|\n"
        ));
        for (state_name, state) in states() {
            let answer = match step(state, &event) {
                Ok(next) => shown(&next),
                Err(refusal) => format!("refused: {refusal}"),
            };
            out.push_str(&format!("| {state_name} | {answer} |\n"));
        }
        out.push('\n');
    }
    out
}

const START: &str = "<!-- made by a test from core/src/workflow/step.rs -->\n\n";
const END: &str = "<!-- end of what the test made -->\n";

#[test]
fn the_documented_table_is_what_the_code_does() {
    let path: PathBuf = [env!("CARGO_MANIFEST_DIR"), "..", "docs", "workflow.md"]
        .iter()
        .collect();
    let text = fs::read_to_string(&path).expect("docs/workflow.md is there");
    let (head, rest) = text.split_once(START).expect("the mark of the start");
    let (written, tail) = rest.split_once(END).expect("the mark of the end");
    let made = table();
    if written != made && std::env::var_os("SPRINTLOOM_WRITE_DOCS").is_some() {
        fs::write(&path, format!("{head}{START}{made}{END}{tail}")).expect("it can be written");
        return;
    }
    assert!(
        written == made,
        "docs/workflow.md says otherwise than the code: run this test with SPRINTLOOM_WRITE_DOCS=1"
    );
}
