//! `sprint-change-proposal-{date}.md`: a correction for people to decide on, in the five sections
//! of the method's course correction.

use super::return_value::bound_sentence;
use crate::backlog::Backlog;
use crate::correct::{Correction, DropRule, Reason, Remedy, Scope};

/// The proposal as Markdown. `date` is that of its name (`2026-01-31`), a value from outside.
pub fn change_proposal(
    session_id: &str,
    date: &str,
    backlog: &Backlog,
    correction: &Correction,
) -> String {
    let scope = correction.scope(backlog);
    let project = backlog.project.as_deref().unwrap_or("the project");
    let writer = Writer {
        backlog,
        correction,
        scope,
    };
    let mut out = format!(
        "# Sprint Change Proposal\n\n- Project: {project}\n- Session: {session_id}\n- Date: {date}\n- Scope: {}\n",
        scope.as_str()
    );
    for section in [
        writer.summary(),
        writer.impact(),
        writer.approach(),
        writer.proposals(),
        writer.handoff(),
    ] {
        out.push('\n');
        out.push_str(&section);
    }
    out
}

struct Writer<'a> {
    backlog: &'a Backlog,
    correction: &'a Correction,
    scope: Scope,
}

impl Writer<'_> {
    fn key(&self, story: usize) -> &str {
        let story = self.backlog.stories.get(story);
        story.map_or("", |story| story.key.as_str())
    }

    fn keys(&self, stories: &[usize]) -> String {
        let keys: Vec<&str> = stories
            .iter()
            .map(|&story| self.key(story))
            .filter(|key| !key.is_empty())
            .collect();
        if keys.is_empty() {
            "none".to_owned()
        } else {
            keys.join(", ")
        }
    }

    fn summary(&self) -> String {
        let made = self.correction;
        let problem = match made.reason {
            Reason::UserRequest => "The rest of the sprint is wanted otherwise.",
            Reason::RepeatedFailures => "Stories of the sprint failed again and again.",
            Reason::NewRequirements => "There is more to do than the sprint was planned for.",
        };
        let mut out = format!(
            "## 1. Issue Summary\n\n{problem} Trigger: `{}`, found while batch {} was under way.\n",
            made.reason.as_str(),
            made.current_batch
        );
        if !made.user_input.trim().is_empty() {
            out.push_str("\nIn the words of the request:\n\n");
            for line in made.user_input.trim().lines() {
                out.push_str(&format!("> {line}\n"));
            }
        }
        if !made.not_understood.is_empty() {
            out.push_str("\nNot understood, and not acted on:\n\n");
            for text in &made.not_understood {
                out.push_str(&format!("- “{text}”\n"));
            }
        }
        if let Some(report) = &made.failures {
            out.push_str("\nEvidence:\n\n");
            for failed in &report.failed {
                let unmet = match failed.unmet.as_slice() {
                    [] => String::new(),
                    unmet => format!(
                        ", with prerequisites that are not done: {}",
                        self.keys(unmet)
                    ),
                };
                out.push_str(&format!(
                    "- {} failed {}{unmet}\n",
                    self.key(failed.story),
                    times(failed.times)
                ));
            }
            if let Some(epic) = &report.epic {
                out.push_str(&format!("- All of them are of epic {epic}\n"));
            }
            for (path, stories) in &report.files {
                out.push_str(&format!("- {stories} of them touch `{path}`\n"));
            }
            if report.blocker {
                out.push_str(&format!("- A blocker is raised; owner: {}\n", report.owner));
            }
        }
        out
    }

    fn impact(&self) -> String {
        let made = self.correction;
        let mut out = String::from(
            "## 2. Impact Analysis\n\n### Epics\n\n| Epic | Moved | Added | Dropped | Unaffected |\n|---|---|---|---|---|\n",
        );
        for (epic, impact) in made.by_epic(self.backlog) {
            out.push_str(&format!(
                "| {epic} | {} | {} | {} | {} |\n",
                impact.moved, impact.added, impact.dropped, impact.unaffected
            ));
        }
        out.push_str("\n### Stories\n\n");
        let moved: Vec<String> = made
            .moved
            .iter()
            .map(|one| {
                format!(
                    "{} from batch {} to {}",
                    self.key(one.story),
                    one.from,
                    one.to
                )
            })
            .collect();
        let moved = if moved.is_empty() {
            "none".to_owned()
        } else {
            moved.join("; ")
        };
        out.push_str(&format!(
            "- Moved: {moved}\n- Added: {}\n- Dropped: {}\n",
            self.keys(&made.added),
            self.keys(&made.dropped)
        ));
        for one in &made.stranded {
            let became = match one.rule {
                DropRule::Relink => "now wait for what it waited for",
                DropRule::Cascade => "are dropped with it",
                DropRule::LeaveUnmet => "keep a prerequisite that nobody will meet",
            };
            out.push_str(&format!(
                "- Waiting for {}: {}; they {became}\n",
                self.key(one.dropped),
                self.keys(&one.waiting)
            ));
        }
        out.push_str("\n### Artifacts\n\n");
        let mut paths: Vec<&str> = made
            .dropped
            .iter()
            .chain(&made.added)
            .chain(made.moved.iter().map(|one| &one.story))
            .filter_map(|&story| self.backlog.stories.get(story)?.declared.as_ref())
            .map(|place| &*place.path)
            .collect();
        crate::ordering::sort_dedup(&mut paths);
        for path in &paths {
            out.push_str(&format!("- `{path}`: declares stories of this change\n"));
        }
        if !made.dropped.is_empty() || !made.added.is_empty() {
            out.push_str("- `sprint-status.yaml`: statuses of what is added and dropped\n");
        }
        if paths.is_empty() && made.dropped.is_empty() && made.added.is_empty() {
            out.push_str("- none\n");
        }
        out.push_str(&format!(
            "\n### Technical\n\n- Batches left: {} before, {} after; at least {} are needed: {}\n- Longest chain: {} before, {} after\n",
            made.before.len(),
            made.after.len(),
            made.plan.proof.lower_bound,
            bound_sentence(self.backlog, &made.plan.proof.reason),
            self.chain(&made.plan_before.critical_path),
            self.chain(&made.plan.critical_path),
        ));
        for warning in &made.warnings {
            out.push_str(&format!("- {warning}\n"));
        }
        out
    }

    fn chain(&self, stories: &[usize]) -> String {
        let keys: Vec<&str> = stories.iter().map(|&story| self.key(story)).collect();
        if keys.is_empty() {
            "none".to_owned()
        } else {
            keys.join(" → ")
        }
    }

    fn approach(&self) -> String {
        let made = self.correction;
        let (approach, rationale) = match self.scope {
            Scope::Major => (
                "MVP Review",
                "An epic comes or goes, so what the product needs first has to be looked at again.",
            ),
            _ => (
                "Direct Adjustment",
                "The rest of the sprint can be planned within what is agreed; what is done stays done.",
            ),
        };
        let level = match self.scope {
            Scope::Minor => "Low",
            Scope::Moderate => "Medium",
            Scope::Major => "High",
        };
        let more = match made.batches_more() {
            0 => "as many batches as before".to_owned(),
            1 => "one batch more".to_owned(),
            -1 => "one batch fewer".to_owned(),
            more if more > 0 => format!("{more} batches more"),
            fewer => format!("{} batches fewer", -fewer),
        };
        let mut out = format!(
            "## 3. Recommended Approach\n\n{approach}. Effort: {level}. Risk: {level}.\n\n{rationale} It takes {more} and moves {}.\n",
            stories(made.moved.len())
        );
        if let Some(report) = &made.failures {
            out.push_str("\n| Failed story | Way out | Batches left |\n|---|---|---|\n");
            for failed in &report.failed {
                for choice in &failed.choices {
                    let name = match choice.remedy {
                        Remedy::Defer => "Defer",
                        Remedy::Split => "Split",
                        Remedy::Drop => "Drop",
                    };
                    let batches = choice
                        .batches
                        .map_or("not possible".to_owned(), |n| n.to_string());
                    out.push_str(&format!(
                        "| {} | {name} | {batches} |\n",
                        self.key(failed.story)
                    ));
                }
            }
        }
        out
    }

    fn proposals(&self) -> String {
        let made = self.correction;
        let mut out = String::from("## 4. Detailed Change Proposals\n");
        let mut one = |story: usize, section: &str, old: &str, new: &str, why: &str| {
            let title = self
                .backlog
                .stories
                .get(story)
                .map_or("", |s| s.title.as_str());
            out.push_str(&format!(
                "\nStory: [{}] {title}\nSection: {section}\n\nOLD:\n{old}\n\nNEW:\n{new}\n\nRationale: {why}\n",
                self.key(story)
            ));
        };
        for &story in &made.dropped {
            one(
                story,
                "Status",
                "in the sprint",
                "dropped",
                "It was asked for.",
            );
        }
        for &story in &made.added {
            let batch = made
                .after
                .iter()
                .find(|(_, stories)| stories.contains(&story));
            let batch = batch.map_or(String::new(), |(id, _)| format!("batch {id}"));
            one(
                story,
                "Batch",
                "not in the sprint",
                &batch,
                "It was asked for.",
            );
        }
        for moved in &made.moved {
            one(
                moved.story,
                "Batch",
                &format!("batch {}", moved.from),
                &format!("batch {}", moved.to),
                "The fewest stories move for as few batches.",
            );
        }
        if made.dropped.is_empty() && made.added.is_empty() && made.moved.is_empty() {
            out.push_str(match made.reordered {
                0 => "\nNothing changes.\n",
                _ => "\nOnly the order within batches changes.\n",
            });
        }
        out
    }

    fn handoff(&self) -> String {
        let mut out = format!(
            "## 5. Implementation Handoff\n\n- Scope: {}; handed to: {}\n- Success: every batch below is done in this order, and nothing that was done is done again\n\n",
            self.scope.as_str(),
            self.scope.owner()
        );
        for (id, stories) in &self.correction.after {
            out.push_str(&format!("- Batch {id}: {}\n", self.keys(stories)));
        }
        out
    }
}

fn times(n: usize) -> String {
    match n {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        n => format!("{n} times"),
    }
}

fn stories(n: usize) -> String {
    match n {
        0 => "no story".to_owned(),
        1 => "one story".to_owned(),
        n => format!("{n} stories"),
    }
}
