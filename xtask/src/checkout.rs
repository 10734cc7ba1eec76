//! Where things are: the checkout, what is built in it, the cache outside it.

use crate::failure::Failure;
use std::env;
use std::path::{Path, PathBuf};

/// The places this tool reads and writes.
pub struct Checkout {
    /// The folder with the workspace's `Cargo.toml`.
    pub root: PathBuf,
    /// Cargo's target folder.
    pub target: PathBuf,
    /// Tools and notes that survive `cargo clean`; outside the checkout.
    pub cache: PathBuf,
}

impl Checkout {
    /// Finds the places from what Cargo tells a program it runs.
    pub fn find() -> Result<Self, Failure> {
        let manifest_folder = env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = manifest_folder
            .parent()
            .map(Path::to_path_buf)
            .ok_or_else(|| {
                Failure::new("The checkout was not found. Run this as `cargo xtask` inside it.")
            })?;
        let target = target_folder(env::current_exe().ok()).unwrap_or_else(|| root.join("target"));
        let cache = cache_folder(env::var_os("XDG_CACHE_HOME"), env::var_os("HOME"))
            .unwrap_or_else(|| target.join("cache"))
            .join("sprintloom");
        Ok(Self {
            root,
            target,
            cache,
        })
    }

    /// The finished static site.
    pub fn site(&self) -> PathBuf {
        self.root.join("dist")
    }

    /// The finished JavaScript package.
    pub fn npm_package(&self) -> PathBuf {
        self.target.join("npm")
    }

    /// Where the end-to-end tests and all Node packages are.
    pub fn end_to_end(&self) -> PathBuf {
        self.root.join("tests").join("e2e")
    }

    /// This tool's own notes about what it built.
    pub fn notes(&self) -> PathBuf {
        self.target.join("xtask")
    }

    /// A wasm file as cargo leaves it for the npm package.
    pub fn packaged_wasm(&self, name: &str) -> PathBuf {
        let folder = self.target.join("wasm32-unknown-unknown").join("npm");
        folder.join(name).with_extension("wasm")
    }
}

/// Cargo runs this program as `<target>/<profile>/xtask`, whatever the settings say.
fn target_folder(program: Option<PathBuf>) -> Option<PathBuf> {
    let profile = program?.parent()?.to_path_buf();
    let is_profile = profile.ends_with("debug") || profile.ends_with("release");
    is_profile.then(|| profile.parent().map(Path::to_path_buf))?
}

/// The user's cache folder; a relative `XDG_CACHE_HOME` counts as not set, as its standard says.
fn cache_folder(
    chosen: Option<std::ffi::OsString>,
    home: Option<std::ffi::OsString>,
) -> Option<PathBuf> {
    let chosen = chosen.map(PathBuf::from).filter(|path| path.is_absolute());
    chosen.or_else(|| home.map(|home| PathBuf::from(home).join(".cache")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_target_folder_is_two_above_the_program() {
        let program = Some(PathBuf::from("/a/target/debug/xtask"));
        assert_eq!(target_folder(program), Some(PathBuf::from("/a/target")));
        assert_eq!(target_folder(Some(PathBuf::from("/a/bin/xtask"))), None);
    }

    #[test]
    fn the_cache_follows_the_desktop_standard() {
        let home = || Some("/home/someone".into());
        let path = |text: &str| Some(PathBuf::from(text));
        assert_eq!(cache_folder(Some("/c".into()), home()), path("/c"));
        assert_eq!(
            cache_folder(Some("c".into()), home()),
            path("/home/someone/.cache")
        );
        assert_eq!(cache_folder(None, None), None);
    }
}
