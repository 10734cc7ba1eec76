//! Days as numbers, so that they can be counted. The core knows no clock: days come in as text.

use std::fmt;

/// A day, as days since 1 March of the year 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(pub i32);

impl Day {
    /// The day that a text begins with: `2026-01-31`, `2026-01-31T09:30:00Z`.
    pub fn parse(text: &str) -> Option<Self> {
        let date = text.trim().get(..10)?;
        let mut parts = date.split('-');
        let mut number = |digits: usize| {
            let part = parts.next()?;
            let plain = part.len() == digits && part.bytes().all(|b| b.is_ascii_digit());
            plain.then(|| part.parse::<i32>().ok()).flatten()
        };
        let (year, month, day) = (number(4)?, number(2)?, number(2)?);
        if !(1..=12).contains(&month) || !(1900..3000).contains(&year) {
            return None;
        }
        let shifted = match month > 2 {
            true => (year, month - 3),
            false => (year - 1, month + 9),
        };
        let first = start_of(shifted.0) + (shifted.1 * 153 + 2) / 5;
        let found = Self(first + day - 1);
        // The 31st of April is no day.
        (found.to_string() == date).then_some(found)
    }

    /// The Monday of its week.
    pub fn week(self) -> Self {
        // 1 March of the year 0 was a Wednesday.
        Self(self.0 - (self.0 + 2).rem_euclid(7))
    }
}

fn start_of(year: i32) -> i32 {
    year * 365 + year / 4 - year / 100 + year / 400
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut year = self.0 / 365;
        while start_of(year) > self.0 {
            year -= 1;
        }
        let of_year = self.0 - start_of(year);
        let month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * month + 2) / 5 + 1;
        let (year, month) = match month < 10 {
            true => (year, month + 3),
            false => (year + 1, month - 9),
        };
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}
