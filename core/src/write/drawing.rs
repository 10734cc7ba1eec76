//! The graph as text for other tools: what the picture shows, as Mermaid, DOT or SVG.

mod dot;
mod mermaid;
mod svg;
#[cfg(test)]
mod tests;

use crate::backlog::{Backlog, Status, Story};
use crate::graph::Graph;
use crate::layout::{GraphLayout, LaidOutEdge};

/// A form in which the graph can be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GraphFormat {
    /// A flowchart of Mermaid, as Markdown pages show it.
    Mermaid,
    /// A digraph of Graphviz.
    Dot,
    /// The picture itself, in light colours, without anything from outside.
    Svg,
}

impl GraphFormat {
    /// All of them.
    pub const ALL: &'static [Self] = &[Self::Mermaid, Self::Dot, Self::Svg];

    /// The name, as options have it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Mermaid => "mermaid",
            Self::Dot => "dot",
            Self::Svg => "svg",
        }
    }

    /// The ending of files.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Mermaid => "mmd",
            Self::Dot => "dot",
            Self::Svg => "svg",
        }
    }
}

/// The graph in one of the forms: every batch a group, every kind of edge by its stroke and end
/// (a dependency solid, a soft one dashed, a shared file dotted and without an arrow, one that was
/// left out of the plan marked as such). The same layout gives the same bytes.
pub fn graph_drawing(
    format: GraphFormat,
    backlog: &Backlog,
    graph: &Graph,
    layout: &GraphLayout,
) -> String {
    let drawing = Drawing {
        backlog,
        graph,
        layout,
    };
    match format {
        GraphFormat::Mermaid => mermaid::mermaid(&drawing),
        GraphFormat::Dot => dot::dot(&drawing),
        GraphFormat::Svg => svg::svg(&drawing),
    }
}

/// What is written.
struct Drawing<'a> {
    backlog: &'a Backlog,
    graph: &'a Graph,
    layout: &'a GraphLayout,
}

impl<'a> Drawing<'a> {
    fn story(&self, at: usize) -> Option<&'a Story> {
        self.backlog.stories.get(at)
    }

    /// The columns, each with its title and its stories from top to bottom.
    fn columns(&self) -> impl Iterator<Item = (String, Vec<&'a Story>)> {
        self.layout.columns.iter().enumerate().map(|(at, title)| {
            let within = self.layout.nodes.iter().filter(|node| node.column == at);
            let mut within: Vec<_> = within.map(|node| (node.y, node.story)).collect();
            crate::ordering::sort(&mut within);
            let stories = within.iter().filter_map(|&(_, story)| self.story(story));
            (column_title(title), stories.collect())
        })
    }

    /// The edges with their ends.
    fn edges(&self) -> impl Iterator<Item = (&'a LaidOutEdge, &'a Story, &'a Story)> {
        let edges = self.layout.edges.iter();
        edges.filter_map(|edge| Some((edge, self.story(edge.from)?, self.story(edge.to)?)))
    }

    /// The path that a conflict is about.
    fn path(&self, edge: &LaidOutEdge) -> &'a str {
        let group = self.graph.conflicts.get(edge.index);
        group.map_or("", |group| group.path.as_str())
    }

    /// The first stories of neighbouring columns: what is between them keeps the batches in order
    /// where no edge does.
    fn order(&self) -> Vec<(&'a Story, &'a Story)> {
        let firsts: Vec<&Story> = self
            .columns()
            .filter_map(|(_, stories)| stories.first().copied())
            .collect();
        let pairs = firsts.iter().zip(firsts.iter().skip(1));
        pairs.map(|(a, b)| (*a, *b)).collect()
    }
}

/// "Batch 3", or the title where it is no number.
fn column_title(title: &str) -> String {
    if title.bytes().all(|byte| byte.is_ascii_digit()) {
        format!("Batch {title}")
    } else {
        title.to_owned()
    }
}

fn is_done(story: &Story) -> bool {
    story.status == Status::Done
}
