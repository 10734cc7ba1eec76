//! Text to model. Reading never fails: what can be had is had, the rest is a diagnostic.
//!
//! Two steps, so that a changed document is the only one read again: [`document`] reads one
//! document on its own, [`join`] makes one backlog of all readings.

use crate::backlog::Backlog;
use crate::source::{Diagnostic, Document};

/// What one document says, on its own.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {}

/// Reads one document.
pub fn document(document: &Document) -> Reading {
    let _ = document;
    Reading {}
}

/// Joins the readings of a project's documents into one backlog.
///
/// The order of `readings` does not matter.
pub fn join(readings: &[&Reading]) -> (Backlog, Vec<Diagnostic>) {
    let _ = readings;
    (Backlog::default(), Vec::new())
}

/// Reads and joins in one go.
pub fn documents(documents: &[Document]) -> (Backlog, Vec<Diagnostic>) {
    let readings: Vec<Reading> = documents.iter().map(document).collect();
    join(&readings.iter().collect::<Vec<_>>())
}
