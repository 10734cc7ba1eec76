//! A story's own file: one story, its key from the heading or else from the file's name.

use std::sync::Arc;

use super::body;
use super::candidates::apply;
use super::criteria::item_text;
use super::declaration::{Declares, declaration, title};
use super::found::{Form, StoryFound};
use super::frontmatter;
use super::ids::{self, Id, key_readings};
use super::rows::{Row, RowKind};
use super::values::{effort, priority};
use super::words;
use crate::backlog::{Direction, EpicId, Item, Story, Strength, Target};
use crate::source::Place;
use crate::source::marks::{DIGITS, Marked, marks};

/// Reads the story file at `path`; `None` where neither heading nor name gives an id.
pub(super) fn story(
    rows: &[Row<'_>],
    path: &Arc<str>,
    whole: Option<&EpicId>,
) -> Option<StoryFound> {
    let stem = stem(path);
    let fields = frontmatter::fields(rows);
    let field = |keys: &[&str]| {
        fields
            .iter()
            .find(|field| keys.contains(&field.key.as_str()))
            .map(|field| field.value)
    };
    let head = rows
        .iter()
        .take(60)
        .position(|row| row.heading().is_some_and(|level| level <= 3) && !row.body.is_empty());
    let head_row = head.and_then(|at| rows.get(at));
    let heading = head_row
        .and_then(|row| declaration(row.body))
        .filter(|found| found.declares == Declares::Story);
    let (id, name, mark) = match heading {
        Some(found) => {
            let (name, tag) = title(found.rest);
            (found.id, name, found.mark.or(tag))
        }
        None => {
            let written = field(&["story_id", "story_key", "story", "id", "key"]);
            let id = written
                .and_then(id_of)
                .or_else(|| within(written?, field(&["parent", "epic"])?))
                .or_else(|| id_of(stem))?;
            let text = field(&["title", "name"])
                .or(head_row.map(|row| row.body))
                .unwrap_or("");
            let text = super::declaration::after_word(text, &words::STORY_WORDS).unwrap_or(text);
            let (name, tag) = title(text);
            (id, name, tag)
        }
    };
    let declared = head_row
        .or_else(|| {
            rows.iter()
                .find(|row| !row.is_blank() && row.kind != RowKind::Frontmatter)
        })
        .or(rows.first())?;
    let epic = id
        .epic_of_story()
        .or_else(|| whole.cloned())
        .or_else(|| field(&["epic", "epic_id"]).and_then(super::status_file::epic_key))
        .or_else(|| epic_named(rows).filter(|_| id.is_local()))
        .unwrap_or_else(|| super::candidates::fallback_epic(Some(&id)));
    let key = id.story_key(Some(&epic));
    let start = head.map_or(0, |at| at + 1);
    let mut facts = body::facts(rows.get(start..).unwrap_or(&[]), path, Some(&epic));
    let sections_empty = facts.criteria.is_empty();
    for field in &fields {
        let line = field.row.line;
        let span = line.span_of(field.value).unwrap_or_else(|| line.span());
        let place = Place::new(path, line.number, span);
        let direction = match field.key.as_str() {
            "depends_on" | "dependencies" | "blocked_by" | "prerequisites" | "depends"
            | "requires" => Direction::Requires,
            "blocks" | "enables" => Direction::Blocks,
            "type" | "kind" | "story_type" if facts.kind.is_none() => {
                facts.kind = Some(field.value.to_owned());
                continue;
            }
            "priority" if facts.priority.is_none() => {
                facts.priority = priority(field.value);
                continue;
            }
            "points" | "story_points" | "estimate" | "effort" | "size"
                if facts.effort.is_none() =>
            {
                facts.effort = effort(field.value);
                continue;
            }
            "acceptance_criteria" if sections_empty => {
                facts.criteria.push(Item {
                    text: item_text(field.value),
                    done: false,
                    place,
                });
                continue;
            }
            "after" if field.value.contains_one(DIGITS) => Direction::Requires,
            "status" if facts.status.is_none() => {
                facts.status = Some((field.value.to_owned(), place));
                continue;
            }
            _ => continue,
        };
        let found =
            super::dependencies::parse(field.value, direction, Strength::Hard, Some(&epic), &place);
        facts.dependencies.extend(found);
    }
    let own = Target::Story(key.clone());
    super::subjects::settle(&mut facts.dependencies, &own, Some(&epic));
    let title_text = name.clone();
    let mut story = Story::new(key.clone(), name, epic);
    story.declared = Some(Place::new(path, declared.line.number, declared.span()));
    let weight = facts.weight();
    let status_word = apply(&mut story, facts, mark);
    Some(StoryFound {
        id: Some(id),
        key,
        story,
        form: Form::File,
        firm: true,
        weight,
        stem: Some(stem.to_owned()),
        has_status: status_word.is_some(),
        status_word,
        title_span: head_row.and_then(|row| super::candidates::written(row, &title_text)),
        id_span: None,
    })
}

/// The epic that a line such as "**Epic:** [Epic 6: Light](epic-6.md)" or "Epic: 6 (Light)" names.
fn epic_named(rows: &[Row<'_>]) -> Option<EpicId> {
    rows.iter().take(40).find_map(|row| {
        let name = row.body.trim_start_of(marks!['*', '_']);
        let value = crate::source::words::after(name, "epic")?.trim_start_of(marks!['*', ' ']);
        let value = value.strip_prefix(':')?.trim_start_of(marks!['*', ' ']);
        let value = super::declaration::link(value).map_or(value, |(inner, _, _)| inner);
        if let Some(found) = declaration(value).filter(|it| it.declares == Declares::Epic) {
            return Some(found.id.as_epic());
        }
        let (id, _) = ids::parse(value)?;
        let id = id.without_epic_letters();
        id.is_local().then(|| id.as_epic())
    })
}

/// `id: 3` with `parent: epic-checkout`: story 3 of that epic.
fn within(id: &str, parent: &str) -> Option<Id> {
    let epic = super::status_file::epic_key(parent).or_else(|| super::tickets::slug_of(parent))?;
    let (mut id, rest) = ids::parse(id.trim())?;
    let local = id.is_local() && rest.is_empty();
    let story = id.parts.pop().filter(|_| local)?;
    id.parts = vec![epic.to_string(), story];
    Some(id)
}

/// The file's name without folders and extension.
pub(super) fn stem(path: &str) -> &str {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    let name = name
        .strip_suffix(".md")
        .or_else(|| name.strip_suffix(".markdown"))
        .unwrap_or(name);
    name.strip_suffix(".story").unwrap_or(name)
}

/// The id in front of a file's name or in a frontmatter field.
pub(super) fn id_of(text: &str) -> Option<Id> {
    let text = text.trim();
    if let Some((id, "")) = ids::parse(text) {
        return (!id.is_local()).then_some(id);
    }
    if let Some(found) =
        declaration(text).filter(|found| found.declares == Declares::Story && !found.id.is_local())
    {
        return Some(found.id);
    }
    let mut readings = key_readings(text);
    let text = text
        .strip_prefix("story-")
        .or_else(|| text.strip_prefix("story_"))
        .unwrap_or(text);
    readings.extend(key_readings(text));
    let ids = || readings.iter().map(|reading| &reading.id);
    // `rel-1-4-title` is story 4 of rel-1, not the flat id rel-1.
    ids()
        .find(|id| id.parts.len() == 2)
        .or_else(|| ids().find(|id| id.is_flat() && !ids::is_foreign(&id.prefix)))
        .cloned()
}
