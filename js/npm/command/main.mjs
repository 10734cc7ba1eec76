// The commands: documents in, one call to the module, text out.

import { readFileSync } from "node:fs";
import {
  correct as correctSprint,
  explain,
  read as readDocuments,
  plan as planDocuments,
  SprintloomError,
  version,
} from "../index.mjs";
import { understand } from "./arguments.mjs";
import { collect } from "./documents.mjs";
import { summary } from "./summary.mjs";
import { help, UsageError } from "./usage.mjs";

const commands = { read, plan, correct };

/** Runs the command with these arguments and returns its exit status. */
export async function main(args) {
  try {
    const wish = understand(args);
    if (wish.help) return print(help[wish.help]);
    if (wish.version) return print(`sprintloom ${version()}\n`);
    const { documents, notes } = await collect(wish.paths);
    notes.forEach(say);
    if (documents.length === 0) say("no documents there; the result is empty");
    return commands[wish.command](documents, wish.options);
  } catch (error) {
    return fail(error);
  }
}

function read(documents, { json }) {
  const result = readDocuments(documents);
  if (!json) return print(summary(result));
  sayCounts(result.diagnostics, "they are among the result's diagnostics");
  return print(`${JSON.stringify(result, null, 2)}\n`);
}

function plan(documents, values) {
  const options = planOptions(values);
  const result = planDocuments(documents, options);
  result.errors.forEach(say);
  sayCounts(result.diagnostics, "`sprintloom read` lists those of the documents");
  if (values.explain && result.status === "plan-ready") {
    return print(`${JSON.stringify(explain(documents, options), null, 2)}\n`);
  }
  print(values["return-value"] ? result.return_value_text : (result.message_text ?? ""));
  return result.status === "plan-ready" ? 0 : 1;
}

/** The options of the module; what is no number is passed on as it is: the module says what it should be. */
function planOptions(values) {
  const number = (name) => wholeOrAsItIs(values[name]);
  return {
    epics: values.epics,
    batch_size: number("batch-size"),
    strategy: values.strategy,
    session_id: values["session-id"],
    epic_order: values["epic-order"],
    effort: values.effort,
    token_base: number("token-base"),
    token_rate: number("token-rate"),
    batch_tokens: number("batch-tokens"),
    sprint_tokens: number("sprint-tokens"),
    registry: values.registry,
    registry_files: values["registry-file"],
    mentioned_files: values["mentioned-files"],
    unknown_files: values["unknown-files"],
    pins: values.pin && Object.fromEntries(values.pin.map(pinOf)),
    left_out: values["left-out"]?.map((text) => halves("left-out", text, "<-")),
  };
}

function correct(documents, values) {
  if (values.trigger === undefined) throw new UsageError("--trigger FILE is missing", { cause: "correct" });
  const result = correctSprint(documents, jsonOf("trigger", values.trigger), {
    batch_size: wholeOrAsItIs(values["batch-size"]),
    session_id: values["session-id"],
    date: values.date ?? new Date().toISOString().slice(0, 10),
    executed: values.plan === undefined ? undefined : jsonOf("plan", values.plan),
  });
  result.errors.forEach(say);
  result.warnings.forEach(say);
  result.not_understood.forEach((text) => say(`not understood: “${text}”`));
  if (values["return-value"]) print(result.return_value_text);
  else print((values.proposal ? result.proposal_text : result.message_text) ?? "");
  return result.status === "correction-ready" ? 0 : 1;
}

/** The JSON in a file that an option names. */
function jsonOf(option, path) {
  try {
    return JSON.parse(readFileSync(path === "-" ? 0 : path, "utf8").replace(/^\uFEFF/, ""));
  } catch (error) {
    const why = error instanceof SyntaxError ? `it is no JSON: ${error.message}` : error.message;
    throw new UsageError(`--${option}: cannot read “${path}”: ${why}`, { cause: "correct" });
  }
}

function wholeOrAsItIs(text) {
  return /^\d+$/.test(text ?? "") ? Number(text) : text;
}

function pinOf(text) {
  const [story, batch] = halves("pin", text, "=");
  return [story, /^\d+$/.test(batch) ? Number(batch) : batch];
}

/** Both sides of `A=B`, or wrong usage. */
function halves(option, text, sign) {
  const parts = text.split(sign).map((part) => part.trim());
  if (parts.length === 2 && parts.every((part) => part !== "")) return parts;
  throw new UsageError(`--${option} must be STORY${sign}${option === "pin" ? "BATCH" : "STORY"}, not “${text}”`, { cause: "plan" });
}

function sayCounts(diagnostics, where) {
  const parts = ["error", "warning"].flatMap((severity) => {
    const count = diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
    return count === 0 ? [] : [`${count} ${severity}${count === 1 ? "" : "s"}`];
  });
  if (parts.length > 0) say(`${parts.join(" and ")}; ${where}`);
}

function print(text) {
  process.stdout.write(text);
  return 0;
}

function say(sentence) {
  process.stderr.write(`sprintloom: ${sentence}\n`);
}

/** An option's name on the command line. */
function nameOf(option) {
  return { pins: "pin", registry_files: "registry-file" }[option] ?? option.replaceAll("_", "-");
}

/** Wrong usage is 2, a defect is 1; both are told, with the way out. */
function fail(error) {
  if (error instanceof UsageError) {
    const command = error.cause === undefined ? "" : ` ${error.cause}`;
    say(`${error.message}\nTry: sprintloom${command} --help`);
    return 2;
  }
  if (error instanceof SprintloomError && error.code !== "internal") {
    // The module names options as its callers in JavaScript do.
    const { option } = error;
    const message = option ? error.message.replace(option, `--${nameOf(option)}`) : error.message;
    say(`${message}\nTry: sprintloom plan --help`);
    return 2;
  }
  say(`this is a defect of Sprintloom, please report it: ${error.stack ?? error}`);
  return 1;
}
