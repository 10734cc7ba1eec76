//! Measures planning: `sprintloom-bench proof [COUNT [SECONDS]]`, `sprintloom-bench time`.

mod proof;
mod solver;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let what = arguments.next();
    let mut number = |default: u64| {
        arguments
            .next()
            .and_then(|text| text.parse().ok())
            .unwrap_or(default)
    };
    match what.as_deref() {
        Some("proof") => {
            let (count, seconds) = (number(500), number(4));
            proof::run(count, seconds);
        }
        _ => eprintln!("usage: sprintloom-bench proof [COUNT [SECONDS]]"),
    }
}
