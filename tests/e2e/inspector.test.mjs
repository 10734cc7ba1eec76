// The inspector: everything about the selected story, each fact with the line it comes from.

import assert from "node:assert/strict";
import { join } from "node:path";
import { appTest, checkout, eventually, plannedBatches } from "./app.mjs";

const planned = plannedBatches(["."], join(checkout, "web", "sample"));

/** A part of the inspector, by its heading. */
function part(app, heading) {
  return app.inspector.locator("section").filter({ has: app.page.getByRole("heading", { name: heading }) });
}

/** The value beside a term, where it says so. */
function fact(app, term, words) {
  const pair = app.inspector.locator("dl > div").filter({ has: app.page.getByText(term, { exact: true }) });
  return pair.getByRole("definition").filter({ hasText: words });
}

appTest("a selected story shows status, batch, size, needs, what it holds up, files and why it stands there", async (app) => {
  await app.openSample();
  await app.inspector.getByText("Select a story").waitFor();
  await app.card("3-3").click();
  await app.inspector.getByRole("heading", { name: "Pay by card" }).waitFor();
  await app.inspector.getByText("Checkout", { exact: true }).waitFor();
  const batch = planned.findIndex((keys) => keys.includes("3-3")) + 1;
  await fact(app, "Status", "backlog").waitFor();
  await fact(app, "Batch", `${batch} of ${planned.length}`).waitFor();
  await fact(app, "Complexity", "4 criteria").waitFor();
  await part(app, "Needs").getByRole("button", { name: "3-2" }).waitFor();
  for (const key of ["3-4", "3-5", "3-6"]) await part(app, "Holds up").getByRole("button", { name: key }).waitFor();
  for (const path of ["src/checkout/payment.rs", "src/checkout/webhook.rs", "src/app.rs", "db/schema.sql"]) {
    await part(app, "Files").getByText(path, { exact: true }).first().waitFor();
  }
  await part(app, /^Why batch/).getByText(/waits for\s*3-2/).waitFor();
  await part(app, /^Acceptance criteria/).getByText(/a cart from several stalls/).waitFor();
});

appTest("a prerequisite that is no story, a soft one and a status from the status file are told as such", async (app) => {
  await app.openSample();
  await app.card("2-4").click();
  await part(app, "Needs").getByRole("listitem").filter({ hasText: "2-5" }).getByText("soft").waitFor();
  await app.card("1-2").click();
  await fact(app, "Status", "review").waitFor();
  await fact(app, "Status").getByRole("link", { name: /^sprint-status\.yaml:\d+$/ }).waitFor();
});

appTest("a key in the inspector selects that story, in every view", async (app) => {
  await app.openSample();
  await app.card("3-3").click();
  await part(app, "Needs").getByRole("button", { name: "3-2" }).click();
  await app.inspector.getByRole("heading", { name: "Address and delivery choice" }).waitFor();
  await app.board.getByRole("button", { name: /^3-2 .*/, pressed: true }).waitFor();
  await app.goTo("Graph");
  await app.inspector.getByRole("heading", { name: "Address and delivery choice" }).waitFor();
});

appTest("a source link leads to the right line, and Back leads back", async (app) => {
  await app.openSample();
  await app.card("3-3").click();
  await fact(app, "Declared").getByRole("link", { name: /^epics\.md:\d+$/ }).click();
  await app.page.getByRole("main", { name: "Documents" }).waitFor();
  await eventually(async () => {
    const line = await app.editor.evaluate((area) => area.value.slice(area.selectionStart).split("\n")[0]);
    assert.equal(line, "### Story 3.3: Pay by card");
  });
  await app.page.goBack();
  await app.page.getByRole("main", { name: "Plan" }).waitFor();
  await app.inspector.getByRole("heading", { name: "Pay by card" }).waitFor();
});

appTest("a story that is gone from the documents is said to be gone", async (app) => {
  await app.openSample();
  await app.card("3-3").click();
  await app.goTo("Documents");
  await app.editor.fill("## Epic 1: Left\n\n### Story 1.1: Only this\n");
  for (const path of ["sprint-status.yaml"]) await app.button(`Remove ${path}`).click();
  await app.goTo("Plan");
  await app.inspector.getByText("There is no story 3-3 in the documents any more.").waitFor();
});
