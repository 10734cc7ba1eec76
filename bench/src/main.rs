//! Measures planning: `sprintloom-bench proof [COUNT [MILLISECONDS [FIRST]]]` against a constraint solver,
//! `sprintloom-bench time` against the clock, `sprintloom-bench message STORIES` and
//! `sprintloom-bench correction STORIES` for comparing bytes.
#![cfg(not(target_arch = "wasm32"))]

mod proof;
mod reading;
mod solver;
mod time;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let what = arguments.next();
    let mut number = |default: u64| {
        let text = arguments.next();
        text.and_then(|text| text.parse().ok()).unwrap_or(default)
    };
    match what.as_deref() {
        Some("proof") => {
            let (count, milliseconds, first) = (number(500), number(900), number(0));
            proof::run(first..first + count, milliseconds);
        }
        Some("time") => time::run(),
        Some("reading") => reading::run(),
        Some("message") => {
            let backlog = sprintloom_bench::large(number(100) as usize);
            print!("{}", sprintloom_bench::message(&backlog));
        }
        Some("correction") => {
            let backlog = sprintloom_bench::large(number(100) as usize);
            print!("{}", sprintloom_bench::Running::of(backlog).message());
        }
        _ => eprintln!(
            "usage: sprintloom-bench proof [COUNT [MILLISECONDS [FIRST]]] | time | reading \
             | message STORIES | correction STORIES"
        ),
    }
}
