use super::*;
use crate::graph::{self, GraphRules};
use crate::progress::Standing;
use crate::read::{self, Reading};
use crate::source::{Code, Document};

const EPICS: &str = "# Pier\n\n## Epic 1: Harbour\n\n### Story 1.1: Build the pier\n\n### Story 1.2: Set up the crane\n\n## Epic 2: Light\n\n### Story 2.1: Light the lamp\n";

fn merged(epics: &str, others: &[(&str, &str)], status: &str) -> Generated {
    merged_at(epics, others, status, None)
}

fn merged_at(epics: &str, others: &[(&str, &str)], status: &str, now: Option<&str>) -> Generated {
    let wishes = Wishes { now, same: &[] };
    merged_as(epics, others, status, &wishes)
}

fn merged_as(epics: &str, others: &[(&str, &str)], status: &str, wishes: &Wishes<'_>) -> Generated {
    let mut documents = vec![
        Document::new("epics.md", epics),
        Document::new("s.yaml", status),
    ];
    documents.extend(
        others
            .iter()
            .map(|(path, text)| Document::new(*path, *text)),
    );
    let readings: Vec<Reading> = documents.iter().map(read::document).collect();
    let readings: Vec<&Reading> = readings.iter().collect();
    let (backlog, _) = read::join(&readings);
    generate(&documents[1], &readings, &backlog, wishes)
}

#[test]
fn a_file_in_sync_keeps_every_byte() {
    for status in [
        "# c\ndevelopment_status:\n  epic-1: backlog\n  1-1-build-the-pier: done # yes\n  1-2-set-up-the-crane: backlog\n\n  epic-2: backlog\n  2-1-light-the-lamp: review\n",
        // In another order, without epics, with stories of its own words.
        "development_status:\r\n  2-1-lamp: review\r\n  1-2-set-up-crane: backlog\r\n  1-1-build-pier: awaiting-operator\r\n",
        "stories:\n  - id: 1-1\n    status: done\n  - id: 1-2\n    status: backlog\n  - id: 2-1\n    status: dropped\n",
    ] {
        let made = merged_at(EPICS, &[], status, Some("2026-01-01"));
        assert_eq!(made.text, status);
        assert_eq!(made.edits, []);
        assert_eq!(made.report.in_sync, 3);
    }
}

#[test]
fn what_is_missing_is_added_in_its_place_and_the_rest_stays() {
    let status = "# kept\nproject: Pier\nlast_updated: 01-01-2025 10:00\ndevelopment_status:\n  # harbour\n  epic-1: in-progress\n  1-1-build-the-pier: done   # yes\n  9-9-old-thing: review\n  epic-1-retrospective: optional\n\n  epic-5: done\naction_items:\n  - epic: 1\n    action: Buy rope\n";
    let made = merged_at(EPICS, &[], status, Some("2026-02-03T04:05:06Z"));
    assert_eq!(
        made.text,
        "# kept\nproject: Pier\nlast_updated: 02-03-2026 04:05\ndevelopment_status:\n  # harbour\n  epic-1: in-progress\n  1-1-build-the-pier: done   # yes\n  1-2-set-up-the-crane: backlog\n  9-9-old-thing: review\n  epic-1-retrospective: optional\n\n  epic-2: backlog\n  2-1-light-the-lamp: backlog\n  epic-2-retrospective: optional\n\n  epic-5: done\naction_items:\n  - epic: 1\n    action: Buy rope\n"
    );
    assert_eq!(
        made.report.new,
        [
            "1-2-set-up-the-crane",
            "epic-2",
            "2-1-light-the-lamp",
            "epic-2-retrospective"
        ]
    );
    assert_eq!(
        made.report.orphaned,
        [("9-9-old-thing".to_owned(), "review".to_owned())]
    );
    let again = merged(EPICS, &[], &made.text);
    assert_eq!(again.text, made.text);
    let windows = merged(EPICS, &[], &status.replace('\n', "\r\n"));
    let expected = merged(EPICS, &[], status).text.replace('\n', "\r\n");
    assert_eq!(windows.text, expected);
}

