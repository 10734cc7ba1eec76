//! The headless face: messages in, messages out. [`Session`] takes messages as JSON text, with the
//! project as it is, and answers with messages as JSON text; [`call()`] reads the skill call, which
//! stands for one of them. What messages there are is one table, [`MESSAGES`].

mod call;
mod json;
mod messages;
mod options;
mod pack;
#[cfg(test)]
mod refusal_tests;
mod results;
#[cfg(test)]
mod round_trip_tests;
mod session;
#[cfg(test)]
mod tests;
mod wording;

pub use call::{CALL_FIELDS, Call, call};
pub use json::{NoJson, Value, parse};
pub use messages::{ErrorCode, MESSAGES, Message, TRIGGER_FIELDS, trigger};
pub use options::{MOST, OPTIONS, filled_text, set_option, texts, whole_number};
pub use pack::{PackFile, agent_pack};
pub use session::{LogLine, Reply, Roster, Session};
