// A status file brings its story files with it.

import assert from "node:assert/strict";
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { folderWith, run } from "./sprintloom.mjs";

const epics = "## Epic 1: Pier\n\n### Story 1.1: Lights\n\n### Story 1.2: Crane\n";
const status = (location = "") =>
  `${location}development_status:\n  epic-1: in-progress\n  1-1-lights: done\n  1-2-crane: backlog\n`;
const story = (title) => `# Story ${title}\n\n## File List\n\n- \`src/crane.rs\`\n`;

/** Reads what is named in the folder: the stories by key, and what was said. */
function readIn(folder, args, cwd = folder) {
  const { stdout, stderr, status: exit } = run(["read", "--json", ...args], { cwd });
  assert.equal(exit, 0, stderr);
  return { stories: new Map(JSON.parse(stdout).stories.map((one) => [one.status_key, one])), stderr };
}

test("the story files of the status file's keys are read with it, and said", (context) => {
  const folder = folderWith(context, {
    ".git/HEAD": "",
    "plan/epics.md": epics,
    "run/sprint-status.yaml": status('story_location: "{project-root}/tales"\n'),
    "tales/1-2-crane.md": story("1.2: Crane"),
    "tales/1-9-stray.md": story("1.9: Stray"),
    "tales/notes.md": "### Story 7.7: Not asked for\n",
  });
  const named = ["plan/epics.md", "run/sprint-status.yaml"];
  const { stories, stderr } = readIn(folder, named);
  assert.deepEqual([...stories.keys()], ["1-1-lights", "1-2-crane"]);
  assert.deepEqual(stories.get("1-2-crane").files, ["src/crane.rs"]);
  assert.match(stderr, /run\/sprint-status\.yaml led to 1 story file in tales; --only-named leaves it out/);
  // From elsewhere too, and not when only what is named is wanted.
  const absolute = named.map((path) => join(folder, path));
  assert.deepEqual(readIn(folder, absolute, "/").stories.get("1-2-crane").files, ["src/crane.rs"]);
  const alone = readIn(folder, ["--only-named", ...named]);
  assert.deepEqual(alone.stories.get("1-2-crane").files, []);
  assert.doesNotMatch(alone.stderr, /story file/);
  // A file that is named as well is one document.
  const twice = readIn(folder, [...named, "tales/1-2-crane.md"]);
  assert.deepEqual(twice.stories.get("1-2-crane").files, ["src/crane.rs"]);
  assert.doesNotMatch(twice.stderr, /story file/);
  // Plans are made with them.
  const plan = run(["plan", "--explain", ...named], { cwd: folder });
  assert.match(plan.stderr, /led to 1 story file/);
});

test("a path of the author's machine counts by what of it is here; without a place, beside the status file", (context) => {
  const folder = folderWith(context, {
    "epics.md": epics,
    "a/sprint-status.yaml": status("story_location: C:\\Users\\ann\\pier\\tales\n"),
    "tales/done/1-1-lights.md": story("1.1: Lights"),
    "b/sprint-status.yaml": status(),
    "b/stories/story-1-2-crane.md": story("1.2: Crane"),
    "c/sprint-status.yaml": status("story_location: nowhere\n"),
    "c/1.2.story.md": story("1.2: Crane"),
  });
  const filesOf = (file, key) => readIn(folder, ["epics.md", file]).stories.get(key).files;
  assert.deepEqual(filesOf("a/sprint-status.yaml", "1-1-lights"), ["src/crane.rs"]);
  assert.deepEqual(filesOf("b/sprint-status.yaml", "1-2-crane"), ["src/crane.rs"]);
  assert.deepEqual(filesOf("c/sprint-status.yaml", "1-2-crane"), ["src/crane.rs"]);
});

test("nothing outside the project is read", (context) => {
  const folder = folderWith(context, {
    "outside/1-2-crane.md": story("1.2: Crane"),
    "project/epics.md": epics,
    "project/sprint-status.yaml": status("story_location: ../outside\n"),
    "linked/epics.md": epics,
    "linked/sprint-status.yaml": status("story_location: tales\n"),
  });
  symlinkSync(join(folder, "outside"), join(folder, "linked", "tales"));
  mkdirSync(join(folder, "project", ".git"));
  for (const project of ["project", "linked"]) {
    const { stories, stderr } = readIn(folder, ["epics.md", "sprint-status.yaml"], join(folder, project));
    assert.deepEqual(stories.get("1-2-crane").files, [], project);
    assert.doesNotMatch(stderr, /story file/);
  }
});
