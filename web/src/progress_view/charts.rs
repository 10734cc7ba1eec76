//! The pictures, each with a table that says the same.

use super::{column, wide};
use crate::leaf::{Leaf, svg, tag, words};
use crate::wire::desk::ProgressView;

/// Size of the burn-up in its own units.
const WIDE: i32 = 640;
const HIGH: i32 = 200;
/// Room at the sides and below, for the words.
const LEFT: i32 = 40;
const BELOW: i32 = 24;

/// Complexity in scope and finished, day by day; the forecast as a band to the right.
pub(super) fn burn_up(view: &ProgressView) -> Vec<Leaf> {
    let (Some(first), Some(last)) = (view.points.first(), view.points.last()) else {
        return vec![tag("p", "muted").text(
            "Nothing is recorded yet. From now on, every story that is finished is noted with its day.",
        )];
    };
    let most = view.points.iter().map(|point| point.complexity.1).max();
    let most = most.unwrap_or(1).max(1) as i32;
    let from = first.day.0;
    let until = view
        .ends
        .iter()
        .copied()
        .chain([last.day.0])
        .max()
        .unwrap_or(from);
    let days = (until - from).max(1);
    let x = |day: i32| LEFT + (day - from).clamp(0, days) * (WIDE - LEFT - 8) / days;
    let y = |amount: u32| {
        let amount = (amount as i32).min(most);
        HIGH - BELOW - amount * (HIGH - BELOW - 12) / most
    };
    let steps = |value: fn(&(u32, u32)) -> u32| {
        let mut path = String::new();
        for (at, point) in view.points.iter().enumerate() {
            let (x, y) = (x(point.day.0), y(value(&point.complexity)));
            path.push_str(&match at {
                0 => format!("M{x} {y}"),
                _ => format!("H{x}V{y}"),
            });
        }
        if view.points.len() == 1 {
            path.push_str(&format!("H{WIDE}"));
        }
        path
    };
    let line = |class: &str, path: &str| svg("path", class).set("d", path);
    let label = |x: i32, y: i32, anchor: &str, text: &str| {
        svg("text", "")
            .set("x", &x.to_string())
            .set("y", &y.to_string())
            .set("text-anchor", anchor)
            .text(text)
    };
    let said = format!(
        "Complexity {} of {} done by {}. {}",
        last.complexity.0, last.complexity.1, last.day.1, view.forecast
    );
    let mut picture = svg("svg", "burn-up")
        .set("viewBox", &format!("0 0 {WIDE} {HIGH}"))
        .set("role", "img")
        .set("aria-label", &said);
    let (zero, top) = (y(0), y(last.complexity.1));
    picture = picture.with(line("axis", &format!("M{LEFT} {zero}H{WIDE}")));
    if let (Some(early), Some(late)) = (view.ends.first(), view.ends.last()) {
        let (today, done) = (x(last.day.0), y(last.complexity.0));
        let path = format!("M{today} {done}L{} {top}L{} {top}Z", x(*early), x(*late));
        picture = picture.with(line("forecast", &path));
    }
    picture = picture
        .with(line("scope", &steps(|one| one.1)))
        .with(line("done", &steps(|one| one.0)))
        .with(label(
            LEFT - 6,
            y(most as u32) + 4,
            "end",
            &most.to_string(),
        ))
        .with(label(LEFT - 6, zero + 4, "end", "0"))
        .with(label(LEFT, HIGH - 6, "start", &first.day.1));
    if x(last.day.0) > LEFT + 230 {
        picture = picture.with(label(x(last.day.0), HIGH - 6, "end", &last.day.1));
    }
    let legend = tag("p", "legend muted")
        .with(words("legend-done", "done"))
        .with(words("legend-scope", "scope"))
        .with_some((!view.ends.is_empty()).then(|| words("legend-forecast", "forecast")));
    let head = [
        "Day",
        "Stories done",
        "of",
        "Complexity done",
        "of",
        "Dropped",
    ];
    let rows = view.points.iter().map(|point| {
        vec![
            point.day.1.clone(),
            point.stories.0.to_string(),
            point.stories.1.to_string(),
            point.complexity.0.to_string(),
            point.complexity.1.to_string(),
            point.dropped.to_string(),
        ]
    });
    vec![
        picture,
        legend,
        twin("The burn-up as a table", &head, rows.collect()),
    ]
}

/// Complexity finished in each week.
pub(super) fn velocity(view: &ProgressView) -> Vec<Leaf> {
    let most = view
        .weeks
        .iter()
        .map(|week| week.2)
        .max()
        .unwrap_or(0)
        .max(1);
    let count = view.weeks.len() as u32;
    if count == 0 {
        let words = format!("{} Finish a story, or write the days below.", view.velocity);
        return vec![tag("p", "muted").text(&words)];
    }
    let shown = count.min(26);
    let bars = view
        .weeks
        .iter()
        .skip((count - shown) as usize)
        .map(|week| {
            let said = format!(
                "week of {}: {} stories, complexity {}",
                week.0, week.1, week.2
            );
            tag("li", "")
                .set("title", &said)
                .with(words("amount", &week.2.to_string()))
                .with(tag("span", "bar-of").style("--of", &(week.2 * 100 / most).to_string()))
        });
    let rows = view
        .weeks
        .iter()
        .map(|week| vec![week.0.clone(), week.1.to_string(), week.2.to_string()]);
    vec![
        tag("ol", "bars")
            .set("aria-hidden", "true")
            .with_all(bars.collect()),
        tag("p", "").text(&view.velocity),
        twin(
            "Velocity as a table",
            &["Week of", "Stories", "Complexity"],
            rows.collect(),
        ),
    ]
}

/// The table that says what the picture shows.
fn twin(name: &str, head: &[&str], rows: Vec<Vec<String>>) -> Leaf {
    let rows = rows.into_iter().map(|cells| {
        let cells = cells.iter().map(|cell| tag("td", "amount").text(cell));
        tag("tr", "").with_all(cells.collect())
    });
    let head = head.iter().map(|name| column(name));
    let table = tag("table", "")
        .with(tag("thead", "").with(tag("tr", "").with_all(head.collect())))
        .with(tag("tbody", "").with_all(rows.collect()));
    tag("details", "")
        .with(tag("summary", "").text(name))
        .with(wide(name, table))
}
