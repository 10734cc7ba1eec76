//! Labels: `**Dependencies:** …`, `Status: …`, `### 5. File List`.

use super::declaration::link;
use super::ids;
use super::words::{self, Field, LEAD_INS};
use crate::backlog::{Direction, Strength};
use crate::source;
use crate::source::letters::Lowercase;
use crate::source::marks::{DIGITS, Marked, Marks, Signs, marks};
use crate::source::words::WordList;

/// A label at the start of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Label<'a> {
    /// What it announces; `None` for a bold label that is not in the table.
    pub field: Option<Field>,
    /// What follows it on the line.
    pub value: &'a str,
}

/// Longest label in characters; longer ones are sentences.
const LONGEST: usize = 60;

/// The label at the start of `body` (a line without list marker): known labels bold or plain,
/// unknown ones only where they are bold.
pub fn label(body: &str) -> Option<Label<'_>> {
    label_with(body, Signs::of(body))
}

/// [`label`] of a text with these signs.
pub fn label_with(body: &str, signs: Signs) -> Option<Label<'_>> {
    if body.starts_with('`') {
        return in_backticks(body);
    }
    let text = body.trim_start_of(
        const { &Marks::but_words_and(&['[', '(', '`', '/', '.', '@', '"', '$', '-', '<']) },
    );
    if !text.starts_with(char::is_alphabetic) {
        return None;
    }
    // Who is named in a lead-in has a number.
    if signs.has(Signs::DIGIT)
        && let Some(stated) = lead_in(text)
    {
        return Some(stated);
    }
    let bold = body.starts_with("**") || body.starts_with("__");
    // Most lines have neither.
    if !bold && !signs.has(Signs::COLON) {
        // Older templates have it on a line of its own.
        let alone = source::words::same(body, "acceptance criteria");
        return alone.then_some(Label {
            field: Some(Field::Criteria),
            value: "",
        });
    }
    if let Some((at, colon)) = colon(text) {
        let (name, tail) = text.split_at_checked(at)?;
        let tail = tail.get(colon.len_utf8()..).unwrap_or("");
        let value = tail.trim_start_of(marks!['*', '_']).trim();
        // "After: 3.2 lamps" tells of what was before and what is now.
        let told = || source::words::same(undecorated(name), "after") && !names_first(value);
        // In bold, or on a line of its own, it may be put together from words.
        let found = match bold || value.is_empty() {
            true => field_or_files(name),
            false => field(name),
        };
        if let Some(field) = found.filter(|_| !told()) {
            return Some(Label {
                field: Some(field),
                value,
            });
        }
        // Bold up to the colon: a label, though not one of ours.
        let closed = name.trim_end().ends_with("**") || tail.starts_with("**");
        if let Some(dashed) = dashed(text, bold, signs.has(Signs::ROW)) {
            return Some(dashed);
        }
        // "**Note:** This story depends on Story 1.1", but not "**AC4:** …"
        if bold
            && closed
            && signs.has(Signs::DIGIT)
            && !undecorated(name).ends_with_one(DIGITS)
            && let Some(stated) = lead_in(value)
        {
            return Some(stated);
        }
        return (bold && closed).then_some(Label { field: None, value });
    }
    if let Some(dashed) = dashed(text, bold, signs.has(Signs::ROW)) {
        return Some(dashed);
    }
    let inner = text.strip_suffix("**").filter(|_| bold)?;
    (!inner.contains("**") && inner.chars().count() <= LONGEST).then(|| Label {
        field: field_or_files(inner),
        value: "",
    })
}

/// "`Priority:` P1": a known label in backticks.
fn in_backticks(body: &str) -> Option<Label<'_>> {
    let (name, value) = body.get(1..)?.split_once('`')?;
    let name = name.strip_suffix([':', '：']);
    let name = name.or_else(|| {
        value
            .starts_with(':')
            .then_some(body.get(1..)?.split('`').next()?)
    })?;
    Some(Label {
        field: Some(field(name).filter(|_| name.len() <= LONGEST)?),
        value: value.trim_start_of(marks![':', ' ']).trim_end(),
    })
}

/// The label at the start of `text`, which stands between others on its line: one in bold needs no
/// colon there, as in "**Size** M · **Deps** 1.1".
pub fn label_in_row(text: &str) -> Option<Label<'_>> {
    label(text).or_else(|| {
        let (name, value) = text.strip_prefix("**")?.split_once("** ")?;
        Some(Label {
            field: Some(field(name)?),
            value: value.trim(),
        })
    })
}

/// Where the next label of a row begins in the value of one: "P0 | **Points:** 5", "1.1. **Estimate:**
/// 3 h".
pub fn next_in_row(value: &str) -> Option<(&str, &str)> {
    // Most values have no other label behind them.
    if !value.bytes().any(|byte| byte == b'*') {
        return None;
    }
    let at = source::words::find(value, " **")?;
    let (before, more) = value.split_at_checked(at)?;
    let more = more.trim_start();
    let marked = value.contains_one(marks!['|', '·', '•']);
    (marked || before.ends_with('.') && label(more).is_some()).then_some((before, more))
}

