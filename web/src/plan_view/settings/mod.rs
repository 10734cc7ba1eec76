//! Everything that can be set about planning, in plain words. What is set takes effect at once and
//! can be undone.

mod fields;
mod lists;
mod words;

use crate::change;
use crate::leaf::{Leaf, button, tag};
use crate::store::Store;
use fields::{choice, typed};
use lists::{left_out, pins};
use words::{CHOICES, Place, TYPED};

/// The content of the panel.
pub(super) fn settings(store: Store, batch_size: Leaf) -> Vec<Leaf> {
    let group = |name: &str, place: Place| {
        let choices = CHOICES
            .iter()
            .filter(|field| field.place == place)
            .map(|field| choice(store, field));
        let texts = TYPED
            .iter()
            .filter(|field| field.place == place)
            .map(|field| typed(store, field));
        tag("section", "settings-group")
            .with(tag("h3", "").text(name))
            .with_all(choices.chain(texts).collect())
    };
    let batches = group("Batches", Place::Batches);
    let heading = batches.element().first_element_child();
    if let Some(heading) = heading {
        let _ = heading.after_with_node_1(batch_size.element());
    }
    vec![
        batches,
        group("Files", Place::Files),
        group("Size and tokens", Place::Tokens),
        tag("section", "settings-group").live(move || pins(store)),
        tag("section", "settings-group").live(move || left_out(store)),
        button("", move || {
            change::settings(store, "Default settings", |settings| {
                settings.plan = Default::default();
                settings.graph = Default::default();
            });
        })
        .live_set("disabled", move || {
            let is_default = store.with_project(|project| {
                project.settings.plan == Default::default()
                    && project.settings.graph == Default::default()
            });
            is_default.then(String::new)
        })
        .text("Back to the defaults"),
    ]
}
