//! Epics and stories.

use super::{DependencyRef, EpicId, EpicStatus, FileScope, Status, StoryKey};
use crate::source::Place;

/// "As a …, I want …, so that …".
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UserStory {
    /// Who.
    pub role: Option<String>,
    /// What.
    pub want: Option<String>,
    /// Why.
    pub benefit: Option<String>,
}

/// One acceptance criterion or one top-level task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Its first line, without bullet, number or check box.
    pub text: String,
    /// Whether its check box is ticked.
    pub done: bool,
    /// Where it stands.
    pub place: Place,
}

/// A declared priority.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Priority {
    /// 0 is the most urgent.
    pub rank: u8,
    /// The word as written.
    pub text: String,
}

/// A declared effort.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effort {
    /// Story points in tenths (2.5 points are 25), where the text gives points.
    pub points_tenths: Option<u32>,
    /// The words as written.
    pub text: String,
}

/// What sort of work a story is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum StoryKind {
    /// Value for a user.
    #[default]
    Feature,
    /// Deployment, monitoring, security, performance.
    Infrastructure,
    /// Data or feature migration.
    Migration,
    /// Service levels, incidents, backup.
    Operational,
    /// Security.
    Security,
    /// Research.
    Spike,
}

/// One story.
#[derive(Debug, Clone, PartialEq)]
pub struct Story {
    /// Canonical short key, unique in the backlog.
    pub key: StoryKey,
    /// The key in the status file (`3-1-user-authentication`), where it has this story.
    pub status_key: Option<String>,
    /// Title, without id and decoration; empty where there is none.
    pub title: String,
    /// The epic it belongs to.
    pub epic: EpicId,
    /// Where it is declared; `None` for a story known from the status file only.
    pub declared: Option<Place>,
    /// Other declarations that agree with the first (its own story file, mostly).
    pub also_declared: Vec<Place>,
    /// No document declares it: `declared` is a line that names it in passing, and nothing but the
    /// status file tells of it.
    pub is_only_mentioned: bool,
    /// Role, want, benefit.
    pub statement: UserStory,
    /// Acceptance criteria in order.
    pub acceptance_criteria: Vec<Item>,
    /// Top-level tasks in order.
    pub tasks: Vec<Item>,
    /// Priority, where declared.
    pub priority: Option<Priority>,
    /// Effort, where declared.
    pub effort: Option<Effort>,
    /// Dependencies as stated.
    pub dependencies: Vec<DependencyRef>,
    /// File scopes as stated, each path once.
    pub scopes: Vec<FileScope>,
    /// Status: the status file's, else the story file's, else backlog.
    pub status: Status,
    /// The status word as written, where it is not the legal one.
    pub status_text: Option<String>,
    /// Where the status is written.
    pub status_place: Option<Place>,
    /// What sort of work it is.
    pub kind: StoryKind,
}

impl Story {
    /// A story of which only the key, title and epic are known.
    pub fn new(key: StoryKey, title: impl Into<String>, epic: EpicId) -> Self {
        Self {
            key,
            status_key: None,
            title: title.into(),
            epic,
            declared: None,
            also_declared: Vec::new(),
            is_only_mentioned: false,
            statement: UserStory::default(),
            acceptance_criteria: Vec::new(),
            tasks: Vec::new(),
            priority: None,
            effort: None,
            dependencies: Vec::new(),
            scopes: Vec::new(),
            status: Status::Backlog,
            status_text: None,
            status_place: None,
            kind: StoryKind::Feature,
        }
    }

    /// Acceptance criteria plus top-level tasks, at least 1.
    pub fn complexity(&self) -> u32 {
        let parts = self.acceptance_criteria.len() + self.tasks.len();
        u32::try_from(parts.max(1)).unwrap_or(u32::MAX)
    }

    /// The scopes that can make a conflict.
    pub fn constraining_scopes(&self) -> impl Iterator<Item = &FileScope> {
        self.scopes.iter().filter(|scope| scope.constrains())
    }
}

/// One epic.
#[derive(Debug, Clone, PartialEq)]
pub struct Epic {
    /// Canonical id.
    pub id: EpicId,
    /// Title; empty where there is none.
    pub title: String,
    /// Its goal: the first paragraph under its heading.
    pub goal: Option<String>,
    /// Where it is declared; `None` where only its stories name it.
    pub declared: Option<Place>,
    /// Its status in the status file.
    pub status: Option<EpicStatus>,
    /// Dependencies stated for the whole epic.
    pub dependencies: Vec<DependencyRef>,
}

impl Epic {
    /// An epic of which only the id and title are known.
    pub fn new(id: EpicId, title: impl Into<String>) -> Self {
        Self {
            id,
            title: title.into(),
            goal: None,
            declared: None,
            status: None,
            dependencies: Vec::new(),
        }
    }

    /// Takes in what else is said of the same epic: a title where it had none, a goal likewise, and
    /// dependencies on what it did not depend on yet.
    pub fn join(&mut self, title: String, goal: Option<String>, more: Vec<DependencyRef>) {
        if self.title.is_empty() {
            self.title = title;
        }
        self.goal = self.goal.take().or(goal);
        for dependency in more {
            let mut known = self.dependencies.iter();
            if !known.any(|one| one.targets == dependency.targets) {
                self.dependencies.push(dependency);
            }
        }
    }
}
