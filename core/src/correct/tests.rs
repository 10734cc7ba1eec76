use super::*;
use crate::graph;
use crate::written::backlog;

/// What a correction of these rows gives: `2: 4-3 4-1 4-2 | 3: …`, or its errors.
fn corrected(
    rows: &str,
    executed: Option<&str>,
    trigger: &Trigger,
) -> Result<(Correction, String), Vec<String>> {
    corrected_by(&PlanSettings::default(), rows, executed, trigger)
}

fn corrected_by(
    settings: &PlanSettings,
    rows: &str,
    executed: Option<&str>,
    trigger: &Trigger,
) -> Result<(Correction, String), Vec<String>> {
    let backlog = backlog(rows);
    let rules = GraphRules::default();
    let (graph, _) = graph::build(&backlog, &rules);
    let executed = executed.map(executed_plan);
    let sprint = Sprint {
        backlog: &backlog,
        graph: &graph,
        rules: &rules,
        settings,
        executed: executed.as_ref(),
    };
    match correct(&sprint, trigger) {
        Ok(correction) => {
            let shown = shown(&backlog, &correction.after);
            Ok((correction, shown))
        }
        Err(errors) => Err(errors.iter().map(ToString::to_string).collect()),
    }
}

fn executed_plan(text: &str) -> Executed {
    let batches = text.split('|').map(|batch| {
        let (id, keys) = batch.split_once(':').expect("id: keys");
        let keys = keys.split_whitespace().map(str::to_owned).collect();
        (id.trim().parse().expect("an id"), keys)
    });
    Executed {
        batches: batches.collect(),
    }
}

fn shown(backlog: &crate::backlog::Backlog, batches: &[(u32, Vec<usize>)]) -> String {
    let batches = batches.iter().map(|(id, stories)| {
        let keys: Vec<_> = stories
            .iter()
            .map(|&at| backlog.stories[at].key.as_str())
            .collect();
        format!("{id}: {}", keys.join(" "))
    });
    batches.collect::<Vec<_>>().join(" | ")
}

fn request(words: &str) -> Trigger {
    Trigger {
        reason: "user_request".to_owned(),
        user_input: words.to_owned(),
        current_batch_id: Some(2),
        ..Trigger::default()
    }
}

/// Three epics of three stories; the first is done.
const NINE: &str = "3-1 done\n3-2 done\n3-3 done\n4-1\n4-2 <- 3-3\n4-3\n5-1\n5-2\n5-3\n";

#[test]
fn a_batch_is_put_in_another_order_and_the_next_one_stays() {
    for executed in [
        None,
        Some("1: 3-1 3-2 3-3 | 2: 4-1 4-2 4-3 | 3: 5-1 5-2 5-3"),
    ] {
        let (correction, after) =
            corrected(NINE, executed, &request("Do 4-3 first.")).expect("a correction");
        assert_eq!(after, "2: 4-3 4-1 4-2 | 3: 5-1 5-2 5-3");
        assert_eq!(correction.reordered, 3);
        assert!(correction.moved.is_empty());
    }
}

#[test]
fn the_order_of_the_plan_being_executed_stays_where_nothing_is_asked_of_it() {
    let executed = Some("2: 4-3 4-1 4-2 | 3: 5-3 5-1 5-2");
    let (correction, after) =
        corrected(NINE, executed, &request("drop 5-1")).expect("a correction");
    assert_eq!(after, "2: 4-3 4-1 4-2 | 3: 5-3 5-2");
    assert_eq!(correction.reordered, 0);
    let (_, after) = corrected(NINE, executed, &request("do 4-2 first")).expect("a correction");
    assert_eq!(after, "2: 4-2 4-3 4-1 | 3: 5-3 5-1 5-2");
}

