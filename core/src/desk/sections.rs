//! What the sections of an epic are about: what is wanted, what it is for, advice, neither.

use crate::source::words;

/// Sections whose items are wanted.
const WANTED: &[&str] = &[
    "",
    "goal",
    "goals",
    "objective",
    "objectives",
    "scope",
    "in scope",
    "features",
    "key features",
    "deliverables",
    "key deliverables",
    "capabilities",
    "requirements",
    "functional requirements",
    "user outcomes",
    "outcomes",
    "outcome",
    "what it delivers",
    "high-level scope",
    "what's included",
    "user value",
    "value delivered",
    "stories",
    "planned stories",
    "user stories",
    "key capabilities",
    "includes",
    "delivers",
    "what users can do",
    "user capabilities",
    "epic scope",
    "key scope",
    "enables users to",
    "user can",
    "users can",
    "scope includes",
    "included",
    "story outline",
];

/// Sections that say what the epic is for.
const GOALS: &[&str] = &[
    "goal",
    "epic goal",
    "goals",
    "user outcome",
    "outcome",
    "objective",
    "value",
    "user value",
    "business value",
    "value delivery",
    "expanded goal",
    "description",
    "value statement",
    "purpose",
];

/// Sections with advice for whoever builds it.
const NOTES: &[&str] = &[
    "note",
    "technical",
    "architecture",
    "implementation",
    "constraint",
    "design",
    "guidance",
    "consideration",
    "standalone",
    "nfr",
    "security",
    "performance",
    "testing",
    "integration",
    "data",
    "ux",
    "approach",
    "risk",
    "stack",
];

/// Sections about what is not wanted here.
const OUTSIDE: &[&str] = &[
    "out of scope",
    "explicitly not in scope",
    "not in scope",
    "non-goals",
    "deferred",
    "excluded",
    "dependencies",
    "depends on",
    "prerequisites",
    "status",
    "success criteria",
    "success metrics",
    "definition of done",
    "acceptance criteria",
    "acceptance criteria (epic)",
    "references",
    "timeline",
    "priority",
    "effort",
    "estimate",
    "blocks",
    "enables",
    "milestones",
    "tests",
    "epic acceptance criteria",
    "fr coverage map",
    "fr coverage",
    "files",
    "changelog",
    "metrics",
    "story count",
    "estimated stories",
    "phase",
    "owner",
    "complexity",
    "duration",
];

/// Counts, links and labels are nothing to build.
pub(super) fn is_aside(text: &str) -> bool {
    const ASIDE: &[&str] = &[
        "status",
        "priority",
        "effort",
        "owner",
        "depends",
        "dependency",
        "dependencies",
        "blocked",
        "estimate",
        "story points",
        "see ",
        "epic ",
        "story ",
        "stories ",
        "note:",
        "none",
        "n/a",
        "http",
        "phase ",
        "sprint ",
        "total",
    ];
    let mut aside = ASIDE.iter();
    aside.any(|word| words::after(text, word).is_some())
        || text.starts_with(|c: char| c.is_ascii_digit())
}

/// Whether the items of a section are wanted.
pub(super) fn is_wanted(under: &str) -> bool {
    WANTED.contains(&under)
}

/// Whether a section has advice for whoever builds it.
pub(super) fn is_note(under: &str) -> bool {
    !OUTSIDE.contains(&under) && NOTES.iter().any(|word| under.contains(word))
}

/// Whether a section says what the epic is for.
pub(super) fn is_goal(under: &str) -> bool {
    GOALS.contains(&under)
}
