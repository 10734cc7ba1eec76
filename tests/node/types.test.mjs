import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { checkout, documentsIn, folderWith, packageFolder, sprintloom } from "./sprintloom.mjs";

const compiler = join(checkout, "tests", "e2e", "node_modules", "typescript", "bin", "tsc");

const strictest = {
  compilerOptions: {
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    verbatimModuleSyntax: true,
    module: "nodenext",
    target: "es2022",
    types: [],
    noEmit: true,
  },
  include: ["*.mts"],
};

/** What the compiler says of these files (name to text) beside the installed package; nothing if all is well. */
function compile(context, files) {
  assert.ok(existsSync(compiler), "TypeScript is missing: run `npm ci` in tests/e2e");
  const folder = folderWith(context, { "tsconfig.json": JSON.stringify(strictest), ...files });
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(packageFolder, join(folder, "node_modules", "sprintloom"), "junction");
  return spawnSync(process.execPath, [compiler, "--project", "."], { cwd: folder, encoding: "utf8" }).stdout;
}

test("a strict consumer compiles against the shipped types", (context) => {
  const consumer = readFileSync(join(checkout, "tests", "node", "consumer.mts"), "utf8");
  assert.equal(compile(context, { "consumer.mts": consumer }), "");
});

test("what the module gives has exactly the shipped types", (context) => {
  const documents = documentsIn("sixty");
  const bad = documentsIn("bad");
  const results = {
    ReadResult: [sprintloom.read(documents), sprintloom.read(bad)],
    PlanReady: [sprintloom.plan(documents), sprintloom.plan([])],
    PlanFailed: [sprintloom.plan(documents, { epics: "epic99" })],
  };
  const lines = Object.entries(results).map(
    ([type, values]) => `export const of${type}: import("sprintloom").${type}[] = ${JSON.stringify(values)};\n`,
  );
  assert.equal(compile(context, { "results.mts": lines.join("") }), "");
});
