//! `STATE.md` out and in again, and in from texts that others wrote or that were damaged.

use proptest::prelude::{prop, prop_assert, prop_assert_eq, proptest};

use super::model_tests::{Dice, random_run};
use super::*;
use crate::write::state_md;

/// Texts that YAML has to quote, and some that it has not.
const WORDS: &[&str] = &[
    "plain words",
    "a: b # c",
    "\"quoted\" and 'single'",
    "yes",
    "null",
    "12.5",
    "- dash",
    "ünïcode → 故事",
    "C:\\path\\n",
    "[x] {y}",
    "ends with:",
    "# heading",
    "&anchor *alias !tag",
];

fn decorated(mut run: RunState, dice: &mut Dice) -> RunState {
    let mut word = || WORDS[dice.below(WORDS.len() as u64) as usize].to_owned();
    run.story_id = word();
    run.feature_dir = Some(word());
    run.last_error = run.last_error.map(|_| word());
    run.foreign = vec![
        format!("owner: \"{}\"", word().replace(['"', '\\'], "")),
        "links:\n  - one\n  - two: [3]".to_owned(),
    ];
    run.foreign_phases = vec!["7_deploy:\n  status: pending\n\n  who: ops".to_owned()];
    run.after = "\nNotes: \"kept\" as they are.\n```\nfence\n```\n".to_owned();
    for phase in &mut run.phases {
        phase.signal = phase.signal.as_ref().map(|_| word());
        phase.foreign = vec![
            "agent: opus".to_owned(),
            "note: |\n  two\n  lines".to_owned(),
        ];
        if phase.tokens.is_some_and(|tokens| tokens > 3) {
            phase.tokens_out = Some(3);
        }
    }
    run
}

#[test]
fn what_is_written_is_read_back_to_the_same_state() {
    let states = match std::env::var_os("SPRINTLOOM_LONG") {
        Some(_) => 20_000,
        None => 1_500,
    };
    let mut read = 0;
    for seed in 0..states {
        let (Some(run), _) = random_run(seed) else {
            continue;
        };
        let mut dice = Dice::new(seed);
        let mut run = decorated(run, &mut dice);
        run.form = [Form::Fenced, Form::Bare, Form::Frontmatter][dice.below(3) as usize];
        if run.form != Form::Fenced {
            run.before = String::new();
        }
        if run.form == Form::Bare {
            run.after = String::new();
        }
        let text = state_md(&run);
        let back = state_file::read(&text);
        assert_eq!(back.problems, Vec::<String>::new(), "{text}");
        assert_eq!(back.state.as_ref(), Some(&run), "{text}");
        // And once more, byte for byte.
        assert_eq!(back.state.as_ref().map(state_md), Some(text));
        read += 1;
    }
    assert!(read > states / 2);
}

const BODY: &str = "\
story_id: STORY-007
workflow_version: 1.0
started_at: 2026-02-11T09:00:00Z
current_phase: 4
from_phase: 1
to_phase: 6
approve_phases: [qa]
owner: ana   # a field of somebody else
phases:
  1_pm: { status: complete, signal: PM COMPLETE, tokens_used: ~41K }
  2_elab:
    status: complete
    signal: ELAB PASS
    completed_at: 2026-02-11T09:20:00Z
    tokens_used: ~57K
    agent: sonnet
  3_implement:
    status: complete
    signal: DOCUMENTATION COMPLETE
    completed_at: 2026-02-11T10:00:00Z
    tokens_used: ~210K
  4_review:
    status: failed
    signal: CODE REVIEW FAIL
    completed_at: null
    tokens_used: ~64K
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
last_error: CODE REVIEW FAIL, needs dev fix
resume_from: 4
";

fn check_body(run: &RunState) {
    assert_eq!(run.story_id, "STORY-007");
    assert_eq!(run.outcome(), Outcome::Failed(4));
    assert_eq!(run.total_tokens(), 41 + 57 + 210 + 64);
    assert_eq!(run.resume_from, Some(4));
    assert!(run.has_gate(5) && !run.has_gate(4));
}

