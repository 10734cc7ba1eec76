//! Which declared story a key of the status file means: by number and title, by title alone, by
//! number where titles cannot be compared. A wrong link is worse than none.

use super::found::Form;
use super::ids::{self, Id};
use super::status_file::StatusEntry;
use super::titles::{Agreement, compare, slug, title_words};
use crate::ordering::{self, Table};

/// What linking has to know of a declaration.
pub(super) struct Linkable {
    prefix: String,
    parts: Vec<String>,
    slug: String,
    words: Vec<String>,
    path_words: Vec<String>,
    stem: Option<String>,
    firm: bool,
    form: Form,
    /// Its number is only its position in a list.
    positional: bool,
}

impl Linkable {
    /// From a declaration's id, the epic it stands in, its title and its document's path.
    pub fn new(
        id: Option<&Id>,
        epic: &str,
        title: &str,
        path: &str,
        stem: Option<&str>,
        firm: bool,
        form: Form,
    ) -> Self {
        let (prefix, parts) = match id {
            Some(id) if id.is_local() => match ids::parse(epic) {
                Some((epic, "")) => (epic.prefix, [epic.parts, id.parts.clone()].concat()),
                _ => (String::new(), id.parts.clone()),
            },
            Some(id) => (id.prefix.clone(), id.parts.clone()),
            None => (String::new(), Vec::new()),
        };
        Self {
            prefix,
            parts,
            slug: slug(title),
            words: title_words(title),
            path_words: path_words(path),
            stem: stem.map(str::to_lowercase),
            firm,
            form,
            positional: form == Form::Item && id.is_some_and(Id::is_local),
        }
    }
}

