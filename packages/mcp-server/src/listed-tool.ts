import * as z from "zod";
import type { Tool } from "./define-tool.ts";

/** JSON Schema, as a host reads it. */
export type ListedSchema = Readonly<Record<string, unknown>>;

/** A tool with its schemas as they are listed. */
export interface ListedTool {
  readonly tool: Tool;
  readonly inputSchema: ListedSchema;
  readonly outputSchema: ListedSchema;
}

const listed = new WeakMap<Tool, ListedTool>();

/** The same tool gives the same object, so that a server costs nothing to make. */
export function listTool(tool: Tool): ListedTool {
  const known = listed.get(tool);
  if (known) return known;
  const made = { tool, inputSchema: schemaOf(tool.input, "input"), outputSchema: schemaOf(tool.output, "output") };
  listed.set(tool, made);
  return made;
}

function schemaOf(schema: z.ZodObject, io: "input" | "output"): ListedSchema {
  const override = ({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }) => shorten(jsonSchema, io);
  const { $schema, ...json } = z.toJSONSchema(schema, { io, override });
  return json;
}

/**
 * Says the same in fewer words, which a host's model pays for each time: no bounds of whole numbers, types in one list,
 * and of an answer not what it will never hold.
 */
function shorten(json: z.core.JSONSchema.BaseSchema, io: "input" | "output"): void {
  if (io === "output") delete json.additionalProperties;
  if (json.minimum === Number.MIN_SAFE_INTEGER) delete json.minimum;
  if (json.maximum === Number.MAX_SAFE_INTEGER) delete json.maximum;
  const types = json.anyOf?.flatMap((option) =>
    typeof option === "object" && typeof option.type === "string" && Object.keys(option).length === 1
      ? [option.type]
      : [],
  );
  if (types && types.length > 0 && types.length === json.anyOf?.length) {
    delete json.anyOf;
    Object.assign(json, { type: types });
  }
}
