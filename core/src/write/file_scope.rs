//! A file that the user adds to a story, as an edit of the document that declares the story.

use crate::backlog::{Backlog, Evidence, FileScope, Story};
use crate::source::{self, Document, Place};

/// Where a path goes that is added to a story: at byte `at` of the document, between these words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileSlot {
    /// Path of the document.
    pub document: String,
    /// Byte.
    pub at: usize,
    /// What comes before the path.
    pub before: String,
    /// What comes after it.
    pub after: String,
}

/// Where another file of this story would be written: at the end of the list or line that names
/// its files, else on a line of its own at the story's end. `None` where the story is a row of a
/// table or a list and has no room for one.
pub fn file_slot(documents: &[Document], backlog: &Backlog, story: &Story) -> Option<FileSlot> {
    let text_of = |path: &str| {
        let mut all = documents.iter();
        all.find(|document| document.path == path)
            .map(|document| document.text.as_str())
    };
    let mut declared = story
        .scopes
        .iter()
        .filter(|scope| scope.evidence == Evidence::Declared && scope.touches());
    if let Some(last) = declared.next_back()
        && let Some(text) = text_of(&last.place.path)
        && let Some(slot) = beside(text, last)
    {
        return Some(slot);
    }
    let place = story
        .declared
        .as_ref()
        .filter(|_| !story.is_only_mentioned)?;
    at_end(text_of(&place.path)?, backlog, place)
}

/// After the last file of a list, or of a line.
fn beside(text: &str, last: &FileScope) -> Option<FileSlot> {
    let line = line_at(text, last.place.span.start)?;
    let named = line.text.find(last.path.as_str())?;
    let body = line.text.trim_start();
    let is_labelled = line.text.get(..named)?.contains([':', '：']);
    let slot = |at, before: String| FileSlot {
        document: last.place.path.to_string(),
        at,
        before,
        after: "`".to_owned(),
    };
    let end = line.start + line.text.len();
    if !is_labelled && ["- ", "* ", "+ "].iter().any(|mark| body.starts_with(mark)) {
        let indent = line.text.len() - body.len();
        let mark = line.text.get(..indent + 2)?;
        return Some(slot(end, format!("{}{mark}`", ending(text))));
    }
    let shown = line.text.trim_end();
    let ends_with_path = shown.ends_with('`') || shown.ends_with(last.path.as_str());
    (is_labelled && ends_with_path && !body.starts_with('|'))
        .then(|| slot(line.start + shown.len(), ", `".to_owned()))
}

/// On a line of its own, after the last line of the story.
fn at_end(text: &str, backlog: &Backlog, place: &Place) -> Option<FileSlot> {
    let next = backlog
        .stories
        .iter()
        .flat_map(|story| story.declared.iter().chain(&story.also_declared))
        .chain(
            backlog
                .epics
                .iter()
                .filter_map(|epic| epic.declared.as_ref()),
        )
        .filter(|other| other.path == place.path && other.line > place.line)
        .map(|other| other.line)
        .min();
    let head = line_at(text, place.span.start)?;
    let level = head.text.bytes().take_while(|&byte| byte == b'#').count();
    let body = head.text.trim_start();
    if body.starts_with(['|', '-', '+']) && body != "---" || body.starts_with("* ") {
        return None;
    }
    let mut at = head.start + head.text.len();
    let mut in_fence = false;
    for line in source::lines(text).skip(place.line as usize) {
        let hashes = line.text.bytes().take_while(|&byte| byte == b'#').count();
        let is_heading = hashes > 0
            && line
                .text
                .get(hashes..)
                .is_some_and(|rest| rest.starts_with(' '));
        let body = line.text.trim();
        if body.starts_with("```") || body.starts_with("~~~") {
            in_fence = !in_fence;
        }
        let ends =
            next == Some(line.number) || (is_heading && !in_fence && level > 0 && hashes <= level);
        if ends {
            break;
        }
        // A rule belongs to what follows it.
        if !body.is_empty() && !matches!(body, "---" | "***" | "___") {
            at = line.start + line.text.len();
        }
    }
    let ending = ending(text);
    Some(FileSlot {
        document: place.path.to_string(),
        at,
        before: format!("{ending}{ending}**Files to modify:** `"),
        after: "`".to_owned(),
    })
}

