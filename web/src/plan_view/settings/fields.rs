//! A setting as a field with its label and what it means.

use super::words::{Choice, Typed};
use crate::browser::{set_value, value_of};
use crate::change;
use crate::leaf::{Leaf, follow, tag};
use crate::live::RwSignal;
use crate::store::Store;

fn labelled(id: &str, label: &str) -> Leaf {
    tag("div", "setting").with(tag("label", "").set("for", id).text(label))
}

fn hint(id: &str) -> Leaf {
    tag("p", "faint").set("id", &format!("{id}-hint"))
}

/// One of several; below it, what the chosen one means.
pub(super) fn choice(store: Store, field: &'static Choice) -> Leaf {
    let chosen = move || store.with_project(|project| (field.get)(&project.settings));
    let options = field
        .options
        .iter()
        .map(|(name, words, _)| tag("option", "").set("value", name).text(words));
    let select = tag("select", "")
        .set("id", field.id)
        .set("aria-describedby", &format!("{}-hint", field.id))
        .with_all(options.collect());
    let element = select.element().clone();
    follow(Box::new(move || set_value(&element, chosen())));
    let select = select.on("change", move |event| {
        let name = value_of(&event);
        let mut options = field.options.iter();
        if let Some(option) = options.find(|option| option.0 == name) {
            let label = format!("{}: {}", field.label, option.1);
            change::settings(store, &label, |settings| (field.set)(settings, &name));
        }
    });
    let means = hint(field.id).live_text(move || {
        let chosen = chosen();
        let mut options = field.options.iter();
        let option = options.find(|option| option.0 == chosen);
        option.map_or("", |option| option.2).to_owned()
    });
    labelled(field.id, field.label).with(select).with(means)
}

/// Something typed; taken when the field is left or Enter pressed.
pub(super) fn typed(store: Store, field: &'static Typed) -> Leaf {
    let unread = RwSignal::new(false);
    let input = tag(if field.is_list { "textarea" } else { "input" }, "")
        .set("id", field.id)
        .set("placeholder", field.placeholder)
        .set("autocomplete", "off")
        .set("spellcheck", "false")
        .set("aria-describedby", &format!("{}-hint", field.id))
        .live_set("aria-invalid", move || {
            unread.get().then(|| "true".to_owned())
        });
    let element = input.element().clone();
    follow(Box::new(move || {
        let value = store.with_project(|project| (field.get)(&project.settings));
        set_value(&element, &value);
        unread.set(false);
    }));
    let input = input.on("change", move |event| {
        let value = value_of(&event).trim().to_owned();
        let mut taken = true;
        change::settings(store, field.label, |settings| {
            taken = (field.set)(settings, &value);
        });
        unread.set(!taken);
    });
    let means = hint(field.id).live(move || {
        let refused = (field.id == "set-epics")
            .then(|| store.snapshot.with(|snapshot| snapshot.plan.clone().err()))
            .flatten();
        vec![match (refused, unread.get()) {
            (Some(error), _) => tag("span", "bad").text(&error),
            (None, true) => {
                tag("span", "bad").text("This is no number of tokens: 400K or 2.5M would be.")
            }
            (None, false) => tag("span", "").text(field.hint),
        }]
    });
    labelled(field.id, field.label).with(input).with(means)
}
