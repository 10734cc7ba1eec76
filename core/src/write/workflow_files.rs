//! The files of a run beside its `STATE.md`, the plan of a dry run and the final report.

use super::state_md::{approve_words, state_md};
use super::yaml::scalar;
use crate::workflow::tokens::{self, PlannedPhase, Prices, Tokens};
use crate::workflow::{PHASES, PhaseStatus, Run, RunState, RunStory};

/// A file to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenFile {
    /// Its path, with forward slashes.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// The folder of a story's files: `plans/stories/STORY-007`, or under the feature's folder.
pub fn story_folder(run: &RunState) -> String {
    let feature = run.feature_dir.as_deref().unwrap_or("plans");
    // Nothing leaves the folder, whatever a file calls its story.
    let inside = |text: &str| text.replace('\\', "/").replace("..", "-");
    let story = inside(&run.story_id).replace('/', "-");
    let feature = inside(feature);
    let feature = feature.trim_matches('/');
    format!("{feature}/stories/{story}")
}

/// `_workflow/AGENT-CONTEXT.md`: what the one who runs the phases has to know. `story_path` is the
/// story's own file, where there is one.
pub fn agent_context(run: &RunState, story_path: Option<&str>, dry_run: bool) -> String {
    let folder = story_folder(run);
    let own = format!(
        "{folder}/{}.md",
        folder.rsplit('/').next().unwrap_or_default()
    );
    let feature = run.feature_dir.as_deref().unwrap_or("plans");
    let workflow = format!("{folder}/_workflow");
    let mut out = format!("# Agent context: {}\n\n```yaml\n", run.story_id);
    for (name, value) in [
        ("feature_dir", scalar(feature)),
        ("story_id", scalar(&run.story_id)),
        ("story_path", scalar(story_path.unwrap_or(&own))),
        ("workflow_path", scalar(&workflow)),
        ("state_path", scalar(&format!("{workflow}/STATE.md"))),
        ("current_phase", run.current_phase.to_string()),
        ("from_phase", run.from_phase.to_string()),
        ("to_phase", run.to_phase.to_string()),
        (
            "approve_phases",
            format!("[{}]", approve_words(run).join(", ")),
        ),
        ("dry_run", dry_run.to_string()),
    ] {
        out.push_str(&format!("{name}: {value}\n"));
    }
    out.push_str("```\n");
    out
}

/// All files of a run: its state, its context, and what was captured of each phase.
pub fn workflow_files(run: &Run, story: &RunStory, story_path: Option<&str>) -> Vec<WrittenFile> {
    let Some(state) = &story.state else {
        return Vec::new();
    };
    let folder = format!("{}/_workflow", story_folder(state));
    let file = |name: &str, text: String| WrittenFile {
        path: format!("{folder}/{name}"),
        text,
    };
    let mut files = vec![
        file("STATE.md", state_md(state)),
        file("AGENT-CONTEXT.md", agent_context(state, story_path, false)),
    ];
    for (row, output) in PHASES.iter().zip(&story.outputs) {
        let text = output.as_ref().and_then(|(at, _)| run.output(*at));
        if let Some(text) = text {
            let name = format!("PHASE-{}-OUTPUT.md", row.number);
            files.push(file(&name, text.to_owned()));
        }
    }
    files
}

/// The plan of a dry run, as a table.
pub fn dry_run_plan(run: &RunState, planned: &[PlannedPhase], prices: &Prices) -> String {
    let mut out = format!(
        "# Dry run: {}\n\n| # | Phase | Command | Gate | Tokens | Cost |\n|---|---|---|---|---|---|\n",
        run.story_id
    );
    let mut total = 0_u32;
    for (row, phase) in PHASES.iter().zip(planned) {
        let command = row.command.unwrap_or("(status update)");
        let story = if row.command.is_some() {
            format!(" {}", run.story_id)
        } else {
            String::new()
        };
        let (tokens, cost) = match (phase.left_out, phase.tokens) {
            (true, _) => ("skipped".to_owned(), String::new()),
            (false, 0) => ("—".to_owned(), "—".to_owned()),
            (false, thousands) => (
                tokens::written(thousands),
                tokens::money(prices.cents(Tokens::thousands(thousands))),
            ),
        };
        total = total.saturating_add(phase.tokens);
        let gate = if phase.gate { "approve" } else { "" };
        out.push_str(&format!(
            "| {} | {} | `{command}{story}` | {gate} | {tokens} | {cost} |\n",
            row.number, row.name
        ));
    }
    out.push_str(&format!(
        "\nTotal: {} tokens, estimated cost {} {}. Nothing was run or written.\n",
        tokens::written(total),
        tokens::money(prices.cents(Tokens::thousands(total))),
        prices.basis()
    ));
    out
}

/// The final report of a run.
pub fn run_report(run: &RunState, prices: &Prices) -> String {
    let mut out = format!(
        "# Workflow report: {}\n\n| # | Phase | Status | Signal | Tokens |\n|---|---|---|---|---|\n",
        run.story_id
    );
    for (row, phase) in run.rows() {
        let signal = phase.signal.as_deref().unwrap_or("—").replace('|', "\\|");
        let used = phase.tokens.map_or_else(|| "—".to_owned(), tokens::written);
        out.push_str(&format!(
            "| {} | {} | {} | {signal} | {used} |\n",
            row.number,
            row.name,
            phase.status.as_str().replace('_', " ")
        ));
    }
    let uncounted = run
        .rows()
        .filter(|(row, phase)| {
            row.command.is_some() && phase.status == PhaseStatus::Complete && phase.tokens.is_none()
        })
        .count();
    let missing = match uncounted {
        0 => String::new(),
        1 => " (1 phase not counted)".to_owned(),
        more => format!(" ({more} phases not counted)"),
    };
    out.push_str(&format!(
        "\nTotal: {} tokens{missing}, estimated cost {} {}.\n",
        tokens::written(run.total_tokens()),
        tokens::money(prices.of_run(run)),
        prices.basis()
    ));
    if let Some(signal) = run.workflow_signal() {
        out.push_str(&format!("\n{signal}\n"));
    }
    out
}
