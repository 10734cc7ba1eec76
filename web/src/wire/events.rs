//! How the core's project and events travel.

use sprintloom_core::backlog;
use sprintloom_core::correct::{Applied, DropRule, Executed, ToBatch, Trigger};
use sprintloom_core::graph::{GraphRules, LeftOut};
use sprintloom_core::plan::{
    EffortSource, EpicOrder, Pin, PlanSettings, RegistryRule, Strategy, UnknownFiles,
};
use sprintloom_core::progress::{Happening, Recorded};
use sprintloom_core::project::{Draft, Event, Project, Scenario, Settings, Shelf};
use sprintloom_core::source::{Document, Span};
use sprintloom_core::workflow::tokens::{Prices, Tokens};
use sprintloom_core::workflow::{Run, RunEvent};

use super::codec::{wire_enum, wire_struct};

wire_struct!(Span { start, end });
wire_struct!(Document { path, text });
wire_struct!(Settings {
    plan,
    graph,
    session_id,
    prices
});
wire_struct!(Prices {
    input_cents,
    output_cents,
    output_percent,
    dated
});
wire_struct!(GraphRules {
    registry,
    mentioned,
    left_out
});
wire_struct!(LeftOut {
    dependent,
    dependency
});
wire_struct!(Pin { story, batch });
wire_struct!(Project {
    name,
    documents,
    settings,
    corrections,
    scenarios,
    runs,
    drafts,
    patterns,
    record
});
wire_struct!(Recorded { story, what, date });
wire_enum!(Happening { 0 => Added, 1 => Done, 2 => Dropped });
wire_enum!(Shelf { 0 => Drafts, 1 => Patterns });
wire_struct!(Run {
    story_id,
    origin,
    events
});
wire_struct!(Tokens { total, output });
wire_enum!(RunEvent {
    0 => Started { story_id, from, to, approve, at },
    1 => Approved { at },
    2 => Skipped { at },
    3 => Stopped,
    4 => Output { text, at, tokens },
    5 => Failed { reason },
});
wire_struct!(Applied {
    date,
    trigger,
    settings,
    before,
    after,
    dropped,
    added,
    message,
    return_value,
    proposal
});
wire_struct!(Executed { batches });
wire_struct!(Trigger {
    reason,
    user_input,
    current_batch_id,
    added_stories,
    dropped_stories,
    failed_stories,
    order,
    moves,
    drop_rule
});
wire_struct!(ToBatch { story, batch });
wire_struct!(Scenario { name, draft });
wire_struct!(Draft {
    texts,
    statuses,
    trigger
});
wire_enum!(DropRule { 0 => Relink, 1 => Cascade, 2 => LeaveUnmet });
wire_enum!(backlog::Status {
    0 => Backlog,
    1 => ReadyForDev,
    2 => InProgress,
    3 => Review,
    4 => Done,
    5 => Blocked,
    6 => Dropped,
    7 => Superseded,
});
wire_struct!(PlanSettings {
    batch_size,
    strategy,
    registry,
    epics,
    token_base,
    token_rate,
    batch_tokens,
    sprint_tokens,
    unknown_files,
    effort,
    epic_order,
    pins
});
wire_enum!(Strategy { 0 => Balanced, 1 => Sequential });
wire_enum!(UnknownFiles { 0 => NoConflicts, 1 => Alone, 2 => ApartInEpic });
wire_enum!(EffortSource { 0 => Complexity, 1 => Points });
wire_enum!(EpicOrder { 0 => Free, 1 => Soft, 2 => Hard });
wire_enum!(RegistryRule { 0 => Strict, 1 => Warn });
wire_enum!(Event {
    0 => PutDocuments { documents },
    1 => RemoveDocuments { paths },
    2 => RenameDocument { from, to },
    3 => EditDocument { path, span, replacement },
    4 => ChangeSettings { settings },
    5 => Rename { name },
    6 => Replace { project },
    7 => Together { events },
    8 => ApplyCorrection { applied },
    9 => TakeBackCorrection,
    10 => KeepScenario { scenario },
    11 => ForgetScenario { name },
    12 => PutRun { run },
    13 => RemoveRun { story },
    14 => StepRun { story, step },
    15 => TakeBackStep { story },
    16 => Shelve { shelf, path, text },
    17 => ChangeRecord { record },
});
