import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { packageFolder, run, sprintloom } from "./sprintloom.mjs";

const files = sprintloom.agentPack();

test("the agent pack in the package is what the code's tables say", () => {
  assert.deepEqual(files.map(({ path }) => path), ["agents/scrum-master.md", "commands/scrum-master.md"]);
  for (const { path, text } of files) {
    assert.equal(readFileSync(join(packageFolder, "agent", path), "utf8"), text);
  }
});

test("every command that the pack tells an agent to run is one, with those options", () => {
  const lines = files.flatMap(({ text }) => [...text.replaceAll(/\n {3}/g, " ").matchAll(/npx sprintloom (\w+)([^`\n]*)/g)]);
  assert.ok(lines.length >= 4);
  for (const [, command, rest] of lines) {
    const { status, stdout } = run([command, "--help"]);
    assert.equal(status, 0, command);
    for (const [option] of rest.matchAll(/--\w+/g)) assert.ok(stdout.includes(option), `${command} ${option}`);
  }
});

test("the agent's own example of a call is followed", () => {
  const [{ text }] = files;
  const fields = /has the fields (.+)\. It prints/s.exec(text)[1].match(/[a-z_]+/g);
  const call = sprintloom.readCall(JSON.stringify(Object.fromEntries(fields.map((field) => [field, null]))));
  assert.deepEqual(call.unknown, []);
  assert.match(text, /_bmad\/bso\/agents\/scrum-master\.md/);
});