#[test]
fn words_change_the_rest_as_they_say() {
    let rows: &[(&str, &str)] = &[
        ("drop 4-2", "2: 4-1 4-3 | 3: 5-1 5-2 5-3"),
        (
            "skip story 4.1 and 4.2 because nobody asked",
            "2: 4-3 | 3: 5-1 5-2 5-3",
        ),
        ("5-2 first", "2: 5-2 4-1 4-2 | 3: 4-3 5-1 5-3"),
        ("move 4-1 to batch 3", "2: 4-2 4-3 5-1 | 3: 4-1 5-2 5-3"),
        ("prioritise epic 5", "2: 5-1 5-2 5-3 | 3: 4-1 4-2 4-3"),
        ("4-2 after 4-1", "2: 4-1 4-3 5-1 | 3: 4-2 5-2 5-3"),
        ("order: 4-2, 4-3, 4-1", "2: 4-2 4-3 4-1 | 3: 5-1 5-2 5-3"),
        ("4-3 > 4-1", "2: 4-3 4-1 4-2 | 3: 5-1 5-2 5-3"),
        (
            "freeze batch 2, then drop 5-1",
            "2: 4-1 4-2 4-3 | 3: 5-2 5-3",
        ),
        ("defer 4-1", "2: 4-2 4-3 5-1 | 3: 4-1 5-2 5-3"),
        ("keep 4-1 and drop epic 5", "2: 4-1 4-2 4-3"),
    ];
    for (words, expected) in rows {
        let (correction, after) = corrected(NINE, None, &request(words)).expect(words);
        assert!(
            correction.not_understood.is_empty(),
            "{words}: {correction:?}"
        );
        assert_eq!(after, *expected, "{words}");
    }
}

#[test]
fn what_cannot_be_is_said_and_changes_nothing() {
    let with = |change: fn(&mut Trigger)| {
        let mut trigger = request("");
        change(&mut trigger);
        trigger
    };
    let rows: Vec<(Trigger, &str)> = vec![
        (with(|t| t.reason = "mood".into()), "“mood” is no reason"),
        (
            with(|t| t.current_batch_id = Some(9)),
            "there is no batch 9; the plan has batches 1 to 3",
        ),
        (
            with(|t| t.dropped_stories = vec!["9-9".into()]),
            "there is no story 9-9",
        ),
        (
            with(|t| t.dropped_stories = vec!["3-1".into()]),
            "story 3-1 is done",
        ),
        (
            with(|t| t.added_stories = vec!["4-1".into()]),
            "story 4-1 is in the plan already",
        ),
        (
            with(|t| t.user_input = "drop 7-7".into()),
            "there is no story 7-7",
        ),
        (
            with(|t| t.user_input = "move 4-1 to batch 1".into()),
            "batch 1 is over",
        ),
    ];
    for (trigger, expected) in rows {
        let errors = corrected(NINE, None, &trigger).expect_err(expected);
        assert!(
            errors.iter().any(|error| error.contains(expected)),
            "{expected}: {errors:?}"
        );
    }
    let errors = corrected("1-1\n1-2 <- 1-1\n", None, &request("drop 1-1")).expect_err("not begun");
    assert_eq!(
        errors,
        ["the sprint has not started: every story is still in backlog"]
    );
    let errors = corrected(
        "0-1 done\n1-1\n1-2 <- 1-1\n",
        None,
        &Trigger {
            current_batch_id: None,
            ..request("1-2 before 1-1")
        },
    )
    .expect_err("against a dependency");
    assert_eq!(
        errors,
        ["story 1-2 cannot come before 1-1: it waits for it"]
    );
}

#[test]
fn words_that_say_something_else_are_quoted_back() {
    let (correction, after) = corrected(
        NINE,
        None,
        &request("Make the login nicer; drop 5-3. Drop whatever is slow."),
    )
    .expect("a correction");
    assert_eq!(
        correction.not_understood,
        ["Make the login nicer", "Drop whatever is slow"]
    );
    assert_eq!(after, "2: 4-1 4-2 4-3 | 3: 5-1 5-2");
    let long = "x".repeat(MOST_INPUT + 5);
    let (correction, _) = corrected(NINE, None, &request(&long)).expect("a correction");
    assert!(correction.warnings[0].contains("2000 characters"));
    assert_eq!(correction.user_input.len(), MOST_INPUT);
}

