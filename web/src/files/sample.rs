//! The sample project: a small market, four epics, a sprint under way.
//!
//! Its texts are files of the site, like the patterns.

use std::cell::RefCell;

use sprintloom_core::project::Project;
use sprintloom_core::source::Document;

use super::site::fetch;

const PATHS: [&str; 4] = [
    "epics.md",
    "sprint-status.yaml",
    "stories/2-2-vendor-adds-a-product.md",
    "stories/3-1-cart-kept-across-sessions.md",
];

thread_local! {
    static SAMPLE: RefCell<Option<Project>> = const { RefCell::new(None) };
}

/// Fetches the sample, to have it when it is wanted.
pub async fn fetch_sample() {
    let sample = sample().await;
    SAMPLE.set(sample);
}

/// The sample, ready to be put in place of an empty project; `None` where it cannot be fetched.
pub async fn sample() -> Option<Project> {
    if let Some(sample) = SAMPLE.with_borrow(Clone::clone) {
        return Some(sample);
    }
    let mut sample = Project::default();
    for path in PATHS {
        let text = fetch(&format!("./sample/{path}")).await?;
        sample.documents.push(Document::new(path, text));
    }
    Some(sample)
}
