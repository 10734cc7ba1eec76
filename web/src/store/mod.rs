//! The one store: the project, its history, what the worker derived from it, and where the user is.
//!
//! The project changes only through [`Store::dispatch`], [`Store::undo`] and [`Store::redo`]; each
//! tells the worker, the journal and the database.

mod answers;
mod asks;
mod notice;
mod splice;

use std::sync::Arc;

use crate::live::{RwSignal, effect};
use leptos::prelude::*;
use sprintloom_core::project::{ApplyError, Draft, Event, History, Project};
use wasm_bindgen::JsValue;

pub use asks::{Asked, Ran};
pub use notice::{Action, Notice, Tone};
pub use splice::{as_shown, splice};

use crate::browser;
use crate::correct;
use crate::frame::{Theme, theme};
use crate::persist::{Change, Keeper, SaveState, thought};
use crate::route::{Route, View};
use crate::stories::Open;
use crate::wire::desk::{DeskAsk, DeskShown};
use crate::wire::{
    CorrectView, ExportTexts, GraphView, Panel, PanelRows, Script, Snapshot, StoryDetail, TurnRow,
};
use crate::worker::{Client, WorkerState};

/// What lies over the views, at most one at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layer {
    /// The command palette.
    Palette,
    /// The list of keys.
    Keys,
    /// The list of diagnostics.
    Diagnostics,
    /// The project's menu.
    Menu,
    /// The views whose tabs do not fit.
    Views,
    /// The forms in which the graph can be taken away.
    Drawings,
}

/// The graph with the snapshot that its indices point into.
#[derive(Debug, Clone, Default)]
pub struct Drawn {
    /// The graph.
    pub graph: GraphView,
    /// The snapshot of the same revision.
    pub of: Arc<Snapshot>,
}

/// What an open panel shows, with the snapshot that its indices point into.
#[derive(Debug, Clone)]
pub struct Aside {
    /// The rows.
    pub rows: PanelRows,
    /// The snapshot of the same revision.
    pub of: Arc<Snapshot>,
}

/// What Stories or Progress shows, with the snapshot that its indices point into.
#[derive(Debug, Clone)]
pub struct Desk {
    /// What is shown.
    pub shows: DeskShown,
    /// The snapshot of the same revision.
    pub of: Arc<Snapshot>,
}

struct Held {
    project: Project,
    history: History,
    client: Option<Client>,
    keeper: Keeper,
}

