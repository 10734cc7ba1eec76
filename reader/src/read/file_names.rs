//! The names of stories' own files: which key a file is called after, and where a status file says
//! that they lie.

use super::ids;
use super::status_file::{self, StatusEntry};
use super::story_file::stem;
use super::titles::{Agreement, Words, compare, slug};
use crate::ordering::{self, Table};
use crate::source::{Document, DocumentKind, detect};
use std::sync::Arc;

/// The folders in which the story files of a status file may lie, the likeliest first, as paths
/// from the root of the project; empty for a document that is no status file. Its path is from that
/// root too, and no folder leads out of it.
///
/// `story_location` is a folder from the root, or from any folder on the way to the status file. Of
/// a path on its author's machine, and behind a variable such as `{project-root}`, every tail
/// counts. The status file's own folder is the last.
pub fn story_folders(status: &Document) -> Vec<String> {
    if detect(&status.path, &status.text) != DocumentKind::Status {
        return Vec::new();
    }
    let path = status.path.replace('\\', "/");
    let own: Vec<&str> = match path.rsplit_once('/') {
        Some((folder, _)) => segments(folder).collect(),
        None => Vec::new(),
    };
    let said = location(&status.text).replace('\\', "/");
    let mut folders: Vec<String> = Vec::new();
    let mut offer = |parts: &[&str]| {
        let folder = parts.join("/");
        if !folders.contains(&folder) {
            folders.push(folder);
        }
    };
    let known = |segment: &&str| !segment.contains(['{', '}', '$', ':', '~']);
    let mut parts: Vec<&str> = segments(&said).collect();
    let foreign = parts.iter().rposition(|segment| !known(segment));
    let tails = said.starts_with('/') || foreign.is_some();
    parts.drain(..foreign.map_or(0, |at| at + 1));
    if parts.contains(&"..") {
        let mut folder = own.clone();
        let inside = parts.iter().all(|&part| {
            if part == ".." {
                return folder.pop().is_some();
            }
            folder.push(part);
            true
        });
        if inside {
            offer(&folder);
        }
        parts.clear();
    }
    let most = if tails {
        parts.len()
    } else {
        parts.len().min(1)
    };
    for start in 0..most {
        let tail = parts.get(start..).unwrap_or(&[]);
        for depth in 0..=own.len() {
            let base = own.get(..depth).unwrap_or(&[]);
            offer(&[base, tail].concat());
        }
    }
    offer(&own);
    folders
}

fn segments(path: &str) -> impl Iterator<Item = &str> {
    path.split('/')
        .map(str::trim)
        .filter(|part| !matches!(*part, "" | "."))
}

/// What `story_location` says, without what explains it. Read by its line: a path of Windows in
/// quotes is no YAML.
fn location(text: &str) -> &str {
    let value = text
        .lines()
        .find_map(|line| line.strip_prefix("story_location:"));
    let value = value.unwrap_or("");
    let value = [" #", " ("].iter().fold(value, |value, mark| {
        value.split_once(mark).map_or(value, |(before, _)| before)
    });
    value.trim().trim_matches(['"', '\''])
}

/// Which of `paths` are story files called after keys of the status file, one for each key: the
/// file called exactly like it (`KEY.md`, `story-KEY.md`, `3.1.login.md`), else one with its number
/// and at least half of its words, where only one key has that number. Of several the one in the
/// upper folder. Keys whose file is among `given` have theirs.
pub fn story_files<'a>(status: &Document, given: &[&str], paths: &[&'a str]) -> Vec<&'a str> {
    let path: Arc<str> = Arc::from(status.path.as_str());
    let entries = status_file::read(&path, &status.text).entries;
    let names = Names::new(&entries);
    let mut has: Vec<bool> = vec![false; entries.len()];
    for at in given.iter().filter_map(|path| names.entry(path)) {
        if let Some(has) = has.get_mut(at.0) {
            *has = true;
        }
    }
    let mut fits: Vec<(usize, bool, usize, &str)> = paths
        .iter()
        .filter_map(|path| {
            let (entry, exact) = names.entry(path)?;
            Some((entry, !exact, path.matches('/').count(), *path))
        })
        .collect();
    ordering::sort(&mut fits);
    let mut files = Vec::new();
    for (entry, _, _, path) in fits {
        if let Some(has) = has.get_mut(entry).filter(|has| !**has) {
            *has = true;
            files.push(path);
        }
    }
    files
}

/// What files may be called after.
struct Names<'a> {
    entries: &'a [StatusEntry],
    exact: Table<String, usize>,
    numbered: Table<String, Vec<usize>>,
}

impl<'a> Names<'a> {
    fn new(entries: &'a [StatusEntry]) -> Self {
        let keys = entries.iter().enumerate();
        let numbers = keys.clone().flat_map(|(at, entry)| {
            let whole = entry.readings.iter().filter(|one| one.id.parts.len() == 2);
            whole.map(move |one| (number(&one.id), at))
        });
        Self {
            entries,
            exact: Table::new(keys.map(|(at, entry)| (as_key(&entry.key), at))),
            numbered: Table::grouped(numbers),
        }
    }

