use proptest::prelude::{Just, prop, prop_assert, proptest};
use proptest::prop_oneof;
use proptest::strategy::Strategy;

use super::*;
use crate::backlog::{Status, StoryKey};
use crate::graph;
use crate::ordering::Table;
use crate::plan::PlanSettings;
use crate::written::backlog;

fn recorded(rows: &[(&str, Happening, &str)]) -> Vec<Recorded> {
    rows.iter()
        .map(|(story, what, date)| Recorded {
            story: (*story).to_owned(),
            what: *what,
            date: (*date).to_owned(),
        })
        .collect()
}

fn day(text: &str) -> Day {
    Day::parse(text).expect("a day")
}

#[test]
fn days_are_read_counted_and_written() {
    for text in [
        "2026-01-31",
        "2024-02-29",
        "2000-03-01",
        "1999-12-31",
        "2100-02-28",
    ] {
        assert_eq!(day(text).to_string(), text);
    }
    assert_eq!(day("2024-03-01").0 - day("2024-02-28").0, 2);
    assert_eq!(day("2026-11-22T10:00:00Z").week().to_string(), "2026-11-16");
    assert_eq!(day("2026-11-23").week().to_string(), "2026-11-23");
    for text in [
        "2026-02-30",
        "2026-13-01",
        "soon",
        "31-01-2026",
        "2026-1-3",
        "",
    ] {
        assert_eq!(Day::parse(text), None, "{text}");
    }
}

/// Worked out by hand: ten stories of complexity 2, four finished on 2, 3, 9 and 11 November, one
/// added on the 4th, one dropped on the 10th, today the 12th.
#[test]
fn velocity_and_forecast_are_as_worked_out_by_hand() {
    let mut rows: String = (1..=4).map(|n| format!("1-{n} done c=2\n")).collect();
    rows.extend((5..=9).map(|n| format!("1-{n} c=2\n")));
    rows.push_str("1-10 dropped c=2\n");
    let backlog = backlog(&rows);
    let record = recorded(&[
        ("1-1", Happening::Done, "2026-11-02"),
        ("1-2", Happening::Done, "2026-11-03"),
        ("1-9", Happening::Added, "2026-11-04"),
        ("1-3", Happening::Done, "2026-11-09"),
        ("1-10", Happening::Dropped, "2026-11-10"),
        ("1-4", Happening::Done, "2026-11-11"),
    ]);
    let found = course(
        &backlog,
        &PlanSettings::default(),
        &record,
        Some(day("2026-11-12")),
    );
    let points: Vec<String> = found
        .points
        .iter()
        .map(|p| {
            format!(
                "{} {}/{} -{}",
                p.day, p.done.stories, p.scope.stories, p.dropped.stories
            )
        })
        .collect();
    assert_eq!(
        points,
        [
            "2026-11-01 0/9 -0",
            "2026-11-02 1/9 -0",
            "2026-11-03 2/9 -0",
            "2026-11-04 2/10 -0",
            "2026-11-09 3/10 -0",
            "2026-11-10 3/9 -1",
            "2026-11-11 4/9 -0",
            "2026-11-12 4/9 -0",
        ]
    );
    let weeks: Vec<(String, u32, u32)> = found
        .weeks
        .iter()
        .map(|week| {
            (
                week.monday.to_string(),
                week.done.stories,
                week.done.complexity,
            )
        })
        .collect();
    assert_eq!(
        weeks,
        [
            ("2026-11-02".to_owned(), 2, 4),
            ("2026-11-09".to_owned(), 2, 4)
        ]
    );
    // 11 days, the first 5 (2nd to 6th) with 4, the last 6 (7th to 12th) with 4; 10 are left:
    // 10 × 5 / 4 = 12.5 days, so 13; 10 × 6 / 4 = 15 days.
    assert_eq!(found.forecast.early, Some(day("2026-11-25")));
    assert_eq!(found.forecast.late, Some(day("2026-11-27")));
    assert_eq!(
        found.forecast.sentence,
        "Finished between 2026-11-25 and 2026-11-27. Complexity 10 is left. This assumes that it goes on at the pace of the 11 days since 2026-11-02: 4 in the first 5, 4 in the last 6."
    );
}

