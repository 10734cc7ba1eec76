//! Which declared story a key of the status file means: by number and title, by title alone, by
//! number where titles cannot be compared. A wrong link is worse than none.

mod doubts;

use crate::source::letters::Lowercase;
use std::rc::Rc;

use super::file_names::{as_key, without_id};
use super::found::{Form, StoryFound};
use super::ids::{self, Id};
use super::renumbered::{self, EpicTitles};
use super::status_file::StatusEntry;
use super::titles::{Agreement, Title, Words, compare, is_unlike, shared};
use crate::backlog::EpicId;
use crate::ordering::{self, Table};

/// What linking has to know of a declaration.
pub(super) struct Linkable {
    prefix: String,
    pub parts: Vec<String>,
    /// Position of its document.
    pub document: usize,
    pub title: Rc<Title>,
    /// The words of the title up to the dash, colon or bracket after which it is explained.
    lead: Words,
    /// Its words in Latin letters, where the others are in a script without spaces.
    translation: Words,
    /// The epic it stands in.
    pub epic: EpicId,
    path_words: Rc<[String]>,
    /// The name of its own file as a key has it.
    file: Option<String>,
    /// The words of that name without the id in front.
    file_words: Words,
    pub firm: bool,
    form: Form,
    /// Its number is only its position in a list.
    positional: bool,
}

impl Linkable {
    /// From a declaration with its title in a document, with the words of the document's path.
    pub fn new(
        found: &StoryFound,
        title: Rc<Title>,
        path_words: Rc<[String]>,
        document: usize,
    ) -> Self {
        let (id, form) = (found.id.as_ref(), found.form);
        let epic = found.story.epic.as_str();
        let (prefix, parts) = match id {
            Some(id) if id.is_local() => match ids::parse(epic) {
                Some((epic, "")) => (epic.prefix, [epic.parts, id.parts.clone()].concat()),
                _ => (String::new(), id.parts.clone()),
            },
            Some(id) => (id.prefix.clone(), id.parts.clone()),
            None => (String::new(), Vec::new()),
        };
        let file = found.stem.as_deref().map(as_key);
        Self {
            prefix,
            parts,
            document,
            translation: title.words.translation(),
            title,
            lead: match lead(&found.story.title) {
                "" => Words::default(),
                lead => Words::of(lead),
            },
            epic: found.story.epic.clone(),
            path_words,
            file_words: file.as_deref().map(without_id).unwrap_or_default(),
            file,
            firm: found.firm,
            form,
            positional: form == Form::Item && id.is_some_and(Id::is_local),
        }
    }
}

impl Linkable {
    /// Whether its title is in a script without spaces, a few English words aside.
    pub fn other_script(&self) -> bool {
        self.title.words.is_other_script()
    }
}

/// What stands before an explanation: "Dual ratings" of "Dual ratings — both sources, with counts";
/// empty where nothing is explained.
fn lead(title: &str) -> &str {
    // Most titles have none of the marks; those beyond ASCII begin with 0xE2 or more.
    let marked = |byte| matches!(byte, b'-' | b':' | b'(') || byte >= 0xE2;
    if !title.bytes().any(marked) {
        return "";
    }
    [" — ", " – ", " - ", ": ", "：", " (", "（", "——"]
        .iter()
        .filter_map(|mark| title.split_once(mark))
        .map(|(lead, _)| lead)
        .filter(|lead| !lead.is_empty())
        .min_by_key(|lead| lead.len())
        .unwrap_or("")
}

/// Words of a path, the file's own last.
pub(super) fn path_words(path: &str) -> Vec<String> {
    path.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::lowercase)
        .collect()
}

/// Whether `prefix` abbreviates what a document's path says: `orch` for `orchestrator/epics.md`,
/// `ds` for `epics-display-system.md`.
pub(super) fn abbreviates(prefix: &str, words: &[String]) -> bool {
    if prefix.len() < 2 {
        return false;
    }
    let initials: String = words
        .iter()
        .filter_map(|word| word.chars().next())
        .collect();
    words.iter().any(|word| word.starts_with(prefix)) || initials.contains(prefix)
}

/// A possible link, the better the greater.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Pair {
    score: u32,
    entry: std::cmp::Reverse<usize>,
    declared: std::cmp::Reverse<usize>,
}

/// From here on half of the words speak for a pair of one number, and not only the number.
const SURE: u32 = 30_000;

