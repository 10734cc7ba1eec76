//! `cargo xtask fuzz`: damaged projects, and what must hold of any.

use crate::checkout::Checkout;
use crate::command;
use crate::failure::{Doing, Failure};
use std::process::Command;

/// Builds `fuzz/` and runs it with these words; a promise that was broken is a failure.
pub fn run(checkout: &Checkout, words: &[String]) -> Result<(), Failure> {
    let mut cargo = Command::new("cargo");
    cargo.args([
        "build",
        "--quiet",
        "--locked",
        "--package",
        "sprintloom-fuzz",
    ]);
    cargo
        .args(["--profile", "fuzz", "--target-dir"])
        .arg(&checkout.target);
    cargo.current_dir(&checkout.root);
    command::run(cargo, "Building the fuzzer")?;
    let findings = checkout.target.join("findings");
    let mut program = Command::new(checkout.target.join("fuzz").join("sprintloom-fuzz"));
    program.arg("--out").arg(&findings).args(words);
    match program
        .status()
        .doing(|| "start the fuzzer".to_owned())?
        .code()
    {
        Some(0) => Ok(()),
        Some(1) => Err(Failure::new(format!(
            "Promises were broken; what breaks them lies in {}.",
            findings.display()
        ))),
        _ => Err(Failure::new("The fuzzer could not do its work.")),
    }
}
