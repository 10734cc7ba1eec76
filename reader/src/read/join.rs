//! One backlog of all readings: a story that stands in several documents is one story, and
//! stories that only share a number are not.

use std::rc::Rc;

use super::assembly::{Joiner, loose};
use super::families::{families, family_word, in_letters};
use super::found::{Form, Reading, StoryFound};
use super::linking::{Linkable, Text, abbreviates, link, path_words};
use super::merge::fill;
use super::renumbered::EpicTitles;
use super::status_file::StatusEntry;
use super::titles::{Agreement, Title};
use crate::backlog::{Backlog, EpicId, StoryKey};
use crate::ordering::{self, Set, Table};
use crate::source::{Code, Diagnostic, Place};

/// What a reading found, changed only where it has to be: most of it becomes no story, as reviews
/// name stories by the hundred.
pub(super) enum Declaration<'a> {
    Read(&'a StoryFound),
    Changed(Box<StoryFound>),
}

impl std::ops::Deref for Declaration<'_> {
    type Target = StoryFound;

    fn deref(&self) -> &StoryFound {
        match self {
            Self::Read(found) => found,
            Self::Changed(found) => found,
        }
    }
}

impl Declaration<'_> {
    /// As a value of its own.
    pub fn into_owned(self) -> StoryFound {
        match self {
            Self::Read(found) => found.clone(),
            Self::Changed(found) => *found,
        }
    }
}

/// A declaration on its way to becoming a story.
pub(super) struct Declared<'a> {
    pub found: Declaration<'a>,
    pub title: Rc<Title>,
    pub family: usize,
    /// Position of its document, for the order of stories.
    pub document: usize,
    pub entry: Option<usize>,
}

/// See [`super::join`].
pub(super) fn join(readings: &[&Reading]) -> (Backlog, Vec<Diagnostic>) {
    let mut readings = readings.to_vec();
    ordering::sort_by(&mut readings, |a, b| {
        (&a.path, a.summary.bytes).cmp(&(&b.path, b.summary.bytes))
    });
    let mut diagnostics: Vec<Diagnostic> = readings
        .iter()
        .flat_map(|reading| reading.diagnostics.iter().cloned())
        .collect();
    let entries = status_entries(&readings, &mut diagnostics);
    // Titles are compared many times: their words are looked up once.
    let texts: Vec<Text> = entries.iter().map(|entry| Text::new(entry)).collect();
    let titles: Vec<Vec<Rc<Title>>> = readings
        .iter()
        .map(|reading| {
            let stories = reading.stories.iter();
            stories
                .map(|found| Rc::new(Title::of(&found.story.title)))
                .collect()
        })
        .collect();
    let fits = fits(&readings, &titles, &entries, &texts);
    let family_of = families(&readings, &titles, &fits);
    let slugs: Table<EpicId, EpicId> = Table::new(readings.iter().flat_map(|reading| {
        let slugs = reading.slugs.iter();
        slugs.map(|(slug, id)| (EpicId::new(slug), id.clone()))
    }));
    let mut declared = merged(&readings, &titles, &family_of, &slugs);
    link_entries(&mut declared, &entries, &texts, &readings);
    let prefixes = prefixes(&declared, &family_of, &readings, &entries);
    let mut joiner = Joiner {
        backlog: Backlog {
            documents: readings
                .iter()
                .map(|reading| reading.summary.clone())
                .collect(),
            ..Backlog::default()
        },
        diagnostics,
        keys: Set::default(),
        renamed: Table::default(),
        copies: Table::default(),
        slugs,
        prefix_of: readings
            .iter()
            .zip(&family_of)
            .filter_map(|(reading, &family)| {
                let prefix = prefixes.get(family).filter(|prefix| !prefix.is_empty())?;
                Some((reading.path.to_string(), prefix.clone()))
            })
            .collect(),
        lines: Set::default(),
        order: Vec::new(),
    };
    joiner.stories(declared, &prefixes, &entries);
    joiner.status_only(&entries, &readings);
    joiner.epics(&readings, &family_of, &prefixes);
    joiner.chains(&readings);
    joiner.targets();
    joiner.finish(&readings)
}

