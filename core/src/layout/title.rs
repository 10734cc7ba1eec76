//! A title in two short lines: SVG does not break lines by itself.

/// At most two lines of about `width` tenths of a pixel, the second cut with an ellipsis.
pub fn two_lines(title: &str, width: u32) -> (String, String) {
    let mut first = String::new();
    let mut words = title.split_whitespace().peekable();
    while let Some(word) = words.peek() {
        let longer = measure(&first) + measure(" ") + measure(word);
        if !first.is_empty() && longer > width {
            break;
        }
        if !first.is_empty() {
            first.push(' ');
        }
        first.push_str(word);
        words.next();
    }
    let rest = words.collect::<Vec<_>>().join(" ");
    (cut(&first, width), cut(&rest, width))
}

/// Keys in a line of about `width` tenths of a pixel: the whole ones that fit, an ellipsis for more.
pub fn one_line(keys: &[&str], width: u32) -> String {
    let (mut line, more) = two_lines(&keys.join(" "), width);
    if !more.is_empty() {
        line.push_str(" …");
    }
    line
}

/// The text, or as much of it as fits with an ellipsis.
fn cut(text: &str, width: u32) -> String {
    if measure(text) <= width {
        return text.to_owned();
    }
    let mut kept = String::new();
    let mut used = measure("…");
    for character in text.chars() {
        used += advance(character);
        if used > width {
            break;
        }
        kept.push(character);
    }
    let mut kept = kept.trim_end().to_owned();
    kept.push('…');
    kept
}

fn measure(text: &str) -> u32 {
    text.chars().map(advance).sum()
}

/// Width of a character in a usual interface face at 12 pixels, a little generously, in tenths of
/// a pixel.
fn advance(character: char) -> u32 {
    match character {
        'i' | 'j' | 'l' | '\'' | '.' | ',' | ':' | ';' | '|' | '!' => 34,
        'f' | 't' | 'r' | 'I' | '(' | ')' | '-' | '/' | ' ' => 46,
        'm' | 'w' | 'M' | 'W' | '@' => 104,
        'A'..='Z' => 82,
        character if character.is_ascii() => 69,
        // Chinese, Japanese and Korean fill a square each.
        '\u{2e80}'.. => 120,
        _ => 90,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_many_keys_those_that_fit_are_whole() {
        assert_eq!(one_line(&["1-1", "1-2"], 500), "1-1 1-2");
        assert_eq!(one_line(&["1-1", "1-2", "1-3", "1-4"], 500), "1-1 1-2 …");
        assert_eq!(one_line(&[], 500), "");
    }

    #[test]
    fn wide_letters_take_more_room() {
        assert_eq!(two_lines("購物車保存", 360).0, "購物…");
    }

    #[test]
    fn titles_break_between_words_and_end_in_an_ellipsis() {
        assert_eq!(
            two_lines("Search", 1200),
            ("Search".to_owned(), String::new())
        );
        let (first, second) = two_lines(
            "Order confirmation mail to buyer and all vendors concerned",
            1200,
        );
        assert_eq!(first, "Order confirmation");
        assert!(
            second.starts_with("mail to buyer") && second.ends_with('…'),
            "{second}"
        );
        assert!(two_lines(&"x".repeat(80), 600).0.ends_with('…'));
        assert_eq!(two_lines("", 100), (String::new(), String::new()));
    }
}
