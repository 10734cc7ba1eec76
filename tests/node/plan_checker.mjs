// An independent check of a plan against what is known of its stories. It shares nothing with the planner.

/**
 * What is wrong with `message` as a plan of `stories` (`{ key, epic, pending, depends_on, files }`),
 * as sentences; empty when it is right.
 */
export function faults(message, stories, batchSize) {
  const found = [];
  const batchOf = new Map();
  message.batches.forEach(({ batch_id: id, stories: keys }, at) => {
    if (id !== at + 1) found.push(`batch ${id} stands at place ${at + 1}`);
    if (keys.length === 0 || keys.length > batchSize) found.push(`batch ${id} holds ${keys.length} stories`);
    for (const key of keys) {
      if (batchOf.has(key)) found.push(`${key} is in two batches`);
      batchOf.set(key, id);
    }
  });

  const pending = stories.filter((story) => story.pending);
  for (const { key } of pending) if (!batchOf.has(key)) found.push(`${key} is in no batch`);
  if (batchOf.size !== pending.length) found.push(`${batchOf.size} stories are planned, ${pending.length} are open`);
  if (message.total_stories !== pending.length) found.push(`total_stories is ${message.total_stories}`);

  for (const story of pending) {
    for (const dependency of story.depends_on.flatMap((name) => keysOf(name, stories))) {
      if (batchOf.get(dependency) >= batchOf.get(story.key)) found.push(`${story.key} is not after ${dependency}`);
    }
  }
  pending.forEach((first, at) => {
    for (const second of pending.slice(at + 1)) {
      const together = batchOf.get(first.key) === batchOf.get(second.key);
      const shared = together && first.files.find((a) => second.files.some((b) => covers(a, b) || covers(b, a)));
      if (shared) found.push(`${first.key} and ${second.key} share a batch and ${shared}`);
    }
  });
  return found;
}

/** `epic-3` is all of its stories. */
function keysOf(name, stories) {
  const epic = name.match(/^epic-(.+)$/)?.[1];
  return epic === undefined ? [name] : stories.filter((story) => story.epic === epic).map((story) => story.key);
}

/** Whether scope `a` is or holds `b`: a file, a folder that ends in `/`, or a pattern with `*`. */
function covers(a, b) {
  if (a === b) return true;
  if (a.endsWith("/")) return b.startsWith(a);
  if (!a.includes("*")) return false;
  const parts = a.split(/(\*\*\/?|\*)/).map((part) => {
    if (part.startsWith("**")) return ".*";
    return part === "*" ? "[^/]*" : part.replace(/[.+^${}()|[\]\\?]/g, "\\$&");
  });
  return new RegExp(`^${parts.join("")}$`).test(b);
}
