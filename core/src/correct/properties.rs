//! What must hold for every sprint and every trigger.

use proptest::prelude::{ProptestConfig, any, prop, prop_assert, prop_assert_eq, proptest};
use proptest::sample::Index;
use proptest::strategy::Strategy as Generator;

use super::*;
use crate::backlog::{Backlog, Status};
use crate::graph;
use crate::plan::{plan, properties::any_rows};
use crate::written::backlog;

/// Cases of each property. A long run is one of at least 12,000.
pub(crate) fn cases() -> u32 {
    let asked = std::env::var("PROPTEST_CASES").ok();
    asked
        .and_then(|text| text.parse().ok())
        .map_or(1_500, |count: u32| count.max(12_000))
}

/// Rows of a backlog, dice for statuses, and batch numbers that deal the stories out anyhow.
fn any_sprint(most: usize) -> impl Generator<Value = (String, Vec<u8>, Vec<u32>)> {
    let dice = prop::collection::vec(0..10u8, most);
    (any_rows(most), dice, prop::collection::vec(1..5u32, most))
}

/// Everything that a trigger can ask, with stories as indices.
#[derive(Debug, Clone)]
struct Asked {
    dropped: Vec<Index>,
    added: Vec<Index>,
    failed: Vec<Index>,
    order: Vec<Index>,
    moves: Vec<(Index, u32)>,
    reason: usize,
    rule: usize,
    words: usize,
    batch: Option<u32>,
}

/// What a user writes; the stories exist in most backlogs, not in all.
const WORDS: [&str; 10] = [
    "",
    "1-1 first",
    "prioritise epic 1",
    "freeze 1-2; defer 1-1",
    "2-1 before 1-1",
    "add 1-3",
    "drop 1-2 and make it nicer",
    "move 1-1 to batch 2",
    "keep 2-1, drop epic 1",
    "order: 1-3, 1-1",
];

fn any_trigger() -> impl Generator<Value = Asked> {
    let stories = || prop::collection::vec(any::<Index>(), 0..3);
    let moves = prop::collection::vec((any::<Index>(), 1..6u32), 0..2);
    let few = || prop::collection::vec(any::<Index>(), 0..2);
    let choices = (0..3usize, 0..3usize, 0..WORDS.len());
    let batch = prop::option::of(1..5u32);
    (
        stories(),
        few(),
        stories(),
        stories(),
        moves,
        choices,
        batch,
    )
        .prop_map(
            |(dropped, added, failed, order, moves, (reason, rule, words), batch)| Asked {
                dropped,
                added,
                failed,
                order,
                moves,
                reason,
                rule,
                words,
                batch,
            },
        )
}

impl Asked {
    fn trigger(&self, backlog: &Backlog) -> Trigger {
        // Most triggers can be done; what is refused has tests of its own.
        let such = |list: &[Index], wanted: fn(Status) -> bool| {
            let stories = list
                .iter()
                .map(|at| &backlog.stories[at.index(backlog.stories.len())]);
            let keys = stories
                .filter(|story| wanted(story.status))
                .map(|story| story.key.to_string());
            keys.collect::<Vec<_>>()
        };
        let open = |list: &[Index]| such(list, |status| status != Status::Done);
        let fails = self.reason == 1;
        let moves = self.moves.iter().flat_map(|(at, batch)| {
            let stories = open(std::slice::from_ref(at));
            stories.into_iter().map(move |story| ToBatch {
                story,
                batch: self.batch.unwrap_or(1) + batch,
            })
        });
        Trigger {
            reason: Reason::ALL[self.reason].as_str().to_owned(),
            user_input: WORDS[self.words].to_owned(),
            current_batch_id: self.batch,
            added_stories: such(&self.added, |status| status == Status::Dropped),
            dropped_stories: if fails {
                Vec::new()
            } else {
                open(&self.dropped)
            },
            failed_stories: if fails {
                open(&self.failed)
            } else {
                Vec::new()
            },
            order: open(&self.order),
            moves: moves.collect(),
            drop_rule: DropRule::ALL[self.rule],
        }
    }
}

fn with_statuses(rows: &str, dice: &[u8]) -> Backlog {
    let mut backlog = backlog(rows);
    for (story, die) in backlog.stories.iter_mut().zip(dice) {
        match die {
            0 | 1 => story.status = Status::Done,
            2 => story.status = Status::InProgress,
            3 => story.status = Status::Dropped,
            _ => {}
        }
    }
    backlog
}

fn dealt(backlog: &Backlog, batches: &[u32]) -> Executed {
    let mut executed: Vec<(u32, Vec<String>)> = (1..5).map(|id| (id, Vec::new())).collect();
    for (story, id) in backlog.stories.iter().zip(batches) {
        executed[*id as usize - 1].1.push(story.key.to_string());
    }
    Executed { batches: executed }
}

