//! From what the stories say of each other to edges.

use super::cycles::merged;
use super::{DependencyEdge, External, Gate, Graph, Node};
use crate::backlog::{Backlog, DependencyRef, Direction, EpicId, StoryKey, Strength, Target};
use crate::ordering::{self, Table};
use crate::source::{Code, Diagnostic, Edit, Fix, Span};

/// Resolves every dependency of every story and epic; what names nothing is a diagnostic or an external.
pub(super) fn edges(backlog: &Backlog, diagnostics: &mut Vec<Diagnostic>) -> Graph {
    let mut resolver = Resolver {
        backlog,
        stories: backlog.index(),
        by_epic: members(backlog),
        gates: Vec::new(),
        edges: Vec::new(),
        externals: Vec::new(),
        diagnostics,
    };
    for (at, story) in backlog.stories.iter().enumerate() {
        for dependency in &story.dependencies {
            resolver.story_dependency(at, dependency);
        }
    }
    for epic in &backlog.epics {
        for dependency in &epic.dependencies {
            resolver.epic_dependency(&epic.id, dependency);
        }
    }
    resolver.finish()
}

/// Stories of each epic, in document order.
fn members(backlog: &Backlog) -> Table<&EpicId, Vec<usize>> {
    Table::grouped(
        backlog
            .stories
            .iter()
            .enumerate()
            .map(|(at, story)| (&story.epic, at)),
    )
}

/// An end of an edge before gates have their numbers.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum End {
    Story(usize),
    Gate(Gate),
}

