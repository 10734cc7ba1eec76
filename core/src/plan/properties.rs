//! What must hold for every backlog.

use proptest::prelude::{ProptestConfig, any, prop, prop_assert, prop_assert_eq, proptest};
use proptest::strategy::Strategy as Generator;

use super::tests::planned;
use super::*;
use crate::graph::{self, GraphRules};
use crate::written::backlog;

/// What is drawn for a story: what it waits for, files, complexity, and a die for the rest.
type Drawn = (Vec<prop::sample::Index>, Vec<u8>, u32, u8);

/// Rows of a backlog: dependencies point anywhere (circles too), files from a small pool.
pub(crate) fn any_rows(most: usize) -> impl Generator<Value = String> {
    let story = (
        prop::collection::vec(any::<prop::sample::Index>(), 0..3),
        prop::collection::vec(0..7u8, 0..4),
        1..9u32,
        0..12u8,
    );
    prop::collection::vec(story, 1..=most).prop_map(|stories| {
        let n = stories.len();
        let key = |at: usize| format!("{}-{}", at / 4 + 1, at % 4 + 1);
        let files = [
            "a",
            "b",
            "src/",
            "src/x",
            "src/*",
            "package.json",
            "src/index.ts",
        ];
        let row = |(at, story): (usize, &Drawn)| {
            let (waits, touched, complexity, status) = story;
            let mut row = format!("{} c={complexity}", key(at));
            row.push_str(if *status == 0 { " done" } else { "" });
            let mut names: Vec<String> = waits.iter().map(|i| key(i.index(n))).collect();
            if *status == 1 {
                names.push(format!("epic-{}?", 1 + n / 8));
            }
            if *status == 2 && at >= 4 {
                names.push("epic-1".to_owned());
            }
            if !names.is_empty() {
                row.push_str(&format!(" <- {}", names.join(", ")));
            }
            if !touched.is_empty() {
                let names: Vec<&str> = touched.iter().map(|&f| files[f as usize]).collect();
                row.push_str(&format!(" @ {}", names.join(" ")));
            }
            row
        };
        stories
            .iter()
            .enumerate()
            .map(row)
            .collect::<Vec<_>>()
            .join("\n")
    })
}

/// Settings of every kind; stories of the rows are pinned here and there.
fn any_settings() -> impl Generator<Value = PlanSettings> {
    let choices = (0..2usize, 0..2usize, 0..3usize, 0..3usize, 1..7usize);
    let tokens = prop::option::of(60_000..200_000u64);
    let pins = prop::collection::vec((0..12usize, 0..9u32), 0..4);
    (choices, tokens, pins).prop_map(|(choices, batch_tokens, pins)| {
        let (strategy, registry, unknown, order, batch_size) = choices;
        let pin = |(story, batch): (usize, u32)| Pin {
            story: format!("{}-{}", story / 4 + 1, story % 4 + 1),
            batch,
        };
        PlanSettings {
            batch_size,
            strategy: Strategy::ALL[strategy],
            registry: RegistryRule::ALL[registry],
            unknown_files: UnknownFiles::ALL[unknown],
            epic_order: EpicOrder::ALL[order],
            batch_tokens,
            pins: pins.into_iter().map(pin).collect(),
            ..PlanSettings::default()
        }
    })
}

/// The fewest batches, and with these the least sum of squared complexity, by trying everything:
/// for each set of stories that can be finished, the best way to finish it.
fn best_by_trying(problem: &Problem) -> (usize, u64) {
    let n = problem.len();
    let before: Vec<usize> = (0..n)
        .map(|story| set_before(problem, story as u32))
        .collect();
    let members = |set: usize| (0..n).filter(move |s| set & (1 << s) != 0);
    let fits = |set: usize| {
        members(set).count() <= problem.batch_size
            && members(set)
                .all(|a| members(set).all(|b| a >= b || !problem.collide(a as u32, b as u32)))
    };
    let fitting: Vec<usize> = (1..1usize << n).filter(|&set| fits(set)).collect();
    let mut best = vec![(usize::MAX, u64::MAX); 1 << n];
    best[0] = (0, 0);
    for done in 0..1usize << n {
        if best[done].0 == usize::MAX {
            continue;
        }
        for &batch in fitting.iter().filter(|&&batch| batch & done == 0) {
            if members(batch).all(|s| before[s] & !done == 0) {
                let load: u64 = members(batch).map(|s| u64::from(problem.weight[s])).sum();
                let total = (best[done].0 + 1, best[done].1 + load * load);
                best[done | batch] = best[done | batch].min(total);
            }
        }
    }
    best[(1 << n) - 1]
}

