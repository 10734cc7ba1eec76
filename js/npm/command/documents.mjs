// Paths to documents: files, folders, standard input.

import { closeSync, existsSync, fstatSync, openSync, readdirSync, readFileSync, readSync, realpathSync, statSync } from "node:fs";
import { say, UsageError } from "./output.mjs";
import { addStoryFiles } from "./story_files.mjs";

const endings = /\.(md|markdown|ya?ml|toml)$/i;
// Built or fetched, never planned; `_bmad` is the method itself with its templates.
const foldersLeftOut = new Set(["node_modules", "target", "dist", "_bmad"]);
// Hidden by its name, yet a folder where the method once put its documents.
const hiddenFoldersRead = new Set([".bmad-ephemeral"]);
// No planning document is longer. The reader refuses what is, so one byte more is enough for it.
const mostMegabytes = 16;
const mostBytes = mostMegabytes * 1024 * 1024;

// Where the method and its relatives put their documents, in the folder of a project.
const usualPlaces = [
  "_bmad-output",
  ".bmad-ephemeral",
  "planning-artifacts",
  "implementation-artifacts",
  "docs",
  "plans",
  "epics",
  "stories",
  "epics.md",
  "prd.md",
  "sprint-status.yaml",
];

/** The usual places that there are here. */
export function usualPaths() {
  return usualPlaces.filter((path) => existsSync(path));
}

let onlyNamed = false;

/** From now on nothing is read but what is named: status files lead to no story files. */
export function readOnlyNamed() {
  onlyNamed = true;
}

/**
 * The documents at these paths, or at the usual places, with the story files of the status files
 * among them; what was left out or came in is said.
 */
export async function documentsAt(paths, command, { withStoryFiles = !onlyNamed } = {}) {
  const given = paths.length > 0 ? paths : usualPaths();
  if (given.length === 0) {
    throw new UsageError("a PATH is missing: a file, a folder, or - for standard input", { cause: command });
  }
  if (paths.length === 0) say(`no PATH was given; reading ${given.join(", ")}`);
  const { documents, notes } = await collect(given, withStoryFiles);
  notes.forEach(say);
  if (documents.length === 0) say("no documents there; the result is empty");
  return documents;
}

