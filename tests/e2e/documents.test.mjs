// Documents: how they come in, what is said of them, and that bad ones do no harm.

import assert from "node:assert/strict";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";
import { appTest, eventually, fixtures, plannedBatches } from "./app.mjs";

const bad = join(fixtures, "bad");
const epics = `## Epic 1: Lanterns

### Story 1.1: Light the lanterns

### Story 1.2: Trim the wicks

**Prerequisites:** Story 1.1

### Story 1.3: Keep the log

**Prerequisites:** Story 1.7
`;

let folder;

before(() => {
  folder = mkdtempSync(join(tmpdir(), "sprintloom-"));
  cpSync(bad, join(folder, "bad"), { recursive: true, filter: (path) => !path.endsWith("README.md") });
  writeFileSync(join(folder, "bad", "huge.md"), "### Story 1.1: Again\n".repeat(2_500_000));
  writeFileSync(join(folder, "lanterns.md"), epics);
});

after(() => rmSync(folder, { recursive: true }));

/** The line that the cursor of the editor stands on, as text. */
function cursorLine(app) {
  return app.editor.evaluate((area) => {
    const start = area.value.lastIndexOf("\n", area.selectionStart - 1) + 1;
    return area.value.slice(start).split("\n")[0];
  });
}

appTest("text pasted into the empty app becomes a document and a plan", async (app) => {
  await app.paste(epics);
  assert.equal(await app.editor.inputValue(), epics);
  await app.statusLine.getByText("2 batches, the fewest possible").waitFor();
  await app.goTo("Plan");
  await app.showsBatches(plannedBatches(["lanterns.md"], folder));
});

appTest("text pasted into a new document becomes a plan", async (app) => {
  await app.button("Paste or type").click();
  await eventually(() => app.editor.evaluate((area) => area === document.activeElement || Promise.reject()));
  await app.paste(epics);
  await app.statusLine.getByText("2 batches, the fewest possible").waitFor();
});

appTest("documents are listed with their kind, counts and state", async (app) => {
  await app.openSample();
  await app.goTo("Documents");
  await app.documentLink("epics.md").getByText("epics · 4 epics · 21 stories").waitFor();
  await app.documentLink("sprint-status.yaml").getByText("status · 4 epics · 21 stories").waitFor();
  await app.documentLink("stories/2-2-vendor-adds-a-product.md").getByText("story · 56 lines").waitFor();

  await app.drop(join(folder, "lanterns.md"));
  await app.documentLink("lanterns.md").getByText("1 epic · 3 stories").waitFor();
});

appTest("a document can be removed and had back", async (app) => {
  await app.drop(join(folder, "lanterns.md"));
  await app.statusLine.getByText("3 stories").waitFor();
  await app.drop(join(fixtures, "spec-example", "epics.md"));
  await app.button("Remove lanterns.md").click();
  await app.documentLink("lanterns.md").waitFor({ state: "detached" });
  await app.notices.getByText("Removed lanterns.md.").waitFor();
  await app.notices.getByRole("button", { name: "Undo" }).click();
  await app.documentLink("lanterns.md").waitFor();
});

appTest("a document can be renamed, and undo takes that back", async (app) => {
  await app.drop(join(folder, "lanterns.md"));
  await app.documentLink("lanterns.md").click();
  await app.button("Rename lanterns.md").click();
  const name = app.page.getByRole("textbox", { name: "New name" });
  await name.fill("docs/lights.md");
  await name.press("Enter");
  await app.documentLink("docs/lights.md").waitFor();
  assert.equal(await app.editor.inputValue(), epics);
  await app.button("Undo").click();
  await app.documentLink("lanterns.md").waitFor();
});

appTest("a document given again with another text replaces the old one, and says so", async (app) => {
  await app.drop(join(fixtures, "spec-example", "epics.md"));
  await app.statusLine.getByText("9 stories").waitFor();
  const other = join(folder, "epics.md");
  writeFileSync(other, epics);
  await app.drop(other);
  await app.notices.getByText("Replaced epics.md.").waitFor();
  await app.statusLine.getByText("3 stories").waitFor();
  await app.notices.getByRole("button", { name: "Undo" }).click();
  await app.statusLine.getByText("9 stories").waitFor();
});

appTest("the list of diagnostics opens from the status line and leads to the line", async (app) => {
  await app.drop(join(folder, "lanterns.md"));
  await app.goTo("Plan");
  await app.statusLine.getByRole("button", { name: /warning|error/ }).click();
  const list = app.page.getByRole("dialog", { name: "Diagnostics" });
  await list.getByText(/1[.-]7/).first().waitFor();
  await list.getByRole("link", { name: "lanterns.md:11" }).first().click();
  await app.page.getByRole("main", { name: "Documents" }).waitFor();
  await eventually(async () => assert.equal(await cursorLine(app), "**Prerequisites:** Story 1.7"));
});

appTest("a heading in the structure leads to its line", async (app) => {
  await app.openSample();
  await app.goTo("Documents");
  const structure = app.page.getByRole("complementary", { name: "Structure and findings" });
  await structure.getByRole("link", { name: /Pay by card/ }).click();
  await eventually(async () => assert.equal(await cursorLine(app), "### Story 3.3: Pay by card"));
  await app.editor.evaluate((area) => area.matches(":focus") || Promise.reject(new Error("the editor has no focus")));
});

