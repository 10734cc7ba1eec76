//! Plans written as data: `tickets.toml` (epics, or the entries of one epic) and `stories.yaml`.

use crate::source::letters::Lowercase;
use std::sync::Arc;

use super::body::Facts;
use super::candidates::apply;
use super::criteria::item_text;
use super::declaration::{Declares, declaration, title as title_of};
use super::dependencies;
use super::found::{Form, StoryFound};
use super::ids::{self, Id};
use super::paths;
use super::statement::Statement;
use super::status_file::epic_key;
use super::toml_tables::{TomlTable, Value, tables};
use super::values::{effort, kind, priority};
use super::yaml::{self, Node};
use crate::backlog::{
    DependencyRef, Direction, Epic, EpicId, Evidence, FileScope, Item, Marker, Story, StoryKey,
    Strength, Target,
};
use crate::source::{Line, Place};

/// What a plan written as data declares.
#[derive(Debug, Default)]
pub(super) struct Tickets {
    pub epics: Vec<Epic>,
    pub stories: Vec<StoryFound>,
    /// What a folder is called after, and the epic's id.
    pub slugs: Vec<(String, EpicId)>,
}

/// Reads `tickets.toml` at `path`, all about the epic `whole` where its folder says so.
pub(super) fn toml(lines: &[Line<'_>], path: &Arc<str>, whole: Option<&EpicId>) -> Tickets {
    let mut out = Tickets::default();
    let mut epic: Option<EpicId> = whole.cloned();
    for table in tables(lines) {
        let place = Place::new(path, table.line, table.span);
        let id = table.text("id").unwrap_or("");
        match table.name.as_str() {
            "epic" | "epics" => {
                let slug = table.text("slug");
                let Some(own) = number_or_slug(id).or_else(|| slug.map(EpicId::new)) else {
                    continue;
                };
                if let Some(slug) = slug {
                    out.slugs.push((slug.lowercase(), own.clone()));
                }
                let mut found = Epic::new(own.clone(), table.text("title").unwrap_or(""));
                found.goal = table.text("description").map(first_line);
                found.dependencies = after(&table, None, &place);
                found.declared = Some(place);
                out.epics.push(found);
                epic = Some(own);
            }
            "entry" | "ticket" | "story" | "epic.entry" | "stories" => {
                let named = table.text("epic").or(table.text("parent"));
                let own = named.and_then(number_or_slug).or_else(|| epic.clone());
                let facts = facts(&table, own.as_ref(), &place);
                let of_kind = table.text("type").or(table.text("kind"));
                let title = table.text("title").unwrap_or("");
                if let Some(mut found) = story(id, title, own.as_ref(), facts, place) {
                    found.story.kind = kind(of_kind, &found.story.title);
                    out.stories.push(found);
                }
            }
            _ => {}
        }
    }
    out
}

/// Reads `stories.yaml` at `path`: a list of stories, or maps of epics that hold them.
pub(super) fn yaml(text: &str, path: &Arc<str>, whole: Option<&EpicId>) -> Tickets {
    let mut out = Tickets::default();
    let Ok(tree) = yaml::parse(text) else {
        return out;
    };
    let lines: Vec<Line<'_>> = crate::source::lines(text).collect();
    let place = |number: u32| {
        let at = usize::try_from(number)
            .ok()
            .and_then(|at| at.checked_sub(1));
        let line = at.and_then(|at| lines.get(at));
        Place::new(path, number, line.map(Line::span).unwrap_or_default())
    };
    let named = tree.get("epic");
    let own = named.and_then(Node::text).and_then(number_or_slug);
    let epic = own.or_else(|| {
        let node = named.filter(|node| matches!(node, Node::Map(_)))?;
        listed_epic(node, &place(tree.line_of("epic")?), &mut out)
    });
    let epic = epic.as_ref().or(whole);
    let Some(stories) = stories_of(&tree).or_else(|| named.and_then(stories_of)) else {
        if let Some(Node::List(epics)) = tree.get("epics") {
            for item in epics {
                let epic = listed_epic(&item.value, &place(item.line), &mut out);
                if let (Some(epic), Some(stories)) = (epic, stories_of(&item.value)) {
                    listed_stories(stories, Some(&epic), &lines, &place, &mut out);
                }
            }
        }
        return out;
    };
    listed_stories(stories, epic, &lines, &place, &mut out);
    out
}

/// The list of stories of a document or an epic.
fn stories_of(node: &Node) -> Option<&[yaml::Item]> {
    let mut keys = ["stories", "tickets", "entries"].iter();
    match keys.find_map(|key| node.get(key)).unwrap_or(node) {
        Node::List(items) => Some(items),
        _ => None,
    }
}

/// An epic that is a map with an id, added to `out`.
fn listed_epic(node: &Node, place: &Place, out: &mut Tickets) -> Option<EpicId> {
    let text = |keys: &[&str]| {
        keys.iter()
            .find_map(|key| node.get(key).and_then(Node::text))
    };
    let id = text(&["id", "epic_id", "key", "number"]).and_then(number_or_slug)?;
    let mut epic = Epic::new(id.clone(), text(&["title", "name"]).unwrap_or(""));
    epic.goal = text(&["goal", "description"]).map(first_line);
    epic.dependencies = waits(node, None, place);
    epic.declared = Some(place.clone());
    out.epics.push(epic);
    Some(id)
}

/// What an item says that it waits for, or what waits for it.
fn waits(node: &Node, epic: Option<&EpicId>, place: &Place) -> Vec<DependencyRef> {
    let mut found = Vec::new();
    for (key, direction) in LABELS {
        let values = node.get(key).map(texts).unwrap_or_default();
        for value in values {
            found.extend(named_after(value, *direction, epic, place));
        }
    }
    found
}

/// The texts of a scalar, or of the scalars of a list.
fn texts(node: &Node) -> Vec<&str> {
    match node {
        Node::Scalar(text) => vec![text],
        Node::List(items) => items.iter().filter_map(|one| one.value.text()).collect(),
        Node::Map(_) => Vec::new(),
    }
}

fn listed_stories(
    items: &[yaml::Item],
    epic: Option<&EpicId>,
    lines: &[Line<'_>],
    place_of: &dyn Fn(u32) -> Place,
    out: &mut Tickets,
) {
    for item in items {
        let named = item.value.text().and_then(declaration);
        let field = |keys: &[&str]| {
            keys.iter()
                .find_map(|key| item.value.get(key).and_then(Node::text))
        };
        let place = place_of(item.line);
        let own = field(&["epic", "epic_id"]).and_then(number_or_slug);
        let own = own.as_ref().or(epic);
        let mut facts = Facts::default();
        describe(&mut facts, field(&["description", "story", "summary"]));
        facts.dependencies = waits(&item.value, own, &place);
        let criteria = ["acceptance_criteria", "acceptance", "verify"];
        if let Some(Node::List(criteria)) = criteria.iter().find_map(|key| item.value.get(key)) {
            let texts = criteria.iter().filter_map(|one| one.value.text());
            facts.criteria = texts.map(|text| criterion(text, &place)).collect();
        }
        if let Some(tasks) = item.value.get("tasks") {
            let texts = texts(tasks).into_iter();
            facts.tasks = texts.map(|text| criterion(text, &place)).collect();
        }
        for (key, marker) in FILES {
            let paths = item.value.get(key).map(texts).unwrap_or_default();
            facts.scopes.extend(paths.into_iter().filter_map(|text| {
                let (path, kind) = paths::path(text, true)?;
                Some(FileScope {
                    path,
                    kind,
                    marker: *marker,
                    evidence: Evidence::Declared,
                    place: place.clone(),
                })
            }));
        }
        facts.priority = field(&["priority"]).and_then(priority);
        facts.effort = field(&["points", "story_points", "estimate", "effort"]).and_then(effort);
        if let Some(word) = field(&["status"]) {
            let number = item.value.line_of("status").unwrap_or(item.line);
            let mut at = place_of(number);
            let found = lines.iter().find(|line| line.number == number);
            let exact = found.and_then(|line| super::mending::value_span(line, word));
            at.span = exact.unwrap_or(at.span);
            facts.status = Some((word.to_owned(), at));
        }
        let id = field(&["id", "key"]).unwrap_or("");
        let title = field(&["title", "name"]).unwrap_or("");
        // "3.1: Cards" alone is a story too; a mere number only names one.
        let (titled, _) = named
            .as_ref()
            .map(|named| title_of(named.rest))
            .unwrap_or_default();
        let (id, title) = match &named {
            Some(named) if named.declares == Declares::Story && !titled.is_empty() => {
                (named.id.text.as_str(), titled.as_str())
            }
            _ => (id, title),
        };
        if let Some(mut found) = story(id, title, own, facts, place) {
            found.story.kind = kind(field(&["type", "kind"]), &found.story.title);
            out.stories.push(found);
        }
    }
}

/// Keys of lists of files.
const FILES: &[(&str, Marker)] = &[
    ("files", Marker::Unmarked),
    ("file_list", Marker::Unmarked),
    ("files_to_create", Marker::Create),
    ("files_to_modify", Marker::Modify),
];

const LABELS: &[(&str, Direction)] = &[
    ("after", Direction::Requires),
    ("depends_on", Direction::Requires),
    ("dependencies", Direction::Requires),
    ("blocked_by", Direction::Requires),
    ("blocks", Direction::Blocks),
];

fn story(
    id: &str,
    title: &str,
    epic: Option<&EpicId>,
    facts: Facts,
    place: Place,
) -> Option<StoryFound> {
    let id = match ids::parse(id) {
        Some((id, "")) => id,
        _ => super::story_file::id_of(id)?,
    };
    let id = placed(id, epic);
    let own = id.epic_of_story().or_else(|| epic.cloned());
    let own = own.unwrap_or_else(|| super::candidates::fallback_epic(Some(&id)));
    let key = id.story_key(epic);
    let mut story = Story::new(key.clone(), title.trim(), own);
    story.declared = Some(place);
    let weight = facts.weight();
    let status_word = apply(&mut story, facts, None);
    Some(StoryFound {
        id: Some(id),
        key,
        story,
        form: Form::Heading,
        firm: true,
        weight,
        stem: None,
        has_status: status_word.is_some(),
        status_word,
        title_span: None,
        id_span: None,
    })
}

/// `1` in Epic 2 is 2.1.
fn placed(id: Id, epic: Option<&EpicId>) -> Id {
    match epic.and_then(|epic| ids::parse(epic.as_str())) {
        Some((of, "")) if id.is_local() && !of.is_flat() => Id {
            prefix: of.prefix,
            parts: [of.parts, id.parts].concat(),
            text: id.text,
        },
        _ => id,
    }
}

fn facts(table: &TomlTable, epic: Option<&EpicId>, place: &Place) -> Facts {
    let mut facts = Facts::default();
    describe(&mut facts, table.text("description"));
    for verify in ["verify", "acceptance", "acceptance_criteria"] {
        let items = table.get(verify).map(Value::items).unwrap_or_default();
        let texts = items.iter().filter_map(Value::text);
        facts
            .criteria
            .extend(texts.map(|text| criterion(text, place)));
    }
    facts.dependencies = after(table, epic, place);
    facts.priority = table.text("priority").and_then(priority);
    facts.effort = table
        .text("estimate")
        .or(table.text("points"))
        .and_then(effort);
    if let Some(status) = table.text("status") {
        facts.status = Some((status.to_owned(), place.clone()));
    }
    facts
}

fn describe(facts: &mut Facts, description: Option<&str>) {
    let mut statement = Statement::default();
    for line in description.unwrap_or("").lines() {
        statement.line(line.trim());
    }
    facts.statement = statement.finish();
    if facts.statement.want.is_none() {
        facts.goal = description.map(first_line);
    }
}

fn first_line(text: &str) -> String {
    text.lines()
        .find(|line| !line.trim().is_empty())
        .map(item_text)
        .unwrap_or_default()
}

fn criterion(text: &str, place: &Place) -> Item {
    Item {
        text: first_line(text),
        done: false,
        place: place.clone(),
    }
}

/// `after`: `1` is a sibling, `"2.3"` a story of another epic, `"epic-slug"` an epic,
/// `{ epic = 1, needs = "…" }` an epic and why.
fn after(table: &TomlTable, epic: Option<&EpicId>, place: &Place) -> Vec<DependencyRef> {
    let mut found = Vec::new();
    for (key, direction) in LABELS {
        let items = table.get(key).map(Value::items).unwrap_or_default();
        for item in items {
            let of_epic = item
                .get("epic")
                .and_then(Value::text)
                .and_then(number_or_slug);
            match (of_epic, item.text()) {
                (Some(id), _) => {
                    let why = item.get("needs").and_then(Value::text).unwrap_or("");
                    found.push(reference(Target::Epic(id), *direction, why, place));
                }
                (None, Some(text)) => found.extend(named_after(text, *direction, epic, place)),
                _ => {}
            }
        }
    }
    found
}

fn named_after(
    text: &str,
    direction: Direction,
    epic: Option<&EpicId>,
    place: &Place,
) -> Vec<DependencyRef> {
    let target = match ids::parse(text) {
        Some((id, "")) if id.is_local() => match epic {
            Some(epic) => Target::Story(StoryKey::of(epic, &id.parts.join("-"))),
            // Without an epic around it, a number is an epic: this is a list of epics.
            None => Target::Epic(id.as_epic()),
        },
        Some((id, "")) if id.split().is_some() => Target::Story(id.story_key(epic)),
        _ => match epic_key(text).or_else(|| slug_of(text)) {
            Some(id) => Target::Epic(id),
            None => return dependencies::parse(text, direction, Strength::Hard, epic, place),
        },
    };
    vec![reference(target, direction, text, place)]
}

fn reference(target: Target, direction: Direction, text: &str, place: &Place) -> DependencyRef {
    DependencyRef {
        targets: vec![target],
        direction,
        strength: Strength::Hard,
        alternatives: false,
        satisfied: false,
        place: place.clone(),
        text: text.to_owned(),
    }
}

/// `3`, `epic-3`, `epic-checkout`, `checkout`.
fn number_or_slug(text: &str) -> Option<EpicId> {
    match ids::parse(text) {
        Some((id, "")) => Some(id.as_epic()),
        _ => epic_key(text).or_else(|| slug_of(text)).or_else(|| {
            let plain = text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
            (plain && !text.is_empty()).then(|| EpicId::new(text.lowercase()))
        }),
    }
}

/// `epic-sign-in`: the epic called after the folder.
pub(super) fn slug_of(text: &str) -> Option<EpicId> {
    let slug = text.trim().strip_prefix("epic-")?;
    let plain = slug.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    (plain && !slug.is_empty() && slug.len() <= 60).then(|| EpicId::new(slug.lowercase()))
}