/// The store. Cheap to copy: it holds handles.
#[derive(Clone, Copy)]
pub struct Store {
    held: StoredValue<Held, LocalStorage>,
    /// Counts the changes of the project; whoever shows it listens here.
    pub revision: RwSignal<u32>,
    /// What was derived last.
    pub snapshot: RwSignal<Arc<Snapshot>>,
    /// What was derived last with a plan: the last good picture.
    pub good: RwSignal<Arc<Snapshot>>,
    /// The revision that the snapshot shows.
    pub shown: RwSignal<u32>,
    /// The documents were read, and no story was found in them.
    pub without_stories: RwSignal<bool>,
    /// The last graph drawn.
    pub drawn: RwSignal<Arc<Drawn>>,
    /// The selected story in full.
    pub detail: RwSignal<Option<Arc<StoryDetail>>>,
    /// The files to take away.
    pub export: RwSignal<Option<Arc<ExportTexts>>>,
    /// How the worker is.
    pub worker: RwSignal<WorkerState>,
    /// Whether all is saved.
    pub save: RwSignal<SaveState>,
    /// Where the user is.
    pub route: RwSignal<Route>,
    /// What the user is told.
    pub notices: RwSignal<Vec<Notice>>,
    /// What is open beside the board, or in place of a document's text.
    pub panel: RwSignal<Option<Panel>>,
    /// What the panel shows, found last.
    pub aside: RwSignal<Option<Arc<Aside>>>,
    /// The correction that is thought about.
    pub draft: RwSignal<Arc<Draft>>,
    /// Counts the changes of the draft, and of the project under it.
    pub draft_number: RwSignal<u32>,
    /// The applied correction that is looked at instead.
    pub past: RwSignal<Option<u32>>,
    /// What the draft would lead to, found last.
    pub correct: RwSignal<Option<Arc<CorrectView>>>,
    /// The runs of stories, found last.
    pub runs: RwSignal<Arc<Ran>>,
    /// What the worker is asked to work out.
    pub asked: RwSignal<Option<Asked>>,
    /// The plan of a dry run, until something else is done.
    pub dry_run: RwSignal<Option<Arc<str>>>,
    /// The messages of the session with the planner.
    pub script: RwSignal<Arc<Script>>,
    /// The same with their answers, found last.
    pub turns: RwSignal<Arc<Vec<TurnRow>>>,
    /// What the views Stories and Progress show, found last.
    pub desk: RwSignal<Option<Arc<Desk>>>,
    /// What the desk is asked to make.
    pub ask: RwSignal<Option<DeskAsk>>,
    /// The patterns that Sprintloom brings along, once they are fetched.
    pub patterns: RwSignal<Arc<str>>,
    /// The action of the desk whose form is open.
    pub desk_row: RwSignal<Option<usize>>,
    /// What stands in the middle of the desk.
    pub desk_open: RwSignal<Open>,
    /// Files that are being read and not in the project yet.
    pub reading: RwSignal<u32>,
    /// What lies over the view.
    pub layer: RwSignal<Option<Layer>>,
    /// Whether the inspector is open.
    pub inspector: RwSignal<bool>,
    /// Light, dark, or as the system has it.
    pub theme: RwSignal<Theme>,
    /// The document that was open last, to come back to.
    pub last_document: RwSignal<Option<String>>,
    /// In the graph, each epic is one node.
    pub by_epic: RwSignal<bool>,
    /// On the board and in the graph, finished stories are left out.
    pub hide_done: RwSignal<bool>,
    /// On the board, cards are a line each.
    pub small_cards: RwSignal<bool>,
}

impl Store {
    /// An empty store. [`Store::open`] fills it.
    pub fn new() -> Self {
        let hash = browser::window().location().hash().unwrap_or_default();
        Self {
            held: StoredValue::new_local(Held {
                project: Project::default(),
                history: History::default(),
                client: None,
                keeper: Keeper::default(),
            }),
            revision: RwSignal::new(0),
            snapshot: RwSignal::default(),
            good: RwSignal::default(),
            shown: RwSignal::new(0),
            without_stories: RwSignal::new(false),
            drawn: RwSignal::default(),
            detail: RwSignal::new(None),
            export: RwSignal::new(None),
            worker: RwSignal::new(WorkerState::Starting),
            save: RwSignal::new(SaveState::Loading),
            route: RwSignal::new(Route::parse(&hash)),
            notices: RwSignal::default(),
            panel: RwSignal::new(None),
            aside: RwSignal::new(None),
            draft: RwSignal::new(Arc::new(thought::kept().unwrap_or_else(correct::fresh))),
            draft_number: RwSignal::new(0),
            past: RwSignal::new(None),
            correct: RwSignal::new(None),
            runs: RwSignal::default(),
            asked: RwSignal::new(None),
            dry_run: RwSignal::new(None),
            script: RwSignal::default(),
            turns: RwSignal::default(),
            desk: RwSignal::new(None),
            desk_row: RwSignal::new(Some(0)),
            desk_open: RwSignal::default(),
            ask: RwSignal::new(None),
            patterns: RwSignal::default(),
            reading: RwSignal::new(0),
            layer: RwSignal::new(None),
            inspector: RwSignal::new(true),
            theme: RwSignal::new(theme::saved()),
            last_document: RwSignal::new(None),
            by_epic: RwSignal::new(false),
            hide_done: RwSignal::new(false),
            small_cards: RwSignal::new(false),
        }
    }