/// For each of `entries` the declaration it means.
pub(super) fn link(
    entries: &[&StatusEntry],
    texts: &[Text],
    declared: &[Linkable],
    titles: &EpicTitles<'_>,
) -> Vec<Option<usize>> {
    let mut links: Vec<Option<usize>> = vec![None; entries.len()];
    let mut taken = vec![false; declared.len()];
    let mut pairs = by_number(entries, texts, declared);
    doubts::dispel(&mut pairs, entries, declared, titles);
    pairs.extend(by_title(entries, texts, declared));
    pairs.extend(by_file(entries, texts, declared));
    assign(&mut pairs, &mut links, &mut taken);
    for (entry, at) in renumbered::links(entries, texts, declared, &links, titles) {
        if let Some(link) = links.get_mut(entry) {
            *link = Some(at);
        }
    }
    links
}

fn assign(pairs: &mut [Pair], links: &mut [Option<usize>], taken: &mut [bool]) {
    ordering::sort_by(pairs, |a, b| b.cmp(a));
    for pair in pairs.iter() {
        let (Some(link), Some(taken)) =
            (links.get_mut(pair.entry.0), taken.get_mut(pair.declared.0))
        else {
            continue;
        };
        if link.is_none() && !*taken {
            *link = Some(pair.declared.0);
            *taken = true;
        }
    }
}

/// The words of an entry: of its title, or of the slug in its key.
pub(super) struct Text {
    pub title: Option<Title>,
    /// Of each reading of the key, its slug; of a key without numbers, the key.
    pub slugs: Vec<Title>,
}

impl Text {
    /// Of an entry.
    pub fn new(entry: &StatusEntry) -> Self {
        let slugs = entry.readings.iter();
        let mut slugs: Vec<_> = slugs.map(|reading| Title::of(&reading.slug)).collect();
        if slugs.is_empty() {
            slugs.push(Title::of(&entry.key));
        }
        Self {
            title: entry.title.as_deref().map(Title::of),
            slugs,
        }
    }
}

/// Whether an entry's title, or each slug that its key can be read as, has nothing in common with a
/// story's title.
pub fn is_other_story(entry: &StatusEntry, title: &str) -> bool {
    match &entry.title {
        Some(own) => is_unlike(own, title),
        None => (entry.readings.iter()).all(|reading| is_unlike(&reading.slug, title)),
    }
}

/// Whether `named` is the title of `declared`, or its beginning.
fn is_same(named: &Title, declared: &Linkable) -> bool {
    let (slug, own) = (named.slug.as_str(), declared.title.slug.as_str());
    let long = slug.len() >= 24;
    !slug.is_empty() && (slug == own || (long && own.starts_with(slug)))
}

/// Whether the title of `declared` begins with the three words or more of `named`.
fn begins(named: &Title, declared: &Linkable) -> bool {
    let rest = declared.title.slug.strip_prefix(named.slug.as_str());
    named.words.len() >= 3 && rest.is_some_and(|rest| rest.starts_with('-'))
}

pub(super) fn agreement(named: &Title, declared: &Linkable) -> Agreement {
    if is_same(named, declared) {
        return Agreement::Same;
    }
    let words = &named.words;
    let mut whole = compare(words, &declared.title.words);
    // A file keeps its name where the heading has changed a little.
    let by_file = compare(words, &declared.file_words);
    if by_file >= Agreement::Share(50) && whole > Agreement::Disagree {
        whole = whole.max(by_file);
    }
    if declared.lead.is_empty() {
        return whole;
    }
    match compare(words, &declared.lead) {
        lead @ Agreement::Share(_) => whole.max(lead),
        _ => whole,
    }
}

