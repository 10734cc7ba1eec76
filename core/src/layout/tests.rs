use super::*;
use crate::backlog::Backlog;
use crate::graph::{self, GraphRules};
use crate::plan::{self, PlanSettings};
use crate::written::backlog;

fn shown(rows: &str, shown: Shown) -> (Backlog, GraphLayout) {
    let backlog = backlog(rows);
    let (graph, _) = graph::build(&backlog, &GraphRules::default());
    let plan = plan::plan(&backlog, &graph, &PlanSettings::default()).expect("these rows plan");
    let picture = layout(&backlog, &graph, &plan, shown);
    (backlog, picture)
}

fn laid_out(rows: &str) -> (Backlog, GraphLayout) {
    shown(rows, Shown::default())
}

fn edges(rows: &str) -> Vec<String> {
    let (backlog, picture) = laid_out(rows);
    let key = |story: usize| backlog.stories[story].key.to_string();
    picture
        .edges
        .iter()
        .map(|e| format!("{:?} {} {}", e.shape, key(e.from), key(e.to)))
        .collect()
}

#[test]
fn columns_are_batches_and_what_is_done_stands_before_them() {
    let (_, picture) = laid_out("1-1 done\n1-2 <- 1-1\n1-3 <- 1-2\n1-4 done");
    assert_eq!(picture.columns, ["Done", "1", "2"]);
    assert_eq!(
        picture
            .nodes
            .iter()
            .map(|n| (n.story, n.column))
            .collect::<Vec<_>>(),
        [(0, 0), (1, 1), (2, 2)]
    );
}

#[test]
fn finished_stories_that_would_tower_over_the_batches_are_left_out() {
    let rows: String = (1..=30)
        .map(|n| format!("1-{n} done\n2-{n} <- 1-{n}\n"))
        .collect();
    let (_, picture) = laid_out(&rows);
    assert_eq!(picture.columns.first().map(String::as_str), Some("1"));
    assert_eq!(picture.nodes.len(), 30);
}

#[test]
fn no_two_nodes_overlap_and_all_lie_in_the_picture() {
    let rows: String = (1..=40)
        .map(|n| format!("1-{n} <- 1-{} @ f{}\n", n / 2 + 100 * (n % 3), n % 5))
        .collect();
    let (_, picture) = laid_out(&rows);
    for (at, a) in picture.nodes.iter().enumerate() {
        assert!(
            a.x >= 0
                && a.y >= 0
                && a.x + sizes::NODE_WIDTH <= picture.width
                && a.y + sizes::NODE_HEIGHT <= picture.height
        );
        for b in picture.nodes.iter().skip(at + 1) {
            assert!(
                (a.x - b.x).abs() >= sizes::NODE_WIDTH || (a.y - b.y).abs() >= sizes::NODE_HEIGHT
            );
        }
    }
}

#[test]
fn a_file_is_one_thread_through_its_batches() {
    assert_eq!(
        edges("1-1 @ a\n1-2 @ a\n1-3 @ a"),
        ["Conflict 1-1 1-2", "Conflict 1-2 1-3"]
    );
}

#[test]
fn every_kind_of_edge_is_told_apart() {
    assert_eq!(
        edges("1-1\n1-2 <- 1-1\n2-1 <- epic-1, 1-1?\n2-2 <- 2-3\n2-3 <- 2-2"),
        [
            "Requires 1-1 1-2",
            "Soft 1-1 2-1",
            "Epic 1-2 2-1",
            "Broken 2-3 2-2",
            "Requires 2-2 2-3"
        ]
    );
}

#[test]
fn the_same_backlog_gives_the_same_picture() {
    let rows = "1-1\n1-2 <- 1-1\n1-3 <- 1-1 @ a\n1-4 <- 1-2, 1-3 @ a\n1-5";
    assert_eq!(laid_out(rows).1, laid_out(rows).1);
}

#[test]
fn finished_stories_can_be_left_out() {
    let without_done = Shown {
        without_done: true,
        ..Shown::default()
    };
    let (_, picture) = shown("1-1 done\n1-2 <- 1-1\n1-3 <- 1-2", without_done);
    assert_eq!(picture.columns, ["1", "2"]);
    assert_eq!(picture.nodes.len(), 2);
    assert_eq!(picture.edges.len(), 1);
}

#[test]
fn an_epic_reaches_from_its_first_batch_to_its_last_and_no_two_overlap() {
    let by_epic = Shown {
        by_epic: true,
        ..Shown::default()
    };
    let rows =
        "1-1\n1-2 <- 1-1\n1-3 <- 1-2, 2-1\n2-1 <- 1-1\n2-2 <- 2-1 @ a\n3-1 <- 1-3 @ a\n3-2 <- 1-3";
    let (_, picture) = shown(rows, by_epic);
    let reaches: Vec<_> = picture
        .nodes
        .iter()
        .map(|n| {
            (
                n.epic.unwrap(),
                n.column,
                (n.width - sizes::NODE_WIDTH) / sizes::COLUMN,
            )
        })
        .collect();
    assert_eq!(
        reaches,
        [((0, 3), 0, 2), ((1, 2), 1, 1), ((2, 2), 3, 0)],
        "epic and stories, first column, columns more"
    );
    for (at, a) in picture.nodes.iter().enumerate() {
        for b in picture.nodes.iter().skip(at + 1) {
            assert!(a.y != b.y || a.x + a.width < b.x || b.x + b.width < a.x);
        }
    }
    let told: Vec<_> = picture
        .edges
        .iter()
        .map(|e| (e.shape, e.from, e.to))
        .collect();
    assert_eq!(
        told,
        [
            (EdgeShape::Requires, 3, 2),
            (EdgeShape::Requires, 0, 3),
            (EdgeShape::Requires, 2, 5),
            (EdgeShape::Conflict, 4, 5),
        ],
        "between two epics each kind once"
    );
}
