// What the command says: results to standard output, words for people to standard error.

/** Wrong usage: ends the command with status 2. `cause` is the command whose help is the way out. */
export class UsageError extends Error {}

let quiet = false;

/** From now on only what went wrong is said. */
export function beQuiet() {
  quiet = true;
}

/** Writes a result. Gives the exit status of a command that went well. */
export function print(text) {
  process.stdout.write(text);
  return 0;
}

/** A value as JSON, made for reading. */
export function printJson(value) {
  return print(`${JSON.stringify(value, null, 2)}\n`);
}

/** Says something worth knowing. */
export function say(sentence) {
  if (!quiet) sayWrong(sentence);
}

/** Says what went wrong. */
export function sayWrong(sentence) {
  process.stderr.write(`sprintloom: ${sentence}\n`);
}

/** How many errors and warnings there are, if any. */
export function sayCounts(diagnostics, where) {
  const parts = ["error", "warning"].flatMap((severity) => {
    const count = diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
    return count === 0 ? [] : [`${count} ${severity}${count === 1 ? "" : "s"}`];
  });
  if (parts.length > 0) say(`${parts.join(" and ")}; ${where}`);
}

const codes = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33 };

/** `text` in a colour, where standard output is a terminal whose owner wants colours. */
export function paint(colour, text) {
  const wanted = process.stdout.isTTY && !process.env.NO_COLOR && process.env.TERM !== "dumb";
  return wanted ? `\u001b[${codes[colour]}m${text}\u001b[0m` : text;
}

/** `1 epic`, `3 stories`. */
export function counted(count, one, many = `${one}s`) {
  return `${count} ${count === 1 ? one : many}`;
}
