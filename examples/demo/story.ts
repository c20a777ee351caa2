import assert from "node:assert/strict";
import { defaultSchema, loadTokenCounter, type Personalizer, type Revision } from "@lifelong/core";
import { contentsOf, viewChanges } from "lifelong";
import { claimOutcome } from "./claims.ts";
import { viewConversation, viewOutcome } from "./conversation-view.ts";
import {
  type Conversation,
  FORGOTTEN,
  KEY_SESSION,
  lastConversation,
  longerPlans,
  pastConversations,
  SECRETS,
  SURPRISE,
  USER,
} from "./conversations.ts";
import { scanFolder } from "./folder-scan.ts";
import type { Host } from "./host.ts";
import type { Page } from "./page.ts";

/** How long the rules may take. */
const RULES_MS = 2_000;

/** Where the story is played, and by whom. */
export interface Stage {
  readonly page: Page;
  readonly host: Host;
  /** Everything that the server keeps. */
  readonly folder: string;
  readonly profile: string;
  /** The configured model; absent: a script stands in the place of the host's model, and is called one. */
  readonly model?: string;
  /** Answers a brief in the place of the host's model. */
  readonly propose: (brief: string) => readonly object[];
  /** The same folder through the library, to read the history that the server writes. */
  readonly library: Personalizer;
  /** Runs the `lifelong` command beside the server. */
  byHand(...words: readonly string[]): Promise<string>;
}

/** Plays the four weeks. Throws an AssertionError with a sentence at the first claim that does not hold. */
export async function play(stage: Stage): Promise<void> {
  await livePast(stage);
  await correctByHand(stage);
  await talkAgain(stage);
}

async function livePast(stage: Stage): Promise<void> {
  const { page } = stage;
  page.part(
    "Four weeks of conversations",
    `An assistant records what ${USER} says; the server learns from it at once, and every third time a language model reads them again. Below each value stand the words that taught it.`,
  );
  for (const conversation of pastConversations) await converse(stage, conversation);
  await proveAbsent(stage, SECRETS, "was said in confidence", "stands nowhere in");
}

async function correctByHand(stage: Stage): Promise<void> {
  const { page, host, folder } = stage;
  page.part(
    "Today, by hand",
    `${USER} asks why, corrects, takes a mistake back and makes it forget. The server keeps running.`,
  );
  const run = async (...words: readonly string[]) => {
    const answer = await stage.byHand(...words);
    const command = words.map((word) => (/\s/.test(word) ? `"${word}"` : word)).join(" ");
    page.write(page.layout.style.strong(`$ lifelong ${command}`), ...linesOf(answer));
  };
  const persona = async () => (await host.getPersona()).persona;

  await run("why", "location");
  await run("edit", "--set", "work=head vet nurse at Harbourside Vets");
  assert.match(
    await persona(),
    /work: head vet nurse/,
    "What was set by hand is in the persona that the server gives.",
  );
  await run("edit", "--remove", "allergies=hazelnuts");
  assert.doesNotMatch(await persona(), /hazelnuts/, "What was removed by hand is no longer in the persona.");
  await run("undo");
  assert.match(await persona(), /allergic to: hazelnuts/, "What was undone is in the persona again.");

  for (const text of FORGOTTEN) {
    const { holding } = await scanFolder(folder, text);
    assert.notDeepEqual(holding, [], `“${text}” is kept before it is forgotten.`);
  }
  await run("forget", `goals=${SURPRISE}`, "--yes");
  await run("forget", "--session", KEY_SESSION, "--yes");
  const again = await recordConversation(host, longerPlans);
  assert.equal(again.duplicate, true, "A conversation of which a message was forgotten is still known.");
  await host.getPersona();
  page.remark(
    `The assistant's client sends the conversation about the ${SURPRISE} once more, in full. It stays forgotten:`,
  );
  await proveAbsent(stage, FORGOTTEN, "was forgotten", "is gone from");
}

