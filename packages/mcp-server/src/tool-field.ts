import { type Content, fieldState, PersonaError, type PersonaSchema, printable } from "@lifelong/core";
import type { ToolContext } from "./define-tool.ts";
import { parseContent } from "./field-content.ts";
import { resolveField } from "./field-name.ts";

/**
 * The path of the field that a host's model means.
 *
 * @throws PersonaError `INVALID_INPUT` naming all fields
 */
export function fieldIn(schema: PersonaSchema, name: string): string {
  return resolveField(schema, name, `All fields: ${Object.keys(schema.fields).join(", ")}.`);
}

/**
 * What a host's model wrote, as a content of the field; for looking up what is held.
 *
 * @throws PersonaError `INVALID_INPUT` saying what the field takes
 */
export function contentIn(schema: PersonaSchema, field: string, written: Content): Content {
  return parseContent(schema, field, String(written));
}

/**
 * The same for what is held already. A host is shown values as they are printed, and names them so: what stands there in
 * other characters is found by its print.
 *
 * @throws PersonaError `INVALID_INPUT` saying what the field takes, and what the store throws
 */
export async function heldContentIn(
  { personalizer, userId }: Pick<ToolContext, "personalizer" | "userId">,
  field: string,
  written: Content,
): Promise<Content> {
  const content = contentIn(personalizer.schema, field, written);
  const { values } = fieldState(await personalizer.show(userId), field);
  const held =
    values.find((value) => value.content === content) ?? values.find((value) => printable(value.content) === content);
  return held?.content ?? content;
}

const POISON = {
  url: "holds a link",
  markup: "holds markup or invisible characters",
  instruction: "tells an assistant what to do",
} as const;

/**
 * The same for what shall be held from now on. A model that a web page has talked into it may send anything as the
 * user's wish, so what learning keeps out of the prompt is kept out here too; the user's own hand may enter it.
 *
 * @throws PersonaError `INVALID_INPUT` also for what a prompt must not hold
 */
export async function newContentIn(schema: PersonaSchema, field: string, written: Content): Promise<Content> {
  // What these rules load, nobody waits for who only lists the tools.
  const { holdsCredential, quarantine } = await import("@lifelong/core");
  const content = contentIn(schema, field, written);
  const definition = schema.fields[field];
  const poison = definition && quarantine(content, definition, "user");
  const fault = holdsCredential(String(content))
    ? "holds a password, a key or a number of an account"
    : poison && POISON[poison];
  if (fault === undefined) return content;
  throw new PersonaError(
    "INVALID_INPUT",
    `This ${fault}, which an assistant cannot enter. Leave it out; the user can enter it by hand with \`lifelong edit\`.`,
  );
}
