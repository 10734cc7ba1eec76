// A project of 600 stories: it appears, and the app answers while it is there.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
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

  // What is far away is built when somebody comes near.
  await app.goTo("Workflow");
  const last = app.board.getByRole("listitem", { name: /^Batch \d+$/ }).last();
  assert.equal(await last.locator(".run-open").count(), 0);
  await last.scrollIntoViewIfNeeded();
  await last.locator(".run-open").first().waitFor();

  await app.goTo("Progress");
  const batches = app.view.getByRole("region", { name: "By batch" });
  await batches.getByRole("button", { name: /^Show all \d+$/ }).click();
  await eventually(async () => assert.ok((await batches.getByRole("row").count()) > 100));

  const exported = await timed(async () => {
    await app.goTo("Export");
    await app.view.getByText("The picture is too large to be shown here.").waitFor();
  });
  console.log(`Progress to Export: ${exported} ms`);

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

/** A document of this many bytes at least: stories with criteria, files and dependencies. */
function largeDocument(bytes) {
  let text = "";
  for (let epic = 1; text.length < bytes; epic += 1) {
    text += `## Epic ${epic}: Part ${epic}\n\n`;
    for (let story = 1; story <= 12; story += 1) {
      text += `### Story ${epic}.${story}: Thing ${story} of part ${epic}\n\n**Acceptance Criteria:**\n\n`;
      for (const way of ["one", "two", "three", "four"]) text += `**Given** a thing\n**When** it is used in way ${way}\n**Then** its result can be seen by whoever asked for it\n\n`;
      text += `**Files to modify:** \`src/part${epic}/thing${story}.rs\`\n\n`;
    }
  }
  return text;
}

appTest("a document of 600 kB is typed on quickly, wherever, and nothing of it is lost", async (app) => {
  const text = largeDocument(600_000);
  const path = join(folder, "large.md");
  writeFileSync(path, text);
  await app.drop(path);
  await app.statusLine.getByText(/\d+ batches/).waitFor({ timeout: 30_000 });
  const parts = app.page.getByRole("group", { name: "Parts of the text" });
  await parts.getByText(/^Part 1 of \d+: lines 1 to/).waitFor();
  await app.editor.click();
  await app.page.keyboard.press("Control+End");
  await parts.getByText(new RegExp(`to ${text.split("\n").length}$`)).waitFor();
  const delays = await typingDelays(app, "At the end of all of it.");
  const middle = delays[Math.floor(delays.length / 2)];
  console.log(`typing in 600 kB, key to picture: median ${middle} ms, slowest ${delays.at(-1)} ms`);
  assert.ok(middle < 100, `typing must not wait for the length of the text: ${middle} ms`);
  await app.page.keyboard.press("Control+Home");
  await app.page.keyboard.type("First of all.\n");
  await app.page.keyboard.press("Control+Home");
  for (let step = 0; step < 3; step += 1) await parts.getByRole("button", { name: "After" }).click();
  await parts.getByText(/^Part 4 of/).waitFor();
  await app.page.keyboard.type("In the middle.\n");
  await app.saved();
  const shown = [];
  await app.page.keyboard.press("Control+Home");
  for (;;) {
    shown.push(await app.editor.inputValue());
    const after = parts.getByRole("button", { name: "After" });
    if (await after.isDisabled()) break;
    await after.click();
  }
  const whole = shown.join("\n");
  assert.equal(whole.replace("First of all.\n", "").replace("In the middle.\n", "").replace("At the end of all of it.", ""), text);
  assert.equal(whole.length, text.length + "First of all.\nIn the middle.\nAt the end of all of it.".length);
});

