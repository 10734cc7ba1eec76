//! How the core's project and events travel.

use sprintloom_core::plan::{PlanSettings, RegistryRule, Strategy};
use sprintloom_core::project::{Event, Project, Settings};
use sprintloom_core::source::{Document, Span};

use super::codec::{wire_enum, wire_struct};

wire_struct!(Span { start, end });
wire_struct!(Document { path, text });
wire_struct!(Settings { plan, session_id });
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
    token_rate
});
wire_enum!(Strategy { 0 => Balanced, 1 => Sequential });
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