#[test]
fn state_is_read_bare_fenced_and_as_frontmatter() {
    for (text, form) in [
        (BODY.to_owned(), Form::Bare),
        (format!("# STATE\n\n{BODY}"), Form::Bare),
        (format!("\u{feff}{BODY}").replace('\n', "\r\n"), Form::Bare),
        (
            format!("# State\n\nSome words.\n\n```yaml\n{BODY}```\n\nMore.\n"),
            Form::Fenced,
        ),
        (
            format!("```\nnot it\n```\n\n~~~yml\n{BODY}~~~\n"),
            Form::Fenced,
        ),
        (format!("---\n{BODY}---\n\n# Notes\n"), Form::Frontmatter),
    ] {
        let reading = state_file::read(&text);
        assert_eq!(reading.problems, Vec::<String>::new(), "{text}");
        let run = reading.state.expect("a state");
        check_body(&run);
        assert_eq!(run.form, form);
        let written = state_md(&run);
        assert!(
            written.contains("owner: ana   # a field of somebody else\n"),
            "{written}"
        );
        assert!(written.contains("    agent: sonnet\n"), "{written}");
        check_body(&state_file::read(&written).state.expect("a state"));
    }
}

#[test]
fn a_state_that_is_cut_off_keeps_what_stands_before() {
    // At every byte: what is read is a run that obeys the rules, and says what is missing.
    for end in 0..BODY.len() {
        let text = format!("```yaml\n{}", &BODY[..end]);
        let reading = state_file::read(&text);
        assert!(!reading.problems.is_empty(), "{text}");
        let Some(run) = reading.state else {
            continue;
        };
        assert!(run.from_phase <= run.to_phase);
        if end > BODY.find("  3_implement").expect("it is there") {
            assert_eq!(run.phases[0].tokens, Some(41));
            assert_eq!(run.phases[1].status, PhaseStatus::Complete, "{text}");
        }
    }
}

#[test]
fn wrong_types_are_said_and_the_rest_is_kept() {
    for (from, to, said) in [
        (
            "current_phase: 4",
            "current_phase: four",
            "current_phase is no phase: “four”.",
        ),
        ("current_phase: 4", "current_phase: [4]", ""),
        (
            "from_phase: 1",
            "from_phase: 7",
            "from_phase is no phase: “7”.",
        ),
        (
            "to_phase: 6",
            "to_phase: soon",
            "to_phase is no phase: “soon”.",
        ),
        (
            "approve_phases: [qa]",
            "approve_phases: [qa, lunch]",
            "approve_phases names no phase with “lunch”.",
        ),
        ("approve_phases: [qa]", "approve_phases: qa", ""),
        (
            "tokens_used: ~64K",
            "tokens_used: many",
            "4_review: tokens_used is no number of tokens: “many”.",
        ),
        (
            "    status: failed",
            "    status: [failed]",
            "4_review has no status.",
        ),
        (
            "    status: failed",
            "    status: exploded",
            "4_review has the unknown status “exploded”.",
        ),
        (
            "workflow_version: 1.0",
            "workflow_version: 2.3",
            "It is of a newer version, 2.3: what is not known of it is kept as it is.",
        ),
        ("last_error: CODE", "last_error: \"CODE", ""),
        ("to_phase: 6", "\tto_phase 6 %", ""),
    ] {
        let text = BODY.replace(from, to);
        assert_ne!(text, BODY);
        let reading = state_file::read(&text);
        let run = reading
            .state
            .unwrap_or_else(|| panic!("nothing kept of {text}"));
        assert_eq!(run.phases[2].tokens, Some(210), "{text}");
        assert!(
            said.is_empty() || reading.problems.iter().any(|problem| problem == said),
            "{said} in {:?}",
            reading.problems
        );
        assert_eq!(
            said.is_empty() && reading.problems.is_empty(),
            to.contains("[4]") || to == "approve_phases: qa"
        );
    }
}

