//! What JavaScript gets: plain mirrors of the core's types, fields in the order they are written.
//!
//! Kept apart from the core's own types so that these may change without breaking callers.

use std::collections::BTreeSet;

use serde::Serialize;
use sprintloom_core::backlog::{self, Backlog, natural_order};
use sprintloom_core::graph::{Gate, Graph, Node};
use sprintloom_core::plan;
use sprintloom_core::project::Derived;
use sprintloom_core::source;
use sprintloom_core::write::bound_sentence;
use wasm_bindgen::JsValue;

/// What `read` gives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReadResult {
    /// Epics in natural order.
    pub epics: Vec<Epic>,
    /// Stories in document order.
    pub stories: Vec<Story>,
    /// By path, line, then code.
    pub diagnostics: Vec<Diagnostic>,
}

/// Where something is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Place {
    /// Path of the document, as it was given.
    pub path: String,
    /// Line, from 1.
    pub line: u32,
}

/// An epic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Epic {
    /// Its id: `3`, `0.5`, `14c`.
    pub id: String,
    /// Its title; empty where there is none.
    pub title: String,
    /// The first paragraph under its heading.
    pub goal: Option<String>,
    /// Its status in the status file.
    pub status: Option<&'static str>,
    /// Where it is declared.
    pub declared: Option<Place>,
    /// Number of its stories.
    pub stories: usize,
}

/// A story.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Story {
    /// Its short key: `3-1`.
    pub key: String,
    /// Its key in the status file.
    pub status_key: Option<String>,
    /// Its title; empty where there is none.
    pub title: String,
    /// Id of its epic.
    pub epic: String,
    /// One of the words of the status ladder, or `blocked`, `dropped`, `superseded`.
    pub status: &'static str,
    /// Where it is declared; nowhere when only the status file names it.
    pub declared: Option<Place>,
    /// What it waits for: story keys, and whole epics as `epic-2`; natural order, each once.
    pub depends_on: Vec<String>,
    /// The scopes that can keep it out of a batch: as written, in the order declared, each once.
    pub files: Vec<String>,
    /// How many.
    pub acceptance_criteria: usize,
    /// Top-level tasks: how many.
    pub tasks: usize,
    /// The weight that batches are balanced by, at least 1.
    pub complexity: u32,
}

/// Something found while reading or planning. Sorts by path, line, then code.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Diagnostic {
    /// The document; `None` where no single one is concerned.
    pub path: Option<String>,
    /// The line, from 1.
    pub line: Option<u32>,
    /// A stable code: `SL0301`.
    pub code: &'static str,
    /// `error`, `warning` or `info`.
    pub severity: &'static str,
    /// One sentence.
    pub message: String,
    /// What to do about it, as a sentence.
    pub hint: Option<String>,
}

/// What `plan` gives.
#[derive(Debug, Serialize)]
pub struct PlanResult {
    /// `plan-ready` or `plan-failed`.
    pub status: &'static str,
    /// The session id in the message.
    pub session_id: String,
    /// `BATCH_PLAN_READY` as an object; `null` without a plan.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    pub message: JsValue,
    /// The same as text, byte for byte what the command prints.
    pub message_text: Option<String>,
    /// The return value, as YAML.
    pub return_value_text: String,
    /// How few batches there can be, and whether the plan has that few.
    pub proof: Option<Proof>,
    /// Why there is no plan, in sentences; empty when there is one.
    pub errors: Vec<String>,
    /// By path, line, then code.
    pub diagnostics: Vec<Diagnostic>,
}

/// The proof that comes with a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Proof {
    /// No plan has fewer batches.
    pub lower_bound: usize,
    /// Why, as a clause, as in the return value: "the chain 1-1 → … → 3-2 has 4 stories".
    pub bound_reason: String,
    /// The kind of reason: see `BoundReason::kind`.
    pub bound_kind: &'static str,
    /// Whether the plan has exactly that many.
    pub optimal: bool,
}

impl ReadResult {
    /// What the documents say, as the graph resolves it.
    pub fn new(backlog: &Backlog, graph: &Graph, diagnostics: &[source::Diagnostic]) -> Self {
        let epics = backlog.epics.iter().map(|epic| Epic::new(epic, backlog));
        let stories = backlog.stories.iter().enumerate();
        Self {
            epics: epics.collect(),
            stories: stories
                .map(|(at, story)| Story::new(at, story, backlog, graph))
                .collect(),
            diagnostics: sorted(diagnostics),
        }
    }
}

