//! The static site in `dist/`: the wasm by cargo, the page by Trunk, then the
//! finishing that Trunk does not do.

mod fingerprint;
mod finish;
mod names;
mod page;
mod squeeze;

use crate::checkout::Checkout;
use crate::command;
use crate::failure::Failure;
use crate::folder;
use crate::node;
use crate::say::{self, Work};
use crate::wasm_target::{TARGET, WasmRust};
use crate::{wasm_target, wasm_tools};
use fingerprint::Note;
use std::path::Path;
use std::process::Command;

/// What the compiler is told for the app alone, beside what `.cargo/config.toml` says. Without the
/// rewriting of loops by LLVM (every index becomes a pointer of its own) the wasm has fewer locals
/// and is 1.5 % smaller after brotli.
const FLAGS: (&str, &str) = (
    "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
    "-Cllvm-args=--disable-lsr",
);

/// How much is done for small files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Squeeze {
    /// wasm as the compiler leaves it: quick to make, half as large again.
    No,
    /// wasm through wasm-opt, which needs Node; without Node as the compiler leaves it.
    WhereNodeIs,
}

/// Builds the site, unless it is there and nothing has changed since.
pub fn build(checkout: &Checkout, squeeze: Squeeze) -> Result<(), Failure> {
    let rust = wasm_target::ensure(checkout)?;
    let squeezed = squeeze == Squeeze::WhereNodeIs && has_wasm_opt(checkout);
    let wanted = Note::of_sources(checkout, &rust, squeezed)?;
    if wanted.is_satisfied(checkout) {
        say::line("The app in dist/ is up to date.");
        return Ok(());
    }
    let bindgen = wasm_tools::ensure_wasm_bindgen(checkout)?;
    let trunk = wasm_tools::ensure_trunk(checkout)?;

    compile(checkout, &rust)?;
    let work = Work::start(
        "Putting the page together",
        "Trunk collects its files",
        "5 seconds",
    );
    let stage = checkout.notes().join("site");
    folder::empty(&stage)?;
    run_trunk(checkout, &rust, &[&trunk, &bindgen], &stage)?;
    finish::finish(checkout, &stage, squeezed)?;

    // Only now: a page that is being looked at never meets half a build.
    wanted.remove(checkout)?;
    folder::empty(&checkout.site())?;
    folder::copy(&stage, &checkout.site())?;
    wanted.write(checkout)?;
    work.done();
    Ok(())
}

fn has_wasm_opt(checkout: &Checkout) -> bool {
    match node::ensure_packages(checkout) {
        Ok(()) => node::wasm_opt(checkout).is_some(),
        Err(failure) => {
            say::line(&format!("The wasm is not made smaller: {failure}"));
            false
        }
    }
}

/// The app's program: page and worker in one.
fn compile(checkout: &Checkout, rust: &WasmRust) -> Result<(), Failure> {
    let why = "the page and its worker, optimised for size";
    let work = Work::start(
        "Compiling the app to WebAssembly",
        why,
        "3 minutes from scratch",
    );
    let mut cargo = rust.cargo(checkout);
    cargo.env(FLAGS.0, FLAGS.1);
    cargo.args(["build", "--release", "--target", TARGET]);
    cargo.args(["--package", "sprintloom-web", "--bin", "sprintloom-web"]);
    command::run(cargo, "Compiling the app")?;
    work.done();
    Ok(())
}

fn run_trunk(
    checkout: &Checkout,
    rust: &WasmRust,
    tools: &[&Path],
    stage: &Path,
) -> Result<(), Failure> {
    let mut trunk = Command::new("trunk");
    trunk.current_dir(&checkout.root);
    rust.apply(&mut trunk);
    command::with_path_first(&mut trunk, tools);
    // Everything it could want to download is there by now.
    trunk.args(["build", "--release", "--offline", "--skip-version-check"]);
    trunk.arg("--dist").arg(stage);
    // Trunk has cargo build once more: under other flags everything would be compiled anew.
    trunk.env(FLAGS.0, FLAGS.1);
    // Trunk takes this variable for the value of a switch and stumbles over "1".
    trunk.env_remove("NO_COLOR");
    let log = checkout.notes().join("trunk.log");
    command::run_logged(trunk, "Putting the page together with Trunk", &log)
}