#[test]
fn a_story_with_another_title_keeps_its_status() {
    let status = "development_status:\n  1-1-build-the-pier: done # 2025\n  1-2-set-up-the-crane: backlog\n  2-1-light-the-lamp: backlog\n";
    // A word in common, another form of one, another script.
    for title in ["Moor boats at a pier", "Builders' quay", "搭建码头"] {
        let made = merged(&EPICS.replace("Build the pier", title), &[], status);
        assert_eq!(made.text, status, "{title}");
        assert_eq!(made.report.in_sync, 3);
        assert_eq!(made.report.orphaned, []);
    }
}

#[test]
fn a_new_story_under_an_old_number_begins_afresh() {
    let epics = EPICS.replace("Build the pier", "Moor the boats");
    let status = "development_status:\n  1-1-build-the-pier: done # 2025\n  1-2-set-up-the-crane: backlog\n  2-1-light-the-lamp: backlog\n";
    let made = merged(&epics, &[], status);
    assert_eq!(
        made.text,
        status.replace("# 2025\n", "# 2025\n  1-1-moor-the-boats: backlog\n")
    );
    let report = &made.report;
    assert_eq!(report.new, ["1-1-moor-the-boats"]);
    assert_eq!(
        report.orphaned,
        [("1-1-build-the-pier".to_owned(), "done".to_owned())]
    );
    let [replaced] = report.replaced.as_slice() else {
        panic!("{report:?}");
    };
    assert_eq!(
        (replaced.before.as_str(), replaced.status.as_str()),
        ("1-1-build-the-pier", "done")
    );
    let again = merged(&epics, &[], &made.text);
    assert_eq!((again.edits.as_slice(), again.report.in_sync), (&[][..], 3));
    // The user says that it is the same: by a key or with the edit at hand.
    let kept = status.replace("1-1-build-the-pier", "1-1-moor-the-boats");
    for key in ["1-1", "1-1-build-the-pier", "1-1-moor-the-boats"] {
        let same = [key.to_owned()];
        let wishes = Wishes {
            now: None,
            same: &same,
        };
        assert_eq!(merged_as(&epics, &[], status, &wishes).text, kept);
    }
    let edit = std::slice::from_ref(&replaced.same);
    assert_eq!(applied(status, edit), kept);
}

#[test]
fn a_second_time_nothing_is_left_to_do() {
    let other = |title: &str, epic: &str, stories: &[&str]| {
        let mut text = format!("# {title}\n\n## Epic A: {epic}\n");
        for (number, title) in (1..).zip(stories) {
            text.push_str(&format!("\n### Story A.{number}: {title}\n"));
        }
        text
    };
    let lamps = "development_status:\n  epic-15: in-progress\n  15-1-wire-lamp-room: done\n  15-2-replace-bulbs: done\n  15-4-polish-lens: done\n";
    // Two documents that both have an epic A, which the status file may count otherwise.
    for (lights, bells, status) in [
        (&["安全声明更新", "敲钟"][..], &["灯塔控制"][..], lamps),
        (
            &[
                "Wire the lamp room",
                "灯塔控制",
                "Polish every lens",
                "Replace bulbs",
            ],
            &["Hang a fog bell", "Ring it by clockwork"],
            lamps,
        ),
        (
            &["Wire the lamp room", "灯塔控制"],
            &["Wire the lamp room", "Ring it"],
            "development_status:\n  epic-15: backlog\n  15-1-wire-lamp-room: done\n",
        ),
    ] {
        let others = [
            ("bells/epics.md", &*other("Bells", "Bells", bells)),
            ("lights/epics.md", &*other("Lights", "灯", lights)),
        ];
        let made = merged(EPICS, &others, status);
        let again = merged(EPICS, &others, &made.text);
        assert_eq!(again.text, made.text, "{:?}", again.report);
        assert_eq!(again.report.new, [""; 0]);
        let lines: Vec<&str> = made.text.lines().collect();
        for kept in status.lines() {
            assert!(lines.contains(&kept), "{}", made.text);
        }
    }
}

