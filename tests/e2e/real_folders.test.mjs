// Folders as projects have them: keys that are whole names, a hundred story files, all of it done.

import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";
import { appTest, eventually } from "./app.mjs";

let folder;

before(() => {
  folder = mkdtempSync(join(tmpdir(), "sprintloom-"));
  const write = (path, text) => {
    mkdirSync(join(folder, path, ".."), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  // Of two stories with one number, the one that no document declares is known by its whole name.
  write("names/epics.md", "## Epic 1: Ropes\n\n### Story 1.1: Coil the ropes of the eastern pier\n\n### Story 1.2: Replace what is worn\n");
  const named = ["1-1-coil-the-ropes-of-the-eastern-pier", "1-2-replace-what-is-worn", "1-2-renew-the-paint-of-the-bollards"];
  write("names/sprint-status.yaml", `development_status:\n  epic-1: in-progress\n${named.map((key) => `  ${key}: backlog\n`).join("")}`);
  const numbers = Array.from({ length: 11 }, (_, at) => at + 1);
  const stories = numbers.map((number) => `### Story 1.${number}: Trim lantern ${number}\n`);
  write("port/docs/epics.md", `## Epic 1: Lanterns\n\n${stories.join("\n")}`);
  for (const number of numbers) write(`port/docs/a-stories/1-${number}-trim-lantern-${number}.md`, `# Story 1.${number}: Trim lantern ${number}\n\nStatus: done\n`);
  const statuses = numbers.map((number) => `  1-${number}-trim-lantern-${number}: done\n`);
  write("port/docs/sprint-status.yaml", `development_status:\n  epic-1: in-progress\n${statuses.join("")}`);
});

after(() => rmSync(folder, { recursive: true }));

/** Elements that stand out of the one that holds them, sideways. */
function standingOut(app, inner, outer) {
  return app.page.evaluate(
    ([inner, outer]) =>
      [...document.querySelectorAll(inner)]
        .filter((element) => {
          const [own, around] = [element, element.closest(outer)].map((one) => one.getBoundingClientRect());
          return own.width > 0 && (own.right > around.right + 0.5 || own.left < around.left - 0.5);
        })
        .map((element) => element.textContent || element.className),
    [inner, outer],
  );
}

appTest("a key that is a whole name stays within its card, its node and its row", async (app) => {
  await app.drop(join(folder, "names"));
  await app.statusLine.getByText("3 stories").waitFor();
  await app.goTo("Plan");
  const keys = (await app.batches()).flat();
  assert.ok(keys.some((key) => key.length > 20), `long keys: ${keys}`);
  assert.deepEqual(await standingOut(app, ".card .glyph, .card .key-text", ".card"), []);
  await app.goTo("Workflow");
  await app.board.getByRole("button", { name: /^Start/ }).first().waitFor();
  assert.deepEqual(await standingOut(app, ".run-open .phase, .run-open .key-text", ".run-open"), []);
  await app.goTo("Graph");
  const node = app.view.getByRole("group", { name: /^Graph of the stories/ }).getByRole("button").first();
  await node.waitFor();
  for (const zoomed of [false, true]) {
    if (zoomed) {
      for (let times = 0; times < 4; times += 1) await app.button("Farther").click();
      await app.page.locator(".zoom-far").waitFor();
    }
    const wide = await app.page.evaluate(() =>
      [...document.querySelectorAll(".node")]
        .filter((node) => {
          const [key, frame] = [".node-key", "rect"].map((part) => node.querySelector(part).getBoundingClientRect());
          return key.right > frame.right;
        })
        .map((node) => node.textContent),
    );
    assert.deepEqual(wide, [], zoomed ? "from afar" : "from near");
  }
});

appTest("a folder of story files opens at the epics, listed by folder and in the order of numbers", async (app) => {
  await app.drop(join(folder, "port"));
  await app.statusLine.getByText("11 stories").waitFor();
  const rail = app.page.getByRole("navigation", { name: "Documents" });
  await rail.getByRole("link", { name: /^epics.md/ }).and(rail.locator("[aria-current=page]")).waitFor();
  const rows = await rail.getByRole("listitem").allInnerTexts();
  const names = rows.map((row) => row.split("\n")[0]);
  const stories = Array.from({ length: 11 }, (_, at) => `1-${at + 1}-trim-lantern-${at + 1}.md`);
  // What all of them begin with is not said.
  assert.deepEqual(names, ["epics.md", "sprint-status.yaml", "a-stories/", ...stories]);

  await rail.getByRole("link", { name: /^1-10-trim/ }).click();
  const structure = app.page.getByRole("complementary", { name: "Structure and findings" });
  await structure.getByRole("link", { name: /1-10\s*Trim lantern 10/ }).waitFor();
  await rail.getByRole("link", { name: /^sprint-status/ }).click();
  await structure.getByText("This file says how far each story is.").waitFor();
});

appTest("where every story is finished, the graph says so", async (app) => {
  await app.drop(join(folder, "port"));
  await app.statusLine.getByText("Every story is finished").waitFor();
  await app.goTo("Graph");
  await app.view.getByText("Every story is finished.").waitFor();
  await eventually(async () => assert.equal(await app.view.locator(".node").count(), 0));
});

appTest("on a phone the documents stay in reach over differences and statuses", async (app) => {
  await app.drop(join(folder, "port"));
  await app.statusLine.getByText("Every story is finished").waitFor();
  await app.page.setViewportSize({ width: 390, height: 844 });
  await app.goTo("Documents");
  for (const sheet of ["Drift", "Status"]) {
    await app.button(sheet).click();
    await eventually(async () => assert.equal(await app.button(sheet).getAttribute("aria-pressed"), "true"));
    const rail = await app.page.getByRole("navigation", { name: "Documents" }).boundingBox();
    assert.ok(rail.width > 380 && rail.height < 200, `${sheet}: ${JSON.stringify(rail)}`);
  }
});

appTest("what is shown beside a view moves none of its buttons", async (app) => {
  await app.openSample();
  const stays = async (name) => {
    const place = async () => {
      const { x, y } = await app.button(name).boundingBox();
      return [x, y];
    };
    const before = await place();
    await app.button(name).click();
    await app.button(name).and(app.page.locator("[aria-pressed=true], [aria-expanded=true]")).waitFor();
    assert.deepEqual(await place(), before, name);
    await app.button(name).click();
  };
  for (const name of ["Settings", "What holds it back", "Files"]) await stays(name);
  await app.goTo("Graph");
  await app.view.locator(".node").first().waitFor();
  await stays("By epic");
  assert.ok(await app.button("Inspector").isEnabled());
  await app.goTo("Documents");
  await app.button("Inspector").and(app.page.locator(":disabled")).waitFor();
});

appTest("the graph as a list begins with what is to be done", async (app) => {
  await app.openSample();
  await app.goTo("Graph");
  await app.view.locator(".node").first().waitFor();
  await app.page.keyboard.press("l");
  const rows = app.view.getByRole("region", { name: "The graph as a list" }).getByRole("row");
  await rows.nth(1).waitFor();
  const first = await rows.nth(1).getByRole("img").first().getAttribute("aria-label");
  const last = await rows.last().getByRole("img").first().getAttribute("aria-label");
  assert.notEqual(first, "done");
  assert.equal(last, "done");
});

appTest("the name of an epic's bar stays in sight while the bar is, and the graph is on paper too", async (app) => {
  await app.openSample();
  await app.goTo("Graph");
  await app.view.locator(".node").first().waitFor();
  await app.button("By epic").click();
  const bar = app.view.getByRole("button", { name: /^Epic 2 · / });
  await bar.waitFor();
  const edges = () =>
    bar.evaluate((bar) => {
      const left = (element) => element.getBoundingClientRect().left;
      return { bar: left(bar.querySelector("rect")), name: left(bar.querySelector(".node-key")), window: left(bar.closest(".picture-window")) };
    });
  const before = await edges();
  assert.ok(before.name > before.bar && before.bar > before.window);
  await bar.hover();
  await app.page.keyboard.down("Shift");
  await app.page.mouse.wheel(0, 300);
  await app.page.keyboard.up("Shift");
  await eventually(async () => {
    const after = await edges();
    assert.ok(after.bar < after.window - 100, `the bar begins out of sight: ${JSON.stringify(after)}`);
    assert.ok(after.name >= after.window, `its name does not: ${JSON.stringify(after)}`);
  });
  await app.page.emulateMedia({ media: "print" });
  await eventually(async () => assert.ok((await app.page.locator(".picture-window").boundingBox()).height > 300));
});
