import { readFileSync } from "node:fs";

/** Imported when a host asks for it. The bundle holds the text itself: rolldown.config.ts puts it here. */
export const OPTIMIZER_TEXT: string = readFileSync(
  new URL("../../skills/lifelong-optimizer/SKILL.md", import.meta.url),
  "utf8",
);