#[test]
fn parts_of_a_story_stand_in_its_epic() {
    let epics = "## Epic 3: Pier\n### Story 3.1: Drive the piles\n### Story 3.2: Lay the deck\n### Story 3.2.1: Mend the planks\n### Story 3.2.2: Test the planks\n";
    let status = "development_status:\n  epic-3: in-progress\n  3-1-drive-the-piles: done\n  3-2-lay-the-deck: review\n  3-2-1-mend-the-planks: backlog\n  epic-4: backlog\n  4-1-1-hang-the-lamp: done\n  4-1-2-wire-the-lamp: backlog\n";
    let made = merged(epics, &[], status);
    let expected = status.replace("  epic-4", "  3.2-2-test-the-planks: backlog\n  epic-4");
    assert_eq!(made.text, expected);
    assert_eq!(merged(epics, &[], &made.text).edits, []);
}

#[test]
fn a_file_that_is_damaged_comes_to_rest_and_loses_nothing() {
    for (epics, others, status) in [
        (
            "### Story 1.1: Raise the pier\n",
            &[][..],
            "development_status:\n  epic-1: contexted  - epic: 1\naction_items:\n    story-001-1-raise-the-pier: drafted\n",
        ),
        (
            "### Story 1.1: A\n### Story 1.2: B\n",
            &[
                ("b/epics.md", "## Epic k buoys\n"),
                ("td-2-change.md", "# Story TD-2: Change\n"),
            ],
            "- development_status:\n  1b-1-buoys: done  1-7-lamps: done\n  td-2-change: backlog\n",
        ),
        (
            "### Story 1.2: Mark the corners\n",
            &[(
                "fleet/epics.md",
                "### Story 2.1: Cut the oars\n### Story 2.2: Carve the handles\n",
            )],
            "  12-1-oars-of-ash: backlog\n  1-2-mark-the-corners: done  epic-11: in-progress # Boats\ndevelopment_status:\n  12-2-handles: backlog\n",
        ),
    ] {
        let made = merged(epics, others, status);
        let again = merged(epics, others, &made.text);
        assert_eq!(again.edits, [], "{}", made.text);
        let mut lines = made.text.lines();
        for line in status.lines() {
            let line = line.replace("drafted", "ready-for-dev");
            assert!(lines.any(|now| now == line), "{line} in {}", made.text);
        }
    }
}

#[test]
fn each_line_keeps_the_ending_that_it_has() {
    let status = "development_status:\r\n  epic-1: backlog\r\n  1-1-build-the-pier: done\n\n  epic-2: backlog\r\n  2-1-light-the-lamp: backlog";
    let made = merged(EPICS, &[], status);
    assert_eq!(
        made.text,
        "development_status:\r\n  epic-1: backlog\r\n  1-1-build-the-pier: done\n  1-2-set-up-the-crane: backlog\n\n  epic-2: backlog\r\n  2-1-light-the-lamp: backlog"
    );
}

#[test]
fn remarks_beside_a_word_that_is_replaced_stay() {
    let status = "development_status:\n  epic-1: contexted (v4) # 1\n  1-1-build-the-pier: Completed (merged on Monday)\n  1-2-set-up-the-crane: drafted — by Ann # 2\n  epic-2: backlog\n  2-1-light-the-lamp: backlog\n";
    let made = merged(EPICS, &[], status);
    assert_eq!(
        made.text,
        "development_status:\n  epic-1: in-progress (v4) # 1\n  1-1-build-the-pier: done (merged on Monday)\n  1-2-set-up-the-crane: ready-for-dev — by Ann # 2\n  epic-2: backlog\n  2-1-light-the-lamp: backlog\n"
    );
    assert_eq!(merged(EPICS, &[], &made.text).edits, []);
}

