// Plans the documents of a folder and follows two messages: node node.mjs FOLDER

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { argv } from "node:process";
import { plan, Session } from "sprintloom";

const folder = argv[2] ?? "docs";
const documents = readdirSync(folder, { recursive: true })
  .map((name) => join(folder, String(name)))
  .filter((path) => /\.(md|ya?ml|toml)$/.test(path))
  .map((path) => ({ path, text: readFileSync(path, "utf8") }));

const result = plan(documents, { batch_size: 2 });
if (result.status === "plan-failed") throw new Error(result.errors.join("\n"));
for (const { batch_id: id, stories } of result.message.batches) console.log(`batch ${id}: ${stories.join(", ")}`);
console.log(result.proof.optimal ? "no plan has fewer batches" : `at least ${result.proof.lower_bound} are needed`);

const session = new Session(documents);
session.receive({ msg_type: "SM_PLANNING_REQUEST", session_id: "example", epic_spec: "all" });
session.receive({ msg_type: "shutdown_request" });
console.log(session.log.join("\n"));
