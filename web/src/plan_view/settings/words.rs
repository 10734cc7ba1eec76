//! What there is to set: the words, and how they meet the settings. A table, so that each setting
//! costs a row and not a function.

use sprintloom_core::graph::DEFAULT_REGISTRY;
use sprintloom_core::plan::{EffortSource, EpicOrder, RegistryRule, Strategy, UnknownFiles};
use sprintloom_core::project::Settings;

/// The part of the panel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Batches,
    Files,
    Tokens,
}

/// One of several.
pub(super) struct Choice {
    pub place: Place,
    /// An id in the page.
    pub id: &'static str,
    pub label: &'static str,
    /// Name in the settings, words, what it means.
    pub options: &'static [(&'static str, &'static str, &'static str)],
    pub get: fn(&Settings) -> &'static str,
    pub set: fn(&mut Settings, &str),
}

/// Something typed.
pub(super) struct Typed {
    pub place: Place,
    pub id: &'static str,
    pub label: &'static str,
    pub hint: &'static str,
    pub placeholder: &'static str,
    /// More than one line.
    pub is_list: bool,
    pub get: fn(&Settings) -> String,
    /// Whether it could be read; nothing has changed where not.
    pub set: fn(&mut Settings, &str) -> bool,
}

pub(super) const CHOICES: &[Choice] = &[
    Choice {
        place: Place::Batches,
        id: "set-strategy",
        label: "Strategy",
        options: &[
            (
                "balanced",
                "Balanced",
                "Fewest batches, then even load, then close to the priority order.",
            ),
            (
                "sequential",
                "Sequential",
                "In reading order: a batch is closed at the first story that does not fit.",
            ),
        ],
        get: |settings| settings.plan.strategy.as_str(),
        set: |settings, name| {
            settings.plan.strategy = Strategy::from_name(name).unwrap_or_default()
        },
    },
    Choice {
        place: Place::Batches,
        id: "set-order",
        label: "Stories of an epic",
        options: &[
            ("free", "In any order", "Only dependencies bind."),
            (
                "soft",
                "In order where it costs nothing",
                "Of plans equally short and even, one that keeps more of the order.",
            ),
            (
                "hard",
                "Always in order",
                "Each in a later batch than the one before it in its epic.",
            ),
        ],
        get: |settings| settings.plan.epic_order.as_str(),
        set: |settings, name| {
            settings.plan.epic_order = EpicOrder::from_name(name).unwrap_or_default();
        },
    },
    Choice {
        place: Place::Files,
        id: "set-unknown",
        label: "Stories without known files",
        options: &[
            (
                "no-conflicts",
                "Collide with nothing",
                "They may share a batch with any story.",
            ),
            (
                "apart-in-epic",
                "Apart within an epic",
                "No two such stories of one epic share a batch.",
            ),
            (
                "alone",
                "Alone in a batch",
                "They may touch anything, so each has a batch of its own.",
            ),
        ],
        get: |settings| settings.plan.unknown_files.as_str(),
        set: |settings, name| {
            settings.plan.unknown_files = UnknownFiles::from_name(name).unwrap_or_default();
        },
    },
    Choice {
        place: Place::Files,
        id: "set-mentioned",
        label: "Files that the text only mentions",
        options: &[
            (
                "no",
                "Do not count",
                "Only files in a list or under a label for files keep stories apart.",
            ),
            (
                "yes",
                "Count as declared",
                "A path anywhere in a story keeps it apart from others that name it.",
            ),
        ],
        get: |settings| {
            if settings.graph.mentioned {
                "yes"
            } else {
                "no"
            }
        },
        set: |settings, name| settings.graph.mentioned = name == "yes",
    },
    Choice {
        place: Place::Files,
        id: "set-registry",
        label: "Files that nearly every story touches",
        options: &[
            ("strict", "Keep stories apart", "As any other file."),
            (
                "warn",
                "Only warn",
                "Shown as conflicts, but stories that share only these may share a batch.",
            ),
        ],
        get: |settings| settings.plan.registry.as_str(),
        set: |settings, name| {
            settings.plan.registry = RegistryRule::from_name(name).unwrap_or_default();
        },
    },
    Choice {
        place: Place::Tokens,
        id: "set-effort",
        label: "Size of a story",
        options: &[
            (
                "complexity",
                "Criteria and tasks",
                "Its acceptance criteria and top-level tasks, counted.",
            ),
            (
                "points",
                "Story points",
                "Rounded up; a story without any counts as the median of the others.",
            ),
        ],
        get: |settings| settings.plan.effort.as_str(),
        set: |settings, name| {
            settings.plan.effort = EffortSource::from_name(name).unwrap_or_default();
        },
    },
];

