//! What happened, put together: changes of a draft. The core says what comes of it.

use sprintloom_core::backlog::Status;
use sprintloom_core::correct::{Reason, ToBatch};
use sprintloom_core::project::Draft;

/// What can be said of a story at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// It is done.
    Done,
    /// It is being worked on.
    InProgress,
    /// It failed; said again, it failed again.
    Failed,
    /// It goes out.
    Drop,
    /// It comes in.
    Add,
    /// It goes to a batch.
    Move(u32),
}

impl Mark {
    /// The marks with a button, and the word on it.
    pub const BUTTONS: [(Mark, &'static str); 5] = [
        (Mark::Done, "Done"),
        (Mark::InProgress, "In progress"),
        (Mark::Failed, "Failed"),
        (Mark::Drop, "Drop"),
        (Mark::Add, "Add"),
    ];
}

/// A draft that says nothing yet.
pub fn fresh() -> Draft {
    let mut draft = Draft::default();
    draft.trigger.reason = Reason::default().as_str().to_owned();
    draft
}

/// Whether it says nothing that could change the plan.
pub fn is_empty(draft: &Draft) -> bool {
    let mut said = draft.clone();
    said.trigger.reason.clear();
    said.trigger.current_batch_id = None;
    said.trigger.drop_rule = Default::default();
    said == Draft::default()
}

/// Says something of a story.
pub fn mark(draft: &mut Draft, key: &str, mark: Mark) {
    let key = key.to_owned();
    let trigger = &mut draft.trigger;
    // What speaks against it was said before: the newest word counts.
    if mark != Mark::Failed {
        draft.statuses.retain(|(known, _)| *known != key);
        trigger.moves.retain(|one| one.story != key);
        trigger.dropped_stories.retain(|known| *known != key);
        trigger.added_stories.retain(|known| *known != key);
    }
    match mark {
        Mark::Done => draft.statuses.push((key, Status::Done)),
        Mark::InProgress => draft.statuses.push((key, Status::InProgress)),
        Mark::Failed => {
            trigger.failed_stories.push(key);
            trigger.reason = Reason::RepeatedFailures.as_str().to_owned();
        }
        Mark::Drop => trigger.dropped_stories.push(key),
        Mark::Add => trigger.added_stories.push(key),
        Mark::Move(batch) => trigger.moves.push(ToBatch { story: key, batch }),
    }
}

/// Wants these stories, which share a batch, in this order.
pub fn order(draft: &mut Draft, keys: Vec<String>) {
    let order = &mut draft.trigger.order;
    order.retain(|known| !keys.contains(known));
    order.extend(keys);
}

/// Drops the story, or takes that back.
pub fn toggle_drop(draft: &mut Draft, key: &str) {
    let dropped = &mut draft.trigger.dropped_stories;
    match dropped.iter().position(|known| known == key) {
        Some(at) => drop(dropped.remove(at)),
        None => mark(draft, key, Mark::Drop),
    }
}

/// One thing that was said, in words, and the draft without it.
pub struct Saying {
    /// The story, where it is about one.
    pub key: Option<String>,
    /// What is said of it.
    pub words: String,
    /// Takes it back.
    pub take_back: Box<dyn Fn(&mut Draft)>,
}

/// All that was said by hand, in a fixed order.
pub fn sayings(draft: &Draft) -> Vec<Saying> {
    let mut all: Vec<Saying> = Vec::new();
    let mut say = |key: &str, words: String, take_back: fn(&mut Draft, &str)| {
        let of = key.to_owned();
        all.push(Saying {
            key: Some(key.to_owned()),
            words,
            take_back: Box::new(move |draft| take_back(draft, &of)),
        });
    };
    for (key, status) in &draft.statuses {
        say(key, status.as_str().replace('-', " "), |draft, key| {
            draft.statuses.retain(|(known, _)| known != key);
        });
    }
    let trigger = &draft.trigger;
    for (at, key) in trigger.failed_stories.iter().enumerate() {
        let before = trigger.failed_stories.iter().take(at);
        let again = if before.clone().any(|known| known == key) {
            "failed again"
        } else {
            "failed"
        };
        say(key, again.to_owned(), |draft, key| {
            let failed = &mut draft.trigger.failed_stories;
            if let Some(at) = failed.iter().rposition(|known| known == key) {
                failed.remove(at);
            }
        });
    }
    for key in &trigger.dropped_stories {
        say(key, "dropped".to_owned(), |draft, key| {
            draft.trigger.dropped_stories.retain(|known| known != key);
        });
    }
    for key in &trigger.added_stories {
        say(key, "added".to_owned(), |draft, key| {
            draft.trigger.added_stories.retain(|known| known != key);
        });
    }
    for one in &trigger.moves {
        say(
            &one.story,
            format!("to batch {}", one.batch),
            |draft, key| {
                draft.trigger.moves.retain(|known| known.story != key);
            },
        );
    }
    if !trigger.order.is_empty() {
        all.push(Saying {
            key: None,
            words: format!("order {}", trigger.order.join(" → ")),
            take_back: Box::new(|draft| draft.trigger.order.clear()),
        });
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_word_about_a_story_counts() {
        let mut draft = fresh();
        assert!(is_empty(&draft));
        mark(&mut draft, "4-1", Mark::Move(3));
        mark(&mut draft, "4-1", Mark::Drop);
        assert!(draft.trigger.moves.is_empty());
        toggle_drop(&mut draft, "4-1");
        assert!(is_empty(&draft));
        toggle_drop(&mut draft, "4-1");
        mark(&mut draft, "4-1", Mark::Done);
        mark(&mut draft, "4-1", Mark::InProgress);
        assert_eq!(draft.statuses, [("4-1".to_owned(), Status::InProgress)]);
        assert!(draft.trigger.dropped_stories.is_empty());
    }

    #[test]
    fn everything_said_can_be_taken_back_one_by_one() {
        let mut draft = fresh();
        for (key, said) in [
            ("1-1", Mark::Done),
            ("1-2", Mark::Failed),
            ("1-2", Mark::Failed),
            ("1-3", Mark::Drop),
            ("1-4", Mark::Add),
            ("1-5", Mark::Move(2)),
        ] {
            mark(&mut draft, key, said);
        }
        order(&mut draft, vec!["1-6".to_owned(), "1-7".to_owned()]);
        order(&mut draft, vec!["1-7".to_owned(), "1-6".to_owned()]);
        let words: Vec<String> = sayings(&draft).into_iter().map(|one| one.words).collect();
        assert_eq!(
            words,
            [
                "done",
                "failed",
                "failed again",
                "dropped",
                "added",
                "to batch 2",
                "order 1-7 → 1-6"
            ]
        );
        while let Some(first) = sayings(&draft).into_iter().next() {
            (first.take_back)(&mut draft);
        }
        assert!(is_empty(&draft));
    }
}
