// Planning by hand: settings, what holds the plan back, files, comparison, pins, circles.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";
import { AxeBuilder } from "@axe-core/playwright";
import { appTest, checkout, eventually, plannedBatches } from "./app.mjs";

const sample = join(checkout, "web", "sample");
const planned = (...options) => plannedBatches([...options, "."], sample);

const hot = `## Epic 1: Harbour

${[1, 2, 3, 4, 5, 6]
  .map((n) => `### Story 1.${n}: Pier ${n}\n\n**Files to modify:** \`src/hot.rs\`, \`src/pier${n}.rs\`\n`)
  .join("\n")}
### Story 1.7: Nobody knows its files
`;
const circle = `## Epic 1: Round

### Story 1.1: Egg

**Dependencies:** Story 1.3

### Story 1.2: Chick

**Dependencies:** Story 1.1

### Story 1.3: Hen

**Dependencies:** Story 1.2
`;

let folder;

before(() => {
  folder = mkdtempSync(join(tmpdir(), "sprintloom-"));
  writeFileSync(join(folder, "hot.md"), hot);
  writeFileSync(join(folder, "circle.md"), circle);
});

after(() => rmSync(folder, { recursive: true }));

function panel(app, name) {
  return app.page.getByRole("complementary", { name, exact: true });
}

async function open(app, name) {
  await app.button(name).click();
  if (name !== "Compare") await panel(app, name).waitFor();
}

async function dropAndPlan(app, name) {
  await app.drop(join(folder, name));
  await app.documentLink(name).waitFor();
  await app.goTo("Plan");
  await app.batch(1).waitFor();
}

/** The batch that a story stands in, from 1. */
async function batchOf(app, key) {
  return (await app.batches()).findIndex((keys) => keys.includes(key)) + 1;
}

async function assertAccessible(app, part) {
  const { violations } = await new AxeBuilder({ page: app.page }).withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]).include(part).analyze();
  assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes[0].target} ${nodes[0].failureSummary}`), []);
}

appTest("every setting of planning takes effect at once and can be undone", async (app) => {
  await app.openSample();
  await open(app, "Settings");
  const settings = panel(app, "Settings");
  await settings.getByRole("combobox", { name: "Strategy" }).selectOption("Sequential");
  await app.showsBatches(planned("--strategy", "sequential"));
  await app.button("Undo").click();
  await app.showsBatches(planned());
  await eventually(async () => assert.equal(await settings.getByRole("combobox", { name: "Strategy" }).inputValue(), "balanced"));

  await settings.getByRole("textbox", { name: "Epics", exact: true }).fill("epics 1 to 2");
  await app.page.keyboard.press("Enter");
  await app.showsBatches(planned("--epics", "epics 1 to 2"));
  await settings.getByRole("textbox", { name: "Epics", exact: true }).fill("epic 99");
  await app.page.keyboard.press("Enter");
  await settings.getByText(/cannot read “epic 99”.*there are/).waitFor();
  await app.button("Back to the defaults").click();
  await app.showsBatches(planned());

  await settings.getByRole("textbox", { name: "Budget of a batch" }).fill("250K");
  await app.page.keyboard.press("Enter");
  await app.batch(1).getByText(/of ~250K/).waitFor();
  await settings.getByRole("textbox", { name: "Budget of a batch" }).fill("much");
  await app.page.keyboard.press("Enter");
  await settings.getByText("This is no number of tokens").waitFor();
  await settings.getByRole("textbox", { name: "Budget of the sprint" }).fill("1M");
  await app.page.keyboard.press("Enter");
  await app.board.getByRole("listitem", { name: "Sprint budget" }).getByText(/The sprint: ~\d+K of ~1\.0M tokens/).waitFor();
  await assertAccessible(app, ".drawer");
});

appTest("the settings are reached, used and left by keys", async (app) => {
  await app.openSample();
  await app.button("Settings").focus();
  await app.page.keyboard.press("Enter");
  await panel(app, "Settings").waitFor();
  for (let step = 0; step < 8; step += 1) {
    await app.page.keyboard.press("Tab");
    if (await app.page.evaluate(() => document.activeElement.id === "set-strategy")) break;
  }
  assert.equal(await app.page.evaluate(() => document.activeElement.id), "set-strategy");
  await app.page.keyboard.press("ArrowDown");
  await app.showsBatches(planned("--strategy", "sequential"));
  await app.page.keyboard.press("Escape");
  await app.page.keyboard.press("Escape");
  await panel(app, "Settings").waitFor({ state: "detached" });
  assert.equal(await app.page.evaluate(() => document.activeElement.textContent), "Settings");
});

