//! Epics that the status file counts otherwise than the document that declares them: a document
//! of its own that starts at Epic 1 is Epic 11 there, or every epic moved up by one.
//!
//! A whole epic is taken to be another one only where the titles of its stories or its own title
//! say so, and then its stories go together by their numbers.

use super::found::Reading;
use super::linking::{Linkable, Text, agreement};
use super::status_file::StatusEntry;
use super::titles::{self, Agreement, Title};
use crate::backlog::EpicId;
use crate::ordering::{self, Table};

/// Titles of epics: what the status file and the documents call them.
pub(super) struct EpicTitles<'a> {
    /// By the id in the status file.
    status: Table<&'a EpicId, Title>,
    /// By document and the id there.
    declared: Table<(usize, &'a EpicId), Title>,
}

/// Most pairs of epics that are compared.
const MOST_PAIRS: usize = 20_000;

/// The stories of one epic: what stands for the story's number, and position.
type Members = Vec<(u32, usize)>;

/// What stands for each number of a story: every two epics have theirs compared.
#[derive(Default)]
struct Numbers(Table<String, u32>);

impl Numbers {
    fn of(&mut self, number: &str) -> u32 {
        let next = u32::try_from(self.0.len()).unwrap_or(u32::MAX);
        match self.0.get(number) {
            Some(known) => *known,
            None => *self.0.or_insert_with(number.to_owned(), || next),
        }
    }
}

/// Further links, as (entry, declaration), for what `links` and `taken` leave open.
pub(super) fn links(
    entries: &[&StatusEntry],
    texts: &[Text],
    declared: &[Linkable],
    links: &[Option<usize>],
    titles: &EpicTitles<'_>,
) -> Vec<(usize, usize)> {
    let mut taken = vec![None; declared.len()];
    for (entry, link) in links.iter().enumerate() {
        if let Some(slot) = link.and_then(|at| taken.get_mut(at)) {
            *slot = Some(entry);
        }
    }
    let mut numbers = Numbers::default();
    let groups = declared_groups(declared, &mut numbers);
    let mut found = Vec::new();
    // So many epics that are counted otherwise are no habit of anybody's, only work.
    let most = MOST_PAIRS / groups.len().max(1);
    for (epic, members) in status_groups(entries, &mut numbers).into_iter().take(most) {
        let open = |(_, at): &&(u32, usize)| links.get(*at).is_some_and(Option::is_none);
        if !members.iter().any(|member| open(&member)) {
            continue;
        }
        let linked = |entry: usize| links.get(entry).copied().flatten();
        let best = groups
            .iter()
            .filter(|((_, other), _)| *other != epic)
            .filter_map(|(group, stories)| {
                let support = support(&members, stories, entries, texts, declared, links)?;
                // Most pairs of epics have nothing in common: their titles are not compared.
                if support.good < 2 && support.open == 0 {
                    return None;
                }
                let named = titles.agree(&epic, group);
                let enough = support.good >= 2 || (named && support.open > 0);
                let weight = support.good + usize::from(named) * 3;
                (enough && weight > support.bad * 2).then_some((weight, named, stories))
            })
            .max_by(|a, b| a.0.cmp(&b.0));
        let Some((_, named_so, stories)) = best else {
            continue;
        };
        // Where the epics are called the same, a link that only a number speaks for is none.
        let least = if named_so {
            Agreement::Incomparable
        } else {
            Agreement::Share(50)
        };
        for (number, entry) in &members {
            let fits = stories
                .iter()
                .find(|(other, at)| other == number && taken.get(*at).is_some_and(Option::is_none));
            let Some(&(_, at)) = fits else { continue };
            if let Some(old) = linked(*entry) {
                let titles = |at| title(*entry, at, entries, texts, declared);
                if titles(old) <= Agreement::Incomparable && titles(at) >= least {
                    if let Some(slot) = taken.get_mut(old) {
                        *slot = None;
                    }
                } else {
                    continue;
                }
            }
            let word = named(*entry, entries, texts).zip(declared.get(at));
            let word =
                word.is_some_and(|(named, one)| titles::shared(&named.words, &one.title.words) > 0);
            // A word in common, or two scripts that cannot have one.
            let title = title(*entry, at, entries, texts, declared);
            if word || title == Agreement::Incomparable {
                if let Some(slot) = taken.get_mut(at) {
                    *slot = Some(*entry);
                }
                found.push((*entry, at));
            }
        }
    }
    found
}

impl<'a> EpicTitles<'a> {
    /// Of all readings.
    pub fn new(readings: &[&'a Reading]) -> Self {
        let status = readings
            .iter()
            .filter_map(|reading| reading.status.as_ref());
        let status = status.flat_map(|status| &status.epics);
        let declared = readings.iter().enumerate().flat_map(|(at, reading)| {
            let epics = reading.epics.iter();
            epics.map(move |epic| ((at, &epic.id), Title::of(&epic.title)))
        });
        Self {
            status: Table::new(
                status.filter_map(|epic| Some((&epic.id, Title::of(epic.title.as_deref()?)))),
            ),
            declared: Table::new(declared),
        }
    }

    fn of<'t>(
        &'t self,
        epic: &'t EpicId,
        document: usize,
        other: &'t EpicId,
    ) -> Option<(&'t Title, &'t Title)> {
        Some((
            self.status.get(&epic)?,
            self.declared.get(&(document, other))?,
        ))
    }

