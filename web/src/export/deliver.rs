//! To the clipboard, to the disk.

use std::rc::Rc;

use crate::live::RwSignal;
use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

use crate::browser;

/// Copies the text and says on the button how it went.
pub fn copy(text: Rc<str>, said: RwSignal<&'static str>) {
    leptos::task::spawn_local(async move {
        let copied =
            JsFuture::from(browser::window().navigator().clipboard().write_text(&text)).await;
        said.set(if copied.is_ok() {
            "Copied"
        } else {
            "Not allowed"
        });
        browser::after(1_600, move || said.set(""));
    });
}

/// Gives the text to the browser as a file.
pub fn download(name: &str, text: &str) {
    let options = BlobPropertyBag::new();
    options.set_type("text/plain");
    let parts = Array::of1(&JsValue::from_str(text));
    let Some(address) = Blob::new_with_str_sequence_and_options(&parts, &options)
        .ok()
        .and_then(|blob| Url::create_object_url_with_blob(&blob).ok())
    else {
        return;
    };
    if let Ok(link) = browser::document()
        .create_element("a")
        .map(JsCast::unchecked_into::<HtmlAnchorElement>)
    {
        link.set_href(&address);
        link.set_download(name);
        link.click();
    }
    // The browser has the blob by then.
    browser::after(10_000, move || {
        let _ = Url::revoke_object_url(&address);
    });
}
