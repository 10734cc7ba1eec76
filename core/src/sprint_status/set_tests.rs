use super::*;
use crate::backlog::{EpicId, Story, StoryKey};
use crate::source::{Document, Edit};

fn applied(text: &str, edit: &Edit) -> String {
    let mut out = text.to_owned();
    out.replace_range(edit.span.start..edit.span.end, &edit.replacement);
    out
}

/// The text after setting `KEY=STATUS`, or the error's words.
fn after(text: &str, wish: &str) -> String {
    let (key, status) = wish.split_once('=').unwrap_or_default();
    match set(&Document::new("s.yaml", text), key, status) {
        Ok(edit) => applied(text, &edit),
        Err(error) => format!("error: {error}"),
    }
}

const FLAT: &str = "# Pier\ndevelopment_status:\n  epic-1: in-progress\n  1-1-pier: done # at last\n  1-2-crane: 'in-progress'\n  epic-1-retrospective: optional\n\n  epic-2: backlog\n  2-1-lamp:   Ready for Dev (soon)  # x\n  2-3-bell: backlog\naction_items: []\n";

#[test]
fn one_line_changes_and_no_other_byte() {
    for (wish, line, now) in [
        ("1-1-pier=review", 4, "  1-1-pier: review # at last"),
        ("1-1=backlog", 4, "  1-1-pier: backlog # at last"),
        ("1.1=backlog", 4, "  1-1-pier: backlog # at last"),
        ("1-2-crane=done", 5, "  1-2-crane: 'done'"),
        ("2-1=done", 9, "  2-1-lamp:   done (soon)  # x"),
        ("epic-1=done", 3, "  epic-1: done"),
        (
            "epic-1-retrospective=done",
            6,
            "  epic-1-retrospective: done",
        ),
    ] {
        let text = after(FLAT, wish);
        let changed: Vec<(usize, &str)> = FLAT
            .lines()
            .zip(text.lines())
            .enumerate()
            .filter(|(_, (before, now))| before != now)
            .map(|(at, (_, now))| (at + 1, now))
            .collect();
        assert_eq!(changed, [(line, now)], "{wish}");
        assert_eq!(text.lines().count(), FLAT.lines().count());
        let windows = FLAT.replace('\n', "\r\n");
        assert_eq!(after(&windows, wish), text.replace('\n', "\r\n"));
    }
}

#[test]
fn a_story_that_the_file_has_not_gets_a_line_beside_its_own() {
    for (wish, below, line) in [
        ("1-3-rope=backlog", "1-2-crane", "  1-3-rope: backlog"),
        ("2-2-buoy=review", "2-1-lamp", "  2-2-buoy: review"),
        ("2-4=done", "2-3-bell", "  2-4: done"),
        ("3-1-net=backlog", "2-3-bell", "  3-1-net: backlog"),
        ("epic-3=backlog", "2-3-bell", "  epic-3: backlog"),
        (
            "epic-2-retrospective=optional",
            "2-3-bell",
            "  epic-2-retrospective: optional",
        ),
    ] {
        for ending in ["\n", "\r\n"] {
            let before = FLAT.replace('\n', ending);
            let text = after(&before, wish);
            let rest = text.replacen(&format!("{line}{ending}"), "", 1);
            assert_eq!(rest, before, "{wish}");
            let lines: Vec<&str> = text.lines().collect();
            let at = lines.iter().position(|found| *found == line);
            let above = at.and_then(|at| lines.get(at - 1)).copied().unwrap_or("");
            assert!(above.contains(below), "{wish}: below {above}");
        }
    }
}

#[test]
fn every_shape_of_the_file_can_be_set() {
    for (before, wish, now) in [
        (
            "stories:\n  - id: 1-1\n    title: Pier\n    status: backlog\n",
            "1-1=done",
            "stories:\n  - id: 1-1\n    title: Pier\n    status: done\n",
        ),
        (
            "stories:\n  - id: 1-1\n    title: Pier\n    status: \"backlog\"\n    owner: Ann\n  - id: 1-2\n    status: done\n",
            "1-3=review",
            "stories:\n  - id: 1-1\n    title: Pier\n    status: \"backlog\"\n    owner: Ann\n  - id: 1-2\n    status: done\n  - id: 1-3\n    status: review\n",
        ),
        (
            "stories:\n  - { id: 1-1, status: backlog, title: Pier }\n",
            "1-1=done",
            "stories:\n  - { id: 1-1, status: done, title: Pier }\n",
        ),
        (
            "epics:\n  E1:\n    stories:\n      S1.1:\n        title: Pier\n        status: backlog\n",
            "1-1=in-progress",
            "epics:\n  E1:\n    stories:\n      S1.1:\n        title: Pier\n        status: in-progress\n",
        ),
        (
            "epics:\n  E1:\n    stories:\n      S1.1:\n        title: Pier\n        status: backlog\n",
            "1-2=in-progress",
            "epics:\n  E1:\n    stories:\n      S1.1:\n        title: Pier\n        status: backlog\n      1-2:\n        status: in-progress\n",
        ),
        (
            "development_status:\n  epic-1:\n  1-1-pier:\n",
            "1-1-pier=done",
            "development_status:\n  epic-1:\n  1-1-pier: done\n",
        ),
        (
            "development_status:\n",
            "1-1-pier=done",
            "development_status:\n  1-1-pier: done\n",
        ),
        (
            "development_status:\n  epic-first-release-retrospective: done\n",
            "epic-first-release-retrospective=optional",
            "development_status:\n  epic-first-release-retrospective: optional\n",
        ),
        // Keys that are no story's, and one that two others begin with.
        (
            "development_status:\n  R1: open\n  7: backlog\n  7-1-lamp: backlog\n  7-1: backlog\n",
            "R1=blocked",
            "development_status:\n  R1: blocked\n  7: backlog\n  7-1-lamp: backlog\n  7-1: backlog\n",
        ),
        (
            "development_status:\n  R1: open\n  7: backlog\n  7-1-lamp: backlog\n  7-1: backlog\n",
            "7=review",
            "development_status:\n  R1: open\n  7: review\n  7-1-lamp: backlog\n  7-1: backlog\n",
        ),
        (
            "development_status:\n  R1: open\n  7: backlog\n  7-1-lamp: backlog\n  7-1: backlog\n",
            "7-1=review",
            "development_status:\n  R1: open\n  7: backlog\n  7-1-lamp: backlog\n  7-1: review\n",
        ),
        ("", "1-1=done", "development_status:\n  1-1: done\n"),
        (
            "project: Pier",
            "1-1=done",
            "project: Pier\ndevelopment_status:\n  1-1: done",
        ),
        (
            "development_status:\n  1-1-a-very-long-key:\n    backlog\n  1-2: done\n",
            "1-1=done",
            "development_status:\n  1-1-a-very-long-key:\n    done\n  1-2: done\n",
        ),
        // Not YAML: the file is read, and written, by lines.
        (
            "root: \"C:\\new\"\ndevelopment_status:\n  1-1-pier: backlog # \"old\n",
            "1-1-pier=done",
            "root: \"C:\\new\"\ndevelopment_status:\n  1-1-pier: done # \"old\n",
        ),
        (
            "development_status:\n  1-1-status: moved-to-2.3 # status: x\n",
            "1-1=done",
            "development_status:\n  1-1-status: done # status: x\n",
        ),
    ] {
        assert_eq!(after(before, wish), now, "{wish}");
    }
}

