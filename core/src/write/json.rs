//! The little JSON that the messages need, in a shape made for reading.

/// Appends `text` as a JSON string.
pub(crate) fn push_string(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
}

/// Appends a list of strings on one line: `["3-1", "3-2"]`.
pub(crate) fn push_strings<'a>(out: &mut String, texts: impl IntoIterator<Item = &'a str>) {
    out.push('[');
    for (at, text) in texts.into_iter().enumerate() {
        if at > 0 {
            out.push_str(", ");
        }
        push_string(out, text);
    }
    out.push(']');
}

/// Appends the batches of a message, one a line, and ends the list that is open:
/// `{ "batch_id": 2, "stories": ["4-3", "4-1"] }`.
pub(super) fn push_batches<'a, 'b>(
    out: &mut String,
    batches: impl Iterator<Item = (u32, &'b [usize])>,
    key: &impl Fn(usize) -> &'a str,
) {
    let mut any = false;
    for (id, stories) in batches {
        out.push_str(if any { ",\n    " } else { "\n    " });
        any = true;
        out.push_str(&format!("{{ \"batch_id\": {id}, \"stories\": "));
        push_strings(out, stories.iter().map(|&story| key(story)));
        out.push_str(" }");
    }
    out.push_str(if any { "\n  ],\n" } else { "],\n" });
}
