//! How long planning takes.

use std::time::{Duration, Instant};

use sprintloom_bench::{large, planned};

/// Sizes of the table.
const SIZES: [usize; 6] = [30, 100, 300, 1_000, 3_000, 10_000];

/// Prints a table: time from the parsed backlog to the validated plan, the middle one of some runs.
pub fn run() {
    println!("| stories | batches | bound | ms | µs a story |");
    println!("|---:|---:|---:|---:|---:|");
    for stories in SIZES {
        let backlog = large(stories);
        let (_, plan) = planned(&backlog);
        let runs = (10_000 / stories).clamp(3, 21);
        let mut times: Vec<Duration> = (0..runs)
            .map(|_| {
                let start = Instant::now();
                planned(&backlog);
                start.elapsed()
            })
            .collect();
        times.sort();
        let middle = times[runs / 2].as_secs_f64();
        println!(
            "| {stories} | {} | {} | {:.1} | {:.1} |",
            plan.batches.len(),
            plan.proof.lower_bound,
            middle * 1e3,
            middle * 1e6 / stories as f64
        );
    }
}
