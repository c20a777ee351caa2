import { styleText } from "node:util";
import { type Layout, plainStyle, terminalStyle, wrap } from "lifelong";

const WIDTH = 80;

/** What the demo shows, line by line. */
export interface Page {
  readonly layout: Layout;
  /** Lines as they are, and an empty one below. */
  write(...lines: readonly string[]): void;
  /** The head of a part, and in a sentence what it is about. */
  part(title: string, sentence: string): void;
  /** A sentence of the narrator's. */
  remark(sentence: string): void;
  /** What the demo has checked at this point, a sentence each. */
  prove(...sentences: readonly string[]): void;
}

/** A page on this process's stdout: in colour where the terminal and NO_COLOR and FORCE_COLOR allow it. */
export function openPage(): Page {
  const { stdout } = process;
  const style = styleText("bold", "x") === "x" ? plainStyle : terminalStyle;
  const width = Math.min(stdout.columns || WIDTH, WIDTH);
  const write = (...lines: readonly string[]) => void stdout.write(`${[...lines, ""].join("\n")}\n`);
  return {
    layout: { width, style },
    write,
    part(title, sentence) {
      const rule = style.faint("─".repeat(Math.max(0, width - title.length - 4)));
      write(`${style.faint("──")} ${style.strong(title)} ${rule}`);
      this.remark(sentence);
    },
    remark(sentence) {
      write(...wrap(sentence, width - 4).map((line) => `  ${line}`));
    },
    prove(...sentences) {
      write(
        ...sentences.flatMap((sentence) =>
          wrap(sentence, width - 4).map((line, row) => `  ${row === 0 ? style.good("✓") : " "} ${line}`),
        ),
      );
    },
  };
}
