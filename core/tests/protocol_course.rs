//! The headless course, from planning to shutdown, as it was recorded.

use sprintloom_core::project::Project;
use sprintloom_core::protocol::{Session, Value, parse};
use sprintloom_core::source::Document;
use sprintloom_core::sprint_status::{applied, set};

const COURSE: &str = include_str!("../../tests/cases/protocol/headless_course.jsonl");
const EPICS: &str = include_str!("../../tests/fixtures/spec-example/epics.md");

#[test]
fn every_answer_is_as_recorded() {
    let mut project = Project {
        documents: vec![
            Document::new("epics.md", EPICS),
            Document::new("sprint-status.yaml", "development_status:\n"),
        ],
        ..Project::default()
    };
    let mut session = Session::default();
    let mut answers = 0;
    for line in COURSE.lines() {
        let step = parse(line).expect("a line is JSON");
        if let Some(Value::Object(statuses)) = step.get("set") {
            for (key, status) in statuses {
                let file = &mut project.documents[1];
                let edit = set(file, key, status.text().expect("a word")).expect("it can be set");
                file.text = applied(&file.text, &[edit]);
            }
        }
        if let Some(message) = step.get("send") {
            let reply = session.receive(&project, &message.line());
            let sent = reply.messages.iter().map(|text| parse(text).expect("JSON"));
            let expected = step.get("expect").expect("answers");
            assert_eq!(Value::List(sent.collect()), *expected, "{}", message.line());
            answers += reply.messages.len();
        }
    }
    assert_eq!(answers, 6);
    assert!(session.is_closed());
}
