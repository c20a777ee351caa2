import * as z from "zod";
import { createDialogue, type Dialogue } from "./dialogue.ts";
import type { LeftOut, Sitting, Transcript } from "./transcript.ts";
import { parseLine } from "./transcript-lines.ts";

const part = z.looseObject({
  text: z.string().optional(),
  thought: z.boolean().optional(),
  functionResponse: z.unknown().optional(),
});
const content = z.union([z.string(), z.array(part)]);

/** The first line; files of Gemini CLI 0.61.0 were read. */
const sessionMeta = z.looseObject({
  sessionId: z.string(),
  projectHash: z.string(),
  startTime: z.string(),
  kind: z.string().optional(),
});
const entry = z.looseObject({
  id: z.string(),
  timestamp: z.string().optional(),
  type: z.string(),
  content: content.optional(),
  /** What was typed, where something else went to the model. */
  displayContent: content.optional(),
});
type Entry = z.infer<typeof entry>;
/** Replaces what the host remembers of the conversation; the lines before have told it already. */
const update = z.looseObject({
  $set: z.looseObject({ sessionId: z.string().optional(), messages: z.array(z.unknown()).optional() }),
});
const rewind = z.looseObject({ $rewindTo: z.string() });

/** Shown to a person on a screen. */
const NOTICES = ["info", "warning", "error"];
/** No hook can say `<` in it: the host writes another character. */
const HOOK_CONTEXT = /^<hook_context>[^<]*<\/hook_context>$/;
/** Without a screen, what a hook said at the start stands before the prompt. */
const PRINTED = /^<hook_context>[^<]*<\/hook_context>\s*\S/;
/** The host's own copies of a conversation begin with it. */
const COPY = /^<session_context>/;
const REFERENCED = /\n?--- Content from referenced files ---[\s\S]*$/;