appTest("bad files are named with their place, and the rest still plans", async (app) => {
  await app.drop(join(folder, "bad"));
  await app.notices.getByText("2 files were left out. The rest was read.").waitFor();
  await app.notices.getByText(/bad\/huge\.md is too large \(50 MB; at most 16 MB are read\)/).waitFor();
  await app.notices.getByText(/bad\/binary\.md is not /).waitFor();

  await app.statusLine.getByRole("button", { name: /warning|error/ }).click();
  const list = app.page.getByRole("dialog", { name: "Diagnostics" });
  for (const [code, place] of [
    ["SL0101", "empty.md:1"],
    ["SL0104", "unbalanced-fence.md:13"],
    ["SL0401", /^invalid-status\.yaml:\d+$/],
    ["SL0301", "epics-self.md:48"],
    ["SL0302", "epics-self.md:11"],
    ["SL0303", /^epics-self\.md:\d+$/],
  ]) {
    const found = list.getByRole("listitem").filter({ hasText: code });
    await found.getByRole("link", { name: place }).first().waitFor();
  }
  await app.page.keyboard.press("Escape");
  await list.waitFor({ state: "detached" });

  await app.goTo("Plan");
  rmSync(join(folder, "bad", "binary.md"));
  rmSync(join(folder, "bad", "huge.md"));
  const expected = plannedBatches(["bad"], folder);
  assert.ok(expected.flat().length >= 10);
  await app.showsBatches(expected);
});

for (const name of ["empty.md", "binary.md", "crlf-bom.md", "half-story.md", "invalid-status.yaml", "foreign-status.yaml"]) {
  appTest(`${name} alone leaves the app alive`, async (app) => {
    await app.choose("Open files", join(bad, name));
    const isListed = app.documentLink(name).waitFor();
    const isRefused = app.notices.getByText(`${name} is not`).waitFor();
    await Promise.any([isListed, isRefused]);
    await app.drop(join(folder, "lanterns.md"));
    await app.goTo("Plan");
    await app.card("1-2").waitFor();
  });
}

appTest("a file with a byte order mark and CRLF keeps both when it is edited", async (app) => {
  await app.drop(join(bad, "crlf-bom.md"));
  await app.editor.click();
  await app.page.keyboard.press("Control+End");
  await app.page.keyboard.type("\nOne more line.");
  await app.saved();
  await app.reload();
  await eventually(async () => assert.match(await app.editor.inputValue(), /\nOne more line\.$/));
  assert.doesNotMatch(await app.editor.inputValue(), /[\r\ufeff]/);
  await app.statusLine.getByText(/\d+ batch/).waitFor();
});

appTest("nothing is written for export while files are being read or planned", async (app) => {
  await app.page.evaluate(() => {
    window.empty = 0;
    new MutationObserver(() => {
      if (document.querySelector(".exported pre")?.textContent.includes('"total_stories": 0')) window.empty += 1;
    }).observe(document.body, { childList: true, subtree: true });
  });
  await app.page.evaluate(() => (location.hash = "#/export"));
  await app.drop(join(folder, "lanterns.md"));
  await app.page.getByRole("region", { name: "BATCH_PLAN_READY.json" }).getByText('"total_stories": 3').waitFor();
  assert.equal(await app.page.evaluate(() => window.empty), 0);
});

appTest("a text without headings is kept, and one click makes it a plan", async (app) => {
  await app.paste("Project Phoenix\n\nEpic 1: Accounts\nStory 1.1 – Sign up\nStory 1.2 – Sign in\n");
  await app.view.getByRole("heading", { name: "No story was found in pasted.md" }).waitFor();
  for (const view of ["Plan", "Graph", "Correct", "Workflow"]) {
    await app.goTo(view);
    await app.view.getByText("### Story 1.1: Sign up with email").waitFor();
  }
  await app.goTo("Plan");
  await app.view.getByRole("button", { name: "Make headings of the 3 lines that name epics and stories" }).click();
  await app.showsBatches([["1-1", "1-2"]]);
  await app.undoUntilNextIs("Add pasted.md");
  await app.view.getByRole("heading", { name: "No story was found in pasted.md" }).waitFor();
});

appTest("what would be read is shown by an example, which one click makes a document", async (app) => {
  await app.paste("# A library\n\nJust words.\n");
  await app.view.getByRole("button", { name: "Add this as a document" }).click();
  await app.documentLink("example.md").waitFor();
  await app.statusLine.getByText("2 stories · 1 epic").waitFor();
  await app.goTo("Plan");
  await app.showsBatches([["1-1"], ["1-2"]]);
});

appTest("line numbers go as far as the window does, also when it grows", { viewport: { width: 1024, height: 500 } }, async (app) => {
  await app.openSample();
  await app.goTo("Documents");
  await app.documentLink("epics.md").click();
  const last = app.page.locator(".gutter .number").last();
  await last.waitFor();
  await app.page.setViewportSize({ width: 1024, height: 1200 });
  await eventually(async () => {
    const editor = await app.editor.boundingBox();
    const number = await last.boundingBox();
    assert.ok(number.y + 2 * number.height > editor.y + editor.height, "the last number stands at the end of the window");
  });
});
