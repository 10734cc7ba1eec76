// What `read` says to people.

import { counted, paint } from "./output.mjs";

/** A `ReadResult` in a few lines: totals, epics, and what is wrong. */
export function summary({ epics, stories, diagnostics }) {
  const lines = [`${counted(epics.length, "epic")}, ${counted(stories.length, "story", "stories")}${byStatus(stories)}`];
  for (const epic of epics) {
    const own = stories.filter((story) => story.epic === epic.id);
    lines.push(`  Epic ${epic.id}${epic.title && `: ${epic.title}`} — ${counted(own.length, "story", "stories")}${byStatus(own)}`);
  }
  // Where no story was read the notes say why.
  const isNothing = stories.length === 0;
  const wrong = diagnostics.filter(({ severity }) => isNothing || severity !== "info");
  lines.push(...wrong.map(diagnosticLine));
  if (isNothing) lines.push("A story is read from a heading such as `### Story 1.1: Sign up`, its epic from `## Epic 1: Accounts`.");
  const notes = diagnostics.length - wrong.length;
  if (notes > 0) lines.push(`${counted(notes, "note")} more with --json`);
  return `${lines.join("\n")}\n`;
}

function byStatus(stories) {
  const counts = new Map();
  for (const { status } of stories) counts.set(status, (counts.get(status) ?? 0) + 1);
  const parts = [...counts].map(([status, count]) => `${count} ${status}`);
  return parts.length === 0 ? "" : ` (${parts.join(", ")})`;
}

/** A diagnostic as compilers write theirs. */
export function diagnosticLine({ path, line, code, severity, message, hint }) {
  const place = path === null ? "" : paint("bold", `${path}:${line}: `);
  const kind = paint(severity === "error" ? "red" : "yellow", severity);
  const wayOut = hint === null ? "" : ` (${hint})`;
  return `${place}${kind} ${code}: ${message}${wayOut}`;
}
