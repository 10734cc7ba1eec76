//! Burn-up, velocity and forecast, from recorded completions. Whole numbers only.

use super::day::Day;
use super::record::{Happening, Recorded};
use crate::backlog::{Backlog, Status, StoryKey};
use crate::ordering::{self, Table};
use crate::plan::PlanSettings;

/// Stories and their complexity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Amount {
    /// Number of stories.
    pub stories: u32,
    /// Sum of their complexity.
    pub complexity: u32,
}

impl Amount {
    pub(super) fn add(&mut self, complexity: u32) {
        self.stories += 1;
        self.complexity = self.complexity.saturating_add(complexity);
    }

    pub(super) fn join(&mut self, other: Self) {
        self.stories = self.stories.saturating_add(other.stories);
        self.complexity = self.complexity.saturating_add(other.complexity);
    }

    fn minus(self, other: Self) -> Self {
        Self {
            stories: self.stories.saturating_sub(other.stories),
            complexity: self.complexity.saturating_sub(other.complexity),
        }
    }
}

/// Where the sprint stood at the end of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Point {
    /// The day.
    pub day: Day,
    /// What was to be done.
    pub scope: Amount,
    /// What of it was finished.
    pub done: Amount,
    /// What was dropped on that day.
    pub dropped: Amount,
}

/// One week's finished stories.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Week {
    /// Its Monday.
    pub monday: Day,
    /// What was finished in it.
    pub done: Amount,
}

/// When the rest will be finished.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forecast {
    /// The earliest day.
    pub early: Option<Day>,
    /// The latest day; `None` where there is no telling.
    pub late: Option<Day>,
    /// The forecast with what it assumes, as a sentence.
    pub sentence: String,
}

/// The course of a sprint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Course {
    /// The days on which something happened, and today.
    pub points: Vec<Point>,
    /// Stories that are finished and of which nobody recorded when.
    pub undated: Vec<usize>,
    /// The weeks from the first completion to today's, none left out.
    pub weeks: Vec<Week>,
    /// When the rest will be finished.
    pub forecast: Forecast,
}

/// One story's days.
struct Life {
    complexity: u32,
    added: Option<Day>,
    done: Option<Day>,
    dropped: Option<Day>,
    undated: bool,
}

/// The course of the sprint up to `today`. Only what is finished, or dropped, as the documents have
/// it counts: a story that was opened again is not finished, whatever the record says.
pub fn course(
    backlog: &Backlog,
    settings: &PlanSettings,
    record: &[Recorded],
    today: Option<Day>,
) -> Course {
    let weights = settings.complexities(backlog);
    let by_story = Table::grouped(record.iter().filter_map(|one| {
        let day = Day::parse(&one.date)?;
        let past = today.is_none_or(|today| day <= today);
        past.then(|| (StoryKey::new(&one.story), (one.what, day)))
    }));
    let mut lives = Vec::new();
    let mut undated = Vec::new();
    for (at, story) in backlog.stories.iter().enumerate() {
        let days: &[(Happening, Day)] = by_story.get(&story.key).map_or(&[], Vec::as_slice);
        let last = |what| {
            let mut of = days.iter().rev().filter(|day| day.0 == what);
            of.next().map(|day| day.1)
        };
        let gone = matches!(story.status, Status::Dropped | Status::Superseded);
        let dropped = last(Happening::Dropped).filter(|_| gone);
        if gone && dropped.is_none() {
            // It has never counted, as far as anybody wrote down.
            continue;
        }
        let finished = story.status == Status::Done;
        let done = last(Happening::Done)
            .filter(|day| finished || dropped.is_some_and(|dropped| *day <= dropped));
        if finished && done.is_none() {
            undated.push(at);
        }
        let added = days.iter().find(|day| day.0 == Happening::Added);
        lives.push(Life {
            complexity: weights.get(at).copied().unwrap_or(1),
            // What was finished or dropped was there before.
            added: added
                .map(|day| day.1)
                .filter(|added| done.or(dropped).is_none_or(|end| end >= *added)),
            done,
            dropped,
            undated: finished && done.is_none(),
        });
    }
    let points = points(&lives, today);
    let weeks = weeks(&lives, today);
    let forecast = forecast(&lives, &points, today);
    Course {
        points,
        undated,
        weeks,
        forecast,
    }
}