appTest("a link leads to its line in any part of a large document", async (app) => {
  const path = join(folder, "large.md");
  const text = largeDocument(300_000);
  writeFileSync(path, text);
  await app.drop(path);
  await app.statusLine.getByText(/\d+ batches/).waitFor({ timeout: 30_000 });
  for (const story of ["20.3", "1.2"]) {
    const line = text.slice(0, text.indexOf(`### Story ${story}:`)).split("\n").length;
    await app.page.evaluate((line) => (location.hash = `#/documents/large.md?line=${line}`), line);
    await eventually(async () => {
      const line = await app.editor.evaluate((area) => area.value.slice(area.selectionStart).split("\n")[0]);
      assert.match(line, new RegExp(`^### Story ${story}:`));
    });
  }
});

appTest("words are found in all parts of a large document, forwards and back", async (app) => {
  const line = (n) => `line ${n}, which is as long as lines are in such texts, and a little longer than that`;
  const text = Array.from({ length: 6_000 }, (_, n) => ([10, 3_000, 5_990].includes(n) ? "Here the Lantern hangs" : line(n))).join("\n");
  const path = join(folder, "long.md");
  writeFileSync(path, text);
  await app.drop(path);
  await app.editor.waitFor();
  await app.page.getByText(/^Part 1 of /).waitFor();
  await app.page.getByText("Select all takes this part").waitFor();
  await app.page.keyboard.press("/");
  await app.page.keyboard.type("lantern");
  const told = app.view.locator(".find [role=status]");
  const steps = [["Enter", 1, 11], ["Enter", 2, 3_001], ["Enter", 3, 5_991], ["Enter", 1, 11], ["Shift+Enter", 3, 5_991]];
  for (const [key, at, number] of steps) {
    await app.page.keyboard.press(key);
    await eventually(async () => assert.equal(await told.innerText(), `${at} of 3 lines`));
    assert.match(app.page.url(), new RegExp(`line=${number}$`));
    await eventually(async () => assert.match(await app.editor.inputValue(), /Lantern/));
  }
  await app.page.keyboard.type(" that is not there");
  await app.page.keyboard.press("Enter");
  await app.view.getByText("Not found").waitFor();
});

appTest("of a plan of thousands the columns in sight are built, others when they are looked for", async (app) => {
  let text = "";
  for (let epic = 1; epic <= 50; epic += 1) {
    text += `## Epic ${epic}: Part ${epic}\n\n`;
    for (let story = 1; story <= 30; story += 1) text += `### Story ${epic}.${story}: Thing ${story} of part ${epic}\n\n- It is there\n\n`;
  }
  const path = join(folder, "thousands.md");
  writeFileSync(path, text);
  await app.drop(path);
  await app.statusLine.getByText("1500 stories").waitFor({ timeout: 60_000 });
  await app.goTo("Plan");
  await app.batch(1).getByRole("button").first().waitFor({ timeout: 60_000 });
  const batches = await app.batches();
  assert.ok(batches.length >= 500, `${batches.length} columns, built or not`);
  const built = batches.flat().length;
  assert.ok(built >= 900 && built < 1_200, `${built} cards are there`);
  assert.deepEqual(batches.at(-1), []);

  // By their places: looking for roles in so many columns takes its time.
  const column = (number) => app.board.locator(`[data-batch="${number}"]`);
  const last = column(batches.length);
  await last.scrollIntoViewIfNeeded();
  await last.locator("[data-story][aria-pressed]").last().click();
  await app.inspector.getByRole("heading", { level: 2 }).waitFor();
  assert.ok((await app.batches()).flat().length < 1_300, "what lies between is still not there");

  // The arrows go on to a column that nobody has seen.
  for (let step = 0; step < 30; step += 1) await app.page.keyboard.press("ArrowLeft");
  const before = column(batches.length - 30).locator("[aria-pressed=true]");
  await before.waitFor();
  await eventually(async () => assert.ok(await before.evaluate((story) => story === document.activeElement), "the focus goes along"));

  // And a board that opens with a story selected shows it.
  await app.saved();
  await app.page.reload();
  await before.waitFor({ timeout: 60_000 });
  await eventually(async () => assert.ok(await before.isVisible()));

  // Paper has all of it.
  await app.page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  await eventually(async () => assert.ok((await app.batches()).every((stories) => stories.length > 0)));
});
