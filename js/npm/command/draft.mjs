// `sprintloom draft`: stories from an epic or a pattern, as story files.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { draft } from "../index.mjs";
import { documentsAt } from "./documents.mjs";
import { counted, print, printJson, say, sayWrong, UsageError } from "./output.mjs";
import { aboutPaths } from "./usage.mjs";

const value = { type: "string" };
const several = { type: "string", multiple: true };

export const options = {
  epic: value,
  pattern: value,
  set: several,
  template: several,
  patterns: { type: "boolean" },
  out: value,
  json: { type: "boolean" },
};

export async function run(asked, paths) {
  const templates = asked.template?.map(textOf).join("\n");
  if (!asked.patterns && asked.epic === undefined) throw wrong("--epic ID is missing; --patterns lists the patterns");
  if (asked.patterns) {
    const result = draft([], { templates });
    result.problems.forEach(tellProblem);
    return asked.json ? printJson(result.patterns) : print(result.patterns.map(patternLines).join(""));
  }
  if (asked.set !== undefined && asked.pattern === undefined) throw wrong("--set is for the fields of a --pattern");
  const documents = await documentsAt(paths, "draft");
  const result = draft(documents, {
    epic: asked.epic,
    pattern: asked.pattern,
    values: asked.set && Object.fromEntries(asked.set.map(fieldOf)),
    templates,
  });
  result.problems.forEach(tellProblem);
  result.skipped.forEach(({ text, reason }) => say(`no draft for “${text}”: ${reason}`));
  result.missing.forEach((name) => say(`“${name}” is not said: it stays in the drafts as a placeholder`));
  for (const { key, placeholders, guesses, check } of result.drafts) {
    const open = placeholders.length > 0 ? `; to be filled: ${placeholders.map(({ name }) => name).join(", ")}` : "";
    const guessed = guesses.length > 0 ? `; a guess: waits for ${guesses.map((guess) => guess.key).join(", ")}` : "";
    say(`${key}: ${check.readiness}${open}${guessed}`);
  }
  if (result.drafts.length === 0) say("every requirement has its story");
  if (asked.json) return printJson(result);
  if (asked.out === undefined) return print(result.drafts.map(({ text }) => text).join("\n"));
  return write(asked.out, result.drafts);
}

/** Each draft as a file of its own; one that is there stays as it is. */
function write(folder, drafts) {
  const files = drafts.map(({ path, text }) => ({ path: join(folder, path.split("/").at(-1)), text }));
  const taken = files.filter(({ path }) => existsSync(path));
  if (taken.length > 0) {
    sayWrong(`${taken.map(({ path }) => path).join(", ")} ${taken.length === 1 ? "is" : "are"} there already; nothing was written`);
    return 1;
  }
  for (const { path, text } of files) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  say(`${counted(files.length, "file")} in ${folder}`);
  return 0;
}

function patternLines({ id, title, group, fields, stories }) {
  const named = fields.map(({ name, hint, example }) => `    --set "${name}=${example}"  ${hint}\n`);
  return `${id}  (${group}) ${title}\n${stories.map((story) => `  - ${story}\n`).join("")}${named.join("")}`;
}

function tellProblem({ line, message }) {
  sayWrong(`template, line ${line}: ${message}`);
}

function textOf(path) {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw wrong(`--template: cannot read “${path}”: ${error.message}`);
  }
}

function fieldOf(text) {
  const at = text.indexOf("=");
  if (at < 1) throw wrong(`--set must be FIELD=VALUE, not “${text}”`);
  return [text.slice(0, at).trim(), text.slice(at + 1)];
}

function wrong(message) {
  return new UsageError(message, { cause: "draft" });
}

export const help = `Drafts stories: one for each requirement, bullet or goal of an epic that has none yet, or
those of a pattern. What cannot be known stays as a placeholder, {{name: hint}}; what is
guessed says so. No model is asked.

usage: sprintloom draft --epic ID [--pattern NAME [--set FIELD=VALUE]…] [OPTIONS] PATH…
       sprintloom draft --patterns [--template FILE]

options:
      --epic ID          the epic: 3, "epic 3" or its title
      --pattern NAME     draft the stories of this pattern for the epic
      --set FIELD=VALUE  a field of the pattern; more than once
      --template FILE    patterns of your own, as Markdown; more than once
      --patterns         the patterns there are, with their fields
      --out FOLDER       write each draft as a story file; files that are there stay
      --json             drafts with their checks as JSON, instead of their text
  -q, --quiet            nothing on standard error but what went wrong
  -h, --help             this text

${aboutPaths}

example: sprintloom draft --epic 3 --pattern tenant-isolation --set tenant=vendor --out stories docs
`;