appTest("what holds the plan back is ranked by the batches it costs, and shown on the board", async (app) => {
  await dropAndPlan(app, "hot.md");
  await open(app, "What holds it back");
  const held = panel(app, "What holds it back");
  const first = held.getByRole("listitem").first();
  await first.getByText("src/hot.rs").waitFor();
  await first.getByText("−3").waitFor();
  await first.getByRole("button", { name: "Show on the board" }).click();
  await eventually(async () => assert.equal(await app.board.locator(".card.lit").count(), 6));
  await first.getByRole("button", { name: "1-4", exact: true }).click();
  await app.inspector.getByRole("heading", { name: "Pier 4" }).waitFor();
  await assertAccessible(app, ".drawer");
});

appTest("a setting that holds the plan back can be changed right there", async (app) => {
  await app.openSample();
  await open(app, "Settings");
  await panel(app, "Settings").getByRole("combobox", { name: "Stories without known files" }).selectOption("Alone in a batch");
  await eventually(async () => assert.ok((await app.batches()).length > planned().length));
  await open(app, "What holds it back");
  const row = panel(app, "What holds it back").getByRole("listitem").filter({ hasText: "without known files" });
  await row.getByRole("button", { name: "Do it" }).click();
  await app.showsBatches(planned());
});

appTest("the files known are a link to the stories of which none is", async (app) => {
  await dropAndPlan(app, "hot.md");
  await app.button("Files known for 6 of 7.").click();
  await eventually(async () => {
    const bright = await app.board.locator(".card:not(.dim)").evaluateAll((cards) => cards.map((card) => card.dataset.card));
    assert.deepEqual(bright, ["1-7"]);
  });
});

appTest("a file typed in the inspector is written into the document and binds the plan", async (app) => {
  await dropAndPlan(app, "hot.md");
  await app.card("1-7").click();
  const field = app.inspector.getByRole("textbox", { name: "Add a file" });
  await field.fill("src/hot.rs");
  await field.press("Enter");
  await app.view.getByText("7 batches, the fewest possible").waitFor();
  await app.inspector.getByText("src/hot.rs", { exact: true }).first().waitFor();
  await field.fill("src/second.rs");
  await field.press("Enter");
  await app.inspector.getByText("src/second.rs", { exact: true }).first().waitFor();
  await app.goTo("Documents");
  assert.ok((await app.editor.inputValue()).endsWith("its files\n\n**Files to modify:** `src/hot.rs`, `src/second.rs`\n"));
  await app.button("Undo").click();
  await app.button("Undo").click();
  await eventually(async () => assert.equal(await app.editor.inputValue(), hot));
});

appTest("the map of files lists the hottest first and is searched by path and story", async (app) => {
  await dropAndPlan(app, "hot.md");
  await open(app, "Files");
  const rows = panel(app, "Files").getByRole("listitem");
  await eventually(async () => assert.match(await rows.first().innerText(), /src\/hot\.rs\s+6 open/));
  await panel(app, "Files").getByRole("searchbox", { name: "Search the files" }).fill("1-3");
  await eventually(async () => assert.equal(await rows.count(), 2));
  await panel(app, "Files").getByRole("searchbox", { name: "Search the files" }).fill("pier5");
  await eventually(async () => assert.equal(await rows.count(), 1));
  await rows.first().getByTitle(/show its stories/).click();
  await eventually(async () => assert.equal(await app.board.locator(".card.lit").count(), 1));
  await assertAccessible(app, ".drawer");
});

appTest("two strategies are compared on the same columns, and the other one taken", async (app) => {
  await app.openSample();
  await open(app, "Compare");
  const view = app.page.getByRole("region", { name: "Compare strategies" });
  const sequential = planned("--strategy", "sequential");
  await view.getByRole("row", { name: `Batches ${planned().length} ${sequential.length}` }).waitFor();
  for (const [name, expected] of [["Balanced", planned()], ["Sequential", sequential]]) {
    const shown = await view.getByRole("region", { name, exact: true }).locator(".strip-column").evaluateAll((columns) =>
      columns.map((column) => [...column.querySelectorAll("[data-story]")].map((card) => card.dataset.story)),
    );
    assert.deepEqual(shown, expected);
  }
  await assertAccessible(app, ".compare");
  await view.getByRole("button", { name: "Use sequential" }).click();
  await app.showsBatches(sequential);
});

