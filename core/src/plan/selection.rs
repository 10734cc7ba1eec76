//! `epic_spec`: which epics to plan, in plain words. The two forms of the protocol and what a
//! person types are read by one grammar: items joined by commas or "and", ranges, exceptions.

use crate::backlog::{Backlog, EpicId};
use crate::ordering;
use crate::source::letters::Lowercase;

/// The words could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "cannot read {} as a choice of epics; there are {known}",
    quoted(part, spec)
)]
pub struct SelectionError {
    /// All the words.
    pub spec: String,
    /// The part that names no epic.
    pub part: String,
    /// The epics that there are, as a list for people.
    pub known: String,
}

fn quoted(part: &str, spec: &str) -> String {
    if part == spec {
        format!("“{spec}”")
    } else {
        format!("“{part}” in “{spec}”")
    }
}

/// Words that begin an exception.
const EXCEPT: &[&str] = &[
    "except for",
    "except",
    "but not",
    "without",
    "excluding",
    "but",
    "minus",
];
/// Words that join items.
const JOIN: &[&str] = &["and", "plus", "&", ",", ";"];
/// Words between the ends of a range.
const THROUGH: &[&str] = &["through", "until", "to", "..", "–", "—"];
/// Words before the choice that say nothing.
const POLITE: &[&str] = &["please ", "only ", "just ", "plan ", "run ", "do ", "for "];
/// Numbers as words.
const NUMBERS: &[&str] = &[
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
];
/// Words that mean every epic.
const ALL: &[&str] = &[
    "all",
    "all epics",
    "everything",
    "every epic",
    "all of them",
    "*",
    "",
];

/// The epics that `spec` names: `epic5`, `epic3-epic6`, `all`, `epic-5,epic-6`, "epics 3 to 6 except 4",
/// "everything but epic 2", an epic's title. In natural order, each once.
///
/// # Errors
/// When a part of it names no epic of the backlog.
pub fn select_epics(backlog: &Backlog, spec: &str) -> Result<Vec<EpicId>, SelectionError> {
    let known = Known::of(backlog);
    let error = |part: &str| SelectionError {
        spec: spec.trim().to_owned(),
        part: part.trim().to_owned(),
        known: known.list(),
    };
    // A title may hold any of the words below, so it is tried first, as a whole.
    if let Some(id) = known.titled(spec) {
        return Ok(vec![id]);
    }
    let text = spec.trim().trim_end_matches('.').lowercase();
    let (wanted, unwanted) = match split_once_word(&text, EXCEPT) {
        Some((wanted, unwanted)) => (wanted, Some(unwanted)),
        None => (text.as_str(), None),
    };
    let mut chosen = known.items(wanted).map_err(|part| error(&part))?;
    if let Some(unwanted) = unwanted {
        let out = known.items(unwanted).map_err(|part| error(&part))?;
        chosen.retain(|id| !out.contains(id));
    }
    Ok(chosen)
}

/// The epics of a backlog, in natural order, with their titles.
struct Known<'a>(Vec<(&'a EpicId, &'a str)>);

impl<'a> Known<'a> {
    fn of(backlog: &'a Backlog) -> Self {
        Self(
            backlog
                .epics
                .iter()
                .map(|epic| (&epic.id, epic.title.as_str()))
                .collect(),
        )
    }

    fn list(&self) -> String {
        if self.0.is_empty() {
            return "no epics in the documents".to_owned();
        }
        let name = |(id, title): &(&EpicId, &str)| match *title {
            "" => id.to_string(),
            title => format!("{id} ({title})"),
        };
        self.0.iter().map(name).collect::<Vec<_>>().join(", ")
    }

