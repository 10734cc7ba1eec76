//! Statuses that are set where the documents say them.

use super::*;
use crate::backlog::{Status, StoryKey};

fn derived(project: &Project) -> Derived {
    derive(project, &mut Readings::default())
}

/// Documents, the story whose status is set, and what then stands in them.
type SetRow<'a> = (&'a [(&'a str, &'a str)], &'a str, &'a str);

#[test]
fn a_status_is_set_where_the_documents_say_it() {
    let set_to = |documents: &[(&str, &str)], key: &str, status: Status| {
        let documents = documents
            .iter()
            .map(|(path, text)| Document::new(*path, *text));
        let mut project = Project::default();
        let documents = documents.collect();
        project
            .apply(Event::PutDocuments { documents })
            .expect("paths are free");
        let before = project.clone();
        let mut readings = Readings::default();
        let backlog = derive(&project, &mut readings).backlog;
        let set = set_status(&project, &readings, &backlog, key, status)?;
        let back = project.apply(set.event).expect("it fits");
        let after = derived(&project).backlog;
        let story = after.story(&StoryKey::new(key)).expect("there");
        assert_eq!(story.status, status);
        let texts: Vec<String> = project.documents.iter().map(|d| d.text.clone()).collect();
        project.apply(back).expect("it fits");
        assert_eq!(project, before);
        Ok::<String, StatusError>(texts.concat())
    };
    let epics = "## Epic 1: One\n\n### Story 1.1: First\n\n### Story 1.2: Second\n";
    let file = "development_status:\n  1-1-first: backlog # soon\n";
    let story = "# Story 1.1: First\r\n\r\n## Story\r\n";
    let rows: &[SetRow<'_>] = &[
        (
            &[("e.md", epics), ("s.yaml", file)],
            "1-1",
            "1-1-first: review # soon\n",
        ),
        (
            &[("e.md", epics), ("s.yaml", file)],
            "1-2",
            "1-2-second: review\n",
        ),
        (
            &[("e.md", epics)],
            "1-2",
            "development_status:\n  1-2-second: review\n",
        ),
        (
            &[("1-1-first.md", story)],
            "1-1",
            "# Story 1.1: First\r\n\r\nStatus: review\r\n",
        ),
        (
            &[(
                "1-1-first.md",
                "# Story 1.1: First\n\nStatus: Approved\n\n## Story\n",
            )],
            "1-1",
            "Status: review\n",
        ),
        // In its own file the struck heading would have the last word.
        (
            &[("1-1-first.md", "# ~~Story 1.1: First~~\n\n## Story\n")],
            "1-1",
            "## Story\ndevelopment_status:\n  1-1-first: review\n",
        ),
    ];
    for (documents, key, expected) in rows {
        let text = set_to(documents, key, Status::Review).expect(expected);
        assert!(text.contains(expected), "{expected:?} in {text}");
    }
    // A mark beside a title is no word: the heading stays as it is.
    let marked = "### ✅ Story 1.1: Moor a boat\n### Story 1.2: Leave\n";
    let text = set_to(&[("epics.md", marked)], "1-2", Status::Review).expect("a new file");
    assert!(text.starts_with(marked), "{text}");
    match set_to(&[("epics.md", marked)], "1-1", Status::Review) {
        Ok(text) => assert!(text.starts_with(marked), "{text}"),
        Err(error) => assert!(matches!(error, StatusError::NotReadAgain { .. }), "{error}"),
    }
    let error = set_to(&[("e.md", epics)], "9-9", Status::Done).expect_err("no story");
    assert_eq!(error.to_string(), "there is no story 9-9");
    // Two stories of one number: the line would be that of the other.
    let twins = "### Story 1.1: Moor a boat\n\n### Story 1.1: Paint the lighthouse\n";
    let error =
        set_to(&[("epics.md", twins)], "copy-1-1", Status::Done).expect_err("no line for it");
    assert!(matches!(error, StatusError::NotReadAgain { .. }), "{error}");
}
