//! Orders written as chains: "1.1 → (1.2 ∥ 1.3) → 1.4", on a line of prose, in a list or in a
//! fence. Each stage waits for the one before it.

mod drawn;

use super::body::Facts;
use super::declaration::{Declaration, Declares, after_word, declaration};
use super::dependencies;
use super::epics::Walk;
use super::ids::{self, Id};
use super::labels;
use super::rows::{Row, RowKind};
use super::subjects;
use super::words::{self, Field};
use crate::backlog::{DependencyRef, Direction, EpicId, StoryKey, Strength, Target};
use crate::source::Place;
use crate::source::marks::{DIGITS, Marked, NO_WORD, Signs, marks};
use crate::source::words::{WordList, find, within};
pub(super) use drawn::Graph;

/// Signs between two stages.
const ARROWS: &[&str] = &["→", "⟶", "➜", "➔", "⇒", "►", "▶", "=>", "-->", "──>", "->"];

/// Words of a line, a label or a heading that make what follows an order of work.
const ORDER_WORDS: WordList = WordList::new(&[
    "depend",
    "sequence",
    "sequencing",
    "order",
    "chain",
    "critical path",
    "build order",
    "flow",
    "依赖",
    "顺序",
    "依賴",
    "dépendance",
    "ordre",
    "séquence",
    "dependencia",
    "orden",
    "secuencia",
    "dependência",
    "ordem",
    "sequência",
    "의존",
    "순서",
    "依存",
    "順序",
    "dipendenz",
    "ordine",
    "abhängigkeit",
    "reihenfolge",
    "phụ thuộc",
    "thứ tự",
    "зависимост",
    "порядок",
    "залежност",
    "zależnoś",
    "kolejność",
    "bağımlılık",
]);

/// What a sentence has in it that says what waits for what.
const WAITING: &[&str] = &[
    " on ",
    "locked by ",
    "after ",
    "needs ",
    "requires ",
    "once ",
    " de ",
];

/// A chain as a document has it: stages of story keys.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Chain {
    pub stages: Vec<Vec<StoryKey>>,
    pub place: Place,
    pub text: String,
}

/// Whether a heading or label announces an order of work.
pub(super) fn announces(text: &str) -> bool {
    text.len() <= 120 && ORDER_WORDS.stands_in(text)
}

impl Walk<'_> {
    /// Takes the chain that a line holds, if it holds one.
    pub(super) fn chain(&mut self, row: &Row<'_>) {
        let lines = matches!(row.kind, RowKind::Text | RowKind::Code) || row.is_item();
        if !lines || !row.signs.has(Signs::ARROW) || row.body.len() > 600 || !has_arrow(row.body) {
            return;
        }
        let stages = match &self.graph {
            Some(graph) if row.kind == RowKind::Code => {
                let labelled = graph.labelled(row.body);
                stages(&labelled, self.epic.as_ref())
            }
            _ => stages(row.body, self.epic.as_ref()),
        };
        // Two stages alone may be two versions: there the line or its heading has to say more.
        if stages.len() < 2 {
            return;
        }
        if stages.len() < 3 && !self.in_order() && !announces(row.body) {
            return;
        }
        self.out.chains.push(Chain {
            stages,
            place: Place::new(self.path, row.line.number, row.span()),
            text: row.body.chars().take(300).collect(),
        });
    }
}