fn by_number(entries: &[&StatusEntry], texts: &[Text], declared: &[Linkable]) -> Vec<Pair> {
    let numbered = declared
        .iter()
        .enumerate()
        .filter(|(_, one)| !one.parts.is_empty());
    let index = Table::grouped(numbered.map(|(at, one)| (one.parts.join("."), at)));
    let mut pairs = Vec::new();
    for (at, (entry, text)) in entries.iter().zip(texts).enumerate() {
        let longer = entry.readings.iter().any(|reading| !reading.id.is_local());
        for (reading, own) in entry.readings.iter().zip(&text.slugs) {
            if reading.id.is_local() && longer && entry.epic.is_none() {
                // `3-8-notes` is a story of epic 3, not "Story 3".
                continue;
            }
            let named = text.title.as_ref().unwrap_or(own);
            let nested = entry.epic.as_ref().filter(|_| reading.id.is_local());
            let mut parts = reading.id.parts.join(".");
            if let Some(epic) = nested {
                parts = format!("{epic}.{parts}");
            }
            let own = index.get(&parts).map(Vec::as_slice).unwrap_or(&[]);
            // `3-4a` may be a part of the 3.4 that the documents have whole.
            let whole = parts.strip_suffix(|c: char| c.is_ascii_lowercase());
            let whole = whole.filter(|_| own.is_empty() && reading.id.parts.len() > 1);
            let is_part = whole.is_some();
            let whole = whole.and_then(|parts| index.get(parts));
            let same = whole.map_or(own, Vec::as_slice);
            for &other in same.iter().take(super::epics::MOST_NAMESAKES) {
                let Some(candidate) = declared.get(other) else {
                    continue;
                };
                let title = agreement(named, candidate);
                if is_part && title < Agreement::Share(50) {
                    continue;
                }
                // An unknown prefix may be the name of a document that does not tell it.
                let telling = title >= Agreement::Share(60) && candidate.prefix.is_empty();
                let Some(prefix) =
                    prefixes_agree(&reading.id.prefix, candidate).or(telling.then_some(0))
                else {
                    continue;
                };
                let score = match title {
                    // Behind the key that has the number of the whole.
                    _ if is_part => 100,
                    Agreement::Same => 400,
                    Agreement::Share(hundredths) if hundredths >= 50 => 250 + hundredths,
                    Agreement::Share(hundredths) if hundredths >= 20 => 200 + hundredths,
                    Agreement::Share(hundredths) => 100 + hundredths,
                    Agreement::Incomparable if candidate.firm || candidate.form >= Form::Cell => {
                        100
                    }
                    Agreement::Incomparable | Agreement::Disagree => 0,
                };
                let said = candidate.firm || candidate.form >= Form::Cell;
                let meant = match title {
                    Agreement::Disagree => false,
                    Agreement::Incomparable => said,
                    // A position in a list is weak: half of the words must be the same or related.
                    Agreement::Share(hundredths) if candidate.positional => hundredths >= 10,
                    Agreement::Share(hundredths) => candidate.firm || hundredths >= 33,
                    Agreement::Same => true,
                };
                if score == 0 || !meant {
                    continue;
                }
                let detail =
                    prefix * 10 + if candidate.firm { 5 } else { 0 } + candidate.form as u32;
                // A longer id explains more of the key than a slug that begins with a digit.
                let longer = u32::try_from(reading.id.parts.len()).unwrap_or(0);
                pairs.push(Pair {
                    score: score * 100 + detail + longer,
                    entry: std::cmp::Reverse(at),
                    declared: std::cmp::Reverse(other),
                });
            }
        }
    }
    pairs
}

/// A story's own file that is called like the key leaves no doubt, unless its heading says something
/// else in words that can be compared.
fn by_file(entries: &[&StatusEntry], texts: &[Text], declared: &[Linkable]) -> Vec<Pair> {
    let named = declared.iter().enumerate();
    let named = named.filter_map(|(at, one)| Some((one.file.as_deref()?, at)));
    let index = Table::grouped(named);
    let mut pairs = Vec::new();
    for (at, (entry, text)) in entries.iter().zip(texts).enumerate() {
        let same = index.get(as_key(&entry.key).as_str()).map(Vec::as_slice);
        for &other in same
            .unwrap_or(&[])
            .iter()
            .take(super::epics::MOST_NAMESAKES)
        {
            let agrees = declared.get(other).is_some_and(|one| {
                let mut slugs = text.title.iter().chain(&text.slugs);
                slugs.any(|slug| agreement(slug, one) > Agreement::Disagree)
            });
            if agrees {
                pairs.push(Pair {
                    score: 39_900,
                    entry: std::cmp::Reverse(at),
                    declared: std::cmp::Reverse(other),
                });
            }
        }
    }
    pairs
}

/// How well a key's prefix fits a declaration: 2 the same, 1 possible.
fn prefixes_agree(of_key: &str, declared: &Linkable) -> Option<u32> {
    let key = of_key.trim_end_matches('-');
    let own = declared.prefix.trim_end_matches('-');
    let generic = |prefix: &str| matches!(prefix, "s" | "e" | "story" | "us" | "st" | "epic");
    if key == own {
        return Some(2);
    }
    if own.is_empty() {
        if abbreviates(key, &declared.path_words) {
            return Some(2);
        }
        return generic(key).then_some(1);
    }
    (key.is_empty() && generic(own)).then_some(1)
}

