//! What was changed since the database was last written, in local storage: written at once, so
//! that a reload right after a key press loses nothing.

use serde::{Deserialize, Serialize};
use sprintloom_core::project::Event;

use crate::browser;

const NAME: &str = "sprintloom.journal";
/// Above this, the database is written at once instead.
const MOST_BYTES: usize = 1 << 20;

/// One step that the user made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Change {
    /// An event with its label.
    Apply(Event, String),
    /// Undo.
    Undo,
    /// Redo.
    Redo,
}

/// The journal of this tab: lines of JSON, the first one the save that it follows.
#[derive(Debug, Default)]
pub struct Journal {
    base: u32,
    lines: Vec<String>,
    bytes: usize,
}

impl Journal {
    /// Notes a change; `false` where it is too large for the journal or there is none.
    pub fn note(&mut self, change: &Change) -> bool {
        let Some(line) = to_json(change) else {
            return false;
        };
        self.bytes += line.len();
        self.lines.push(line);
        self.bytes <= MOST_BYTES && self.write()
    }

    /// How many changes it holds.
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// The first `count` changes are in the database now, as save number `base`.
    pub fn saved(&mut self, count: usize, base: u32) {
        self.lines.drain(..count.min(self.lines.len()));
        self.bytes = self.lines.iter().map(String::len).sum();
        self.base = base;
        self.write();
    }

    fn write(&self) -> bool {
        let Some(storage) = browser::storage() else {
            return false;
        };
        if self.lines.is_empty() {
            return storage.remove_item(NAME).is_ok();
        }
        let mut text = self.base.to_string();
        for line in &self.lines {
            text.push('\n');
            text.push_str(line);
        }
        storage.set_item(NAME, &text).is_ok()
    }
}

/// The changes that follow save number `base`, left behind by a page that was closed too soon.
pub fn left_behind(base: u32) -> Vec<Change> {
    let Some(text) = browser::storage().and_then(|storage| storage.get_item(NAME).ok().flatten())
    else {
        return Vec::new();
    };
    let mut lines = text.lines();
    if lines.next() != Some(base.to_string().as_str()) {
        return Vec::new();
    }
    // What follows a line that cannot be read would not fit any more.
    lines.map_while(from_json).collect()
}

fn to_json(change: &Change) -> Option<String> {
    let value = serde_wasm_bindgen::to_value(change).ok()?;
    js_sys::JSON::stringify(&value).ok().map(String::from)
}

fn from_json(line: &str) -> Option<Change> {
    serde_wasm_bindgen::from_value(js_sys::JSON::parse(line).ok()?).ok()
}
