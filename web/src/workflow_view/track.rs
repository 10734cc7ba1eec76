//! The run of the selected story: six stations from left to right, and what can be done now.

use std::sync::Arc;

use super::actions::actions;
use super::board::status_word;
use super::start::start_form;
use crate::browser;
use crate::export::copy_button;
use crate::leaf::{Leaf, button, tag, words};
use crate::live::Memo;
use crate::store::Store;
use crate::story_parts::{plain_key, title};
use crate::wire::{Ask, RunDetail, Snapshot, Station};

/// The track; nothing where no story is selected.
pub(super) fn track(store: Store) -> Leaf {
    // What is typed below stays while other runs go on.
    let open = Memo::new(move |_| store.runs.with(|ran| ran.view.open.clone()));
    tag("div", "track-place").live(move || match open.get() {
        Some(run) => {
            keep_focus();
            vec![panel(store, &run)]
        }
        None => {
            let hint = "Select a story to start its run: a person or an agent runs the phases, what came out is pasted here.";
            vec![tag("p", "track-hint faint").text(hint)]
        }
    })
}

/// A button that did its work may be gone: the focus stays in the track.
fn keep_focus() {
    let inside = |element: web_sys::HtmlElement| element.closest(".track").ok().flatten();
    if browser::focused().and_then(inside).is_some() {
        browser::next_frame(|| {
            let lost = browser::focused().is_none_or(|element| element.tag_name() == "BODY");
            if lost {
                browser::focus(".track");
            }
        });
    }
}

fn panel(store: Store, run: &RunDetail) -> Leaf {
    let ran = store.runs.get_untracked();
    let head = head(store, &ran.of, run);
    let stations = (1_u8..).zip(&run.stations);
    let stations: Vec<Leaf> = stations.map(|(number, one)| station(number, one)).collect();
    let mut panel = tag("section", "track")
        .set("tabindex", "-1")
        .set("aria-label", &format!("Run of {}", run.id))
        .with(head)
        .with(tag("ol", "stations").with_all(stations));
    if let Some(reading) = last_reading(run) {
        panel = panel.with(reading);
    }
    let of_this = format!("# Dry run: {}", run.id);
    let dry = tag("div", "").live(move || match store.dry_run.get() {
        Some(plan) if plan.lines().next() == Some(of_this.as_str()) => {
            vec![dry_plan(store, &plan)]
        }
        _ => Vec::new(),
    });
    panel = panel.with(dry).with(actions(store, run));
    if run.standing.is_none() {
        panel = panel.with(start_form(store, &run.id));
    }
    panel
}

fn head(store: Store, of: &Arc<Snapshot>, run: &RunDetail) -> Leaf {
    let story = of.stories.get(run.story as usize);
    let mut head = tag("header", "")
        .with(plain_key(&run.id))
        .with(tag("h2", "").text(story.map_or("", title)))
        .with(words("muted", &run.words))
        .with(tag("span", "fill"))
        .with(words("faint", &run.total));
    if run.standing.is_some() {
        let id = run.id.clone();
        head = head.with(
            button("small", move || store.ask(Ask::Files(Some(id.clone())), ""))
                .set(
                    "title",
                    "STATE.md, AGENT-CONTEXT.md and the captured outputs, as a zip",
                )
                .text("Download _workflow"),
        );
    }
    head
}

fn station(number: u8, station: &Station) -> Leaf {
    let status = status_word(station.status);
    let mut facts = tag("p", "station-facts faint");
    for fact in [station.tokens.as_str(), &short_time(&station.at)] {
        if !fact.is_empty() {
            facts = facts.with(words("", fact));
        }
    }
    let mut leaf = tag("li", &format!("station station-{status}"))
        .with(
            tag("p", "station-name")
                .with(tag("span", &format!("phase phase-{status}")).set("aria-hidden", "true"))
                .with(words("faint", &number.to_string()))
                .with(words("", &station.name)),
        )
        .with(words("station-status", &status.replace('_', " ")));
    if station.gate {
        leaf = leaf.with(
            words("station-gate warn", "approval")
                .set("title", "Somebody approves before this phase"),
        );
    }
    if !station.signal.is_empty() {
        let line = station.lines.iter().find(|line| line.decides);
        let hint = line.map_or_else(String::new, |line| {
            format!("Line {}: {}", line.number, line.text)
        });
        leaf = leaf.with(
            tag("code", "station-signal")
                .set("title", &hint)
                .text(&station.signal),
        );
        if let Some(line) = line {
            leaf = leaf.with(words("faint", &format!("line {}", line.number)));
        }
    }
    leaf.with(facts)
}

/// `2026-11-21T09:30:00Z` without its year and seconds.
fn short_time(at: &str) -> String {
    match (at.get(5..10), at.get(11..16)) {
        (Some(day), Some(time)) => format!("{day} {time}"),
        _ => at.to_owned(),
    }
}

/// Why the last captured output ended its phase as it did, with the lines.
fn last_reading(run: &RunDetail) -> Option<Leaf> {
    let station = run
        .stations
        .iter()
        .rev()
        .find(|station| !station.why.is_empty())?;
    let mut list = tag("ul", "signal-lines");
    for line in &station.lines {
        let class = if line.decides { "decides" } else { "" };
        list = list.with(
            tag("li", class)
                .with(words("faint", &line.number.to_string()))
                .with(tag("code", "").text(&line.text))
                .with(words("muted", &line.why)),
        );
    }
    Some(
        tag("details", "reading")
            .with(tag("summary", "").text(&format!("{}: {}", station.name, station.why)))
            .with(list),
    )
}

fn dry_plan(store: Store, plan: &str) -> Leaf {
    let table = plan.lines().filter(|line| line.starts_with("| "));
    let mut rows = table.map(|line| {
        let cells = line.trim_matches('|').split('|');
        cells
            .map(|cell| cell.trim().replace('`', ""))
            .collect::<Vec<_>>()
    });
    let mut body = tag("table", "plan-table");
    if let Some(head) = rows.next() {
        let cells = head
            .iter()
            .map(|cell| tag("th", "").set("scope", "col").text(cell));
        body = body.with(tag("thead", "").with(tag("tr", "").with_all(cells.collect())));
    }
    let rows = rows.map(|row| {
        let cells = row.iter().map(|cell| tag("td", "").text(cell));
        tag("tr", "").with_all(cells.collect())
    });
    let total = plan.lines().last().unwrap_or_default();
    tag("section", "dry")
        .set("aria-label", "Dry run")
        .with(
            tag("header", "")
                .with(tag("h3", "").text("SETUP COMPLETE (DRY RUN)"))
                .with(tag("span", "fill"))
                .with(copy_button(plan, "Copy the plan of the dry run"))
                .with(button("small", move || store.dry_run.set(None)).text("Close")),
        )
        .with(body.with(tag("tbody", "").with_all(rows.collect())))
        .with(tag("p", "muted").text(total))
}
