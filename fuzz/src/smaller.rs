//! Makes a project that shows a defect smaller while it still shows it.

use sprintloom_core::source::Document;
use std::time::{Duration, Instant};

/// Tries at most; by then a person can see what it is.
const TRIES: usize = 1_500;
/// So long at most: large projects are slow, and the runs are to go on.
const TIME: Duration = Duration::from_secs(20);

/// The project without the documents, and then without the lines, that the defect does not need.
pub fn smallest(documents: &[Document], shows: impl Fn(&[Document]) -> bool) -> Vec<Document> {
    let (mut tries, started) = (0, Instant::now());
    let shows = |candidate: &[Document]| started.elapsed() < TIME && shows(candidate);
    let mut kept = documents.to_vec();
    let mut at = 0;
    while at < kept.len() && tries < TRIES {
        let mut fewer = kept.clone();
        fewer.remove(at);
        tries += 1;
        if shows(&fewer) {
            kept = fewer;
        } else {
            at += 1;
        }
    }
    for at in 0..kept.len() {
        let text = kept[at].text.clone();
        let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
        let mut length = (lines.len() / 2).max(1);
        while tries < TRIES {
            let mut start = 0;
            let mut is_smaller = false;
            while start < lines.len() && tries < TRIES {
                let end = (start + length).min(lines.len());
                let fewer: Vec<&str> = [&lines[..start], &lines[end..]].concat();
                let mut candidate = kept.clone();
                candidate[at].text = fewer.concat();
                tries += 1;
                if shows(&candidate) {
                    (kept, lines, is_smaller) = (candidate, fewer, true);
                } else {
                    start = end;
                }
            }
            if length == 1 && !is_smaller {
                break;
            }
            length = (length / 2).max(1);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_needed_stays() {
        let documents = [
            Document::new("a.md", "one\ntwo\nthree\nfour\nfive\n"),
            Document::new("b.md", "six\n"),
        ];
        let shows = |some: &[Document]| {
            let text: String = some.iter().map(|one| one.text.as_str()).collect();
            text.contains("two") && text.contains("five")
        };
        assert_eq!(
            smallest(&documents, shows),
            [Document::new("a.md", "two\nfive\n")]
        );
    }
}
