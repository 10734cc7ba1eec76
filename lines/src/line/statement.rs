//! "As a …, I want …, so that …" in the languages it is written in.

use super::criteria::item_text;
use crate::backlog::UserStory;
use crate::source::letters::Lowercase;
use crate::source::marks::{Marked, marks};
use crate::source::words::Starts;

/// How one language puts the three parts. Words in lower case; longer ones first.
struct Pattern {
    role: &'static [&'static str],
    want: &'static [&'static str],
    benefit: &'static [&'static str],
}

const PATTERNS: &[Pattern] = &[
    Pattern {
        // Articles and "to" belong to the phrase: it reads as it was written wherever it is shown.
        role: &["as "],
        want: &[
            "i want ",
            "i need ",
            "i can ",
            "i would like ",
            "i'd like ",
            "we want ",
            "i should ",
            "i expect ",
        ],
        benefit: &["so that ", "so i can ", "so i ", "in order to ", "because "],
    },
    Pattern {
        role: &["en tant que ", "en tant qu'", "en tant qu’"],
        want: &[
            "je veux ",
            "je souhaite ",
            "je peux ",
            "j'ai besoin ",
            "je voudrais ",
        ],
        benefit: &["afin que ", "afin de ", "afin d'", "pour que ", "pour "],
    },
    Pattern {
        role: &["como "],
        want: &[
            "quiero ",
            "necesito ",
            "deseo ",
            "eu quero ",
            "quero ",
            "eu preciso ",
            "preciso ",
            "desejo ",
        ],
        benefit: &[
            "para que ",
            "para poder ",
            "a fin de ",
            "de modo que ",
            "para ",
        ],
    },
    Pattern {
        role: &["作为一名", "作为一个", "作为", "身为", "作為"],
        want: &[
            "我希望",
            "我想要",
            "我想",
            "我要",
            "我需要",
            "我能够",
            "我可以",
            "希望",
            "想要",
        ],
        benefit: &["以便于", "以便", "从而", "这样", "使得", "以确保", "以"],
    },
    Pattern {
        role: &["als "],
        want: &["möchte ich ", "will ich ", "brauche ich "],
        benefit: &["damit ", "sodass ", "um "],
    },
    Pattern {
        role: &["come ", "in qualità di "],
        want: &["voglio ", "vorrei ", "desidero "],
        benefit: &[
            "in modo da ",
            "in modo che ",
            "così che ",
            "affinché ",
            "per ",
        ],
    },
    Pattern {
        role: &["là một ", "với vai trò ", "là "],
        want: &["tôi muốn ", "tôi cần ", "tôi có thể "],
        benefit: &["để ", "nhằm "],
    },
    Pattern {
        role: &["как "],
        want: &["я хочу ", "хочу ", "мне нужно "],
        benefit: &["чтобы "],
    },
    Pattern {
        role: &["як "],
        want: &["я хочу ", "хочу ", "мені потрібно "],
        benefit: &["щоб "],
    },
    Pattern {
        role: &["jako "],
        want: &["chcę ", "potrzebuję ", "chci "],
        benefit: &["żeby ", "aby ", "po to, aby ", "abych "],
    },
];

/// What the words before a role begin with.
const ROLES: Starts = {
    let mut starts = Starts::NONE;
    let mut patterns = PATTERNS;
    while let [pattern, others @ ..] = patterns {
        let mut roles = pattern.role;
        while let [role, more @ ..] = roles {
            starts = starts.with(role);
            roles = more;
        }
        patterns = others;
    }
    starts
};

/// Which part a line went on with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Want,
    Benefit,
}

/// Gathers a statement over its lines.
#[derive(Debug, Default)]
pub struct Statement {
    story: UserStory,
    pattern: Option<usize>,
}

impl Statement {
    /// Tries a line; whether it was part of the statement.
    pub fn line(&mut self, body: &str) -> bool {
        if self.story.benefit.is_some() {
            return false;
        }
        let text = body.trim_start_of(marks!['*', '_', '>', '-', ' ', '"', '“', '`']);
        // All patterns begin with a letter; most lines end here.
        if !text.starts_with(char::is_alphabetic) {
            return false;
        }
        if self.story.role.is_none() {
            return may_begin(text) && self.begin(text);
        }
        let Some(pattern) = self.pattern.and_then(|at| PATTERNS.get(at)) else {
            return false;
        };
        let plain = plain(text);
        if self.story.want.is_none() {
            if let Some(at) = starts(&plain, pattern.want) {
                self.want_and_benefit(plain.get(at..).unwrap_or(""), pattern);
                return true;
            }
        } else if let Some(at) = starts(&plain, pattern.benefit) {
            self.story.benefit = part(plain.get(at..).unwrap_or(""));
            return true;
        }
        false
    }

