import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { documentsIn, folderWith, run, sprintloom } from "./sprintloom.mjs";

const epics = "## Epic 1: Harbour\n\n### Story 1.1: Build the pier\n\n### Story 1.2: Set up the crane\n";
const file = "# Pier\r\ndevelopment_status:\r\n  epic-1: in-progress\r\n  1-1-build-the-pier: drafted # soon\r\n  7-1-old: done\r\n";

test("one status is set on one line, printed or written", (context) => {
  const cwd = folderWith(context, { "s.yaml": file });
  const expected = file.replace("drafted", "review");
  assert.equal(run(["status", "set", "1-1=review", "s.yaml"], { cwd }).stdout, expected);
  assert.equal(readFileSync(join(cwd, "s.yaml"), "utf8"), file);
  const written = run(["status", "set", "1-1-build-the-pier=review", "--write", "s.yaml"], { cwd });
  assert.deepEqual([written.status, written.stdout], [0, ""]);
  assert.match(written.stderr, /s\.yaml is written/);
  assert.equal(readFileSync(join(cwd, "s.yaml"), "utf8"), expected);
  assert.equal(run(["status", "set", "1-1=review", "-"], { cwd, input: file }).stdout, expected);
});

test("what cannot be set leaves the file and says why", (context) => {
  const cwd = folderWith(context, { "s.yaml": file });
  for (const [args, status, words] of [
    [["set", "1-1=finished", "--write", "s.yaml"], 1, /“finished” is no status; there are backlog/],
    [["set", "lamp=done", "--write", "s.yaml"], 1, /“lamp” is in no line of the file/],
    [["set", "1-1", "s.yaml"], 2, /KEY=STATUS is missing/],
    [["set", "1-1=done"], 2, /the FILE is missing/],
    [["set", "1-1=done", "no.yaml"], 2, /cannot read “no\.yaml”/],
    [["set", "1-1=done", "--write", "-"], 2, /--write needs a FILE/],
    [["improve", "s.yaml"], 2, /show, validate, generate or set comes first/],
    [["generate", "."], 2, /--status FILE is missing/],
  ]) {
    const found = run(["status", ...args], { cwd, input: file });
    assert.equal(found.status, status, args.join(" "));
    assert.equal(found.stdout, "");
    assert.match(found.stderr, words);
  }
  assert.equal(readFileSync(join(cwd, "s.yaml"), "utf8"), file);
});

test("generate merges the epics into the file, says what it did, and then has nothing left to do", (context) => {
  const cwd = folderWith(context, { "docs/epics.md": epics, "docs/s.yaml": file });
  const merged = file.replace("drafted", "ready-for-dev").replace("soon\r\n", "soon\r\n  1-2-set-up-the-crane: backlog\r\n");
  const first = run(["status", "generate", "--status", "docs/s.yaml", "--write", "docs"], { cwd });
  assert.equal(readFileSync(join(cwd, "docs/s.yaml"), "utf8"), merged);
  assert.match(first.stderr, /new: 1-2-set-up-the-crane\n/);
  assert.match(first.stderr, /legacy: 1-1-build-the-pier drafted -> ready-for-dev\n/);
  assert.match(first.stderr, /orphaned, kept: 7-1-old \(done\)\n/);
  const again = run(["status", "generate", "--status", "docs/s.yaml", "docs/epics.md"], { cwd });
  assert.equal(again.stdout, merged);
  assert.match(again.stderr, /all in sync/);
});

test("generate makes a file where there is none, and it reads back", (context) => {
  const cwd = folderWith(context, { "epics.md": epics });
  const args = ["--status", "s.yaml", "--at", "2026-01-31 09:30", "--location", "stories", "--write", "epics.md"];
  assert.equal(run(["status", "generate", ...args], { cwd }).status, 0);
  const text = readFileSync(join(cwd, "s.yaml"), "utf8");
  assert.match(text, /^generated: "?2026-01-31 09:30"?$/m);
  assert.match(text, /^ {2}1-2-set-up-the-crane: backlog$/m);
  const shown = JSON.parse(run(["status", "show", "--json", "s.yaml", "epics.md"], { cwd }).stdout);
  assert.deepEqual(shown.stories, [{ status: "backlog", count: 2 }]);
  assert.equal(shown.next_key, "1-1-build-the-pier");
  assert.equal(run(["status", "validate", "s.yaml"], { cwd }).status, 0);
});

test("show is for people, with one next step", (context) => {
  const cwd = folderWith(context, { "s.yaml": `last_updated: 2026-01-01\n${file.replaceAll("\r", "")}` });
  const { stdout } = run(["status", "show", "--at", "2026-01-20", "s.yaml"], { cwd });
  assert.match(stdout, /^stories: 1 ready-for-dev, 1 done$/m);
  assert.match(stdout, /^risk: The file was updated 19 days ago/m);
  assert.match(stdout, /^next: Begin story 1-1 /m);
});

test("validate names the line of what is wrong and ends with 1", (context) => {
  const cwd = folderWith(context, { "s.yaml": "development_status:\n  1-1-a: xyzzy\n" });
  const { status, stdout } = run(["status", "validate", "s.yaml"], { cwd });
  assert.equal(status, 1);
  assert.match(stdout, /^s\.yaml:2: warning SL0402: "xyzzy" is no known status/m);
});

test("a file that is no UTF-8 is not written", (context) => {
  const cwd = folderWith(context, {});
  const path = join(cwd, "s.yaml");
  writeFileSync(path, Buffer.concat([Buffer.from("# caf"), Buffer.from([0xe9]), Buffer.from("\ndevelopment_status:\n  1-1-a: done\n")]));
  const before = readFileSync(path);
  assert.equal(run(["status", "set", "1-1=review", "--write", "s.yaml"], { cwd }).status, 2);
  assert.deepEqual(readFileSync(path), before);
});

test("the module's status finds the file and refuses what it does not know", () => {
  const documents = [{ path: "e.md", text: epics }, { path: "s.yaml", text: file }];
  assert.equal(sprintloom.status(documents, { action: "set", key: "epic-1", status: "done" }).text, file.replace("in-progress", "done"));
  const { in_sync: inSync, changed, text } = sprintloom.status(documentsIn("sixty"), { action: "generate" });
  assert.deepEqual([inSync, changed], [60, false]);
  assert.equal(text, readFileSync(new URL("../fixtures/sixty/sprint-status.yaml", import.meta.url), "utf8"));
  for (const [request, code] of [
    [{ action: "burn" }, "invalid-option"],
    [{ action: "show", when: "now" }, "invalid-request"],
    [{ action: "show", file: "x.yaml" }, "invalid-option"],
    [{ action: "set", key: "1-1" }, "invalid-option"],
    ["show", "invalid-option"],
  ]) {
    assert.throws(() => sprintloom.status(documents, request), { name: "SprintloomError", code }, JSON.stringify(request));
  }
  const two = [...documents, { path: "t.yaml", text: file }];
  assert.throws(() => sprintloom.status(two, { action: "show" }), { code: "invalid-request" });
});
