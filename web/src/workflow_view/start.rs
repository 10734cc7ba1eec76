//! Starting a run: its range, its gates, and the command that says the same.

use sprintloom_core::workflow::{PHASES, RunCommand};
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use super::{start, typed};
use crate::browser::value_of;
use crate::export::copy_button;
use crate::leaf::{Leaf, button, tag, words};
use crate::live::RwSignal;
use crate::store::Store;

/// The form.
pub(super) fn start_form(store: Store, id: &str) -> Leaf {
    let id = id.to_owned();
    let range = RwSignal::new((1_u8, 6_u8));
    let gates = RwSignal::new(0_u8);
    let command = move |dry_run: bool| {
        let (from, to) = range.get();
        RunCommand {
            story: id.clone(),
            from: (from > 1).then_some(from),
            to: (to < 6).then_some(to),
            approve: Some(gates.get()).filter(|gates| *gates != 0),
            dry_run,
        }
    };
    let bound = |name: &str, first: bool| {
        let mut select = tag("select", "").set("aria-label", &format!("{name} phase"));
        for phase in &PHASES {
            let option = tag("option", "").set("value", &phase.number.to_string());
            let chosen = phase.number == if first { 1 } else { 6 };
            let option = option.set_some("selected", chosen.then_some(""));
            select = select.with(option.text(&format!("{} {}", phase.number, phase.name)));
        }
        let select = select.on("change", move |event| {
            let chosen = value_of(&event).parse().unwrap_or(1);
            range.update(|range| match first {
                true => range.0 = chosen,
                false => range.1 = chosen,
            });
        });
        tag("label", "").text(name).with(select)
    };
    let approve = PHASES.iter().map(|phase| {
        let bit = 1_u8 << (phase.number - 1);
        let tick = tag("input", "")
            .set("type", "checkbox")
            .on("change", move |event| {
                let field = event
                    .target()
                    .and_then(|field| field.dyn_into::<HtmlInputElement>().ok());
                let on = field.is_some_and(|field| field.checked());
                gates.update(|gates| *gates = if on { *gates | bit } else { *gates & !bit });
            });
        tag("label", "gate").with(tick).text(phase.approve)
    });
    let shown = command.clone();
    let line = tag("p", "next").live(move || {
        let line = typed(&shown(false));
        vec![
            tag("code", "").text(&line),
            copy_button(&line, "Copy the command"),
        ]
    });
    let (run, dry) = (command.clone(), command);
    tag("div", "start")
        .with(
            tag("div", "start-fields")
                .with(bound("From", true))
                .with(bound("To", false))
                .with(
                    tag("fieldset", "gates")
                        .with(tag("legend", "").text("Approve before"))
                        .with_all(approve.collect()),
                ),
        )
        .with(line)
        .with(
            tag("p", "deeds")
                .with(button("primary", move || begin(store, &run(false))).text("Start"))
                .with(button("", move || begin(store, &dry(true))).text("Dry run"))
                .with(words(
                    "faint",
                    "Nothing is run here: the state is kept, and says what is next.",
                )),
        )
}

fn begin(store: Store, command: &RunCommand) {
    match (command.from, command.to) {
        (Some(from), Some(to)) if from > to => super::command(store, &typed(command)),
        _ => start(store, command),
    }
}
