//! The filter of the board, which takes what people type of a story: its key, words of its title,
//! its status, a file, or an epic: `epic 3`, `E3`, `3.`.

use sprintloom_core::source::letters::Lowercase;

use crate::wire::{Snapshot, StoryRow};

/// What a story is found by, in lower case.
pub struct Findable {
    key: String,
    epic: String,
    words: String,
}

impl Findable {
    /// What this story is found by.
    pub fn new(snapshot: &Snapshot, story: &StoryRow) -> Self {
        let (id, title) = match snapshot.epics.get(story.epic as usize) {
            Some(epic) => (epic.id.as_str(), epic.title.as_str()),
            None => ("", ""),
        };
        let status = story.status.word();
        let words = format!(
            "{} epic {id} {title} {status} {} {}",
            story.title,
            status.replace(' ', "-"),
            story.paths
        );
        Self {
            key: story.key.lowercase(),
            epic: id.lowercase(),
            words: words.lowercase(),
        }
    }

    /// Whether all that was typed, in lower case, is said of the story.
    pub fn fits(&self, typed: &str) -> bool {
        let mut words = typed.split_whitespace().peekable();
        while let Some(word) = words.next() {
            let fits = match words.next_if(|_| word == "epic") {
                Some(id) => self.is_of(id),
                None => self.says(word),
            };
            if !fits {
                return false;
            }
        }
        true
    }

    fn is_of(&self, epic: &str) -> bool {
        self.epic == epic.trim_end_matches(['.', ':'])
    }

    fn says(&self, word: &str) -> bool {
        let short = word.strip_prefix('e').unwrap_or_default();
        let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        if is_number(short) && self.is_of(short) {
            return true;
        }
        if let Some(epic) = word.strip_suffix('.').filter(|epic| is_number(epic)) {
            return self.is_of(epic);
        }
        self.words.contains(word) || self.has_key(&word.replace('.', "-"))
    }

    /// Keys are found from the start of a part: `3-1` is not in `13-1`.
    fn has_key(&self, typed: &str) -> bool {
        self.key.match_indices(typed).any(|(at, _)| {
            let before = self.key.get(..at).unwrap_or_default();
            before.is_empty() || before.ends_with('-')
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_type_finds_the_story() {
        let story = Findable {
            key: "3-1".to_owned(),
            epic: "3".to_owned(),
            words: "cart kept epic 3 checkout in progress in-progress src/cart.rs\n".to_owned(),
        };
        for typed in [
            "",
            "epic 3",
            "epic 3:",
            "e3",
            "3.",
            "3",
            "3-1",
            "3.1",
            "kept cart",
            "checkout",
            "in progress",
            "in-progress",
            "src/cart",
            "epic",
            "epic 3 kept",
            "e3 cart",
        ] {
            assert!(story.fits(typed), "{typed}");
        }
        for typed in [
            "epic 1", "epic 13", "e1", "1.", "13-1", "3-2", "cart pay", "done",
        ] {
            assert!(!story.fits(typed), "{typed}");
        }
    }
}
