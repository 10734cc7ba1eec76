//! Signals as agents print them.

use super::signal::*;

fn check(phase: u8, rows: &[(&str, Verdict)]) {
    for (output, expected) in rows {
        let reading = read(phase, output);
        assert_eq!(reading.verdict, *expected, "{output:?} {:?}", reading.lines);
    }
}

fn failed(reason: Option<&str>) -> Verdict {
    Verdict::Failed {
        reason: reason.map(str::to_owned),
    }
}

fn blocked(reason: &str) -> Verdict {
    Verdict::Blocked(reason.to_owned())
}

#[test]
fn what_stands_around_a_signal_is_no_part_of_it() {
    let passes = [
        "CODE REVIEW PASS",
        "**CODE REVIEW PASS**",
        "## CODE REVIEW PASS",
        "- CODE REVIEW PASS",
        "- [x] `CODE REVIEW PASS`",
        "3. CODE REVIEW PASS",
        "✅ **CODE REVIEW PASS** 🎉",
        "code review pass",
        "Code Review Pass.",
        "CODE REVIEW PASS!",
        "CODE REVIEW **PASS**",
        "CODE-REVIEW PASS",
        "CODE_REVIEW_PASS",
        "| CODE REVIEW PASS |",
        "Signal: `CODE REVIEW PASS`",
        "**Final signal:** CODE REVIEW PASS",
        "\"CODE REVIEW PASS\"",
        "<signal>CODE REVIEW PASS</signal>",
        "\u{1b}[1;32mCODE REVIEW PASS\u{1b}[0m",
        "    CODE REVIEW PASS   \r",
        "```\nCODE REVIEW PASS\n```",
        "CODE REVIEW PASS — all criteria are met",
        "CODE REVIEW PASS\n\n\n   \n\t\n",
        "CODE REVIEW PASS\nTokens used: 64,000",
    ];
    check(4, &passes.map(|text| (text, Verdict::Passed)));
}

#[test]
fn what_only_talks_about_a_signal_is_none() {
    check(
        4,
        &[
            (
                "I will end with CODE REVIEW PASS when it is good.",
                Verdict::None,
            ),
            ("CODE REVIEW PASS comes next", Verdict::None),
            ("> CODE REVIEW PASS", Verdict::None),
            ("NOT CODE REVIEW PASS", Verdict::None),
            ("CODE REVIEW PASSES", Verdict::None),
            ("PASS", Verdict::None),
            ("code review failed to find the file", Verdict::None),
            ("", Verdict::None),
            ("CODE REVIEW\nPASS", Verdict::None),
        ],
    );
    let reading = read(4, "I will end with CODE REVIEW PASS.\n\nBye.");
    assert_eq!(reading.lines.len(), 1);
    assert_eq!(reading.lines[0].number, 1);
    assert_eq!(
        reading.lines[0].why,
        "CODE REVIEW PASS within other words is only talked about"
    );
}

#[test]
fn the_last_fitting_line_wins() {
    check(
        4,
        &[
            ("CODE REVIEW PASS\nCODE REVIEW FAIL", failed(None)),
            ("CODE REVIEW FAIL\nfixed\nCODE REVIEW PASS", Verdict::Passed),
            (
                "CODE REVIEW FAIL: two findings",
                failed(Some("two findings")),
            ),
            ("CODE REVIEW FAIL\n> CODE REVIEW PASS\n", failed(None)),
            (
                "CODE REVIEW PASS\nNext comes the other command, for QA PASS.",
                Verdict::Passed,
            ),
            ("CODE REVIEW PASS\nQA PASS", Verdict::Passed),
        ],
    );
}

#[test]
fn blocked_and_failed_keep_their_reasons() {
    check(
        5,
        &[
            ("QA BLOCKED: no test data", blocked("no test data")),
            ("**QA BLOCKED:** no `test` data.", blocked("no test data.")),
            ("QA BLOCKED (staging is down)", blocked("staging is down")),
            ("QA BLOCKED", blocked("no reason was given")),
            ("QA FAILED: 3 of 9", failed(Some("3 of 9"))),
            ("QA FAIL", failed(None)),
            ("qa verify blocked - later", blocked("later")),
        ],
    );
    assert_eq!(
        read(5, "qa failed: 3 of 9").signal.as_deref(),
        Some("QA FAILED: 3 of 9")
    );
}

