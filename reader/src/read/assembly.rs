//! The last step of joining: keys that are unique, stories that only the status file knows, epics,
//! and dependencies that follow renamed stories.

mod targets;

use super::families::{family_word, in_letters};
use super::found::{Form, Reading};
use super::ids::Id;
use super::join::Declared;
use super::passing::{Index, place_of};
use super::status_entry::{divided, key_of_entry, known_epics, take_entry, title_of_entry, within};
use super::status_file::{StatusEntry, long_key};
use super::titles::{Agreement, agreement};
use crate::backlog::{Backlog, Epic, EpicId, Story, StoryKey};
use crate::ordering::{self, Set, Table};
use crate::source::letters::Lowercase;
use crate::source::marks::{DIGITS, Marked};
use crate::source::{Code, Diagnostic, Edit, Fix, Place, Span};

pub(super) struct Joiner {
    pub backlog: Backlog,
    pub diagnostics: Vec<Diagnostic>,
    pub keys: Set<StoryKey>,
    /// Document path and key as read there, to the key in the backlog.
    pub renamed: Table<(String, StoryKey), StoryKey>,
    /// How many keys were made of one, so that the next is found at once.
    pub copies: Table<StoryKey, usize>,
    /// Document path to the prefix of its family, where that has one.
    pub prefix_of: Table<String, String>,
    /// What an epic's folder is called after, to the epic's id.
    pub slugs: Table<EpicId, EpicId>,
    /// Documents and lines that declare a story.
    pub lines: Set<(String, u32)>,
    /// For each story: document and line.
    pub order: Vec<(usize, u32)>,
}

