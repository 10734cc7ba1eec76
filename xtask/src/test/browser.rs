//! The steps that run in a real Chromium.

use super::outcome::Outcome;
use super::{Run, node_tests, rust, summary};
use crate::chromium::{self, Chromium};
use crate::command;
use crate::failure::Failure;
use crate::file_server::FileServer;
use crate::folder;
use crate::node;
use crate::wasm_target::{self, TARGET};
use crate::wasm_tools;
use std::path::Path;
use std::process::Command;
use std::thread;

/// The packages that may have tests for the browser, by folder and by name.
const PACKAGES: [(&str, &str); 3] = [
    ("core", "sprintloom-core"),
    ("js", "sprintloom-js"),
    ("web", "sprintloom-web"),
];

/// Test files that run in the browser are named `tests/wasm….rs`.
const WASM_TESTS: &str = "wasm*";

/// The tests that are compiled to wasm and run in the browser by wasm-bindgen's runner.
pub fn wasm_tests(run: &Run) -> Result<Outcome, Failure> {
    let checkout = run.checkout;
    let rust = wasm_target::ensure(checkout)?;
    let bindgen = wasm_tools::ensure_wasm_bindgen(checkout)?;
    let Chromium { driver, .. } = chromium::ensure()?;
    let packages = PACKAGES
        .iter()
        .filter(|(folder, _)| has_wasm_tests(&checkout.root.join(folder)));
    let packages: Vec<&str> = packages
        .flat_map(|(_, name)| ["--package", *name])
        .collect();
    if packages.is_empty() {
        return Err(Failure::new(
            "No package has a test file tests/wasm….rs to run in the browser.",
        ));
    }

    let mut cargo = rust.cargo(checkout);
    cargo.args([
        "test",
        "--target",
        TARGET,
        "--no-fail-fast",
        "--test",
        WASM_TESTS,
    ]);
    cargo.args(packages);
    let runner = bindgen.join("wasm-bindgen-test-runner");
    cargo.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner);
    cargo.env("CHROMEDRIVER", driver);
    let settings = checkout.root.join("webdriver.json");
    cargo.env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", settings);
    let seconds = if run.long { "900" } else { "120" };
    cargo.env("WASM_BINDGEN_TEST_TIMEOUT", seconds);
    run.tell_length(&mut cargo);
    let recording = command::record(cargo, "cargo test in Chromium")?;
    let sections = summary::cargo_sections(&recording.text);
    let succeeded = recording.status.success();
    let has_title: fn(&str) -> bool = |title| !title.is_empty();
    Ok(rust::sum(
        sections,
        succeeded,
        "cargo test in Chromium",
        has_title,
    ))
}

/// The tests that steer a browser through the finished app.
pub fn app_tests(run: &Run) -> Result<Outcome, Failure> {
    let checkout = run.checkout;
    node::ensure_packages(checkout)?;
    let Chromium { browser, .. } = chromium::ensure()?;
    let site = checkout.site();
    if !site.join("index.html").is_file() {
        return Err(Failure::new(
            "There is no app in dist/ to test. `cargo xtask build` makes it.",
        ));
    }
    let at_root = serve(&site, "/")?;
    let below = serve(&site, "/some/where/")?;

    let tests = checkout.end_to_end();
    let mut variables = Command::new("node");
    variables.env("SPRINTLOOM_URL", at_root);
    variables.env("SPRINTLOOM_SUBPATH_URL", below);
    variables.env("SPRINTLOOM_CHROMIUM", browser);
    variables.env("SPRINTLOOM_SITE", site);
    variables.env("SPRINTLOOM_PACKAGE", checkout.npm_package());
    node_tests::run_folder(run, variables, &tests)
}

fn serve(site: &Path, base: &str) -> Result<String, Failure> {
    let server = FileServer::open(site, base, 0)?;
    let address = server.address()?;
    thread::spawn(|| server.serve());
    Ok(address)
}

fn has_wasm_tests(package: &Path) -> bool {
    let files = folder::files(&package.join("tests"), &|_| false).unwrap_or_default();
    files.iter().any(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with("wasm") && name.ends_with(".rs")
    })
}
