// Where the package and the fixtures are, and how to run the command.

import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

export const checkout = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
export const fixtures = join(checkout, "tests", "fixtures");
export const packageFolder = process.env.SPRINTLOOM_PACKAGE ?? join(checkout, "target", "npm");

/** The package's module, as a user imports it. */
export const sprintloom = await import(pathToFileURL(join(packageFolder, "index.mjs")));

/** Runs `sprintloom ARGS` in a folder and returns `{ status, stdout, stderr, milliseconds }`. */
export function run(args, { cwd = fixtures, input = "" } = {}) {
  const started = performance.now();
  const { status, stdout, stderr, error } = spawnSync(
    process.execPath,
    [join(packageFolder, "bin", "sprintloom.mjs"), ...args],
    { cwd, input, encoding: "utf8", maxBuffer: 1 << 28 },
  );
  if (error) throw error;
  return { status, stdout, stderr, milliseconds: performance.now() - started };
}

/** What `sprintloom read --json` prints for these paths. */
export function readJson(paths, options) {
  return JSON.parse(run(["read", "--json", ...paths], options).stdout);
}

/** A temporary folder with these files (path to text), gone when the test ends. */
export function folderWith(test, files) {
  const folder = mkdtempSync(join(tmpdir(), "sprintloom-"));
  test.after(() => rmSync(folder, { recursive: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** The documents under a fixture's folder, for the module. */
export function documentsIn(folder) {
  return readdirSync(join(fixtures, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(md|ya?ml)$/.test(entry.name) && entry.name !== "EXPECTED.md")
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .map((path) => ({ path, text: readFileSync(path, "utf8") }));
}
