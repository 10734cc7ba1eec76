// The story desk and progress: drafts from an epic, a letter mended, accepted, planned, exported;
// patterns; the table; completions recorded, the burn-up and the report.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";
import { appTest, eventually } from "./app.mjs";

const epics = `# Market

## Requirements Inventory

FR1: Buyers can rate a service so that others choose well
FR2: Vendors can upload photos of their work
FR3: The system sends a receipt when an order is paid

## Epic 1: Find

Buyers find who can help them.

**FRs covered:** FR1, FR2, FR3

### Story 1.1: Search by place

As a buyer, I want to search by place, so that I find somebody near me.

**Acceptance Criteria:**

- Given three services in a town, when it is searched, then three are listed

### Story 1.2: Pay an order

**Depends on:** Story 1.1

## Epic 2: Later
`;
const status = "development_status:\n  epic-1: in-progress\n  1-1-search-by-place: in-progress\n  1-2-pay-an-order: backlog\n";

let folder;

before(() => {
  folder = mkdtempSync(join(tmpdir(), "sprintloom-"));
  writeFileSync(join(folder, "epics.md"), epics);
  writeFileSync(join(folder, "sprint-status.yaml"), status);
});

after(() => rmSync(folder, { recursive: true }));

async function dropped(app) {
  await app.drop(join(folder, "epics.md"), join(folder, "sprint-status.yaml"));
  await app.documentLink("epics.md").waitFor();
}

function checks(app) {
  return app.page.getByRole("complementary", { name: "Checks" });
}

function letter(app, name) {
  return checks(app).getByRole("listitem").filter({ hasText: name }).first();
}

