// Corrections of a running sprint: each trigger by mouse and by keys, seen before it is applied,
// applied, taken back, kept over a reload; scenarios; what cannot be.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";
import { AxeBuilder } from "@axe-core/playwright";
import { appTest, eventually, sprintloom } from "./app.mjs";

const epic = (number, stories) =>
  `## Epic ${number}: Part ${number}\n\n` +
  stories.map(([n, needs, file]) => {
    const lines = [`### Story ${number}.${n}: Step ${n} of part ${number}`];
    if (needs) lines.push(`**Dependencies:** Story ${needs}`);
    if (file) lines.push(`**Files to modify:** \`${file}\``);
    return lines.join("\n\n");
  }).join("\n\n");
const epics = [
  epic(3, [[1], [2], [3]]),
  epic(4, [[1, "", "src/pay.rs"], [2, "3.3"], [3, "", "src/ship.rs"]]),
  epic(5, [[1, "", "src/pay.rs"], [2], [3]]),
].join("\n\n");
const status = (key) => `  ${key.replace(".", "-")}-step-${key.split(".")[1]}-of-part-${key.split(".")[0]}: `;
const statuses = `development_status:
${["3.1", "3.2", "3.3"].map((key) => `${status(key)}done`).join("\n")}
${["4.1", "4.2", "4.3", "5.1", "5.2", "5.3"].map((key) => `${status(key)}backlog # planned`).join("\n")}
`;

let folder;

before(() => {
  folder = mkdtempSync(join(tmpdir(), "sprintloom-"));
  writeFileSync(join(folder, "epics.md"), epics);
  writeFileSync(join(folder, "sprint-status.yaml"), statuses);
});

after(() => rmSync(folder, { recursive: true }));

async function openSprint(app) {
  await app.drop(join(folder, "epics.md"), join(folder, "sprint-status.yaml"));
  await app.documentLink("epics.md").waitFor();
  await app.goTo("Correct");
  await shows(app, "After", [["4-1", "4-2", "4-3"], ["5-1", "5-2", "5-3"]]);
}

/** The batches of the plan before or after, each as its keys; empty ones left out. */
async function plan(app, name) {
  const all = await app.page.getByRole("region", { name, exact: true }).getByRole("listitem").filter({ has: app.page.locator("p") })
    .evaluateAll((columns) => columns.map((column) => [...column.querySelectorAll(".card-open")].map((card) => card.dataset.story)));
  return all.filter((keys) => keys.length > 0);
}

async function shows(app, name, expected) {
  await eventually(async () => assert.deepEqual(await plan(app, name), expected));
}

const column = (app, batch) => app.page.getByRole("listitem", { name: `After: batch ${batch}`, exact: true });
const card = (app, key) => app.page.locator(`[data-batch] .card-open[data-story="${key}"]`);
const words = (app) => app.page.getByRole("textbox", { name: "In words" });
const sentence = (app, text) => app.view.locator(".proof").getByText(text).first();
/** The button in the bar, not that of a notice. */
const undo = (app) => app.page.getByTitle(/^Undo: /);
const message = (app) => app.download(app.button("Download COURSE_CORRECTION.json"));

async function apply(app) {
  await eventually(async () => assert.ok(await app.button("Apply").isEnabled()));
  await app.button("Apply").click();
  await app.notices.getByText(/^Applied/).waitFor();
}

async function textOf(app, path) {
  await app.goTo("Documents");
  await app.documentLink(path).click();
  await app.page.getByRole("textbox", { name: `Text of ${path}` }).waitFor();
  return app.page.getByRole("textbox", { name: `Text of ${path}` }).inputValue();
}

async function assertAccessible(app) {
  const { violations } = await new AxeBuilder({ page: app.page }).withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]).analyze();
  assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes[0].target} ${nodes[0].failureSummary}`), []);
}