impl Joiner {
    pub fn stories(
        &mut self,
        declared: Vec<Declared<'_>>,
        prefixes: &[String],
        entries: &[&StatusEntry],
    ) {
        let mut declared: Vec<Declared<'_>> = declared
            .into_iter()
            .filter(|one| one.found.firm || one.entry.is_some())
            .collect();
        // Of several with one key, the one that the status file means keeps it.
        ordering::sort_by_key(&mut declared, |one| {
            (
                one.entry.is_none(),
                !one.found.firm,
                one.document,
                one.found.place().map_or(0, |place| place.line),
            )
        });
        let taken: Set<StoryKey> = declared.iter().map(|one| one.found.key.clone()).collect();
        // Keys that were made here may stand in the status file by now: `crm-1-8: done`.
        let linked: Set<usize> = declared.iter().filter_map(|one| one.entry).collect();
        let by_key: Table<String, &StatusEntry> = Table::new(
            (entries.iter().enumerate())
                .filter(|(at, _)| !linked.contains(at))
                .map(|(_, entry)| (entry.key.lowercase(), *entry)),
        );
        let mut first_places: Table<StoryKey, (Place, String)> = Table::default();
        for one in declared {
            let prefix = prefixes.get(one.family).map_or("", String::as_str);
            let entry = one.entry.and_then(|at| entries.get(at)).copied();
            let Declared {
                found, document, ..
            } = one;
            let found = found.into_owned();
            let mut story = found.story;
            let own_prefix = found.id.as_ref().is_some_and(|id| !id.prefix.is_empty());
            if !prefix.is_empty() && !own_prefix && found.form != Form::File {
                story.epic = EpicId::new(format!("{prefix}{}", story.epic));
                story.key = StoryKey::new(format!("{prefix}{}", story.key));
            }
            // "F-1" in a list of Epic 6 is what the status file calls 6-1.
            let tag = |id: &Id| id.is_flat() && !found.firm;
            let placed = |entry: &StatusEntry| {
                let mut readings = entry.readings.iter();
                readings.any(|reading| reading.id.parts.len() == 2)
            };
            if let Some(entry) = entry
                && (found.id.is_none() || (found.id.as_ref().is_some_and(tag) && placed(entry)))
            {
                let (key, epic) = key_of_entry(entry, &Set::default(), &Set::default());
                story.key = key;
                story.epic = epic;
            }
            let wanted = story.key.clone();
            let mut shared_line = false;
            if first_places
                .get(&wanted)
                .is_some_and(|(_, title)| same_title(title, &story.title))
                && let Some(known) = self
                    .backlog
                    .stories
                    .iter_mut()
                    .find(|one| one.key == wanted)
            {
                // Two families came to one key: the prefixed and the one that had its prefix.
                if let Some(place) = &story.declared {
                    let read_as = (place.path.to_string(), found.key.clone());
                    self.renamed.or_insert_with(read_as, || wanted.clone());
                }
                super::merge::fill(known, story, false);
                continue;
            }
            if let Some((place, title)) = first_places.get(&wanted) {
                story.key = self.free_key(&wanted, &story);
                let message = format!(
                    "{wanted} is declared twice, as \"{title}\" and as \"{}\"; this one is read as {}.",
                    story.title, story.key
                );
                self.diagnostics.push(
                    Diagnostic::new(Code::DuplicateStory, story.declared.clone(), message)
                        .with_related(vec![place.clone()])
                        .with_hint("Give one of them another number.")
                        .with_fix(renumber(&story, found.id.as_ref(), found.id_span, &taken)),
                );
            } else if let Some(place) = &story.declared {
                first_places.insert(wanted.clone(), (place.clone(), story.title.clone()));
            }
            self.keys.insert(story.key.clone());
            let made = story.key != found.key;
            let entry = entry.or_else(|| {
                let same = by_key.get(&story.key.as_str().lowercase());
                let same = same.filter(|_| made);
                // Or with its title, as a line that was made for it has it.
                let long = || long_key(&story.key, &story.title).lowercase();
                same.or_else(|| by_key.get(&long())).copied()
            });
            if let Some(place) = &story.declared {
                // A line declares one story; the others of a list on one line are named there.
                let line = (place.path.to_string(), place.line);
                shared_line = !self.lines.insert(line);
            }
            if let Some(place) = &story.declared {
                self.renamed
                    .or_insert_with((place.path.to_string(), found.key.clone()), || {
                        story.key.clone()
                    });
                self.order.push((document, place.line));
            } else {
                self.order.push((document, 0));
            }
            if shared_line && let Some(place) = story.declared.take() {
                story.also_declared.insert(0, place);
            }
            if let Some(entry) = entry {
                take_entry(&mut story, entry);
            }
            if story.title.is_empty() {
                self.diagnostics.push(Diagnostic::new(
                    Code::UntitledStory,
                    story.declared.clone(),
                    format!("{} has no title.", story.key),
                ));
            }
            self.backlog.stories.push(story);
        }
    }

    /// A key like `wanted` that no story has: with a prefix of its file, then with a number.
    fn free_key(&mut self, wanted: &StoryKey, story: &Story) -> StoryKey {
        let path = story.declared.as_ref().map_or("", |place| &place.path);
        let word = family_word(path, &[]);
        // A key that begins with "epic" would be an epic's in the status file.
        let word = match word.as_str() {
            "" => "copy".to_owned(),
            _ => word,
        };
        let first = StoryKey::new(format!("{word}-{wanted}"));
        let number = self.copies.or_insert_with(first.clone(), || 1);
        let mut key = first;
        while self.keys.contains(&key) {
            *number += 1;
            key = StoryKey::new(format!("{word}-{}-{wanted}", in_letters(*number)));
        }
        key
    }

