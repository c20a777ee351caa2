import { textWidth } from "lifelong";

/** Text that comes in pieces, broken into lines at words as it comes. */
export interface FlowingText {
  push(delta: string): void;
  /** Writes what is held back, since its word may go on. */
  end(): void;
}

/** Everything that a terminal might obey, and not print. */
const UNSAFE = /[\p{Cc}\u200E\u200F\u2028-\u202E\u2066-\u2069]/u;

/**
 * @param layout.width - columns of a line, without the indent; asked for each line, since windows change
 * @param layout.indent - stands before every line but the first
 */
export function flowingText(
  write: (text: string) => void,
  layout: { readonly width: number; readonly indent: string },
): FlowingText {
  let word = "";
  let gap = "";
  let column = 0;

  function breakLine(): void {
    write(`\n${layout.indent}`);
    column = 0;
  }

  function flush(): void {
    if (word === "") return;
    const needed = textWidth(word);
    if (column > 0 && column + gap.length + needed > layout.width) {
      breakLine();
      gap = "";
    }
    write(`${gap}${word}`);
    column += gap.length + needed;
    gap = "";
    word = "";
  }

  return {
    push(delta) {
      for (const letter of delta) {
        if (letter === "\n") {
          flush();
          gap = "";
          breakLine();
        } else if (/\s/u.test(letter)) {
          flush();
          gap += " ";
        } else if (!UNSAFE.test(letter)) {
          // Chinese and Japanese break between any two letters, but not before a full stop.
          if (textWidth(letter) > 1 && !/\p{P}/u.test(letter)) flush();
          word += letter;
          // What is longer than a line, such as an address, comes as it comes.
          if (textWidth(word) >= layout.width) flush();
        }
      }
    },
    end: flush,
  };
}
