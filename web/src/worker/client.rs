//! The page's side of the worker: one request under way at a time, what comes meanwhile is
//! gathered, a worker that dies is replaced and given the whole project again.

use std::cell::RefCell;
use std::rc::Rc;

use crate::live::RwSignal;
use js_sys::Uint8Array;
use sprintloom_core::project::{Event, Project};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::{ErrorEvent, MessageEvent, Worker, WorkerOptions, WorkerType};

use crate::browser;
use crate::wire::{Answer, Change, Request, Response, Wants, from_bytes, to_bytes};

/// An answer that takes longer than this is called slow, and a restart is offered.
const SLOW_AFTER: i32 = 6_000;
/// Deaths in a row after which the worker is not started again by itself.
const MOST_DEATHS: u32 = 2;

/// How the worker is doing, for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WorkerState {
    /// Its code is being loaded.
    Starting,
    /// All answered.
    Idle,
    /// A request is under way.
    Busy,
    /// A request has been under way for long.
    Slow,
    /// It died and was started again.
    Restarted(String),
    /// It died again and again on this project.
    Dead(String),
}

struct Line {
    worker: Option<Worker>,
    ready: bool,
    /// Number of the request under way.
    under_way: Option<u32>,
    number: u32,
    revision: u32,
    needs_all: bool,
    events: Vec<Event>,
    wants: Wants,
    told: Wants,
    deaths: u32,
    /// Kept alive with the worker.
    callbacks: Vec<JsValue>,
}

/// The line to the worker.
#[derive(Clone)]
pub struct Client {
    line: Rc<RefCell<Line>>,
    state: RwSignal<WorkerState>,
    project: Rc<dyn Fn() -> Project>,
    on_answer: Rc<dyn Fn(Answer)>,
}

impl Client {
    /// Starts the worker. `project` gives the whole project when it has to be sent,
    /// `on_answer` takes the answers.
    pub fn start(
        state: RwSignal<WorkerState>,
        project: impl Fn() -> Project + 'static,
        on_answer: impl Fn(Answer) + 'static,
    ) -> Self {
        let client = Self {
            line: Rc::new(RefCell::new(Line {
                worker: None,
                ready: false,
                under_way: None,
                number: 0,
                revision: 0,
                needs_all: true,
                events: Vec::new(),
                wants: Wants::default(),
                told: Wants::default(),
                deaths: 0,
                callbacks: Vec::new(),
            })),
            state,
            project: Rc::new(project),
            on_answer: Rc::new(on_answer),
        };
        client.spawn();
        client
    }

    /// Tells of a change that the page has applied.
    pub fn apply(&self, event: Event, revision: u32) {
        {
            let mut line = self.line.borrow_mut();
            line.revision = revision;
            if !line.needs_all {
                line.events.push(event);
            }
        }
        self.send();
    }

    /// Has the whole project sent again.
    pub fn reload(&self, revision: u32) {
        {
            let mut line = self.line.borrow_mut();
            line.revision = revision;
            line.needs_all = true;
            line.events.clear();
        }
        self.send();
    }

    /// Says what the views need.
    pub fn want(&self, wants: Wants) {
        self.line.borrow_mut().wants = wants;
        self.send();
    }

    /// Stops the worker, whatever it does, and starts another.
    pub fn restart(&self) {
        self.line.borrow_mut().deaths = 0;
        self.spawn();
    }