/** What a text begins with that the host wrote around something else. */
const ENVELOPES: readonly (readonly [beginning: RegExp, reason: LeftOut])[] = [
  [/^\//, "command"],
  [/^I ran the following shell command:/, "command"],
  [/^<state_snapshot>/, "summary"],
  [/^<[a-z]+[-_][a-z_-]+>/, "reminder"],
  [/^Here is (?:the user's editor context|a summary of changes in the user's editor context)/, "reminder"],
  [/^\[?System: /, "reminder"],
  [/^- \*\*Workspace Directories:\*\*/, "reminder"],
  [/^User has manually exited Plan Mode\./, "reminder"],
  [/^User (?:steering update|hints):/, "reminder"],
];

/** A sitting while it is read. */
interface Reading {
  isAttended: boolean;
  isTold: boolean;
  isBegun: boolean;
  /** Lines that follow repeat another conversation, or this one. */
  isCopy: boolean;
  lastTyped?: string;
}

/**
 * Reads a transcript of Gemini CLI: JSON lines in `tmp/<project>/chats/session-….jsonl` below its home.
 *
 * The host notes who asked only by what it does with the words of a hook at the start: on a screen they stand in an entry
 * of their own, else in front of the prompt. Notices too are for a screen alone. Where neither is, nothing teaches.
 *
 * @returns null for lines that are no such transcript, or tell of a subagent
 */
export async function readGemini(lines: AsyncIterable<string>): Promise<Transcript | null> {
  const dialogue = createDialogue();
  const { meta } = await readLines(lines, dialogue);
  if (meta === undefined || meta.kind === "subagent") return null;
  const { messages, leftOut } = dialogue;
  const unattended = leftOut.unattended !== undefined && messages.length === 0;
  return { sessionId: meta.sessionId, startedAt: meta.startTime, messages, unattended, leftOut };
}

/** What the same lines show of the process that wrote the last of them. */
export async function readGeminiSitting(lines: AsyncIterable<string>): Promise<Sitting> {
  const { isAttended, isTold, isBegun } = (await readLines(lines, createDialogue())).sitting;
  return { isAttended, isTold, isBegun };
}

/** Whether a prompt, as a hook is told of it, is that of a run without a screen. */
export function isPrinted(prompt: string): boolean {
  return PRINTED.test(prompt);
}

async function readLines(
  lines: AsyncIterable<string>,
  dialogue: Dialogue,
): Promise<{ meta: z.infer<typeof sessionMeta> | undefined; sitting: Reading }> {
  let meta: z.infer<typeof sessionMeta> | undefined;
  let sitting = startReading();
  const told = new Set<string>();
  for await (const text of lines) {
    if (text.trim() === "") continue;
    const data = parseLine(text);
    const started = sessionMeta.safeParse(data).data;
    meta ??= started;
    const parsed = entry.safeParse(data).data;
    const set = update.safeParse(data).data?.$set;
    if (started !== undefined || set?.sessionId !== undefined) sitting = startReading();
    else if (set !== undefined) sitting.isCopy &&= set.messages === undefined;
    else if (parsed !== undefined) readEntry(parsed, sitting, told, dialogue);
    else if (data === undefined) dialogue.leaveOut("unreadable");
    else if (!rewind.safeParse(data).success) dialogue.leaveOut("unknown");
  }
  return { meta, sitting };
}

function startReading(): Reading {
  return { isAttended: false, isTold: false, isBegun: false, isCopy: false };
}

/** @param told - texts of the user's that came before, in this conversation */
function readEntry(data: Entry, sitting: Reading, told: Set<string>, dialogue: Dialogue): void {
  const texts = textsOf(data.content);
  // What a tool brought is noted so, too, in parts without a text.
  if (NOTICES.includes(data.type) && typeof data.content === "string") sitting.isAttended = true;
  else if (data.type === "user") readUser(data, texts, sitting, told, dialogue);
  else if (data.type === "gemini") answer(texts.join("\n"), data, sitting, dialogue);
  else if (!NOTICES.includes(data.type)) dialogue.leaveOut("unknown");
}

function readUser(
  data: Entry,
  texts: readonly string[],
  sitting: Reading,
  told: Set<string>,
  dialogue: Dialogue,
): void {
  const [first = ""] = texts;
  const own = texts.filter((text) => !HOOK_CONTEXT.test(text));
  const isPrint = PRINTED.test(first);
  if (own.length < texts.length || isPrint) sitting.isTold = true;
  if (own.length === 0 && texts.length > 0) {
    if (texts.length === 1 && !sitting.isBegun) sitting.isAttended = true;
    dialogue.leaveOut("hook");
    return;
  }
  sitting.isBegun = true;
  if (COPY.test(first)) sitting.isCopy = true;
  const isCopied = sitting.isCopy || own.some((text) => told.has(text));
  for (const text of own) told.add(text);
  if (isPrint && !isCopied) sitting.isAttended = false;
  const words = wordsOf(data.displayContent === undefined ? own : textsOf(data.displayContent));
  const reason = isPrint && !isCopied ? "unattended" : whyNot(words, data, sitting, isCopied);
  if (reason) {
    dialogue.leaveOut(reason);
    return;
  }
  dialogue.typed(words, data.timestamp);
  sitting.lastTyped = words;
}

function wordsOf(texts: readonly string[]): string {
  const typed = texts.filter((text) => !HOOK_CONTEXT.test(text));
  return typed.join("\n").replace(REFERENCED, "").trim();
}

function whyNot(
  words: string,
  { content, displayContent }: Entry,
  { isAttended, lastTyped }: Reading,
  isCopied: boolean,
): LeftOut | undefined {
  if (holdsResult(content)) return "tool-result";
  const envelope = ENVELOPES.find(([beginning]) => beginning.test(words))?.[1];
  if (envelope) return envelope;
  if (isCopied) return "copied";
  // The host goes on by itself, with words of its own, and shows the last prompt with them.
  const isRepeated = displayContent !== undefined && words === lastTyped;
  return words !== "" && isAttended && !isRepeated ? undefined : "not-typed";
}

function answer(words: string, { timestamp }: Entry, { isAttended, isCopy }: Reading, dialogue: Dialogue): void {
  if (isAttended && !isCopy && words !== "") dialogue.answered(words, undefined, timestamp);
}

function holdsResult(parts: Entry["content"]): boolean {
  return Array.isArray(parts) && parts.some(({ functionResponse }) => functionResponse !== undefined);
}

/** Texts that are no thoughts of the model. */
function textsOf(parts: Entry["content"]): readonly string[] {
  if (typeof parts === "string") return parts === "" ? [] : [parts];
  return (parts ?? []).flatMap(({ text, thought }) => (text && !thought ? [text] : []));
}
