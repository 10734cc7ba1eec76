//! Decides when to save, and says how it went.

use std::cell::RefCell;
use std::rc::Rc;

use sprintloom_core::ordering;
use sprintloom_core::project::{Event, History, Project};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::{BroadcastChannel, IdbDatabase, MessageEvent};

use super::database::{self, Record, Writing, Written};
use super::journal::{self, Change, Journal};
use crate::browser;
use crate::store::{Action, Notice, Store, Tone};

/// Milliseconds from a change to its save.
const DELAY: i32 = 300;
const CHANNEL: &str = "sprintloom";

/// Whether what the user did is safe.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SaveState {
    /// What was saved is being brought back.
    Loading,
    /// All is saved.
    Saved,
    /// Something waits to be saved.
    Pending,
    /// Saving failed, with the reason.
    Failed(String),
    /// Another tab has saved something newer; this one saves nothing until the user has chosen.
    OtherTab,
}

#[derive(Default)]
struct State {
    database: Option<IdbDatabase>,
    channel: Option<BroadcastChannel>,
    journal: Journal,
    /// Number of the save that this tab stands on.
    base: u32,
    /// Tells the saves of this tab from those of others.
    writer: Option<u32>,
    dirty: Vec<String>,
    all_dirty: bool,
    scheduled: bool,
    saving: bool,
    again: bool,
    /// Another tab has saved; the user has not yet said whose work stays.
    held_back: bool,
}

/// The keeper. Clones are the same keeper.
#[derive(Clone, Default)]
pub struct Keeper {
    state: Rc<RefCell<State>>,
}

impl Keeper {
    /// Opens the database and brings back what is there.
    pub async fn open(self, store: Store) {
        self.listen(store);
        match database::open().await {
            Ok(opened) => {
                self.state.borrow_mut().database = Some(opened);
                self.bring_back(store).await;
            }
            Err(why) => {
                store.restore(
                    Project::default(),
                    History::default(),
                    journal::left_behind(0, 0),
                );
                self.failed(store, why);
            }
        }
        if let Ok(persisted) = browser::window().navigator().storage().persist() {
            // Asked for, not insisted on: the status line says what "saved" means here.
            let _ = wasm_bindgen_futures::JsFuture::from(persisted).await;
        }
    }

    /// Notes a change and sees to it that it is saved.
    pub fn changed(&self, store: Store, event: &Event, change: &Change) {
        let at_once = {
            let mut state = self.state.borrow_mut();
            state.touch(event);
            !state.journal.note(change)
        };
        if self.state.borrow().held_back {
            return;
        }
        store.save.set(SaveState::Pending);
        self.schedule(store, if at_once { 0 } else { DELAY });
    }

    /// Sees to it that the session with the planner is saved: messages are no changes of the project.
    pub fn talked(&self, store: Store) {
        if !self.state.borrow().held_back {
            store.save.set(SaveState::Pending);
            self.schedule(store, DELAY);
        }
    }

    /// Saves now what waits: the page may be about to go.
    pub fn flush(&self, store: Store) {
        if store.save.get_untracked() == SaveState::Pending {
            self.save(store);
        }
    }

    /// Saves over what another tab has saved.
    pub fn keep_mine(&self, store: Store) {
        let keeper = self.clone();
        leptos::task::spawn_local(async move {
            let opened = keeper.state.borrow().database.clone();
            if let Some(opened) = opened
                && let Ok(Some((_, record))) = database::read(&opened).await
            {
                let mut state = keeper.state.borrow_mut();
                state.base = record.number;
                state.all_dirty = true;
            }
            keeper.state.borrow_mut().held_back = false;
            store.save.set(SaveState::Pending);
            keeper.save(store);
        });
    }

    /// Takes what another tab has saved; this tab's project goes.
    pub fn load_theirs(&self, store: Store) {
        let keeper = self.clone();
        leptos::task::spawn_local(async move {
            let held = {
                let mut state = keeper.state.borrow_mut();
                state.held_back = false;
                state.dirty.clear();
                state.all_dirty = false;
                state.journal.len()
            };
            keeper.state.borrow_mut().journal.saved(held, 0);
            keeper.bring_back(store).await;
        });
    }

    /// Tries again after a failure.
    pub fn save_again(&self, store: Store) {
        self.state.borrow_mut().all_dirty = true;
        store.save.set(SaveState::Pending);
        self.save(store);
    }

    async fn bring_back(&self, store: Store) {
        let Some(opened) = self.state.borrow().database.clone() else {
            return;
        };
        match database::read(&opened).await {
            Ok(found) => {
                let (project, record) = found.unwrap_or_default();
                let journal = journal::left_behind(record.number, record.writer);
                let unsaved = !journal.is_empty();
                {
                    let mut state = self.state.borrow_mut();
                    state.base = record.number;
                    state.all_dirty = unsaved;
                    state.journal.saved(0, record.number);
                    for change in &journal {
                        state.journal.note(change);
                    }
                }
                store.restore(project, record.history, journal);
                store.hear_again(record.talk);
                store.save.set(if unsaved {
                    SaveState::Pending
                } else {
                    SaveState::Saved
                });
                if unsaved {
                    self.save(store);
                }
            }
            Err(why) => {
                store.restore(Project::default(), History::default(), Vec::new());
                self.failed(store, why);
            }
        }
    }

    fn schedule(&self, store: Store, delay: i32) {
        if std::mem::replace(&mut self.state.borrow_mut().scheduled, true) {
            return;
        }
        let keeper = self.clone();
        browser::after(delay, move || {
            keeper.state.borrow_mut().scheduled = false;
            keeper.save(store);
        });
    }

