//! Free text as requests: a small grammar that never guesses. A clause is understood whole, or it
//! is quoted back.

use super::situation::Keys;
use crate::backlog::{Backlog, EpicId};
use crate::source::letters::Lowercase;

/// One thing that the words ask for. Stories are indices into [`Backlog::stories`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Request {
    /// Stories go out.
    Drop(Vec<usize>),
    /// Stories come in.
    Add(Vec<usize>),
    /// Stories come as early as can be, in this order.
    First(Vec<usize>),
    /// Stories come as late as can be.
    Last(Vec<usize>),
    /// Stories come in this order, each in the same batch as the one before it or in a later one.
    Order(Vec<usize>),
    /// Each of the first stories comes in an earlier batch than each of the second.
    Before(Vec<usize>, Vec<usize>),
    /// The stories of an epic come as early as can be.
    EpicFirst(EpicId),
    /// Stories go to a batch.
    ToBatch(Vec<usize>, u32),
    /// Stories keep their batch.
    Freeze(Vec<usize>),
    /// The stories of a batch keep it.
    FreezeBatch(u32),
}

/// A clause and what it was understood to ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Understood {
    /// The clause as it stands.
    pub text: String,
    /// What it asks.
    pub request: Request,
}

/// What the words ask, what they leave open, and the keys in them that no story has.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reading {
    /// Clauses that were understood.
    pub understood: Vec<Understood>,
    /// Clauses that were not.
    pub not_understood: Vec<String>,
    /// Words that have the form of a story's key, and no such story.
    pub unknown_stories: Vec<String>,
}

/// What a verb asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verb {
    Drop,
    Add,
    /// With "first", "next" or "now".
    Do,
    Prioritise,
    Defer,
    Freeze,
    Move,
    Order,
}

const VERBS: &[(Verb, &[&str])] = &[
    (
        Verb::Drop,
        &[
            "drop", "skip", "remove", "cancel", "cut", "delete", "omit", "descope",
        ],
    ),
    (Verb::Add, &["add", "include", "insert"]),
    (
        Verb::Do,
        &["do", "run", "take", "finish", "build", "implement", "work"],
    ),
    (
        Verb::Prioritise,
        &["prioritise", "prioritize", "start", "begin", "pull"],
    ),
    (Verb::Defer, &["defer", "postpone", "delay"]),
    (Verb::Freeze, &["freeze", "keep", "hold", "lock", "leave"]),
    (Verb::Move, &["move", "put", "shift", "place"]),
    (Verb::Order, &["order", "reorder", "sequence", "sort"]),
];

/// Words that say nothing more.
const FILLERS: &[&str] = &[
    "the", "a", "please", "we", "i", "you", "should", "must", "can", "could", "would", "like",
    "want", "wants", "need", "needs", "to", "of", "it", "them", "story", "stories", "and", "then",
    "both", "all", "let", "lets", "us", "with", "in", "into", "on", "at", "be", "from", "sprint",
    "plan", "out", "up", "back", "as", "is", "come", "comes", "go", "goes", "done", "order",
    "this", "that", "also", "batch", "epic", "epics", "forward", "priority", "for",
];

const FIRST: &[&str] = &[
    "first",
    "next",
    "now",
    "immediately",
    "asap",
    "front",
    "top",
    "start",
];
const LAST: &[&str] = &["last", "later", "end"];

/// Words after which a reason follows; it is read by people.
const BECAUSE: &[&str] = &[
    "because",
    "since",
    "so that",
    "as the",
    "due to",
    "in order to",
];

/// A word of a clause.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Word {
    Story(usize),
    Epic(EpicId),
    Batch(u32),
    Verb(Verb),
    Before,
    After,
    First,
    Last,
    /// A word like a key, and no such story.
    Missing(String),
    Filler,
    Other,
}

/// Reads free text: "drop 4-2; do 4-3 first, then move 5-1 to batch 4".
pub fn understand(backlog: &Backlog, text: &str) -> Reading {
    let names = Names::of(backlog);
    let mut reading = Reading::default();
    for sentence in sentences(text) {
        for clause in clauses(sentence, &names) {
            let words = names.words(clause);
            reading
                .unknown_stories
                .extend(words.iter().filter_map(|word| match word {
                    Word::Missing(key) => Some(key.clone()),
                    _ => None,
                }));
            match request(&words) {
                Some(request) => reading.understood.push(Understood {
                    text: clause.to_owned(),
                    request: names.whole(request, backlog),
                }),
                None if words.iter().all(|word| *word == Word::Filler) => {}
                None => reading.not_understood.push(clause.to_owned()),
            }
        }
    }
    reading
}

