//! The headings are those of the specification of the scrum master agent.

use super::*;
use crate::project::Project;
use crate::source::Document;

const EPICS: &str = "# Pier\n\n## Epic 3: Harbour\n\n### Story 3.1: Pier\n\n**Files to modify:** `pier.rs`\n\n### Story 3.2: Crane\n\n**Files to modify:** `pier.rs`\n\n### Story 3.3: Rope\n\n## Epic 4: Light\n\n### Story 4.1: Lamp\n\n### Story 4.2: Bell\n\n**Prerequisites:** Story 3.3\n\n### Story 4.3: Buoy\n";

pub(super) fn project(status: &str) -> Project {
    let mut project = Project {
        documents: vec![Document::new("epics.md", EPICS)],
        ..Project::default()
    };
    if !status.is_empty() {
        let text = format!("development_status:\n{status}");
        project
            .documents
            .push(Document::new("sprint-status.yaml", text));
    }
    project
}

pub(super) const PLAN: &str =
    r#"{"msg_type": "SM_PLANNING_REQUEST", "session_id": "sprint-7", "epic_spec": "all"}"#;

/// The value of the only message of a reply.
pub(super) fn only(reply: &Reply) -> Value {
    let [message] = reply.messages.as_slice() else {
        panic!("{reply:?}");
    };
    parse(message).expect("messages are JSON")
}

pub(super) fn keys(value: &Value) -> Vec<String> {
    match value {
        Value::List(items) => items
            .iter()
            .map(|item| item.text().unwrap_or("").to_owned())
            .collect(),
        _ => panic!("{value:?}"),
    }
}

fn batches_of(message: &Value, field: &str) -> Vec<(i64, Vec<String>)> {
    let Some(Value::List(batches)) = message.get(field) else {
        panic!("{message:?}");
    };
    batches
        .iter()
        .map(|batch| {
            let id = batch.get("batch_id").and_then(Value::whole).expect("an id");
            (id, keys(batch.get("stories").expect("stories")))
        })
        .collect()
}

pub(super) fn names(message: &Value) -> Vec<&str> {
    match message {
        Value::Object(fields) => fields.iter().map(|(name, _)| name.as_str()).collect(),
        _ => Vec::new(),
    }
}

mod modes {
    use super::*;

    #[test]
    fn plan_mode_groups_what_is_open_and_keeps_dependencies_and_files_apart() {
        let mut session = Session::default();
        let reply = session.receive(&project("  3-1-pier: done\n"), PLAN);
        let message = only(&reply);
        assert_eq!(
            names(&message),
            [
                "msg_type",
                "session_id",
                "total_stories",
                "batches",
                "dependency_graph"
            ]
        );
        assert_eq!(message.get("total_stories"), Some(&Value::Whole(5)));
        let batches = batches_of(&message, "batches");
        let of = |key: &str| {
            batches
                .iter()
                .position(|(_, keys)| keys.iter().any(|k| k == key))
        };
        assert_eq!(of("3-1"), None);
        assert!(of("3-3") < of("4-2"));
        assert!(reply.return_value.is_some_and(|text| {
            text.starts_with("status: plan-ready\nsession_id: sprint-7\nmode: plan\n")
        }));
    }

    #[test]
    fn course_correct_mode_plans_the_rest_again_from_the_plan_that_was_sent() {
        let mut session = Session::default();
        let sent = only(&session.receive(&project(""), PLAN));
        let first = batches_of(&sent, "batches")[0].1.clone();
        let done: String = first.iter().map(|key| format!("  {key}: done\n")).collect();
        let message = r#"{"msg_type": "CC_TRIGGER", "reason": "user_request", "user_input": "drop 4-3", "current_batch_id": 2}"#;
        let now = project(&done.replace("4-3: done", "4-3: backlog"));
        let reply = session.receive(&now, message);
        assert_eq!(reply.error, None, "{reply:?}");
        let message = only(&reply);
        assert_eq!(
            names(&message),
            [
                "msg_type",
                "session_id",
                "reason",
                "new_batches",
                "dropped_stories",
                "added_stories"
            ]
        );
        assert_eq!(
            message.get("session_id").and_then(Value::text),
            Some("sprint-7")
        );
        assert!(
            batches_of(&message, "new_batches")
                .iter()
                .all(|(id, _)| *id >= 2)
        );
        assert_eq!(
            keys(message.get("dropped_stories").expect("a list")),
            ["4-3"]
        );
        // The next correction starts from what this one left.
        let again = only(&session.receive(
            &now,
            r#"{"msg_type": "CC_TRIGGER", "reason": "user_request", "user_input": ""}"#,
        ));
        assert_eq!(
            batches_of(&again, "new_batches"),
            batches_of(&message, "new_batches")
        );
    }
}