appTest("words are understood, shown before they count, applied, taken back and kept", async (app) => {
  await openSprint(app);
  await words(app).fill("do 4-3 first; move 5-3 to batch 3; paint it blue");
  await shows(app, "After", [["4-3", "4-1", "4-2"], ["5-1", "5-2"], ["5-3"]]);
  await shows(app, "Before", [["4-1", "4-2", "4-3"], ["5-1", "5-2", "5-3"]]);
  await app.page.getByRole("list", { name: "Understood" }).getByText("4-3 first").waitFor();
  await app.page.getByText("Not understood, and left:").getByText("paint it blue").waitFor();
  await sentence(app, "1 story moves").waitFor();
  await sentence(app, "1 batch more").waitFor();
  await assertAccessible(app);

  // Nothing has changed until it is applied.
  await app.goTo("Plan");
  await app.showsBatches([["4-1", "4-2", "4-3"], ["5-1", "5-2", "5-3"]]);
  await app.goTo("Correct");
  await apply(app);
  const corrected = [["4-3", "4-1", "4-2"], ["5-1", "5-2"], ["5-3"]];
  await app.goTo("Plan");
  await app.showsBatches(corrected);
  await app.page.getByRole("link", { name: /^As corrected on \d{4}-\d\d-\d\d\.$/ }).waitFor();
  await app.saved();
  await app.reload();
  await app.showsBatches(corrected);
  await undo(app).click();
  await app.showsBatches([["4-1", "4-2", "4-3"], ["5-1", "5-2", "5-3"]]);
  await app.page.getByTitle(/^Redo: /).click();
  await app.showsBatches(corrected);
  await app.goTo("Export");
  const { text } = await app.download(app.button("Download COURSE_CORRECTION.json"));
  assert.deepEqual(JSON.parse(text).new_batches.map((batch) => batch.stories), corrected);
});

