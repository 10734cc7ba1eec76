import assert from "node:assert/strict";
import { existsSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { checkout, folderWith, run, sprintloom } from "./sprintloom.mjs";

const epics = "## Epic 1: Accounts\n\n### Story 1.1: Sign up\n\n### Story 1.2: Sign in\n\n### STORY-007: Tea\n";
const documents = [{ path: "epics.md", text: epics }];
const at = "2026-02-11T09:00:00Z";

/** A folder with the epics; `step(args, files)` writes files and runs the command in it. */
function sprint(t) {
  const cwd = folderWith(t, { "docs/epics.md": epics });
  return {
    cwd,
    step(args, files = {}) {
      for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text);
      const done = run(["run", ...args, "--at", at], { cwd });
      const lines = done.stderr.trimEnd().split("\n");
      return { ...done, signal: lines.at(-1), said: lines.slice(0, -1).join("\n") };
    },
  };
}

test("a run goes from its start to its end, state in and state out", (t) => {
  const { step } = sprint(t);
  let { status, stdout, signal } = step(["1.1", "--approve=qa", "docs"]);
  assert.deepEqual([status, signal], [0, "SETUP COMPLETE"]);
  assert.match(stdout, /^ {2}1_pm:\n {4}status: in_progress$/m);
  for (const [number, text, expected] of [
    [1, "Story is written.\n\nTokens used: 41,200\n\n**PM COMPLETE**\n", "PM COMPLETE"],
    [2, "ELAB PASS", "ELAB PASS"],
    [3, "documentation complete.", "DOCUMENTATION COMPLETE"],
    [4, "## CODE REVIEW PASS", "CODE REVIEW PASS"],
  ]) {
    const name = `phase-${number}.txt`;
    const files = { "STATE.md": stdout, [name]: text };
    ({ status, stdout, signal } = step(["--state", "STATE.md", "--output", name, "docs"], files));
    assert.deepEqual([status, signal], [0, expected]);
  }
  assert.match(stdout, /tokens_used: ~41K/);
  assert.match(stdout, /^ {2}5_qa:\n {4}status: awaiting_approval$/m);
  // The same again is the approval.
  ({ status, stdout, signal } = step(["--state", "STATE.md"], { "STATE.md": stdout }));
  assert.deepEqual([status, signal], [0, "SETUP COMPLETE"]);
  const last = step(["--state", "STATE.md", "--output", "qa.txt", "--tokens", "~30K"], { "STATE.md": stdout, "qa.txt": "QA PASS" });
  assert.deepEqual([last.status, last.signal], [0, "WORKFLOW COMPLETE"]);
  assert.match(last.stdout, /^ {2}6_done:\n {4}status: complete$/m);
  assert.match(last.said, /Total: ~71K tokens/);
});

test("what stops a run ends with 1, says why, and offers the ways on", (t) => {
  const { step } = sprint(t);
  const review = step(["STORY-007", "--from=4", "docs"]).stdout;
  const failed = step(["--state", "STATE.md", "--output", "out.txt"], { "STATE.md": review, "out.txt": "CODE REVIEW FAIL" });
  assert.deepEqual([failed.status, failed.signal], [1, "WORKFLOW FAILED: CODE REVIEW FAIL, needs dev fix"]);
  assert.match(failed.said, /\/scrum-master STORY-007 --from=4/);
  assert.match(failed.said, /\/scrum-master STORY-007 --from=3/);
  const again = step(["--state", "STATE.md", "--from=3"], { "STATE.md": failed.stdout });
  assert.deepEqual([again.status, again.signal], [0, "SETUP COMPLETE"]);
  assert.match(again.stdout, /^current_phase: 3$/m);
  const blocked = step(["--state", "STATE.md", "--output", "out.txt"], { "STATE.md": again.stdout, "out.txt": "IMPLEMENTATION BLOCKED: no key" });
  assert.deepEqual([blocked.status, blocked.signal], [1, "WORKFLOW BLOCKED: no key"]);
  const silent = step(["--state", "STATE.md", "--output", "out.txt"], { "STATE.md": review, "out.txt": "I will say CODE REVIEW PASS later.\n" });
  assert.equal(silent.status, 1);
  assert.match(silent.signal, /^WORKFLOW FAILED: no signal in the last 20 lines of phase 4/);
  assert.match(silent.said, /within other words is only talked about/);
});

