// Where documents differ, the status file's entries, and fixes: in the list, at the line, all of a kind.

import assert from "node:assert/strict";
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";
import { AxeBuilder } from "@axe-core/playwright";
import { appTest, eventually } from "./app.mjs";

const documents = {
  "epics.md": `## Epic 1: Quay

### Story 1.1: Build the quay

### Story 1.2: Light the lanterns

### Story 1.3: Dredge the harbour

**Dependencies:** Story 1.3

### Story 1.4: Paint the buoys
`,
  "stories/1-1-build-the-quay.md": "# Story 1.1: Build the quay\n\nStatus: review\n\n## Story\n\nAs a sailor, I want a quay.\n",
  "stories/1-2-light-the-lanterns.md": "# Story 1.2: Light the lanterns\n\nStatus: done\n\n## Story\n\nAs a sailor, I want light.\n",
  "sprint-status.yaml": `development_status:
  epic-1: in-progress
  1-1-build-the-quay: in-progress
  1-2-light-the-lanterns: WIP
  1-3-dredge-the-harbour: backlog
  9-9-nobody-wrote-this: backlog
`,
};

let folder;

before(() => {
  folder = mkdtempSync(join(tmpdir(), "sprintloom-"));
  mkdirSync(join(folder, "stories"));
  for (const [path, text] of Object.entries(documents)) writeFileSync(join(folder, path), text);
});

after(() => rmSync(folder, { recursive: true }));

async function openAll(app) {
  await app.drop(...["epics.md", "stories", "sprint-status.yaml"].map((path) => join(folder, path)));
  await app.statusLine.getByText("5 stories").waitFor();
}

function sheet(app, name) {
  return app.view.getByRole("region", { name, exact: true });
}

/** The whole text of a document in the editor. */
async function textOf(app, path) {
  await app.button("Text").click();
  await app.documentLink(path).click();
  await app.page.getByRole("textbox", { name: `Text of ${path}` }).waitFor();
  return app.editor.inputValue();
}

