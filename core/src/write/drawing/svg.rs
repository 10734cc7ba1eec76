//! SVG: the picture of the graph view, complete in itself, in light colours.

use super::{Drawing, column_title};
use crate::backlog::{Status, Story};
use crate::layout::sizes::{self, COLUMN, GAP, HEAD, NODE_HEIGHT, NODE_WIDTH};
use crate::layout::{EdgeShape, LaidOutNode, epic_hue, hue_on_paper, one_line, two_lines};

/// Room around the picture.
const MARGIN: i32 = 16;
/// Tenths of a pixel that a line of a title has.
const TITLE: u32 = 1140;

/// Sizes and colours are those of the app's light look, spelled so that every program reads them.
const STYLE: &str = "\
text{font-family:system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',sans-serif;font-size:12px;fill:#1a1f29}\
.k{font-family:ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace;font-size:11px;fill:#4d535d}\
.h{font-size:13px;font-weight:600;fill:#4d535d}\
.d{fill:#4d535d}\
rect{fill:#fff;stroke:#c0c4cc}\
.l{fill:none;stroke:#666a73;stroke-width:1.3}\
.soft{stroke-dasharray:6 4}\
.epic{stroke-width:4}\
.core{stroke:#f8f9fb;stroke-width:1.8}\
.broken{stroke:#ba1e20;stroke-dasharray:8 3 1 3}\
.conflict{stroke:#a45900;stroke-width:1.6;stroke-dasharray:.1 4;stroke-linecap:round}\
.s{fill:none;stroke:#4d535d;stroke-width:1.4}";

const MARKERS: &str = "\
<defs><marker id=\"arrow\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"8\" markerHeight=\"8\" markerUnits=\"userSpaceOnUse\" orient=\"auto\"><path d=\"M0 .5 8 4 0 7.5z\" fill=\"#666a73\"/></marker>\
<marker id=\"cross\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" markerWidth=\"10\" markerHeight=\"10\" markerUnits=\"userSpaceOnUse\" orient=\"auto\"><path d=\"m2 2 6 6M8 2 2 8\" fill=\"none\" stroke=\"#ba1e20\" stroke-width=\"1.6\"/></marker></defs>";

pub(super) fn svg(drawing: &Drawing) -> String {
    let layout = drawing.layout;
    let (width, height) = (layout.width + 2 * MARGIN, layout.height + 2 * MARGIN);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"-{MARGIN} -{MARGIN} {width} {height}\">\n<style>{STYLE}</style>\n{MARKERS}\n<path d=\"M-{MARGIN} -{MARGIN}h{width}v{height}h-{width}z\" fill=\"#f8f9fb\"/>\n"
    );
    for (at, title) in layout.columns.iter().enumerate() {
        out.push_str(&format!(
            "<text class=\"h\" x=\"{}\" y=\"{}\">",
            column_x(at),
            HEAD - 26
        ));
        push_words(&mut out, &column_title(title));
        out.push_str("</text>\n");
    }
    for (edge, from, to) in drawing.edges() {
        let (class, end, told) = match edge.shape {
            EdgeShape::Requires => ("l", "arrow", ""),
            EdgeShape::Soft => ("l soft", "arrow", ", softly"),
            EdgeShape::Epic => ("l epic", "arrow", ", as for the whole epic"),
            EdgeShape::Broken => ("l broken", "cross", ", left out: it closes a circle"),
            EdgeShape::Conflict => ("l conflict", "", ""),
        };
        out.push_str("<g><title>");
        if edge.shape == EdgeShape::Conflict {
            push_words(&mut out, from.key.as_str());
            out.push_str(" and ");
            push_words(&mut out, to.key.as_str());
            out.push_str(" share ");
            push_words(&mut out, drawing.path(edge));
        } else {
            push_words(&mut out, to.key.as_str());
            out.push_str(" waits for ");
            push_words(&mut out, from.key.as_str());
            out.push_str(told);
        }
        out.push_str(&format!(
            "</title><path class=\"{class}\" d=\"{}\"",
            edge.path
        ));
        if !end.is_empty() {
            out.push_str(&format!(" marker-end=\"url(#{end})\""));
        }
        out.push_str("/>");
        if edge.shape == EdgeShape::Epic {
            out.push_str(&format!("<path class=\"l core\" d=\"{}\"/>", edge.path));
        }
        out.push_str("</g>\n");
    }
    for node in &layout.nodes {
        if let Some(story) = drawing.story(node.story) {
            push_node(&mut out, drawing, node, story);
        }
    }
    out.push_str("</svg>\n");
    out
}

