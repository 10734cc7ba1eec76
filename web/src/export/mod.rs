//! Everything that can be taken away: preview, copy, download. The bytes come from the worker.

mod deliver;
mod zip;

use std::rc::Rc;

use crate::live::RwSignal;

use crate::correct;
use crate::leaf::{Leaf, button, tag, words};
use crate::store::Store;
use crate::story_parts::key;
use crate::wire::{Ask, ExportTexts};
use deliver::{copy, download_bytes};
pub use deliver::{copy_and_tell, copy_button, download};

/// Gives paths and texts to the browser as one file.
pub fn download_zip(name: &str, files: &[(String, String)]) {
    download_bytes(name, &zip::zip(files));
}

/// Characters shown of a file; copies and downloads have all.
const PREVIEW: usize = 20_000;

/// The view.
pub fn export(store: Store) -> Leaf {
    let head = [
        tag("h1", "").text("Export"),
        tag("p", "muted").text(
            "The project is saved in this browser only. What is taken away here can be kept, committed, and read by the agents downstream.",
        ),
    ];
    let files = tag("div", "").live(move || match store.export.get() {
        // What is not read or planned yet would be missing without a word.
        _ if store.reading.get() > 0 || store.is_behind() => {
            vec![tag("p", "faint").text("Being written…")]
        }
        None => vec![tag("p", "faint").text("Being written…")],
        Some(texts) => files(store, &texts),
    });
    tag("div", "export").with_all(head.into()).with(files)
}

fn files(store: Store, texts: &ExportTexts) -> Vec<Leaf> {
    let message = match &texts.message {
        Some(text) => file(
            "BATCH_PLAN_READY.json",
            "BATCH_PLAN_READY.json",
            "The plan, as the message that agents read: the same bytes as the sprintloom command prints.",
            text,
        ),
        None => {
            section(
                "BATCH_PLAN_READY.json",
                "There is no plan to write. The reason is in the line at the bottom.",
            )
            .0
        }
    };
    let result = file(
        "plan-result.yaml",
        "plan-result.yaml",
        "The return value of planning: status, results, proof, errors.",
        &texts.return_value,
    );
    let state = match &texts.state {
        Some((path, text)) => file(
            "STATE.md",
            path,
            "The workflow run of the selected story; one that has not begun has all six phases pending.",
            text,
        ),
        None => choose_story(store),
    };
    let mut all = vec![message, result, state, workflow_files(store)];
    all.extend(correction(store));
    all
}

/// The files of all runs.
fn workflow_files(store: Store) -> Leaf {
    let (section, head) = section(
        "_workflow/",
        "STATE.md, AGENT-CONTEXT.md and the captured outputs of every run, each in its story's folder.",
    );
    head.with(
        button("", move || store.ask(Ask::Files(None), ""))
            .set("aria-label", "Download workflow.zip")
            .text("Download"),
    );
    section
}

/// A frame with a head; the head comes second, to be filled.
fn section(path: &str, what: &str) -> (Leaf, Leaf) {
    let head = tag("header", "").with(
        tag("div", "")
            .with(tag("h2", "").text(path))
            .with(tag("p", "muted").text(what)),
    );
    let section = tag("section", "exported")
        .set("aria-label", path)
        .with(head.clone());
    (section, head)
}

fn file(name: &str, path: &str, what: &str, text: &str) -> Leaf {
    let text: Rc<str> = Rc::from(text);
    let (section, head) = section(path, what);
    head.with(words("faint", &format!("{} lines", text.lines().count())))
        .with_all(file_buttons(name, &text));
    let shown = text
        .char_indices()
        .nth(PREVIEW)
        .map_or(text.len(), |(at, _)| at);
    let preview = tag("pre", "").set("tabindex", "0").text(&text[..shown]);
    section.with(if shown < text.len() {
        preview.text("\n…")
    } else {
        preview
    })
}

/// The buttons to copy a file and to download it.
pub fn file_buttons(name: &str, text: &Rc<str>) -> Vec<Leaf> {
    let said = RwSignal::new("");
    let (copied, saved) = (Rc::clone(text), Rc::clone(text));
    let saved_as = name.to_owned();
    vec![
        button("", move || copy(Rc::clone(&copied), said))
            .set("aria-label", &format!("Copy {name}"))
            .live_text(move || {
                if said.get().is_empty() {
                    "Copy"
                } else {
                    said.get()
                }
                .to_owned()
            }),
        button("", move || download(&saved_as, &saved))
            .set("aria-label", &format!("Download {name}"))
            .text("Download"),
    ]
}

/// The files of the correction that was applied last.
fn correction(store: Store) -> Option<Leaf> {
    let (date, texts) = store.with_project(|project| {
        let last = project.corrections.last()?;
        Some((last.date.clone(), correct::texts(last)))
    })?;
    let what = format!(
        "The correction of {date}: the message, the return value, the proposal for people to decide on."
    );
    let (section, _) = section("Course correction", &what);
    Some(section.with(correct::files(&texts)))
}

fn choose_story(store: Store) -> Leaf {
    let (section, _) = section("STATE.md", "Select a story to get the STATE.md of its run.");
    let first = store.good.with_untracked(|snapshot| {
        let plan = snapshot.plan.as_ref().ok()?;
        let at = *plan.batches.first()?.stories.first()?;
        let story = snapshot.stories.get(at as usize)?;
        Some((story.key.clone(), story.title.clone()))
    });
    match first {
        Some((first, title)) => section.with(
            tag("p", "hint muted")
                .text("The first of the plan is ")
                .with(key(&first, &title))
                .text(" ")
                .text(&title)
                .text("."),
        ),
        None => section,
    }
}
