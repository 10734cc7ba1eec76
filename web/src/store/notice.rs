//! What the user is told in passing: what happened, what stays safe, what to do.

/// How serious a notice is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Something was done.
    Plain,
    /// Something needs a look.
    Warn,
    /// Something could not be done.
    Bad,
}

/// What a notice offers to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Take the last step back.
    Undo,
    /// Load what the other tab saved.
    LoadTheirs,
    /// Save this tab's project over the other's.
    KeepMine,
    /// Try to save again.
    SaveAgain,
    /// Start the worker again.
    RestartWorker,
    /// Load the newer version of the app.
    TakeUpdate,
    /// Save the whole project as a file.
    SaveProject,
}

impl Action {
    /// The words on the button.
    pub fn label(self) -> &'static str {
        match self {
            Action::Undo => "Undo",
            Action::LoadTheirs => "Load theirs",
            Action::KeepMine => "Keep mine",
            Action::SaveAgain => "Save again",
            Action::RestartWorker => "Start again",
            Action::TakeUpdate => "Load it",
            Action::SaveProject => "Save the file",
        }
    }
}

/// One notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// How serious it is.
    pub tone: Tone,
    /// One or two sentences.
    pub text: String,
    /// Particulars, one a line.
    pub details: Vec<String>,
    /// What can be done.
    pub actions: Vec<Action>,
}

impl Notice {
    /// A notice that only says something.
    pub fn new(tone: Tone, text: impl Into<String>) -> Self {
        Self {
            tone,
            text: text.into(),
            details: Vec::new(),
            actions: Vec::new(),
        }
    }

    /// The same with something to do.
    #[must_use]
    pub fn with_actions(mut self, actions: impl IntoIterator<Item = Action>) -> Self {
        self.actions.extend(actions);
        self
    }

    /// The same with particulars.
    #[must_use]
    pub fn with_details(mut self, details: Vec<String>) -> Self {
        self.details = details;
        self
    }
}