/// All entries of all status files; of a key that stands in two files the first one counts.
fn status_entries<'a>(
    readings: &[&'a Reading],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<&'a StatusEntry> {
    let files: Vec<&Reading> = readings
        .iter()
        .copied()
        .filter(|reading| {
            reading
                .status
                .as_ref()
                .is_some_and(|status| !status.entries.is_empty())
        })
        .collect();
    if let [first, rest @ ..] = files.as_slice()
        && !rest.is_empty()
    {
        let place =
            |reading: &Reading| Place::new(&reading.path, 1, crate::source::Span::default());
        let message = format!(
            "There are {} status files; the entries of all were read.",
            files.len()
        );
        diagnostics.push(
            Diagnostic::new(Code::SeveralStatusFiles, Some(place(first)), message)
                .with_related(rest.iter().map(|reading| place(reading)).collect()),
        );
    }
    let mut seen: Table<&str, &StatusEntry> = Table::default();
    let mut entries = Vec::new();
    for entry in readings
        .iter()
        .filter_map(|reading| reading.status.as_ref())
        .flat_map(|status| &status.entries)
    {
        match seen.get(entry.key.as_str()) {
            Some(first) => diagnostics.push(
                Diagnostic::new(
                    Code::DuplicateStatus,
                    Some(entry.place.clone()),
                    format!(
                        "{} has a status in another file already; that one counts.",
                        entry.key
                    ),
                )
                .with_related(vec![first.place.clone()]),
            ),
            None => {
                seen.insert(&entry.key, entry);
                entries.push(entry);
            }
        }
    }
    entries
}

/// How many plain keys of the status file each document explains, titles included.
fn fits(
    readings: &[&Reading],
    titles: &[Vec<Rc<Title>>],
    entries: &[&StatusEntry],
    texts: &[Text],
) -> Vec<usize> {
    let mut slugs: Table<StoryKey, Vec<&Title>> = Table::default();
    for (entry, text) in entries.iter().zip(texts) {
        for (reading, slug) in entry.readings.iter().zip(&text.slugs) {
            if reading.id.prefix.is_empty() && reading.id.parts.len() > 1 {
                slugs
                    .or_insert_with(reading.id.story_key(None), Default::default)
                    .push(slug);
            }
        }
    }
    let explains = |story: &StoryFound, title: &Title| {
        let slugs = slugs.get(&story.key).filter(|_| story.firm);
        slugs.is_some_and(|slugs| {
            let mut slugs = slugs.iter();
            slugs.any(|slug| slug.agreement(title) > Agreement::Incomparable)
        })
    };
    (readings.iter().zip(titles))
        .map(|(reading, titles)| {
            let stories = reading.stories.iter().zip(titles);
            stories
                .filter(|(story, title)| explains(story, title))
                .count()
        })
        .collect()
}

/// Firm declarations with those of the same story made one, then all that is not firm.
fn merged<'a>(
    readings: &[&'a Reading],
    titles: &[Vec<Rc<Title>>],
    family_of: &[usize],
    slugs: &Table<EpicId, EpicId>,
) -> Vec<Declared<'a>> {
    let mut declared: Vec<Declared<'a>> = Vec::new();
    let mut by_key: Table<String, Vec<usize>> = Table::default();
    let mut rest = Vec::new();
    // Story files last: they join what the epics documents declare.
    let mut order: Vec<(bool, usize, &'a StoryFound, &Rc<Title>)> = Vec::new();
    for (document, (reading, titles)) in readings.iter().zip(titles).enumerate() {
        for (story, title) in reading.stories.iter().zip(titles) {
            order.push((story.form == Form::File, document, story, title));
        }
    }
    ordering::sort_by_key(&mut order, |&(file, document, ..)| (file, document));
    for (file, document, found, title) in order {
        let found = match slugs.get(&found.story.epic) {
            Some(id) => Declaration::Changed(Box::new(numbered(found, id))),
            None => Declaration::Read(found),
        };
        let family = family_of.get(document).copied().unwrap_or(0);
        if !found.firm {
            rest.push(Declared {
                found,
                title: Rc::clone(title),
                family,
                document,
                entry: None,
            });
            continue;
        }
        // Families tell plain numbers apart; a key with its own prefix is the same everywhere.
        let own_prefix = found.id.as_ref().is_some_and(|id| !id.prefix.is_empty());
        let same = by_key.or_insert_with(loose(found.key.as_str()), Default::default);
        let fit = same
            .iter()
            .copied()
            .take(super::epics::MOST_NAMESAKES)
            .filter(|&at| {
                declared
                    .get(at)
                    .is_some_and(|known| file || own_prefix || known.family == family)
            })
            .filter_map(|at| {
                let known = declared.get(at)?;
                let agreement = known.title.agreement(title);
                // A file is another story's where its name and its heading say little of this one.
                let alike = match agreement {
                    Agreement::Share(hundredths) if file => hundredths >= 34,
                    // Two headings of one document with one number mean two things.
                    Agreement::Incomparable
                        if known.document == document
                            && known.found.form == Form::Heading
                            && found.form == Form::Heading =>
                    {
                        !known.title.words.is_unlike(&title.words)
                    }
                    _ => known.title.agrees(title),
                };
                let fits = known.found.story.title.is_empty()
                    || alike
                    || named_after(&found, &known.title);
                fits.then_some((agreement, std::cmp::Reverse(at)))
            })
            .max();
        match fit.and_then(|(_, at)| declared.get_mut(at.0)) {
            Some(known) => {
                if known.found.story.title.is_empty() {
                    known.title = Rc::clone(title);
                }
                match &mut known.found {
                    Declaration::Changed(own) => join_one(own, found.into_owned()),
                    Declaration::Read(read) => {
                        let mut own = Box::new(read.clone());
                        join_one(&mut own, found.into_owned());
                        known.found = Declaration::Changed(own);
                    }
                }
            }
            None => {
                same.push(declared.len());
                declared.push(Declared {
                    found,
                    title: Rc::clone(title),
                    family,
                    document,
                    entry: None,
                });
            }
        }
    }
    declared.extend(rest);
    declared
}

/// Whether a story's file is called after a title, though its own heading is another: a
/// translation, mostly.
fn named_after(found: &StoryFound, title: &Title) -> bool {
    let name = found.stem.as_deref().filter(|_| found.form == Form::File);
    name.is_some_and(|name| Title::of(name).agreement(title) >= Agreement::Share(60))
}

/// A story of the epic called after its folder, under that epic's id.
fn numbered(found: &StoryFound, epic: &EpicId) -> StoryFound {
    let mut found = found.clone();
    if let Some(id) = found.id.as_mut() {
        let number = id.parts.split_off(id.parts.len().saturating_sub(1));
        id.prefix.clear();
        id.parts = vec![epic.to_string()];
        id.parts.extend(number);
        found.story.key = id.story_key(Some(epic));
    }
    found.story.epic = epic.clone();
    found
}

/// Joins two declarations of one story from two documents.
fn join_one(known: &mut StoryFound, next: StoryFound) {
    let take_status = next.has_status && (!known.has_status || next.form == Form::File);
    known.has_status |= next.has_status;
    known.stem = known.stem.take().or(next.stem);
    let mut other = next.story;
    if next.form == Form::File {
        // The story's own file is what people work from.
        if !other.acceptance_criteria.is_empty() {
            known.story.acceptance_criteria = std::mem::take(&mut other.acceptance_criteria);
        }
        if !other.tasks.is_empty() {
            known.story.tasks = std::mem::take(&mut other.tasks);
        }
    }
    fill(&mut known.story, other, take_status);
}

fn link_entries(
    declared: &mut [Declared<'_>],
    entries: &[&StatusEntry],
    texts: &[Text],
    readings: &[&Reading],
) {
    let words_of_paths: Vec<Rc<[String]>> = readings
        .iter()
        .map(|reading| path_words(&reading.path).into())
        .collect();
    let linkable: Vec<Linkable> = declared
        .iter()
        .map(|one| {
            let words = words_of_paths.get(one.document).cloned();
            let title = Rc::clone(&one.title);
            Linkable::new(&one.found, title, words.unwrap_or_default(), one.document)
        })
        .collect();
    let titles = EpicTitles::new(readings);
    for (entry, target) in link(entries, texts, &linkable, &titles)
        .into_iter()
        .enumerate()
    {
        if let Some(one) = target.and_then(|at| declared.get_mut(at)) {
            one.entry = Some(entry);
        }
    }
}

/// The prefix of each family; empty for the main one.
fn prefixes(
    declared: &[Declared<'_>],
    family_of: &[usize],
    readings: &[&Reading],
    entries: &[&StatusEntry],
) -> Vec<String> {
    let families = family_of.iter().copied().max().unwrap_or(0);
    let mut prefixes = vec![String::new()];
    for family in 1..=families {
        // The prefix that the status file uses for the stories of this family.
        let mut counts: Table<&str, usize> = Table::default();
        for one in declared.iter().filter(|one| one.family == family) {
            let entry = one.entry.and_then(|at| entries.get(at));
            let prefix = entry
                .and_then(|entry| entry.readings.first())
                .map_or("", |reading| reading.id.prefix.as_str());
            let own = one.found.id.as_ref().map_or("", |id| id.prefix.as_str());
            if !prefix.is_empty() && own.is_empty() {
                *counts.or_insert_with(prefix, Default::default) += 1;
            }
        }
        let used = counts
            .into_iter()
            .max_by_key(|&(_, count)| count)
            .map(|(prefix, _)| prefix.to_owned());
        let path = family_of
            .iter()
            .position(|&of| of == family)
            .and_then(|at| readings.get(at))
            .map_or("", |reading| &reading.path);
        let from_keys = used.or_else(|| {
            let words = path_words(path);
            entries
                .iter()
                .filter_map(|entry| entry.readings.first())
                .map(|reading| reading.id.prefix.trim_end_matches('-'))
                .find(|prefix| abbreviates(prefix, &words))
                .map(|prefix| format!("{prefix}-"))
        });
        let mut prefix = from_keys.unwrap_or_else(|| {
            let word = family_word(path, readings);
            if word.is_empty() {
                format!("doc{}-", in_letters(family))
            } else {
                format!("{word}-")
            }
        });
        if prefixes.contains(&prefix) {
            let word: String = prefix
                .chars()
                .take(super::ids::LONGEST_PREFIX - 4)
                .collect();
            let word = word.trim_end_matches('-');
            prefix = format!("{word}-{}-", in_letters(family));
        }
        prefixes.push(prefix);
    }
    prefixes
}
