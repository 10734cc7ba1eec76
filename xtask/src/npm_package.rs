//! `cargo xtask npm`: the JavaScript package in `target/npm/`.

use crate::checkout::Checkout;
use crate::command;
use crate::failure::Failure;
use crate::folder;
use crate::node;
use crate::say::{self, Work};
use crate::wasm_opt::{self, Goal};
use crate::wasm_target::{self, TARGET};
use crate::wasm_tools;
use std::fs;
use std::path::Path;
use std::process::Command;

/// Builds the package: the wasm with its JavaScript and types under `wasm/`,
/// and around it the files that are written by hand.
pub fn build(checkout: &Checkout) -> Result<(), Failure> {
    let rust = wasm_target::ensure(checkout)?;
    let bindgen = wasm_tools::ensure_wasm_bindgen(checkout)?;

    let what = "Compiling the JavaScript module to WebAssembly";
    let work = Work::start(
        what,
        "the npm package is made around it",
        "2 minutes from scratch",
    );
    let mut cargo = rust.cargo(checkout);
    cargo.args(["build", "--profile", "npm", "--target", TARGET]);
    cargo.args(["--package", "sprintloom-js", "--lib"]);
    command::run(cargo, what)?;
    work.done();

    let package = checkout.npm_package();
    folder::empty(&package)?;
    let by_hand = checkout.root.join("js").join("npm");
    if by_hand.is_dir() {
        folder::copy(&by_hand, &package)?;
    }
    for licence in ["LICENSE-MIT", "LICENSE-APACHE"] {
        let target = package.join(licence);
        fs::copy(checkout.root.join(licence), &target)
            .map_err(|error| Failure::new(format!("Copying {licence} did not work: {error}.")))?;
    }
    let wasm_folder = package.join("wasm");
    let mut writer = Command::new(bindgen.join("wasm-bindgen"));
    writer.arg(checkout.packaged_wasm("sprintloom_js"));
    writer
        .args(["--target", "web", "--out-dir"])
        .arg(&wasm_folder);
    command::capture(writer, "Writing the JavaScript around the wasm")?;

    match node::ensure_packages(checkout) {
        Ok(()) => {
            let wasm = wasm_folder.join("sprintloom_js_bg.wasm");
            wasm_opt::optimise(checkout, &wasm, Goal::Speed)?;
        }
        Err(failure) => say::line(&format!("The wasm is not made smaller: {failure}")),
    }
    write_agent_pack(&package)?;
    say::line(&format!("The package is in {}.", package.display()));
    Ok(())
}

/// Writes `agent/`, which the module knows best: it is made of the tables of the code.
fn write_agent_pack(package: &Path) -> Result<(), Failure> {
    if let Err(failure) = node::ensure() {
        say::line(&format!("The agent pack is not written: {failure}"));
        return Ok(());
    }
    let mut command = Command::new("node");
    command
        .arg(package.join("write_agent_pack.mjs"))
        .current_dir(package);
    command::capture(command, "Writing the agent pack")?;
    let script = package.join("write_agent_pack.mjs");
    fs::remove_file(&script).map_err(|error| {
        Failure::new(format!(
            "Removing {} did not work: {error}.",
            script.display()
        ))
    })
}
