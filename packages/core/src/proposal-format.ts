import type { JsonSchema, OutputForm } from "./model.ts";

/** A nullable text. */
const textOrNull = { type: ["string", "null"] };

/** What a proposal looks like on its way from a model. Strict vendors want every property required and no others. */
const PROPOSAL_SCHEMA: JsonSchema = {
  type: "object",
  properties: {
    operations: {
      type: "array",
      items: {
        type: "object",
        properties: {
          kind: { type: "string", enum: ["set", "add", "remove", "confirm"] },
          field: { type: "string" },
          content: { type: ["string", "number", "boolean", "null"] },
          valueId: textOrNull,
          evidence: {
            type: "array",
            items: {
              type: "object",
              properties: {
                session: { type: "string" },
                message: { type: "integer" },
                quote: { type: "string" },
              },
              required: ["session", "message", "quote"],
              additionalProperties: false,
            },
          },
        },
        required: ["kind", "field", "content", "valueId", "evidence"],
        additionalProperties: false,
      },
    },
  },
  required: ["operations"],
  additionalProperties: false,
};

/** The form of output in which a proposal is asked for natively. */
export const PROPOSAL_FORM: Extract<OutputForm, { kind: "schema" }> = {
  kind: "schema",
  name: "proposal",
  schema: PROPOSAL_SCHEMA,
};