struct Resolver<'a> {
    backlog: &'a Backlog,
    stories: Table<&'a StoryKey, usize>,
    by_epic: Table<&'a EpicId, Vec<usize>>,
    /// Gates that an edge needs; few, so a list.
    gates: Vec<Gate>,
    /// Edges as (dependent, dependency) and what is said of them.
    edges: Vec<(End, End, DependencyEdge)>,
    externals: Vec<External>,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Resolver<'_> {
    fn story_dependency(&mut self, story: usize, dependency: &DependencyRef) {
        let this = self
            .backlog
            .stories
            .get(story)
            .map(|s| (s.key.clone(), s.epic.clone()));
        let Some((key, epic)) = this else { return };
        for target in &dependency.targets {
            let found = self.targets(story, &key, &epic, target, dependency);
            // Stories before gates: a story that names itself and others keeps the others.
            for other in found {
                if other == End::Story(story) {
                    if matches!(target, Target::Story(_)) {
                        self.report(
                            Code::SelfDependency,
                            dependency,
                            format!("Story {key} depends on itself; this is left out"),
                            "Name another story, or remove it.",
                            without_value(dependency),
                        );
                    }
                    continue;
                }
                self.connect(other, End::Story(story), dependency);
            }
        }
    }

    fn epic_dependency(&mut self, epic: &EpicId, dependency: &DependencyRef) {
        let members = self.by_epic.get(epic).cloned().unwrap_or_default();
        let Some(&first) = members.first() else {
            return;
        };
        for target in &dependency.targets {
            // A story of the epic itself is no prerequisite of the epic.
            let key = StoryKey::new("");
            for other in self.targets(first, &key, epic, target, dependency) {
                let inside = match &other {
                    End::Story(at) => members.contains(at),
                    End::Gate(Gate::End(id) | Gate::Start(id)) => id == epic,
                };
                if !inside {
                    let gate = match dependency.direction {
                        Direction::Requires => Gate::Start(epic.clone()),
                        Direction::Blocks => Gate::End(epic.clone()),
                    };
                    let end = self.gate(gate);
                    self.connect(other, end, dependency);
                }
            }
        }
    }

    /// What a target names, seen from a story; unknown names are reported.
    fn targets(
        &mut self,
        story: usize,
        key: &StoryKey,
        epic: &EpicId,
        target: &Target,
        dependency: &DependencyRef,
    ) -> Vec<End> {
        match target {
            Target::Story(wanted) => match self.find(wanted, key) {
                Some(at) => vec![End::Story(at)],
                None => {
                    self.unknown(key, wanted, dependency);
                    Vec::new()
                }
            },
            Target::Range(first, last) => match (self.find(first, key), self.find(last, key)) {
                (Some(from), Some(to)) => (from.min(to)..=from.max(to))
                    .filter(|&at| at != story)
                    .map(End::Story)
                    .collect(),
                (from, to) => {
                    for (wanted, found) in [(first, from), (last, to)] {
                        if found.is_none() {
                            self.unknown(key, wanted, dependency);
                        }
                    }
                    from.or(to)
                        .filter(|&at| at != story)
                        .map(End::Story)
                        .into_iter()
                        .collect()
                }
            },
            Target::Epic(id) if id == epic => {
                self.report(
                    Code::UnclearDependency,
                    dependency,
                    format!(
                        "{} names its own epic {id} as a prerequisite; this is left out",
                        who(key)
                    ),
                    "Name the stories of the epic that come first.",
                    None,
                );
                Vec::new()
            }
            Target::Epic(id) => self.whole_epic(id, key, dependency),
            Target::AllPrevious(other) => {
                let wanted = other.as_ref().unwrap_or(epic);
                if wanted == epic {
                    let members = self
                        .by_epic
                        .get(wanted)
                        .map(Vec::as_slice)
                        .unwrap_or_default();
                    members
                        .iter()
                        .copied()
                        .filter(|&at| at < story)
                        .map(End::Story)
                        .collect()
                } else {
                    let id = wanted.clone();
                    self.whole_epic(&id, key, dependency)
                }
            }
            Target::AllPreviousEpics => {
                let before: Vec<EpicId> = self
                    .backlog
                    .epics
                    .iter()
                    .map(|e| e.id.clone())
                    .take_while(|id| id != epic)
                    .collect();
                before
                    .iter()
                    .flat_map(|id| self.whole_epic(id, key, dependency))
                    .collect()
            }
            Target::External(name) => {
                self.externals.push(External {
                    story,
                    name: name.clone(),
                    place: dependency.place.clone(),
                });
                Vec::new()
            }
        }
    }

    fn whole_epic(&mut self, id: &EpicId, key: &StoryKey, dependency: &DependencyRef) -> Vec<End> {
        if self.by_epic.contains_key(id) {
            let gate = match dependency.direction {
                Direction::Requires => Gate::End(id.clone()),
                Direction::Blocks => Gate::Start(id.clone()),
            };
            return vec![self.gate(gate)];
        }
        // An epic that is known but has no stories yet asks for nothing.
        if self.backlog.epic(id).is_none() {
            self.report(
                Code::UnknownDependency,
                dependency,
                format!(
                    "{} depends on Epic {id}, which no document declares",
                    who(key)
                ),
                "Add the document that declares it, or correct the number.",
                None,
            );
        }
        Vec::new()
    }

    /// The story a key means, seen from another story: itself, or with that story's family prefix.
    fn find(&self, wanted: &StoryKey, from: &StoryKey) -> Option<usize> {
        if let Some(&at) = self.stories.get(wanted) {
            return Some(at);
        }
        let prefix_end = from.as_str().find(|c: char| c.is_ascii_digit())?;
        let prefix = from.as_str().get(..prefix_end).filter(|p| !p.is_empty())?;
        self.stories
            .get(&StoryKey::new(format!("{prefix}{wanted}")))
            .copied()
    }

    fn unknown(&mut self, key: &StoryKey, wanted: &StoryKey, dependency: &DependencyRef) {
        let near = nearest(wanted, self.stories.iter().map(|(key, _)| *key));
        let fix = near.and_then(|near| use_instead(dependency, wanted, near));
        let hint = match near {
            Some(near) => format!("Did you mean {near}?"),
            None => "Add the document that declares it, or correct the key.".to_owned(),
        };
        self.report(
            Code::UnknownDependency,
            dependency,
            format!(
                "{} depends on {wanted}, which no document declares",
                who(key)
            ),
            hint,
            fix,
        );
    }

    fn report(
        &mut self,
        code: Code,
        dependency: &DependencyRef,
        message: String,
        hint: impl Into<String>,
        fix: Option<Fix>,
    ) {
        self.diagnostics.push(
            Diagnostic::new(code, Some(dependency.place.clone()), message)
                .with_hint(hint)
                .with_fix(fix),
        );
    }

    /// The gate as an end; its edges to or from its stories come at the end.
    fn gate(&mut self, gate: Gate) -> End {
        if !self.gates.contains(&gate) {
            self.gates.push(gate.clone());
        }
        End::Gate(gate)
    }

    /// One edge, in the direction the dependency has.
    fn connect(&mut self, other: End, this: End, dependency: &DependencyRef) {
        if dependency.satisfied {
            return;
        }
        let (first, then) = match dependency.direction {
            Direction::Requires => (other, this),
            Direction::Blocks => (this, other),
        };
        let edge = DependencyEdge {
            dependency: 0,
            dependent: 0,
            strength: dependency.strength,
            places: vec![dependency.place.clone()],
            text: dependency.text.clone(),
            broken: false,
            alternative: dependency.alternatives,
        };
        self.edges.push((then, first, edge));
    }

    fn finish(self) -> Graph {
        let stories = self.backlog.stories.len();
        let mut gates = self.gates;
        ordering::sort(&mut gates);
        let number = |end: &End| -> Node {
            match end {
                End::Story(at) => *at,
                End::Gate(gate) => stories + gates.binary_search(gate).unwrap_or(0),
            }
        };
        let mut edges: Vec<DependencyEdge> = Vec::with_capacity(self.edges.len());
        for (then, first, mut edge) in self.edges {
            edge.dependency = number(&first);
            edge.dependent = number(&then);
            edges.push(edge);
        }
        for (at, gate) in gates.iter().enumerate() {
            let (Gate::Start(id) | Gate::End(id)) = gate;
            for &story in self.by_epic.get(id).map(Vec::as_slice).unwrap_or_default() {
                let (dependency, dependent) = match gate {
                    Gate::Start(_) => (stories + at, story),
                    Gate::End(_) => (story, stories + at),
                };
                edges.push(DependencyEdge {
                    dependency,
                    dependent,
                    strength: Strength::Hard,
                    places: Vec::new(),
                    text: String::new(),
                    broken: false,
                    alternative: false,
                });
            }
        }
        Graph {
            stories,
            gates,
            edges: merged(edges),
            externals: self.externals,
            ..Graph::default()
        }
    }
}