async function assertAccessible(app) {
  const { violations } = await new AxeBuilder({ page: app.page }).withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]).include("main").analyze();
  assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes[0].target} ${nodes[0].failureSummary}`), []);
}

appTest("drift shows what each document says of a story, and one click brings them together", async (app) => {
  await openAll(app);
  await app.button("Drift").click();
  const rows = sheet(app, "Differences between documents").getByRole("listitem");
  const quay = rows.filter({ hasText: "1-1" }).filter({ hasText: "Status" });
  await quay.getByText("review", { exact: true }).waitFor();
  await quay.getByText("in-progress", { exact: true }).waitFor();
  await quay.getByRole("link", { name: "sprint-status.yaml:3" }).waitFor();
  await assertAccessible(app);
  await quay.locator("button.small").click();
  await quay.waitFor({ state: "detached" });
  assert.match(await textOf(app, "sprint-status.yaml"), /1-1-build-the-quay: review\n/);
  await app.button("Undo").click();
  await eventually(async () => assert.equal(await app.editor.inputValue(), documents["sprint-status.yaml"]));
});

appTest("all differences of a kind are fixed as one step", async (app) => {
  await openAll(app);
  await app.button("Drift").click();
  await app.view.getByRole("button", { name: /^Status \d/ }).click();
  await app.view.getByRole("button", { name: "Fix all 2 of this kind" }).click();
  await app.view.getByRole("button", { name: /^Status \d/ }).waitFor({ state: "detached" });
  const fixed = await textOf(app, "sprint-status.yaml");
  assert.match(fixed, /1-1-build-the-quay: review\n {2}1-2-light-the-lanterns: done\n/i);
  await app.button("Undo").click();
  await eventually(async () => assert.equal(await app.editor.inputValue(), documents["sprint-status.yaml"]));
});

appTest("a place in the drift leads to the text, again and again", async (app) => {
  await openAll(app);
  for (let time = 0; time < 2; time += 1) {
    await app.button("Drift").click();
    const row = sheet(app, "Differences between documents").getByRole("listitem").filter({ hasText: "1-1" }).first();
    await row.getByRole("link", { name: "sprint-status.yaml:3" }).click();
    await eventually(async () => {
      const line = await app.editor.evaluate((area) => area.value.slice(area.selectionStart).split("\n")[0]);
      assert.match(line, /1-1-build-the-quay/);
    });
    await app.editor.evaluate((area) => area.setSelectionRange(0, 0));
  }
});

appTest("every entry of the status file is listed with its story and its own words", async (app) => {
  await openAll(app);
  await app.button("Status").click();
  const rows = sheet(app, "Entries of the status file").getByRole("listitem");
  await eventually(async () => assert.equal(await rows.count(), 4));
  const lanterns = rows.filter({ hasText: "1-2-light-the-lanterns" });
  assert.equal(await lanterns.getByRole("combobox").inputValue(), "WIP");
  await lanterns.getByRole("button", { name: "1-2", exact: true }).waitFor();
  await rows.filter({ hasText: "9-9" }).getByText("no document declares it").waitFor();
  await assertAccessible(app);
});

appTest("a fix stands in the list of findings and at its line, and is one step", async (app) => {
  await openAll(app);
  await app.documentLink("epics.md").click();
  const fix = app.page.locator(".line-fix").first();
  const label = await fix.innerText();
  await app.page.locator(".findings").getByRole("button", { name: label }).waitFor();
  await fix.click();
  await eventually(async () => assert.doesNotMatch(await app.editor.inputValue(), /Dependencies:\*\* Story 1\.3/));
  await app.button("Undo").click();
  await eventually(async () => assert.equal(await app.editor.inputValue(), documents["epics.md"]));
});

appTest("no difference is said, whatever was looked at before", async (app) => {
  await app.openSample();
  await app.button("Compare").click();
  await app.goTo("Documents");
  await app.documentLink("epics.md").click();
  await app.button("Drift").click();
  await app.view.getByText(/^No difference/).waitFor();
});

appTest("a key in the sheets leads to the story on the board", async (app) => {
  await openAll(app);
  await app.documentLink("epics.md").click();
  await app.button("Status").click();
  await sheet(app, "Entries of the status file").getByRole("button", { name: "1-3", exact: true }).click();
  await app.page.getByRole("heading", { name: "Dredge the harbour" }).waitFor();
  assert.match(app.page.url(), /#\/plan.*1-3/);
});

appTest("on a small screen text and structure take turns", { viewport: { width: 390, height: 844 } }, async (app) => {
  await app.openSample();
  await app.goTo("Documents");
  await app.documentLink("epics.md").click();
  const editor = app.page.locator(".editor");
  assert.ok((await editor.boundingBox()).height > 400, "the text has most of the screen");
  await app.button("Structure").click();
  await app.page.getByRole("complementary", { name: "Structure and findings" }).getByRole("link", { name: /Pay by card/ }).click();
  await editor.waitFor();
  await eventually(async () => {
    const box = await editor.boundingBox();
    assert.ok(box && box.height > 400);
  });
});

appTest("the palette opens the sheets and the panels of the plan", async (app) => {
  await openAll(app);
  await app.documentLink("epics.md").click();
  await app.page.keyboard.press("Escape");
  for (const [typed, opened] of [
    ["drift", sheet(app, "Differences between documents")],
    ["entries of the", sheet(app, "Entries of the status file")],
    ["settings of", app.page.getByRole("complementary", { name: "Settings" })],
    ["map of files", app.page.getByRole("complementary", { name: "Files" })],
  ]) {
    await app.page.keyboard.press("Control+k");
    await app.palette.getByRole("combobox").fill(typed);
    await app.page.keyboard.press("Enter");
    await opened.waitFor();
  }
});