fn by_title(entries: &[&StatusEntry], texts: &[Text], declared: &[Linkable]) -> Vec<Pair> {
    let slugs = Table::grouped(
        declared
            .iter()
            .enumerate()
            .map(|(at, one)| (one.title.slug.as_str(), at)),
    );
    let words = declared
        .iter()
        .enumerate()
        .flat_map(|(at, one)| one.title.words.fingerprints().map(move |word| (word, at)));
    let index = Table::grouped(words);
    let mut pairs = Vec::new();
    // What each story has in common with the entry, and which have anything.
    let mut weights = vec![0; declared.len()];
    let mut met = Vec::new();
    for (at, (entry, text)) in entries.iter().zip(texts).enumerate() {
        let numbered = entry
            .readings
            .iter()
            .position(|reading| reading.id.parts.len() >= 2);
        let own = text.slugs.get(numbered.unwrap_or(0));
        let Some(named) = text.title.as_ref().or(own) else {
            continue;
        };
        let words = &named.words;
        for (word, print) in words.iter().zip(words.fingerprints()) {
            let posts = index.get(&print).map(Vec::as_slice).unwrap_or(&[]);
            // A word of very many titles tells nothing, and would make this quadratic.
            if posts.len() > 400 {
                continue;
            }
            let weight = if word.is_ascii() || word.chars().nth(1).is_some() {
                2
            } else {
                1
            };
            for &other in posts {
                if let Some(slot) = weights.get_mut(other) {
                    if *slot == 0 {
                        met.push(other);
                    }
                    *slot += weight;
                }
            }
        }
        let same = slugs.get(named.slug.as_str()).into_iter().flatten();
        met.extend(same.filter(|&&other| weights.get(other) == Some(&0)));
        for other in met.drain(..) {
            let (Some(candidate), Some(slot)) = (declared.get(other), weights.get_mut(other))
            else {
                continue;
            };
            let weight = std::mem::take(slot);
            let Some(score) = title_score(entry, named, weight, candidate) else {
                continue;
            };
            pairs.push(Pair {
                score,
                entry: std::cmp::Reverse(at),
                declared: std::cmp::Reverse(other),
            });
        }
    }
    pairs
}

/// How sure a link by title alone is; `None` where it is not sure enough.
fn title_score(
    entry: &StatusEntry,
    named: &Title,
    weight: u32,
    candidate: &Linkable,
) -> Option<u32> {
    // One word in common is no title: for most candidates nothing else has to be looked at.
    let same = is_same(named, candidate);
    if weight < 4 && !same {
        return None;
    }
    let words = &named.words;
    let same_epic = entry.readings.iter().any(|reading| {
        reading.id.split().is_some_and(|(epic, _)| {
            let own = candidate.parts.split_last();
            own.is_some_and(|(_, other)| *other == *epic)
        }) || (candidate.parts.len() < 2 && reading.id.is_of(&candidate.epic))
    });
    let numbered = candidate.parts.len() > 1;
    let (least, of_longer) = match (same_epic, numbered) {
        (true, _) if candidate.form == Form::Mention => (75, 50),
        (true, _) => (60, 40),
        (false, _) if candidate.form <= Form::Lead => return None,
        (false, false) => (75, 60),
        // Another number in another epic: the titles must be the same for all that matters.
        (false, true) if begins(named, candidate) => (99, 50),
        (false, true) => (99, 75),
    };
    let most = match candidate.form {
        Form::Mention => 95,
        _ if numbered => 320,
        _ => 190,
    };
    let single = words.iter().all(|word| word.chars().nth(1).is_none());
    let score = match same {
        // A title without an id never wins over the id with a title of its own.
        true if words.len() >= 2 && candidate.parts.is_empty() => most,
        true if words.len() >= 2 => 320,
        false if matches!(agreement(named, candidate), Agreement::Share(_)) => [
            &candidate.title.words,
            &candidate.lead,
            &candidate.translation,
        ]
        .into_iter()
        .filter_map(|told| {
            let Agreement::Share(hundredths) = compare(words, told) else {
                return None;
            };
            let size = u32::try_from(words.len().max(told.len())).unwrap_or(u32::MAX);
            let shared = u32::try_from(shared(words, told)).unwrap_or(u32::MAX);
            let share = shared.saturating_mul(100) / size.max(1);
            let enough = hundredths >= least && shared >= 2 && (share >= of_longer || single);
            // Better than a number and a word of three.
            let floor = if begins(named, candidate) { 250 } else { 0 };
            enough.then_some((hundredths + share).max(floor).min(most))
        })
        .max()?,
        _ => return None,
    };
    Some(
        score * 100
            + if same_epic { 50 } else { 0 }
            + if candidate.firm { 20 } else { 0 }
            + candidate.form as u32,
    )
}
