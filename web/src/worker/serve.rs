//! The worker's side: takes requests, posts answers.

use js_sys::Uint8Array;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

use super::Engine;
use crate::wire::{Response, from_bytes, to_bytes};

/// Runs the engine in this worker for as long as it lives.
pub fn serve() {
    std::panic::set_hook(Box::new(|info| post(&Response::Died(info.to_string()))));
    let mut engine = Engine::default();
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        // A request that cannot be read is of another version of the page: it is loaded anew.
        let response = match from_bytes(&Uint8Array::new(&event.data()).to_vec()) {
            Some(request) => engine.answer(request),
            None => Response::OutOfStep,
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
    let _ = scope().post_message(&Uint8Array::from(to_bytes(response).as_slice()));
}
