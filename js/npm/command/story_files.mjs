// Story files that a status file leads to: they say what the epics do not, which files are touched.

import { existsSync, readdirSync, realpathSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { storyFiles, storyFolders } from "../index.mjs";
import { isWalked } from "./documents.mjs";
import { counted } from "./output.mjs";

// Folders within the folder of story files that are looked through: `stories/`, `epic-3/done/`.
const deepest = 2;
// More names than any project's stories; a folder of all that a person has is none of a project.
const mostNames = 20_000;

/**
 * Adds to the documents found the story files of the status files among them: those called after
 * its keys, in the first of the folders where they may lie that has any. Nothing outside the
 * project is looked at.
 */
export function addStoryFiles(found) {
  const given = found.all.map(({ path }) => path);
  for (const document of found.all.filter(({ path }) => /\.ya?ml$/i.test(path))) {
    const root = rootOf(document.path, given);
    const path = relative(root, resolve(document.path)).split(sep).join("/");
    const status = { path, text: document.text };
    for (const folder of storyFolders(status)) {
      const names = filesIn(join(root, folder), root);
      const files = storyFiles(status, given, names);
      const asNamed = files.map((file) => shown(file, document.path));
      const added = asNamed.filter((file) => found.addFound(file));
      if (added.length > 0) {
        const what = counted(added.length, "story file");
        found.notes.push(`${document.path} led to ${what} in ${shown(join(root, folder), document.path)}; --only-named leaves ${added.length === 1 ? "it" : "them"} out`);
      }
      if (files.length > 0) break;
    }
  }
}

/**
 * The root of a status file's project: the nearest folder under version control; else the working
 * folder, where the file is in it; else the folder that holds all that was named.
 */
function rootOf(path, given) {
  const own = dirname(resolve(path));
  for (let folder = own; dirname(folder) !== folder; folder = dirname(folder)) {
    if (existsSync(join(folder, ".git"))) return folder;
    if (folder === process.cwd()) return folder;
  }
  const folders = given.filter((one) => one !== "-").map((one) => dirname(resolve(one)));
  return folders.reduce((common, folder) => {
    let root = common;
    while (!isWithin(folder, root)) root = dirname(root);
    return root;
  }, own);
}

function isWithin(path, folder) {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

/** The Markdown files in a folder and the folders in it, unless links lead out of the root. */
function filesIn(folder, root) {
  const files = [];
  try {
    if (isWithin(realpathSync(folder), realpathSync(root))) walk(folder, 0, files);
  } catch {
    // No such folder: the next one may be there.
  }
  return files;
}

function walk(folder, depth, files) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (files.length >= mostNames) return;
    const path = join(folder, entry.name);
    if (entry.isFile() && /\.(md|markdown)$/i.test(entry.name)) files.push(path);
    else if (entry.isDirectory() && depth < deepest && isWalked(entry.name)) walk(path, depth + 1, files);
  }
}

/** A path as people would write it beside the one that led there. */
function shown(path, like) {
  if (like !== "-" && resolve(like) === like) return path;
  return relative(process.cwd(), path).split(sep).join("/") || ".";
}
