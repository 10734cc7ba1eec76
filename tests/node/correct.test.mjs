import assert from "node:assert/strict";
import { join, relative } from "node:path";
import { test } from "node:test";
import { documentsIn, fixtures, folderWith, run, sprintloom } from "./sprintloom.mjs";
import { readFileSync } from "node:fs";

const epics = { path: "epics.md", text: readFileSync(join(fixtures, "spec-example", "epics.md"), "utf8") };
const started = {
  path: "sprint-status.yaml",
  text: "development_status:\n  epic-3: done\n  3-1-a: done\n  3-2-b: done\n  3-3-c: done\n",
};
const trigger = { reason: "user_request", user_input: "Do 4-3 first.", current_batch_id: 2 };
const executed = {
  msg_type: "BATCH_PLAN_READY",
  session_id: "sprint-xxx",
  total_stories: 9,
  batches: [
    { batch_id: 1, stories: ["3-1", "3-2", "3-3"] },
    { batch_id: 2, stories: ["4-1", "4-2", "4-3"] },
    { batch_id: 3, stories: ["5-1", "5-2", "5-3"] },
  ],
  dependency_graph: {},
};
const expected = {
  msg_type: "COURSE_CORRECTION",
  session_id: "sprint-xxx",
  reason: "user_request",
  new_batches: [
    { batch_id: 2, stories: ["4-3", "4-1", "4-2"] },
    { batch_id: 3, stories: ["5-1", "5-2", "5-3"] },
  ],
  dropped_stories: [],
  added_stories: [],
};

/** A sprint in a folder, with its trigger and the plan that is being executed. */
function sprint(test, change = {}) {
  return folderWith(test, {
    "docs/epics.md": epics.text,
    "docs/sprint-status.yaml": started.text,
    "trigger.json": JSON.stringify({ ...trigger, ...change }),
    "plan.json": JSON.stringify(executed),
  });
}

test("the protocol's correction comes out field for field, in order", (t) => {
  const cwd = sprint(t);
  for (const plan of [[], ["--plan", "plan.json"]]) {
    const { status, stdout } = run(["correct", "--trigger", "trigger.json", ...plan, "--session-id", "sprint-xxx", "docs"], { cwd });
    assert.equal(status, 0);
    assert.equal(JSON.stringify(JSON.parse(stdout)), JSON.stringify(expected));
  }
});

test("the return value counts, and the proposal has its five sections", (t) => {
  const cwd = sprint(t, { user_input: "", dropped_stories: ["5-2"] });
  const value = run(["correct", "--trigger", "trigger.json", "--return-value", "docs"], { cwd }).stdout;
  for (const line of ["status: correction-ready", "mode: course-correct", "  stories_dropped: 1", "  new_batch_count: 2", "errors: []"]) {
    assert.ok(value.split("\n").includes(line), `${line} in\n${value}`);
  }
  const args = ["correct", "--trigger", "trigger.json", "--proposal", "--date", "2026-01-31", "docs"];
  const sections = run(args, { cwd }).stdout.split("\n").filter((line) => line.startsWith("## "));
  assert.deepEqual(
    sections.map((line) => line.slice(3)),
    ["1. Issue Summary", "2. Impact Analysis", "3. Recommended Approach", "4. Detailed Change Proposals", "5. Implementation Handoff"],
  );
});

for (const [what, change, expectedError] of [
  ["an unknown reason", { reason: "mood" }, /“mood” is no reason/],
  ["an unknown batch", { current_batch_id: 12 }, /no batch 12/],
  ["an unknown story", { dropped_stories: ["8-8"] }, /no story 8-8/],
  ["a done story dropped", { dropped_stories: ["3-1"] }, /3-1 is done/],
  ["a story added that is there", { added_stories: ["4-1"] }, /in the plan already/],
]) {
  test(`${what} fails with the reason, as a return value and exit status 1`, (t) => {
    const cwd = sprint(t, change);
    const { status, stdout, stderr } = run(["correct", "--trigger", "trigger.json", "--return-value", "docs"], { cwd });
    assert.equal(status, 1);
    assert.match(stdout, /^status: correction-failed$/m);
    assert.match(stderr, expectedError);
    assert.equal(run(["correct", "--trigger", "trigger.json", "docs"], { cwd }).stdout, "");
  });
}

test("a sprint that has not started cannot be corrected", (t) => {
  const cwd = folderWith(t, { "docs/epics.md": epics.text, "trigger.json": JSON.stringify(trigger) });
  const { status, stderr } = run(["correct", "--trigger", "trigger.json", "docs"], { cwd });
  assert.equal(status, 1);
  assert.match(stderr, /has not started/);
});