appTest("the message is the bytes that the command prints for the same plan and trigger", async (app) => {
  await openSprint(app);
  const plan = join(folder, "plan.json");
  const trigger = join(folder, "trigger.json");
  writeFileSync(plan, sprintloom(["plan", "epics.md", "sprint-status.yaml"], folder));
  const user_input = "do 4-3 first; drop 5-2";
  writeFileSync(trigger, JSON.stringify({ reason: "user_request", user_input }));
  await words(app).fill(user_input);
  await shows(app, "After", [["4-3", "4-1", "4-2"], ["5-1", "5-3"]]);
  const { text } = await message(app);
  assert.equal(text, sprintloom(["correct", "--trigger", trigger, "--plan", plan, "epics.md", "sprint-status.yaml"], folder));
  const proposal = await app.download(app.page.getByRole("button", { name: /^Download sprint-change-proposal-\d{4}-\d\d-\d\d\.md$/ }));
  assert.match(proposal.text, /## 5\. Implementation Handoff/);
});

appTest("a card is dragged to another batch, and before another card", async (app) => {
  await openSprint(app);
  await card(app, "5-3").dragTo(column(app, 3));
  await shows(app, "After", [["4-1", "4-2", "4-3"], ["5-1", "5-2"], ["5-3"]]);
  await app.page.getByRole("list", { name: "Said of stories" }).getByText("to batch 3").waitFor();
  await card(app, "4-3").dragTo(card(app, "4-1"));
  await shows(app, "After", [["4-3", "4-1", "4-2"], ["5-1", "5-2"], ["5-3"]]);
  await app.button("Take back: 5-3 to batch 3").click();
  await shows(app, "After", [["4-3", "4-1", "4-2"], ["5-1", "5-2", "5-3"]]);
  await app.button("Discard").click();
  await shows(app, "After", [["4-1", "4-2", "4-3"], ["5-1", "5-2", "5-3"]]);
  await app.button("Bring back what was discarded").click();
  await shows(app, "After", [["4-3", "4-1", "4-2"], ["5-1", "5-2", "5-3"]]);
});

appTest("by keys alone: walked, moved, turned, dropped, marked, applied, left", async (app) => {
  await openSprint(app);
  const press = (...keys) => keys.reduce((before, key) => before.then(() => app.page.keyboard.press(key)), Promise.resolve());
  await app.view.focus();
  await press("ArrowRight");
  await eventually(async () => assert.equal(await app.page.evaluate(() => document.activeElement.id), "after-4-1"));
  await press("ArrowDown");
  await press("Shift+ArrowUp");
  await shows(app, "After", [["4-2", "4-1", "4-3"], ["5-1", "5-2", "5-3"]]);
  assert.equal(await app.page.evaluate(() => document.activeElement.id), "after-4-2");
  await press("ArrowRight");
  await press("ArrowDown", "ArrowDown");
  await press("Shift+ArrowRight");
  await shows(app, "After", [["4-2", "4-1", "4-3"], ["5-1", "5-2"], ["5-3"]]);
  await press("x");
  await shows(app, "After", [["4-2", "4-1", "4-3"], ["5-1", "5-2"]]);
  await press("x");
  await shows(app, "After", [["4-2", "4-1", "4-3"], ["5-1", "5-2", "5-3"]]);
  await press("f", "f");
  await app.page.getByText("failed twice").waitFor();
  assert.equal(await app.page.getByRole("combobox", { name: "Reason" }).inputValue(), "repeated_failures");
  await eventually(async () => assert.ok(await app.button("Apply").isEnabled()));
  await press("Control+Enter");
  await app.notices.getByText(/^Applied/).waitFor();
  await app.page.getByRole("button", { name: /repeated failures/ }).waitFor();
  await press("Escape", "Escape", "Escape");
  await app.page.getByRole("main", { name: "Plan" }).waitFor();
  await app.showsBatches([["4-2", "4-1", "4-3"], ["5-1", "5-2", "5-3"]]);
});

appTest("failed stories: what they share, a blocker with its owner, ways out", async (app) => {
  await openSprint(app);
  await app.page.getByRole("textbox", { name: "Stories", exact: true }).fill("4.1, 5-1");
  await app.button("Failed").click();
  await app.page.getByText("2 of them touch src/pay.rs.").waitFor();
  await app.page.getByText("A blocker is raised. Owner: Architect.").waitFor();
  await app.page.getByRole("button", { name: /^Defer: 2 batches/ }).first().click();
  assert.equal(await words(app).inputValue(), "defer 4-1");
  await eventually(async () => assert.ok((await plan(app, "After")).at(-1).includes("4-1")));
  await app.page.getByRole("button", { name: /^Split: \d batches/ }).first().click();
  await eventually(async () => assert.ok((await plan(app, "After")).flat().includes("4-1b")));
  await assertAccessible(app);
  await apply(app);
  assert.match(await textOf(app, "new-stories.md"), /### Story 4\.1b: Step 1 of part 4, second part/);
});

appTest("new requirements come as text, and go with undo", async (app) => {
  await openSprint(app);
  const text = app.page.getByRole("textbox", { name: "New stories or an epic, as text" });
  await text.fill("## Epic 6: Part 6\n\n### Story 6.1: A new one\n\n**Dependencies:** Story 5.1\n\n### Story 6.2: Another\n\n**Dependencies:** Story 6.1\n");
  assert.equal(await app.page.getByRole("combobox", { name: "Reason" }).inputValue(), "new_requirements");
  // 5-1 comes first, so that the new chain takes three batches.
  const chain = async () => (await plan(app, "After")).map((keys) => keys.filter((key) => /^6|5-1$/.test(key)));
  await eventually(async () => assert.deepEqual(await chain(), [["5-1"], ["6-1"], ["6-2"]]));
  await sentence(app, "Major").waitFor();
  const after = await plan(app, "After");
  await apply(app);
  await app.goTo("Plan");
  await app.showsBatches(after);
  await undo(app).click();
  await app.showsBatches([["4-1", "4-2", "4-3"], ["5-1", "5-2", "5-3"]]);

  // The same by keys: typed, applied from within the field.
  await app.page.keyboard.press("g");
  await app.page.keyboard.press("c");
  await app.page.getByRole("main", { name: "Correct" }).waitFor();
  await app.page.getByRole("combobox", { name: "Reason" }).focus();
  for (let step = 0; step < 12; step += 1) {
    await app.page.keyboard.press("Tab");
    if (await app.page.evaluate(() => document.activeElement.id === "correct-new")) break;
  }
  await app.page.keyboard.insertText("### Story 5.4: Typed\n");
  await eventually(async () => assert.ok((await plan(app, "After")).flat().includes("5-4")));
  await eventually(async () => assert.ok(await app.button("Apply").isEnabled()));
  await app.page.keyboard.press("Control+Enter");
  await app.notices.getByText(/^Applied: .*1 comes in/).waitFor();
  await eventually(async () => assert.ok((await plan(app, "Before")).flat().includes("5-4")));
});

appTest("who waits for a dropped story is relinked, dropped or left; the file says who went, undo restores it", async (app) => {
  await openSprint(app);
  await app.page.getByRole("textbox", { name: "New stories or an epic, as text" }).fill("### Story 5.4: Last\n\n**Dependencies:** Story 5.2\n");
  await shows(app, "After", [["4-1", "4-2", "4-3"], ["5-1", "5-2", "5-3"], ["5-4"]]);
  await app.page.getByRole("textbox", { name: "Stories", exact: true }).fill("5-2");
  await app.button("Drop").click();
  const rule = app.page.getByRole("combobox", { name: "What becomes of them" });
  await rule.waitFor();
  await shows(app, "After", [["4-1", "4-2", "4-3"], ["5-1", "5-3", "5-4"]]);
  await rule.selectOption("They are dropped too");
  await shows(app, "After", [["4-1", "4-2", "4-3"], ["5-1", "5-3"]]);
  await rule.selectOption("They are left waiting");
  await app.page.getByText(/Story 5-2 was dropped, and 5-4 still wait for it/).waitFor();
  await apply(app);
  assert.equal(await textOf(app, "sprint-status.yaml"), statuses.replace(`${status("5.2")}backlog`, `${status("5.2")}dropped`));
  await undo(app).click();
  await eventually(async () => assert.equal(await textOf(app, "sprint-status.yaml"), statuses));
});

appTest("stories are marked done and in progress, several at once, in one step", async (app) => {
  await openSprint(app);
  await app.page.getByRole("textbox", { name: "Stories", exact: true }).fill("4-1 4-3");
  await app.button("Done").click();
  await app.page.getByRole("textbox", { name: "Stories", exact: true }).fill("5-1");
  await app.button("In progress").click();
  await shows(app, "Before", [["4-2"], ["5-1", "5-2", "5-3"]]);
  await apply(app);
  const text = await textOf(app, "sprint-status.yaml");
  assert.ok(text.includes(`${status("4.1")}done # planned`) && text.includes(`${status("5.1")}in-progress # planned`), text);
  await undo(app).click();
  await eventually(async () => assert.equal(await textOf(app, "sprint-status.yaml"), statuses));
});

appTest("scenarios are kept by name, compared, looked at and forgotten", async (app) => {
  await openSprint(app);
  const keep = async (name) => {
    await app.page.getByRole("textbox", { name: "Name of the scenario" }).fill(name);
    await app.button("Keep as scenario").click();
    await app.button(name).waitFor();
  };
  await words(app).fill("drop 5-2");
  await shows(app, "After", [["4-1", "4-2", "4-3"], ["5-1", "5-3"]]);
  await keep("Without 5-2");
  await words(app).fill("move 5-3 to batch 3");
  await shows(app, "After", [["4-1", "4-2", "4-3"], ["5-1", "5-2"], ["5-3"]]);
  await keep("Later");
  const cells = (name) => app.page.getByRole("row").filter({ hasText: name }).getByRole("cell").allInnerTexts();
  await eventually(async () => assert.deepEqual((await cells("Without 5-2")).slice(0, 4), ["0", "0", "1", "2"]));
  await eventually(async () => assert.deepEqual((await cells("Later")).slice(0, 4), ["1", "0", "0", "3"]));
  await app.saved();
  await app.reload();
  await app.button("Without 5-2").click();
  await shows(app, "After", [["4-1", "4-2", "4-3"], ["5-1", "5-3"]]);
  assert.equal(await words(app).inputValue(), "drop 5-2");
  await app.button("Forget scenario Later").click();
  await eventually(async () => assert.equal(await app.button("Later").count(), 0));
  await undo(app).click();
  await app.button("Later").waitFor();
});

appTest("corrections so far can be looked at, and a correction is seen in the graph", async (app) => {
  await openSprint(app);
  await words(app).fill("do 4-3 first");
  await shows(app, "After", [["4-3", "4-1", "4-2"], ["5-1", "5-2", "5-3"]]);
  await apply(app);
  await words(app).fill("move 5-3 to batch 3; drop 5-2");
  await shows(app, "After", [["4-3", "4-1", "4-2"], ["5-1"], ["5-3"]]);
  await app.goTo("Graph");
  await app.page.getByText("Correction: 1 story moves, 1 goes out").waitFor();
  await eventually(async () => assert.deepEqual(await app.page.locator(".corrected text").allTextContents(), ["goes out", "2 → 3"]));
  await app.goTo("Correct");
  await app.page.getByRole("button", { name: /“do 4-3 first”/ }).click();
  await app.page.getByText(/^Correction 1, \d{4}-\d\d-\d\d: /).waitFor();
  await shows(app, "Before", [["4-1", "4-2", "4-3"], ["5-1", "5-2", "5-3"]]);
  await shows(app, "After", [["4-3", "4-1", "4-2"], ["5-1", "5-2", "5-3"]]);
  // The first Escape takes away what was said of applying.
  await app.page.keyboard.press("Escape");
  await app.page.keyboard.press("Escape");
  await shows(app, "After", [["4-3", "4-1", "4-2"], ["5-1"], ["5-3"]]);
});

appTest("what cannot be is said, changes nothing and loses nothing", async (app) => {
  await openSprint(app);
  for (const [text, error] of [
    ["drop 3-1", "Story 3-1 is done, and done stories stay as they are."],
    ["drop 7-7", "There is no story 7-7."],
    ["move 4-1 to batch 0", "Batch 0 is over; stories can only go to batch 1 or a later one."],
    ["freeze batch 9", "There is no batch 9; the plan has batches 1 to 2."],
    ["add 4-1", "Story 4-1 is in the plan already."],
  ]) {
    await words(app).fill(text);
    await app.page.getByText(error).waitFor();
    assert.ok(await app.button("Apply").isDisabled());
  }
  await words(app).fill("x".repeat(2_005));
  await app.page.getByText("user_input is longer than 2000 characters").waitFor();
  await words(app).fill("");
  const text = app.page.getByRole("textbox", { name: "New stories or an epic, as text" });
  await text.fill("### Story 4.1: Again");
  await app.page.getByText("There is a story 4-1 already.").waitFor();
  await text.fill("Nothing of that kind");
  await app.page.getByText("The new text declares no story.").waitFor();
  await text.fill("");
  await words(app).fill("drop 4-1, 4-2, 4-3, 5-1, 5-2, 5-3");
  await app.page.getByText("Nothing is left to plan.").waitFor();
  await shows(app, "After", []);
});

appTest("a sprint that has not started says so, and starts by a story marked in progress", async (app) => {
  await app.drop(join(folder, "epics.md"));
  await app.documentLink("epics.md").waitFor();
  await app.goTo("Correct");
  await app.page.getByText("The sprint has not started: every story is still in backlog.").waitFor();
  await card(app, "3-1").click();
  await app.page.keyboard.press("w");
  await eventually(async () => assert.equal(await app.page.getByText("The sprint has not started").count(), 0));
  await apply(app);
  assert.match(await textOf(app, "sprint-status.yaml"), /3-1-step-1-of-part-3: in-progress/);
});

appTest("a status is set in the inspector and by keys, and taken back", async (app) => {
  await app.drop(join(folder, "epics.md"), join(folder, "sprint-status.yaml"));
  await app.documentLink("epics.md").waitFor();
  await app.goTo("Plan");
  await app.card("4-1").click();
  await app.inspector.getByRole("combobox", { name: "Status" }).selectOption("in progress");
  await app.card("4-1").getByRole("img", { name: "in progress" }).waitFor();
  await eventually(async () => assert.equal(await app.inspector.getByRole("combobox", { name: "Status" }).inputValue(), "in-progress"));
  await app.card("4-1").focus();
  await app.page.keyboard.press("s");
  await app.notices.getByText("4-1: in progress → review.").waitFor();
  await app.card("4-1").getByRole("img", { name: "review" }).waitFor();
  await eventually(async () => {
    await app.page.keyboard.press("Shift+S");
    await app.notices.getByText("4-1: review → in progress.").waitFor({ timeout: 500 });
  });
  assert.equal(await textOf(app, "sprint-status.yaml"), statuses.replace(`${status("4.1")}backlog`, `${status("4.1")}in-progress`));
  for (let step = 0; step < 3; step += 1) await undo(app).click();
  await eventually(async () => assert.equal(await textOf(app, "sprint-status.yaml"), statuses));
});

appTest("what is thought about is there after a reload, and goes with its project", async (app) => {
  await openSprint(app);
  const moved = [["4-1", "4-2"], ["5-1", "5-2", "5-3"], ["4-3"]];
  await words(app).fill("move 4-3 to batch 3");
  await app.page.getByRole("textbox", { name: "New stories or an epic, as text" }).fill("### Story 5.9: Lamps");
  await shows(app, "After", [["4-1", "4-2"], ["5-1", "5-2", "5-3"], ["4-3", "5-9"]]);
  await app.reload();
  assert.equal(await words(app).inputValue(), "move 4-3 to batch 3");
  await shows(app, "After", [["4-1", "4-2"], ["5-1", "5-2", "5-3"], ["4-3", "5-9"]]);
  await app.page.getByRole("textbox", { name: "New stories or an epic, as text" }).fill("");
  await shows(app, "After", moved);
  await app.button("Discard").click();
  await app.reload();
  assert.equal(await words(app).inputValue(), "", "what was discarded stays away");
  // Another project takes its place, and undo brings both back.
  await words(app).fill("move 4-3 to batch 3");
  await shows(app, "After", moved);
  await app.button("Project menu").click();
  await app.page.getByRole("menuitem", { name: "New project" }).click();
  await app.notices.getByRole("button", { name: "Undo" }).click();
  await app.goTo("Correct");
  assert.equal(await words(app).inputValue(), "");
  await app.button("Bring back what was discarded").click();
  assert.equal(await words(app).inputValue(), "move 4-3 to batch 3");
});

appTest("after a correction the other strategy is compared from the plan that is shown", async (app) => {
  await openSprint(app);
  await words(app).fill("do 4-3 first; move 5-3 to batch 3");
  await shows(app, "After", [["4-3", "4-1", "4-2"], ["5-1", "5-2"], ["5-3"]]);
  await apply(app);
  await app.goTo("Plan");
  await app.button("Compare").click();
  const strip = (name) => app.page.getByRole("region", { name, exact: true }).locator(".strip-column")
    .evaluateAll((columns) => columns.map((column) => [...column.querySelectorAll("[data-story]")].map((card) => card.dataset.story)));
  await eventually(async () => assert.deepEqual(await strip("Balanced"), [["4-3", "4-1", "4-2"], ["5-1", "5-2"], ["5-3"]]));
  const other = await strip("Sequential");
  await app.button("Use sequential").click();
  await app.showsBatches(other);
});

appTest("on a small screen a story is chosen and marked without anything over the form", { viewport: { width: 500, height: 844 } }, async (app) => {
  await openSprint(app);
  await card(app, "4-3").click();
  await app.button("Drop").click();
  await app.page.getByText("dropped", { exact: true }).waitFor();
  assert.equal(await app.inspector.count(), 0);
});