mod skill_call_parameters {
    use super::*;

    #[test]
    fn both_examples_of_the_specification_are_read_as_yaml_and_as_json() {
        let plan = "mode: \"plan\"\nsession_id: \"sprint-2026-02-11-001\"\nepic_paths:\n  - \"_bmad-output/epics/epic-3.md\"\n  - \"_bmad-output/epics/epic-4.md\"\nconfig_overrides:\n  batch_size: 3  # default 3\n";
        let read = call(plan).expect("a call");
        assert_eq!(
            read.paths,
            [
                "_bmad-output/epics/epic-3.md",
                "_bmad-output/epics/epic-4.md"
            ]
        );
        assert_eq!(
            read.message,
            r#"{"msg_type": "SM_PLANNING_REQUEST", "session_id": "sprint-2026-02-11-001", "epic_spec": "all", "user_options": {"batch_size": 3}}"#
        );
        let correct = "mode: \"course-correct\"\nsession_id: 7\ncc_trigger:\n  reason: \"user_request\"\n  user_input: \"do 4-3 first\"\n  current_batch_id: 2\n";
        let json = r#"{"mode": "course-correct", "session_id": 7, "cc_trigger": {"reason": "user_request", "user_input": "do 4-3 first", "current_batch_id": 2}}"#;
        assert_eq!(call(correct), call(json));
        assert_eq!(
            call(json).expect("a call").message,
            r#"{"msg_type": "CC_TRIGGER", "session_id": 7, "reason": "user_request", "user_input": "do 4-3 first", "current_batch_id": 2}"#
        );
    }

    #[test]
    fn a_call_that_cannot_be_followed_says_why() {
        for (text, words) in [
            (
                "mode: build",
                "mode must be plan or course-correct, not “build”",
            ),
            ("mode: course-correct", "cc_trigger is missing"),
            (
                "epic_paths: 3",
                "epic_paths must be an array of texts, not 3",
            ),
            ("- 1", "a call is an object, not an array"),
            ("a: [", "neither JSON nor YAML"),
        ] {
            let said = call(text).err().unwrap_or_default();
            assert!(said.contains(words), "{text}: {said}");
        }
        assert_eq!(
            call("mode: plan\nmood: good").map(|call| call.unknown),
            Ok(vec!["mood".to_owned()])
        );
    }
}

mod messages_received {
    use super::*;

    #[test]
    fn user_options_are_heeded_and_those_that_there_are_not_are_reported() {
        let mut session = Session::default();
        let message = r#"{"msg_type": "SM_PLANNING_REQUEST", "session_id": "s", "epic_spec": ["epic-4"],
            "user_options": {"batch_size": 1, "strategy": "sequential", "sprint_tokens": 99, "colour": "red", "token_rate": "many"}}"#;
        let reply = session.receive(&project(""), message);
        assert_eq!(batches_of(&only(&reply), "batches").len(), 3);
        assert!(
            reply
                .return_value
                .as_deref()
                .is_some_and(|text| text.contains("batch_size: 1\n"))
        );
        assert_eq!(
            reply.notes,
            [
                "user_options has no colour; it was ignored",
                "user_options.token_rate must be a whole number from 0 on, not “many”; it was ignored",
            ]
        );
    }

    #[test]
    fn the_status_file_that_is_named_counts_alone() {
        let mut project = project("  3-1-pier: done\n  3-2-crane: done\n");
        let other = "development_status:\n  3-3-rope: done\n";
        project
            .documents
            .push(Document::new("team/status.yaml", other));
        let with = |path: &str| {
            let message = format!(
                r#"{{"msg_type": "SM_PLANNING_REQUEST", "session_id": "s", "epic_spec": "all", "status_file_path": "{path}"}}"#
            );
            let reply = Session::default().receive(&project, &message);
            (
                only(&reply).get("total_stories").and_then(Value::whole),
                reply.notes,
            )
        };
        assert_eq!(with("./team/status.yaml"), (Some(5), vec![]));
        assert_eq!(with("sprint-status.yaml"), (Some(4), vec![]));
        let (total, notes) = with("gone.yaml");
        assert_eq!(total, Some(3));
        assert_eq!(
            notes,
            ["there is no document gone.yaml; the plan goes by the others"]
        );
    }

    #[test]
    fn the_roster_is_kept_and_not_answered() {
        let mut session = Session::default();
        let message = r#"{"msg_type": "AGENT_ROSTER_BROADCAST", "residents": ["master", {"name": "scrum-master"}], "slaves": [], "temps": [{"task": 1}]}"#;
        let reply = session.receive(&Project::default(), message);
        assert_eq!((reply.messages.len(), reply.error), (0, None));
        let roster = session.roster().expect("it was said");
        assert_eq!(roster.residents, ["master", "scrum-master"]);
        assert_eq!(roster.temps, ["{\"task\": 1}"]);
    }

    #[test]
    fn the_summary_counts_what_was_reported_against_what_was_sent() {
        let mut session = Session::default();
        let sent = batches_of(&only(&session.receive(&project(""), PLAN)), "batches");
        let (first, second) = (&sent[0].1, &sent[1].1);
        let message = format!(
            r#"{{"msg_type": "SM_SUMMARY_REQUEST", "session_id": "sprint-7", "batch_results": [
                {{"batch_id": 1, "stories": {{"{}": "done", "{}": {{"status": "failed", "tokens_used": "~40K"}}}}}},
                {{"batch_id": 2, "status": "completed", "tokens": 90000, "stories": ["{}", "9-9"]}}]}}"#,
            first[0], first[1], second[0]
        );
        let reply = session.receive(&project(""), &message);
        let summary = only(&reply);
        assert_eq!(
            reply.notes,
            ["9-9 is in no batch that was sent; it is left out"]
        );
        assert_eq!(
            summary.get("total").map(Value::line).as_deref(),
            Some(r#"{"planned": 6, "done": 2, "failed": 1, "open": 3, "tokens": 130000}"#)
        );
        let Some(Value::List(batches)) = summary.get("batches") else {
            panic!("{summary:?}")
        };
        assert_eq!(
            keys(batches[0].get("failed").expect("a list")),
            [first[1].clone()]
        );
        assert_eq!(summary.get("plans_created"), Some(&Value::Whole(1)));
    }
}

