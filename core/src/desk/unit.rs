//! One requirement, goal or bullet, taken apart: who, what, what for, and what follows from it.

use super::placeholder::placeholder;
use super::tongue::{OTHERS, Tongue};
use crate::source::letters::{Lowercase, upper};
use crate::source::words;

/// A sentence about something wanted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Unit {
    /// Who, with an article.
    pub role: Option<String>,
    /// What, as it follows "I want".
    pub want: String,
    /// What for.
    pub benefit: Option<String>,
    /// A short title.
    pub title: String,
    /// What somebody does, as it follows "when they"; empty where it is a thing.
    pub doing: String,
    /// The sentence about what the system does; empty where somebody else acts.
    pub system: String,
    /// The language it is written in, as far as that could be told.
    pub tongue: Tongue,
    /// What starts it: "an order is paid".
    pub when: Option<String>,
    /// A bound that can be measured: "within 2 seconds".
    pub bound: Option<String>,
}

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
const LETTING: &[&str] = &["allow ", "enable ", "let ", "permit "];

/// Words of command before a thing.
const MAKING: &[&str] = &[
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
const DOING: &[&str] = &[
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

impl Unit {
    /// Takes a sentence apart. `lead` is what it calls itself (its bold words), `role` who is meant
    /// where it does not say.
    pub fn of(text: &str, lead: Option<&str>, role: Option<&str>) -> Self {
        let text = clean(text);
        let said = crate::read::user_story(&text);
        if let (Some(role), Some(want)) = (said.role, said.want) {
            let doing = words::after(&want, "to ").unwrap_or("").to_owned();
            return Self {
                title: title_of(lead, if doing.is_empty() { &want } else { &doing }),
                role: Some(role),
                bound: bound(&want),
                when: None,
                want,
                benefit: said.benefit,
                doing,
                ..Self::default()
            };
        }
        let mut text = text.as_str();
        if let Some(lead) = lead {
            let rest = words::after(text, &lead.lowercase());
            let rest = rest
                .unwrap_or(text)
                .trim_start_matches([' ', ':', '-', '–', '—', '(', '：', '.']);
            if rest.split_whitespace().count() >= 3 {
                text = rest;
            }
        }
        let (text, benefit) = split_benefit(text);
        let mut unit = Self {
            benefit,
            bound: bound(text),
            ..Self::default()
        };
        let role = role.map(str::to_owned);
        if let Some((tongue, subject, rest)) = OTHERS.iter().find_map(|tongue| other(tongue, text))
        {
            unit.tongue = *tongue;
            unit.role = Some(subject);
            unit.doing = trimmed(rest);
            unit.want = unit.doing.clone();
        } else if let Some((subject, rest)) = split_modal(text) {
            let passive = words::after(rest, "be ");
            if is_system(subject) {
                unit.of_system(text, rest, false);
            } else if passive.is_some()
                || !is_person(subject) && subject.split_whitespace().count() > 3
            {
                let done = passive.map(|done| format!("{subject} {done}"));
                unit.title = done.map_or_else(String::new, |done| title_of(lead, &done));
                // "Orders must be exported": it happens to the subject.
                let (rest, when) = split_when(rest);
                unit.want = format!("{} to {rest}", small(subject));
                unit.when = when;
            } else {
                unit.role = Some(one_of(subject));
                unit.doing = trimmed(rest);
                unit.want = format!("to {}", unit.doing);
            }
        } else if let Some((rest, negative)) = system_verb(text) {
            unit.of_system(text, &rest, negative);
        } else if let Some((who, what)) = let_them(text) {
            unit.role = Some(who);
            unit.want = format!("to {what}");
            unit.doing = what;
        } else if let Some(rest) = MAKING
            .iter()
            .chain(LETTING)
            .find_map(|word| words::after(text, word))
        {
            unit.want = small(trimmed(rest).as_str());
        } else if first_word(text).is_some_and(|word| DOING.contains(&word.lowercase().as_str()))
            && text.split_whitespace().count() >= 2
        {
            unit.doing = small(trimmed(text).as_str());
            unit.want = format!("to {}", unit.doing);
        } else {
            unit.want = small(trimmed(text).as_str());
        }
        if unit.role.is_none() {
            unit.role = role;
        }
        if unit.title.is_empty() {
            let about = if unit.doing.is_empty() {
                &unit.want
            } else {
                &unit.doing
            };
            unit.title = title_of(lead, about);
        }
        unit
    }

    fn of_system(&mut self, sentence: &str, rest: &str, negative: bool) {
        let (rest, when) = split_when(rest);
        let (said, _) = split_when(sentence);
        self.system = match words::after(&said, "the ") {
            Some(rest) => format!("the {rest}"),
            None => format!("the {}", small(&said)),
        };
        let not = if negative { "not " } else { "" };
        self.want = format!("the system {not}to {rest}");
        let verb = if negative {
            format!("do not {rest}")
        } else {
            rest
        };
        self.title = title_of(None, &verb);
        self.when = when;
    }

    /// Acceptance criteria that follow from the sentence and the points below it.
    pub fn criteria(&self, points: &[String]) -> Vec<String> {
        let [given, when, then] = self.tongue.scenario;
        let [before, after] = self.tongue.doing;
        let who = match (&self.role, self.system.as_str()) {
            (_, text) if !text.is_empty() => "the system is running".to_owned(),
            (Some(role), _) => role.clone(),
            (None, _) => "somebody who may do this".to_owned(),
        };
        let doing = match (&self.when, self.doing.as_str(), self.system.as_str()) {
            (Some(when), _, _) => when.clone(),
            (None, "", "") => format!("they use {}", article_free(&self.want)),
            (None, "", _) => placeholder("trigger", "what starts it?"),
            (None, doing, _) => format!("{before}{}{after}", own(doing)),
        };
        let result = match self.system.as_str() {
            "" => placeholder("result", "what can then be seen, and what has changed?"),
            system => system.to_owned(),
        };
        let line = |result: &str| format!("{given}{who}{when}{doing}{then}{result}");
        let mut found = Vec::new();
        if points.is_empty() || !self.system.is_empty() {
            found.push(line(&result));
        }
        for point in points.iter().take(8) {
            found.push(line(&as_result(point)));
        }
        if let Some(bound) = &self.bound {
            found.push(format!(
                "{given}the usual load{when}it is measured{then}it takes place {bound}"
            ));
        }
        let failure = placeholder("failure", "the likeliest reason why it cannot be done");
        let [tried, told] = self.tongue.refused;
        found.push(format!("{given}{failure}{when}{tried}{then}{told}"));
        found
    }
}

/// Up to here a point below a requirement becomes a result.
fn as_result(point: &str) -> String {
    small(trimmed(point).as_str())
}

/// "reset their password" stays, "view my orders" becomes "view their orders".
fn own(doing: &str) -> String {
    let words: Vec<&str> = doing
        .split(' ')
        .map(|word| match word {
            "my" => "their",
            "me" => "them",
            word => word,
        })
        .collect();
    words.join(" ")
}

fn article_free(want: &str) -> &str {
    words::after(want, "to ").unwrap_or(want)
}

/// Without its number, its tag of a phase, its last dot.
fn clean(text: &str) -> String {
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
    trimmed(sentence)
}

fn trimmed(text: &str) -> String {
    text.trim()
        .trim_end_matches(['.', ';', ',', ':', '。', ' '])
        .to_owned()
}

fn first_word(text: &str) -> Option<&str> {
    text.split_whitespace().next()
}

fn split_benefit(text: &str) -> (&str, Option<String>) {
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
fn split_modal(text: &str) -> Option<(&str, &str)> {
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
fn split_when(text: &str) -> (String, Option<String>) {
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

fn is_system(subject: &str) -> bool {
    let last = subject.rsplit(' ').next().unwrap_or(subject).lowercase();
    let last = last.strip_suffix('s').unwrap_or(&last);
    SYSTEMS.contains(&last) || subject.eq_ignore_ascii_case("it")
}

/// Words for people end like these, or are these.
fn is_person(subject: &str) -> bool {
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
fn system_verb(text: &str) -> Option<(String, bool)> {
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
fn other<'a>(tongue: &'a Tongue, text: &'a str) -> Option<(&'a Tongue, String, &'a str)> {
    let found = tongue.modals.iter().filter_map(|modal| {
        let at = text.find(modal)?;
        Some((at, modal.len()))
    });
    let (at, length) = found.min_by(|a, b| (a.0, b.1).cmp(&(b.0, a.1)))?;
    let (subject, rest) = text.split_at_checked(at)?;
    let rest = rest.get(length..)?.trim();
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

/// "carries" is carry, "processes" process, "sends" send.
fn bare_verb(verb: &str) -> Option<String> {
    if verb.ends_with("ss") || !verb.ends_with('s') || verb.len() < 4 {
        return None;
    }
    if let Some(stem) = verb.strip_suffix("ies") {
        return Some(format!("{stem}y"));
    }
    for end in ["sses", "shes", "ches", "xes", "zzes", "oes"] {
        if verb.ends_with(end) {
            return verb.strip_suffix("es").map(str::to_owned);
        }
    }
    verb.strip_suffix('s').map(str::to_owned)
}

/// "Allow buyers to filter": who and what.
fn let_them(text: &str) -> Option<(String, String)> {
    let rest = LETTING.iter().find_map(|word| words::after(text, word))?;
    let (who, what) = rest.split_once(" to ")?;
    (who.split_whitespace().count() <= 4).then(|| (one_of(who), trimmed(what)))
}

/// "Authorised users" as "an authorised user", "The admin" as "an admin".
fn one_of(subject: &str) -> String {
    let mut words: Vec<String> = subject.split_whitespace().map(str::to_owned).collect();
    if words.len() > 1
        && words.first().is_some_and(|first| {
            ["the", "a", "an", "all", "each", "every", "any"].contains(&first.lowercase().as_str())
        })
    {
        words.remove(0);
    }
    if let Some(last) = words.last_mut() {
        *last = singular(last);
    }
    let text = small(&words.join(" "));
    let plural = ["people", "staff", "everyone", "anyone"].contains(&text.as_str());
    match text.chars().next() {
        _ if plural => text,
        Some(first) if "aeio".contains(first) || text.starts_with("un") => format!("an {text}"),
        Some(_) => format!("a {text}"),
        None => text,
    }
}

/// "vendors" is vendor, "companies" company; "business" stays.
pub(super) fn singular(word: &str) -> String {
    let keep = word.len() < 4
        || word.ends_with("ss")
        || word.ends_with("us")
        || word.ends_with("is")
        || !word.ends_with('s');
    if keep {
        return word.to_owned();
    }
    match word.strip_suffix("ies") {
        Some(stem) => format!("{stem}y"),
        None => word.strip_suffix('s').unwrap_or(word).to_owned(),
    }
}

/// With a small first letter, unless its first word is a name or an abbreviation.
fn small(text: &str) -> String {
    let first = first_word(text).unwrap_or("");
    let name = first.chars().skip(1).any(char::is_uppercase)
        || first.contains(|c: char| c.is_ascii_digit())
        || first.starts_with('`');
    let mut letters = text.chars();
    match letters.next() {
        Some(letter) if !name => {
            let lower = letter.to_string().lowercase();
            format!("{lower}{}", letters.as_str())
        }
        _ => text.to_owned(),
    }
}

/// A bound in the text: "within 2 seconds", "in under 500 ms".
fn bound(text: &str) -> Option<String> {
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
fn title_of(lead: Option<&str>, about: &str) -> String {
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
