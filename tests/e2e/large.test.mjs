// A project of 600 stories: it appears, and the app answers while it is there.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";
import { appTest, eventually, fixtures } from "./app.mjs";

let folder;

before(() => {
  folder = mkdtempSync(join(tmpdir(), "sprintloom-"));
  const args = ["--stories", "600", "--epics", "24", "--seed", "7", "--out", folder];
  const { status, stderr } = spawnSync(process.execPath, [join(fixtures, "generate.mjs"), ...args], { encoding: "utf8" });
  assert.equal(status, 0, stderr);
});

after(() => rmSync(folder, { recursive: true }));

/** Milliseconds that the deed takes. */
async function timed(deed) {
  const started = performance.now();
  await deed();
  return Math.round(performance.now() - started);
}

/** Types letters into the editor and gives, for each, the milliseconds from key to next picture. */
async function typingDelays(app, text) {
  await app.page.evaluate(() => {
    window.delays = [];
    document.addEventListener("keydown", (event) => {
      requestAnimationFrame(() => setTimeout(() => window.delays.push(performance.now() - event.timeStamp)));
    });
  });
  await app.page.keyboard.type(text, { delay: 30 });
  await eventually(async () => assert.equal(await app.page.evaluate(() => window.delays.length), text.length));
  return app.page.evaluate(() => window.delays.toSorted((a, b) => a - b).map(Math.round));
}

appTest("600 stories are planned in seconds, drawn, and typed on without waiting", async (app) => {
  const plan = await timed(async () => {
    await app.drop(join(folder, "docs"), join(folder, "sprint-status.yaml"));
    await app.statusLine.getByText("600 stories · 24 epics").waitFor({ timeout: 30_000 });
    await app.goTo("Plan");
    await app.batch(1).waitFor({ timeout: 30_000 });
  });
  console.log(`drop to plan of 600 stories: ${plan} ms`);
  const shown = (await app.batches()).flat();
  assert.ok(shown.length > 400, `${shown.length} open stories have a card`);
  assert.equal(new Set(shown).size, shown.length);

  const node = app.view.getByRole("group", { name: /^Graph of the stories/ }).getByRole("button").first();
  const graph = await timed(async () => {
    await app.tab("Graph").click();
    await node.waitFor({ timeout: 30_000 });
  });
  console.log(`Plan to Graph: ${graph} ms`);
  const back = await timed(async () => {
    await app.tab("Plan").click();
    await app.batch(1).waitFor();
  });
  console.log(`Graph to Plan: ${back} ms`);

  const selected = await timed(async () => {
    await app.card(shown[0]).click();
    await app.inspector.getByRole("heading", { level: 2 }).waitFor();
  });
  console.log(`click to inspector: ${selected} ms`);

  await app.goTo("Documents");
  await app.editor.click();
  await app.page.keyboard.press("Control+End");
  const delays = await typingDelays(app, "\n\n### Story 24.99: The last of all\n");
  const middle = delays[Math.floor(delays.length / 2)];
  console.log(`typing, key to picture: median ${middle} ms, slowest ${delays.at(-1)} ms`);
  assert.ok(middle < 100, `typing must not wait for the planner: ${middle} ms`);
  await app.statusLine.getByText("601 stories").waitFor({ timeout: 30_000 });
  assert.ok(plan < 15_000 && graph < 10_000, "within seconds, on any machine");
});
