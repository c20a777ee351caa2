import * as z from "zod";
import type { StatementFormat } from "./format.ts";

const memory = z.object({ id: z.string(), memory: z.string(), user_id: z.string().nullish() });
const page = z.object({ results: z.array(memory) });

/** What mem0 gives out of all memories: a list of them, or a page that holds one. */
export const mem0: StatementFormat = {
  kind: "statements",
  name: "mem0 export",
  document: "https://docs.mem0.ai/cookbooks/essentials/exporting-memories",

  recognises: (first) => memory.safeParse(first).success || page.safeParse(first).success,

  async *read(values) {
    for await (const value of values) {
      const memories = page.safeParse(value).data?.results ?? [memory.safeParse(value).data];
      for (const each of memories) {
        if (each) yield { text: each.memory, ...(each.user_id && { name: each.user_id }) };
      }
    }
  },
};
