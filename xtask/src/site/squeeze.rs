//! Style sheets and scripts without what only their readers need.

/// The style sheet without comments and without spaces that mean nothing. Strings stay as they are.
pub fn style(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut space = false;
    while let Some(c) = rest.chars().next() {
        if let Some((_, after)) = rest.strip_prefix("/*").and_then(|r| r.split_once("*/")) {
            rest = after;
            space = true;
            continue;
        }
        if c.is_whitespace() {
            rest = &rest[c.len_utf8()..];
            space = true;
            continue;
        }
        let needless = out.is_empty() || out.ends_with(['{', '}', ';', ',', ':']);
        if space && !needless && !matches!(c, '{' | '}' | ';' | ',') {
            out.push(' ');
        }
        space = false;
        if c == '}' && out.ends_with(';') {
            out.pop();
        }
        let length = match c {
            '"' | '\'' => rest[1..].find(c).map_or(rest.len(), |end| end + 2),
            _ => c.len_utf8(),
        };
        out.push_str(&rest[..length]);
        rest = &rest[length..];
    }
    out
}

/// The script without indentation, empty lines and lines of comment. A script with text over
/// several lines stays as it is.
pub fn script(text: &str) -> String {
    let over_lines = |line: &str| line.matches('`').count() % 2 == 1 || line.ends_with('\\');
    if text.lines().any(over_lines) {
        return text.to_owned();
    }
    let mut in_comment = false;
    text.lines()
        .map(str::trim)
        .filter(|line| {
            let starts = line.starts_with("/*");
            let is_comment = in_comment || starts || line.starts_with("//");
            in_comment = (in_comment || starts) && !line.ends_with("*/");
            !line.is_empty() && !is_comment
        })
        .flat_map(|line| [line, "\n"])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_style_sheet_keeps_what_means_something() {
        let sheet = "/* why */\n.a > .b :hover,\n.c {\n  content: \"a  /* b */ ; }\";\n  margin: 0 -1px;\n}\n\
            @media (max-width: 600px) { .d { width: calc(1px + 2px); } }\n";
        assert_eq!(
            style(sheet),
            ".a > .b :hover,.c{content:\"a  /* b */ ; }\";margin:0 -1px}\
             @media (max-width:600px){.d{width:calc(1px + 2px)}}"
        );
    }

    #[test]
    fn a_script_keeps_its_lines() {
        let text =
            "/**\n * What it is.\n */\nfunction a() {\n    // why\n\n    return `x // ${1}`;\n}\n";
        assert_eq!(script(text), "function a() {\nreturn `x // ${1}`;\n}\n");
        let over_lines = "a(`\n  // text\n`);\n";
        assert_eq!(script(over_lines), over_lines);
    }
}
