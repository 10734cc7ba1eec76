//! The board: a column a batch, a row a story, a sign a phase.

use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;

use sprintloom_core::workflow::{PHASES, PhaseStatus, RunEvent};

use crate::browser;
use crate::leaf::{Leaf, button, later, long_column, tag, when_near, words};
use crate::plan_view::open_board;
use crate::store::{Ran, Store};
use crate::story_parts::{counted, glyph, hue, plain_key, title};
use crate::wire::{RunRow, Snapshot, Standing, Status};

/// The columns of this many stories are built at once; further ones when they come near.
const AT_ONCE: usize = 90;

/// Height of a row with the gap below, in pixels; the style sheet says the same.
const ROW: usize = 34;

/// Which run each story has.
struct Rows {
    ran: Arc<Ran>,
    of_story: Vec<Option<usize>>,
}

impl Rows {
    fn of(&self, story: u32) -> Option<&RunRow> {
        let at = self.of_story.get(story as usize).copied().flatten()?;
        self.ran.view.rows.get(at)
    }
}

/// The board.
pub(super) fn board(store: Store) -> Leaf {
    let opened = Cell::new(false);
    tag("div", "board runs")
        .set("role", "list")
        .set("aria-label", "Batches")
        .set("tabindex", "-1")
        .live(move || {
            store.runs.with(|ran| {
                if !ran.of.stories.is_empty() && !opened.replace(true) {
                    browser::next_frame(open_board);
                }
                vec![columns(store, ran)]
            })
        })
}

fn columns(store: Store, ran: &Arc<Ran>) -> Leaf {
    let snapshot = &ran.of;
    let mut of_story = vec![None; snapshot.stories.len()];
    for (at, row) in ran.view.rows.iter().enumerate() {
        let slot = row.story.and_then(|story| of_story.get_mut(story as usize));
        if let Some(slot) = slot {
            *slot = Some(at);
        }
    }
    let rows = Rc::new(Rows {
        ran: Arc::clone(ran),
        of_story,
    });
    let Ok(plan) = &snapshot.plan else {
        return tag("p", "nothing muted").text(
            "There is no plan to put on the board. The reason is in the line at the bottom.",
        );
    };
    let mut all = Vec::with_capacity(plan.batches.len() + 2);
    let mut waiting = Vec::new();
    if !plan.finished.is_empty() {
        let head = column_head(store, &rows, "Done", &plan.finished, true);
        let (of_wanted, of_row) = (Arc::clone(ran), Rc::clone(&rows));
        let wanted: Rc<dyn Fn(u32) -> bool> = Rc::new(move |at| is_wanted(store, &of_wanted, at));
        let row: Rc<dyn Fn(u32) -> Option<Leaf>> =
            Rc::new(move |at| row(store, &of_row.ran.of, at, of_row.of(at)));
        let lists = long_column(&plan.finished, ROW, &mut waiting, &wanted, &row);
        all.push(
            section("Finished stories")
                .set("class", "column finished")
                .with(head)
                .with_all(lists),
        );
    }
    let mut built = 0;
    for (place, batch) in plan.batches.iter().enumerate() {
        let column = section(&format!("Batch {}", batch.id));
        built += batch.stories.len();
        if built <= AT_ONCE {
            all.push(column.with_all(batch_content(store, &rows, place)));
            continue;
        }
        let (of_wanted, stories) = (Arc::clone(ran), batch.stories.clone());
        let rows = Rc::clone(&rows);
        all.push(later(
            column,
            &mut waiting,
            Box::new(move || stories.iter().any(|&at| is_wanted(store, &of_wanted, at))),
            Box::new(move || batch_content(store, &rows, place)),
        ));
    }
    if !waiting.is_empty() {
        when_near(".board", waiting);
    }
    let others: Vec<Leaf> = (ran.view.rows.iter())
        .filter(|row| row.story.is_none())
        .map(|row| {
            tag("li", "run-row")
                .with(plain_key(&row.id))
                .with(phases(row))
                .with(words("faint", "no document has this story"))
        })
        .collect();
    if !others.is_empty() {
        let head = tag("header", "").with(tag("h2", "").text("Other runs"));
        all.push(
            section("Other runs")
                .with(head.with(phase_numbers()))
                .with(tag("ul", "").with_all(others)),
        );
    }
    tag("div", "columns").with_all(all)
}

/// Whether somebody looks for this story.
fn is_wanted(store: Store, ran: &Ran, at: u32) -> bool {
    let story = ran.of.stories.get(at as usize);
    story.is_some_and(|story| store.is_selected(&story.key))
}

/// What is in the column of the batch at this place of the plan.
fn batch_content(store: Store, rows: &Rows, place: usize) -> Vec<Leaf> {
    let Ok(plan) = &rows.ran.of.plan else {
        return Vec::new();
    };
    let Some(batch) = plan.batches.get(place) else {
        return Vec::new();
    };
    let name = format!("Batch {}", batch.id);
    let list = batch
        .stories
        .iter()
        .filter_map(|&at| row(store, &rows.ran.of, at, rows.of(at)));
    vec![
        column_head(store, rows, &name, &batch.stories, false),
        tag("ul", "").with_all(list.collect()),
    ]
}

