//! What a run costs: tokens stated in an output, totals, prices, estimates.
//!
//! Tokens are counted in thousands, as `STATE.md` has them, and money in hundredths of a cent of
//! whatever currency: whole numbers, so that every machine gives the same.

use super::phases::PHASES;
use super::signal::{cleaned, last_lines};
use super::state::{PhaseStatus, RunState};
use crate::plan::PlanSettings;
use crate::source::letters::Lowercase;

/// Thousands of tokens that something took.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tokens {
    /// All of them.
    pub total: u32,
    /// Those that the agent wrote, where that is known.
    pub output: Option<u32>,
}

impl Tokens {
    /// So many thousand, nothing known of input and output.
    pub fn thousands(total: u32) -> Self {
        Self {
            total,
            output: None,
        }
    }

    /// As somebody writes them: `120000`, `120,000`, `~120K`, `1.2M`. Any number that is not nought
    /// is at least a thousand.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let number = text.trim_start_matches(['~', '≈', ' ']);
        let (tokens, rest) = number_at(number)?;
        let rest = rest.trim().lowercase();
        matches!(rest.as_str(), "" | "token" | "tokens")
            .then(|| Self::thousands(in_thousands(tokens)))
    }
}

/// Tokens as `STATE.md` has them: `~120K`.
pub fn written(thousands: u32) -> String {
    format!("~{thousands}K")
}

fn in_thousands(tokens: u64) -> u32 {
    let rounded = tokens.saturating_add(500) / 1000;
    let least = u64::from(tokens > 0);
    u32::try_from(rounded.max(least)).unwrap_or(u32::MAX)
}

/// The lines of the end in which an output may state its tokens.
const STATED_WITHIN: usize = 200;

/// The tokens that an output states: the last line that does. Limits and estimates are no
/// statement.
pub fn stated(output: &str) -> Option<Tokens> {
    let (mut total, mut input, mut written) = (None, None, None);
    let tail = last_lines(output.trim_end(), STATED_WITHIN);
    for line in tail.rsplit('\n') {
        let line = cleaned(line).lowercase();
        if !line.contains("token") || NO_STATEMENT.iter().any(|word| line.contains(word)) {
            continue;
        }
        for part in parts(&line) {
            let Some(number) = number_in(part) else {
                continue;
            };
            let is = |words: &[&str]| {
                part.split(|c: char| !c.is_alphanumeric())
                    .any(|word| words.contains(&word))
            };
            let slot = if is(&["input", "in", "prompt"]) {
                &mut input
            } else if is(&["output", "out", "completion"]) {
                &mut written
            } else if is(&["used", "usage", "total", "consumed", "spent", "tokens"]) {
                &mut total
            } else {
                continue;
            };
            slot.get_or_insert(number);
        }
        if total.is_some() || (input.is_some() && written.is_some()) {
            break;
        }
    }
    let sum = match (input, written) {
        (None, None) => None,
        (a, b) => Some(u64::saturating_add(a.unwrap_or(0), b.unwrap_or(0))),
    };
    let total = total.or(sum)?;
    Some(Tokens {
        total: in_thousands(total),
        output: written
            .filter(|_| input.is_some() || sum < Some(total))
            .map(in_thousands),
    })
}

const NO_STATEMENT: &[&str] = &[
    "max",
    "limit",
    "budget",
    "remaining",
    "left",
    "estimate",
    "context window",
    "per million",
    "fresh",
];

/// The parts of a line, each with one number: `in: 90,000 / out: 12,000`.
fn parts(line: &str) -> impl Iterator<Item = &str> {
    line.split(['/', ';', '|', '+', '('])
        .flat_map(|part| part.split(", "))
        .flat_map(|part| part.split(" and "))
}

/// The first number in a text.
fn number_in(text: &str) -> Option<u64> {
    let at = text.find(|c: char| c.is_ascii_digit())?;
    let (number, _) = number_at(text.get(at..)?)?;
    Some(number)
}

