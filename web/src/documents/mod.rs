//! The documents: their list, the editor, the structure found in them, what is wrong with them.

mod diagnostics;
mod editor;
mod empty;
mod gutter;
mod list;
mod outline;

pub use diagnostics::DiagnosticList;
pub use empty::Empty;

use leptos::prelude::*;

use crate::app::store;
use crate::store::Store;
use editor::Editor;
use list::DocumentList;
use outline::Outline;

/// The view.
#[component]
pub fn Documents() -> impl IntoView {
    let store = store();
    let open = Memo::new(move |_| open_path(store));
    Effect::new(move || store.last_document.set(open.get()));
    view! {
        <div class="documents">
            <DocumentList open=open/>
            {move || open.get().map(|path| view! { <Editor path=path/> })}
            {move || open.get().map(|path| view! {
                <aside class="document-side" aria-label="Structure and findings">
                    <Outline path=path.clone()/>
                    <section class="findings">
                        <DiagnosticList path=Some(path)/>
                    </section>
                </aside>
            })}
        </div>
    }
}

/// The document in the address where it exists, else the first.
fn open_path(store: Store) -> Option<String> {
    let wanted = store
        .route
        .with(|route| route.document.clone())
        .or_else(|| store.last_document.get_untracked());
    store.with_project(|project| {
        wanted
            .filter(|path| project.document(path).is_some())
            .or_else(|| project.documents.first().map(|document| document.path.clone()))
    })
}
