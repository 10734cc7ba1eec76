// The sheet of the status file: shown, checked, generated with the change before anything is
// written, and single statuses set, by mouse and by keys.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";
import { AxeBuilder } from "@axe-core/playwright";
import { appTest, eventually, out, sprintloom } from "./app.mjs";

const epics = `## Epic 1: Harbour

### Story 1.1: Build the pier

### Story 1.2: Set up the crane

## Epic 2: Light

### Story 2.1: Light the lamp
`;
const status = `# Kept as it is\r\ndevelopment_status:\r\n  epic-1: in-progress\r\n  1-1-build-the-pier: drafted # soon\r\n  7-1-old-thing: done\r\n  epic-1-retrospective: optional\r\n`;

let folder;

before(() => {
  folder = mkdtempSync(join(tmpdir(), "sprintloom-"));
  writeFileSync(join(folder, "epics.md"), epics);
  writeFileSync(join(folder, "sprint-status.yaml"), status);
});

after(() => rmSync(folder, { recursive: true }));

async function open(app, ...names) {
  await app.drop(...names.map((name) => join(folder, name)));
  await app.statusLine.getByText(/the fewest possible/).waitFor({ state: "attached" });
  await app.goTo("Documents");
  await app.button("Status").click();
}

/** The text of the file as the project has it, line endings and all. */
async function textOf(app, path) {
  await app.goTo("Documents");
  await app.button("Text").click();
  await app.documentLink(path).click();
  await app.page.getByRole("textbox", { name: `Text of ${path}` }).waitFor();
  return app.editor.inputValue();
}

async function assertAccessible(app) {
  const { violations } = await new AxeBuilder({ page: app.page }).withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]).analyze();
  assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes[0].target} ${nodes[0].failureSummary}`), []);
}

appTest("the sheet says what is next and what is wrong, and shows the change before it is written", async (app) => {
  await open(app, "epics.md", "sprint-status.yaml");
  const sheet = app.view.getByRole("region", { name: "Status", exact: true });
  await sheet.getByText(/^Next: Begin story/).waitFor();
  await sheet.getByText("Stories: 1 ready-for-dev, 1 done · Epics: 1 in-progress").waitFor();
  await sheet.getByText(/"drafted" is not a legal status/).waitFor();
  await assertAccessible(app);
  await app.button("Generate from the documents…").click();
  const lines = sheet.getByRole("region", { name: "Lines that change" });
  const shown = await lines.locator("> div").evaluateAll((rows) => rows.map((row) => [row.className, row.querySelector("code").textContent]));
  assert.deepEqual(shown, [
    ["removed", "  1-1-build-the-pier: drafted # soon"],
    ["added", "  1-1-build-the-pier: ready-for-dev # soon"],
    ["added", "  1-2-set-up-the-crane: backlog"],
    ["added", "  epic-2: backlog"],
    ["added", "  2-1-light-the-lamp: backlog"],
    ["added", "  epic-2-retrospective: optional"],
  ]);
  await sheet.getByText("In no document, kept: 7-1-old-thing (done)").waitFor();
  await assertAccessible(app);
  await app.button("Write it").click();
  await sheet.getByText(/^In sync/).waitFor();
  const expected = sprintloom(["status", "generate", "--status", "sprint-status.yaml", "--quiet", "epics.md"], folder);
  assert.equal(await textOf(app, "sprint-status.yaml"), expected.replaceAll("\r\n", "\n"));
  await app.button("Undo").click();
  await eventually(async () => assert.equal(await app.editor.inputValue(), status.replaceAll("\r\n", "\n")));
});

appTest("a status is chosen by key, changes one line, and is one step back", async (app) => {
  await open(app, "epics.md", "sprint-status.yaml");
  const choice = app.view.getByRole("combobox", { name: "Status of 1-1-build-the-pier" });
  assert.equal(await choice.inputValue(), "drafted");
  await choice.focus();
  await choice.selectOption("review");
  await app.view.getByText("Stories: 1 review, 1 done").waitFor();
  await eventually(async () => assert.equal(await choice.inputValue(), "review"));
  assert.equal(await textOf(app, "sprint-status.yaml"), status.replaceAll("\r\n", "\n").replace("drafted", "review"));
  await app.button("Undo").click();
  await eventually(async () => assert.equal(await app.editor.inputValue(), status.replaceAll("\r\n", "\n")));
});

appTest("a story with quite another title is a new one, unless the user says that it is the same", async (app) => {
  await open(app, "epics.md", "sprint-status.yaml");
  await app.goTo("Documents");
  await app.button("Text").click();
  await app.documentLink("epics.md").click();
  await app.editor.fill(epics.replace("Build the pier", "Moor a boat"));
  await app.button("Status").click();
  const sheet = app.view.getByRole("region", { name: "Status", exact: true });
  await app.button("Generate from the documents…").click();
  await sheet.getByText("New under an old number: 1-1-moor-a-boat (there is 1-1-build-the-pier)").waitFor();
  const lines = sheet.getByRole("region", { name: "Lines that change" });
  await lines.getByText("  1-1-moor-a-boat: backlog").waitFor();
  await assertAccessible(app);
  await app.button("It is the same: 1-1-moor-a-boat goes on as drafted").click();
  await lines.getByText("  1-1-moor-a-boat: ready-for-dev # soon").waitFor();
  assert.match(await textOf(app, "sprint-status.yaml"), /^ {2}1-1-moor-a-boat: drafted # soon$/m);
});

appTest("a project without a status file is offered one", async (app) => {
  await open(app, "epics.md");
  await app.view.getByText("There is no status file yet").waitFor();
  await app.button("Make a status file…").click();
  await app.view.getByRole("region", { name: "Lines that change" }).getByText("  1-2-set-up-the-crane: backlog").waitFor();
  await app.button("Write it").click();
  await app.view.getByText(/^In sync/).waitFor();
  assert.match(await textOf(app, "sprint-status.yaml"), /^ {2}2-1-light-the-lamp: backlog$/m);
});

for (const [name, options] of [
  ["light", { colorScheme: "light" }],
  ["dark", { colorScheme: "dark" }],
  ["narrow", { colorScheme: "dark", viewport: { width: 500, height: 844 } }],
]) {
  appTest(`the status sheet looks right: ${name}`, options, async (app) => {
    await open(app, "epics.md", "sprint-status.yaml");
    if (name === "narrow") await app.page.setViewportSize({ width: 390, height: 844 });
    await app.button("Generate from the documents…").click();
    await app.view.getByRole("region", { name: "Lines that change" }).waitFor();
    const wide = await app.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
    assert.ok(wide, "nothing is wider than the window");
    await assertAccessible(app);
    await app.page.screenshot({ path: join(out, `status sheet ${name}.png`) });
  });
}
