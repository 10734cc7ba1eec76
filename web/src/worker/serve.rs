//! The worker's side: takes requests, posts answers.

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

use super::Engine;
use crate::wire::Response;

/// Runs the engine in this worker for as long as it lives.
pub fn serve() {
    std::panic::set_hook(Box::new(|info| post(&Response::Died(info.to_string()))));
    let mut engine = Engine::default();
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        // A request that cannot be read is of another version of the page: it is loaded anew.
        let response = match serde_wasm_bindgen::from_value(event.data()) {
            Ok(request) => engine.answer(request),
            Err(_) => Response::OutOfStep,
        };
        post(&response);
    });
    scope().set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
    post(&Response::Ready);
}

fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}

fn post(response: &Response) {
    if let Ok(value) = serde_wasm_bindgen::to_value(response) {
        let _ = scope().post_message(&value);
    }
}