fn line_at(text: &str, offset: usize) -> Option<source::Line<'_>> {
    let mut lines = source::lines(text);
    lines.find(|line| line.start + line.text.len() >= offset)
}

fn ending(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::{Project, Readings, derive};

    /// Adds `src/new.rs` to story 1-1, reads again, and gives the text and the declared paths of all stories.
    fn add(path: &str, text: &str) -> (String, Vec<Vec<String>>) {
        let mut project = Project {
            documents: vec![Document::new(path, text)],
            ..Project::default()
        };
        let derived = derive(&project, &mut Readings::default());
        let story = &derived.backlog.stories[0];
        let slot = file_slot(&project.documents, &derived.backlog, story).expect("there is room");
        let line = format!("{}src/new.rs{}", slot.before, slot.after);
        project.documents[0].text.insert_str(slot.at, &line);
        let derived = derive(&project, &mut Readings::default());
        let paths = |story: &Story| {
            story
                .constraining_scopes()
                .map(|scope| scope.path.clone())
                .collect()
        };
        (
            project.documents[0].text.clone(),
            derived.backlog.stories.iter().map(paths).collect(),
        )
    }

    const TWO: &str = "## Epic 1: One\n\n### Story 1.1: First\n\nAs a user, I want this.\n\n---\n\n### Story 1.2: Second\n\nText.\n";

    #[test]
    fn a_story_without_files_gets_a_line_at_its_end() {
        let (text, paths) = add("epics.md", TWO);
        assert!(text.contains("I want this.\n\n**Files to modify:** `src/new.rs`\n\n---\n"));
        assert_eq!(paths, [vec!["src/new.rs"], vec![]]);
    }

    #[test]
    fn line_endings_are_those_of_the_document() {
        let (text, paths) = add("epics.md", &TWO.replace('\n', "\r\n"));
        assert!(text.contains("this.\r\n\r\n**Files to modify:** `src/new.rs`\r\n"));
        assert_eq!(paths[0], ["src/new.rs"]);
    }

    #[test]
    fn a_list_of_files_gets_another_entry() {
        let list = TWO.replace(
            "As a user, I want this.",
            "**Files to modify:**\n\n- `src/a.rs` (new)\n- `src/b.rs`\n\nMore words.",
        );
        let (text, paths) = add("epics.md", &list);
        assert!(text.contains("- `src/b.rs`\n- `src/new.rs`\n\nMore words."));
        assert_eq!(paths[0], ["src/a.rs", "src/b.rs", "src/new.rs"]);
    }

    #[test]
    fn a_line_of_files_goes_on() {
        let line = TWO.replace(
            "As a user, I want this.",
            "**Files:** `src/a.rs`, `src/b.rs`",
        );
        let (text, paths) = add("epics.md", &line);
        assert!(text.contains("`src/b.rs`, `src/new.rs`\n"));
        assert_eq!(paths[0], ["src/a.rs", "src/b.rs", "src/new.rs"]);
    }

    #[test]
    fn the_last_story_and_one_of_a_heading_alone_have_room() {
        let (text, paths) = add("epics.md", "## Epic 1: One\n\n### Story 1.1: First");
        assert!(text.ends_with("First\n\n**Files to modify:** `src/new.rs`"));
        assert_eq!(paths, [["src/new.rs"]]);
    }

    #[test]
    fn a_fence_with_a_heading_in_it_does_not_end_the_story() {
        let fenced = TWO.replace(
            "As a user, I want this.",
            "```sh\n# not a heading\n```\n\nEnd.",
        );
        let (text, paths) = add("epics.md", &fenced);
        assert!(text.contains("End.\n\n**Files to modify:** `src/new.rs`"));
        assert_eq!(paths[0], ["src/new.rs"]);
    }

    #[test]
    fn a_story_file_takes_it_too() {
        let (_, paths) = add(
            "stories/1-1-first.md",
            "# Story 1.1: First\n\nStatus: draft\n\n## Story\n\nAs a user, I want this.\n\n## Tasks\n\n- [ ] Do it\n",
        );
        assert_eq!(paths, [["src/new.rs"]]);
    }
}
