// `sprintloom graph`: what waits for what, batch by batch, for other tools.

import { graph, plan } from "../index.mjs";
import { documentsAt } from "./documents.mjs";
import { print, printJson, sayWrong } from "./output.mjs";
import { planOptions } from "./plan.mjs";
import { aboutPaths } from "./usage.mjs";

const value = { type: "string" };

export const options = {
  format: value,
  epics: value,
  "batch-size": value,
  strategy: value,
  json: { type: "boolean" },
};

export async function run(asked, paths) {
  const documents = await documentsAt(paths, "graph");
  const wish = planOptions(asked);
  const format = asked.format ?? "mermaid";
  const text = graph(documents, format, wish);
  if (text === null) {
    plan(documents, wish).errors.forEach(sayWrong);
    return 1;
  }
  return asked.json ? printJson({ format, text }) : print(text);
}

export const help = `Writes the graph of the planned stories for other tools: a group for each batch, an arrow for each
dependency (dashed where it is soft, thick where it is on a whole epic, marked where it is left out as
it closes a circle), a dotted line without an arrow where two stories share a file.

usage: sprintloom graph [OPTIONS] PATH…

options:
      --format NAME        mermaid (default): a flowchart, as Markdown pages show it;
                           dot: a digraph of Graphviz; svg: the picture itself
      --epics SPEC         which epics, as for sprintloom plan
      --batch-size N       most stories in a batch, 1 to 20 (default 3)
      --strategy NAME      balanced (default) or sequential
      --json               format and text, as one JSON object
  -q, --quiet              nothing on standard error but what went wrong
  -h, --help               this text

${aboutPaths}

example: sprintloom graph --format svg _bmad-output > sprint.svg
`;
