//! What is done to the site after Trunk: smaller wasm, a worker whose name
//! changes with its content, the list for the service worker, and the policy.

use super::page;
use crate::checkout::Checkout;
use crate::failure::{Doing, Failure};
use crate::folder;
use crate::sha256;
use crate::wasm_opt::{self, Goal};
use std::fs;
use std::path::Path;

/// The worker's program, as Cargo names it.
const WORKER: &str = "sprintloom-worker";

/// The service worker, where the app has one.
const SERVICE_WORKER: &str = "service-worker.js";

/// In the service worker's text: replaced by a hash of the whole site, as a JavaScript string.
const VERSION_MARK: &str = "\"__SPRINTLOOM_VERSION__\"";

/// In the service worker's text: replaced by an array of the addresses of all files.
const FILES_MARK: &str = "\"__SPRINTLOOM_FILES__\"";

/// Finishes the site that Trunk has put into `stage`.
pub fn finish(checkout: &Checkout, stage: &Path, squeezed: bool) -> Result<(), Failure> {
    if squeezed {
        for path in folder::all_files(stage)? {
            let is_worker = folder::address(stage, &path).starts_with(WORKER);
            if path
                .extension()
                .is_some_and(|extension| extension == "wasm")
            {
                let goal = if is_worker { Goal::Speed } else { Goal::Size };
                wasm_opt::optimise(checkout, &path, goal)?;
            }
        }
    }
    let loader = name_worker_by_content(stage)?;
    change(&stage.join("index.html"), |html| {
        page::with_policy(&page::with_worker(html, &loader)?)
    })?;
    fill_service_worker(stage)
}

/// Gives the worker's files a hash of their content in their names, so that no
/// cache can pair an old worker with a new page. Returns the loader's name.
fn name_worker_by_content(stage: &Path) -> Result<String, Failure> {
    let script = format!("{WORKER}.js");
    let wasm = format!("{WORKER}_bg.wasm");
    let loader = format!("{WORKER}_loader.js");
    let mut content = Vec::new();
    for name in [&script, &wasm, &loader] {
        let path = stage.join(name);
        content.extend(fs::read(&path).doing(|| format!("read the worker's {}", path.display()))?);
    }
    let hash = short_hash(&content);
    let new_script = format!("{WORKER}-{hash}.js");
    let new_wasm = format!("{WORKER}-{hash}_bg.wasm");
    let new_loader = format!("{WORKER}-{hash}_loader.js");

    change(&stage.join(&loader), |text| {
        Ok(text.replace(&script, &new_script))
    })?;
    change(&stage.join(&script), |text| {
        Ok(text.replace(&wasm, &new_wasm))
    })?;
    for (old, new) in [
        (&loader, &new_loader),
        (&script, &new_script),
        (&wasm, &new_wasm),
    ] {
        fs::rename(stage.join(old), stage.join(new)).doing(|| format!("rename {old} to {new}"))?;
    }
    Ok(new_loader)
}

/// Tells the service worker what to keep for working without a network.
fn fill_service_worker(stage: &Path) -> Result<(), Failure> {
    let place = stage.join(SERVICE_WORKER);
    if !place.exists() {
        return Ok(());
    }
    let mut all = Vec::new();
    let mut addresses = Vec::new();
    for path in folder::all_files(stage)? {
        let address = folder::address(stage, &path);
        all.extend_from_slice(address.as_bytes());
        all.extend(fs::read(&path).doing(|| format!("read {}", path.display()))?);
        if path != place {
            addresses.push(format!("\"./{address}\""));
        }
    }
    let version = format!("\"{}\"", short_hash(&all));
    let files = format!("[{}]", addresses.join(", "));
    change(&place, |text| fill_marks(text, &version, &files))
}

fn fill_marks(text: &str, version: &str, files: &str) -> Result<String, Failure> {
    for mark in [VERSION_MARK, FILES_MARK] {
        if !text.contains(mark) {
            return Err(Failure::new(format!(
                "{SERVICE_WORKER} does not contain {mark}; the build writes the version and the \
                 list of files there. Put both marks back."
            )));
        }
    }
    Ok(text
        .replace(VERSION_MARK, version)
        .replace(FILES_MARK, files))
}

fn short_hash(content: &[u8]) -> String {
    sha256::hexadecimal(&sha256::digest(content)[..8])
}

fn change(path: &Path, edit: impl Fn(&str) -> Result<String, Failure>) -> Result<(), Failure> {
    let text = fs::read_to_string(path).doing(|| format!("read {}", path.display()))?;
    fs::write(path, edit(&text)?).doing(|| format!("write {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worker_is_renamed_with_all_that_refers_to_it() {
        let stage = std::env::temp_dir().join(format!("sprintloom-worker-{}", std::process::id()));
        folder::empty(&stage).expect("a folder for this test");
        let write = |name: &str, text: &str| fs::write(stage.join(name), text).expect("a file");
        write(
            "sprintloom-worker.js",
            "new URL('sprintloom-worker_bg.wasm', import.meta.url)",
        );
        write("sprintloom-worker_bg.wasm", "wasm");
        write(
            "sprintloom-worker_loader.js",
            "import init from './sprintloom-worker.js';",
        );

        let loader = name_worker_by_content(&stage).expect("renamed");
        let hash = loader
            .strip_prefix("sprintloom-worker-")
            .and_then(|rest| rest.strip_suffix("_loader.js"))
            .expect("a hashed name");
        let text = fs::read_to_string(stage.join(&loader)).expect("the loader");
        assert_eq!(
            text,
            format!("import init from './sprintloom-worker-{hash}.js';")
        );
        let script = stage.join(format!("sprintloom-worker-{hash}.js"));
        let text = fs::read_to_string(script).expect("the script");
        assert!(
            text.contains(&format!("'sprintloom-worker-{hash}_bg.wasm'")),
            "{text}"
        );
        assert_eq!(folder::all_files(&stage).expect("a list").len(), 3);
        fs::remove_dir_all(&stage).expect("the folder goes");
    }

    #[test]
    fn a_service_worker_gets_its_version_and_its_files() {
        let text =
            "const VERSION = \"__SPRINTLOOM_VERSION__\";\nconst FILES = \"__SPRINTLOOM_FILES__\";";
        let filled = fill_marks(text, "\"abc\"", "[\"./a.js\"]").expect("both marks are there");
        assert_eq!(
            filled,
            "const VERSION = \"abc\";\nconst FILES = [\"./a.js\"];"
        );
        assert!(fill_marks("no marks", "", "").is_err());
    }
}
