// Runs of stories through their six phases: the board, the track, gates, failures, files, by mouse
// and by keys.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before } from "node:test";
import { AxeBuilder } from "@axe-core/playwright";
import { appTest, eventually, fixtures } from "./app.mjs";

const epics = `## Epic 1: Tea

${[1, 2, 3, 4, 5, 6].map((n) => `### Story 1.${n}: Cup ${n}\n\n**Files to modify:** \`src/cup${n}.rs\`\n`).join("\n")}`;
const statuses = `# our sprint
development_status:
  epic-1: backlog # the only one
  1-1-cup-1: backlog
  1-2-cup-2: backlog
  1-3-cup-3: backlog
  1-4-cup-4: backlog
  1-5-cup-5: backlog
  1-6-cup-6: backlog
`;

let folder;

before(() => {
  folder = mkdtempSync(join(tmpdir(), "sprintloom-"));
  for (const [name, text] of [["epics.md", epics], ["sprint-status.yaml", statuses]]) put(name, text);
});

after(() => rmSync(folder, { recursive: true }));

function put(name, text) {
  mkdirSync(join(folder, dirname(name)), { recursive: true });
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

async function openSprint(app) {
  await app.choose("Open files", [join(folder, "epics.md"), join(folder, "sprint-status.yaml")]);
  await app.statusLine.getByText(/batch/).waitFor();
  await app.goTo("Workflow");
  await run(app, "1-1").waitFor();
}

/** The row of a story on the board. */
const run = (app, key) => app.board.locator(`.run-open[data-story="${key}"]`);
const track = (app, key) => app.page.getByRole("region", { name: `Run of ${key}`, exact: true });

/** Waits until the row of a story says this. */
async function stands(app, key, words) {
  await eventually(async () => assert.match(await run(app, key).getAttribute("title"), words));
}

async function say(app, key, text) {
  await app.page.getByRole("textbox", { name: "Output of the phase" }).fill(text);
  await app.button("Capture output").click();
  await eventually(async () => assert.equal(await app.page.getByRole("textbox", { name: "Output of the phase" }).inputValue().catch(() => ""), ""));
  await track(app, key).waitFor();
}

/** What the stations of the open run say, a text each. */
const stations = (app) => app.page.locator(".station").allInnerTexts();

/** The text of a document, as the editor has it. */
async function textOf(app, path) {
  await app.goTo("Documents");
  await app.documentLink(path).click();
  const text = await app.editor.inputValue();
  await app.goTo("Workflow");
  return text;
}

async function assertAccessible(app) {
  const { violations } = await new AxeBuilder({ page: app.page }).withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]).analyze();
  assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes[0].target} ${nodes[0].failureSummary}`), []);
}

async function command(app, line) {
  await app.page.keyboard.press("Control+k");
  const field = app.palette.getByRole("combobox");
  await field.fill(line);
  await field.press("Enter");
}

appTest("a run goes through all phases and its gate, and the status file with it", async (app) => {
  await openSprint(app);
  await command(app, "/scrum-master 1-1 --approve=qa");
  await stands(app, "1-1", /PM Generate is running/);
  await track(app, "1-1").getByText("/pm-story generate 1-1").waitFor();
  await say(app, "1-1", "Tokens used: 41,200\n\n**PM COMPLETE**\n");
  await stands(app, "1-1", /Elaboration is running/);
  await say(app, "1-1", "I will end with ELAB PASS.\n\n## ELAB PASS\n");
  await stands(app, "1-1", /Implementation is running/);
  assert.match((await stations(app))[0], /complete[\s\S]*PM COMPLETE[\s\S]*line 3[\s\S]*~41K/);
  await say(app, "1-1", "documentation complete.");
  await say(app, "1-1", "CODE REVIEW PASS");
  await stands(app, "1-1", /QA Verify waits for approval/);
  await assertAccessible(app);
  await app.button("Continue").click();
  await stands(app, "1-1", /QA Verify is running/);
  await say(app, "1-1", "QA PASS");
  await stands(app, "1-1", /^complete$/);
  const expected = statuses.replace("1-1-cup-1: backlog", "1-1-cup-1: done").replace("epic-1: backlog", "epic-1: in-progress");
  assert.equal(await textOf(app, "sprint-status.yaml"), expected);
  // Each step can be taken back, and is kept.
  await app.button("Undo").click();
  await stands(app, "1-1", /QA Verify is running/);
  await app.button("Redo").click();
  await app.saved();
  await app.reload();
  await stands(app, "1-1", /^complete$/);
});

appTest("a failed review says why, and goes on from phase 3", async (app) => {
  await openSprint(app);
  await run(app, "1-2").click();
  const start = track(app, "1-2");
  await start.getByRole("combobox", { name: "From phase" }).selectOption("4 Code Review");
  await start.getByText("/scrum-master 1-2 --from=4").waitFor();
  await start.getByRole("button", { name: "Start", exact: true }).click();
  await stands(app, "1-2", /Code Review is running/);
  await say(app, "1-2", "It would be CODE REVIEW PASS, but:\n\nCODE REVIEW FAIL: no tests\n");
  await stands(app, "1-2", /WORKFLOW FAILED: CODE REVIEW FAIL: no tests, needs dev fix/);
  await app.view.getByText("1 blocker").waitFor();
  await start.getByText(/^Code Review: Line 3 is CODE REVIEW FAIL/).click();
  await start.getByText("CODE REVIEW PASS within other words is only talked about").waitFor();
  const choices = await start.locator(".choices code").allInnerTexts();
  assert.deepEqual(choices, ["/scrum-master 1-2 --from=4", "/scrum-master 1-2 --from=3"]);
  await assertAccessible(app);
  await app.button("From 3").click();
  await stands(app, "1-2", /Implementation is running/);
  // What was reached stays reached.
  assert.match(await textOf(app, "sprint-status.yaml"), /1-2-cup-2: review\n/);
});

appTest("blocked, timed out, stopped, skipped: each stops as it says", async (app) => {
  await openSprint(app);
  await command(app, "/scrum-master 1-1 --from=3");
  await stands(app, "1-1", /Implementation is running/);
  await say(app, "1-1", "IMPLEMENTATION BLOCKED: no access to the database");
  await stands(app, "1-1", /WORKFLOW BLOCKED: no access to the database/);
  await command(app, "/scrum-master 1-2 --approve=2,3");
  await stands(app, "1-2", /PM Generate is running/);
  await app.button("No output").click();
  await stands(app, "1-2", /WORKFLOW FAILED: the task ended without output/);
  await app.button("From 1").click();
  await say(app, "1-2", "PM COMPLETE");
  await stands(app, "1-2", /Elaboration waits for approval/);
  await app.button("Skip").click();
  await stands(app, "1-2", /Implementation waits for approval/);
  await app.button("Stop").click();
  await stands(app, "1-2", /WORKFLOW BLOCKED: stopped by the user before phase 3/);
});

appTest("a dry run shows phases, tokens and cost, and starts nothing", async (app) => {
  await openSprint(app);
  await command(app, "/scrum-master 1-3 --from=2 --to=4 --dry-run");
  const dry = app.page.getByRole("region", { name: "Dry run" });
  await dry.getByText("SETUP COMPLETE (DRY RUN)").waitFor();
  assert.match(await dry.innerText(), /\/dev-code-review 1-3[\s\S]*~\d+K[\s\S]*\$\d/);
  assert.match(await run(app, "1-3").getAttribute("title"), /not started/);
  assert.equal(await app.button("Undo").getAttribute("title"), "Undo: Add 2 documents");
});

appTest("a batch is started at once, and taken back at once", async (app) => {
  await openSprint(app);
  await app.batch(1).getByRole("button", { name: /^Start 3/ }).click();
  for (const key of ["1-1", "1-2", "1-3"]) await stands(app, key, /PM Generate is running/);
  await app.batch(1).getByText("3 stories · 3 running").waitFor();
  assert.equal(await app.button("Undo").getAttribute("title"), "Undo: Start batch 1");
  await app.button("Undo").click();
  for (const key of ["1-1", "1-2", "1-3"]) await stands(app, key, /not started/);
});

appTest("what cannot be done is said and changes nothing", async (app) => {
  await openSprint(app);
  for (const [line, message] of [
    ["/scrum-master 9-9", "SETUP FAILED: Story not found: 9-9"],
    ["/scrum-master", "SETUP FAILED: Story ID is missing"],
    ["/scrum-master 1-1 --from=4 --to=2", "SETUP FAILED: invalid phase range: --from=4 is above --to=2"],
    ["/scrum-master 1-1 --from=0", "SETUP FAILED: invalid phase range: --from must be a phase from 1 to 6, not 0"],
    ["/scrum-master 1-1 --to=7", "SETUP FAILED: invalid phase range: --to must be a phase from 1 to 6, not 7"],
    ["/scrum-master 1-1 --from=x", "SETUP FAILED: invalid phase range: --from must be a phase from 1 to 6, not x"],
    ["/scrum-master 1-1 --approve=lunch", "SETUP FAILED: unknown approve phase lunch"],
    ["/scrum-master 1-1 --fast", "SETUP FAILED: unknown argument --fast"],
  ]) {
    await command(app, line);
    await app.notices.getByText(message).waitFor();
  }
  assert.equal(await app.button("Undo").getAttribute("title"), "Undo: Add 2 documents");
  await command(app, "/scrum-master 1-1");
  await stands(app, "1-1", /PM Generate is running/);
  await say(app, "1-1", "PM COMPLETE");
  const field = app.page.getByRole("textbox", { name: "Output of the phase" });
  await field.fill("PM COMPLETE");
  await app.button("Capture output").click();
  await app.notices.getByText(/phase 1 \(PM Generate\), which is complete already.*Nothing was changed/).waitFor();
  assert.equal(await field.inputValue(), "PM COMPLETE", "what was pasted is still there");
  // A file that is dropped on the field is its output, and no document.
  await field.fill("");
  const box = await field.boundingBox();
  const session = await app.context.newCDPSession(app.page);
  const data = { items: [], files: [put("phase-2.txt", "dropped\n")], dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"]) {
    await session.send("Input.dispatchDragEvent", { type, x: box.x + 40, y: box.y + 40, data });
  }
  await eventually(async () => assert.equal(await field.inputValue(), "dropped\n"));
  assert.equal(await app.page.locator(".drop-target.over").count(), 0);
  assert.equal(await app.button("Undo").getAttribute("title"), "Undo: Output of 1-1");
  // Output of many megabytes, by its end.
  await field.evaluate((field) => (field.value = `${"x".repeat(99)}\n`.repeat(100_000) + "ELAB PASS\n"));
  await app.button("Capture output").click();
  await stands(app, "1-1", /Implementation is running/);
});

appTest("STATE.md comes in as a run and goes out as it was, with what is foreign to it", async (app) => {
  await openSprint(app);
  const path = put("plans/stories/1-4/_workflow/STATE.md", `---
