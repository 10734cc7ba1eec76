//! What the view of messages shows: the session with the planner, message by message.

use super::codec::wire_struct;

/// The messages of a session, as they were sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Script {
    /// Counts the sessions.
    pub session: u32,
    /// The texts, in order.
    pub messages: Vec<String>,
}

/// A message and its answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TurnRow {
    /// The message as it came.
    pub received: String,
    /// Its lines of the log.
    pub lines: Vec<String>,
    /// The messages that were sent.
    pub sent: Vec<String>,
    /// The return value, as YAML.
    pub return_value: Option<String>,
    /// What somebody should know.
    pub notes: Vec<String>,
    /// Whether it could not be followed.
    pub failed: bool,
}

wire_struct!(Script { session, messages });
wire_struct!(TurnRow {
    received,
    lines,
    sent,
    return_value,
    notes,
    failed
});
