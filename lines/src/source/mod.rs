//! Documents in: what they are, where things stand in them, and what is wrong with them.

mod detect;
mod diagnostic;
pub mod letters;
mod lines;
pub mod marks;
pub mod words;

pub use detect::detect_lines;
pub use detect::{DocumentKind, detect};
pub use diagnostic::{Code, Diagnostic, Edit, Fix, Severity};
pub use lines::{Line, LineIndex, lines};

use std::sync::Arc;

/// One text that the user gave, under the path that tells it from the others.
///
/// The path is as the user gave it (with forward slashes); it is a name, never opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// The document's name in the project, unique there.
    pub path: String,
    /// The whole text.
    pub text: String,
}

impl Document {
    /// A document from its parts.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            text: text.into(),
        }
    }
}

/// A half-open range of bytes in one document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The span from `start` up to, not including, `end`.
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }
}

/// Where something is written: the document, the line (from 1) and the bytes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Path of the document.
    pub path: Arc<str>,
    /// Line number, from 1.
    pub line: u32,
    /// Bytes within the document.
    pub span: Span,
}

impl Place {
    /// A place in the document at `path`.
    pub fn new(path: &Arc<str>, line: u32, span: Span) -> Self {
        Self {
            path: Arc::clone(path),
            line,
            span,
        }
    }
}
