//! The wasm32 half of the Rust compiler: from rustup, or, where the Rust
//! servers cannot be reached, from Debian's packages and the crate registry.

use crate::checkout::Checkout;
use crate::command::{self, find_program};
use crate::failure::{Doing, Failure};
use crate::say::{self, Work};
use crate::system_packages::{self, Rights};
use crate::version::Version;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// What everything that runs in a browser is compiled for.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// The oldest compiler that the workspace's `rust-version` admits.
const OLDEST_RUST: Version = Version(1, 88, 0);

/// Debian's compiler, its linker for wasm, and the source of its library.
const DEBIAN_PACKAGES: [&str; 4] = ["rustc-web", "cargo-web", "rust-web-src", "rust-web-llvm"];
const DEBIAN_PROGRAMS: [&str; 4] = ["rustc", "cargo", "rustdoc", "rust-lld"];
const DEBIAN_TARGET_FOLDER: &str = "/usr/lib/rustlib/wasm32-unknown-unknown/lib";

/// A Rust that can compile for wasm32.
pub struct WasmRust {
    /// A folder that comes first on the search path; `None` for the active toolchain.
    programs: Option<PathBuf>,
}

impl WasmRust {
    /// Makes a command, and what it starts in turn, use this Rust.
    pub fn apply(&self, command: &mut Command) {
        if let Some(folder) = &self.programs {
            command::with_path_first(command, &[folder]);
            // Trunk asks this variable before the search path; the others
            // belong to the toolchain that runs us.
            command.env("CARGO", folder.join("cargo"));
            for name in ["RUSTC", "RUSTDOC", "RUSTUP_TOOLCHAIN", "LD_LIBRARY_PATH"] {
                command.env_remove(name);
            }
        }
    }

    /// A cargo command of this Rust, at the root of the checkout.
    pub fn cargo(&self, checkout: &Checkout) -> Command {
        let mut command = Command::new(match &self.programs {
            Some(folder) => folder.join("cargo"),
            None => PathBuf::from("cargo"),
        });
        command.current_dir(&checkout.root);
        self.apply(&mut command);
        command
    }
}

/// Finds or installs a Rust that can compile for wasm32.
pub fn ensure(checkout: &Checkout) -> Result<WasmRust, Failure> {
    let active = WasmRust { programs: None };
    if has_target(Path::new("rustc")) {
        return Ok(active);
    }
    let debian = DebianRust::at(checkout);
    if debian.is_complete() {
        return Ok(debian.into_rust());
    }
    if find_program("rustup").is_some() {
        match add_with_rustup() {
            Ok(()) if has_target(Path::new("rustc")) => return Ok(active),
            Ok(()) => say::line("rustup ended well, and yet the target is not there."),
            Err(failure) => say::line(&failure.to_string()),
        }
    }
    say::line("The target does not come from the Rust servers; trying Debian's packages instead.");
    debian.install().map_err(|failure| {
        Failure::new(format!(
            "Rust here cannot compile for {TARGET}, and neither way to add that worked. Where the \
             Rust servers can be reached, `rustup target add {TARGET}` is enough.\n{failure}"
        ))
    })?;
    Ok(debian.into_rust())
}

fn add_with_rustup() -> Result<(), Failure> {
    let what = format!("Adding Rust's target {TARGET}");
    let work = Work::start(&what, "the app is compiled to WebAssembly", "10 seconds");
    let mut command = command::rustup();
    command.args(["target", "add", TARGET]);
    // Blocked servers may never answer; the way by Debian's packages needs its time too.
    command::run_within(command, Duration::from_secs(150), &what)?;
    work.done();
    Ok(())
}

fn has_target(rustc: &Path) -> bool {
    let mut command = Command::new(rustc);
    command.args(["--print", "target-libdir", "--target", TARGET]);
    let folder = command::capture(command, "Asking rustc for its target");
    folder.is_ok_and(|folder| has_standard_library(Path::new(folder.trim())))
}

fn has_standard_library(folder: &Path) -> bool {
    let Ok(entries) = fs::read_dir(folder) else {
        return false;
    };
    entries.flatten().any(|entry| {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        name.starts_with("libstd-") && name.ends_with(".rlib")
    })
}

/// Debian's Rust, completed with a standard library for wasm32. It is chosen by
/// a folder of links on the search path, so that rustup's settings stay as they are.
struct DebianRust {
    folder: PathBuf,
}

impl DebianRust {
    fn at(checkout: &Checkout) -> Self {
        Self {
            folder: checkout.cache.join("tools").join("debian-rust"),
        }
    }

    fn into_rust(self) -> WasmRust {
        WasmRust {
            programs: Some(self.folder.join("bin")),
        }
    }

    /// A library belongs to exactly one compiler: after an update of Debian's
    /// Rust, the version that was noted no longer fits.
    fn is_complete(&self) -> bool {
        let noted = fs::read_to_string(self.folder.join("version")).ok();
        noted.is_some()
            && noted == debian_version().ok()
            && has_standard_library(Path::new(DEBIAN_TARGET_FOLDER))
            && DEBIAN_PROGRAMS
                .iter()
                .all(|name| self.folder.join("bin").join(name).exists())
    }

