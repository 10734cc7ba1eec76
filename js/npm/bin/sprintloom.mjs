#!/usr/bin/env node
// The `sprintloom` command. Results go to standard output, words for people to standard error.

import { main } from "../command/main.mjs";

// A reader that has seen enough (`| head`) is no failure.
process.stdout.on("error", (error) => {
  if (error.code !== "EPIPE") throw error;
});
process.exitCode = await main(process.argv.slice(2));
