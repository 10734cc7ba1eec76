//! What the sheet of the status file shows.

use super::codec::wire_struct;
use super::{FixEdit, Spot};

/// One entry of a status file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusRow {
    /// Its key as written.
    pub entry: String,
    /// The status word as written.
    pub word: String,
    /// The story that it is linked to.
    pub story: u32,
    /// Whether a document declares that story.
    pub is_declared: bool,
    /// Where it is written.
    pub spot: Option<Spot>,
    /// The bytes of the word, to be replaced by another.
    pub value: Option<(u32, u32)>,
}

/// The status file, shown and checked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StatusSheet {
    /// Its entries.
    pub rows: Vec<StatusRow>,
    /// How many stories and epics have which status.
    pub counts: Vec<String>,
    /// What to do now and why.
    pub next: String,
    /// What somebody should look at: risks, open action items, open retrospectives.
    pub risks: Vec<String>,
    /// What is wrong, and where.
    pub problems: Vec<(String, Option<Spot>)>,
    /// What generating would do.
    pub merge: MergeView,
}

/// What generating the status file would change.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MergeView {
    /// The file.
    pub path: String,
    /// The whole text, where there is no such file yet.
    pub fresh: Option<String>,
    /// The edits, where there is.
    pub edits: Vec<FixEdit>,
    /// What was found, a sentence each.
    pub report: Vec<String>,
    /// Stories taken for new ones under an old number: the line that they could have, and the edit
    /// that gives it to them.
    pub same: Vec<(String, FixEdit)>,
    /// The lines that go and come: sign, number, text.
    pub diff: Vec<(u8, u32, String)>,
}

wire_struct!(StatusRow {
    entry,
    word,
    story,
    is_declared,
    spot,
    value
});
wire_struct!(StatusSheet {
    rows,
    counts,
    next,
    risks,
    problems,
    merge
});
wire_struct!(MergeView {
    path,
    fresh,
    edits,
    report,
    same,
    diff
});
