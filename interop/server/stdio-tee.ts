import { spawn } from "node:child_process";
import { createWriteStream } from "node:fs";

// Stands between a client and the server that it starts: `node stdio-tee.ts SAID ANSWERED COMMAND ARGUMENT…`. What passes
// either way is the same bytes, and each way has a file of its own.
const [said = "", answered = "", command = "", ...words] = process.argv.slice(2);
const server = spawn(command, words, { stdio: ["pipe", "pipe", "inherit"] });
const keepIn = (file: string) => createWriteStream(file, { flags: "a" });
process.stdin.pipe(server.stdin);
process.stdin.pipe(keepIn(said));
server.stdout.pipe(process.stdout);
server.stdout.pipe(keepIn(answered));
server.on("close", (code) => {
  process.exitCode = code ?? 1;
  process.stdin.destroy();
});
process.on("SIGINT", () => server.kill("SIGINT"));
process.on("SIGTERM", () => server.kill("SIGTERM"));
