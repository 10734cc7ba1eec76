//! The picture to take away, in four forms.

use sprintloom_core::write::GraphFormat;

use crate::frame::{Icon, icon_button, menu, toggle};
use crate::leaf::{Leaf, button, tag, words};
use crate::store::{Layer, Store};
use crate::wire::Ask;

/// The button and, below it, the menu.
pub(super) fn take_away(store: Store) -> Leaf {
    let save = icon_button(Icon::Save, "Save the graph", "quiet", move || {
        toggle(store, Layer::Drawings)
    })
    .set("aria-haspopup", "menu")
    .live_set("aria-expanded", move || {
        Some((store.layer.get() == Some(Layer::Drawings)).to_string())
    });
    let place = tag("div", "more-place").live(move || {
        if store.layer.get() != Some(Layer::Drawings) {
            return Vec::new();
        }
        let (ground, menu) = menu(store, "Save the graph");
        let item = |name: &str, note: &str, format: GraphFormat, pixels: bool| {
            let act = move || {
                store.layer.set(None);
                let shown = (
                    store.hide_done.get_untracked(),
                    store.by_epic.get_untracked(),
                );
                store.ask(Ask::Drawing(format, pixels, shown), "Save the graph");
            };
            button("", act)
                .set("role", "menuitem")
                .with(words("", name))
                .with(words("faint", note))
        };
        let menu = menu
            .with(item(
                "SVG",
                "the picture, to scale",
                GraphFormat::Svg,
                false,
            ))
            .with(item(
                "PNG",
                "the picture, as pixels",
                GraphFormat::Svg,
                true,
            ))
            .with(item("Mermaid", "for Markdown", GraphFormat::Mermaid, false))
            .with(item("DOT", "for Graphviz", GraphFormat::Dot, false));
        vec![ground, menu]
    });
    tag("div", "take-away").with(save).with(place)
}
