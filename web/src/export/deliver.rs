//! To the clipboard, to the disk.

use std::rc::Rc;

use crate::live::RwSignal;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

use crate::browser;
use crate::leaf::{Leaf, button};
use crate::store::{Notice, Store, Tone};

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

/// Copies an address and tells it.
pub fn copy_and_tell(store: Store, address: String) {
    leptos::task::spawn_local(async move {
        let copying = browser::window().navigator().clipboard();
        let notice = match JsFuture::from(copying.write_text(&address)).await {
            Ok(_) => Notice::new(
                Tone::Plain,
                "Copied. The link opens the story where this project is: it carries no documents.",
            ),
            Err(_) => Notice::new(Tone::Bad, format!("Copying is not allowed here: {address}")),
        };
        store.notify(notice);
    });
}

/// A button that copies a text and says so; `what` is for those who hear the page.
pub fn copy_button(text: &str, what: &str) -> Leaf {
    let said = RwSignal::new("");
    let text: Rc<str> = Rc::from(text);
    button("small", move || copy(Rc::clone(&text), said))
        .set("aria-label", what)
        .live_text(move || {
            let said = said.get();
            if said.is_empty() { "Copy" } else { said }.to_owned()
        })
}

/// Gives the text to the browser as a file.
pub fn download(name: &str, text: &str) {
    give(name, &JsValue::from_str(text), "text/plain");
}

/// Gives bytes to the browser as a file.
pub fn download_bytes(name: &str, bytes: &[u8]) {
    give(name, &Uint8Array::from(bytes), "application/octet-stream");
}

/// An address of the content, for as long as the page lives or until it is revoked.
pub(super) fn address(content: &JsValue, kind: &str) -> Option<String> {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let parts = Array::of1(content);
    let blob = Blob::new_with_buffer_source_sequence_and_options(&parts, &options);
    Url::create_object_url_with_blob(&blob.ok()?).ok()
}

/// Gives content to the browser as a file.
pub(super) fn give(name: &str, content: &JsValue, kind: &str) {
    let Some(address) = address(content, kind) else {
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
