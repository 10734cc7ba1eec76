// The command line, taken apart.

import { parseArgs } from "node:util";
import { UsageError } from "./usage.mjs";

const flag = { type: "boolean" };
const value = { type: "string" };

const known = {
  read: { json: flag },
  plan: {
    epics: value,
    "batch-size": value,
    strategy: value,
    "session-id": value,
    "epic-order": value,
    effort: value,
    "token-base": value,
    "token-rate": value,
    "batch-tokens": value,
    "sprint-tokens": value,
    registry: value,
    "registry-file": { ...value, multiple: true },
    "mentioned-files": flag,
    "unknown-files": value,
    pin: { ...value, multiple: true },
    "left-out": { ...value, multiple: true },
    "return-value": flag,
    explain: flag,
  },
  correct: {
    trigger: value,
    plan: value,
    "batch-size": value,
    "session-id": value,
    date: value,
    "return-value": flag,
    proposal: flag,
  },
};

/** `a, b and c`. */
function list(names) {
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

/**
 * What the arguments ask for: `{ command, options, paths }`, `{ help: NAME }` or `{ version: true }`.
 * Throws a UsageError for anything else.
 */
export function understand(args) {
  const [command, ...rest] = args;
  if (command === "-h" || command === "--help") return { help: "sprintloom" };
  if (command === "-V" || command === "--version") return { version: true };
  if (command === "help") return { help: commandNamed(rest[0] ?? "sprintloom", ["sprintloom"]) };
  if (command === undefined) throw new UsageError(`a command is missing; there are ${list(Object.keys(known))}`);
  if (command.startsWith("-")) throw new UsageError(`the command comes first, before “${command}”`);
  return understandRest(commandNamed(command), rest);
}

function commandNamed(name, others = []) {
  if (Object.hasOwn(known, name) || others.includes(name)) return name;
  throw new UsageError(`there is no command “${name}”; there are ${list(Object.keys(known))}`);
}

function understandRest(command, args) {
  const options = { help: { type: "boolean", short: "h" }, ...known[command] };
  let found;
  try {
    found = parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    if (!error.code?.startsWith("ERR_PARSE_ARGS")) throw error;
    // Node's own words say which option and what is wrong with it; the rest is about positionals.
    const [message] = error.message.split(/[.?](?:\s|$)/);
    throw new UsageError(message, { cause: command });
  }
  const { help, ...values } = found.values;
  if (help) return { help: command };
  if (found.positionals.length === 0) {
    throw new UsageError("a PATH is missing: a file, a folder, or - for standard input", { cause: command });
  }
  return { command, options: values, paths: found.positionals };
}
