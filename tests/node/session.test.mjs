import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { checkout, fixtures, folderWith, run, sprintloom } from "./sprintloom.mjs";

const { readCall, Session, status } = sprintloom;
const epics = readFileSync(join(fixtures, "spec-example", "epics.md"), "utf8");
const documents = [{ path: "epics.md", text: epics }];
const request = { msg_type: "SM_PLANNING_REQUEST", session_id: "sprint-7", epic_spec: "all" };

/** The recorded course: statuses that are set, messages sent, answers expected. */
const course = readFileSync(join(checkout, "tests", "cases", "protocol", "headless_course.jsonl"), "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line));

test("the headless course runs as recorded, from planning to shutdown", () => {
  let file = { path: "sprint-status.yaml", text: "development_status:\n" };
  const session = new Session([...documents, file]);
  for (const { set, send, expect } of course) {
    for (const [key, word] of Object.entries(set ?? {})) {
      const done = status([...documents, file], { action: "set", file: file.path, key, status: word });
      file = { ...file, text: done.text };
    }
    session.update([...documents, file]);
    if (send !== undefined) assert.deepEqual(session.receive(send).messages, expect);
  }
  assert.equal(session.closed, true);
  assert.ok(session.log.includes("[SM] Shutdown acknowledged, 1 batch plans created this Sprint"));
});

test("the command answers messages line by line, reading the documents each time", (context) => {
  const cwd = folderWith(context, { "epics.md": epics, "sprint-status.yaml": "development_status:\n" });
  const lines = [request, "{", { msg_type: "shutdown_request" }].map((one) => (typeof one === "string" ? one : JSON.stringify(one)));
  const { status: ended, stdout, stderr } = run(["message", "."], { cwd, input: `${lines.join("\n\n")}\n` });
  const answers = stdout.trim().split("\n").map((line) => JSON.parse(line));
  assert.deepEqual(answers.map(({ msg_type: type }) => type), ["BATCH_PLAN_READY", "ERROR", "shutdown_response"]);
  assert.equal(ended, 1);
  assert.match(stderr, /\[SM\] BATCH_PLAN_READY B1\[/);
  const quiet = run(["message", "--quiet", "."], { cwd, input: lines[0] });
  assert.deepEqual([quiet.status, quiet.stderr], [0, ""]);
  const whole = JSON.parse(run(["message", "--json", "."], { cwd, input: lines[0] }).stdout);
  assert.match(whole.return_value_text, /^status: plan-ready/);
});

test("the answer is byte for byte that of plan", () => {
  const session = new Session(documents);
  const { message_texts: [text], return_value_text: value } = session.receive(request);
  const planned = sprintloom.plan(documents, { session_id: "sprint-7" });
  assert.equal(text, planned.message_text);
  assert.equal(value, planned.return_value_text);
  session.free();
});

test("a message that cannot be followed is answered and changes nothing", () => {
  const session = new Session(documents, { batch_size: 2 });
  for (const [message, code] of [
    ["nonsense", "malformed-json"],
    [undefined, "malformed-json"],
    [[], "no-message"],
    [{ msg_type: "HELLO" }, "unknown-message"],
    [{ msg_type: "CC_TRIGGER" }, "missing-field"],
    [{ ...request, epic_spec: "epic 99" }, "plan-failed"],
  ]) {
    const { messages: [error], code: own } = session.receive(message);
    assert.equal(own, code);
    assert.deepEqual([error.msg_type, error.code], ["ERROR", code]);
  }
  assert.equal(session.receive(request).messages[0].batches[0].stories.length, 2);
  assert.throws(() => new Session([{}]), { name: "SprintloomError", code: "invalid-documents" });
  assert.throws(() => new Session([], { size: 2 }), { code: "unknown-option" });
});

test("two sessions know nothing of each other", () => {
  const [one, other] = [new Session(documents), new Session(documents)];
  one.receive({ msg_type: "AGENT_ROSTER_BROADCAST", residents: ["a"], slaves: [], temps: [] });
  one.receive("shutdown_request");
  assert.deepEqual([one.closed, other.closed, other.roster], [true, false, null]);
  assert.deepEqual(one.roster, { residents: ["a"], slaves: [], temps: [] });
});

test("call follows both forms of the specification and prints message and return value", (context) => {
  const call = (mode, rest) => `mode: "${mode}"\nsession_id: "sprint-2026-02-11-001"\n${rest}`;
  const cwd = folderWith(context, {
    "_bmad-output/epics/epics.md": epics,
    "_bmad-output/sprint-status.yaml": "development_status:\n  3-1: done\n",
    "plan.yaml": call("plan", 'epic_paths:\n  - "_bmad-output/epics/epics.md"\n  - "_bmad-output/epics/gone.md"\nconfig_overrides:\n  batch_size: 2  # default 3\n'),
    "correct.yaml": call("course-correct", 'cc_trigger:\n  reason: "user_request"\n  user_input: "drop 5-3"\n  current_batch_id: 2\n'),
    "wrong.yaml": call("dance", ""),
    "lost.yaml": call("plan", 'epic_spec: "epic 99"\n'),
  });
  const plan = run(["call", "plan.yaml"], { cwd });
  assert.equal(plan.status, 0);
  const [message, value] = plan.stdout.split("\nstatus: ");
  assert.equal(JSON.parse(message).total_stories, 8);
  assert.match(value, /^plan-ready\nsession_id: sprint-2026-02-11-001\nmode: plan\n/);
  assert.match(plan.stderr, /gone\.md was left out/);
  const corrected = run(["call", "correct.yaml"], { cwd });
  assert.deepEqual(JSON.parse(corrected.stdout.split("\nstatus: ")[0]).dropped_stories, ["5-3"]);
  assert.equal(corrected.status, 0);
  assert.match(run(["call", "wrong.yaml"], { cwd }).stderr, /mode must be plan or course-correct, not “dance”/);
  assert.equal(run(["call", "wrong.yaml"], { cwd }).status, 2);
  const lost = run(["call", "lost.yaml"], { cwd });
  assert.equal(lost.status, 1);
  assert.match(lost.stdout, /^status: plan-failed/);
  const json = JSON.stringify({ mode: "plan", epic_paths: ["_bmad-output/epics/epics.md"] });
  assert.match(run(["call", "-"], { cwd, input: json }).stdout, /"session_id": "sprint-001"/);
  assert.throws(() => readCall("mode: x"), { code: "invalid-request" });
});

test("without a PATH the usual places are read; shards of a whole document are left out with a note", (context) => {
  const [head, ...parts] = epics.split(/^(?=## Epic )/m);
  const cwd = folderWith(context, {
    "docs/epics.md": epics,
    "docs/epics/index.md": "# Contents\n",
    ...Object.fromEntries(parts.map((part, at) => [`docs/epics/part-${at}.md`, part.replaceAll(/^#/gm, "")])),
    "src/notes.md": "## Epic 9: No\n\n### Story 9.1: No\n",
  });
  assert.ok(head.length > 0 && parts.length > 1);
  const found = run(["read", "--json"], { cwd });
  assert.equal(JSON.parse(found.stdout).stories.length, 9);
  assert.match(found.stderr, /no PATH was given; reading docs/);
  assert.match(found.stderr, /docs\/epics\/ was left out: docs\/epics\.md has all of it/);
  // Shards that say more are read, and so are those that are named.
  const more = folderWith(context, { "epics.md": epics, "epics/more.md": "# Epic 8: More\n\n### Story 8.1: More\n" });
  assert.equal(JSON.parse(run(["read", "--json", "."], { cwd: more }).stdout).stories.length, 10);
});