    /// Items joined by commas or words; `Err` holds the part that could not be read.
    fn items(&self, text: &str) -> Result<Vec<EpicId>, String> {
        let mut chosen = Vec::new();
        for part in split_words(text, JOIN) {
            let part = part.trim();
            let mut bare = part;
            while let Some(rest) = POLITE.iter().find_map(|word| bare.strip_prefix(word)) {
                bare = rest.trim_start();
            }
            if ALL.contains(&bare) {
                chosen.extend(self.0.iter().map(|(id, _)| (*id).clone()));
            } else if let Some(id) = self.one(bare) {
                chosen.push(id);
            } else if let Some((first, last)) = self.range(bare) {
                let (low, high) = (first.clone().min(last.clone()), first.max(last));
                chosen.extend(
                    self.0
                        .iter()
                        .map(|(id, _)| *id)
                        .filter(|id| **id >= low && **id <= high)
                        .cloned(),
                );
            } else if let Some(ids) = self.open_range(bare) {
                chosen.extend(ids);
            } else {
                return Err(part.to_owned());
            }
        }
        ordering::sort_dedup(&mut chosen);
        Ok(chosen)
    }

    /// One epic: by id with or without the word, or by title.
    fn one(&self, text: &str) -> Option<EpicId> {
        let id = id_of(text);
        self.0
            .iter()
            .find(|(known, _)| known.as_str().eq_ignore_ascii_case(id))
            .map(|(known, _)| (*known).clone())
            .or_else(|| self.titled(text))
    }

    fn titled(&self, text: &str) -> Option<EpicId> {
        let wanted = text.trim().lowercase();
        let bare = wanted.strip_prefix("the ").unwrap_or(&wanted);
        let bare = bare.strip_suffix(" epic").unwrap_or(bare);
        let mut found = self.0.iter().filter(|(_, title)| {
            !title.is_empty() && [wanted.as_str(), bare].contains(&title.lowercase().as_str())
        });
        found.next().map(|(id, _)| (*id).clone())
    }

    /// A range with one end: "from epic 3 on", "3+", "up to epic 4", "the first two epics".
    fn open_range(&self, text: &str) -> Option<Vec<EpicId>> {
        let text = text.strip_prefix("the ").unwrap_or(text).trim();
        let ids = || self.0.iter().map(|(id, _)| (*id).clone());
        let counted = |rest: &str| {
            let word = rest
                .trim()
                .trim_end_matches("epics")
                .trim_end_matches("epic")
                .trim();
            let named = NUMBERS.iter().position(|number| *number == word);
            match word {
                "" => Some(1),
                word => named.map(|at| at + 1).or_else(|| word.parse().ok()),
            }
        };
        if let Some(count) = text.strip_prefix("first ").and_then(counted) {
            return Some(ids().take(count).collect());
        }
        if let Some(count) = text.strip_prefix("last ").and_then(counted) {
            return Some(ids().skip(self.0.len().saturating_sub(count)).collect());
        }
        let until = ["up to ", "until ", "through "];
        if let Some(rest) = until.iter().find_map(|word| text.strip_prefix(word)) {
            let last = self.one(rest.trim_end_matches(" inclusive"))?;
            return Some(ids().filter(|id| *id <= last).collect());
        }
        let from = text.strip_prefix("from ");
        let on = ["+", " onwards", " onward", " on", " and up", " and later"];
        let before = on
            .iter()
            .find_map(|word| from.unwrap_or(text).strip_suffix(word));
        let first = self.one(before.or(from)?)?;
        Some(ids().filter(|id| *id >= first).collect())
    }

    /// A range: two ids with a dash or a word between them. Both ends must be known.
    fn range(&self, text: &str) -> Option<(EpicId, EpicId)> {
        let text = text.trim_start_matches("from ").trim();
        if let Some((first, last)) = split_once_word(text, THROUGH) {
            return Some((self.one(first)?, self.one(last)?));
        }
        // A dash may belong to the id too (`epic-3-epic-6`): the first place where both ends are known.
        text.match_indices(['-', '~']).find_map(|(at, dash)| {
            Some((
                self.one(text.get(..at)?)?,
                self.one(text.get(at + dash.len()..)?)?,
            ))
        })
    }
}

