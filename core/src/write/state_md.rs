//! `STATE.md` of a workflow run: YAML, under a Markdown heading unless it was read in another form.

use super::yaml::scalar;
use crate::workflow::{Form, PHASES, PhaseState, RunState, tokens};

/// The `STATE.md` of a run. [`state_file::read`](crate::workflow::state_file::read) gives the same
/// run back.
pub fn state_md(run: &RunState) -> String {
    let mut out = run.before.clone();
    let (opening, closing) = match run.form {
        Form::Fenced => ("```yaml\n", "```\n"),
        Form::Bare => ("", ""),
        Form::Frontmatter => ("---\n", "---\n"),
    };
    out.push_str(opening);
    if let Some(dir) = &run.feature_dir {
        field(&mut out, "", "feature_dir", &scalar(dir));
    }
    field(&mut out, "", "story_id", &scalar(&run.story_id));
    // `1.0` is plain in every file there is, and no number that anybody counts with.
    let version = &run.workflow_version;
    let numeric = version.chars().all(|c| c.is_ascii_digit() || c == '.') && !version.is_empty();
    let version = match numeric {
        true => version.clone(),
        false => scalar(version),
    };
    field(&mut out, "", "workflow_version", &version);
    field(&mut out, "", "started_at", &scalar(&run.started_at));
    for (name, phase) in [
        ("current_phase", run.current_phase),
        ("from_phase", run.from_phase),
        ("to_phase", run.to_phase),
    ] {
        field(&mut out, "", name, &phase.to_string());
    }
    let approve = format!("[{}]", approve_words(run).join(", "));
    field(&mut out, "", "approve_phases", &approve);
    out.push_str("\nphases:\n");
    for (row, phase) in run.rows() {
        push_phase(&mut out, row.key, phase);
    }
    for block in &run.foreign_phases {
        push_block(&mut out, "  ", block);
    }
    out.push('\n');
    field(
        &mut out,
        "",
        "last_error",
        &or_null(run.last_error.as_deref()),
    );
    let resume = run.resume_from.map(|phase| phase.to_string());
    field(
        &mut out,
        "",
        "resume_from",
        resume.as_deref().unwrap_or("null"),
    );
    for block in &run.foreign {
        push_block(&mut out, "", block);
    }
    out.push_str(closing);
    out.push_str(&run.after);
    out
}

/// The words of the phases that somebody approves.
pub(super) fn approve_words(run: &RunState) -> Vec<&'static str> {
    let gates = PHASES.iter().filter(|phase| run.has_gate(phase.number));
    gates.map(|phase| phase.approve).collect()
}

fn push_phase(out: &mut String, key: &str, phase: &PhaseState) {
    out.push_str("  ");
    out.push_str(key);
    out.push_str(":\n");
    let tokens = |thousands: Option<u32>| thousands.map(tokens::written);
    let used = tokens(phase.tokens);
    field(out, "    ", "status", phase.status.as_str());
    field(out, "    ", "signal", &or_null(phase.signal.as_deref()));
    field(
        out,
        "    ",
        "completed_at",
        &or_null(phase.completed_at.as_deref()),
    );
    field(
        out,
        "    ",
        "tokens_used",
        used.as_deref().unwrap_or("null"),
    );
    if let Some(written) = tokens(phase.tokens_out) {
        field(out, "    ", "tokens_output", &written);
    }
    for block in &phase.foreign {
        push_block(out, "    ", block);
    }
}

fn field(out: &mut String, indent: &str, name: &str, value: &str) {
    out.push_str(indent);
    out.push_str(name);
    out.push_str(": ");
    out.push_str(value);
    out.push('\n');
}

fn push_block(out: &mut String, indent: &str, block: &str) {
    for line in block.split('\n') {
        if !line.is_empty() {
            out.push_str(indent);
            out.push_str(line);
        }
        out.push('\n');
    }
}

fn or_null(text: Option<&str>) -> String {
    text.map_or_else(|| "null".to_owned(), scalar)
}
