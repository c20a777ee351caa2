import * as z from "zod";
import { createDialogue, type Dialogue } from "./dialogue.ts";
import type { LeftOut, Transcript } from "./transcript.ts";
import { parseLine } from "./transcript-lines.ts";

const line = z.looseObject({
  type: z.string(),
  timestamp: z.string().optional(),
  payload: z.looseObject({ type: z.string().optional() }).optional(),
});
type Line = z.infer<typeof line>;

/** The first line; files of Codex 0.101.0 and 0.169.0 were read. */
const sessionMeta = z.looseObject({
  id: z.string(),
  timestamp: z.string(),
  cwd: z.string().optional(),
  originator: z.string().optional(),
  /** A word, or an object for what another session started. */
  source: z.unknown(),
  thread_source: z.string().optional(),
});

const textBlock = z.looseObject({ type: z.string(), text: z.string().optional() });
/** What was said, in newer versions. */
const completedItem = z.looseObject({
  type: z.literal("item_completed"),
  turn_id: z.string().optional(),
  item: z.looseObject({ type: z.string(), content: z.array(textBlock).optional() }),
});
/** The same in older ones. */
const saidMessage = z.looseObject({ type: z.enum(["user_message", "agent_message"]), message: z.string() });
const startedTurn = z.looseObject({
  type: z.literal("task_started"),
  turn_attribution: z.looseObject({ turn_id: z.string(), turn_trigger: z.string().nullish() }),
});
/** What went to the model or came from it; what a person said is told a second time here. */
const responseItem = z.looseObject({
  type: z.string(),
  role: z.string().optional(),
  content: z.array(textBlock).optional(),
});

/** Where a person sits in front of Codex. */
const ATTENDED = ["cli", "vscode"];
/** Programs that ask on their own. */
const PROGRAM = /exec|sdk|mcp/i;
const LINE_TYPES = [
  ...["session_meta", "event_msg", "response_item", "compacted", "turn_context", "world_state", "token_usage_record"],
];

const ENVELOPES: readonly (readonly [beginning: RegExp, reason: LeftOut])[] = [
  [/^<user_shell_command>/, "command"],
  [/^<turn_aborted>/, "interruption"],
  [/^(?:# AGENTS\.md instructions|<user_instructions>|<skill>)/, "meta"],
  [/^<[a-z]+[-_][a-z_-]+>/, "reminder"],
  [/^Another language model started to solve this problem/, "summary"],
];
/** An editor puts what it shows before the words that were typed. */
const EDITOR_CONTEXT = /^# Context from my IDE setup:[\s\S]*?## My request for Codex:\s*/;

/**
 * Reads a transcript of Codex: JSON lines in `sessions/<year>/<month>/<day>/rollout-….jsonl` below its home.
 *
 * A person's words are those that Codex notes as an event of the user, in a turn that the user began; the same role in
 * what goes to the model also carries instructions, the environment and the output of commands.
 *
 * @returns null for lines that are no such transcript
 */
export async function readCodex(lines: AsyncIterable<string>): Promise<Transcript | null> {
  const dialogue = createDialogue();
  let meta: z.infer<typeof sessionMeta> | undefined;
  /** What began a turn, by its id, where that is told. */
  const triggers = new Map<string, string | null | undefined>();
  for await (const text of lines) {
    if (text.trim() === "") continue;
    const parsed = line.safeParse(parseLine(text));
    if (!parsed.success) dialogue.leaveOut("unreadable");
    else if (parsed.data.type === "session_meta") meta ??= sessionMeta.safeParse(parsed.data.payload).data;
    else readLine(parsed.data, triggers, dialogue);
  }
  if (meta === undefined) return null;
  const { messages, leftOut } = dialogue;
  const { id: sessionId, timestamp: startedAt, cwd } = meta;
  const unattended = !isAttended(meta);
  return { sessionId, ...(cwd && { cwd }), startedAt, messages: unattended ? [] : messages, unattended, leftOut };
}

function isAttended({ source, thread_source, originator = "" }: z.infer<typeof sessionMeta>): boolean {
  if (thread_source !== undefined && thread_source !== "user") return false;
  return typeof source === "string" && ATTENDED.includes(source) && !PROGRAM.test(originator);
}

function readLine(
  { type, timestamp, payload }: Line,
  triggers: Map<string, string | null | undefined>,
  dialogue: Dialogue,
): void {
  if (type === "compacted") dialogue.leaveOut("summary");
  else if (type === "response_item") countItem(payload, dialogue);
  else if (!LINE_TYPES.includes(type)) dialogue.leaveOut("unknown");
  if (type !== "event_msg") return;
  const turn = startedTurn.safeParse(payload).data?.turn_attribution;
  if (turn) triggers.set(turn.turn_id, turn.turn_trigger);
  const said = saidMessage.safeParse(payload).data;
  if (said?.type === "user_message") say(said.message, timestamp, dialogue);
  if (said?.type === "agent_message") dialogue.answered(said.message, undefined, timestamp);
  const completed = completedItem.safeParse(payload).data;
  const words = (completed?.item.content ?? []).flatMap(({ text }) => (text ? [text] : [])).join("\n");
  if (completed?.item.type === "AgentMessage") dialogue.answered(words, undefined, timestamp);
  if (completed?.item.type !== "UserMessage") return;
  const { turn_id: turnId = "" } = completed;
  if (triggers.has(turnId) && triggers.get(turnId) !== "user") dialogue.leaveOut("not-typed");
  else say(words, timestamp, dialogue);
}

function say(words: string, at: string | undefined, dialogue: Dialogue): void {
  const text = words.replace(EDITOR_CONTEXT, "").trim();
  const reason = text === "" ? "not-typed" : envelopeOf(text);
  if (reason) dialogue.leaveOut(reason);
  else dialogue.typed(text, at);
}

function countItem(payload: unknown, dialogue: Dialogue): void {
  const item = responseItem.safeParse(payload).data;
  if (item?.type.endsWith("_output")) dialogue.leaveOut("tool-result");
  if (item?.type !== "message") return;
  const text = (item.content ?? []).map((part) => part.text ?? "").join("\n");
  const reason = item.role === "developer" ? "meta" : item.role === "user" ? envelopeOf(text) : undefined;
  if (reason) dialogue.leaveOut(reason);
}

function envelopeOf(text: string): LeftOut | undefined {
  return ENVELOPES.find(([beginning]) => beginning.test(text))?.[1];
}
