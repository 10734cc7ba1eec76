//! The agent pack: files that make an agent host use Sprintloom as its scrum master, written from
//! the tables of the code, so that they say what it does.

use super::call::CALL_FIELDS;
use super::messages::{MESSAGES, Message};
use super::options::OPTIONS;
use crate::correct::{DropRule, Reason};
use crate::workflow::PHASES;

/// A file of the pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackFile {
    /// Its path in the pack.
    pub path: &'static str,
    /// Its text.
    pub text: String,
}

/// The files of the pack: the agent's definition, and the command file of a story's run.
pub fn agent_pack() -> Vec<PackFile> {
    vec![
        PackFile {
            path: "agents/scrum-master.md",
            text: agent(),
        },
        PackFile {
            path: "commands/scrum-master.md",
            text: command(),
        },
    ]
}

/// What the metadata of the definition says.
const METADATA: &str = "\
---
agent:
  metadata:
    id: \"_bmad/bso/agents/scrum-master.md\"
    name: \"bso-scrum-master\"
    description: \"Scrum Master Agent: sprint planning, batch grouping and course correction\"
    title: \"Sprint Planning & Course Correction\"
    icon: \"SM\"
    module: bso
    hasSidecar: false
    default_persona: \"bmad:core:agents:bmad-master\"
  extends:
    base: \"bmad:core:agents:bmad-master\"
    overlay: \"bmad:bmm:workflows:correct-course\"
    loading: runtime
  mode: headless
---
";

fn agent() -> String {
    let mut out = String::from(METADATA);
    out.push_str(
        "
# Scrum Master

The resident agent for sprint planning and course correction. Its planner is the `sprintloom`
command: never group or order stories yourself, and never change what it prints.

## Start

1. Load `bmad:core:agents:bmad-master` by a Skill call, then `bmad:bmm:workflows:correct-course`.
   Both are loaded at run time; nothing is merged into this file.
2. Declare automation mode at once: no menu, no greeting, no question to the user. No activation
   signal is checked; the return value of each call is what validates it.
3. Wait for a message of the master. Between messages, stay idle.

## Triggers

| Trigger | Mode | What to do |
|---|---|---|
| SM_PLANNING_REQUEST | `plan` | call the planner, send BATCH_PLAN_READY |
| CC_TRIGGER | `course-correct` | call the planner, send COURSE_CORRECTION |

## Following a message

Hand every message to the planner as it is, one JSON on a line, in one process for the whole sprint:

```
npx sprintloom message _bmad-output
```

Each line that it prints is a message for the master: send it unchanged. What it writes to standard
error is its log: batch ids and story keys only. It reads the documents again for every message, so
the statuses in `sprint-status.yaml` must be up to date when a message is handed over.

A single call without a session is the skill call:

```
npx sprintloom call call.yaml
```

",
    );
    let fields: Vec<String> = CALL_FIELDS
        .iter()
        .map(|field| format!("`{field}`"))
        .collect();
    out.push_str(&format!(
        "`call.yaml` has the fields {}. It prints the message and then the return value, whose `status`\nis `plan-ready`, `plan-failed`, `correction-ready` or `correction-failed`.\n",
        fields.join(", ")
    ));
    out.push_str("\n## Messages received\n\n");
    table(&mut out, true);
    let reasons = Reason::ALL.map(|reason| format!("`{}`", reason.as_str()));
    let rules = DropRule::ALL.map(|rule| format!("`{}`", rule.as_str()));
    out.push_str(&format!(
        "\nThe `reason` of a CC_TRIGGER is {}; its `drop_rule` {}. `epic_spec` is\n`epic5`, `epic3-epic6`, `all`, `epic-5,epic-6`, or plain words: \"epics 3 to 6 except 4\".\n",
        reasons.join(", "),
        rules.join(", ")
    ));
    out.push_str("\n## Messages sent\n\n");
    table(&mut out, false);
    out.push_str("\n## User options\n\n| Option | What it does |\n|---|---|\n");
    for (name, about) in OPTIONS {
        if !matches!(name, "epics" | "session_id") {
            out.push_str(&format!("| `{name}` | {about} |\n"));
        }
    }
    out.push_str(
        "\nAn option that there is not is ignored, and said in the log.

## Principles

- The planner alone groups and orders stories (P48): hand its plan on as it is.
- Stories that touch the same files never share a batch (P29).
- A document that is malformed gives what can be read, with a warning (P2): never stop for it.
- Token budgets bound the plan (P3): set `batch_tokens` and `sprint_tokens` where there is one.

## Shutdown

On `shutdown_request` hand it to the planner like any other message. It finishes what is under way,
logs `[SM] Shutdown acknowledged, N batch plans created this Sprint`, and answers
`shutdown_response: approve`. Send that, then exit.
",
    );
    out
}

