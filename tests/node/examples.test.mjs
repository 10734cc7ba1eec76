import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fixtures, folderWith, packageFolder } from "./sprintloom.mjs";

const windows = process.platform === "win32";

function npm(args, cwd) {
  return spawnSync("npm", [...args, "--no-audit", "--no-fund", "--loglevel=error"], { cwd, encoding: "utf8", shell: windows });
}

/** An empty project in which the packed package is installed, as a user installs it. */
function projectWith(context, files) {
  const folder = folderWith(context, { "package.json": '{ "name": "empty", "private": true, "type": "module" }', ...files });
  const packed = npm(["pack", "--json", "--pack-destination", folder], packageFolder);
  assert.equal(packed.status, 0, packed.stderr);
  const [{ filename, files: inside }] = JSON.parse(packed.stdout);
  const installed = npm(["install", "--offline", `./${filename}`], folder);
  assert.equal(installed.status, 0, installed.stderr);
  return { folder, inside: inside.map(({ path }) => path) };
}

test("the tarball has all that it needs, and the Node example runs from it", (context) => {
  const { folder, inside } = projectWith(context, {});
  for (const path of ["index.mjs", "session.mjs", "index.d.ts", "agent/agents/scrum-master.md", "wasm/sprintloom_js_bg.wasm"]) {
    assert.ok(inside.includes(path), path);
  }
  assert.ok(!inside.includes("write_agent_pack.mjs"));
  cpSync(join(packageFolder, "examples", "node.mjs"), join(folder, "node.mjs"));
  const { stdout, stderr } = spawnSync(process.execPath, ["node.mjs", join(fixtures, "spec-example")], { cwd: folder, encoding: "utf8" });
  assert.equal(stderr, "");
  assert.match(stdout, /^batch 1: 3-1, /);
  assert.match(stdout, /^\[SM\] Shutdown acknowledged, 1 batch plans created this Sprint$/m);
  const bin = spawnSync("npx", ["--no-install", "sprintloom", "--version"], { cwd: folder, encoding: "utf8", shell: windows });
  assert.match(bin.stdout, /^sprintloom \d/);
});

test("the Vite example compiles with strict types and builds with its wasm", (context) => {
  const { folder } = projectWith(context, {});
  for (const name of readdirSync(join(packageFolder, "examples", "vite"))) {
    if (name !== "package.json") cpSync(join(packageFolder, "examples", "vite", name), join(folder, name));
  }
  const wanted = JSON.parse(readFileSync(join(packageFolder, "examples", "vite", "package.json"), "utf8"));
  const tools = Object.entries(wanted.devDependencies).map(([name, range]) => `${name}@${range}`);
  const got = npm(["install", "--save-dev", ...tools], folder);
  if (got.status !== 0) return context.skip("the npm registry cannot be reached");
  const compiled = spawnSync("npx", ["--no-install", "tsc", "--noEmit"], { cwd: folder, encoding: "utf8", shell: windows });
  assert.equal(compiled.stdout, "");
  const built = spawnSync("npx", ["--no-install", "vite", "build"], { cwd: folder, encoding: "utf8", shell: windows });
  assert.equal(built.status, 0, built.stderr);
  const assets = readdirSync(join(folder, "dist", "assets"));
  assert.equal(assets.filter((name) => name.endsWith(".wasm")).length, 1);
});
