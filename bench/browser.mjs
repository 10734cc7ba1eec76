// Times reading and planning in WebAssembly: in Chromium where a browser and its driver's package
// are given, else in Node. Usage: node browser.mjs MODULE.wasm NATIVE_PROGRAM [CHROMIUM PLAYWRIGHT_FOLDER]
// SPRINTLOOM_DOCUMENTS names the folders that are read, separated as in PATH.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

const sizes = [30, 100, 300, 1000, 3000, 10000];
const [modulePath, native, chromiumPath, packages] = process.argv.slice(2);
const bytes = readFileSync(modulePath).toString("base64");

/** Runs wherever WebAssembly is; takes and gives plain data. */
async function measure({ bytes, stories, corrected }) {
  const binary = Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0));
  const { instance } = await WebAssembly.instantiate(binary, {});
  const { prepare, plan, write, start_sprint: startSprint, correct, write_correction: writeCorrection, message, memory } = instance.exports;
  if (prepare(stories) !== stories) throw new Error("not every story was read");
  if (corrected) startSprint();
  const before = memory.buffer.byteLength;
  const times = [];
  let batches = 0;
  for (let run = 0; run < Math.max(3, Math.min(21, 10000 / stories)); run += 1) {
    const start = performance.now();
    batches = corrected ? correct() : plan();
    times.push(performance.now() - start);
  }
  // The first run is what a user waits for, before the browser has optimised the code.
  const [first] = times;
  times.sort((a, b) => a - b);
  const length = corrected ? writeCorrection() : write();
  const text = new TextDecoder().decode(new Uint8Array(memory.buffer, message(), length));
  return { batches, first, middle: times[times.length >> 1], before, after: memory.buffer.byteLength, text };
}

/** The same for reading: a fresh instance, so that its memory is that of these documents. */
async function measureReading({ bytes, documents }) {
  const binary = Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0));
  const { instance } = await WebAssembly.instantiate(binary, {});
  const { room, take, read_all: readAll, memory } = instance.exports;
  const before = memory.buffer.byteLength;
  let size = 0;
  for (const { path, text } of documents) {
    const encoded = new TextEncoder().encode(`${path}\0${text}`);
    // Making room may move the memory: only then is it looked at.
    const at = room(encoded.length);
    new Uint8Array(memory.buffer, at, encoded.length).set(encoded);
    take();
    size += encoded.length;
  }
  const times = [];
  let stories = 0;
  let peak = 0;
  for (let run = 0; run < 11; run += 1) {
    const start = performance.now();
    stories = readAll();
    times.push(performance.now() - start);
    peak ||= memory.buffer.byteLength;
  }
  const [first] = times;
  times.sort((a, b) => a - b);
  return { stories, size, first, middle: times[times.length >> 1], best: times[0], memory: peak - before };
}

/** The documents in a folder. */
function documentsIn(folder) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && /\.(md|ya?ml|toml)$/.test(entry.name));
  return files.map(({ parentPath, name }) => {
    const path = join(parentPath, name);
    return { path: path.slice(folder.length + 1), text: readFileSync(path, "utf8") };
  });
}

let runner = measure;
let reader = measureReading;
let where = `Node ${process.version}`;
let browser;
if (chromiumPath) {
  const { chromium } = createRequire(`${packages}/`)("playwright-core");
  browser = await chromium.launch({ executablePath: chromiumPath, args: ["--no-sandbox"] });
  const page = await browser.newPage();
  runner = (input) => page.evaluate(measure, input);
  reader = (input) => page.evaluate(measureReading, input);
  where = `Chromium ${browser.version()}`;
}

const fixture = fileURLToPath(new URL("../tests/fixtures/sixty", import.meta.url));
console.log(`Reading, as WebAssembly in ${where}:\n`);
console.log("| documents | kB | stories | first ms | middle ms | best ms | memory / bytes |");
console.log("|---|---:|---:|---:|---:|---:|---:|");
for (const folder of (process.env.SPRINTLOOM_DOCUMENTS ?? fixture).split(delimiter)) {
  const { stories, size, first, middle, best, memory } = await reader({ bytes, documents: documentsIn(folder) });
  const times = [first, middle, best].map((time) => time.toFixed(1)).join(" | ");
  console.log(`| ${basename(folder)} | ${Math.round(size / 1000)} | ${stories} | ${times} | ${(memory / size).toFixed(1)} |`);
}
console.log();
console.log(`From the parsed backlog to the validated plan, as WebAssembly in ${where}:\n`);
console.log("| stories | batches | first ms | middle ms | µs a story | memory MB |");
console.log("|---:|---:|---:|---:|---:|---:|");
try {
  for (const stories of sizes) {
    const { batches, first, middle, after, text } = await runner({ bytes, stories });
    const perStory = ((middle * 1000) / stories).toFixed(1);
    console.log(`| ${stories} | ${batches} | ${first.toFixed(1)} | ${middle.toFixed(1)} | ${perStory} | ${(after / 1e6).toFixed(1)} |`);
    const expected = execFileSync(native, ["message", String(stories)], { encoding: "utf8", maxBuffer: 1 << 28 });
    assert.equal(text, expected, `${stories} stories: WebAssembly and native give the same bytes`);
  }
  console.log(`\nA sprint half done, corrected (one story dropped, one first, one last), as WebAssembly in ${where}:\n`);
  console.log("| stories | moved | first ms | middle ms |");
  console.log("|---:|---:|---:|---:|");
  for (const stories of sizes.filter((size) => size <= 3000)) {
    const { batches: moved, first, middle, text } = await runner({ bytes, stories, corrected: true });
    console.log(`| ${stories} | ${moved} | ${first.toFixed(1)} | ${middle.toFixed(1)} |`);
    const expected = execFileSync(native, ["correction", String(stories)], { encoding: "utf8", maxBuffer: 1 << 28 });
    assert.equal(text, expected, `${stories} stories corrected: WebAssembly and native give the same bytes`);
  }
  console.log("\nEvery message has the same bytes as the native one.");
} finally {
  await browser?.close();
}
