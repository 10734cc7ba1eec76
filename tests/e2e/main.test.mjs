// The main way: documents in, plan on the board, files out; the same bytes as headless.

import assert from "node:assert/strict";
import { join } from "node:path";
import { appTest, fixtures, plannedBatches, sprintloom } from "./app.mjs";

const sixty = join(fixtures, "sixty");

/** The app shows the plan of the documents at these paths, and gives it away. */
async function givesThePlanOf(app, paths, cwd) {
  await app.goTo("Plan");
  const batches = plannedBatches(paths, cwd);
  await app.showsBatches(batches);
  const { total_batches: total, lower_bound: bound, optimal } = planResults(paths, cwd);
  const proof = optimal ? `${total} batches, the fewest possible` : `${total} batches, at least ${bound} needed`;
  await app.view.getByText(proof).waitFor();
  await app.statusLine.getByText(proof).waitFor();
  await app.statusLine.getByText("60 stories · 8 epics").waitFor();

  await app.goTo("Export");
  const message = await app.download(app.button("Download BATCH_PLAN_READY.json"));
  assert.equal(message.name, "BATCH_PLAN_READY.json");
  assert.equal(message.text, sprintloom(["plan", ...paths], cwd));
}

/** What the command says of the plan: `{ total_batches, lower_bound, optimal, … }`. */
function planResults(paths, cwd) {
  const text = sprintloom(["plan", "--return-value", ...paths], cwd);
  const pairs = [...text.matchAll(/^ +(\w+): (\d+|true|false)$/gm)];
  return Object.fromEntries(pairs.map(([, name, value]) => [name, JSON.parse(value)]));
}

appTest("dropped folders and files become the plan that the command prints, below a path and offline", { belowRoot: true }, async (app) => {
  await app.loaded();
  const asked = app.watch.requests.length;
  assert.ok(asked >= 4, "page, script, style and wasm are asked for");
  await app.context.setOffline(true);

  await app.drop(join(sixty, "docs"), join(sixty, "sprint-status.yaml"));
  await givesThePlanOf(app, ["docs", "sprint-status.yaml"], sixty);

  for (const view of ["Documents", "Plan", "Graph"]) await app.goTo(view);
  assert.deepEqual(app.watch.requests.slice(asked), [], "nothing is asked for after the page is there");
});

appTest("a folder chosen in the dialog becomes the plan that the command prints", async (app) => {
  await app.choose("Open a folder", sixty);
  await givesThePlanOf(app, ["sixty"], fixtures);
});

appTest("what is copied, the return value and STATE.md are the files themselves", async (app) => {
  await app.drop(join(sixty, "docs"), join(sixty, "sprint-status.yaml"));
  await app.goTo("Plan");
  await app.card("2-4").click();
  await app.goTo("Export");

  await app.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await app.button("Copy BATCH_PLAN_READY.json").click();
  await app.view.getByText("Copied").waitFor();
  const copied = await app.page.evaluate(() => navigator.clipboard.readText());
  assert.equal(copied, sprintloom(["plan", "docs", "sprint-status.yaml"], sixty));

  const result = await app.download(app.button("Download plan-result.yaml"));
  assert.equal(result.name, "plan-result.yaml");
  assert.equal(result.text, sprintloom(["plan", "--return-value", "docs", "sprint-status.yaml"], sixty));

  const state = await app.download(app.button("Download STATE.md"));
  assert.equal(state.name, "STATE.md");
  assert.match(state.text, /^story_id: 2-4$/m);
  for (const phase of ["1_pm", "2_elab", "3_implement", "4_review", "5_qa", "6_done"]) {
    assert.match(state.text, new RegExp(`^ +${phase}:\\n +status: pending$`, "m"));
  }
});

appTest("without a story selected, Export says how to get a STATE.md", async (app) => {
  await app.openSample();
  await app.goTo("Export");
  const section = app.view.getByRole("region", { name: "STATE.md" });
  await section.getByRole("button", { name: /^\d+-\d+$/ }).click();
  await app.button("Download STATE.md").waitFor();
});