impl From<&source::Place> for Place {
    fn from(place: &source::Place) -> Self {
        Self {
            path: place.path.to_string(),
            line: place.line,
        }
    }
}

impl Epic {
    fn new(epic: &backlog::Epic, backlog: &Backlog) -> Self {
        Self {
            id: epic.id.to_string(),
            title: epic.title.clone(),
            goal: epic.goal.clone(),
            status: epic.status.map(backlog::EpicStatus::as_str),
            declared: epic.declared.as_ref().map(Place::from),
            stories: backlog
                .stories
                .iter()
                .filter(|story| story.epic == epic.id)
                .count(),
        }
    }
}

impl Story {
    fn new(at: usize, story: &backlog::Story, backlog: &Backlog, graph: &Graph) -> Self {
        let mut paths = BTreeSet::new();
        let scopes = story.constraining_scopes();
        let files = scopes.filter(|scope| paths.insert(&scope.path));
        Self {
            key: story.key.to_string(),
            status_key: story.status_key.clone(),
            title: story.title.clone(),
            epic: story.epic.to_string(),
            status: story.status.as_str(),
            declared: story.declared.as_ref().map(Place::from),
            depends_on: depends_on(at, story, backlog, graph),
            files: files.map(|scope| scope.path.clone()).collect(),
            acceptance_criteria: story.acceptance_criteria.len(),
            tasks: story.tasks.len(),
            complexity: story.complexity(),
        }
    }
}

/// What a story waits for by its own text, by another's ("blocks"), and by its epic's: in natural
/// order, each once.
fn depends_on(at: usize, story: &backlog::Story, backlog: &Backlog, graph: &Graph) -> Vec<String> {
    let start = Gate::Start(story.epic.clone());
    let own_gate = graph.gates.iter().position(|gate| *gate == start);
    let waiting = std::iter::once(at).chain(own_gate.map(|gate| graph.stories + gate));
    let edges = waiting.flat_map(|node| graph.direct_dependencies(node));
    let names = edges.filter_map(|edge| name_of(edge.dependency, backlog, graph));
    let names: BTreeSet<String> = names.collect();
    let mut names: Vec<String> = names.into_iter().collect();
    names.sort_by(|a, b| natural_order(a, b));
    names
}

/// `3-1` for a story, `epic-2` for a whole epic.
fn name_of(node: Node, backlog: &Backlog, graph: &Graph) -> Option<String> {
    match graph.gate(node) {
        Some(Gate::Start(epic) | Gate::End(epic)) => Some(format!("epic-{epic}")),
        None => backlog.stories.get(node).map(|story| story.key.to_string()),
    }
}

impl From<&source::Diagnostic> for Diagnostic {
    fn from(diagnostic: &source::Diagnostic) -> Self {
        let place = diagnostic.place.as_ref();
        Self {
            path: place.map(|place| place.path.to_string()),
            line: place.map(|place| place.line),
            code: diagnostic.code.as_str(),
            severity: diagnostic.severity().as_str(),
            message: diagnostic.message.clone(),
            hint: diagnostic.hint.clone(),
        }
    }
}

fn sorted(diagnostics: &[source::Diagnostic]) -> Vec<Diagnostic> {
    let mut found: Vec<Diagnostic> = diagnostics.iter().map(Diagnostic::from).collect();
    found.sort();
    found
}

impl PlanResult {
    /// The result for what was derived; the texts come from the core's writers.
    pub fn new(
        derived: &Derived,
        session_id: &str,
        message: JsValue,
        message_text: Option<String>,
        return_value_text: String,
    ) -> Self {
        let plan = derived.plan.as_ref();
        Self {
            status: if plan.is_ok() {
                "plan-ready"
            } else {
                "plan-failed"
            },
            session_id: session_id.to_owned(),
            message,
            message_text,
            return_value_text,
            proof: plan
                .ok()
                .map(|plan| Proof::new(&plan.proof, &derived.backlog)),
            errors: plan.err().map(ToString::to_string).into_iter().collect(),
            diagnostics: sorted(&derived.diagnostics),
        }
    }
}

impl Proof {
    fn new(proof: &plan::Proof, backlog: &Backlog) -> Self {
        Self {
            lower_bound: proof.lower_bound,
            bound_reason: bound_sentence(backlog, &proof.reason),
            bound_kind: proof.reason.kind(),
            optimal: proof.optimal,
        }
    }
}
