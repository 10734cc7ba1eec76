//! Debian's packages, where this user may install them.

use crate::command;
use crate::failure::Failure;
use crate::say::Work;
use std::process::Command;

/// The rights of the user who runs this.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Rights {
    Root,
    /// `sudo` asks for no password.
    Sudo,
}

impl Rights {
    /// The rights to change the system, if there are any.
    pub fn find() -> Option<Self> {
        let id = {
            let mut command = Command::new("id");
            command.arg("-u");
            command::capture(command, "Asking for the user's number")
        };
        if id.is_ok_and(|number| number.trim() == "0") {
            return Some(Self::Root);
        }
        command::find_program("sudo")?;
        let mut command = Command::new("sudo");
        command.args(["-n", "true"]);
        command::capture(command, "Asking for sudo")
            .ok()
            .map(|_| Self::Sudo)
    }

    /// A command that runs `program` with these rights.
    pub fn command(self, program: &str) -> Command {
        match self {
            Self::Root => Command::new(program),
            Self::Sudo => {
                let mut command = Command::new("sudo");
                command.args(["-n", program]);
                command
            }
        }
    }
}

/// Installs packages, or says what to install by hand.
/// `why` completes "… are needed": "for the tests in a real browser".
pub fn install(packages: &[&str], why: &str) -> Result<Rights, Failure> {
    let names = packages.join(" ");
    let by_hand = |reason: &str| {
        Failure::new(format!(
            "The system packages {names} are needed {why}, and {reason}. \
             Run `sudo apt-get install {names}` (on other systems: its packages of the same kind)."
        ))
    };
    if command::find_program("apt-get").is_none() {
        return Err(by_hand("there is no apt-get here to install them with"));
    }
    let rights = Rights::find().ok_or_else(|| {
        by_hand("this user may not install them (neither root nor sudo without a password)")
    })?;

    let what = format!("Installing the system packages {names}");
    let work = Work::start(&what, &format!("they are needed {why}"), "1 minute");
    // Package lists may be missing or too old on a fresh machine; where they
    // cannot be had, the install below says so better than this would.
    let mut update = rights.command("apt-get");
    update.args(["update", "-q"]);
    let updated = command::capture(update, "Reading the package lists");

    // `env` and not Command::env: sudo keeps no variables.
    let mut install = rights.command("env");
    install.args([
        "DEBIAN_FRONTEND=noninteractive",
        "apt-get",
        "install",
        "-y",
        "-q",
    ]);
    install.arg("--no-install-recommends").args(packages);
    command::capture(install, &what).map_err(|failure| match updated {
        Ok(_) => failure,
        Err(earlier) => Failure::new(format!("{failure}\nBefore that: {earlier}")),
    })?;
    work.done();
    Ok(rights)
}