/// The colon that may end a label, and where it is.
fn colon(text: &str) -> Option<(usize, char)> {
    let head = text.as_bytes();
    let head = head.get(..4 * LONGEST).unwrap_or(head);
    // '：' begins with 0xEF.
    let at = head.iter().position(|byte| matches!(byte, b':' | 0xEF))?;
    if at < LONGEST && head.get(at) == Some(&b':') {
        return Some((at, ':'));
    }
    let mut letters = text.char_indices().take(LONGEST);
    letters.find(|&(_, c)| c == ':' || c == '：')
}

/// "**Dependencies** — Story 1.1": a known label in bold, and a dash.
fn dashed(text: &str, bold: bool, row: bool) -> Option<Label<'_>> {
    if !bold {
        return None;
    }
    let closed = |mark| source::words::find(text, mark);
    let (name, tail) = text.split_at_checked(closed("** ").or_else(|| closed("__ "))?)?;
    let tail = tail.get(3..)?;
    let Some(value) = tail.strip_start_of(marks!['—', '–', '-', '→']) else {
        // "**Size** M · **Deps** 1.1"
        if !row {
            return None;
        }
        let row = closed(" · **").is_some() || closed(" | **").is_some();
        let field = field(name).filter(|_| name.len() <= LONGEST)?;
        return row.then(|| Label {
            field: Some(field),
            value: tail.trim(),
        });
    };
    let parted = value.is_empty() || value.starts_with(' ');
    Some(Label {
        field: Some(field_or_files(name).filter(|_| parted)?),
        value: value.trim(),
    })
}

/// Where the clause of a lead-in ends.
const CLAUSE_ENDS: &[&str] = &[
    ": ", "：", ". ", " — ", " – ", "。", " before ", " antes ", " avant ", " bevor ",
];

/// A dependency stated without a colon, up to the end of its clause: what follows explains.
fn lead_in(text: &str) -> Option<Label<'_>> {
    if !words::LEAD_STARTS.admit(text) {
        return None;
    }
    let stated = |text| {
        let mut rows = LEAD_INS.iter();
        rows.find_map(|&(words, direction, strength)| {
            Some((source::words::after(text, words)?, direction, strength))
        })
    };
    let (rest, direction, strength) = stated(text).or_else(|| {
        let mut subjects = words::SUBJECTS.iter();
        stated(subjects.find_map(|words| source::words::after(text, words))?)
    })?;
    let clause = end_outside_brackets(rest, CLAUSE_ENDS);
    let value = clause.and_then(|at| rest.get(..at)).unwrap_or(rest).trim();
    let value = source::words::after(value, "both ").unwrap_or(value);
    let first = value.split([' ', ',', '/']).next()?.trim_matches('*');
    (names_one(first) || is_id(first)).then_some(Label {
        field: Some(Field::Dependencies(direction, strength)),
        value,
    })
}

/// Whether it is a word for stories or epics.
fn names_one(word: &str) -> bool {
    let word = word.lowercase();
    words::is_story_word(&word) || words::is_epic_word(&word)
}

/// Whether a value begins with a story or an epic, and not with a measure: a bare id has to be all
/// of it, or a bracket, comma or dash behind it.
fn names_first(value: &str) -> bool {
    let text = value.trim_start_of(marks!['*', '`', '[', ' ']);
    let first = text.split([' ', ',']).next().unwrap_or("");
    let alone = || {
        let (id, rest) = ids::parse(text)?;
        let rest = rest.trim_start();
        let ends = rest.is_empty()
            || rest.starts_with_one(marks![',', '(', '-', '—', '–', '*', '&', ';', '+', '/']);
        Some(ends && id.split().is_some())
    };
    names_one(first) || words::ALL_WORDS.contains(&first) || alone() == Some(true)
}

/// Whether the word begins with a story's id that names its epic too.
fn is_id(word: &str) -> bool {
    ids::parse(word).is_some_and(|(id, _)| id.split().is_some() && !ids::is_foreign(&id.prefix))
}

/// The first of `ends` that stands outside of brackets.
fn end_outside_brackets(text: &str, ends: &[&str]) -> Option<usize> {
    let outside = |at: &usize| {
        let before = text.get(..*at).unwrap_or("");
        let open = before.matches(['(', '（']).count();
        open <= before.matches([')', '）']).count()
    };
    let first = |end: &&str| text.match_indices(*end).map(|(at, _)| at).find(outside);
    ends.iter().filter_map(first).min()
}

/// What the label of a single entry among dependencies says of it, and the entry: `None` where that
/// is company only.
pub fn among_dependencies(text: &str) -> Option<(Option<(Direction, Strength)>, &str)> {
    let (at, colon) = colon(text)?;
    let (name, tail) = text.split_at_checked(at)?;
    let name = undecorated(name);
    let mut rows = words::SUB_LABELS.iter();
    let &(_, says) = rows.find(|(word, _)| source::words::same(name, word))?;
    let value = tail.get(colon.len_utf8()..)?;
    Some((says, value.trim_start_of(marks!['*', '_', ' '])))
}

