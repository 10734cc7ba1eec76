//! The line scanner: every line of a text with what it is as Markdown.
//!
//! Planning notations are habits of lines (a heading, a list item, a bold label), so a line
//! scanner reads them at a fraction of the cost of a whole Markdown parser. It is linear: every
//! look ahead is paid for by the lines it consumes.

use super::declaration::{Declares, declaration, opens_declaration};
use super::labels::{self, Label};
use crate::source::marks::{Marked, NO_WORD, Signs, marks};
use crate::source::{Line, Span};

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowKind {
    /// Nothing but white space, or a thematic break.
    Blank,
    /// A heading of level 1 to 6.
    Heading(u8),
    /// A list item; its check box, where it has one.
    Item {
        /// `1.` or `1)` rather than a bullet.
        ordered: bool,
        /// `[ ]` is `Some(false)`.
        check: Option<bool>,
    },
    /// A table row (`| a | b |`).
    TableRow,
    /// A line within a code fence.
    Code,
    /// The line that opens or closes a fence.
    FenceMark,
    /// A line of the frontmatter.
    Frontmatter,
    /// Within an HTML comment.
    Comment,
    /// Anything else.
    Text,
}

/// One line as the readers see it.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    /// The line it is.
    pub line: Line<'a>,
    /// What it is.
    pub kind: RowKind,
    /// Columns of white space before it (a tab counts 4).
    pub indent: u16,
    /// Its text without markers of heading, list and quote.
    pub body: &'a str,
    /// What stands in its body.
    pub signs: Signs,
    /// The label that a text or a list item begins with.
    pub label: Option<Label<'a>>,
}

impl Row<'_> {
    /// The bytes of the line.
    pub fn span(&self) -> Span {
        self.line.span()
    }

    /// Whether a heading, and of which level.
    pub fn heading(&self) -> Option<u8> {
        match self.kind {
            RowKind::Heading(level) => Some(level),
            _ => None,
        }
    }

    /// Whether a list item.
    pub fn is_item(&self) -> bool {
        matches!(self.kind, RowKind::Item { .. })
    }

    /// Whether there is nothing in it for a reader.
    pub fn is_blank(&self) -> bool {
        matches!(self.kind, RowKind::Blank | RowKind::Comment)
    }
}

/// The lines of a text, and where a fence was opened and not closed.
#[derive(Debug, Default)]
pub struct Rows<'a> {
    /// All lines in order.
    pub rows: Vec<Row<'a>>,
    /// Lines that open a fence which nothing closes.
    pub open_fences: Vec<Line<'a>>,
}

/// Scans the lines of a text.
pub fn rows<'a>(all: &[Line<'a>]) -> Rows<'a> {
    let first = scan(all, false);
    if first.open_fences.is_empty() {
        return first;
    }
    // A fence that is missing its end turns everything after it inside out. Read again, and let
    // the headings of epics and stories end every fence.
    let mut second = scan(all, true);
    if second.open_fences.is_empty() {
        second.open_fences = first.open_fences;
    }
    second
}

/// The same with what stands in fences of Markdown read as the rest: `None` where there are none.
pub fn unfenced<'a>(rows: &[Row<'a>]) -> Option<Vec<Row<'a>>> {
    let is_markdown = |mark: &str| {
        let info = mark.trim_start_of(marks!['`', '~']);
        mark.len() > info.len() && matches!(info.trim(), "markdown" | "md")
    };
    let mark = |row: &Row<'_>| row.kind == RowKind::FenceMark;
    if !rows.iter().any(|row| mark(row) && is_markdown(row.body)) {
        return None;
    }
    let mut inside = false;
    let unfence = |row: &Row<'a>| match row.kind {
        RowKind::FenceMark if inside || is_markdown(row.body) => {
            inside = !inside;
            self::row(row.line, RowKind::Blank, 0, "")
        }
        RowKind::Code if inside => {
            let (text, indent) = unindent(row.line.text);
            classify(row.line, text, indent)
        }
        _ => *row,
    };
    Some(rows.iter().map(unfence).collect())
}

