//! The sample project: a small market, four epics, a sprint under way.

use sprintloom_core::project::Project;
use sprintloom_core::source::Document;

/// The sample, ready to be put in place of an empty project.
pub fn sample() -> Project {
    let documents = [
        ("epics.md", include_str!("../../sample/epics.md")),
        (
            "sprint-status.yaml",
            include_str!("../../sample/sprint-status.yaml"),
        ),
        (
            "stories/2-2-vendor-adds-a-product.md",
            include_str!("../../sample/stories/2-2-vendor-adds-a-product.md"),
        ),
        (
            "stories/3-1-cart-kept-across-sessions.md",
            include_str!("../../sample/stories/3-1-cart-kept-across-sessions.md"),
        ),
    ];
    Project {
        documents: documents
            .into_iter()
            .map(|(path, text)| Document::new(path, text))
            .collect(),
        ..Project::default()
    }
}
