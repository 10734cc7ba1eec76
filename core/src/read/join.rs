//! One backlog of all readings: a story that stands in several documents is one story, and
//! stories that only share a number are not.

use std::collections::{BTreeMap, BTreeSet};

use super::families::{families, family_word};
use super::found::{Form, Reading, StoryFound};
use super::ids::KeyReading;
use super::linking::{Linkable, abbreviates, link, path_words};
use super::merge::fill;
use super::status_file::StatusEntry;
use super::titles::{Agreement, agreement, titles_agree};
use crate::backlog::{Backlog, DependencyRef, Epic, EpicId, Story, StoryKey, Target};
use crate::source::{Code, Diagnostic, Place};

/// A declaration on its way to becoming a story.
struct Declared {
    found: StoryFound,
    family: usize,
    /// Position of its document, for the order of stories.
    document: usize,
    entry: Option<usize>,
}

/// See [`super::join`].
pub(super) fn join(readings: &[&Reading]) -> (Backlog, Vec<Diagnostic>) {
    let mut readings = readings.to_vec();
    readings.sort_by(|a, b| (&a.path, a.summary.bytes).cmp(&(&b.path, b.summary.bytes)));
    let mut diagnostics: Vec<Diagnostic> = readings
        .iter()
        .flat_map(|reading| reading.diagnostics.iter().cloned())
        .collect();
    let entries = status_entries(&readings, &mut diagnostics);
    let fits = fits(&readings, &entries);
    let family_of = families(&readings, &fits);
    let mut declared = merged(&readings, &family_of);
    link_entries(&mut declared, &entries, &readings);
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
        keys: BTreeSet::new(),
        renamed: BTreeMap::new(),
        copies: BTreeMap::new(),
        prefix_of: readings
            .iter()
            .zip(&family_of)
            .filter_map(|(reading, &family)| {
                let prefix = prefixes.get(family).filter(|prefix| !prefix.is_empty())?;
                Some((reading.path.to_string(), prefix.clone()))
            })
            .collect(),
        order: Vec::new(),
    };
    joiner.stories(declared, &prefixes, &entries);
    joiner.status_only(&entries, &readings);
    joiner.epics(&readings, &family_of, &prefixes);
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
    let mut seen: BTreeMap<&str, &StatusEntry> = BTreeMap::new();
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
fn fits(readings: &[&Reading], entries: &[&StatusEntry]) -> Vec<usize> {
    let mut slugs: BTreeMap<StoryKey, Vec<&str>> = BTreeMap::new();
    for reading in entries.iter().flat_map(|entry| &entry.readings) {
        if reading.id.prefix.is_empty() && reading.id.parts.len() > 1 {
            slugs
                .entry(reading.id.story_key(None))
                .or_default()
                .push(&reading.slug);
        }
    }
    let explains = |story: &StoryFound| {
        story.firm
            && slugs.get(&story.key).is_some_and(|slugs| {
                slugs
                    .iter()
                    .any(|slug| agreement(slug, &story.story.title) > Agreement::Incomparable)
            })
    };
    readings
        .iter()
        .map(|reading| {
            reading
                .stories
                .iter()
                .filter(|story| explains(story))
                .count()
        })
        .collect()
}

