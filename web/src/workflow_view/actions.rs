//! What can be done to a run now: approve, capture, stop, go on.

use sprintloom_core::project::Event;
use sprintloom_core::workflow::tokens::Tokens;
use sprintloom_core::workflow::{Run, RunEvent, kept_output};
use wasm_bindgen::JsCast;
use web_sys::{DragEvent, Element};

use super::start::start_form;
use crate::browser::{self, set_value, value};
use crate::export::copy_button;
use crate::files;
use crate::leaf::{Leaf, button, tag, words};
use crate::store::{Notice, Store, Tone};
use crate::wire::{RunDetail, Standing};

/// The part of the track below the stations.
pub(super) fn actions(store: Store, run: &RunDetail) -> Leaf {
    let mut part = tag("div", "run-actions");
    for problem in &run.problems {
        part = part.with(tag("p", "warn").text(problem));
    }
    if run.differs {
        part = part.with(other_state(store, run));
    }
    let Some(standing) = run.standing else {
        return part;
    };
    part = match standing {
        Standing::Waiting => {
            let at = browser::now();
            let deeds = tag("p", "deeds")
                .with(act(
                    store,
                    &run.id,
                    "Continue",
                    "primary",
                    RunEvent::Approved { at: at.clone() },
                ))
                .with(act(store, &run.id, "Skip", "", RunEvent::Skipped { at }));
            part.with(tag("p", "").text(&format!("{}.", run.words)))
                .with(deeds.with(act(store, &run.id, "Stop", "quiet", RunEvent::Stopped)))
        }
        Standing::Running => capture(store, run, part),
        _ => part,
    };
    if !run.choices.is_empty() {
        part = part.with(choices(store, run));
    }
    if let Some(report) = &run.report {
        part = part.with(
            tag("details", "report")
                .with(tag("summary", "").text("Final report"))
                .with(copy_button(report, "Copy the report"))
                .with(tag("pre", "").set("tabindex", "0").text(report)),
        );
    }
    if !matches!(standing, Standing::Running | Standing::Waiting) {
        part = part.with(
            tag("details", "again")
                .with(tag("summary", "").text("Run other phases"))
                .with(start_form(store, &run.id)),
        );
    }
    if run.is_kept {
        let story = run.id.clone();
        let label = format!("Forget the run of {story}");
        part = part.with(
            tag("p", "deeds").with(
                button("quiet small", move || {
                    let story = story.clone();
                    store.dispatch(Event::RemoveRun { story }, &label);
                })
                .text("Forget this run"),
            ),
        );
    }
    part
}

/// A button that does something to the run.
fn act(store: Store, id: &str, name: &str, class: &str, step: RunEvent) -> Leaf {
    let (id, label) = (id.to_owned(), format!("{name} {id}"));
    // The time is that of the click.
    button(class, move || {
        let at = browser::now();
        let step = match &step {
            RunEvent::Approved { .. } => RunEvent::Approved { at },
            RunEvent::Skipped { .. } => RunEvent::Skipped { at },
            other => other.clone(),
        };
        store.step_runs(vec![id.clone()], step, &label);
    })
    .set("id", &format!("run-{name}"))
    .text(name)
}

/// What runs, and the place where its output goes.
fn capture(store: Store, run: &RunDetail, part: Leaf) -> Leaf {
    let next = run.next.clone().unwrap_or_default();
    let command = tag("p", "next")
        .with(words("muted", "Run"))
        .with(tag("code", "").text(&next))
        .with(copy_button(&next, &format!("Copy {next}")));
    let field = tag("textarea", "output")
        .set("id", "run-output")
        .set("aria-label", "Output of the phase")
        .set("data-takes", "the output of the phase")
        .set("placeholder", "Paste what came out, or drop its file here. The signal is looked for in the last 20 lines.")
        .set("spellcheck", "false");
    let element = field.element().clone();
    let field = field
        .on("dragover", |event| event.prevent_default())
        .on("drop", move |event| {
            let dropped = event.unchecked_ref::<DragEvent>().data_transfer();
            let Some(dropped) =
                dropped.filter(|dropped| dropped.files().is_some_and(|files| files.length() > 0))
            else {
                return;
            };
            // It is the output of this phase, no document of the project.
            event.prevent_default();
            fill(store, element.clone(), files::from_drop(&dropped));
        });
    let tokens = tag("input", "")
        .set("id", "run-tokens")
        .set("type", "text")
        .set("aria-label", "Tokens it took")
        .set("placeholder", "tokens, if not in it")
        .set("autocomplete", "off");
    let (output, count) = (field.element().clone(), tokens.element().clone());
    let id = run.id.clone();
    let take = button("primary", move || {
        let (text, tokens) = (value(&output), value(&count));
        take_output(store, &id, text, &tokens);
    })
    .set("id", "run-capture")
    .text("Capture output");
    let id = run.id.clone();
    let lost = button("", move || {
        let reason = "the task ended without output".to_owned();
        let label = format!("Mark {id} failed");
        store.step_runs(vec![id.clone()], RunEvent::Failed { reason }, &label);
    })
    .set("title", "A timeout, a crash: the phase has failed")
    .text("No output");
    part.with(command).with(field).with(
        tag("p", "deeds")
            .with(take)
            .with(tokens)
            .with(lost)
            .with(act(store, &run.id, "Stop", "quiet", RunEvent::Stopped)),
    )
}

