//! Model to text, one file per format.

mod batch_plan_ready;
mod change_proposal;
mod course_correction;
mod desk_reports;
mod drawing;
mod explanation;
mod file_scope;
mod json;
mod return_value;
mod sprint_report;
mod state_md;
mod story_file;
#[cfg(test)]
mod tests;
mod workflow_files;
mod yaml;

pub use batch_plan_ready::batch_plan_ready;
pub use change_proposal::change_proposal;
pub use course_correction::{as_sentence, correction_return_value, course_correction};
pub use desk_reports::{blocker_list, checklist_report, handoff_batch, handoff_note, invest_table};
pub use drawing::{GraphFormat, graph_drawing};
pub use explanation::{bottleneck_sentence, reason_sentence};
pub use file_scope::{FileSlot, file_slot};
pub(crate) use json::{push_string, push_strings};
pub use return_value::{bound_sentence, plan_return_value};
pub use sprint_report::{Spending, sprint_report};
pub use state_md::state_md;
pub use story_file::story_file;
pub use workflow_files::{
    WrittenFile, agent_context, dry_run_plan, run_report, story_folder, workflow_files,
};
pub(crate) use yaml::scalar;
