//! The app with nothing in it: what to do, and what will come out.

use crate::files;
use crate::frame::{Icon, icon, load_sample, new_document};
use crate::leaf::{Leaf, button, svg, tag};
use crate::store::Store;

/// Where each card of the picture stands: column, row, epic.
const CARDS: [(i32, i32, i32); 11] = [
    (0, 0, 0),
    (0, 1, 1),
    (0, 2, 3),
    (1, 0, 0),
    (1, 1, 2),
    (1, 2, 1),
    (2, 0, 2),
    (2, 1, 1),
    (2, 2, 3),
    (3, 0, 2),
    (3, 1, 0),
];

/// The first page.
pub fn empty(store: Store) -> Leaf {
    let way = |sign, label: &str, act: fn(Store)| {
        button("", move || act(store)).with(icon(sign)).text(label)
    };
    tag("div", "empty")
        .with(tag("h1", "").text("Drop your epics here, or paste them."))
        .with(tag("p", "muted").text(
            "Sprintloom reads epics, stories and sprint-status.yaml, and weaves the open stories into batches that agents can work on side by side. Nothing leaves this page.",
        ))
        .with(
            tag("div", "ways")
                .with(button("primary", move || load_sample(store)).text("Try the sample"))
                .with(way(Icon::File, "Open files", files::pick_files))
                .with(way(Icon::Folder, "Open a folder", files::pick_folder))
                .with(way(Icon::Plus, "Paste or type", new_document)),
        )
        .with(
            tag("figure", "picture").with(picture()).with(tag("figcaption", "faint").text(
                "No batch holds two stories that touch the same file; nothing starts before what it needs.",
            )),
        )
}

/// Three documents on the left become four batches on the right.
fn picture() -> Leaf {
    let path = |class: &str, data: &str| svg("path", class).set("d", data);
    let text = |class: &str, x: i32, y: i32, text: &str| {
        svg("text", class)
            .set("x", &x.to_string())
            .set("y", &y.to_string())
            .text(text)
    };
    let sheet = |x: i32, y: i32, width: i32, radius: &str| {
        svg("rect", "")
            .set("x", &x.to_string())
            .set("y", &y.to_string())
            .set("width", &width.to_string())
            .set("height", "46")
            .set("rx", radius)
    };
    let mut parts = Vec::new();
    for (y, name) in [
        (8, "epics.md"),
        (70, "stories/"),
        (132, "sprint-status.yaml"),
    ] {
        parts.push(sheet(1, y, 134, "4"));
        parts.push(path(
            "",
            &format!("M12 {}h60M12 {}h86M12 {}h40", y + 24, y + 31, y + 38),
        ));
        parts.push(text("", 12, y + 15, name));
        let middle = y + 23;
        parts.push(path(
            "thread",
            &format!("M137 {middle}C172 {middle},172 95,205 95"),
        ));
    }
    for column in 0..4 {
        parts.push(text(
            "head",
            216 + column * 106,
            16,
            &(column + 1).to_string(),
        ));
        parts.push(path("rule", &format!("M{} 6V186", 208 + column * 106)));
    }
    for (column, row, epic) in CARDS {
        let (x, y) = (216 + column * 106, 26 + row * 54);
        let (in_x, first, second, third) = (x + 10, y + 12, y + 23, y + 34);
        parts.push(
            svg("g", "card-mark")
                .style("--hue", &(262 + epic * 137).to_string())
                .with(sheet(x, y, 90, "3"))
                .with(path("edge", &format!("M{x} {}v40", y + 3)))
                .with(path(
                    "",
                    &format!("M{in_x} {first}h18M{in_x} {second}h62M{in_x} {third}h40"),
                )),
        );
    }
    svg("svg", "")
        .set("viewBox", "0 0 640 190")
        .set("role", "img")
        .set(
            "aria-label",
            "Epics and stories on the left become batches on the right",
        )
        .with_all(parts)
}
