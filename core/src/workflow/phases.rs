//! The six phases of a story: a table.

/// One of the six phases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Phase {
    /// 1 to 6.
    pub number: u8,
    /// Its name for people.
    pub name: &'static str,
    /// Its key in `STATE.md`.
    pub key: &'static str,
    /// The word for it in `--approve`.
    pub approve: &'static str,
    /// The command that runs it; `None` for the last, which is a status update.
    pub command: Option<&'static str>,
    /// The signal that ends it well.
    pub success_signal: &'static str,
}

/// The phases in order.
pub const PHASES: [Phase; 6] = [
    Phase {
        number: 1,
        name: "PM Generate",
        key: "1_pm",
        approve: "pm",
        command: Some("/pm-story generate"),
        success_signal: "PM COMPLETE",
    },
    Phase {
        number: 2,
        name: "Elaboration",
        key: "2_elab",
        approve: "elab",
        command: Some("/elab-story"),
        success_signal: "ELAB PASS",
    },
    Phase {
        number: 3,
        name: "Implementation",
        key: "3_implement",
        approve: "implement",
        command: Some("/dev-implement-story"),
        success_signal: "DOCUMENTATION COMPLETE",
    },
    Phase {
        number: 4,
        name: "Code Review",
        key: "4_review",
        approve: "review",
        command: Some("/dev-code-review"),
        success_signal: "CODE REVIEW PASS",
    },
    Phase {
        number: 5,
        name: "QA Verify",
        key: "5_qa",
        approve: "qa",
        command: Some("/qa-verify-story"),
        success_signal: "QA PASS",
    },
    Phase {
        number: 6,
        name: "Done",
        key: "6_done",
        approve: "done",
        command: None,
        success_signal: "WORKFLOW COMPLETE",
    },
];
