import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { faults } from "./plan_checker.mjs";
import { checkout, readJson, run } from "./sprintloom.mjs";

// Real documents that may not be part of the project; measured where they lie beside it.
const corpus = join(checkout, "..", "shared", "corpus");

test("real projects are read and planned", () => {
  if (!existsSync(join(corpus, "manifest.json"))) {
    console.log("There is no collection of real documents beside this checkout: nothing was measured.");
    return;
  }
  const projects = JSON.parse(readFileSync(join(corpus, "manifest.json"), "utf8"));
  const every = Math.max(1, Math.floor(projects.length / 5));
  for (const { project, epics, status: statusFile, stories: storyFiles } of projects.filter((_, at) => at % every === 0).slice(0, 5)) {
    const paths = [...epics, statusFile, ...storyFiles];
    const cwd = join(corpus, "projects", project);
    const { stories } = readJson(paths, { cwd });
    assert.ok(stories.length > 0, project);
    assert.equal(new Set(stories.map(({ key }) => key)).size, stories.length, `${project}: a key twice`);

    const { status, stdout } = run(["plan", ...paths], { cwd });
    assert.equal(status, 0, project);
    const pending = ({ status: word }) => !["done", "dropped", "superseded"].includes(word);
    const known = stories.map((story) => ({ ...story, pending: pending(story) }));
    assert.deepEqual(faults(JSON.parse(stdout), known, 3), [], project);
  }
});
