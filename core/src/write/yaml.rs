//! Plain YAML scalars, quoted only where they must be.

use super::json::push_string;

/// The text as a YAML scalar on one line.
pub(crate) fn scalar(text: &str) -> String {
    let plain = !text.is_empty()
        && text.trim() == text
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.ends_with(':')
        && !text.chars().any(char::is_control)
        && !text.starts_with([
            '-', '?', ':', ',', '[', ']', '{', '}', '#', '&', '*', '!', '|', '>', '\'', '"', '%',
            '@', '`',
        ])
        && !looks_like_another_type(text);
    if plain {
        return text.to_owned();
    }
    // A JSON string is a YAML scalar too.
    let mut out = String::new();
    push_string(&mut out, text);
    out
}

/// Whether a YAML reader would take the plain text for a number, a truth value or nothing.
fn looks_like_another_type(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    if matches!(
        lower.as_str(),
        "true" | "false" | "yes" | "no" | "on" | "off" | "null" | "~" | "y" | "n"
    ) {
        return true;
    }
    // A story key such as `3-1` is neither a number nor a date, and stays plain.
    let dashes = text.matches('-').count() - lower.matches("e-").count();
    text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '.' | '+'))
        && lower
            .chars()
            .all(|c| c.is_ascii_hexdigit() || "+-.:xo_tz ".contains(c))
        && dashes != 1
}

#[cfg(test)]
mod tests {
    use super::scalar;

    #[test]
    fn scalars_are_quoted_only_where_yaml_would_read_something_else() {
        for plain in [
            "sprint-xxx",
            "3-1",
            "14c-2",
            "a → b",
            "3 stories, 3 to a batch",
            "x:y",
        ] {
            assert_eq!(scalar(plain), plain);
        }
        for (text, quoted) in [
            ("", "\"\""),
            ("a: b", "\"a: b\""),
            ("yes", "\"yes\""),
            ("1.0", "\"1.0\""),
            ("2026-11-21", "\"2026-11-21\""),
            ("#x", "\"#x\""),
            ("a\n\"b\"", "\"a\\n\\\"b\\\"\""),
        ] {
            assert_eq!(scalar(text), quoted);
        }
    }
}
