// Finds the command, runs it, and turns what went wrong into words and an exit status.

import { SprintloomError, version } from "../index.mjs";
import { understand } from "./arguments.mjs";
import { readOnlyNamed } from "./documents.mjs";
import { beQuiet, print, sayWrong, UsageError } from "./output.mjs";
import { help } from "./usage.mjs";

/** Runs the command with these arguments and returns its exit status. */
export async function main(args) {
  try {
    const wish = await understand(args);
    if (wish.help !== undefined) return print(wish.help?.help ?? help);
    if (wish.version) return print(`sprintloom ${version()}\n`);
    if (wish.values.quiet) beQuiet();
    if (wish.values["only-named"]) readOnlyNamed();
    return await wish.command.run(wish.values, wish.positionals);
  } catch (error) {
    return fail(error, args[0]);
  }
}

/** An option's name on the command line. */
function nameOf(option) {
  return { pins: "pin", registry_files: "registry-file" }[option] ?? option.replaceAll("_", "-");
}

/** Wrong usage is 2, a defect is 1; both are told, with the way out. */
function fail(error, command) {
  if (error instanceof UsageError) {
    const cause = error.cause === undefined ? "" : ` ${error.cause}`;
    sayWrong(`${error.message}\nTry: sprintloom${cause} --help`);
    // Whoever runs phases reads the last line.
    if (command === "run") process.stderr.write(`SETUP FAILED: ${error.message}\n`);
    return 2;
  }
  if (error instanceof SprintloomError && error.code !== "internal") {
    // The module names options as its callers in JavaScript do.
    const { option } = error;
    const message = option ? error.message.replace(option, `--${nameOf(option)}`) : error.message;
    sayWrong(`${message}\nTry: sprintloom ${command} --help`);
    return 2;
  }
  sayWrong(`this is a defect of Sprintloom, please report it: ${error.stack ?? error}`);
  return 1;
}
