// `sprintloom read`: what the documents say.

import { read } from "../index.mjs";
import { documentsAt } from "./documents.mjs";
import { print, printJson, sayCounts } from "./output.mjs";
import { summary } from "./summary.mjs";
import { aboutPaths } from "./usage.mjs";

export const options = { json: { type: "boolean" } };

export async function run({ json }, paths) {
  const result = read(await documentsAt(paths, "read"));
  if (!json) return print(summary(result));
  sayCounts(result.diagnostics, "they are among the result's diagnostics");
  return printJson(result);
}

export const help = `Says what planning documents say.

usage: sprintloom read [--json] PATH…

options:
      --json     epics, stories and diagnostics as JSON, instead of a summary
  -q, --quiet    nothing on standard error but what went wrong
  -h, --help     this text

${aboutPaths}

example: sprintloom read --json _bmad-output
`;
