import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { faults } from "./plan_checker.mjs";
import { fixtures, readJson, run } from "./sprintloom.mjs";

const documents = ["sixty/docs", "sixty/sprint-status.yaml"];
const expected = expectedStories();

/** The table of EXPECTED.md, which people wrote: what the reader must find. */
function expectedStories() {
  const text = readFileSync(join(fixtures, "sixty", "EXPECTED.md"), "utf8");
  const statuses = new Map();
  for (const [, status, keys] of text.matchAll(/^- ([a-z-]+): (`.+`)$/gm)) {
    for (const key of listed(keys)) statuses.set(key, status);
  }
  const rows = [...text.matchAll(/^\| (\d+-\w+) \| (.*) \|$/gm)].map(([, key, rest]) => [key, ...rest.split(" | ")]);
  return rows.map(([key, title, epic, dependencies, files, criteria, tasks]) => {
    const status = statuses.get(key) ?? "backlog";
    return {
      ...{ key, title, epic, status, pending: status !== "done" },
      ...{ depends_on: listed(dependencies), files: listed(files) },
      ...{ acceptance_criteria: Number(criteria), tasks: Number(tasks) },
    };
  });
}

function listed(cell) {
  return cell.split(",").flatMap((part) => part.replaceAll("`", "").trim() || []);
}

test("the checker finds what is wrong", () => {
  const [first, second, third] = ["3-2", "3-3", "4-2"].map((key) => expected.find((story) => story.key === key));
  const stories = [first, second, { ...third, depends_on: ["epic-3"], files: ["apps/api/src/practitioners/"] }];
  const message = (...batches) => ({
    total_stories: 3,
    batches: batches.map((keys, at) => ({ batch_id: at + 1, stories: keys })),
  });
  assert.deepEqual(faults(message(["3-2"], ["3-3"], ["4-2"]), stories, 3), []);
  assert.deepEqual(faults(message(["3-2"], ["3-3", "4-2"]), stories, 1), [
    "batch 2 holds 2 stories",
    "4-2 is not after 3-3",
    "3-3 and 4-2 share a batch and apps/api/src/practitioners/leave.ts",
  ]);
  assert.deepEqual(faults(message(["3-3"], ["3-2"]), stories, 3), [
    "4-2 is in no batch",
    "2 stories are planned, 3 are open",
    "3-3 is not after 3-2",
  ]);
});

test("sixty stories are read as people read them", () => {
  const { stories } = readJson(documents);
  assert.equal(expected.length, 60);
  const pick = ({ key, title, epic, status, depends_on, files, acceptance_criteria, tasks }) => ({
    ...{ key, title, epic, status, acceptance_criteria, tasks },
    ...{ depends_on: depends_on.toSorted(), files: files.toSorted() },
  });
  assert.deepEqual(stories.map(pick), expected.map(pick));
  for (const story of stories) {
    assert.equal(story.complexity, Math.max(1, story.acceptance_criteria + story.tasks));
    assert.ok(story.declared.path.startsWith("sixty/docs/"), story.declared.path);
  }
});

for (const strategy of ["balanced", "sequential"]) {
  for (const size of [1, 3, 5]) {
    test(`a ${strategy} plan of sixty stories by ${size} keeps every rule`, () => {
      const { status, stdout } = run(["plan", "--strategy", strategy, "--batch-size", String(size), ...documents]);
      assert.equal(status, 0);
      assert.deepEqual(faults(JSON.parse(stdout), expected, size), []);
    });
  }
}

test("the order and number of paths on the command line do not change a byte", () => {
  const plan = (...paths) => run(["plan", ...paths]).stdout;
  const bytes = plan(...documents);
  assert.ok(bytes.length > 1000);
  assert.equal(plan(...documents.toReversed()), bytes);
  assert.equal(plan("sixty/sprint-status.yaml", "sixty/docs/stories/", "sixty/docs/epics", "sixty/docs"), bytes);
  assert.equal(plan(...documents), bytes);
});