/** The JSON in the file that an option (or argument) names; `-` is standard input. */
export function jsonAt(path, option, command) {
  const text = textAt(path, option, command);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${option}: cannot read “${path}”: it is no JSON: ${error.message}`, { cause: command });
  }
}

/** The text of the file that an option (or argument) names, without a byte order mark. */
export function textAt(path, option, command) {
  try {
    return readFileSync(path === "-" ? 0 : path, "utf8").replace(/^\uFEFF/, "");
  } catch (error) {
    throw new UsageError(`${option}: cannot read “${path}”: ${reason(error)}`, { cause: command });
  }
}

/**
 * The documents at these paths, each file once, and sentences about what was left out.
 * Throws a UsageError for a path that cannot be read; what is found in a folder and cannot be
 * read is only left out.
 */
async function collect(paths, withStoryFiles) {
  const found = new Documents();
  for (const path of paths) {
    if (path === "-") {
      found.standardInput ??= await readStandardInput();
    } else {
      found.addNamed(path);
    }
  }
  if (withStoryFiles) addStoryFiles(found);
  return { documents: found.withoutShards(), notes: found.notes };
}

class Documents {
  notes = [];
  standardInput;
  // Real path to document: a file named twice, or in a folder named too, is one document.
  #files = new Map();
  #foldersWalked = new Set();
  // Files that were asked for by name are read whatever else there is.
  #named = new Set();

  /** All but what stands in a whole document too: `epics/epic-1.md` beside an `epics.md` that has it. */
  withoutShards() {
    const documents = this.all;
    const left = new Set();
    for (const whole of documents.filter(({ path }) => /\.(md|markdown)$/i.test(path))) {
      const folder = whole.path.replace(/\.[^.]*$/, "/");
      const shards = documents.filter(({ path }) => path.startsWith(folder) && !this.#named.has(path));
      const headings = new Set(headingsOf(whole.text));
      const parts = shards.filter(({ path }) => !path.endsWith("/index.md"));
      if (parts.length === 0 || !parts.every(({ text }) => isPart(text, headings))) continue;
      shards.forEach((shard) => left.add(shard));
      this.notes.push(`${folder} was left out: ${whole.path} has all of it`);
    }
    return documents.filter((document) => !left.has(document));
  }

  /** What was read so far. */
  get all() {
    const documents = [...this.#files.values()];
    if (this.standardInput !== undefined) documents.push({ path: "-", text: this.standardInput });
    return documents;
  }

  addNamed(path) {
    try {
      if (statSync(path).isDirectory()) {
        this.#addFolder(path);
      } else {
        this.#addFile(path);
        this.#named.add(path);
      }
    } catch (error) {
      throw new UsageError(`cannot read “${path}”: ${reason(error)}`);
    }
  }

  #addFolder(path) {
    const real = realpathSync(path);
    if (this.#foldersWalked.has(real)) return;
    this.#foldersWalked.add(real);
    const entries = readdirSync(path, { withFileTypes: true });
    for (const entry of entries) {
      const inside = path.endsWith("/") ? path + entry.name : `${path}/${entry.name}`;
      try {
        this.#addEntry(entry, inside);
      } catch (error) {
        this.notes.push(`${inside} was left out: ${reason(error)}`);
      }
    }
  }

  #addEntry(entry, path) {
    const is = entry.isSymbolicLink() ? statSync(path) : entry;
    if (is.isDirectory()) {
      if (isWalked(entry.name)) this.#addFolder(path);
    } else if (is.isFile() && endings.test(entry.name)) {
      this.#addFile(path);
    }
  }

  /** Reads the file at a path, unless it was read. Gives whether it was not. */
  addFound(path) {
    const before = this.#files.size;
    try {
      this.#addFile(path);
    } catch (error) {
      this.notes.push(`${path} was left out: ${reason(error)}`);
    }
    return this.#files.size > before;
  }

  #addFile(path) {
    const real = realpathSync(path);
    const before = this.#files.get(real);
    if (before) {
      // Whichever came first on the command line, the same name is kept.
      if (isSimpler(path, before.path)) before.path = path;
      return;
    }
    this.#files.set(real, { path, text: this.#readText(path) });
  }

  #readText(path) {
    const file = openSync(path);
    try {
      const { size } = fstatSync(file);
      if (size <= mostBytes) return asText(readFileSync(file));
      this.notes.push(`${path} was left out: it has ${Math.round(size / 1024 / 1024)} MB, more than ${mostMegabytes}`);
      const start = Buffer.alloc(mostBytes + 1);
      return asText(start.subarray(0, readSync(file, start)));
    } finally {
      closeSync(file);
    }
  }
}

/** The headings of a text, whatever their level: a shard's begin anew. */
function headingsOf(text) {
  return [...text.matchAll(/^#{1,6}[ \t]+(.+?)[ \t]*\r?$/gm)].map(([, heading]) => heading);
}

function isPart(text, headings) {
  const own = headingsOf(text);
  return own.length > 0 && own.every((heading) => headings.has(heading));
}

/** Whether a folder of this name is walked. */
export function isWalked(name) {
  return name.startsWith(".") ? hiddenFoldersRead.has(name) : !foldersLeftOut.has(name);
}

function isSimpler(path, than) {
  return path.length < than.length || (path.length === than.length && path < than);
}

async function readStandardInput() {
  const chunks = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  return asText(Buffer.concat(chunks));
}

/** Bytes that are no UTF-8 become U+FFFD: the reader sees that this is no text, and says so. */
function asText(bytes) {
  return bytes.toString("utf8");
}

const reasons = {
  ENOENT: "there is no such file or folder",
  EACCES: "reading it is not permitted",
  EPERM: "reading it is not permitted",
  ELOOP: "its links lead in a circle",
};

function reason(error) {
  return reasons[error.code] ?? error.message;
}
