//! What was changed since the database was last written, in local storage: written at once, so
//! that a reload right after a key press loses nothing.

use sprintloom_core::project::Event;

use super::form::{self, FORM};
use crate::browser;

const NAME: &str = "sprintloom.journal";
/// Above this, the database is written at once instead.
const MOST_BYTES: usize = 1 << 20;

/// One step that the user made.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// An event with its label.
    Apply(Event, String),
    /// Undo.
    Undo,
    /// Redo.
    Redo,
}

/// The journal of this tab: a line a change under a head.
///
/// The head says which save the lines follow, how many of them the save under way takes with it,
/// and whose save that is: the page may go before it hears that the save was made. Its last word is the form of the lines.
#[derive(Debug, Default)]
pub struct Journal {
    base: u32,
    under_way: usize,
    writer: u32,
    lines: Vec<String>,
    bytes: usize,
}

impl Journal {
    /// Notes a change; `false` where it is too large for the journal or there is none.
    pub fn note(&mut self, change: &Change) -> bool {
        let line = form::to_line(change);
        self.bytes += line.len();
        self.lines.push(line);
        self.bytes <= MOST_BYTES && self.write()
    }

    /// How many changes it holds.
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// A save by `writer` that takes all changes so far is under way.
    pub fn saving(&mut self, writer: u32) -> usize {
        self.under_way = self.lines.len();
        self.writer = writer;
        self.write();
        self.under_way
    }

    /// The first `count` changes are in the database now, as save number `base`.
    pub fn saved(&mut self, count: usize, base: u32) {
        self.under_way = 0;
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
        let mut text = format!("{} {} {} {FORM}", self.base, self.under_way, self.writer);
        for line in &self.lines {
            text.push('\n');
            text.push_str(line);
        }
        storage.set_item(NAME, &text).is_ok()
    }
}

/// The changes that save number `number` of `writer` does not hold, left behind by a page that was
/// closed too soon.
pub fn left_behind(number: u32, writer: u32) -> Vec<Change> {
    let Some(text) = browser::storage().and_then(|storage| storage.get_item(NAME).ok().flatten())
    else {
        return Vec::new();
    };
    let mut lines = text.lines();
    let Some(held) = lines.next().and_then(|head| held_by(head, number, writer)) else {
        return Vec::new();
    };
    // What follows a line that cannot be read would not fit any more.
    lines.skip(held).map_while(form::from_line).collect()
}

/// How many lines under this head the save holds already; `None` where they do not follow it.
fn held_by(head: &str, number: u32, writer: u32) -> Option<usize> {
    let mut words = head.split(' ');
    let base: u32 = words.next()?.parse().ok()?;
    let under_way: usize = words.next()?.parse().ok()?;
    let its_writer: u32 = words.next()?.parse().ok()?;
    if words.next()?.parse() != Ok(FORM) {
        return None;
    }
    if base == number {
        Some(0)
    } else if base.checked_add(1) == Some(number) && its_writer == writer {
        Some(under_way)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::{FORM, held_by};

    #[test]
    fn a_save_that_the_page_did_not_live_to_hear_of_keeps_its_own_lines_only() {
        let here = format!("4 2 77 {FORM}");
        assert_eq!(held_by(&here, 4, 1), Some(0), "the save was not made");
        assert_eq!(held_by(&here, 5, 77), Some(2), "the save was made");
        assert_eq!(held_by(&here, 5, 78), None, "another tab has saved");
        assert_eq!(held_by(&here, 6, 77), None);
        assert_eq!(held_by("4", 4, 77), None);
        assert_eq!(held_by("4 2 77", 4, 77), None, "lines of another form");
    }
}
