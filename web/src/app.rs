//! Starts the app.

use leptos::prelude::*;

use crate::frame::Frame;
use crate::store::Store;

/// Shows the app in the page and opens the store.
pub fn start() {
    crate::frame::install_last_words();
    if let Some(boot) = crate::browser::find("#boot") {
        boot.remove();
    }
    mount_to_body(|| {
        let store = Store::new();
        provide_context(store);
        store.open();
        crate::offline::start(store);
        view! { <Frame/> }
    });
}

/// The store of the app.
pub fn store() -> Store {
    expect_context::<Store>()
}