fn points(lives: &[Life], today: Option<Day>) -> Vec<Point> {
    let mut days: Vec<Day> = today.into_iter().collect();
    for life in lives {
        days.extend(life.added);
        days.extend(life.done);
        days.extend(life.dropped);
    }
    ordering::sort_dedup(&mut days);
    // The day before the first one is where the sprint began.
    if let Some(first) = days.first().copied()
        && lives.iter().any(|life| life.done == Some(first))
    {
        days.insert(0, Day(first.0 - 1));
    }
    let at = |day: Day| {
        let mut point = Point {
            day,
            scope: Amount::default(),
            done: Amount::default(),
            dropped: Amount::default(),
        };
        for life in lives {
            let there = life.added.is_none_or(|added| added <= day);
            let gone = life.dropped.is_some_and(|dropped| dropped <= day);
            if there && !gone {
                point.scope.add(life.complexity);
                if life.undated || life.done.is_some_and(|done| done <= day) {
                    point.done.add(life.complexity);
                }
            }
            if life.dropped == Some(day) {
                point.dropped.add(life.complexity);
            }
        }
        point
    };
    days.into_iter().map(at).collect()
}

fn weeks(lives: &[Life], today: Option<Day>) -> Vec<Week> {
    /// Longer gaps than this many weeks are a wrong date.
    const MOST: i32 = 520;
    let done = lives
        .iter()
        .filter_map(|life| Some((life.done?, life.complexity)));
    let by_week = Table::grouped(done.map(|(day, complexity)| (day.week(), complexity)));
    let (Some((first, _)), Some((last, _))) = (by_week.iter().next(), by_week.iter().last()) else {
        return Vec::new();
    };
    let last = today.map_or(*last, |today| today.week().max(*last));
    let count = ((last.0 - first.0) / 7 + 1).clamp(1, MOST);
    (0..count)
        .map(|week| {
            let monday = Day(last.0 - 7 * (count - 1 - week));
            let mut done = Amount::default();
            for &complexity in by_week.get(&monday).map_or(&[][..], Vec::as_slice) {
                done.add(complexity);
            }
            Week { monday, done }
        })
        .collect()
}

/// So many dated completions are needed.
const FEWEST: u32 = 3;
/// On so many days at least.
const SHORTEST: i32 = 4;

fn forecast(lives: &[Life], points: &[Point], today: Option<Day>) -> Forecast {
    let none = |sentence: String| Forecast {
        early: None,
        late: None,
        sentence,
    };
    let last = points.last();
    let (Some(today), Some(last)) = (today.or(last.map(|point| point.day)), last) else {
        return none("Nothing is recorded yet, so there is no forecast.".to_owned());
    };
    let left = last.scope.minus(last.done);
    if left.stories == 0 {
        return none("Nothing is left to do.".to_owned());
    }
    let dated: Vec<(Day, u32)> = lives
        .iter()
        .filter_map(|life| Some((life.done?, life.complexity)))
        .collect();
    let first = dated.iter().map(|one| one.0).min().unwrap_or(today);
    let days = today.0 - first.0 + 1;
    if (dated.len() as u32) < FEWEST || days < SHORTEST {
        let found = match dated.len() {
            0 => "no completion with its day is recorded".to_owned(),
            count => format!(
                "there {} {count} over {}",
                if count == 1 { "is" } else { "are" },
                if days == 1 {
                    "1 day".to_owned()
                } else {
                    format!("{days} days")
                }
            ),
        };
        return none(format!(
            "No forecast yet: it takes {FEWEST} completions with their days, over {SHORTEST} days or more; {found}."
        ));
    }
    let middle = first.0 + days / 2;
    let sum = |early: bool| -> u32 {
        let half = dated.iter().filter(|one| (one.0.0 < middle) == early);
        half.fold(0, |sum, one| sum.saturating_add(one.1))
    };
    let halves = [(sum(true), days / 2), (sum(false), days - days / 2)];
    // Days that the rest takes at the pace of a half, rounded up.
    let needed = halves.map(|(done, days)| {
        let (done, left, days) = (i64::from(done), i64::from(left.complexity), i64::from(days));
        let needed = (left * days + done - 1).checked_div(done)?;
        i32::try_from(needed).ok().filter(|needed| *needed < 36_500)
    });
    let at = |needed: i32| Day(today.0 + needed);
    let early = needed.iter().flatten().min().map(|&needed| at(needed));
    let late = match needed {
        [Some(a), Some(b)] => Some(at(a.max(b))),
        _ => None,
    };
    let basis = format!(
        "Complexity {} is left. This assumes that it goes on at the pace of the {} days since {first}: {} in the first {}, {} in the last {}.",
        left.complexity, days, halves[0].0, halves[0].1, halves[1].0, halves[1].1
    );
    let when = match (early, late) {
        (Some(early), Some(late)) if early == late => format!("Finished on {early}."),
        (Some(early), Some(late)) => format!("Finished between {early} and {late}."),
        (Some(early), None) => format!(
            "Finished on {early} at the earliest; at the slower pace there is no end to be seen."
        ),
        _ => "There is no end to be seen.".to_owned(),
    };
    Forecast {
        early,
        late,
        sentence: format!("{when} {basis}"),
    }
}
