//! The module as JavaScript sees it: values go in, values come out, in a real browser.
#![cfg(target_arch = "wasm32")]

use js_sys::{JSON, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

const DOCUMENTS: &str = r###"[
  {
    "path": "epics.md",
    "text": "## Epic 1: Loans\n\n### Story 1.1: Lend\n\n**Acceptance Criteria:**\n\n1. A loan is kept.\n2. It has a date.\n\n### Story 1.2: Return\n\n**Prerequisites:** Story 1.1\n"
  },
  {
    "path": "sprint-status.yaml",
    "text": "development_status:\n  epic-1: in-progress\n  1-1-lend: in-progress\n  1-2-return: backlog\n"
  }
]"###;

#[wasm_bindgen_test]
fn reading_gives_plain_objects() {
    let result = sprintloom_js::read(&parsed(DOCUMENTS)).expect("documents are well formed");
    assert_eq!(
        json(&member(&result, "epics")),
        r#"[{"id":"1","title":"Loans","goal":null,"status":"in-progress","declared":{"path":"epics.md","line":1},"stories":2}]"#
    );
    assert_eq!(
        json(&member(&result, "stories")),
        concat!(
            r#"[{"key":"1-1","status_key":"1-1-lend","title":"Lend","epic":"1","status":"in-progress","#,
            r#""declared":{"path":"epics.md","line":3},"depends_on":[],"files":[],"#,
            r#""acceptance_criteria":2,"tasks":0,"complexity":2},"#,
            r#"{"key":"1-2","status_key":"1-2-return","title":"Return","epic":"1","status":"backlog","#,
            r#""declared":{"path":"epics.md","line":10},"depends_on":["1-1"],"files":[],"#,
            r#""acceptance_criteria":0,"tasks":0,"complexity":1}]"#
        )
    );
    assert_eq!(json(&member(&result, "diagnostics")), "[]");
}

#[wasm_bindgen_test]
fn planning_gives_the_message_as_object_and_as_text() {
    let options = parsed(r#"{"session_id": "sprint-7", "batch_size": 2, "epics": null}"#);
    let result =
        sprintloom_js::plan(&parsed(DOCUMENTS), &options).expect("arguments are well formed");
    assert_eq!(json(&member(&result, "status")), r#""plan-ready""#);
    let message = member(&result, "message");
    assert_eq!(
        json(&message),
        concat!(
            r#"{"msg_type":"BATCH_PLAN_READY","session_id":"sprint-7","total_stories":2,"#,
            r#""batches":[{"batch_id":1,"stories":["1-1"]},{"batch_id":2,"stories":["1-2"]}],"#,
            r#""dependency_graph":{"1-2":{"depends_on":["1-1"]}}}"#
        )
    );
    assert_eq!(
        json(&parsed(&text(&result, "message_text"))),
        json(&message)
    );
    let proof = member(&result, "proof");
    assert_eq!(json(&member(&proof, "lower_bound")), "2");
    assert_eq!(text(&proof, "bound_kind"), "chain");
    assert!(text(&proof, "bound_reason").contains("1-1"));
    assert_eq!(json(&member(&proof, "optimal")), "true");
}

#[wasm_bindgen_test]
fn a_failed_plan_is_a_value() {
    let options = parsed(r#"{"epics": "epic9"}"#);
    let result =
        sprintloom_js::plan(&parsed(DOCUMENTS), &options).expect("arguments are well formed");
    assert_eq!(json(&member(&result, "status")), r#""plan-failed""#);
    assert!(member(&result, "message").is_null());
    assert!(member(&result, "proof").is_null());
    assert!(json(&member(&result, "errors")).contains("epic9"));
}

#[wasm_bindgen_test]
fn arguments_that_cannot_be_understood_are_typed_errors() {
    let code = |documents: &str, options: &str| {
        let error =
            sprintloom_js::plan(&parsed(documents), &parsed(options)).expect_err("it is wrong");
        assert!(error.is_instance_of::<js_sys::Error>());
        (text(&error, "code"), text(&error, "option"))
    };
    let invalid = |option: &str| ("invalid-option".to_owned(), option.to_owned());
    let documents = ("invalid-documents".to_owned(), String::new());
    assert_eq!(code("{}", "null"), documents);
    assert_eq!(code(r#"[{"path": "a.md"}]"#, "null"), documents);
    assert_eq!(code(r#"[{"path": "", "text": ""}]"#, "null"), documents);
    assert_eq!(
        code(
            r#"[{"path": "a", "text": ""}, {"path": "a", "text": ""}]"#,
            "null"
        ),
        documents
    );
    assert_eq!(
        code("[]", r#"{"batchSize": 3}"#),
        ("unknown-option".to_owned(), "batchSize".to_owned())
    );
    for size in ["0", "21", "2.5", "-1", "\"3\"", "1e300"] {
        assert_eq!(
            code("[]", &format!(r#"{{"batch_size": {size}}}"#)),
            invalid("batch_size")
        );
    }
    assert_eq!(
        code("[]", r#"{"strategy": "fastest"}"#),
        invalid("strategy")
    );
    assert_eq!(code("[]", r#"{"session_id": ""}"#), invalid("session_id"));
    assert_eq!(code("[]", "[]"), invalid(""));
}

fn parsed(json: &str) -> JsValue {
    JSON::parse(json).expect("the test's own JSON")
}

fn json(value: &JsValue) -> String {
    JSON::stringify(value)
        .map(String::from)
        .expect("a plain value")
}

fn member(value: &JsValue, name: &str) -> JsValue {
    Reflect::get(value, &name.into()).expect("an object")
}

fn text(value: &JsValue, name: &str) -> String {
    member(value, name).as_string().unwrap_or_default()
}
