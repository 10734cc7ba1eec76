//! Which kind of document a text is: by its content first, its path second.

use super::words::WordList;
use super::{Line, lines, words};
use crate::source::letters::Lowercase;
use crate::source::marks::{Marked, NO_WORD, marks};

/// The kinds of documents that Sprintloom knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DocumentKind {
    /// Declares epics and stories (whole or sharded).
    Epics,
    /// One story's own file.
    Story,
    /// `sprint-status.yaml` and its relatives.
    Status,
    /// `STATE.md` of a workflow run, and what lies beside it.
    WorkflowState,
    /// Text in which nothing of the above was found.
    Other,
    /// Not text at all.
    Binary,
}

impl DocumentKind {
    /// The word for people: `epics`, `story`, `status`, `workflow state`, `other`, `binary`.
    pub fn as_str(self) -> &'static str {
        match self {
            DocumentKind::Epics => "epics",
            DocumentKind::Story => "story",
            DocumentKind::Status => "status",
            DocumentKind::WorkflowState => "workflow state",
            DocumentKind::Other => "other",
            DocumentKind::Binary => "binary",
        }
    }
}

/// The kind of the document at `path` with this `text`.
///
/// Content decides first: what its headings declare, or which keys it has. The path decides where
/// the content is silent.
pub fn detect(path: &str, text: &str) -> DocumentKind {
    detect_lines(path, text, &lines(text).collect::<Vec<_>>())
}

/// [`detect`] for a text whose lines are known.
pub fn detect_lines(path: &str, text: &str, lines: &[Line<'_>]) -> DocumentKind {
    if is_binary(text) {
        return DocumentKind::Binary;
    }
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path).lowercase();
    let yaml = name.ends_with(".yaml") || name.ends_with(".yml");
    if is_workflow_state(lines) || is_captured_output(&name) {
        return DocumentKind::WorkflowState;
    }
    if yaml {
        // What is called a status file is one, though it may describe its stories.
        let named = name.contains("sprint") && name.contains("status");
        return if !named && describes_stories(lines) {
            DocumentKind::Epics
        } else if named || looks_like_status(lines) {
            DocumentKind::Status
        } else if lists_stories(&name, lines) {
            DocumentKind::Epics
        } else {
            DocumentKind::Other
        };
    }
    if name.ends_with(".toml") {
        let tickets = lines.iter().any(|line| {
            matches!(
                line.text.trim(),
                "[[entry]]" | "[[epic]]" | "[[ticket]]" | "[[story]]" | "[[epic.entry]]"
            )
        });
        return if tickets {
            DocumentKind::Epics
        } else {
            DocumentKind::Other
        };
    }
    markdown(&name, lines)
}

/// Replacement characters above this share (one in so many bytes) mean that it was never text.
const BYTES_PER_REPLACEMENT: usize = 50;

fn is_binary(text: &str) -> bool {
    let head = head_of(text, 64 * 1024);
    if head.contains('\0') {
        return true;
    }
    let replaced = head.matches('\u{fffd}').count();
    replaced > 8 && replaced * BYTES_PER_REPLACEMENT > head.len()
}

fn head_of(text: &str, bytes: usize) -> &str {
    if text.len() <= bytes {
        return text;
    }
    let end = (0..=bytes).rev().find(|&at| text.is_char_boundary(at));
    end.and_then(|end| text.get(..end)).unwrap_or(text)
}

