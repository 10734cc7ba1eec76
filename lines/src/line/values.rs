//! The values of short labels: status, priority, effort.

use super::criteria::item_text;
use crate::backlog::{Effort, Priority, StoryKind};
use crate::source;
use crate::source::letters::Lowercase;
use crate::source::marks::{DIGITS, Marked, NO_WORD, marks};
use crate::source::words::Starts;

/// The status word at the start of a value: without emphasis, emoji and what follows in brackets.
pub fn status_word(text: &str) -> &str {
    // "done → review": what it came to.
    if text.bytes().any(|byte| byte == 0xE2) {
        let last = text.rsplit_once('→').map(|(_, last)| status_word(last));
        if let Some(last) = last.filter(|last| super::words::status(last).is_some()) {
            return last;
        }
    }
    let text = text.trim_start_of(NO_WORD);
    let end = text
        .find_one(marks![
            '(', '（', '|', ',', '.', '<', ';', '*', '`', '—', '–', '[', '，', '。'
        ])
        .unwrap_or(text.len());
    let word = text.get(..end).unwrap_or(text).trim();
    word.trim_end_of(NO_WORD)
}

/// How many bytes at the start of a value say its status; what follows is a remark, as in
/// `done (merged on Monday)`, and stays where the status is changed.
pub fn status_end(value: &str) -> usize {
    let word = status_word(value);
    let begins = value.find(word).unwrap_or(0);
    let known = super::words::status_length(word);
    let rest = value.get(begins + known.unwrap_or(word.len())..);
    let rest = rest.unwrap_or("");
    // Emphasis that ends here belongs to the word.
    let after = rest.trim_start_of(marks!['*', '_', '`']);
    let rest = match after.starts_with(char::is_alphanumeric) {
        true => rest,
        false => after,
    };
    let mut signs = rest.chars();
    let stands_apart = match signs.next() {
        Some(',' | '.') => signs.next().is_some_and(char::is_whitespace),
        Some(c) => known.is_some() || c.is_whitespace() || matches!(c, '(' | '（' | '[' | '#'),
        None => false,
    };
    let is_remark = stands_apart && rest.contains(char::is_alphanumeric);
    match word.is_empty() || !is_remark {
        true => value.len(),
        false => value.len() - rest.len(),
    }
}

/// The priority that `text` states.
pub fn priority(text: &str) -> Option<Priority> {
    let word = status_word(text);
    let lower = word.lowercase();
    let digit = lower
        .strip_prefix('p')
        .and_then(|rest| rest.chars().next())
        .and_then(|c| c.to_digit(10))
        .or_else(|| lower.chars().next().and_then(|c| c.to_digit(10)));
    let named: &[(u8, &[&str])] = &[
        (
            0,
            &[
                "critical",
                "blocker",
                "highest",
                "urgent",
                "must",
                "关键",
                "critique",
                "crítica",
                "crítico",
                "最高",
                "긴급",
                "紧急",
                "критический",
                "критичный",
                "критичний",
                "krytyczny",
                "kritik",
                "kritisch",
            ],
        ),
        (
            1,
            &[
                "high",
                "should",
                "高",
                "haute",
                "élevée",
                "alta",
                "높음",
                "hoch",
                "cao",
                "высокий",
                "высокая",
                "високий",
                "wysoki",
                "wysoka",
                "yüksek",
                "hoog",
                "tinggi",
                "vysoká",
            ],
        ),
        (
            2,
            &[
                "medium",
                "moderate",
                "normal",
                "could",
                "中",
                "moyenne",
                "media",
                "média",
                "중간",
                "보통",
                "mittel",
                "trung bình",
                "средний",
                "средняя",
                "середній",
                "średni",
                "średnia",
                "orta",
                "gemiddeld",
                "sedang",
                "střední",
            ],
        ),
        (
            3,
            &[
                "low", "lowest", "nice", "won't", "低", "basse", "faible", "baja", "baixa",
                "bassa", "낮음", "niedrig", "thấp",
            ],
        ),
    ];
    let by_name = named
        .iter()
        .find(|(_, words)| words.iter().any(|name| lower.starts_with(name)))
        .map(|(rank, _)| *rank);
    let rank = digit
        .and_then(|digit| u8::try_from(digit).ok())
        .or(by_name)?;
    Some(Priority {
        rank,
        text: word.to_owned(),
    })
}

/// What sort of work a story is: what a label says, or a title that leaves no doubt.
pub fn kind(said: Option<&str>, title: &str) -> StoryKind {
    let of = |text: &str, kinds: &Kinds| {
        let starts = word_starts(text, &kinds.starts);
        let mut rows = kinds.rows.iter();
        let said = |word: &&str| starts.iter().any(|rest| says(rest, word));
        rows.find(|(_, words)| words.iter().any(said))
            .map(|row| row.0)
    };
    said.and_then(|text| of(text, &KINDS))
        .or_else(|| of(title, &TITLE_KINDS))
        .unwrap_or_default()
}

