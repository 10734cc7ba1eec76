//! The plan before over the plan after, on the same columns; what moves is joined by lines.

use std::rc::Rc;
use std::sync::Arc;

use sprintloom_core::ordering;
use wasm_bindgen::prelude::*;
use web_sys::{DragEvent, Element, Event};

use super::draft::{Mark, mark, order};
use super::{change, found};
use crate::browser;
use crate::leaf::{Leaf, on_size, svg, tag, words};
use crate::live::{Memo, RwSignal};
use crate::store::Store;
use crate::story_parts::{glyph, plain_key};
use crate::wire::{CardRow, CorrectView, How, StripRow};

/// What a dragged card carries.
const KIND: &str = "application/x-sprintloom-story";
/// Pixels from column to column; the style sheet has the same.
const COLUMN: i32 = 192;
/// Columns beside the window that are there too.
const NEAR: i32 = 3;
/// Room beside the cards of a column.
const GUTTER: i32 = 8;
/// From card to card.
const CARD: i32 = 30;
/// The heading of a plan, and of a column under it.
const HEAD: i32 = 32;
const COLUMN_HEAD: i32 = 28;
/// Room below the cards of a plan; below the first the lines cross it.
const BELOW: i32 = 40;

/// Both plans.
pub(super) fn strips(store: Store) -> Leaf {
    let view = Memo::new(move |_| Shown(found(store)));
    let frozen = Memo::new(move |_| store.past.get().is_some());
    let said = tag("div", "correct-said")
        .set("role", "status")
        .live(move || messages(&view.get().0));
    let seen = RwSignal::new((0, browser::window_width() / COLUMN + NEAR));
    let window = tag("div", "strips-window")
        .set("role", "region")
        .set("aria-label", "Before and after")
        .set("tabindex", "0")
        .live(move || vec![both(store, &view.get().0, frozen.get(), seen)]);
    watch(&window, seen);
    tag("div", "").with(said).with(draggable(store, window))
}

/// Of many columns only those in sight are there.
fn watch(window: &Leaf, seen: RwSignal<(i32, i32)>) {
    let element = window.element().clone();
    let measure = move || {
        let first = element.scroll_left() / COLUMN - NEAR;
        let last = (element.scroll_left() + element.client_width()) / COLUMN + NEAR;
        // The view may be gone when its window is measured.
        if seen
            .try_get_untracked()
            .is_some_and(|before| before != (first, last))
        {
            seen.set((first, last));
        }
    };
    on_size(window.element(), Box::new(measure.clone()));
    let _ = window.clone().on("scroll", move |_| measure());
}

/// Brings the column of this batch into sight, so that its cards are there.
pub(super) fn scroll_to(store: Store, batch: u32) {
    let view = store.correct.get_untracked().unwrap_or_default();
    let column = columns(&view, false).iter().position(|id| *id == batch);
    if let (Some(column), Some(window)) = (column, browser::find(".strips-window")) {
        let left = column as i32 * COLUMN;
        let right = left + COLUMN - window.client_width();
        if left < window.scroll_left() {
            window.set_scroll_left(left);
        } else if right > window.scroll_left() {
            window.set_scroll_left(right);
        }
    }
}

/// Compares by what is drawn, so that words typed elsewhere do not draw it again.
#[derive(Clone)]
struct Shown(Arc<CorrectView>);

impl PartialEq for Shown {
    fn eq(&self, other: &Self) -> bool {
        let (a, b) = (&self.0, &other.0);
        a.cards == b.cards
            && a.before == b.before
            && a.after == b.after
            && a.errors == b.errors
            && a.warnings == b.warnings
    }
}

fn messages(view: &CorrectView) -> Vec<Leaf> {
    let all = |class: &'static str, texts: &[String]| -> Vec<Leaf> {
        texts
            .iter()
            .map(|text| tag("p", class).text(text))
            .collect()
    };
    let mut lines = all("correct-error", &view.errors);
    lines.extend(all("correct-warning", &view.warnings));
    lines
}

/// Ids of the batches of either plan, and one more to drop stories on.
fn columns(view: &CorrectView, frozen: bool) -> Vec<u32> {
    let strips = view.before.iter().chain(&view.after);
    let mut ids: Vec<u32> = strips.map(|strip| strip.id).collect();
    ordering::sort_by(&mut ids, u32::cmp);
    ids.dedup();
    if let Some(last) = ids.last().filter(|_| !frozen) {
        ids.push(last + 1);
    }
    ids
}