fn is_workflow_state(lines: &[Line<'_>]) -> bool {
    let mut marks = 0;
    for line in lines.iter().take_while(|line| line.start < 8 * 1024) {
        let line = line.text.trim();
        if !line.starts_with_one(marks!['w', '1', 'c', '2', 'a']) {
            continue;
        }
        for key in [
            "workflow_version:",
            "1_pm:",
            "current_phase:",
            "2_elab:",
            "approve_phases:",
        ] {
            marks += usize::from(line.starts_with(key));
        }
    }
    marks >= 2
}

/// What a phase of a run printed may speak of stories, and declares none: `phase-3-output.md`.
fn is_captured_output(name: &str) -> bool {
    let number = name
        .strip_prefix("phase-")
        .and_then(|rest| rest.strip_suffix("-output.md"));
    number.is_some_and(|number| number.len() == 1)
}

fn looks_like_status(lines: &[Line<'_>]) -> bool {
    let mut holders = false;
    let mut statuses = false;
    for line in lines {
        let bare = line.text.trim_start_of(marks![' ', '-']);
        if bare.starts_with("development_status:") {
            return true;
        }
        holders |= ["stories:", "epics:", "sprints:", "phases:", "story_status:"]
            .iter()
            .any(|key| bare.starts_with(key));
        statuses |= bare.starts_with("status:")
            || STATUS_VALUES
                .iter()
                .any(|value| bare.trim_end().ends_with(value));
    }
    holders && statuses
}

/// Stories with titles and acceptance criteria are a plan, whatever status they say they have.
fn describes_stories(lines: &[Line<'_>]) -> bool {
    let (mut title, mut stories, mut criteria) = (false, false, false);
    for line in lines {
        let bare = line.text.trim_start_of(marks![' ', '-']);
        match bare.as_bytes().first() {
            Some(b't') => title |= bare.starts_with("title:"),
            Some(b's') => stories |= bare.starts_with("stories:"),
            Some(b'a') => criteria |= bare.starts_with("acceptance_criteria:"),
            Some(b'd') if bare.starts_with("development_status:") => return false,
            _ => {}
        }
    }
    title && stories && criteria
}

/// A list of stories with ids and titles, `stories.yaml`.
fn lists_stories(name: &str, lines: &[Line<'_>]) -> bool {
    let starts = |key: &str| {
        let bare = |line: &Line<'_>| {
            line.text
                .trim_start_of(marks![' ', '-'])
                .trim_start_matches('"')
                .starts_with(key)
        };
        lines.iter().any(bare)
    };
    let named = ["stories", "tickets", "story", "epics", "backlog"];
    named.iter().any(|word| name.contains(word)) && starts("id:") && starts("title:")
}

const STATUS_VALUES: &[&str] = &[
    ": done",
    ": backlog",
    ": ready-for-dev",
    ": in-progress",
    ": review",
    ": drafted",
];

/// Words that declare, in lower case; enough of them to tell what a document is.
const STORY_MARKS: WordList = WordList::new(&[
    "story",
    "user story",
    "故事",
    "用户故事",
    "스토리",
    "ストーリー",
    "histoire",
    "récit",
    "historia",
    "história",
    "storia",
    "история",
    "історія",
    "historyjka",
    "hikaye",
]);
const EPIC_MARKS: WordList = WordList::new(&[
    "epic",
    "épica",
    "épico",
    "épique",
    "史诗",
    "エピック",
    "에픽",
    "эпик",
    "епік",
    "epik",
]);
/// Headings of a story's own file.
const STORY_SECTIONS: WordList = WordList::new(&[
    "acceptance criteria",
    "tasks / subtasks",
    "tasks/subtasks",
    "tasks",
    "dev notes",
    "dev agent record",
    "story",
    "status",
    "user story",
    "file list",
    "验收标准",
    "任务",
    "开发备注",
    "criterios de aceptación",
    "critères d'acceptation",
]);

/// A status file without its extension is told by a line this near to its start.
const STATUS_WITHIN: u32 = 400;

fn markdown(name: &str, lines: &[Line<'_>]) -> DocumentKind {
    let mut epics = 0_usize;
    let mut stories = 0_usize;
    let mut sections = 0_usize;
    let mut first_is_story = None;
    let mut others = false;
    let mut in_fence = false;
    let named = is_story_name(name);
    for line in lines {
        // Enough was seen: nothing below changes the answer.
        if line.number > STATUS_WITHIN && stories > 1 && (first_is_story == Some(false) || !named) {
            return DocumentKind::Epics;
        }
        let bare = line.text.trim_start();
        // Most lines begin with none of these and are done with.
        let heading = match bare.as_bytes() {
            [b'd', ..]
                if line.number <= STATUS_WITHIN && line.text.starts_with("development_status:") =>
            {
                return DocumentKind::Status;
            }
            [b'`', b'`', b'`', ..] | [b'~', b'~', b'~', ..] => {
                in_fence = !in_fence;
                continue;
            }
            [b'#', ..] => bare
                .trim_start_matches('#')
                .starts_with_one(marks![' ', '\t']),
            [b'*', b'*', ..] | [b'-' | b'|', b' ', ..] => false,
            _ => continue,
        };
        if in_fence || (bare.starts_with('#') && !heading) {
            continue;
        }
        let body = bare.trim_start_of(NO_WORD);
        let story = declares(body, &STORY_MARKS);
        let epic = declares(body, &EPIC_MARKS);
        if heading {
            first_is_story.get_or_insert(story);
            stories += usize::from(story);
            epics += usize::from(epic && !story);
            let name = body.trim().trim_end_matches(':');
            sections += usize::from(STORY_SECTIONS.holds(name));
        } else {
            others |= story && body.contains_one(marks![':', '—', '–', '|']);
        }
    }
    // "2.1-second-opinion.md" lies beside the stories and is none.
    let headed = first_is_story == Some(true);
    let named = named && (headed || sections >= 2 || !talks_about_one(name));
    match (first_is_story, stories) {
        (Some(true), _) if stories == 1 || (named && sections >= 2) => DocumentKind::Story,
        (_, 0 | 1) if named && epics == 0 => DocumentKind::Story,
        (_, 0) if named && sections >= 2 => DocumentKind::Story,
        (_, 0) if epics == 0 && !others => numbered_or_other(name, lines),
        _ => DocumentKind::Epics,
    }
}

/// Whether a file's name says that it is about a story, and not the story itself.
fn talks_about_one(name: &str) -> bool {
    const KINDS: &[&str] = &[
        "analysis",
        "assessment",
        "audit",
        "checklist",
        "completion",
        "evaluation",
        "findings",
        "gate",
        "handoff",
        "notes",
        "opinion",
        "qa",
        "report",
        "retrospective",
        "review",
        "summary",
        "trace",
        "validation",
        "walkthrough",
    ];
    let mut words = name.split(|c: char| !c.is_ascii_alphabetic());
    words.any(|word| KINDS.contains(&word))
}

/// Documents whose stories are bare numbers under headings, told by their names.
fn numbered_or_other(name: &str, lines: &[Line<'_>]) -> DocumentKind {
    let planned = name.contains("epic") || name.contains("stories");
    if !planned {
        return DocumentKind::Other;
    }
    let numbered = lines.iter().any(|line| {
        let body = line.text.trim_start_of(marks!['#', '-', '|', '*', ' ']);
        body.len() < line.text.len()
            && body.starts_with(|c: char| c.is_ascii_digit() || c.is_ascii_uppercase())
            && body.split([' ', ':', '*', '|']).next().is_some_and(|id| {
                id.contains_one(marks!['.', '-'])
                    && id.ends_with(|c: char| c.is_ascii_alphanumeric())
                    && id.contains(|c: char| c.is_ascii_digit())
            })
    });
    if numbered {
        DocumentKind::Epics
    } else {
        DocumentKind::Other
    }
}

/// Whether `body` begins with one of `marks` and an id.
fn declares(body: &str, marks: &WordList) -> bool {
    marks.for_start_of(body).iter().any(|word| {
        words::after(body, word).is_some_and(|rest| {
            rest.trim_start_of(marks![' ', ':', '#', '-', '_', '*'])
                .split([' ', ':', '：', '—', '*'])
                .next()
                .is_some_and(|id| id.contains(|c: char| c.is_ascii_digit()) && id.len() <= 24)
        })
    })
}

/// `1-2-user-login.md`, `1.2.story.md`, `story-1.2-login.md`, `STORY-007.md`.
fn is_story_name(name: &str) -> bool {
    let Some(stem) = name
        .strip_suffix(".md")
        .or_else(|| name.strip_suffix(".markdown"))
    else {
        return false;
    };
    if stem.contains("retro") || stem.starts_with("epic") || stem.contains("tech-spec") {
        return false;
    }
    let story_word = stem
        .strip_prefix("story")
        .or_else(|| stem.strip_prefix("us-"));
    let id = story_word
        .unwrap_or(stem)
        .trim_start_of(marks!['-', '_', ' ', '.']);
    let mut numbers = 0;
    for part in id.split(['-', '.', '_']) {
        if part.starts_with(|c: char| c.is_ascii_digit()) && part.len() <= 4 {
            numbers += 1;
        } else if numbers > 0 || part.len() > 5 {
            break;
        }
    }
    let starts = id.starts_with(|c: char| c.is_ascii_digit());
    (numbers >= 2 && (starts || stem.contains("-1") || numbers < 4) && !is_dated(id))
        || (numbers == 1 && story_word.is_some())
}

fn is_dated(id: &str) -> bool {
    id.split(['-', '.', '_']).next().is_some_and(|first| {
        first.len() == 4 && (first.starts_with("19") || first.starts_with("20"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(rows: &[(&str, &str, DocumentKind)]) {
        for (path, text, expected) in rows {
            assert_eq!(detect(path, text), *expected, "{path}: {text:?}");
        }
    }

    #[test]
    fn content_tells_the_kind_before_the_path_does() {
        check(&[
            (
                "notes.md",
                "## Epic 1: A\n### Story 1.1: B\n### Story 1.2: C\n",
                DocumentKind::Epics,
            ),
            (
                "a/b/plan.md",
                "# Story 1.1: B\n\nStatus: done\n\n## Acceptance Criteria\n",
                DocumentKind::Story,
            ),
            (
                "1-1-b.md",
                "# B\n\n## Tasks\n- [ ] x\n",
                DocumentKind::Story,
            ),
            (
                "status.yaml",
                "development_status:\n  1-1-b: done\n",
                DocumentKind::Status,
            ),
            (
                "docker-compose.yml",
                "services:\n  web:\n    image: x\n",
                DocumentKind::Other,
            ),
            (
                "STATE.md",
                "```yaml\nworkflow_version: 1.0\ncurrent_phase: 3\n```\n",
                DocumentKind::WorkflowState,
            ),
            (
                "readme.md",
                "# Hello\n\nThe story of this project.\n",
                DocumentKind::Other,
            ),
            ("x.png", "\u{89}PNG\0\0", DocumentKind::Binary),
        ]);
    }
}