#[test]
fn missing_phases_come_from_captured_outputs_or_send_back_to_the_start() {
    let head = BODY.split("phases:\n  1_pm").next().expect("a head");
    let reading = state_file::read(head);
    assert!(
        reading
            .problems
            .iter()
            .any(|p| p.contains("restart with --from=1")),
        "{:?}",
        reading.problems
    );

    let outputs = [
        (1, "…\nPM COMPLETE\n"),
        (2, "ELAB PASS"),
        (3, "IMPLEMENTATION BLOCKED: the database is down"),
    ];
    let reading = state_file::read_with(head, None, &outputs);
    let run = reading.state.expect("a state");
    assert_eq!(run.outcome(), Outcome::Blocked(3));
    assert_eq!(run.last_error.as_deref(), Some("the database is down"));
    assert!(
        reading
            .problems
            .iter()
            .any(|p| p.contains("captured output"))
    );
}

#[test]
fn what_is_no_state_gives_none_and_says_what_to_do() {
    for text in [
        "",
        "# Hello\n",
        "a: b\n",
        "story_id:\n",
        "- 1\n- 2\n",
        "\0\u{1}",
        "{{{{",
        "phases: 3\nstory_id: [x]",
    ] {
        let reading = state_file::read(text);
        assert_eq!(reading.state, None, "{text:?}");
        assert!(
            reading.problems.iter().any(|p| p.contains("--from=1")),
            "{text:?}"
        );
    }
    let reading =
        state_file::read_with("phases:\n  1_pm:\n    status: complete\n", Some("3-1"), &[]);
    assert_eq!(
        reading.state.map(|run| run.story_id),
        Some("3-1".to_owned())
    );
}

#[test]
fn contradictions_are_mended_by_the_rules_of_a_run() {
    let two_run = BODY
        .replace("status: failed", "status: in_progress")
        .replace(
            "5_qa:\n    status: pending",
            "5_qa:\n    status: in_progress",
        );
    let run = state_file::read(&two_run).state.expect("a state");
    assert_eq!(run.outcome(), Outcome::Running(4));
    assert_eq!(run.phases[4].status, PhaseStatus::Pending);

    let out_of_order = BODY.replace(
        "2_elab:\n    status: complete",
        "2_elab:\n    status: failed",
    );
    let reading = state_file::read(&out_of_order);
    assert_eq!(
        reading.state.expect("a state").outcome(),
        Outcome::Failed(2)
    );
    assert!(
        reading
            .problems
            .iter()
            .any(|p| p.contains("pending again: 3_implement")),
        "{:?}",
        reading.problems
    );
}

proptest! {
    #[test]
    fn no_text_is_too_strange(text in "(?s).{0,300}", lines in prop::collection::vec(prop::sample::select(PIECES), 0..30)) {
        let pieces = lines.concat();
        for text in [&text, &pieces, &format!("```yaml\n{pieces}")] {
            if let Some(run) = state_file::read(text).state {
                // What was made of it obeys the rules, and stays what it is.
                let again = state_file::read(&state_md(&run));
                prop_assert_eq!(again.state.as_ref().map(RunState::outcome), Some(run.outcome()));
                prop_assert!((1..=6).contains(&run.current_phase) && run.from_phase <= run.to_phase);
            }
            for phase in 1..=6 {
                signal::read(phase, text);
            }
            let _ = tokens::stated(text);
            let _ = parse_command(text);
        }
    }
}

/// Lines of states, whole and broken.
const PIECES: &[&str] = &[
    "story_id: 1-1\n",
    "workflow_version: 1.0\n",
    "current_phase: 3\n",
    "from_phase: 2\n",
    "to_phase: 1\n",
    "to_phase: 4\n",
    "phases:\n",
    "  1_pm:\n",
    "  2_elab:\n",
    "  4_review: { status: failed }\n",
    "  6_done: complete\n",
    "    status: complete\n",
    "    status: in_progress\n",
    "    status: [\n",
    "    tokens_used: ~12K\n",
    "    odd: \"\n",
    "resume_from: 5\n",
    "last_error: x: y\n",
    "- list\n",
    "---\n",
    "```\n",
    "\t\n",
];
