//! `cargo xtask bench`: how fast the core is.

use crate::checkout::Checkout;
use crate::command;
use crate::failure::Failure;
use std::process::Command;

/// Runs the core's benchmarks.
pub fn run(checkout: &Checkout) -> Result<(), Failure> {
    if !checkout.root.join("core").join("benches").is_dir() {
        println!("There are no benchmarks yet: core/benches/ is not there.");
        return Ok(());
    }
    let mut cargo = Command::new("cargo");
    cargo.args(["bench", "--package", "sprintloom-core"]);
    cargo.current_dir(&checkout.root);
    command::run(cargo, "The benchmarks")
}
