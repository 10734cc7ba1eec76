// Sprintloom as a JavaScript module: the same file for Node, browsers and workers.
// The WebAssembly is loaded while this module is, so every call is a plain function call.
// Shapes and errors are described in index.d.ts.

import initialise, {
  agentPack as writtenAgentPack,
  Session as WasmSession,
  check as checkStories,
  correct as correctSprint,
  draft as draftStories,
  explain as explainDocuments,
  graph as graphOfDocuments,
  initSync as initialiseSync,
  next as nextAction,
  plan as planDocuments,
  read as readDocuments,
  readCall as readSkillCall,
  status as statusOfDocuments,
  storyFiles as filesOfStories,
  storyFolders as foldersOfStories,
  run as runStory,
  version as versionOfModule,
} from "./wasm/sprintloom_js.js";
import { sessionClass } from "./session.mjs";

const address = new URL("./wasm/sprintloom_js_bg.wasm", import.meta.url);
// Node's fetch does not read files, and reading at once is quicker to start.
const fileSystem = address.protocol === "file:" ? globalThis.process?.getBuiltinModule?.("node:fs") : undefined;
if (fileSystem) {
  initialiseSync({ module: fileSystem.readFileSync(address) });
} else {
  await initialise({ module_or_path: address });
}

/** A call that could not be understood; `code` says in which way. */
export class SprintloomError extends Error {
  constructor(code, message, { option, cause } = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "SprintloomError";
    this.code = code;
    if (option !== undefined) this.option = option;
  }
}

export function read(documents) {
  return answer(() => readDocuments(documents));
}

export function plan(documents, options) {
  return answer(() => planDocuments(documents, options));
}

export function explain(documents, options) {
  return answer(() => explainDocuments(documents, options));
}

export function graph(documents, format, options) {
  return answer(() => graphOfDocuments(documents, format, options)) ?? null;
}

export function correct(documents, trigger, options) {
  return answer(() => correctSprint(documents, trigger, options));
}

export function status(documents, request) {
  return answer(() => statusOfDocuments(documents, request));
}

export function run(documents, request) {
  return answer(() => runStory(documents, request));
}

export function agentPack() {
  return answer(writtenAgentPack);
}

export function readCall(text) {
  return answer(() => readSkillCall(text));
}

export const Session = sessionClass(WasmSession, answer);

export function draft(documents, request) {
  return answer(() => draftStories(documents, request));
}

export function check(documents, request) {
  return answer(() => checkStories(documents, request));
}

export function next(documents, request, options) {
  return answer(() => nextAction(documents, request, options));
}

export function storyFolders(status) {
  return answer(() => foldersOfStories(status));
}

export function storyFiles(status, given, paths) {
  return answer(() => filesOfStories(status, given, paths));
}

export function version() {
  return versionOfModule();
}

function answer(call) {
  try {
    return call();
  } catch (error) {
    if (typeof error?.code === "string") {
      throw new SprintloomError(error.code, error.message, { option: error.option });
    }
    // A defect of Sprintloom (or memory that ran out), never a fault of the documents.
    throw new SprintloomError("internal", `Sprintloom stopped: ${error?.message ?? error}`, { cause: error });
  }
}
