// Without a network: what was visited once opens again, and a newer version waits to be asked for.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { appTest, eventually } from "./app.mjs";

const own = { ownSite: true, serviceWorkers: "allow" };

/** Waits until the files are kept and this page would be served from them. */
async function kept(app) {
  await app.page.evaluate(() => navigator.serviceWorker.ready);
  await eventually(async () => {
    assert.ok(await app.page.evaluate(() => navigator.serviceWorker.controller !== null));
  });
}

function change(app, name, from, to) {
  const place = join(app.site.folder, name);
  const text = readFileSync(place, "utf8");
  assert.ok(text.includes(from), `${from} in ${name}`);
  writeFileSync(place, text.replace(from, to));
}

appTest("after one visit the app opens, plans and gives its sample without a network", own, async (app) => {
  await kept(app);
  await app.site.close();
  await app.reload();
  await app.openSample();
  await app.goTo("Graph");
  await app.reload();
  await app.page.getByRole("main", { name: "Graph" }).waitFor();
  await app.goTo("Plan");
  await app.batch(1).waitFor();
});

appTest("a newer version waits until the user asks for it, and nothing is lost then", own, async (app) => {
  await kept(app);
  await app.openSample();
  change(app, "index.html", "<title>Sprintloom</title>", "<title>Sprintloom</title><meta name=\"newer\">");
  change(app, "service-worker.js", "const VERSION = \"", "const VERSION = \"newer-");
  await app.reload();
  const newer = app.page.locator("meta[name=newer]");
  assert.equal(await newer.count(), 0);
  await app.notices.getByText("A newer version of Sprintloom is ready.").waitFor();
  await app.button("Load it").click();
  await newer.waitFor({ state: "attached" });
  await app.ready();
  await app.batch(1).waitFor();
  assert.equal(await app.notices.getByText("A newer version").count(), 0);
});