    fn save(&self, store: Store) {
        let (opened, base, writing, noted) = {
            let mut state = self.state.borrow_mut();
            if state.saving {
                state.again = true;
                return;
            }
            let Some(opened) = state.database.clone() else {
                return;
            };
            state.saving = true;
            let base = state.base;
            let writer = *state.writer.get_or_insert_with(browser::any_number);
            let noted = state.journal.saving(writer);
            (opened, base, state.writing(store), noted)
        };
        let keeper = self.clone();
        leptos::task::spawn_local(async move {
            let written = database::write(&opened, Some(base), &writing).await;
            keeper.saved(store, written, writing, noted);
        });
    }

    fn saved(
        &self,
        store: Store,
        written: Result<Written, String>,
        writing: Writing,
        noted: usize,
    ) {
        let number = writing.record.number;
        let mut state = self.state.borrow_mut();
        state.saving = false;
        let again = std::mem::take(&mut state.again);
        match written {
            Ok(Written::Yes) => {
                state.base = number;
                state.journal.saved(noted, number);
                if let Some(channel) = &state.channel {
                    let _ = channel.post_message(&JsValue::from_f64(f64::from(number)));
                }
                let more = again || state.all_dirty || !state.dirty.is_empty();
                drop(state);
                if more {
                    self.save(store);
                } else {
                    store.save.set(SaveState::Saved);
                }
            }
            Ok(Written::Newer(_)) => {
                state.not_written(writing);
                drop(state);
                self.hold_back(store);
            }
            Err(why) => {
                state.not_written(writing);
                drop(state);
                self.failed(store, why);
            }
        }
    }

    fn failed(&self, store: Store, why: String) {
        store.notify(
            Notice::new(
                Tone::Bad,
                format!("Not saved: {why}. Your work is safe while this page stays open; export what you want to keep."),
            )
            .with_actions([Action::SaveAgain]),
        );
        store.save.set(SaveState::Failed(why));
    }

    fn hold_back(&self, store: Store) {
        self.state.borrow_mut().held_back = true;
        store.save.set(SaveState::OtherTab);
        store.notify(
            Notice::new(
                Tone::Warn,
                "Another tab has saved this project since. Nothing here is saved until you choose whose work stays.",
            )
            .with_actions([Action::LoadTheirs, Action::KeepMine]),
        );
    }

    /// Hears of the saves of other tabs, and of the page going away.
    fn listen(&self, store: Store) {
        if let Ok(channel) = BroadcastChannel::new(CHANNEL) {
            let keeper = self.clone();
            let heard = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
                let newer = event
                    .data()
                    .as_f64()
                    .is_some_and(|number| number as u32 != keeper.state.borrow().base);
                if newer {
                    keeper.hold_back(store);
                }
            });
            channel.set_onmessage(Some(heard.as_ref().unchecked_ref()));
            heard.forget();
            self.state.borrow_mut().channel = Some(channel);
        }
        for name in ["pagehide", "visibilitychange"] {
            let keeper = self.clone();
            let leaving = Closure::<dyn FnMut()>::new(move || keeper.flush(store));
            let target: &web_sys::EventTarget = if name == "pagehide" {
                &browser::window()
            } else {
                &browser::document()
            };
            let _ = target.add_event_listener_with_callback(name, leaving.as_ref().unchecked_ref());
            leaving.forget();
        }
    }
}

impl State {
    /// Which documents an event changes.
    fn touch(&mut self, event: &Event) {
        match event {
            Event::PutDocuments { documents } => {
                self.dirty
                    .extend(documents.iter().map(|document| document.path.clone()));
            }
            Event::RemoveDocuments { paths } => self.dirty.extend(paths.iter().cloned()),
            Event::RenameDocument { from, to } => self.dirty.extend([from.clone(), to.clone()]),
            Event::EditDocument { path, .. } => {
                self.dirty.push(path.clone());
            }
            Event::Together { events } => events.iter().for_each(|event| self.touch(event)),
            Event::Replace { .. } => self.all_dirty = true,
            // These change no document.
            _ => {}
        }
    }

    /// Takes what is dirty, as something to write.
    fn writing(&mut self, store: Store) -> Writing {
        let clear = std::mem::take(&mut self.all_dirty);
        let mut dirty = std::mem::take(&mut self.dirty);
        ordering::sort_by(&mut dirty, String::cmp);
        dirty.dedup();
        store.with_all(|project, history| {
            let mut writing = Writing {
                clear,
                record: Record {
                    number: self.base + 1,
                    writer: self.writer.unwrap_or(0),
                    project: Project {
                        name: project.name.clone(),
                        settings: project.settings.clone(),
                        corrections: project.corrections.clone(),
                        scenarios: project.scenarios.clone(),
                        runs: project.runs.clone(),
                        drafts: project.drafts.clone(),
                        patterns: project.patterns.clone(),
                        record: project.record.clone(),
                        documents: Vec::new(),
                    },
                    history: history.clone(),
                    talk: store.talk(),
                },
                ..Writing::default()
            };
            if clear {
                writing.put = project
                    .documents
                    .iter()
                    .map(|of| (of.path.clone(), of.text.clone()))
                    .collect();
            } else {
                for path in dirty {
                    match project.document(&path) {
                        Some(document) => writing.put.push((path, document.text.clone())),
                        None => writing.remove.push(path),
                    }
                }
            }
            writing
        })
    }

    /// What could not be written is dirty still.
    fn not_written(&mut self, writing: Writing) {
        self.all_dirty |= writing.clear;
        self.dirty
            .extend(writing.put.into_iter().map(|(path, _)| path));
        self.dirty.extend(writing.remove);
    }
}
