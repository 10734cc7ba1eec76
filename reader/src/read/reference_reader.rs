//! Walks the tokens of one dependency text and gathers what they name.

mod references;

use super::dependencies::{without_code, without_links};
use super::ids::{self, Id};
use super::reference_tokens::{Token, tokens};
use super::words::{
    ALL_WORDS, CONNECTING, MET_WORDS, OR_WORDS, PARALLEL, PREVIOUS_WORDS, RANGE_WORDS, REVERSING,
    SOFT_WORDS, STORY_WORDS, UNITS, is_epic_word, is_story_word,
};
use crate::backlog::{DependencyRef, Direction, EpicId, StoryKey, Strength, Target};
use crate::source::Place;
use crate::source::letters::Lowercase;
use crate::source::marks::{DIGITS, Marked, marks};

/// Longest text kept of a dependency, in characters.
const LONGEST: usize = 300;
/// Most epics that a range of epics is spelt out to.
const MOST_EPICS: u32 = 200;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    Any,
    Story,
    Epic,
}

#[derive(Debug, Clone)]
struct Found {
    target: Target,
    strength: Strength,
    satisfied: bool,
    /// "or" stands between this and the one before.
    alternative: bool,
}

/// Reads one dependency text.
pub(super) struct Reader<'a> {
    direction: Direction,
    strength: Strength,
    epic: Option<&'a EpicId>,
    segment: &'a str,
    found: Vec<Found>,
}

impl<'a> Reader<'a> {
    /// For a text of a story in `epic` under a label that says `direction` and `strength`.
    pub fn new(
        direction: Direction,
        strength: Strength,
        epic: Option<&'a EpicId>,
        segment: &'a str,
    ) -> Self {
        Self {
            direction,
            strength,
            epic,
            segment,
            found: Vec::new(),
        }
    }

    /// Adds what the text says to `out`.
    pub fn read(mut self, place: &Place, out: &mut Vec<DependencyRef>) {
        let reversing = REVERSING.stands_in(self.segment);
        if let Some(cut) = PARALLEL.first_in(self.segment)
            && !reversing
        {
            // What stands before the phrase still counts ("Story 1.1, parallel with 1.3").
            match self.segment.get(..cut) {
                Some(before)
                    if before.contains_one(DIGITS)
                        && before.contains_one(marks![',', '(', '.']) =>
                {
                    self.segment = before
                }
                _ => return,
            }
        } else if self.direction == Direction::Requires && reversing {
            self.direction = Direction::Blocks;
        }
        let tokens = tokens(&without_code(&without_links(self.segment)));
        self.walk(&tokens);
        if self.direction == Direction::Blocks {
            // "All other stories depend on it" is no order among those before it.
            self.found.retain(|found| {
                !matches!(
                    found.target,
                    Target::AllPrevious(_) | Target::AllPreviousEpics
                )
            });
        }
        self.emit(place, out);
    }