    /// The statement as far as it was found; a role alone is none.
    pub fn finish(self) -> UserStory {
        if self.story.want.is_none() {
            UserStory::default()
        } else {
            self.story
        }
    }

    fn begin(&mut self, text: &str) -> bool {
        let plain = plain(text);
        for (index, pattern) in PATTERNS.iter().enumerate() {
            let Some(at) = starts(&plain, pattern.role) else {
                continue;
            };
            let rest = plain.get(at..).unwrap_or("");
            let (head, benefit) = split(rest, pattern.benefit)
                .map_or((rest, None), |(head, benefit)| (head, Some(benefit)));
            // "As a player, ships explode so that …": what comes after the role is the want.
            let named = split(head, pattern.want);
            let want =
                named.or_else(|| benefit.and_then(|_| head.split_once_at(marks![',', '，'])));
            if let Some((role, want)) = want {
                self.pattern = Some(index);
                self.story.role = part(role);
                self.story.want = part(want);
                self.story.benefit = benefit.and_then(part);
                return true;
            }
            // The want stands on the next line; a long line is prose that begins like a role.
            if rest.chars().count() <= 120 {
                self.pattern = Some(index);
                self.story.role = part(rest);
                return true;
            }
        }
        false
    }

    fn want_and_benefit(&mut self, text: &str, pattern: &Pattern) {
        match split(text, pattern.benefit) {
            Some((want, benefit)) => {
                self.set(Part::Want, want);
                self.set(Part::Benefit, benefit);
            }
            None => self.set(Part::Want, text),
        }
    }

    fn set(&mut self, which: Part, text: &str) {
        match which {
            Part::Want => self.story.want = part(text),
            Part::Benefit => self.story.benefit = part(text),
        }
    }
}

/// Whether a role may begin here; emphasis within its first word is rare, and looked at.
fn may_begin(text: &str) -> bool {
    match text.as_bytes() {
        [first, second, ..] if first.is_ascii() => {
            ROLES.admit(text) || matches!(second, b'*' | b'_')
        }
        _ => text.starts_with_one(marks!['作', '身', 'К', 'к', 'Я', 'я']),
    }
}

/// Without emphasis; the underscore of `base_source.py` is none.
fn plain(text: &str) -> String {
    if !text.bytes().any(|byte| byte == b'_') {
        return text.chars().filter(|c| *c != '*').take(700).collect();
    }
    let mut before = ' ';
    let mut out = String::new();
    for (at, c) in text.char_indices().take(700) {
        let within = || {
            let rest = text.get(at + 1..).unwrap_or("");
            before.is_alphanumeric() && rest.starts_with(char::is_alphanumeric)
        };
        if c != '*' && (c != '_' || within()) {
            out.push(c);
        }
        before = c;
    }
    out
}

fn part(text: &str) -> Option<String> {
    let marks = marks![',', '.', ' ', '，', '。', ';', ':', '：', '、'];
    let text = text.trim_of(marks);
    // A statement in quotes, and not one that ends with something quoted.
    let open = |mark: char| text.matches(mark).count() % 2 == 1;
    let text = match text.strip_suffix('"').filter(|_| open('"')) {
        Some(inner) => inner,
        None => text
            .strip_suffix('”')
            .filter(|_| !text.contains('“'))
            .unwrap_or(text),
    };
    let text = item_text(text.trim_of(marks));
    (!text.is_empty()).then_some(text)
}

/// Byte length of the first of `words` that `text` starts with.
fn starts(text: &str, words: &[&str]) -> Option<usize> {
    words.iter().find_map(|word| {
        same_start(text, word).then_some(word.len()).or_else(|| {
            // The word at the very end of its line ("**As a**" on its own).
            text.trim_end()
                .eq_ignore_ascii_case(word.trim_end())
                .then_some(text.len())
        })
    })
}

fn same_start(text: &str, word: &str) -> bool {
    text.split_at_checked(word.len()).is_some_and(|(head, _)| {
        head.eq_ignore_ascii_case(word) || (!word.is_ascii() && head.lowercase() == word)
    })
}

/// `text` before and after the earliest of `words` that begins a word there.
fn split<'a>(text: &'a str, words: &[&str]) -> Option<(&'a str, &'a str)> {
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        if !before.is_alphanumeric() || !c.is_ascii() {
            let rest = text.get(at..).unwrap_or("");
            if let Some(word) = words.iter().find(|word| same_start(rest, word)) {
                return Some((text.get(..at)?, rest.get(word.len()..)?));
            }
        }
        before = c;
    }
    None
}
