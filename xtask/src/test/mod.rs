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
use crate::fuzz;
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
    /// The step that makes what this one tests.
    needs: Option<&'static str>,
    /// Only in a long run, or where it is asked for.
    is_long: bool,
}

impl Step {
    const fn new(
        name: &'static str,
        title: &'static str,
        run: fn(&Run) -> Result<Outcome, Failure>,
    ) -> Self {
        Self {
            name,
            title,
            run,
            needs: None,
            is_long: false,
        }
    }

    const fn long(mut self) -> Self {
        self.is_long = true;
        self
    }

    const fn needing(mut self, name: &'static str) -> Self {
        self.needs = Some(name);
        self
    }
}

const STEPS: [Step; 9] = [
    Step::new("fmt", "Formatting", rust::formatting),
    Step::new("clippy", "Lints", rust::lints),
    Step::new("native", "Tests on this machine", rust::native_tests),
    Step::new("fuzz", "Damaged projects", fuzz_briefly).long(),
    Step::new("wasm", "Tests of the wasm in Chromium", browser::wasm_tests),
    Step::new("build", "The app", build_app),
    Step::new("npm", "The npm package", build_package),
    Step::new(
        "node",
        "Tests of the package in Node",
        node_tests::package_tests,
    )
    .needing("npm"),
    Step::new("e2e", "Tests of the app in Chromium", browser::app_tests).needing("build"),
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
    for step in &STEPS {
        if !is_wanted(step, &chosen, long) {
            continue;
        }
        say::line(&format!("── {}: {} ──", step.name, step.title));
        let started = Instant::now();
        let outcome = match step.needs.filter(|needed| report.has_failed(needed)) {
            // Tests of what an earlier run left would say nothing about these sources.
            Some(needed) => Err(Failure::new(format!("Not run, because {needed} failed."))),
            None => (step.run)(&run),
        };
        let outcome = outcome.unwrap_or_else(|failure| {
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

/// Without a choice all steps of such a run; else those chosen, and what they need.
fn is_wanted(step: &Step, chosen: &[String], long: bool) -> bool {
    let is_chosen = |name: &str| chosen.iter().any(|word| word == name);
    let is_needed = |other: &Step| other.needs == Some(step.name) && is_chosen(other.name);
    (chosen.is_empty() && (long || !step.is_long))
        || is_chosen(step.name)
        || STEPS.iter().any(is_needed)
}

fn build_app(run: &Run) -> Result<Outcome, Failure> {
    site::build(run.checkout, Squeeze::WhereNodeIs).map(|()| Outcome::one_passed())
}

fn fuzz_briefly(run: &Run) -> Result<Outcome, Failure> {
    fuzz::run(run.checkout, &[]).map(|()| Outcome::one_passed())
}

fn build_package(run: &Run) -> Result<Outcome, Failure> {
    npm_package::build(run.checkout).map(|()| Outcome::one_passed())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chosen_step_brings_what_it_needs() {
        let chosen = ["e2e".to_owned(), "fmt".to_owned()];
        let wanted = STEPS.iter().filter(|step| is_wanted(step, &chosen, false));
        assert_eq!(
            wanted.map(|step| step.name).collect::<Vec<_>>(),
            ["fmt", "build", "e2e"]
        );
        assert!(STEPS.iter().all(|step| is_wanted(step, &[], true)));
        let left_out = STEPS.iter().filter(|step| !is_wanted(step, &[], false));
        assert_eq!(left_out.map(|step| step.name).collect::<Vec<_>>(), ["fuzz"]);
    }
}
