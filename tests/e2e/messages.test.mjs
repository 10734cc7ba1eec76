// The session with the planner: sent from the form, pasted, replayed, by mouse and by keys; the
// answers are those of the command, byte for byte.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";
import { AxeBuilder } from "@axe-core/playwright";
import { appTest, eventually, fixtures, out, sprintloom } from "./app.mjs";

let folder;

before(() => {
  folder = mkdtempSync(join(tmpdir(), "sprintloom-"));
});

after(() => rmSync(folder, { recursive: true }));

async function openMessages(app) {
  await app.drop(join(fixtures, "spec-example", "epics.md"));
  await app.statusLine.getByText(/batches, the fewest/).waitFor({ state: "attached" });
  await app.goTo("Messages");
}

function log(app) {
  return app.view.getByRole("log", { name: "Messages" });
}

async function assertAccessible(app) {
  const { violations } = await new AxeBuilder({ page: app.page }).withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]).analyze();
  assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes[0].target} ${nodes[0].failureSummary}`), []);
}

/** Opens the newest message of that name and gives its text. */
async function textOf(app, name) {
  const said = log(app).locator("details").filter({ has: app.page.locator("summary", { hasText: name }) }).last();
  await said.locator("summary").click();
  return `${await said.locator("pre").innerText()}\n`;
}

appTest("a planning request from the form is answered with the bytes of the command", async (app) => {
  await openMessages(app);
  await app.view.getByText("Nothing was said yet").waitFor();
  await assertAccessible(app);
  await app.view.getByRole("textbox", { name: "session_id" }).fill("sprint-9");
  await app.view.getByRole("textbox", { name: "epic_spec" }).fill("epic3-epic4");
  await app.view.getByRole("textbox", { name: "user_options" }).fill('{"batch_size": 2, "colour": "red"}');
  await app.button("Send").click();
  await log(app).getByText("user_options has no colour; it was ignored").waitFor();
  const expected = sprintloom(["plan", "--session-id", "sprint-9", "--epics", "epic3-epic4", "--batch-size", "2", "epics.md"], join(fixtures, "spec-example"));
  assert.equal(await textOf(app, "BATCH_PLAN_READY"), expected);
  assert.match(await textOf(app, "return value"), /^status: plan-ready\nsession_id: sprint-9\n/);
  await log(app).getByRole("button", { name: "3-1", exact: true }).click();
  await app.inspector.getByRole("heading", { name: /Reserve a title/ }).waitFor();
  await assertAccessible(app);
});

appTest("the keyboard alone sends what was typed, and errors stand in the log", async (app) => {
  await openMessages(app);
  const text = app.view.getByRole("textbox", { name: "Message as JSON" });
  await text.focus();
  await text.fill("nonsense");
  await app.page.keyboard.press("Control+Enter");
  await log(app).getByText("[SM] ERROR malformed-json").waitFor();
  await app.view.getByRole("combobox", { name: "Kind of message" }).selectOption("shutdown_request");
  await eventually(async () => assert.match(await text.inputValue(), /shutdown_request/));
  await text.focus();
  await app.page.keyboard.press("Control+Enter");
  await log(app).getByText("Shutdown acknowledged, 0 batch plans created this Sprint").waitFor();
  await app.page.keyboard.press("Control+Enter");
  await log(app).getByText("[SM] ERROR session-closed").waitFor();
  await app.button("New session").click();
  await app.view.getByText("Nothing was said yet").waitFor();
});

appTest("a file is replayed message by message, and what was said can be taken away", async (app) => {
  await openMessages(app);
  const messages = [
    { msg_type: "AGENT_ROSTER_BROADCAST", residents: ["master"], slaves: [], temps: [] },
    { msg_type: "SM_PLANNING_REQUEST", session_id: "s1", epic_spec: "all" },
    { msg_type: "SM_SUMMARY_REQUEST", session_id: "s1", batch_results: [{ batch_id: 1, done: ["3-1", "3-2", "3-3"] }] },
    { msg_type: "shutdown_request" },
  ].map((message) => JSON.stringify(message));
  const path = join(folder, "messages.jsonl");
  writeFileSync(path, `${messages.join("\n")}\n`);
  await app.choose("Replay a file…", path);
  await log(app).getByText("Shutdown acknowledged, 1 batch plans created this Sprint").waitFor();
  await app.view.getByText("4 messages").waitFor();
  const { msg_type: type, total } = JSON.parse(await textOf(app, "SPRINT_SUMMARY"));
  assert.deepEqual([type, total.done, total.open], ["SPRINT_SUMMARY", 3, 6]);
  const saved = await app.download(app.view.getByRole("button", { name: "Download messages.jsonl" }));
  assert.equal(saved.text, `${messages.join("\n")}\n`);
});

appTest("answers are of the documents as they were then", async (app) => {
  await openMessages(app);
  await app.button("Send").click();
  await log(app).getByText("BATCH_PLAN_READY B1[").waitFor();
  await app.goTo("Documents");
  await app.documentLink("epics.md").click();
  await app.editor.fill("## Epic 1: Only\n\n### Story 1.1: One\n");
  await app.statusLine.getByText("1 story").waitFor();
  await app.goTo("Messages");
  await app.button("Send").click();
  await log(app).getByText("BATCH_PLAN_READY B1[1-1]").waitFor();
  await log(app).getByText(/BATCH_PLAN_READY B1\[3-1,/).waitFor();
});

for (const [name, options] of [
  ["light", { colorScheme: "light" }],
  ["dark", { colorScheme: "dark" }],
  ["narrow", { colorScheme: "light", viewport: { width: 500, height: 844 } }],
]) {
  appTest(`messages look right: ${name}`, options, async (app) => {
    await openMessages(app);
    if (name === "narrow") await app.page.setViewportSize({ width: 390, height: 844 });
    await app.button("Send").click();
    await log(app).getByText("BATCH_PLAN_READY B1[").waitFor();
    await app.view.getByRole("combobox", { name: "Kind of message" }).selectOption("CC_TRIGGER");
    await app.button("Send").click();
    await log(app).getByText("[SM] ERROR correction-failed").waitFor();
    await log(app).locator("summary", { hasText: "ERROR" }).click();
    const wide = await app.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
    assert.ok(wide, "nothing is wider than the window");
    await assertAccessible(app);
    await app.page.screenshot({ path: join(out, `messages ${name}.png`) });
  });
}

appTest("leaving and coming back keeps the log", async (app) => {
  await openMessages(app);
  await app.button("Send").click();
  await log(app).getByText("BATCH_PLAN_READY B1[").waitFor();
  await app.goTo("Plan");
  await app.page.keyboard.press("g");
  await app.page.keyboard.press("m");
  await eventually(async () => assert.equal(await log(app).getByText("BATCH_PLAN_READY B1[").count(), 1));
});

appTest("the log and the session come back with the project, as they were", async (app) => {
  await openMessages(app);
  await app.button("Send").click();
  await log(app).getByText("BATCH_PLAN_READY B1[").waitFor();
  const before = await log(app).innerText();
  // Other documents do not change what was answered, nor does the page being loaded again.
  await app.goTo("Documents");
  await app.documentLink("epics.md").click();
  await app.editor.fill("## Epic 1: Only\n\n### Story 1.1: One\n");
  await app.statusLine.getByText("1 story").waitFor();
  await app.goTo("Messages");
  await app.saved();
  await app.reload();
  await log(app).getByText("BATCH_PLAN_READY B1[").waitFor();
  assert.equal(await log(app).innerText(), before);
  // It goes on where it was: it knows that a plan was made, and of undo the log knows nothing.
  await app.view.getByRole("combobox", { name: "Kind of message" }).selectOption("shutdown_request");
  await app.button("Send").click();
  await log(app).getByText("Shutdown acknowledged, 1 batch plans created this Sprint").waitFor();
  await app.button("Undo").click();
  await log(app).getByText("Shutdown acknowledged, 1 batch plans created this Sprint").waitFor();
  await app.button("New session").click();
  await app.view.getByText("Nothing was said yet").waitFor();
  await app.saved();
  await app.reload();
  await app.view.getByText("Nothing was said yet").waitFor();
});
