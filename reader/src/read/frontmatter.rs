//! The few fields of a frontmatter that say something about a story.

use std::sync::Arc;

use super::found::StoryFound;
use super::rows::{Row, RowKind};
use super::tickets;
use crate::backlog::EpicId;
use crate::source::letters::Lowercase;
use crate::source::marks::{Marked, marks};

/// One field: its key in lower case, its value, and the row it stands on.
pub(super) struct Field<'a, 'r> {
    pub key: String,
    pub value: &'a str,
    pub row: &'r Row<'a>,
}

/// The fields of the frontmatter in `rows`; items of a list come as fields with the list's key.
pub(super) fn fields<'a, 'r>(rows: &'r [Row<'a>]) -> Vec<Field<'a, 'r>> {
    let mut found = Vec::new();
    let mut list = String::new();
    for row in rows
        .iter()
        .take_while(|row| row.kind == RowKind::Frontmatter)
    {
        let text = row.line.text.trim();
        if let Some(item) = text.strip_prefix("- ") {
            if !list.is_empty() {
                found.push(Field {
                    key: list.clone(),
                    value: unquoted(item),
                    row,
                });
            }
        } else if let Some((key, value)) = text.split_once(':') {
            let value = unquoted(value.split(" #").next().unwrap_or(value));
            let key = key.trim().lowercase();
            if value.is_empty() {
                list = key;
            } else {
                list.clear();
                let inline = value
                    .strip_prefix('[')
                    .and_then(|rest| rest.strip_suffix(']'));
                match inline {
                    Some(items) => {
                        for item in items.split(',') {
                            found.push(Field {
                                key: key.clone(),
                                value: unquoted(item),
                                row,
                            });
                        }
                    }
                    None => found.push(Field { key, value, row }),
                }
            }
        }
    }
    found.retain(|field| !field.value.is_empty());
    found
}

/// The stories that the frontmatter lists under `stories:`, with what it says of each.
pub(super) fn stories(
    text: &str,
    rows: &[Row<'_>],
    path: &Arc<str>,
    whole: Option<&EpicId>,
) -> Vec<StoryFound> {
    let own = rows
        .iter()
        .take_while(|row| row.kind == RowKind::Frontmatter);
    let lists = |row: &Row<'_>| row.line.text.trim_end() == "stories:";
    if !own.clone().any(lists) {
        return Vec::new();
    }
    // Without the line that ends it, so that lines and bytes are those of the document.
    let end = own.last().map_or(0, |row| row.line.start);
    tickets::yaml(text.get(..end).unwrap_or(""), path, whole).stories
}

fn unquoted(text: &str) -> &str {
    text.trim().trim_of(marks!['"', '\''])
}
