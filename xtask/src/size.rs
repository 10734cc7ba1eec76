//! `cargo xtask size`: what a visitor downloads, and whether that is within the budget.

use crate::checkout::Checkout;
use crate::command;
use crate::failure::Failure;
use crate::folder;
use crate::node;
use crate::npm_package;
use crate::site::{self, Squeeze};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The most the app may weigh, in bytes after brotli.
const BUDGET: u64 = 250_000;

/// Compresses the files named on its command line; Node has both methods built in.
const MEASURE: &str = r#"
const { readFileSync } = require("node:fs");
const { brotliCompressSync, gzipSync, constants } = require("node:zlib");
for (const path of process.argv.slice(1)) {
  const bytes = readFileSync(path);
  const gzip = gzipSync(bytes, { level: 9 }).length;
  const brotli = brotliCompressSync(bytes, { params: {
    [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  } }).length;
  console.log(`${bytes.length} ${gzip} ${brotli}`);
}"#;

/// Bytes of one file or of several: raw, with gzip, with brotli.
#[derive(Clone, Copy, Default, Debug, PartialEq)]
struct Weight([u64; 3]);

/// Builds what is to be measured and prints the table. Fails above the budget.
pub fn print(checkout: &Checkout) -> Result<(), Failure> {
    node::ensure()?;
    site::build(checkout, Squeeze::WhereNodeIs)?;
    npm_package::build(checkout)?;

    println!(
        "{}",
        row("", ["bytes", "gzip", "brotli"].map(str::to_owned))
    );
    let app = print_part("The app", &checkout.site())?;
    print_part("The npm package", &checkout.npm_package())?;

    let brotli = app.0[2];
    println!(
        "Budget of the app: {} bytes with brotli; used: {} ({} %).",
        grouped(BUDGET),
        grouped(brotli),
        brotli * 100 / BUDGET
    );
    if brotli > BUDGET {
        return Err(Failure::new(format!(
            "The app is {} bytes over its budget. `twiggy top` on the wasm files shows what is \
             large.",
            grouped(brotli - BUDGET)
        )));
    }
    Ok(())
}

fn print_part(title: &str, root: &Path) -> Result<Weight, Failure> {
    let files: Vec<PathBuf> = folder::all_files(root)?
        .into_iter()
        .filter(|path| counts(path))
        .collect();
    let mut command = Command::new("node");
    command.args(["-e", MEASURE, "--"]).args(&files);
    let answer = command::capture(command, "Compressing the files with Node")?;
    let weights: Vec<Weight> = answer.lines().filter_map(weight).collect();
    if weights.len() != files.len() {
        return Err(Failure::new(format!(
            "Node measured only {} of {} files.",
            weights.len(),
            files.len()
        )));
    }
    println!("{title}");
    let mut sum = Weight::default();
    for (path, weight) in files.iter().zip(weights) {
        for (total, bytes) in sum.0.iter_mut().zip(weight.0) {
            *total += bytes;
        }
        println!(
            "{}",
            row(&folder::address(root, path), weight.0.map(grouped))
        );
    }
    println!("{}", row("together", sum.0.map(grouped)));
    Ok(sum)
}

/// What the app cannot start without; pictures and samples are loaded when wanted.
fn counts(path: &Path) -> bool {
    let extension = path.extension().unwrap_or_default().to_string_lossy();
    matches!(&*extension, "wasm" | "js" | "mjs" | "css" | "html")
}

fn weight(line: &str) -> Option<Weight> {
    let mut numbers = line.split_whitespace().map(|number| number.parse().ok());
    Some(Weight([
        numbers.next()??,
        numbers.next()??,
        numbers.next()??,
    ]))
}

fn row(name: &str, numbers: [String; 3]) -> String {
    let [raw, gzip, brotli] = numbers;
    format!("  {name:<48}{raw:>11}{gzip:>11}{brotli:>11}")
}

fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_by_thousands() {
        assert_eq!(
            [0, 999, 1000, 1_234_567].map(grouped),
            ["0", "999", "1,000", "1,234,567"]
        );
    }

    #[test]
    fn a_line_of_measures_is_three_numbers() {
        assert_eq!(weight("30 20 10"), Some(Weight([30, 20, 10])));
        assert_eq!(weight("30 20"), None);
    }
}
