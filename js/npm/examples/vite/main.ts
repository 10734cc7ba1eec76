// Sprintloom from TypeScript, bundled by Vite.

import { type PlanningDocument, plan, SprintloomError, status } from "sprintloom";

const documents: PlanningDocument[] = [
  { path: "epics.md", text: "## Epic 1: Harbour\n\n### Story 1.1: Build the pier\n" },
  { path: "sprint-status.yaml", text: "development_status:\n  epic-1: backlog\n  1-1-build-the-pier: backlog\n" },
];

function firstBatch(): string {
  try {
    const result = plan(documents, { strategy: "balanced" });
    if (result.status === "plan-failed") return result.errors[0];
    return result.message.batches[0]?.stories.join(", ") ?? "nothing is left to do";
  } catch (error) {
    if (error instanceof SprintloomError) return `${error.code}: ${error.message}`;
    throw error;
  }
}

const output = document.querySelector<HTMLOutputElement>("#next");
if (output) output.value = `${firstBatch()}: ${status(documents, { action: "show" }).next}`;
