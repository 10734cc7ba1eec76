use super::*;
use crate::backlog::{EpicStatus, Status};
use crate::graph;
use crate::plan::{self, PlanSettings};
use crate::written::backlog;

struct Sprint {
    backlog: Backlog,
    graph: Graph,
    plan: Option<Plan>,
}

impl Sprint {
    fn of(rows: &str) -> Self {
        Self::with(backlog(rows), &PlanSettings::default())
    }

    fn with(backlog: Backlog, settings: &PlanSettings) -> Self {
        let (graph, _) = graph::build(&backlog, &Default::default());
        let plan = plan::plan(&backlog, &graph, settings).ok();
        Self {
            backlog,
            graph,
            plan,
        }
    }

    fn standing(&self) -> Standing<'_> {
        Standing {
            backlog: &self.backlog,
            graph: &self.graph,
            plan: self.plan.as_ref(),
        }
    }
}

#[test]
fn the_next_action_follows_the_ladder_and_says_why() {
    let check = |rows: &str, expected: &str| {
        let sprint = Sprint::of(rows);
        assert_eq!(next_action(&sprint.standing()).sentence, expected, "{rows}");
    };
    check(
        "1-1 done\n1-2 in-progress\n1-3 review\n1-4 ready-for-dev\n1-5",
        "Finish story 1-2 “Story 1-2”: it is in progress and it stands in batch 1.",
    );
    check(
        "1-1 review\n1-2 ready-for-dev\n1-3 <- 1-1",
        "Finish the review of story 1-1 “Story 1-1”: it is in review and it stands in batch 1. 1 story waits for it.",
    );
    // A ready story that waits is no next action; one in the backlog that is free is.
    check(
        "1-1\n1-2 ready-for-dev <- 1-1",
        "Make ready and begin story 1-1 “Story 1-1”: no ready story can begin, it waits for nothing and it stands in batch 1. 1 story waits for it.",
    );
    check(
        "1-1 done\n1-2 ready-for-dev <- 1-1\n1-3 ready-for-dev",
        "Begin story 1-2 “Story 1-2”: it is ready, what it needs is there and it stands in batch 1, the first of 2 that are ready.",
    );
    check(
        "1-1\n1-2 in-progress <- 1-1",
        "Finish story 1-2 “Story 1-2”: it is in progress and it stands in batch 2. It began before 1-1, which is not done.",
    );
    check(
        "1-1 done\n1-2 dropped",
        "Every story is finished: hold the retrospectives that are open, or plan the next epic.",
    );
    check(
        "1-1 dropped\n1-2 <- 1-1",
        "Nothing can begin: story 1-2 “Story 1-2” waits for 1-1, which no open story brings. Take the dependency out, or bring back what it names.",
    );
    check(
        "",
        "There are no stories yet: add documents that have some, or create them from an epic.",
    );
}

#[test]
fn of_equal_stories_the_one_in_the_earliest_batch_comes_first_then_priority() {
    let sprint = Sprint::of("1-1 p3\n1-2 p0\n2-1 p1\n2-2 p1");
    let next = next_action(&sprint.standing());
    assert_eq!(next.action, Action::Prepare);
    let batch = |story: usize| sprint.standing().batch(story).expect("is planned");
    let all: Vec<usize> = next.story.into_iter().chain(next.others).collect();
    assert_eq!(all.len(), 4);
    assert!(all.windows(2).all(|pair| batch(pair[0]) <= batch(pair[1])));
    assert_eq!(all[0], 1);
}

#[test]
fn a_blocked_story_is_cleared_when_nothing_else_can_begin() {
    let mut rows = backlog("1-1\n1-2 <- 1-1\n1-3 <- 1-2");
    rows.stories[0].status = Status::Blocked;
    let sprint = Sprint::with(rows, &PlanSettings::default());
    let next = next_action(&sprint.standing());
    assert_eq!((next.action, next.story), (Action::Unblock, Some(0)));
    assert_eq!(
        next.sentence,
        "Clear what blocks story 1-1 “Story 1-1”: nothing else can begin, and 2 stories wait for it."
    );
}

#[test]
fn whole_epics_are_met_story_by_story_and_reach_what_they_hold_up() {
    let sprint = Sprint::of("1-1 done\n1-2\n1-3 dropped\n2-1 <- epic-1\n2-2 <- 2-1");
    let standing = sprint.standing();
    let needs: Vec<(Need, bool)> = prerequisites(&standing, 3)
        .into_iter()
        .map(|need| (need.need, need.met))
        .collect();
    assert_eq!(
        needs,
        [
            (Need::Story(0), true),
            (Need::Story(1), false),
            (Need::Story(2), true)
        ]
    );
    assert_eq!(held_up(&standing, 1), [3, 4]);
    assert_eq!(held_up(&standing, 4), [0; 0]);
}