    /// The entries that no document declares.
    pub fn status_only(&mut self, entries: &[&StatusEntry], readings: &[&Reading]) {
        let linked: Set<&str> = self
            .backlog
            .stories
            .iter()
            .filter_map(|story| story.status_key.as_deref())
            .collect();
        let missing: Vec<&StatusEntry> = entries
            .iter()
            .copied()
            .filter(|entry| !linked.contains(entry.key.as_str()))
            .collect();
        let declared_any = self
            .backlog
            .stories
            .iter()
            .any(|story| story.declared.is_some());
        let foreign = declared_any && linked.is_empty() && missing.len() >= 3;
        if foreign && let Some(first) = missing.first() {
            let message = "None of the status file's stories is declared in the documents: it is probably another project's.";
            self.diagnostics.push(Diagnostic::new(
                Code::ForeignStatusFile,
                Some(first.place.clone()),
                message,
            ));
        }
        let (epics, divided) = (known_epics(readings), divided(entries));
        let index = if missing.is_empty() {
            Index::default()
        } else {
            let all = readings.iter().enumerate();
            Table::grouped(all.flat_map(|(at, reading)| {
                let passing = reading.passing.iter();
                passing.map(move |one| (one.id.parts.join("."), (at, one)))
            }))
        };
        for (at, entry) in missing.into_iter().enumerate() {
            let line = |place: &Place| (place.path.to_string(), place.line);
            let named = place_of(entry, &index, |place| !self.lines.contains(&line(place)));
            let (mut key, of) = key_of_entry(entry, &epics, &divided);
            let own = entry.title.clone();
            let title = own.unwrap_or_else(|| title_of_entry(entry, &epics, &divided));
            // `dm-07: done` without a word is the epic that the documents call so.
            let mut all = readings.iter().enumerate();
            let epic = all.find_map(|(at, reading)| {
                let mut epics = reading.epics.iter().filter(|_| title.is_empty());
                let epic = epics.find(|epic| loose(epic.id.as_str()) == loose(&entry.key))?;
                Some((at, epic))
            });
            let (place, given) = match (&named, epic) {
                (Some((at, passing, title)), _) => (Some((*at, &passing.place)), title.clone()),
                (None, Some((at, epic))) => (
                    epic.declared.as_ref().map(|place| (at, place)),
                    Some(epic.title.clone()),
                ),
                (None, None) => (None, None),
            };
            if self.keys.contains(&key) {
                key = StoryKey::new(&entry.key);
            }
            let mut number = 2;
            while self.keys.contains(&key) {
                key = StoryKey::new(format!("{}-{number}", entry.key));
                number += 1;
            }
            if !foreign {
                let but = match named {
                    Some(_) => "no document declares it; one names it in passing",
                    None if epic.is_some() => "the documents have an epic of that name",
                    None => "no document declares it",
                };
                let message = format!("{} stands in the status file, but {but}.", entry.key);
                let places = place.iter().map(|&(_, place)| place.clone());
                self.diagnostics.push(
                    Diagnostic::new(Code::StatusWithoutStory, Some(entry.place.clone()), message)
                        .with_related(places.collect()),
                );
            }
            let title = given.unwrap_or(title);
            let mut story = Story::new(key.clone(), title, of);
            take_entry(&mut story, entry);
            self.keys.insert(key);
            self.order.push(match place {
                Some((document, place)) => (document, place.line),
                None => (usize::MAX, u32::try_from(at).unwrap_or(u32::MAX)),
            });
            if let Some((_, place)) = place {
                self.lines.insert(line(place));
                story.declared = Some(place.clone());
                story.is_only_mentioned = true;
            }
            self.backlog.stories.push(story);
        }
    }

