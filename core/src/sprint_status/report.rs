//! What merging the documents into a status file found and did.

use crate::source::Edit;

/// A value that was or is not a word that it may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordFound {
    /// The key.
    pub key: String,
    /// The word that stood there.
    pub word: String,
    /// The word that replaces it; `None` where nobody can know which.
    pub now: Option<&'static str>,
}

/// A key under another name, or with another status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The key now.
    pub key: String,
    /// What it was before: the key, or the status.
    pub before: String,
    /// What it is now.
    pub now: String,
}

/// A story whose number stands in the file under quite another title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replaced {
    /// The key that the story gets.
    pub key: String,
    /// The key that stays, orphaned.
    pub before: String,
    /// The status that stays with it.
    pub status: String,
    /// The edit that gives the old line to the story instead: they are the same after all.
    pub same: Edit,
}

/// What merging found and did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Keys that got a line, in the order of the file.
    pub new: Vec<String>,
    /// Stories whose title is another one now: the line keeps its status under a new key.
    pub renamed: Vec<Change>,
    /// Stories under a number that the file gives to a story with quite another title: that line stays
    /// as it is, orphaned, and the story gets one of its own.
    pub replaced: Vec<Replaced>,
    /// Stories for which there is no line that would be read as theirs: the file counts their epic
    /// otherwise. Nothing is added for them.
    pub unclear: Vec<String>,
    /// Statuses brought up to what the story's own documents say.
    pub raised: Vec<Change>,
    /// Old words, replaced by today's: `drafted`, `contexted`, `completed`.
    pub legacy: Vec<WordFound>,
    /// Words that no status is called by; replaced where it is known what they mean.
    pub illegal: Vec<WordFound>,
    /// Keys with their status that no document declares. They stay.
    pub orphaned: Vec<(String, String)>,
    /// How many stories stand in the file as they should.
    pub in_sync: usize,
    /// None of the file's stories is declared in the documents: it is probably another project's.
    pub foreign: bool,
}

impl Report {
    /// What merging once more found and did beside all this.
    pub(super) fn go_on(&mut self, again: Report) {
        self.new.extend(again.new);
        self.renamed.extend(again.renamed);
        self.raised.extend(again.raised);
        let told = |words: &[WordFound], one: &WordFound| words.contains(one);
        for one in again.legacy {
            if !told(&self.legacy, &one) {
                self.legacy.push(one);
            }
        }
        for one in again.illegal {
            if !told(&self.illegal, &one) {
                self.illegal.push(one);
            }
        }
        self.unclear = again.unclear;
        self.orphaned = again.orphaned;
        self.foreign = again.foreign;
    }

    /// The same where nothing of it is done.
    pub(super) fn of_nothing(mut self) -> Self {
        self.renamed.clear();
        self.raised.clear();
        for one in self.legacy.iter_mut().chain(&mut self.illegal) {
            one.now = None;
        }
        self
    }
}

/// A merged status file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Generated {
    /// The whole text.
    pub text: String,
    /// The same as edits of the file there was, from first to last; empty where it is in sync.
    pub edits: Vec<Edit>,
    /// What was found and done.
    pub report: Report,
}