    /// Starts the worker and brings back what was saved.
    pub fn open(self) {
        let client = Client::start(
            self.worker,
            move || self.held.with_value(|held| held.project.clone()),
            move |answer| self.take(answer),
        );
        self.held.update_value(|held| held.client = Some(client));
        effect(move || {
            let wants = self.wants();
            self.with_client(|client| client.want(wants));
        });
        effect(move || self.draft.with(|draft| thought::keep(draft)));
        leptos::task::spawn_local(async move {
            self.keeper().open(self).await;
            crate::share::open_address(self);
            crate::files::fetch_patterns(self).await;
            crate::files::fetch_sample().await;
        });
    }

    /// Changes the project. `label` is what undo calls it: "Remove epics.md".
    ///
    /// # Errors
    /// When the event does not fit the project; nothing has changed then.
    pub fn try_dispatch(self, event: Event, label: &str) -> Result<(), ApplyError> {
        let mut applied = Ok(());
        self.held.update_value(|held| {
            applied = held.history.apply(&mut held.project, event.clone(), label);
        });
        applied?;
        self.keep(&event, &Change::Apply(event.clone(), label.to_owned()));
        self.changed(event);
        Ok(())
    }

    /// Changes the project, and says so where that cannot be done.
    pub fn dispatch(self, event: Event, label: &str) {
        if let Err(error) = self.try_dispatch(event, label) {
            self.notify(Notice::new(
                Tone::Bad,
                format!("{label}: {error}. Nothing was changed."),
            ));
        }
    }

    /// Takes the last step back.
    pub fn undo(self) {
        let mut step = None;
        self.held
            .update_value(|held| step = held.history.undo(&mut held.project));
        if let Some((event, _)) = step {
            self.keep(&event, &Change::Undo);
            self.changed(event);
        }
    }

    /// Makes the step that was taken back last again.
    pub fn redo(self) {
        let mut step = None;
        self.held
            .update_value(|held| step = held.history.redo(&mut held.project));
        if let Some((event, _)) = step {
            self.keep(&event, &Change::Redo);
            self.changed(event);
        }
    }

    /// Ends the present step of typing: undo stops here.
    pub fn pause(self) {
        self.held.update_value(|held| held.history.pause());
    }

    /// What undo would take back.
    pub fn undo_label(self) -> Option<String> {
        self.revision.track();
        self.held
            .with_value(|held| held.history.undo_label().map(str::to_owned))
    }

    /// What redo would make again.
    pub fn redo_label(self) -> Option<String> {
        self.revision.track();
        self.held
            .with_value(|held| held.history.redo_label().map(str::to_owned))
    }

    /// Reads the project, and listens to its changes.
    pub fn with_project<T>(self, read: impl FnOnce(&Project) -> T) -> T {
        self.revision.track();
        self.held.with_value(|held| read(&held.project))
    }

    /// Reads the project as it is now.
    pub fn with_project_untracked<T>(self, read: impl FnOnce(&Project) -> T) -> T {
        self.held.with_value(|held| read(&held.project))
    }

    /// Reads project and history, to save them.
    pub fn with_all<T>(self, read: impl FnOnce(&Project, &History) -> T) -> T {
        self.held
            .with_value(|held| read(&held.project, &held.history))
    }

    /// Puts in what was saved, and the changes that the journal has beyond it.
    pub fn restore(self, project: Project, history: History, journal: Vec<Change>) {
        self.held.update_value(|held| {
            held.project = project;
            held.history = history;
            for change in journal {
                match change {
                    // What was noted is no step.
                    Change::Apply(event, label) if label.is_empty() => {
                        let _ = held.project.apply(event);
                    }
                    Change::Apply(event, label) => {
                        let _ = held.history.apply(&mut held.project, event, label);
                    }
                    Change::Undo => drop(held.history.undo(&mut held.project)),
                    Change::Redo => drop(held.history.redo(&mut held.project)),
                }
            }
            held.history.pause();
        });
        self.revision.update(|revision| *revision += 1);
        self.draft_number.update(|number| *number += 1);
        let revision = self.revision.get_untracked();
        self.with_client(|client| client.reload(revision));
    }