pub(super) const TYPED: &[Typed] = &[
    Typed {
        place: Place::Batches,
        id: "set-epics",
        label: "Epics",
        hint: "Such as: epics 3 to 6 except 4, or an epic’s title.",
        placeholder: "all",
        is_list: false,
        get: |settings| settings.plan.epics.clone().unwrap_or_default(),
        set: |settings, typed| {
            settings.plan.epics = (!typed.is_empty()).then(|| typed.to_owned());
            true
        },
    },
    Typed {
        place: Place::Files,
        id: "set-names",
        label: "Their names",
        hint: "One a line: a file’s name, the end of a path, or a folder with / at its end.",
        placeholder: "none",
        is_list: true,
        get: |settings| match &settings.graph.registry {
            Some(names) => names.join("\n"),
            None => DEFAULT_REGISTRY.join("\n"),
        },
        set: |settings, typed| {
            let names: Vec<String> = typed
                .split(['\n', ','])
                .map(str::trim)
                .filter(|name| !name.is_empty())
                .map(str::to_owned)
                .collect();
            settings.graph.registry = (names != DEFAULT_REGISTRY).then_some(names);
            true
        },
    },
    Typed {
        place: Place::Tokens,
        id: "set-base",
        label: "Tokens of any story",
        hint: "What a story costs before its size is counted.",
        placeholder: "0",
        is_list: false,
        get: |settings| told(Some(u64::from(settings.plan.token_base))),
        set: |settings, typed| match read(typed).map(u32::try_from) {
            Some(Ok(tokens)) => {
                settings.plan.token_base = tokens;
                true
            }
            _ => false,
        },
    },
    Typed {
        place: Place::Tokens,
        id: "set-rate",
        label: "And for each point of its size",
        hint: "A criterion, a task or a story point.",
        placeholder: "0",
        is_list: false,
        get: |settings| told(Some(u64::from(settings.plan.token_rate))),
        set: |settings, typed| match read(typed).map(u32::try_from) {
            Some(Ok(tokens)) => {
                settings.plan.token_rate = tokens;
                true
            }
            _ => false,
        },
    },
    Typed {
        place: Place::Tokens,
        id: "set-batch-tokens",
        label: "Budget of a batch",
        hint: "Tokens, such as 400K. A batch stays within; a story above it is alone.",
        placeholder: "none",
        is_list: false,
        get: |settings| told(settings.plan.batch_tokens),
        set: |settings, typed| budget(&mut settings.plan.batch_tokens, typed),
    },
    Typed {
        place: Place::Tokens,
        id: "set-sprint-tokens",
        label: "Budget of the sprint",
        hint: "Tokens, such as 2.5M. A line across the plan shows what fits.",
        placeholder: "none",
        is_list: false,
        get: |settings| told(settings.plan.sprint_tokens),
        set: |settings, typed| budget(&mut settings.plan.sprint_tokens, typed),
    },
];

fn budget(of: &mut Option<u64>, typed: &str) -> bool {
    if typed.is_empty() {
        *of = None;
        return true;
    }
    let tokens = read(typed).filter(|&tokens| tokens > 0);
    if tokens.is_some() {
        *of = tokens;
    }
    tokens.is_some()
}

/// `2.5M`, `400K`, `400 000`, `400,000` as a number of tokens.
fn read(typed: &str) -> Option<u64> {
    let typed = typed.trim().to_ascii_lowercase();
    let (digits, unit) = match (typed.strip_suffix('k'), typed.strip_suffix('m')) {
        (Some(rest), _) => (rest, 1_000),
        (_, Some(rest)) => (rest, 1_000_000),
        _ => (typed.as_str(), 1),
    };
    let (whole, part) = match digits.split_once('.').filter(|_| unit > 1) {
        Some((whole, part)) => (whole, part),
        None => (digits, ""),
    };
    let whole: String = whole
        .chars()
        .filter(|c| !matches!(c, ' ' | ',' | '_' | '\u{a0}'))
        .collect();
    let mut tokens = whole.parse::<u64>().ok()?.checked_mul(unit)?;
    let mut unit = unit;
    for digit in part.trim().chars() {
        unit /= 10;
        tokens += u64::from(digit.to_digit(10)?) * unit;
    }
    Some(tokens)
}

/// A number of tokens in the shortest form that says all of it.
fn told(tokens: Option<u64>) -> String {
    match tokens {
        None => String::new(),
        Some(tokens) if tokens > 0 && tokens % 1_000_000 == 0 => format!("{}M", tokens / 1_000_000),
        Some(tokens) if tokens > 0 && tokens % 1_000 == 0 => format!("{}K", tokens / 1_000),
        Some(tokens) => tokens.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_read_as_people_write_them() {
        let rows = [
            ("400K", Some(400_000)),
            ("2.5m", Some(2_500_000)),
            (" 400 000 ", Some(400_000)),
            ("400,000", Some(400_000)),
            ("7", Some(7)),
            ("1.25K", Some(1_250)),
            ("", None),
            ("-3", None),
            ("many", None),
            ("99999999999999M", None),
        ];
        for (typed, tokens) in rows {
            assert_eq!(read(typed), tokens, "{typed}");
        }
    }

    #[test]
    fn tokens_are_shown_as_they_can_be_typed() {
        for tokens in [0, 7, 1_500, 400_000, 2_500_000, 3_000_000] {
            assert_eq!(read(&told(Some(tokens))), Some(tokens));
        }
    }

    #[test]
    fn every_choice_offers_what_is_set_and_takes_what_it_offers() {
        for field in CHOICES {
            let mut settings = Settings::default();
            assert!(
                field
                    .options
                    .iter()
                    .any(|option| option.0 == (field.get)(&settings))
            );
            for option in field.options {
                (field.set)(&mut settings, option.0);
                assert_eq!((field.get)(&settings), option.0, "{}", field.id);
            }
        }
    }

    #[test]
    fn what_is_typed_as_shown_changes_nothing() {
        for field in TYPED {
            let mut settings = Settings::default();
            let shown = (field.get)(&settings);
            assert!((field.set)(&mut settings, &shown), "{}", field.id);
            assert_eq!(settings, Settings::default(), "{}", field.id);
        }
    }
}