    fn agree(&self, epic: &EpicId, (document, other): &(usize, EpicId)) -> bool {
        let Some((name, other)) = self.of(epic, *document, other) else {
            return false;
        };
        match name.agreement(other) {
            Agreement::Same => true,
            Agreement::Share(hundredths) => {
                hundredths >= 75 && titles::shared(&name.words, &other.words) >= 2
            }
            _ => false,
        }
    }

    /// Whether the status file calls its epic otherwise than the document calls the one there.
    pub fn differ(&self, epic: &EpicId, document: usize, other: &EpicId) -> bool {
        self.of(epic, document, other)
            .is_some_and(|(name, other)| titles::are_unlike(&name.words, &other.words))
    }
}

/// The entries of each epic of the status file.
fn status_groups(entries: &[&StatusEntry], numbers: &mut Numbers) -> Vec<(EpicId, Members)> {
    let mut groups: Table<EpicId, Members> = Table::default();
    for (at, entry) in entries.iter().enumerate() {
        let reading = entry.readings.iter().find(|one| one.id.parts.len() == 2);
        if let Some(reading) = reading
            && let Some(epic) = reading.id.epic_of_story()
            && let Some((_, number)) = reading.id.split()
        {
            groups
                .or_insert_with(epic, Default::default)
                .push((numbers.of(number), at));
        }
    }
    groups.into_iter().collect()
}

/// The firm stories of each epic of each document.
fn declared_groups(
    declared: &[Linkable],
    numbers: &mut Numbers,
) -> Vec<((usize, EpicId), Members)> {
    let mut groups: Table<(usize, EpicId), Members> = Table::default();
    for (at, one) in declared.iter().enumerate() {
        if let Some((number, _)) = one.parts.split_last().filter(|_| one.firm) {
            let group = (one.document, one.epic.clone());
            groups
                .or_insert_with(group, Default::default)
                .push((numbers.of(number), at));
        }
    }
    let mut groups: Vec<_> = groups.into_iter().collect();
    ordering::sort_by(&mut groups, |a, b| a.0.cmp(&b.0));
    groups
}

/// What speaks for and against two epics being one.
#[derive(Default)]
struct Support {
    good: usize,
    bad: usize,
    open: usize,
}

/// Compares stories of one number; `None` where an entry of the epic is linked to a story of its
/// own number in another group, so that the epics are surely two.
fn support(
    members: &Members,
    stories: &Members,
    entries: &[&StatusEntry],
    texts: &[Text],
    declared: &[Linkable],
    links: &[Option<usize>],
) -> Option<Support> {
    let mut support = Support::default();
    for (number, entry) in members {
        let Some(&(_, at)) = stories.iter().find(|(other, _)| other == number) else {
            continue;
        };
        match links.get(*entry).copied().flatten() {
            Some(linked) if linked == at => support.good += 1,
            // Linked elsewhere by its own number: this epic is where its number says.
            Some(linked) if own_number(entries.get(*entry)?, declared.get(linked)?) => {
                let title = |at| title(*entry, at, entries, texts, declared);
                if title(linked) > Agreement::Incomparable {
                    support.bad += 1;
                } else if title(at) >= Agreement::Share(50) {
                    // Only the number spoke for that link.
                    support.good += 1;
                }
            }
            Some(_) => {}
            None => match title(*entry, at, entries, texts, declared) {
                Agreement::Same => support.good += 1,
                Agreement::Share(hundredths) if hundredths >= 50 => support.good += 1,
                Agreement::Share(_) | Agreement::Incomparable => support.open += 1,
                // An English slug of a title in another script proves nothing by its silence.
                Agreement::Disagree if declared.get(at).is_some_and(Linkable::other_script) => {}
                Agreement::Disagree => support.bad += 1,
            },
        }
    }
    Some(support)
}

fn own_number(entry: &StatusEntry, declared: &Linkable) -> bool {
    entry
        .readings
        .iter()
        .any(|reading| reading.id.parts == declared.parts)
}

fn title(
    entry: usize,
    at: usize,
    entries: &[&StatusEntry],
    texts: &[Text],
    declared: &[Linkable],
) -> Agreement {
    match (named(entry, entries, texts), declared.get(at)) {
        (Some(named), Some(declared)) => agreement(named, declared),
        _ => Agreement::Disagree,
    }
}

/// What an entry is called: its title, or the words of its key after epic and number.
fn named<'a>(entry: usize, entries: &[&StatusEntry], texts: &'a [Text]) -> Option<&'a Title> {
    let (entry, text) = (entries.get(entry)?, texts.get(entry)?);
    let mut readings = entry.readings.iter();
    let reading = readings.position(|one| one.id.parts.len() == 2);
    text.title.as_ref().or_else(|| text.slugs.get(reading?))
}
