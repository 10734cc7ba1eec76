import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fixtures, folderWith, readJson, run, sprintloom } from "./sprintloom.mjs";

const names = readdirSync(join(fixtures, "bad")).filter((name) => name !== "README.md");

for (const name of names) {
  test(`${name} is read and planned without a crash, and every diagnostic has a place`, () => {
    const path = `bad/${name}`;
    const { status, stdout } = run(["read", "--json", path]);
    assert.equal(status, 0);
    for (const diagnostic of JSON.parse(stdout).diagnostics) {
      assert.deepEqual(Object.keys(diagnostic), ["path", "line", "code", "severity", "message", "hint"]);
      assert.equal(diagnostic.path, path);
      assert.ok(diagnostic.line >= 1);
      assert.match(diagnostic.code, /^SL\d{4}$/);
      assert.match(diagnostic.severity, /^(error|warning|info)$/);
      assert.notEqual(diagnostic.message, "");
    }
    assert.equal(run(["plan", path]).status, 0);
    assert.equal(run(["read", path]).status, 0);
  });
}

test("each awkward input is named by its code", () => {
  const codes = (name) => readJson([`bad/${name}`]).diagnostics.map(({ code, line }) => `${code}:${line}`);
  const has = (name, code) => assert.ok(codes(name).some((found) => found.startsWith(code)), `${name}: ${codes(name)}`);
  has("empty.md", "SL0101");
  has("binary.md", "SL0102");
  has("unbalanced-fence.md", "SL0104:13");
  has("invalid-status.yaml", "SL0401");
  has("epics-self.md", "SL0302");
  has("epics-self.md", "SL0303");
  has("epics-self.md", "SL0301");
});

test("a status file of another project is listed, not attached", () => {
  const { stories, diagnostics } = readJson(["bad/foreign-status.yaml", "bad/epics-self.md"]);
  assert.ok(diagnostics.some(({ code }) => code === "SL0405"));
  const statusOnly = stories.filter(({ declared }) => declared === null).map(({ key }) => key);
  assert.deepEqual(statusOnly, ["7-1", "7-2", "7-3"]);
  assert.ok(stories.every(({ epic, status_key }) => (epic === "7") === (status_key !== null)));
});

test("circles and self-dependencies still give a plan with every story", () => {
  const { batches, total_stories: total } = JSON.parse(run(["plan", "bad/epics-self.md"]).stdout);
  assert.equal(total, 4);
  const at = (key) => batches.findIndex(({ stories }) => stories.includes(key));
  assert.ok(at("1-2") < at("1-3"), "by priority order 1-2 goes first");
});

test("a document far too large is refused at once, with its name", (context) => {
  const line = "### Story 1.1: The same again\n";
  const text = line.repeat(Math.ceil((50 * 1024 * 1024) / line.length));
  const folder = folderWith(context, { "huge.md": text, "epics.md": "## Epic 1: A\n\n### Story 1.1: B\n" });

  const { status, stdout, stderr, milliseconds } = run(["read", "--json", "."], { cwd: folder });
  assert.equal(status, 0);
  const { stories, diagnostics } = JSON.parse(stdout);
  assert.deepEqual(stories.map(({ key, title }) => [key, title]), [["1-1", "B"]]);
  assert.ok(diagnostics.some(({ code, path }) => code === "SL0105" && path === "./huge.md"));
  assert.match(stderr, /huge\.md was left out: it has 50 MB/);
  assert.ok(milliseconds < 2000, `${milliseconds} ms`);

  const started = performance.now();
  const result = sprintloom.read([{ path: "huge.md", text }]);
  assert.ok(result.diagnostics.some(({ code }) => code === "SL0105"));
  assert.ok(performance.now() - started < 2000);
});

test("epics that there are not fail the plan and are answered with those that there are", () => {
  const { status, stdout, stderr } = run(["plan", "--epics", "epic9", "spec-example/epics.md"]);
  assert.equal(status, 1);
  assert.equal(stdout, "");
  for (const epic of ["3", "4", "5"]) assert.match(stderr, new RegExp(`\\b${epic}\\b`));

  const failed = run(["plan", "--return-value", "--epics", "epic9", "spec-example/epics.md"]);
  assert.equal(failed.status, 1);
  assert.match(failed.stdout, /^status: plan-failed$/m);
});
