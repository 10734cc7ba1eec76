//! Mermaid: a flowchart with a subgraph for each batch.

use super::{Drawing, is_done};
use crate::backlog::StoryKey;
use crate::layout::EdgeShape;

pub(super) fn mermaid(drawing: &Drawing) -> String {
    let mut out = String::from("flowchart LR\n");
    for (at, (title, stories)) in drawing.columns().enumerate() {
        out.push_str(&format!("  subgraph column{at}[\"{title}\"]\n"));
        for story in stories {
            out.push_str("    ");
            push_id(&mut out, &story.key);
            out.push_str("[\"");
            push_label(&mut out, story.key.as_str());
            if !story.title.is_empty() {
                out.push_str("<br/>");
                push_label(&mut out, &story.title);
            }
            out.push_str(if is_done(story) {
                "\"]:::done\n"
            } else {
                "\"]\n"
            });
        }
        out.push_str("  end\n");
    }
    let mut line = |from: &StoryKey, arrow: &str, label: &str, to: &StoryKey| {
        out.push_str("  ");
        push_id(&mut out, from);
        out.push_str(arrow);
        if !label.is_empty() {
            out.push_str("|\"");
            push_label(&mut out, label);
            out.push_str("\"|");
        }
        out.push(' ');
        push_id(&mut out, to);
        out.push('\n');
    };
    for (edge, from, to) in drawing.edges() {
        let (arrow, label) = match edge.shape {
            EdgeShape::Requires => (" -->", ""),
            EdgeShape::Epic => (" ==>", ""),
            EdgeShape::Soft => (" -.->", ""),
            EdgeShape::Broken => (" -.-x", "left out: it closes a circle"),
            EdgeShape::Conflict => (" -.-", drawing.path(edge)),
        };
        line(&from.key, arrow, label, &to.key);
    }
    for (before, after) in drawing.order() {
        line(&before.key, " ~~~", "", &after.key);
    }
    out.push_str("  classDef done fill:#eef2ee,stroke:#9aa79a,color:#555\n");
    out
}

/// A key as a name that Mermaid takes: letters and digits as they are, `-` as `_`, the rest by number.
fn push_id(out: &mut String, key: &StoryKey) {
    // Some words mean something to Mermaid, and none of them begins so.
    out.push_str("s_");
    for c in key.as_str().chars() {
        match c {
            '-' => out.push('_'),
            c if c.is_ascii_alphanumeric() => out.push(c),
            c => out.push_str(&format!("_x{:x}_", u32::from(c))),
        }
    }
}

/// Words within quotes: whatever means something to Mermaid or to HTML as a numbered entity.
fn push_label(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '"' | '#' | '&' | '<' | '>' | '`' | '\\' | ';' | '*' | '_' | '~' | '$' => {
                out.push_str(&format!("#{};", u32::from(c)));
            }
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
}
