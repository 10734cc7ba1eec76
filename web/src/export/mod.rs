//! Everything that can be taken away: preview, copy, download. The bytes come from the worker.

mod deliver;
mod documents;
mod folder;
mod picture;
mod zip;

use std::rc::Rc;

use crate::live::RwSignal;

use crate::correct;
use crate::leaf::{Leaf, button, tag, words};
use crate::share;
use crate::store::Store;
use crate::story_parts::key;
use crate::wire::{Ask, ExportTexts};
use deliver::copy;
pub use deliver::{copy_and_tell, copy_button, download, download_bytes};

/// Gives paths and texts to the browser as one file.
pub fn download_zip(name: &str, files: &[(String, String)]) {
    download_bytes(name, &zip::zip(files));
}

/// Saves the graph in one of its forms.
pub fn download_drawing(store: Store, name: &str, text: &str, pixels: bool) {
    if pixels {
        picture::download_png(store, text);
    } else {
        download(name, text);
    }
}

/// Saves everything that the view offers as one file; `runs` are the files of all runs.
pub fn download_all(store: Store, runs: Vec<(String, String)>) {
    let mut all = documents::files(store, "documents/");
    if let Some(texts) = store.export.get_untracked() {
        let message = texts.message.clone();
        all.extend(message.map(|text| ("BATCH_PLAN_READY.json".to_owned(), text)));
        all.push(("plan-result.yaml".to_owned(), texts.return_value.clone()));
        all.extend(texts.drawings.iter().cloned());
    }
    all.extend(
        correction_texts(store)
            .into_iter()
            .flat_map(|(_, texts)| texts),
    );
    all.extend(runs);
    download_zip("sprint.zip", &all);
}

/// Characters shown of a file; copies and downloads have all.
const PREVIEW: usize = 20_000;

/// The view.
pub fn export(store: Store) -> Leaf {
    let whole =
        |class: &str, name: &str, act: fn(Store)| button(class, move || act(store)).text(name);
    let head = [
        tag("h1", "").text("Export"),
        tag("p", "muted").text(
            "The project is saved in this browser only. What is taken away here can be kept, committed, and read by the agents downstream.",
        ),
        tag("div", "wholes")
            .with(whole("primary", "Download all as a zip", |store| {
                store.ask(Ask::All, "Download all");
            }))
            .with(whole("", "Save the project as a file", share::save_project))
            .with(whole("", "Share it as a link", share::share_link)),
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
    let mut all = vec![message, result];
    all.extend(drawings(store, &texts.drawings));
    all.extend([documents::documents(store), state, workflow_files(store)]);
    all.extend(correction(store));
    all
}

/// The graph, as the picture that it is and as text.
fn drawings(store: Store, drawings: &[(String, String)]) -> Option<Leaf> {
    let (_, svg) = drawings.iter().find(|(name, _)| name.ends_with(".svg"))?;
    let (section, head) = section(
        "Graph",
        "What waits for what, batch by batch: as a picture, as Mermaid for Markdown, as DOT for Graphviz.",
    );
    let pixels = svg.clone();
    head.with(
        button("", move || picture::download_png(store, &pixels))
            .set("aria-label", "Download graph.png")
            .text("Download PNG"),
    );
    Some(
        section
            .with(picture::shown(svg))
            .with(correct::files(drawings)),
    )
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
    let (date, texts) = correction_texts(store)?;
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

/// The day of the correction that was applied last, and its files.
fn correction_texts(store: Store) -> Option<(String, Vec<(String, String)>)> {
    store.with_project(|project| {
        let last = project.corrections.last()?;
        Some((last.date.clone(), correct::texts(last)))
    })
}
