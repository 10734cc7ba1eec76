//! What a status file says line by line: where it is no YAML, and in its comments.

use super::{Reader, STATUS_MAPS, StatusEpic};
use crate::backlog::{DependencyRef, EpicId, Target};
use crate::read::declaration::{self, Declares, declaration};
use crate::read::dependencies;
use crate::read::ids::KeyReading;
use crate::read::labels;
use crate::read::values::status_word;
use crate::read::words::{self, Field};
use crate::source::Place;
use crate::source::letters::Lowercase;
use crate::source::marks::{Marked, Marks, marks};

impl Reader<'_> {
    /// Reads `key: word` lines of a text that is not YAML.
    pub(super) fn by_lines(&mut self) {
        let mut id: Option<(&str, u32)> = None;
        // Within a map of statuses, where a key is one whatever it looks like.
        let mut in_map = false;
        for line in self.lines {
            let text = line.text.trim();
            if text.starts_with('#') {
                continue;
            }
            let Some((key, value)) = text.split_once(':') else {
                continue;
            };
            let at_start = !line.text.starts_with_one(marks![' ', '\t']);
            let key = key
                .trim_start_matches("- ")
                .trim()
                .trim_of(marks!['"', '\'']);
            let value = value
                .split(" #")
                .next()
                .unwrap_or(value)
                .trim()
                .trim_of(marks!['"', '\'']);
            match key {
                "project" | "project_name" if self.out.project.is_none() && !value.is_empty() => {
                    self.out.project = Some(value.to_owned());
                }
                "id" | "key" | "story_id" => id = Some((value, line.number)),
                "status" => {
                    if let Some((key, at)) = id.take()
                        && words::status(status_word(value)).is_some()
                    {
                        self.value_line = Some(line.number);
                        self.scalar(key, value, at, None, false);
                    }
                }
                _ if at_start => {
                    in_map = value.is_empty() && STATUS_MAPS.contains(&key.lowercase().as_str());
                    self.scalar(key, value, line.number, None, false);
                }
                _ => {
                    // What is no status there is a remark, or is out of place.
                    let known = words::status(status_word(value)).is_some();
                    self.scalar(key, value, line.number, None, in_map && known);
                }
            }
        }
    }

    /// `1-2-crane: backlog  # depends on 1-1`
    pub(super) fn stated_in_comment(
        &self,
        line: u32,
        readings: &[KeyReading],
        epic: Option<&EpicId>,
    ) -> Vec<DependencyRef> {
        let at = usize::try_from(line).unwrap_or(usize::MAX).wrapping_sub(1);
        let found = self.lines.get(at).and_then(|line| {
            let (_, comment) = line.text.split_once(" #")?;
            let label = labels::label(comment.trim_start_of(marks!['#', ' ']))?;
            let Field::Dependencies(direction, strength) = label.field? else {
                return None;
            };
            let span = line.span_of(label.value).unwrap_or_else(|| line.span());
            let place = Place::new(self.path, line.number, span);
            let own = readings
                .iter()
                .find_map(|reading| reading.id.epic_of_story());
            let epic = epic.or(own.as_ref());
            Some(dependencies::parse(
                label.value,
                direction,
                strength,
                epic,
                &place,
            ))
        });
        // A comment that names no story is only a comment.
        let mut found = found.unwrap_or_default();
        found.retain(|one| !matches!(one.targets.as_slice(), [Target::External(_)]));
        found
    }

    /// `# Epic 3: Payments` in the comment above, or `epic-3: done  # Payments`: the epic's title.
    pub(super) fn titles_from_comments(&mut self) {
        for StatusEpic {
            id, place, title, ..
        } in &mut self.out.epics
        {
            if title.is_some() {
                continue;
            }
            let at = usize::try_from(place.line).unwrap_or(usize::MAX);
            let before = self.lines.get(..at.saturating_sub(1)).unwrap_or(&[]);
            let mut above = before.iter().rev().take(LONGEST_COMMENT);
            let mut blank = false;
            let named = loop {
                let Some(line) = above.next() else {
                    break None;
                };
                let text = line.text.trim();
                if let Some(comment) = text.strip_prefix('#') {
                    let comment = comment.trim_of(FRAME);
                    let named = declaration(comment).filter(|found| {
                        found.declares == Declares::Epic
                            && found.separated
                            && found.id.as_epic() == *id
                    });
                    if named.is_some() {
                        break named;
                    }
                } else if !text.is_empty() || std::mem::replace(&mut blank, true) {
                    break None;
                }
            };
            let own = self.lines.get(at.wrapping_sub(1));
            let own = own.and_then(|line| line.text.split_once(" #"));
            let text = match (named, own) {
                (Some(found), _) => declaration::title(found.rest).0,
                (None, Some((_, comment))) if !is_remark(comment) => {
                    declaration::title(comment.trim_of(FRAME)).0
                }
                _ => continue,
            };
            if text.chars().count() >= 3 && text.len() <= 160 {
                *title = Some(text);
            }
        }
    }
}

/// What frames a comment.
const FRAME: &Marks = marks!['#', ' ', '=', '-', '─', '═', '━'];

/// Most lines of a comment above an epic in which its title is looked for.
const LONGEST_COMMENT: usize = 16;

/// Whether a comment says how an epic stands, not what it is called: "all 6 stories done".
fn is_remark(comment: &str) -> bool {
    const TOLD: &[&str] = &[
        "all",
        "complete",
        "completed",
        "done",
        "started",
        "stories",
        "story",
        "approved",
        "review",
        "reviewed",
        "retro",
        "retrospective",
        "added",
        "created",
        "blocked",
        "depends",
        "spec",
        "drafted",
        "updated",
        "see",
        "new",
        "reopened",
        "deployed",
        "merged",
    ];
    let lower = comment.lowercase();
    let mut words = lower.split(|c: char| !c.is_alphanumeric());
    comment.contains(';')
        || words.any(|word| TOLD.contains(&word) || (word.len() == 4 && word.starts_with("20")))
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_stands_above_an_epic_is_its_title_what_stands_behind_it_often_a_remark() {
        let text = "\
development_status:
  # ==================
  # Epic 3: Harbour lights
  # Goal: ships find the way at night
  # ==================

  epic-3: done # ALL 2 stories completed 2026-04-01
  # epic-4 waits for the new pier: see the minutes
  epic-4: backlog # Tech spec drafted
  epic-5: backlog # Ropes and rings
";
        let read = super::super::read(&"sprint-status.yaml".into(), text);
        let titles: Vec<_> = read
            .epics
            .iter()
            .map(|epic| epic.title.as_deref())
            .collect();
        let expected = [Some("Harbour lights"), None, Some("Ropes and rings")];
        assert_eq!(titles, expected);
    }
}
