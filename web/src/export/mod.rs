//! Everything that can be taken away: preview, copy, download. The bytes come from the worker.

mod deliver;

use leptos::prelude::*;

use crate::app::store;
use crate::story_parts::key;
use deliver::{copy, download};

/// Characters shown of a file; copies and downloads have all.
const PREVIEW: usize = 20_000;

/// The view.
#[component]
pub fn Export() -> impl IntoView {
    let store = store();
    view! {
        <div class="export">
            <h1>"Export"</h1>
            <p class="muted">
                "The project is saved in this browser only. What is taken away here can be kept, committed, and read by the agents downstream."
            </p>
            {move || match store.export.get() {
                None => view! { <p class="faint">"Being written…"</p> }.into_any(),
                Some(texts) => view! {
                    {match texts.message.clone() {
                        Some(text) => file(Offered {
                            name: "BATCH_PLAN_READY.json",
                            path: "BATCH_PLAN_READY.json".to_owned(),
                            what: "The plan, as the message that agents read: the same bytes as the sprintloom command prints.",
                            kind: "application/json",
                            text,
                        }),
                        None => view! {
                            <section class="exported"><header><h2>"BATCH_PLAN_READY.json"</h2></header>
                            <p class="bad">"There is no plan to write. The reason is in the line at the bottom."</p></section>
                        }.into_any(),
                    }}
                    {file(Offered {
                        name: "plan-result.yaml",
                        path: "plan-result.yaml".to_owned(),
                        what: "The return value of planning: status, results, proof, errors.",
                        kind: "application/yaml",
                        text: texts.return_value.clone(),
                    })}
                    {match texts.state.clone() {
                        Some((path, text)) => file(Offered {
                            name: "STATE.md",
                            path,
                            what: "A fresh workflow run of the selected story, all six phases pending.",
                            kind: "text/markdown",
                            text,
                        }),
                        None => choose_story().into_any(),
                    }}
                }.into_any(),
            }}
        </div>
    }
}

struct Offered {
    name: &'static str,
    path: String,
    what: &'static str,
    kind: &'static str,
    text: String,
}

fn file(offered: Offered) -> AnyView {
    let Offered { name, path, what, kind, text } = offered;
    let copied = RwSignal::new("");
    let preview: String = text.chars().take(PREVIEW).collect();
    let cut = preview.len() < text.len();
    let text = StoredValue::new(text);
    let lines = text.with_value(|text| text.lines().count());
    view! {
        <section class="exported" aria-label=path.clone()>
            <header>
                <div>
                    <h2>{path.clone()}</h2>
                    <p class="muted">{what}</p>
                </div>
                <span class="faint">{format!("{lines} lines")}</span>
                <button type="button" aria-label=format!("Copy {name}") on:click=move |_| copy(text.get_value(), copied)>
                    {move || if copied.get().is_empty() { "Copy" } else { copied.get() }}
                </button>
                <button type="button" aria-label=format!("Download {name}")
                    on:click=move |_| text.with_value(|text| download(name, kind, text))>"Download"</button>
            </header>
            <pre tabindex="0">{preview}{cut.then_some("\n…")}</pre>
        </section>
    }
    .into_any()
}

fn choose_story() -> impl IntoView {
    let store = store();
    let first = store.good.with(|snapshot| {
        let plan = snapshot.plan.as_ref().ok()?;
        let at = *plan.batches.first()?.stories.first()?;
        let story = snapshot.stories.get(at as usize)?;
        Some((story.key.clone(), story.title.clone()))
    });
    view! {
        <section class="exported" aria-label="STATE.md">
            <header><div>
                <h2>"STATE.md"</h2>
                <p class="muted">
                    "Select a story to get the STATE.md of its run"
                    {first.map(|(first, title)| view! { ": " {key(&first, &title)} " is the first of the plan" })}
                    "."
                </p>
            </div></header>
        </section>
    }
}