/** Scans every byte of the data folder for the texts. */
async function proveAbsent({ page, folder }: Stage, texts: readonly string[], why: string, how: string): Promise<void> {
  const proofs: string[] = [];
  for (const text of texts) {
    const { files, holding } = await scanFolder(folder, text);
    assert.deepEqual(holding, [], `“${text}” ${why} and stands in no file.`);
    proofs.push(`“${text}” ${how} the data folder (all ${files} files read).`);
  }
  page.prove(...proofs);
}

async function talkAgain(stage: Stage): Promise<void> {
  const { page, host } = stage;
  page.part(
    "The next conversation",
    "Before its first answer an assistant asks for the persona. This is what its prompt gets:",
  );
  const { persona, tokens } = await host.getPersona();
  const countTokens = await loadTokenCounter();
  assert.equal(tokens, countTokens(persona), "The server reports the o200k tokens that the block really has.");
  page.write(...linesOf(persona).map((line) => `  ${line}`));
  page.prove(`${tokens} tokens, as the o200k tokenizer counts them, of the 600 that a persona may cost.`);
  await converse(stage, lastConversation);
}

/** Records a conversation, lets the server learn, shows what came of it, and holds it against what was to come. */
async function converse(stage: Stage, conversation: Conversation): Promise<void> {
  const { page, host, library, profile } = stage;
  const { revision: before } = await host.getPersona();
  const recorded = await recordConversation(host, conversation);
  await learn(stage, before);
  const history = await library.history(profile);
  const news = history.filter(({ revision, cause }) => revision > before && isInstant(cause)).reverse();
  page.write(
    ...viewConversation(conversation, startOf(conversation), page.layout),
    "",
    ...viewOutcome(conversation, news, recorded.notKept, history, page.layout),
  );
  claimOutcome(conversation, { recorded, news, persona: (await host.getPersona()).persona });
  if (recorded.due) await think(stage);
}

/** The rules learn at once. A configured model is not asked for each conversation, so there it is only waited for the rules. */
async function learn({ host, library, profile, model }: Stage, before: number): Promise<void> {
  if (model === undefined) {
    await host.optimizePersona();
    return;
  }
  for (let waited = 0; waited < RULES_MS; waited += 50) {
    const [newest] = await library.history(profile, { limit: 1 });
    if (newest && newest.revision > before && isInstant(newest.cause)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Three conversations wait: a language model reads them again. */
async function think({ page, host, library, profile, model, propose }: Stage): Promise<void> {
  const { revision: before } = await host.getPersona();
  const { brief, ticket } = await host.optimizePersona();
  if (brief !== undefined && ticket !== undefined) {
    await host.optimizePersona({ ticket, operations: propose(brief) });
  }
  const history = await library.history(profile);
  const deep = history.find(
    ({ revision, cause }) => revision > before && cause.kind === "update" && cause.pass === "deep",
  );
  if (model === undefined) assert.ok(deep, "A deep pass leaves a revision, whatever it changes.");
  if (!deep) return;
  const by = model ?? "a script in place of a model";
  page.write(page.layout.style.strong(`Three conversations later: the deep pass, by ${by}`));
  const lines = viewChanges(deep, defaultSchema, page.layout, contentsOf(history));
  page.write(...(lines.length === 0 ? ["  Nothing to change, which is the usual answer."] : lines));
}

function isInstant(cause: Revision["cause"]): boolean {
  return cause.kind === "update" && cause.pass === "instant";
}

function recordConversation(host: Host, conversation: Conversation): ReturnType<Host["recordSession"]> {
  return host.recordSession({
    ...(conversation.id === undefined ? {} : { sessionId: conversation.id }),
    startedAt: startOf(conversation).toISOString(),
    ...(conversation.private === undefined ? {} : { private: conversation.private }),
    messages: conversation.messages,
  });
}

function startOf({ daysAgo, at }: Conversation): Date {
  const time = new Date();
  if (at === undefined) return time;
  const [hours = 0, minutes = 0] = at.split(":").map(Number);
  time.setDate(time.getDate() - daysAgo);
  time.setHours(hours, minutes, 0, 0);
  return time;
}

function linesOf(text: string): string[] {
  return text.trimEnd().split("\n");
}
