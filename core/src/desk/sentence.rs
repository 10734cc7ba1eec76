//! The parts of a sentence about something wanted: who, what, what for, when, within which bound.

use super::forms::{bare_verb, one_of, singular};
use super::tongue::Tongue;
use crate::source::letters::{Lowercase, upper};
use crate::source::words;

/// Words between who and what, longest first.
const MODALS: &[&str] = &[
    " shall be able to ",
    " should be able to ",
    " must be able to ",
    " will be able to ",
    " are able to ",
    " is able to ",
    " shall ",
    " should ",
    " must ",
    " can ",
    " may ",
    " will ",
];

/// Words that begin what it is for.
const BENEFITS: &[&str] = &[" so that ", " in order to ", ", so ", " so they can "];

/// Who is no user.
const SYSTEMS: &[&str] = &[
    "system",
    "app",
    "application",
    "platform",
    "service",
    "product",
    "backend",
    "api",
    "site",
    "website",
    "server",
    "tool",
    "software",
    "solution",
    "engine",
    "dashboard",
    "module",
];

/// Words of command that let somebody do something.
pub(super) const LETTING: &[&str] = &["allow ", "enable ", "let ", "permit "];

/// Words of command before a thing.
pub(super) const MAKING: &[&str] = &[
    "implement ",
    "add ",
    "build ",
    "support ",
    "provide ",
    "introduce ",
    "deliver ",
    "offer ",
    "include ",
    "develop ",
    "support for ",
];

/// Words of command that somebody else than the team would give.
pub(super) const DOING: &[&str] = &[
    "view",
    "see",
    "search",
    "browse",
    "filter",
    "sort",
    "export",
    "import",
    "upload",
    "download",
    "send",
    "receive",
    "register",
    "sign",
    "log",
    "edit",
    "delete",
    "manage",
    "create",
    "book",
    "order",
    "pay",
    "track",
    "compare",
    "share",
    "print",
    "reset",
    "change",
    "update",
    "select",
    "choose",
    "invite",
    "approve",
    "reject",
    "schedule",
    "cancel",
    "subscribe",
    "rate",
    "review",
    "configure",
    "assign",
    "find",
    "display",
    "show",
    "generate",
    "validate",
    "detect",
    "notify",
    "store",
    "record",
    "calculate",
    "convert",
    "parse",
    "read",
    "write",
    "list",
    "open",
    "save",
];

/// Without its number, its tag of a phase, its last dot.
pub(super) fn clean(text: &str) -> String {
    let mut text = text.trim();
    // "[MVP] ", "[Phase 1]"
    while let Some((_, rest)) = text.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        text = rest.trim_start_matches([' ', ':', '-']);
    }
    let ticks = text.strip_prefix(['✅', '✓', '☑']).unwrap_or(text);
    let first = ticks.split(['\n', '\u{2028}']).next().unwrap_or(ticks);
    // The first sentence says what; the others explain.
    let end = first.find(". ").filter(|end| *end > 12);
    let sentence = end.and_then(|end| first.get(..end)).unwrap_or(first);
    let sentence = trimmed(sentence);
    // "(UC-12.1-12.3)" says where it comes from.
    match sentence.rsplit_once(" (") {
        Some((before, note)) if is_reference(note) => before.to_owned(),
        _ => sentence,
    }
}

/// Whether what stands in brackets is only ids: "UC-12.1-12.3)", "FR3, FR4)".
fn is_reference(note: &str) -> bool {
    let Some(ids) = note.strip_suffix(')') else {
        return false;
    };
    let mut ids = ids.split([',', ' ', '/', '–']).filter(|id| !id.is_empty());
    let is_id = |id: &str| {
        id.contains(|c: char| c.is_ascii_digit())
            && !id.contains(|c: char| c.is_lowercase())
            && id.starts_with(|c: char| c.is_ascii_uppercase())
    };
    ids.all(is_id)
}

pub(super) fn trimmed(text: &str) -> String {
    text.trim()
        .trim_end_matches(['.', ';', ',', ':', '。', ' '])
        .to_owned()
}

pub(super) fn first_word(text: &str) -> Option<&str> {
    text.split_whitespace().next()
}

