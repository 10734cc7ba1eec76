//! Status, batch, size; files; criteria and tasks.

use leptos::prelude::*;

use super::Looked;
use crate::story_parts::{counted, glyph};
use crate::wire::{CriterionRow, FileRow, StoryRow};

/// Criteria and tasks shown at once; more are behind a click.
const ITEMS_SHOWN: usize = 6;

/// The table of facts.
pub(super) fn facts(looked: &Looked, row: &StoryRow) -> AnyView {
    let detail = &looked.detail;
    let batches = looked.snapshot.plan.as_ref().map_or(0, |plan| plan.batches.len());
    let batch = row.batch.map(|batch| format!("{} of {batches}", batch + 1));
    let sum = if detail.criteria.is_empty() && detail.tasks.is_empty() {
        "no criteria or tasks are known".to_owned()
    } else {
        format!(
            "= {} + {}",
            counted(detail.criteria.len(), "criterion", "criteria"),
            counted(detail.tasks.len(), "task", "tasks")
        )
    };
    let declared = detail.declared.iter().map(|&spot| looked.place(spot)).collect_view();
    view! {
        <dl class="facts">
            <div>
                <dt>"Status"</dt>
                <dd>
                    {glyph(row.status)} " " {row.status.word()}
                    {detail.status_text.clone().map(|text| view! { <span class="faint">{format!(" “{text}”")}</span> })}
                    <span class="fill"></span>
                    {detail.status_spot.map(|spot| looked.place(spot))}
                </dd>
            </div>
            {batch.map(|words| view! { <div><dt>"Batch"</dt><dd>{words}</dd></div> })}
            <div><dt>"Complexity"</dt><dd>{row.complexity} " " <span class="faint">{sum}</span></dd></div>
            <div><dt>"Tokens"</dt><dd>{detail.tokens.clone()}</dd></div>
            {detail.slack.map(|slack| view! {
                <div title="By how many batches it could come later without making the plan longer">
                    <dt>"Slack"</dt>
                    <dd>{slack} " " {(slack == 0).then(|| view! { <span class="accent">"on the critical path"</span> })}</dd>
                </div>
            })}
            {detail.priority.clone().map(|words| view! { <div><dt>"Priority"</dt><dd>{words}</dd></div> })}
            {detail.effort.clone().map(|words| view! { <div><dt>"Effort"</dt><dd>{words}</dd></div> })}
            {(detail.kind != "feature").then(|| view! { <div><dt>"Kind"</dt><dd>{detail.kind.clone()}</dd></div> })}
            {(!detail.declared.is_empty()).then(|| view! {
                <div><dt>"Declared"</dt><dd class="places">{declared}</dd></div>
            })}
        </dl>
    }
    .into_any()
}

/// The story's files.
pub(super) fn files(looked: &Looked) -> AnyView {
    let files = &looked.detail.files;
    let declared = files.iter().filter(|file| !file.mentioned).map(|file| one_file(looked, file)).collect_view();
    let mentioned: Vec<_> = files.iter().filter(|file| file.mentioned).collect();
    let none = files.iter().all(|file| file.mentioned);
    view! {
        <section>
            <h3>"Files"</h3>
            {none.then(|| view! {
                <p class="warn-words">"None is declared, so a collision with another story cannot be seen."</p>
            })}
            <ul class="files-list">{declared}</ul>
            {(!mentioned.is_empty()).then(|| view! {
                <details>
                    <summary class="faint">{format!("{} only mentioned", mentioned.len())}</summary>
                    <ul class="files-list">{mentioned.iter().map(|file| one_file(looked, file)).collect_view()}</ul>
                </details>
            })}
        </section>
    }
    .into_any()
}

fn one_file(looked: &Looked, file: &FileRow) -> AnyView {
    let shared = file.claims > 1;
    view! {
        <li>
            <code title=file.path.clone()>{file.path.clone()}</code>
            <span class="faint">{file.marker.clone()}</span>
            {shared.then(|| view! { <span class="warn" title="Stories that declare this file">{format!("{} stories", file.claims)}</span> })}
            {looked.short_place(file.spot)}
        </li>
    }
    .into_any()
}

/// Criteria or tasks, the first few at once.
pub(super) fn items(looked: &Looked, heading: &'static str, items: &[CriterionRow]) -> Option<AnyView> {
    if items.is_empty() {
        return None;
    }
    let one = |item: &CriterionRow| {
        view! {
            <li class:ticked=item.done>
                <span class="item-text">{item.text.clone()}</span>
                {looked.short_place(item.spot)}
            </li>
        }
    };
    let (first, rest) = items.split_at(items.len().min(ITEMS_SHOWN));
    Some(
        view! {
            <section>
                <h3>{heading} " " <span class="faint">{items.len()}</span></h3>
                <ul class="items">{first.iter().map(one).collect_view()}</ul>
                {(!rest.is_empty()).then(|| view! {
                    <details>
                        <summary class="faint">{format!("{} more", rest.len())}</summary>
                        <ul class="items">{rest.iter().map(one).collect_view()}</ul>
                    </details>
                })}
            </section>
        }
        .into_any(),
    )
}
