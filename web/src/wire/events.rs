//! How the core's project and events travel.

use sprintloom_core::graph::{GraphRules, LeftOut};
use sprintloom_core::plan::{
    EffortSource, EpicOrder, Pin, PlanSettings, RegistryRule, Strategy, UnknownFiles,
};
use sprintloom_core::project::{Event, Project, Settings};
use sprintloom_core::source::{Document, Span};

use super::codec::{wire_enum, wire_struct};

wire_struct!(Span { start, end });
wire_struct!(Document { path, text });
wire_struct!(Settings {
    plan,
    graph,
    session_id
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
    settings
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
});
