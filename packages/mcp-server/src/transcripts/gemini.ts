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
const update = z.looseObject({ $set: z.looseObject({ sessionId: z.string().optional() }) });
const rewind = z.looseObject({ $rewindTo: z.string() });

/** Shown to a person on a screen. */
const NOTICES = ["info", "warning", "error"];
/** No hook can say `<` in it: the host writes another character. */
const HOOK_CONTEXT = /^<hook_context>[^<]*<\/hook_context>/;

/** What a text begins with that the host wrote around something else. */
const ENVELOPES: readonly (readonly [beginning: RegExp, reason: LeftOut])[] = [
  [/^\//, "command"],
  [/^I ran the following shell command:/, "command"],
  [/^<state_snapshot>/, "summary"],
  [/^<[a-z]+[-_][a-z_-]+>/, "reminder"],
  [/^Here is (?:the user's editor context|a summary of changes in the user's editor context)/, "reminder"],
  [/^\[?System: /, "reminder"],
];

/** A sitting while it is read. */
interface Reading {
  isAttended: boolean;
  isTold: boolean;
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
  const { isAttended, isTold } = (await readLines(lines, createDialogue())).sitting;
  return { isAttended, isTold };
}

async function readLines(
  lines: AsyncIterable<string>,
  dialogue: Dialogue,
): Promise<{ meta: z.infer<typeof sessionMeta> | undefined; sitting: Reading }> {
  let meta: z.infer<typeof sessionMeta> | undefined;
  let sitting = startReading();
  for await (const text of lines) {
    if (text.trim() === "") continue;
    const data = parseLine(text);
    const started = sessionMeta.safeParse(data).data;
    meta ??= started;
    const parsed = entry.safeParse(data).data;
    const isStart = started !== undefined || update.safeParse(data).data?.$set.sessionId !== undefined;
    if (isStart) sitting = startReading();
    else if (parsed !== undefined) readEntry(parsed, sitting, dialogue);
    else if (data === undefined) dialogue.leaveOut("unreadable");
    else if (!update.safeParse(data).success && !rewind.safeParse(data).success) dialogue.leaveOut("unknown");
  }
  return { meta, sitting };
}

function startReading(): Reading {
  return { isAttended: false, isTold: false };
}

function readEntry(data: Entry, sitting: Reading, dialogue: Dialogue): void {
  const texts = textsOf(data.content);
  // What a tool brought is noted so, too, in parts without a text.
  if (NOTICES.includes(data.type) && typeof data.content === "string") sitting.isAttended = true;
  else if (data.type === "user") readUser(data, texts, sitting, dialogue);
  else if (data.type === "gemini") answer(texts.join("\n"), data, sitting, dialogue);
  else if (!NOTICES.includes(data.type)) dialogue.leaveOut("unknown");
}

function readUser(data: Entry, texts: readonly string[], sitting: Reading, dialogue: Dialogue): void {
  const [first = ""] = texts;
  if (texts.some((text) => HOOK_CONTEXT.test(text))) sitting.isTold = true;
  const startContext = HOOK_CONTEXT.exec(first)?.[0];
  if (startContext !== undefined) {
    sitting.isAttended = startContext === first;
    dialogue.leaveOut(sitting.isAttended ? "hook" : "unattended");
    return;
  }
  const typed =
    data.displayContent === undefined ? texts.filter((text) => !HOOK_CONTEXT.test(text)) : textsOf(data.displayContent);
  const words = typed.join("\n").trim();
  const reason = whyNot(words, data, sitting);
  if (reason) {
    dialogue.leaveOut(reason);
    return;
  }
  dialogue.typed(words, data.timestamp);
  sitting.lastTyped = words;
}

function whyNot(words: string, { content, displayContent }: Entry, sitting: Reading): LeftOut | undefined {
  if (words === "") return holdsResult(content) ? "tool-result" : "not-typed";
  const envelope = ENVELOPES.find(([beginning]) => beginning.test(words))?.[1];
  // The host goes on by itself, with words of its own, and shows the last prompt with them.
  const isRepeated = displayContent !== undefined && words === sitting.lastTyped;
  return envelope ?? (sitting.isAttended && !isRepeated ? undefined : "not-typed");
}

function answer(words: string, { timestamp }: Entry, { isAttended }: Reading, dialogue: Dialogue): void {
  if (isAttended && words !== "") dialogue.answered(words, undefined, timestamp);
}

function holdsResult(parts: Entry["content"]): boolean {
  return Array.isArray(parts) && parts.some(({ functionResponse }) => functionResponse !== undefined);
}

/** Texts that are no thoughts of the model. */
function textsOf(parts: Entry["content"]): readonly string[] {
  if (typeof parts === "string") return parts === "" ? [] : [parts];
  return (parts ?? []).flatMap(({ text, thought }) => (text && !thought ? [text] : []));
}
