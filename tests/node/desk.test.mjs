import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { folderWith, run, sprintloom } from "./sprintloom.mjs";

const epics = `# Market

## Requirements Inventory

FR1: Buyers can search for services by place
FR2: Buyers can rate a service so that others choose well
FR3: The system sends a receipt when an order is paid

## Epic 1: Find

Buyers find who can help them.

**FRs covered:** FR1, FR2, FR3

### Story 1.1: Search for services by place

As a buyer, I want to search for services by place, so that I find somebody near me.
`;

test("an epic's requirements without a story become story files", (context) => {
  const cwd = folderWith(context, { "docs/epics.md": epics });
  const result = run(["draft", "--epic", "1", "--out", "stories", "docs"], { cwd });
  assert.equal(result.status, 0, result.stderr);
  assert.match(result.stderr, /no draft for “Buyers can search for services by place”: Story 1-1 is about the same\./);
  assert.match(result.stderr, /1-2: needs revision; to be filled: /);
  const text = readFileSync(join(cwd, "stories/1-2-rate-a-service.md"), "utf8");
  assert.match(text, /As a buyer,\nI want to rate a service,\nso that others choose well\./);
  const read = JSON.parse(run(["read", "--json", "docs", "stories"], { cwd }).stdout);
  assert.deepEqual(read.stories.map(({ key }) => key), ["1-1", "1-2", "1-3"]);
  // What is there is never overwritten.
  const again = run(["draft", "--epic", "1", "--out", "stories", "docs"], { cwd });
  assert.equal(again.status, 1);
  assert.match(again.stderr, /there already; nothing was written/);
});