/// The plan that was made before any work was done.
fn planned_at_first(rows: &str, rules: &GraphRules, settings: &PlanSettings) -> Executed {
    let mut backlog = backlog(rows);
    for story in &mut backlog.stories {
        story.status = Status::Backlog;
    }
    let (graph, _) = graph::build(&backlog, rules);
    let plan = plan(&backlog, &graph, settings).expect("a plan");
    Executed::of(&plan, &backlog)
}

/// Where a story stands in batches.
fn batch_of(batches: &[(u32, Vec<usize>)], story: usize) -> Option<u32> {
    let found = batches.iter().find(|(_, stories)| stories.contains(&story));
    found.map(|(id, _)| *id)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases()))]

    #[test]
    fn corrections_keep_what_is_done_and_plan_the_rest_once(
        (rows, dice, _) in any_sprint(12),
        asked in any_trigger(),
        batch_size in 1..5usize,
        is_executed in any::<bool>(),
    ) {
        let backlog = with_statuses(&rows, &dice);
        let rules = GraphRules::default();
        let (graph, _) = graph::build(&backlog, &rules);
        let settings = PlanSettings { batch_size, ..PlanSettings::default() };
        let executed = is_executed.then(|| planned_at_first(&rows, &rules, &settings));
        let trigger = asked.trigger(&backlog);
        let sprint = Sprint { backlog: &backlog, graph: &graph, rules: &rules, settings: &settings, executed: executed.as_ref() };
        let first = correct(&sprint, &trigger);
        prop_assert_eq!(&first, &correct(&sprint, &trigger));
        let correction = match first {
            Ok(correction) => correction,
            Err(errors) => {
                // What is refused is refused for a reason of the trigger's, never of the planner's.
                prop_assert!(!errors.iter().any(|e| matches!(e, CorrectionError::Plan(_))), "{errors:?}");
                return Ok(());
            }
        };
        let (before, after) = (&correction.before, &correction.after);
        prop_assert!(after.iter().map(|(id, _)| *id).eq(correction.current_batch..correction.current_batch + after.len() as u32));
        let open = plan(&backlog, &graph, &settings).expect("a plan");
        for (at, story) in backlog.stories.iter().enumerate() {
            let times = after.iter().filter(|(_, stories)| stories.contains(&at)).count();
            let was_planned = batch_of(before, at).is_some();
            let wanted = (was_planned || correction.added.contains(&at)) && !correction.dropped.contains(&at);
            prop_assert_eq!(times, usize::from(wanted), "{}", story.key);
            prop_assert!(story.status != Status::Done || !wanted && !correction.dropped.contains(&at), "{} is done", story.key);
            // Nothing that is open gets lost: what the plan had is before, after or dropped.
            prop_assert_eq!(was_planned, story.status.is_pending(), "{}", story.key);
            if story.status == Status::InProgress && wanted && was_planned {
                // What was left open in a batch that is over comes to the current one.
                let stood = match is_executed {
                    true => batch_of(before, at).map(|id| id.max(correction.current_batch)),
                    false => open.placement[at].map(|position| position as u32 + correction.current_batch),
                };
                // A batch of which nothing is left can be lost, and a prerequisite may come in; it is said.
                let said = correction.warnings.iter().any(|w| w.starts_with(&format!("Story {} does not keep", story.key)));
                prop_assert!(batch_of(after, at) == stood || said, "{} moved", story.key);
                if said && !is_executed {
                    prop_assert!(!correction.dropped.is_empty() || !correction.added.is_empty(), "{} moved for nothing", story.key);
                }
            }
            let moved = correction.moved.iter().any(|one| one.story == at);
            let elsewhere = was_planned && wanted && batch_of(before, at) != batch_of(after, at);
            prop_assert_eq!(moved, elsewhere, "{} is said to have moved", story.key);
        }
        // What comes in can close a circle, which is broken anew; nothing else changes the edges.
        let mut with_added = backlog.clone();
        for &story in &correction.added {
            let status = &mut with_added.stories[story].status;
            if !status.is_pending() {
                *status = Status::Backlog;
            }
        }
        let (whole, _) = graph::build(&with_added, &rules);
        let stands: Vec<usize> = after.iter().flat_map(|(_, stories)| stories.iter().copied()).collect();
        let batches: Vec<u32> = stands.iter().filter_map(|&story| batch_of(after, story)).collect();
        prop_assert!(is_valid(&stands, &batches, &backlog, &whole, batch_size));
    }

    /// By trying every way to fill batches: no plan with as few batches moves fewer stories.
    #[test]
    fn no_plan_as_short_moves_fewer_stories(
        (rows, dice, batches) in any_sprint(7),
        out in prop::option::of(any::<Index>()),
    ) {
        let mut backlog = with_statuses(&rows, &dice);
        for story in &mut backlog.stories {
            if story.status == Status::InProgress {
                story.status = Status::ReadyForDev;
            }
        }
        let rules = GraphRules::default();
        let (graph, _) = graph::build(&backlog, &rules);
        let settings = PlanSettings::default();
        let executed = dealt(&backlog, &batches);
        let sprint = Sprint { backlog: &backlog, graph: &graph, rules: &rules, settings: &settings, executed: Some(&executed) };
        let out = out.map(|index| index.index(backlog.stories.len()));
        let trigger = Trigger {
            reason: "new_requirements".into(),
            current_batch_id: Some(1),
            dropped_stories: out.iter().map(|&at| backlog.stories[at].key.to_string()).collect(),
            drop_rule: DropRule::LeaveUnmet,
            ..Trigger::default()
        };
        let Ok(correction) = correct(&sprint, &trigger) else { return Ok(()) };
        let open: Vec<usize> = (0..backlog.stories.len())
            .filter(|&s| backlog.stories[s].status.is_pending() && Some(s) != out)
            .collect();
        let stood: Vec<u32> = open.iter().map(|&story| batches[story] - 1).collect();
        let least = fewest_moves(&open, &stood, &backlog, &graph, settings.batch_size);
        prop_assert_eq!((correction.after.len(), correction.moved.len()), least);
    }
}

