// `sprintloom run`: one step of a story's run through the six phases.

import { existsSync } from "node:fs";
import { run as step } from "../index.mjs";
import { documentsAt, textAt } from "./documents.mjs";
import { print, printJson, say, UsageError } from "./output.mjs";
import { aboutPaths } from "./usage.mjs";

const flag = { type: "boolean" };
const value = { type: "string" };

export const options = {
  from: value,
  to: value,
  approve: value,
  "dry-run": flag,
  state: value,
  output: value,
  tokens: value,
  at: value,
  json: flag,
};

const statuses = { running: 0, complete: 0, "dry-run": 0, "wrong-usage": 2 };

export async function run(asked, positionals) {
  const { story, paths } = told(asked, positionals);
  const documents = paths.length === 0 ? [] : await documentsAt(paths, "run");
  const result = step(documents, {
    command: commandLine(story, asked),
    state: stateOf(asked),
    output: asked.output === undefined ? undefined : textAt(asked.output, "--output", "run"),
    tokens: asked.tokens,
    at: asked.at ?? new Date().toISOString().replace(/\.\d+Z$/, "Z"),
  });
  result.notes.forEach(say);
  if (asked.json) printJson(result);
  else print(result.plan_text ?? result.state_text ?? "");
  if (result.report_text !== null) result.report_text.trimEnd().split("\n").forEach((line) => line && say(line));
  process.stderr.write(`${result.signal}\n`);
  return statuses[result.status] ?? 1;
}

/** With a state, the story may be left out: then what is there on the disk is a path. */
function told(asked, [first, ...rest]) {
  const isPath = asked.state !== undefined && (first === undefined || existsSync(first));
  if (isPath) return { story: "", paths: first === undefined ? [] : [first, ...rest] };
  if (first === undefined) throw new UsageError("Story ID is missing", { cause: "run" });
  if (rest.length === 0 && asked.state === undefined) {
    throw new UsageError("a PATH is missing: the documents in which the story is", { cause: "run" });
  }
  return { story: first, paths: rest };
}

/** The command as it would be typed: what is wrong with it, the module says. */
function commandLine(story, asked) {
  const given = ["from", "to", "approve"].filter((name) => asked[name] !== undefined);
  const parts = given.map((name) => `--${name}=${asked[name].replaceAll(/\s+/g, "")}`);
  return [story, ...parts, ...(asked["dry-run"] ? ["--dry-run"] : [])].join(" ");
}

/** A state that is not there yet is that of a new run, unless an output is to go into it. */
function stateOf({ state, output }) {
  if (state === undefined) return undefined;
  if (state !== "-" && output === undefined && !existsSync(state)) {
    say(`there is no ${state} yet: this is a new run`);
    return undefined;
  }
  return textAt(state, "--state", "run");
}

export const help = `Does one step of a story's run through the six phases: prints its new STATE.md.

usage: sprintloom run STORY [OPTIONS] PATH…
       sprintloom run --state STATE.md [--output PHASE.txt] [OPTIONS] [PATH…]

Without --output the run starts, goes on where it stopped, or continues at its gate. With it, the
running phase ends: its signal is looked for in the last 20 lines, and the next one begins.

options:
      --from=N         start at phase N (skip earlier), or go on from it
      --to=N           stop after phase N
      --approve=LIST   wait for approval before these phases: pm, elab, implement, review, qa, done
      --dry-run        print what would be run, with estimated tokens and cost; no state
      --state FILE     the STATE.md so far; nothing is written to it
      --output FILE    what the running phase printed; - is standard input
      --tokens N       tokens that it took (120000, ~120K); else looked for in the output
      --at TIME        the time to write down (default now)
      --json           state, signal, phases, ways to go on and files to write, as JSON
  -q, --quiet          nothing on standard error but the signal and what went wrong
  -h, --help           this text

${aboutPaths}

The signal is the last line on standard error. Exit status: 0 while the run goes on, when it is
complete, and for a dry run; 1 when it stopped, failed, is blocked, or the step does not fit; 2 for
wrong usage.

example: sprintloom run 3-1 --approve=qa _bmad-output > STATE.md
         sprintloom run --state STATE.md --output phase-1.txt _bmad-output
`;
