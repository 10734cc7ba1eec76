//! The projects that runs begin with: each folder with documents, and each case of the reader's tests.

use sprintloom_core::source::Document;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// Longer documents make slow runs that find no more.
const LONGEST: u64 = 40_000;
/// More documents of one folder than this do the same.
const MOST: usize = 8;

/// The projects of these folders, in the order of their paths.
pub fn of(folders: &[PathBuf]) -> io::Result<Vec<Vec<Document>>> {
    let mut projects = Vec::new();
    for folder in folders {
        walk(folder, folder, &mut projects)?;
    }
    Ok(projects)
}

fn walk(root: &Path, folder: &Path, projects: &mut Vec<Vec<Document>>) -> io::Result<()> {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    entries.sort();
    let mut own = Vec::new();
    for path in entries {
        if path.is_dir() {
            walk(root, &path, projects)?;
            continue;
        }
        let is_text = path.extension().is_some_and(|end| {
            ["md", "yaml", "yml", "toml", "json", "txt"]
                .iter()
                .any(|e| end == *e)
        });
        if !is_text || fs::metadata(&path)?.len() > LONGEST {
            continue;
        }
        let text = String::from_utf8_lossy(&fs::read(&path)?).into_owned();
        let cases = cases(&text);
        if cases.is_empty() {
            let shown = path.strip_prefix(root).unwrap_or(&path);
            own.push(Document::new(shown.to_string_lossy(), text));
        }
        projects.extend(cases);
    }
    projects.extend(own.chunks(MOST).map(<[Document]>::to_vec));
    Ok(())
}

/// The documents of each case in a file of `tests/cases`: blocks of four backticks with a path.
fn cases(text: &str) -> Vec<Vec<Document>> {
    let mut cases: Vec<Vec<Document>> = Vec::new();
    let mut lines = text.lines();
    let mut case = Vec::new();
    while let Some(line) = lines.next() {
        if line.starts_with("## ") {
            cases.push(std::mem::take(&mut case));
        } else if let Some(path) = line.strip_prefix("````").filter(|path| path.contains('.')) {
            let body = lines.by_ref().take_while(|line| *line != "````");
            let text: String = body.map(|line| format!("{line}\n")).collect();
            case.push(Document::new(path, text));
        }
    }
    cases.push(case);
    cases.retain(|case| !case.is_empty());
    cases
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_gives_its_documents() {
        let text = "# Cases\n\n## One\n\n````a.md\n# A\n````\n````b.yaml\nx: 1\n````\n\n## Two\n````c.md\ny\n````\n";
        let found = cases(text);
        let paths: Vec<Vec<&str>> = found
            .iter()
            .map(|case| case.iter().map(|one| one.path.as_str()).collect())
            .collect();
        assert_eq!(paths, [vec!["a.md", "b.yaml"], vec!["c.md"]]);
        assert_eq!(found[0][0].text, "# A\n");
    }
}