#[test]
fn one_of_two_alternatives_is_enough() {
    let mut rows = backlog("1-1 done\n1-2\n1-3 <- 1-1, 1-2");
    let both = rows.stories[2].dependencies.remove(1);
    rows.stories[2].dependencies[0].targets.extend(both.targets);
    rows.stories[2].dependencies[0].alternatives = true;
    let sprint = Sprint::with(rows, &PlanSettings::default());
    assert!(
        prerequisites(&sprint.standing(), 2)
            .iter()
            .all(|need| need.met)
    );
}

#[test]
fn epics_roll_up_from_their_stories_and_are_never_lowered() {
    let mut rows =
        backlog("1-1 done\n1-2 dropped\n2-1 ready-for-dev\n2-2\n3-1\n4-1 dropped\n5-1 done\n5-2");
    for epic in &mut rows.epics {
        epic.status = match epic.id.as_str() {
            "1" => Some(EpicStatus::InProgress),
            "5" => Some(EpicStatus::Done),
            _ => None,
        };
    }
    let sentences: Vec<Option<String>> =
        roll_up(&rows).iter().map(EpicProgress::sentence).collect();
    let said = |text: &str| Some(text.to_owned());
    assert_eq!(
        sentences,
        [
            said(
                "Epic 1 can be set to done: its only story is finished, its status is in-progress."
            ),
            said(
                "Epic 2 can be set to in-progress: 1 of 2 stories have begun, its status is not written."
            ),
            None,
            None,
            said("Epic 5 is written as done, but 1 story is open."),
        ]
    );
}

#[test]
fn blockers_name_what_is_the_matter_who_acts_and_what_it_holds_up() {
    let mut rows = backlog(
        "1-1\n1-2 <- 1-1\n1-3 <- 1-2\n2-1 dropped\n2-2 <- 2-1\n3-1\n3-2 in-progress <- 3-1\n4-1 <- 4-2\n4-2 <- 4-1\n5-1 <- 9-9",
    );
    rows.stories[0].status = Status::Blocked;
    rows.stories[0].status_text = Some("blocked-credentials".to_owned());
    let (graph, diagnostics) = graph::build(&rows, &Default::default());
    let plan = plan::plan(&rows, &graph, &PlanSettings::default()).ok();
    let standing = Standing {
        backlog: &rows,
        graph: &graph,
        plan: plan.as_ref(),
    };
    let stopped = [Stopped {
        story: 5,
        failed: true,
        reason: "CODE REVIEW FAIL".to_owned(),
    }];
    let found = blockers(&standing, &diagnostics, &stopped);
    let told: Vec<String> = found
        .iter()
        .map(|one| {
            let kind = one.kind;
            format!("{} · {} · {}", one.sentence, kind.owner(), one.holds.len())
        })
        .collect();
    assert_eq!(
        told,
        [
            "Story 1-1 is blocked: blocked-credentials. · PM · 2",
            "Story 3-1 failed: CODE REVIEW FAIL. · Dev · 1",
            "4-1 and 4-2 wait for one another; the plan leaves out that 4-1 waits for 4-2. · Architect · 2",
            "Story 2-2 waits for 2-1, which is dropped. · PM · 0",
            "Story 3-2 has begun, but 3-1 is not done. · PM · 0",
            "Story 5-1 depends on 9-9, which no document declares. · Scrum Master · 0",
        ]
    );
}

#[test]
fn finished_stories_hold_nothing_up() {
    let sprint = Sprint::of("1-1 done <- 1-2\n1-2 dropped");
    assert_eq!(blockers(&sprint.standing(), &[], &[]), []);
}

#[test]
fn the_sequence_goes_by_dependencies_then_by_value_and_says_why() {
    let check = |rows: &str, expected: &[&str]| {
        let sprint = Sprint::of(rows);
        let standing = sprint.standing();
        let found: Vec<String> = (sequence(&standing, &PlanSettings::default()).iter())
            .map(|step| {
                format!(
                    "{} {}: {}",
                    step.batch,
                    standing.key(step.story),
                    step.because
                )
            })
            .collect();
        assert_eq!(found, expected, "{rows}");
    };
    // What has begun, then the priority, then what opens others, then the smaller.
    check(
        "1-1 c=5\n1-2 c=2\n1-3 c=3\n1-4 c=9 <- 1-3",
        &[
            "1 1-3: 1 story waits for it and complexity 3",
            "1 1-2: complexity 2",
            "1 1-1: complexity 5",
            "2 1-4: complexity 9 and after 1-3",
        ],
    );
    check(
        "1-1 c=1\n1-2 p0 c=9\n1-3 in-progress c=9",
        &[
            "1 1-3: it is in progress and complexity 9",
            "1 1-2: priority p0 and complexity 9",
            "1 1-1: complexity 1",
        ],
    );
    // What has begun is finished first, wherever it is planned.
    check(
        "1-1 c=3\n1-2 c=3\n1-3 c=3\n1-4 in-progress c=9",
        &[
            "2 1-4: it is in progress and complexity 9",
            "1 1-1: complexity 3",
            "1 1-2: complexity 3",
            "1 1-3: complexity 3",
        ],
    );
    check("1-1 done", &[]);
}