#[test]
fn without_enough_recorded_there_is_no_forecast_and_it_says_why() {
    let check = |rows: &str, record: &[(&str, Happening, &str)], expected: &str| {
        let today = Some(day("2026-11-12"));
        let found = course(
            &backlog(rows),
            &PlanSettings::default(),
            &recorded(record),
            today,
        );
        assert_eq!(found.forecast.sentence, expected);
    };
    check(
        "1-1 done\n1-2",
        &[],
        "No forecast yet: it takes 3 completions with their days, over 4 days or more; no completion with its day is recorded.",
    );
    check(
        "1-1 done\n1-2",
        &[("1-1", Happening::Done, "2026-11-12")],
        "No forecast yet: it takes 3 completions with their days, over 4 days or more; there is 1 over 1 day.",
    );
    check(
        "1-1 done\n1-2 done\n1-3",
        &[
            ("1-1", Happening::Done, "2026-11-11"),
            ("1-2", Happening::Done, "2026-11-12"),
        ],
        "No forecast yet: it takes 3 completions with their days, over 4 days or more; there are 2 over 2 days.",
    );
    check("1-1 done\n1-2 dropped", &[], "Nothing is left to do.");
    check(
        "1-1 done\n1-2 done\n1-3 done\n1-4",
        &[
            ("1-1", Happening::Done, "2026-11-01"),
            ("1-2", Happening::Done, "2026-11-01"),
            ("1-3", Happening::Done, "2026-11-02"),
        ],
        "Finished on 2026-11-14 at the earliest; at the slower pace there is no end to be seen. Complexity 1 is left. This assumes that it goes on at the pace of the 12 days since 2026-11-01: 3 in the first 6, 0 in the last 6.",
    );
}

#[test]
fn what_does_not_fit_in_the_record_is_said_and_stays() {
    let rows = backlog("1-1 done\n1-2 done <- 1-1\n1-3");
    let (graph, _) = graph::build(&rows, &Default::default());
    let standing = Standing {
        backlog: &rows,
        graph: &graph,
        plan: None,
    };
    let record = recorded(&[
        ("1-1", Happening::Done, "2026-11-05"),
        ("1-2", Happening::Done, "2026-11-03"),
        ("1-2", Happening::Done, "yesterday"),
        ("7-7", Happening::Done, "2026-11-03"),
        ("1-3", Happening::Dropped, "2026-12-24"),
    ]);
    let found: Vec<(usize, String)> = record_problems(&standing, &record, Some(day("2026-11-06")))
        .into_iter()
        .map(|one| (one.at, one.message))
        .collect();
    let said = |at: usize, text: &str| (at, text.to_owned());
    assert_eq!(
        found,
        [
            said(
                1,
                "Story 1-2 was finished on 2026-11-03, before 1-1 which it waits for (2026-11-05)."
            ),
            said(
                2,
                "“yesterday” is no day: write it as 2026-01-31. Story 1-2 counts as finished before the record begins."
            ),
            said(
                3,
                "No document has story 7-7 any more; its entry does not count."
            ),
            said(4, "2026-12-24 is still to come."),
        ]
    );
}

fn statuses(backlog: &Backlog) -> Vec<(StoryKey, Status)> {
    let stories = backlog.stories.iter();
    stories
        .map(|story| (story.key.clone(), story.status))
        .collect()
}

#[test]
fn what_happens_between_two_readings_is_recorded_once() {
    let before = backlog("1-1\n1-2 in-progress\n1-3\n1-4 done");
    let after = backlog("1-1 done\n1-2 dropped\n1-3\n1-4\n1-5\n1-6 done");
    assert_eq!(
        happened(&statuses(&before), &after, "2026-11-05"),
        recorded(&[
            ("1-1", Happening::Done, "2026-11-05"),
            ("1-2", Happening::Dropped, "2026-11-05"),
            ("1-5", Happening::Added, "2026-11-05"),
        ])
    );
    assert_eq!(happened(&statuses(&after), &after, "2026-11-06"), []);
    assert_eq!(happened(&[], &after, "2026-11-06"), []);
}