/// A number at the start of a text, with separators and a K or M, and what follows it.
fn number_at(text: &str) -> Option<(u64, &str)> {
    let end = text
        .find(|c: char| !(c.is_ascii_digit() || matches!(c, ',' | '.' | '_' | '\'')))
        .unwrap_or(text.len());
    let (digits, rest) = text.split_at_checked(end)?;
    let kept = digits.trim_end_matches([',', '.', '_', '\'']);
    if !kept.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let rest = if kept.len() < digits.len() {
        text.get(kept.len()..)?
    } else {
        rest
    };
    let unit = rest.trim_start();
    let letters = unit
        .find(|c: char| !c.is_alphabetic())
        .unwrap_or(unit.len());
    let factor: u64 = match unit.get(..letters)? {
        "k" | "K" => 1_000,
        "m" | "M" => 1_000_000,
        _ => 1,
    };
    // A point before a unit, or before other than three digits, is a decimal point.
    let (whole, part) = match kept.rsplit_once('.') {
        Some((whole, part)) if factor > 1 || part.len() != 3 => (whole, part),
        _ => (kept, ""),
    };
    let mut number: u64 = 0;
    for digit in whole.bytes().filter(u8::is_ascii_digit) {
        number = number
            .saturating_mul(10)
            .saturating_add(u64::from(digit - b'0'));
    }
    number = number.saturating_mul(factor);
    let mut worth = factor / 10;
    for digit in part.bytes().take_while(u8::is_ascii_digit) {
        number = number.saturating_add(worth * u64::from(digit - b'0'));
        worth /= 10;
    }
    let rest = if factor > 1 {
        unit.get(letters..)?
    } else {
        rest
    };
    Some((number, rest))
}

/// What tokens cost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prices {
    /// Cents for a million tokens that the agent reads.
    pub input_cents: u32,
    /// Cents for a million tokens that the agent writes.
    pub output_cents: u32,
    /// Of a hundred tokens how many the agent writes, where an output does not say.
    pub output_percent: u8,
    /// The day of these prices, as in `2026-11-21`; empty for those that nobody has set.
    pub dated: String,
}

impl Default for Prices {
    fn default() -> Self {
        Self {
            input_cents: 300,
            output_cents: 1_500,
            output_percent: 20,
            dated: String::new(),
        }
    }
}

impl Prices {
    /// Cents for so many tokens, rounded.
    pub fn cents(&self, tokens: Tokens) -> u64 {
        self.fine(tokens).saturating_add(500) / 1_000
    }

    /// Thousandths of a cent.
    fn fine(&self, Tokens { total, output }: Tokens) -> u64 {
        let total = u64::from(total);
        let (read, wrote) = match output {
            Some(wrote) => (
                total.saturating_sub(u64::from(wrote)) * 100,
                u64::from(wrote) * 100,
            ),
            None => {
                let wrote = total * u64::from(self.output_percent.min(100));
                (total * 100 - wrote, wrote)
            }
        };
        (read * u64::from(self.input_cents) + wrote * u64::from(self.output_cents)) / 100
    }

    /// Cents for all phases of a run.
    pub fn of_run(&self, run: &RunState) -> u64 {
        let fine = run.phases.iter().map(|phase| {
            self.fine(Tokens {
                total: phase.tokens.unwrap_or(0),
                output: phase.tokens_out,
            })
        });
        fine.fold(500, u64::saturating_add) / 1_000
    }

    /// Where the prices come from, as a clause: "at 3.00 in and 15.00 out a million".
    pub fn basis(&self) -> String {
        let when = match self.dated.as_str() {
            "" => "usual prices, set your own".to_owned(),
            day => format!("prices of {day}"),
        };
        format!(
            "at {} in and {} out for a million tokens ({when})",
            money(u64::from(self.input_cents)),
            money(u64::from(self.output_cents))
        )
    }
}

/// Cents as an amount: `$12.05`.
pub fn money(cents: u64) -> String {
    format!("${}.{:02}", cents / 100, cents % 100)
}

