import type { Skill } from "../define-skill.ts";

/** How to learn from conversations by the host's model: what would cost too much in the description of a tool. */
export const optimizer: Skill = {
  name: "lifelong-optimizer",
  uri: "skill://lifelong-optimizer/SKILL.md",
  title: "How to learn about the user",
  text: async () => (await import("./optimizer-text.ts")).OPTIMIZER_TEXT,
};