appTest("a card dragged to another batch stays there; where it cannot, the reason is told", async (app) => {
  await app.openSample();
  const [key, batch] = ["4-3", 5];
  assert.notEqual(await batchOf(app, key), batch);
  await app.card(key).dragTo(app.batch(batch).locator("header"));
  await eventually(async () => assert.equal(await batchOf(app, key), batch));
  await app.batch(batch).locator(`[data-card="${key}"]`).getByRole("img", { name: "Pinned to this batch" }).waitFor();

  const before = await batchOf(app, "3-3");
  assert.notEqual(before, 1);
  await app.card("3-3").dragTo(app.batch(1).locator("header"));
  await app.notices.getByText(/^3-3 cannot stand in batch 1: what it waits for takes until batch \d/).waitFor();
  await app.notices.getByRole("button", { name: "Undo" }).click();
  await app.button("Undo").click();
  await app.showsBatches(planned());
});

appTest("a story is pinned, moved and let go by keys and in the inspector", async (app) => {
  await app.openSample();
  await app.card("4-3").click();
  const at = await batchOf(app, "4-3");
  await app.page.keyboard.press("p");
  const place = app.inspector.getByRole("combobox", { name: "Place" });
  await eventually(async () => assert.equal(await place.inputValue(), String(at)));
  await app.page.keyboard.press("Shift+ArrowRight");
  await eventually(async () => assert.equal(await batchOf(app, "4-3"), at + 1));
  await app.inspector.getByText("you put it here").waitFor();
  await place.selectOption("Where the plan puts it");
  await app.showsBatches(planned());
  await app.card("3-3").click();
  await place.selectOption("Pinned to batch 1");
  await app.inspector.getByText(/Not in batch 1: what it waits for takes until batch \d/).waitFor();
  await open(app, "Settings");
  await app.button("Unpin 3-3").click();
  await app.showsBatches(planned());
});

appTest("a circle is shown whole, with its places, and another edge can be left out", async (app) => {
  await dropAndPlan(app, "circle.md");
  await open(app, "What holds it back");
  const edges = panel(app, "What holds it back").locator(".circle").getByRole("listitem");
  await eventually(async () => assert.equal(await edges.count(), 3));
  const before = await app.batches();
  const other = edges.filter({ hasText: "1-3 waits for" });
  await other.getByRole("link", { name: "circle.md:13" }).waitFor();
  await other.getByRole("button", { name: "Leave this one out" }).click();
  await eventually(async () => assert.notDeepEqual(await app.batches(), before));
  await eventually(async () => assert.deepEqual(await app.batches(), [["1-3"], ["1-1"], ["1-2"]]));
  await panel(app, "What holds it back").getByText(/1-3 need not wait for 1-2/).waitFor();
  await app.button("Undo").click();
  await app.showsBatches(before);
});

appTest("stories on the critical path are marked, and slack is told", async (app) => {
  await dropAndPlan(app, "circle.md");
  await eventually(async () => assert.equal(await app.board.getByRole("img", { name: /On the critical path/ }).count(), 3));
});

appTest("finished stories can be left out, and cards be a line each", async (app) => {
  await app.openSample();
  const done = app.board.getByRole("listitem", { name: "Finished stories" });
  await done.waitFor();
  await app.button("Hide done").click();
  await done.waitFor({ state: "detached" });
  await app.button("Small cards").click();
  const small = async () => assert.ok((await app.batch(1).locator(".card").first().boundingBox()).height < 40);
  await eventually(small);
  await app.showsBatches(planned());
  await app.goTo("Graph");
  await app.goTo("Plan");
  await eventually(small);
  assert.equal(await done.count(), 0, "the board is as it was left");
});

appTest("a criterion is shown whole", async (app) => {
  await app.openSample();
  await app.card("3-3").click();
  await app.inspector.getByText(/Given a cart from several stalls\s+When .+\s+Then /).waitFor();
});

appTest("the filter takes an epic, a key, words, a file and a status", async (app) => {
  await app.openSample();
  const found = (typed) => eventually(async () => {
    const filter = app.page.getByRole("searchbox", { name: "Filter stories" });
    if ((await filter.inputValue()) !== typed) await filter.fill(typed);
    return app.view.locator(".card:not(.dim):not(.row)").evaluateAll((cards) => cards.map((card) => card.dataset.card).sort());
  });
  const third = ["3-1", "3-2", "3-3", "3-4", "3-5", "3-6"];
  for (const typed of ["epic 3", "E3", "3.", "Checkout"]) {
    await eventually(async () => assert.deepEqual(await found(typed), third, typed));
  }
  await eventually(async () => assert.deepEqual(await found("3-1"), ["3-1"]));
  await eventually(async () => assert.deepEqual(await found("3.1"), ["3-1"]));
  await eventually(async () => assert.deepEqual(await found("in progress"), ["2-2"]));
  await eventually(async () => assert.ok((await found("db/schema.sql")).includes("1-2")));
  await eventually(async () => assert.deepEqual(await found("epic 3 card"), ["3-3"]));
});