/// `epic-5`, `epics 5`, `Epic5`, `e5`: the id without the word.
fn id_of(text: &str) -> &str {
    let text = text.trim().trim_matches(['"', '\'', '`', '“', '”']);
    let text = text.strip_prefix("the ").unwrap_or(text);
    let short = text.strip_prefix('e');
    let short = short.filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let rest = ["epics", "epic", "#"]
        .iter()
        .find_map(|word| text.strip_prefix(word))
        .or(short)
        .unwrap_or(text);
    rest.trim_start_matches([' ', '-', '_', '#', ':'])
        .trim_end()
}

/// Splits at the first of the words, longest first, where it stands as a word.
fn split_once_word<'t>(text: &'t str, words: &[&str]) -> Option<(&'t str, &'t str)> {
    words
        .iter()
        .filter_map(|word| {
            text.match_indices(word)
                .find(|(at, w)| stands_alone(text, *at, w))
        })
        .min_by_key(|(at, word)| (*at, usize::MAX - word.len()))
        .and_then(|(at, word)| Some((text.get(..at)?, text.get(at + word.len()..)?)))
}

fn split_words<'t>(text: &'t str, words: &[&str]) -> Vec<&'t str> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((part, tail)) = split_once_word(rest, words) {
        // "1, 2, and 3": what is empty between two joining words is nothing.
        if !part.trim().is_empty() {
            parts.push(part);
        }
        rest = tail;
    }
    if parts.is_empty() || !rest.trim().is_empty() {
        parts.push(rest);
    }
    parts
}

/// Whether the word at `at` is no part of a longer one. Signs always stand alone.
fn stands_alone(text: &str, at: usize, word: &str) -> bool {
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    if !is_letter(word.chars().next()) {
        return true;
    }
    let before = text.get(..at).and_then(|t| t.chars().next_back());
    let after = text.get(at + word.len()..).and_then(|t| t.chars().next());
    !is_letter(before) && !is_letter(after)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backlog::Epic;

    fn backlog() -> Backlog {
        let epics = [
            ("2", "Catalogue"),
            ("3", "Checkout and pay"),
            ("4", "Search"),
            ("5", ""),
            ("6", "Money"),
            ("14c", ""),
        ];
        Backlog {
            epics: epics
                .iter()
                .map(|(id, title)| Epic::new(EpicId::new(id), *title))
                .collect(),
            ..Backlog::default()
        }
    }

    #[test]
    fn plain_words_and_protocol_forms_choose_the_same_epics() {
        for (spec, expected) in [
            ("epic5", "5"),
            ("epic-5", "5"),
            ("Epic 5", "5"),
            ("5", "5"),
            ("epic3-epic6", "3 4 5 6"),
            ("epic-3-epic-6", "3 4 5 6"),
            ("3-6", "3 4 5 6"),
            ("epics 3 to 6", "3 4 5 6"),
            ("epics 6 through 3", "3 4 5 6"),
            ("all", "2 3 4 5 6 14c"),
            ("", "2 3 4 5 6 14c"),
            ("epic-5,epic-6", "5 6"),
            ("epic-6, epic-5", "5 6"),
            ("2, 3, and 14C", "2 3 14c"),
            ("epics 3 to 6 except 4", "3 5 6"),
            ("everything but epic 2", "3 4 5 6 14c"),
            ("all except 2 and 3-5", "6 14c"),
            ("Checkout and pay", "3"),
            ("search and money", "4 6"),
            ("only epic 4", "4"),
        ] {
            let chosen = select_epics(&backlog(), spec).map(|ids| {
                ids.iter()
                    .map(ToString::to_string)
                    .collect::<Vec<_>>()
                    .join(" ")
            });
            assert_eq!(chosen.as_deref(), Ok(expected), "{spec}");
        }
    }

    #[test]
    fn what_names_no_epic_is_an_error_that_lists_them() {
        for spec in ["epic 9", "3 to 9", "3, nonsense", "all except 7"] {
            let error = select_epics(&backlog(), spec).expect_err(spec).to_string();
            assert!(
                error.contains("3 (Checkout and pay), 4 (Search), 5"),
                "{error}"
            );
        }
    }
}
