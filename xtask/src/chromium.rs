//! Chromium and its driver, for the tests in a real browser.

use crate::command::find_program;
use crate::failure::Failure;
use crate::system_packages;
use std::env;
use std::path::PathBuf;

/// The names the browser goes by.
const BROWSERS: [&str; 4] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
];

/// Overrides the search: the path of the browser to test in.
const BROWSER_VARIABLE: &str = "SPRINTLOOM_CHROMIUM";

/// A browser and the program that steers it.
#[derive(Clone)]
pub struct Chromium {
    pub browser: PathBuf,
    pub driver: PathBuf,
}

/// Finds Chromium and its driver, and installs them where this user may.
pub fn ensure() -> Result<Chromium, Failure> {
    if let Some(found) = find() {
        return Ok(found);
    }
    system_packages::install(
        &["chromium", "chromium-driver"],
        "for the tests in a real browser",
    )?;
    find().ok_or_else(|| {
        Failure::new(format!(
            "Chromium or its driver is not on the search path. Install both, or name them in \
             {BROWSER_VARIABLE} and CHROMEDRIVER."
        ))
    })
}

fn find() -> Option<Chromium> {
    let browser = named_in(BROWSER_VARIABLE)
        .or_else(|| BROWSERS.iter().find_map(|name| find_program(name)))?;
    let driver = named_in("CHROMEDRIVER").or_else(|| find_program("chromedriver"))?;
    Some(Chromium { browser, driver })
}

fn named_in(variable: &str) -> Option<PathBuf> {
    env::var_os(variable)
        .map(PathBuf::from)
        .filter(|path| path.is_file())
}