/// Worked out by hand: the agreed plan has 1-1 and 1-2 in batch 1, 1-3 and 1-4 in batch 2, 1-5 in
/// batch 3. 1-1, 1-2 and 1-3 are finished; 1-6 was before anybody agreed on a plan.
#[test]
fn batches_are_those_of_the_plan_with_what_is_finished_of_them() {
    let rows = backlog(
        "1-1 done c=2\n1-2 done c=3\n1-3 done c=4 <- 1-1\n1-4 c=1 <- 1-2\n1-5 c=5 <- 1-4\n1-6 done c=7\n1-7 dropped",
    );
    let (graph, _) = graph::build(&rows, &Default::default());
    let settings = PlanSettings::default();
    let mut plan = crate::plan::plan(&rows, &graph, &settings).expect("a plan");
    for batch in &mut plan.batches {
        batch.id += 1;
    }
    let standing = Standing {
        backlog: &rows,
        graph: &graph,
        plan: Some(&plan),
    };
    let record = recorded(&[
        ("1-1", Happening::Done, "2026-11-03"),
        ("1-2", Happening::Done, "2026-11-05"),
        ("1-3", Happening::Done, "2026-11-09"),
    ]);
    let agreed = [("1-1", 1), ("1-2", 1), ("1-3", 2), ("1-4", 2), ("1-5", 3)];
    let agreed = Table::new(agreed.map(|(key, id)| (StoryKey::new(key), id)));
    let found = batches(&standing, &settings, &record, &agreed);
    let table: Vec<(String, u32, u32, String)> = (found.iter())
        .map(|batch| {
            let name = batch.group.name();
            (name, batch.done.stories, batch.all.stories, batch.note())
        })
        .collect();
    let row = |name: &str, done, all, note: &str| (name.to_owned(), done, all, note.to_owned());
    assert_eq!(
        table,
        [
            row("before this plan", 1, 1, "complexity 7 of 7"),
            row("1", 2, 2, "complexity 5 of 5, 2026-11-03 to 2026-11-05"),
            row("2", 1, 2, "complexity 4 of 5, on 2026-11-09"),
            row("3", 0, 1, "complexity 0 of 5"),
        ]
    );
    // Weeks of the 2nd (5) and the 9th (4): 3 stories in 2 weeks, complexity 9. Batch 1 alone is
    // complete: 2 stories, complexity 5.
    let course = course(&rows, &settings, &record, Some(day("2026-11-12")));
    assert_eq!(
        velocity(&course, &found).sentence(),
        "1.5 stories and complexity 4.5 a week, on average over 2 weeks. 2.0 stories and complexity 5.0 a batch, on average over 1 of 3 that is complete."
    );
}

#[test]
fn stories_of_epics_that_are_not_planned_stand_apart() {
    let rows = backlog("1-1\n2-1\n2-2 done");
    let (graph, _) = graph::build(&rows, &Default::default());
    let settings = PlanSettings {
        epics: Some("1".to_owned()),
        ..PlanSettings::default()
    };
    let plan = crate::plan::plan(&rows, &graph, &settings).expect("a plan");
    let standing = Standing {
        backlog: &rows,
        graph: &graph,
        plan: Some(&plan),
    };
    let found = batches(&standing, &settings, &[], &Table::default());
    let groups: Vec<(Group, usize)> = (found.iter())
        .map(|batch| (batch.group, batch.stories.len()))
        .collect();
    let batch = Group::Batch(1);
    assert_eq!(
        groups,
        [(Group::Before, 1), (batch, 1), (Group::Outside, 1)]
    );
    let course = course(&rows, &settings, &[], None);
    assert_eq!(
        velocity(&course, &found).sentence(),
        "No day is recorded on which a story was finished. The only batch is not complete yet."
    );
}

fn any_record() -> impl Strategy<Value = Vec<Recorded>> {
    let what = prop_oneof![
        Just(Happening::Added),
        Just(Happening::Done),
        Just(Happening::Dropped)
    ];
    let one = (1..9u8, what, 1..29u8).prop_map(|(story, what, day)| Recorded {
        story: format!("1-{story}"),
        what,
        date: format!("2026-11-{day:02}"),
    });
    prop::collection::vec(one, 0..24)
}

proptest! {
    #[test]
    fn burn_up_never_falls_except_by_dropped_scope(
        record in any_record(),
        statuses in prop::collection::vec(0..3u8, 8),
    ) {
        let rows: String = statuses
            .iter()
            .enumerate()
            .map(|(at, status)| {
                let status = ["", "done", "dropped"][usize::from(*status)];
                format!("1-{} {status} c={}\n", at + 1, at + 1)
            })
            .collect();
        let backlog = backlog(&rows);
        let today = day("2026-11-28");
        let found = course(&backlog, &PlanSettings::default(), &record, Some(today));
        for pair in found.points.windows(2) {
            let (before, after) = (pair[0], pair[1]);
            prop_assert!(before.day < after.day);
            prop_assert!(after.done.complexity + after.dropped.complexity >= before.done.complexity);
            prop_assert!(after.scope.complexity + after.dropped.complexity >= before.scope.complexity);
            prop_assert!(after.done.complexity <= after.scope.complexity);
        }
        // Today is as the documents have it.
        let last = found.points.last().expect("today at least");
        let done = statuses.iter().filter(|status| **status == 1).count();
        prop_assert!(last.done.stories as usize == done);
    }
}
