//! Texts that are files of the site: not part of the program that everybody loads first, and fetched
//! while the page starts, so that it works offline from then on.

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

use crate::browser;
use crate::store::Store;

/// The text of a file of the site; `None` where it cannot be fetched.
pub async fn fetch(address: &str) -> Option<String> {
    let answer = JsFuture::from(browser::window().fetch_with_str(address)).await;
    let answer: Response = answer.ok()?.unchecked_into();
    if !answer.ok() {
        return None;
    }
    let text = JsFuture::from(answer.text().ok()?).await.ok()?;
    text.as_string()
}

/// Fetches the patterns of stories, unless they are there.
pub async fn fetch_patterns(store: Store) {
    if store
        .patterns
        .with_untracked(|patterns| patterns.is_empty())
        && let Some(text) = fetch("./patterns.md").await
    {
        store.patterns.set(text.into());
    }
}
