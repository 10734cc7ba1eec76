// `sprintloom correct`: the rest of a running sprint planned again.

import { correct } from "../index.mjs";
import { wholeOrAsItIs } from "./arguments.mjs";
import { documentsAt, jsonAt } from "./documents.mjs";
import { print, printJson, say, sayWrong, UsageError } from "./output.mjs";
import { aboutPaths } from "./usage.mjs";

const flag = { type: "boolean" };
const value = { type: "string" };

export const options = {
  trigger: value,
  plan: value,
  "batch-size": value,
  "session-id": value,
  date: value,
  "return-value": flag,
  proposal: flag,
  json: flag,
};

export async function run(asked, paths) {
  const documents = await documentsAt(paths, "correct");
  if (asked.trigger === undefined) throw new UsageError("--trigger FILE is missing", { cause: "correct" });
  const result = correct(documents, jsonAt(asked.trigger, "--trigger", "correct"), {
    batch_size: wholeOrAsItIs(asked["batch-size"]),
    session_id: asked["session-id"],
    date: asked.date ?? new Date().toISOString().slice(0, 10),
    executed: asked.plan === undefined ? undefined : jsonAt(asked.plan, "--plan", "correct"),
  });
  result.errors.forEach(sayWrong);
  result.warnings.forEach(say);
  result.not_understood.forEach((text) => say(`not understood: “${text}”`));
  if (asked.json) printJson(result);
  else if (asked["return-value"]) print(result.return_value_text);
  else print((asked.proposal ? result.proposal_text : result.message_text) ?? "");
  return result.status === "correction-ready" ? 0 : 1;
}

export const help = `Plans the rest of a running sprint again: prints the COURSE_CORRECTION message.

usage: sprintloom correct --trigger FILE [OPTIONS] PATH…

options:
      --trigger FILE     a CC_TRIGGER as JSON: reason (user_request, repeated_failures or
                         new_requirements), user_input, current_batch_id, and where wanted
                         added_stories, dropped_stories, failed_stories, order, moves
                         ([{story, batch}]), drop_rule (relink, cascade or leave-unmet)
      --plan FILE        the plan being executed as JSON, a BATCH_PLAN_READY or the
                         COURSE_CORRECTION before; the plan of the documents unless said
      --batch-size N     most stories in a batch, 1 to 20 (default 3)
      --session-id ID    session id of the message (default that of the trigger, else sprint-001)
      --date DATE        date of the proposal (default today)
      --return-value     the return value, as YAML, instead of the message
      --proposal         the sprint change proposal, as Markdown, instead of the message
      --json             message, proposal, who moves, warnings and errors, as one JSON object
  -q, --quiet            nothing on standard error but what went wrong
  -h, --help             this text

${aboutPaths}

example: sprintloom correct --trigger trigger.json --plan plan.json _bmad-output
`;
