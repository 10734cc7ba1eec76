//! A status file for a project that has none.

use crate::backlog::{Backlog, Status, Story};
use crate::progress::StatusCounts;
use crate::read::long_key;
use crate::write::scalar;

/// What the words mean, for people who open the file.
const DEFINITIONS: &str = "\
# Epic: backlog -> in-progress -> done
# Story: backlog -> ready-for-dev -> in-progress -> review -> done; blocked
# Retrospective: optional -> done
";

/// The whole text: every declared story under its epic, with the status that its documents say.
/// `now` is the time of writing, `location` the folder of the story files.
pub fn fresh(backlog: &Backlog, now: Option<&str>, location: Option<&str>) -> String {
    let project = backlog.project.as_deref().unwrap_or("project");
    let mut out = String::from(DEFINITIONS);
    out.push('\n');
    if let Some(now) = now {
        let now = scalar(now);
        out.push_str(&format!("generated: {now}\nlast_updated: {now}\n"));
    }
    out.push_str(&format!(
        "project: {}\nproject_key: NOKEY\ntracking_system: file-system\n",
        scalar(project)
    ));
    if let Some(location) = location {
        out.push_str(&format!("story_location: {}\n", scalar(location)));
    }
    out.push_str("\ndevelopment_status:\n");
    let wanted = |story: &&Story| !matches!(story.status, Status::Dropped | Status::Superseded);
    let mut first = true;
    for epic in &backlog.epics {
        let own = || (backlog.stories.iter()).filter(|story| story.epic == epic.id);
        if !own().any(|story| wanted(&story)) {
            continue;
        }
        if !std::mem::replace(&mut first, false) {
            out.push('\n');
        }
        let status = StatusCounts::of(own()).epic_status().as_str();
        out.push_str(&format!(
            "  {}: {status}\n",
            scalar(&format!("epic-{}", epic.id))
        ));
        for story in own().filter(wanted) {
            let key = long_key(&story.key, &story.title);
            out.push_str(&format!("  {}: {}\n", scalar(&key), story.status.as_str()));
        }
        let retrospective = format!("epic-{}-retrospective", epic.id);
        out.push_str(&format!("  {}: optional\n", scalar(&retrospective)));
    }
    out
}
