//! How steps ended, and the report of them all.

use crate::failure::Failure;
use crate::say;
use std::fmt;
use std::time::Duration;

/// How many checks of a step passed and failed, and the names of those that failed.
#[derive(Debug, Default, PartialEq)]
pub struct Outcome {
    pub passed: u32,
    pub failed: u32,
    pub failures: Vec<String>,
}

impl Outcome {
    /// A step that is one check by itself, and passed.
    pub fn one_passed() -> Self {
        Self {
            passed: 1,
            ..Self::default()
        }
    }

    /// A step that could not do its work: one failure, named by its first line.
    pub fn of_failure(failure: &Failure) -> Self {
        let mut outcome = Self::default();
        outcome.fail(
            failure
                .to_string()
                .lines()
                .next()
                .unwrap_or_default()
                .to_owned(),
        );
        outcome
    }

    /// Counts one more failure.
    pub fn fail(&mut self, name: String) {
        self.failed += 1;
        self.failures.push(name);
    }

    /// A runner that ended badly has failed even where it counted no failure.
    pub fn heed_status(&mut self, succeeded: bool, what: &str) {
        if !succeeded && self.failed == 0 {
            self.fail(format!("{what} ended with an error outside of any test"));
        }
    }

    /// Tests that silently do not run are worse than tests that fail.
    pub fn expect_some(&mut self, what: &str) {
        if self.passed + self.failed == 0 {
            self.fail(format!("{what} ran no test at all"));
        }
    }
}

/// All steps of a run.
#[derive(Default)]
pub struct Report {
    steps: Vec<(&'static str, Outcome, Duration)>,
}

impl Report {
    pub fn add(&mut self, name: &'static str, outcome: Outcome, time: Duration) {
        self.steps.push((name, outcome, time));
    }

    /// Whether this step was run and failed.
    pub fn has_failed(&self, name: &str) -> bool {
        let mut steps = self.steps.iter();
        steps.any(|(step, outcome, _)| *step == name && outcome.failed > 0)
    }

    pub fn is_good(&self) -> bool {
        self.steps.iter().all(|(_, outcome, _)| outcome.failed == 0)
    }
}

impl fmt::Display for Report {
    /// The steps with their times, the failures by name, and the sum alone on the last line.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter)?;
        for (name, outcome, time) in &self.steps {
            let (passed, failed) = (outcome.passed, outcome.failed);
            let time = say::minutes(*time);
            writeln!(
                formatter,
                "  {name:<8}{passed:>6} passed {failed:>4} failed   {time}"
            )?;
        }
        if !self.is_good() {
            writeln!(formatter, "\nFailures:")?;
        }
        for (name, outcome, _) in &self.steps {
            for failure in &outcome.failures {
                writeln!(formatter, "  {name}: {failure}")?;
            }
            let unnamed = outcome.failed.saturating_sub(outcome.failures.len() as u32);
            if unnamed > 0 {
                writeln!(
                    formatter,
                    "  {name}: {unnamed} more; their names are in the output above"
                )?;
            }
        }
        let passed: u32 = self
            .steps
            .iter()
            .map(|(_, outcome, _)| outcome.passed)
            .sum();
        let failed: u32 = self
            .steps
            .iter()
            .map(|(_, outcome, _)| outcome.failed)
            .sum();
        writeln!(formatter, "\n{passed} passed, {failed} failed")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_line_is_the_sum() {
        let mut report = Report::default();
        report.add("fmt", Outcome::one_passed(), Duration::from_secs(1));
        assert!(report.is_good());
        assert!(report.to_string().ends_with("\n1 passed, 0 failed\n"));

        let mut outcome = Outcome {
            passed: 4,
            ..Outcome::default()
        };
        outcome.fail("graph::a_cycle_is_named".to_owned());
        report.add("native", outcome, Duration::from_secs(9));
        let text = report.to_string();
        assert!(
            text.contains("Failures:\n  native: graph::a_cycle_is_named\n"),
            "{text}"
        );
        assert!(text.ends_with("\n5 passed, 1 failed\n"), "{text}");
        assert!(!report.is_good());
    }

    #[test]
    fn silence_and_bad_endings_are_failures() {
        let mut outcome = Outcome::default();
        outcome.expect_some("The step");
        assert_eq!(outcome.failed, 1);
        let mut outcome = Outcome::one_passed();
        outcome.heed_status(false, "The step");
        outcome.heed_status(false, "The step");
        assert_eq!((outcome.passed, outcome.failed), (1, 1));
    }
}
