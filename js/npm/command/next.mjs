// `sprintloom next`: what to do now and why; what holds the sprint up; how far it is.

import { readFileSync } from "node:fs";
import { next } from "../index.mjs";
import { wholeOrAsItIs } from "./arguments.mjs";
import { documentsAt, jsonAt } from "./documents.mjs";
import { print, printJson, say, UsageError } from "./output.mjs";
import { aboutPaths } from "./usage.mjs";

const flag = { type: "boolean" };
const value = { type: "string" };

export const options = {
  blockers: flag,
  sequence: flag,
  report: flag,
  record: value,
  plan: value,
  date: value,
  epics: value,
  "batch-size": value,
  json: flag,
};

export async function run(asked, paths) {
  const documents = await documentsAt(paths, "next");
  const request = {
    date: asked.date ?? new Date().toISOString().slice(0, 10),
    record: asked.record === undefined ? undefined : recordOf(asked.record),
    executed: asked.plan === undefined ? undefined : jsonAt(asked.plan, "--plan", "next"),
  };
  const result = next(documents, request, { epics: asked.epics, batch_size: wholeOrAsItIs(asked["batch-size"]) });
  result.record_problems.forEach((problem) => say(problem));
  if (asked.json) return printJson(result);
  if (asked.report) return print(result.report_text);
  if (asked.blockers) return print(result.blockers_text);
  if (asked.sequence) {
    return print(result.sequence.map(({ story, batch_id: batch, because }) => `batch ${batch}  ${story}: ${because}\n`).join(""));
  }
  const { velocity } = result;
  const measured = velocity.weeks > 0 || velocity.batches_complete > 0;
  return print(`${result.sentence}\n${measured ? `${velocity.sentence}\n` : ""}`);
}

/** `[{story, date, what}]`, or a line `STORY DATE` for each completion. */
function recordOf(path) {
  let text;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw new UsageError(`--record: cannot read “${path}”: ${error.message}`, { cause: "next" });
  }
  if (text.trimStart().startsWith("[")) {
    try {
      return JSON.parse(text);
    } catch (error) {
      throw new UsageError(`--record: “${path}” is no JSON: ${error.message}`, { cause: "next" });
    }
  }
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "" && !line.startsWith("#"));
  return lines.map((line) => {
    const [story, date, what = "done"] = line.trim().split(/[\s,;]+/);
    return { story, date: date ?? "", what };
  });
}

export const help = `Says what to do next and why: what is in progress first, then reviews, then what is ready,
then the backlog; with its prerequisites met; in the earliest batch.

usage: sprintloom next [OPTIONS] PATH…

options:
      --blockers      what holds the sprint up, with owner and escalation, as Markdown
      --sequence      all planned stories in the order of work, by dependencies and value, with
                      the reasons
      --report        the sprint report: epics, batches, burn-up, velocity, forecast, blockers
      --record FILE   when stories were finished: a line “3-1 2026-01-31” each, or JSON; for
                      stories with a STATE.md among the PATHs, that says when. Runs are known
                      from such files only
      --plan FILE     the plan being executed as JSON, a BATCH_PLAN_READY or COURSE_CORRECTION:
                      batches keep its numbers, and finished stories stand in theirs
      --date DATE     today (default the clock's)
      --epics SPEC    which epics are planned
      --batch-size N  most stories in a batch, 1 to 20 (default 3)
      --json          all of it as JSON
  -q, --quiet         nothing on standard error but what went wrong
  -h, --help          this text

${aboutPaths}

example: sprintloom next --report --record done.txt docs
`;
