//! When stories were finished: what was noted, and what can be written by hand.

use std::cell::Cell;

use crate::browser::value_of;
use crate::leaf::{Leaf, tag, words};
use crate::store::Store;
use crate::story_parts::{counted, key, key_at};
use crate::wire::Snapshot;
use crate::wire::desk::ProgressView;
use sprintloom_core::progress::{Happening, Recorded};
use sprintloom_core::project::Event;

/// So many rows are shown at once; more are folded, as they would be the whole page.
const FEW: usize = 8;
/// Stories without a day that are listed; the rest are counted.
const MOST: usize = 100;

pub(super) fn record(store: Store, of: &Snapshot, view: &ProgressView) -> Vec<Leaf> {
    let record = store.with_project_untracked(|project| project.record.clone());
    let mut rows = Vec::new();
    for &at in view.undated.iter().take(MOST) {
        let Some(story) = of.stories.get(at as usize) else {
            continue;
        };
        // One whose day cannot be read stands below, with the reason.
        let mut noted = record.iter();
        if noted.any(|one| one.story == story.key && one.what == Happening::Done) {
            continue;
        }
        rows.push(row(store, key_at(of, at), &story.key, None, ""));
    }
    for (at, one) in record.iter().enumerate().rev() {
        if one.what != Happening::Done {
            continue;
        }
        let problem = view
            .problems
            .iter()
            .find(|problem| problem.0 as usize == at);
        let problem = problem.map_or("", |problem| problem.1.as_str());
        let name = key(&one.story, "");
        rows.push(row(store, name, &one.story, Some(&one.date), problem));
    }
    if rows.is_empty() {
        return vec![tag("p", "muted").text("No story is finished yet.")];
    }
    let without = view.undated.len();
    let said = match without {
        0 => "Noted by itself when a story is set to done here; a day can be corrected.".to_owned(),
        _ => format!(
            "{} before anything was noted; they count from the first day on. Write the days for a truer velocity.",
            counted(without, "story was finished", "stories were finished")
        ),
    };
    let many = rows.len() > FEW;
    let folded = format!("Days of {} stories", rows.len());
    let list = tag("ul", "completions").with_all(rows);
    let list = if many { fold(&folded, list) } else { list };
    vec![tag("p", "muted").text(&said), list]
}

thread_local! {
    /// Many days are unfolded: they stay so while they are written.
    static UNFOLDED: Cell<bool> = const { Cell::new(false) };
}

fn fold(name: &str, list: Leaf) -> Leaf {
    let details = tag("details", "")
        .with(tag("summary", "").text(name))
        .with(list)
        .set_some("open", UNFOLDED.get().then_some(""));
    let element = details.element().clone();
    details.on("toggle", move |_| {
        UNFOLDED.set(element.has_attribute("open"));
    })
}

fn row(store: Store, name: Leaf, story: &str, date: Option<&str>, problem: &str) -> Leaf {
    let id = format!("day-{story}");
    let field = tag("input", "")
        .set("type", "text")
        .set("id", &id)
        .set("placeholder", "2026-01-31")
        .set("size", "12")
        .set("aria-label", &format!("Day on which {story} was finished"))
        .set("aria-describedby", &format!("{id}-problem"))
        .set_some("aria-invalid", (!problem.is_empty()).then_some("true"))
        .set("value", date.unwrap_or(""));
    let story = story.to_owned();
    let field = field.on("change", move |event| {
        let typed = value_of(&event).trim().to_owned();
        let mut record = store.with_project_untracked(|project| project.record.clone());
        let mine = |one: &Recorded| one.story == story && one.what == Happening::Done;
        match record.iter_mut().rev().find(|one| mine(one)) {
            Some(one) if !typed.is_empty() => one.date = typed,
            Some(_) => record.retain(|one| !mine(one)),
            None if typed.is_empty() => return,
            None => record.push(Recorded {
                story: story.clone(),
                what: Happening::Done,
                date: typed,
            }),
        }
        store.dispatch(Event::ChangeRecord { record }, &format!("Day of {story}"));
    });
    tag("li", "")
        .with(name)
        .with(field)
        .with(words("warn", problem).set("id", &format!("{id}-problem")))
}
