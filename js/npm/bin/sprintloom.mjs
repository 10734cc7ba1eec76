#!/usr/bin/env node
// The `sprintloom` command. Results go to standard output, words for people to standard error.

import { setFlagsFromString } from "node:v8";

// V8 of Node 20 compiles the busiest functions a second time within milliseconds; a command is over
// before that pays, and waits twice as long as its work takes. Later versions wait longer.
if (Number.parseInt(process.versions.node, 10) < 22) setFlagsFromString("--liftoff-only");
const { main } = await import("../command/main.mjs");

// A reader that has seen enough (`| head`) is no failure.
process.stdout.on("error", (error) => {
  if (error.code !== "EPIPE") throw error;
});
process.exitCode = await main(process.argv.slice(2));
