// Writes the agent pack into agent/ while the package is built; not part of the package itself.

import { mkdirSync, writeFileSync } from "node:fs";
import { agentPack } from "./index.mjs";

for (const { path, text } of agentPack()) {
  const file = new URL(`./agent/${path}`, import.meta.url);
  mkdirSync(new URL("./", file), { recursive: true });
  writeFileSync(file, text);
}
