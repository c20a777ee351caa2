import type { Head, Persona, Revision, StoredPart, StoredStanding } from "@lifelong/core";
import * as z from "zod";
import { corrupt } from "./connection.ts";

const texts = z.array(z.string());
const maybeTexts = z.array(z.string().nullable());
const count = z.coerce.number().int().nonnegative();
const life = z.tuple([z.string().min(1), count, count, count]);

/** Of a document only what the contract names is looked at; the rest is the business of whoever wrote it. */
const persona = z.looseObject({ userId: z.string(), revision: z.number() });
const revision = z.looseObject({ revision: z.number() });
const part = z.looseObject({
  sessionId: z.string(),
  number: z.number(),
  firstMessage: z.number(),
  startedAt: z.string(),
  sequence: z.number(),
  ordinal: z.number(),
  messages: z.array(z.looseObject({ role: z.string(), text: z.string() })),
});

/** Incarnation, revision, last sequence, sessions, as the life holds them. */
export function parseHead(fields: readonly (string | null)[], key: string): Head {
  const [incarnation, revision, lastSequence, sessions] = check(life, fields, key);
  return { incarnation, revision, lastSequence, sessions };
}

/** A head, and the text of its persona; empty for one that was not read, null where there is none. */
export function parseStanding(fields: readonly (string | null)[], key: string): StoredStanding {
  const head = parseHead(fields.slice(0, 4), key);
  const [text = null] = fields.slice(4);
  if (text === "") return { head };
  const persona = text === null ? null : parsePersona(text, key);
  if ((persona?.revision ?? 0) !== head.revision) throw corrupt(key);
  return { head, persona };
}

/** Fields of a hash, null where there is none. */
export function parseFields(reply: unknown, key: string): readonly (string | null)[] {
  return check(maybeTexts, reply, key);
}

export function parseTexts(reply: unknown, key: string): string[] {
  return check(texts, reply, key);
}

export const parsePersona = (text: string, key: string): Persona => parseDocument<Persona>(persona, text, key);
export const parseRevision = (text: string, key: string): Revision => parseDocument<Revision>(revision, text, key);
export const parsePart = (text: string, key: string): StoredPart => parseDocument<StoredPart>(part, text, key);

/** The document as it was written: what the schema makes of it may have other keys in another order. */
function parseDocument<Document>(schema: z.ZodType, text: string, key: string): Document {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    // The parser's sentence quotes the text.
    throw corrupt(key);
  }
  check(schema, document, key);
  return document as Document;
}

/** @throws PersonaError `STORE_CORRUPT` naming the key */
export function check<Value>(schema: z.ZodType<Value>, value: unknown, key: string): Value {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw corrupt(key);
}
