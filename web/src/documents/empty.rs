//! The app with nothing in it: what to do, and what will come out.

use leptos::prelude::*;

use crate::app::store;
use crate::files;
use crate::frame::{Icon, icon, load_sample, new_document};

/// The first page.
#[component]
pub fn Empty() -> impl IntoView {
    let store = store();
    view! {
        <div class="empty">
            <h1>"Drop your epics here, or paste them."</h1>
            <p class="muted">
                "Sprintloom reads epics, stories and sprint-status.yaml, and weaves the open stories into batches that agents can work on side by side. Nothing leaves this page."
            </p>
            <div class="ways">
                <button type="button" class="primary" on:click=move |_| load_sample(store)>"Try the sample"</button>
                <button type="button" on:click=move |_| files::pick_files(store)>{icon(Icon::File)}"Open files"</button>
                <button type="button" on:click=move |_| files::pick_folder(store)>{icon(Icon::Folder)}"Open a folder"</button>
                <button type="button" on:click=move |_| new_document(store)>{icon(Icon::Plus)}"Paste or type"</button>
            </div>
            <Picture/>
        </div>
    }
}

/// Three documents on the left become four batches on the right.
#[component]
fn Picture() -> impl IntoView {
    // Where each card stands: column, row, epic.
    const CARDS: [(i32, i32, i32); 11] = [
        (0, 0, 0),
        (0, 1, 1),
        (0, 2, 3),
        (1, 0, 0),
        (1, 1, 2),
        (1, 2, 1),
        (2, 0, 2),
        (2, 1, 1),
        (2, 2, 3),
        (3, 0, 2),
        (3, 1, 0),
    ];
    view! {
        <figure class="picture">
            <svg viewBox="0 0 640 190" role="img" aria-label="Epics and stories on the left become batches on the right">
                <g class="paper">
                    {[(8, "epics.md"), (70, "stories/"), (132, "sprint-status.yaml")].into_iter().map(|(y, name)| view! {
                        <rect x="1" y=y width="134" height="46" rx="4"/>
                        <path d=format!("M12 {}h60M12 {}h86M12 {}h40", y + 24, y + 31, y + 38)/>
                        <text x="12" y=y + 15>{name}</text>
                    }).collect_view()}
                </g>
                <g class="threads">
                    {[31, 93, 155].into_iter().map(|y| view! {
                        <path d=format!("M137 {y}C172 {y},172 95,205 95")/>
                    }).collect_view()}
                </g>
                {(0..4).map(|column| view! {
                    <text class="head" x=216 + column * 106 y="16">{format!("{}", column + 1)}</text>
                    <path class="rule" d=format!("M{} 6V186", 208 + column * 106)/>
                }).collect_view()}
                {CARDS.into_iter().map(|(column, row, epic)| {
                    let (x, y) = (216 + column * 106, 26 + row * 54);
                    view! {
                        <g class="card-mark" style=("--hue", (262 + epic * 137).to_string())>
                            <rect x=x y=y width="90" height="46" rx="3"/>
                            <path class="edge" d=format!("M{x} {}v40", y + 3)/>
                            <path class="line" d=format!("M{0} {1}h18M{0} {2}h62M{0} {3}h40", x + 10, y + 12, y + 23, y + 34)/>
                        </g>
                    }
                }).collect_view()}
            </svg>
            <figcaption class="faint">
                "No batch holds two stories that touch the same file; nothing starts before what it needs."
            </figcaption>
        </figure>
    }
}
