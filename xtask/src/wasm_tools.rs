//! The two tools that turn compiled wasm into a web page: wasm-bindgen and
//! Trunk, in exactly the versions wanted, kept in the cache.

use crate::checkout::Checkout;
use crate::command::{self, find_program};
use crate::failure::{Doing, Failure};
use crate::say::Work;
use crate::version;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{self, Command};

/// The newest Trunk that Rust 1.88 can build.
const TRUNK_VERSION: &str = "0.21.14";

/// A program from the crate registry.
struct Tool<'a> {
    package: &'a str,
    version: &'a str,
    programs: &'a [&'a str],
    /// Flags of `cargo install` that make it quick; the tools need not be fast.
    flags: &'a [&'a str],
    /// The optimisation of the tool itself.
    level: &'a str,
    why: &'a str,
    usually: &'a str,
}

/// The folder with wasm-bindgen and its test runner, in the lock file's version.
pub fn ensure_wasm_bindgen(checkout: &Checkout) -> Result<PathBuf, Failure> {
    let version = version::locked(&checkout.root.join("Cargo.lock"), "wasm-bindgen")?;
    let tool = Tool {
        package: "wasm-bindgen-cli",
        version: &version,
        programs: &["wasm-bindgen", "wasm-bindgen-test-runner"],
        // Not `--locked`: one of its locked dependencies may be gone from the registry.
        flags: &["--debug"],
        level: "1",
        why: "it writes the JavaScript around the wasm and must fit Cargo.lock; kept for next time",
        usually: "2 minutes",
    };
    tool.ensure(checkout)
}

/// The folder with Trunk.
pub fn ensure_trunk(checkout: &Checkout) -> Result<PathBuf, Failure> {
    let tool = Tool {
        package: "trunk",
        version: TRUNK_VERSION,
        programs: &["trunk"],
        // Without its default features it downloads nothing, and it has nothing to download.
        flags: &["--locked", "--debug", "--no-default-features"],
        level: "0",
        why: "it puts the app's page together; kept for next time",
        usually: "2 to 3 minutes",
    };
    tool.ensure(checkout)
}

impl Tool<'_> {
    fn ensure(&self, checkout: &Checkout) -> Result<PathBuf, Failure> {
        let tools = checkout.cache.join("tools");
        let folder = tools.join(format!("{}-{}", self.package, self.version));
        let cached = folder.join("bin");
        if self.is_in(&cached) {
            return Ok(cached);
        }
        if let Some(own) = find_program(self.programs[0]).and_then(|path| parent(&path))
            && self.is_in(&own)
        {
            return Ok(own);
        }
        fs::create_dir_all(&tools).doing(|| format!("create {}", tools.display()))?;
        self.install(&tools, &folder)?;
        if self.is_in(&cached) {
            Ok(cached)
        } else {
            Err(Failure::new(format!(
                "{} was built in {} and still does not answer with version {}. Remove that folder \
                 and try again.",
                self.package,
                folder.display(),
                self.version
            )))
        }
    }

    fn is_in(&self, folder: &Path) -> bool {
        self.programs.iter().all(|program| {
            let mut command = Command::new(folder.join(program));
            command.arg("--version");
            let answer = command::capture(command, "Asking for a version");
            answer.is_ok_and(|text| text.split_whitespace().any(|word| word == self.version))
        })
    }

    /// Builds beside the final place and renames: two runs at once cannot meet
    /// half a tool, and a broken-off run leaves nothing that looks finished.
    fn install(&self, tools: &Path, folder: &Path) -> Result<(), Failure> {
        let what = format!("Building {} {}", self.package, self.version);
        let work = Work::start(&what, self.why, self.usually);
        let unique = format!("{}-{}", self.package, process::id());
        let partial = tools.join(format!("partial-{unique}"));
        let build = tools.join(format!("build-{unique}"));

        let mut cargo = Command::new("cargo");
        cargo.args(["install", self.package, "--version", self.version]);
        cargo.args(self.flags).arg("--root").arg(&partial);
        // Away from the checkout, its settings and its toolchain file do not count.
        cargo.current_dir(tools).env("CARGO_TARGET_DIR", &build);
        cargo.env("CARGO_PROFILE_DEV_DEBUG", "0");
        cargo.env("CARGO_PROFILE_DEV_OPT_LEVEL", self.level);
        for name in ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "CARGO_BUILD_TARGET"] {
            cargo.env_remove(name);
        }
        let log = tools.join(format!("{}.log", self.package));
        let built = command::run_logged(cargo, &what, &log);
        // What is left is only disk space.
        let _ = fs::remove_dir_all(&build);
        built.map_err(|failure| {
            Failure::new(format!(
                "{failure}\nThe crate registry must be reachable, and a C linker installed \
                 (Debian: `apt-get install build-essential`)."
            ))
        })?;

        // Another run may have been quicker; anything else in the way is unusable.
        if self.is_in(&folder.join("bin")) {
            let _ = fs::remove_dir_all(&partial);
        } else {
            let _ = fs::remove_dir_all(folder);
            fs::rename(&partial, folder).doing(|| format!("create {}", folder.display()))?;
        }
        work.done();
        Ok(())
    }
}

fn parent(path: &Path) -> Option<PathBuf> {
    path.parent().map(Path::to_path_buf)
}
