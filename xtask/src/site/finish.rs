//! What is done to the site after Trunk: smaller wasm, short names, one style sheet, file names
//! that change with the content, the list for the service worker, and the policy.

use super::{names, page, squeeze};
use crate::checkout::Checkout;
use crate::failure::{Doing, Failure};
use crate::folder;
use crate::sha256;
use crate::wasm_opt::{self, Goal};
use std::fs;
use std::path::Path;

/// What the names of the program's files begin with; Trunk's hash follows.
const PROGRAM: &str = "sprintloom-web-";

/// What they end with: the script and the wasm.
const SCRIPT_END: &str = ".js";
const WASM_END: &str = "_bg.wasm";

/// The service worker, where the app has one.
const SERVICE_WORKER: &str = "service-worker.js";

/// In the service worker's text: replaced by a hash of the whole site, as a JavaScript string.
const VERSION_MARK: &str = "\"__SPRINTLOOM_VERSION__\"";

/// In the service worker's text: replaced by an array of the addresses of all files.
const FILES_MARK: &str = "\"__SPRINTLOOM_FILES__\"";

/// Finishes the site that Trunk has put into `stage`.
pub fn finish(checkout: &Checkout, stage: &Path, squeezed: bool) -> Result<(), Failure> {
    let hash = hash_of_trunk(stage)?;
    if squeezed {
        let wasm = stage.join(format!("{PROGRAM}{hash}{WASM_END}"));
        wasm_opt::optimise(checkout, &wasm, Goal::Size)?;
    }
    finish_program(stage, &hash)?;
    join_styles(stage)?;
    change(&stage.join("index.html"), page::with_policy)?;
    fill_service_worker(stage)
}

/// The hash that Trunk has given the program's files.
fn hash_of_trunk(stage: &Path) -> Result<String, Failure> {
    let hashes = folder::all_files(stage)?.into_iter().filter_map(|path| {
        let name = folder::address(stage, &path);
        let hash = name.strip_prefix(PROGRAM)?.strip_suffix(WASM_END)?;
        Some(hash.to_owned())
    });
    match hashes.collect::<Vec<_>>().as_slice() {
        [hash] => Ok(hash.clone()),
        found => Err(Failure::new(format!(
            "Trunk has left {} files {PROGRAM}…{WASM_END} instead of one.",
            found.len()
        ))),
    }
}

/// Makes the names between script and wasm short, and then those of the files follow their
/// content: no cache can pair an old one with a new one.
fn finish_program(stage: &Path, old: &str) -> Result<(), Failure> {
    let place = |hash: &str, end| stage.join(format!("{PROGRAM}{hash}{end}"));
    let (script, wasm) = (place(old, SCRIPT_END), place(old, WASM_END));
    let bytes = fs::read(&wasm).doing(|| format!("read {}", wasm.display()))?;
    let text = fs::read_to_string(&script).doing(|| format!("read {}", script.display()))?;
    let (bytes, text) = names::shorten(&bytes, &text)?;
    let text = squeeze::script(&text);
    let new = short_hash(&[&bytes, text.as_bytes()].concat());
    for (old, new, content) in [
        (
            script,
            place(&new, SCRIPT_END),
            text.replace(old, &new).into_bytes(),
        ),
        (wasm, place(&new, WASM_END), bytes),
    ] {
        fs::write(&new, content).doing(|| format!("write {}", new.display()))?;
        if old != new {
            fs::remove_file(&old).doing(|| format!("remove {}", old.display()))?;
        }
    }
    change(
        &stage.join("index.html"),
        |html| Ok(html.replace(old, &new)),
    )
}

/// Makes one file of all style sheets: compressed together they are smaller, and asked for at once.
fn join_styles(stage: &Path) -> Result<(), Failure> {
    let mut joined = String::new();
    change(&stage.join("index.html"), |html| {
        let (addresses, _) = page::with_style(html, "");
        joined.clear();
        for address in &addresses {
            let path = stage.join(address);
            let sheet = fs::read_to_string(&path).doing(|| format!("read {}", path.display()))?;
            joined.push_str(&squeeze::style(&sheet));
            fs::remove_file(&path).doing(|| format!("remove {}", path.display()))?;
        }
        let name = format!("style-{}.css", short_hash(joined.as_bytes()));
        let path = stage.join(&name);
        fs::write(&path, &joined).doing(|| format!("write {}", path.display()))?;
        Ok(page::with_style(html, &name).1)
    })
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

fn change(
    path: &Path,
    mut edit: impl FnMut(&str) -> Result<String, Failure>,
) -> Result<(), Failure> {
    let text = fs::read_to_string(path).doing(|| format!("read {}", path.display()))?;
    fs::write(path, edit(&text)?).doing(|| format!("write {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_programs_files_are_named_by_their_content_wherever_they_are_named() {
        let stage = std::env::temp_dir().join(format!("sprintloom-finish-{}", std::process::id()));
        folder::empty(&stage).expect("a folder for this test");
        let write = |name: &str, text: &[u8]| fs::write(stage.join(name), text).expect("a file");
        write(
            "sprintloom-web-old.js",
            b"new URL('sprintloom-web-old_bg.wasm', import.meta.url)\n",
        );
        write("sprintloom-web-old_bg.wasm", b"\0asm\x01\0\0\0");
        write(
            "index.html",
            b"<link rel=\"stylesheet\" href=\"./a.css\"/><link rel=\"stylesheet\" href=\"./b.css\"/>\
              <link rel=\"modulepreload\" href=\"./sprintloom-web-old.js\">",
        );
        write("a.css", b"a{}");
        write("b.css", b"b{}");

        let old = hash_of_trunk(&stage).expect("one program");
        assert_eq!(old, "old");
        finish_program(&stage, &old).expect("renamed");
        join_styles(&stage).expect("joined");

        let hash = hash_of_trunk(&stage).expect("one program");
        assert_ne!(hash, "old");
        let text = |name: &str| fs::read_to_string(stage.join(name)).expect(name);
        let script = text(&format!("sprintloom-web-{hash}.js"));
        assert_eq!(
            script,
            format!("new URL('sprintloom-web-{hash}_bg.wasm', import.meta.url)\n")
        );
        let page = text("index.html");
        assert!(
            page.contains(&format!("\"./sprintloom-web-{hash}.js\"")),
            "{page}"
        );
        let style = format!("style-{}.css", short_hash(b"a{}b{}"));
        assert_eq!(page.matches("stylesheet").count(), 1, "{page}");
        assert!(page.contains(&format!("href=\"./{style}\"")), "{page}");
        assert_eq!(text(&style), "a{}b{}");
        assert_eq!(folder::all_files(&stage).expect("a list").len(), 4);
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
