// What the command says about itself. Each command's own help is in its file.

import { commands } from "./commands.mjs";

/** What a PATH of documents is; part of the help of every command that takes some. */
export const aboutPaths = `A PATH is a file, a folder, or - for standard input. Folders are walked for .md, .markdown,
.yaml, .yml and .toml files; hidden folders, node_modules, target, dist and _bmad (the
method's own files) are left out, and shards of a document that is there as a whole. Without
a PATH, the usual places here are read: _bmad-output, docs, plans, sprint-status.yaml … A status
file brings the story files with it that are called after its keys and lie where its
story_location says, or beside it; --only-named reads just the PATHs.`;

const longest = Math.max(...Object.keys(commands).map((name) => name.length));
const lines = Object.entries(commands).map(([name, about]) => `  ${name.padEnd(longest)}  ${about}`);

export const help = `Weaves epics into batches: reads planning documents, plans their open stories.

usage: sprintloom COMMAND [OPTIONS] PATH…

commands:
${lines.join("\n")}

options:
  -h, --help       this text; after a command, about that command
  -V, --version    the version

${aboutPaths}

Exit status: 0, 1 for a failed plan or correction, 2 for wrong usage. Messages for people go to standard error.
`;
