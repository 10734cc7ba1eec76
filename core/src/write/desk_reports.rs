//! What the desk finds, as Markdown: INVEST, the checklist, handoff notes, blockers.

use crate::backlog::{Backlog, Item, Story};
use crate::desk::{Check, Readiness, Verdict, route};
use crate::progress::{Blocker, Need, Standing, and_list, prerequisites};

/// INVEST as a table, story × letter, and what to do about each answer that is not yes.
pub fn invest_table(backlog: &Backlog, checks: &[Check]) -> String {
    let mut out = String::from(
        "# INVEST\n\n| Story | Title | I | N | V | E | S | T |\n|---|---|---|---|---|---|---|---|\n",
    );
    let mut notes = String::new();
    for (story, check) in stories(backlog, checks) {
        out.push_str(&format!("| {} | {} |", story.key, cell(&story.title)));
        for letter in &check.letters {
            out.push_str(&format!(" {} |", letter.verdict.as_str()));
            if letter.verdict != Verdict::Yes {
                notes.push_str(&format!(
                    "- {}, {}: {}. {} {}\n",
                    story.key,
                    letter.name(),
                    letter.verdict.as_str(),
                    letter.evidence,
                    letter.hint
                ));
            }
        }
        out.push('\n');
    }
    if !notes.is_empty() {
        out.push_str(&format!("\n## What to do\n\n{notes}"));
    }
    out
}

/// The checklist's verdict for each story, with the lines that do not hold.
pub fn checklist_report(backlog: &Backlog, checks: &[Check]) -> String {
    let count = |state: Readiness| checks.iter().filter(|one| one.readiness == state).count();
    let mut out = format!(
        "# Story draft checklist\n\n{} ready, {} need revision, {} blocked.\n",
        count(Readiness::Ready),
        count(Readiness::NeedsRevision),
        count(Readiness::Blocked)
    );
    for (story, check) in stories(backlog, checks) {
        out.push_str(&format!(
            "\n## {} {}: {}\n\n",
            story.key,
            story.title,
            check.readiness.as_str()
        ));
        for item in &check.items {
            let mark = if item.state == Readiness::Ready {
                "x"
            } else {
                " "
            };
            out.push_str(&format!("- [{mark}] {}: {}\n", item.name, item.evidence));
        }
    }
    out
}

fn stories<'a>(
    backlog: &'a Backlog,
    checks: &'a [Check],
) -> impl Iterator<Item = (&'a Story, &'a Check)> {
    checks
        .iter()
        .filter_map(|check| Some((backlog.stories.get(check.story)?, check)))
}

/// The note that goes with a story to whoever takes it next.
pub fn handoff_note(standing: &Standing<'_>, check: &Check) -> String {
    let Some(story) = standing.backlog.stories.get(check.story) else {
        return String::new();
    };
    format!(
        "# Handoff: {} {}\n\n{}",
        story.key,
        story.title,
        note(standing, story, check)
    )
}

/// The notes of all stories of a batch; `number` is the batch's.
pub fn handoff_batch(standing: &Standing<'_>, number: usize, checks: &[Check]) -> String {
    let mut out = format!("# Handoff: batch {number}\n");
    if checks.is_empty() {
        out.push_str("\nThere are no stories in it.\n");
    }
    for (story, check) in stories(standing.backlog, checks) {
        out.push_str(&format!("\n## {} {}\n\n", story.key, story.title));
        out.push_str(&note(standing, story, check));
    }
    out
}

fn note(standing: &Standing<'_>, story: &Story, check: &Check) -> String {
    let route = route(story, check.readiness);
    let mut out = format!("**To:** {}, {}\n", route.as_str(), route.purpose());
    let said = &story.statement;
    let known = |part: &Option<String>| part.clone().unwrap_or_else(|| "not said".to_owned());
    out.push_str(&format!(
        "**What:** {}\n**For whom:** {}\n**Why:** {}\n",
        said.want.as_deref().unwrap_or(&story.title),
        known(&said.role),
        known(&said.benefit)
    ));
    let needs = prerequisites(standing, check.story);
    let mut words: Vec<String> = Vec::new();
    for need in &needs {
        let state = if need.met { "done" } else { "open" };
        words.push(match &need.need {
            Need::Story(at) => match standing.backlog.stories.get(*at) {
                Some(needed) if need.met => format!("{} ({state})", needed.key),
                Some(needed) => format!("{} ({})", needed.key, needed.status.as_str()),
                None => continue,
            },
            Need::External(name) => format!("{name} (make sure of it)"),
        });
    }
    let needed = match words.as_slice() {
        [] => "none".to_owned(),
        words => and_list(words),
    };
    out.push_str(&format!("**Prerequisites:** {needed}\n"));
    let mut files: Vec<String> = Vec::new();
    for scope in story.scopes.iter().filter(|scope| scope.touches()) {
        files.push(match scope.marker.as_str() {
            "" => format!("`{}`", scope.path),
            marker => format!("`{}` ({marker})", scope.path),
        });
    }
    let named = if files.is_empty() {
        "not named".to_owned()
    } else {
        files.join(", ")
    };
    out.push_str(&format!(
        "**Files:** {named}\n**Checklist:** {}\n",
        check.readiness.as_str()
    ));
    for item in check
        .items
        .iter()
        .filter(|item| item.state != Readiness::Ready)
    {
        out.push_str(&format!("- {}: {}\n", item.name, item.evidence));
    }
    out.push_str(&list("Done when", &story.acceptance_criteria));
    out.push_str(&list("Tasks", &story.tasks));
    out
}

fn list(name: &str, items: &[Item]) -> String {
    if items.is_empty() {
        return String::new();
    }
    let mut out = format!("\n**{name}:**\n\n");
    for item in items {
        let mark = if item.done { "x" } else { " " };
        out.push_str(&format!("- [{mark}] {}\n", item.text));
    }
    out
}

/// What holds the sprint up, with owner and escalation.
pub fn blocker_list(backlog: &Backlog, blockers: &[Blocker]) -> String {
    let mut out = String::from("# Blockers\n");
    if blockers.is_empty() {
        out.push_str("\nNothing holds the sprint up.\n");
        return out;
    }
    out.push_str(
        "\n| Kind | Story | What | To do | Owner | Escalate to | Holds up |\n|---|---|---|---|---|---|---|\n",
    );
    let key = |story: usize| {
        backlog
            .stories
            .get(story)
            .map_or("", |one| one.key.as_str())
    };
    for one in blockers {
        let held: Vec<&str> = one.holds.iter().map(|&story| key(story)).collect();
        out.push_str(&format!(
            "| {} | {} | {} | {} | {} | {} | {} |\n",
            one.kind.as_str(),
            one.story.map_or("", key),
            cell(&one.sentence),
            cell(&one.way_out),
            one.kind.owner(),
            one.kind.escalation(),
            held.join(", ")
        ));
    }
    out
}

/// A text as a cell of a table.
pub(super) fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}
