//! Progress, as plain lines on standard error: what is being done, why, and
//! how long it usually takes.

use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// How often a long piece of work says that it is still alive.
const HEARTBEAT: Duration = Duration::from_secs(20);

/// One line of progress.
pub fn line(text: &str) {
    eprintln!("sprintloom: {text}");
}

/// A piece of work that may take long. While it lives, it reports the time.
pub struct Work {
    stop: Option<Sender<()>>,
    reporter: Option<JoinHandle<()>>,
    started: Instant,
    what: String,
}

impl Work {
    /// Announces the work: `what` ("Building Trunk 0.21.14"), `why`, `usually` ("2 minutes").
    pub fn start(what: &str, why: &str, usually: &str) -> Self {
        line(&format!("{what}: {why}. Usually {usually}."));
        let started = Instant::now();
        let (stop, stopped) = mpsc::channel::<()>();
        let (what_again, usually) = (what.to_owned(), usually.to_owned());
        let reporter = thread::spawn(move || {
            while stopped.recv_timeout(HEARTBEAT) == Err(RecvTimeoutError::Timeout) {
                let so_far = minutes(started.elapsed());
                line(&format!(
                    "  … {what_again}: {so_far} so far (usually {usually})."
                ));
            }
        });
        Self {
            stop: Some(stop),
            reporter: Some(reporter),
            started,
            what: what.to_owned(),
        }
    }

    /// Ends the work with a line that says how long it took.
    pub fn done(self) {
        line(&format!(
            "{}: done in {}.",
            self.what,
            minutes(self.started.elapsed())
        ));
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(reporter) = self.reporter.take() {
            // The reporter only prints; if it died there is nothing to mend.
            let _ = reporter.join();
        }
    }
}

/// A time as people say it: `8 s`, `2 min 05 s`.
pub fn minutes(time: Duration) -> String {
    let seconds = time.as_secs();
    if seconds < 60 {
        format!("{seconds} s")
    } else {
        format!("{} min {:02} s", seconds / 60, seconds % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_read_as_people_say_them() {
        assert_eq!(minutes(Duration::from_millis(8400)), "8 s");
        assert_eq!(minutes(Duration::from_secs(125)), "2 min 05 s");
    }
}
