//! `cargo xtask test`: every check there is, one step after the other. A step
//! that fails does not keep the others from running; the last line sums up.

mod browser;
mod node_tests;
mod outcome;
mod rust;
mod summary;

use crate::arguments::Arguments;
use crate::checkout::Checkout;
use crate::failure::Failure;
use crate::npm_package;
use crate::say;
use crate::site::{self, Squeeze};
use outcome::{Outcome, Report};
use std::process::ExitCode;
use std::time::Instant;

/// What the tests are told about this run.
pub struct Run<'a> {
    pub checkout: &'a Checkout,
    /// Whether tests may take minutes: more random cases, larger projects.
    pub long: bool,
}

impl Run<'_> {
    /// Passes on to the tests whether this is a long run.
    fn tell_length(&self, command: &mut std::process::Command) {
        if self.long {
            command
                .env("SPRINTLOOM_LONG", "1")
                .env("PROPTEST_CASES", "4096");
        }
    }
}

/// One step: its name on the command line, what it is, and what it does.
struct Step {
    name: &'static str,
    title: &'static str,
    run: fn(&Run) -> Result<Outcome, Failure>,
}

const STEPS: [Step; 8] = [
    Step {
        name: "fmt",
        title: "Formatting",
        run: rust::formatting,
    },
    Step {
        name: "clippy",
        title: "Lints",
        run: rust::lints,
    },
    Step {
        name: "native",
        title: "Tests on this machine",
        run: rust::native_tests,
    },
    Step {
        name: "wasm",
        title: "Tests of the wasm in Chromium",
        run: browser::wasm_tests,
    },
    Step {
        name: "build",
        title: "The app",
        run: build_app,
    },
    Step {
        name: "npm",
        title: "The npm package",
        run: build_package,
    },
    Step {
        name: "node",
        title: "Tests of the package in Node",
        run: node_tests::package_tests,
    },
    Step {
        name: "e2e",
        title: "Tests of the app in Chromium",
        run: browser::app_tests,
    },
];

/// Runs all steps, or those that are named, and prints the closing line.
pub fn run(checkout: &Checkout, mut arguments: Arguments) -> Result<ExitCode, Failure> {
    let long = arguments.switch("--long");
    let chosen = arguments.words();
    arguments.nothing_more()?;
    let names = STEPS.map(|step| step.name);
    if let Some(unknown) = chosen.iter().find(|word| !names.contains(&word.as_str())) {
        return Err(Failure::new(format!(
            "There is no step `{unknown}`. The steps are: {}.",
            names.join(" ")
        )));
    }

    let run = Run { checkout, long };
    let mut report = Report::default();
    for step in STEPS {
        if !chosen.is_empty() && !chosen.iter().any(|word| word == step.name) {
            continue;
        }
        say::line(&format!("── {}: {} ──", step.name, step.title));
        let started = Instant::now();
        let outcome = (step.run)(&run).unwrap_or_else(|failure| {
            say::line(&failure.to_string());
            Outcome::of_failure(&failure)
        });
        report.add(step.name, outcome, started.elapsed());
    }
    print!("{report}");
    Ok(if report.is_good() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn build_app(run: &Run) -> Result<Outcome, Failure> {
    site::build(run.checkout, Squeeze::WhereNodeIs).map(|()| Outcome::one_passed())
}

fn build_package(run: &Run) -> Result<Outcome, Failure> {
    npm_package::build(run.checkout).map(|()| Outcome::one_passed())
}
