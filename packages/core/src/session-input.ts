import { createHash } from "node:crypto";
import * as z from "zod";
import { PersonaError } from "./errors.ts";
import { issuesText } from "./issues-text.ts";
import type { Message, Session, Source } from "./session.ts";

/** Most text of one session, and of one part. UTF-8 bytes. */
const SESSION_BYTES = 4 * 1024 * 1024;
const PART_BYTES = 64 * 1024;
const ID_CHARACTERS = 200;

/** A session that is fit to be recorded. */
export interface ParsedSession {
  readonly id: string;
  /** False when the caller gave no id and it was made from the first message and the start. */
  readonly named: boolean;
  readonly startedAt: string;
  readonly source: Source;
  readonly private: boolean;
  readonly messages: readonly Message[];
}

/** How far clocks may disagree; a session that starts later than that would outrank everything that is yet to be said. */
const SKEW_MS = 24 * 60 * 60 * 1000;

const HALF_CHARACTER = "holds half a character (a lone surrogate); send well-formed Unicode";

const sessionInput: z.ZodType<Session> = z.strictObject({
  id: z
    .string()
    .min(1, "the session id is empty; leave it out or name one")
    .max(ID_CHARACTERS, `the session id is longer than ${ID_CHARACTERS} characters; send a shorter one`)
    .refine((id) => id.isWellFormed(), `the session id ${HALF_CHARACTER}`)
    .refine((id) => !id.startsWith("closed:"), 'a session id must not begin with "closed:"; send another one')
    .optional(),
  startedAt: z.iso
    .datetime({ offset: true, message: "the start is no time in ISO 8601; send one such as 2026-03-01T09:30:00Z" })
    .optional(),
  source: z.enum(["witnessed", "relayed"]).optional(),
  private: z.boolean().optional(),
  messages: z
    .array(
      z.strictObject({
        role: z.enum(["user", "assistant", "system", "tool"], "the role is none of user, assistant, system and tool"),
        text: z.string().refine((text) => text.isWellFormed(), HALF_CHARACTER),
      }),
    )
    .min(1, "there is no message; send at least one message"),
});

/**
 * Checks what a caller wants recorded, and fills in id and start.
 *
 * @throws PersonaError `INVALID_INPUT` naming what does not fit; nothing was stored then
 */
export function parseSession(input: unknown, now: Date): ParsedSession {
  const parsed = sessionInput.safeParse(input);
  if (!parsed.success) {
    throw new PersonaError("INVALID_INPUT", `Nothing was recorded: ${issuesText(parsed.error)}. Send it corrected.`);
  }
  const { id, startedAt, source, messages } = parsed.data;
  const bytes = messages.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
  if (bytes > SESSION_BYTES) {
    throw new PersonaError(
      "INVALID_INPUT",
      `Nothing was recorded: the session holds ${bytes} bytes of text, and ${SESSION_BYTES} is the most. Record it as several sessions.`,
    );
  }
  if (messages.every(({ text }) => text.trim() === "")) {
    throw new PersonaError(
      "INVALID_INPUT",
      "Nothing was recorded: none of the messages holds any text. Send what was said.",
    );
  }
  const start = startedAt === undefined ? now : new Date(startedAt);
  if (start.getTime() > now.getTime() + SKEW_MS) {
    throw new PersonaError(
      "INVALID_INPUT",
      "Nothing was recorded: the session starts in the future. Send when it began, or leave the start out.",
    );
  }
  return {
    id: id ?? defaultId(messages, startedAt === undefined ? now.toISOString().slice(0, 10) : start.toISOString()),
    named: id !== undefined,
    startedAt: start.toISOString(),
    source: source ?? "witnessed",
    private: parsed.data.private ?? false,
    messages: messages.flatMap(cutToParts),
  };
}

/** Without a start the day stands for it: the same beginning on the same day is the same conversation, grown. */
function defaultId([first]: readonly Message[], start: string): string {
  return `session-${createHash("sha256")
    .update(JSON.stringify([first, start]))
    .digest("hex")
    .slice(0, 16)}`;
}

/** A message that fits no part becomes several in a row, cut behind white space where there is any. */
function cutToParts(message: Message): Message[] {
  const pieces: Message[] = [];
  let rest = message.text;
  while (Buffer.byteLength(rest) > PART_BYTES) {
    // A quarter of the bytes in characters fits whatever the script.
    const room = PART_BYTES / 4;
    const space = rest.lastIndexOf(" ", room);
    const cut = space > room / 2 ? space + 1 : room - (isHighSurrogate(rest.charCodeAt(room - 1)) ? 1 : 0);
    pieces.push({ role: message.role, text: rest.slice(0, cut) });
    rest = rest.slice(cut);
  }
  return [...pieces, { role: message.role, text: rest }];
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

/** Messages in stretches of at most 64 KiB of text, in order. */
export function splitIntoParts(messages: readonly Message[]): readonly (readonly Message[])[] {
  const parts: Message[][] = [];
  let room = 0;
  for (const message of messages) {
    const bytes = Buffer.byteLength(message.text);
    const open = parts.at(-1);
    if (open && bytes <= room) {
      open.push(message);
      room -= bytes;
    } else {
      parts.push([message]);
      room = PART_BYTES - bytes;
    }
  }
  return parts;
}
