//! What a story waits for, each met or not, and what waits for it.

use super::Standing;
use crate::backlog::{Status, Strength};
use crate::graph::{DependencyEdge, Gate, Node};
use crate::ordering::{self, Set};
use crate::source::Place;

/// What a prerequisite is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Need {
    /// A story of the backlog.
    Story(usize),
    /// Something that no document declares: a service, a pull request, a package.
    External(String),
}

/// One thing that has to be there before a story can begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prerequisite {
    /// What it is.
    pub need: Need,
    /// Whether it is there; of alternatives one is enough. Nobody can say so of an external one,
    /// which counts as not known and holds nothing up.
    pub met: bool,
    /// Soft ones hold nothing up.
    pub strength: Strength,
    /// It was left out to break a circle and holds nothing up.
    pub broken: bool,
    /// One of several, of which one is enough.
    pub alternative: bool,
    /// The text names a whole epic and this is one of its stories.
    pub by_epic: bool,
    /// Where it is written.
    pub place: Option<Place>,
}

impl Prerequisite {
    /// Whether the story had better not begin because of it.
    pub fn holds(&self) -> bool {
        !self.met
            && !self.broken
            && self.strength == Strength::Hard
            && matches!(self.need, Need::Story(_))
    }
}

/// The prerequisites of a story as the text states them, whole epics story by story; stories in
/// backlog order, then what is no story.
pub fn prerequisites(standing: &Standing<'_>, story: usize) -> Vec<Prerequisite> {
    let graph = standing.graph;
    let mut found: Vec<(usize, Prerequisite)> = Vec::new();
    // An epic's own prerequisites reach its stories through the gate of its start.
    let gates = graph
        .edges_to(story)
        .filter(|edge| edge.dependency >= graph.stories && edge.places.is_empty())
        .flat_map(|gate| graph.edges_to(gate.dependency));
    for edge in graph
        .edges_to(story)
        .chain(gates)
        .filter(|edge| !edge.places.is_empty())
    {
        for (needed, by_epic) in stories_of(standing, edge.dependency) {
            found.push((needed, of_edge(standing, edge, needed, by_epic)));
        }
    }
    ordering::sort_by(&mut found, |a, b| a.0.cmp(&b.0));
    found.dedup_by(|later, first| later.0 == first.0);
    settle_alternatives(&mut found);
    let externals = graph.externals.iter().filter(|one| one.story == story);
    let externals = externals.map(|external| Prerequisite {
        need: Need::External(external.name.clone()),
        met: false,
        strength: Strength::Hard,
        broken: false,
        alternative: false,
        by_epic: false,
        place: Some(external.place.clone()),
    });
    found
        .into_iter()
        .map(|(_, prerequisite)| prerequisite)
        .chain(externals)
        .collect()
}

/// Whether everything is there that the story needs before it can begin.
pub(super) fn is_free(standing: &Standing<'_>, story: usize) -> bool {
    holding(standing, story).is_empty()
}

/// The stories that have to be done before this one can begin.
pub(super) fn holding(standing: &Standing<'_>, story: usize) -> Vec<usize> {
    let needs = prerequisites(standing, story);
    let holding = needs.iter().filter(|need| need.holds());
    let stories = holding.filter_map(|need| match need.need {
        Need::Story(story) => Some(story),
        Need::External(_) => None,
    });
    stories.collect()
}

/// The unfinished stories that wait for this one, directly or through others, in backlog order.
pub fn held_up(standing: &Standing<'_>, story: usize) -> Vec<usize> {
    Waiting::of(standing).for_story(story)
}

/// What waits for what, to be asked more than once.
pub(super) struct Waiting<'a> {
    standing: &'a Standing<'a>,
    /// Edges that bind, as (dependency, dependent), sorted.
    edges: Vec<(Node, Node)>,
}

impl<'a> Waiting<'a> {
    pub(super) fn of(standing: &'a Standing<'a>) -> Self {
        let edges = standing.graph.edges.iter();
        let mut edges: Vec<(Node, Node)> = edges
            .filter(|edge| edge.constrains())
            .map(|edge| (edge.dependency, edge.dependent))
            .collect();
        ordering::sort(&mut edges);
        Self { standing, edges }
    }

    /// As [`held_up`].
    pub(super) fn for_story(&self, story: usize) -> Vec<usize> {
        let mut seen = Set::default();
        let mut nodes: Vec<Node> = vec![story];
        let mut found = Vec::new();
        while let Some(node) = nodes.pop() {
            let start = self.edges.partition_point(|edge| edge.0 < node);
            let after = self.edges.iter().skip(start);
            for &(_, next) in after.take_while(|edge| edge.0 == node) {
                if next == story || !seen.insert(next) {
                    continue;
                }
                let waits = self.standing.story(next);
                if waits.is_none_or(|story| story.status.is_pending()) {
                    nodes.push(next);
                    if next < self.standing.graph.stories {
                        found.push(next);
                    }
                }
            }
        }
        ordering::sort(&mut found);
        found
    }
}

fn of_edge(
    standing: &Standing<'_>,
    edge: &DependencyEdge,
    needed: usize,
    by_epic: bool,
) -> Prerequisite {
    let status = standing.story(needed).map(|story| story.status);
    // Of a whole epic, what was dropped is no longer part of it.
    let met = match status {
        Some(Status::Done) => true,
        Some(Status::Dropped | Status::Superseded) => by_epic,
        _ => false,
    };
    Prerequisite {
        need: Need::Story(needed),
        met,
        strength: edge.strength,
        broken: edge.broken,
        alternative: edge.alternative,
        by_epic,
        place: edge.places.first().cloned(),
    }
}

/// The story at a node, or the stories of the epic whose end it is.
fn stories_of(standing: &Standing<'_>, node: Node) -> Vec<(usize, bool)> {
    match standing.graph.gate(node) {
        None => vec![(node, false)],
        Some(Gate::End(epic)) => (standing.backlog.stories.iter().enumerate())
            .filter(|(_, story)| story.epic == *epic)
            .map(|(at, _)| (at, true))
            .collect(),
        Some(Gate::Start(_)) => Vec::new(),
    }
}

/// "A or B": where one is there, the others are not needed.
fn settle_alternatives(found: &mut [(usize, Prerequisite)]) {
    let met: Vec<Option<Place>> = found
        .iter()
        .filter(|(_, need)| need.alternative && need.met)
        .map(|(_, need)| need.place.clone())
        .collect();
    for (_, need) in found.iter_mut().filter(|(_, need)| need.alternative) {
        need.met |= met.contains(&need.place);
    }
}
