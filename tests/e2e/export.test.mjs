// What can be taken away beside the files of planning: the graph in four forms, documents, everything.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { appTest, checkout, sprintloom } from "./app.mjs";

const sample = join(checkout, "web", "sample");
const drawn = (format) => sprintloom(["graph", "--format", format, "."], sample);

/** Paths and texts of a zip whose files are stored as they are. */
function unzipped(bytes) {
  const end = bytes.lastIndexOf("PK\x05\x06", undefined, "latin1");
  assert.equal(end, bytes.length - 22, "the zip ends as one without a comment does");
  const files = {};
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    assert.equal(bytes.readUInt32LE(at), 0x02014b50);
    const [size, length] = [bytes.readUInt32LE(at + 20), bytes.readUInt16LE(at + 28)];
    const path = bytes.toString("utf8", at + 46, at + 46 + length);
    const head = bytes.readUInt32LE(at + 42);
    const start = head + 30 + bytes.readUInt16LE(head + 26) + bytes.readUInt16LE(head + 28);
    assert.ok(!(path in files), `${path} is there once`);
    files[path] = bytes.toString("utf8", start, start + size);
    at += 46 + length;
  }
  return files;
}

appTest("the graph is taken away from its toolbar in four forms, as the command writes them", async (app) => {
  await app.openSample();
  await app.goTo("Graph");
  const save = async (name) => {
    await app.button("Save the graph").click();
    return app.download(app.page.getByRole("menuitem", { name }));
  };
  for (const [item, name, format] of [["SVG", "graph.svg", "svg"], ["Mermaid", "graph.mmd", "mermaid"], ["DOT", "graph.dot", "dot"]]) {
    const file = await save(item);
    assert.equal(file.name, name);
    assert.equal(file.text, drawn(format));
  }
  const png = await save("PNG");
  assert.equal(png.name, "graph.png");
  assert.equal(png.bytes.toString("latin1", 1, 4), "PNG");
  const [, width, height] = drawn("svg").match(/width="(\d+)" height="(\d+)"/).map(Number);
  assert.deepEqual([png.bytes.readUInt32BE(16), png.bytes.readUInt32BE(20)], [2 * width, 2 * height]);
});

appTest("the picture is one that any program draws: whole, and by itself", async (app) => {
  await app.openSample();
  await app.goTo("Export");
  const image = app.view.getByRole("img", { name: /^The graph of the planned stories/ });
  await image.waitFor();
  const seen = await image.evaluate(async (image) => {
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
    const pen = canvas.getContext("2d");
    pen.drawImage(image, 0, 0);
    const { data } = pen.getImageData(0, 0, canvas.width, canvas.height);
    const colours = new Set();
    for (let at = 0; at < data.length; at += 4) colours.add(data[at] * 65536 + data[at + 1] * 256 + data[at + 2]);
    return { width: image.naturalWidth, colours: colours.size };
  });
  const [, width] = drawn("svg").match(/width="(\d+)"/).map(Number);
  assert.equal(seen.width, width);
  assert.ok(seen.colours > 50, `${seen.colours} colours are text, lines and epics`);
});

appTest("one zip has everything: plan, graph, documents as they are now, runs", async (app) => {
  await app.openSample();
  await app.page.keyboard.press("Control+k");
  await app.palette.getByRole("combobox").fill("/scrum-master 3-2");
  await app.page.keyboard.press("Enter");
  await app.goTo("Documents");
  await app.documentLink("epics.md").click();
  await app.editor.press("End");
  await app.page.keyboard.type(" and more");
  await app.goTo("Export");

  const documents = app.view.getByRole("region", { name: "Documents" });
  await documents.getByText(/documents? (was|were) changed or written here/).waitFor();
  const one = await app.download(app.button("Download epics.md"));
  assert.match(one.text, / and more/);
  const { name, bytes } = await app.download(app.button("Download documents.zip"));
  assert.equal(name, "documents.zip");
  const own = unzipped(bytes);
  assert.deepEqual(Object.keys(own), ["epics.md", "sprint-status.yaml", "stories/2-2-vendor-adds-a-product.md", "stories/3-1-cart-kept-across-sessions.md"]);
  assert.equal(own["epics.md"], one.text);
  const untouched = "stories/2-2-vendor-adds-a-product.md";
  assert.equal(own[untouched], readFileSync(join(sample, untouched), "utf8"));

  const all = await app.download(app.button("Download all as a zip"));
  assert.equal(all.name, "sprint.zip");
  const files = unzipped(all.bytes);
  for (const path of Object.keys(own)) assert.equal(files[`documents/${path}`], own[path]);
  assert.equal(files["BATCH_PLAN_READY.json"], (await app.download(app.button("Download BATCH_PLAN_READY.json"))).text);
  for (const path of ["plan-result.yaml", "graph.svg", "graph.mmd", "graph.dot"]) assert.ok(files[path].length > 100, path);
  assert.ok(Object.keys(files).some((path) => path.endsWith("_workflow/STATE.md")), Object.keys(files).join(", "));
});

appTest("changed documents are written where the browser lets a folder be written, at their paths", async (app) => {
  await app.openSample();
  await app.goTo("Documents");
  await app.documentLink("stories/2-2-vendor-adds-a-product.md").click();
  await app.editor.press("Control+Home");
  await app.page.keyboard.type("x");
  await app.goTo("Export");
  // The browser's own dialog cannot be answered by a script; this folder is one of the browser's too.
  await app.page.evaluate(() => (window.showDirectoryPicker = () => navigator.storage.getDirectory()));
  await app.button("Write changed to a folder…").click();
  await app.notices.getByText("Wrote 1 document into").waitFor();
  const written = await app.page.evaluate(async () => {
    const stories = await (await navigator.storage.getDirectory()).getDirectoryHandle("stories");
    return (await (await stories.getFileHandle("2-2-vendor-adds-a-product.md")).getFile()).text();
  });
  assert.equal(written, `x${readFileSync(join(sample, "stories/2-2-vendor-adds-a-product.md"), "utf8")}`);
});
