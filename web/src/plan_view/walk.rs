//! The board by keys.

use web_sys::KeyboardEvent;

use super::pins;
use crate::browser;
use crate::change;
use crate::store::Store;
use crate::wire::Snapshot;

/// A key pressed on the board; whether it means something here.
pub fn pressed(store: Store, event: &KeyboardEvent, key: &str) -> bool {
    let (across, down) = match key {
        "ArrowLeft" => (-1, 0),
        "ArrowRight" => (1, 0),
        "ArrowUp" => (0, -1),
        "ArrowDown" => (0, 1),
        "+" | "=" | "-" => {
            let size = store.with_project_untracked(|project| project.settings.plan.batch_size);
            change::batch_size(
                store,
                if key == "-" {
                    size.saturating_sub(1)
                } else {
                    size + 1
                },
            );
            return true;
        }
        "p" => return pins::toggle(store),
        "Enter" => return open_source(store),
        _ => return false,
    };
    if event.shift_key() && across != 0 {
        return pins::shift(store, across);
    }
    let Some(next) = neighbour(store, across, down) else {
        return false;
    };
    store.select(Some(next.clone()));
    let card = format!(
        ".card-open[data-story=\"{}\"]",
        next.replace(['"', '\\'], "")
    );
    if browser::find(&card).is_some() {
        browser::focus(&card);
    } else {
        // Its column was far away: it is built for the selected story.
        browser::next_frame(move || browser::focus(&card));
    }
    true
}

/// The story beside the selected one, in the batches; with none selected, the first.
pub fn neighbour(store: Store, across: i32, down: i32) -> Option<String> {
    store.good.with_untracked(|snapshot| {
        let selected = store.selected_untracked();
        let here =
            selected.and_then(|key| snapshot.stories.iter().position(|story| story.key == key));
        let at = step(&columns(snapshot), here.map(|at| at as u32), across, down)?;
        let story = snapshot.stories.get(at as usize)?;
        Some(story.key.clone())
    })
}

fn open_source(store: Store) -> bool {
    let on_board = browser::document().active_element().is_none_or(|element| {
        element.tag_name() == "BODY" || element.closest(".board").ok().flatten().is_some()
    });
    let Some(key) = store.selected_untracked().filter(|_| on_board) else {
        return false;
    };
    let target = store.good.with_untracked(|snapshot| {
        let spot = snapshot
            .stories
            .iter()
            .find(|story| story.key == key)?
            .spot?;
        Some((
            snapshot.documents.get(spot.document as usize)?.path.clone(),
            spot.line,
        ))
    });
    let Some((path, line)) = target else {
        return false;
    };
    let route = store.route.get_untracked().to_line(&path, Some(line));
    store.go(route);
    true
}

/// The board's columns as stories.
fn columns(snapshot: &Snapshot) -> Vec<Vec<u32>> {
    let Ok(plan) = &snapshot.plan else {
        return Vec::new();
    };
    std::iter::once(plan.finished.clone())
        .chain(plan.batches.iter().map(|batch| batch.stories.clone()))
        .filter(|column| !column.is_empty())
        .collect()
}

/// The card next to `here`; from nowhere, the first card of the first batch.
pub fn step(columns: &[Vec<u32>], here: Option<u32>, across: i32, down: i32) -> Option<u32> {
    let found = here.and_then(|here| {
        columns.iter().enumerate().find_map(|(column, cards)| {
            Some((column, cards.iter().position(|&card| card == here)?))
        })
    });
    let Some((column, row)) = found else {
        return columns.get(1).or_else(|| columns.first())?.first().copied();
    };
    let moved = |from: usize, by: i32, count: usize| {
        from.saturating_add_signed(by as isize)
            .min(count.saturating_sub(1))
    };
    let column = columns.get(moved(column, across, columns.len()))?;
    column.get(moved(row, down, column.len())).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows_walk_the_cards_and_stop_at_the_edges() {
        let columns = vec![vec![0, 1], vec![2, 3, 4], vec![5]];
        let check = |here, across, down| step(&columns, here, across, down);
        assert_eq!(check(None, 1, 0), Some(2));
        assert_eq!(check(Some(0), 0, 1), Some(1));
        assert_eq!(check(Some(1), 0, 1), Some(1));
        assert_eq!(check(Some(4), 1, 0), Some(5));
        assert_eq!(check(Some(5), 1, 0), Some(5));
        assert_eq!(check(Some(3), -1, 0), Some(1));
        assert_eq!(step(&[], None, 1, 0), None);
    }
}