fn set_before(problem: &Problem, node: u32) -> usize {
    let of = |&p: &u32| {
        if problem.is_story(p) {
            1 << p
        } else {
            set_before(problem, p)
        }
    };
    problem.predecessors[node as usize]
        .iter()
        .map(of)
        .fold(0, |all, one| all | one)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases()))]

    #[test]
    fn every_plan_is_valid_and_balanced_never_needs_more_batches(rows in any_rows(24), batch_size in 1..6usize) {
        let settings = PlanSettings { batch_size, ..PlanSettings::default() };
        let (_, _, balanced) = planned(&rows, &settings);
        let (_, _, sequential) = planned(&rows, &PlanSettings { strategy: Strategy::Sequential, ..settings });
        prop_assert!(balanced.batches.len() <= sequential.batches.len());
        prop_assert!(balanced.proof.lower_bound <= balanced.batches.len());
        prop_assert_eq!(balanced.proof.optimal, balanced.proof.lower_bound == balanced.batches.len());
    }

    #[test]
    fn plans_are_valid_whatever_is_set(rows in any_rows(24), settings in any_settings()) {
        let (backlog, graph, plan) = planned(&rows, &settings);
        let refused = |pin: &Pin| plan.refused.iter().any(|refused| refused.story == pin.story);
        let problem = Problem::new(&backlog, &graph, &settings).expect("no selection");
        for pin in &settings.pins {
            // A pin is followed or refused, and one that alone is plainly possible is followed.
            let at = backlog.stories.iter().position(|s| s.key.as_str() == pin.story);
            let there = at.and_then(|at| plan.placement[at]).map(|batch| batch as u32 + 1);
            let first = settings.pins.iter().find(|other| other.story == pin.story);
            prop_assert!(there == Some(pin.batch) || refused(pin) || first != Some(pin));
        }
        prop_assert!(plan.proof.lower_bound <= plan.batches.len());
        prop_assert_eq!(problem.len(), plan.total_stories());
        let again = super::plan(&backlog, &graph, &settings).expect("a plan");
        prop_assert_eq!(again, plan);
    }

    #[test]
    fn what_is_saved_without_a_bottleneck_is_never_more_than_all(rows in any_rows(14), settings in any_settings()) {
        let (backlog, graph, plan) = planned(&rows, &settings);
        let found = bottlenecks(&backlog, &graph, &settings, &plan).expect("a plan");
        for bottleneck in &found {
            prop_assert_eq!(bottleneck.batches + bottleneck.saved, plan.batches.len());
        }
        prop_assert!(found.windows(2).all(|pair| pair[0].saved >= pair[1].saved));
    }

    #[test]
    fn a_changed_plan_is_rejected(
        rows in any_rows(16),
        settings in any_settings(),
        one in any::<prop::sample::Index>(),
        other in any::<prop::sample::Index>(),
        how in 0..9u8,
    ) {
        let (backlog, graph, plan) = planned(&rows, &settings);
        if plan.batches.is_empty() {
            return Ok(());
        }
        let mut changed = plan.clone();
        let batches = changed.batches.len();
        let (batch, target) = (one.index(batches), other.index(batches));
        let story = changed.batches[batch].stories[0];
        match how {
            0 => { changed.batches[batch].stories.remove(0); }
            1 => changed.batches[target].stories.push(story),
            2 => changed.batches[batch].id += 1,
            3 => { changed.batches.remove(batch); }
            4 => changed.batches[batch].complexity += 1,
            5 => changed.placement[story] = None,
            6 => changed.proof.optimal = !changed.proof.optimal,
            7 => changed.proof.lower_bound = batches + 1,
            // Another place, even one where it could stand: the plan says otherwise elsewhere.
            _ if batch != target => {
                changed.batches[batch].stories.remove(0);
                changed.batches[target].stories.push(story);
            }
            _ => changed.files_known += 1,
        }
        prop_assert!(!validate(&changed, &backlog, &graph, &settings).is_empty(), "{changed:?}");
    }

    #[test]
    fn one_more_dependency_never_lowers_the_bound(rows in any_rows(14), from in any::<prop::sample::Index>(), to in any::<prop::sample::Index>()) {
        let settings = PlanSettings::default();
        let bound = |backlog: &Backlog, graph: &Graph| {
            let problem = Problem::new(backlog, graph, &settings).expect("no selection");
            bounds::lower_bound(&problem).0
        };
        let mut given = backlog(&rows);
        // Only forward dependencies, so that no circle is closed that would break another edge.
        for (at, story) in given.stories.clone().iter().enumerate() {
            let keys: Vec<_> = given.stories.iter().take(at).map(|s| s.key.clone()).collect();
            given.stories[at].dependencies = story.dependencies.iter()
                .filter(|d| matches!(&d.targets[0], crate::backlog::Target::Story(key) if keys.contains(key)))
                .cloned().collect();
        }
        let n = given.stories.len();
        let (a, b) = (from.index(n).min(to.index(n)), from.index(n).max(to.index(n)));
        if a == b {
            return Ok(());
        }
        let (graph, _) = graph::build(&given, &GraphRules::default());
        let before = bound(&given, &graph);
        let mut more = given.clone();
        let place = more.stories[b].declared.clone().expect("rows have places");
        more.stories[b].dependencies.push(crate::backlog::DependencyRef {
            targets: vec![crate::backlog::Target::Story(given.stories[a].key.clone())],
            direction: crate::backlog::Direction::Requires,
            strength: crate::backlog::Strength::Hard,
            alternatives: false,
            satisfied: false,
            place,
            text: String::new(),
        });
        let (graph, _) = graph::build(&more, &GraphRules::default());
        prop_assert!(bound(&more, &graph) >= before);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases().max(20_000)))]

    #[test]
    fn small_plans_are_the_fewest_and_evenest_that_trying_everything_finds(rows in any_rows(7), batch_size in 1..4usize) {
        let settings = PlanSettings { batch_size, ..PlanSettings::default() };
        let (backlog, graph, plan) = planned(&rows, &settings);
        let problem = Problem::new(&backlog, &graph, &settings).expect("no selection");
        let (fewest, squares) = best_by_trying(&problem);
        prop_assert_eq!(plan.batches.len(), fewest);
        prop_assert_eq!(plan.batches.iter().map(|b| u64::from(b.complexity).pow(2)).sum::<u64>(), squares);
        prop_assert!(plan.proof.lower_bound <= fewest, "the bound claims too much");
    }
}

/// Cases of each property; `PROPTEST_CASES` asks for more.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(400)
}
