import { spawn } from "node:child_process";
import { appendFileSync } from "node:fs";

// Stands between a host and the server that it starts: `node stdio-tee.ts LOG COMMAND ARGUMENT…`. What passes either way
// is the same bytes; the log gets a line of JSON for each chunk.
const [log = "", command = "", ...words] = process.argv.slice(2);
const server = spawn(command, words, { stdio: ["pipe", "pipe", "inherit"] });
const note = (from: "host" | "server") => (chunk: Buffer) =>
  appendFileSync(log, `${JSON.stringify({ from, bytes: chunk.toString("base64") })}\n`);
process.stdin.on("data", note("host")).pipe(server.stdin);
server.stdout.on("data", note("server")).pipe(process.stdout);
server.on("close", (code) => process.exit(code ?? 1));
process.on("SIGINT", () => server.kill("SIGINT"));
process.on("SIGTERM", () => server.kill("SIGTERM"));
