import { createInterface } from "node:readline/promises";
import { type Layout, plainStyle, terminalStyle } from "./view/layout.ts";

/** Wider lines are hard to read, so a wide window is not used up. */
const WIDEST = 100;

/** The person or program at the other end. */
export interface Terminal {
  /** Width and style of what goes to `write`. */
  readonly layout: Layout;
  /** True when a person can be asked. */
  readonly interactive: boolean;
  /** The answer, and nothing else. */
  write(text: string): void;
  /** What is said beside the answer. */
  note(text: string): void;
  /** True only for a clear yes. */
  confirm(question: string): Promise<boolean>;
  /** What was typed in answer, without white space around it; undefined when the asking was ended, by Ctrl-C or Ctrl-D. */
  ask(question: string): Promise<string | undefined>;
  /** Everything that is typed or pasted until Ctrl-D; questions can be asked afterwards. */
  paste(): Promise<string>;
}

/** The terminal of this process. Answers go to stdout, everything else to stderr. */
export function openTerminal({ noColor }: { noColor: boolean }): Terminal {
  const { stdin, stdout, stderr } = process;

  async function ask(question: string): Promise<string | undefined> {
    const prompt = createInterface({ input: stdin, output: stderr });
    try {
      return (await prompt.question(question)).trim();
    } catch (error) {
      if (!(error instanceof Error && error.name === "AbortError")) throw error;
      stderr.write("\n");
      return undefined;
    } finally {
      prompt.close();
    }
  }

  return {
    layout: {
      width: Math.min(stdout.columns || 80, WIDEST),
      style: stdout.isTTY && !noColor ? terminalStyle : plainStyle,
    },
    interactive: stdin.isTTY && stderr.isTTY,
    write: (text) => writeAnswer(text === "" || text.endsWith("\n") ? text : `${text}\n`),
    note: (text) => void stderr.write(text.endsWith("\n") ? text : `${text}\n`),
    confirm: async (question) => /^y(es)?$/i.test((await ask(`${question} [y/N] `)) ?? ""),
    ask: (question) => ask(`${question} `),
    async paste() {
      const prompt = createInterface({ input: stdin, output: stderr, prompt: "" });
      const lines: string[] = [];
      for await (const line of prompt) lines.push(line);
      return lines.join("\n");
    },
  };
}

/** Writes to stdout. Ends the process when that fails: in silence where the reader has closed early, else with a sentence. */
export function writeAnswer(text: string): void {
  const { stdout, stderr } = process;
  stdout.once("error", ({ code }: NodeJS.ErrnoException) => {
    // `lifelong history | head` has seen enough.
    if (code === "EPIPE") process.exit(0);
    stderr.write(`lifelong: The answer could not be written to stdout (${code}). Write it to another place.\n`);
    process.exit(1);
  });
  stdout.write(text);
}