/// "None" instead of a value that names nothing but the story itself.
fn without_value(dependency: &DependencyRef) -> Option<Fix> {
    let place = &dependency.place;
    let exact = place.span.end - place.span.start == dependency.text.len();
    (exact && dependency.targets.len() == 1).then(|| Fix {
        label: "Remove the dependency".to_owned(),
        edits: vec![Edit {
            path: place.path.to_string(),
            span: place.span,
            replacement: "None".to_owned(),
        }],
    })
}

/// The nearest known key where the unknown one is written, in the same way of writing.
fn use_instead(dependency: &DependencyRef, wanted: &StoryKey, near: &StoryKey) -> Option<Fix> {
    let place = &dependency.place;
    if place.span.end - place.span.start != dependency.text.len() {
        return None;
    }
    let written = |key: &StoryKey, dotted: bool| match key.as_str().rsplit_once('-') {
        Some((epic, story)) if dotted => format!("{epic}.{story}"),
        _ => key.to_string(),
    };
    let (at, dotted) = [true, false].into_iter().find_map(|dotted| {
        let form = written(wanted, dotted);
        let mut found = dependency
            .text
            .match_indices(form.as_str())
            .filter(|(at, _)| {
                // Not the 3.1 of 3.12 or of 13.1.
                let around = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() && c != '.');
                let before = dependency
                    .text
                    .get(..*at)
                    .and_then(|text| text.chars().next_back());
                let after = dependency
                    .text
                    .get(at + form.len()..)
                    .and_then(|text| text.chars().next());
                around(before) && after.is_none_or(|c| !c.is_alphanumeric())
            });
        let first = found.next()?;
        found.next().is_none().then_some((first.0, dotted))
    })?;
    let start = place.span.start + at;
    Some(Fix {
        label: format!("Use {near} instead"),
        edits: vec![Edit {
            path: place.path.to_string(),
            span: Span::new(start, start + written(wanted, dotted).len()),
            replacement: written(near, dotted),
        }],
    })
}

fn who(key: &StoryKey) -> String {
    if key.as_str().is_empty() {
        "An epic".to_owned()
    } else {
        format!("Story {key}")
    }
}

/// The known key with the smallest edit distance, at most 2, the first in natural order on a tie.
fn nearest<'a>(
    wanted: &StoryKey,
    known: impl Iterator<Item = &'a StoryKey>,
) -> Option<&'a StoryKey> {
    known
        .map(|key| (distance(wanted.as_str(), key.as_str()), key))
        .filter(|(distance, _)| *distance <= 2)
        .min_by(|a, b| a.0.cmp(&b.0))
        .map(|(_, key)| key)
}

/// Levenshtein distance in bytes; keys are short.
fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, left) in a.bytes().enumerate() {
        let mut diagonal = i;
        let mut previous = i + 1;
        let mut next = vec![previous];
        for (right, above) in b.bytes().zip(row.iter().skip(1)) {
            let best = (diagonal + usize::from(left != right))
                .min(above + 1)
                .min(previous + 1);
            diagonal = *above;
            previous = best;
            next.push(best);
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}
