//! `cargo xtask bench`: how fast reading and planning are, and how good the plans are.

use crate::checkout::Checkout;
use crate::chromium;
use crate::command;
use crate::failure::Failure;
use crate::node;
use crate::wasm_target::{self, TARGET};
use std::path::PathBuf;
use std::process::Command;

/// What the arguments may choose: a part, or all of them.
const PARTS: [&str; 4] = ["reading", "time", "wasm", "proof"];

/// Runs the benchmarks: `reading` against a Markdown parser, `time` natively, `wasm` in Chromium (in Node where there is none), and
/// `proof` against a constraint solver, which takes some minutes.
pub fn run(checkout: &Checkout, parts: &[String]) -> Result<(), Failure> {
    if let Some(other) = parts.iter().find(|part| !PARTS.contains(&part.as_str())) {
        return Err(Failure::new(format!(
            "There is no benchmark `{other}`; there are {}.",
            PARTS.join(", ")
        )));
    }
    let wanted = |part: &str| parts.is_empty() || parts.iter().any(|one| one == part);
    let native = build_native(checkout)?;
    if wanted("reading") {
        println!("Reading beside a bare pass of a Markdown parser, natively:\n");
        measure(&native, "reading")?;
        println!();
    }
    if wanted("time") {
        println!("From the parsed backlog to the validated plan, natively:\n");
        measure(&native, "time")?;
    }
    if wanted("wasm") {
        println!();
        in_browser(checkout, &native)?;
    }
    if wanted("proof") {
        println!("\nPlans against a constraint solver:\n");
        measure(&native, "proof")?;
    }
    Ok(())
}

fn measure(native: &PathBuf, part: &str) -> Result<(), Failure> {
    let mut program = Command::new(native);
    program.arg(part);
    command::run(program, "The benchmark")
}

/// The crate is a workspace of its own: its solver is built only here.
fn build_native(checkout: &Checkout) -> Result<PathBuf, Failure> {
    let target = checkout.target.join("bench");
    let mut cargo = Command::new("cargo");
    cargo.args(["build", "--quiet", "--locked", "--target-dir"]);
    cargo.arg(&target);
    cargo.current_dir(checkout.root.join("bench"));
    command::run(cargo, "Building the benchmarks")?;
    Ok(target.join("debug").join("sprintloom-bench"))
}

fn in_browser(checkout: &Checkout, native: &PathBuf) -> Result<(), Failure> {
    let target = checkout.target.join("bench");
    let mut cargo = wasm_target::ensure(checkout)?.cargo(checkout);
    cargo.args(["build", "--quiet", "--locked", "--release", "--lib"]);
    cargo.args(["--target", TARGET, "--target-dir"]);
    cargo.arg(&target);
    cargo.current_dir(checkout.root.join("bench"));
    command::run(cargo, "Building the benchmarks for WebAssembly")?;
    node::ensure_packages(checkout)?;
    let module = target
        .join(TARGET)
        .join("release")
        .join("sprintloom_bench.wasm");
    let mut script = Command::new("node");
    script.arg(checkout.root.join("bench").join("browser.mjs"));
    script.arg(module).arg(native);
    if let Ok(chromium) = chromium::ensure() {
        script.arg(chromium.browser).arg(checkout.end_to_end());
    }
    command::run(script, "The benchmark in WebAssembly")
}
