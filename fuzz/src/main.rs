//! Feeds the core projects that were damaged on purpose and holds it to what it promises of any text:
//! `sprintloom-fuzz [--minutes N] [--runs N] [--seed N] [--out FOLDER] [--whole] [FOLDER…]`.
//!
//! Each run takes a project out of the folders (without any, the cases and fixtures of the tests),
//! changes it in some places and looks whether every promise of [`promises`] is kept. Where one is
//! broken, the project is made as small as it gets and written below the folder of findings, and the
//! runs go on. The same seed and folders give the same runs; `--runs 1 --seed N` is one alone.
//!
//! With `--whole` each folder in these folders is one project, and is taken as it is: the runs go
//! through all of them in turn, once unless `--runs` says otherwise.

mod damage;
mod promises;
mod seeds;
mod smaller;

use promises::Broken;
use sprintloom_core::source::Document;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};
use std::{env, fs, io};

/// How long the runs go on unless it is said.
const MINUTES: u64 = 5;

/// A broken promise is told once with its smallest project, and counted from then on.
#[derive(Default)]
struct Findings(BTreeMap<String, u64>);

struct Wanted {
    time: Duration,
    runs: u64,
    seed: u64,
    out: PathBuf,
    whole: bool,
    folders: Vec<PathBuf>,
}

fn main() -> ExitCode {
    match wanted(env::args().skip(1)).and_then(|wanted| run(&wanted).map_err(|e| e.to_string())) {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(trouble) => {
            eprintln!("sprintloom-fuzz: {trouble}");
            ExitCode::from(2)
        }
    }
}

fn wanted(mut arguments: impl Iterator<Item = String>) -> Result<Wanted, String> {
    let mut wanted = Wanted {
        time: Duration::from_secs(MINUTES * 60),
        runs: u64::MAX,
        seed: 1,
        out: PathBuf::from("target/findings"),
        whole: false,
        folders: Vec::new(),
    };
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or(format!("{argument} needs a value"));
        let number = |text: String| text.parse::<u64>().map_err(|e| format!("{text}: {e}"));
        match argument.as_str() {
            "--minutes" => wanted.time = Duration::from_secs(number(value()?)? * 60),
            "--runs" => wanted.runs = number(value()?)?,
            "--seed" => wanted.seed = number(value()?)?,
            "--out" => wanted.out = PathBuf::from(value()?),
            "--whole" => wanted.whole = true,
            folder if !folder.starts_with('-') => wanted.folders.push(PathBuf::from(folder)),
            other => return Err(format!("`{other}` is not known here")),
        }
    }
    if wanted.folders.is_empty() {
        let checkout = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let own = ["tests/fixtures", "tests/cases", "web/sample"];
        wanted.folders = own.map(|folder| checkout.join(folder)).to_vec();
    }
    Ok(wanted)
}

/// Runs until the time or the number of runs is over; gives how many promises were broken.
fn run(wanted: &Wanted) -> io::Result<usize> {
    let seeds = match wanted.whole {
        true => seeds::whole(&wanted.folders)?,
        false => seeds::of(&wanted.folders)?,
    };
    if seeds.is_empty() {
        return Err(io::Error::other("there is no document in these folders"));
    }
    let most = match (wanted.whole, wanted.runs) {
        (true, u64::MAX) => seeds.len() as u64,
        (_, runs) => runs,
    };
    println!(
        "{} projects to begin with; {}, seed {}.",
        seeds.len(),
        match most {
            u64::MAX => format!("{} s", wanted.time.as_secs()),
            runs => format!("{runs} runs"),
        },
        wanted.seed
    );
    promises::keep_panics_quiet();
    let (started, mut told) = (Instant::now(), Instant::now());
    let mut findings = Findings::default();
    let mut runs = 0;
    while runs < most && started.elapsed() < wanted.time {
        // Each run has a seed of its own, so that one can be run again alone.
        let seed = wanted.seed.wrapping_add(runs);
        let mut numbers = fastrand::Rng::with_seed(seed);
        let documents = match wanted.whole {
            true => seeds[(seed % seeds.len() as u64) as usize].clone(),
            false => damage::damaged(&seeds, &mut numbers),
        };
        if let Some(broken) = promises::broken(&documents, seed) {
            findings.add(&documents, broken, seed, &wanted.out)?;
        }
        runs += 1;
        if told.elapsed() > Duration::from_secs(10) {
            told = Instant::now();
            println!("{runs} runs, {} promises broken", findings.0.len());
        }
    }
    println!(
        "{runs} runs in {} s: {} promises broken",
        started.elapsed().as_secs(),
        findings.0.len()
    );
    for (what, times) in &findings.0 {
        println!("  {times} × {what}");
    }
    println!("What was tried:");
    for (what, times) in promises::told() {
        println!("  {times} × {what}");
    }
    Ok(findings.0.len())
}

impl Findings {
    fn add(
        &mut self,
        documents: &[Document],
        broken: Broken,
        seed: u64,
        out: &Path,
    ) -> io::Result<()> {
        let times = self.0.entry(broken.signature()).or_default();
        *times += 1;
        if *times > 1 {
            return Ok(());
        }
        promises::pause(true);
        let smallest = smaller::smallest(documents, |candidate| {
            promises::broken(candidate, seed)
                .is_some_and(|one| one.signature() == broken.signature())
        });
        let broken = promises::broken(&smallest, seed).unwrap_or(broken);
        promises::pause(false);
        let folder = out.join(format!("seed-{seed}"));
        for document in &smallest {
            let place = folder.join(damage::plain_path(&document.path));
            fs::create_dir_all(place.parent().unwrap_or(&folder))?;
            fs::write(place, &document.text)?;
        }
        let mut report = format!("{}\n\n{}\n\nSeed {seed}.\n", broken.promise, broken.how);
        for document in &smallest {
            let _ = write!(report, "\n=== {} ===\n{}\n", document.path, document.text);
        }
        fs::create_dir_all(&folder)?;
        fs::write(folder.join("REPORT.txt"), &report)?;
        println!(
            "BROKEN ({}): {}\n  {}",
            folder.display(),
            broken.promise,
            broken.how
        );
        Ok(())
    }
}
