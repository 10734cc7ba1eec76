//! Where the documents of one story have drifted apart: what the epics document says of it, what
//! its own file says, what the status file says, and an edit that would bring them together.

use super::assembly::loose;
use super::found::{Form, Reading, StoryFound};
use super::status_entry::title_of_entry;
use super::status_file::{StatusEntry, long_key};
use super::titles::{Agreement, agreement};
use crate::backlog::{
    Backlog, DependencyRef, Direction, Status, Story, StoryKey, Strength, Target,
};
use crate::ordering::{self, Set, Table};
use crate::source::{Code, Diagnostic, Edit, Fix, Place, Span};

/// A document that speaks of a story.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// An epics document.
    Epics,
    /// The story's own file.
    StoryFile,
    /// The status file.
    StatusFile,
}

impl Source {
    /// The words for people: `epics`, `story file`, `status file`.
    pub fn as_str(self) -> &'static str {
        match self {
            Source::Epics => "epics",
            Source::StoryFile => "story file",
            Source::StatusFile => "status file",
        }
    }
}

/// What can differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fact {
    /// The title. The status file says it in the words of its key, or in a field.
    Title,
    /// The status.
    Status,
    /// What the story waits for.
    Dependencies,
    /// Whether the story stands there at all: one that the documents declare and the status file
    /// does not list.
    Listing,
}

impl Fact {
    /// The word for people: `title`, `status`, `dependencies`, `listing`.
    pub fn as_str(self) -> &'static str {
        match self {
            Fact::Title => "title",
            Fact::Status => "status",
            Fact::Dependencies => "dependencies",
            Fact::Listing => "listing",
        }
    }
}

/// What one document says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Which document it is.
    pub source: Source,
    /// In canonical words: the title, the status word, the keys waited for with commas between.
    pub value: String,
    /// Where it says so.
    pub place: Place,
}

/// One fact in which a story's documents differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The fact.
    pub fact: Fact,
    /// What each document that speaks of it says, in the order of [`Source`].
    pub said: Vec<Said>,
    /// The proposed edit, where one is plain. It never lowers a status: the document that is
    /// behind is brought up.
    pub fix: Option<Fix>,
}

/// A story with all that its documents say of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoryDrift {
    /// The story.
    pub story: StoryKey,
    /// Title, status and dependencies by document, each only where it is said.
    pub said: Vec<(Fact, Said)>,
    /// Where they differ; empty for a story whose documents agree.
    pub differences: Vec<Difference>,
}

/// Compares the documents of every story of `backlog`, which was joined of `readings`; one entry
/// a story, in the order of the backlog.
pub fn drift(readings: &[&Reading], backlog: &Backlog) -> Vec<StoryDrift> {
    let sources = Sources::of(readings);
    let stories = backlog.stories.iter();
    stories.map(|story| sources.story(story)).collect()
}

/// A diagnostic for every story whose status is behind in one of its documents.
pub(super) fn behind(readings: &[&Reading], backlog: &Backlog) -> Vec<Diagnostic> {
    let sources = Sources::of(readings);
    let mut found = Vec::new();
    for story in &backlog.stories {
        let Some(status) = sources.difference(story, Fact::Status) else {
            continue;
        };
        let ahead = ahead(&status.said);
        let Some((ahead, behind)) = ahead else {
            continue;
        };
        let message = format!(
            "{} is {} in the {}, but {} in the {}.",
            story.key,
            behind.value,
            behind.source.as_str(),
            ahead.value,
            ahead.source.as_str()
        );
        found.push(
            Diagnostic::new(Code::StatusDrift, Some(behind.place.clone()), message)
                .with_related(vec![ahead.place.clone()])
                .with_fix(status.fix),
        );
    }
    found
}

/// The readings by the places that the backlog's stories name.
struct Sources<'a> {
    declared: Table<(&'a str, u32), &'a StoryFound>,
    entries: Table<&'a str, &'a StatusEntry>,
    /// With the line ending of their file.
    all_entries: Vec<(&'a StatusEntry, &'static str)>,
}

impl<'a> Sources<'a> {
    fn of(readings: &[&'a Reading]) -> Self {
        let stories = readings.iter().flat_map(|reading| {
            let stories = reading.stories.iter().filter(|story| story.firm);
            stories.filter_map(|story| {
                let place = story.place()?;
                Some(((&*place.path, place.line), story))
            })
        });
        let all_entries: Vec<(&StatusEntry, &'static str)> = readings
            .iter()
            .filter_map(|reading| reading.status.as_ref())
            .flat_map(|status| status.entries.iter().map(|entry| (entry, status.ending)))
            .collect();
        Self {
            declared: Table::new(stories),
            entries: Table::new(
                all_entries
                    .iter()
                    .map(|(entry, _)| (entry.key.as_str(), *entry)),
            ),
            all_entries,
        }
    }

    fn story(&self, story: &Story) -> StoryDrift {
        let facts = [Fact::Title, Fact::Status, Fact::Dependencies, Fact::Listing];
        let said = facts.into_iter().flat_map(|fact| {
            self.said(story, fact)
                .into_iter()
                .map(move |said| (fact, said))
        });
        StoryDrift {
            story: story.key.clone(),
            said: said.collect(),
            differences: facts
                .into_iter()
                .filter_map(|fact| self.difference(story, fact))
                .collect(),
        }
    }

    /// The declaration in the epics documents or in the story's own file.
    fn found(&self, story: &Story, file: bool) -> Option<&'a StoryFound> {
        story
            .declared
            .iter()
            .chain(&story.also_declared)
            .filter_map(|place| self.declared.get(&(&*place.path, place.line)).copied())
            .find(|found| (found.form == Form::File) == file)
    }

    fn entry(&self, story: &Story) -> Option<&'a StatusEntry> {
        self.entries.get(&story.status_key.as_deref()?).copied()
    }

