//! What the user is told in passing, at the bottom, until they close it.

use super::{Icon, icon_button};
use crate::leaf::{Leaf, button, follow, tag};
use crate::store::{Action, Notice, Store, Tone};
use crate::worker::WorkerState;

/// The notices.
pub fn notices(store: Store) -> Leaf {
    follow(Box::new(move || tell_of_worker(store)));
    tag("div", "notices")
        .set("role", "status")
        .set("aria-live", "polite")
        .live(move || {
            store
                .notices
                .get()
                .iter()
                .map(|notice| one(store, notice))
                .collect()
        })
}

fn tell_of_worker(store: Store) {
    let (notice, why) = match store.worker.get() {
        WorkerState::Restarted(why) => (
            Notice::new(
                Tone::Warn,
                "The planner stopped and was started again. Your documents are untouched.",
            ),
            why,
        ),
        WorkerState::Dead(why) => (
            Notice::new(
                Tone::Bad,
                "The planner stops on this project each time it starts. Your documents are untouched; take back the last change and start it again.",
            )
            .with_actions([Action::RestartWorker]),
            why,
        ),
        WorkerState::Starting | WorkerState::Idle | WorkerState::Busy | WorkerState::Slow => return,
    };
    store.notify(notice.with_details(vec![why]));
}

fn one(store: Store, notice: &Notice) -> Leaf {
    let class = match notice.tone {
        Tone::Plain => "notice",
        Tone::Warn => "notice warn",
        Tone::Bad => "notice bad",
    };
    let mut text = tag("div", "notice-text").with(tag("p", "").text(&notice.text));
    if !notice.details.is_empty() {
        let lines = notice
            .details
            .iter()
            .map(|line| tag("li", "").text(line))
            .collect();
        text = text.with(tag("ul", "").with_all(lines));
    }
    let mut row = tag("div", class).with(text);
    for &action in &notice.actions {
        let words = notice.text.clone();
        let act = move || {
            close(store, &words);
            act(store, action);
        };
        row = row.with(button("small", act).text(action.label()));
    }
    let words = notice.text.clone();
    row.with(icon_button(
        Icon::Close,
        "Close (Escape)",
        "quiet",
        move || close(store, &words),
    ))
}

fn close(store: Store, text: &str) {
    store
        .notices
        .update(|all| all.retain(|other| other.text != text));
}

fn act(store: Store, action: Action) {
    match action {
        Action::Undo => store.undo(),
        Action::LoadTheirs => store.keeper().load_theirs(store),
        Action::KeepMine => store.keeper().keep_mine(store),
        Action::SaveAgain => store.keeper().save_again(store),
        Action::RestartWorker => store.restart_worker(),
        Action::TakeUpdate => crate::offline::take_update(),
        Action::SaveProject => crate::share::save_project(store),
    }
}
