import * as z from "zod";
import { createDialogue, type Dialogue } from "./dialogue.ts";
import type { LeftOut, Transcript } from "./transcript.ts";
import { parseLine } from "./transcript-lines.ts";

const block = z.looseObject({ type: z.string(), text: z.string().optional() });
const content = z.union([z.string(), z.array(block)]);

/** What we look at in an entry; files of Claude Code 2.1.34, 2.1.100, 2.1.197 and 2.1.330 were read. */
const entry = z.looseObject({
  type: z.string(),
  sessionId: z.string().optional(),
  /** Of the conversation for which an answer was made, in a copy of it. */
  requestSessionId: z.string().optional(),
  cwd: z.string().optional(),
  timestamp: z.string().optional(),
  entrypoint: z.string().optional(),
  isSidechain: z.boolean().optional(),
  isMeta: z.boolean().optional(),
  isCompactSummary: z.boolean().optional(),
  origin: z.looseObject({ kind: z.string() }).optional(),
  promptSource: z.string().optional(),
  message: z.looseObject({ id: z.string().optional(), model: z.string().optional(), content }).optional(),
  attachment: z.looseObject({ type: z.string() }).optional(),
});
type Entry = z.infer<typeof entry>;

/** A prompt that was typed while the model was at work. */
const queuedPrompt = z.looseObject({
  type: z.literal("queued_command"),
  commandMode: z.literal("prompt"),
  humanTurn: z.literal(true),
  origin: z.looseObject({ kind: z.literal("human") }),
  prompt: content,
});

/** Entries that the host makes for itself; newer versions have more of them. */
const NOTES = [
  ...["api-request", "api-request-blob", "api-request-shape", "atis-latch", "cost-state", "file-history-snapshot"],
  ...["last-prompt", "mode", "permission-mode", "queue-operation", "summary", "system", "tools-used"],
];

/** Says of an entry by a mark of its own that no person made it as it stands. */
const MARKS: readonly (readonly [mark: string, reason: LeftOut])[] = [
  ["isSidechain", "side-chain"],
  ["isCompactSummary", "summary"],
  ["isMeta", "meta"],
  ["toolUseResult", "tool-result"],
  ["sourceToolAssistantUUID", "tool-result"],
  ["isVirtual", "not-typed"],
  ["isVisibleInTranscriptOnly", "not-typed"],
  ["textNotTyped", "not-typed"],
  ["handedOff", "not-typed"],
  ["promptRewritten", "not-typed"],
  ["scheduledTaskId", "not-typed"],
];

/** What a text begins with that the host wrote around something else. */
const ENVELOPES: readonly (readonly [beginning: RegExp, reason: LeftOut])[] = [
  [/^<(?:command-|local-command-|bash-)[a-z]+>/, "command"],
  [/^<[a-z-]*hook[a-z-]*>/, "hook"],
  [/^<(?:task-notification|ide_[a-z_]+|new-diagnostics)>/, "reminder"],
  [/^\[Request interrupted by user[^\]]*\]$/, "interruption"],
  [/^This session is being continued from a previous conversation/, "summary"],
];
/** In versions that do not say where a prompt came from, no tag of this kind is a person's. */
const HOST_TAG = /^<[a-z]+[-_][a-z_-]+>/;
/** The id is a random one, so that nothing that was pasted can end it. */
const PASTED = /<pasted_content id="([^"]*)">[\s\S]*?(?:<\/pasted_content id="\1">|$)/g;
const REMINDERS = /<system-reminder>[\s\S]*?(?:<\/system-reminder>|$)/g;

/**
 * Reads a transcript of Claude Code: JSON lines in `projects/<folder>/<session>.jsonl` below its configuration.
 *
 * An entry of role `user` is a person's words only if the host says that it was typed; everything else is left out, and
 * counted. What a rewound conversation no longer shows was typed nevertheless, and stays.
 *
 * @returns null for lines that are no such transcript, or hold no conversation yet
 */
