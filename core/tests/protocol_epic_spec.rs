//! `epic_spec` chooses what `tests/cases/protocol/epic_spec.md` says, phrase by phrase.

use sprintloom_core::backlog::{Backlog, Epic, EpicId};
use sprintloom_core::plan::select_epics;

const CASES: &str = include_str!("../../tests/cases/protocol/epic_spec.md");

fn backlog() -> Backlog {
    let epics = [
        ("0.5", "Groundwork"),
        ("1", "Sign in"),
        ("2", "Payments"),
        ("3", "Search and browse"),
        ("4", "Reports"),
        ("5", "Mobile app"),
        ("6", "Admin"),
        ("7", ""),
        ("10", "Clean-up"),
        ("14c", "Data: import and export"),
    ];
    Backlog {
        epics: epics
            .iter()
            .map(|(id, title)| Epic::new(EpicId::new(id), *title))
            .collect(),
        ..Backlog::default()
    }
}

#[test]
fn every_phrase_chooses_its_epics() {
    let backlog = backlog();
    let mut phrases = 0;
    let mut wrong = Vec::new();
    for line in CASES.lines().filter_map(|line| line.strip_prefix("- `")) {
        let (phrase, expected) = line.split_once("` ").expect("a phrase in backticks");
        phrases += 1;
        let found = match select_epics(&backlog, phrase) {
            Ok(ids) => {
                let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
                format!("=> {}", ids.join(" "))
            }
            Err(error) => format!("! {}", error.part),
        };
        if found != expected {
            wrong.push(format!("{phrase}: {found}, not {expected}"));
        }
    }
    assert!(phrases >= 60, "{phrases} phrases");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_cannot_be_read_lists_the_epics_there_are() {
    let error = select_epics(&backlog(), "epic 9").expect_err("there is no epic 9");
    let words = error.to_string();
    assert!(words.contains("0.5 (Groundwork), 1 (Sign in)"), "{words}");
}
