import { clearScreenDown, createInterface, cursorTo, moveCursor } from "node:readline";
import { Writable } from "node:stream";
import { type Layout, plainStyle, terminalStyle } from "lifelong";

/** Stands before everything but what the person says. */
export const INDENT = "  ";
/** Wider lines are hard to read. */
const WIDEST = 84;
const PASTE_ON = "\x1b[?2004h";
const PASTE_OFF = "\x1b[?2004l";

/** Who sits at the other end. */
export interface Terminal {
  /** Its width is what is left between two indents. */
  readonly layout: Layout;
  /** True when a person types; else lines come from a file or a pipe. */
  readonly interactive: boolean;
  write(text: string): void;
  /** Lines that nobody waits for: above what is being typed, or before the next question. */
  aside(lines: readonly string[]): void;
  /** Something that is shown until the next word, where it can be taken away again. */
  status(text: string): void;
  /**
   * What the person says: a line, a paste of several, or lines that end with a backslash. Null when there is nothing more:
   * Ctrl-D, the end of the input, or Ctrl-C twice.
   */
  ask(prompt: string): Promise<string | null>;
  /**
   * True for y and yes. What was typed before the question stood there is no answer to it, and is kept for the next
   * `ask`. Without a person, the next line is the answer.
   */
  confirm(question: string, options?: { signal?: AbortSignal }): Promise<boolean>;
  /** Ctrl-C aborts what runs, and so does the end of the terminal; without a person nothing else does. */
  interruptible<Result>(work: (signal: AbortSignal) => Promise<Result>): Promise<Result>;
  close(): void;
}

/** The terminal of this process. */
export function openTerminal({ noColor }: { noColor: boolean }): Terminal {
  const { stdin, stdout } = process;
  const interactive = Boolean(stdin.isTTY && stdout.isTTY);
  const style = stdout.isTTY && !noColor ? terminalStyle : plainStyle;
  let muted = false;
  // What is typed while an answer comes is kept, and not shown in the middle of it.
  const echo = new Writable({
    write(chunk, _, done) {
      if (!muted) stdout.write(chunk);
      done();
    },
  });
  Object.defineProperty(echo, "columns", { get: () => stdout.columns });
  stdout.on("resize", () => echo.emit("resize"));
  const lines = createInterface({ input: stdin, output: echo, terminal: interactive, historySize: 200 });

  const waiting: string[] = [];
  let pasting = false;
  let spoken: string[] = [];
  let hasEnded = false;
  let running: AbortController | undefined;
  let wantsToLeave = false;
  let take: ((said: string | null) => void) | undefined;
  let shown = "";
  let asides: string[] = [];

  function hand(said: string): void {
    if (take) take(said);
    else waiting.push(said);
  }

  /** Nobody is there any more. What runs is told to end, and nothing more is asked. */
  function leave(): void {
    waiting.length = 0;
    running?.abort();
    lines.close();
  }

  function clearLine(): void {
    lines.write(null, { ctrl: true, name: "e" });
    lines.write(null, { ctrl: true, name: "u" });
  }

  function nextSaid(): Promise<string | null> {
    return new Promise((resolve) => {
      take = (said) => {
        take = undefined;
        muted = interactive;
        resolve(said);
      };
    });
  }

  function prompt(text: string): void {
    lines.setPrompt(text);
    lines.prompt(true);
  }

  lines.on("line", (line) => {
    wantsToLeave = false;
    const goesOn = line.endsWith("\\");
    spoken.push(goesOn ? line.slice(0, -1) : line);
    if (pasting || (goesOn && interactive)) {
      prompt(INDENT);
      return;
    }
    hand(spoken.join("\n"));
    spoken = [];
  });
  lines.on("close", () => {
    hasEnded = true;
    if (take && interactive) stdout.write("\n");
    take?.(null);
  });
  lines.on("SIGINT", () => {
    if (running) {
      running.abort();
    } else if (lines.line !== "" || spoken.length > 0) {
      spoken = [];
      stdout.write("^C\n");
      clearLine();
    } else if (wantsToLeave) {
      leave();
    } else {
      wantsToLeave = true;
      stdout.write(`\n${INDENT}${style.faint("Ctrl-C once more leaves, and so does /quit.")}\n`);
      lines.prompt();
    }
  });
  process.once("SIGTERM", leave).once("SIGHUP", leave);
  // Who read along has left: a closed window, a pipe into `head`.
  stdout.on("error", leave);
  if (interactive) {
    stdin.on("keypress", (_, key: { readonly name?: string } | undefined) => {
      if (key?.name === "paste-start") pasting = true;
      if (key?.name === "paste-end") pasting = false;
    });
    stdout.write(PASTE_ON);
  }

  function clearStatus(): void {
    if (shown !== "") stdout.write("\r\x1b[K");
    shown = "";
  }

  function tellAsides(): void {
    for (const told of asides) stdout.write(told);
    asides = [];
  }

  return {
    get layout() {
      return { width: Math.min((stdout.columns || 80) - 2 * INDENT.length, WIDEST), style };
    },
    interactive,
    write(text) {
      clearStatus();
      stdout.write(text);
    },
    aside(told) {
      if (told.length === 0) return;
      asides.push(`${told.map((line) => `${INDENT}${line}`).join("\n")}\n\n`);
      if (!take || !interactive) return;
      moveCursor(stdout, 0, -lines.getCursorPos().rows);
      cursorTo(stdout, 0);
      clearScreenDown(stdout);
      tellAsides();
      lines.prompt(true);
    },
    status(text) {
      if (!interactive) return;
      clearStatus();
      shown = text;
      stdout.write(style.faint(text));
    },
    async ask(text) {
      clearStatus();
      tellAsides();
      muted = false;
      const known = waiting.shift();
      if (known !== undefined) {
        if (interactive) stdout.write(`${text}${known}\n`);
        return known;
      }
      if (hasEnded) return null;
      if (interactive) prompt(text);
      return nextSaid();
    },
    async confirm(question, { signal } = {}) {
      if (!interactive) return isYes(await this.ask(question));
      clearStatus();
      tellAsides();
      if (hasEnded || signal?.aborted) return false;
      const begun = { line: lines.line, spoken };
      spoken = [];
      clearLine();
      muted = false;
      prompt(question);
      const asked = nextSaid();
      const stop = () => {
        stdout.write("\n");
        take?.(null);
      };
      signal?.addEventListener("abort", stop, { once: true });
      const said = await asked;
      signal?.removeEventListener("abort", stop);
      spoken = begun.spoken;
      if (!hasEnded) {
        clearLine();
        lines.write(begun.line);
      }
      return isYes(said);
    },
    async interruptible(work) {
      running = new AbortController();
      try {
        return await work(running.signal);
      } finally {
        running = undefined;
        wantsToLeave = false;
      }
    },
    close() {
      clearStatus();
      tellAsides();
      if (interactive) stdout.write(PASTE_OFF);
      lines.close();
    },
  };
}

function isYes(said: string | null): boolean {
  return /^\s*y(es)?\s*$/i.test(said ?? "");
}