test("a pattern is filled by its fields, and a field without a value stays a placeholder", (context) => {
  const cwd = folderWith(context, { "epics.md": epics });
  const args = ["draft", "--epic", "1", "--pattern", "tenant-isolation"];
  const filled = run([...args, "--set", "tenant=shop", "--set", "data=prices", "--json", "epics.md"], { cwd });
  const { drafts, missing } = JSON.parse(filled.stdout);
  assert.deepEqual(missing, []);
  assert.equal(drafts[0].title, "Keep the prices of each shop private");
  assert.equal(drafts[0].check.readiness, "ready");
  const open = run([...args, "--set", "tenant=shop", "epics.md"], { cwd });
  assert.match(open.stderr, /“data” is not said: it stays in the drafts as a placeholder/);
  assert.match(open.stdout, /\{\{data: /);
  assert.match(run(["draft", "--patterns"], { cwd }).stdout, /^container-deployment {2}\(infrastructure\)/m);
});

test("wrong wishes are told and write nothing", (context) => {
  const cwd = folderWith(context, { "epics.md": epics, "mine.md": "# Mine\n## Do {{what}}\n" });
  for (const [args, words] of [
    [["draft", "epics.md"], /--epic ID is missing/],
    [["draft", "--epic", "9", "epics.md"], /there is no epic 9; there are 1/],
    [["draft", "--epic", "1", "--pattern", "magic", "epics.md"], /there is no pattern “magic”/],
    [["draft", "--epic", "1", "--pattern", "tenant-isolation", "--set", "colour=red", "epics.md"], /has no field “colour”/],
    [["draft", "--epic", "1", "--set", "a=b", "epics.md"], /--set is for the fields of a --pattern/],
    [["check", "--story", "8-8", "epics.md"], /there is no story “8-8”/],
    [["next", "--record", "no.txt", "epics.md"], /cannot read “no\.txt”/],
  ]) {
    const found = run([...args, "--", ...[]], { cwd });
    assert.equal(found.status, 2, args.join(" "));
    assert.match(found.stderr, words);
  }
  const own = run(["draft", "--patterns", "--template", "mine.md"], { cwd });
  assert.match(own.stderr, /template, line 2: The field “what” is not declared/);
  assert.equal(existsSync(join(cwd, "stories")), false);
});

test("check says of a story what INVEST, the checklist and its prerequisites say", (context) => {
  const cwd = folderWith(context, { "epics.md": `${epics}\n### Story 1.2: Pay\n\n**Depends on:** Story 1.1\n` });
  const list = run(["check", "epics.md"], { cwd });
  assert.match(list.stdout, /needs revision {1,}1-1 Search for services by place/);
  assert.equal(run(["check", "--strict", "epics.md"], { cwd }).status, 1);
  const one = run(["check", "--story", "1.2", "epics.md"], { cwd }).stdout;
  assert.match(one, /Valuable {5}no {7}It does not say for whom and what\./);
  assert.match(one, /✗ 1-1 \(backlog\)/);
  assert.match(run(["check", "--story", "1-1", "epics.md"], { cwd }).stdout, /holds up: 1-2/);
  assert.match(run(["check", "--invest", "epics.md"], { cwd }).stdout, /^\| 1-2 \| Pay \| yes \|/m);
  assert.match(run(["check", "--handoff", "--story", "1-1", "epics.md"], { cwd }).stdout, /\*\*To:\*\* Dev, for implementation/);
});

test("next puts stories in order by dependencies and value, and says why", (context) => {
  const epics = "## Epic 1: A\n\n### Story 1.1: Big\n\n**Tasks:**\n- [ ] lay stones\n- [ ] raise walls\n\n### Story 1.2: Urgent\n\n**Priority:** P0\n\n### Story 1.3: Base\n\n### Story 1.4: Top\n\n**Depends on:** Story 1.3\n\n**Tasks:**\n- [ ] lay tiles\n- [ ] set windows\n- [ ] paint walls\n- [ ] hang doors\n";
  const cwd = folderWith(context, { "epics.md": epics });
  const { stdout } = run(["next", "--sequence", "epics.md"], { cwd });
  const lines = stdout.trimEnd().split("\n");
  assert.deepEqual(lines.map((line) => /^batch (\d)  (\S+):/.exec(line)?.slice(1).join(" ")), ["1 1-2", "1 1-3", "1 1-1", "2 1-4"]);
  assert.match(lines[0], /: priority P0 and complexity/);
  assert.match(lines[1], /: 1 story waits for it and complexity/);
  assert.match(lines[3], /after 1-3$/);
});

test("batches keep the numbers of the plan being executed, and velocity is counted a week and a batch", (context) => {
  const story = (n, more = "") => `### Story 1.${n}: S${n}\n\n- [ ] do it\n${more}\n`;
  const epics = `## Epic 1: A\n\n${[1, 2, 3, 4].map((n) => story(n)).join("")}${story(5, "\n**Depends on:** Story 1.4\n")}`;
  const line = (n, word) => `  1-${n}-s${n}: ${word}\n`;
  const open = [1, 2, 3, 4, 5].map((n) => line(n, "backlog")).join("");
  const cwd = folderWith(context, { "epics.md": epics, "sprint-status.yaml": `development_status:\n${open}` });
  const paths = ["epics.md", "sprint-status.yaml"];
  const plan = run(["plan", "--batch-size", "2", ...paths], { cwd }).stdout;
  writeFileSync(join(cwd, "plan.json"), plan);
  const [first, second] = JSON.parse(plan).batches;
  const done = [...first.stories, second.stories[0]];
  const status = [1, 2, 3, 4, 5].map((n) => line(n, done.includes(`1-${n}`) ? "done" : "backlog")).join("");
  writeFileSync(join(cwd, "sprint-status.yaml"), `development_status:\n${status}`);
  // Two finished in the first week, one in the second, of which a run says when.
  writeFileSync(join(cwd, "done.txt"), `${done[0]} 2026-11-02\n${done[1]} 2026-11-03\n`);
  mkdirSync(join(cwd, "_workflow"));
  const phases = ["1_pm", "2_elab", "3_implement", "4_review", "5_qa", "6_done"];
  const state = phases.map((phase) => `  ${phase}:\n    status: complete\n    completed_at: "2026-11-10T08:00:00Z"\n`).join("");
  writeFileSync(join(cwd, "_workflow/STATE.md"), `story_id: "${done[2]}"\nworkflow_version: "1.0"\nfrom_phase: 1\nto_phase: 6\ncurrent_phase: 6\nphases:\n${state}`);
  const asked = ["--plan", "plan.json", "--record", "done.txt", "--date", "2026-11-12", "--batch-size", "2", ...paths, "_workflow/STATE.md"];
  const found = JSON.parse(run(["next", "--json", ...asked], { cwd }).stdout);
  assert.deepEqual(found.batches.map(({ batch_id: id, stories, done, complete }) => [id, stories, done, complete]), [[1, 2, 2, true], [2, 2, 1, false], [3, 1, 0, false]]);
  assert.equal(found.velocity.stories_per_week, 1.5);
  assert.equal(found.velocity.stories_per_batch, 2);
  assert.deepEqual([...new Set(found.sequence.map(({ batch_id: id }) => id))], [2, 3]);
  const report = run(["next", "--report", ...asked], { cwd }).stdout;
  assert.match(report, /\*\*Velocity:\*\* 1\.5 stories .* a week, on average over 2 weeks\. 2\.0 stories .* over 1 of 3 that is complete\./);
  assert.match(report, /^\| 2 \| 2 \| 1 \|.*2026-11-10 \|$/m);
  // Without that plan nobody knows in which batches they were.
  const without = JSON.parse(run(["next", "--json", "--batch-size", "2", ...paths], { cwd }).stdout);
  assert.deepEqual(without.batches.map(({ name, stories }) => [name, stories]), [["before this plan", 3], ["1", 1], ["2", 1]]);
});

test("next says what to do and why, and reports the sprint from a record", (context) => {
  const rows = [1, 2, 3].map((n) => `  1-${n}-s: done\n`).join("");
  const status = `development_status:\n${rows}  1-4-s: in-progress\n  1-5-s: backlog\n`;
  const stories = [1, 2, 3, 4, 5].map((n) => `### Story 1.${n}: S\n`).join("\n");
  const record = "1-1 2026-11-02\n1-2 2026-11-05\n1-3 2026-11-09\n1-9 2026-11-10\n";
  const cwd = folderWith(context, { "epics.md": `## Epic 1: A\n\n${stories}`, "sprint-status.yaml": status, "done.txt": record });
  assert.match(run(["next", "epics.md", "sprint-status.yaml"], { cwd }).stdout, /^Finish story 1-4 “S”: it is in progress/);
  const report = run(["next", "--report", "--record", "done.txt", "--date", "2026-11-11", "epics.md", "sprint-status.yaml"], { cwd });
  assert.match(report.stderr, /No document has story 1-9 any more/);
  assert.match(report.stdout, /3 of 5 stories are done\./);
  // Ten days: 2 in the first five, 1 in the last five; 2 are left: 5 and 10 days.
  assert.match(report.stdout, /Finished between 2026-11-16 and 2026-11-21\./);
  assert.match(report.stdout, /\| 2026-11-09 \| 3 \| 5 \| 3 \| 5 \| 0 \|/);
  assert.throws(() => sprintloom.next([], { record: [{ story: "1-1" }] }), { code: "invalid-option" });
  assert.throws(() => sprintloom.check([], { mood: 1 }), { code: "invalid-request" });
});
