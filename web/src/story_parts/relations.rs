//! How the stories stand to one of them: for highlights only, nothing is decided here.

use crate::wire::{Need, Snapshot};

/// How a story stands to the one looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Relation {
    /// Not at all.
    #[default]
    None,
    /// It is the one.
    Itself,
    /// The one waits for it.
    Before,
    /// The one waits for something that waits for it.
    FarBefore,
    /// It waits for the one.
    After,
    /// It waits for something that waits for the one.
    FarAfter,
    /// Both touch a file.
    Shares,
}

impl Relation {
    /// The name in style sheets.
    pub fn class(self) -> &'static str {
        match self {
            Relation::None => "",
            Relation::Itself => "itself",
            Relation::Before => "before",
            Relation::FarBefore => "far before",
            Relation::After => "after",
            Relation::FarAfter => "far after",
            Relation::Shares => "shares",
        }
    }
}

/// How every story stands to `story`.
pub fn relations(snapshot: &Snapshot, story: u32) -> Vec<Relation> {
    let count = snapshot.stories.len();
    let mut relations = vec![Relation::None; count];
    let direct: Vec<Vec<u32>> = (0..count).map(|at| prerequisites(snapshot, at)).collect();
    let mut followers: Vec<Vec<u32>> = vec![Vec::new(); count];
    for (at, needs) in (0_u32..).zip(&direct) {
        for &need in needs {
            if let Some(list) = followers.get_mut(need as usize) {
                list.push(at);
            }
        }
    }
    spread(
        &direct,
        story,
        &mut relations,
        Relation::Before,
        Relation::FarBefore,
    );
    spread(
        &followers,
        story,
        &mut relations,
        Relation::After,
        Relation::FarAfter,
    );
    for other in shared(snapshot, story) {
        if let Some(slot) = relations
            .get_mut(other as usize)
            .filter(|slot| **slot == Relation::None)
        {
            *slot = Relation::Shares;
        }
    }
    if let Some(slot) = relations.get_mut(story as usize) {
        *slot = Relation::Itself;
    }
    relations
}

/// The stories that `story` collides with, each once, in order.
pub fn shared(snapshot: &Snapshot, story: u32) -> Vec<u32> {
    let mut collides = vec![false; snapshot.stories.len()];
    for group in &snapshot.conflicts {
        let holds = group.holders.contains(&story);
        let covered = group.covered.contains(&story);
        let holders = if holds || covered {
            group.holders.as_slice()
        } else {
            &[]
        };
        let inside = if holds { group.covered.as_slice() } else { &[] };
        for &other in holders
            .iter()
            .chain(inside)
            .filter(|&&other| other != story)
        {
            if let Some(slot) = collides.get_mut(other as usize) {
                *slot = true;
            }
        }
    }
    (0..)
        .zip(collides)
        .filter(|(_, collides)| *collides)
        .map(|(at, _)| at)
        .collect()
}

/// The stories that a story waits for directly; of a whole epic, all of it.
fn prerequisites(snapshot: &Snapshot, story: usize) -> Vec<u32> {
    let Some(row) = snapshot.stories.get(story) else {
        return Vec::new();
    };
    row.needs
        .iter()
        .flat_map(|need| match *need {
            Need::Story(at) => vec![at],
            Need::Epic(epic) => (0_u32..)
                .zip(&snapshot.stories)
                .filter(|(_, other)| other.epic == epic && row.epic != epic)
                .map(|(at, _)| at)
                .collect(),
        })
        .collect()
}

fn spread(
    edges: &[Vec<u32>],
    from: u32,
    relations: &mut [Relation],
    near: Relation,
    far: Relation,
) {
    let mut waiting = vec![(from, near)];
    while let Some((at, mark)) = waiting.pop() {
        for &next in edges.get(at as usize).into_iter().flatten() {
            let Some(slot) = relations.get_mut(next as usize) else {
                continue;
            };
            if *slot == Relation::None {
                *slot = mark;
                waiting.push((next, far));
            } else if mark == near && *slot == far {
                *slot = near;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{ConflictRow, Status, StoryRow};

    fn snapshot(needs: &[&[u32]]) -> Snapshot {
        let story = |needs: &&[u32]| StoryRow {
            key: String::new(),
            title: String::new(),
            epic: 0,
            status: Status::Backlog,
            complexity: 1,
            files: 0,
            paths: String::new(),
            needs: needs.iter().map(|&at| Need::Story(at)).collect(),
            batch: None,
            spot: None,
            also: Vec::new(),
        };
        Snapshot {
            stories: needs.iter().map(story).collect(),
            ..Snapshot::default()
        }
    }

    #[test]
    fn chains_spread_both_ways_and_files_sideways() {
        let mut snapshot = snapshot(&[&[], &[0], &[1, 0], &[2], &[]]);
        snapshot.conflicts.push(ConflictRow {
            path: "a.rs".to_owned(),
            registry: false,
            holders: vec![2, 4],
            covered: vec![],
        });
        use Relation::{After, Before, Itself, Shares};
        assert_eq!(
            relations(&snapshot, 2),
            [Before, Before, Itself, After, Shares]
        );
        assert_eq!(relations(&snapshot, 3)[0], Relation::FarBefore);
    }

    #[test]
    fn a_circle_ends() {
        let snapshot = snapshot(&[&[1], &[0]]);
        assert_eq!(
            relations(&snapshot, 0),
            [Relation::Itself, Relation::Before]
        );
    }
}