/// Texts up to a line's end, a semicolon, or a full stop before white space.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split(['\n', ';', '!', '。', '；'])
        .flat_map(|line| line.split(". "))
        .map(|sentence| sentence.trim().trim_end_matches('.').trim())
        .filter(|sentence| !sentence.is_empty())
}

/// The parts of a sentence that begin with a verb of their own.
fn clauses<'a>(sentence: &'a str, names: &Names) -> Vec<&'a str> {
    let lower = sentence.lowercase();
    // Lower case may be longer in bytes; then the reason stays and the clause is quoted back.
    let reason = BECAUSE
        .iter()
        .filter_map(|word| lower.find(&format!(" {word} ")))
        .min();
    let said = reason.and_then(|at| sentence.get(..at)).unwrap_or(sentence);
    let mut starts = vec![0];
    let mut at = 0;
    let mut joined = true;
    let mut content = false;
    for word in said.split_inclusive(|c: char| c.is_whitespace() || c == ',') {
        let bare = plain(word);
        let joins = matches!(bare.as_str(), "and" | "then" | "but" | "also");
        if joined && content && matches!(names.word(&bare, ""), Word::Verb(_)) {
            starts.push(at);
            content = false;
        }
        content |= !bare.is_empty() && !joins;
        joined = joins || word.ends_with(',') || (bare.is_empty() && joined);
        at += word.len();
    }
    starts.push(said.len());
    starts
        .windows(2)
        .filter_map(|pair| said.get(*pair.first()?..*pair.last()?))
        .map(|clause| {
            let clause = clause.trim().trim_end_matches(',');
            ["and", "then", "but", "also"]
                .iter()
                .find_map(|join| clause.strip_suffix(join)?.strip_suffix([' ', ',']))
                .unwrap_or(clause)
                .trim_end_matches([',', ' '])
        })
        .filter(|clause| !clause.is_empty())
        .collect()
}

/// A word in lower case without what surrounds it.
fn plain(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric())
        .lowercase()
}

/// The names that words may be.
struct Names<'a> {
    stories: Keys<'a>,
    epics: Vec<(String, &'a EpicId)>,
}

impl<'a> Names<'a> {
    fn of(backlog: &'a Backlog) -> Self {
        Self {
            stories: Keys::of(backlog),
            epics: backlog
                .epics
                .iter()
                .map(|epic| (epic.id.as_str().lowercase(), &epic.id))
                .collect(),
        }
    }

    fn words(&self, clause: &str) -> Vec<Word> {
        let mut before = String::new();
        let mut words = Vec::new();
        for word in clause
            .split(|c: char| c.is_whitespace() || matches!(c, ',' | '>' | '→' | '(' | ')' | '、'))
            .map(plain)
            .filter(|word| !word.is_empty())
        {
            words.push(self.word(&word, &before));
            before = word;
        }
        words
    }

    fn word(&self, word: &str, before: &str) -> Word {
        if matches!(before, "epic" | "epics")
            && let Some(epic) = self.epic(word)
        {
            return Word::Epic(epic);
        }
        if before == "batch" {
            return match word.parse() {
                Ok(batch) => Word::Batch(batch),
                Err(_) => Word::Other,
            };
        }
        let key = word.replace(['.', '_'], "-");
        let key = key.strip_prefix("story-").unwrap_or(&key);
        if let Ok(story) = self.stories.find(key).or_else(|_| self.stories.find(word)) {
            return Word::Story(story);
        }
        if let Some(rest) = word.strip_prefix("epic")
            && let Some(epic) = self.epic(rest.trim_start_matches(['-', '_']))
        {
            return Word::Epic(epic);
        }
        if let Some(rest) = word.strip_prefix("batch")
            && let Ok(batch) = rest.trim_start_matches(['-', '_']).parse()
        {
            return Word::Batch(batch);
        }
        if let Some(&(verb, _)) = VERBS.iter().find(|(_, words)| words.contains(&word)) {
            return Word::Verb(verb);
        }
        let is_key = key.contains('-')
            && key.starts_with(|c: char| c.is_alphanumeric())
            && key
                .split('-')
                .filter(|part| part.starts_with(|c: char| c.is_ascii_digit()))
                .count()
                > 0
            && key.ends_with(|c: char| c.is_ascii_alphanumeric());
        match word {
            "before" => Word::Before,
            "after" => Word::After,
            _ if FIRST.contains(&word) => Word::First,
            _ if LAST.contains(&word) => Word::Last,
            _ if FILLERS.contains(&word) => Word::Filler,
            _ if is_key => Word::Missing(word.to_owned()),
            _ => Word::Other,
        }
    }

