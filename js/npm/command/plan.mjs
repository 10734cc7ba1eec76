// `sprintloom plan`: the batches.

import { explain, plan } from "../index.mjs";
import { wholeOrAsItIs } from "./arguments.mjs";
import { documentsAt } from "./documents.mjs";
import { print, printJson, sayCounts, sayWrong, UsageError } from "./output.mjs";
import { aboutPaths } from "./usage.mjs";

const flag = { type: "boolean" };
const value = { type: "string" };
const values = { ...value, multiple: true };

export const options = {
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
  "registry-file": values,
  "mentioned-files": flag,
  "unknown-files": value,
  pin: values,
  "left-out": values,
  "return-value": flag,
  explain: flag,
  json: flag,
};

export async function run(asked, paths) {
  const documents = await documentsAt(paths, "plan");
  const wish = planOptions(asked);
  const result = plan(documents, wish);
  const status = result.status === "plan-ready" ? 0 : 1;
  result.errors.forEach(sayWrong);
  sayCounts(result.diagnostics, "`sprintloom read` lists those of the documents");
  if (asked.explain && status === 0) return printJson(explain(documents, wish));
  if (asked.json) printJson(result);
  else print(asked["return-value"] ? result.return_value_text : (result.message_text ?? ""));
  return status;
}

/** The options of the module; what is no number is passed on as it is. */
export function planOptions(asked) {
  const number = (name) => wholeOrAsItIs(asked[name]);
  return {
    epics: asked.epics,
    batch_size: number("batch-size"),
    strategy: asked.strategy,
    session_id: asked["session-id"],
    epic_order: asked["epic-order"],
    effort: asked.effort,
    token_base: number("token-base"),
    token_rate: number("token-rate"),
    batch_tokens: number("batch-tokens"),
    sprint_tokens: number("sprint-tokens"),
    registry: asked.registry,
    registry_files: asked["registry-file"],
    mentioned_files: asked["mentioned-files"],
    unknown_files: asked["unknown-files"],
    pins: asked.pin && Object.fromEntries(asked.pin.map(pinOf)),
    left_out: asked["left-out"]?.map((text) => halves("left-out", text, "<-")),
  };
}

function pinOf(text) {
  const [story, batch] = halves("pin", text, "=");
  return [story, wholeOrAsItIs(batch)];
}

/** Both sides of `A=B`, or wrong usage. */
function halves(option, text, sign) {
  const parts = text.split(sign).map((part) => part.trim());
  if (parts.length === 2 && parts.every((part) => part !== "")) return parts;
  throw new UsageError(`--${option} must be STORY${sign}${option === "pin" ? "BATCH" : "STORY"}, not “${text}”`, { cause: "plan" });
}

export const help = `Plans the open stories of planning documents: prints the BATCH_PLAN_READY message.

usage: sprintloom plan [OPTIONS] PATH…

options:
      --epics SPEC         which epics: epic5, epic3-epic6, epic-5,epic-6,
                           "epics 3 to 6 except 4"; all of them unless said
      --batch-size N       most stories in a batch, 1 to 20 (default 3)
      --strategy NAME      balanced (default): fewest batches, then even load;
                           sequential: plain reading order
      --session-id ID      session id of the message (default sprint-001)
      --epic-order WORD    stories of an epic in order: free (default), soft, hard
      --effort WORD        complexity from criteria and tasks (complexity, default) or points
      --token-base N       estimated tokens of any story (default 50000)
      --token-rate N       and of each point of complexity (default 10000)
      --batch-tokens N     most tokens in a batch (default no limit)
      --sprint-tokens N    token budget of the sprint: --explain says what fits
      --registry WORD      files that all stories touch keep them apart (strict, default) or
                           not (warn)
      --registry-file NAME which files these are, instead of the usual ones; more than once
      --mentioned-files    files that the prose only mentions count as declared
      --unknown-files WORD stories without known files: no-conflicts (default), alone,
                           apart-in-epic
      --pin STORY=BATCH    put a story into a batch; more than once
      --left-out A<-B      where A waiting for B is part of a circle, leave that out
      --return-value       the return value with its proof, as YAML, instead of the message
      --explain            why each story is where it is, and what holds the plan, as JSON
      --json               message, proof, errors and diagnostics, as one JSON object
  -q, --quiet              nothing on standard error but what went wrong
  -h, --help               this text

${aboutPaths}

example: sprintloom plan --epics epic3-epic5 --session-id sprint-7 _bmad-output
`;
