//! What must hold for every sprint and every trigger.

use proptest::prelude::{ProptestConfig, any, prop, prop_assert, prop_assert_eq, proptest};
use proptest::sample::Index;
use proptest::strategy::Strategy as Generator;

use super::*;
use crate::backlog::Status;
use crate::backlog::written::backlog;
use crate::graph;
use crate::plan::{plan, properties::any_rows};

/// Statuses of stories by a die, and a plan being executed that deals the stories out anyhow.
fn any_sprint(most: usize) -> impl Generator<Value = (String, Vec<u8>, Vec<u32>)> {
    let dice = prop::collection::vec(0..10u8, most);
    (any_rows(most), dice, prop::collection::vec(1..5u32, most))
}

/// Stories dropped, wanted in order and put into batches; dice for the rule and the words.
type Asked = (Vec<Index>, Vec<Index>, Vec<(Index, u32)>, u8, u8);

fn any_trigger() -> impl Generator<Value = Asked> {
    let stories = || prop::collection::vec(any::<Index>(), 0..3);
    let moves = prop::collection::vec((any::<Index>(), 1..6u32), 0..2);
    (stories(), stories(), moves, 0..3u8, 0..6u8)
}

fn with_statuses(rows: &str, dice: &[u8]) -> crate::backlog::Backlog {
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

fn dealt(backlog: &crate::backlog::Backlog, batches: &[u32]) -> Executed {
    let mut executed: Vec<(u32, Vec<String>)> = (1..5).map(|id| (id, Vec::new())).collect();
    for (story, id) in backlog.stories.iter().zip(batches) {
        executed[*id as usize - 1].1.push(story.key.to_string());
    }
    Executed { batches: executed }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn corrections_keep_what_is_done_and_plan_the_rest_once(
        (rows, dice, _) in any_sprint(12),
        (dropped, order, moves, rule, words) in any_trigger(),
    ) {
        let backlog = with_statuses(&rows, &dice);
        let rules = GraphRules::default();
        let (graph, _) = graph::build(&backlog, &rules);
        let settings = PlanSettings::default();
        let key = |index: &Index| backlog.stories[index.index(backlog.stories.len())].key.to_string();
        let keys = |list: &[Index]| list.iter().map(key).collect::<Vec<_>>();
        let said = ["", "1-1 first", "prioritise epic 1", "freeze 1-2; defer 1-1", "2-1 before 1-1", "add 1-3"];
        let trigger = Trigger {
            reason: "user_request".into(),
            user_input: said[usize::from(words)].into(),
            dropped_stories: keys(&dropped),
            order: keys(&order),
            moves: moves.iter().map(|(i, batch)| ToBatch { story: key(i), batch: *batch }).collect(),
            drop_rule: [DropRule::Relink, DropRule::Cascade, DropRule::LeaveUnmet][usize::from(rule)],
            ..Trigger::default()
        };
        let sprint = Sprint { backlog: &backlog, graph: &graph, rules: &rules, settings: &settings, executed: None };
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
        prop_assert!(correction.after.iter().map(|(id, _)| *id).eq(correction.current_batch..correction.current_batch + correction.after.len() as u32));
        let open = plan(&backlog, &graph, &settings).expect("a plan");
        for (at, story) in backlog.stories.iter().enumerate() {
            let times = correction.after.iter().filter(|(_, stories)| stories.contains(&at)).count();
            let wanted = (story.status.is_pending() || correction.added.contains(&at)) && !correction.dropped.contains(&at);
            prop_assert_eq!(times, usize::from(wanted), "{}", story.key);
            if story.status == Status::InProgress && wanted {
                let position = correction.after.iter().position(|(_, stories)| stories.contains(&at));
                // A batch of which nothing is left can be lost, and a prerequisite may come in; it is said.
                let said = correction.warnings.iter().any(|w| w.starts_with(&format!("Story {} does not keep", story.key)));
                prop_assert!(position == open.placement[at] || said && (!correction.dropped.is_empty() || !correction.added.is_empty()), "{} moved", story.key);
            }
        }
    }

    /// By trying every assignment: no plan with as few batches moves fewer stories.
    #[test]
    fn no_plan_as_short_moves_fewer_stories((rows, dice, batches) in any_sprint(6)) {
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
        let trigger = Trigger { reason: "new_requirements".into(), current_batch_id: Some(1), ..Trigger::default() };
        let Ok(correction) = correct(&sprint, &trigger) else { return Ok(()) };
        let open: Vec<usize> = (0..backlog.stories.len()).filter(|&s| backlog.stories[s].status.is_pending()).collect();
        let stood = |story: usize| batches[story] - 1;
        let mut least: Option<(usize, usize)> = None;
        every_assignment(&open, &mut Vec::new(), &mut |assignment| {
            let count = assignment.iter().max().map_or(0, |last| *last as usize + 1);
            let whole = (0..count as u32).all(|b| assignment.contains(&b));
            if whole && is_valid(&open, assignment, &backlog, &graph) {
                let moves = open.iter().zip(assignment).filter(|(s, b)| stood(**s) != **b).count();
                let known = least.get_or_insert((count, moves));
                *known = (*known).min((count, moves));
            }
        });
        if let Some(least) = least {
            prop_assert_eq!((correction.after.len(), correction.moved.len()), least);
        }
    }
}

fn every_assignment(open: &[usize], so_far: &mut Vec<u32>, visit: &mut dyn FnMut(&[u32])) {
    if so_far.len() == open.len() {
        return visit(so_far);
    }
    for batch in 0..open.len() as u32 {
        so_far.push(batch);
        every_assignment(open, so_far, visit);
        so_far.pop();
    }
}

/// Size, order and conflicts by the backlog itself. Gates are passed through.
fn is_valid(
    open: &[usize],
    assignment: &[u32],
    backlog: &crate::backlog::Backlog,
    graph: &crate::graph::Graph,
) -> bool {
    let of = |story: usize| {
        open.iter()
            .position(|s| *s == story)
            .map(|at| assignment[at])
    };
    let sizes_fit = assignment
        .iter()
        .all(|b| assignment.iter().filter(|other| *other == b).count() <= 3);
    let mut ordered = true;
    for &story in open {
        let mut next: Vec<usize> = vec![story];
        let mut seen = Vec::new();
        while let Some(node) = next.pop() {
            for edge in graph.edges_to(node).filter(|edge| edge.constrains()) {
                if edge.dependency < graph.stories {
                    ordered &= of(edge.dependency).is_none_or(|before| Some(before) < of(story));
                } else if !seen.contains(&edge.dependency) {
                    seen.push(edge.dependency);
                    next.push(edge.dependency);
                }
            }
        }
    }
    let apart = open.iter().enumerate().all(|(i, &a)| {
        open.iter().enumerate().skip(i + 1).all(|(j, &b)| {
            assignment[i] != assignment[j]
                || graph
                    .shared_paths(&backlog.stories[a], &backlog.stories[b])
                    .is_empty()
        })
    });
    sizes_fit && ordered && apart
}
