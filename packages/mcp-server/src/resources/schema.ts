import { schemaName } from "@lifelong/core";
import { jsonDocument, type Resource } from "../define-resource.ts";
import { ME } from "./me.ts";

/** Which fields a persona has: what the tools take as a field. */
export const schema: Resource = {
  name: "persona-schema",
  uri: `${ME}/schema`,
  title: "Fields of a persona",
  description: "Which fields a persona has, and what belongs into each.",
  mimeType: "application/json",
  async read({ personalizer: { schema: of } }) {
    const fields = Object.entries(of.fields).map(
      ([field, { kind, label, description, options, learn, sensitivity }]) => ({
        field,
        kind,
        ...(label !== undefined && { label }),
        description,
        ...(options && { options }),
        learn,
        sensitivity,
      }),
    );
    return [jsonDocument({ schema: schemaName(of), fields })];
  },
};