#[test]
fn old_and_illegal_words_are_replaced_and_nothing_is_lowered() {
    let status = "development_status:\n  epic-1: contexted\n  1-1-build-the-pier: drafted\n  1-2-set-up-the-crane: 'Complete'\n  epic-1-retrospective: completed\n  epic-2: backlog\n  2-1-light-the-lamp: xyzzy\n  epic-2-retrospective: optional\n";
    let made = merged(EPICS, &[], status);
    assert_eq!(
        made.text,
        "development_status:\n  epic-1: in-progress\n  1-1-build-the-pier: ready-for-dev\n  1-2-set-up-the-crane: 'done'\n  epic-1-retrospective: done\n  epic-2: backlog\n  2-1-light-the-lamp: xyzzy\n  epic-2-retrospective: optional\n"
    );
    let legacy: Vec<&str> = made
        .report
        .legacy
        .iter()
        .map(|one| one.word.as_str())
        .collect();
    assert_eq!(legacy, ["drafted", "contexted", "completed"]);
    let illegal: Vec<_> = made
        .report
        .illegal
        .iter()
        .map(|one| (one.word.as_str(), one.now))
        .collect();
    assert_eq!(illegal, [("Complete", Some("done")), ("xyzzy", None)]);
}

#[test]
fn the_higher_of_two_statuses_counts() {
    let file = "# Story 1.1: Build the pier\n\nStatus: review\n\n## Story\n\nAs a captain, I want a pier.\n\n## Acceptance Criteria\n\n1. There is one.\n";
    let status = "development_status:\n  1-1-build-the-pier: in-progress\n  1-2-set-up-the-crane: done\n  2-1-light-the-lamp: backlog\n";
    let made = merged(EPICS, &[("1-1-build-the-pier.md", file)], status);
    assert_eq!(made.text, status.replace("in-progress", "review"));
    let behind = status.replace("in-progress", "done");
    assert_eq!(
        merged(EPICS, &[("1-1-build-the-pier.md", file)], &behind).text,
        behind
    );
}

#[test]
fn a_project_without_a_file_gets_one_that_is_in_sync() {
    let documents = [Document::new(
        "epics.md",
        EPICS.replace("Light the lamp", "Light: \"the\" lamp"),
    )];
    let (backlog, _) = read::documents(&documents);
    let text = fresh(&backlog, Some("2026-01-01 10:00"), Some("docs/stories"));
    assert!(
        text.contains("\nproject: Pier\n") && text.contains("\nstory_location: docs/stories\n")
    );
    assert!(text.ends_with(
        "\ndevelopment_status:\n  epic-1: backlog\n  1-1-build-the-pier: backlog\n  1-2-set-up-the-crane: backlog\n  epic-1-retrospective: optional\n\n  epic-2: backlog\n  2-1-light-the-lamp: backlog\n  epic-2-retrospective: optional\n"
    ), "{text}");
    assert_eq!(validate(&Document::new("s.yaml", text.clone())), []);
    assert_eq!(merged(&documents[0].text, &[], &text).text, text);
}

#[test]
fn another_projects_file_is_told_apart() {
    let status = "development_status:\n  7-1-bake: done\n  7-2-fry: done\n  7-3-cook: backlog\n";
    assert!(merged(EPICS, &[], status).report.foreign);
}

fn overview(status: &str) -> Overview {
    let document = Document::new("s.yaml", status);
    let (backlog, _) = read::documents(std::slice::from_ref(&document));
    let (graph, _) = graph::build(&backlog, &GraphRules::default());
    let standing = Standing {
        backlog: &backlog,
        graph: &graph,
        plan: None,
    };
    show(&document, &standing, Some("2026-01-20"))
}

