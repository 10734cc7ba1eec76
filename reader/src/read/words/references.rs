//! The words within a dependency.

use super::declaring::{EPIC_WORDS, STORY_WORDS};
use crate::backlog::{Direction, Strength};
use crate::source::words::{Starts, WordList};

/// Values of a dependency label that say there is none.
pub(in crate::read) const NONE_WORDS: &[&str] = &[
    "none",
    "n/a",
    "na",
    "no",
    "nil",
    "nothing",
    "-",
    "—",
    "–",
    "无",
    "無",
    "没有",
    "无依赖",
    "aucune",
    "aucun",
    "ninguna",
    "ninguno",
    "nenhuma",
    "nenhum",
    "nada",
    "없음",
    "なし",
    "nessuna",
    "nessuno",
    "keine",
    "không",
    "không có",
    "tbd",
    "not applicable",
    "no dependencies",
    "no prerequisites",
    "no dependency",
    "no blockers",
    "独立",
    "null",
    "[]",
    "{}",
    "independent",
    "standalone",
];

/// Words at the start of a line that state a dependency without a colon: "Depends on Story 3-2",
/// "Soft dependency on Story 2.5: a placeholder will do". A story or an epic must follow.
pub(in crate::read) const LEAD_INS: &[(&str, Direction, Strength)] = &[
    ("soft dependency on ", Direction::Requires, Strength::Soft),
    ("softly depends on ", Direction::Requires, Strength::Soft),
    ("hard dependency on ", Direction::Requires, Strength::Hard),
    ("dependency on ", Direction::Requires, Strength::Hard),
    ("depends on ", Direction::Requires, Strength::Hard),
    ("depends upon ", Direction::Requires, Strength::Hard),
    ("is dependent on ", Direction::Requires, Strength::Hard),
    ("blocked by ", Direction::Requires, Strength::Hard),
    ("is blocked by ", Direction::Requires, Strength::Hard),
    ("blocked until ", Direction::Requires, Strength::Hard),
    ("is blocked until ", Direction::Requires, Strength::Hard),
    ("requires ", Direction::Requires, Strength::Hard),
    ("builds on ", Direction::Requires, Strength::Hard),
    ("builds directly on ", Direction::Requires, Strength::Hard),
    ("builds upon ", Direction::Requires, Strength::Hard),
    ("start after ", Direction::Requires, Strength::Hard),
    ("starts after ", Direction::Requires, Strength::Hard),
    ("can start after ", Direction::Requires, Strength::Hard),
    ("can start once ", Direction::Requires, Strength::Hard),
    ("can only start after ", Direction::Requires, Strength::Hard),
    ("can only start once ", Direction::Requires, Strength::Hard),
    ("cannot start until ", Direction::Requires, Strength::Hard),
    ("cannot start before ", Direction::Requires, Strength::Hard),
    ("cannot begin until ", Direction::Requires, Strength::Hard),
    ("can't start until ", Direction::Requires, Strength::Hard),
    ("must come after ", Direction::Requires, Strength::Hard),
    ("must follow ", Direction::Requires, Strength::Hard),
    ("comes after ", Direction::Requires, Strength::Hard),
    ("do this after ", Direction::Requires, Strength::Hard),
    ("must wait for ", Direction::Requires, Strength::Hard),
    ("waits for ", Direction::Requires, Strength::Hard),
    ("blocks ", Direction::Blocks, Strength::Hard),
    ("unblocks ", Direction::Blocks, Strength::Hard),
    ("is a prerequisite for ", Direction::Blocks, Strength::Hard),
    ("is required by ", Direction::Blocks, Strength::Hard),
    ("required by ", Direction::Blocks, Strength::Hard),
    ("must be done before ", Direction::Blocks, Strength::Hard),
    (
        "must be completed before ",
        Direction::Blocks,
        Strength::Hard,
    ),
    (
        "must be complete before ",
        Direction::Blocks,
        Strength::Hard,
    ),
    ("must complete before ", Direction::Blocks, Strength::Hard),
    ("must finish before ", Direction::Blocks, Strength::Hard),
    ("must land before ", Direction::Blocks, Strength::Hard),
    ("must be merged before ", Direction::Blocks, Strength::Hard),
    ("dépend de ", Direction::Requires, Strength::Hard),
    ("depende de ", Direction::Requires, Strength::Hard),
    ("依赖", Direction::Requires, Strength::Hard),
];

