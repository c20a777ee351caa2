#!/usr/bin/env node
// An old Node must be able to parse this file, so it is plain and the rest is imported after the check.
const version = process.versions.node.split(".");
if (Number(version[0]) > 22 || (Number(version[0]) === 22 && Number(version[1]) >= 18)) {
  import("./main.ts").then(
    (main) => main.run(process.argv.slice(2)),
    (error) => fail(`Lifelong cannot start: ${error.message}`),
  );
} else {
  fail(`Lifelong needs Node 22.18 or newer; this is Node ${process.versions.node}.`);
}

function fail(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
  process.exitCode = 1;
}
