//! Files that say of each story more than its status: `- id: 3-1`, `title: …`, `status: done`. A
//! story that is added looks like its neighbour.

use super::rows::{StatusFile, position};
use crate::backlog::EpicId;
use crate::read::{StatusEntry, key_on, value_on};
use crate::source::{Edit, Line};

/// Fields that hold the key of a story.
const IDS: &[&str] = &["id", "key", "story_key", "story_id", "slug", "story"];

/// An entry for `key` behind the last one of its epic, or the last one of all; `None` where no
/// entry shows what it should look like.
pub(super) fn add(file: &StatusFile<'_>, key: &str, status: &str, epic: &EpicId) -> Option<Edit> {
    let entries = &file.reading.entries;
    let of_epic = |entry: &&StatusEntry| file.names(entry).1 == *epic;
    let model = entries.iter().rfind(of_epic).or(entries.last())?;
    let first = position(model.place.line);
    let line = file.lines.get(first)?;
    let own = indent(line);
    // All lines that are deeper belong to it.
    let deeper = file
        .lines
        .iter()
        .enumerate()
        .skip(first + 1)
        .take_while(|(_, line)| line.text.trim().is_empty() || indent(line) > own);
    let all: Vec<(usize, &Line<'_>)> = std::iter::once((first, line)).chain(deeper).collect();
    let filled = |(_, line): &&(usize, &Line<'_>)| !line.text.trim().is_empty();
    let (last, _) = all.iter().rfind(filled)?;
    let mut dash = line.text.trim_start().starts_with("- ");
    let mut texts = Vec::new();
    for (at, line) in all.iter().take_while(|(at, _)| at <= last) {
        let text = written(file, line, model, *at == first && !dash, key, status);
        let Some(mut text) = text else { continue };
        if dash && !text.trim_start().starts_with("- ") {
            // The line with the dash was left out: this one begins the item.
            let body = text.trim_start();
            text = format!("{}- {body}", file.indent(first));
        }
        dash = false;
        texts.push(text);
    }
    let said = texts.iter().any(|text| text.contains(status));
    let named = texts.iter().any(|text| text.contains(key));
    (said && named).then(|| file.insert_after(*last, &texts.join(file.reading.ending)))
}

/// A line of the model as the new entry has it: that of its key and that of its status.
fn written(
    file: &StatusFile<'_>,
    line: &Line<'_>,
    model: &StatusEntry,
    names: bool,
    key: &str,
    status: &str,
) -> Option<String> {
    let field = key_on(line)?;
    if line.text.contains(['{', '[']) {
        return None;
    }
    let value = value_on(line);
    let instead = match value {
        _ if names && field == model.key => {
            let at = line.text.find(field)?;
            let (before, after) = (line.text.get(..at)?, line.text.get(at + field.len()..)?);
            let colon = after.find(':')?;
            return Some(format!("{before}{key}{}", after.get(..=colon)?));
        }
        Some(value) if IDS.contains(&field) => {
            let text = file.text_between(value.start, value.end);
            if text == model.key { key } else { return None }
        }
        Some(_) if matches!(field, "status" | "state") => status,
        _ => return None,
    };
    let value = value?;
    let from = value.start - line.start;
    let quote = line.text.get(value.end - line.start..)?;
    let quote = quote.chars().next().filter(|c| matches!(c, '"' | '\''));
    let quote = quote.map_or(String::new(), |c| c.to_string());
    Some(format!("{}{instead}{quote}", line.text.get(..from)?))
}

fn indent(line: &Line<'_>) -> usize {
    line.text.len() - line.text.trim_start().len()
}