    fn epic(&self, word: &str) -> Option<EpicId> {
        let found = self.epics.iter().find(|(id, _)| id == word);
        found.map(|(_, id)| (*id).clone())
    }

    /// A request about an epic as one about its open stories, where that is what it means.
    fn whole(&self, request: (Request, Vec<EpicId>), backlog: &Backlog) -> Request {
        let (mut request, epics) = request;
        if let Request::Drop(stories)
        | Request::Add(stories)
        | Request::Last(stories)
        | Request::Freeze(stories)
        | Request::ToBatch(stories, _) = &mut request
        {
            let of_epics = backlog.stories.iter().enumerate().filter(|(_, story)| {
                epics.contains(&story.epic) && story.status != crate::backlog::Status::Done
            });
            stories.extend(of_epics.map(|(at, _)| at));
        }
        request
    }
}

/// What the words of one clause ask, and the epics whose stories are meant; `None` where a word is
/// left that says something else.
fn request(words: &[Word]) -> Option<(Request, Vec<EpicId>)> {
    if words
        .iter()
        .any(|word| matches!(word, Word::Other | Word::Missing(_)))
    {
        return None;
    }
    let stories_of = |words: &[Word]| -> Vec<usize> {
        words
            .iter()
            .filter_map(|word| match word {
                Word::Story(story) => Some(*story),
                _ => None,
            })
            .collect()
    };
    let stories = stories_of(words);
    let epics: Vec<EpicId> = words
        .iter()
        .filter_map(|word| match word {
            Word::Epic(epic) => Some(epic.clone()),
            _ => None,
        })
        .collect();
    let verb = words.iter().find_map(|word| match word {
        Word::Verb(verb) => Some(*verb),
        _ => None,
    });
    let batch = words.iter().find_map(|word| match word {
        Word::Batch(batch) => Some(*batch),
        _ => None,
    });
    let has = |wanted: &Word| words.contains(wanted);
    let several_verbs = words
        .iter()
        .filter(|word| matches!(word, Word::Verb(_)))
        .count()
        > 1;
    if several_verbs {
        return None;
    }
    // "X before Y", whatever the verb.
    for (between, reversed) in [(Word::Before, false), (Word::After, true)] {
        let Some(at) = words.iter().position(|word| *word == between) else {
            continue;
        };
        let (left, right) = words.split_at_checked(at)?;
        let (left, right) = (stories_of(left), stories_of(right));
        let plain = !left.is_empty() && !right.is_empty() && epics.is_empty() && batch.is_none();
        let about_order = !matches!(verb, Some(Verb::Drop | Verb::Add | Verb::Freeze));
        return (plain && about_order).then_some((
            if reversed {
                Request::Before(right, left)
            } else {
                Request::Before(left, right)
            },
            Vec::new(),
        ));
    }
    let something = !stories.is_empty() || !epics.is_empty();
    let request = match verb {
        Some(Verb::Drop) if something && batch.is_none() => Request::Drop(stories),
        Some(Verb::Add) if something && batch.is_none() => Request::Add(stories),
        Some(Verb::Add | Verb::Move) if something && batch.is_some() => {
            Request::ToBatch(stories, batch?)
        }
        Some(Verb::Defer) if something && batch.is_none() => Request::Last(stories),
        Some(Verb::Freeze) if something => Request::Freeze(stories),
        Some(Verb::Freeze) => Request::FreezeBatch(batch?),
        Some(Verb::Order) if stories.len() > 1 && epics.is_empty() => Request::Order(stories),
        None if stories.len() > 1
            && epics.is_empty()
            && !has(&Word::First)
            && !has(&Word::Last) =>
        {
            Request::Order(stories)
        }
        _ if has(&Word::Last) && something && batch.is_none() => Request::Last(stories),
        Some(Verb::Prioritise) | Some(Verb::Do | Verb::Move) | None
            if batch.is_none() && (has(&Word::First) || verb == Some(Verb::Prioritise)) =>
        {
            match (stories.is_empty(), epics.as_slice()) {
                (false, []) => Request::First(stories),
                (true, [epic]) => return Some((Request::EpicFirst(epic.clone()), Vec::new())),
                _ => return None,
            }
        }
        _ => return None,
    };
    Some((request, epics))
}