    fn spawn(&self) {
        let mut line = self.line.borrow_mut();
        if let Some(old) = line.worker.take() {
            // Messages that it has posted already must not arrive any more.
            old.set_onmessage(None);
            old.set_onerror(None);
            old.terminate();
        }
        line.callbacks.clear();
        line.ready = false;
        line.under_way = None;
        line.needs_all = true;
        line.events.clear();
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = match start_program(&options) {
            Some(worker) => worker,
            None => {
                self.state.set(WorkerState::Dead(
                    "this browser cannot start a module worker".to_owned(),
                ));
                return;
            }
        };
        let client = self.clone();
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(response) = from_bytes(&Uint8Array::new(&event.data()).to_vec()) {
                client.take(response);
            }
        });
        let client = self.clone();
        let on_error = Closure::<dyn FnMut(ErrorEvent)>::new(move |event: ErrorEvent| {
            event.prevent_default();
            client.died(event.message());
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        // The callbacks may be running when the worker is replaced: the garbage collector
        // frees them, not we.
        line.callbacks = vec![on_message.into_js_value(), on_error.into_js_value()];
        line.worker = Some(worker);
    }

    fn send(&self) {
        let mut line = self.line.borrow_mut();
        if !line.ready || line.under_way.is_some() {
            return;
        }
        let change = if line.needs_all {
            Change::Load(Box::new((self.project)()))
        } else if line.events.is_empty() {
            Change::Nothing
        } else {
            Change::Apply(std::mem::take(&mut line.events))
        };
        if change == Change::Nothing && line.wants == line.told {
            return;
        }
        line.needs_all = false;
        line.number += 1;
        line.told = line.wants.clone();
        if change != Change::Nothing {
            // What a panel shows may take long to find: the views need not wait for it.
            line.told.panel = None;
            line.told.correct = None;
            line.told.desk = None;
        }
        let request = Request {
            number: line.number,
            revision: line.revision,
            change,
            wants: line.told.clone(),
        };
        let Some(worker) = &line.worker else {
            return;
        };
        if worker
            .post_message(&Uint8Array::from(to_bytes(&request).as_slice()))
            .is_err()
        {
            return;
        }
        let number = line.number;
        line.under_way = Some(number);
        self.state.update_untracked(|state| {
            if *state == WorkerState::Idle {
                *state = WorkerState::Busy;
            }
        });
        self.state.notify();
        let client = self.clone();
        browser::after(SLOW_AFTER, move || {
            if client.line.borrow().under_way == Some(number) {
                client.state.set(WorkerState::Slow);
            }
        });
    }

    fn take(&self, response: Response) {
        match response {
            Response::Ready => {
                self.line.borrow_mut().ready = true;
                if self.state.get_untracked() == WorkerState::Starting {
                    self.state.set(WorkerState::Idle);
                }
            }
            Response::Answer(answer) => {
                {
                    let mut line = self.line.borrow_mut();
                    if line.under_way != Some(answer.number) {
                        return;
                    }
                    line.under_way = None;
                    line.deaths = 0;
                }
                if !matches!(
                    self.state.get_untracked(),
                    WorkerState::Idle | WorkerState::Restarted(_)
                ) {
                    self.state.set(WorkerState::Idle);
                }
                (self.on_answer)(*answer);
            }
            Response::OutOfStep => {
                let mut line = self.line.borrow_mut();
                line.under_way = None;
                line.needs_all = true;
                line.events.clear();
            }
            Response::Died(why) => return self.died(why),
        }
        self.send();
    }

    fn died(&self, why: String) {
        let deaths = {
            let mut line = self.line.borrow_mut();
            line.deaths += 1;
            line.deaths
        };
        if deaths > MOST_DEATHS {
            let mut line = self.line.borrow_mut();
            if let Some(worker) = line.worker.take() {
                worker.set_onmessage(None);
                worker.set_onerror(None);
                worker.terminate();
            }
            line.ready = false;
            line.under_way = None;
            drop(line);
            self.state.set(WorkerState::Dead(why));
        } else {
            self.spawn();
            self.state.set(WorkerState::Restarted(why));
        }
    }
}

/// A worker that runs the page's own program, which the browser has compiled already: page and
/// planner are always of one build.
fn start_program(options: &WorkerOptions) -> Option<Worker> {
    // The page's link to the program's script has its hashed name.
    let script = browser::find("link[rel=modulepreload]")?.get_attribute("href")?;
    let worker = Worker::new_with_options("./worker.js", options).ok()?;
    let message = js_sys::Array::of2(&script.into(), &wasm_bindgen::module());
    worker.post_message(&message).ok()?;
    Some(worker)
}
