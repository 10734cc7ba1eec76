// `sprintloom message`: a session over standard input and output.

import { createInterface } from "node:readline";
import { Session } from "../index.mjs";
import { wholeOrAsItIs } from "./arguments.mjs";
import { documentsAt } from "./documents.mjs";
import { print, say, UsageError } from "./output.mjs";
import { aboutPaths } from "./usage.mjs";

export const options = {
  "batch-size": { type: "string" },
  strategy: { type: "string" },
  json: { type: "boolean" },
};

export async function run(asked, paths) {
  if (paths.includes("-")) throw new UsageError("the messages come on standard input; name files or folders", { cause: "message" });
  const session = new Session(await documentsAt(paths, "message"), {
    batch_size: wholeOrAsItIs(asked["batch-size"]),
    strategy: asked.strategy,
  });
  let status = 0;
  let first = true;
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
    if (line.trim() === "") continue;
    // What the documents say now counts: statuses change while batches are worked on.
    if (!first) session.update(await documentsAt(paths, "message"));
    first = false;
    const reply = session.receive(line);
    reply.log.forEach(say);
    reply.notes.forEach(say);
    if (reply.code !== null) status = 1;
    if (asked.json) print(`${JSON.stringify(reply)}\n`);
    else reply.messages.forEach((message) => print(`${JSON.stringify(message)}\n`));
  }
  return status;
}

export const help = `Takes messages on standard input, one JSON a line, and answers them likewise.

usage: sprintloom message [OPTIONS] [PATH…] < MESSAGES

Messages: SM_PLANNING_REQUEST (session_id, epic_spec, status_file_path, user_options),
CC_TRIGGER (reason, user_input, current_batch_id), AGENT_ROSTER_BROADCAST (residents, slaves,
temps), SM_SUMMARY_REQUEST (batch_results, session_id), shutdown_request. Answers:
BATCH_PLAN_READY, COURSE_CORRECTION, SPRINT_SUMMARY, shutdown_response; ERROR for what cannot
be followed, which changes nothing. The documents are read again for every message. The log
goes to standard error. Ends with 1 where a message could not be followed.

options:
      --batch-size N   most stories in a batch where a request says nothing (default 3)
      --strategy NAME  balanced (default) or sequential, likewise
      --json           the whole reply to each message: its messages, return value, notes, log
  -q, --quiet          no log and no notes
  -h, --help           this text

${aboutPaths}

example: echo '{"msg_type":"SM_PLANNING_REQUEST","session_id":"s1","epic_spec":"all"}' |
         sprintloom message _bmad-output
`;