impl Walk<'_> {
    /// Whether the heading above announces an order of work; found out once for each.
    fn in_order(&mut self) -> bool {
        let Some(at) = self.heading else {
            return false;
        };
        match self.announced {
            Some((known, order)) if known == at => order,
            _ => {
                let order = self.rows.get(at).is_some_and(|row| announces(row.body));
                self.announced = Some((at, order));
                order
            }
        }
    }

    /// "Story 7.1 depends on Stories 6.1 and 6.3", "Epic 5 depends on Epic 3": a sentence about
    /// one that stands elsewhere.
    pub(super) fn sentence(&mut self, row: &Row<'_>) {
        let lines = row.kind == RowKind::Text || row.is_item();
        if !lines {
            return;
        }
        let start = row.body.trim_start_of(NO_WORD);
        let of_words = |list: &WordList| !list.for_start_of(start).is_empty();
        // "E2-S05 (the chart) depends on E2-S03" has no word before its ids.
        let lettered = || {
            row.signs.has(Signs::DIGIT)
                && start.starts_with(|c: char| c.is_ascii_uppercase())
                && ids::parse(start).is_some_and(|(id, _)| id.split().is_some())
        };
        if !of_words(&words::EPIC_WORDS) && !of_words(&words::STORY_WORDS) && !lettered() {
            return;
        }
        let orders = |words: &[&str]| words.iter().any(|word| within(row.body, word));
        if orders(&[" before ", "prerequisite"]) && self.before_others(row) {
            return;
        }
        if !orders(WAITING) {
            return;
        }
        let named = |found: &Declaration<'_>| {
            found.worded || found.id.text.starts_with(|c: char| c.is_ascii_uppercase())
        };
        let Some(subject) = declaration(row.body).filter(named) else {
            return;
        };
        let said = subject.rest.trim_start_of(marks!['*', ' ', '_']);
        // "Epic 2 (the boats) → depends on Epic 1"
        let title = said
            .strip_prefix('(')
            .and_then(|inside| inside.split_once(')'));
        let said = title.map_or(said, |(_, said)| said.trim_start_of(marks![' ', '-', '*']));
        // "is strictly **after Epic 2**"
        let plain = said.replace("**", "");
        let Some(label) = labels::label(&plain) else {
            return;
        };
        let Some(Field::Dependencies(Direction::Requires, strength)) = label.field else {
            return;
        };
        let span = row.line.span_of(label.value).unwrap_or_else(|| row.span());
        let place = Place::new(self.path, row.line.number, span);
        let requires = Direction::Requires;
        let of = subject.id.epic_of_story();
        let epic = of.as_ref().filter(|_| subject.declares == Declares::Story);
        let mut found = dependencies::parse(label.value, requires, strength, epic, &place);
        found.retain(|one| !matches!(one.targets.as_slice(), [Target::External(_)]));
        if subject.declares == Declares::Epic {
            self.order_epic(subject.id.as_epic(), found);
            return;
        }
        let own = subject.id.story_key(self.epic.as_ref());
        for one in found
            .into_iter()
            .filter(|one| one.strength == Strength::Hard && !one.satisfied)
        {
            let keys = one.targets.iter().filter_map(|target| match target {
                Target::Story(key) => Some(key.clone()),
                _ => None,
            });
            self.out.chains.push(Chain {
                stages: vec![keys.collect(), vec![own.clone()]],
                place: one.place,
                text: one.text,
            });
        }
    }
}