fn both(store: Store, view: &Arc<CorrectView>, frozen: bool, seen: RwSignal<(i32, i32)>) -> Leaf {
    let ids: Rc<[u32]> = Rc::from(columns(view, frozen));
    let rows = |strips: &[StripRow]| {
        let longest = strips.iter().map(|strip| strip.cards.len()).max();
        longest.unwrap_or(0).max(1) as i32
    };
    let first = HEAD + COLUMN_HEAD + rows(&view.before) * CARD + BELOW;
    let second = HEAD + COLUMN_HEAD + rows(&view.after) * CARD + BELOW;
    let width = (ids.len() as i32 * COLUMN).to_string();
    let lines = svg("svg", "correct-lines")
        .set("width", &width)
        .set("height", &(first + second).to_string())
        .set("aria-hidden", "true")
        .with_all(moves(view, &ids, first));
    tag("div", "correct-strips")
        .style("width", &format!("{width}px"))
        .with(strip(store, view, &ids, false, first, seen))
        .with(strip(store, view, &ids, true, second, seen))
        .with(lines)
}

/// A line for every story that goes to another batch: beside the cards, and across between the plans.
fn moves(view: &CorrectView, ids: &[u32], down: i32) -> Vec<Leaf> {
    // The left edge of a card and its middle; the line runs in the gutter before it.
    let place = |strips: &[StripRow], id: Option<u32>, at: u32| -> Option<(i32, i32, i32)> {
        let id = id?;
        let strip = strips.iter().find(|strip| strip.id == id)?;
        let row = strip.cards.iter().position(|card| *card == at)? as i32;
        let column = ids.iter().position(|known| *known == id)? as i32 * COLUMN;
        Some((
            column + GUTTER,
            column + 1 + row % 4 * 2,
            HEAD + COLUMN_HEAD + row * CARD + (CARD - 4) / 2,
        ))
    };
    let (top, bottom) = (down - BELOW, down + HEAD);
    let half = (bottom - top) / 2;
    let line = |(at, card): (u32, &CardRow)| {
        let (edge1, x1, y1) = place(&view.before, card.from, at)?;
        let (edge2, x2, y2) = place(&view.after, card.to, at)?;
        let across = format!("C{x1} {} {x2} {} {x2} {bottom}", top + half, bottom - half);
        let path = format!("M{edge1} {y1}H{x1}V{top}{across}V{}H{edge2}", y2 + down);
        Some(svg("path", "").set("d", &path))
    };
    let cards = (0_u32..).zip(&view.cards);
    cards
        .filter(|(_, card)| card.how == How::Moved)
        .filter_map(line)
        .collect()
}

fn strip(
    store: Store,
    view: &Arc<CorrectView>,
    ids: &Rc<[u32]>,
    is_after: bool,
    height: i32,
    seen: RwSignal<(i32, i32)>,
) -> Leaf {
    let name = if is_after { "After" } else { "Before" };
    let (view, ids) = (Arc::clone(view), Rc::clone(ids));
    let columns = move || {
        let strips = if is_after { &view.after } else { &view.before };
        let (first, last) = seen.get();
        let (first, last) = (first.max(0) as usize, last.max(0) as usize);
        let column = |at: usize, id: u32| {
            let strip = strips.iter().find(|strip| strip.id == id);
            let cards = strip.iter().flat_map(|strip| &strip.cards);
            let cards =
                cards.filter_map(|at| Some(card(store, view.cards.get(*at as usize)?, is_after)));
            let head = match strip {
                Some(_) => words("", &format!("Batch {id}")),
                None => words("faint", if is_after { "+" } else { "" }),
            };
            let column = tag("div", "correct-column")
                .set("role", "listitem")
                .set("aria-label", &format!("{name}: batch {id}"))
                .set("aria-setsize", &ids.len().to_string())
                .set("aria-posinset", &(at + 1).to_string())
                .style("left", &format!("{}px", at as i32 * COLUMN))
                .with(tag("p", "faint").with(head))
                .with(tag("ul", "").with_all(cards.collect()));
            if is_after {
                column.set("data-batch", &id.to_string())
            } else {
                column
            }
        };
        let all = ids.iter().enumerate();
        let in_sight = all.skip(first).take(last.saturating_sub(first) + 1);
        in_sight.map(|(at, id)| column(at, *id)).collect()
    };
    tag("section", "correct-strip")
        .set("aria-label", name)
        .style("height", &format!("{height}px"))
        .with(tag("h2", "").text(name))
        .with(
            tag("div", "correct-columns")
                .set("role", "list")
                .live(columns),
        )
}