/// Of a thousand tokens of a story, how many each phase takes, unless runs show otherwise.
const USUAL_SHARES: [u32; 6] = [80, 120, 450, 150, 200, 0];
/// So many finished runs show how far estimates are off.
pub const RUNS_TO_LEARN_FROM: usize = 3;

/// What finished runs say of estimates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Estimates {
    /// How many finished runs with known tokens there are.
    pub runs: usize,
    /// Tokens that they took, in thousands.
    pub taken: u64,
    /// Tokens that were estimated for what they did.
    pub estimated: u64,
    /// Of a thousand tokens, those of each phase.
    pub shares: [u32; 6],
}

impl Estimates {
    /// Learns from finished runs, each with what its story was estimated at by the user's settings.
    pub fn learn(runs: &[(&RunState, u64)]) -> Self {
        let mut found = Self {
            runs: 0,
            taken: 0,
            estimated: 0,
            shares: USUAL_SHARES,
        };
        let mut by_phase = [0_u64; 6];
        for (run, story) in runs {
            let done = run.phase(6).map(|phase| phase.status) == Some(PhaseStatus::Complete);
            if !done || run.total_tokens() == 0 {
                continue;
            }
            found.runs += 1;
            for ((phase, sum), share) in run.phases.iter().zip(&mut by_phase).zip(USUAL_SHARES) {
                // What was left out, or not counted, is no cheap phase.
                if let Some(tokens) = phase.tokens {
                    found.taken += u64::from(tokens);
                    found.estimated += story.saturating_mul(u64::from(share)) / 1_000;
                    *sum += u64::from(tokens);
                }
            }
        }
        if found.is_learned() {
            for (share, sum) in found.shares.iter_mut().zip(by_phase) {
                *share = u32::try_from(sum * 1_000 / found.taken.max(1)).unwrap_or(0);
            }
        }
        found
    }

    /// Whether there are runs enough to go by them.
    pub fn is_learned(&self) -> bool {
        self.runs >= RUNS_TO_LEARN_FROM && self.estimated > 0 && self.taken > 0
    }

    /// The settings of planning with what was learned: base and rate by the factor between what
    /// runs took and what was estimated.
    pub fn applied_to(&self, settings: &PlanSettings) -> PlanSettings {
        let mut settings = settings.clone();
        if self.is_learned() {
            let scaled = |number: u32| {
                let scaled = u64::from(number).saturating_mul(self.taken.saturating_mul(1_000))
                    / self.estimated;
                u32::try_from(scaled).unwrap_or(u32::MAX)
            };
            settings.token_base = scaled(settings.token_base);
            settings.token_rate = scaled(settings.token_rate);
        }
        settings
    }

    /// Thousands of tokens estimated for a phase of a story that is estimated at so many tokens.
    pub fn phase(&self, number: u8, story: u64) -> u32 {
        let at = usize::from(number).saturating_sub(1);
        let share = self.shares.get(at).copied().unwrap_or(0);
        let tokens = story.saturating_mul(u64::from(share)) / 1_000;
        if share == 0 { 0 } else { in_thousands(tokens) }
    }
}

/// One phase of a dry run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlannedPhase {
    /// 1 to 6.
    pub number: u8,
    /// Whether it is left out, as it lies outside the range.
    pub left_out: bool,
    /// Whether somebody approves before it.
    pub gate: bool,
    /// Estimated thousands of tokens; nothing for one that is left out.
    pub tokens: u32,
}

/// What a run of a story that is estimated at so many tokens would do: no phase is run.
pub fn dry_run(run: &RunState, estimates: &Estimates, story: u64) -> Vec<PlannedPhase> {
    let row = |number: u8| {
        let left_out = !(run.from_phase..=run.to_phase).contains(&number);
        PlannedPhase {
            number,
            left_out,
            gate: !left_out && run.has_gate(number),
            tokens: if left_out {
                0
            } else {
                estimates.phase(number, story)
            },
        }
    };
    PHASES.iter().map(|phase| row(phase.number)).collect()
}
