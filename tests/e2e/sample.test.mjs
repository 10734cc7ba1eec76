// The sample, and that nothing a user did is ever lost.

import assert from "node:assert/strict";
import { join } from "node:path";
import { appTest, checkout, eventually, plannedBatches } from "./app.mjs";

const sample = join(checkout, "web", "sample");
const documents = ["epics.md", "sprint-status.yaml", "stories"];
const planned = (...options) => plannedBatches([...options, ...documents], sample);

/** Puts the cursor at the end of the document on show and types there. */
async function typeAtEnd(app, text) {
  await app.editor.click();
  await app.page.keyboard.press("Control+End");
  await app.page.keyboard.type(text);
}

const written = "\n\n### Story 4.9: Written a moment ago\n";

appTest("an empty app says what to do and gives the sample with one click", async (app) => {
  await app.view.getByRole("heading", { name: "Drop your epics here, or paste them." }).waitFor();
  await app.statusLine.getByText("No documents yet").waitFor();
  await app.openSample();
  await app.page.getByRole("main", { name: "Plan" }).waitFor();
  await app.showsBatches(planned());
  await app.view.getByText(`${planned().length} batches, the fewest possible`).waitFor();
  await app.board.getByRole("listitem", { name: "Finished stories" }).getByText("Workspace and first deploy").waitFor();
});

appTest("batch size and strategy change the batches; undo and redo bring them back", async (app) => {
  await app.openSample();
  await app.button("Larger batches").click();
  await app.showsBatches(planned("--batch-size", "4"));
  await app.page.getByRole("textbox", { name: "Stories in a batch, at most" }).fill("2");
  await app.page.keyboard.press("Enter");
  await app.showsBatches(planned("--batch-size", "2"));
  await app.button("Settings").click();
  await app.page.getByRole("combobox", { name: "Strategy" }).selectOption("Sequential");
  const sequential = planned("--batch-size", "2", "--strategy", "sequential");
  assert.notDeepEqual(sequential, planned("--batch-size", "2"));
  await app.showsBatches(sequential);

  for (const size of ["2", "4", "3"]) {
    await app.button("Undo").click();
    await app.showsBatches(planned("--batch-size", size));
  }
  for (let step = 0; step < 3; step += 1) await app.button("Redo").click();
  await app.showsBatches(sequential);
});

appTest("a batch size that cannot be is not taken", async (app) => {
  await app.openSample();
  const size = app.page.getByRole("textbox", { name: "Stories in a batch, at most" });
  for (const typed of ["0", "none", "-3", ""]) {
    await size.fill(typed);
    await size.press("Enter");
    await eventually(async () => assert.match(await size.inputValue(), /^[1-9]\d*$/));
  }
  await app.batch(1).waitFor();
});

appTest("a reload brings back documents, settings, place and undo", async (app) => {
  await app.openSample();
  await app.button("Larger batches").click();
  await app.showsBatches(planned("--batch-size", "4"));
  await app.card("3-3").click();
  await app.saved();
  await app.reload();
  await app.showsBatches(planned("--batch-size", "4"));
  await app.inspector.getByRole("heading", { name: "Pay by card" }).waitFor();
  await app.button("Undo").click();
  await app.showsBatches(planned());
  await app.button("Undo").click();
  await app.view.getByText("Drop your epics here").waitFor();
});

appTest("text typed right before a reload is there", async (app) => {
  await app.openSample();
  await app.goTo("Documents");
  await typeAtEnd(app, written);
  await app.reload();
  await eventually(async () => assert.ok((await app.editor.inputValue()).endsWith(written)));
  await app.goTo("Plan");
  await app.card("4-9").waitFor();
  // What was saved and what was not yet may come back as two steps.
  await app.undoUntilNextIs("Open the sample");
  await app.showsBatches(planned());
});

appTest("text typed right before the page is closed is there", async (app) => {
  await app.openSample();
  await app.goTo("Documents");
  await app.saved();
  await typeAtEnd(app, written);
  await app.page.close();
  await app.open();
  await eventually(async () => assert.ok((await app.editor.inputValue()).endsWith(written)));
});

appTest("a planner that dies is replaced; the user is told and loses nothing", async (app) => {
  await app.openSample();
  await app.goTo("Documents");
  await typeAtEnd(app, written);
  const [worker] = app.page.workers();
  const successor = app.page.waitForEvent("worker");
  await worker.evaluate(() => {
    setTimeout(() => {
      throw new Error("ended by a test");
    });
  });
  await successor;
  await app.notices.getByText("The planner stopped and was started again. Your documents are untouched.").waitFor();
  assert.ok((await app.editor.inputValue()).endsWith(written));
  await typeAtEnd(app, "\n### Story 4.10: Written after that\n");
  await app.goTo("Plan");
  await app.card("4-9").waitFor();
  await app.card("4-10").waitFor();
});

appTest("a planner that falls silent is noticed and can be started again", async (app) => {
  await app.openSample();
  await app.goTo("Documents");
  const [worker] = app.page.workers();
  await worker.evaluate(() => close());
  await typeAtEnd(app, written);
  await app.statusLine.getByText("still working").waitFor();
  await app.button("Start again").click();
  await app.goTo("Plan");
  await app.card("4-9").waitFor();
  await app.statusLine.getByText("still working").waitFor({ state: "detached" });
});

appTest("two tabs never overwrite each other silently", async (app) => {
  await app.openSample();
  await app.saved();
  const first = app.page;
  await app.open("#/plan");
  await app.batch(1).waitFor();
  await app.button("Larger batches").click();
  await app.showsBatches(planned("--batch-size", "4"));
  await app.saved();

  app.page = first;
  await app.notices.getByText("Another tab has saved this project since.").waitFor();
  await app.button("Load theirs").click();
  await app.showsBatches(planned("--batch-size", "4"));
  await app.saved();
});
