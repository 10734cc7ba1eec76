//! `cargo xtask serve`: from a fresh checkout to the app in a browser.

use crate::arguments::Arguments;
use crate::checkout::Checkout;
use crate::failure::Failure;
use crate::file_server::FileServer;
use crate::say;
use crate::site::{self, Squeeze};
use std::path::PathBuf;

/// The port unless another is asked for.
const PORT: u16 = 8080;

/// Builds the site where that is needed, and serves it until it is stopped.
pub fn serve(checkout: &Checkout, mut arguments: Arguments) -> Result<(), Failure> {
    let wanted_port = arguments.number("--port")?;
    let other_folder = arguments.value("--dir")?.map(PathBuf::from);
    let as_it_is = arguments.switch("--no-build");
    arguments.nothing_more()?;

    if !as_it_is && other_folder.is_none() {
        site::build(checkout, Squeeze::No)?;
    }
    let folder = other_folder.unwrap_or_else(|| checkout.site());
    if !folder.join("index.html").is_file() {
        return Err(Failure::new(format!(
            "There is no index.html in {}. Run `cargo xtask build` first.",
            folder.display()
        )));
    }
    let server = FileServer::open(&folder, "/", wanted_port.unwrap_or(PORT))?;
    let address = server.address()?;
    if let Some(port) = wanted_port.or(Some(PORT)).filter(|port| *port != 0)
        && !address.contains(&format!(":{port}/"))
    {
        say::line(&format!("Port {port} is taken; this is the next free one."));
    }
    say::line("Serving the app. Ctrl-C ends it.");
    println!("{address}");
    server.serve();
    Ok(())
}
