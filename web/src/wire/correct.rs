//! What the view Correct asks for and shows.

use sprintloom_core::project::{Draft, Event};

use super::Status;
use super::codec::{wire_enum, wire_struct};

/// What the view looks at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CorrectWants {
    /// Counts the changes of the draft; the answer repeats it.
    pub number: u32,
    /// What happened.
    pub draft: Draft,
    /// An applied correction to be looked at instead.
    pub past: Option<u32>,
    /// The day, as in `2026-01-31`.
    pub date: String,
}

/// What a correction would lead to, or led to.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CorrectView {
    /// Number of the draft that it shows.
    pub number: u32,
    /// Every story in it.
    pub cards: Vec<CardRow>,
    /// The batches before.
    pub before: Vec<StripRow>,
    /// The batches after; as before where there is no correction.
    pub after: Vec<StripRow>,
    /// What it comes to: "2 stories move, 1 batch more, critical path unchanged".
    pub sentence: String,
    /// Why there is no correction.
    pub errors: Vec<String>,
    /// What somebody should know.
    pub warnings: Vec<String>,
    /// Clauses that were understood, and as what.
    pub understood: Vec<(String, String)>,
    /// Clauses that were not.
    pub not_understood: Vec<String>,
    /// Dropped stories and the keys of what waits for them.
    pub stranded: Vec<(String, Vec<String>)>,
    /// Figures before and after.
    pub facts: Vec<(String, String, String)>,
    /// Epics that it touches.
    pub epics: Vec<ImpactRow>,
    /// Stories that failed.
    pub failed: Vec<FailedRow>,
    /// What the failed stories share, as sentences.
    pub shared: Vec<String>,
    /// How large the change is and who takes it on.
    pub scope: String,
    /// Names and texts of the files that it gives.
    pub texts: Vec<(String, String)>,
    /// What applies it.
    pub event: Option<Event>,
    /// The scenarios that are kept, each with what it would lead to.
    pub scenarios: Vec<(String, Vec<String>)>,
}

/// How a story fares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// It stays where it was.
    Stays,
    /// It goes to another batch.
    Moved,
    /// It stands elsewhere in its batch.
    Turned,
    /// It comes in.
    Added,
    /// It goes out.
    Dropped,
}

impl How {
    /// The class in style sheets, and the word for people.
    pub fn word(self) -> &'static str {
        match self {
            How::Stays => "",
            How::Moved => "moved",
            How::Turned => "turned",
            How::Added => "added",
            How::Dropped => "dropped",
        }
    }
}

/// A story as a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardRow {
    /// Its key.
    pub key: String,
    /// Its title, maybe empty.
    pub title: String,
    /// Its status, with what the draft says.
    pub status: Status,
    /// Hue of its epic.
    pub hue: u16,
    /// How it fares.
    pub how: How,
    /// Its batch before.
    pub from: Option<u32>,
    /// Its batch after.
    pub to: Option<u32>,
}

/// A batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StripRow {
    /// Its id.
    pub id: u32,
    /// Its stories, as indices into the cards.
    pub cards: Vec<u32>,
}

/// What it means for an epic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImpactRow {
    /// The epic's id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Moved, added, dropped, unaffected.
    pub counts: Vec<u32>,
}

/// A story that failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailedRow {
    /// Its key.
    pub key: String,
    /// Its title.
    pub title: String,
    /// How often, and what of its prerequisites is not done.
    pub told: String,
    /// Deferred, split, dropped: what each would lead to.
    pub choices: Vec<String>,
}

wire_struct!(CorrectWants {
    number,
    draft,
    past,
    date
});
wire_struct!(CorrectView {
    number,
    cards,
    before,
    after,
    sentence,
    errors,
    warnings,
    understood,
    not_understood,
    stranded,
    facts,
    epics,
    failed,
    shared,
    scope,
    texts,
    event,
    scenarios
});
wire_enum!(How { 0 => Stays, 1 => Moved, 2 => Turned, 3 => Added, 4 => Dropped });
wire_struct!(CardRow {
    key,
    title,
    status,
    hue,
    how,
    from,
    to
});
wire_struct!(StripRow { id, cards });
wire_struct!(ImpactRow { id, title, counts });
wire_struct!(FailedRow {
    key,
    title,
    told,
    choices
});
