//! Light, dark, or as the system has it.

use crate::browser;
use crate::store::Store;

const NAME: &str = "sprintloom.theme";

/// The choices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// As the system has it.
    Auto,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// The word, in storage and in the page.
    pub fn word(self) -> &'static str {
        match self {
            Theme::Auto => "auto",
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }

    /// The words for people.
    pub fn words(self) -> &'static str {
        match self {
            Theme::Auto => "as the system has it",
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }
}

/// The choice made before.
pub fn saved() -> Theme {
    let word = browser::storage().and_then(|storage| storage.get_item(NAME).ok().flatten());
    match word.as_deref() {
        Some("light") => Theme::Light,
        Some("dark") => Theme::Dark,
        _ => Theme::Auto,
    }
}

/// Shows the page so, and keeps the choice.
pub fn apply(theme: Theme) {
    if let Some(root) = browser::document().document_element() {
        let _ = root.set_attribute("data-theme", theme.word());
    }
    if let Some(storage) = browser::storage() {
        let _ = storage.set_item(NAME, theme.word());
    }
}

/// Goes on to the next choice.
pub fn next_theme(store: Store) {
    let next = match store.theme.get_untracked() {
        Theme::Auto => Theme::Light,
        Theme::Light => Theme::Dark,
        Theme::Dark => Theme::Auto,
    };
    apply(next);
    store.theme.set(next);
}
