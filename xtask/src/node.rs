//! Node and its packages. The app is built and served without them; tests,
//! sizes and the last squeeze of the wasm need them.

use crate::checkout::Checkout;
use crate::command::{self, find_program};
use crate::failure::{Doing, Failure};
use crate::say::Work;
use crate::sha256;
use crate::version::Version;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

/// The oldest Node with everything that the package and its tests use.
const OLDEST_NODE: Version = Version(20, 16, 0);

/// Checks Node, or says what to install.
pub fn ensure() -> Result<(), Failure> {
    let wanted = format!(
        "Install Node {OLDEST_NODE} or later with npm: Debian 13 has it (`sudo apt-get install \
         nodejs npm`); for other systems see nodejs.org."
    );
    if find_program("node").is_none() || find_program("npm").is_none() {
        return Err(Failure::new(format!(
            "Node and npm are needed for this. {wanted}"
        )));
    }
    let mut command = Command::new("node");
    command.arg("--version");
    let answer = command::capture(command, "Asking Node for its version")?;
    match Version::find_in(&answer) {
        Some(found) if found >= OLDEST_NODE => Ok(()),
        _ => Err(Failure::new(format!(
            "Node here is {}. {wanted}",
            answer.trim()
        ))),
    }
}

/// Installs the packages that tests/e2e/package-lock.json names, if they have changed.
pub fn ensure_packages(checkout: &Checkout) -> Result<(), Failure> {
    ensure()?;
    let folder = checkout.end_to_end();
    let lock_path = folder.join("package-lock.json");
    let lock = fs::read(&lock_path).doing(|| format!("read {}", lock_path.display()))?;
    let wanted = sha256::hexadecimal(&sha256::digest(&lock));
    let note = folder.join("node_modules").join(".installed-lock");
    if fs::read_to_string(&note).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    let what = "Installing the Node packages of tests/e2e";
    let why = "the browser driver and wasm-opt are among them";
    let work = Work::start(what, why, "20 seconds");
    let mut npm = Command::new("npm");
    npm.args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
    npm.current_dir(&folder);
    command::run_logged(npm, what, &checkout.notes().join("npm-ci.log")).map_err(|failure| {
        Failure::new(format!(
            "{failure}\nThe npm registry must be reachable for this."
        ))
    })?;
    fs::write(&note, wanted).doing(|| format!("write {}", note.display()))?;
    work.done();
    Ok(())
}

/// The wasm-opt of the installed packages.
pub fn wasm_opt(checkout: &Checkout) -> Option<PathBuf> {
    let modules = checkout.end_to_end().join("node_modules");
    let program = modules.join("binaryen").join("bin").join("wasm-opt");
    program.is_file().then_some(program)
}
