import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { checkout, documentsIn, sprintloom } from "./sprintloom.mjs";

// Real documents that may not be part of the project; where they lie beside it, all of them.
const corpus = join(checkout, "..", "shared", "corpus");
const require = createRequire(join(checkout, "tests", "e2e", "package.json"));
const { parseDocument } = require("yaml");

/** Projects as `{ name, documents, file }`: our own, and the real ones where they are. */
function projects() {
  const own = ["sixty", "spec-example"].map((name) => {
    const documents = documentsIn(name);
    return { name, documents, file: documents.find(({ path }) => path.endsWith("sprint-status.yaml"))?.path };
  });
  const list = join(corpus, "manifest.json");
  const real = existsSync(list) ? JSON.parse(readFileSync(list, "utf8")) : [];
  const others = real.map(({ project, epics, status, stories }) => ({
    name: project,
    file: status,
    documents: [...epics, status, ...stories].map((path) => ({ path, text: readFileSync(join(corpus, "projects", project, path), "utf8") })),
  }));
  return [...own, ...others].filter(({ file }) => file !== undefined);
}

/** What another library reads; `undefined` where it cannot. */
function parsed(text) {
  const document = parseDocument(text, { logLevel: "silent", uniqueKeys: false });
  return document.errors.length === 0 ? document.toJS() : undefined;
}

/** The keys directly below `development_status`. */
function keysOf(text) {
  const list = parsed(text)?.development_status;
  if (list === null || typeof list !== "object" || Array.isArray(list)) return [];
  return Object.entries(list).filter(([, value]) => typeof value === "string").map(([key]) => key);
}

test("setting one status changes one line and nothing else, whatever the key", () => {
  let count = 0;
  for (const { name, documents, file } of projects()) {
    const { text } = documents.find(({ path }) => path === file);
    const before = text.split("\n");
    const content = parsed(text);
    const keys = keysOf(text);
    for (const key of keys) {
      const words = /retro/i.test(key) ? ["done", "optional", "in-progress"] : ["in-progress", "done"];
      const made = words.map((status) => [status, sprintloom.status([{ path: file, text }], { action: "set", key, status })]);
      const [status, result] = made.find(([, result]) => result.ok && result.text !== text) ?? made[0];
      assert.deepEqual(result.errors, [], `${name}: ${key}`);
      const { text: after, added } = result;
      assert.ok(after !== text && !added, `${name}: ${key} got no other status`);
      const lines = after.split("\n");
      assert.equal(lines.length, before.length, `${name}: ${key}`);
      assert.equal(lines.filter((line, at) => line !== before[at]).length, 1, `${name}: ${key}`);
      count += 1;
      // The other library is slow: a few keys of each file.
      if (content === undefined || keys.indexOf(key) % 20 !== 0) continue;
      const now = parsed(after);
      const found = now?.development_status[key];
      assert.equal(found, status, `${name}: ${key}`);
      assert.deepEqual({ ...now.development_status, [key]: 0 }, { ...content.development_status, [key]: 0 }, `${name}: ${key}`);
      assert.deepEqual({ ...now, development_status: 0 }, { ...content, development_status: 0 }, `${name}: ${key}`);
    }
  }
  console.log(`${count} keys were set`);
});

test("generating twice leaves nothing to do, and lowers and loses nothing", () => {
  let count = 0;
  const stories = ["backlog", "ready-for-dev", "in-progress", "review", "done"];
  const epics = ["backlog", "in-progress", "done"];
  for (const { name, documents, file } of projects()) {
    const { text } = documents.find(({ path }) => path === file);
    const made = sprintloom.status(documents, { action: "generate", file });
    const merged = documents.map((one) => (one.path === file ? { path: file, text: made.text } : one));
    const again = sprintloom.status(merged, { action: "generate", file });
    assert.equal(again.changed, false, `${name}: ${again.new} ${again.raised.map(({ key }) => key)}`);
    assert.equal(again.text, made.text, name);
    const before = parsed(text)?.development_status;
    const after = parsed(made.text)?.development_status;
    if (before === null || typeof before !== "object" || Array.isArray(before)) continue;
    count += 1;
    for (const [key, status] of Object.entries(before)) {
      const now = after[made.renamed.find((one) => one.before === key)?.now ?? key];
      assert.notEqual(now, undefined, `${name}: ${key} is lost`);
      const ladder = /^epic-[^-]+$/.test(key) ? epics : stories;
      const [was, is] = [status, now].map((word) => ladder.indexOf(word));
      assert.ok(was < 0 || is >= was, `${name}: ${key} ${status} is ${now}`);
    }
  }
  console.log(`${count} files were merged`);
});