    pub fn epics(&mut self, readings: &[&Reading], family_of: &[usize], prefixes: &[String]) {
        let mut epics: Table<EpicId, Epic> = Table::default();
        for (reading, family) in readings.iter().zip(family_of) {
            let prefix = prefixes.get(*family).map_or("", String::as_str);
            for epic in &reading.epics {
                let mut epic = epic.clone();
                if !prefix.is_empty() && is_plain(&epic.id) {
                    epic.id = EpicId::new(format!("{prefix}{}", epic.id));
                }
                match epics.get_mut(&epic.id) {
                    Some(known) => known.join(epic.title, epic.goal, epic.dependencies),
                    None => {
                        epics.insert(epic.id.clone(), epic);
                    }
                }
            }
        }
        let listed = known_epics(readings);
        let known = epics.keys().chain(listed.iter()).cloned().collect();
        for story in &mut self.backlog.stories {
            story.epic = within(story.epic.clone(), &known);
            epics.or_insert_with(story.epic.clone(), || Epic::new(story.epic.clone(), ""));
        }
        for listed in readings
            .iter()
            .filter_map(|reading| reading.status.as_ref())
            .flat_map(|status| &status.epics)
        {
            let id = same_epic(&listed.id, &epics);
            let epic = epics.or_insert_with(id.clone(), || Epic::new(id, ""));
            epic.status = epic.status.max(Some(listed.status));
            if epic.title.is_empty() {
                epic.title = listed.title.clone().unwrap_or_default();
            }
        }
        self.backlog.epics = epics.into_values().collect();
    }

    pub fn finish(mut self, readings: &[&Reading]) -> (Backlog, Vec<Diagnostic>) {
        let mut stories: Vec<(Story, (usize, u32))> = std::mem::take(&mut self.backlog.stories)
            .into_iter()
            .zip(self.order)
            .collect();
        ordering::sort_by(&mut stories, |(a, at), (b, other)| {
            a.epic
                .cmp(&b.epic)
                .then(at.cmp(other))
                .then_with(|| a.key.cmp(&b.key))
        });
        self.backlog.stories = stories.into_iter().map(|(story, _)| story).collect();
        self.backlog.project = readings
            .iter()
            .filter_map(|reading| reading.status.as_ref())
            .find_map(|status| status.project.clone())
            .or_else(|| {
                readings
                    .iter()
                    .filter(|reading| !reading.epics.is_empty())
                    .find_map(|reading| reading.title.clone())
                    .filter(|title| !title.is_empty())
            });
        self.diagnostics
            .extend(super::drift::behind(readings, &self.backlog));
        ordering::sort_by(&mut self.diagnostics, |a, b| {
            (&a.place, a.code, &a.message).cmp(&(&b.place, b.code, &b.message))
        });
        (self.backlog, self.diagnostics)
    }
}

/// Whether an epic's id is a number or a letter alone, as each of parallel documents may have it.
fn is_plain(epic: &EpicId) -> bool {
    let id = epic.as_str();
    id.len() == 1 || id.starts_with_one(DIGITS)
}

fn same_title(one: &str, other: &str) -> bool {
    !one.is_empty() && agreement(one, other) == Agreement::Same
}

/// Gives a story the first free number of its epic, written as its id is.
fn renumber(
    story: &Story,
    id: Option<&Id>,
    span: Option<Span>,
    taken: &Set<StoryKey>,
) -> Option<Fix> {
    let (id, span, place) = (id?, span?, story.declared.as_ref()?);
    let epic = id.epic_of_story()?;
    let free = (1..1000).find(|number| {
        let key = StoryKey::of(&epic, &number.to_string());
        !taken.contains(&key)
    })?;
    let before = id
        .text
        .trim_end_matches(|c: char| c.is_ascii_alphanumeric());
    let number = format!("{before}{free}");
    Some(Fix {
        label: format!("Call this one {number}"),
        edits: vec![Edit {
            path: place.path.to_string(),
            span,
            replacement: number,
        }],
    })
}

/// The status file's `0-5` is the documents' `0.5`.
fn same_epic(id: &EpicId, epics: &Table<EpicId, Epic>) -> EpicId {
    let dotted = EpicId::new(id.as_str().replace('-', "."));
    if !epics.contains_key(id) && epics.contains_key(&dotted) {
        dotted
    } else {
        id.clone()
    }
}

/// A key without regard to case, zeros and dots.
pub(super) fn loose(key: &str) -> String {
    key.lowercase().replace("-0", "-").replace('.', "-")
}