    fn said(&self, story: &Story, fact: Fact) -> Vec<Said> {
        let mut said = Vec::new();
        for (source, file) in [(Source::Epics, false), (Source::StoryFile, true)] {
            let Some(found) = self.found(story, file) else {
                continue;
            };
            let value = match fact {
                Fact::Title => (!found.story.title.is_empty())
                    .then(|| (found.story.title.clone(), place_of_title(found))),
                Fact::Status => found.status_word.as_ref().map(|_| {
                    let status = found.story.status.as_str().to_owned();
                    (status, found.story.status_place.clone())
                }),
                Fact::Dependencies => waited(&found.story.dependencies),
                Fact::Listing => Some((story.key.to_string(), found.place().cloned())),
            };
            if let Some((value, Some(place))) = value {
                said.push(Said {
                    source,
                    value,
                    place,
                });
            }
        }
        if let Some(entry) = self.entry(story) {
            let value = match fact {
                Fact::Title => {
                    let key = || title_of_entry(entry, &Set::default(), &Set::default());
                    let title = entry.title.clone().unwrap_or_else(key);
                    (!title.is_empty()).then_some((title, Some(entry.place.clone())))
                }
                Fact::Status => Some((entry.status.as_str().to_owned(), Some(entry.value.clone()))),
                Fact::Dependencies => waited(&entry.dependencies),
                Fact::Listing => Some((entry.key.clone(), Some(entry.place.clone()))),
            };
            if let Some((value, Some(place))) = value {
                let source = Source::StatusFile;
                said.push(Said {
                    source,
                    value,
                    place,
                });
            }
        }
        said
    }

    fn difference(&self, story: &Story, fact: Fact) -> Option<Difference> {
        let said = self.said(story, fact);
        let differ = match fact {
            Fact::Title => titles_differ(&said),
            Fact::Status | Fact::Dependencies => {
                let first = said.first().map(|one| one.value.as_str());
                said.iter().any(|one| Some(one.value.as_str()) != first)
            }
            Fact::Listing => {
                let listed = said.iter().any(|one| one.source == Source::StatusFile);
                !listed
                    && !said.is_empty()
                    && !self.all_entries.is_empty()
                    && story.status.is_pending()
            }
        };
        if !differ {
            return None;
        }
        let fix = match fact {
            Fact::Title => self.title_fix(story),
            Fact::Status => self.status_fix(story, &said),
            Fact::Dependencies => self.dependency_fix(story),
            Fact::Listing => self.listing_fix(story),
        };
        Some(Difference { fact, said, fix })
    }

    /// The story file takes the title of the epics document, which plans it.
    fn title_fix(&self, story: &Story) -> Option<Fix> {
        let (planned, own) = (self.found(story, false)?, self.found(story, true)?);
        if agreement(&planned.story.title, &own.story.title) == Agreement::Same {
            return None;
        }
        Some(edit(
            format!("Call the story file \"{}\"", planned.story.title),
            own.place()?,
            own.title_span?,
            planned.story.title.clone(),
        ))
    }

    /// What is behind is brought up to the furthest of the three.
    fn status_fix(&self, story: &Story, said: &[Said]) -> Option<Fix> {
        let (ahead, _) = ahead(said)?;
        let status = self.status_of(story, ahead.source)?;
        if status > Status::Done {
            return None;
        }
        let mut edits = Vec::new();
        for one in said.iter().filter(|one| one.value != ahead.value) {
            let word = match one.source {
                Source::StatusFile => self
                    .entry(story)?
                    .status_text
                    .clone()
                    .unwrap_or(one.value.clone()),
                source => self
                    .found(story, source == Source::StoryFile)?
                    .status_word
                    .clone()?,
            };
            let exact = one.place.span.end - one.place.span.start == word.len();
            if exact && !word.is_empty() {
                edits.push(Edit {
                    path: one.place.path.to_string(),
                    span: one.place.span,
                    replacement: written_like(&word, status),
                });
            }
        }
        (!edits.is_empty()).then(|| Fix {
            label: format!("Set {} to {}", story.key, status.as_str()),
            edits,
        })
    }

