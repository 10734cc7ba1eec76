use proptest::prelude::{Just, any, prop, prop_assert_eq, prop_oneof, proptest};
use proptest::strategy::Strategy;

use super::*;
use crate::source::Span;

fn project(documents: &[(&str, &str)]) -> Project {
    let mut project = Project::default();
    let documents = documents
        .iter()
        .map(|(path, text)| Document::new(*path, *text))
        .collect();
    project
        .apply(Event::PutDocuments { documents })
        .expect("paths are not empty");
    project
}

fn edit(path: &str, start: usize, end: usize, replacement: &str) -> Event {
    Event::EditDocument {
        path: path.to_owned(),
        span: Span::new(start, end),
        replacement: replacement.to_owned(),
    }
}

#[test]
fn documents_are_kept_in_path_order_whatever_order_they_come_in() {
    assert_eq!(
        project(&[("b", "2"), ("a", "1")]),
        project(&[("a", "1"), ("b", "2")])
    );
}

#[test]
fn what_does_not_fit_changes_nothing_and_says_why() {
    let before = project(&[("a", "grün"), ("b", "")]);
    let rename = |from: &str, to: &str| Event::RenameDocument {
        from: from.to_owned(),
        to: to.to_owned(),
    };
    for (event, message) in [
        (edit("c", 0, 0, "x"), "there is no document “c”"),
        (
            edit("a", 0, 99, "x"),
            "the change does not fit the present text of “a”",
        ),
        (
            edit("a", 3, 5, "x"),
            "the change does not fit the present text of “a”",
        ),
        (rename("a", "b"), "there is a document “b” already"),
        (rename("a", ""), "a document needs a name"),
        (
            Event::Together {
                events: vec![edit("a", 0, 1, "x"), edit("a", 90, 91, "")],
            },
            "the change does not fit the present text of “a”",
        ),
    ] {
        let mut after = before.clone();
        let error = after.apply(event).expect_err(message);
        assert_eq!(error.to_string(), message);
        assert_eq!(after, before);
    }
}

#[test]
fn typing_a_word_is_one_step_back() {
    let mut project = project(&[("a", "")]);
    let mut history = History::default();
    for (at, letter) in ["w", "o", "r", "d"].into_iter().enumerate() {
        history
            .apply(&mut project, edit("a", at, at, letter), "Type")
            .expect("fits");
    }
    history.pause();
    history
        .apply(&mut project, edit("a", 3, 4, ""), "Type")
        .expect("fits");
    history
        .apply(&mut project, edit("a", 2, 3, ""), "Type")
        .expect("fits");
    let text = |project: &Project| project.document("a").map(|d| d.text.clone());
    assert_eq!(text(&project).as_deref(), Some("wo"));
    history.undo(&mut project);
    assert_eq!(text(&project).as_deref(), Some("word"));
    history.undo(&mut project);
    assert_eq!(text(&project).as_deref(), Some(""));
    history.redo(&mut project);
    assert_eq!(text(&project).as_deref(), Some("word"));
    assert_eq!(history.redo_label(), Some("Type"));
}

#[test]
fn unchanged_documents_are_not_read_again_and_the_result_is_the_same() {
    let mut project = project(&[
        (
            "epics.md",
            "## Epic 1: A\n\n### Story 1.1: One\n\n### Story 1.2: Two\n",
        ),
        ("more.md", "## Epic 2: B\n\n### Story 2.1: Three\n"),
    ]);
    let mut readings = Readings::default();
    derive(&project, &mut readings);
    project.apply(edit("more.md", 0, 0, "\n")).expect("fits");
    assert_eq!(
        derive(&project, &mut readings),
        derive(&project, &mut Readings::default())
    );
}

fn any_event() -> impl Strategy<Value = Event> {
    let path = || {
        prop_oneof![
            Just("a".to_owned()),
            Just("b".to_owned()),
            Just("c".to_owned())
        ]
    };
    prop_oneof![
        (path(), "[a-zä\n]{0,6}").prop_map(|(path, text)| Event::PutDocuments {
            documents: vec![Document { path, text }]
        }),
        prop::collection::vec(path(), 0..3).prop_map(|paths| Event::RemoveDocuments { paths }),
        (path(), path()).prop_map(|(from, to)| Event::RenameDocument { from, to }),
        (path(), 0..8usize, 0..4usize, "[a-zä]{0,3}").prop_map(|(path, start, length, text)| edit(
            &path,
            start,
            start + length,
            &text
        )),
        prop::option::of("[a-z]{1,4}").prop_map(|name| Event::Rename { name }),
        (1..20usize).prop_map(|size| {
            let mut settings = Settings::default();
            settings.plan.batch_size = size;
            Event::ChangeSettings {
                settings: Box::new(settings),
            }
        }),
        Just(Event::Replace {
            project: Box::default()
        }),
    ]
}

proptest! {
    #[test]
    fn undo_leads_back_through_every_state_and_redo_forth_again(
        events in prop::collection::vec((any_event(), any::<bool>()), 0..20)
    ) {
        let mut project = project(&[("a", "one"), ("b", "zwei ä")]);
        let mut history = History::default();
        let mut states = vec![project.clone()];
        for (event, pause) in events {
            if pause {
                history.pause();
            }
            if history.apply(&mut project, event, "step").is_ok() {
                states.push(project.clone());
            }
        }
        let last = project.clone();
        // Typing joins steps, so going back may pass over states but never leaves their list.
        while history.undo(&mut project).is_some() {
            prop_assert_eq!(states.contains(&project), true);
        }
        prop_assert_eq!(&project, &states[0]);
        while history.redo(&mut project).is_some() {
            prop_assert_eq!(states.contains(&project), true);
        }
        prop_assert_eq!(&project, &last);
    }
}
