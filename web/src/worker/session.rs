//! The session behind the view of messages: what was sent already is not followed again, so that
//! every answer is of the documents as they were then.

use sprintloom_core::project::Project;
use sprintloom_core::protocol;

use crate::wire::{Script, TurnRow};

/// A session, as far as its script was followed.
#[derive(Debug, Default)]
pub struct Session {
    script: Script,
    session: protocol::Session,
    turns: Vec<TurnRow>,
}

impl Session {
    /// Follows what is new in the script; another one begins another session.
    pub fn follow(&mut self, script: &Script, project: &Project) -> Vec<TurnRow> {
        let known = self.script.messages.len();
        let goes_on = script.session == self.script.session
            && script.messages.get(..known) == Some(self.script.messages.as_slice());
        if !goes_on {
            *self = Self::default();
        }
        for message in script.messages.iter().skip(self.turns.len()) {
            let before = self.session.log().len();
            let reply = self.session.receive(project, message);
            let lines = self.session.log().iter().skip(before);
            self.turns.push(TurnRow {
                received: message.clone(),
                lines: lines
                    .filter(|line| !line.received)
                    .map(|line| line.text.clone())
                    .collect(),
                sent: reply.messages,
                return_value: reply.return_value,
                notes: reply.notes,
                failed: reply.error.is_some(),
            });
        }
        self.script = script.clone();
        self.turns.clone()
    }
}