/// "Dependency on Story 1.2 (the pier)": what a heading states itself.
pub fn stating_heading(body: &str) -> Option<Label<'_>> {
    lead_in(body.trim_start_of(const { &Marks::but_words_and(&['(']) }))
}

/// What a heading announces, and a value that stands on it (`## Status: done`).
pub fn heading(body: &str) -> Option<(Field, &str)> {
    if let Some(field) = field_or_files(body) {
        // Sections of reviews are headed so; as a label it says what a story waits for.
        if source::words::after(undecorated(body), "blocker").is_some() {
            return None;
        }
        return Some((field, ""));
    }
    if let Some((name, value)) = body.split_once_at(marks![':', '：']) {
        return Some((field_or_files(name)?, value.trim()));
    }
    // "Files being modified — current state": what is said of files behind a dash is no file.
    let (name, tail) = (body.split_once(" — ")).or_else(|| body.split_once(" – "))?;
    match (field(name)?, field(tail)) {
        (Field::Files(_), Some(of_tail @ Field::Files(_))) => Some((of_tail, "")),
        (files @ Field::Files(_), None) => Some((files, "")),
        _ => None,
    }
}

/// What the words of `text` announce.
fn field(text: &str) -> Option<Field> {
    let text = undecorated(text);
    let known = |text: &str| {
        if is_plain(text) {
            return words::field_in_any_case(text);
        }
        // No need to fold what is longer than any of the words: it can only get a few bytes shorter.
        (text.len() <= 2 * words::longest_field())
            .then(|| words::field(&fold(text)))
            .flatten()
    };
    known(text).or_else(|| known(before_bracket(text)?))
}

/// The same, and labels about files that are put together from words.
fn field_or_files(text: &str) -> Option<Field> {
    field(text).or_else(|| {
        if !words::names_files(text) {
            return None;
        }
        let text = undecorated(text);
        words::files_field(before_bracket(text).unwrap_or(text))
    })
}

/// `text` as the tables of words have it: lower case, without numbering, decoration and a closing
/// bracket.
pub fn normal(text: &str) -> String {
    let text = undecorated(text);
    let whole = fold(text);
    match before_bracket(text) {
        Some(before) if words::field(&whole).is_none() => fold(before),
        _ => whole,
    }
}

/// Whether `text` is one of these words, in the form that [`normal`] gives it.
pub fn is_one_of(text: &str, words: &WordList) -> bool {
    !words.for_start_of(undecorated(text)).is_empty() && words.holds(&normal(text))
}

/// What the number of a heading or label is made of.
const NUMBERING: &Marks = marks!['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '.'];

fn undecorated(text: &str) -> &str {
    let mut text = text.trim_of(const { &Marks::but_words_and(&['(', ')', '（', '）', '[']) });
    if let Some((inner, _, _)) = link(text) {
        text = inner;
    }
    // "3. File List", "2.1 Dependencies"
    let number = text
        .trim_start_of(NUMBERING)
        .trim_start_of(marks![')', ' ', '、']);
    if !number.is_empty() {
        text = number;
    }
    text.trim_of(const { &Marks::but_words_and(&['(', ')', '（', '）']) })
}

/// "Files" of "Files (new)".
fn before_bracket(text: &str) -> Option<&str> {
    // The full-width bracket begins with 0xEF.
    if !text.bytes().any(|byte| matches!(byte, b'(' | b'[' | 0xEF)) {
        return None;
    }
    ['(', '（', '['].iter().find_map(|&open| {
        let (before, _) = text.split_once(open)?;
        let before = before.trim();
        (!before.is_empty()).then_some(before)
    })
}

/// Whether nothing is to be done to `text` but to write it in small letters.
fn is_plain(text: &str) -> bool {
    let mut before = 0;
    text.bytes().all(|byte| {
        let double = byte == b' ' && before == b' ';
        before = byte;
        byte.is_ascii() && !double && !matches!(byte, b'&' | b'/' | b'*' | b'`' | b'\t')
    })
}

fn fold(text: &str) -> String {
    if is_plain(text) {
        return text.to_ascii_lowercase();
    }
    let mut out = String::with_capacity(text.len());
    for (at, word) in text.split_whitespace().enumerate() {
        let word = if word == "&" || word == "＆" {
            "and"
        } else {
            word
        };
        if at > 0 && word != "/" && !out.ends_with('/') {
            out.push(' ');
        }
        out.push_str(word);
    }
    if out.is_ascii() {
        out.make_ascii_lowercase();
    } else {
        out = out.lowercase();
    }
    if out.bytes().any(|byte| matches!(byte, b'*' | b'`')) {
        out.retain(|c| c != '*' && c != '`');
    }
    out
}