    /// The entry that the file at `path` is called after, and whether exactly.
    fn entry(&self, path: &str) -> Option<(usize, bool)> {
        let name = as_key(stem(path));
        if let Some(&at) = self.exact.get(&name) {
            return Some((at, true));
        }
        if super::talks_about_stories(path) {
            return None;
        }
        let readings = ids::key_readings(&name);
        let own = readings.iter().find(|one| one.id.parts.len() == 2)?;
        let &[at] = self.numbered.get(&number(&own.id))?.as_slice() else {
            return None;
        };
        let of_key = self.entries.get(at)?.readings.iter();
        let of_key = of_key.clone().find(|one| one.id.parts.len() == 2)?;
        let words = compare(&Words::of(&own.slug), &Words::of(&of_key.slug));
        let bare = own.slug.is_empty() || own.slug == "story";
        (bare || words >= Agreement::Share(50)).then_some((at, false))
    }
}

fn number(id: &ids::Id) -> String {
    format!("{}{}", id.prefix, id.parts.join("."))
}

/// A name of a file or a key in the way of the method's keys: `story_3.1_Cards` as `3-1-cards`.
pub(super) fn as_key(name: &str) -> String {
    let key = slug(name.rsplit('/').next().unwrap_or(name)).replace('_', "-");
    match key.strip_prefix("story-") {
        // `story-3-1-cards`, where `story-12` is an id as it stands.
        Some(rest) if without_id_at(rest).is_some() => rest.to_owned(),
        _ => key,
    }
}

/// The words of a file's name behind its id.
pub(super) fn without_id(name: &str) -> Words {
    without_id_at(name).map_or_else(Words::default, |slug| Words::of(&slug))
}

fn without_id_at(name: &str) -> Option<String> {
    let readings = ids::key_readings(name);
    let whole = readings.into_iter().find(|one| one.id.parts.len() == 2)?;
    Some(whole.slug)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(path: &str, location: &str) -> Document {
        let text =
            format!("{location}development_status:\n  epic-1: backlog\n  1-1-pier: backlog\n");
        Document::new(path, text)
    }

    #[test]
    fn the_folder_of_story_files_is_looked_for_from_the_root_down_to_the_status_file() {
        let folders = |path: &str, location: &str| story_folders(&status(path, location)).join(" ");
        for (location, expected) in [
            ("", "out/run"),
            (
                "story_location: docs/stories\n",
                "docs/stories out/docs/stories out/run/docs/stories out/run",
            ),
            (
                "story_location: \"{project-root}/docs\" # ours\n",
                "docs out/docs out/run/docs out/run",
            ),
            (
                "story_location: docs/ (one folder an epic)\n",
                "docs out/docs out/run/docs out/run",
            ),
            ("story_location: ../tales\n", "out/tales out/run"),
            ("story_location: ../../../tales\n", "out/run"),
        ] {
            assert_eq!(
                folders("out/run/sprint-status.yaml", location),
                expected,
                "{location}"
            );
        }
        // Of the author's machine only what is here too can count: the longest tail first.
        for location in [
            "/home/ann/pier/docs",
            "C:\\Users\\pier\\docs",
            "'${HOME}/pier/docs'",
        ] {
            let found = folders(
                "sprint-status.yaml",
                &format!("story_location: {location}\n"),
            );
            assert!(found.ends_with("pier/docs docs "), "{location}: {found}");
        }
        assert_eq!(
            story_folders(&Document::new("plan.md", "# Plan")),
            Vec::<String>::new()
        );
    }

    #[test]
    fn a_story_file_is_known_by_its_key_or_by_its_number_and_most_of_its_words() {
        let text = "development_status:\n  1-1-pier-lights: done\n  1-2-crane: done\n  1-3-quay-wall-repair: done\n  \
                    2-1-tide-table: done\n  2-1a-tide-gauge: done\n  STORY-007: done\n";
        let status = Document::new("s/sprint-status.yaml", text);
        let found = |given: &[&str], paths: &[&str]| story_files(&status, given, paths).join(" ");
        for name in [
            "1-1-pier-lights.md",
            "1-1-Pier-Lights.md",
            "story-1-1-pier-lights.md",
            "1.1.pier-lights.md",
            "1.1.story.md",
            "story-1.1.md",
            "1-1-pier-lights-and-lamps.md",
            "STORY-007.md",
            "2-1a-tide-gauge.md",
        ] {
            assert_eq!(found(&[], &[name]), name);
        }
        for name in [
            "1-1-budget.md",
            "1-4-pier-lights.md",
            "pier-lights.md",
            "epics.md",
            "1-1-pier-lights.review.md",
        ] {
            assert_eq!(found(&[], &[name]), "", "{name}");
        }
        // One for each key: the exact one, then the upper one; none where one was given.
        let all = [
            "s/old/1-2-crane.md",
            "s/1-2-crane.md",
            "s/1-1-pier-lights-old.md",
            "s/x/1-1-pier-lights.md",
        ];
        assert_eq!(found(&[], &all), "s/x/1-1-pier-lights.md s/1-2-crane.md");
        assert_eq!(
            found(&["mine/1-2-crane.md"], &all),
            "s/x/1-1-pier-lights.md"
        );
    }
}
