//! Epics and stories named on lines that are no headings, as a text from a word processor has them.
//! Prose begins like that too: what `Walk::plain_story` is not sure of is read only once the user has
//! made headings of it.

use std::sync::Arc;

use super::declaration::{Declares, declaration};
use crate::source::marks::{Marked, marks};
use crate::source::{Edit, Fix, Line, Span};

/// A longer line is a sentence.
const LONGEST: usize = 160;

/// Makes headings of the lines that name an epic or a story; `None` where none names a story.
pub(super) fn as_headings(path: &Arc<str>, lines: &[Line<'_>]) -> Option<Fix> {
    let mut edits = Vec::new();
    let mut stories = 0;
    for line in lines {
        let text = line.text.trim_start();
        let Some(found) = declaration(text).filter(|_| text.len() <= LONGEST) else {
            continue;
        };
        let rest = found.rest.trim();
        if !found.worded
            || !(found.separated || rest.is_empty())
            || rest.ends_with_one(marks!['.', ';'])
        {
            continue;
        }
        let marks = match found.declares {
            Declares::Epic => "## ",
            Declares::Story => {
                stories += 1;
                "### "
            }
        };
        edits.push(Edit {
            path: path.to_string(),
            span: Span::new(line.start, line.start + line.text.len() - text.len()),
            replacement: marks.to_owned(),
        });
    }
    (stories > 0).then(|| Fix {
        label: match edits.len() {
            1 => "Make a heading of the line that names a story".to_owned(),
            many => format!("Make headings of the {many} lines that name epics and stories"),
        },
        edits,
    })
}