/// The fewest batches, and with these the fewest stories outside the batch in which they stood: of
/// every set of stories that can be finished within so many batches, the fewest moves.
fn fewest_moves(
    open: &[usize],
    stood: &[u32],
    backlog: &Backlog,
    graph: &Graph,
    batch_size: usize,
) -> (usize, usize) {
    let n = open.len();
    let before: Vec<usize> = open
        .iter()
        .map(|&story| {
            let earlier = prerequisites(graph, story);
            let members = (0..n).filter(|&at| earlier.contains(&open[at]));
            members.map(|at| 1 << at).sum()
        })
        .collect();
    let apart: Vec<usize> = (0..n)
        .map(|a| {
            let collide = (0..n).filter(|&b| {
                let (a, b) = (&backlog.stories[open[a]], &backlog.stories[open[b]]);
                a.key != b.key && !graph.shared_paths(a, b).is_empty()
            });
            collide.map(|b| 1 << b).sum()
        })
        .collect();
    let members = |set: usize| (0..n).filter(move |at| set & (1 << at) != 0);
    let whole = (1 << n) - 1;
    let mut reached: Vec<Option<usize>> = vec![None; 1 << n];
    reached[0] = Some(0);
    for position in 0.. {
        if let Some(moves) = reached[whole] {
            return (position as usize, moves);
        }
        let mut next = vec![None; 1 << n];
        for (done, moves) in reached.iter().enumerate() {
            let Some(moves) = moves else { continue };
            let fits = |&batch: &usize| {
                batch & done == 0
                    && members(batch).count() <= batch_size
                    && members(batch).all(|at| before[at] & !done == 0 && apart[at] & batch == 0)
            };
            for batch in (1..=whole).filter(fits) {
                let left = members(batch).filter(|&at| stood[at] != position).count();
                let slot: &mut Option<usize> = &mut next[done | batch];
                *slot = Some(slot.unwrap_or(usize::MAX).min(moves + left));
            }
        }
        reached = next;
    }
    unreachable!("a story at a time can always be finished");
}

/// The stories that a story waits for at once; gates are passed through.
fn prerequisites(graph: &Graph, story: usize) -> Vec<usize> {
    let (mut next, mut seen, mut found) = (vec![story], Vec::new(), Vec::new());
    while let Some(node) = next.pop() {
        for edge in graph.edges_to(node).filter(|edge| edge.constrains()) {
            if edge.dependency < graph.stories {
                found.push(edge.dependency);
            } else if !seen.contains(&edge.dependency) {
                seen.push(edge.dependency);
                next.push(edge.dependency);
            }
        }
    }
    found
}

/// Size, order and conflicts by the backlog itself.
fn is_valid(
    stories: &[usize],
    batches: &[u32],
    backlog: &Backlog,
    graph: &Graph,
    batch_size: usize,
) -> bool {
    let placed = || stories.iter().copied().zip(batches.iter().copied());
    let of = |story: usize| placed().find(|(s, _)| *s == story).map(|(_, batch)| batch);
    let sizes_fit = batches
        .iter()
        .all(|b| batches.iter().filter(|other| *other == b).count() <= batch_size);
    let ordered = placed().all(|(story, batch)| {
        let mut earlier = prerequisites(graph, story).into_iter();
        earlier.all(|other| of(other).is_none_or(|before| before < batch))
    });
    let apart = placed().all(|(a, batch)| {
        let mut beside = placed().filter(|&(b, there)| b > a && there == batch);
        let shared = |b| graph.shared_paths(&backlog.stories[a], &backlog.stories[b]);
        beside.all(|(b, _)| shared(b).is_empty())
    });
    sizes_fit && ordered && apart
}
