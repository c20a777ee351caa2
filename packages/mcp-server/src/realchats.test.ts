import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Message, RecordedSession } from "@lifelong/core";
import { fileStore } from "@lifelong/store-file";
import { expect, test } from "vitest";
import * as z from "zod";
import { openPersonalizer } from "./open-personalizer.ts";
import { openWorkplace, type Workplace } from "./testing/command-process.ts";
import { type Host, type HostAnswer, openHost } from "./testing/host.ts";

const FILE = new URL("../../../../shared/data/realchats/sessions.jsonl", import.meta.url);
const ABSENT = "../shared/data/realchats is not there";
const CONVERSATIONS = 160;
const PROFILES = 8;
const GROWING = 10;
/** Server processes on the one data folder at the same time. */
const AT_ONCE = 2;

const conversationSchema = z.object({
  id: z.string(),
  dialogue: z.array(z.object({ role: z.enum(["user", "assistant"]), text: z.string() })),
});
type Conversation = z.infer<typeof conversationSchema>;

const recordedSchema = z.object({
  sessionId: z.string(),
  duplicate: z.boolean(),
  kept: z.number(),
  notKept: z.array(z.object({ reason: z.string(), count: z.number() })),
});
type Recorded = z.infer<typeof recordedSchema>;

const learnedSchema = z.object({ pending: z.number(), ticket: z.string().optional() });
const personaSchema = z.object({ persona: z.string(), tokens: z.number(), omitted: z.number() });

test(`${CONVERSATIONS} real conversations, one server for each of ${PROFILES} profiles, are held exactly once and learned from without an error`, async (context) => {
  if (!existsSync(FILE)) context.skip(ABSENT);
  const conversations = readConversations();
  expect(conversations).toHaveLength(CONVERSATIONS);
  await using workplace = await openWorkplace();
  const began = performance.now();

  const share = CONVERSATIONS / PROFILES;
  const profiles = Array.from({ length: PROFILES }, (_, index) => ({
    profile: `profile-${index + 1}`,
    conversations: conversations.slice(index * share, (index + 1) * share),
  }));
  const answers = new Map<string, Recorded>();
  await inTurns(profiles, async ({ profile, conversations }) => {
    const log = await serving(workplace, profile, async (host) => {
      for (const conversation of conversations) answers.set(conversation.id, await record(host, conversation));
      for (const conversation of conversations) {
        expect(await record(host, conversation), conversation.id).toMatchObject({ duplicate: true, kept: 0 });
      }
      expect(await takeEveryTurn(host)).toBe(0);
      for (const budgetTokens of [undefined, 60, 200]) {
        const { persona, tokens } = personaSchema.parse((await succeed(host, "get_persona", { budgetTokens })).data);
        expect(tokens).toBeLessThanOrEqual(budgetTokens ?? 600);
        expect(persona === "").toBe(tokens === 0);
      }
    });
    // One line says where the data is; anything more is an error that was only logged.
    expect(log.trimEnd().split("\n").slice(1)).toEqual([]);
  });
  const seconds = (performance.now() - began) / 1000;

  const held = { sessions: 0, messages: 0, values: 0 };
  const refusals = new Map<string, number>();
  await using store = await openStore(workplace);
  for (const { profile, conversations } of profiles) {
    const { sessions, revisions, persona } = await store.personalizer.exportUser(profile);
    expect(sessions.map(({ id }) => id)).toEqual(conversations.map(({ id }) => answers.get(id)?.sessionId));
    for (const [index, conversation] of conversations.entries()) {
      expectHeld(sessions[index], conversation, answers.get(conversation.id)?.notKept ?? []);
      held.messages += sessions[index]?.messages.length ?? 0;
    }
    held.sessions += sessions.length;
    for (const { code, count } of revisions.flatMap(({ refusals }) => refusals)) {
      refusals.set(code, (refusals.get(code) ?? 0) + count);
    }
    for (const { values } of Object.values(persona.fields)) {
      held.values += values.length;
      for (const { sessionId, messageIndex, quote } of values.flatMap(({ quotes }) => quotes)) {
        const message = sessions.find(({ id }) => id === sessionId)?.messages[messageIndex];
        expect(message?.role === "user" && message.text.includes(quote), `${sessionId} ${messageIndex}`).toBe(true);
      }
    }
  }
  expect(held.sessions).toBe(CONVERSATIONS);
  expect(held.values).toBeGreaterThan(0);
  const notKept = [...answers.values()].flatMap((answer) => answer.notKept);
  print(
    `real conversations over stdio: ${held.sessions} sessions and ${held.messages} messages by ${PROFILES} servers in ${seconds.toFixed(1)} s; ` +
      `${held.values} values learned; refused: ${counted(refusals)}; not kept: ${counted(notKept.map(({ reason, count }) => [reason, count]))}`,
  );
}, 180_000);

