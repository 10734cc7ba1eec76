//! Documents that each start at 1.1: told apart, and each given a prefix taken from its file.

use std::rc::Rc;

use super::found::{Form, Reading, StoryFound};
use super::linking::path_words;
use super::titles::{Agreement, Title};
use crate::backlog::EpicId;
use crate::ordering::{self, Set, Table};
use crate::source::marks::{DIGITS, Marked};

/// Words of a file's name that do not tell it from its siblings.
const COMMON: &[&str] = &[
    "epics",
    "epic",
    "stories",
    "story",
    "and",
    "docs",
    "doc",
    "planning",
    "artifacts",
    "implementation",
    "output",
    "bmad",
    "md",
    "prd",
    "list",
    "index",
    "breakdown",
    "bmm",
    "plan",
    "markdown",
    "the",
];

/// For each reading, which family its stories belong to: 0 is the main one.
///
/// A document founds a family of its own where it declares keys that another document declares
/// with other titles, more often than not. `titles` are those of the stories of each reading.
pub(super) fn families(
    readings: &[&Reading],
    titles: &[Vec<Rc<Title>>],
    fits: &[usize],
) -> Vec<usize> {
    let mut family = vec![0; readings.len()];
    let mut order: Vec<usize> = (0..readings.len()).collect();
    let names = readings.iter();
    let names: Vec<usize> = names
        .map(|reading| telling(super::story_file::stem(&reading.path)).len())
        .collect();
    // The main family is the one that the plain keys of the status file speak of.
    ordering::sort_by_key(&mut order, |&at| {
        (
            std::cmp::Reverse(fits.get(at).copied().unwrap_or(0)),
            names.get(at),
            at,
        )
    });
    let mut known: Table<(usize, &str), Vec<&Title>> = Table::default();
    let mut known_epics: Table<(usize, &EpicId), Title> = Table::default();
    let mut founded = 0;
    for at in order {
        let (Some(reading), Some(titles)) = (readings.get(at), titles.get(at)) else {
            continue;
        };
        let stories = reading.stories.iter().zip(titles);
        let own: Vec<(&StoryFound, &Rc<Title>)> = stories
            .filter(|(story, _)| story.firm && story.form != Form::File)
            .collect();
        if own.is_empty() {
            continue;
        }
        let mut best: Option<(usize, usize)> = None;
        for candidate in 0..=founded {
            let (mut agree, mut differ) = (0, 0);
            for (story, title) in &own {
                let Some(titles) = known.get(&(candidate, story.key.as_str())) else {
                    continue;
                };
                let namesakes = titles.iter().take(super::epics::MOST_NAMESAKES);
                let (mut same, mut other) = (false, false);
                for known in namesakes {
                    match sameness(known, title) {
                        2 => same = true,
                        0 => other = true,
                        _ => {}
                    }
                }
                match (same, other) {
                    (true, _) => agree += 2,
                    (false, true) => differ += 2,
                    (false, false) => agree += 1,
                }
            }
            // Stories that share their numbers by chance stand in epics that are called otherwise.
            if agree + differ > 0 {
                for epic in &reading.epics {
                    let known = known_epics.get(&(candidate, &epic.id));
                    match known.map(|known| sameness(known, &Title::of(&epic.title))) {
                        Some(0) => differ += 2,
                        Some(2..) => agree += 2,
                        _ => {}
                    }
                }
            }
            let fits_in = differ == 0 || agree >= differ;
            if fits_in && best.is_none_or(|(_, most)| agree > most) {
                best = Some((candidate, agree));
            }
        }
        let chosen = match best {
            Some((chosen, _)) => chosen,
            None => {
                founded += 1;
                founded
            }
        };
        if let Some(slot) = family.get_mut(at) {
            *slot = chosen;
        }
        for (story, title) in own {
            known
                .or_insert_with((chosen, story.key.as_str()), Default::default)
                .push(title);
        }
        for epic in &reading.epics {
            let title = || Title::of(&epic.title);
            known_epics.or_insert_with((chosen, &epic.id), title);
        }
    }
    family
}

/// How much two titles of one key speak for one thing: 2 where they agree, 1 where they cannot be
/// compared, 0 where they differ.
fn sameness(one: &Title, other: &Title) -> usize {
    match one.agreement(other) {
        Agreement::Incomparable => usize::from(!one.words.is_unlike(&other.words)),
        _ => 2 * usize::from(one.agrees(other)),
    }
}

/// The word that tells the document at `path` from the others: of its name, else of its folder.
pub(super) fn family_word(path: &str, readings: &[&Reading]) -> String {
    let stem = super::story_file::stem(path);
    let own = telling(stem);
    if !own.is_empty() {
        return own;
    }
    // A bare `epics.md`: the nearest folder that not all documents share.
    let folders: Vec<&str> = path.split('/').rev().skip(1).collect();
    folders
        .iter()
        .map(|folder| telling(folder))
        .find(|word| {
            !word.is_empty()
                && !readings.iter().all(|reading| {
                    let words: Set<String> = path_words(&reading.path).into_iter().collect();
                    word.split('-').all(|part| words.contains(part))
                })
        })
        .unwrap_or_default()
}

/// A number in letters, so that an id may follow it: a, b, … z, aa.
pub(super) fn in_letters(number: usize) -> String {
    let mut letters = String::new();
    let mut rest = number;
    while rest > 0 {
        let last = u8::try_from((rest - 1) % 26).unwrap_or(0);
        letters.insert(0, char::from(b'a' + last));
        rest = (rest - 1) / 26;
    }
    letters
}

/// The first words of a name that tell something, as many as make a prefix that is read as one.
fn telling(name: &str) -> String {
    let mut words = path_words(name)
        .into_iter()
        .filter(|word| !COMMON.contains(&word.as_str()) && !word.starts_with_one(DIGITS));
    let mut told: String = (words.next().unwrap_or_default().chars())
        .take(super::ids::LONGEST_PREFIX - 1)
        .collect();
    for word in words.take(2) {
        if told.len() + 1 + word.len() >= super::ids::LONGEST_PREFIX {
            break;
        }
        told.push('-');
        told.push_str(&word);
    }
    told
}
