// A project goes elsewhere as a whole: as a link that carries it, or as a file.

import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { appTest, eventually, fixtures } from "./app.mjs";

const folder = mkdtempSync(join(tmpdir(), "sprintloom-share-"));
writeFileSync(join(folder, "lanterns.md"), "# Lanterns\n\n## Epic 1: Light\n\n### Story 1.1: Trim the wick\n\n### Story 1.2: Polish the glass\n\n**Dependencies:** Story 1.1\n");

const menu = async (app, item) => {
  await app.button("Project menu").click();
  return app.page.getByRole("menuitem", { name: item });
};

/** The link that the menu copies. */
async function linkOf(app) {
  await app.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await (await menu(app, /^Share as a link/)).click();
  await app.notices.getByText(/^Link copied/).waitFor();
  return app.page.evaluate(() => navigator.clipboard.readText());
}

appTest("a link opens the project with its settings elsewhere, and what was there comes back by Undo", async (app) => {
  await app.drop(join(folder, "lanterns.md"));
  await app.goTo("Plan");
  await app.button("Smaller batches").click();
  await app.showsBatches([["1-1"], ["1-2"]]);
  const link = await linkOf(app);
  assert.match(link, /#\/share\/1\.[\w-]+$/);
  await app.saved();

  await (await menu(app, /^New project/)).click();
  await app.drop(join(fixtures, "spec-example", "epics.md"));
  await app.goTo("Plan");
  await app.batch(3).waitFor();
  const before = await app.batches();

  await app.page.evaluate((hash) => (location.hash = hash), link.slice(link.indexOf("#")));
  await app.showsBatches([["1-1"], ["1-2"]]);
  assert.doesNotMatch(app.page.url(), /share/, "a reload must not open it over what is done since");
  const size = app.page.getByRole("textbox", { name: "Stories in a batch, at most" });
  await eventually(async () => assert.equal(await size.inputValue(), "2"));
  const told = app.notices.locator(".notice", { hasText: "took the place" });
  await told.getByRole("button", { name: "Undo" }).click();
  await app.showsBatches(before);
});

appTest("a link opens in a browser that has never been here", async (app) => {
  await app.drop(join(folder, "lanterns.md"));
  await app.goTo("Plan");
  const link = await linkOf(app);
  await app.context.clearCookies();
  await app.page.evaluate(() => new Promise((resolve) => (indexedDB.deleteDatabase("sprintloom").onblocked = resolve)));
  await app.page.close();
  await app.open(link.slice(link.indexOf("#")));
  await app.showsBatches([["1-1"], ["1-2"]]);
  await app.page.getByRole("textbox", { name: "Project name" }).waitFor();
  await app.saved();
  await app.reload();
  await app.showsBatches([["1-1"], ["1-2"]]);
});

appTest("a link that was cut short, or of another kind, changes nothing and says so", async (app) => {
  await app.drop(join(folder, "lanterns.md"));
  await app.goTo("Plan");
  const link = await linkOf(app);
  const hash = link.slice(link.indexOf("#"));
  for (const bad of [hash.slice(0, -20), `${hash.slice(0, 40)}AAAA${hash.slice(44)}`, "#/share/1.", "#/share/9.AAAA", "#/share/1.a%20b"]) {
    await app.page.evaluate((hash) => (location.hash = hash), bad);
    await app.notices.getByText("Nothing was changed").waitFor();
    await app.page.keyboard.press("Escape");
    await app.notices.getByText("Nothing was changed").waitFor({ state: "detached" });
    await app.showsBatches([["1-1"], ["1-2"]]);
  }
});

appTest("what is too large for a link goes as a file, which opens again with all that is in it", async (app) => {
  await app.drop(join(fixtures, "sixty"));
  const noise = Array.from({ length: 6000 }, (_, at) => ((at * 2654435761) >>> 0).toString(36) + ((at * 40503 + 17) ** 3).toString(36)).join(" ");
  writeFileSync(join(folder, "noise.md"), `# Notes\n\n${noise}\n`);
  await app.drop(join(folder, "noise.md"));
  await app.goTo("Plan");
  await app.batch(1).waitFor();
  const small = await app.batches();
  await app.button("Larger batches").click();
  await eventually(async () => assert.ok((await app.batches()).length < small.length));
  const batches = await app.batches();
  await (await menu(app, /^Share as a link/)).click();
  const told = app.notices.locator(".notice", { hasText: "Too large for a link" });
  const { name, bytes } = await app.download(told.getByRole("button", { name: "Save the file" }));
  assert.match(name, /\.sprintloom$/);
  assert.ok(bytes.length < 200_000);
  const file = join(folder, name);
  writeFileSync(file, bytes);

  await (await menu(app, /^New project/)).click();
  await app.button("Try the sample").waitFor();
  await app.drop(file);
  await app.showsBatches(batches);

  writeFileSync(file, bytes.subarray(0, bytes.length / 2));
  await app.drop(file);
  await app.notices.getByText(/is a saved project and cannot be read/).waitFor();
  await app.showsBatches(batches);
});