/// The rows where the trees of a document are read as lists: "├── 1.2 Set the buoys" is an item with
/// a box, "Epic 1: Harbour" at the root a heading. `None` where it has no trees.
pub fn branches<'a>(rows: &[Row<'a>]) -> Option<Vec<Row<'a>>> {
    // The signs of trees begin with 0xE2.
    let is_branch = |row: &Row<'_>| {
        row.body.as_bytes().first() == Some(&0xE2) && row.body.starts_with(['├', '└', '│'])
    };
    let drawn = |row: &Row<'_>| matches!(row.kind, RowKind::Code | RowKind::Text);
    // Most trees are of files.
    let numbered = |row: &&Row<'_>| {
        let text = row.body.trim_start_of(NO_WORD);
        declaration(text).is_some_and(|it| it.declares == Declares::Story)
    };
    let branches = rows.iter().filter(|row| drawn(row) && is_branch(row));
    if branches.filter(numbered).take(2).count() < 2 {
        return None;
    }
    let plant = |row: &Row<'a>| {
        if row.kind == RowKind::FenceMark {
            return self::row(row.line, RowKind::Blank, 0, "");
        }
        if !drawn(row) {
            return *row;
        }
        let text = row.line.text.trim_start_of(NO_WORD);
        let found = declaration(text);
        match found {
            _ if text.starts_with("Phase ") => self::row(row.line, RowKind::Heading(2), 0, text),
            Some(found) if found.declares == Declares::Epic => {
                self::row(row.line, RowKind::Heading(2), 0, text)
            }
            Some(_) if is_branch(row) => {
                let kind = RowKind::Item {
                    ordered: false,
                    check: Some(false),
                };
                self::row(row.line, kind, 0, text)
            }
            _ => *row,
        }
    };
    Some(rows.iter().map(plant).collect())
}

#[derive(Clone, Copy)]
struct Fence {
    mark: u8,
    length: usize,
    bare: bool,
}

fn scan<'a>(all: &[Line<'a>], declarations_end_fences: bool) -> Rows<'a> {
    let mut result = Rows {
        rows: Vec::with_capacity(all.len()),
        open_fences: Vec::new(),
    };
    let frontmatter = frontmatter_end(all);
    let quoted = is_quoted(all);
    let mut open: Option<(Fence, usize)> = None;
    let mut comment_until = 0;
    // From the first comment on that nothing closes, no later one is closed either.
    let mut comments_close = true;
    for (at, &line) in all.iter().enumerate() {
        if at <= frontmatter && frontmatter > 0 {
            result
                .rows
                .push(row(line, RowKind::Frontmatter, 0, line.text));
            continue;
        }
        if at < comment_until {
            result.rows.push(row(line, RowKind::Comment, 0, ""));
            continue;
        }
        let (mut text, mut indent) = unindent(line.text);
        if quoted {
            let inner = text.strip_prefix('>').unwrap_or(text);
            (text, indent) = unindent(inner.strip_prefix(' ').unwrap_or(inner));
        }
        if let Some((fence, opened)) = open {
            let closes = fence_mark(text).is_some_and(|mark| {
                mark.bare && mark.mark == fence.mark && mark.length >= fence.length
            });
            if closes {
                open = None;
                result.rows.push(row(line, RowKind::FenceMark, indent, ""));
                continue;
            }
            if !(declarations_end_fences && opens_declaration(text)) {
                result.rows.push(row(line, RowKind::Code, indent, text));
                continue;
            }
            open = None;
            result.open_fences.extend(all.get(opened));
        } else if let Some(fence) = fence_mark(text) {
            open = Some((fence, at));
            result
                .rows
                .push(row(line, RowKind::FenceMark, indent, text));
            continue;
        }
        if comments_close && text.starts_with("<!--") {
            match comment_end(all, at) {
                Some(end) => {
                    comment_until = end + 1;
                    result.rows.push(row(line, RowKind::Comment, 0, ""));
                    continue;
                }
                None => comments_close = false,
            }
        }
        let next = classify(line, text, indent);
        if next.kind == RowKind::Blank
            && let Some(level) = underline(text)
            && let Some(title) = result.rows.last_mut()
            && title.kind == RowKind::Text
            && (level == 1 || declaration(title.body).is_some_and(|found| found.worded))
            && !title.body.starts_with("**")
        {
            // A rule under a line of prose is a rule; under "Story 1.1: Pier" it makes a heading.
            title.kind = RowKind::Heading(level);
        }
        result.rows.push(next);
    }
    if let Some((_, opened)) = open {
        result.open_fences.extend(all.get(opened));
        if declarations_end_fences {
            // Nothing closes it: what it holds is read as ordinary text.
            for row in result.rows.iter_mut().skip(opened + 1) {
                if row.kind == RowKind::Code {
                    let (text, indent) = unindent(row.line.text);
                    *row = classify(row.line, text, indent);
                }
            }
        }
    }
    result
}

fn row<'a>(line: Line<'a>, kind: RowKind, indent: u16, body: &'a str) -> Row<'a> {
    let signs = Signs::of(body);
    let label = match kind {
        RowKind::Text | RowKind::Item { .. } => labels::label_with(body, signs),
        _ => None,
    };
    Row {
        line,
        kind,
        indent,
        body,
        signs,
        label,
    }
}

