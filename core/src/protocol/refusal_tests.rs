//! What cannot be followed, and messages of any content: an error each, and nothing has changed.

use super::tests::{PLAN, keys, names, only, project};
use super::*;

#[test]
fn it_is_answered_by_an_error_and_changes_nothing() {
    let mut session = Session::default();
    session.receive(&project("  3-1-pier: done\n"), PLAN);
    for (message, code, words) in [
        (
            "{",
            "malformed-json",
            "this is no JSON: a name in quotes is missing at the end",
        ),
        ("[]", "no-message", "a message is an object, not an array"),
        ("{}", "no-message", "msg_type is missing"),
        (
            r#"{"msg_type": "HELLO"}"#,
            "unknown-message",
            "there is no message “HELLO”",
        ),
        (
            r#"{"msg_type": "BATCH_PLAN_READY"}"#,
            "unknown-message",
            "there is no message",
        ),
        (
            r#"{"msg_type": "SM_PLANNING_REQUEST", "epic_spec": null}"#,
            "missing-field",
            "SM_PLANNING_REQUEST needs session_id",
        ),
        (
            r#"{"msg_type": "SM_PLANNING_REQUEST", "session_id": "s", "epic_spec": true}"#,
            "wrong-field",
            "epic_spec must be",
        ),
        (
            r#"{"msg_type": "SM_PLANNING_REQUEST", "session_id": "s", "epic_spec": "epic 99"}"#,
            "plan-failed",
            "there are 3 (Harbour), 4 (Light)",
        ),
        (
            r#"{"msg_type": "SM_PLANNING_REQUEST", "session_id": "s", "epic_spec": "all", "user_options": 3}"#,
            "wrong-field",
            "user_options must be an object, not 3",
        ),
        (
            r#"{"msg_type": "CC_TRIGGER"}"#,
            "missing-field",
            "CC_TRIGGER needs reason",
        ),
        (
            r#"{"msg_type": "CC_TRIGGER", "reason": "mood"}"#,
            "correction-failed",
            "“mood” is no reason",
        ),
        (
            r#"{"msg_type": "CC_TRIGGER", "reason": "user_request", "current_batch_id": "two"}"#,
            "wrong-field",
            "current_batch_id must be a whole number, not “two”",
        ),
        (
            r#"{"msg_type": "CC_TRIGGER", "reason": "user_request", "current_batch_id": 77}"#,
            "correction-failed",
            "There is no batch 77",
        ),
        (
            r#"{"msg_type": "AGENT_ROSTER_BROADCAST", "residents": [], "slaves": 2, "temps": []}"#,
            "wrong-field",
            "slaves must be a list, not 2",
        ),
        (
            r#"{"msg_type": "SM_SUMMARY_REQUEST", "session_id": "s", "batch_results": {}}"#,
            "wrong-field",
            "batch_results must be a list",
        ),
        (
            r#"{"msg_type": "SM_SUMMARY_REQUEST", "session_id": "s", "batch_results": [{}]}"#,
            "wrong-field",
            "needs a batch_id",
        ),
    ] {
        let before = session.clone();
        let reply = session.receive(&project("  3-1-pier: done\n"), message);
        let error = only(&reply);
        assert_eq!(
            names(&error),
            ["msg_type", "session_id", "in_reply_to", "code", "errors"]
        );
        assert_eq!(
            error.get("code").and_then(Value::text),
            Some(code),
            "{message}"
        );
        assert!(
            keys(error.get("errors").expect("a list"))
                .join(" ")
                .contains(words),
            "{error:?}"
        );
        assert_eq!(
            (
                session.session_id(),
                session.plans(),
                session.roster(),
                session.is_closed()
            ),
            (
                before.session_id(),
                before.plans(),
                before.roster(),
                before.is_closed()
            )
        );
        // What it would answer next is the same too.
        let next =
            r#"{"msg_type": "CC_TRIGGER", "reason": "new_requirements", "added_stories": []}"#;
        let status = project("  3-1-pier: done\n");
        assert_eq!(
            session.clone().receive(&status, next),
            before.clone().receive(&status, next)
        );
    }
}

#[test]
fn fields_that_a_message_does_not_have_are_ignored_and_reported() {
    let with = PLAN.replace("}", r#", "priority": "high", "from": {"a": [1]}}"#);
    let (mut one, mut other) = (Session::default(), Session::default());
    let (plain, extra) = (
        one.receive(&project(""), PLAN),
        other.receive(&project(""), &with),
    );
    assert_eq!(plain.messages, extra.messages);
    assert_eq!(
        extra.notes,
        [
            "SM_PLANNING_REQUEST has no field priority; it was ignored",
            "SM_PLANNING_REQUEST has no field from; it was ignored",
        ]
    );
}
