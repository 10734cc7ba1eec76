// The command line, taken apart.

import { parseArgs } from "node:util";
import { commands, load } from "./commands.mjs";
import { UsageError } from "./output.mjs";

const everywhere = {
  help: { type: "boolean", short: "h" },
  quiet: { type: "boolean", short: "q" },
  "only-named": { type: "boolean" },
};

/** `a, b and c`. */
function list(names) {
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

/**
 * What the arguments ask for: `{ command, values, positionals }` with the command's module,
 * `{ help: COMMAND }` (null for the command line as a whole) or `{ version: true }`. Throws a
 * UsageError for anything else.
 */
export async function understand(args) {
  const [name, ...rest] = args;
  if (name === "-h" || name === "--help" || (name === "help" && rest.length === 0)) return { help: null };
  if (name === "-V" || name === "--version") return { version: true };
  if (name === "help") return { help: await load(known(rest[0])) };
  if (name === undefined) throw new UsageError(`a command is missing; there are ${list(Object.keys(commands))}`);
  if (name.startsWith("-")) throw new UsageError(`the command comes first, before “${name}”`);
  const command = await load(known(name));
  const { values, positionals } = parsed(name, command, rest);
  return values.help ? { help: command } : { command, values, positionals };
}

function known(name) {
  if (Object.hasOwn(commands, name)) return name;
  throw new UsageError(`there is no command “${name}”; there are ${list(Object.keys(commands))}`);
}

function parsed(name, command, args) {
  try {
    return parseArgs({ args, options: { ...everywhere, ...command.options }, allowPositionals: true });
  } catch (error) {
    if (!error.code?.startsWith("ERR_PARSE_ARGS")) throw error;
    // Node's own words say which option and what is wrong with it; the rest is about positionals.
    const [message] = error.message.split(/[.?](?:\s|$)/);
    throw new UsageError(message, { cause: name });
  }
}

/** A whole number, or the text as it is: the module says what it should be. */
export function wholeOrAsItIs(text) {
  return /^\d+$/.test(text ?? "") ? Number(text) : text;
}
