import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { checkout, fixtures, folderWith, packageFolder, readJson, run } from "./sprintloom.mjs";

const epic = (number) => `## Epic ${number}: E\n\n### Story ${number}.1: S\n`;

test("wrong usage ends with 2, says what is wrong and the way out, and prints no result", () => {
  const epics = "spec-example/epics.md";
  for (const [args, words] of [
    [[], "a command is missing"],
    [["raed", epics], "there is no command “raed”"],
    [["--json", "read", epics], "the command comes first"],
    [["read"], "a PATH is missing"],
    [["read", "--jsno", epics], "--jsno"],
    [["read", "--json=yes", epics], "--json"],
    [["read", "no-such.md"], "cannot read “no-such.md”: there is no such file"],
    [["plan"], "a PATH is missing"],
    [["plan", "--batch-size"], "--batch-size"],
    [["plan", "--batch-size", "0", epics], "--batch-size must be a whole number from 1 to 20, not 0"],
    [["plan", "--batch-size", "three", epics], "--batch-size must be a whole number from 1 to 20, not “three”"],
    [["plan", "--batch-size", "2.5", epics], "--batch-size"],
    [["plan", "--batch-size=-1", epics], "--batch-size"],
    [["plan", "--strategy", "fastest", epics], "--strategy must be “balanced” or “sequential”"],
    [["plan", "--session-id", "", epics], "--session-id"],
    [["plan", "--jsno", epics], "--jsno"],
  ]) {
    const { status, stdout, stderr } = run(args);
    assert.equal(status, 2, args.join(" "));
    assert.equal(stdout, "");
    assert.ok(stderr.includes(words), `${words} in ${stderr}`);
    assert.match(stderr, /^Try: sprintloom .*--help$/m);
  }
});

test("every command takes --json, --quiet and --help, and says so", async () => {
  const { commands, load } = await import(join(packageFolder, "command", "commands.mjs"));
  for (const name of Object.keys(commands)) {
    const { options, help } = await load(name);
    assert.equal(options.json?.type, "boolean", name);
    assert.match(help, /--json/, name);
    assert.match(help, /-q, --quiet/, name);
    const asked = run([name, "--help"]);
    assert.deepEqual([asked.status, asked.stdout, asked.stderr], [0, help, ""], name);
  }
  const epics = join(fixtures, "spec-example", "epics.md");
  for (const args of [["read", epics], ["plan", epics], ["check", epics], ["next", epics], ["draft", "--epic", "3", epics]]) {
    const { status, stdout, stderr } = run([args[0], "--json", "--quiet", ...args.slice(1)]);
    assert.deepEqual([status, stderr], [0, ""], args.join(" "));
    assert.equal(typeof JSON.parse(stdout), "object", args.join(" "));
    assert.equal(run([args[0], "--quiet", ...args.slice(1, -1), "-"], { input: readFileSync(epics, "utf8") }).status, 0, `${args[0]} -`);
  }
});

test("help and version are results", () => {
  for (const args of [["--help"], ["-h"], ["help"]]) {
    const { status, stdout, stderr } = run(args);
    assert.deepEqual([status, stderr], [0, ""]);
    assert.match(stdout, /usage: sprintloom COMMAND/);
  }
  for (const command of ["read", "plan"]) {
    for (const args of [[command, "--help"], [command, "-h", "x"], ["help", command]]) {
      const { status, stdout } = run(args);
      assert.equal(status, 0);
      assert.match(stdout, new RegExp(`usage: sprintloom ${command} `));
    }
  }
  const { version } = JSON.parse(readFileSync(join(packageFolder, "package.json"), "utf8"));
  assert.equal(run(["--version"]).stdout, `sprintloom ${version}\n`);
});

