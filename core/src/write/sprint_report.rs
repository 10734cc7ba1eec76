//! The sprint report: where the sprint stands, as Markdown.

use super::desk_reports::{blocker_list, cell};
use crate::backlog::{Backlog, Status};
use crate::progress::{Amount, EpicProgress, SprintToday, StatusCounts};
use crate::workflow::tokens::{Prices, Tokens, money};

/// Tokens of a sprint.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Spending {
    /// Used so far, as runs recorded it.
    pub used: u64,
    /// Estimated for what is open.
    pub left: u64,
    /// The budget of the sprint, where one is set.
    pub budget: Option<u64>,
    /// What tokens cost.
    pub prices: Prices,
}

impl Spending {
    /// Use, estimate and budget, as a sentence.
    pub fn sentence(&self) -> String {
        let cost = |tokens: u64| {
            let thousands = u32::try_from(tokens.div_ceil(1_000)).unwrap_or(u32::MAX);
            money(self.prices.cents(Tokens::thousands(thousands)))
        };
        let mut out = format!(
            "{} tokens are recorded as used ({}), {} are estimated for what is open ({})",
            grouped(self.used),
            cost(self.used),
            grouped(self.left),
            cost(self.left)
        );
        if let Some(budget) = self.budget {
            let all = self.used.saturating_add(self.left);
            out.push_str(&match budget.checked_sub(all) {
                Some(rest) => format!(
                    "; {} of the budget of {} remain",
                    grouped(rest),
                    grouped(budget)
                ),
                None => format!(
                    "; that is {} above the budget of {}",
                    grouped(all - budget),
                    grouped(budget)
                ),
            });
        }
        format!("{out}. {}.", capital(&self.prices.basis()))
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => format!("{}{}", first.to_ascii_uppercase(), letters.as_str()),
        None => String::new(),
    }
}

/// `1,250,000`.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// The report as of `date` (empty for none).
pub fn sprint_report(
    backlog: &Backlog,
    date: &str,
    report: &SprintToday,
    spending: &Spending,
) -> String {
    let name = backlog.project.as_deref().unwrap_or("the sprint");
    let mut out = format!("# Sprint report: {name}\n");
    if !date.is_empty() {
        out.push_str(&format!("\nAs of {}.\n", date));
    }
    let all = StatusCounts::of(&backlog.stories);
    out.push_str(&format!(
        "\n{} of {} stories are done.\n\n**Next:** {}\n\n**Velocity:** {}\n\n**Forecast:** {}\n\n**Tokens:** {}\n",
        all.count(Status::Done),
        all.in_scope(),
        report.next.sentence,
        report.velocity.sentence(),
        report.course.forecast.sentence,
        spending.sentence()
    ));
    out.push_str("\n## By epic\n\n| Epic | Stories | Done | In progress | In review | Ready | Backlog | Blocked | Status |\n|---|---|---|---|---|---|---|---|---|\n");
    for epic in &report.epics {
        out.push_str(&format!(
            "| {} {} | {} | {} | {} |\n",
            epic.epic,
            cell(&epic.title),
            epic.counts.in_scope(),
            counts(&epic.counts),
            epic.stands.as_str()
        ));
    }
    let said: Vec<String> = report
        .epics
        .iter()
        .filter_map(EpicProgress::sentence)
        .collect();
    for sentence in &said {
        out.push_str(&format!("\n- {sentence}"));
    }
    if !said.is_empty() {
        out.push('\n');
    }
    if !report.batches.is_empty() {
        out.push_str("\n## By batch\n\n| Batch | Stories | Done | In progress | In review | Ready | Backlog | Blocked | Complexity | Done of it | Days |\n|---|---|---|---|---|---|---|---|---|---|---|\n");
    }
    for batch in &report.batches {
        let days = match batch.days {
            Some((first, last)) if first == last => first.to_string(),
            Some((first, last)) => format!("{first} to {last}"),
            None => String::new(),
        };
        out.push_str(&format!(
            "| {} | {} | {} | {} | {} | {days} |\n",
            batch.group.name(),
            batch.counts.in_scope(),
            counts(&batch.counts),
            batch.all.complexity,
            batch.done.complexity
        ));
    }
    out.push_str("\n## Burn-up\n\n");
    if report.course.points.is_empty() {
        out.push_str("Nothing is recorded yet.\n");
    } else {
        out.push_str("| Day | Stories done | of | Complexity done | of | Dropped |\n|---|---|---|---|---|---|\n");
    }
    for point in &report.course.points {
        let Amount {
            stories,
            complexity,
        } = point.done;
        out.push_str(&format!(
            "| {} | {stories} | {} | {complexity} | {} | {} |\n",
            point.day, point.scope.stories, point.scope.complexity, point.dropped.stories
        ));
    }
    if !report.course.undated.is_empty() {
        out.push_str(&format!(
            "\n{} stories were finished before the record begins.\n",
            report.course.undated.len()
        ));
    }
    if !report.course.weeks.is_empty() {
        out.push_str("\n## Velocity\n\n| Week of | Stories | Complexity |\n|---|---|---|\n");
    }
    for week in &report.course.weeks {
        out.push_str(&format!(
            "| {} | {} | {} |\n",
            week.monday, week.done.stories, week.done.complexity
        ));
    }
    out.push_str(&format!("\n#{}", blocker_list(backlog, &report.blockers)));
    out
}

fn counts(counts: &StatusCounts) -> String {
    let order = [
        Status::Done,
        Status::InProgress,
        Status::Review,
        Status::ReadyForDev,
        Status::Backlog,
        Status::Blocked,
    ];
    let numbers: Vec<String> = order
        .iter()
        .map(|status| counts.count(*status).to_string())
        .collect();
    numbers.join(" | ")
}
