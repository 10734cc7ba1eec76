//! Changes projects as people, tools and bad luck do.

use fastrand::Rng;
use sprintloom_core::source::Document;
use std::path::PathBuf;

/// Pieces that mean something to some reader of ours, put where nobody expects them.
const PIECES: &[&str] = &[
    "### Story 1.1: ",
    "## Epic 1: ",
    "#### ",
    "**Story 2.3:** ",
    "- [ ] ",
    "- [x] ",
    "1. ",
    "> ",
    "| a | b |\n|---|---|\n",
    "```\n",
    "~~~\n",
    "````\n",
    "<!-- ",
    " -->",
    "---\n",
    "depends on: ",
    "**Dependencies:** Story 1.1, 1.2-1.4",
    "**Prerequisites:** all previous",
    "Blocks: 2.1",
    "None",
    "### File List\n",
    "- `src/a.ts`\n",
    "- `src/{a,b}/[id].ts:12` (new)\n",
    "└── x.rs\n",
    "development_status:\n",
    "  1-1-a: done\n",
    "  epic-1: in-progress\n",
    "  1-1-a: [\n",
    "&a *a",
    "!!str",
    "status: ",
    "\"",
    "'",
    "{",
    "}",
    "[",
    "]",
    ": ",
    "\t",
    "\r\n",
    "\r",
    "\u{feff}",
    "\u{0}",
    "\u{a0}",
    "é̂",
    "🎉",
    "１．２",
    "故事 1.1：",
    "状态：完成",
    "Given ",
    "When ",
    "Then ",
    "So that ",
    "As a ",
    "1.1 → 1.2 ∥ 1.3",
    "99999999999999999999",
    "-1",
    "0.5.1",
    "1.1a",
    "E1.S2",
    "DM-01.1",
    "phases:\n",
    "  1_pm:\n    status: complete\n",
    "PM COMPLETE\n",
    "QA PASS\n",
    "ELAB FAIL\n",
    "{\"msg_type\":\"SM_PLANNING_REQUEST\"}",
    "[[ticket]]\n",
    "id = \"1.1\"\n",
    "stories:\n  - id: 1-1\n",
    "Points: 3",
    "Priority: High",
    "{{benefit: why?}}",
    "<<<<<<< HEAD\n",
];

/// A path that stays inside its folder, for writing a finding down.
pub fn plain_path(path: &str) -> PathBuf {
    let safe = |part: &&str| !part.is_empty() && !part.chars().all(|c| c == '.');
    let plain = |c: char| {
        if c.is_control() || "\\:*?\"<>|".contains(c) {
            '_'
        } else {
            c
        }
    };
    path.split('/')
        .filter(safe)
        .map(|part| part.chars().map(plain).collect::<String>())
        .collect()
}

/// One of the projects, changed in one to twelve places.
pub fn damaged(seeds: &[Vec<Document>], numbers: &mut Rng) -> Vec<Document> {
    let mut documents = seeds[numbers.usize(..seeds.len())].clone();
    for _ in 0..=numbers.usize(..12) {
        if numbers.u8(..10) == 0 {
            change_project(&mut documents, seeds, numbers);
        } else if let Some(at) = some(documents.len(), numbers) {
            change_text(&mut documents[at].text, numbers);
        }
    }
    // As a project keeps them: each path once, in order.
    documents.sort_by(|a, b| a.path.cmp(&b.path));
    documents.dedup_by(|later, first| later.path == first.path);
    documents
}

fn some(length: usize, numbers: &mut Rng) -> Option<usize> {
    (length > 0).then(|| numbers.usize(..length))
}

fn change_project(documents: &mut Vec<Document>, seeds: &[Vec<Document>], numbers: &mut Rng) {
    let Some(at) = some(documents.len(), numbers) else {
        return;
    };
    match numbers.u8(..4) {
        0 => {
            documents.remove(at);
        }
        1 => {
            let text = documents[at].text.clone();
            documents.push(Document::new(format!("copy/{}", documents[at].path), text));
        }
        2 => {
            let others = &seeds[numbers.usize(..seeds.len())];
            documents.extend(some(others.len(), numbers).map(|other| others[other].clone()));
        }
        _ => {
            let names = [
                "sprint-status.yaml",
                "STATE.md",
                "1-1-a.md",
                "epics.md",
                "tickets.toml",
                "stories.yaml",
            ];
            documents[at].path = names[numbers.usize(..names.len())].to_owned();
        }
    }
}

fn change_text(text: &mut String, numbers: &mut Rng) {
    match numbers.u8(..10) {
        0..=4 => change_lines(text, numbers),
        5..=6 => {
            let at = boundary(text, numbers);
            text.insert_str(at, PIECES[numbers.usize(..PIECES.len())]);
        }
        7 => {
            let (a, b) = (boundary(text, numbers), boundary(text, numbers));
            let (start, end) = (a.min(b), a.max(b).min(a.min(b) + 30));
            let end = (end..=text.len())
                .find(|at| text.is_char_boundary(*at))
                .unwrap_or(text.len());
            text.replace_range(start..end, "");
        }
        8 => {
            // One digit becomes another: ids collide, ranges turn round, levels change.
            let digits: Vec<usize> = text
                .bytes()
                .enumerate()
                .filter(|(_, b)| b.is_ascii_digit())
                .map(|(at, _)| at)
                .collect();
            if let Some(one) = some(digits.len(), numbers) {
                let digit = char::from(b'0' + numbers.u8(..10)).to_string();
                text.replace_range(digits[one]..=digits[one], &digit);
            }
        }
        _ => match numbers.u8(..3) {
            0 => *text = text.replace('\n', "\r\n"),
            1 => text.truncate(boundary(text, numbers)),
            _ => text.insert(0, '\u{feff}'),
        },
    }
}

fn change_lines(text: &mut String, numbers: &mut Rng) {
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    let Some(at) = some(lines.len(), numbers) else {
        return;
    };
    let to = numbers.usize(..=lines.len() - 1);
    let line = lines[at];
    let changed = match numbers.u8(..7) {
        0 => {
            lines.remove(at);
            None
        }
        1 => {
            lines.insert(to, line);
            None
        }
        2 => {
            lines.swap(at, to);
            None
        }
        3 => Some(format!("  {line}")),
        4 => Some(line.trim_start().to_owned()),
        5 => Some(format!(
            "{}{line}",
            ["#", "- ", "> ", "**", "| "][numbers.usize(..5)]
        )),
        _ => Some(line.trim_end().to_owned()),
    };
    if let Some(changed) = &changed {
        lines[at] = changed;
    }
    *text = lines.concat();
}

fn boundary(text: &str, numbers: &mut Rng) -> usize {
    let at = numbers.usize(..=text.len());
    (at..=text.len())
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_damages_alike_and_others_do_not() {
        let seeds = [vec![Document::new(
            "epics.md",
            "## Epic 1: A\n\n### Story 1.1: B\n",
        )]];
        let of = |seed| damaged(&seeds, &mut Rng::with_seed(seed));
        assert_eq!(of(7), of(7));
        assert!((0..50).any(|seed| of(seed) != of(seed + 1)));
    }

    #[test]
    fn what_is_written_down_stays_in_its_folder() {
        assert_eq!(plain_path("../../a\0/./b.md"), PathBuf::from("a_/b.md"));
    }
}
