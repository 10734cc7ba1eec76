// `sprintloom check`: stories by INVEST and the checklist, and their prerequisites.

import { check } from "../index.mjs";
import { documentsAt } from "./documents.mjs";
import { counted, paint, print, printJson, say } from "./output.mjs";
import { aboutPaths } from "./usage.mjs";

const flag = { type: "boolean" };

export const options = {
  story: { type: "string", multiple: true },
  invest: flag,
  checklist: flag,
  handoff: flag,
  strict: flag,
  json: flag,
};

export async function run(asked, paths) {
  const result = check(await documentsAt(paths, "check"), { stories: asked.story });
  const ready = result.stories.filter(({ readiness }) => readiness === "ready").length;
  say(`${ready} of ${counted(result.stories.length, "story", "stories")} ${ready === 1 ? "is" : "are"} ready`);
  if (asked.json) printJson(result.stories);
  else if (asked.invest) print(result.invest_text);
  else if (asked.checklist) print(result.checklist_text);
  else if (asked.handoff) print(result.handoff_text);
  else print(result.stories.map(asked.story === undefined ? line : detail).join(""));
  return asked.strict && ready < result.stories.length ? 1 : 0;
}

const colours = { ready: "green", "needs revision": "yellow", blocked: "red" };

/** A letter stands large where the answer is yes, small where it is doubtful, as a dash where it is no. */
function invest({ letters }) {
  const sign = { yes: (letter) => letter, doubtful: (letter) => letter.toLowerCase(), no: () => "-" };
  return letters.map(({ letter, verdict }) => sign[verdict](letter)).join("");
}

function line(story) {
  const why = story.items.filter(({ state }) => state !== "ready").map(({ evidence }) => evidence);
  return `${invest(story)}  ${paint(colours[story.readiness], story.readiness.padEnd(14))} ${story.key} ${story.title}${why.length > 0 ? `: ${why.join(" ")}` : ""}\n`;
}

function detail(story) {
  const lines = [
    paint("bold", `${story.key} ${story.title}`),
    `${paint(colours[story.readiness], story.readiness)}, for ${story.route}`,
    "",
    ...story.letters.map(({ name, verdict, evidence, hint }) => `  ${name.padEnd(12)} ${verdict.padEnd(8)} ${[evidence, hint].filter(Boolean).join(" ")}`),
    "",
    ...story.items.map(({ name, state, evidence }) => `  [${state === "ready" ? "x" : " "}] ${name}: ${evidence}`),
    "",
    story.prerequisites.length === 0 ? "  waits for nothing" : "  waits for:",
    ...story.prerequisites.map(prerequisite),
    story.holds_up.length === 0 ? "  holds nothing up" : `  holds up: ${story.holds_up.join(", ")}`,
  ];
  return `${lines.join("\n")}\n`;
}

function prerequisite({ name, story, met, holds, status }) {
  if (!story) return `    ? ${name} (no story: make sure of it)`;
  return `    ${met ? "✓" : "✗"} ${name} (${status}${met || holds ? "" : ", holds nothing up"})`;
}

export const help = `Checks stories by INVEST and the story draft checklist: all that are open, or those named.

usage: sprintloom check [--story KEY]… [OPTIONS] PATH…

options:
      --story KEY  this story, with its prerequisites and what it holds up; more than once
      --invest     the table story × letter with evidence and hints, as Markdown
      --checklist  the checklist of each story, as Markdown
      --handoff    the note that goes with each story to whoever takes it, as Markdown
      --json       all of it as JSON
      --strict     end with 1 where a story is not ready
  -q, --quiet      nothing on standard error but what went wrong
  -h, --help       this text

In the list a letter of INVEST is large where the answer is yes, small where it is doubtful,
and a dash where it is no.

${aboutPaths}

example: sprintloom check --story 3-1 docs
`;
