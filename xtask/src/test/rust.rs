//! The steps that need nothing but Rust.

use super::Run;
use super::outcome::Outcome;
use super::summary::{self, Section};
use crate::command;
use crate::failure::Failure;
use crate::say::Work;
use std::process::Command;

/// `cargo fmt --check`.
pub fn formatting(run: &Run) -> Result<Outcome, Failure> {
    ensure_component("rustfmt", "fmt")?;
    // Names only: how to mend them is the same for all.
    let arguments = ["fmt", "--all", "--check", "--", "-l"];
    command::run(
        cargo(run, &arguments),
        "Checking the formatting (`cargo fmt` mends it)",
    )?;
    Ok(Outcome::one_passed())
}

/// clippy over everything, warnings denied.
pub fn lints(run: &Run) -> Result<Outcome, Failure> {
    ensure_component("clippy", "clippy")?;
    let arguments = [
        "clippy",
        "--workspace",
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ];
    command::run(cargo(run, &arguments), "Clippy")?;
    Ok(Outcome::one_passed())
}

/// All tests that run without a browser, documentation examples included.
pub fn native_tests(run: &Run) -> Result<Outcome, Failure> {
    let mut cargo = cargo(run, &["test", "--workspace", "--no-fail-fast"]);
    run.tell_length(&mut cargo);
    let recording = command::record(cargo, "cargo test")?;
    let sections = summary::cargo_sections(&recording.text);
    let succeeded = recording.status.success();
    Ok(sum(sections, succeeded, "cargo test", is_native_program))
}

/// Adds up test programs; those that `must_have_tests` admits fail when they ran none.
pub fn sum(
    sections: Vec<Section>,
    succeeded: bool,
    what: &str,
    must_have_tests: fn(&str) -> bool,
) -> Outcome {
    let mut all = Outcome::default();
    for Section { title, mut outcome } in sections {
        // After a program that did not compile, silence says nothing.
        if succeeded && must_have_tests(&title) {
            outcome.expect_some(&title);
        }
        all.passed += outcome.passed;
        all.failed += outcome.failed;
        let program = title.split(" (").next().unwrap_or_default();
        let named = |name| {
            if program.is_empty() {
                name
            } else {
                format!("{program}: {name}")
            }
        };
        all.failures.extend(outcome.failures.into_iter().map(named));
    }
    all.heed_status(succeeded, what);
    all.expect_some(what);
    all
}

/// Test files of their own and the units of what is pure. The wasm tests are empty off
/// the browser, and a program's `main.rs` need not have any test.
fn is_native_program(title: &str) -> bool {
    let is_pure = title.starts_with("unittests src/lib.rs")
        && [
            "sprintloom_core-",
            "sprintloom_lines-",
            "sprintloom_reader-",
        ]
        .iter()
        .any(|name| title.contains(name));
    is_pure || (title.starts_with("tests/") && !title.starts_with("tests/wasm"))
}

fn cargo(run: &Run, arguments: &[&str]) -> Command {
    let mut cargo = Command::new("cargo");
    cargo.args(arguments).current_dir(&run.checkout.root);
    cargo
}

/// A minimal Rust has neither clippy nor rustfmt.
fn ensure_component(component: &str, subcommand: &str) -> Result<(), Failure> {
    let mut probe = Command::new("cargo");
    probe.args([subcommand, "--version"]);
    if command::capture(probe, "Asking for a version").is_ok() {
        return Ok(());
    }
    let what = format!("Adding Rust's component {component}");
    let work = Work::start(&what, "a check needs it", "5 seconds");
    let mut rustup = command::rustup();
    rustup.args(["component", "add", component]);
    command::capture(rustup, &what).map_err(|failure| {
        Failure::new(format!(
            "The check needs {component}, which this Rust lacks. Run `rustup component add \
             {component}`, or install your system's package of it. {failure}"
        ))
    })?;
    work.done();
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn section(title: &str, passed: u32) -> Section {
        let outcome = Outcome {
            passed,
            ..Outcome::default()
        };
        Section {
            title: title.to_owned(),
            outcome,
        }
    }

    #[test]
    fn an_empty_test_file_fails_but_not_an_empty_program() {
        let sections = vec![
            section(
                "unittests src/main.rs (target/debug/deps/sprintloom_web-1)",
                0,
            ),
            section(
                "unittests src/lib.rs (target/debug/deps/sprintloom_core-1)",
                5,
            ),
            section("tests/wasm.rs (target/debug/deps/wasm-1)", 0),
            section("tests/cases.rs (target/debug/deps/cases-1)", 0),
        ];
        let all = sum(sections, true, "cargo test", is_native_program);
        assert_eq!((all.passed, all.failed), (5, 1));
        assert!(
            all.failures[0].starts_with("tests/cases.rs: "),
            "{:?}",
            all.failures
        );
    }

    #[test]
    fn nothing_at_all_is_one_failure() {
        let all = sum(Vec::new(), false, "cargo test", is_native_program);
        assert_eq!((all.passed, all.failed), (0, 1));
    }
}
