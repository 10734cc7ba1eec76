//! The status file that the documents ask for, merged with the one there is: edits of it, never a
//! new one. Nothing is lowered and nothing is taken out.

use super::merge::merged;
use super::report::Generated;
use super::rows::StatusFile;
use super::words::LADDER;
use crate::backlog::{Backlog, Status};
use crate::ordering::Set;
use crate::read::{self, Fact, Reading};
use crate::source::{Document, Edit, Span};

/// So often lines are left out that would not be read as they are meant; then all are.
const MOST_ROUNDS: u32 = 4;

/// So often what came of merging is merged again, until nothing is left to do.
const MOST_MERGES: u32 = 3;

/// What merging is to go by, beside the documents.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wishes<'a> {
    /// Written as the time of the update, where the file has one and anything changes.
    pub now: Option<&'a str>,
    /// Keys of stories, old or new ones, that have another title now and are the same all the same:
    /// their lines keep their statuses.
    pub same: &'a [String],
}

/// Merges what `backlog` declares into the status file `document`, one of the documents that
/// `backlog` was joined of.
///
/// A line is added only where it will be read as the line of its story, and what comes of merging is
/// merged again before it counts, so a second time nothing is left to do. Where that does not come
/// to an end, the file stays as it is and what would be missing is said.
pub fn generate(
    document: &Document,
    readings: &[&Reading],
    backlog: &Backlog,
    wishes: &Wishes<'_>,
) -> Generated {
    let mut made = settle(document, readings, backlog, wishes);
    let timeless = Wishes {
        now: None,
        ..*wishes
    };
    for _ in 0..MOST_MERGES {
        if made.edits.is_empty() {
            return made;
        }
        let next = Document::new(document.path.clone(), made.text.clone());
        let own = read::document(&next);
        let readings = super::settled::with(readings, document, &own);
        let (after, _) = read::join(&readings);
        let again = settle(&next, &readings, &after, &timeless);
        if again.edits.is_empty() {
            return made;
        }
        // A word that was mended can make a text readable that was not before.
        made.report.go_on(again.report);
        made.edits = vec![one_edit(document, &again.text)];
        made.text = again.text;
    }
    let everything = (0..backlog.stories.len()).collect();
    let file = StatusFile::of(document);
    let furthest = furthest(readings, backlog);
    let (kept, _) = merged(&file, backlog, &furthest, wishes, &everything);
    Generated {
        text: document.text.clone(),
        edits: Vec::new(),
        report: kept.report.of_nothing(),
    }
}

/// What makes the text of `document` another one: from the first byte that differs to the last.
fn one_edit(document: &Document, text: &str) -> Edit {
    let before = document.text.as_str();
    let same = |(a, b): (char, char)| (a == b).then(|| a.len_utf8());
    let head: usize = (before.chars().zip(text.chars())).map_while(same).sum();
    let rest = |text: &'_ str| text.len() - head;
    let most = rest(before).min(rest(text));
    let mut tail = 0;
    for bytes in (before.chars().rev().zip(text.chars().rev())).map_while(same) {
        if tail + bytes > most {
            break;
        }
        tail += bytes;
    }
    let replacement = text.get(head..text.len() - tail).unwrap_or("");
    Edit {
        path: document.path.clone(),
        span: Span::new(head, before.len() - tail),
        replacement: replacement.to_owned(),
    }
}

/// The merged file in which every line that was added is read as that of its story.
fn settle(
    document: &Document,
    readings: &[&Reading],
    backlog: &Backlog,
    wishes: &Wishes<'_>,
) -> Generated {
    let file = StatusFile::of(document);
    let furthest = furthest(readings, backlog);
    let mut left_out = Set::default();
    for round in 1.. {
        let (made, added) = merged(&file, backlog, &furthest, wishes, &left_out);
        let lost = super::settled::lost(document, readings, backlog, &made, &added);
        if lost.is_empty() {
            return made;
        }
        // Lines of one epic change how its others are read.
        let epic = |at: usize| backlog.stories.get(at).map(|story| &story.epic);
        let is_guilty = |at: usize| lost.iter().any(|&other| epic(other) == epic(at));
        let all = round == MOST_ROUNDS || !added.iter().any(|(at, _)| is_guilty(*at));
        for (at, _) in added {
            if all || is_guilty(at) {
                left_out.insert(at);
            }
        }
    }
    Generated::default()
}

/// For each story the furthest status that any of its documents states.
fn furthest(readings: &[&Reading], backlog: &Backlog) -> Vec<Option<Status>> {
    let drift = read::drift(readings, backlog);
    let of = |story: read::StoryDrift| {
        let said = story
            .said
            .into_iter()
            .filter(|(fact, _)| *fact == Fact::Status);
        said.filter_map(|(_, said)| {
            LADDER
                .iter()
                .find(|status| status.as_str() == said.value)
                .copied()
        })
        .max()
    };
    drift.into_iter().map(of).collect()
}
