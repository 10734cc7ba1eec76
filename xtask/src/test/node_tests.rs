//! Tests that run in Node, by Node's own test runner.

use super::Run;
use super::outcome::Outcome;
use super::summary;
use crate::command;
use crate::failure::{Doing, Failure};
use crate::folder;
use crate::node;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The tests of the JavaScript package.
pub fn package_tests(run: &Run) -> Result<Outcome, Failure> {
    node::ensure()?;
    let package = run.checkout.npm_package();
    if !package.join("wasm").is_dir() {
        return Err(Failure::new(
            "There is no package in target/npm/. `cargo xtask npm` makes it.",
        ));
    }
    let mut command = Command::new("node");
    command.env("SPRINTLOOM_PACKAGE", package);
    run_folder(run, command, &run.checkout.root.join("tests").join("node"))
}

/// Runs all `*.test.mjs` under a folder with this command, which is `node` with variables.
pub fn run_folder(run: &Run, mut node: Command, folder: &Path) -> Result<Outcome, Failure> {
    let files = test_files(folder)?;
    if files.is_empty() {
        return Err(Failure::new(format!(
            "{} has no file *.test.mjs.",
            folder.display()
        )));
    }
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    let result = run.checkout.notes().join(format!("{name}.tap"));
    fs::create_dir_all(run.checkout.notes()).doing(|| format!("write {}", result.display()))?;

    // For people on the screen, for us in a file.
    node.args([
        "--test",
        "--test-reporter=spec",
        "--test-reporter-destination=stdout",
    ]);
    node.arg("--test-reporter=tap");
    node.arg(format!("--test-reporter-destination={}", result.display()));
    // A browser that hangs must not hang the whole run.
    let milliseconds = if run.long { 1_800_000 } else { 300_000 };
    node.arg(format!("--test-timeout={milliseconds}"));
    node.args(files).current_dir(&run.checkout.root);
    run.tell_length(&mut node);
    let recording = command::record(node, "node --test")?;
    let report = fs::read_to_string(&result).doing(|| format!("read {}", result.display()))?;
    let mut outcome = summary::tap(&report);
    outcome.heed_status(recording.status.success(), "node --test");
    outcome.expect_some("node --test");
    Ok(outcome)
}

fn test_files(root: &Path) -> Result<Vec<PathBuf>, Failure> {
    if !root.is_dir() {
        return Ok(Vec::new());
    }
    let files = folder::files(root, &|path| !path.ends_with("node_modules"))?;
    let is_test = |path: &PathBuf| path.to_string_lossy().ends_with(".test.mjs");
    Ok(files.into_iter().filter(is_test).collect())
}
