use super::*;
use crate::graph::{self, GraphRules};
use crate::layout::{Shown, layout};
use crate::plan::{self, PlanSettings};
use crate::written::backlog;

fn drawn(format: GraphFormat, rows: &str, title: &str) -> String {
    let mut backlog = backlog(rows);
    if let Some(first) = backlog.stories.first_mut().filter(|_| !title.is_empty()) {
        first.title = title.to_owned();
    }
    let (graph, _) = graph::build(&backlog, &GraphRules::default());
    let plan = plan::plan(&backlog, &graph, &PlanSettings::default()).expect("these rows plan");
    drawn_as(format, Shown::default(), &backlog, &graph, &plan)
}

fn drawn_as(
    format: GraphFormat,
    shown: Shown,
    backlog: &Backlog,
    graph: &Graph,
    plan: &plan::Plan,
) -> String {
    let layout = layout(backlog, graph, plan, shown);
    graph_drawing(format, backlog, graph, &layout)
}

const EVERY_KIND: &str =
    "1-0 done\n1-1 <- 1-0 @ a/b\n1-2 <- 1-1 @ a/b\n2-1 <- epic-1, 1-1?\n2-2 <- 2-3\n2-3 <- 2-2";

#[test]
fn mermaid_has_a_subgraph_a_batch_and_an_arrow_a_kind() {
    insta::assert_snapshot!(drawn(GraphFormat::Mermaid, EVERY_KIND, ""), @r##"
    flowchart LR
      subgraph column0["Done"]
        s_1_0["1-0<br/>Story 1-0"]:::done
      end
      subgraph column1["Batch 1"]
        s_1_1["1-1<br/>Story 1-1"]
      end
      subgraph column2["Batch 2"]
        s_1_2["1-2<br/>Story 1-2"]
        s_2_2["2-2<br/>Story 2-2"]
      end
      subgraph column3["Batch 3"]
        s_2_1["2-1<br/>Story 2-1"]
        s_2_3["2-3<br/>Story 2-3"]
      end
      s_1_0 --> s_1_1
      s_1_1 --> s_1_2
      s_1_1 -.-> s_2_1
      s_1_2 ==> s_2_1
      s_2_3 -.-x|"left out: it closes a circle"| s_2_2
      s_2_2 --> s_2_3
      s_1_1 -.-|"a/b"| s_1_2
      s_1_0 ~~~ s_1_1
      s_1_1 ~~~ s_1_2
      s_1_2 ~~~ s_2_1
      classDef done fill:#eef2ee,stroke:#9aa79a,color:#555
    "##);
}

#[test]
fn dot_has_a_cluster_a_batch_and_a_style_a_kind() {
    insta::assert_snapshot!(drawn(GraphFormat::Dot, EVERY_KIND, ""), @r##"
    digraph sprint {
      rankdir=LR;
      node [shape=box, style=rounded, fontname="sans-serif", fontsize=11];
      edge [color="#5b6170", fontname="sans-serif", fontsize=9];
      subgraph cluster_0 {
        label="Done";
        color="#d5d8e0";
        fontname="sans-serif";
        "1-0" [label="1-0\nStory 1-0", fontcolor="#6b7280"];
      }
      subgraph cluster_1 {
        label="Batch 1";
        color="#d5d8e0";
        fontname="sans-serif";
        "1-1" [label="1-1\nStory 1-1"];
      }
      subgraph cluster_2 {
        label="Batch 2";
        color="#d5d8e0";
        fontname="sans-serif";
        "1-2" [label="1-2\nStory 1-2"];
        "2-2" [label="2-2\nStory 2-2"];
      }
      subgraph cluster_3 {
        label="Batch 3";
        color="#d5d8e0";
        fontname="sans-serif";
        "2-1" [label="2-1\nStory 2-1"];
        "2-3" [label="2-3\nStory 2-3"];
      }
      "1-0" -> "1-1";
      "1-1" -> "1-2";
      "1-1" -> "2-1" [style=dashed];
      "1-2" -> "2-1" [penwidth=3];
      "2-3" -> "2-2" [style=dashed, color="#c02a2a", arrowhead=tee, constraint=false, label="left out: it closes a circle"];
      "2-2" -> "2-3";
      "1-1" -> "1-2" [style=dotted, color="#a05a00", dir=none, constraint=false, label="a/b"];
      "1-0" -> "1-1" [style=invis];
      "1-1" -> "1-2" [style=invis];
      "1-2" -> "2-1" [style=invis];
    }
    "##);
}

#[test]
fn no_title_breaks_out_of_its_place() {
    let nasty = "a\"];\n} end <b>&#35;`*_~\\ %% --> [x]\u{7}{\u{ffff}$";
    let mermaid = drawn(GraphFormat::Mermaid, "1-1", nasty);
    let label = mermaid.lines().nth(2).expect("the story");
    assert_eq!(label.matches('"').count(), 2, "{label}");
    assert!(
        !label.contains(['<', '`', '\\']) || label.contains("<br/>"),
        "{label}"
    );
    assert_eq!(mermaid.lines().count(), 5, "{mermaid}");

    let dot = drawn(GraphFormat::Dot, "1-1", nasty);
    let label = dot
        .lines()
        .find(|line| line.contains("label=\"1-1"))
        .expect("the story");
    assert!(
        label.ends_with("\"];") && label.contains("a\\\"]; }") && label.contains("~\\\\"),
        "{label}"
    );

    let svg = drawn(GraphFormat::Svg, "1-1", nasty);
    assert!(svg.contains("&lt;b&gt;&amp;#35;`"), "{svg}");
    assert!(!svg.contains(['\u{7}', '\u{ffff}']));
}

#[test]
fn names_of_mermaid_are_as_different_as_the_keys() {
    let mermaid = drawn(GraphFormat::Mermaid, "0.5-1\n0-5-1\nA-1\na-1", "");
    for name in ["s_0_x2e_5_1[", "s_0_5_1[", "s_A_1[", "s_a_1["] {
        assert_eq!(mermaid.matches(name).count(), 1, "{name} in {mermaid}");
    }
}

#[test]
fn the_picture_has_every_story_and_edge_and_nothing_from_outside() {
    let svg = drawn(GraphFormat::Svg, EVERY_KIND, "");
    assert_eq!(svg.matches("<rect").count(), 6);
    for kind in ["l", "l soft", "l epic", "l broken", "l conflict"] {
        assert!(
            svg.contains(&format!("<path class=\"{kind}\" d=\"M")),
            "{kind}"
        );
    }
    assert!(svg.contains("<title>1-1 and 1-2 share a/b</title>"));
    assert_eq!(
        svg.matches("http").count(),
        1,
        "only the name of the language"
    );
    assert!(!svg.contains("var(") && !svg.contains("oklch"));
}

#[test]
fn the_picture_by_epic_names_every_batch_and_in_it_the_stories() {
    let backlog = backlog("1-1\n1-2 <- 1-1\n1-3 <- 1-2\n2-1 <- 1-1\n2-2 <- 2-1");
    let (graph, _) = graph::build(&backlog, &GraphRules::default());
    let plan = plan::plan(&backlog, &graph, &PlanSettings::default()).expect("these rows plan");
    let by_epic = Shown {
        by_epic: true,
        ..Shown::default()
    };
    let svg = drawn_as(GraphFormat::Svg, by_epic, &backlog, &graph, &plan);
    assert_eq!(svg.matches("<rect").count(), 2, "a bar an epic");
    for words in [
        "Batch 1", "Batch 2", "Batch 3", "1-1", "1-2", "1-3", "2-1", "2-2",
    ] {
        assert!(
            svg.contains(&format!(">{words}</text>")),
            "{words} in {svg}"
        );
    }
}

#[test]
fn a_key_that_is_a_whole_name_stays_within_its_node() {
    let svg = drawn(
        GraphFormat::Svg,
        "1-1\nharbour-lanterns-and-all-their-wicks-1-2",
        "",
    );
    assert!(
        svg.contains("<text class=\"k\" x=\"12\" y=\"18\">harbour-lante"),
        "{svg}"
    );
    assert!(!svg.contains("wicks-1-2</text>"), "{svg}");
}

#[test]
fn the_same_graph_gives_the_same_bytes() {
    for &format in GraphFormat::ALL {
        assert_eq!(drawn(format, EVERY_KIND, ""), drawn(format, EVERY_KIND, ""));
    }
}