/// Who the lead-ins may be about: this story.
pub(in crate::read) const SUBJECTS: &[&str] = &[
    "this story ",
    "the story ",
    "story ",
    "this ",
    "it ",
    "work ",
    "cette story ",
    "cette histoire ",
    "esta historia ",
    "esta story ",
    "esta história ",
    "diese story ",
    "本故事",
    "该故事",
    "此故事",
];

/// What a line with one of [`LEAD_INS`], or with one of [`SUBJECTS`] before it, begins with.
pub(in crate::read) const LEAD_STARTS: Starts = {
    let mut starts = Starts::NONE;
    let mut rows = LEAD_INS;
    while let [(words, _, _), others @ ..] = rows {
        starts = starts.with(words);
        rows = others;
    }
    let mut subjects = SUBJECTS;
    while let [words, others @ ..] = subjects {
        starts = starts.with(words);
        subjects = others;
    }
    starts
};

/// Words that open what is given in a Gherkin scenario, and what happens next.
pub(in crate::read) const GIVEN_WORDS: WordList = WordList::new(&[
    "given",
    "étant donné",
    "etant donné",
    "dado",
    "dada",
    "gegeben",
    "dato",
    "假设",
    "给定",
    "假如",
]);

/// Words that end it.
pub(in crate::read) const WHEN_WORDS: WordList = WordList::new(&[
    "when", "then", "quand", "lorsque", "alors", "cuando", "entonces", "quando", "então", "wenn",
    "dann", "当", "那么",
]);

/// Words that say of a story in a given that it has to be there.
pub(in crate::read) const STATE_WORDS: &[&str] = &[
    "complete",
    "completed",
    "done",
    "implemented",
    "merged",
    "exists",
    "exist",
    "place",
    "available",
    "deployed",
    "ready",
    "delivered",
    "finished",
    "shipped",
    "landed",
    "installed",
    "configured",
    "terminée",
    "terminé",
    "terminées",
    "livrée",
    "existe",
    "existent",
    "complétée",
    "complétées",
    "completees",
    "terminees",
    "completada",
    "completado",
    "implementada",
    "lista",
    "concluída",
    "implementado",
    "abgeschlossen",
    "fertig",
];

/// The same in scripts without spaces.
pub(in crate::read) const STATE_SIGNS: &[&str] = &["就绪", "完成", "实现", "完了", "완료", "存在"];

/// Words that make a dependency a soft one.
pub(in crate::read) const SOFT_WORDS: &[&str] = &[
    "soft",
    "optional",
    "optionally",
    "nice to have",
    "recommended",
    "preferably",
    "helpful",
    "ideally",
    "可选",
    "建议",
    "optionnel",
    "opcional",
    "권장",
    "선택",
    "推奨",
    "facoltativo",
];

/// Words in a qualifying bracket that say the dependency is met.
pub(in crate::read) const MET_WORDS: &[&str] = &[
    "merged",
    "complete",
    "completed",
    "done",
    "satisfied",
    "met",
    "shipped",
    "closed",
    "implemented",
    "delivered",
    "已完成",
    "完成",
    "terminé",
    "terminée",
    "completado",
    "completada",
    "concluído",
    "concluída",
    "완료",
    "完了",
    "✅",
    "✓",
    "☑",
    "✔",
];

/// Words between the ends of a range.
pub(in crate::read) const RANGE_WORDS: &[&str] = &[
    "to", "through", "thru", "until", "à", "a", "bis", "到", "至", "から", "부터",
];

/// Words between alternatives.
pub(in crate::read) const OR_WORDS: &[&str] = &[
    "or",
    "either",
    "ou",
    "oder",
    "或",
    "或者",
    "또는",
    "または",
    "hoặc",
];

