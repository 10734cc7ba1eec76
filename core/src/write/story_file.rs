//! A draft as the method's story file, in the headings that the reader knows.

use crate::backlog::StoryKind;
use crate::desk::Draft;
use crate::source::Document;

/// The story file of a draft, in `folder` (empty for none).
pub fn story_file(draft: &Draft, folder: &str) -> Document {
    let name = draft.file_name();
    let folder = folder.trim_end_matches('/');
    let path = if folder.is_empty() {
        name
    } else {
        format!("{folder}/{name}")
    };
    Document::new(path, text(draft))
}

/// The word for a kind in a story file; none for a feature.
pub(crate) fn kind_word(kind: StoryKind) -> Option<&'static str> {
    match kind {
        StoryKind::Feature => None,
        StoryKind::Infrastructure => Some("infrastructure"),
        StoryKind::Migration => Some("migration"),
        StoryKind::Operational => Some("operational"),
        StoryKind::Security => Some("security"),
        StoryKind::Spike => Some("spike"),
    }
}

fn text(draft: &Draft) -> String {
    let mut out = format!(
        "# Story {}: {}\n\nStatus: backlog\n",
        draft.number(),
        draft.title
    );
    if let Some(kind) = kind_word(draft.kind) {
        out.push_str(&format!("Kind: {kind}\n"));
    }
    out.push_str(
        "
## Story

",
    );
    out.push_str(
        &draft
            .tongue
            .statement(&draft.role, &draft.want, &draft.benefit),
    );
    section(
        &mut out,
        "## Acceptance Criteria",
        &draft.criteria,
        true,
        "",
    );
    section(&mut out, "## Tasks / Subtasks", &draft.tasks, false, "[ ] ");
    let said = draft.needs.iter().filter(|need| need.guess.is_none());
    let said: Vec<String> = said.map(|need| format!("Story {}", need.key)).collect();
    section(&mut out, "### Dependencies", &said, false, "");
    let guessed = draft.needs.iter().filter_map(|need| {
        let why = need.guess.as_deref()?;
        Some(format!("Story {} (a guess: {why})", need.key))
    });
    section(
        &mut out,
        "### Soft dependencies",
        &guessed.collect::<Vec<_>>(),
        false,
        "",
    );
    let files: Vec<String> = draft.files.iter().map(|path| format!("`{path}`")).collect();
    section(&mut out, "### Files to modify", &files, false, "");
    let notes = [&draft.guidance, &draft.risks, &draft.rollback];
    if notes.iter().any(|list| !list.is_empty()) {
        out.push_str("\n## Dev Notes\n");
    }
    section(
        &mut out,
        "### Technical guidance",
        &draft.guidance,
        false,
        "",
    );
    section(&mut out, "### Risks", &draft.risks, false, "");
    section(&mut out, "### Rollback", &draft.rollback, false, "");
    if let Some(owner) = &draft.owner {
        out.push_str(&format!("\n### Owner\n\n{owner}\n"));
    }
    section(&mut out, "### References", &draft.source, false, "");
    out
}

fn section(out: &mut String, heading: &str, items: &[String], ordered: bool, mark: &str) {
    if items.is_empty() {
        return;
    }
    out.push_str(&format!("\n{heading}\n\n"));
    for (at, item) in (1..).zip(items) {
        match ordered {
            true => out.push_str(&format!("{at}. {item}\n")),
            false => out.push_str(&format!("- {mark}{item}\n")),
        }
    }
}