fn table(out: &mut String, received: bool) {
    out.push_str("| Message | Fields | What it is for |\n|---|---|---|\n");
    for message in MESSAGES.iter().filter(|one| one.received == received) {
        out.push_str(&format!(
            "| {} | {} | {} |\n",
            message.name,
            fields(message),
            message.about
        ));
    }
}

fn fields(message: &Message) -> String {
    let required = message.required.iter().map(|name| format!("`{name}`"));
    let optional = message.optional.iter().map(|name| format!("`{name}`?"));
    let all: Vec<String> = required.chain(optional).collect();
    all.join(", ")
}

fn command() -> String {
    let mut out = String::from(
        "---
description: Run a story through its six phases
argument-hint: STORY-XXX [--from=N] [--to=N] [--approve=phases] [--dry-run]
---

# /scrum-master $ARGUMENTS

Runs one story through its phases. What comes next is decided by `sprintloom run`, not by you: run
its commands, hand it what they printed, do what it says.

## Phases

| # | Name | Key in STATE.md | Command | Success signal | In --approve |
|---|---|---|---|---|---|
",
    );
    for phase in PHASES {
        let command = match phase.command {
            Some(command) => format!("`{command}`"),
            None => "(status update)".to_owned(),
        };
        out.push_str(&format!(
            "| {} | {} | `{}` | {command} | `{}` | `{}` |\n",
            phase.number, phase.name, phase.key, phase.success_signal, phase.approve
        ));
    }
    out.push_str(
        "
## Steps

1. Begin, or go on where `STATE.md` stands:
   `npx sprintloom run $ARGUMENTS --state _workflow/STATE.md _bmad-output`
   (without `--state` for a new run). Standard output is the new `STATE.md`: write it. The last line
   on standard error is the signal. With `--dry-run` show the plan that it prints, and stop.
2. On `SETUP FAILED: …` show the line and stop.
3. Run the command of the running phase with the story, and write all that it prints to
   `_workflow/PHASE-N-OUTPUT.md`.
4. Hand it over: `npx sprintloom run STORY --state _workflow/STATE.md --output
   _workflow/PHASE-N-OUTPUT.md _bmad-output`, and write the new `STATE.md`.
5. Where a phase waits for approval, ask the user: Continue, Skip or Stop.
6. On a failed or blocked phase stop, show its signal and what `sprintloom run` says to do. Nothing is
   tried again by itself.
7. Go on at 3 until the signal is `WORKFLOW COMPLETE`, `WORKFLOW BLOCKED: …` or `WORKFLOW FAILED: …`,
   and show the final report.
",
    );
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pack_names_every_message_field_option_and_phase() {
        let [agent, command] = [agent(), command()];
        for message in MESSAGES {
            assert!(
                agent.contains(&format!("| {} |", message.name)),
                "{}",
                message.name
            );
            for field in message.required.iter().chain(message.optional) {
                assert!(agent.contains(&format!("`{field}`")), "{field}");
            }
        }
        for (name, about) in OPTIONS {
            let own = matches!(name, "epics" | "session_id");
            assert!(
                own || agent.contains(&format!("| `{name}` | {about} |")),
                "{name}"
            );
        }
        for phase in PHASES {
            for word in [phase.name, phase.key, phase.success_signal, phase.approve] {
                assert!(command.contains(word), "{word}");
            }
        }
    }
}
