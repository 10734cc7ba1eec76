//! What is wrong, where, and the way out. Codes are stable and listed in one table.

use super::{Place, Span};

/// How much a diagnostic matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Something in the input contradicts itself or cannot be used.
    Error,
    /// The plan stands, but not on what the author probably meant.
    Warning,
    /// Worth knowing; nothing is wrong.
    Info,
}

impl Severity {
    /// `error`, `warning` or `info`.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "info",
        }
    }
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $name:ident = $text:literal, $severity:ident;)+) => {
        /// A stable name for a kind of diagnostic. The list of codes is this table.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $($(#[doc = $doc])+ $name,)+ }

        impl Code {
            /// Every code, in order.
            pub const ALL: &'static [Code] = &[$(Code::$name,)+];

            /// The stable text, such as `SL0301`.
            pub fn as_str(self) -> &'static str {
                match self { $(Code::$name => $text,)+ }
            }

            /// How much a diagnostic of this code matters.
            pub fn severity(self) -> Severity {
                match self { $(Code::$name => Severity::$severity,)+ }
            }

            /// What a diagnostic of this code means, with an example.
            pub fn explanation(self) -> &'static str {
                match self { $(Code::$name => concat!($($doc, "\n"),+).trim_ascii(),)+ }
            }
        }
    };
}

codes! {
    /// The document is empty: nothing to read. Example: a file of 0 bytes.
    EmptyDocument = "SL0101", Warning;
    /// The document is not text. Example: an image that was dropped with the rest.
    NotText = "SL0102", Error;
    /// The document has no epics, stories or statuses that could be recognised.
    NothingFound = "SL0103", Info;
    /// A code fence is opened and never closed; the text after it was read all the same.
    UnbalancedFence = "SL0104", Warning;
    /// The document is too large to be planning text and was left out.
    TooLarge = "SL0105", Error;
    /// One story key is declared twice with different titles.
    DuplicateStory = "SL0201", Warning;
    /// A story's heading has an id that could not be read.
    UnreadableKey = "SL0202", Warning;
    /// A story has no title.
    UntitledStory = "SL0203", Info;
    /// A story's number belongs to another epic than the heading it stands under.
    MisplacedStory = "SL0204", Info;
    /// A dependency names a story that no document declares.
    UnknownDependency = "SL0301", Warning;
    /// A story depends on itself; the dependency is left out.
    SelfDependency = "SL0302", Warning;
    /// Stories depend on each other in a circle; the weakest edge was left out of the plan.
    DependencyCycle = "SL0303", Warning;
    /// A dependency's text could not be understood and is kept as a note.
    UnclearDependency = "SL0304", Info;
    /// A story waits for a story that is not done and not among those planned.
    UnmetPrerequisite = "SL0305", Warning;
    /// A story was put into a batch where it cannot stand; the plan has it elsewhere.
    RefusedPin = "SL0306", Warning;
    /// A story alone is estimated above the token budget of a batch; it has one of its own.
    OverBudget = "SL0307", Warning;
    /// A correction that was applied names a story that no document has any more; the rest of it holds.
    OutdatedCorrection = "SL0308", Warning;
    /// The plan that a correction left does not fit the documents or settings any more; the rest of
    /// the sprint was planned again, near it.
    AgreedPlanChanged = "SL0309", Info;
    /// The status file is not valid YAML; it was read line by line.
    InvalidYaml = "SL0401", Warning;
    /// A status word is not a legal one.
    UnknownStatus = "SL0402", Warning;
    /// The status file names a story that no document declares.
    StatusWithoutStory = "SL0403", Warning;
    /// One key stands twice in the status file.
    DuplicateStatus = "SL0404", Warning;
    /// None of the status file's stories is declared in the documents: probably of another project.
    ForeignStatusFile = "SL0405", Warning;
    /// More than one status file: the entries of all were read.
    SeveralStatusFiles = "SL0406", Info;
    /// A story's status is further in one document than in another: its file says review, the status
    /// file in-progress.
    StatusDrift = "SL0407", Info;
    /// The status file has stories of an epic that has no line in it. Example: 3-1-… without epic-3.
    StoryWithoutEpic = "SL0408", Info;
    /// A `STATE.md` of a workflow run is damaged; what could be read of it was kept.
    DamagedState = "SL0411", Warning;
    /// The plan could not be validated: a defect of Sprintloom, and no plan is given.
    PlanInvalid = "SL0501", Error;
}

/// A replacement in one document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// Path of the document.
    pub path: String,
    /// The bytes to replace.
    pub span: Span,
    /// What to put there.
    pub replacement: String,
}

/// A way out that can be applied as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What the fix does, as a short command: "Use 3-2 instead".
    pub label: String,
    /// The edits, in one undoable step.
    pub edits: Vec<Edit>,
}

/// One thing that a reader or a check found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Its kind.
    pub code: Code,
    /// One sentence for people.
    pub message: String,
    /// Where it is; `None` only where no single document is concerned.
    pub place: Option<Place>,
    /// Other places that take part (the first declaration, the other edges of a cycle).
    pub related: Vec<Place>,
    /// What to do about it, as a sentence.
    pub hint: Option<String>,
    /// A fix that can be applied.
    pub fix: Option<Fix>,
}

impl Diagnostic {
    /// A diagnostic with a place and nothing more.
    pub fn new(code: Code, place: Option<Place>, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            place,
            related: Vec::new(),
            hint: None,
            fix: None,
        }
    }

    /// The same with a hint.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The same with other places that take part.
    #[must_use]
    pub fn with_related(mut self, related: Vec<Place>) -> Self {
        self.related = related;
        self
    }

    /// The same with a fix, where there is one.
    #[must_use]
    pub fn with_fix(mut self, fix: Option<Fix>) -> Self {
        self.fix = fix;
        self
    }

    /// The severity of its code.
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_explained() {
        let mut texts: Vec<_> = Code::ALL.iter().map(|c| c.as_str()).collect();
        texts.sort_unstable();
        texts.dedup();
        assert_eq!(texts.len(), Code::ALL.len());
        assert!(Code::ALL.iter().all(|c| c.explanation().len() > 20));
    }
}
