import { defaultSchema, emptyPersona, type Operation, type Optimizer } from "@lifelong/core";
import { createExtractor } from "@lifelong/extractor";
import { fieldOfLabel } from "./evaluation-schema.ts";

/**
 * The built-in extractor under the evaluation's schema, whose fields it does not know: it reads under its own, and what it
 * finds goes into one field for all.
 */
export function extractorUnderLabels(): Optimizer {
  const extractor = createExtractor();
  return {
    name: extractor.name,
    async propose(brief, options) {
      const own = { ...brief, schema: defaultSchema, persona: emptyPersona(brief.persona.userId) };
      const { operations } = await extractor.propose(own, options);
      return {
        operations: operations.flatMap((operation): Operation[] =>
          operation.kind === "set" || operation.kind === "add"
            ? [{ ...operation, kind: "add", field: fieldOfLabel("UNMAPPED"), content: String(operation.content) }]
            : [],
        ),
      };
    },
  };
}