test(`${GROWING} real conversations sent again after every turn are held exactly once`, async (context) => {
  if (!existsSync(FILE)) context.skip(ABSENT);
  const conversations = readConversations()
    .toSorted((one, other) => one.dialogue.length - other.dialogue.length)
    .filter((_, index) => index % (CONVERSATIONS / GROWING) === 0);
  expect(conversations).toHaveLength(GROWING);
  await using workplace = await openWorkplace();

  const notKept = new Map<string, Recorded["notKept"]>();
  let calls = 0;
  await serving(workplace, "growing", async (host) => {
    for (const { id, dialogue } of conversations) {
      const reported: Recorded["notKept"][number][] = [];
      for (let end = 1; end <= dialogue.length; end += 1) {
        const grown = await record(host, { id, dialogue: dialogue.slice(0, end) });
        expect(grown.sessionId).toBe(id);
        reported.push(...grown.notKept);
        calls += 1;
      }
      notKept.set(id, reported);
    }
    await succeed(host, "optimize_persona");
  });

  await using store = await openStore(workplace);
  const sessions = await store.personalizer.sessions("growing");
  expect(sessions.map(({ id }) => id)).toEqual(conversations.map(({ id }) => id));
  for (const [index, conversation] of conversations.entries()) {
    expectHeld(sessions[index], conversation, notKept.get(conversation.id) ?? []);
  }
  print(`growing real conversations over stdio: ${sessions.length} sessions in ${calls} calls`);
}, 120_000);

/** Every message of the user stands there once, byte for byte and in order, but for as many as were said not to be kept. */
function expectHeld(
  session: RecordedSession | undefined,
  { id, dialogue }: Conversation,
  notKept: Recorded["notKept"],
): void {
  const held = usersTexts(session?.messages ?? []);
  if (session?.closed) {
    expect(notKept.some(({ reason }) => reason === "private" || reason === "off-the-record")).toBe(true);
    expect(held).toEqual([]);
    return;
  }
  const spoken = usersTexts(dialogue);
  expect(held, id).toHaveLength(spoken.length);
  const changed = spoken.filter((text, index) => text !== held[index]).length;
  expect(changed, id).toBeLessThanOrEqual(notKept.reduce((total, { count }) => total + count, 0));
}

function usersTexts(messages: readonly Message[]): readonly string[] {
  return messages.filter(({ role }) => role === "user").map(({ text }) => text);
}

async function record(host: Host, { id, dialogue }: Conversation): Promise<Recorded> {
  return recordedSchema.parse((await succeed(host, "record_session", { sessionId: id, messages: dialogue })).data);
}

/** Answers every brief as a host's model mostly does, with nothing to change. Gives what is pending then. */
async function takeEveryTurn(host: Host): Promise<number> {
  let input: Record<string, unknown> = {};
  for (;;) {
    const { pending, ticket } = learnedSchema.parse((await succeed(host, "optimize_persona", input)).data);
    if (ticket === undefined) return pending;
    input = { ticket, operations: [] };
  }
}

async function succeed(host: Host, name: string, input: Record<string, unknown> = {}): Promise<HostAnswer> {
  const answer = await host.call(name, input);
  expect(answer.isError ? answer.text : "").toBe("");
  return answer;
}

/** Starts a server for the profile, and gives what it wrote to stderr until it ended. */
async function serving(workplace: Workplace, profile: string, use: (host: Host) => Promise<void>): Promise<string> {
  await using host = await openHost({ ...workplace.environment, LIFELONG_PROFILE: profile });
  await use(host);
  return host.close();
}

async function openStore({ directory }: Workplace) {
  const store = fileStore({ directory: join(directory, "data") });
  const personalizer = await openPersonalizer(
    { learning: { ceiling: {} }, queue: {}, plugins: [], environment: {} },
    store,
  );
  return { personalizer, [Symbol.asyncDispose]: () => personalizer.close() };
}

async function inTurns<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const waiting = items.values();
  const worker = async () => {
    for (const item of waiting) await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

function readConversations(): readonly Conversation[] {
  return readFileSync(FILE, "utf8")
    .trim()
    .split("\n")
    .map((line) => conversationSchema.parse(JSON.parse(line)));
}

function counted(pairs: Iterable<readonly [string, number]>): string {
  const totals = new Map<string, number>();
  for (const [name, count] of pairs) totals.set(name, (totals.get(name) ?? 0) + count);
  return [...totals].map(([name, count]) => `${count} ${name}`).join(", ") || "none";
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
