//! Why the plan is as it is, in clauses for people.

use crate::backlog::Backlog;
use crate::plan::{Bottleneck, HeldBy, Reason};

/// Why a story is not in the batch before its own: "waits for 1-2".
pub fn reason_sentence(backlog: &Backlog, reason: &Reason) -> String {
    let key = |story: &usize| backlog.stories.get(*story).map_or("", |s| s.key.as_str());
    match reason {
        Reason::WaitsFor { story } => format!("waits for {}", key(story)),
        Reason::ConflictsWith { story, path } => format!("shares {path} with {}", key(story)),
        Reason::Pinned => "is pinned here".to_owned(),
        Reason::EpicOrder { story } => format!("follows {} in its epic", key(story)),
        Reason::UnknownFiles { story } => {
            format!("may touch what {} touches: files are not known", key(story))
        }
        Reason::OverBudget => "the tokens of the batch before are used up".to_owned(),
        Reason::BatchFull => "the batch before is full".to_owned(),
        Reason::KeepsBalance => "would fit the batch before; here the load is more even".to_owned(),
        Reason::InOrder => "would fit the batch before; the order has it here".to_owned(),
        Reason::First => "nothing open comes before it".to_owned(),
    }
}

/// What would save batches: "split the work on schema.prisma: 3 batches fewer".
pub fn bottleneck_sentence(backlog: &Backlog, bottleneck: &Bottleneck) -> String {
    let key = |story: &usize| backlog.stories.get(*story).map_or("", |s| s.key.as_str());
    let wish = match &bottleneck.held_by {
        HeldBy::File { path, .. } => format!("split the work on {path}"),
        HeldBy::Dependency {
            dependent,
            dependency,
        } => format!("let {} not wait for {}", key(dependent), key(dependency)),
        HeldBy::Epic { epic } => format!("let single stories wait instead of all of Epic {epic}"),
        HeldBy::BatchSize { batch_size } => format!("put {batch_size} stories into a batch"),
        HeldBy::Tokens => "drop the token budget of a batch".to_owned(),
        HeldBy::UnknownFiles => "say which files the stories touch".to_owned(),
        HeldBy::EpicOrder => "drop the order within epics".to_owned(),
        HeldBy::Pin { story } => format!("let {} go where it fits", key(story)),
    };
    let batches = if bottleneck.saved == 1 {
        "batch"
    } else {
        "batches"
    };
    format!("{wish}: {} {batches} fewer", bottleneck.saved)
}
