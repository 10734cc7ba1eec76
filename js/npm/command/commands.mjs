// The commands, each a file of this folder called like it, in the order of the help.
//
// A command's file exports `options` (those of `parseArgs`), `help`, and `run(values, positionals)`,
// which gives the exit status. Only the file of the command that is asked for is loaded.

export const commands = {
  read: "what the documents say: epics, stories, dependencies, files, and what is wrong",
  plan: "the batches, as a BATCH_PLAN_READY message",
  graph: "the planned graph for other tools: Mermaid, DOT, or a picture as SVG",
  correct: "the rest of a running sprint planned again, as a COURSE_CORRECTION message",
  draft: "stories drafted from an epic or a pattern",
  check: "stories checked by INVEST and a checklist; prerequisites; handoff notes",
  next: "what to do now and why; blockers; the sprint report",
  status: "the status file shown, validated, set or generated",
  run: "one step of a story's run through the six phases, as its new STATE.md",
  message: "a session: messages on standard input, one JSON a line, replies likewise",
  call: "the skill-call form of planning and correcting, from a file of YAML or JSON",
};

export function load(name) {
  return import(`./${name}.mjs`);
}
