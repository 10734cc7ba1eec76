use super::*;
use crate::written::backlog;

fn built(rows: &str) -> (Backlog, Graph, Vec<String>) {
    let backlog = backlog(rows);
    let (graph, diagnostics) = build(&backlog, &GraphRules::default());
    let found = diagnostics
        .iter()
        .map(|d| format!("{} {}", d.code.as_str(), d.message))
        .collect();
    (backlog, graph, found)
}

/// The constraining edges as `dependency>dependent`, gates as `epic`.
fn edges(rows: &str) -> String {
    let (backlog, graph, _) = built(rows);
    let name = |node: Node| match backlog.stories.get(node) {
        Some(story) => story.key.to_string(),
        None => match graph.gate(node) {
            Some(Gate::Start(id)) => format!("start {id}"),
            Some(Gate::End(id)) => format!("end {id}"),
            None => "?".to_owned(),
        },
    };
    let stated = graph
        .edges
        .iter()
        .filter(|edge| edge.constrains() && !edge.places.is_empty());
    stated
        .map(|edge| format!("{}>{}", name(edge.dependency), name(edge.dependent)))
        .collect::<Vec<_>>()
        .join(" ")
}

/// The pairs that may not share a batch.
fn conflicts(rows: &str) -> String {
    let (backlog, graph, _) = built(rows);
    let mut pairs = Vec::new();
    for a in 0..backlog.stories.len() {
        for b in a + 1..backlog.stories.len() {
            if graph.conflicts.iter().any(|group| group.joins(a, b)) {
                pairs.push(format!(
                    "{}+{}",
                    backlog.stories[a].key, backlog.stories[b].key
                ));
            }
        }
    }
    pairs.join(" ")
}

#[test]
fn dependencies_become_edges_each_once() {
    assert_eq!(
        edges("1-1\n1-2 <- 1-1, 1-1\n1-3 <- 1-1?, 1-2"),
        "1-1>1-2 1-2>1-3"
    );
}

#[test]
fn a_whole_epic_is_one_edge_through_its_gate() {
    let (_, graph, _) = built("1-1\n1-2\n1-3\n2-1 <- epic-1\n2-2 <- epic-1");
    assert_eq!(graph.gates, [Gate::End(EpicId::new("1"))]);
    assert_eq!(graph.edges.len(), 5);
}

#[test]
fn unknown_and_own_keys_are_told_with_the_nearest_known_one() {
    let (_, graph, found) = built("1-1\n1-2 <- 1-2, 9-9, 1-3, epic-7, epic-1");
    assert!(graph.edges.is_empty());
    assert_eq!(
        found,
        [
            "SL0302 Story 1-2 depends on itself; this is left out",
            "SL0301 Story 1-2 depends on 9-9, which no document declares",
            "SL0301 Story 1-2 depends on 1-3, which no document declares",
            "SL0301 Story 1-2 depends on Epic 7, which no document declares",
            "SL0304 Story 1-2 names its own epic 1 as a prerequisite; this is left out",
        ]
    );
}

#[test]
fn prefixed_stories_find_their_own_family_first_by_bare_number() {
    assert_eq!(
        edges("fn-1-1\nfn-1-2 <- 1-1\nui-1-1\nui-1-2 <- 1-1"),
        "fn-1-1>fn-1-2 ui-1-1>ui-1-2"
    );
}

#[test]
fn stories_conflict_where_their_declared_files_overlap() {
    for (rows, expected) in [
        ("1-1 @ a.rs\n1-2 @ a.rs\n1-3 @ b.rs", "1-1+1-2"),
        (
            "1-1 @ src/\n1-2 @ src/a.rs\n1-3 @ src/b.rs",
            "1-1+1-2 1-1+1-3",
        ),
        (
            "1-1 @ src/auth/\n1-2 @ src/\n1-3 @ src/authority.rs",
            "1-1+1-2 1-2+1-3",
        ),
        (
            "1-1 @ src/*.rs\n1-2 @ src/a.rs\n1-3 @ src/x/a.rs",
            "1-1+1-2",
        ),
        ("1-1 @ src/**\n1-2 @ src/x/\n1-3 @ lib/", "1-1+1-2"),
        ("1-1 @ src\n1-2 @ src/", "1-1+1-2"),
        ("1-1 @ a.rs\n1-2 @ !a.rs", ""),
        ("1-1 @ a/b/\n1-2 @ a-b\n1-3 @ a/b/c", "1-1+1-3"),
    ] {
        assert_eq!(conflicts(rows), expected, "{rows}");
    }
}

#[test]
fn a_circle_is_told_as_a_path_and_broken_where_the_higher_priority_goes_first() {
    let (_, graph, found) = built("1-1 <- 1-3\n1-2 <- 1-1\n1-3 <- 1-2");
    assert_eq!(graph.edges.iter().filter(|edge| edge.broken).count(), 1);
    assert_eq!(
        found,
        ["SL0303 Circle: 1-1 → 1-2 → 1-3 → 1-1. Left out of the plan: 1-1 waits for 1-3"]
    );
}

#[test]
fn soft_edges_are_left_out_before_hard_ones() {
    let rows = "1-1 <- 1-2\n1-2 <- 1-1?";
    assert_eq!(edges(rows), "1-2>1-1");
    assert_eq!(
        built(rows).2,
        ["SL0303 Circle: 1-2 → 1-1 → 1-2. Left out of the plan: 1-2 waits for 1-1"]
    );
}

#[test]
fn circles_share_the_one_edge_that_breaks_them_all() {
    // Two circles through 1-1 > 1-2: leaving that edge out is enough.
    let (_, graph, _) = built("1-2 <- 1-1\n1-1 <- 1-3, 1-4\n1-3 <- 1-2\n1-4 <- 1-2");
    assert_eq!(graph.edges.iter().filter(|edge| edge.broken).count(), 1);
}

#[test]
fn a_circle_through_a_whole_epic_loses_only_the_edge_that_hurts() {
    let rows = "1-1\n1-2 <- 2-1\n2-1 <- epic-1";
    let (_, graph, found) = built(rows);
    assert_eq!(found.len(), 1);
    assert_eq!(graph.edges.iter().filter(|edge| edge.broken).count(), 1);
    assert!(
        edges(rows).contains("1-1>2-1"),
        "the rest of the epic is still waited for: {}",
        edges(rows)
    );
}

#[test]
fn circles_of_finished_stories_are_nobodys_business() {
    assert!(built("1-1 done <- 1-2\n1-2 <- 1-1").2.is_empty());
}

#[test]
fn a_long_ring_is_broken_once() {
    let ring: String = (1..=2000)
        .map(|n| format!("1-{n} <- 1-{}\n", if n == 1 { 2000 } else { n - 1 }))
        .collect();
    let (_, graph, found) = built(&ring);
    assert_eq!(found.len(), 1);
    assert_eq!(graph.edges.iter().filter(|edge| edge.broken).count(), 1);
}