impl Walk<'_> {
    /// "| 1.2 Buoys | 1.1 |" in a table of what stories wait for.
    pub(super) fn ordered_cells(
        &mut self,
        row: &Row<'_>,
        story: &str,
        others: &str,
        direction: Direction,
    ) {
        let place = Place::new(self.path, row.line.number, row.span());
        let epic = self.epic.clone();
        let own = last_ids(story, epic.as_ref());
        let requires = Direction::Requires;
        let found = dependencies::parse(others, requires, Strength::Hard, epic.as_ref(), &place);
        let hard = found
            .iter()
            .filter(|one| one.strength == Strength::Hard && !one.satisfied);
        let others: Vec<StoryKey> = hard.flat_map(|one| keys(&one.targets)).collect();
        if own.len() != 1 || others.is_empty() {
            return;
        }
        let stages = match direction {
            Direction::Requires => vec![others, own],
            Direction::Blocks => vec![own, others],
        };
        self.out.chains.push(Chain {
            stages,
            place,
            text: row.body.chars().take(300).collect(),
        });
    }

    /// "| Epic 2: Boats | Epic 1 |" in a table of epics.
    pub(super) fn ordered_epic(&mut self, row: &Row<'_>, epic: &str, others: &str) {
        let text = epic.trim_of(marks!['*', '`', ' ']);
        let bare = || ids::parse(text).filter(|(id, _)| id.split().is_none());
        let id = match declaration(text).filter(|found| found.declares == Declares::Epic) {
            Some(found) => found.id,
            None => match bare() {
                Some((id, _)) => id.without_epic_letters(),
                None => return,
            },
        };
        let place = Place::new(self.path, row.line.number, row.span());
        // "1, 2" in a column of epics are epics.
        let named = others.starts_with_one(DIGITS) || others.starts_with(['E', 'e']);
        let others = if named
            && !others.contains_one(marks!['.'])
            && after_word(others, &words::EPIC_WORDS).is_none()
        {
            format!("Epics {}", others.replace(['E', 'e'], ""))
        } else {
            others.to_owned()
        };
        let (requires, hard) = (Direction::Requires, Strength::Hard);
        let mut found = dependencies::parse(&others, requires, hard, None, &place);
        found.retain(|one| !matches!(one.targets.as_slice(), [Target::External(_)]));
        self.order_epic(id.as_epic(), found);
    }

    /// "Story 1.1 must be completed before Stories 1.2-1.4".
    fn before_others(&mut self, row: &Row<'_>) -> bool {
        let Some(said) = subjects::sentence(row.body).filter(|said| !said.waits) else {
            return false;
        };
        let place = Place::new(self.path, row.line.number, row.span());
        let epic = self.epic.clone();
        let named = |text: &str| {
            let requires = Direction::Requires;
            let found = dependencies::parse(text, requires, Strength::Hard, epic.as_ref(), &place);
            let targets = found.into_iter().flat_map(|one| one.targets);
            targets.collect::<Vec<Target>>()
        };
        let (first, then) = (
            named(said.subject),
            named(subjects::first_clause(said.rest)),
        );
        for target in &then {
            if let Target::Epic(epic) = target {
                let waits = DependencyRef {
                    targets: first.clone(),
                    direction: Direction::Requires,
                    strength: Strength::Hard,
                    alternatives: false,
                    satisfied: false,
                    place: place.clone(),
                    text: row.body.chars().take(300).collect(),
                };
                self.order_epic(epic.clone(), vec![waits]);
            }
        }
        let stages = vec![keys(&first), keys(&then)];
        if stages.iter().all(|stage| !stage.is_empty()) {
            self.out.chains.push(Chain {
                stages,
                place,
                text: row.body.chars().take(300).collect(),
            });
        }
        true
    }
}

/// The stories among `targets`; a range of numbers is spelt out.
fn keys(targets: &[Target]) -> Vec<StoryKey> {
    let mut keys = Vec::new();
    for target in targets {
        match target {
            Target::Story(key) => keys.push(key.clone()),
            Target::Range(first, last) => {
                let parts = |key: &StoryKey| {
                    let (epic, story) = key.as_str().rsplit_once('-')?;
                    Some((epic.to_owned(), story.parse::<u32>().ok()?))
                };
                if let (Some((epic, from)), Some((same, to))) = (parts(first), parts(last))
                    && epic == same
                {
                    let numbers = (from..=to).take(50);
                    keys.extend(numbers.map(|story| StoryKey::new(format!("{epic}-{story}"))));
                }
            }
            _ => {}
        }
    }
    keys
}

/// Takes out what a story's own text says as a chain through the story itself: the chain says it
/// better.
pub(super) fn drop_own(facts: &mut Facts, own: &StoryKey) {
    facts.dependencies.retain(|dependency| {
        let itself = Target::Story(own.clone());
        !(has_arrow(&dependency.text) && dependency.targets.contains(&itself))
    });
}

/// Whether one of [`ARROWS`] stands in a text. Dashes, which are everywhere, begin with the same byte
/// as most of them, so the words are not tried at each of those.
fn has_arrow(text: &str) -> bool {
    let mut before = ' ';
    text.chars().any(|sign| {
        let behind = std::mem::replace(&mut before, sign);
        match sign {
            '→' | '⟶' | '➜' | '➔' | '⇒' | '►' | '▶' => true,
            '>' => matches!(behind, '-' | '=' | '─'),
            _ => false,
        }
    })
}