/// The level of the heading that a line of `=` or `-` makes of the line above it.
fn underline(text: &str) -> Option<u8> {
    let all = |mark: u8| text.len() >= 3 && text.bytes().all(|byte| byte == mark);
    match text.as_bytes().first()? {
        b'=' => all(b'=').then_some(1),
        b'-' => all(b'-').then_some(2),
        _ => None,
    }
}

/// Whether the whole text stands in a quote, as in a document pasted into a mail: all but a tenth of
/// its lines, the first one among them.
fn is_quoted(all: &[Line<'_>]) -> bool {
    let written = || all.iter().filter(|line| !line.text.trim_start().is_empty());
    let first = written().next();
    if !first.is_some_and(|line| line.text.starts_with('>')) {
        return false;
    }
    let marked = written().filter(|line| line.text.starts_with('>')).count();
    marked > 3 && marked * 10 >= written().count() * 9
}

/// Index of the line that ends the frontmatter; 0 where there is none.
fn frontmatter_end(all: &[Line<'_>]) -> usize {
    if all.first().is_none_or(|line| line.text.trim_end() != "---") {
        return 0;
    }
    let longest = 400;
    let end = all
        .iter()
        .take(longest)
        .skip(1)
        .position(|line| matches!(line.text.trim_end(), "---" | "..."))
        .map_or(0, |at| at + 1);
    let looks_like_yaml = all.get(1..end).is_some_and(|inside| {
        inside.iter().any(|line| line.text.contains(':'))
            && !inside.iter().any(|line| line.text.starts_with("## "))
    });
    if looks_like_yaml { end } else { 0 }
}

/// Index of the line in which the comment that starts at line `from` ends.
fn comment_end(all: &[Line<'_>], from: usize) -> Option<usize> {
    let first = all.get(from)?;
    if let Some(end) = first.text.find("-->") {
        // Text after the comment on the same line is worth more than the comment.
        let tail = first.text.get(end + 3..).unwrap_or("");
        return tail.trim().is_empty().then_some(from);
    }
    all.iter()
        .skip(from + 1)
        .position(|line| line.text.contains("-->"))
        .map(|at| from + 1 + at)
}

fn unindent(text: &str) -> (&str, u16) {
    let rest = text.trim_start_of(marks![' ', '\t', '\u{a0}', '\u{3000}']);
    let blank = text.len() - rest.len();
    if blank == 0 {
        return (rest.trim_end(), 0);
    }
    let columns = text
        .bytes()
        .take(blank)
        .map(|byte| if byte == b'\t' { 4 } else { 1 })
        .sum::<usize>();
    (rest.trim_end(), u16::try_from(columns).unwrap_or(u16::MAX))
}

fn fence_mark(text: &str) -> Option<Fence> {
    let mark = *text.as_bytes().first()?;
    if mark != b'`' && mark != b'~' {
        return None;
    }
    let length = text.bytes().take_while(|&byte| byte == mark).count();
    let info = text.get(length..).unwrap_or("");
    // ```` `code` ```` on one line is no fence.
    (length >= 3 && !info.contains(char::from(mark))).then(|| Fence {
        mark,
        length,
        bare: info.trim().is_empty(),
    })
}

fn classify<'a>(line: Line<'a>, text: &'a str, indent: u16) -> Row<'a> {
    let Some(&first) = text.as_bytes().first() else {
        return row(line, RowKind::Blank, indent, "");
    };
    match first {
        b'#' => {
            let level = text.bytes().take_while(|&byte| byte == b'#').count();
            let body = text.get(level..).unwrap_or("");
            if (1..=6).contains(&level)
                && body.starts_with_one(marks![' ', '\t', '\u{a0}', '\u{3000}'])
            {
                let level = u8::try_from(level).unwrap_or(6);
                let body = body.trim().trim_end_matches('#').trim_end();
                return row(line, RowKind::Heading(level), indent, body);
            }
            // "###Story 1.1: T" was meant to be one.
            if (2..=6).contains(&level) && declaration(body).is_some_and(|found| found.worded) {
                let level = u8::try_from(level).unwrap_or(6);
                return row(line, RowKind::Heading(level), indent, body);
            }
            row(line, RowKind::Text, indent, text)
        }
        b'|' => row(line, RowKind::TableRow, indent, text),
        b'<' => match html_heading(text) {
            Some((level, body)) => row(line, RowKind::Heading(level), indent, body),
            None => row(line, RowKind::Text, indent, text),
        },
        // "=== Story 1.1: T", as AsciiDoc has it.
        b'=' if text.starts_with("==") => {
            let level = text.bytes().take_while(|&byte| byte == b'=').count();
            let body = text.get(level..).unwrap_or("").trim_start();
            let named = || declaration(body).is_some_and(|found| found.worded);
            let spaced = body.len() + level < text.len();
            match u8::try_from(level) {
                Ok(level @ 2..=6) if spaced && (named() || labels::heading(body).is_some()) => {
                    row(line, RowKind::Heading(level), indent, body)
                }
                _ => row(line, RowKind::Text, indent, text),
            }
        }
        // The definition of the term above it.
        b':' if text.starts_with(": ") => {
            let (inner, _) = unindent(text.get(1..).unwrap_or(""));
            let inner = classify(line, inner, indent);
            match inner.kind {
                RowKind::Heading(_) => row(line, RowKind::Text, indent, text),
                _ => inner,
            }
        }
        b'>' => {
            let (inner, _) = unindent(text.trim_start_of(marks!['>', ' ']));
            let quoted = classify(line, inner, indent);
            match quoted.kind {
                // Quoted headings are examples or notes, never part of the outline.
                RowKind::Heading(_) => row(line, RowKind::Text, indent, quoted.body),
                _ => quoted,
            }
        }
        b'-' | b'*' | b'_' | b'+' | b'=' if is_rule(text) => row(line, RowKind::Blank, indent, ""),
        b'-' | b'*' | b'+' => match text.get(1..) {
            Some(rest) if rest.starts_with_one(marks![' ', '\t']) => {
                item(line, rest, indent, false)
            }
            _ => row(line, RowKind::Text, indent, text),
        },
        b'0'..=b'9' => {
            let digits = text.bytes().take_while(u8::is_ascii_digit).count();
            match text.get(digits..) {
                Some(rest) if digits <= 4 && rest.starts_with_one(marks![')', '.']) => {
                    match rest.get(1..) {
                        Some(rest) if rest.starts_with_one(marks![' ', '\t']) => {
                            item(line, rest, indent, true)
                        }
                        _ => row(line, RowKind::Text, indent, text),
                    }
                }
                _ => row(line, RowKind::Text, indent, text),
            }
        }
        _ => match text.strip_prefix("• ").or_else(|| text.strip_prefix("· ")) {
            Some(rest) => item(line, rest, indent, false),
            None => row(line, RowKind::Text, indent, text),
        },
    }
}

/// `<h3>Story 1.1: T</h3>`, `<details><summary>Story 1.1: T</summary>`: level and words.
fn html_heading(text: &str) -> Option<(u8, &str)> {
    let text = text.strip_prefix("<details>").unwrap_or(text).trim_start();
    let inside = text.strip_prefix('<')?;
    let (tag, rest) = inside.split_once('>')?;
    let name = tag.split(' ').next().unwrap_or("");
    let level = match name.as_bytes() {
        [b'h' | b'H', level @ b'1'..=b'6'] => level - b'0',
        b"summary" => 6,
        _ => return None,
    };
    let (mut body, _) = rest.rsplit_once("</")?;
    for mark in ["b", "strong"] {
        let bare = body
            .trim()
            .strip_prefix('<')
            .and_then(|body| body.strip_prefix(mark));
        if let Some(bare) = bare.and_then(|body| body.strip_prefix('>')) {
            body = bare.rsplit_once("</").map_or(bare, |(bare, _)| bare);
        }
    }
    Some((level, body.trim()))
}

fn item<'a>(line: Line<'a>, rest: &'a str, indent: u16, ordered: bool) -> Row<'a> {
    let body = rest.trim_start();
    let mut check = None;
    let mut text = body;
    if let Some(inside) = body.strip_prefix('[') {
        for (mark, done) in [
            (" ]", false),
            ("]", false),
            ("x]", true),
            ("X]", true),
            ("✓]", true),
            ("✅]", true),
            ("~]", false),
            ("-]", false),
        ] {
            if let Some(tail) = inside.strip_prefix(mark) {
                if tail.is_empty() || tail.starts_with_one(marks![' ', '\t']) {
                    check = Some(done);
                    text = tail.trim_start();
                }
                break;
            }
        }
    }
    row(line, RowKind::Item { ordered, check }, indent, text)
}

fn is_rule(text: &str) -> bool {
    let mut marks = text.bytes().filter(|byte| *byte != b' ');
    let Some(first) = marks.next() else {
        return false;
    };
    let mut count = 1;
    for byte in marks {
        if byte != first {
            return false;
        }
        count += 1;
    }
    count >= 3
}
