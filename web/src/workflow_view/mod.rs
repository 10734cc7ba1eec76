//! The workflow: stories by batch with their six phases, and the run of the selected one.

mod actions;
mod board;
mod prices;
mod start;
mod track;

use sprintloom_core::workflow::{PHASES, RunCommand, RunEvent, parse_command};

use crate::browser;
use crate::files;
use crate::leaf::{Leaf, button, tag, words};
use crate::plan_view::neighbour;
use crate::route::View;
use crate::store::{Notice, Ran, Store, Tone};
use crate::story_parts::counted;
use crate::wire::{Ask, Standing};

/// The view.
pub fn workflow(store: Store) -> Leaf {
    let figures = tag("p", "proof")
        .set("aria-live", "polite")
        .live(move || store.runs.with(|ran| figures(ran)));
    let tools = tag("div", "controls")
        .with(prices::prices(store))
        .with(
            button("quiet", move || files::pick_files(store))
                .set(
                    "title",
                    "STATE.md of runs that went on elsewhere, bare, fenced or as frontmatter",
                )
                .text("Import STATE.md…"),
        )
        .with(
            button("quiet", move || store.ask(Ask::Files(None), ""))
                .set("title", "The _workflow folder of every run, as one zip")
                .text("Download all"),
        );
    tag("div", "workflow")
        .with(tag("div", "toolbar").with(figures).with(tools))
        .with(board::board(store))
        .with(track::track(store))
}

/// How the runs stand, in a sentence.
fn figures(ran: &Ran) -> Vec<Leaf> {
    let count = |standing: &[Standing]| {
        let rows = ran.view.rows.iter();
        rows.filter(|row| standing.contains(&row.standing)).count()
    };
    let told = match ran.view.rows.len() {
        0 => "No run yet".to_owned(),
        number => counted(number, "run", "runs"),
    };
    let mut parts = vec![tag("strong", "").text(&told)];
    for (words_of, class, standing) in [
        ("running", "", &[Standing::Running][..]),
        ("waiting for approval", "warn", &[Standing::Waiting]),
        ("failed", "bad", &[Standing::Failed]),
        ("blocked", "bad", &[Standing::Blocked]),
        ("stopped", "", &[Standing::Stopped, Standing::Ready]),
        ("finished", "", &[Standing::Finished]),
    ] {
        let number = count(standing);
        if number > 0 {
            parts.push(words(class, &format!(" · {number} {words_of}")));
        }
    }
    if !ran.view.spent.is_empty() {
        let spent = format!(" · {} so far", ran.view.spent);
        parts.push(words("muted", &spent).set("title", &ran.view.note));
    }
    let names = PHASES.map(|phase| format!("{} {}", phase.number, phase.name));
    parts.push(words("faint phase-names", &names.join("  ")));
    parts
}

/// A key pressed in the view; whether it means something here.
pub fn pressed(store: Store, key: &str) -> bool {
    let (across, down) = match key {
        "ArrowLeft" => (-1, 0),
        "ArrowRight" => (1, 0),
        "ArrowUp" => (0, -1),
        "ArrowDown" => (0, 1),
        _ => return false,
    };
    let Some(next) = neighbour(store, across, down) else {
        return false;
    };
    store.select(Some(next.clone()));
    let wanted = next.replace(['"', '\\'], "");
    browser::focus(&format!(".run-open[data-story=\"{wanted}\"]"));
    true
}

/// Does what a typed `/scrum-master …` says.
pub fn command(store: Store, line: &str) {
    match parse_command(line) {
        Err(error) => {
            store.notify(Notice::new(Tone::Bad, format!("SETUP FAILED: {error}")));
        }
        Ok(command) => {
            let key = store.snapshot.with_untracked(|snapshot| {
                let mut stories = snapshot.stories.iter();
                let same = |key: &str| key.eq_ignore_ascii_case(&command.story.replace('.', "-"));
                stories
                    .find(|story| same(&story.key))
                    .map(|story| story.key.clone())
            });
            store.go_to_view(View::Workflow);
            if key.is_some() {
                store.select(key);
            }
            start(store, &command);
        }
    }
}

/// Starts a run, or shows what it would do.
fn start(store: Store, command: &RunCommand) {
    if command.dry_run {
        return store.ask(Ask::DryRun(typed(command)), "");
    }
    let step = RunEvent::Started {
        story_id: command.story.clone(),
        from: command.from,
        to: command.to,
        approve: command.approve,
        at: browser::now(),
    };
    let label = format!("Start {}", command.story);
    store.step_runs(vec![command.story.clone()], step, &label);
}

/// The command as it is typed.
fn typed(command: &RunCommand) -> String {
    let mut line = format!("/scrum-master {}", command.story);
    for (name, phase) in [("from", command.from), ("to", command.to)] {
        if let Some(phase) = phase {
            line.push_str(&format!(" --{name}={phase}"));
        }
    }
    if let Some(approve) = command.approve.filter(|approve| *approve != 0) {
        let gates = PHASES.iter();
        let gates = gates.filter(|phase| approve >> (phase.number - 1) & 1 == 1);
        let gates: Vec<&str> = gates.map(|phase| phase.approve).collect();
        line.push_str(&format!(" --approve={}", gates.join(",")));
    }
    if command.dry_run {
        line.push_str(" --dry-run");
    }
    line
}
