// `sprintloom status`: what can be done with a sprint-status.yaml.

import { existsSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { status } from "../index.mjs";
import { documentsAt } from "./documents.mjs";
import { counted, paint, print, printJson, say, sayWrong, UsageError } from "./output.mjs";
import { diagnosticLine } from "./summary.mjs";
import { aboutPaths } from "./usage.mjs";

const flag = { type: "boolean" };
const value = { type: "string" };

export const options = { status: value, write: flag, json: flag, at: value, location: value, same: value };

const actions = { show, validate, generate, set };

export async function run(asked, [action, ...rest]) {
  if (!Object.hasOwn(actions, action ?? "")) {
    const found = action === undefined ? "is missing" : `“${action}” is none`;
    throw wrong(`show, validate, generate or set comes first; it ${found}`);
  }
  return actions[action](asked, rest);
}

async function show(asked, paths) {
  const { documents, file } = await withStatusFile(paths[0], paths);
  const result = status(documents, { action: "show", file, now: now(asked) });
  return asked.json ? printJson(result) : print(overview(result));
}

async function validate(asked, paths) {
  const { documents, file } = await withStatusFile(paths[0], paths);
  const result = status(documents, { action: "validate", file });
  if (asked.json) printJson(result);
  else print(result.diagnostics.map((one) => `${diagnosticLine(one)}\n`).join(""));
  say(result.valid ? "the file is valid" : "the file is not valid");
  return result.valid ? 0 : 1;
}

async function set(asked, [wish, path, ...rest]) {
  const [, key, word] = /^([^=]+)=(.+)$/.exec(wish ?? "") ?? [];
  if (key === undefined) throw wrong("KEY=STATUS is missing, as in 3-1=review");
  if (path === undefined) throw wrong("the FILE is missing");
  if (rest.length > 0) throw wrong(`one FILE, not “${rest[0]}” too`);
  const { documents, file } = await withStatusFile(path, [path]);
  const result = status(documents, { action: "set", file, key, status: word });
  result.errors.forEach(sayWrong);
  if (result.ok && result.added) say(`${key} was not in the file; it has a line now`);
  if (asked.json) printJson(result);
  else if (result.ok) deliver(asked, path, documents, result.text);
  return result.ok ? 0 : 1;
}

async function generate(asked, paths) {
  const path = asked.status;
  if (path === undefined) throw wrong("--status FILE is missing; a FILE that there is not yet is made");
  const fresh = path !== "-" && !existsSync(path);
  const { documents, file } = fresh
    ? { documents: await documentsAt(paths, "status") }
    : await withStatusFile(path, [path, ...paths]);
  if (paths.length === 0) throw wrong("a PATH is missing: the epics and story files");
  // A new file is one beside others too, so none of them is merged.
  const read = fresh ? withoutStatusFiles(documents) : documents;
  const result = status(read, { action: "generate", file, now: now(asked), location: asked.location, same: keysIn(asked.same) });
  report(result);
  if (asked.json) printJson(result);
  else if (!asked.write || result.changed) deliver(asked, path, documents, result.text);
  return 0;
}

/** The documents at the paths, and the name that the status file has among them. */
async function withStatusFile(path, paths) {
  // Alone it is only itself that counts; its story files would be read for nothing.
  const alone = paths.length === 1 ? { withStoryFiles: false } : {};
  if (path === undefined) throw wrong("the FILE is missing");
  const documents = await documentsAt(paths, "status", alone);
  const same = (document) => document.path === path || (path !== "-" && document.path !== "-" && realpathSync(document.path) === realpathSync(path));
  return { documents, file: documents.find(same).path };
}

function withoutStatusFiles(documents) {
  return documents.filter((document) => {
    try {
      status([document], { action: "validate" });
      return false;
    } catch (error) {
      if (error.code === "invalid-request") return true;
      throw error;
    }
  });
}

/** Prints the new text, or replaces the file with it. */
function deliver({ write }, path, documents, text) {
  if (!write) return print(text);
  if (path === "-") throw wrong("--write needs a FILE, not standard input");
  if (existsSync(path)) {
    const before = readFileSync(path);
    // Bytes that are no UTF-8 would not come back as they were.
    if (!Buffer.from(before.toString("utf8")).equals(before)) {
      throw wrong(`${path} is not UTF-8; it was left as it is`);
    }
  }
  writeFileSync(path, text);
  say(`${path} is written`);
  return 0;
}

/** The keys of a list with commas. */
function keysIn(list = "") {
  return list.split(",").map((key) => key.trim()).filter(Boolean);
}

function now({ at }) {
  return at ?? new Date().toISOString();
}

function report(result) {
  const list = (keys) => (keys.length > 6 ? `${keys.slice(0, 5).join(", ")} and ${keys.length - 5} more` : keys.join(", "));
  const keys = (found, name = ({ key }) => key) => list(found.map(name));
  if (result.foreign) say("none of the file's stories is declared in the documents: it is probably another project's");
  if (result.new.length > 0) say(`new: ${list(result.new)}`);
  if (result.renamed.length > 0) say(`renamed: ${keys(result.renamed, ({ before, now }) => `${before} -> ${now}`)}`);
  if (result.replaced.length > 0) {
    const one = ({ key, before, status }) => `${key} has another title than ${before} (${status})`;
    say(`new under an old number: ${keys(result.replaced, one)}; if they are the same, say --same ${result.replaced.map(({ key }) => key).join(",")}`);
  }
  if (result.unclear.length > 0) {
    say(`not added, as the file counts their epics otherwise: ${list(result.unclear)}`);
  }
  if (result.raised.length > 0) say(`raised: ${keys(result.raised, ({ key, before, now }) => `${key} ${before} -> ${now}`)}`);
  const word = ({ key, word, now }) => `${key} ${word}${now === null ? " (kept)" : ` -> ${now}`}`;
  if (result.legacy.length > 0) say(`legacy: ${keys(result.legacy, word)}`);
  if (result.illegal.length > 0) say(`illegal: ${keys(result.illegal, word)}`);
  if (result.orphaned.length > 0) {
    say(`orphaned, kept: ${keys(result.orphaned, ({ key, status }) => `${key} (${status})`)}`);
  }
  say(result.changed ? `in sync: ${counted(result.in_sync, "story", "stories")}` : "all in sync; nothing changes");
}

function overview(result) {
  const counts = (list) => (list.length === 0 ? "none" : list.map(({ status, count }) => `${count} ${status}`).join(", "));
  const lines = [
    paint("bold", result.project ?? result.file),
    `stories: ${counts(result.stories)}`,
    `epics: ${counts(result.epics)}`,
    ...result.risks.map((risk) => `${paint("yellow", "risk")}: ${risk}`),
    ...result.open_action_items.map(
      ({ action, epic, owner, status }) => `to do: ${action} (${[epic && `epic ${epic}`, owner, status].filter(Boolean).join(", ")})`,
    ),
    ...result.open_retrospectives.map((epic) => `open retrospective: epic ${epic}`),
    `${paint("green", "next")}: ${result.next}`,
  ];
  return `${lines.join("\n")}\n`;
}

function wrong(message) {
  return new UsageError(message, { cause: "status" });
}

export const help = `Shows, checks and writes sprint-status.yaml; no byte changes that need not.

usage: sprintloom status show [--json] FILE [PATH…]
       sprintloom status validate [--json] FILE
       sprintloom status set KEY=STATUS [--write] FILE
       sprintloom status generate --status FILE [--write] PATH…

  show      counts, risks, open action items, and the next step with its reason; with PATHs
            of epics their dependencies count
  validate  what is wrong, by line; ends with 1 where something is
  set       another status for one key: 3-1-user-login, 3-1, epic-3, epic-3-retrospective.
            It is the only way to lower one
  generate  merges the epics and stories of the PATHs into the file: nothing is lowered or
            taken out, renamed stories keep their status, comments and order stay. A story
            whose title has no word in common with the line under its number is a new one.
            A FILE that there is not yet is made

options:
      --status FILE      the status file of generate
      --write            replace the file instead of printing the new text
      --at TIME          the time now, as in 2026-01-31T09:30 (default the clock's)
      --same KEYS        stories with another title that are the same: 3-1,3-2
      --location FOLDER  folder of the story files, for a new file
      --json             the result as JSON
  -q, --quiet            nothing on standard error but what went wrong
  -h, --help             this text

Statuses: backlog, ready-for-dev, in-progress, review, done, blocked, dropped, superseded,
awaiting-operator; optional for retrospectives.

${aboutPaths}

example: sprintloom status set 3-1=done --write sprint-status.yaml
`;