test("a dry run shows phases, tokens and cost, and no state", (t) => {
  const { cwd, step } = sprint(t);
  const { status, stdout, signal } = step(["1-1", "--dry-run", "--to=4", "--approve=review", "docs"]);
  assert.deepEqual([status, signal], [0, "SETUP COMPLETE (DRY RUN)"]);
  assert.match(stdout, /^\| 4 \| Code Review \| `\/dev-code-review 1-1` \| approve \| ~\d+K \| \$\d+\.\d\d \|$/m);
  assert.match(stdout, /^\| 5 \| QA Verify .* skipped/m);
  assert.doesNotMatch(stdout, /story_id:/);
  assert.ok(!existsSync(join(cwd, "STATE.md")));
});

for (const [what, args, status, signal] of [
  ["a story that is not there", ["9-9", "docs"], 1, "SETUP FAILED: Story not found: 9-9"],
  ["--from above --to", ["1-1", "--from=4", "--to=2", "docs"], 2, "SETUP FAILED: invalid phase range: --from=4 is above --to=2"],
  ["--from=0", ["1-1", "--from=0", "docs"], 2, "SETUP FAILED: invalid phase range: --from must be a phase from 1 to 6, not 0"],
  ["--to=7", ["1-1", "--to=7", "docs"], 2, "SETUP FAILED: invalid phase range: --to must be a phase from 1 to 6, not 7"],
  ["a word for a phase", ["1-1", "--from=three", "docs"], 2, "SETUP FAILED: invalid phase range: --from must be a phase from 1 to 6, not three"],
  ["an unknown phase to approve", ["1-1", "--approve=lunch", "docs"], 2, "SETUP FAILED: unknown approve phase lunch; there are pm, elab, implement, review, qa, done"],
  ["tokens that are no number", ["1-1", "--tokens=many", "docs"], 2, "SETUP FAILED: --tokens must be a number such as 120000 or ~120K, not many"],
  ["no story", [], 2, "SETUP FAILED: Story ID is missing"],
]) {
  test(`${what} fails at once`, (t) => {
    const found = sprint(t).step(args);
    assert.deepEqual([found.status, found.signal, found.stdout], [status, signal, ""]);
  });
}

test("an unknown flag is wrong usage, and the last line says so", (t) => {
  const { status, signal } = sprint(t).step(["1-1", "--fast", "docs"]);
  assert.equal(status, 2);
  assert.match(signal, /^SETUP FAILED: Unknown option '--fast'/);
});

test("an output captured twice changes nothing", (t) => {
  const { step } = sprint(t);
  const first = step(["1-1", "docs"]).stdout;
  const second = step(["--state", "STATE.md", "--output", "pm.txt"], { "STATE.md": first, "pm.txt": "PM COMPLETE" }).stdout;
  const twice = step(["--state", "STATE.md", "--output", "pm.txt"], { "STATE.md": second });
  assert.equal(twice.status, 1);
  assert.match(twice.signal, /^SETUP FAILED: .*phase 1 \(PM Generate\), which is complete already/);
  assert.equal(twice.stdout, second);
});

test("a corrupt state is told, and what can be kept is kept", (t) => {
  const { step } = sprint(t);
  const whole = step(["1-1", "--from=3", "docs"]).stdout;
  const cut = whole.slice(0, whole.indexOf("  4_review"));
  const damaged = step(["--state", "STATE.md", "--output", "o.txt"], { "STATE.md": cut, "o.txt": "DOCUMENTATION COMPLETE" });
  assert.deepEqual([damaged.status, damaged.signal], [0, "DOCUMENTATION COMPLETE"]);
  assert.match(damaged.said, /The end is missing/);
  const lost = step(["--state", "STATE.md", "--output", "o.txt"], { "STATE.md": "%%%" });
  assert.equal(lost.status, 1);
  assert.equal(lost.signal, "SETUP FAILED: STATE.md cannot be read: restart with --from=1");
  // What nobody can read is handed back as it is.
  assert.equal(lost.stdout, "%%%");
});

