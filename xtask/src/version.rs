//! Version numbers: what programs print, and what Cargo.lock names.

use crate::failure::{Doing, Failure};
use std::fs;
use std::path::Path;

/// The three numbers of a version, without what follows a dash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version(pub u32, pub u32, pub u32);

impl Version {
    /// Finds the first `1.2.3` in what a program printed.
    pub fn find_in(text: &str) -> Option<Self> {
        text.split(|character: char| character.is_whitespace() || character == '(')
            .find_map(Self::parse)
    }

    fn parse(word: &str) -> Option<Self> {
        let word = word.trim_start_matches('v');
        let plain = word.split(['-', '+']).next()?;
        let mut numbers = plain.splitn(3, '.').map(|number| number.parse().ok());
        Some(Self(numbers.next()??, numbers.next()??, numbers.next()??))
    }
}

impl std::fmt::Display for Version {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}.{}.{}", self.0, self.1, self.2)
    }
}

/// The version of a package in the lock file at `path`.
pub fn locked(path: &Path, package: &str) -> Result<String, Failure> {
    let text = fs::read_to_string(path).doing(|| format!("read {}", path.display()))?;
    locked_in(&text, package).map(str::to_owned).ok_or_else(|| {
        Failure::new(format!(
            "{} does not name the package {package}. Run `cargo update --workspace` to complete it.",
            path.display()
        ))
    })
}

fn locked_in<'a>(lock: &'a str, package: &str) -> Option<&'a str> {
    let name_line = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name_line);
    lines.next()?;
    let version = lines.next()?.strip_prefix("version = \"")?;
    version.strip_suffix('"')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_found_in_what_programs_print() {
        let rows = [
            ("trunk 0.21.14", Some(Version(0, 21, 14))),
            (
                "rustc 1.95.0-nightly (abc 2026-01-01)",
                Some(Version(1, 95, 0)),
            ),
            ("v20.20.2\n", Some(Version(20, 20, 2))),
            ("wasm-opt version 132 (version_132)", None),
            ("1.2", None),
        ];
        for (text, expected) in rows {
            assert_eq!(Version::find_in(text), expected, "{text}");
        }
        assert!(Version(1, 88, 0) < Version(1, 100, 0));
    }

    #[test]
    fn the_lock_file_names_exact_packages() {
        let lock = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"9.9.9\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(locked_in(lock, "wasm-bindgen"), Some("0.2.130"));
        assert_eq!(locked_in(lock, "wasm"), None);
    }
}