pub(super) fn split_benefit(text: &str) -> (&str, Option<String>) {
    for word in BENEFITS {
        if let Some((before, after)) = text.split_once(word) {
            let after = trimmed(after);
            if after.split_whitespace().count() >= 2 {
                let after = match *word {
                    " so they can " => format!("they can {after}"),
                    " in order to " => format!("it is possible to {after}"),
                    _ => after,
                };
                return (before, Some(after));
            }
        }
    }
    (text, None)
}

/// Who and what on both sides of the first word of ability or duty.
pub(super) fn split_modal(text: &str) -> Option<(&str, &str)> {
    let found = MODALS.iter().filter_map(|modal| {
        let at = text.find(modal)?;
        Some((at, modal.len()))
    });
    let (at, length) = found.min_by(|a, b| (a.0, b.1).cmp(&(b.0, a.1)))?;
    let (subject, rest) = text.split_at_checked(at)?;
    let rest = rest.get(length..)?.trim();
    let few = subject.split_whitespace().count() <= 6 && !subject.contains([',', ':', ';']);
    (few && !subject.is_empty() && rest.contains(' ')).then_some((subject.trim(), rest))
}

/// "when an order is paid" at the end or the start of what the system does.
pub(super) fn split_when(text: &str) -> (String, Option<String>) {
    for word in [
        " when ",
        " whenever ",
        " after ",
        " once ",
        " if ",
        " as soon as ",
    ] {
        if let Some((before, after)) = text.split_once(word) {
            let clause = trimmed(after);
            if clause.split_whitespace().count() >= 3 && before.split_whitespace().count() >= 2 {
                return (trimmed(before), Some(clause));
            }
        }
    }
    (trimmed(text), None)
}

pub(super) fn is_system(subject: &str) -> bool {
    let last = subject.rsplit(' ').next().unwrap_or(subject).lowercase();
    let last = last.strip_suffix('s').unwrap_or(&last);
    SYSTEMS.contains(&last) || subject.eq_ignore_ascii_case("it")
}

/// Words for people end like these, or are these.
pub(super) fn is_person(subject: &str) -> bool {
    const PEOPLE: &[&str] = &[
        "admin",
        "student",
        "client",
        "patient",
        "parent",
        "agent",
        "guest",
        "player",
        "people",
        "staff",
        "team",
        "everyone",
        "anyone",
        "assistant",
        "accountant",
        "tenant",
        "participant",
        "analyst",
        "therapist",
        "artist",
        "applicant",
        "child",
        "children",
        "person",
        "host",
    ];
    let last = subject.rsplit(' ').next().unwrap_or(subject).lowercase();
    let one = last.strip_suffix('s').unwrap_or(&last);
    PEOPLE.contains(&one)
        || PEOPLE.contains(&last.as_str())
        || ["er", "or", "ist", "ian", "ee", "man", "ant"]
            .iter()
            .any(|end| one.ends_with(end) && one.len() > 3)
}

/// "The system sends a mail": what it does, as it follows "the system to", and whether it does not.
pub(super) fn system_verb(text: &str) -> Option<(String, bool)> {
    let rest = words::after(text, "the ").unwrap_or(text);
    let (subject, after) = rest.split_once(' ')?;
    if !is_system(subject) {
        return None;
    }
    for not in ["does not ", "must not ", "never "] {
        if let Some(rest) = words::after(after, not) {
            let verb = match rest.split_once(' ') {
                Some((verb, tail)) => match bare_verb(verb).filter(|_| not == "never ") {
                    Some(plain) => format!("{plain} {tail}"),
                    None => rest.to_owned(),
                },
                None => rest.to_owned(),
            };
            return Some((verb, true));
        }
    }
    let after = match after.split_once(' ') {
        Some((adverb, tail)) if adverb.ends_with("ly") => tail,
        _ => after,
    };
    let (verb, tail) = after.split_once(' ')?;
    let plain = bare_verb(verb)?;
    Some((format!("{plain} {tail}"), false))
}

