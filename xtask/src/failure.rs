//! What went wrong, as sentences for a person: what failed, and the way out.

use std::fmt;

/// An error that is ready to be shown.
#[derive(Debug)]
pub struct Failure(String);

impl Failure {
    /// A failure with these sentences.
    pub fn new(sentences: impl Into<String>) -> Self {
        Self(sentences.into())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Turns an error of the system into a sentence that says what was being done.
pub trait Doing<T> {
    /// `what` continues "Could not": "read Cargo.lock".
    fn doing(self, what: impl FnOnce() -> String) -> Result<T, Failure>;
}

impl<T> Doing<T> for std::io::Result<T> {
    fn doing(self, what: impl FnOnce() -> String) -> Result<T, Failure> {
        self.map_err(|error| Failure::new(format!("Could not {}: {error}.", what())))
    }
}
