//! Corrections one after the other give the same bytes everywhere: what is written here natively
//! is compared in `tests/node/correct.test.mjs` with what WebAssembly writes.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test that cannot go on says so"
)]

use std::path::{Path, PathBuf};

use sprintloom_core::backlog::{Backlog, Status};
use sprintloom_core::correct::{
    Correction, DropRule, Executed, Reason, Sprint, ToBatch, Trigger, correct,
};
use sprintloom_core::graph::{self, GraphRules};
use sprintloom_core::plan::{PlanSettings, plan};
use sprintloom_core::source::Document;
use sprintloom_core::{read, write};

/// Corrections that are made.
const CORRECTIONS: usize = 24;

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures")
}

fn documents(folder: &Path, found: &mut Vec<Document>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            documents(&path, found);
        } else if !path.ends_with("EXPECTED.md") {
            let text = std::fs::read_to_string(&path).unwrap();
            // The proposal names where stories are written: nothing of this machine.
            let shown = path.strip_prefix(fixtures().join("sixty")).unwrap();
            found.push(Document::new(shown.to_string_lossy(), text));
        }
    }
}

/// Numbers that look drawn and are the same every time.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(1);
        ((self.0 >> 33) % end as u64) as usize
    }

    /// Up to `most` keys of stories with such a status.
    fn keys(&mut self, backlog: &Backlog, most: usize, such: fn(Status) -> bool) -> Vec<String> {
        let stories: Vec<_> = (backlog.stories.iter())
            .filter(|story| such(story.status))
            .map(|story| story.key.to_string())
            .collect();
        let mut keys = Vec::new();
        for _ in 0..self.below(most + 1) {
            let key = stories[self.below(stories.len())].clone();
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
        keys
    }
}

fn drawn(numbers: &mut Numbers, backlog: &Backlog, executed: &Executed) -> Trigger {
    let words = [
        "",
        "Prioritise epic 8.",
        "drop epic 7 because nobody asked; keep 5-1",
        "defer 6-1, then do 4-2 first and make the login nicer",
        "2-4 before 3-1",
    ];
    let first = executed.batches.first().map_or(1, |(id, _)| *id);
    let id = |numbers: &mut Numbers| first + numbers.below(executed.batches.len()) as u32;
    let moves = |numbers: &mut Numbers| {
        let stories = numbers.keys(backlog, 2, Status::is_pending);
        let batch = |story| ToBatch {
            story,
            batch: id(numbers),
        };
        stories.into_iter().map(batch).collect()
    };
    Trigger {
        reason: Reason::ALL[numbers.below(3)].as_str().to_owned(),
        user_input: words[numbers.below(words.len())].to_owned(),
        current_batch_id: (numbers.below(3) == 0).then(|| id(numbers)),
        added_stories: Vec::new(),
        dropped_stories: numbers.keys(backlog, 2, Status::is_pending),
        failed_stories: numbers.keys(backlog, 2, Status::is_pending),
        order: numbers.keys(backlog, 3, Status::is_pending),
        moves: moves(numbers),
        drop_rule: DropRule::ALL[numbers.below(3)],
    }
}

/// FNV-1a over UTF-8, as the test in Node has it.
fn hash(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}

/// One correction as a line of JSON. No text has anything that Rust and JSON quote otherwise.
fn line(trigger: &Trigger, backlog: &Backlog, made: Option<&Correction>, value: &str) -> String {
    let moves: Vec<String> = (trigger.moves.iter())
        .map(|one| format!("{{\"story\":{:?},\"batch\":{}}}", one.story, one.batch))
        .collect();
    let id = trigger.current_batch_id;
    let batch = id.map_or("null".to_owned(), |id| id.to_string());
    let message = made.map(|made| write::course_correction("sprint-9", backlog, made));
    let proposal = made.map(|made| write::change_proposal("sprint-9", "2026-01-31", backlog, made));
    format!(
        "{{\"trigger\":{{\"reason\":{:?},\"user_input\":{:?},\"current_batch_id\":{batch},\
         \"dropped_stories\":{:?},\"failed_stories\":{:?},\"order\":{:?},\"moves\":[{}],\
         \"drop_rule\":{:?}}},\"message\":{},\"return_value\":{},\"proposal\":{}}}\n",
        trigger.reason,
        trigger.user_input,
        trigger.dropped_stories,
        trigger.failed_stories,
        trigger.order,
        moves.join(","),
        trigger.drop_rule.as_str(),
        message.map_or("null".to_owned(), |text| format!("{text:?}")),
        hash(value),
        proposal.map_or("null".to_owned(), |text| hash(&text).to_string()),
    )
}

#[test]
fn corrections_one_after_the_other_give_the_bytes_that_webassembly_gives() {
    let mut found = Vec::new();
    documents(&fixtures().join("sixty"), &mut found);
    found.sort_by(|a, b| a.path.cmp(&b.path));
    let (backlog, _) = read::documents(&found);
    let (rules, settings) = (GraphRules::default(), PlanSettings::default());
    let (graph, _) = graph::build(&backlog, &rules);
    let at_first = Executed::of(&plan(&backlog, &graph, &settings).unwrap(), &backlog);
    let mut executed = at_first.clone();
    let mut numbers = Numbers(7);
    let mut written = String::new();
    let mut made_in_all = 0;
    for _ in 0..CORRECTIONS {
        let trigger = drawn(&mut numbers, &backlog, &executed);
        let sprint = Sprint {
            backlog: &backlog,
            graph: &graph,
            rules: &rules,
            settings: &settings,
            executed: Some(&executed),
        };
        let made = correct(&sprint, &trigger);
        let value = write::correction_return_value("sprint-9", &trigger.reason, &made);
        written += &line(&trigger, &backlog, made.as_ref().ok(), &value);
        if let Ok(made) = made {
            made_in_all += 1;
            let keys = |stories: &[usize]| {
                let keys = stories
                    .iter()
                    .map(|&at| backlog.stories[at].key.to_string());
                keys.collect()
            };
            let batches = made.after.iter().map(|(id, stories)| (*id, keys(stories)));
            executed.batches = batches.collect();
        }
        // What was dropped comes back when little is left.
        if executed.batches.len() < 4 {
            executed = at_first.clone();
        }
    }
    assert!(made_in_all > CORRECTIONS / 2, "{made_in_all} were made");
    let expected = fixtures().join("expected").join("sixty-corrections.jsonl");
    if std::fs::read_to_string(&expected).unwrap_or_default() != written {
        let now = Path::new(env!("CARGO_TARGET_TMPDIR")).join("sixty-corrections.jsonl");
        std::fs::write(&now, written).unwrap();
        panic!(
            "{} is not what is written now; that is in {}",
            expected.display(),
            now.display()
        );
    }
}