/// Who and what of a sentence in this language.
pub(super) fn other<'a>(
    tongue: &'a Tongue,
    text: &'a str,
) -> Option<(&'a Tongue, String, &'a str)> {
    let found = tongue.modals.iter().filter_map(|modal| {
        let at = text.find(modal)?;
        Some((at, modal.len()))
    });
    let (at, length) = found.min_by(|a, b| (a.0, b.1).cmp(&(b.0, a.1)))?;
    let (subject, rest) = text.split_at_checked(at)?;
    let rest = rest.get(length..)?.trim();
    // 能力, 功能, 智能: the letter of ability as a part of a word.
    let modal = text.get(at..at + length).unwrap_or("");
    let is_part = rest.starts_with(['力', '源', '量', '耗', '级'])
        || subject.ends_with(['功', '可', '智', '性', '职', '技', '效']);
    if modal == "能" && is_part {
        return None;
    }
    let article = tongue
        .articles
        .iter()
        .find_map(|word| words::after(subject, word));
    let known = article.is_some() || tongue.articles.is_empty() || !subject.trim().contains(' ');
    let short = subject.chars().count() <= 40 && !subject.contains([',', ':', ';', '，', '：']);
    let role = article.unwrap_or(subject).trim();
    let machine = [
        "syst", "sist", "appli", "applic", "系统", "引擎", "平台", "應用", "应用",
    ]
    .iter()
    .any(|word| words::after(role, word).is_some());
    if machine {
        return None;
    }
    (known && short && !role.is_empty() && !rest.is_empty())
        .then(|| (tongue, role.to_owned(), rest))
}

/// "Allow buyers to filter": who and what.
pub(super) fn let_them(text: &str) -> Option<(String, String)> {
    let rest = LETTING.iter().find_map(|word| words::after(text, word))?;
    let (who, what) = rest.split_once(" to ")?;
    (who.split_whitespace().count() <= 4).then(|| (one_of(who), trimmed(what)))
}

/// A bound in the text: "within 2 seconds", "in under 500 ms".
pub(super) fn bound(text: &str) -> Option<String> {
    for word in [
        "within ",
        "in less than ",
        "in under ",
        "under ",
        "at most ",
        "no later than ",
    ] {
        let mut from = 0;
        while let Some(at) = text.get(from..).and_then(|rest| rest.find(word)) {
            let start = from + at;
            let after = text.get(start + word.len()..).unwrap_or("");
            if after.starts_with(|c: char| c.is_ascii_digit()) {
                let words: Vec<&str> = after.split_whitespace().take(2).collect();
                let unit = words.get(1).copied().unwrap_or("");
                let time = ["ms", "s", "second", "minute", "hour", "day", "millisecond"];
                let unit = unit.trim_end_matches([',', '.', ';', ')']);
                if time.contains(&singular(unit).as_str()) || time.contains(&unit) {
                    let number = words.first().copied().unwrap_or("");
                    return Some(format!("{word}{number} {unit}"));
                }
            }
            from = start + word.len();
        }
    }
    None
}

/// At most this many characters of a title.
const LONGEST_TITLE: usize = 70;

/// A title: the words it calls itself, or what it is about, up to where it explains.
pub(super) fn title_of(lead: Option<&str>, about: &str) -> String {
    let lead = lead.map(trimmed).filter(|lead| lead.len() >= 4);
    let text = lead.unwrap_or_else(|| {
        let about = words::after(about, "to ").unwrap_or(about);
        let mut text = about.split(" (").next().unwrap_or(about);
        for end in [
            ", ",
            " including ",
            " such as ",
            " so ",
            " which ",
            " — ",
            " – ",
            ": ",
            "; ",
            " without ",
            " using ",
            " based on ",
            " where ",
        ] {
            if let Some((before, _)) = text.split_once(end)
                && before.split_whitespace().count() >= 2
            {
                text = before;
            }
        }
        let plain = text.replace('`', "");
        plain
            .replace(" their own ", " own ")
            .replace(" their ", " ")
            .replace(" my ", " ")
    });
    let mut short = String::new();
    for word in text.split_whitespace() {
        if short.chars().count() + word.chars().count() >= LONGEST_TITLE {
            break;
        }
        if !short.is_empty() {
            short.push(' ');
        }
        short.push_str(word);
    }
    // A title does not end in the middle of a thought.
    loop {
        let last = short.rsplit(' ').next().unwrap_or("");
        let hanging = [
            "and", "or", "with", "for", "of", "the", "a", "an", "to", "in", "on", "by", "from",
            "when", "their", "as", "at", "via", "per", "&", "-", "–",
        ];
        match short.strip_suffix(last) {
            Some(before) if hanging.contains(&last) && !before.is_empty() => {
                short = before.trim_end().to_owned();
            }
            _ => break,
        }
    }
    let mut letters = short.chars();
    match letters.next() {
        Some(first) => std::iter::once(upper(first)).chain(letters).collect(),
        None => String::new(),
    }
}
