//! The drawer beside the board: settings, what holds the plan back, the map of files.

use std::sync::Arc;

use super::Board;
use super::{files_map, held, settings, toolbar};
use crate::browser;
use crate::frame::{Icon, icon_button};
use crate::leaf::{Leaf, button, tag};
use crate::live::Memo;
use crate::store::Store;
use crate::wire::Panel;

/// The panels with the words on their buttons.
const PANELS: [(Panel, &str); 4] = [
    (Panel::Settings, "Settings"),
    (Panel::Held, "What holds it back"),
    (Panel::Files, "Files"),
    (Panel::Compare, "Compare"),
];

/// The buttons that open the panels.
pub(super) fn panel_buttons(store: Store) -> Leaf {
    let buttons = PANELS.map(|(panel, name)| {
        let is_open = move || store.panel.get() == Some(panel);
        button("quiet", move || toggle(store, panel))
            .set("data-panel", name)
            .live_set("aria-expanded", move || Some(is_open().to_string()))
            .text(name)
    });
    tag("div", "panel-buttons")
        .set("role", "group")
        .set("aria-label", "Panels of the plan")
        .with_all(buttons.into())
}

fn toggle(store: Store, panel: Panel) {
    if store.panel.get_untracked() == Some(panel) {
        close(store);
        return;
    }
    store.panel.set(Some(panel));
    browser::next_frame(|| browser::focus(".drawer"));
}

/// Closes the panel; the focus goes back to its button.
pub fn close(store: Store) {
    if let Some(open) = store.panel.get_untracked() {
        store.panel.set(None);
        let name = PANELS.iter().find(|(panel, _)| *panel == open);
        let selector = name.map(|(_, name)| format!("[data-panel=\"{name}\"]"));
        browser::focus(&selector.unwrap_or_default());
    }
}

/// The open drawer.
pub(super) fn drawer(board: Board) -> Leaf {
    let store = board.store;
    let open = Memo::new(move |_| store.panel.get());
    tag("div", "drawer-place").live(move || {
        let Some((panel, name)) = PANELS
            .into_iter()
            .find(|(panel, _)| Some(*panel) == open.get())
        else {
            return Vec::new();
        };
        let content = match panel {
            Panel::Settings => settings::settings(store, toolbar::batch_size(store)),
            Panel::Held => held::held(board),
            Panel::Files => files_map::files_map(board),
            _ => return Vec::new(),
        };
        let head = tag("header", "")
            .with(tag("h2", "").text(name))
            .with(icon_button(
                Icon::Close,
                "Close the panel (Escape)",
                "quiet",
                move || close(store),
            ));
        vec![
            tag("aside", "drawer")
                .set("aria-label", name)
                .set("tabindex", "-1")
                .with(head)
                .with_all(content),
        ]
    })
}

/// A button that shows stories on the board while it is pressed.
pub(super) fn show_button(board: Board, stories: &[u32]) -> Leaf {
    let stories = Arc::new(stories.to_vec());
    let shown = Arc::clone(&stories);
    button("small", move || board.light(&stories))
        .live_set("aria-pressed", move || {
            Some(board.lit.with(|lit| *lit == shown).to_string())
        })
        .text("Show on the board")
}
