//! Code fences that nothing closes.

use std::sync::Arc;

use super::rows::Rows;
use crate::source::{Code, Diagnostic, Edit, Fix, Line, Place, Span};

/// A diagnostic for every fence that nothing closes, with a line that closes it.
pub(super) fn diagnostics(path: &Arc<str>, rows: &Rows<'_>) -> Vec<Diagnostic> {
    rows.open_fences
        .iter()
        .map(|line| {
            Diagnostic::new(
                Code::UnbalancedFence,
                Some(Place::new(path, line.number, line.span())),
                "This code fence is never closed; the text after it was read all the same.",
            )
            .with_hint("Close it with a line of the same marks.")
            .with_fix(close_fence(path, rows, line))
        })
        .collect()
}

/// Closes the fence that `line` opens after the last line of code: before the next blank line,
/// heading or label.
fn close_fence(path: &Arc<str>, rows: &Rows<'_>, line: &Line<'_>) -> Option<Fix> {
    let opening = line.text.trim_start();
    let mark = opening
        .chars()
        .next()
        .filter(|mark| matches!(mark, '`' | '~'))?;
    let marks: String = opening.chars().take_while(|c| *c == mark).collect();
    // Rows and lines go together: what is below begins at the line's own number.
    let at = usize::try_from(line.number).unwrap_or(usize::MAX);
    let below = rows.rows.get(at..).unwrap_or(&[]).iter();
    let code = below.take_while(|row| {
        let text = row.line.text.trim();
        !text.is_empty() && row.heading().is_none() && !text.starts_with("**")
    });
    let last = code.last().map_or(*line, |row| row.line);
    let indent = line.text.len() - opening.len();
    let space = line.text.get(..indent).unwrap_or("");
    let end = last.span().end;
    Some(Fix {
        label: "Close the code fence".to_owned(),
        edits: vec![Edit {
            path: path.to_string(),
            span: Span::new(end, end),
            replacement: format!("\n{space}{marks}"),
        }],
    })
}