/// Left edge of the nodes of a column.
fn column_x(column: usize) -> i32 {
    GAP + column as i32 * COLUMN
}

fn push_node(out: &mut String, drawing: &Drawing, node: &LaidOutNode, story: &Story) {
    let epics = &drawing.backlog.epics;
    let epic = epics.iter().position(|epic| epic.id == story.epic);
    let colour = hue_on_paper(epic_hue(epic.unwrap_or(0)));
    let whole = node
        .epic
        .and_then(|(at, count)| Some((epics.get(at)?, count)));
    let (name, title, told) = match whole {
        None => (
            // A key may be a whole name, and the status stands beside it.
            two_lines(story.key.as_str(), TITLE - 110).0,
            &story.title,
            story.status.as_str().to_owned(),
        ),
        Some((epic, count)) => (
            format!("Epic {}", epic.id),
            &epic.title,
            format!("{count} open"),
        ),
    };
    out.push_str(&format!(
        "<g transform=\"translate({} {})\"><title>",
        node.x, node.y
    ));
    for words in [&name, " ", title, ", ", &told] {
        push_words(out, words);
    }
    out.push_str(&format!(
        "</title><rect width=\"{}\" height=\"{NODE_HEIGHT}\" rx=\"4\"/><path d=\"M1.5 3v{}\" stroke=\"#{colour:06x}\" stroke-width=\"3\"/>",
        node.width,
        NODE_HEIGHT - 6
    ));
    let (first, second) = two_lines(title, TITLE + (node.width - NODE_WIDTH) as u32 * 10);
    let class = if super::is_done(story) { "d" } else { "t" };
    let mut push = |class: &str, x: i32, y: i32, text: &str| {
        if !text.is_empty() {
            out.push_str(&format!("<text class=\"{class}\" x=\"{x}\" y=\"{y}\">"));
            push_words(out, text);
            out.push_str("</text>");
        }
    };
    push("k", 12, 18, &name);
    push(class, 12, 35, &first);
    match whole {
        None => push(class, 12, 49, &second),
        // An epic's bar says which of its stories are in which batch.
        Some((epic, _)) => {
            for (column, stories) in drawing.layout.inside.iter().enumerate() {
                let within = stories.iter().filter_map(|&at| drawing.story(at));
                let within = within.filter(|story| story.epic == epic.id);
                let keys: Vec<&str> = within.map(|story| story.key.as_str()).collect();
                let x = column_x(column) - node.x + 12;
                push("k", x, 49, &one_line(&keys, sizes::IN_COLUMN));
            }
        }
    }
    out.push_str(&format!(
        "<g transform=\"translate({} 14)\">{}</g></g>\n",
        node.width - 16,
        if whole.is_some() {
            ""
        } else {
            sign(story.status)
        }
    ));
}

/// The status by its shape, as everywhere.
fn sign(status: Status) -> &'static str {
    match status {
        Status::Backlog => "<circle class=\"s\" r=\"4.5\"/>",
        Status::ReadyForDev => {
            "<circle class=\"s\" r=\"4.5\"/><path d=\"M0 0V-4.5A4.5 4.5 0 0 1 4.5 0Z\" fill=\"#4d535d\"/>"
        }
        Status::InProgress => {
            "<circle class=\"s\" r=\"4.5\"/><path d=\"M0 0V-4.5A4.5 4.5 0 0 1 0 4.5Z\" fill=\"#4d535d\"/>"
        }
        Status::Review => {
            "<circle class=\"s\" r=\"4.5\"/><path d=\"M0 0V-4.5A4.5 4.5 0 1 1 -4.5 0Z\" fill=\"#4d535d\"/>"
        }
        Status::Done => "<circle r=\"4.5\" fill=\"#0b7643\"/>",
        Status::Blocked | Status::Dropped | Status::Superseded => {
            "<circle class=\"s\" r=\"4.5\"/><path class=\"s\" d=\"M-3 -3l6 6\"/>"
        }
    }
}

/// Text between tags. What XML has no place for becomes a space.
fn push_words(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push(' '),
            c => out.push(c),
        }
    }
}
