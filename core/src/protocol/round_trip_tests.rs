//! Every message with any content, from JSON through the core and back.

use proptest::prelude::{ProptestConfig, any, prop, prop_assert, prop_assert_eq, proptest};

use super::tests::project;
use super::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever stands in the fields, a message goes in and comes back unharmed, unknown
    /// fields are named, and no content breaks the session.
    #[test]
    fn every_message_with_any_content(
        which in 0..5usize,
        id in any::<String>(),
        words in any::<String>(),
        list in prop::collection::vec("[a-z0-9.-]{1,6}|.{0,5}", 0..4),
        number in any::<u16>(),
        extra in "[a-z]{1,8}_x",
    ) {
        let text = Value::Text;
        let texts = Value::List(list.iter().cloned().map(text).collect());
        let message = MESSAGES[which];
        let mut fields = vec![("msg_type".to_owned(), text(message.name.to_owned()))];
        for &field in message.required.iter().chain(message.optional) {
            let value = match field {
                "session_id" | "request_id" => text(id.clone()),
                "current_batch_id" => Value::Whole(i64::from(number)),
                "user_options" => Value::Object(vec![(words.clone(), Value::Whole(i64::from(number)))]),
                "batch_results" => Value::List(vec![Value::Object(vec![
                    ("batch_id".to_owned(), Value::Whole(i64::from(number))),
                    ("stories".to_owned(), texts.clone()),
                ])]),
                "reason" if message.name == "CC_TRIGGER" => text("user_request".to_owned()),
                "moves" | "drop_rule" => continue,
                _ if field.ends_with('s') || field == "order" => texts.clone(),
                _ => text(words.clone()),
            };
            fields.push((field.to_owned(), value));
        }
        fields.push((extra.clone(), texts.clone()));
        let value = Value::Object(fields);
        let line = value.line();
        prop_assert_eq!(parse(&line), Ok(value));
        let mut session = Session::default();
        let reply = session.receive(&project("  3-1-pier: done\n"), &line);
        for message in &reply.messages {
            prop_assert!(parse(message).is_ok(), "{}", message);
        }
        let named = reply.notes.iter().any(|note| note.contains(&extra));
        prop_assert!(named || reply.error == Some(ErrorCode::MissingField));
        if let Some(sent) = reply.messages.first().and_then(|sent| parse(sent).ok())
            && reply.error.is_none()
            && let Some(Value::Text(sent)) = sent.get("session_id")
            && message.name != "shutdown_request"
            && !id.trim().is_empty()
        {
            prop_assert_eq!(sent, &id);
        }
    }
}