#[test]
fn what_people_wrote_beside_a_status_stays() {
    for (before, wish, now) in [
        (
            "  1-1-pier: done (merged on Monday)\n",
            "1-1=review",
            "  1-1-pier: review (merged on Monday)\n",
        ),
        (
            "  1-1-pier: \"done, at last\" # x\n",
            "1-1=review",
            "  1-1-pier: \"review, at last\" # x\n",
        ),
        (
            "  1-1-pier: &a done\n  1-2: *a\n",
            "1-1=review",
            "  1-1-pier: &a review\n  1-2: *a\n",
        ),
        (
            "  1-1-pier:\tdone\t# x\n",
            "1-1=review",
            "  1-1-pier:\treview\t# x\n",
        ),
        (
            "  \"  1-1-pier\": done\n",
            "  1-1-pier=review",
            "  \"  1-1-pier\": review\n",
        ),
        (
            "  # above\n  1-1-pier: done\n  # below\n\n  7: x # 7\n",
            "1-1=review",
            "  # above\n  1-1-pier: review\n  # below\n\n  7: x # 7\n",
        ),
    ] {
        let list = |rows: &str| format!("development_status:\n{rows}");
        assert_eq!(after(&list(before), wish), list(now), "{wish}");
    }
}

#[test]
fn a_key_that_stands_twice_has_the_status_that_was_set() {
    let text = "development_status:\n  1-1-pier: done\n  1-2-crane: backlog\n  1-1-pier: review\n";
    assert_eq!(
        after(text, "1-1-pier=backlog"),
        "development_status:\n  1-1-pier: backlog\n  1-2-crane: backlog\n  1-1-pier: backlog\n"
    );
    assert_eq!(
        after(text, "1-1-pier=review"),
        "development_status:\n  1-1-pier: review\n  1-2-crane: backlog\n  1-1-pier: review\n"
    );
}

#[test]
fn what_cannot_be_set_says_why() {
    let several = "development_status:\n  1-1-pier: done\n  1-1-mole: done\n";
    for (text, wish, words) in [
        (FLAT, "1-1-pier=finished", "“finished” is no status"),
        (
            FLAT,
            "epic-1=review",
            "epic-1 cannot be review; it can be backlog, in-progress or done",
        ),
        (
            FLAT,
            "epic-1-retrospective=review",
            "it can be optional or done",
        ),
        (FLAT, "1-1-pier=optional", "1-1-pier cannot be optional"),
        (
            FLAT,
            "1-1-wharf=done",
            "1-1-wharf is not in the file; 1-1-pier is",
        ),
        (FLAT, "pier=done", "“pier” is in no line of the file"),
        (several, "1-1=done", "1-1 can be each of 1-1-pier, 1-1-mole"),
        (
            "1-1-pier:\n  status: |\n    done\n",
            "1-1=done",
            "by hand (line 2)",
        ),
        // The only value on the line is the id.
        (
            "stories:\n  - id: \"1-1\"\n  - id: \"1-2\"\n    status: done\n",
            "1-1=done",
            "by hand (line 2)",
        ),
        // Two lines that ran together: writing one status would take the other with it.
        (
            "development_status:\n  1-1-pier: done  1-2-crane: review\n",
            "1-1-pier=backlog",
            "by hand (line 2)",
        ),
    ] {
        let said = after(text, wish);
        assert!(
            said.starts_with("error: ") && said.contains(words),
            "{wish}: {said}"
        );
    }
}

#[test]
fn a_story_without_a_key_in_the_file_is_named_by_its_title() {
    let mut story = Story::new(
        StoryKey::new("0.5-1"),
        "Été: the pier".to_owned(),
        EpicId::new("0.5"),
    );
    assert_eq!(key_of(&story), "0.5-1-été-the-pier");
    story.status_key = Some("0-5-1-pier".to_owned());
    assert_eq!(key_of(&story), "0-5-1-pier");
}
