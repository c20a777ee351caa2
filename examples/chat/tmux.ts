import { execFile, spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";

const run = promisify(execFile);
/** How long something may take to appear, milliseconds. */
const PATIENCE = 20_000;

/** True where tmux is installed. */
export function hasTmux(): boolean {
  return spawnSync("tmux", ["-V"]).status === 0;
}

/** A program in a terminal of its own. */
export interface Screen {
  /** What stands on the screen now. */
  read(): Promise<string>;
  /** The same with the codes of colours and the like. */
  readStyled(): Promise<string>;
  /** Waits until the screen shows it, and gives the screen. */
  until(text: string | RegExp): Promise<string>;
  /** Types, without Enter. */
  type(text: string): Promise<void>;
  /** Types a line, and Enter. */
  say(text: string): Promise<void>;
  /** Presses keys by tmux's names: `C-c`, `Enter`. */
  press(...keys: readonly string[]): Promise<void>;
  paste(text: string): Promise<void>;
  close(): Promise<void>;
}

/** @param command - as a shell reads it */
export async function openScreen(
  command: string,
  {
    width = 80,
    height = 40,
    environment = {},
  }: { width?: number; height?: number; environment?: Record<string, string> },
): Promise<Screen> {
  const server = `lifelong-${randomUUID()}`;
  const tmux = async (...args: readonly string[]) =>
    (await run("tmux", ["-u", "-L", server, "-f", "/dev/null", ...args])).stdout;
  const settings = Object.entries(environment).flatMap(([name, value]) => ["-e", `${name}=${value}`]);
  const size = ["-x", String(width), "-y", String(height)];
  // The pane stays when the program ends, so that its last words can be read.
  await tmux("new-session", "-d", ...size, ...settings, `${command}; echo "[left with $?]"; sleep 600`);
  const read = () => tmux("capture-pane", "-p");
  return {
    read,
    readStyled: () => tmux("capture-pane", "-p", "-e"),
    async until(text) {
      const deadline = Date.now() + PATIENCE;
      for (;;) {
        const screen = await read();
        if (typeof text === "string" ? screen.includes(text) : text.test(screen)) return screen;
        if (Date.now() > deadline) throw new Error(`The screen never showed ${String(text)}:\n${screen}`);
        await pause(50);
      }
    },
    async type(text) {
      await tmux("send-keys", "-l", text);
    },
    async say(text) {
      await tmux("send-keys", "-l", text);
      await tmux("send-keys", "Enter");
    },
    async press(...keys) {
      await tmux("send-keys", ...keys);
    },
    async paste(text) {
      await tmux("set-buffer", text);
      await tmux("paste-buffer", "-p");
    },
    async close() {
      await tmux("kill-server");
    },
  };
}
