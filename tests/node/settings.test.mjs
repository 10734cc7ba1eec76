import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { documentsIn, fixtures, run, sprintloom } from "./sprintloom.mjs";

const { explain, plan } = sprintloom;
const text = (stories) => `## Epic 1: Work\n\n${stories.map((lines, at) => `### Story 1.${at + 1}: Part\n\n${lines}\n`).join("\n")}`;
const documents = [{ path: "epics.md", text: text(["", "**Prerequisites:** Story 1.1\n", "", ""]) }];
const batches = (options) => plan(documents, options).message.batches.map(({ stories }) => stories.join(" "));

test("settings reach the plan", () => {
  assert.deepEqual(batches({}), ["1-1 1-3", "1-2 1-4"]);
  assert.deepEqual(batches({ epic_order: "hard" }), ["1-1", "1-2", "1-3", "1-4"]);
  assert.deepEqual(batches({ unknown_files: "alone" }).length, 4);
  assert.deepEqual(batches({ batch_tokens: 60000 }).length, 4);
  assert.deepEqual(batches({ pins: { "1-4": 1 } })[0].split(" ").includes("1-4"), true);
});

test("a value that cannot be is an error that names the option", () => {
  const wrong = {
    epic_order: "maybe",
    effort: 3,
    registry: "no",
    unknown_files: "",
    batch_tokens: 0,
    sprint_tokens: -1,
    token_rate: 1.5,
    mentioned_files: "yes",
    registry_files: "package.json",
    pins: { "1-1": 0 },
    left_out: [["1-1"]],
  };
  for (const [option, value] of Object.entries(wrong)) {
    assert.throws(() => plan(documents, { [option]: value }), { code: "invalid-option", option }, option);
  }
});

test("an explanation says why and what would help", () => {
  const found = explain(documents, { sprint_tokens: 130000, pins: { "1-2": 1 } });
  assert.deepEqual(found.critical_path, ["1-1", "1-2"]);
  assert.deepEqual(found.placements.find(({ key }) => key === "1-2").why, ["waits for 1-1"]);
  assert.deepEqual(found.sprint, { budget: 130000, batches: 1, tokens: 120000 });
  assert.deepEqual(found.refused_pins.map(({ story, batch_id }) => [story, batch_id]), [["1-2", 1]]);
  assert.equal(found.files_known, 0);
  const circle = explain([{ path: "e.md", text: text(["**Files to modify:**\n\n- `a.rs`\n", "**Files to modify:**\n\n- `a.rs`\n"]) }]);
  assert.deepEqual(circle.bottlenecks, [{ sentence: "split the work on a.rs: 1 batch fewer", batches: 1, saved: 1 }]);
  assert.equal(explain(documents, { epics: "epic-9" }), null);
});

test("the command has the same settings", () => {
  const { status, stderr } = run(["plan", "--pin", "1-1", "sixty"]);
  assert.equal(status, 2);
  assert.match(stderr, /--pin must be STORY=BATCH/);
  assert.match(run(["plan", "--pin", "1-1=x", "sixty"]).stderr, /--pin must be/);
  const { bottlenecks, placements } = JSON.parse(run(["plan", "--explain", "--pin", "1-4=2", "sixty"]).stdout);
  assert.ok(Array.isArray(bottlenecks) && placements.length > 0);
});

test("the module and the native core write the same bytes", () => {
  // core/tests/fixtures.rs holds the native core to the same file.
  const expected = readFileSync(join(fixtures, "expected", "sixty-plan.json"), "utf8");
  const options = { batch_size: 4, epic_order: "soft", unknown_files: "apart-in-epic", batch_tokens: 600000 };
  assert.equal(plan(documentsIn("sixty"), options).message_text, expected);
});
