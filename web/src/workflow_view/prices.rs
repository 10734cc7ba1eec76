//! What tokens cost: prices for a million, with the day they were set.

use crate::browser::{self, value_of};
use crate::change;
use crate::leaf::{Leaf, follow, tag};
use crate::store::{Notice, Store, Tone};

/// The prices, behind a word.
pub(super) fn prices(store: Store) -> Leaf {
    let note = tag("p", "faint").live_text(move || store.runs.with(|ran| ran.view.note.clone()));
    tag("details", "prices")
        .with(tag("summary", "").text("Prices"))
        .with(
            tag("div", "floating")
                .with(price(store, "Input, $ a million", false))
                .with(price(store, "Output, $ a million", true))
                .with(note),
        )
}

fn price(store: Store, label: &str, output: bool) -> Leaf {
    let field = tag("input", "")
        .set("type", "text")
        .set("inputmode", "decimal");
    let element = field.element().clone();
    let cents = move || {
        store.with_project(|project| {
            let prices = &project.settings.prices;
            if output {
                prices.output_cents
            } else {
                prices.input_cents
            }
        })
    };
    follow(Box::new(move || {
        let cents = cents();
        browser::set_value(&element, &format!("{}.{:02}", cents / 100, cents % 100));
    }));
    let field = field.on("change", move |event| {
        let typed = value_of(&event);
        let Some(cents) = in_cents(typed.trim()) else {
            let told = format!("“{typed}” is no price; 3 or 3.50 is. Nothing was changed.");
            return store.notify(Notice::new(Tone::Warn, told));
        };
        let today = browser::now().get(..10).unwrap_or_default().to_owned();
        change::settings(store, "Prices of tokens", |settings| {
            let prices = &mut settings.prices;
            match output {
                true => prices.output_cents = cents,
                false => prices.input_cents = cents,
            }
            prices.dated.clone_from(&today);
        });
    });
    tag("label", "").text(label).with(field)
}

/// `3`, `3.5`, `3.50`, also with a comma or a dollar sign.
fn in_cents(text: &str) -> Option<u32> {
    let text = text.trim_start_matches('$').replace(',', ".");
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    let part = format!("{part:0<2}");
    let cents: u32 = part.get(..2).filter(|_| part.len() == 2)?.parse().ok()?;
    let whole: u32 = whole.parse().ok()?;
    whole.checked_mul(100)?.checked_add(cents)
}

#[cfg(test)]
mod tests {
    use super::in_cents;

    #[test]
    fn prices_are_read_as_people_write_them() {
        for (text, cents) in [
            ("3", Some(300)),
            ("3.5", Some(350)),
            ("$0,25", Some(25)),
            ("x", None),
            ("1.234", None),
            ("", None),
        ] {
            assert_eq!(in_cents(text), cents, "{text}");
        }
    }
}
