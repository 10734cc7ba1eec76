//! What a draft probably needs first, guessed from its words: who uses a thing waits for who makes it.

use super::draft::{Draft, Needed};
use super::forms::singular;
use crate::backlog::{Status, Story, StoryKey};
use crate::ordering::Set;
use crate::source::letters::Lowercase;

/// Words of titles whose story brings something into being.
const MAKERS: &[&str] = &[
    "create",
    "add",
    "define",
    "register",
    "import",
    "introduce",
    "set",
    "setup",
    "build",
    "model",
    "schema",
    "upload",
    "enter",
    "submit",
    "connect",
    "issue",
    "publish",
    "post",
    "record",
];

/// Words that say nothing about what a sentence is about.
const EMPTY: &[&str] = &[
    "that",
    "with",
    "from",
    "this",
    "they",
    "their",
    "them",
    "into",
    "have",
    "been",
    "will",
    "user",
    "want",
    "when",
    "then",
    "given",
    "system",
    "story",
    "epic",
    "view",
    "list",
    "page",
    "data",
    "new",
    "all",
    "each",
    "every",
    "able",
    "access",
    "manage",
    "management",
    "support",
    "feature",
    "using",
    "based",
    "through",
    "without",
    "within",
    "between",
    "their",
    "other",
    "more",
    "must",
    "shall",
    "should",
    "can",
    "which",
    "where",
    "after",
    "before",
    "only",
    "also",
    "about",
    "status",
    "information",
    "details",
    "application",
    "platform",
    "service",
    "display",
    "show",
    "shown",
    "create",
    "update",
    "delete",
    "edit",
    "change",
    "allow",
    "enable",
    "provide",
    "including",
    "multiple",
    "different",
    "specific",
    "existing",
    "current",
    "time",
    "type",
    "name",
    "value",
];

/// The words that a text is about: singular, lower case, each once.
pub(super) fn subjects(text: &str) -> Set<String> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    words
        .map(|word| singular(&word.lowercase()))
        .filter(|word| word.chars().count() >= 4 && !EMPTY.contains(&word.as_str()))
        .collect()
}

/// How many of the words of one text are in the other, in percent of the shorter one.
pub(super) fn likeness(a: &str, b: &str) -> usize {
    let (a, b) = (subjects(a), subjects(b));
    let shared = a.iter().filter(|word| b.contains(word.as_str())).count();
    let fewest = a.iter().count().min(b.iter().count());
    if fewest < 2 { 0 } else { shared * 100 / fewest }
}

/// Something that makes a thing: its key, its title, and the thing.
struct Maker {
    key: StoryKey,
    thing: String,
    verb: String,
}

/// Adds to each draft at most two guesses: stories of the epic, or drafts before it, whose title
/// makes what it uses.
pub(super) fn guess(drafts: &mut [Draft], stories: &[&Story]) {
    let mut makers: Vec<Maker> = stories
        .iter()
        .filter(|story| story.status != Status::Dropped)
        .filter_map(|story| maker(&story.key, &story.title))
        .collect();
    for draft in drafts {
        let Some(key) = draft.key.clone() else {
            continue;
        };
        let own = maker(&key, &draft.title);
        let about = subjects(&format!("{} {}", draft.title, draft.want));
        let fits = |maker: &&Maker| {
            let same = own.as_ref().is_some_and(|own| own.thing == maker.thing);
            !same && about.contains(maker.thing.as_str())
        };
        let found: Vec<Needed> = makers
            .iter()
            .filter(fits)
            .take(2)
            .map(|maker| Needed {
                key: maker.key.clone(),
                guess: Some(format!("there you {} the {}", maker.verb, maker.thing)),
            })
            .collect();
        for need in found {
            if !draft.needs.iter().any(|known| known.key == need.key) {
                draft.needs.push(need);
            }
        }
        makers.extend(own);
    }
}

fn maker(key: &StoryKey, title: &str) -> Option<Maker> {
    let mut words = title.split(|c: char| !c.is_alphanumeric());
    let verb = words.next()?.lowercase();
    if !MAKERS.contains(&verb.as_str()) {
        return None;
    }
    // The thing is the first noun: what stands before a preposition decides.
    let mut thing = None;
    for word in words {
        let word = word.lowercase();
        if [
            "for", "with", "from", "in", "on", "to", "by", "of", "via", "and",
        ]
        .contains(&word.as_str())
            && thing.is_some()
        {
            break;
        }
        let word = singular(&word);
        if word.chars().count() >= 3 && !EMPTY.contains(&word.as_str()) {
            thing = Some(word);
        }
    }
    Some(Maker {
        key: key.clone(),
        thing: thing?,
        verb,
    })
}
