//! Finding in the open document: in all of it, though the editor may hold a part. Enter leads to the
//! next line with the words, Shift Enter to the one before.

use leptos::prelude::untrack;
use sprintloom_core::source::letters::Lowercase;
use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;

use crate::browser::value_of;
use crate::leaf::{Leaf, tag, words};
use crate::live::{Memo, RwSignal};
use crate::store::Store;

/// The field, and where one is among the lines found.
pub(super) fn find(store: Store, open: Memo<Option<String>>) -> Leaf {
    let told = RwSignal::new(String::new());
    let field = tag("input", "")
        .set("type", "search")
        .set("placeholder", "Find in the text")
        .set("aria-label", "Find in the text")
        .set(
            "title",
            "Enter for the next line, Shift Enter for the one before (/)",
        )
        .set("data-search", "")
        .set("autocomplete", "off")
        .set("spellcheck", "false")
        .on("input", move |_| told.set(String::new()))
        .on("keydown", move |event| {
            let key: &KeyboardEvent = event.unchecked_ref();
            if key.key() != "Enter" {
                return;
            }
            event.prevent_default();
            let wanted = value_of(&event).trim().lowercase();
            let path = untrack(|| open.get());
            if let Some(path) = path.filter(|_| !wanted.is_empty()) {
                told.set(lead(store, &path, &wanted, key.shift_key()));
            }
        });
    tag("div", "find")
        .with(
            words("faint", "")
                .set("role", "status")
                .live_text(move || told.get()),
        )
        .with(field)
}

/// Leads to the next line with the words, from the one that is shown on; gives where that is.
fn lead(store: Store, path: &str, wanted: &str, back: bool) -> String {
    let lines: Vec<u32> = store.with_project_untracked(|project| {
        let text = project.document(path).map_or("", |document| &document.text);
        let lines = (1_u32..).zip(text.lines());
        let found = lines.filter(|(_, line)| line.lowercase().contains(wanted));
        found.map(|(number, _)| number).collect()
    });
    let route = store.route.get_untracked();
    let here = route.line.unwrap_or(0);
    let next = if back {
        lines.iter().rposition(|&line| line < here)
    } else {
        lines.iter().position(|&line| line > here)
    };
    // Beyond the last one it begins anew.
    let at = next.unwrap_or(if back {
        lines.len().saturating_sub(1)
    } else {
        0
    });
    let Some(&line) = lines.get(at) else {
        return "Not found".to_owned();
    };
    store.replace(route.to_line(path, Some(line)));
    match lines.len() {
        1 => "1 line".to_owned(),
        all => format!("{} of {all} lines", at + 1),
    }
}