    fn walk(&mut self, tokens: &[Token]) {
        let mut mode = Mode::Any;
        let mut plural = false;
        let (mut all, mut previous, mut or) = (false, false, false);
        let (mut epics_named, mut stories_named) = (false, false);
        let mut depth = 0_u32;
        // A tick before the first target is about that one.
        let mut ticked = false;
        // Within a remark, ids are not prerequisites; a separator ends it.
        let mut remark = false;
        let mut open_at = 0;
        for (at, token) in tokens.iter().enumerate() {
            let last = at.checked_sub(1).and_then(|before| tokens.get(before));
            let next = tokens.get(at + 1);
            match token {
                Token::Open => {
                    depth += 1;
                    if depth == 1 {
                        open_at = at;
                    }
                }
                Token::Close => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        self.qualify(tokens.get(open_at..at).unwrap_or(&[]));
                    }
                }
                Token::Separator => {
                    remark = false;
                }
                Token::Dash => {
                    let range = matches!((last, next), (Some(Token::Id(_)), Some(Token::Id(_))))
                        || matches!((last, next, tokens.get(at + 2)), (Some(Token::Id(_)), Some(Token::Word(word)), Some(Token::Id(_))) if is_story_word(word));
                    if !range && !self.found.is_empty() {
                        remark = true;
                    }
                }
                Token::RangeMark => {}
                Token::Word(word) => {
                    let word = word.as_str();
                    if is_epic_word(word) {
                        mode = Mode::Epic;
                        plural = word.ends_with('s');
                        epics_named |= plural && !remark;
                    } else if is_story_word(word) {
                        mode = Mode::Story;
                        plural = word.ends_with('s') || !word.is_ascii();
                        stories_named |= plural && !remark;
                        if remark
                            && depth == 0
                            && matches!(last, Some(Token::Word(and)) if matches!(and.as_str(), "and" | "plus" | "or"))
                        {
                            remark = false;
                        }
                    } else if ALL_WORDS.contains(&word) && !remark && depth == 0 {
                        all = true;
                    } else if PREVIOUS_WORDS.contains(&word) && !remark && depth == 0 {
                        previous = true;
                    } else if OR_WORDS.contains(&word) {
                        or = !self.found.is_empty();
                    } else if depth == 0 && SOFT_WORDS.contains(&word) {
                        self.soften();
                    } else if depth == 0 && matches!(word, "✅" | "✓" | "✔" | "☑") {
                        match self.found.last_mut() {
                            Some(found) => found.satisfied = true,
                            None => ticked = true,
                        }
                    } else if depth == 0
                        && remark
                        && MET_WORDS.contains(&word)
                        && matches!(last, Some(Token::Dash))
                        && matches!(next, None | Some(Token::Separator))
                        && let Some(found) = self.found.last_mut()
                    {
                        // "Story 3.1 — done"
                        found.satisfied = true;
                    } else if !word.is_ascii() && !remark && depth == 0 {
                        // Scripts without spaces: "所有之前的故事" is one word.
                        let has = |list: &[&str]| {
                            list.iter().any(|one| !one.is_ascii() && word.contains(one))
                        };
                        all |= has(ALL_WORDS) && (has(PREVIOUS_WORDS) || has(STORY_WORDS.words));
                        previous |= has(PREVIOUS_WORDS);
                        stories_named |= has(STORY_WORDS.words);
                    }
                }
                Token::Id(id) => {
                    let in_short = self.in_short(id, last);
                    let id = in_short.as_ref().unwrap_or(id);
                    let measured =
                        matches!(next, Some(Token::Word(word)) if UNITS.contains(&word.as_str()));
                    let inside_remark = remark || (depth > 0 && !self.bracket_may_hold(id, mode));
                    if measured || inside_remark || !self.names_something(id, mode, last) {
                        continue;
                    }
                    if mode == Mode::Epic
                        && matches!(last, Some(Token::Id(_)))
                        && self.last_epic().is_some()
                        && self.last_epic() == id.epic_of_story().as_ref()
                    {
                        // "Epic 1 1.7" is a story, and what follows are others.
                        mode = Mode::Story;
                    }
                    let range_end = self.is_range_end(tokens, at);
                    let before = self.found.len();
                    self.take(id, mode, plural, range_end, previous);
                    if std::mem::take(&mut ticked)
                        && let Some(found) = self.found.last_mut()
                    {
                        found.satisfied = true;
                    }
                    if or && self.found.len() > before {
                        if let Some(found) = self.found.last_mut() {
                            found.alternative = true;
                        }
                        or = false;
                    }
                }
            }
        }
        if self.found.is_empty() {
            // "All previous epics and stories", "all previous stories of this epic".
            if all && epics_named {
                self.add(Target::AllPreviousEpics);
            }
            if all && stories_named {
                self.add(Target::AllPrevious(None));
            }
        } else if all
            && previous
            && epics_named
            && self
                .found
                .iter()
                .all(|found| matches!(found.target, Target::Story(_)))
        {
            self.found.insert(
                0,
                Found {
                    target: Target::AllPreviousEpics,
                    strength: self.strength,
                    satisfied: false,
                    alternative: false,
                },
            );
        }
    }

    /// "002" after "STORY-001," is STORY-002.
    fn in_short(&self, id: &Id, last: Option<&Token>) -> Option<Id> {
        if !id.is_local() || !matches!(last, Some(Token::Separator)) {
            return None;
        }
        let Some(Target::Story(before)) = self.found.last().map(|found| &found.target) else {
            return None;
        };
        let (prefix, number) = before.as_str().rsplit_once('-')?;
        let flat = number.len() == id.text.len() && prefix.bytes().all(|b| b.is_ascii_uppercase());
        let text = format!("{prefix}-{}", id.text);
        ids::parse(&text).map(|(id, _)| id).filter(|_| flat)
    }

    /// Whether an id stands where an id may: a bare number pair after an ordinary word is a
    /// version or a measure.
    fn names_something(&self, id: &Id, mode: Mode, last: Option<&Token>) -> bool {
        if ids::is_foreign(&id.prefix) && !id.says_story() {
            return false;
        }
        let after_word = match last {
            Some(Token::Word(word)) => {
                let word = word.as_str();
                !(is_epic_word(word)
                    || is_story_word(word)
                    || CONNECTING.contains(&word)
                    || OR_WORDS.contains(&word)
                    || RANGE_WORDS.contains(&word)
                    || ALL_WORDS.contains(&word)
                    || PREVIOUS_WORDS.contains(&word)
                    || !word.is_ascii())
            }
            _ => false,
        };
        if id.prefix == "#" {
            // "PR #12", "issue #12" are none.
            return match last {
                Some(Token::Word(word)) => {
                    is_story_word(word) || matches!(word.as_str(), "and" | "or" | "on" | "after")
                }
                _ => true,
            };
        }
        if id.is_local() {
            // A lone number is an id only next to its word, or in a list that began so.
            let close = match last {
                Some(Token::Word(word)) => {
                    is_epic_word(word)
                        || is_story_word(word)
                        || matches!(
                            word.as_str(),
                            "and" | "or" | "to" | "through" | "et" | "y" | "e" | "ou" | "o" | "und"
                        )
                }
                Some(Token::Separator | Token::RangeMark | Token::Dash) => !self.found.is_empty(),
                _ => false,
            };
            return mode != Mode::Any && close;
        }
        if id.is_flat() && !id.text.contains_one(marks!['-', '_']) {
            // "E3" after "Epic", "S4"; otherwise "HTML5", "OAuth2".
            return mode == Mode::Epic
                && matches!(last, Some(Token::Word(word)) if is_epic_word(word));
        }
        if id.is_flat() && !id.prefix.ends_with('-') {
            // "better-sqlite3" is a package.
            return false;
        }
        id.is_flat() && id.text.starts_with(|c: char| c.is_ascii_uppercase()) || !after_word
    }

    /// Ids in brackets count where the words before them named none, or named their epic.
    fn bracket_may_hold(&self, id: &Id, mode: Mode) -> bool {
        match self.found.last().map(|found| &found.target) {
            None => true,
            Some(Target::Epic(epic)) => {
                // "Epic 0 (the toggle of Story 7.3)" only explains.
                mode == Mode::Story && id.split().is_none() && id.prefix != "epic-"
                    || id.epic_of_story().as_ref() == Some(epic)
            }
            Some(Target::Story(key)) => {
                // Within "Epic 4 (Stories 4.1, 4.2)" the first one has replaced its epic.
                id.epic_of_story()
                    .is_some_and(|epic| key.as_str().starts_with(&format!("{epic}-")))
                    && self.segment.lowercase().contains("epic")
            }
            Some(_) => false,
        }
    }

    fn is_range_end(&self, tokens: &[Token], at: usize) -> bool {
        let before = |back: usize| at.checked_sub(back).and_then(|index| tokens.get(index));
        let mark = |token: Option<&Token>| match token {
            Some(Token::RangeMark | Token::Dash) => true,
            Some(Token::Word(word)) => RANGE_WORDS.contains(&word.as_str()),
            _ => false,
        };
        let plain = mark(before(1)) && matches!(before(2), Some(Token::Id(_)));
        let worded = matches!(before(1), Some(Token::Word(word)) if is_story_word(word) || is_epic_word(word))
            && mark(before(2))
            && matches!(before(3), Some(Token::Id(_)));
        (plain || worded) && !self.found.is_empty()
    }

    fn take(&mut self, id: &Id, mode: Mode, plural: bool, range_end: bool, previous: bool) {
        if id.is_flat() && id.prefix == "epic-" {
            // "EPIC-09"
            self.take_epic(EpicId::new(id.parts.join(".")), range_end);
            return;
        }
        if mode == Mode::Epic
            && (id.parts.len() == 1 || !plural && id.parts.len() == 2 && id.text.contains('.'))
        {
            let epic = id.as_epic();
            if epic.as_str().starts_with("epic") {
                // A file's name, such as `epic-4-retrospective`.
                return;
            }
            if previous {
                self.add(Target::AllPrevious(Some(epic)));
            } else {
                self.take_epic(epic, range_end);
            }
            return;
        }
        // "Epics 1-3" reads as one id of two parts, and so does "Epic 1-3".
        let rising = || match id.parts.as_slice() {
            [first, last] => {
                let number = |part: &String| part.parse::<u32>().ok();
                id.text.contains('-') && number(first) < number(last) && number(first).is_some()
            }
            _ => false,
        };
        if mode == Mode::Epic && id.prefix.is_empty() && id.parts.len() == 2 && (plural || rising())
        {
            if let [first, last] = id.parts.as_slice() {
                self.add(Target::Epic(EpicId::new(first)));
                for number in between(first, last) {
                    self.add(Target::Epic(EpicId::new(number.to_string())));
                }
                self.add(Target::Epic(EpicId::new(last)));
            }
            return;
        }
        let named_epic = match self.found.last().map(|found| &found.target) {
            Some(Target::Epic(epic)) => Some(epic.clone()),
            _ => None,
        };
        let own = named_epic.as_ref().or(self.epic);
        let own = match self.found.last().map(|found| &found.target) {
            // "Stories 2.1-4": the end is in the epic of the first.
            Some(Target::Story(key)) if id.is_local() && range_end => epic_of(key),
            _ => own.cloned(),
        };
        let key = id.story_key(own.as_ref());
        if let Some(epic) = &named_epic
            && (id.is_local() || id.epic_of_story().as_ref() == Some(epic))
        {
            // "Epic 2 Story 2.1": the epic only says where.
            self.found.pop();
        }
        if range_end
            && let Some(Target::Story(first)) = self.found.last().map(|found| found.target.clone())
        {
            self.found.pop();
            self.add(Target::Range(first, key));
        } else {
            self.add(Target::Story(key));
        }
    }

    /// An epic, and those between the last one and it, where it ends a range.
    fn take_epic(&mut self, epic: EpicId, range_end: bool) {
        if range_end
            && let Some(Target::Epic(first)) = self.found.last().map(|found| found.target.clone())
        {
            for number in between(first.as_str(), epic.as_str()) {
                self.add(Target::Epic(EpicId::new(number.to_string())));
            }
        }
        self.add(Target::Epic(epic));
    }

    /// The epic that was named last, where nothing came after it.
    fn last_epic(&self) -> Option<&EpicId> {
        match self.found.last().map(|found| &found.target) {
            Some(Target::Epic(epic)) => Some(epic),
            _ => None,
        }
    }

    fn add(&mut self, target: Target) {
        if self.found.iter().any(|found| found.target == target) {
            return;
        }
        self.found.push(Found {
            target,
            strength: self.strength,
            satisfied: false,
            alternative: false,
        });
    }

    /// "soft" before the first target is about all of them, after one about that one.
    fn soften(&mut self) {
        match self.found.last_mut() {
            Some(found) => found.strength = Strength::Soft,
            None => self.strength = Strength::Soft,
        }
    }

    /// What a bracket says about the target before it.
    fn qualify(&mut self, inside: &[Token]) {
        let Some(found) = self.found.last_mut() else {
            return;
        };
        let word = |token: &'_ Token| match token {
            Token::Word(word) => Some(word.clone()),
            _ => None,
        };
        let words = || inside.iter().filter_map(word);
        // "(nice to have)", but not "(the target of two seconds is a soft one)"
        if words()
            .take(3)
            .any(|word| SOFT_WORDS.contains(&word.as_str()) || word == "nice")
        {
            found.strength = Strength::Soft;
        }
        // "(complete)", "(merged in 1.4)", "(done: the models)", but not "(complete pipeline)" or
        // "(must be done)".
        let mut said = inside.iter().skip_while(|token| **token == Token::Open);
        let met =
            matches!(said.next(), Some(Token::Word(first)) if MET_WORDS.contains(&first.as_str()));
        let claim = match said.next() {
            Some(Token::Word(second)) => {
                MET_WORDS.contains(&second.as_str())
                    || matches!(
                        second.as_str(),
                        "in" | "on" | "by" | "as" | "at" | "via" | "with" | "pr" | "and" | "since"
                    )
            }
            Some(Token::Id(_)) => false,
            _ => true,
        };
        if met && claim {
            found.satisfied = true;
        }
    }
}

/// The whole numbers strictly between two, at most [`MOST_EPICS`].
fn between(first: &str, last: &str) -> Vec<u32> {
    match (first.parse::<u32>(), last.parse::<u32>()) {
        (Ok(first), Ok(last)) if last > first => (first.saturating_add(1)..last)
            .take(MOST_EPICS as usize)
            .collect(),
        _ => Vec::new(),
    }
}

fn epic_of(key: &StoryKey) -> Option<EpicId> {
    let (epic, _) = key.as_str().rsplit_once('-')?;
    Some(EpicId::new(epic))
}
