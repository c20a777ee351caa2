import { spawn } from "node:child_process";
import { createWriteStream } from "node:fs";

// Stands between a client and the server over stdio, as a process of its own, and keeps what each of them says.
const [sent = "", answered = "", ...words] = process.argv.slice(2);
const server = spawn(process.execPath, words, { stdio: ["pipe", "pipe", "inherit"] });
const keep = (file: string) => createWriteStream(file, { flags: "a" });
process.stdin.pipe(server.stdin);
process.stdin.pipe(keep(sent));
server.stdout.pipe(process.stdout);
server.stdout.pipe(keep(answered));
server.on("exit", (code) => {
  process.exitCode = code ?? 1;
  process.stdin.destroy();
});