#[test]
fn an_overview_counts_warns_and_says_what_is_next() {
    let found = overview(
        "project: Pier\nlast_updated: 01-01-2026 09:00\ndevelopment_status:\n  epic-1: done\n  1-1-pier: done\n  epic-1-retrospective: optional\n  epic-2: in-progress\n  3-1-lamp: review\n  3-2-bell: review\n  3-3-buoy: ready-for-dev\naction_items:\n  - {epic: 1, action: Buy rope, owner: Ann, status: open}\n  - {epic: 1, action: Sell nets, status: done}\n",
    );
    assert_eq!(found.counts.stories, [0, 1, 0, 2, 1, 0, 0, 0]);
    assert_eq!(found.epics, [0, 1, 1]);
    let retrospectives: Vec<&str> = found
        .open_retrospectives
        .iter()
        .map(|id| id.as_str())
        .collect();
    assert_eq!(retrospectives, ["1"]);
    let items: Vec<(&str, &str)> = found
        .open_items
        .iter()
        .map(|item| (item.action.as_str(), item.owner.as_str()))
        .collect();
    assert_eq!(items, [("Buy rope", "Ann")]);
    assert_eq!(found.next_key.as_deref(), Some("3-1-lamp"));
    for (words, risk) in [
        "19 days ago",
        "Epic 3 has stories",
        "Epic 2 is in progress, but has no",
        "2 stories wait in review",
    ]
    .iter()
    .zip(&found.risks)
    {
        assert!(risk.contains(words), "{risk}");
    }
    assert_eq!(found.risks.len(), 4);
    let finished = overview(
        "development_status:\n  epic-1: done\n  1-1-pier: done\n  epic-1-retrospective: optional\n",
    );
    assert!(
        finished
            .next
            .starts_with("Hold the retrospective of epic 1"),
        "{}",
        finished.next
    );
}

#[test]
fn what_is_wrong_is_said_with_its_line() {
    let document = Document::new(
        "s.yaml",
        "development_status:\n  epic-1: review\n  1-1-pier: finished-ish\n  1-2-mole: awaiting-operator\n  2-1-lamp: done\n  1-1-pier: done\naction_items:\n  - {epic: 1, action: Buy rope, status: later}\n",
    );
    let found = validate(&document);
    let lines: Vec<(u32, Code)> = found
        .iter()
        .filter_map(|one| Some((one.place.as_ref()?.line, one.code)))
        .collect();
    assert_eq!(
        lines,
        [
            (2, Code::UnknownStatus),
            (3, Code::UnknownStatus),
            (5, Code::StoryWithoutEpic),
            (6, Code::DuplicateStatus),
            (8, Code::UnknownStatus),
        ]
    );
    assert!(!is_valid(&found));
    assert!(is_valid(&validate(&Document::new(
        "s.yaml",
        "development_status:\n  1-1-pier: done\n"
    ))));
}

#[test]
fn a_file_without_a_list_gets_one_as_a_new_file_has_it() {
    let list = "development_status:\n  epic-1: backlog\n  1-1-build-the-pier: backlog\n  1-2-set-up-the-crane: backlog\n  epic-1-retrospective: optional\n\n  epic-2: backlog\n  2-1-light-the-lamp: backlog\n  epic-2-retrospective: optional\n";
    for before in [
        "",
        "project: Pier\n# no list yet\n",
        "development_status:\n",
    ] {
        let head = before.replace("development_status:\n", "");
        let text = merged(EPICS, &[], before).text;
        assert_eq!(text, format!("{head}{list}"), "{before:?}");
        assert_eq!(merged(EPICS, &[], &text).text, text);
    }
    let text = merged(EPICS, &[], "# Pier\r\n").text;
    assert_eq!(text, format!("# Pier\n{list}").replace('\n', "\r\n"));
}

#[test]
fn a_line_that_goes_on_with_the_one_above_stays_below_it() {
    let cut = "development_status:\n  1-1-build-the-pier: done\n    1-2-set-up-the-\n";
    let made = merged(EPICS, &[], cut);
    assert!(
        made.text.starts_with(cut),
        "what was added stands between: {}",
        made.text
    );
    assert_eq!(merged(EPICS, &[], &made.text).edits, []);
}
