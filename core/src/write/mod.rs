//! Model to text, one file per format.

mod batch_plan_ready;
mod json;
mod return_value;
mod state_md;
#[cfg(test)]
mod tests;
mod yaml;

pub use batch_plan_ready::batch_plan_ready;
pub use return_value::{bound_sentence, plan_return_value};
pub use state_md::{RunStart, state_md};