export async function readClaudeCode(lines: AsyncIterable<string>): Promise<Transcript | null> {
  const dialogue = createDialogue();
  let sessionId: string | undefined;
  let cwd: string | undefined;
  let begun: string | undefined;
  for await (const line of lines) {
    if (line.trim() === "") continue;
    const parsed = entry.safeParse(parseLine(line));
    if (!parsed.success) {
      dialogue.leaveOut("unreadable");
      continue;
    }
    const { data } = parsed;
    sessionId ??= data.sessionId;
    cwd ??= data.cwd;
    begun ??= data.timestamp;
    readEntry(data, dialogue);
  }
  const startedAt = dialogue.messages.find(({ at }) => at !== undefined)?.at ?? begun;
  if (sessionId === undefined || startedAt === undefined) return null;
  const { messages, leftOut } = dialogue;
  const unattended = leftOut.unattended !== undefined && messages.length === 0;
  return { sessionId, ...(cwd && { cwd }), startedAt, messages, unattended, leftOut };
}

function readEntry(data: Entry, dialogue: Dialogue): void {
  // A forked conversation begins with entries of the one it was forked from.
  const isCopy = data.requestSessionId !== undefined && data.requestSessionId !== data.sessionId;
  if (isCopy) dialogue.wereCopied();
  else if (data.type === "user") readUser(data, dialogue);
  else if (data.type === "assistant") readAssistant(data, dialogue);
  else if (data.type === "attachment") readAttachment(data, dialogue);
  else if (!NOTES.includes(data.type)) dialogue.leaveOut("unknown");
}

function readUser(data: Entry, dialogue: Dialogue): void {
  const words = wordsOf(data.message?.content, dialogue);
  const reason = markOf(data) ?? envelopeOf(words) ?? untyped(data, words);
  if (reason) dialogue.leaveOut(reason);
  else dialogue.typed(words, data.timestamp);
}

function readAssistant(data: Entry, dialogue: Dialogue): void {
  const { message } = data;
  const text = textOf(message?.content);
  if (data.isSidechain) dialogue.leaveOut("side-chain");
  // The host itself says so when there was no answer, or an error.
  else if (text !== "" && message?.model !== "<synthetic>") dialogue.answered(text, message?.id, data.timestamp);
}

function readAttachment(data: Entry, dialogue: Dialogue): void {
  const queued = queuedPrompt.safeParse(data.attachment);
  if (!queued.success || data.isSidechain) {
    if (data.attachment?.type.startsWith("hook_")) dialogue.leaveOut("hook");
    else if (data.attachment?.type === "queued_command") dialogue.leaveOut("not-typed");
    return;
  }
  const words = wordsOf(queued.data.prompt, dialogue);
  const reason = markOf(queued.data) ?? envelopeOf(words);
  if (reason) dialogue.leaveOut(reason);
  else dialogue.typed(words, data.timestamp);
}

/** Texts of a message; what else it holds, like an image or the result of a tool, has none. */
function textOf(parts: z.infer<typeof content> | undefined): string {
  if (parts === undefined || typeof parts === "string") return parts?.trim() ?? "";
  const texts = parts.flatMap(({ type, text }) => (type === "text" && text ? [text] : []));
  return texts.join("\n").trim();
}

/** The same without what was pasted, and what the host reminds its model of in between. */
function wordsOf(parts: z.infer<typeof content> | undefined, dialogue: Dialogue): string {
  const text = textOf(parts);
  const own = text.replace(PASTED, "");
  if (own !== text) dialogue.leaveOut("not-typed");
  return own.replace(REMINDERS, "").trim();
}

function markOf(data: Readonly<Record<string, unknown>>): LeftOut | undefined {
  return MARKS.find(([mark]) => data[mark])?.[1];
}

function envelopeOf(text: string): LeftOut | undefined {
  if (text === "") return "not-typed";
  return ENVELOPES.find(([beginning]) => beginning.test(text))?.[1];
}

/**
 * Newer versions say of each prompt where it came from. Before, a prompt of a person is known by what the host keeps of
 * the session's mode with it, and a program's by its entry point.
 */
function untyped(data: Entry, text: string): LeftOut | undefined {
  const { origin, promptSource, entrypoint } = data;
  if (promptSource === "sdk" || entrypoint?.startsWith("sdk")) return "unattended";
  if (origin !== undefined && origin.kind !== "human") return "not-typed";
  if (promptSource !== undefined)
    return promptSource === "typed" || promptSource === "queued" ? undefined : "not-typed";
  const isTyped = data.permissionMode !== undefined && (entrypoint === "cli" || data.todos !== undefined);
  return isTyped && !HOST_TAG.test(text) ? undefined : "not-typed";
}
