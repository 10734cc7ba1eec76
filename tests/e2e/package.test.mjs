// The package in a plain page: the example with an import map, served as it is.

import assert from "node:assert/strict";
import { join } from "node:path";
import { appTest, checkout } from "./app.mjs";
import { serveFolder } from "./file_server.mjs";

appTest("the browser example plans without a bundler", async (app) => {
  const server = await serveFolder(process.env.SPRINTLOOM_PACKAGE ?? join(checkout, "target", "npm"), "/");
  try {
    const page = await app.context.newPage();
    await page.goto(`${server.address}examples/browser.html`);
    await page.getByRole("listitem").nth(1).waitFor();
    assert.deepEqual(await page.getByRole("listitem").allTextContents(), ["1-1", "1-2"]);
    // These are the package's own files, which the watch of the app does not know.
    app.watch.requests.length = 0;
  } finally {
    await server.close();
  }
});