mod shutdown_protocol {
    use super::*;

    #[test]
    fn it_approves_says_how_many_plans_there_were_and_then_hears_no_more() {
        let mut session = Session::default();
        session.receive(&project(""), PLAN);
        session.receive(&project(""), PLAN);
        let reply = session.receive(
            &project(""),
            r#"{"msg_type": "shutdown_request", "request_id": "r1"}"#,
        );
        assert_eq!(
            only(&reply).line(),
            r#"{"msg_type": "shutdown_response", "session_id": "sprint-7", "request_id": "r1", "shutdown_response": "approve"}"#
        );
        let last = session.log().last().map(|line| line.text.clone());
        assert_eq!(
            last.as_deref(),
            Some("[SM] Shutdown acknowledged, 2 batch plans created this Sprint")
        );
        let after = session.receive(&project(""), PLAN);
        assert_eq!(after.error, Some(ErrorCode::SessionClosed));
        assert_eq!(session.plans(), 2);
    }

    #[test]
    fn the_bare_words_are_understood() {
        for words in [
            "shutdown_request",
            "\"shutdown_request\"",
            "{\"type\": \"shutdown_request\"}",
        ] {
            let mut session = Session::default();
            session.receive(&Project::default(), words);
            assert!(session.is_closed(), "{words}");
        }
    }
}

mod communication_style {
    use super::*;

    #[test]
    fn the_log_has_every_message_in_order_and_names_batches_and_keys_only() {
        let mut session = Session::default();
        session.receive(&project("  3-1-pier: done\n"), PLAN);
        session.receive(&project("  3-1-pier: done\n"), "nonsense about the Harbour");
        let message = r#"{"msg_type": "CC_TRIGGER", "reason": "user_request", "user_input": "drop 4-3, as the Buoy is late"}"#;
        session.receive(&project("  3-1-pier: done\n"), message);
        session.receive(&Project::default(), "shutdown_request");
        let log: Vec<(u32, bool, &str)> = session
            .log()
            .iter()
            .map(|line| (line.message, line.received, line.text.as_str()))
            .collect();
        assert_eq!(
            log,
            [
                (1, true, "[SM] SM_PLANNING_REQUEST"),
                (
                    1,
                    false,
                    "[SM] BATCH_PLAN_READY B1[3-2,3-3,4-1] B2[4-2,4-3]"
                ),
                (2, true, "[SM] message that cannot be read"),
                (2, false, "[SM] ERROR malformed-json"),
                (3, true, "[SM] CC_TRIGGER"),
                (
                    3,
                    false,
                    "[SM] COURSE_CORRECTION user_request B1[3-2,3-3,4-1] B2[4-2] dropped[4-3] added[]"
                ),
                (4, true, "[SM] shutdown_request"),
                (
                    4,
                    false,
                    "[SM] Shutdown acknowledged, 1 batch plans created this Sprint"
                ),
            ]
        );
    }

    #[test]
    fn plans_are_the_same_for_the_same_documents_in_any_session() {
        let replay = || {
            let mut session = Session::default();
            [PLAN, PLAN, "shutdown_request"].map(|message| session.receive(&project(""), message))
        };
        assert_eq!(replay(), replay());
    }
}
