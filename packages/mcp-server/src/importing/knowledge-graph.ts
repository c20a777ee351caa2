import * as z from "zod";
import type { Statement, StatementFormat } from "./format.ts";

const entity = z.object({
  type: z.literal("entity"),
  name: z.string(),
  entityType: z.string(),
  observations: z.array(z.string()),
});
const relation = z.object({ type: z.literal("relation"), from: z.string(), to: z.string(), relationType: z.string() });

/** What such memories call their user. */
const USER = /^(?:default[_ ])?user$|^me$/i;

/**
 * The file of the official MCP memory server: entities with observations, and relations between them, a line each. An
 * observation of the user is a statement about them; any other names what it is about.
 */
export const knowledgeGraph: StatementFormat = {
  kind: "statements",
  name: "memory of the MCP memory server",
  document: "https://github.com/modelcontextprotocol/servers/blob/main/src/memory/README.md",

  recognises: (first) => entity.safeParse(first).success || relation.safeParse(first).success,

  async *read(values) {
    for await (const value of values) {
      const observed = entity.safeParse(value).data;
      for (const text of observed?.observations ?? []) yield statementOf(observed?.name ?? "", text);
      const related = relation.safeParse(value).data;
      if (related) yield statementOf(related.from, `${related.relationType.replaceAll("_", " ")} ${related.to}`);
    }
  },
};

function statementOf(name: string, text: string): Statement {
  return USER.test(name) ? { text: `User ${text.replace(/^user\s+/i, "")}` } : { text: `${name}: ${text}` };
}
