//! The project's own tool: sets up what is missing, then builds, serves, tests
//! and measures. It needs nothing but Rust's standard library, so that the
//! first run begins within seconds.

mod arguments;
mod benchmarks;
mod checkout;
mod chromium;
mod command;
mod failure;
mod file_server;
mod folder;
mod fuzz;
mod mime;
mod node;
mod npm_package;
mod say;
mod serve;
mod sha256;
mod site;
mod size;
mod system_packages;
mod test;
mod version;
mod wasm_opt;
mod wasm_target;
mod wasm_tools;

use arguments::Arguments;
use checkout::Checkout;
use failure::Failure;
use site::Squeeze;
use std::env;
use std::process::ExitCode;

const HELP: &str = "\
cargo xtask COMMAND

  serve [--port N]       build the app and serve it on this machine (port 8080 or the next free one)
        [--no-build]     serve what is in dist/ as it is
        [--dir FOLDER]   serve another folder
  build                  write the static site to dist/
  npm                    write the JavaScript package to target/npm/
  test [--long] [STEP…]  run all checks and tests, or only these steps:
                         fmt clippy native wasm build npm node e2e (fuzz)
  size                   what the app and the package weigh, against the budget
  fuzz [--minutes N] [--seed N] [--whole] [FOLDER…]
                         damaged projects by the thousand against what holds of any text (5 minutes);
                         --whole: the projects in FOLDER as they are, each once
  bench [PART…]          measure reading and planning, or only these parts: reading (native)
                         time (native) wasm (in Chromium) proof (against a solver, 10 minutes)

What is missing is installed first; tools go to ~/.cache/sprintloom/.";

fn main() -> ExitCode {
    let mut words = env::args().skip(1);
    let command = words.next();
    let outcome = run(command.as_deref(), Arguments::new(words));
    outcome.unwrap_or_else(|failure| {
        eprintln!("sprintloom: {failure}");
        ExitCode::FAILURE
    })
}

fn run(command: Option<&str>, arguments: Arguments) -> Result<ExitCode, Failure> {
    let checkout = Checkout::find()?;
    match command {
        None | Some("help" | "--help" | "-h") => println!("{HELP}"),
        Some("serve") => serve::serve(&checkout, arguments)?,
        Some("test") => return test::run(&checkout, arguments),
        Some("build") => {
            arguments.nothing_more()?;
            site::build(&checkout, Squeeze::WhereNodeIs)?;
        }
        Some("npm") => {
            arguments.nothing_more()?;
            npm_package::build(&checkout)?;
        }
        Some("size") => {
            arguments.nothing_more()?;
            size::print(&checkout)?;
        }
        Some("fuzz") => fuzz::run(&checkout, &arguments.rest())?,
        Some("bench") => {
            let mut arguments = arguments;
            benchmarks::run(&checkout, &arguments.words())?;
        }
        Some(other) => {
            return Err(Failure::new(format!(
                "There is no command `{other}`.\n\n{HELP}"
            )));
        }
    }
    Ok(ExitCode::SUCCESS)
}
