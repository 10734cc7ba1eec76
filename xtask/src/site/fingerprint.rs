//! What the site in `dist/` was made of, to know whether it is up to date.

use crate::checkout::Checkout;
use crate::command;
use crate::failure::{Doing, Failure};
use crate::folder;
use crate::sha256;
use crate::wasm_target::WasmRust;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Folders in which nothing of the app is.
const OUTSIDE: [&str; 5] = ["target", "dist", "node_modules", "tests", "js"];

/// What a site is made of.
pub struct Note {
    sources: String,
    squeezed: bool,
}

impl Note {
    /// The note that a site built now would get.
    pub fn of_sources(
        checkout: &Checkout,
        rust: &WasmRust,
        squeezed: bool,
    ) -> Result<Self, Failure> {
        let mut compiler = Command::new("rustc");
        compiler.arg("--version").current_dir(&checkout.root);
        rust.apply(&mut compiler);
        let compiler = command::capture(compiler, "Asking rustc for its version")?;
        let flags = env::var("RUSTFLAGS").unwrap_or_default();
        let sources = format!("{compiler}{flags}\n{}", digest_of(&checkout.root)?);
        Ok(Self {
            sources: sha256::hexadecimal(&sha256::digest(sources.as_bytes())),
            squeezed,
        })
    }

    /// Whether the site that is there is at least as good. One that was made
    /// smaller serves those too who do not need that.
    pub fn is_satisfied(&self, checkout: &Checkout) -> bool {
        let Ok(site) = listing(&checkout.site()) else {
            return false;
        };
        let noted = fs::read_to_string(place(checkout)).unwrap_or_default();
        let same = |squeezed| noted == self.text(squeezed, &site);
        same(true) || (!self.squeezed && same(false))
    }

    /// Forgets the site that was there.
    pub fn remove(&self, checkout: &Checkout) -> Result<(), Failure> {
        let place = place(checkout);
        if place.exists() {
            fs::remove_file(&place).doing(|| format!("remove {}", place.display()))?;
        }
        Ok(())
    }

    /// Writes down what the site that is there now was made of.
    pub fn write(&self, checkout: &Checkout) -> Result<(), Failure> {
        let text = self.text(self.squeezed, &listing(&checkout.site())?);
        let place = place(checkout);
        fs::write(&place, text).doing(|| format!("write {}", place.display()))
    }

    fn text(&self, squeezed: bool, site: &str) -> String {
        format!("{}\nsqueezed: {squeezed}\n{site}", self.sources)
    }
}

fn place(checkout: &Checkout) -> PathBuf {
    checkout.notes().join("site-note.txt")
}

/// The names and sizes of the site's files: a file that was lost is built again.
fn listing(site: &Path) -> Result<String, Failure> {
    let mut text = String::new();
    for path in folder::all_files(site)? {
        let size = fs::metadata(&path).map_or(0, |data| data.len());
        text.push_str(&format!("{} {size}\n", folder::address(site, &path)));
    }
    Ok(text)
}

fn digest_of(root: &Path) -> Result<String, Failure> {
    let enter = |path: &Path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let is_hidden = name.starts_with('.') && name != ".cargo";
        let is_outside = path.parent() == Some(root) && OUTSIDE.contains(&&*name);
        !is_hidden && !is_outside && name != "node_modules"
    };
    let mut text = String::new();
    for path in folder::files(root, &enter)? {
        // An editor's passing file may be gone again.
        let Ok(bytes) = fs::read(&path) else { continue };
        let digest = sha256::hexadecimal(&sha256::digest(&bytes));
        text.push_str(&format!("{} {digest}\n", folder::address(root, &path)));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_follows_the_sources_and_nothing_else() {
        let root = env::temp_dir().join(format!("sprintloom-digest-{}", std::process::id()));
        folder::empty(&root).expect("a folder for this test");
        let write = |name: &str, text: &str| {
            let path = root.join(name);
            fs::create_dir_all(path.parent().expect("a parent")).expect("its folder");
            fs::write(path, text).expect("a file");
        };
        write("web/src/main.rs", "fn main() {}");
        let before = digest_of(&root).expect("a digest");
        write("target/a", "");
        write("dist/index.html", "");
        write("tests/e2e/node_modules/x.js", "");
        write(".git/HEAD", "");
        assert_eq!(digest_of(&root).expect("a digest"), before);
        write(".cargo/config.toml", "");
        let with_settings = digest_of(&root).expect("a digest");
        assert_ne!(with_settings, before);
        write("web/src/main.rs", "fn main() { }");
        assert_ne!(digest_of(&root).expect("a digest"), with_settings);
        fs::remove_dir_all(&root).expect("the folder goes");
    }
}
