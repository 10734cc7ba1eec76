//! `draft`, `check` and `next`: the story desk and where the sprint stands.

mod check;
mod draft;
mod next;

pub use check::check;
pub use draft::draft;
pub use next::next;

use sprintloom_core::progress::Standing;
use sprintloom_core::project::Derived;

fn standing(derived: &Derived) -> Standing<'_> {
    Standing {
        backlog: &derived.backlog,
        graph: &derived.graph,
        plan: derived.plan.as_ref().ok(),
    }
}
