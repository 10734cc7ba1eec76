//! What the user is told in passing, at the bottom, until they close it.

use leptos::prelude::*;

use super::{Icon, icon};
use crate::app::store;
use crate::store::{Action, Notice, Store, Tone};
use crate::worker::WorkerState;

/// The notices.
#[component]
pub fn Notices() -> impl IntoView {
    let store = store();
    Effect::new(move || {
        match store.worker.get() {
            WorkerState::Restarted(why) => store.notify(
                Notice::new(
                    Tone::Warn,
                    "The planner stopped and was started again. Your documents are untouched.",
                )
                .with_details(vec![why]),
            ),
            WorkerState::Dead(why) => store.notify(
                Notice::new(
                    Tone::Bad,
                    "The planner stops on this project each time it starts. Your documents are untouched; take back the last change and start it again.",
                )
                .with_details(vec![why])
                .with_actions([Action::RestartWorker]),
            ),
            WorkerState::Starting | WorkerState::Idle | WorkerState::Busy | WorkerState::Slow => {}
        }
    });
    view! {
        <div class="notices" role="status" aria-live="polite">
            {move || store.notices.get().into_iter().map(|notice| one(store, notice)).collect_view()}
        </div>
    }
}

fn one(store: Store, notice: Notice) -> impl IntoView {
    let class = match notice.tone {
        Tone::Plain => "notice",
        Tone::Warn => "notice warn",
        Tone::Bad => "notice bad",
    };
    let text = notice.text.clone();
    let close = move |store: Store, text: &str| store.notices.update(|all| all.retain(|other| other.text != text));
    let for_close = text.clone();
    view! {
        <div class=class>
            <div class="notice-text">
                <p>{notice.text}</p>
                {(!notice.details.is_empty()).then(|| view! {
                    <ul>{notice.details.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul>
                })}
            </div>
            {notice.actions.into_iter().map(|action| {
                let text = text.clone();
                view! {
                    <button type="button" class="small" on:click=move |_| { close(store, &text); act(store, action); }>
                        {action.label()}
                    </button>
                }
            }).collect_view()}
            <button type="button" class="quiet icon-button" aria-label="Close" title="Close (Escape)"
                on:click=move |_| close(store, &for_close)>
                {icon(Icon::Close)}
            </button>
        </div>
    }
}

fn act(store: Store, action: Action) {
    match action {
        Action::Undo => store.undo(),
        Action::LoadTheirs => store.keeper().load_theirs(store),
        Action::KeepMine => store.keeper().keep_mine(store),
        Action::SaveAgain => store.keeper().save_again(store),
        Action::RestartWorker => store.restart_worker(),
    }
}