test("words that are not understood are quoted back, and long ones cut with a warning", (t) => {
  const cwd = sprint(t, { user_input: `Make it nicer. ${"x".repeat(2100)}` });
  const { status, stderr } = run(["correct", "--trigger", "trigger.json", "docs"], { cwd });
  assert.equal(status, 0);
  assert.match(stderr, /not understood: “Make it nicer”/);
  assert.match(stderr, /longer than 2000 characters/);
});

test("a trigger that is none is wrong usage", (t) => {
  const cwd = folderWith(t, { "docs/epics.md": epics.text, "bad.json": "{", "odd.json": '{"reason": 3}', "typo.json": '{"reasons": "x"}' });
  for (const [args, expectedError] of [
    [[], /--trigger FILE is missing/],
    [["--trigger", "none.json"], /cannot read “none.json”/],
    [["--trigger", "bad.json"], /it is no JSON/],
    [["--trigger", "odd.json"], /reason must be a text, not 3/],
    [["--trigger", "typo.json"], /no field “reasons”/],
  ]) {
    const { status, stderr } = run(["correct", ...args, "docs"], { cwd });
    assert.equal(status, 2, stderr);
    assert.match(stderr, expectedError);
  }
});

test("the module gives what the command prints, and who moved", () => {
  const options = { session_id: "sprint-xxx", executed, date: "2026-01-31" };
  const result = sprintloom.correct([epics, started], { ...trigger, user_input: "move 4-1 to batch 3" }, options);
  assert.equal(result.status, "correction-ready");
  assert.deepEqual(result.moved.map(({ story, from, to }) => [story, from, to]).find(([story]) => story === "4-1"), ["4-1", 2, 3]);
  assert.equal(result.moved.length, 2);
  assert.deepEqual(JSON.parse(result.message_text), result.message);
  assert.match(result.proposal_text, /- Date: 2026-01-31/);
  assert.throws(() => sprintloom.correct([epics], [], {}), { code: "invalid-trigger" });
  assert.throws(() => sprintloom.correct([epics], trigger, { executed: {} }), { code: "invalid-option", option: "executed" });
});

test("a correction is the plan that the next one starts from, and its order stays", (t) => {
  const cwd = folderWith(t, {
    "docs/epics.md": epics.text,
    "docs/sprint-status.yaml": started.text,
    "trigger.json": JSON.stringify({ reason: "user_request", dropped_stories: ["5-2"] }),
    "correction.json": JSON.stringify(expected),
  });
  const { status, stdout } = run(["correct", "--trigger", "trigger.json", "--plan", "correction.json", "docs"], { cwd });
  assert.equal(status, 0);
  assert.deepEqual(JSON.parse(stdout).new_batches, [
    { batch_id: 2, stories: ["4-3", "4-1", "4-2"] },
    { batch_id: 3, stories: ["5-1", "5-3"] },
  ]);
});

test("corrections one after the other give the bytes of the native core", () => {
  const lines = readFileSync(join(fixtures, "expected", "sixty-corrections.jsonl"), "utf8").trimEnd().split("\n");
  assert.ok(lines.length >= 24);
  // The proposal names where stories are written: nothing of this machine.
  const inFolder = ({ path, text }) => ({ path: relative(join(fixtures, "sixty"), path), text });
  const documents = documentsIn("sixty").reverse().map(inFolder);
  const atFirst = sprintloom.plan(documents, {}).message;
  let executed = atFirst;
  for (const [at, line] of lines.entries()) {
    const expected = JSON.parse(line);
    const options = { session_id: "sprint-9", executed, date: "2026-01-31" };
    const made = sprintloom.correct(documents, expected.trigger, options);
    assert.equal(made.message_text, expected.message, `correction ${at + 1}`);
    assert.equal(hash(made.return_value_text), expected.return_value, `return value ${at + 1}`);
    assert.equal(made.proposal_text && hash(made.proposal_text), expected.proposal, `proposal ${at + 1}`);
    if (made.message) executed = { ...atFirst, batches: made.message.new_batches };
    if (executed.batches.length < 4) executed = atFirst;
  }
});

/** FNV-1a over UTF-8, as core/tests/corrections.rs has it. */
function hash(text) {
  return Buffer.from(text).reduce((so_far, byte) => Math.imul(so_far ^ byte, 0x01000193) >>> 0, 0x811c9dc5);
}