test("folders are walked for documents, and what is no planning is left out", (context) => {
  const folder = folderWith(context, {
    "docs/epics.md": epic(1),
    "docs/more/EPIC-2.MARKDOWN": epic(2),
    "_bmad-output/epic-3.md": epic(3),
    ".bmad-ephemeral/epic-4.md": epic(4),
    "docs/notes.txt": epic(11),
    "node_modules/a/epics.md": epic(12),
    ".git/epics.md": epic(13),
    "docs/target/epics.md": epic(14),
    "dist/epics.md": epic(15),
    "docs/.hidden/epics.md": epic(16),
    "_bmad/templates/epics.md": epic(17),
  });
  symlinkSync("..", join(folder, "docs", "around"));
  symlinkSync("nowhere.md", join(folder, "docs", "broken.md"));
  const found = (...paths) => readJson(paths, { cwd: folder }).stories.map(({ key, declared }) => [key, declared.path]);

  assert.deepEqual(found("."), [
    ["1-1", "./docs/epics.md"],
    ["2-1", "./docs/more/EPIC-2.MARKDOWN"],
    ["3-1", "./_bmad-output/epic-3.md"],
    ["4-1", "./.bmad-ephemeral/epic-4.md"],
  ]);
  assert.deepEqual(found("docs/more/"), [["2-1", "docs/more/EPIC-2.MARKDOWN"]]);
  // Named on the command line is wanted, whatever its name.
  assert.deepEqual(found("_bmad", "docs/notes.txt"), [
    ["11-1", "docs/notes.txt"],
    ["17-1", "_bmad/templates/epics.md"],
  ]);
  assert.match(run(["read", "."], { cwd: folder }).stderr, /docs\/broken\.md was left out: there is no such file/);
});

test("a file named twice is one document", () => {
  const once = run(["read", "--json", "spec-example/epics.md"]).stdout;
  const twice = ["spec-example", "spec-example/epics.md", "./spec-example/epics.md"];
  assert.equal(run(["read", "--json", ...twice]).stdout, once);
  assert.equal(run(["read", "--json", ...twice.toReversed()]).stdout, once);
});

test("- reads standard input", () => {
  const { stories } = readJson(["-"], { input: epic(7) });
  assert.deepEqual(stories.map(({ key, declared }) => [key, declared]), [["7-1", { path: "-", line: 3 }]]);
});

test("read prints the fields that agents rely on, in order", () => {
  const result = readJson(["spec-example/epics.md"]);
  assert.deepEqual(Object.keys(result), ["epics", "stories", "diagnostics"]);
  assert.deepEqual(result.stories[4], {
    key: "4-2",
    status_key: null,
    title: "Send a reserved copy to the member's branch",
    epic: "4",
    status: "backlog",
    declared: { path: "spec-example/epics.md", line: 61 },
    depends_on: ["3-3"],
    files: [],
    acceptance_criteria: 3,
    tasks: 0,
    complexity: 3,
  });
  assert.deepEqual(Object.keys(result.stories[0]), Object.keys(result.stories[4]));
});

test("read without --json is for people", () => {
  const { status, stdout } = run(["read", "bad/epics-self.md"]);
  assert.equal(status, 0);
  assert.match(stdout, /^1 epic, 4 stories \(4 backlog\)$/m);
  assert.match(stdout, /Epic 1: Slip bookings/);
  assert.match(stdout, /^bad\/epics-self\.md:\d+: warning SL0301: /m);
  const nothing = run(["read", "-"], { input: "# Minutes\n\nWe met and talked.\n" });
  assert.match(nothing.stdout, /^0 epics, 0 stories\n-:1: info SL0103: .*\nA story is read from a heading such as /);
});

test("nothing left to do is a plan without batches", (context) => {
  const folder = folderWith(context, {
    "epics.md": epic(1),
    "sprint-status.yaml": "development_status:\n  epic-1: done\n  1-1-s: done\n",
  });
  const { status, stdout } = run(["plan", "."], { cwd: folder });
  assert.equal(status, 0);
  const { total_stories: total, batches, dependency_graph: graph } = JSON.parse(stdout);
  assert.deepEqual({ total, batches, graph }, { total: 0, batches: [], graph: {} });
  assert.match(run(["plan", "--return-value", "."], { cwd: folder }).stdout, /^ {2}total_batches: 0$/m);
});

test("a reader that stops early is no failure", { skip: process.platform === "win32" && "needs a shell" }, () => {
  const command = `"${process.execPath}" "${join(packageFolder, "bin", "sprintloom.mjs")}" read --json sixty`;
  const { stderr } = spawnSync("sh", ["-c", `${command} | head -c 10`], { cwd: fixtures, encoding: "utf8" });
  assert.doesNotMatch(stderr, /EPIPE|defect/);
});

test("the command starts quickly", () => {
  const best = (measure) => Math.min(...Array.from({ length: 7 }, measure));
  const bare = best(() => {
    const started = performance.now();
    spawnSync(process.execPath, ["-e", "0"], { cwd: checkout });
    return performance.now() - started;
  });
  const command = best(() => run(["plan", "spec-example/epics.md"]).milliseconds);
  assert.ok(command - bare < 150, `${Math.round(command - bare)} ms more than Node alone`);
});
