//! Where the sprint stands: the next action, the burn-up, velocity, epics, batches, blockers.

mod charts;
mod record;

use std::rc::Rc;
use std::sync::Arc;

use crate::browser;
use crate::leaf::{Leaf, button, on_paper, tag, words};
use crate::live::RwSignal;
use crate::store::{Desk, Store};
use crate::stories::ask;
use crate::story_parts::{keys, linked, place};
use crate::wire::Snapshot;
use crate::wire::desk::{BlockerRow, DeskAsk, DeskFile, DeskShown, ProgressView, TallyRow};

/// Keys shown of what a blocker holds up.
const KEYS: usize = 8;

/// Rows of a table that are there at once; with more than the second, the others on request.
const ROWS: usize = 25;
const MOST_ROWS: usize = 40;

/// The statuses of a tally, in the order of its counts.
const STATUSES: [(&str, &str); 6] = [
    ("done", "done"),
    ("review", "in review"),
    ("in-progress", "in progress"),
    ("ready", "ready"),
    ("backlog", "backlog"),
    ("blocked", "blocked"),
];

fn found(store: Store) -> Option<Arc<Desk>> {
    store
        .desk
        .get()
        .filter(|desk| matches!(desk.shows, DeskShown::Progress(_)))
}

fn view(desk: &Desk) -> Option<&ProgressView> {
    match &desk.shows {
        DeskShown::Progress(view) => Some(view),
        DeskShown::Stories(_) => None,
    }
}

/// The view.
pub fn progress(store: Store) -> Leaf {
    let file = |file: DeskFile, label: &str| {
        button("", move || {
            ask(store, DeskAsk::Write(file, browser::today()))
        })
        .text(label)
    };
    let head = tag("header", "progress-head")
        .with(
            tag("div", "progress-next")
                .set("role", "status")
                .live(move || next(store)),
        )
        .with(file(DeskFile::Report, "↓ Sprint report"))
        .with(file(DeskFile::Blockers, "↓ Blockers"));
    let body = tag("div", "progress-body").live(move || {
        let desk = found(store);
        match desk.as_deref().and_then(|desk| Some((desk, view(desk)?))) {
            Some((desk, view)) => parts(store, &desk.of, view),
            None => vec![tag("p", "faint").text("Being counted…")],
        }
    });
    tag("div", "progress")
        .set("tabindex", "0")
        .set("role", "region")
        .set("aria-label", "Progress")
        .with(head)
        .with(body)
}

fn next(store: Store) -> Vec<Leaf> {
    let desk = found(store);
    let Some((desk, view)) = desk.as_deref().and_then(|desk| Some((desk, view(desk)?))) else {
        return vec![words("faint", "Being found…")];
    };
    let line = tag("p", "").with_all(linked(&desk.of, view.next.1, &view.next.0));
    vec![tag("h1", "").text("Next"), line]
}

fn parts(store: Store, of: &Snapshot, view: &ProgressView) -> Vec<Leaf> {
    let all = RwSignal::new(false);
    on_paper(vec![(tag("p", "").element().clone(), all)]);
    vec![
        section("Burn-up", charts::burn_up(view)).with(tag("p", "").text(&view.forecast)),
        section("Velocity", charts::velocity(view)),
        section("Blockers", vec![blockers(store, of, &view.blockers)]),
        section("By epic", vec![tally("Epic", "Status", &view.epics, all)]),
        section(
            "By batch",
            vec![tally("Batch", "Finished", &view.batches, all)],
        ),
        section("Tokens", vec![tag("p", "").text(&view.spending)]),
        section(
            "When stories were finished",
            record::record(store, of, view),
        ),
    ]
}

fn section(name: &str, content: Vec<Leaf>) -> Leaf {
    tag("section", "progress-part")
        .set("aria-label", name)
        .with(tag("h2", "").text(name))
        .with_all(content)
}

