import assert from "node:assert/strict";
import { test } from "node:test";
import { run } from "./sprintloom.mjs";

// The example of the protocol: these fields, in this order.
const expected = {
  msg_type: "BATCH_PLAN_READY",
  session_id: "sprint-xxx",
  total_stories: 9,
  batches: [
    { batch_id: 1, stories: ["3-1", "3-2", "3-3"] },
    { batch_id: 2, stories: ["4-1", "4-2", "4-3"] },
    { batch_id: 3, stories: ["5-1", "5-2", "5-3"] },
  ],
  dependency_graph: { "4-2": { depends_on: ["3-3"] } },
};
const epics = ["spec-example/epics.md"];

test("the protocol's example comes out field for field, in order", () => {
  const { status, stdout } = run(["plan", "--session-id", "sprint-xxx", ...epics]);
  assert.equal(status, 0);
  const message = JSON.parse(stdout);
  assert.deepEqual(message, expected);
  assert.equal(JSON.stringify(message), JSON.stringify(expected));
});

test("a plan without a session id is sprint-001", () => {
  assert.equal(JSON.parse(run(["plan", ...epics]).stdout).session_id, "sprint-001");
});

test("the return value carries the counts and the proof", () => {
  const { status, stdout } = run(["plan", "--return-value", "--session-id", "sprint-xxx", ...epics]);
  assert.equal(status, 0);
  const lines = stdout.split("\n").map((line) => line.trim());
  for (const line of [
    "status: plan-ready",
    "session_id: sprint-xxx",
    "mode: plan",
    "total_stories: 9",
    "total_batches: 3",
    "batch_size: 3",
    "dependency_count: 1",
    "file_overlap_groups: 0",
    "lower_bound: 3",
    "optimal: true",
    "errors: []",
  ]) {
    assert.ok(lines.includes(line), `${line} in\n${stdout}`);
  }
  assert.match(stdout, /^ {2}bound_reason: \S/m);
});

test("epics, batch size and strategy are heeded", () => {
  const batches = (...options) => JSON.parse(run(["plan", ...options, ...epics]).stdout).batches;
  assert.deepEqual(
    batches("--epics", "epic-4,epic-5", "--batch-size=2").map(({ stories }) => stories.length),
    [2, 2, 2],
  );
  const keys = batches("--epics", "epic3-epic4").flatMap(({ stories }) => stories);
  assert.deepEqual(keys.sort(), ["3-1", "3-2", "3-3", "4-1", "4-2", "4-3"]);
  assert.deepEqual(batches("--strategy", "sequential"), expected.batches);
});