test("STATE.md is YAML for another library too, in all three forms", async (t) => {
  const require = createRequire(join(checkout, "tests", "e2e", "package.json"));
  const { parse } = require("yaml");
  const { step } = sprint(t);
  let text = step(["STORY-007", "--approve=elab,qa", "--to=5", "docs"]).stdout;
  text = step(["--state", "STATE.md", "--output", "o.txt", "--tokens=41000"], { "STATE.md": text, "o.txt": "PM BLOCKED: \"who: what\" # is 'it'?" }).stdout;
  const body = text.match(/```yaml\n(.*)```\n/s)[1];
  const foreign = `${body}owner: { name: ana }\n`;
  for (const form of [text, foreign, `---\n${foreign}---\n\nNotes.\n`]) {
    const { state_text: again } = sprintloom.run([], { command: "--from=1", state: form, at });
    const yaml = again.match(/```yaml\n(.*)```\n/s)?.[1] ?? again.replace(/^---\n/, "").replace(/\n---\n.*/s, "\n");
    const state = parse(yaml);
    assert.equal(state.story_id, "STORY-007");
    assert.deepEqual(state.approve_phases, ["elab", "qa"]);
    assert.equal(state.started_at, at);
    assert.deepEqual(Object.keys(state.phases), ["1_pm", "2_elab", "3_implement", "4_review", "5_qa", "6_done"]);
    assert.deepEqual(state.phases["1_pm"], { status: "in_progress", signal: null, completed_at: null, tokens_used: "~41K" });
    assert.deepEqual([state.current_phase, state.from_phase, state.to_phase, state.last_error, state.resume_from], [1, 1, 5, null, null]);
    if (form !== text) assert.deepEqual(state.owner, { name: "ana" });
  }
  const blocked = parse(body);
  assert.equal(blocked.last_error, "who: what\" # is 'it'?");
  assert.equal(blocked.phases["1_pm"].status, "blocked");
});

test("the module gives the phases, the lines that decided, and the files to write", () => {
  const begun = sprintloom.run(documents, { command: "/scrum-master 1-1 --from=2", at });
  assert.equal(begun.next_command, "/elab-story 1-1");
  assert.deepEqual(begun.phases.map(({ status }) => status), ["skipped", "in_progress", "pending", "pending", "pending", "pending"]);
  const failed = sprintloom.run(documents, { state: begun.state_text, output: "> ELAB PASS\n\n**ELAB FAIL**: no criteria\n", at, tokens: 12_345 });
  assert.equal(failed.status, "stopped");
  assert.deepEqual(failed.signal_lines.map(({ line, decides }) => [line, decides]), [[1, false], [3, true]]);
  assert.deepEqual(failed.resume.map(({ phase }) => phase), [2, 1]);
  assert.equal(failed.total_tokens, 12_000);
  assert.match(failed.report_text, /WORKFLOW FAILED: ELAB FAIL: no criteria, needs PM fix/);
  assert.deepEqual(failed.files.map(({ path }) => path), ["STATE.md", "AGENT-CONTEXT.md", "PHASE-2-OUTPUT.md"].map((name) => `plans/stories/1-1/_workflow/${name}`));
  const prices = { input_cents: 100, output_cents: 100, dated: "2026-02-01" };
  assert.equal(sprintloom.run(documents, { command: "1-1 --dry-run", prices }).cost_cents, 6);
  assert.throws(() => sprintloom.run(documents, { comand: "1-1" }), { code: "unknown-option", option: "comand" });
  assert.throws(() => sprintloom.run(documents, { command: 3 }), { code: "invalid-option", option: "command" });
});