fn card(store: Store, card: &CardRow, is_after: bool) -> Leaf {
    let title = if card.title.is_empty() {
        "Untitled"
    } else {
        &card.title
    };
    let told = match (card.how, card.from, card.to) {
        (How::Moved, Some(from), Some(to)) => format!("moved from batch {from} to {to}"),
        (How::Turned, ..) => "elsewhere in its batch".to_owned(),
        (How::Added, ..) => "comes in".to_owned(),
        (How::Dropped, ..) => "goes out".to_owned(),
        _ => String::new(),
    };
    let sign = match card.how {
        How::Moved if is_after => card.from.map(|from| format!("{from} →")),
        How::Moved => card.to.map(|to| format!("→ {to}")),
        How::Turned => Some("↕".to_owned()),
        How::Added => Some("+".to_owned()),
        How::Dropped => Some("−".to_owned()),
        How::Stays => None,
    };
    let key = card.key.clone();
    let mut open = tag("button", "card-open")
        .set("type", "button")
        .set("data-story", &card.key)
        .set(
            "title",
            &format!(
                "{} {title}{}{told}",
                card.key,
                if told.is_empty() { "" } else { ": " }
            ),
        )
        .live_set("aria-pressed", move || {
            Some(store.is_selected(&key).to_string())
        })
        .with(glyph(card.status))
        .with(plain_key(&card.key))
        .with(words("row-title", title));
    if let Some(sign) = sign {
        // The line between the cards, and the words of the title, for those who do not see it.
        open = open.with(
            words("how", &sign)
                .set("aria-label", &told)
                .set("role", "img"),
        );
    }
    if is_after {
        open = open.set("id", &format!("after-{}", card.key));
    }
    let base = format!("card row {}", card.how.word());
    let of_class = card.key.clone();
    let leaf = tag("li", &base)
        .set("data-card", &card.key)
        .style("--hue", &card.hue.to_string())
        .live_set("class", move || {
            let selected = if store.is_selected(&of_class) {
                " selected"
            } else {
                ""
            };
            Some(format!("{base}{selected}"))
        })
        .with(open);
    if is_after {
        leaf.set("draggable", "true")
    } else {
        leaf
    }
}

/// Cards of the plan after can be dragged to another batch, or to another place in one.
fn draggable(store: Store, window: Leaf) -> Leaf {
    window
        .on("dragstart", |event| {
            let card =
                closest(&event, "[draggable]").and_then(|card| card.get_attribute("data-card"));
            if let (Some(key), Some(carried)) = (card, carried(&event)) {
                let _ = carried.set_data(KIND, &key);
                carried.set_effect_allowed("move");
            }
        })
        .on("dragover", |event| {
            let is_ours = carried(&event)
                .is_some_and(|carried| carried.types().iter().any(|kind| kind == KIND));
            if is_ours && closest(&event, "[data-batch]").is_some() {
                event.prevent_default();
            }
        })
        .on("drop", move |event| {
            let column = closest(&event, "[data-batch]")
                .and_then(|column| column.get_attribute("data-batch"));
            let on =
                closest(&event, "[data-card]").and_then(|card| card.get_attribute("data-card"));
            let key = carried(&event).and_then(|carried| carried.get_data(KIND).ok());
            if let (Some(Ok(batch)), Some(key)) = (column.map(|id| id.parse()), key) {
                event.prevent_default();
                place(store, &key, batch, on.as_deref());
            }
        })
}

fn carried(event: &Event) -> Option<web_sys::DataTransfer> {
    event.dyn_ref::<DragEvent>()?.data_transfer()
}

fn closest(event: &Event, selector: &str) -> Option<Element> {
    let element = event.target()?.dyn_into::<Element>().ok()?;
    element.closest(selector).ok().flatten()
}

/// Wants a story in a batch, before another one where that is said.
pub(super) fn place(store: Store, key: &str, batch: u32, before: Option<&str>) {
    if store.past.get_untracked().is_some() {
        // What was applied is only looked at.
        return;
    }
    let view = store.correct.get_untracked().unwrap_or_default();
    let of = |at: &u32| view.cards.get(*at as usize).map(|card| card.key.clone());
    let from = view.cards.iter().find(|card| card.key == key);
    let moves = from.is_none_or(|card| card.to != Some(batch));
    let there = view.after.iter().find(|strip| strip.id == batch);
    let mut keys: Vec<String> = there
        .iter()
        .flat_map(|strip| &strip.cards)
        .filter_map(of)
        .collect();
    let had = keys.iter().position(|known| known == key);
    let target = before.and_then(|before| keys.iter().position(|known| known == before));
    change(store, |draft| {
        if moves {
            mark(draft, key, Mark::Move(batch));
        }
        if let Some(target) = target.filter(|target| Some(*target) != had) {
            if let Some(had) = had {
                keys.remove(had);
            }
            keys.insert(target.min(keys.len()), key.to_owned());
            order(draft, keys);
        }
    });
}
