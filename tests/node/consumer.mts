// A user of the package in TypeScript: compiled in the tests, never run.

import {
  type BatchPlanReady,
  check,
  correct,
  type Diagnostic,
  draft,
  next as nextOf,
  plan,
  read,
  type Reply,
  run,
  Session,
  SprintloomError,
  status,
  type Story,
  version,
} from "sprintloom";

const documents = [{ path: "epics.md", text: "## Epic 1: A" }] as const;

const { epics, stories, diagnostics } = read(documents);
const waiting: Story[] = stories.filter((story) => story.status !== "done" && story.depends_on.length > 0);
const line: number | undefined = waiting[0]?.declared?.line;
const titles: string[] = epics.map((epic) => `${epic.id} ${epic.goal ?? epic.title} ${epic.status ?? "unknown"}`);
const errors: Diagnostic[] = diagnostics.filter(({ severity }) => severity === "error");

const result = plan(documents, { epics: "all", batch_size: 3, strategy: "sequential", session_id: null });
export const message: BatchPlanReady | null = result.message;
export function answer(): string {
  if (result.status === "plan-failed") return result.errors[0];
  const bound: number = result.proof.lower_bound;
  return result.message_text + result.message.batches.map(({ stories: keys }) => keys.join()).join() + bound;
}
export const counts = [line ?? 0, titles.length, errors.length, version().length];

const corrected = correct(documents, { reason: "new_requirements", added_stories: ["1-2"] }, { executed: result.message });
export const moved: string[] = corrected.status === "correction-ready" ? corrected.message.added_stories : corrected.errors;
// @ts-expect-error there is no such reason
correct(documents, { reason: "mood" });

const { next, stories: byStatus } = status(documents, { action: "show", now: "2026-01-31" });
export const shown: string[] = [next, ...byStatus.map(({ status: word, count }) => `${count} ${word}`)];
const wasSet = status(documents, { action: "set", key: "1-1", status: "review" });
export const text: string = wasSet.ok ? wasSet.text : wasSet.errors[0];
export const renamed: string[] = status(documents, { action: "generate" }).renamed.map(({ before }) => before);
// @ts-expect-error a status to set has to be one
status(documents, { action: "set", key: "1-1", status: "finished" });

const stepped = run(documents, { command: "1-1 --from=2", at: "now", tokens: 12_000 });
export const signal: string = stepped.phases.find((phase) => phase.status === "complete")?.signal ?? stepped.signal;
// @ts-expect-error there is no such status
if (stepped.status === "finished") throw new Error();
export const drafted: string[] = draft(documents, { epic: "1" }).drafts.map(({ text, check: { readiness } }) => text + readiness);
export const checked: string[] = check(documents, { stories: ["1-1"] }).stories.map(({ key, route }) => `${key} ${route}`);
export const nextSentence: string = nextOf(documents, { date: "2026-01-31", record: [{ story: "1-1", date: "2026-01-30" }] }, { batch_size: 2 }).sentence;
// @ts-expect-error a pattern's values are texts
draft(documents, { epic: "1", pattern: "x", values: { a: 1 } });

const session = new Session(documents, { batch_size: 2 });
const reply: Reply = session.receive({ msg_type: "SM_PLANNING_REQUEST", session_id: "s1", epic_spec: "all" });
for (const sent of reply.messages) {
  if (sent.msg_type === "ERROR") throw new Error(sent.errors.join());
  if (sent.msg_type === "BATCH_PLAN_READY") counts.push(sent.batches.length);
}
session.receive({ msg_type: "SM_SUMMARY_REQUEST", session_id: "s1", batch_results: [{ batch_id: 1, stories: { "1-1": "done" } }] });
session.receive("shutdown_request");
export const log: string[] = session.closed ? session.log : [];
// @ts-expect-error there is no such message
session.receive({ msg_type: "HELLO" });

try {
  plan(documents);
} catch (error) {
  if (error instanceof SprintloomError && error.code === "unknown-option") throw new Error(error.option ?? "");
}

// @ts-expect-error there is no such option
plan(documents, { batchSize: 3 });
// @ts-expect-error there is no such strategy
plan(documents, { strategy: "fastest" });
// @ts-expect-error a document has a text
read([{ path: "epics.md" }]);
// @ts-expect-error without a look at the status there may be no message
result.message.batches;
// @ts-expect-error there is no such status
stories[0]?.status === "finished";
