//! A story before it is one: the parts of a story file, and free keys for new ones.

use crate::backlog::{Backlog, EpicId, StoryKey, StoryKind, natural_order};
use crate::ordering::Set;
use crate::source::Document;
use crate::source::letters::Lowercase;

/// Something that has to come first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Needed {
    /// The story.
    pub key: StoryKey,
    /// Why the desk thinks so; `None` where the text says it. A guess is written as a soft
    /// dependency: it is shown and holds nothing up until somebody makes it a real one.
    pub guess: Option<String>,
}

/// A story that is being drafted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Draft {
    /// Its key, free in the backlog.
    pub key: Option<StoryKey>,
    /// The epic's id as the heading names it.
    pub epic: Option<EpicId>,
    /// Title.
    pub title: String,
    /// What sort of work it is.
    pub kind: StoryKind,
    /// Who, with its article: "a buyer".
    pub role: String,
    /// What, as it follows "I want".
    pub want: String,
    /// Why, as it follows "so that".
    pub benefit: String,
    /// The language of the three.
    pub tongue: super::Tongue,
    /// Acceptance criteria, a line each.
    pub criteria: Vec<String>,
    /// Tasks, a line each.
    pub tasks: Vec<String>,
    /// Technical guidance.
    pub guidance: Vec<String>,
    /// What can go wrong.
    pub risks: Vec<String>,
    /// How to get back.
    pub rollback: Vec<String>,
    /// Files named by the text it comes from.
    pub files: Vec<String>,
    /// What has to come first.
    pub needs: Vec<Needed>,
    /// Who takes it, where a pattern says so.
    pub owner: Option<String>,
    /// Where it comes from: "epics.md, line 12: FR3".
    pub source: Vec<String>,
}

impl Draft {
    /// The key as a heading has it: `3.1` for `3-1`, others as they are.
    pub fn number(&self) -> String {
        let (Some(key), Some(epic)) = (&self.key, &self.epic) else {
            return String::new();
        };
        let story = key
            .as_str()
            .strip_prefix(epic.as_str())
            .and_then(|rest| rest.strip_prefix('-'));
        match story {
            Some(story) if epic.as_str().starts_with(|c: char| c.is_ascii_digit()) => {
                format!("{epic}.{story}")
            }
            _ => key.to_string(),
        }
    }

    /// The name of its file: `3-1-sign-in.md`.
    pub fn file_name(&self) -> String {
        // A placeholder in the title is no word of the name.
        let first = super::placeholders(&self.title)
            .first()
            .map(|one| one.start);
        let title = self.title.get(..first.unwrap_or(self.title.len()));
        let Some(key) = &self.key else {
            return "story.md".to_owned();
        };
        format!("{}.md", crate::read::long_key(key, title.unwrap_or("")))
    }
}

/// Free keys for new stories of a backlog.
#[derive(Debug)]
pub struct Keys<'a> {
    backlog: &'a Backlog,
    taken: Set<String>,
}

impl<'a> Keys<'a> {
    /// The keys that are free beside those of the backlog and these.
    pub fn beside(backlog: &'a Backlog, others: impl IntoIterator<Item = StoryKey>) -> Self {
        let stories = backlog.stories.iter().map(|story| story.key.clone());
        Self {
            backlog,
            taken: stories
                .chain(others)
                .map(|key| key.as_str().lowercase())
                .collect(),
        }
    }

    /// Takes the key after the last one of the epic.
    pub fn next(&mut self, epic: &EpicId) -> StoryKey {
        let of_epic = self
            .backlog
            .stories
            .iter()
            .filter(|story| story.epic == *epic);
        let last = of_epic
            .map(|story| &story.key)
            .max_by(|a, b| natural_order(a.as_str(), b.as_str()));
        let prefix = format!("{epic}-");
        // Stories of a project with flat ids (`STORY-007`) go on counting.
        let flat = last.filter(|key| {
            let within = crate::source::words::after(key.as_str(), &prefix.lowercase());
            within.is_none()
        });
        let flat = flat.map(|key| split_number(key.as_str()));
        let flat = flat.filter(|(stem, _)| !stem.is_empty());
        let ways = [
            flat.map(|(stem, digits)| (stem.to_owned(), digits.len())),
            Some((prefix, 1)),
            // Ids that no heading can have before a number, and stories of no epic at all.
            Some((format!("E{epic}-S"), 1)),
            Some(("STORY-".to_owned(), 3)),
        ];
        let mut first = None;
        for (stem, width) in ways.into_iter().flatten() {
            let (key, is_free) = self.after(&stem, width);
            if is_free && is_read_as(&key, epic) {
                self.taken.insert(key.as_str().lowercase());
                return key;
            }
            first.get_or_insert(key);
        }
        let key = first.unwrap_or_else(|| StoryKey::new(""));
        self.taken.insert(key.as_str().lowercase());
        key
    }

    /// The key with the number after the last one that is taken, and whether it is free.
    fn after(&self, stem: &str, width: usize) -> (StoryKey, bool) {
        let begins = stem.lowercase();
        let known = self.taken.iter().filter_map(|key| {
            let rest = key.strip_prefix(begins.as_str())?;
            let end = rest.find(|c: char| !c.is_ascii_digit());
            let (number, _) = rest.split_at_checked(end.unwrap_or(rest.len()))?;
            number.parse::<u32>().ok()
        });
        let mut number = known.max().unwrap_or(0);
        loop {
            number = number.saturating_add(1);
            let key = format!("{stem}{number:0width$}");
            let is_free = !self.taken.contains(key.lowercase().as_str());
            if is_free || number == u32::MAX {
                return (StoryKey::new(key), is_free);
            }
        }
    }
}

/// Whether the story file of a draft with this key is read as that story.
fn is_read_as(key: &StoryKey, epic: &EpicId) -> bool {
    let draft = Draft {
        key: Some(key.clone()),
        epic: Some(epic.clone()),
        title: "Draft".to_owned(),
        ..Draft::default()
    };
    let text = format!("# Story {}: {}\n", draft.number(), draft.title);
    let (read, _) = crate::read::documents(&[Document::new(draft.file_name(), text)]);
    matches!(read.stories.as_slice(), [only] if only.key == *key && only.title == draft.title)
}

/// `STORY-007` as `STORY-` and `007`.
fn split_number(key: &str) -> (&str, &str) {
    let digits = key.bytes().rev().take_while(u8::is_ascii_digit).count();
    key.split_at_checked(key.len() - digits)
        .unwrap_or((key, ""))
}
