import { readFile } from "node:fs/promises";
import { type Content, type Message, PersonaError } from "@lifelong/core";
import * as z from "zod";
import type { WrittenSession } from "../replay/replay-sessions.ts";

const message: z.ZodType<Message> = z
  .object({
    role: z.enum(["user", "assistant", "system", "tool"]),
    text: z.string().optional(),
    content: z.string().optional(),
  })
  .transform(({ role, text, content }) => ({ role, text: text ?? content ?? "" }));

const session = z.object({
  id: z.string().min(1).optional(),
  startedAt: z.iso.datetime({ offset: true }).optional(),
  messages: z.array(message).min(1),
});

const goldLine = z.strictObject({
  session: z.string(),
  operation: z.enum(["set", "add", "remove"]),
  field: z.string(),
  content: z.union([z.string().min(1), z.number(), z.boolean()]),
});

/** What a conversation tells of its user, as somebody noted it. */
export interface OwnGold {
  readonly session: string;
  readonly operation: "set" | "add" | "remove";
  readonly field: string;
  readonly content: Content;
}

/** Conversations without a date are taken to lie a day apart, the last of them on this day. */
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * A user's own conversations: JSON lines, each with `messages` (role, and text or content), and where known `id` and
 * `startedAt`. In the order of their starts.
 *
 * @throws PersonaError `CONFIGURATION` naming the file, and the line that is none
 */
export async function readSessionsFile(file: string, now: Date): Promise<readonly WrittenSession[]> {
  const lines = await readLines(file, session, 'a conversation such as {"messages":[{"role":"user","text":"…"}]}');
  const sessions = lines.map(({ id, startedAt, messages }, index) => ({
    id: id ?? `line-${index + 1}`,
    startedAt: new Date(startedAt ?? now.getTime() - (lines.length - index) * DAY_MS).toISOString(),
    messages,
  }));
  const twice = sessions.find(({ id }, index) => sessions.findIndex((other) => other.id === id) !== index);
  if (twice) throw new PersonaError("CONFIGURATION", `The file ${file} has two conversations of the id "${twice.id}".`);
  return sessions.toSorted((one, other) => Date.parse(one.startedAt) - Date.parse(other.startedAt));
}

/** @throws PersonaError `CONFIGURATION` naming the file, the line that is none, or a conversation that is not there */
export async function readGoldFile(file: string, sessions: readonly WrittenSession[]): Promise<readonly OwnGold[]> {
  const gold = await readLines(
    file,
    goldLine,
    'an operation such as {"session":"…","operation":"set","field":"location","content":"Porto"}',
  );
  const stray = gold.find((one) => !sessions.some(({ id }) => id === one.session));
  if (!stray) return gold;
  throw new PersonaError(
    "CONFIGURATION",
    `The file ${file} names a conversation that is not there: "${stray.session}".`,
  );
}

async function readLines<Line>(file: string, schema: z.ZodType<Line>, kind: string): Promise<readonly Line[]> {
  const text = await readFile(file, "utf8").catch(() => {
    throw new PersonaError("CONFIGURATION", `The file ${file} cannot be read.`);
  });
  return text.split("\n").flatMap((line, index) => {
    if (line.trim() === "") return [];
    const parsed = schema.safeParse(parseJson(line));
    if (parsed.success) return [parsed.data];
    throw new PersonaError("CONFIGURATION", `Line ${index + 1} of ${file} is not ${kind}.`);
  });
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