fn take_output(store: Store, id: &str, text: String, tokens: &str) {
    let given = tokens.trim();
    let tokens = Tokens::parse(given);
    let wrong = match (text.trim().is_empty(), given.is_empty(), tokens) {
        (true, _, _) => Some("There is no output yet: paste what the phase printed.".to_owned()),
        (_, false, None) => Some(format!(
            "“{given}” is no number of tokens; 120000 or ~120K is."
        )),
        _ => None,
    };
    if let Some(wrong) = wrong {
        return store.notify(Notice::new(Tone::Warn, wrong));
    }
    let length = text.len();
    let text = kept_output(text);
    if text.len() < length {
        let told = "Of an output the last 256 kB are kept; the lines before were left out.";
        store.notify(Notice::new(Tone::Plain, told));
    }
    let step = RunEvent::Output {
        text,
        at: browser::now(),
        tokens,
    };
    store.step_runs(vec![id.to_owned()], step, &format!("Output of {id}"));
}

/// Puts the text of a dropped file into the field.
fn fill(store: Store, field: Element, reading: impl Future<Output = files::Gathered> + 'static) {
    leptos::task::spawn_local(async move {
        let mut gathered = reading.await;
        match gathered.documents.pop() {
            Some(document) => set_value(&field, &document.text),
            None => {
                let why = gathered.left_out.pop();
                let why = why.unwrap_or_else(|| "There is no text in it.".to_owned());
                store.notify(Notice::new(Tone::Bad, why));
            }
        }
    });
}

/// Ways to go on, each with its command.
fn choices(store: Store, run: &RunDetail) -> Leaf {
    let rows = run.choices.iter().map(|(phase, command, what)| {
        let step = RunEvent::Started {
            story_id: run.id.clone(),
            from: u8::try_from(*phase).ok(),
            to: None,
            approve: None,
            at: String::new(),
        };
        let (id, label) = (run.id.clone(), format!("Resume {} from {phase}", run.id));
        tag("li", "")
            .with(
                button("", move || {
                    let mut step = step.clone();
                    if let RunEvent::Started { at, .. } = &mut step {
                        *at = browser::now();
                    }
                    store.step_runs(vec![id.clone()], step, &label);
                })
                .text(&format!("From {phase}")),
            )
            .with(words("", what))
            .with(tag("code", "").text(command))
            .with(copy_button(command, &format!("Copy {command}")))
    });
    tag("ul", "choices").with_all(rows.collect())
}

/// The file among the documents says otherwise than the run.
fn other_state(store: Store, run: &RunDetail) -> Leaf {
    let path = run.document.clone().unwrap_or_default();
    let id = run.id.clone();
    let line = format!("{path} has changed since and says otherwise. ");
    tag("p", "warn").text(&line).with(
        button("small", move || {
            let origin = store.with_project_untracked(|project| {
                let document = project.document(&path);
                document.map(|document| document.text.clone())
            });
            let run = Run {
                story_id: id.clone(),
                origin,
                events: Vec::new(),
            };
            let event = Event::PutRun { run: Box::new(run) };
            store.dispatch(event, &format!("Take the state of {id} from {path}"));
        })
        .text("Take the file's state"),
    )
}