#[test]
fn a_signal_of_another_phase_is_told_from_none() {
    check(
        2,
        &[
            ("PM COMPLETE", Verdict::OtherPhase(1)),
            ("DOCUMENTATION COMPLETE", Verdict::OtherPhase(3)),
            ("WORKFLOW FAILED: x", Verdict::OtherPhase(6)),
        ],
    );
    let reading = read(2, "PM COMPLETE");
    assert_eq!(
        reading.explanation(2),
        "Line 1 is PM COMPLETE, the signal of phase 1 (PM Generate), not of this one."
    );
}

#[test]
fn only_the_last_twenty_lines_are_read_and_their_numbers_are_right() {
    let filler = |lines: usize| "line\n".repeat(lines);
    let reading = read(1, &format!("{}PM COMPLETE\n{}", filler(7), filler(19)));
    assert_eq!(reading.verdict, Verdict::Passed);
    assert_eq!((reading.range, reading.lines[0].number), ((8, 27), 8));
    let reading = read(1, &format!("{}PM COMPLETE\n{}", filler(7), filler(20)));
    assert_eq!((reading.verdict, reading.range), (Verdict::None, (9, 28)));
}

#[test]
fn ten_megabytes_are_read_from_their_end() {
    let mut output = "x".repeat(99);
    output.push('\n');
    let mut output = output.repeat(100_000);
    output.push_str("Tokens used: ~120K\n**QA PASS**\n");
    assert!(output.len() > 10_000_000);
    let reading = read(5, &output);
    assert_eq!(reading.verdict, Verdict::Passed);
    assert_eq!(reading.lines[0].number, 100_002);
    assert_eq!(
        super::tokens::stated(&output).map(|tokens| tokens.total),
        Some(120)
    );
    // One line of that length too.
    let line = "QA PASS ".repeat(1_300_000);
    assert_eq!(read(5, &line).verdict, Verdict::None);
}

#[test]
fn tokens_are_read_where_the_output_states_them() {
    for (text, total, output) in [
        ("Tokens used: 123,456", Some(123), None),
        ("tokens_used: ~120K", Some(120), None),
        ("**Total tokens:** 98.5k", Some(99), None),
        ("Token usage: 45000 in / 12000 out", Some(57), Some(12)),
        (
            "Input tokens: 90,000\nOutput tokens: 12,000",
            Some(102),
            Some(12),
        ),
        ("input: 90k tokens, output: 12k tokens", Some(102), Some(12)),
        ("Used 1.2M tokens", Some(1200), None),
        ("Tokens used: 300", Some(1), None),
        ("Tokens used: 1.234", Some(1), None),
        (
            "Tokens used: 10,000\nmore\nTokens used: 20,000",
            Some(20),
            None,
        ),
        ("max tokens 4096", None, None),
        ("Token budget: 200k", None, None),
        ("The tokenizer has 5 states", None, None),
        ("nothing", None, None),
        ("", None, None),
    ] {
        let found = super::tokens::stated(text);
        assert_eq!(found.map(|tokens| tokens.total), total, "{text}");
        assert_eq!(found.and_then(|tokens| tokens.output), output, "{text}");
    }
    for (text, tokens) in [
        ("120000", Some(120)),
        ("~120K", Some(120)),
        ("0", Some(0)),
        ("1.5M tokens", Some(1500)),
        ("many", None),
        ("", None),
        ("12 apples", None),
        ("99999999999999999999", Some(u32::MAX)),
    ] {
        let parsed = super::tokens::Tokens::parse(text);
        assert_eq!(parsed.map(|parsed| parsed.total), tokens, "{text}");
    }
}

#[test]
fn three_finished_runs_move_the_estimates() {
    use super::tokens::Estimates;
    use super::*;
    use crate::plan::PlanSettings;
    let finished = |tokens: u32| {
        let mut run = RunState::new("1-1", "", 1, 6, 0);
        for (phase, share) in run.phases.iter_mut().zip([8, 12, 45, 15, 20, 0]) {
            phase.status = PhaseStatus::Complete;
            phase.tokens = (share > 0).then_some(tokens * share / 100);
        }
        run
    };
    let settings = PlanSettings::default();
    let (a, b, c) = (finished(200), finished(300), finished(100));
    let two = Estimates::learn(&[(&a, 100_000), (&b, 150_000)]);
    assert_eq!(two.applied_to(&settings), settings);
    // All three took twice what was estimated.
    let three = Estimates::learn(&[(&a, 100_000), (&b, 150_000), (&c, 50_000)]);
    let learned = three.applied_to(&settings);
    assert_eq!(
        (learned.token_base, learned.token_rate),
        (settings.token_base * 2, settings.token_rate * 2)
    );
    assert_eq!(three.phase(3, 100_000), 45);
}
