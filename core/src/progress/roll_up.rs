//! How far the epics are, and the status that their stories give them.

use crate::backlog::{Backlog, EpicId, EpicStatus, Status, Story};

/// How many stories have which status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct StatusCounts {
    /// In the order of [`StatusCounts::ORDER`].
    pub stories: [u32; 8],
    /// The same as sums of complexity.
    pub complexity: [u32; 8],
}

impl StatusCounts {
    /// The statuses, in the order of the counts.
    pub const ORDER: [Status; 8] = [
        Status::Backlog,
        Status::ReadyForDev,
        Status::InProgress,
        Status::Review,
        Status::Done,
        Status::Blocked,
        Status::Dropped,
        Status::Superseded,
    ];

    /// The counts of these stories.
    pub fn of<'a>(stories: impl IntoIterator<Item = &'a Story>) -> Self {
        let mut counts = Self::default();
        for story in stories {
            counts.add(story.status, story.complexity());
        }
        counts
    }

    /// Counts one more.
    pub fn add(&mut self, status: Status, complexity: u32) {
        let at = Self::place(status);
        if let (Some(number), Some(sum)) = (self.stories.get_mut(at), self.complexity.get_mut(at)) {
            *number += 1;
            *sum = sum.saturating_add(complexity);
        }
    }

    fn place(status: Status) -> usize {
        let mut order = Self::ORDER.iter();
        order.position(|one| *one == status).unwrap_or(0)
    }

    /// How many have this status.
    pub fn count(&self, status: Status) -> u32 {
        self.stories.get(Self::place(status)).copied().unwrap_or(0)
    }

    /// How many there are that count: not dropped, not superseded.
    pub fn in_scope(&self) -> u32 {
        self.total() - self.count(Status::Dropped) - self.count(Status::Superseded)
    }

    /// How many there are.
    pub fn total(&self) -> u32 {
        self.stories.iter().sum()
    }

    /// How many are still to be done.
    pub fn open(&self) -> u32 {
        self.in_scope() - self.count(Status::Done)
    }

    /// The status that an epic of these stories has: done when nothing is open, in progress when
    /// a story has left the backlog. An epic without stories in scope has not begun.
    pub fn epic_status(&self) -> EpicStatus {
        let begun = self.in_scope() > self.count(Status::Backlog);
        match (self.open(), self.count(Status::Done)) {
            (0, 1..) => EpicStatus::Done,
            _ if begun => EpicStatus::InProgress,
            _ => EpicStatus::Backlog,
        }
    }
}

/// How far one epic is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EpicProgress {
    /// The epic.
    pub epic: EpicId,
    /// Its title; empty where there is none.
    pub title: String,
    /// Its stories by status.
    pub counts: StatusCounts,
    /// Its status as written in the status file.
    pub written: Option<EpicStatus>,
    /// The status that its stories give it.
    pub stands: EpicStatus,
}

impl EpicProgress {
    /// The status to write, where the written one is behind: a status is never lowered.
    pub fn proposed(&self) -> Option<EpicStatus> {
        let written = self.written.unwrap_or_default();
        (self.stands > written).then_some(self.stands)
    }

    /// The written status is further than the stories are.
    pub fn ahead(&self) -> bool {
        self.written.is_some_and(|written| written > self.stands)
    }

    /// What there is to say of its status, as a sentence; `None` where all is well.
    pub fn sentence(&self) -> Option<String> {
        let of = |status: EpicStatus| status.as_str();
        let counts = &self.counts;
        let stands = match self.stands {
            EpicStatus::Done if counts.in_scope() == 1 => "its only story is finished".to_owned(),
            EpicStatus::Done => format!("all {} stories are finished", counts.in_scope()),
            EpicStatus::InProgress => format!(
                "{} of {} stories have begun",
                counts.in_scope() - counts.count(Status::Backlog),
                counts.in_scope()
            ),
            EpicStatus::Backlog => "no story has begun".to_owned(),
        };
        let written = self.written.map_or("not written", of);
        if let Some(status) = self.proposed() {
            return Some(format!(
                "Epic {} can be set to {}: {stands}, its status is {written}.",
                self.epic,
                of(status)
            ));
        }
        self.ahead().then(|| {
            format!(
                "Epic {} is written as {written}, but {}.",
                self.epic,
                match counts.open() {
                    _ if self.stands == EpicStatus::Backlog => stands,
                    0 => stands,
                    1 => "1 story is open".to_owned(),
                    open => format!("{open} stories are open"),
                }
            )
        })
    }
}

/// How far each epic is, in their order.
pub fn roll_up(backlog: &Backlog) -> Vec<EpicProgress> {
    let of = |epic: &crate::backlog::Epic| {
        let own = backlog.stories.iter();
        let counts = StatusCounts::of(own.filter(|story| story.epic == epic.id));
        EpicProgress {
            epic: epic.id.clone(),
            title: epic.title.clone(),
            counts,
            written: epic.status,
            stands: counts.epic_status(),
        }
    };
    backlog.epics.iter().map(of).collect()
}
