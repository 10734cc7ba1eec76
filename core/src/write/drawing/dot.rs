//! DOT: a digraph with a cluster for each batch.

use super::{Drawing, is_done};
use crate::layout::EdgeShape;

pub(super) fn dot(drawing: &Drawing) -> String {
    let mut out = String::from(
        "digraph sprint {\n  rankdir=LR;\n  node [shape=box, style=rounded, fontname=\"sans-serif\", fontsize=11];\n  edge [color=\"#5b6170\", fontname=\"sans-serif\", fontsize=9];\n",
    );
    for (at, (title, stories)) in drawing.columns().enumerate() {
        out.push_str(&format!("  subgraph cluster_{at} {{\n    label=\"{title}\";\n    color=\"#d5d8e0\";\n    fontname=\"sans-serif\";\n"));
        for story in stories {
            out.push_str("    ");
            push_quoted(&mut out, &[story.key.as_str()]);
            out.push_str(" [label=");
            push_quoted(&mut out, &[story.key.as_str(), &story.title]);
            if is_done(story) {
                out.push_str(", fontcolor=\"#6b7280\"");
            }
            out.push_str("];\n");
        }
        out.push_str("  }\n");
    }
    let mut line = |from: &str, to: &str, style: &str, label: &str| {
        out.push_str("  ");
        push_quoted(&mut out, &[from]);
        out.push_str(" -> ");
        push_quoted(&mut out, &[to]);
        if !style.is_empty() {
            out.push_str(&format!(" [{style}"));
            if !label.is_empty() {
                out.push_str(", label=");
                push_quoted(&mut out, &[label]);
            }
            out.push(']');
        }
        out.push_str(";\n");
    };
    for (edge, from, to) in drawing.edges() {
        let (style, label) = match edge.shape {
            EdgeShape::Requires => ("", ""),
            EdgeShape::Epic => ("penwidth=3", ""),
            EdgeShape::Soft => ("style=dashed", ""),
            EdgeShape::Broken => (
                "style=dashed, color=\"#c02a2a\", arrowhead=tee, constraint=false",
                "left out: it closes a circle",
            ),
            EdgeShape::Conflict => (
                "style=dotted, color=\"#a05a00\", dir=none, constraint=false",
                drawing.path(edge),
            ),
        };
        line(from.key.as_str(), to.key.as_str(), style, label);
    }
    for (before, after) in drawing.order() {
        line(before.key.as_str(), after.key.as_str(), "style=invis", "");
    }
    out.push_str("}\n");
    out
}

/// Lines as one quoted string; empty ones are left out.
fn push_quoted(out: &mut String, lines: &[&str]) {
    out.push('"');
    for (at, line) in lines.iter().filter(|line| !line.is_empty()).enumerate() {
        if at > 0 {
            out.push_str("\\n");
        }
        for c in line.chars() {
            match c {
                '"' | '\\' => out.extend(['\\', c]),
                c if c.is_control() => out.push(' '),
                c => out.push(c),
            }
        }
    }
    out.push('"');
}