    fn status_of(&self, story: &Story, source: Source) -> Option<Status> {
        match source {
            Source::StatusFile => self.entry(story).map(|entry| entry.status),
            source => {
                let found = self.found(story, source == Source::StoryFile)?;
                Some(found.story.status)
            }
        }
    }

    /// The story file takes the words of the epics document, where each has one line of them.
    fn dependency_fix(&self, story: &Story) -> Option<Fix> {
        let (planned, own) = (self.found(story, false)?, self.found(story, true)?);
        let one = |found: &'a StoryFound| match found.story.dependencies.as_slice() {
            [only] => Some(only),
            _ => None,
        };
        let (planned, own) = (one(planned)?, one(own)?);
        let exact = own.place.span.end - own.place.span.start == own.text.len();
        exact.then(|| {
            edit(
                format!("Write \"{}\" in the story file", planned.text),
                &own.place,
                own.place.span,
                planned.text.clone(),
            )
        })
    }

    /// A line for the story, below the last one of its epic in the status file.
    fn listing_fix(&self, story: &Story) -> Option<Fix> {
        let of_epic = |(entry, _): &&(&StatusEntry, &str)| {
            let mut readings = entry.readings.iter();
            entry.indent.is_some()
                && readings.any(|one| one.id.epic_of_story().as_ref() == Some(&story.epic))
        };
        let (last, ending) = self.all_entries.iter().rfind(of_epic)?;
        let indent = " ".repeat(usize::from(last.indent?));
        let key = long_key(&story.key, &story.title);
        let end = last.place.span.end;
        Some(edit(
            format!("List {} in the status file", story.key),
            &last.place,
            Span::new(end, end),
            format!("{ending}{indent}{key}: {}", story.status.as_str()),
        ))
    }
}

/// The document that is furthest on the ladder, and the first that is behind it.
fn ahead(said: &[Said]) -> Option<(&Said, &Said)> {
    let rank = |one: &&Said| {
        LADDER
            .iter()
            .position(|status| status.as_str() == one.value)
    };
    let ranked: Vec<&Said> = said.iter().filter(|one| rank(one).is_some()).collect();
    let furthest = ranked.iter().map(rank).max()??;
    let ahead = ranked.iter().find(|one| rank(one) == Some(furthest))?;
    let behind = ranked.iter().find(|one| rank(one) < Some(furthest))?;
    Some((ahead, behind))
}

/// The statuses that come one after the other.
const LADDER: &[Status] = &[
    Status::Backlog,
    Status::ReadyForDev,
    Status::InProgress,
    Status::Review,
    Status::Done,
];

fn place_of_title(found: &StoryFound) -> Option<Place> {
    let mut place = found.place().cloned()?;
    place.span = found.title_span.unwrap_or(place.span);
    Some(place)
}

/// Titles that share no words, or that two documents write differently.
fn titles_differ(said: &[Said]) -> bool {
    let pairs = || {
        said.iter()
            .enumerate()
            .flat_map(|(at, one)| said.iter().skip(at + 1).map(move |b| (one, b)))
    };
    pairs().any(|(one, other)| {
        let agreement = agreement(&one.value, &other.value);
        if other.source == Source::StatusFile {
            // A key is cut short, or a translation.
            agreement == Agreement::Disagree
        } else {
            agreement != Agreement::Same
        }
    })
}

/// What a list of dependencies waits for, in one line, and where it begins.
fn waited(dependencies: &[DependencyRef]) -> Option<(String, Option<Place>)> {
    let hard = || {
        dependencies
            .iter()
            .filter(|one| one.direction == Direction::Requires && one.strength == Strength::Hard)
    };
    let mut names: Vec<String> = hard()
        .flat_map(|one| &one.targets)
        .filter_map(|target| match target {
            Target::Story(key) => Some(loose(key.as_str())),
            Target::Range(first, last) => Some(format!("{first}..{last}")),
            Target::Epic(epic) => Some(format!("epic-{epic}")),
            Target::AllPrevious(None) => Some("all previous".to_owned()),
            Target::AllPrevious(Some(epic)) => Some(format!("all previous of epic {epic}")),
            Target::AllPreviousEpics => Some("all previous epics".to_owned()),
            Target::External(_) => None,
        })
        .collect();
    ordering::sort(&mut names);
    names.dedup();
    let place = hard().next().map(|one| one.place.clone());
    (!names.is_empty()).then(|| (names.join(", "), place))
}

/// A status word in the manner of another: `In Progress` where `Ready For Review` stood.
fn written_like(word: &str, status: Status) -> String {
    let legal = status.as_str();
    if !word.starts_with(char::is_uppercase) {
        return legal.to_owned();
    }
    let words = legal.split('-').map(|part| {
        let mut letters = part.chars();
        let first = letters.next().map(|c| c.to_ascii_uppercase());
        first.into_iter().chain(letters).collect::<String>()
    });
    words.collect::<Vec<_>>().join(" ")
}

fn edit(label: String, place: &Place, span: Span, replacement: String) -> Fix {
    Fix {
        label,
        edits: vec![Edit {
            path: place.path.to_string(),
            span,
            replacement,
        }],
    }
}
