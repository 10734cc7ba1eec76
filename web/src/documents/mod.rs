//! The documents: their list, the editor, the structure found in them, what is wrong with them.

mod diagnostics;
mod drift;
mod editor;
mod empty;
mod find;
mod fixes;
mod gutter;
mod list;
mod nothing;
mod outline;
mod parts;
mod statuses;

pub use diagnostics::diagnostic_list;
pub use empty::empty;
pub use nothing::nothing_read;

use std::cell::Cell;

use crate::leaf::{Leaf, button, tag};
use crate::live::{Memo, RwSignal, effect};
use crate::route::View;
use crate::store::Store;
use crate::wire::Panel;
use editor::editor;
use list::document_list;
use outline::outline;

/// The view.
pub fn documents(store: Store) -> Leaf {
    let open = Memo::new(move |_| open_path(store));
    effect(move || store.last_document.set(open.get()));
    // On a small screen text and structure take turns.
    let structure = RwSignal::new(false);
    // A link to a line leads to the text, whatever is shown in its place.
    let asked = Memo::new(move |_| {
        store
            .route
            .with(|route| (route.document.clone(), route.line))
    });
    let before = Cell::new(None);
    effect(move || {
        let asked = asked.get();
        let was = before.replace(Some(asked.clone()));
        if was.is_some_and(|was| was != asked) {
            structure.set(false);
            store.panel.set(None);
        }
    });
    let sheet = Memo::new(move |_| {
        let panel = store.panel.get();
        panel.filter(|panel| panel.view() == View::Documents)
    });
    let page = tag("div", "document-page").live(move || match (sheet.get(), open.get()) {
        (Some(Panel::Drift), _) => vec![drift::drift(store)],
        (Some(_), _) => vec![statuses::statuses(store)],
        (None, Some(path)) => vec![
            editor(store, &path),
            tag("aside", "document-side")
                .set("aria-label", "Structure and findings")
                .with(outline(store, &path))
                .with(diagnostic_list(store, Some(path)).set("class", "findings")),
        ],
        (None, None) => Vec::new(),
    });
    tag("div", "documents")
        .live_set("class", move || {
            let turn = if structure.get() {
                "documents structure"
            } else {
                "documents"
            };
            Some(turn.to_owned())
        })
        .with(sheets(store, sheet, structure, open))
        .with(document_list(store, open))
        .with(page)
}

/// What stands beside the rail: the text, where documents differ, the status file's entries.
fn sheets(
    store: Store,
    open: Memo<Option<Panel>>,
    structure: RwSignal<bool>,
    document: Memo<Option<String>>,
) -> Leaf {
    let sheet = |class: &str, name: &str, panel: Option<Panel>, side: bool| {
        let act = move || {
            structure.set(side);
            store.panel.set(panel);
        };
        button(class, act)
            .live_set("aria-pressed", move || {
                let is_open = open.get() == panel && (panel.is_some() || structure.get() == side);
                Some(is_open.to_string())
            })
            .text(name)
    };
    tag("div", "sheets")
        .set("role", "group")
        .set("aria-label", "Sheets")
        .with(sheet("quiet", "Text", None, false))
        .with(sheet("quiet narrow-only", "Structure", None, true))
        .with(sheet("quiet", "Drift", Some(Panel::Drift), false))
        .with(sheet("quiet", "Status", Some(Panel::Statuses), false))
        .with(tag("div", "find-place").live(move || match open.get() {
            None => vec![find::find(store, document)],
            Some(_) => Vec::new(),
        }))
}

/// The document in the address where it exists, else the one that was open last, else the one that
/// by its name holds the epics, else the first.
fn open_path(store: Store) -> Option<String> {
    let wanted = store
        .route
        .with(|route| route.document.clone())
        .or_else(|| store.last_document.get_untracked());
    store.with_project(|project| {
        wanted
            .filter(|path| project.document(path).is_some())
            .or_else(|| {
                let paths = project.documents.iter().map(|document| &document.path);
                paths.min_by_key(|path| unlike_epics(path)).cloned()
            })
    })
}

/// How little the name of a document is that of the epics; a folder of a hundred story files is
/// opened at what holds them together.
fn unlike_epics(path: &str) -> u8 {
    let name = path.rsplit('/').next().unwrap_or(path);
    match name.to_ascii_lowercase().find("epic") {
        Some(0) => 0,
        Some(_) => 1,
        None => 2,
    }
}
