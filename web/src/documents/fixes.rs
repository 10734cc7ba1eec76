//! Fixes: edits that can be applied as they are, each one step of undo.

use sprintloom_core::ordering;
use sprintloom_core::project::Event;
use sprintloom_core::source::Span;

use super::gutter::{LINE, PADDING, Page, place_at};
use crate::leaf::{Leaf, button, follow, tag};
use crate::live::Memo;
use crate::store::{Notice, Store, Tone};
use crate::wire::{FixEdit, FixRow};

/// The button of a fix.
pub(super) fn fix_button(store: Store, fix: &FixRow) -> Leaf {
    let fix = fix.clone();
    let label = fix.label.clone();
    button("small", move || apply(store, &fix.label, &fix.edits)).text(&label)
}

/// Applies edits as one step; they fit the revision that the snapshot shows and no other.
pub(super) fn apply(store: Store, label: &str, edits: &[FixEdit]) {
    if store.shown.get_untracked() != store.revision.get_untracked() {
        store.notify(Notice::new(
            Tone::Warn,
            "The text has changed since this was found. Wait until it is read again.",
        ));
        return;
    }
    let events = in_order(edits)
        .into_iter()
        .map(|edit| Event::EditDocument {
            path: edit.path,
            span: Span::new(edit.start as usize, edit.end as usize),
            replacement: edit.replacement,
        })
        .collect();
    store.dispatch(Event::Together { events }, label);
    store.pause();
}

/// From the end to the start, so that no edit moves the next one's place; of several that touch,
/// the first counts.
fn in_order(edits: &[FixEdit]) -> Vec<FixEdit> {
    let mut edits: Vec<FixEdit> = edits.to_vec();
    ordering::sort_by(&mut edits, |a, b| {
        a.path.cmp(&b.path).then(a.start.cmp(&b.start))
    });
    let mut kept: Vec<FixEdit> = Vec::new();
    for edit in edits {
        let touches = kept
            .last()
            .is_some_and(|last| last.path == edit.path && (edit.start < last.end || *last == edit));
        if !touches {
            kept.push(edit);
        }
    }
    kept.reverse();
    kept
}

/// A button at the end of every line in sight that has a fix.
pub(super) fn line_fixes(store: Store, path: String, page: Page) -> Leaf {
    let fixes = Memo::new(move |_| {
        store.snapshot.with(|snapshot| {
            let document = snapshot.documents.iter().position(|row| row.path == path);
            let found = snapshot.diagnostics.iter().filter_map(|row| {
                let spot = row
                    .spot
                    .filter(|spot| Some(spot.document as usize) == document)?;
                Some((spot.line, row.fix.clone()?))
            });
            found.collect::<Vec<_>>()
        })
    });
    let seen = Memo::new(move |_| {
        let first = (page.top.get() - PADDING) / LINE;
        (first, first + page.height.get() / LINE + 1)
    });
    let buttons = tag("div", "line-fixes").live(move || {
        let (first, last) = seen.get();
        let before = page.first.get() as i32;
        let here = |line: u32| (first..=last).contains(&(line as i32 - 1 - before));
        fixes.with(|fixes| {
            let mut shown: Vec<Leaf> = Vec::new();
            let mut line_before = 0;
            for (line, fix) in fixes.iter().filter(|(line, _)| here(*line)) {
                // One a line: the list beside the editor has all.
                if *line != line_before {
                    let button = fix_button(store, fix);
                    let down = (*line as i32 - 1 - before).saturating_mul(LINE) + PADDING;
                    place_at(button.element(), down);
                    shown.push(button.set("class", "small line-fix"));
                }
                line_before = *line;
            }
            shown
        })
    });
    let element = buttons.element().clone();
    follow(Box::new(move || place_at(&element, -page.top.get())));
    tag("div", "line-fixes-window").with(buttons)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit(start: u32, end: u32, replacement: &str) -> FixEdit {
        FixEdit {
            path: "a.md".to_owned(),
            start,
            end,
            replacement: replacement.to_owned(),
        }
    }

    fn applied(text: &str, edits: &[FixEdit]) -> String {
        let mut text = text.to_owned();
        for edit in in_order(edits) {
            text.replace_range(edit.start as usize..edit.end as usize, &edit.replacement);
        }
        text
    }

    #[test]
    fn no_edit_moves_another_and_insertions_at_one_place_keep_their_order() {
        let edits = [
            edit(4, 5, "E"),
            edit(2, 2, "x"),
            edit(2, 2, "y"),
            edit(0, 1, "A"),
        ];
        assert_eq!(applied("abcde", &edits), "AbxycdE");
    }

    #[test]
    fn of_edits_that_overlap_or_are_the_same_one_is_made() {
        let edits = [
            edit(1, 3, "X"),
            edit(2, 4, "Y"),
            edit(5, 5, "z"),
            edit(5, 5, "z"),
        ];
        assert_eq!(applied("abcdef", &edits), "aXdezf");
    }
}
