// Starts the command that this machine has: the one that LIFELONG_COMMAND names, that of `lifelong install`, that of the
// clone in which this file lies, or that of a global install. Claude Code copies a plugin elsewhere, without the command.
import { existsSync, realpathSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const { env, platform } = process;
const words = process.argv.slice(2);
const command = candidates().find((path) => path !== undefined && existsSync(path));
if (command !== undefined) {
  const entry = realpathSync(command);
  process.argv = [process.execPath, entry, ...words];
  await import(pathToFileURL(entry).href);
} else {
  complain(
    "Lifelong remembers nothing, since its command is not on this machine. Run `npx -y lifelong install` once, or name the command's file in LIFELONG_COMMAND.",
  );
}

function candidates() {
  const clone = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "packages", "mcp-server");
  const onPath = (env.PATH ?? "").split(delimiter).filter(Boolean);
  return [
    env.LIFELONG_COMMAND,
    join(dataFolder(), "command", "lifelong.js"),
    join(clone, "dist", "cli.js"),
    join(clone, "src", "cli.ts"),
    // On Windows a script of the shell lies there, which Node cannot load.
    ...(platform === "win32" ? [] : onPath.map((folder) => join(folder, "lifelong"))),
  ];
}

/** As the command itself finds it. */
function dataFolder() {
  if (platform === "win32") return join(env.USERPROFILE || homedir(), ".lifelong");
  if (platform === "darwin") return join(homedir(), "Library", "Application Support", "lifelong");
  const base = env.XDG_DATA_HOME;
  return join(base?.startsWith("/") ? base : join(homedir(), ".local", "share"), "lifelong");
}

/** A hook never fails the session, and the person is told once in it. */
function complain(sentence) {
  const [kind, event] = words;
  if (kind !== "hook") {
    process.stderr.write(`lifelong: ${sentence}\n`);
    process.exitCode = 1;
  } else if (event === "session-start") {
    process.stdout.write(JSON.stringify({ systemMessage: sentence }));
  }
}
