//! The documents: their list, the editor, the structure found in them, what is wrong with them.

mod diagnostics;
mod editor;
mod empty;
mod gutter;
mod list;
mod outline;

pub use diagnostics::diagnostic_list;
pub use empty::empty;

use crate::live::{Memo, effect};

use crate::leaf::{Leaf, tag};
use crate::store::Store;
use editor::editor;
use list::document_list;
use outline::outline;

/// The view.
pub fn documents(store: Store) -> Leaf {
    let open = Memo::new(move |_| open_path(store));
    effect(move || store.last_document.set(open.get()));
    let page = tag("div", "document-page").live(move || match open.get() {
        Some(path) => vec![
            editor(store, &path),
            tag("aside", "document-side")
                .set("aria-label", "Structure and findings")
                .with(outline(store, &path))
                .with(diagnostic_list(store, Some(path)).set("class", "findings")),
        ],
        None => Vec::new(),
    });
    tag("div", "documents")
        .with(document_list(store, open))
        .with(page)
}

/// The document in the address where it exists, else the one that was open last, else the first.
fn open_path(store: Store) -> Option<String> {
    let wanted = store
        .route
        .with(|route| route.document.clone())
        .or_else(|| store.last_document.get_untracked());
    store.with_project(|project| {
        wanted
            .filter(|path| project.document(path).is_some())
            .or_else(|| {
                project
                    .documents
                    .first()
                    .map(|document| document.path.clone())
            })
    })
}