/// Over the rows of a column: its name, what runs in it, the numbers of the phases.
fn column_head(store: Store, rows: &Rows, name: &str, stories: &[u32], done: bool) -> Leaf {
    let standing = |wanted: &[Standing]| {
        let own = stories.iter().filter_map(|&at| rows.of(at));
        own.filter(|row| wanted.contains(&row.standing)).count()
    };
    let mut facts = counted(stories.len(), "story", "stories");
    let stopped = standing(&[Standing::Failed, Standing::Blocked]);
    for (number, what) in [
        (standing(&[Standing::Running]), "running"),
        (standing(&[Standing::Waiting]), "waiting"),
        (standing(&[Standing::Finished]), "finished"),
    ] {
        if number > 0 {
            facts.push_str(&format!(" · {number} {what}"));
        }
    }
    let tokens: u32 = stories
        .iter()
        .filter_map(|&at| rows.of(at))
        .map(|row| row.tokens)
        .sum();
    let mut head = tag("header", "")
        .with(tag("h2", "").text(name))
        .with(words("faint", &facts));
    if stopped > 0 {
        let word = counted(stopped, "blocker", "blockers");
        head = head.with(words("bad", &word));
    }
    head = head.with(tag("span", "fill"));
    if tokens > 0 {
        head = head.with(words("faint", &format!("~{tokens}K")).set("title", "Tokens so far"));
    }
    let idle: Vec<String> = stories
        .iter()
        .filter(|&&at| !done && rows.of(at).is_none())
        .filter_map(|&at| rows.ran.of.stories.get(at as usize))
        .map(|story| story.key.clone())
        .collect();
    if !idle.is_empty() {
        head = head.with(start_all(store, name, idle));
    }
    let has_phases = !done || stories.iter().any(|&at| rows.of(at).is_some());
    head.with(match has_phases {
        true => phase_numbers(),
        false => tag("div", "phase-numbers"),
    })
}

fn phase_numbers() -> Leaf {
    let mut numbers = tag("div", "phase-numbers").set("aria-hidden", "true");
    for phase in PHASES {
        let number = phase.number.to_string();
        numbers = numbers.with(words("faint", &number).set("title", phase.name));
    }
    numbers
}

/// A column, to be filled.
fn section(label: &str) -> Leaf {
    tag("section", "column")
        .set("role", "listitem")
        .set("aria-label", label)
}

/// Starts the stories of a batch that have no run yet, in one step.
fn start_all(store: Store, name: &str, idle: Vec<String>) -> Leaf {
    let what = match idle.as_slice() {
        [one] => format!("Start {one}"),
        more => format!("Start {}", more.len()),
    };
    let label = format!("Start {}", name.replace("Batch", "batch"));
    button("small", move || {
        let step = RunEvent::Started {
            story_id: String::new(),
            from: None,
            to: None,
            approve: None,
            at: browser::now(),
        };
        store.step_runs(idle.clone(), step, &label);
    })
    .set("aria-label", &format!("{what} of {name}"))
    .text(&what)
}

fn row(store: Store, snapshot: &Snapshot, at: u32, run: Option<&RunRow>) -> Option<Leaf> {
    let story = snapshot.stories.get(at as usize)?;
    let words_of = run.map_or("not started", |run| run.words.as_str());
    let stops = run.is_some_and(|run| matches!(run.standing, Standing::Failed | Standing::Blocked));
    let key = story.key.clone();
    let mut open = tag("button", "run-open")
        .set("type", "button")
        .set("data-story", &story.key)
        .set("title", words_of)
        .live_set("aria-pressed", move || {
            Some(store.is_selected(&key).to_string())
        })
        .with(glyph(if stops { Status::Blocked } else { story.status }))
        .with(plain_key(&story.key))
        .with(words("row-title", title(story)));
    open = match run {
        Some(run) => open.with(phases(run)),
        None if story.batch.is_none() => open,
        None => open.with(
            tag("span", "phases")
                .set("role", "img")
                .set("aria-label", words_of)
                .with_all(
                    PHASES
                        .iter()
                        .map(|_| tag("span", "phase phase-pending"))
                        .collect(),
                ),
        ),
    };
    let class = if stops { "run-row stopped" } else { "run-row" };
    Some(
        tag("li", class)
            .style("--hue", &hue(snapshot, story))
            .with(open),
    )
}

/// The signs of six phases.
fn phases(run: &RunRow) -> Leaf {
    let signs = PHASES.iter().zip(&run.phases).map(|(phase, &code)| {
        let status = status_word(code);
        tag("span", &format!("phase phase-{status}")).set(
            "title",
            &format!("{}: {}", phase.name, status.replace('_', " ")),
        )
    });
    tag("span", "phases")
        .set("role", "img")
        .set("aria-label", &run.words)
        .with_all(signs.collect())
}

/// The word of a phase's status.
pub(super) fn status_word(code: u8) -> &'static str {
    let status = PhaseStatus::ALL.get(usize::from(code));
    status.map_or("pending", |status| status.as_str())
}
