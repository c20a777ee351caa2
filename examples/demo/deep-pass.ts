import type { Content } from "@lifelong/core";
import { z } from "zod";

/** What the script finds in the brief, where a model would think. */
interface Finding {
  readonly kind: "set" | "add";
  readonly field: string;
  readonly content: Content;
  /** Words of the conversation that it quotes. */
  readonly quote: string;
}

/** Plain words that no rule of grammar finds, and one thing that only the assistant said. */
const FINDINGS: readonly Finding[] = [
  { kind: "set", field: "patterns.usage", content: "between two patients", quote: "I read them between two patients" },
  { kind: "add", field: "likes", content: "mushrooms", quote: "love mushrooms" },
  {
    kind: "add",
    field: "personality.interests",
    content: "home automation",
    quote: "I'm interested in home automation",
  },
];

const line = z.object({
  session: z.string().optional(),
  m: z.int().optional(),
  user: z.string().optional(),
  assistant: z.string().optional(),
});

/** A script in the place of the model of a host, for want of one: proposes each finding once, from where it stands in the brief. */
export function createScriptedModel(): (brief: string) => readonly object[] {
  const told = new Set<Finding>();
  return (brief) => {
    const operations: object[] = [];
    let session = "";
    for (const text of brief.split("\n").filter((row) => row.startsWith('{"'))) {
      const said = line.parse(JSON.parse(text));
      session = said.session ?? session;
      for (const finding of FINDINGS) {
        const { quote, ...operation } = finding;
        if (told.has(finding) || !`${said.user ?? ""}${said.assistant ?? ""}`.includes(quote)) continue;
        told.add(finding);
        operations.push({ ...operation, valueId: null, evidence: [{ session, message: said.m ?? 0, quote }] });
      }
    }
    return operations;
  };
}
