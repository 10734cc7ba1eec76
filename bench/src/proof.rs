//! Plans against what an independent constraint solver finds.

use std::ops::Range;
use std::time::Duration;

use sprintloom_bench::{Numbers, Shape, backlog, documents};
use sprintloom_core::graph::{self, GraphRules};
use sprintloom_core::plan::{self, PlanSettings};

use crate::solver::{Answer, Question};

/// Prints how many of the plans of these seeds are proven, how many the solver does better within `milliseconds`
/// for each question, and how even the loads are beside its best.
pub fn run(seeds: Range<u64>, milliseconds: u64) {
    let count = seeds.end - seeds.start;
    let time = Duration::from_millis(milliseconds);
    let (mut proven, mut worse, mut refuted, mut confirmed) = (0, 0, 0, 0);
    let mut ratios: Vec<f64> = Vec::new();
    let mut least = 0;
    for seed in seeds {
        let mut numbers = Numbers::new(seed);
        let shape = Shape::compared(&mut numbers);
        let backlog = backlog(&documents(&mut numbers, &shape));
        assert_eq!(
            backlog.stories.len(),
            shape.stories,
            "the reader reads what the generator writes"
        );
        let (graph, _) = graph::build(&backlog, &GraphRules::default());
        let settings = PlanSettings {
            batch_size: 2 + seed as usize % 4,
            ..Default::default()
        };
        let plan = plan::plan(&backlog, &graph, &settings).expect("every backlog has a plan");
        let batches = plan.batches.len();
        proven += u32::from(plan.proof.optimal);
        let squares: i64 = plan
            .batches
            .iter()
            .map(|batch| i64::from(batch.complexity).pow(2))
            .sum();
        if !plan.proof.optimal {
            println!(
                "seed {seed}: {} stories, {} to a batch: {batches} batches, bound {} ({})",
                shape.stories,
                settings.batch_size,
                plan.proof.lower_bound,
                plan.proof.reason.kind()
            );
        }
        if milliseconds == 0 {
            continue;
        }
        let question = Question::new(&backlog, &graph, settings.batch_size);
        match question.fits(batches - 1, time) {
            Answer::Found { .. } => {
                worse += 1;
                refuted += u32::from(plan.proof.optimal);
                println!("seed {seed}: the solver needs fewer than {batches} batches");
            }
            Answer::Impossible => confirmed += 1,
            Answer::OutOfTime => {}
        }
        match question.evener(batches, squares, time) {
            Answer::Found {
                squares: better,
                least: is_least,
            } => {
                let ratio = squares as f64 / better as f64;
                if ratio > 1.03 {
                    println!("seed {seed}: sum of squares {squares}, the solver finds {better}");
                }
                least += u32::from(is_least);
                ratios.push(ratio);
            }
            Answer::Impossible => {
                least += 1;
                ratios.push(1.0);
            }
            Answer::OutOfTime => ratios.push(1.0),
        }
    }
    let share = |part: u32| 100.0 * f64::from(part) / count as f64;
    println!(
        "| backlogs | proven | solver finds fewer | of these “proven” | solver agrees it is the fewest |"
    );
    println!("|---:|---:|---:|---:|---:|");
    println!(
        "| {count} | {proven} ({:.1} %) | {worse} | {refuted} | {confirmed} |",
        share(proven)
    );
    if !ratios.is_empty() {
        let worst = ratios.iter().copied().fold(1.0, f64::max);
        let mean = ratios.iter().sum::<f64>() / ratios.len() as f64;
        let over = ratios.iter().filter(|ratio| **ratio > 1.03).count();
        println!(
            "sum of squares: {mean:.4} of the solver's best on average, {worst:.4} at worst, {over} over 1.03; least sum known for {least}"
        );
    }
}
