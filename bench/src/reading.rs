//! How long reading takes, beside a bare pass of a Markdown parser over the same bytes.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use sprintloom_core::read;
use sprintloom_core::source::Document;

/// Runs of each measure; the quickest counts, as everything else only adds to it.
const RUNS: usize = 15;

/// Prints a table: one row for each folder, and one for all of them.
pub fn run() {
    let folders = folders();
    println!("| documents | kB | read ms | join ms | parser ms | read / parser | with join |");
    println!("|---|---:|---:|---:|---:|---:|---:|");
    let mut total = Row::default();
    for folder in &folders {
        let row = measure(&documents(folder));
        let name = folder.file_name().unwrap_or_default().to_string_lossy();
        row.print(&name);
        total = total.and(&row);
    }
    if folders.len() > 1 {
        total.print("all");
    }
}

/// The folders of `SPRINTLOOM_DOCUMENTS`, separated as in `PATH`; else the fixture of sixty stories.
fn folders() -> Vec<PathBuf> {
    match std::env::var_os("SPRINTLOOM_DOCUMENTS") {
        Some(paths) => std::env::split_paths(&paths).collect(),
        None => vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/sixty")],
    }
}

fn documents(folder: &Path) -> Vec<Document> {
    let mut found = Vec::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(folder_or_file) = waiting.pop() {
        if let Ok(entries) = std::fs::read_dir(&folder_or_file) {
            waiting.extend(entries.flatten().map(|entry| entry.path()));
            continue;
        }
        let known = folder_or_file.extension().is_some_and(|ending| {
            ["md", "yaml", "yml", "toml"]
                .iter()
                .any(|one| ending == *one)
        });
        if let Some(text) = known.then(|| std::fs::read_to_string(&folder_or_file)) {
            let path = folder_or_file
                .strip_prefix(folder)
                .unwrap_or(&folder_or_file);
            found.push(Document::new(
                path.display().to_string(),
                text.expect("a document that can be read"),
            ));
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

#[derive(Default)]
struct Row {
    bytes: usize,
    read: Duration,
    join: Duration,
    parser: Duration,
}

impl Row {
    fn and(self, other: &Row) -> Row {
        Row {
            bytes: self.bytes + other.bytes,
            read: self.read + other.read,
            join: self.join + other.join,
            parser: self.parser + other.parser,
        }
    }

    fn print(&self, name: &str) {
        let ms = |time: Duration| time.as_secs_f64() * 1e3;
        let times = |time: Duration| time.as_secs_f64() / self.parser.as_secs_f64().max(1e-9);
        println!(
            "| {name} | {} | {:.2} | {:.2} | {:.2} | {:.2} | {:.2} |",
            self.bytes / 1000,
            ms(self.read),
            ms(self.join),
            ms(self.parser),
            times(self.read),
            times(self.read + self.join)
        );
    }
}

fn measure(documents: &[Document]) -> Row {
    let mut row = Row {
        bytes: documents.iter().map(|one| one.text.len()).sum(),
        read: Duration::MAX,
        join: Duration::MAX,
        parser: Duration::MAX,
    };
    for _ in 0..RUNS {
        let start = Instant::now();
        let readings: Vec<_> = documents.iter().map(read::document).collect();
        row.read = row.read.min(start.elapsed());
        let all: Vec<_> = readings.iter().collect();
        let start = Instant::now();
        std::hint::black_box(read::join(&all));
        row.join = row.join.min(start.elapsed());
        let start = Instant::now();
        for document in documents {
            for event in pulldown_cmark::Parser::new(&document.text) {
                std::hint::black_box(event);
            }
        }
        row.parser = row.parser.min(start.elapsed());
    }
    row
}
