//! The `COURSE_CORRECTION` message: exactly these fields, in this order, because consumers exist.

use super::json::{push_batches, push_string, push_strings};
use super::yaml;
use crate::backlog::Backlog;
use crate::correct::{Correction, CorrectionError};

/// The message as JSON text, one batch a line, with a line break at its end.
pub fn course_correction(session_id: &str, backlog: &Backlog, correction: &Correction) -> String {
    let key = |story: usize| backlog.stories.get(story).map_or("", |s| s.key.as_str());
    let mut out = String::from("{\n  \"msg_type\": \"COURSE_CORRECTION\",\n  \"session_id\": ");
    push_string(&mut out, session_id);
    out.push_str(",\n  \"reason\": ");
    push_string(&mut out, correction.reason.as_str());
    out.push_str(",\n  \"new_batches\": [");
    let batches = correction.after.iter();
    push_batches(
        &mut out,
        batches.map(|(id, stories)| (*id, stories.as_slice())),
        &key,
    );
    out.push_str("  \"dropped_stories\": ");
    push_strings(&mut out, correction.dropped.iter().map(|&story| key(story)));
    out.push_str(",\n  \"added_stories\": ");
    push_strings(&mut out, correction.added.iter().map(|&story| key(story)));
    out.push_str("\n}\n");
    out
}

/// The return value as YAML: `correction-ready` with results, or `correction-failed` with the
/// errors.
pub fn correction_return_value(
    session_id: &str,
    reason: &str,
    correction: &Result<Correction, Vec<CorrectionError>>,
) -> String {
    let (status, figures) = match correction {
        Ok(made) => (
            "correction-ready",
            [
                made.reordered,
                made.dropped.len(),
                made.added.len(),
                made.after.len(),
            ],
        ),
        Err(_) => ("correction-failed", [0; 4]),
    };
    let mut out = format!(
        "status: {status}\nsession_id: {}\nmode: course-correct\nresults:\n  reason: {}\n",
        yaml::scalar(session_id),
        yaml::scalar(reason)
    );
    let names = [
        "stories_reordered",
        "stories_dropped",
        "stories_added",
        "new_batch_count",
    ];
    for (name, figure) in names.iter().zip(figures) {
        out.push_str(&format!("  {name}: {figure}\n"));
    }
    match correction {
        Ok(_) => out.push_str("errors: []\n"),
        Err(errors) => {
            out.push_str("errors:\n");
            for error in errors {
                out.push_str(&format!("  - {}\n", yaml::scalar(&as_sentence(error))));
            }
        }
    }
    out
}

/// An error as a sentence: it begins with a capital letter and ends with a full stop.
pub fn as_sentence(error: &CorrectionError) -> String {
    let text = error.to_string();
    let mut letters = text.chars();
    let first: String = letters
        .next()
        .into_iter()
        .map(crate::source::letters::upper)
        .collect();
    format!("{first}{}.", letters.as_str())
}