    fn install(&self) -> Result<(), Failure> {
        let why = "to compile for WebAssembly without the Rust servers";
        let rights = system_packages::install(&DEBIAN_PACKAGES, why)?;
        let version = debian_version()?;
        if Version::find_in(&version).is_none_or(|found| found < OLDEST_RUST) {
            return Err(Failure::new(format!(
                "Debian's Rust here is {}; {OLDEST_RUST} or later is needed. Add Debian's security \
                 updates to the package sources.",
                version.trim()
            )));
        }
        install_linker()?;
        self.link_programs()?;
        self.build_standard_library(rights)?;
        let note = self.folder.join("version");
        fs::write(&note, version).doing(|| format!("write {}", note.display()))
    }

    fn link_programs(&self) -> Result<(), Failure> {
        let programs = self.folder.join("bin");
        fs::create_dir_all(&programs).doing(|| format!("create {}", programs.display()))?;
        for name in DEBIAN_PROGRAMS {
            let link = programs.join(name);
            if link.symlink_metadata().is_ok() {
                fs::remove_file(&link).doing(|| format!("remove {}", link.display()))?;
            }
            link_file(&Path::new("/usr/bin").join(name), &link)
                .doing(|| format!("link {}", link.display()))?;
        }
        Ok(())
    }

    /// Builds the library with the help of an empty crate and copies it to where rustc looks.
    fn build_standard_library(&self, rights: Rights) -> Result<(), Failure> {
        let what = format!("Building Rust's standard library for {TARGET}");
        let work = Work::start(&what, "Debian has only its source", "1 minute");
        let krate = self.folder.join("empty");
        let source = krate.join("src");
        fs::create_dir_all(&source).doing(|| format!("create {}", source.display()))?;
        let manifest = "[package]\nname = \"empty\"\nedition = \"2021\"\n[workspace]\n";
        fs::write(krate.join("Cargo.toml"), manifest).doing(|| "write an empty crate".into())?;
        fs::write(source.join("lib.rs"), "#![no_std]\n").doing(|| "write an empty crate".into())?;

        let mut cargo = Command::new("/usr/bin/cargo");
        cargo.args(["build", "--release", "--target", TARGET]);
        cargo.arg("-Zbuild-std=std,panic_abort,panic_unwind,test");
        cargo.current_dir(&krate);
        let rust = WasmRust {
            programs: Some(self.folder.join("bin")),
        };
        rust.apply(&mut cargo);
        cargo.env("CARGO_TARGET_DIR", krate.join("target"));
        cargo.env("RUSTC_BOOTSTRAP", "1");
        // Without bitcode in the library, fat link-time optimisation fails.
        cargo.env_remove("CARGO_ENCODED_RUSTFLAGS");
        cargo.env("RUSTFLAGS", "-Cembed-bitcode=yes");
        command::run_logged(cargo, &what, &self.folder.join("library.log"))?;

        let built = krate
            .join("target")
            .join(TARGET)
            .join("release")
            .join("deps");
        let mut make_folder = rights.command("mkdir");
        make_folder.args(["-p", DEBIAN_TARGET_FOLDER]);
        command::capture(make_folder, "Making the target's folder")?;
        // Libraries of an earlier compiler would be found twice.
        let mut clean = rights.command("find");
        clean.args([DEBIAN_TARGET_FOLDER, "-name", "lib*.r*", "-delete"]);
        command::capture(clean, "Removing an earlier library")?;
        let mut copy = rights.command("cp");
        copy.args(library_files(&built)?).arg(DEBIAN_TARGET_FOLDER);
        command::capture(copy, "Copying the library")?;
        // Only the library was wanted; what is left takes 100 MB.
        let _ = fs::remove_dir_all(&krate);
        work.done();
        Ok(())
    }
}

/// Debian's Rust names its linker by a link to `lld-22` or whichever fits it,
/// without depending on the package of that name.
fn install_linker() -> Result<(), Failure> {
    let link = Path::new("/usr/bin/rust-lld");
    let Ok(target) = fs::read_link(link) else {
        return Ok(());
    };
    match target.file_name().and_then(|name| name.to_str()) {
        Some(package) if !link.exists() => {
            system_packages::install(&[package], "to link WebAssembly").map(drop)
        }
        _ => Ok(()),
    }
}

fn debian_version() -> Result<String, Failure> {
    let mut command = Command::new("/usr/bin/rustc");
    command.arg("--version").env_remove("LD_LIBRARY_PATH");
    command::capture(command, "Asking Debian's Rust for its version")
}

/// The library's files among what was built, the empty crate's own aside.
fn library_files(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let entries = fs::read_dir(folder).doing(|| format!("read {}", folder.display()))?;
    let paths = entries.flatten().map(|entry| entry.path());
    Ok(paths.filter(|path| is_library_file(path)).collect())
}

fn is_library_file(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let is_library = name.ends_with(".rlib") || name.ends_with(".rmeta");
    is_library && !name.starts_with("libempty-")
}

#[cfg(unix)]
fn link_file(from: &Path, to: &Path) -> std::io::Result<()> {
    std::os::unix::fs::symlink(from, to)
}

#[cfg(not(unix))]
fn link_file(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::copy(from, to).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_empty_crate_is_not_part_of_the_library() {
        let rows = [
            ("libstd-0123.rlib", true),
            ("libcore-0123.rmeta", true),
            ("libempty-0123.rlib", false),
            ("empty-0123.d", false),
        ];
        for (name, expected) in rows {
            assert_eq!(is_library_file(Path::new(name)), expected, "{name}");
        }
    }
}