/// Kinds of work, the first that is said counts, and the words that say them.
struct Kinds {
    rows: &'static [(StoryKind, &'static [&'static str])],
    starts: Starts,
}

impl Kinds {
    const fn new(rows: &'static [(StoryKind, &'static [&'static str])]) -> Self {
        let mut starts = Starts::NONE;
        let mut rest = rows;
        while let [(_, words), others @ ..] = rest {
            let mut words = *words;
            while let [word, more @ ..] = words {
                starts = starts.with(word);
                words = more;
            }
            rest = others;
        }
        Self { rows, starts }
    }
}

/// What follows each place of `text` where a word with one of these `starts` may begin: after what
/// is no letter or digit; in scripts without spaces, anywhere. Most titles have no such place.
fn word_starts<'a>(text: &'a str, starts: &Starts) -> Vec<&'a str> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = starts.next_in(text, from) {
        from = at + 1;
        let Some((before, rest)) = text.split_at_checked(at) else {
            continue;
        };
        let within = before.ends_with(char::is_alphanumeric);
        if !within || !rest.starts_with(|c: char| c.is_ascii()) {
            found.push(rest);
        }
    }
    found
}

/// Whether `text` begins with `word`, as a word of its own.
fn says(text: &str, word: &str) -> bool {
    source::words::after(text, word)
        .is_some_and(|after| !word.is_ascii() || !after.starts_with(|c: char| c.is_alphanumeric()))
}

/// Words of a "Type:" label, and the kinds they say.
const KINDS: Kinds = Kinds::new(&[
    (
        StoryKind::Spike,
        &[
            "spike",
            "research",
            "investigation",
            "poc",
            "调研",
            "스파이크",
        ],
    ),
    (
        StoryKind::Migration,
        &["migration", "迁移", "migración", "migração"],
    ),
    (
        StoryKind::Security,
        &[
            "security",
            "compliance",
            "安全",
            "sécurité",
            "seguridad",
            "segurança",
        ],
    ),
    (
        StoryKind::Operational,
        &["operational", "operations", "ops", "运维"],
    ),
    (
        StoryKind::Infrastructure,
        &[
            "infrastructure",
            "infra",
            "devops",
            "platform",
            "tooling",
            "基础设施",
            "인프라",
        ],
    ),
]);

/// Words of a title that leave no doubt.
const TITLE_KINDS: Kinds = Kinds::new(&[
    (StoryKind::Spike, &["spike", "proof of concept", "poc"]),
    (
        StoryKind::Migration,
        &["data migration", "database migration", "schema migration"],
    ),
    (
        StoryKind::Security,
        &["security audit", "security hardening", "penetration test"],
    ),
    (
        StoryKind::Operational,
        &[
            "incident response",
            "backup and restore",
            "disaster recovery",
            "runbook",
            "service level",
        ],
    ),
    (
        StoryKind::Infrastructure,
        &[
            "ci/cd",
            "ci pipeline",
            "deployment pipeline",
            "kubernetes",
            "terraform",
            "monitoring and alerting",
        ],
    ),
]);

/// The effort that `text` states.
pub fn effort(text: &str) -> Option<Effort> {
    let written = item_text(text.split('|').next().unwrap_or(text).trim());
    if written.is_empty() {
        return None;
    }
    let lower = written.lowercase();
    let digits = lower.find_one(DIGITS);
    let number = digits.and_then(|at| lower.get(at..)).unwrap_or("");
    let end = number
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(number.len());
    let (number, unit) = number.split_at_checked(end).unwrap_or(("", ""));
    let unit = unit.trim_start();
    // A bare number is points; "2 hours", "3-5 days" are not.
    let is_points = unit.is_empty()
        || [
            "point",
            "pt",
            "sp",
            "story",
            "点",
            "puntos",
            "pontos",
            "punti",
            "포인트",
            "ポイント",
            "điểm",
            "(",
        ]
        .iter()
        .any(|word| unit.starts_with(word))
        || (unit.starts_with_one(marks!['/', ',']));
    let points_tenths = if is_points { tenths(number) } else { None };
    Some(Effort {
        points_tenths,
        text: written,
    })
}

fn tenths(number: &str) -> Option<u32> {
    let (whole, part) = number.split_once('.').unwrap_or((number, "0"));
    let whole: u32 = whole.parse().ok()?;
    let part = part
        .chars()
        .next()
        .and_then(|c| c.to_digit(10))
        .unwrap_or(0);
    whole.checked_mul(10)?.checked_add(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_remark_behind_a_status_is_none_of_it() {
        for (value, said) in [
            ("done", "done"),
            ("done (merged on Monday)", "done"),
            ("Ready for Dev — after the freeze", "Ready for Dev"),
            ("done. Shipped", "done"),
            ("in progress, 3 of 5", "in progress"),
            ("done# old list", "done"),
            ("backlog{\"a\": 1}", "backlog"),
            ("**done** (twice)", "**done**"),
            ("done**Needs:** all", "done"),
            ("完成（第二版）", "完成"),
            // What belongs to the word, or is no remark.
            ("blocked-credentials", "blocked-credentials"),
            ("moved-to-12.8", "moved-to-12.8"),
            ("done ✅", "done ✅"),
            ("✅ done", "✅ done"),
            ("frobnicated at last", "frobnicated at last"),
            ("", ""),
        ] {
            assert_eq!(value.get(..status_end(value)), Some(said), "{value}");
        }
    }
}