/// Words for "all" before "previous stories", "stories of epic 2", "epic 2 stories".
pub(in crate::read) const ALL_WORDS: &[&str] = &[
    "all",
    "every",
    "entire",
    "whole",
    "所有",
    "全部",
    "toutes",
    "tous",
    "todas",
    "todos",
    "모든",
    "すべて",
    "全て",
    "tutte",
    "tutti",
    "alle",
    "tất cả",
];

/// Words for "previous".
pub(in crate::read) const PREVIOUS_WORDS: &[&str] = &[
    "previous",
    "prior",
    "preceding",
    "earlier",
    "other",
    "above",
    "之前",
    "前面",
    "前序",
    "précédentes",
    "précédents",
    "anteriores",
    "previas",
    "이전",
    "以前",
    "precedenti",
    "vorherigen",
    "trước",
];

/// Words for "epic(s)" and "story/stories" within the value of a dependency label.
pub(in crate::read) fn is_epic_word(word: &str) -> bool {
    EPIC_WORDS.words.contains(&word)
}

/// See [`is_epic_word`].
pub(in crate::read) fn is_story_word(word: &str) -> bool {
    STORY_WORDS.words.contains(&word) || matches!(word, "us" | "st")
}

/// Phrases that turn a dependency around: what they name waits for this story.
pub(in crate::read) const REVERSING: WordList = WordList::new(&[
    "after this story",
    "after this one",
    "depend on this",
    "depends on this",
    "blocked by this",
    "wait for this",
    "waits for this",
    "require this story",
    "requires this story",
    "required by",
    "prerequisite for",
    "needed by",
    "must complete before",
    "must be complete before",
    "must be completed before",
    "must be done before",
    "must finish before",
    "this story blocks",
    "this blocks",
    "this story enables",
    "prerequisite of the following",
    "is a dependency for",
    "以下故事",
    "以下 story",
    "在本故事之后",
    "依赖本故事",
    "depends on it",
    "depend on it",
    "before story",
    "before stories",
    "before epic",
    "consumes the",
    "calls this",
    "consumes this",
    "will consume",
    "builds on this",
    "build on this",
    "builds upon this",
    "uses this story",
    "relies on this",
]);
/// Phrases after which ids are company, not prerequisites.
pub(in crate::read) const PARALLEL: WordList = WordList::new(&[
    "parallel with",
    "in parallel",
    "alongside",
    "independent of",
    "independently of",
    "并行",
    "not depend",
    "no dependency on",
    "not require",
    "same as",
    "unlike",
    "similar to",
    "self-contained",
    "similar pattern",
    "for reference",
    "happens in",
    "happen in",
    "handled in",
    "handled by",
    "deferred to",
    "out of scope",
    "belongs to",
    "covered by",
]);

/// Words before a bare number pair that leave it an id; after any other word it is a version.
pub(in crate::read) const CONNECTING: &[&str] = &[
    "and",
    "or",
    "plus",
    "with",
    "on",
    "after",
    "from",
    "by",
    "for",
    "of",
    "both",
    "either",
    "until",
    "to",
    "through",
    "requires",
    "needs",
    "completed",
    "complete",
    "done",
    "first",
    "then",
    "et",
    "y",
    "e",
    "ou",
    "o",
    "und",
    "also",
    "like",
    "in",
    "from",
    "depends",
    "least",
    "see",
    "builds",
    "uses",
    "extends",
    "following",
    "soft",
    "hard",
    "upon",
    "que",
    "de",
    "la",
    "le",
    "ids",
    "id",
    "no",
    "via",
    "before",
    "blocks",
    "enables",
    "is",
    "all",
    "merged",
    "only",
    "optional",
    "optionally",
    "recommended",
    "preferably",
    "internal",
    "prior",
    "previous",
    "blocked",
    "unblocks",
];
/// Words after a number pair that make it a measure.
pub(in crate::read) const UNITS: &[&str] = &[
    "hours", "hour", "h", "hrs", "days", "day", "points", "point", "pts", "mb", "gb", "kb", "ms",
    "s", "sec", "seconds", "min", "minutes", "weeks", "week", "x", "stars", "sp", "times",
    "percent",
];
