import { type Message, PersonaError, type Role } from "@lifelong/core";
import * as z from "zod";

const ROLES: readonly Role[] = ["user", "assistant", "system", "tool"];
/** `User: Hello`, also with a full-width colon. */
const SPEAKER = /^\s{0,3}(user|assistant|system|tool)\s*[:：]\s?(.*)$/i;

const message = z
  .object({ role: z.enum(ROLES), text: z.string().optional(), content: z.string().optional() })
  .refine(({ text, content }) => text !== undefined || content !== undefined, { path: ["text"] });
const conversation = z.object({ id: z.string().min(1).optional(), startedAt: z.string().optional() });

/** A conversation out of a file. */
export interface Conversation {
  readonly id?: string;
  readonly startedAt?: string;
  readonly messages: readonly Message[];
}

/**
 * Reads a conversation: JSON (messages, or an object that holds them), one JSON message a line, or plain text in which
 * each message begins with `User:` or `Assistant:`. A message is `{ "role", "text" }`, or `content` for `text`.
 *
 * @throws PersonaError `INVALID_INPUT` naming the place and what to do; the text itself is not repeated
 */
export function parseConversation(bytes: Uint8Array): Conversation {
  const text = decode(bytes);
  const start = text.trimStart().charAt(0);
  const parsed =
    start === "[" || start === "{"
      ? (parseJson(text) ?? { messages: parseJsonLines(text) })
      : { messages: parseText(text) };
  if (parsed.messages.length === 0) throw invalid("The conversation is empty. Give at least one message of the user.");
  return parsed;
}

/** Whether a text begins as the first message of a conversation does. */
export function beginsAsText(text: string): boolean {
  const [line = ""] = text.trimStart().split(/\r?\n/, 1);
  return SPEAKER.test(line);
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    const line = [...new TextDecoder("utf-8").decode(bytes).split("\n")].findIndex((part) => part.includes("\uFFFD"));
    throw invalid(`Line ${line + 1} is not UTF-8. Save the file as UTF-8 and record it again.`);
  }
}

/** Undefined when the text as a whole is no JSON, as with one message a line. */
function parseJson(text: string): Conversation | undefined {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (Array.isArray(data)) return { messages: data.map((item, index) => parseMessage(item, `Message ${index + 1}`)) };
  if (!isRecord(data) || !("messages" in data)) return { messages: [parseMessage(data, "Message 1")] };
  if (!Array.isArray(data.messages)) throw invalid('"messages" is no list. Write [{"role": "user", "text": "…"}].');
  const head = conversation.safeParse(data);
  if (!head.success) throw invalid('"id" and "startedAt" are texts. Write them in quotes, or leave them out.');
  return { ...head.data, messages: data.messages.map((item, index) => parseMessage(item, `Message ${index + 1}`)) };
}

function parseJsonLines(text: string): Message[] {
  return text.split(/\r?\n/).flatMap((line, index) => {
    if (line.trim() === "") return [];
    let data: unknown;
    try {
      data = JSON.parse(line);
    } catch {
      throw invalid(`Line ${index + 1} is no JSON. Write one message a line: {"role": "user", "text": "…"}.`);
    }
    return [parseMessage(data, `Line ${index + 1}`)];
  });
}

function parseMessage(data: unknown, place: string): Message {
  const parsed = message.safeParse(data);
  if (parsed.success) return { role: parsed.data.role, text: parsed.data.text ?? parsed.data.content ?? "" };
  const isRole = parsed.error.issues.some((issue) => issue.path[0] === "role");
  throw invalid(
    isRole
      ? `${place}: the role is none of ${ROLES.join(", ")}. Write one of these.`
      : `${place} is no message. Write {"role": "user", "text": "…"}.`,
  );
}

function parseText(text: string): Message[] {
  const messages: { role: Role; lines: string[] }[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const speaker = SPEAKER.exec(line);
    const role = ROLES.find((name) => name === speaker?.[1]?.toLowerCase());
    const last = messages.at(-1);
    if (role) messages.push({ role, lines: [speaker?.[2] ?? ""] });
    else if (last) last.lines.push(line);
    else if (line.trim() !== "")
      throw invalid(`Line ${index + 1}: a conversation begins with "User:" or "Assistant:".`);
  }
  return messages.map(({ role, lines }) => ({ role, text: lines.join("\n").trim() }));
}

function isRecord(data: unknown): data is Record<string, unknown> {
  return typeof data === "object" && data !== null;
}

function invalid(sentence: string): PersonaError {
  return new PersonaError("INVALID_INPUT", sentence);
}
