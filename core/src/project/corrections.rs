//! Corrections of a running sprint: those that were applied, and those only thought of.

use super::{Event, Project};
use crate::backlog::Status;
use crate::correct::{Applied, Trigger};
use crate::source::Document;

/// A correction that somebody thinks about: what happened, in the order in which it is taken in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Draft {
    /// Texts of new stories and epics, each as a document of its own.
    pub texts: Vec<Document>,
    /// Stories and the statuses that they have come to.
    pub statuses: Vec<(String, Status)>,
    /// What is asked.
    pub trigger: Trigger,
}

/// A draft that is kept under a name, to be compared with others.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Scenario {
    /// Its name.
    pub name: String,
    /// The draft.
    pub draft: Draft,
}

impl Project {
    pub(super) fn apply_correction(&mut self, applied: Applied) -> Event {
        self.corrections.push(applied);
        Event::TakeBackCorrection
    }

    pub(super) fn take_back_correction(&mut self) -> Event {
        match self.corrections.pop() {
            Some(applied) => Event::ApplyCorrection {
                applied: Box::new(applied),
            },
            None => Event::Together { events: Vec::new() },
        }
    }

    pub(super) fn keep_scenario(&mut self, scenario: Scenario) -> Event {
        let name = scenario.name.clone();
        match self.scenario(&name) {
            Ok(at) => match self.scenarios.get_mut(at) {
                Some(slot) => Event::KeepScenario {
                    scenario: Box::new(std::mem::replace(slot, scenario)),
                },
                None => Event::ForgetScenario { name },
            },
            Err(at) => {
                self.scenarios.insert(at, scenario);
                Event::ForgetScenario { name }
            }
        }
    }

    pub(super) fn forget_scenario(&mut self, name: String) -> Event {
        match self.scenario(&name) {
            Ok(at) => Event::KeepScenario {
                scenario: Box::new(self.scenarios.remove(at)),
            },
            Err(_) => Event::Together { events: Vec::new() },
        }
    }

    /// Where the scenario is, or where it would go.
    fn scenario(&self, name: &str) -> Result<usize, usize> {
        self.scenarios
            .binary_search_by(|scenario| scenario.name.as_str().cmp(name))
    }
}
