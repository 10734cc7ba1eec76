// `sprintloom call`: a skill call from a file.

import { existsSync } from "node:fs";
import { readCall, Session, SprintloomError } from "../index.mjs";
import { documentsAt, textAt, usualPaths } from "./documents.mjs";
import { print, printJson, say, sayWrong, UsageError } from "./output.mjs";

export const options = { json: { type: "boolean" } };

export async function run(asked, [path, ...paths]) {
  if (path === undefined) throw new UsageError("the FILE is missing: a skill call as YAML or JSON", { cause: "call" });
  const call = understood(path);
  for (const field of call.unknown) say(`a call has no field ${field}; it was ignored`);
  const session = new Session(await documentsOf(call, paths));
  const reply = session.receive(call.message);
  reply.notes.forEach(say);
  if (asked.json) printJson(reply);
  else {
    if (reply.code === null) reply.message_texts.forEach(print);
    print(reply.return_value_text ?? "");
  }
  if (reply.code !== null) reply.messages.forEach(({ errors }) => errors.forEach(sayWrong));
  if (reply.code === null) return 0;
  return reply.code.endsWith("-failed") ? 1 : 2;
}

function understood(path) {
  try {
    return readCall(textAt(path, "FILE", "call"));
  } catch (error) {
    if (!(error instanceof SprintloomError) || error.code === "internal") throw error;
    throw new UsageError(`cannot follow “${path}”: ${error.message}`, { cause: "call" });
  }
}

/** What the call names and the command line adds, with the status file of the usual places. */
async function documentsOf(call, paths) {
  const { status_file_path: statusFile } = JSON.parse(call.message);
  const there = (file) => existsSync(file) || void say(`${file} was left out: there is no such file or folder`);
  const named = [...call.paths, ...(statusFile === undefined ? [] : [statusFile])].filter(there);
  const all = [...named, ...paths];
  if (call.paths.length === 0) return documentsAt(all.length > 0 ? all : usualPaths(), "call");
  const status = statusFile === undefined ? statusFiles.filter((file) => existsSync(file)).slice(0, 1) : [];
  return documentsAt([...all, ...status], "call");
}

const statusFiles = [
  "_bmad-output/implementation-artifacts/sprint-status.yaml",
  "_bmad-output/sprint-status.yaml",
  "docs/sprint-status.yaml",
  "docs/stories/sprint-status.yaml",
  ".bmad-ephemeral/sprint-status.yaml",
  "sprint-status.yaml",
];

export const help = `Follows a skill call: prints the message, then the return value.

usage: sprintloom call [--json] FILE [PATH…]

FILE is YAML or JSON, or - for standard input:
  mode              plan, or course-correct
  session_id        session id of the message (default sprint-001)
  epic_paths        the documents to read; the usual places unless named
  epic_spec         which epics (default all)
  status_file_path  the status file; that of the usual places unless named
  config_overrides  options of planning: batch_size, strategy, batch_tokens …
  cc_trigger        reason, user_input, current_batch_id, for course-correct
PATHs are read too.

options:
      --json    the whole reply as JSON
  -q, --quiet   nothing on standard error but what went wrong
  -h, --help    this text

Ends with 1 for a failed plan or correction, 2 for a call that cannot be followed.

example: sprintloom call plan-call.yaml
`;