/// The stages of the first chain on a line.
fn stages(text: &str, epic: Option<&EpicId>) -> Vec<Vec<StoryKey>> {
    let mut stages = Vec::new();
    // Most arrows stand between words.
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return stages;
    }
    let mut rest = text;
    loop {
        let arrow = ARROWS
            .iter()
            .filter_map(|arrow| Some((find(rest, arrow)?, arrow.len())))
            .min_by_key(|&(at, length)| (at, std::cmp::Reverse(length)));
        let (piece, after) = match arrow {
            Some((at, length)) => (
                rest.get(..at).unwrap_or(""),
                rest.get(at + length..).unwrap_or(""),
            ),
            None => (rest, ""),
        };
        let keys = if stages.is_empty() {
            last_ids(piece, epic)
        } else {
            first_ids(piece, epic)
        };
        if keys.is_empty() {
            // What the chain led to is something else: it ends here, or has not begun.
            if stages.len() > 1 || arrow.is_none() {
                return stages;
            }
            stages.clear();
        } else {
            stages.push(keys);
        }
        if arrow.is_none() {
            return stages;
        }
        rest = after;
    }
}

/// The ids that the stage begins with: "(1.2 ∥ 1.3) in parallel".
fn first_ids(piece: &str, epic: Option<&EpicId>) -> Vec<StoryKey> {
    let mut keys = Vec::new();
    let mut rest = piece;
    loop {
        rest = rest.trim_start_of(marks![
            ' ', '*', '`', '_', '(', '[', '（', ',', '/', '+', '&', '∥', '|', '、', '"', '~'
        ]);
        rest = rest.strip_prefix("and ").unwrap_or(rest);
        // "STORY-361" is an id with its word.
        let flat = ids::parse(rest).is_some_and(|(id, _)| id.is_flat());
        let after = after_word(rest, &words::STORY_WORDS).filter(|_| !flat);
        if let Some(after) = after {
            rest = after.trim_start_of(marks![' ', '#']);
        }
        let Some((key, after)) = story(rest, epic, after.is_some()) else {
            return keys;
        };
        keys.push(key);
        rest = without_bracket(after);
        let more = rest.trim_start_of(marks![' ', '*', '`', '_']);
        if !(more.starts_with_one(marks![',', '/', '+', '&', '∥', '|', '、'])
            || more.starts_with("and "))
        {
            return keys;
        }
    }
}

/// The ids that end before the first arrow: of "Epic 3: Story 3.1" it is 3.1.
fn last_ids(piece: &str, epic: Option<&EpicId>) -> Vec<StoryKey> {
    // "13-3 tracking (13-3a → 13-3b)": the chain is within the bracket.
    let open = piece.rfind(['(', '（']).filter(|&at| {
        let inside = piece.get(at..).unwrap_or("");
        !inside.contains_one(marks![')', '）'])
    });
    if let Some(at) = open {
        let keys = last_ids(
            piece
                .get(at..)
                .unwrap_or("")
                .trim_start_of(marks!['(', '（']),
            epic,
        );
        if !keys.is_empty() {
            return keys;
        }
    }
    let starts = piece
        .char_indices()
        .filter(|&(at, c)| {
            let before = piece.get(..at).and_then(|text| text.chars().next_back());
            c.is_alphanumeric()
                && before.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '.' | '-'))
        })
        .map(|(at, _)| at);
    for at in starts {
        let tail = piece.get(at..).unwrap_or("");
        let keys = first_ids(tail, epic);
        if !keys.is_empty() {
            return keys;
        }
    }
    Vec::new()
}

fn story<'a>(text: &'a str, epic: Option<&EpicId>, worded: bool) -> Option<(StoryKey, &'a str)> {
    let (id, rest): (Id, &str) = ids::parse(text).or_else(|| ids::parse_lettered(text))?;
    let named = id.split().is_some() || (id.is_flat() && id.prefix.ends_with('-'));
    // "Story 3 → Story 4"
    let named = named || worded && id.is_local();
    if !named || ids::is_foreign(&id.prefix) {
        return None;
    }
    Some((id.story_key(epic), rest))
}

/// "1.1 (the pier), 1.2": without what explains the first.
fn without_bracket(text: &str) -> &str {
    let trimmed = text.trim_start_of(marks![' ', '*', '`']);
    match trimmed
        .strip_prefix('(')
        .and_then(|inner| inner.split_once(')'))
    {
        Some((_, after)) => after,
        None => text,
    }
}