appTest("three drafts from an epic: a failing letter is mended, they are accepted, planned and exported", async (app) => {
  await dropped(app);
  await app.goTo("Stories");
  await app.view.getByLabel("Epic", { exact: true }).selectOption("1");
  await app.button("Draft").click();
  await app.page.getByText("3 drafts are made.").waitFor();
  const tabs = app.view.getByRole("group", { name: "Drafts" }).getByRole("button");
  await eventually(async () => assert.equal(await tabs.count(), 4));
  await eventually(async () =>
    assert.match((await tabs.allInnerTexts()).join("|"), /1-3\s*Rate a service.*1-4\s*Upload photos.*1-5\s*Send a receipt/s),
  );

  // The second one does not say what for: Valuable fails until it does.
  await tabs.nth(2).click();
  await letter(app, "Valuable").getByRole("img", { name: "no", exact: true }).waitFor();
  const text = app.view.getByRole("textbox", { name: "The draft" });
  await app.button("Next placeholder").click();
  const chosen = await text.evaluate((area) => area.value.slice(area.selectionStart, area.selectionEnd));
  assert.match(chosen, /^\{\{benefit: /);
  await app.page.keyboard.type("buyers see what they will get");
  await letter(app, "Valuable").getByRole("img", { name: "yes", exact: true }).waitFor();
  await checks(app).getByText("To be filled: “result” and “failure”.").waitFor();

  await app.button("Accept all 3").click();
  await app.page.getByText("3 drafts accepted: a story file each, and planned.").waitFor();
  await eventually(async () => assert.equal(await tabs.count(), 1));
  await app.goTo("Plan");
  for (const key of ["1-3", "1-4", "1-5"]) await app.card(key).waitFor();
  await app.goTo("Export");
  const { text: message } = await app.download(app.button("Download BATCH_PLAN_READY.json"));
  assert.equal(JSON.parse(message).total_stories, 5);

  // Each is a document, and the status file has a line for it; all of it is one step back.
  await app.goTo("Documents");
  await app.documentLink("stories/1-4-upload-photos-of-work.md").waitFor();
  await app.page.keyboard.press("Control+z");
  await app.goTo("Stories");
  await eventually(async () => assert.equal(await tabs.count(), 4));
  await tabs.nth(2).click();
  await eventually(async () => assert.match(await text.inputValue(), /so that buyers see what they will get\./));
});

appTest("a pattern is filled by keys, offline; an open field is told at the field and stays a placeholder", async (app) => {
  await app.loaded();
  await app.context.setOffline(true);
  await dropped(app);
  await app.goTo("Stories");
  await app.page.keyboard.press("4");
  const row = app.view.getByRole("button", { name: /Migration planning/ });
  await eventually(async () => assert.equal(await row.getAttribute("aria-expanded"), "true"));
  await app.view.getByLabel("Pattern").selectOption("feature-flags");
  await app.view.getByLabel("feature", { exact: true }).fill("the new checkout");
  await app.view.getByLabel("first users").fill("employees");
  await app.button("Draft").click();
  await app.view.getByText("Left open, it stays in the drafts as a placeholder.").waitFor();
  await app.button("Draft with placeholders").click();
  const text = app.view.getByRole("textbox", { name: "The draft" });
  await eventually(async () => assert.match(await text.inputValue(), /# Story 1\.3: Switch the new checkout on for employees first/));
  assert.match(await text.inputValue(), /\{\{removal date: /);
  // What was made has the keys, wherever it stands on a narrow screen.
  const focused = () => app.page.evaluate(() => document.activeElement.id);
  await eventually(async () => assert.match(await focused(), /^desk-tab-.*1-3/));
  await app.page.keyboard.press("2");
  const order = app.view.getByRole("list").filter({ hasText: "batch 1: it is in progress" }).last();
  await order.getByRole("button", { name: "1-1" }).waitFor();
});

appTest("the user's own pattern says what is wrong with it, and then drafts", async (app) => {
  await dropped(app);
  await app.goTo("Stories");
  await app.button("New pattern").click();
  const text = app.view.getByRole("textbox", { name: "The pattern" });
  await eventually(async () => assert.match(await text.inputValue(), /^# My pattern/));
  await checks(app).getByText("It can be used").waitFor();
  await text.fill("# Mine\n## Do {{what}}\nAs a cook, I want {{what}}, so that guests eat.\n- Given a pan, when it is hot, then 3 eggs are in it\n");
  await checks(app).getByText("The field “what” is not declared").waitFor();
  await text.fill("# Mine\nFields:\n- what: the dish (eggs)\n## Do {{what}}\nAs a cook, I want {{what}}, so that guests eat.\n- Given a pan, when it is hot, then 3 eggs are in it\n");
  await checks(app).getByText("It can be used").waitFor();
  await app.view.getByLabel("Draft from").selectOption("mine");
  await app.view.getByLabel("what", { exact: true }).fill("eggs");
  await app.button("Draft").click();
  const draft = app.view.getByRole("textbox", { name: "The draft" });
  await eventually(async () => assert.match(await draft.inputValue(), /# Story 1\.3: Do eggs/));
  // A key that exists is told before anything is accepted.
  await draft.fill((await draft.inputValue()).replace("1.3", "1.1"));
  await checks(app).getByText("There is a story 1-1 already").waitFor();
});

appTest("an epic without text, the table by letter, prerequisites, and the notes to take away", async (app) => {
  await dropped(app);
  await app.goTo("Stories");
  await app.view.getByLabel("Epic", { exact: true }).selectOption("2");
  await app.button("Draft").click();
  await app.page.getByText("Epic 2 has no text to draft from").waitFor();

  const table = app.view.getByRole("region", { name: "INVEST of all open stories" });
  const keys = () => table.getByRole("listitem").evaluateAll((rows) => rows.map((row) => row.querySelector(".key").textContent));
  await eventually(async () => assert.deepEqual(await keys(), ["1-1", "1-2"]));
  await app.button("Sort by Valuable").click();
  await eventually(async () => assert.deepEqual(await keys(), ["1-2", "1-1"]));
  await table.getByRole("button", { name: "1-2" }).click();
  await checks(app).getByText("It does not say for whom and what.").first().waitFor();
  await checks(app).getByText("It holds nothing up.").waitFor();
  await app.page.keyboard.press("6");
  await app.view.getByLabel("Story", { exact: true }).waitFor();

  const invest = await app.download(app.button("↓ INVEST"));
  assert.equal(invest.name, "invest.md");
  assert.match(invest.text, /\| 1-2 \| Pay an order \| yes \| yes \| no \|/);
  const handoff = await app.download(app.button("↓ Handoff"));
  assert.match(handoff.text, /^# Handoff: batch 1\n\n## 1-1 Search by place\n\n\*\*To:\*\* Dev/);
});

appTest("progress: the next action, a completion noted by itself, days written by hand, the report", async (app) => {
  await dropped(app);
  await app.goTo("Progress");
  await app.view.getByText("Finish story 1-1 “Search by place”: it is in progress").waitFor();
  await app.view.getByText("Nothing holds the sprint up").waitFor();

  await app.goTo("Documents");
  await app.documentLink("sprint-status.yaml").click();
  const editor = app.view.getByRole("textbox", { name: /sprint-status/ });
  await editor.fill(status.replace("place: in-progress", "place: done"));
  await app.goTo("Progress");
  const today = await app.page.evaluate(() => {
    const now = new Date();
    return new Date(now - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
  });
  const day = app.view.getByRole("textbox", { name: "Day on which 1-1 was finished" });
  await eventually(async () => assert.equal(await day.inputValue(), today));
  await app.view.getByText("No forecast yet").waitFor();

  await day.fill("yesterday");
  await day.press("Enter");
  await app.view.getByText("“yesterday” is no day").waitFor();
  await day.fill("2026-01-05");
  await day.press("Enter");
  await app.view.getByText("The burn-up as a table").click();
  await app.view.getByRole("cell", { name: "2026-01-05" }).first().waitFor();
  const report = await app.download(app.button("↓ Sprint report"));
  assert.equal(report.name, "sprint-report.md");
  assert.match(report.text, /1 of 2 stories are done\./);
  // A batch has one number everywhere: the finished story was in none that anybody agreed on.
  await app.view.getByRole("row", { name: /^Finished before this plan 1 1 / }).waitFor();
  await app.view.getByRole("row", { name: /^Batch 1 1 0 1 backlog/ }).waitFor();
  assert.match(report.text, /^\| before this plan \| 1 \| 1 \|/m);
  assert.match(report.text, /\*\*Velocity:\*\* .* a week/);
  await app.goTo("Plan");
  await app.showsBatches([["1-2"]]);
  assert.match(report.text, /\| 2026-01-05 \| 1 \| 2 \|/);
});