/// Words of a path, the file's own last.
pub(super) fn path_words(path: &str) -> Vec<String> {
    path.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
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

/// For each of `entries` the declaration it means.
pub(super) fn link(entries: &[&StatusEntry], declared: &[Linkable]) -> Vec<Option<usize>> {
    let mut links: Vec<Option<usize>> = vec![None; entries.len()];
    let mut taken = vec![false; declared.len()];
    let texts: Vec<Text> = entries.iter().map(|entry| Text::new(entry)).collect();
    let mut pairs = by_number(entries, &texts, declared);
    pairs.extend(by_title(entries, &texts, declared));
    assign(&mut pairs, &mut links, &mut taken);
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
struct Text {
    title: Option<(String, Vec<String>)>,
    whole: (String, Vec<String>),
}

impl Text {
    fn new(entry: &StatusEntry) -> Self {
        let of = |text: &str| (slug(text), title_words(text));
        Self {
            title: entry.title.as_deref().map(of),
            whole: of(&entry.key),
        }
    }
}

fn agreement(slug: &str, words: &[String], declared: &Linkable) -> Agreement {
    let long = slug.len() >= 24;
    if !slug.is_empty() && (slug == declared.slug || (long && declared.slug.starts_with(slug))) {
        return Agreement::Same;
    }
    compare(words, &declared.words)
}

fn by_number(entries: &[&StatusEntry], texts: &[Text], declared: &[Linkable]) -> Vec<Pair> {
    let numbered = declared
        .iter()
        .enumerate()
        .filter(|(_, one)| !one.parts.is_empty());
    let index = Table::grouped(numbered.map(|(at, one)| (one.parts.join("."), at)));
    let mut pairs = Vec::new();
    for (at, (entry, text)) in entries.iter().zip(texts).enumerate() {
        for reading in &entry.readings {
            let own = (slug(&reading.slug), title_words(&reading.slug));
            let (slug, words) = text.title.as_ref().unwrap_or(&own);
            let nested = entry.epic.as_ref().filter(|_| reading.id.is_local());
            let mut parts = reading.id.parts.join(".");
            if let Some(epic) = nested {
                parts = format!("{epic}.{parts}");
            }
            let same = index.get(&parts).map(Vec::as_slice).unwrap_or(&[]);
            for &other in same.iter().take(super::epics::MOST_NAMESAKES) {
                let Some(candidate) = declared.get(other) else {
                    continue;
                };
                let title = agreement(slug, words, candidate);
                // An unknown prefix may be the name of a document that does not tell it.
                let telling = title >= Agreement::Share(60) && candidate.prefix.is_empty();
                let Some(prefix) =
                    prefixes_agree(&reading.id.prefix, candidate).or(telling.then_some(0))
                else {
                    continue;
                };
                let stem = candidate.stem.as_deref() == Some(entry.key.to_lowercase().as_str());
                let score = match title {
                    Agreement::Same => 400,
                    Agreement::Share(hundredths) if hundredths >= 50 => 250 + hundredths,
                    Agreement::Share(hundredths) if hundredths >= 20 => 200 + hundredths,
                    Agreement::Share(hundredths) => 100 + hundredths,
                    Agreement::Incomparable if candidate.firm || candidate.form >= Form::Cell => {
                        100
                    }
                    Agreement::Incomparable | Agreement::Disagree => 0,
                };
                let score = if stem { score.max(350) } else { score };
                let said = candidate.firm || candidate.form >= Form::Cell;
                let named = match title {
                    Agreement::Disagree => false,
                    Agreement::Incomparable => said,
                    // A position in a list is weak: it takes a whole word in common.
                    Agreement::Share(hundredths) if candidate.positional => hundredths >= 20,
                    Agreement::Share(hundredths) => candidate.firm || hundredths >= 34,
                    Agreement::Same => true,
                };
                if score == 0 || !named {
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
            .map(|(at, one)| (one.slug.as_str(), at)),
    );
    let words = declared
        .iter()
        .enumerate()
        .flat_map(|(at, one)| one.words.iter().map(move |word| (word.as_str(), at)));
    let index = Table::grouped(words);
    let mut pairs = Vec::new();
    for (at, (entry, text)) in entries.iter().zip(texts).enumerate() {
        let last = entry
            .readings
            .iter()
            .find(|reading| reading.id.parts.len() >= 2)
            .or(entry.readings.first());
        let own = last.map_or_else(
            || text.whole.clone(),
            |reading| (slug(&reading.slug), title_words(&reading.slug)),
        );
        let (slug, words) = text.title.as_ref().unwrap_or(&own);
        let mut shared: Table<usize, u32> = Table::default();
        for word in words {
            let posts = index.get(word.as_str()).map(Vec::as_slice).unwrap_or(&[]);
            // A word of very many titles tells nothing, and would make this quadratic.
            if posts.len() > 400 {
                continue;
            }
            for &other in posts {
                *shared.or_insert_with(other, Default::default) +=
                    if word.is_ascii() || word.chars().count() > 1 {
                        2
                    } else {
                        1
                    };
            }
        }
        for &other in slugs.get(slug.as_str()).map(Vec::as_slice).unwrap_or(&[]) {
            shared.or_insert_with(other, || 0);
        }
        for (other, weight) in shared {
            let Some(candidate) = declared.get(other) else {
                continue;
            };
            let Some(score) = title_score(entry, slug, words, weight, candidate) else {
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
    slug: &str,
    words: &[String],
    weight: u32,
    candidate: &Linkable,
) -> Option<u32> {
    let title = agreement(slug, words, candidate);
    let same_epic = entry.readings.iter().any(|reading| {
        reading.id.split().is_some_and(|(epic, _)| {
            candidate
                .parts
                .split_last()
                .is_some_and(|(_, other)| *other == *epic)
        })
    });
    let numbered = candidate.parts.len() > 1;
    let size = u32::try_from(words.len().max(candidate.words.len())).unwrap_or(u32::MAX);
    let (least, of_longer) = match (same_epic, numbered) {
        (true, _) => (60, 40),
        (false, false) => (75, 50),
        // Another number in another epic: the titles must be the same for all that matters.
        (false, true) => (99, 75),
    };
    let score = match title {
        Agreement::Same if words.len() >= 2 => 320,
        Agreement::Share(hundredths) if hundredths >= least && weight >= 4 => {
            let doubled = weight.saturating_mul(50);
            let share = doubled / size.max(1);
            if share < of_longer && !words.iter().all(|word| word.chars().count() == 1) {
                return None;
            }
            hundredths + share
        }
        _ => return None,
    };
    Some(
        score * 100
            + if same_epic { 50 } else { 0 }
            + if candidate.firm { 20 } else { 0 }
            + candidate.form as u32,
    )
}