#[test]
fn stories_that_wait_for_a_dropped_one_are_relinked_dropped_or_left() {
    let rows = "1-1 in-progress\n1-2 <- 1-1\n1-3 <- 1-2\n";
    let with = |rule| Trigger {
        dropped_stories: vec!["1-2".into()],
        drop_rule: rule,
        current_batch_id: None,
        ..request("")
    };
    let (correction, after) = corrected(rows, None, &with(DropRule::Relink)).expect("relinked");
    assert_eq!(after, "1: 1-1 | 2: 1-3");
    assert_eq!(correction.stranded[0].waiting, [2]);
    let (correction, after) = corrected(rows, None, &with(DropRule::Cascade)).expect("cascaded");
    assert_eq!((after.as_str(), correction.dropped.len()), ("1: 1-1", 2));
    let (correction, after) = corrected(rows, None, &with(DropRule::LeaveUnmet)).expect("left");
    assert_eq!(after, "1: 1-1 1-3");
    assert!(correction.warnings[0].contains("still wait"));
}

#[test]
fn who_waits_for_a_dropped_story_is_named_though_it_came_in_by_the_same_trigger() {
    let rows = "1-1 in-progress\n1-2 <- 1-1\n1-3 dropped <- 1-2\n1-4\n";
    let trigger = Trigger {
        added_stories: vec!["1-3".into()],
        dropped_stories: vec!["1-2".into()],
        drop_rule: DropRule::Cascade,
        current_batch_id: None,
        ..request("")
    };
    let (correction, after) = corrected(rows, None, &trigger).expect("cascaded");
    assert_eq!(after, "1: 1-1 1-4");
    assert_eq!(correction.stranded.len(), 1);
    assert_eq!(correction.stranded[0].waiting, [2]);
}

#[test]
fn failures_name_what_they_share_and_what_each_way_out_costs() {
    let trigger = Trigger {
        reason: "repeated_failures".into(),
        failed_stories: vec!["4-1".into(), "4-1".into(), "4-3".into()],
        ..request("")
    };
    let rows =
        "3-1 done\n3-2 done\n3-3 done\n4-1 @ src/pay.rs\n4-2\n4-3 @ src/pay.rs\n5-1 <- 4-1\n";
    let (correction, _) = corrected(rows, None, &trigger).expect("a correction");
    let report = correction.failures.expect("a report");
    assert_eq!(report.epic.as_ref().map(|epic| epic.as_str()), Some("4"));
    assert_eq!(report.files, [("src/pay.rs".to_owned(), 2)]);
    assert!(report.blocker);
    assert_eq!(report.owner, "Architect");
    let drop = report.failed[0]
        .choices
        .iter()
        .find(|c| c.remedy == Remedy::Drop);
    assert_eq!(drop.and_then(|c| c.batches), Some(1));
}
#[test]
fn what_is_in_progress_stays_even_where_no_list_schedule_finds_that_plan_again() {
    let rows = "1-1 <- 1-3, epic-2? @ src/
1-2 <- 2-2, epic-2? @ src/
1-3 in-progress <- epic-2?
1-4 <- epic-2? @ src/
2-1 done
2-2 <- epic-2?
2-3 <- epic-1
3-1 in-progress <- 2-3";
    let plan = "1: 1-3 1-4 | 2: 1-1 2-2 | 3: 1-2 | 4: 2-3 | 5: 3-1";
    let settings = PlanSettings {
        batch_size: 2,
        ..PlanSettings::default()
    };
    for words in ["", "freeze 1-2; defer 1-1", "1-4 first"] {
        let trigger = Trigger {
            current_batch_id: None,
            ..request(words)
        };
        let (correction, after) =
            corrected_by(&settings, rows, Some(plan), &trigger).expect("a correction");
        let said = correction.warnings.iter().any(|one| one.contains("3-1"));
        assert!(after.ends_with("5: 3-1") && !said, "{words}: {after}");
    }
}
