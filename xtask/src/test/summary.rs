//! Reading what test runners print.

use super::outcome::Outcome;

/// What one test program of `cargo test` reported.
#[derive(Debug, Default, PartialEq)]
pub struct Section {
    /// As cargo announces it: `unittests src/lib.rs (target/debug/deps/name-0123)`.
    pub title: String,
    pub outcome: Outcome,
}

/// The test programs in what `cargo test` printed, each with its counts.
pub fn cargo_sections(text: &str) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    for line in text.lines().map(without_colours) {
        let line = line.trim();
        if let Some(title) = section_title(line) {
            let title = title.to_owned();
            sections.push(Section {
                title,
                ..Section::default()
            });
            continue;
        }
        if sections.is_empty() {
            sections.push(Section::default());
        }
        let Some(section) = sections.last_mut() else {
            continue;
        };
        if let Some(counts) = line.strip_prefix("test result: ") {
            section.outcome.passed += number_before(counts, " passed").unwrap_or(0);
            section.outcome.failed += number_before(counts, " failed").unwrap_or(0);
        } else if let Some(name) = failed_test(line) {
            section.outcome.failures.push(name.to_owned());
        }
    }
    sections
}

fn section_title(line: &str) -> Option<&str> {
    // `Running` may also stand in what a test prints; cargo's own names a program.
    let running = line
        .strip_prefix("Running ")
        .filter(|rest| rest.ends_with(')'));
    running.or_else(|| line.strip_prefix("Doc-tests "))
}

fn failed_test(line: &str) -> Option<&str> {
    let (name, verdict) = line.strip_prefix("test ")?.rsplit_once(" ... ")?;
    verdict.starts_with("FAIL").then_some(name)
}

fn number_before(text: &str, unit: &str) -> Option<u32> {
    let before = &text[..text.find(unit)?];
    let digits = before
        .rsplit(|character: char| !character.is_ascii_digit())
        .next()?;
    digits.parse().ok()
}

/// The counts of a run of `node --test` in the TAP format.
pub fn tap(text: &str) -> Outcome {
    let mut outcome = Outcome::default();
    for line in text.lines() {
        let trimmed = line.trim_start();
        if let Some((_, name)) = trimmed
            .strip_prefix("not ok ")
            .and_then(|rest| rest.split_once(" - "))
            .filter(|(_, name)| !name.contains("# TODO"))
        {
            outcome.failures.push(name.to_owned());
        } else if trimmed == "failureType: 'subtestsFailed'" {
            // The one above it only contains those that failed, which are listed already.
            outcome.failures.pop();
        }
        if let Some(count) = total(line, "# pass ") {
            outcome.passed += count;
        } else if let Some(count) = total(line, "# fail ").or_else(|| total(line, "# cancelled ")) {
            outcome.failed += count;
        }
    }
    outcome
}

fn total(line: &str, name: &str) -> Option<u32> {
    line.strip_prefix(name)?.trim().parse().ok()
}

/// A line without the escape sequences that colour it.
fn without_colours(line: &str) -> String {
    let mut parts = line.split("\u{1b}[");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find(|character: char| character.is_ascii_alphabetic());
        plain.push_str(end.map_or("", |end| &part[end + 1..]));
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    const CARGO: &str = "\
   Compiling sprintloom-core v0.1.0
     Running unittests src/lib.rs (target/debug/deps/sprintloom_core-0f)

running 3 tests
test graph::a ... ok
test graph::b ... FAILED
test graph::c - should panic ... ok

failures:
    graph::b

test result: FAILED. 2 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s

     Running tests/cases.rs (target/debug/deps/cases-0e)
running 0 tests
test result: ok. 0 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s
   Doc-tests sprintloom_core
\u{1b}[1mtest result: \u{1b}[32mok\u{1b}[0m. 12 passed; 0 failed; 0 ignored
";

    #[test]
    fn cargo_reports_are_read_program_by_program() {
        let sections = cargo_sections(CARGO);
        let rows: Vec<_> = sections
            .iter()
            .filter(|section| !section.title.is_empty())
            .map(|section| {
                (
                    section.title.as_str(),
                    section.outcome.passed,
                    section.outcome.failed,
                )
            })
            .collect();
        assert_eq!(
            rows,
            [
                (
                    "unittests src/lib.rs (target/debug/deps/sprintloom_core-0f)",
                    2,
                    1
                ),
                ("tests/cases.rs (target/debug/deps/cases-0e)", 0, 0),
                ("sprintloom_core", 12, 0),
            ]
        );
        assert_eq!(sections[1].outcome.failures, ["graph::b"]);
    }

    #[test]
    fn browser_reports_are_read_like_cargo_ones() {
        let text = "     Running tests/wasm.rs (target/wasm32-unknown-unknown/debug/deps/wasm-1.wasm)\n\
                    test wasm::fails ... FAIL\ntest wasm::works ... ok\n\
                    test result: FAILED. 1 passed; 1 failed; 0 ignored; 0 filtered out\n";
        let sections = cargo_sections(text);
        assert_eq!(sections.len(), 1);
        assert_eq!(
            (sections[0].outcome.passed, sections[0].outcome.failed),
            (1, 1)
        );
        assert_eq!(sections[0].outcome.failures, ["wasm::fails"]);
    }

    #[test]
    fn node_reports_are_read_without_their_containers() {
        let text = "TAP version 13\n# Subtest: outer\n    not ok 1 - inner\n      ---\n      \
                    failureType: 'testCodeFailure'\n      ...\n    ok 2 - other\nnot ok 1 - outer\n  ---\n  \
                    failureType: 'subtestsFailed'\n  ...\nnot ok 2 - later # TODO\n1..2\n\
                    # tests 4\n# pass 2\n# fail 2\n# cancelled 1\n# skipped 0\n# todo 1\n";
        let outcome = tap(text);
        assert_eq!((outcome.passed, outcome.failed), (2, 3));
        assert_eq!(outcome.failures, ["inner"]);
    }
}
