//! What a correction means: who moves, how large it is, which epics it touches.

use super::situation::Situation;
use super::{Correction, DropRule};
use crate::backlog::{Backlog, EpicId};
use crate::ordering::Table;

/// A story in another batch than before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moved {
    /// The story.
    pub story: usize,
    /// Id of its batch before.
    pub from: u32,
    /// Id of its batch now.
    pub to: u32,
}

/// A dropped story that others wait for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stranded {
    /// The story that was dropped.
    pub dropped: usize,
    /// What waits for it: stories, and gates of whole epics.
    pub waiting: Vec<usize>,
    /// What became of them.
    pub rule: DropRule,
}

/// How large a change is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// Text, or one story: the developer's own business.
    Minor,
    /// Batches or their order change: the product owner's and the developers'.
    Moderate,
    /// An epic comes or goes: the product manager's and the architect's.
    Major,
}

impl Scope {
    /// `Minor`, `Moderate`, `Major`.
    pub fn as_str(self) -> &'static str {
        match self {
            Scope::Minor => "Minor",
            Scope::Moderate => "Moderate",
            Scope::Major => "Major",
        }
    }

    /// Who takes it on.
    pub fn owner(self) -> &'static str {
        match self {
            Scope::Minor => "Developer",
            Scope::Moderate => "Product Owner and Developer",
            Scope::Major => "Product Manager and Architect",
        }
    }
}

/// What a correction means for one epic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct EpicImpact {
    /// Stories in another batch.
    pub moved: usize,
    /// Stories that came in.
    pub added: usize,
    /// Stories that went out.
    pub dropped: usize,
    /// Open stories that stay where they are.
    pub unaffected: usize,
}

pub(super) fn moved(situation: &Situation, after: &[(u32, Vec<usize>)]) -> Vec<Moved> {
    let mut moved = Vec::new();
    for (to, stories) in after {
        for &story in stories {
            if let Some(from) = situation.stood.get(story).copied().flatten()
                && from != *to
            {
                moved.push(Moved {
                    story,
                    from,
                    to: *to,
                });
            }
        }
    }
    moved
}

/// Stories whose batch, or whose place among those that were in their batch before, changed.
pub(super) fn reordered(before: &[(u32, Vec<usize>)], after: &[(u32, Vec<usize>)]) -> usize {
    let all_before = || before.iter().flat_map(|(_, stories)| stories);
    let mut count = 0;
    for (id, now) in after {
        let was = before.iter().find(|(known, _)| known == id);
        let was: Vec<usize> = was.map_or(Vec::new(), |(_, stories)| stories.clone());
        let stayed_before: Vec<usize> = was.iter().copied().filter(|s| now.contains(s)).collect();
        let stayed: Vec<usize> = now.iter().copied().filter(|s| was.contains(s)).collect();
        let turned = stayed_before.iter().zip(&stayed).filter(|(a, b)| a != b);
        count += turned.count();
        let came = now
            .iter()
            .filter(|s| !was.contains(s) && all_before().any(|b| b == *s));
        count += came.count();
    }
    count
}

pub(super) fn scope(correction: &Correction, backlog: &Backlog) -> Scope {
    let changed: Vec<usize> = correction
        .dropped
        .iter()
        .chain(&correction.added)
        .copied()
        .collect();
    let epic_of = |story: usize| backlog.stories.get(story).map(|story| &story.epic);
    let planned = |stories: &[(u32, Vec<usize>)], epic: &EpicId| {
        let mut all = stories.iter().flat_map(|(_, stories)| stories);
        all.any(|&story| epic_of(story) == Some(epic))
    };
    let epic_comes_or_goes = changed.iter().any(|&story| {
        epic_of(story).is_some_and(|epic| {
            let members = backlog.stories.iter().filter(|s| s.epic == *epic).count();
            members > 1 && planned(&correction.before, epic) != planned(&correction.after, epic)
        })
    });
    if epic_comes_or_goes {
        Scope::Major
    } else if correction.reordered > 1 || changed.len() > 1 || correction.batches_more() != 0 {
        Scope::Moderate
    } else {
        Scope::Minor
    }
}

pub(super) fn by_epic(correction: &Correction, backlog: &Backlog) -> Vec<(EpicId, EpicImpact)> {
    let mut impacts: Table<EpicId, EpicImpact> = Table::default();
    let mut count = |story: usize, add: fn(&mut EpicImpact)| {
        if let Some(story) = backlog.stories.get(story) {
            add(impacts.or_insert_with(story.epic.clone(), Default::default));
        }
    };
    for one in &correction.moved {
        count(one.story, |impact| impact.moved += 1);
    }
    for &story in &correction.added {
        count(story, |impact| impact.added += 1);
    }
    for &story in &correction.dropped {
        count(story, |impact| impact.dropped += 1);
    }
    for &story in correction.after.iter().flat_map(|(_, stories)| stories) {
        let moved = correction.moved.iter().any(|one| one.story == story);
        if !moved && !correction.added.contains(&story) {
            count(story, |impact| impact.unaffected += 1);
        }
    }
    impacts.into_iter().collect()
}