/// Counts by status: a bar, and the numbers in words.
fn tally(first: &str, last: &str, rows: &[TallyRow], all: RwSignal<bool>) -> Leaf {
    if rows.is_empty() {
        return tag("p", "muted").text("There is nothing to count yet.");
    }
    let number = |name: &str| column(name).set("class", "amount");
    let head = tag("tr", "")
        .with(column(first))
        .with(number("Stories"))
        .with(number("Done"))
        .with(column("By status"))
        .with(column(last));
    let few = rows.len() <= MOST_ROWS;
    let rows: Rc<[TallyRow]> = Rc::from(rows);
    let of_rows = Rc::clone(&rows);
    let body = tag("tbody", "").live(move || {
        let most = if few || all.get() { usize::MAX } else { ROWS };
        of_rows.iter().take(most).map(tally_row).collect()
    });
    let label = format!("Show all {}", rows.len());
    let more = tag("div", "").live(move || match few || all.get() {
        true => Vec::new(),
        false => vec![button("small", move || all.set(true)).text(&label)],
    });
    // What the colours mean, of those that are there.
    let legend = STATUSES
        .iter()
        .enumerate()
        .filter_map(|(at, (class, word))| {
            let is_there = |row: &TallyRow| row.counts.get(at).is_some_and(|count| *count > 0);
            let swatch = || tag("span", &format!("swatch tally-{class}"));
            let entry = || tag("span", "").with(swatch()).text(word);
            rows.iter().any(is_there).then(entry)
        });
    let table = tag("table", &format!("tallies by-{last}").to_ascii_lowercase())
        .with(tag("thead", "").with(head))
        .with(body);
    tag("div", "")
        .with(wide(first, table))
        .with(more)
        .with(tag("p", "tally-legend muted").with_all(legend.collect()))
}

fn tally_row(row: &TallyRow) -> Leaf {
    let all: u32 = row.counts.iter().sum();
    let done = row.counts.first().copied().unwrap_or(0);
    let mut said = Vec::new();
    let mut bar = tag("span", "tally").set("role", "img");
    for (count, (class, word)) in row.counts.iter().zip(STATUSES) {
        if *count > 0 {
            said.push(format!("{count} {word}"));
            bar = bar.with(tag("span", &format!("tally-{class}")).style("--n", &count.to_string()));
        }
    }
    let said = said.join(", ");
    tag("tr", "")
        .with(tag("th", "").set("scope", "row").text(&row.name))
        .with(tag("td", "amount").text(&all.to_string()))
        .with(tag("td", "amount").text(&done.to_string()))
        .with(tag("td", "").with(bar.set("aria-label", &said).set("title", &said)))
        .with(tag("td", "muted").text(&row.note))
}

/// A table in a window of its own: on a narrow screen it is moved sideways, by keys too.
fn wide(name: &str, table: Leaf) -> Leaf {
    tag("div", "progress-wide")
        .set("role", "group")
        .set("tabindex", "0")
        .set("aria-label", name)
        .with(table)
}

fn column(name: &str) -> Leaf {
    tag("th", "").set("scope", "col").text(name)
}

fn blockers(store: Store, of: &Snapshot, rows: &[BlockerRow]) -> Leaf {
    if rows.is_empty() {
        return tag("p", "muted").text(
            "Nothing holds the sprint up: no story is blocked, waits for what nobody brings, or stands in a circle.",
        );
    }
    let route = store.route.get_untracked();
    let rows = rows.iter().map(|row| {
        let mut line = tag("p", "")
            .with(words("desk-kind", &row.kind))
            .text(" ")
            .with_all(linked(of, row.story, &row.sentence));
        if let Some(spot) = row.spot {
            line = line.text(" ").with(place(of, spot, &route));
        }
        let (owner, then) = &row.owner;
        let deed = format!("{} {owner} acts; else tell {then}.", row.way_out);
        let item = tag("li", "").with(line).with(tag("p", "muted").text(&deed));
        if row.holds.is_empty() {
            return item;
        }
        let mut held = vec![words("muted", "holds up")];
        held.extend(keys(of, &row.holds, KEYS));
        item.with(tag("p", "keys").with_all(held))
    });
    tag("ul", "blockers").with_all(rows.collect())
}
