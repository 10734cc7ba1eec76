//! Running other programs.

use crate::failure::{Doing, Failure};
use std::env;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// What a program that was watched has printed, and how it ended.
pub struct Recording {
    pub status: ExitStatus,
    /// Standard output and standard error in the order they came.
    pub text: String,
}

/// Where a program is on the search path.
pub fn find_program(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path)
        .map(|folder| folder.join(name))
        .find(|candidate| is_executable(candidate))
}

/// A command whose search path begins with these folders.
pub fn with_path_first(command: &mut Command, folders: &[&Path]) {
    let chosen = command.get_envs().find(|(name, _)| *name == "PATH");
    let before = match chosen {
        Some((_, Some(value))) => value.to_os_string(),
        _ => env::var_os("PATH").unwrap_or_default(),
    };
    let first = folders.iter().map(|folder| folder.to_path_buf());
    if let Ok(path) = env::join_paths(first.chain(env::split_paths(&before))) {
        command.env("PATH", path);
    }
}

/// rustup. A server that it cannot reach is told in its own words; where it finds that backtraces
/// are wanted, one of its insides would follow, which nobody here asked for.
pub fn rustup() -> Command {
    let mut command = Command::new("rustup");
    command.env("RUST_BACKTRACE", "0");
    command.env("RUST_LIB_BACKTRACE", "0");
    command
}

/// Runs a program that talks to the user itself.
pub fn run(mut command: Command, what: &str) -> Result<(), Failure> {
    let status = command.status().doing(|| start_words(&command, what))?;
    ended_well(status, what)
}

/// Runs a program and gives what it wrote to standard output.
pub fn capture(mut command: Command, what: &str) -> Result<String, Failure> {
    command.stdin(Stdio::null());
    let output = command.output().doing(|| start_words(&command, what))?;
    if !output.status.success() {
        let complaint = String::from_utf8_lossy(&output.stderr);
        return Err(Failure::new(format!(
            "{what} did not work ({}).\n{}",
            output.status,
            complaint.trim_end()
        )));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Runs a program whose many lines matter only when it fails: they go to `log`,
/// and the last of them into the failure.
pub fn run_logged(mut command: Command, what: &str, log: &Path) -> Result<(), Failure> {
    if let Some(folder) = log.parent() {
        fs::create_dir_all(folder).doing(|| format!("create {}", folder.display()))?;
    }
    let file = File::create(log).doing(|| format!("write {}", log.display()))?;
    let copy = file
        .try_clone()
        .doing(|| format!("write {}", log.display()))?;
    command.stdin(Stdio::null()).stdout(file).stderr(copy);
    let status = command.status().doing(|| start_words(&command, what))?;
    ended_well(status, what).map_err(|failure| {
        let text = fs::read_to_string(log).unwrap_or_default();
        let lines: Vec<&str> = text.lines().collect();
        let tail = lines[lines.len().saturating_sub(20)..].join("\n");
        Failure::new(format!(
            "{failure} Its last lines (all are in {}):\n{tail}",
            log.display()
        ))
    })
}

/// Runs a program, shows what it prints as it comes, and keeps it.
pub fn record(mut command: Command, what: &str) -> Result<Recording, Failure> {
    let (mut reader, writer) = io::pipe().doing(|| format!("watch {what}"))?;
    let copy = writer.try_clone().doing(|| format!("watch {what}"))?;
    command.stdin(Stdio::null()).stdout(writer).stderr(copy);
    let mut child = command.spawn().doing(|| start_words(&command, what))?;
    // The command holds our ends of the pipe: while it lives, the pipe never ends.
    drop(command);

    let mut bytes = Vec::new();
    let mut buffer = [0; 8192];
    loop {
        match reader.read(&mut buffer) {
            Ok(0) => break,
            Ok(length) => {
                bytes.extend_from_slice(&buffer[..length]);
                // A closed standard output must not stop the tests.
                let _ = io::stdout().write_all(&buffer[..length]);
                let _ = io::stdout().flush();
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => break,
        }
    }
    let status = child.wait().doing(|| format!("wait for {what}"))?;
    Ok(Recording {
        status,
        text: String::from_utf8_lossy(&bytes).into_owned(),
    })
}

/// Runs a program and ends it when it takes longer than `limit`.
pub fn run_within(mut command: Command, limit: Duration, what: &str) -> Result<(), Failure> {
    let started = Instant::now();
    command.stdin(Stdio::null());
    let mut child = command.spawn().doing(|| start_words(&command, what))?;
    loop {
        if let Some(status) = child.try_wait().doing(|| format!("wait for {what}"))? {
            return ended_well(status, what);
        }
        if started.elapsed() > limit {
            // It may end by itself in this very moment; both are fine.
            let _ = child.kill();
            let _ = child.wait();
            return Err(Failure::new(format!(
                "{what} took longer than {limit:?} and was ended."
            )));
        }
        thread::sleep(Duration::from_millis(100));
    }
}

fn ended_well(status: ExitStatus, what: &str) -> Result<(), Failure> {
    if status.success() {
        Ok(())
    } else {
        Err(Failure::new(format!("{what} did not work ({status}).")))
    }
}

fn start_words(command: &Command, what: &str) -> String {
    let program = command.get_program().to_string_lossy();
    format!("start `{program}` ({what})")
}

#[cfg(unix)]
fn is_executable(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).is_ok_and(|data| data.is_file() && data.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_executable(path: &Path) -> bool {
    path.is_file() || path.with_extension("exe").is_file()
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn a_recording_has_both_streams_in_order() {
        let recording = record(
            shell("echo one; echo two >&2; echo three; exit 3"),
            "a script",
        );
        let recording = recording.expect("sh starts");
        assert_eq!(recording.text, "one\ntwo\nthree\n");
        assert_eq!(recording.status.code(), Some(3));
    }

    #[test]
    fn a_program_over_its_time_is_ended() {
        let failure = run_within(shell("sleep 30"), Duration::from_millis(200), "Sleeping");
        let failure = failure.expect_err("it sleeps longer");
        assert!(failure.to_string().contains("took longer"), "{failure}");
    }

    #[test]
    fn a_missing_program_is_named() {
        let failure =
            capture(Command::new("no-such-program"), "Asking").expect_err("it is missing");
        assert!(
            failure.to_string().contains("`no-such-program`"),
            "{failure}"
        );
    }
}