    /// The keeper of saved things.
    pub fn keeper(self) -> Keeper {
        self.held.with_value(|held| held.keeper.clone())
    }

    /// Starts the worker anew.
    pub fn restart_worker(self) {
        self.worker.set(WorkerState::Starting);
        self.with_client(Client::restart);
    }

    /// Tells the user something.
    pub fn notify(self, notice: Notice) {
        self.notices.update(|all| {
            all.retain(|old| old.text != notice.text);
            all.push(notice);
        });
    }

    /// Goes somewhere; the browser's Back leads back.
    pub fn go(self, route: Route) {
        if route != self.route.get_untracked() {
            let _ = browser::window().location().set_hash(&route.hash());
            self.route.set(route);
        }
    }

    /// Goes to a view with the same selection.
    pub fn go_to_view(self, view: View) {
        let route = self.route.get_untracked().to_view(view);
        self.go(route);
    }

    /// Opens a panel in the view that it belongs to.
    pub fn show_panel(self, panel: Panel) {
        self.layer.set(None);
        self.panel.set(Some(panel));
        if self
            .route
            .with_untracked(|route| route.view != panel.view())
        {
            self.go_to_view(panel.view());
        }
    }

    /// Selects a story (or none) without a step in the browser's history.
    pub fn select(self, key: Option<String>) {
        let mut route = self.route.get_untracked();
        if route.story != key {
            route.story = key;
            self.replace(route);
        }
    }

    /// Goes somewhere without a step in the browser's history.
    pub fn replace(self, route: Route) {
        if let Ok(history) = browser::window().history() {
            let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&route.hash()));
        }
        self.route.set(route);
    }

    /// The selected story's key.
    pub fn selected(self) -> Option<String> {
        self.route.with(|route| route.story.clone())
    }

    /// Whether this story is the selected one.
    pub fn is_selected(self, key: &str) -> bool {
        self.route.with(|route| route.story.as_deref() == Some(key))
    }

    /// The selected story's key, as it is now.
    pub fn selected_untracked(self) -> Option<String> {
        self.route.with_untracked(|route| route.story.clone())
    }

    /// Whether the snapshot is behind the project.
    pub fn is_behind(self) -> bool {
        self.shown.get() < self.revision.get()
    }

    /// What the worker has found for the open panel, once it has; nothing that is out of date.
    pub fn found(self) -> Option<Arc<Aside>> {
        let aside = self.aside.get()?;
        let is_current = Arc::ptr_eq(&aside.of, &self.snapshot.get()) && !self.is_behind();
        is_current.then_some(aside)
    }

    /// Whether there is nothing in the project.
    pub fn is_empty(self) -> bool {
        self.with_project(|project| project.documents.is_empty())
    }

    fn keep(self, event: &Event, change: &Change) {
        self.keeper().changed(self, event, change);
    }

    fn changed(self, event: Event) {
        self.revision.update(|revision| *revision += 1);
        if matches!(event, Event::Replace { .. }) {
            // It was about another project, and can be had back with it.
            correct::set_aside(self, &self.draft.get_untracked());
            self.draft.set(Arc::new(correct::fresh()));
        }
        let corrections = self.with_project_untracked(|project| project.corrections.len());
        if (self.past.get_untracked()).is_some_and(|past| past as usize >= corrections) {
            self.past.set(None);
        }
        // What a draft leads to has to be found anew.
        self.draft_number.update(|number| *number += 1);
        let revision = self.revision.get_untracked();
        self.with_client(|client| client.apply(event, revision));
    }

    fn with_client(self, tell: impl FnOnce(&Client)) {
        // The client's callbacks come back into the store: nothing may be borrowed meanwhile.
        if let Some(client) = self.held.with_value(|held| held.client.clone()) {
            tell(&client);
        }
    }
}
