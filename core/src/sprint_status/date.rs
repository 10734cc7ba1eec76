//! Dates as status files have them: `2026-01-31`, `2026-01-31T09:30:00Z`, `01-31-2026 09:30`.

/// A date taken apart.
struct Date<'a> {
    year: i64,
    month: i64,
    day: i64,
    /// Whether the month came first.
    american: bool,
    /// What follows the date: a time, a zone, words.
    rest: &'a str,
}

fn date(text: &str) -> Option<Date<'_>> {
    let text = text.trim();
    let end = text
        .find(|c: char| !(c.is_ascii_digit() || c == '-' || c == '/'))
        .unwrap_or(text.len());
    let (numbers, rest) = text.split_at_checked(end)?;
    let parts: Vec<&str> = numbers.split(['-', '/']).collect();
    let number = |at: usize| parts.get(at)?.parse::<i64>().ok();
    let (a, b, c) = (number(0)?, number(1)?, number(2)?);
    let american = parts.first()?.len() <= 2;
    let (year, month, day) = if american { (c, a, b) } else { (a, b, c) };
    let fits = parts.len() == 3
        && (1900..3000).contains(&year)
        && (1..=12).contains(&month)
        && (1..=31).contains(&day);
    fits.then_some(Date {
        year,
        month,
        day,
        american,
        rest,
    })
}

/// Days since the first of March of the year 0, for differences.
fn number(date: &Date<'_>) -> i64 {
    let (year, month) = match date.month > 2 {
        true => (date.year, date.month - 3),
        false => (date.year - 1, date.month + 9),
    };
    year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + date.day
}

/// Days from `earlier` to `later`; `None` where one is no date.
pub(super) fn days_between(earlier: &str, later: &str) -> Option<i64> {
    Some(number(&date(later)?) - number(&date(earlier)?))
}

/// The time `now` (ISO: `2026-01-31`, with or without a time of day) written as `before` is;
/// `None` where `before` or `now` is no date or has words behind it.
pub(super) fn in_the_manner_of(before: &str, now: &str) -> Option<String> {
    let (before, now) = (date(before)?, date(now)?);
    let time = |rest: &str| {
        let rest = rest.trim_start_matches(['T', ' ']);
        let hours = rest.get(..5)?;
        let plain = hours.bytes().enumerate().all(|(at, byte)| match at {
            2 => byte == b':',
            _ => byte.is_ascii_digit(),
        });
        plain.then(|| hours.to_owned())
    };
    let words = before
        .rest
        .chars()
        .any(|c| c.is_alphabetic() && !"TZ".contains(c));
    if words || before.rest.trim_start().starts_with(['(', ',']) {
        return None;
    }
    let day = match before.american {
        true => format!("{:02}-{:02}-{:04}", now.month, now.day, now.year),
        false => format!("{:04}-{:02}-{:02}", now.year, now.month, now.day),
    };
    let Some(old) = time(before.rest) else {
        return Some(day);
    };
    let hours = time(now.rest).unwrap_or_else(|| "00:00".to_owned());
    let mark = if before.rest.starts_with('T') {
        "T"
    } else {
        " "
    };
    // Seconds and a zone are kept where there were some.
    let tail = before
        .rest
        .trim_start_matches(['T', ' '])
        .get(old.len()..)?;
    let seconds = if tail.starts_with(':') { ":00" } else { "" };
    let zone = if before.rest.ends_with('Z') { "Z" } else { "" };
    Some(format!("{day}{mark}{hours}{seconds}{zone}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_over_months_and_leap_years() {
        for (earlier, later, days) in [
            ("2026-01-31", "2026-02-01", Some(1)),
            ("2024-02-28 09:00", "2024-03-01T10:00:00Z", Some(2)),
            ("12-31-2025 23:59", "2026-01-07", Some(7)),
            ("soon", "2026-01-07", None),
            ("2026-13-01", "2026-01-07", None),
        ] {
            assert_eq!(days_between(earlier, later), days, "{earlier}");
        }
    }

    #[test]
    fn a_time_is_written_like_the_one_before() {
        for (before, expected) in [
            ("2025-01-01", Some("2026-02-03")),
            ("2025-01-01 10:00", Some("2026-02-03 04:05")),
            ("2025-01-01T10:00:00Z", Some("2026-02-03T04:05:00Z")),
            ("01-01-2025 10:00", Some("02-03-2026 04:05")),
            ("2025-01-01 (after the review)", None),
            ("yesterday", None),
        ] {
            let written = in_the_manner_of(before, "2026-02-03T04:05:06Z");
            assert_eq!(written.as_deref(), expected, "{before}");
        }
    }
}
