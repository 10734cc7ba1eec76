//! The map of files: who touches what, the hottest first.

use super::Board;
use crate::browser::value_of;
use crate::leaf::{Leaf, long_list, tag, words};
use crate::live::{Memo, RwSignal};
use crate::story_parts::{counted, keys};
use crate::wire::{OwnedRow, PanelRows, Snapshot};
use sprintloom_core::source::letters::Lowercase;

/// Height of a row in pixels; the style sheet says the same.
const ROW: i32 = 58;
/// Keys shown in a row; a click on the path shows all on the board.
const KEYS: usize = 6;

/// The content of the panel.
pub(super) fn files_map(board: Board) -> Vec<Leaf> {
    let store = board.store;
    let wanted = RwSignal::new(String::new());
    let matching = Memo::new(move |_| {
        let wanted = wanted.get();
        let aside = store.found()?;
        let rows = match &aside.rows {
            PanelRows::Files(rows) => rows.as_slice(),
            PanelRows::Nothing => &[],
            _ => return None,
        };
        let is_wanted = |row: &OwnedRow| {
            row.path.lowercase().contains(&wanted)
                || row.stories.iter().any(|&at| {
                    aside
                        .of
                        .stories
                        .get(at as usize)
                        .is_some_and(|story| story.key == wanted)
                })
        };
        let rows = (0_usize..).zip(rows);
        Some(
            rows.filter(|(_, row)| is_wanted(row))
                .map(|(at, _)| at)
                .collect::<Vec<usize>>(),
        )
    });
    let search = tag("input", "")
        .set("type", "search")
        .set("placeholder", "A path or a story’s key")
        .set("aria-label", "Search the files")
        .set("autocomplete", "off")
        .set("spellcheck", "false")
        .on("input", move |event| {
            wanted.set(value_of(&event).trim().lowercase());
        });
    let count = tag("p", "faint")
        .set("role", "status")
        .live_text(move || match matching.get() {
            None => "Being gathered…".to_owned(),
            Some(rows) if rows.is_empty() && wanted.with(String::is_empty) => {
                "No story says which files it touches. Their files would be listed here, those that most stories touch first.".to_owned()
            }
            Some(rows) => counted(rows.len(), "path", "paths"),
        });
    let list = long_list(
        "long owned",
        ROW,
        move || matching.with(|rows| rows.as_ref().map_or(0, Vec::len)),
        move |position| {
            let at = matching.with(|rows| rows.as_ref()?.get(position).copied())?;
            let aside = store.aside.get_untracked()?;
            match &aside.rows {
                PanelRows::Files(rows) => Some(row(board, &aside.of, rows.get(at)?)),
                _ => None,
            }
        },
    )
    .set("role", "region")
    .set("aria-label", "Files and their stories");
    vec![search, count, list]
}

fn row(board: Board, of: &Snapshot, row: &OwnedRow) -> Leaf {
    let show = super::drawer::show_button(board, &row.stories);
    show.element().set_text_content(None);
    let path = show
        .set("class", "owned-path")
        .set(
            "title",
            &format!("{}: show its stories on the board", row.path),
        )
        .with(tag("code", "").text(&row.path));
    let heat = if row.planned > 1 { "warn" } else { "faint" };
    let head = tag("p", "")
        .with(path)
        .with(tag("span", "fill"))
        .with_some(row.registry.then(|| {
            words("faint", "registry").set("title", "A file that nearly every story touches")
        }))
        .with(words(heat, &format!("{} open", row.planned)));
    tag("li", "")
        .with(head)
        .with(tag("p", "keys").with_all(keys(of, &row.stories, KEYS)))
}
