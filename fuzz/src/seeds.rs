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

/// Each folder in these folders as one project, with all of its documents.
pub fn whole(folders: &[PathBuf]) -> io::Result<Vec<Vec<Document>>> {
    let mut projects = Vec::new();
    for folder in folders {
        for own in sorted(folder)?.iter().filter(|path| path.is_dir()) {
            let mut documents = Vec::new();
            gather(own, own, &mut documents)?;
            documents.sort_by(|a: &Document, b| a.path.cmp(&b.path));
            projects.push(documents);
        }
    }
    Ok(projects)
}

fn gather(root: &Path, folder: &Path, documents: &mut Vec<Document>) -> io::Result<()> {
    for path in sorted(folder)? {
        if path.is_dir() {
            gather(root, &path, documents)?;
        } else if is_text(&path) {
            documents.push(document(root, &path)?);
        }
    }
    Ok(())
}

fn sorted(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    entries.sort();
    Ok(entries)
}

fn is_text(path: &Path) -> bool {
    let ends = ["md", "yaml", "yml", "toml", "json", "txt"];
    path.extension()
        .is_some_and(|own| ends.iter().any(|end| own == *end))
}

fn document(root: &Path, path: &Path) -> io::Result<Document> {
    let text = String::from_utf8_lossy(&fs::read(path)?).into_owned();
    let shown = path.strip_prefix(root).unwrap_or(path);
    Ok(Document::new(shown.to_string_lossy(), text))
}

fn walk(root: &Path, folder: &Path, projects: &mut Vec<Vec<Document>>) -> io::Result<()> {
    let mut own = Vec::new();
    for path in sorted(folder)? {
        if path.is_dir() {
            walk(root, &path, projects)?;
            continue;
        }
        if !is_text(&path) || fs::metadata(&path)?.len() > LONGEST {
            continue;
        }
        let found = document(root, &path)?;
        let cases = cases(&found.text);
        if cases.is_empty() {
            own.push(found);
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
