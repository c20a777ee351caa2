import { definePersonaSchema, type PersonaSchema } from "@lifelong/core";

/** One set that takes whatever anybody likes. */
export const likesSchema: PersonaSchema = definePersonaSchema({
  id: "likes",
  version: 1,
  fields: { likes: { kind: "set", description: "what the user likes", cap: 500 } },
});
