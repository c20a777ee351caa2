import { styleText } from "node:util";

/** Marks what a text is, not how it looks. */
export interface Style {
  title(text: string): string;
  strong(text: string): string;
  faint(text: string): string;
  good(text: string): string;
  bad(text: string): string;
}

/** What a view needs to know about where it is shown. */
export interface Layout {
  /** Columns. */
  readonly width: number;
  readonly style: Style;
}

/** For files, pipes and whoever asked for no colours. */
export const plainStyle: Style = {
  title: (text) => text,
  strong: (text) => text,
  faint: (text) => text,
  good: (text) => text,
  bad: (text) => text,
};

export const terminalStyle: Style = {
  title: (text) => styleText(["bold", "cyan"], text, { validateStream: false }),
  strong: (text) => styleText("bold", text, { validateStream: false }),
  faint: (text) => styleText("dim", text, { validateStream: false }),
  good: (text) => styleText("green", text, { validateStream: false }),
  bad: (text) => styleText("yellow", text, { validateStream: false }),
};
