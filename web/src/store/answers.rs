//! What the page wants of the worker, and what becomes of its answers.

use std::sync::Arc;

use leptos::prelude::*;
use sprintloom_core::progress::Recorded;
use sprintloom_core::project::{Draft, Event};

use super::{Aside, Asked, Desk, Drawn, Ran, Store};
use crate::browser;
use crate::correct;
use crate::persist::Change;
use crate::route::View;
use crate::wire::desk::{DeskPage, DeskWants};
use crate::wire::{Answer, CorrectWants, Script, TurnRow, Wants};

impl Store {
    /// All that is shown now.
    pub(super) fn wants(self) -> Wants {
        let route = self.route.get();
        Wants {
            graph: (route.view == View::Graph).then(|| (self.hide_done.get(), self.by_epic.get())),
            story: route.story,
            panel: self.panel.get().filter(|panel| panel.view() == route.view),
            export_at: (route.view == View::Export).then(browser::now),
            correct: self.correct_wants(route.view),
            runs: route.view == View::Workflow,
            ask: self.asked.with(|asked| asked.as_ref().map(Asked::wanted)),
            today: browser::today(),
            script: (route.view == View::Messages).then(|| Script::clone(&self.script.get())),
            desk: self.desk_wants(route.view),
        }
    }

    fn desk_wants(self, view: View) -> Option<DeskWants> {
        let view = match view {
            View::Stories => DeskPage::Stories,
            View::Progress => DeskPage::Progress,
            _ => return None,
        };
        Some(DeskWants {
            view,
            revision: self.revision.get(),
            date: browser::today(),
            ask: self.ask.get(),
            patterns: match view {
                DeskPage::Stories => self.patterns.get().to_string(),
                DeskPage::Progress => String::new(),
            },
        })
    }

    fn correct_wants(self, view: View) -> Option<CorrectWants> {
        let draft = self.draft.get();
        let is_drawn = view == View::Graph && !correct::is_empty(&draft);
        (view == View::Correct || is_drawn).then(|| CorrectWants {
            number: self.draft_number.get(),
            past: self.past.get().filter(|_| !is_drawn),
            date: browser::today(),
            draft: Draft::clone(&draft),
        })
    }

    /// Takes an answer.
    pub(super) fn take(self, answer: Answer) {
        let mut fresh = None;
        if self.shown.get_untracked() != answer.revision && answer.snapshot.is_none() {
            // Drafts and records change nothing that the snapshot shows.
            self.shown.set(answer.revision);
        }
        if let Some(snapshot) = answer.snapshot {
            let snapshot = Arc::new(snapshot);
            if snapshot.plan.is_ok() {
                self.good.set(Arc::clone(&snapshot));
            }
            let without = snapshot.stories.is_empty() && !snapshot.documents.is_empty();
            if self.without_stories.get_untracked() != without {
                self.without_stories.set(without);
            }
            self.snapshot.set(Arc::clone(&snapshot));
            self.shown.set(answer.revision);
            fresh = Some(snapshot);
        }
        if let Some(turns) = answer.turns {
            self.heard(turns);
        }
        if let Some(graph) = answer.graph {
            let of = fresh.unwrap_or_else(|| self.snapshot.get_untracked());
            if of.plan.is_ok() {
                self.drawn.set(Arc::new(Drawn { graph, of }));
            }
        }
        if let Some(rows) = answer.panel {
            let of = self.snapshot.get_untracked();
            self.aside.set(Some(Arc::new(Aside { rows, of })));
        }
        if let Some(shows) = answer.desk {
            let of = self.snapshot.get_untracked();
            self.desk.set(Some(Arc::new(Desk { shows, of })));
        }
        if let Some(made) = answer.made {
            crate::stories::made(self, made);
        }
        if !answer.happened.is_empty() {
            self.record(answer.happened);
        }
        if let Some(view) = answer.correct {
            self.correct.set(Some(Arc::new(view)));
        }
        if let Some(view) = answer.runs {
            let of = self.snapshot.get_untracked();
            self.runs.set(Arc::new(Ran { view, of }));
        }
        if let Some((number, said)) = answer.said {
            self.hear(number, said, answer.revision);
        }
        let detail = answer.story.map(Arc::new);
        if detail != self.detail.get_untracked() {
            self.detail.set(detail);
        }
        if let Some(export) = answer.export {
            self.export.set(Some(Arc::new(export)));
        }
    }

    /// Notes what happened to stories, as of today where nothing else says when: no step of undo, as nobody did it here.
    fn record(self, happened: Vec<Recorded>) {
        let date = browser::today();
        let mut record = self.with_project_untracked(|project| project.record.clone());
        for mut one in happened {
            record.retain(|old| old.story != one.story || old.what != one.what);
            // A run says itself when it ended.
            if one.date.is_empty() {
                one.date.clone_from(&date);
            }
            record.push(one);
        }
        let event = Event::ChangeRecord { record };
        let mut noted = false;
        self.held
            .update_value(|held| noted = held.project.apply(event.clone()).is_ok());
        if noted {
            self.keep(&event, &Change::Apply(event.clone(), String::new()));
            self.changed(event);
        }
    }

    /// Takes answers of the session. What is shown stays as it was: a planner that begins again reads
    /// the project as it is now.
    fn heard(self, turns: Vec<TurnRow>) {
        let script = self.script.get_untracked();
        let shown = self.turns.get_untracked();
        let asked = script.messages.iter().zip(turns).skip(shown.len());
        let fresh = asked.take_while(|(message, turn)| **message == turn.received);
        let mut rows = Vec::clone(&shown);
        rows.extend(fresh.map(|(_, turn)| turn));
        if rows.len() > shown.len() {
            self.turns.set(Arc::new(rows));
            self.keeper().talked(self);
        }
    }

    /// The session with the planner, to be saved.
    pub fn talk(self) -> (Script, Vec<TurnRow>) {
        let script = Script::clone(&self.script.get_untracked());
        (script, Vec::clone(&self.turns.get_untracked()))
    }

    /// Goes on with a session that was saved.
    pub fn hear_again(self, (script, turns): (Script, Vec<TurnRow>)) {
        self.turns.set(Arc::new(turns));
        self.script.set(Arc::new(script));
    }
}
