//! The last squeeze of a wasm file, by wasm-opt from the Node packages.

use crate::checkout::Checkout;
use crate::command;
use crate::failure::{Doing, Failure};
use crate::node;
use std::fs;
use std::path::Path;
use std::process::Command;

/// What Rust's compiler for wasm32 uses, and wasm-opt must be told of.
const FEATURES: [&str; 7] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// What makes the file smallest after brotli, by trial. Functions of like names
/// are alike and stand together; nothing is put into its one caller. Rust's stack begins at address 0,
/// so that the first kilobyte is never reached by an address that has wrapped around.
const FOR_SIZE: &[&str] = &[
    "--low-memory-unused",
    "--one-caller-inline-max-function-size=1",
    "--flatten",
    "--rereloop",
    "-Oz",
    "-Oz",
    "--reorder-functions-by-name",
];

/// What a file is optimised for.
#[derive(Clone, Copy)]
pub enum Goal {
    /// The app: few bytes.
    Size,
    /// The package: few bytes, but not at the price of time.
    Speed,
}

/// Optimises a wasm file in its place. Needs the Node packages.
pub fn optimise(checkout: &Checkout, path: &Path, goal: Goal) -> Result<(), Failure> {
    let program = node::wasm_opt(checkout).ok_or_else(|| {
        Failure::new("wasm-opt is not among the Node packages. Run `npm ci` in tests/e2e.")
    })?;
    let result = path.with_extension("wasm-opt");
    let mut command = Command::new("node");
    command.arg(program).args(FEATURES).args(match goal {
        Goal::Size => FOR_SIZE,
        Goal::Speed => &["-O3"],
    });
    command.arg(path).arg("-o").arg(&result);
    command::capture(command, &format!("Making {} smaller", path.display()))?;
    fs::rename(&result, path).doing(|| format!("write {}", path.display()))
}