story_id: 1-4
workflow_version: 1.0
started_at: 2026-02-11T09:00:00Z
current_phase: 4
from_phase: 1
to_phase: 6
approve_phases: []
owner: ana # not ours
phases:
  1_pm: { status: complete, signal: PM COMPLETE, tokens_used: ~41K }
  2_elab: { status: complete, signal: ELAB PASS }
  3_implement: { status: complete, signal: DOCUMENTATION COMPLETE }
  4_review: { status: in_progress }
last_error: null
---

# Notes
`);
  await app.choose("Import STATE.md…", path);
  await stands(app, "1-4", /Code Review is running/);
  await run(app, "1-4").click();
  await say(app, "1-4", "CODE REVIEW PASS\nTokens used: 9k");
  await stands(app, "1-4", /QA Verify is running/);
  const zip = await app.download(app.button("Download _workflow"));
  assert.equal(zip.name, "1-4-workflow.zip");
  for (const part of ["plans/stories/1-4/_workflow/STATE.md", "plans/stories/1-4/_workflow/PHASE-4-OUTPUT.md", "plans/stories/1-4/_workflow/AGENT-CONTEXT.md", "owner: ana # not ours", "# Notes", "tokens_used: ~9K", "CODE REVIEW PASS\nTokens used: 9k"]) {
    assert.ok(zip.text.includes(part), part);
  }
  // The whole of it opens with another program.
  const saved = app.page.waitForEvent("download");
  await app.button("Download all").click();
  const file = join(folder, "all.zip");
  await (await saved).saveAs(file);
  const unpacked = spawnSync("python3", ["-m", "zipfile", "-t", file], { encoding: "utf8" });
  if (!unpacked.error) assert.match(unpacked.stdout, /Done testing/);
  // A damaged one is told, and stays as it is.
  await app.drop(put("STATE.md", "story_id: 1-3\nworkflow_version: 1.0\ncurrent_phase: 2\n"));
  await eventually(async () => assert.match(await app.statusLine.innerText(), /warning/));
});

appTest("the board goes by keys, and the focus stays where the work is", async (app) => {
  await openSprint(app);
  await run(app, "1-1").focus();
  await app.page.keyboard.press("Enter");
  await track(app, "1-1").waitFor();
  await app.page.keyboard.press("ArrowDown");
  await track(app, "1-2").waitFor();
  assert.equal(await app.page.evaluate(() => document.activeElement.dataset.story), "1-2");
  await track(app, "1-2").getByRole("button", { name: "Start", exact: true }).press("Enter");
  await stands(app, "1-2", /PM Generate is running/);
  await eventually(async () => assert.ok(await app.page.evaluate(() => document.activeElement.closest(".track") !== null)));
  await app.page.keyboard.press("g");
  await app.page.keyboard.press("p");
  await app.page.getByRole("main", { name: "Plan" }).waitFor();
  await app.page.keyboard.press("g");
  await app.page.keyboard.press("w");
  await app.page.getByRole("main", { name: "Workflow" }).waitFor();
});

appTest("prices that the user sets make the cost", async (app) => {
  await openSprint(app);
  await command(app, "/scrum-master 1-1");
  await stands(app, "1-1", /running/);
  await say(app, "1-1", "Input tokens: 900,000\nOutput tokens: 100,000\nPM COMPLETE");
  await app.view.getByText("~1000K tokens, $4.20").first().waitFor();
  await app.view.locator("summary", { hasText: "Prices" }).click();
  await app.page.getByRole("textbox", { name: "Input, $ a million" }).fill("1");
  await app.page.getByRole("textbox", { name: "Input, $ a million" }).press("Enter");
  await app.view.getByText("~1000K tokens, $2.40").first().waitFor();
  await app.view.getByText(/prices of \d{4}-\d\d-\d\d/).first().waitFor();
  await assertAccessible(app);
});

appTest("600 stories stand on the board, and a run among them starts within a second", async (app) => {
  const large = join(folder, "large");
  const args = ["--stories", "600", "--epics", "24", "--seed", "7", "--out", large];
  const { status, stderr } = spawnSync(process.execPath, [join(fixtures, "generate.mjs"), ...args], { encoding: "utf8" });
  assert.equal(status, 0, stderr);
  await app.drop(large);
  await app.statusLine.getByText("600 stories · 24 epics").waitFor({ timeout: 30_000 });
  await app.goTo("Workflow");
  const start = app.batch(1).getByRole("button", { name: /^Start/ });
  await start.waitFor();
  const begun = performance.now();
  await start.click();
  await app.batch(1).locator(".phase-in_progress").first().waitFor();
  const took = Math.round(performance.now() - begun);
  console.log(`start of a batch among 600 stories: ${took} ms`);
  assert.ok(took < 3_000, `${took} ms`);
});

for (const colorScheme of ["light", "dark"]) {
  appTest(`the workflow is readable on a small screen, ${colorScheme}`, { viewport: { width: 390, height: 844 }, colorScheme }, async (app) => {
    await openSprint(app);
    await command(app, "/scrum-master 1-1 --approve=elab");
    await stands(app, "1-1", /PM Generate is running/);
    await say(app, "1-1", "PM COMPLETE");
    await stands(app, "1-1", /waits for approval/);
    await assertAccessible(app);
    const overflow = await app.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.equal(overflow, 0, "nothing sticks out to the side");
  });
}

appTest("finished stories have no phases to number, and a file over the output is said to be the output", async (app) => {
  await app.openSample();
  await app.goTo("Workflow");
  const numbers = (name) => app.page.getByRole("listitem", { name, exact: true }).locator(".phase-numbers").innerText();
  await app.batch(1).waitFor();
  assert.equal((await numbers("Batch 1")).replace(/\s+/g, ""), "123456");
  assert.equal(await numbers("Finished stories"), "");

  await app.batch(1).getByRole("button", { name: /^Start/ }).click();
  await app.batch(1).locator(".run-open").first().click();
  const field = app.page.getByRole("textbox", { name: "Output of the phase" });
  await field.scrollIntoViewIfNeeded();
  const { x, y, width, height } = await field.boundingBox();
  const session = await app.context.newCDPSession(app.page);
  const over = (x, y) => session.send("Input.dispatchDragEvent", { type: "dragOver", x, y, data: { items: [], files: [import.meta.filename], dragOperationsMask: 1 } });
  await session.send("Input.dispatchDragEvent", { type: "dragEnter", x: 400, y: 200, data: { items: [], files: [import.meta.filename], dragOperationsMask: 1 } });
  await over(400, 200);
  const told = app.page.locator(".drop-target.over");
  await told.getByText("Let go to add to the project").waitFor();
  await eventually(async () => {
    await over(x + width / 2, y + height / 2);
    assert.equal(await told.innerText(), "Let go to take it as the output of the phase");
  });
  const data = { items: [], files: [import.meta.filename], dragOperationsMask: 1 };
  await session.send("Input.dispatchDragEvent", { type: "drop", x: x + width / 2, y: y + height / 2, data });
  await eventually(async () => assert.match(await field.inputValue(), /finished stories have no phases/));
  await told.waitFor({ state: "detached" });
});

appTest("a window that is made narrow later keeps the open run in sight", async (app) => {
  await app.openSample();
  await app.goTo("Workflow");
  await app.batch(1).locator(".run-open").first().click();
  await app.inspector.waitFor();
  await app.page.setViewportSize({ width: 800, height: 900 });
  await app.inspector.waitFor({ state: "detached" });
  await app.page.getByRole("button", { name: "Start", exact: true }).click({ trial: true });
  await app.page.setViewportSize({ width: 1440, height: 900 });
  await app.inspector.waitFor();
});
