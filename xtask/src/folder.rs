//! Walking, copying and replacing whole folders.

use crate::failure::{Doing, Failure};
use std::fs;
use std::path::{Path, PathBuf};

/// All files under a folder, sorted, where `enter` admits the folders on the way.
pub fn files(root: &Path, enter: &dyn Fn(&Path) -> bool) -> Result<Vec<PathBuf>, Failure> {
    let mut found = Vec::new();
    let mut open = vec![root.to_path_buf()];
    while let Some(folder) = open.pop() {
        let entries = fs::read_dir(&folder).doing(|| format!("read {}", folder.display()))?;
        for entry in entries {
            let path = entry.doing(|| format!("read {}", folder.display()))?.path();
            if !path.is_dir() {
                found.push(path);
            } else if enter(&path) {
                open.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// All files under a folder, whatever they are.
pub fn all_files(root: &Path) -> Result<Vec<PathBuf>, Failure> {
    files(root, &|_| true)
}

/// Copies everything under `from` to the same places under `to`.
pub fn copy(from: &Path, to: &Path) -> Result<(), Failure> {
    for path in all_files(from)? {
        let Ok(inside) = path.strip_prefix(from) else {
            continue;
        };
        let target = to.join(inside);
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder).doing(|| format!("create {}", folder.display()))?;
        }
        fs::copy(&path, &target).doing(|| format!("write {}", target.display()))?;
    }
    Ok(())
}

/// Makes a folder that is there and empty.
pub fn empty(folder: &Path) -> Result<(), Failure> {
    if folder.exists() {
        fs::remove_dir_all(folder).doing(|| format!("remove {}", folder.display()))?;
    }
    fs::create_dir_all(folder).doing(|| format!("create {}", folder.display()))
}

/// The path inside `root` with forward slashes, as addresses have it.
pub fn address(root: &Path, path: &Path) -> String {
    let inside = path.strip_prefix(root).unwrap_or(path);
    let parts = inside
        .components()
        .map(|part| part.as_os_str().to_string_lossy());
    parts.collect::<Vec<_>>().join("/")
}
