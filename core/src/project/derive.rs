//! From the project to everything that is shown and written.

use std::sync::Arc;

use super::{KnownRun, Project, runs};
use crate::backlog::Backlog;
use crate::correct;
use crate::graph::{self, Graph};
use crate::ordering;
use crate::plan::{self, Bottleneck, HeldBy, Plan, PlanError, PlanSettings};
use crate::read::{self, Reading, StoryDrift};
use crate::source::{Diagnostic, Document};
use crate::sprint_status::{self, Generated, Wishes};
use crate::workflow::tokens::Estimates;

/// All that follows from a project.
#[derive(Debug, Clone, PartialEq)]
pub struct Derived {
    /// What the documents say.
    pub backlog: Backlog,
    /// What waits for what, and what collides.
    pub graph: Graph,
    /// The batches.
    pub plan: Result<Plan, PlanError>,
    /// Runs of stories: those of planned ones first, in their order.
    pub runs: Vec<KnownRun>,
    /// What finished runs say of the estimates.
    pub estimates: Estimates,
    /// The settings of planning with what was learned of the estimates.
    pub settings: PlanSettings,
    /// Everything found on the way: by path, line, then code.
    pub diagnostics: Vec<Diagnostic>,
}

impl Derived {
    /// What holds the plan, as [`plan::bottlenecks`] finds it: in the sprint as its corrections left
    /// it, where there were any. `project` is what was derived.
    ///
    /// # Errors
    /// When there is no plan.
    pub fn bottlenecks(&self, project: &Project) -> Result<Vec<Bottleneck>, PlanError> {
        let made = self.plan.as_ref().map_err(Clone::clone)?;
        let (graph, settings) = (&self.graph, &self.settings);
        let Some(rest) = correct::rest_to_plan(&self.backlog, settings, &project.corrections)
        else {
            return plan::bottlenecks(&self.backlog, graph, settings, made);
        };
        let (backlog, settings) = rest?;
        let mut found = plan::bottlenecks(&backlog, graph, &settings, made)?;
        // What is in progress stays where it is: nobody has pinned it, and nobody can let it go.
        let pins = &project.settings.plan.pins;
        found.retain(|one| match one.held_by {
            HeldBy::Pin { story } => (backlog.stories.get(story))
                .is_some_and(|story| pins.iter().any(|pin| pin.story == story.key.as_str())),
            _ => true,
        });
        // What was agreed on may need more batches than has to be: that is not what holds it.
        let fewest = plan::plan(&backlog, graph, &settings)?.batches.len();
        let fewest = fewest.min(made.batches.len());
        for one in &mut found {
            one.saved = fewest.saturating_sub(one.batches);
        }
        found.retain(|one| one.saved > 0);
        Ok(found)
    }

    /// The plan that these settings of planning would lead to.
    ///
    /// # Errors
    /// As [`plan::plan`](plan::plan()).
    pub fn plan_with(&self, project: &Project, wanted: &PlanSettings) -> Result<Plan, PlanError> {
        let settings = self.estimates.applied_to(wanted);
        let (backlog, graph) = (&self.backlog, &self.graph);
        match correct::resume(backlog, graph, &settings, &project.corrections) {
            None => plan::plan(backlog, graph, &settings),
            Some(resumed) => resumed.map(|(plan, _)| plan),
        }
    }
}

/// Readings kept from one [`derive`](derive()) to the next, so that only changed documents are read again.
#[derive(Debug, Clone, Default)]
pub struct Readings {
    kept: Vec<(Document, Arc<Reading>)>,
}

impl Readings {
    /// Where the documents of each story of `backlog`, which was derived last, have drifted
    /// apart; see [`read::drift`](read::drift()).
    pub fn drift(&self, backlog: &Backlog) -> Vec<StoryDrift> {
        let readings: Vec<&Reading> = self.kept.iter().map(|(_, reading)| &**reading).collect();
        read::drift(&readings, backlog)
    }

    /// The status file merged with what `backlog`, which was derived last, declares; see
    /// [`sprint_status::generate`](sprint_status::generate()).
    pub fn generate(&self, file: &Document, backlog: &Backlog, now: &str) -> Generated {
        let readings: Vec<&Reading> = self.kept.iter().map(|(_, reading)| &**reading).collect();
        let wishes = Wishes {
            now: Some(now),
            same: &[],
        };
        sprint_status::generate(file, &readings, backlog, &wishes)
    }

    /// What the documents say.
    pub(super) fn backlog(&mut self, documents: &[Document]) -> Backlog {
        let read = self.of(documents);
        read::join(&read.iter().map(AsRef::as_ref).collect::<Vec<_>>()).0
    }

    /// The backlog of the documents that were derived last and of these, with what is found on the
    /// way: what a draft would be among the others.
    pub fn joined_with(&self, others: &[Reading]) -> (Backlog, Vec<Diagnostic>) {
        let kept = self.kept.iter().map(|(_, reading)| &**reading);
        read::join(&kept.chain(others).collect::<Vec<_>>())
    }

    fn of(&mut self, documents: &[Document]) -> Vec<Arc<Reading>> {
        let mut before = std::mem::take(&mut self.kept).into_iter().peekable();
        for document in documents {
            // Both lists are in path order: one walk finds what has not changed.
            while before
                .peek()
                .is_some_and(|(old, _)| old.path < document.path)
            {
                before.next();
            }
            let unchanged = before.next_if(|(old, _)| old == document);
            self.kept.push(match unchanged {
                Some(kept) => kept,
                None => (document.clone(), Arc::new(read::document(document))),
            });
        }
        self.kept
            .iter()
            .map(|(_, reading)| Arc::clone(reading))
            .collect()
    }
}

/// Reads, builds the graph and plans. The same project gives the same result, always;
/// `readings` only saves work.
pub fn derive(project: &Project, readings: &mut Readings) -> Derived {
    let read = readings.of(&project.documents);
    let (mut backlog, mut diagnostics) =
        read::join(&read.iter().map(AsRef::as_ref).collect::<Vec<_>>());
    diagnostics.extend(correct::overlay(&mut backlog, &project.corrections));
    let reopened = correct::reopen(&mut backlog, &project.corrections);
    let (mut graph, found) = graph::build(&backlog, &project.settings.graph);
    diagnostics.extend(found);
    let planning = &project.settings.plan;
    correct::relink(
        &mut backlog,
        &mut graph,
        planning,
        &project.corrections,
        reopened,
    );
    let (runs, found) = runs::known_runs(project, &backlog);
    diagnostics.extend(found);
    let estimates = runs::estimates(&runs, &backlog, &project.settings.plan);
    let settings = estimates.applied_to(&project.settings.plan);
    let plan = match correct::resume(&backlog, &graph, &settings, &project.corrections) {
        None => plan::plan(&backlog, &graph, &settings),
        Some(resumed) => resumed.map(|(plan, said)| {
            diagnostics.extend(said);
            plan
        }),
    };
    if let Ok(plan) = &plan {
        diagnostics.extend(plan.diagnostics(&backlog, &graph));
    }
    ordering::sort_by(&mut diagnostics, |a, b| {
        let place = |d: &Diagnostic| d.place.as_ref().map(|p| (Arc::clone(&p.path), p.line));
        place(a)
            .cmp(&place(b))
            .then_with(|| a.code.cmp(&b.code))
            .then_with(|| a.message.cmp(&b.message))
    });
    Derived {
        backlog,
        graph,
        plan,
        runs,
        estimates,
        settings,
        diagnostics,
    }
}