/// Firm declarations with those of the same story made one, then all that is not firm.
fn merged(readings: &[&Reading], family_of: &[usize]) -> Vec<Declared> {
    let mut declared: Vec<Declared> = Vec::new();
    let mut by_key: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut rest = Vec::new();
    // Story files last: they join what the epics documents declare.
    let mut order: Vec<(bool, usize, &StoryFound)> = Vec::new();
    for (document, reading) in readings.iter().enumerate() {
        for story in &reading.stories {
            order.push((story.form == Form::File, document, story));
        }
    }
    order.sort_by_key(|&(file, document, _)| (file, document));
    for (file, document, found) in order {
        let family = family_of.get(document).copied().unwrap_or(0);
        if !found.firm {
            rest.push(Declared {
                found: found.clone(),
                family,
                document,
                entry: None,
            });
            continue;
        }
        let same = by_key.entry(loose(found.key.as_str())).or_default();
        let fit = same
            .iter()
            .copied()
            .take(super::epics::MOST_NAMESAKES)
            .filter(|&at| {
                declared
                    .get(at)
                    .is_some_and(|known| file || known.family == family)
            })
            .filter_map(|at| {
                let known = declared.get(at)?;
                let title = agreement(&known.found.story.title, &found.story.title);
                let fits = known.found.story.title.is_empty()
                    || titles_agree(&known.found.story.title, &found.story.title);
                fits.then_some((title, std::cmp::Reverse(at)))
            })
            .max();
        match fit.and_then(|(_, at)| declared.get_mut(at.0)) {
            Some(known) => join_one(&mut known.found, found.clone()),
            None => {
                same.push(declared.len());
                declared.push(Declared {
                    found: found.clone(),
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

fn link_entries(declared: &mut [Declared], entries: &[&StatusEntry], readings: &[&Reading]) {
    let linkable: Vec<Linkable> = declared
        .iter()
        .map(|one| {
            let path = readings
                .get(one.document)
                .map_or("", |reading| &reading.path);
            let story = &one.found.story;
            Linkable::new(
                one.found.id.as_ref(),
                story.epic.as_str(),
                &story.title,
                path,
                one.found.stem.as_deref(),
                one.found.firm,
                one.found.form,
            )
        })
        .collect();
    for (entry, target) in link(entries, &linkable).into_iter().enumerate() {
        if let Some(one) = target.and_then(|at| declared.get_mut(at)) {
            one.entry = Some(entry);
        }
    }
}

/// The prefix of each family; empty for the main one.
fn prefixes(
    declared: &[Declared],
    family_of: &[usize],
    readings: &[&Reading],
    entries: &[&StatusEntry],
) -> Vec<String> {
    let families = family_of.iter().copied().max().unwrap_or(0);
    let mut prefixes = vec![String::new()];
    for family in 1..=families {
        // The prefix that the status file uses for the stories of this family.
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for one in declared.iter().filter(|one| one.family == family) {
            let entry = one.entry.and_then(|at| entries.get(at));
            let prefix = entry
                .and_then(|entry| entry.readings.first())
                .map_or("", |reading| reading.id.prefix.as_str());
            let own = one.found.id.as_ref().map_or("", |id| id.prefix.as_str());
            if !prefix.is_empty() && own.is_empty() {
                *counts.entry(prefix).or_default() += 1;
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
                format!("f{family}-")
            } else {
                format!("{word}-")
            }
        });
        if prefixes.contains(&prefix) {
            prefix = format!("{}{family}-", prefix.trim_end_matches('-'));
        }
        prefixes.push(prefix);
    }
    prefixes
}

struct Joiner {
    backlog: Backlog,
    diagnostics: Vec<Diagnostic>,
    keys: BTreeSet<StoryKey>,
    /// Document path and key as read there, to the key in the backlog.
    renamed: BTreeMap<(String, StoryKey), StoryKey>,
    /// How many keys were made of one, so that the next is found at once.
    copies: BTreeMap<StoryKey, usize>,
    /// Document path to the prefix of its family, where that has one.
    prefix_of: BTreeMap<String, String>,
    /// For each story: document and line.
    order: Vec<(usize, u32)>,
}

impl Joiner {
    fn stories(&mut self, declared: Vec<Declared>, prefixes: &[String], entries: &[&StatusEntry]) {
        let mut declared: Vec<Declared> = declared
            .into_iter()
            .filter(|one| one.found.firm || one.entry.is_some())
            .collect();
        // Of several with one key, the one that the status file means keeps it.
        declared.sort_by_key(|one| {
            (
                one.entry.is_none(),
                !one.found.firm,
                one.document,
                one.found.place().map_or(0, |place| place.line),
            )
        });
        let mut first_places: BTreeMap<StoryKey, (Place, String)> = BTreeMap::new();
        for one in declared {
            let prefix = prefixes.get(one.family).map_or("", String::as_str);
            let entry = one.entry.and_then(|at| entries.get(at)).copied();
            let Declared {
                found, document, ..
            } = one;
            let mut story = found.story;
            let own_prefix = found.id.as_ref().is_some_and(|id| !id.prefix.is_empty());
            if !prefix.is_empty() && !own_prefix && found.form != Form::File {
                story.epic = EpicId::new(format!("{prefix}{}", story.epic));
                story.key = StoryKey::new(format!("{prefix}{}", story.key));
            }
            if found.id.is_none()
                && let Some(entry) = entry
            {
                let (key, epic) = key_of_entry(entry, &BTreeSet::new());
                story.key = key;
                story.epic = epic;
            }
            let wanted = story.key.clone();
            if let Some((place, title)) = first_places.get(&wanted) {
                story.key = self.free_key(&wanted, &story);
                let message = format!(
                    "{wanted} is declared twice, as \"{title}\" and as \"{}\"; this one is read as {}.",
                    story.title, story.key
                );
                self.diagnostics.push(
                    Diagnostic::new(Code::DuplicateStory, story.declared.clone(), message)
                        .with_related(vec![place.clone()])
                        .with_hint("Give one of them another number."),
                );
            } else if let Some(place) = &story.declared {
                first_places.insert(wanted.clone(), (place.clone(), story.title.clone()));
            }
            self.keys.insert(story.key.clone());
            if let Some(place) = &story.declared {
                self.renamed
                    .entry((place.path.to_string(), found.key.clone()))
                    .or_insert_with(|| story.key.clone());
                self.order.push((document, place.line));
            } else {
                self.order.push((document, 0));
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
        let word = if word.is_empty() {
            super::story_file::stem(path).to_lowercase()
        } else {
            word
        };
        let first = StoryKey::new(format!("{word}-{wanted}"));
        let number = self.copies.entry(first.clone()).or_insert(1);
        let mut key = first;
        while self.keys.contains(&key) {
            *number += 1;
            key = StoryKey::new(format!("{word}-{number}-{wanted}"));
        }
        key
    }

    /// The entries that no document declares.
    fn status_only(&mut self, entries: &[&StatusEntry], readings: &[&Reading]) {
        let linked: BTreeSet<&str> = self
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
        let epics = known_epics(readings);
        for (at, entry) in missing.into_iter().enumerate() {
            let (mut key, epic) = key_of_entry(entry, &epics);
            if self.keys.contains(&key) {
                key = StoryKey::new(&entry.key);
            }
            let mut number = 2;
            while self.keys.contains(&key) {
                key = StoryKey::new(format!("{}-{number}", entry.key));
                number += 1;
            }
            if !foreign {
                let message = format!(
                    "{} stands in the status file, but no document declares it.",
                    entry.key
                );
                self.diagnostics.push(Diagnostic::new(
                    Code::StatusWithoutStory,
                    Some(entry.place.clone()),
                    message,
                ));
            }
            let title = entry
                .title
                .clone()
                .unwrap_or_else(|| title_of_entry(entry, &epics));
            let mut story = Story::new(key.clone(), title, epic);
            take_entry(&mut story, entry);
            self.keys.insert(key);
            self.backlog.stories.push(story);
            self.order
                .push((usize::MAX, u32::try_from(at).unwrap_or(u32::MAX)));
        }
    }

    fn epics(&mut self, readings: &[&Reading], family_of: &[usize], prefixes: &[String]) {
        let mut epics: BTreeMap<EpicId, Epic> = BTreeMap::new();
        for (reading, family) in readings.iter().zip(family_of) {
            let prefix = prefixes.get(*family).map_or("", String::as_str);
            for epic in &reading.epics {
                let mut epic = epic.clone();
                if !prefix.is_empty() && epic.id.as_str().starts_with(|c: char| c.is_ascii_digit())
                {
                    epic.id = EpicId::new(format!("{prefix}{}", epic.id));
                }
                match epics.get_mut(&epic.id) {
                    Some(known) => {
                        if known.title.is_empty() {
                            known.title = epic.title;
                        }
                        known.goal = known.goal.take().or(epic.goal);
                        for dependency in epic.dependencies {
                            if !known
                                .dependencies
                                .iter()
                                .any(|one| one.targets == dependency.targets)
                            {
                                known.dependencies.push(dependency);
                            }
                        }
                    }
                    None => {
                        epics.insert(epic.id.clone(), epic);
                    }
                }
            }
        }
        for story in &self.backlog.stories {
            epics
                .entry(story.epic.clone())
                .or_insert_with(|| Epic::new(story.epic.clone(), ""));
        }
        for (id, status, place, title) in readings
            .iter()
            .filter_map(|reading| reading.status.as_ref())
            .flat_map(|status| &status.epics)
        {
            let id = same_epic(id, &epics);
            let epic = epics.entry(id.clone()).or_insert_with(|| Epic::new(id, ""));
            epic.status = epic.status.max(Some(*status));
            if epic.title.is_empty() {
                epic.title = title.clone().unwrap_or_default();
            }
            let _ = place;
        }
        self.backlog.epics = epics.into_values().collect();
    }

    /// Targets that name a renamed story follow it; flat ids that no story has are external.
    fn targets(&mut self) {
        let mut lower: BTreeMap<String, StoryKey> = BTreeMap::new();
        for key in &self.keys {
            lower
                .entry(loose(key.as_str()))
                .or_insert_with(|| key.clone());
        }
        let (keys, renamed, prefix_of) = (&self.keys, &self.renamed, &self.prefix_of);
        let fix = |dependency: &mut DependencyRef| {
            let path = dependency.place.path.to_string();
            let follow = |key: &StoryKey| -> Option<StoryKey> {
                renamed
                    .get(&(path.clone(), key.clone()))
                    .or_else(|| keys.get(key))
                    .or_else(|| lower.get(&loose(key.as_str())))
                    .cloned()
            };
            for target in &mut dependency.targets {
                *target = match target {
                    Target::Story(key) => match follow(key) {
                        Some(key) => Target::Story(key),
                        None if looks_foreign(key) => {
                            Target::External(dependency.text.chars().take(160).collect())
                        }
                        None => continue,
                    },
                    Target::Range(first, last) => match (follow(first), follow(last)) {
                        (Some(first), Some(last)) => Target::Range(first, last),
                        _ => continue,
                    },
                    Target::Epic(epic) | Target::AllPrevious(Some(epic)) => {
                        if let Some(prefix) = prefix_of.get(&path)
                            && epic.as_str().starts_with(|c: char| c.is_ascii_digit())
                        {
                            *epic = EpicId::new(format!("{prefix}{epic}"));
                        }
                        continue;
                    }
                    _ => continue,
                };
            }
        };
        for story in &mut self.backlog.stories {
            story.dependencies.iter_mut().for_each(fix);
        }
        for epic in &mut self.backlog.epics {
            epic.dependencies.iter_mut().for_each(fix);
        }
    }

    fn finish(mut self, readings: &[&Reading]) -> (Backlog, Vec<Diagnostic>) {
        let mut stories: Vec<(Story, (usize, u32))> = std::mem::take(&mut self.backlog.stories)
            .into_iter()
            .zip(self.order)
            .collect();
        stories.sort_by(|(a, at), (b, other)| {
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
            .sort_by(|a, b| (&a.place, a.code, &a.message).cmp(&(&b.place, b.code, &b.message)));
        (self.backlog, self.diagnostics)
    }
}

fn take_entry(story: &mut Story, entry: &StatusEntry) {
    story.status_key = Some(entry.key.clone());
    story.status = entry.status;
    story.status_text.clone_from(&entry.status_text);
    story.status_place = Some(entry.place.clone());
    if story.title.is_empty() {
        story.title = entry.title.clone().unwrap_or_default();
    }
    for dependency in &entry.dependencies {
        if !story
            .dependencies
            .iter()
            .any(|known| known.targets == dependency.targets)
        {
            story.dependencies.push(dependency.clone());
        }
    }
}

fn known_epics(readings: &[&Reading]) -> BTreeSet<EpicId> {
    let of_documents = readings
        .iter()
        .flat_map(|reading| reading.epics.iter().map(|epic| epic.id.clone()));
    let of_status = readings
        .iter()
        .filter_map(|reading| reading.status.as_ref())
        .flat_map(|status| status.epics.iter().map(|(id, ..)| id.clone()));
    of_documents.chain(of_status).collect()
}

/// The reading of an entry's key that no document explains: `0-5-1-x` is a story of epic 0.5 where
/// there is such an epic.
fn best_reading<'a>(entry: &'a StatusEntry, epics: &BTreeSet<EpicId>) -> Option<&'a KeyReading> {
    let dotted = |reading: &&KeyReading| {
        reading.id.parts.len() == 3
            && reading
                .id
                .epic_of_story()
                .is_some_and(|epic| epics.contains(&epic))
    };
    let all = &entry.readings;
    all.iter()
        .find(dotted)
        .or_else(|| all.iter().find(|reading| reading.id.parts.len() == 2))
        .or_else(|| all.iter().find(|reading| reading.id.is_flat()))
}

/// The short key and the epic of an entry.
fn key_of_entry(entry: &StatusEntry, epics: &BTreeSet<EpicId>) -> (StoryKey, EpicId) {
    if let Some(reading) = best_reading(entry, epics) {
        let id = &reading.id;
        let epic = id
            .epic_of_story()
            .or_else(|| entry.epic.clone())
            .unwrap_or_else(|| super::epics::fallback_epic(Some(id)));
        return (id.story_key(Some(&epic)), epic);
    }
    let epic = match entry.readings.first() {
        // `2-spike-x` belongs to epic 2, though it has no number of its own.
        Some(reading) => reading.id.as_epic(),
        None => entry.epic.clone().unwrap_or_else(|| EpicId::new("0")),
    };
    (StoryKey::new(&entry.key), epic)
}

/// "user-login" as "User login".
fn title_of_entry(entry: &StatusEntry, epics: &BTreeSet<EpicId>) -> String {
    let slug = best_reading(entry, epics)
        .or(entry.readings.first())
        .map_or(entry.key.as_str(), |reading| reading.slug.as_str());
    let words = slug.replace(['-', '_'], " ");
    let mut letters = words.trim().chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

/// The status file's `0-5` is the documents' `0.5`.
fn same_epic(id: &EpicId, epics: &BTreeMap<EpicId, Epic>) -> EpicId {
    let dotted = EpicId::new(id.as_str().replace('-', "."));
    if !epics.contains_key(id) && epics.contains_key(&dotted) {
        dotted
    } else {
        id.clone()
    }
}

fn loose(key: &str) -> String {
    key.to_lowercase().replace("-0", "-").replace('.', "-")
}

/// A flat id of letters and a number that names no story here is some other tracker's, and three
/// numbers with dots are a version.
fn looks_foreign(key: &StoryKey) -> bool {
    let text = key.as_str();
    let version = text
        .split_once('-')
        .is_some_and(|(epic, _)| epic.contains('.'));
    version || (text.starts_with(|c: char| c.is_ascii_uppercase()) && !text.starts_with("STORY"))
}
