import { expect, test } from "vitest";
import { createPersonalizer } from "./create-personalizer.ts";
import { memoryStore } from "./memory-store.ts";
import type { ModelRequest } from "./model.ts";
import { modelOptimizer } from "./model-optimizer.ts";
import { deepPass } from "./pass.ts";
import type { Persona, Value } from "./persona.ts";
import { english } from "./prompts/en.ts";
import { manualRunner } from "./runner.ts";
import { everySessions } from "./schedule.ts";
import { fixedClock } from "./testing/fixed-clock.ts";
import { scriptedModel } from "./testing/scripted-model.ts";

const SESSIONS = 1_000;
const SEED = 2_412;
const HOUR = 60 * 60 * 1000;

type Random = (below: number) => number;

/** The same numbers on every machine: mulberry32. */
function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const TRUTH = [
  "I'm Mina and I live in Bristol.",
  "I work as a vet nurse at Harbourside Vets.",
  "I like rye bread and I like long walks by the river.",
  "I'm pescatarian, and my goal is to run a half marathon.",
];

const SMALL_TALK = [
  "Good morning! How are you?",
  "What is the capital of Peru?",
  "Translate “I live in Paris and I love opera” into Spanish.",
  "Write a poem about a baker who lives in Leeds.",
  "My colleague Tom says he likes golf.",
  "Imagine I were a pirate. Where would I live?",
  "> I work as a judge in Rome and I hate rye bread\nWhat does this mail want?",
  "Can vet nurses work in France?",
  "今天天气怎么样？",
  "帮我写一首关于苏州的诗。",
  "Thanks, that helps a lot.",
  "Is running on an empty stomach healthy?",
];
/** Questions and orders about what the persona holds, and about what a field could hold: mentions that tell nothing. */
const ASKED: readonly (readonly [string, string])[] = [
  ["Is rye bread healthy?", "rye bread"],
  ["The rye bread in that film looked odd, I must say.", "rye bread"],
  ["What should I pack for long walks by the river?", "long walks by the river"],
  ["How hard is it to run a half marathon?", "run a half marathon"],
  ["Write a poem about a baker who lives in Leeds.", "Leeds"],
  ["What is the capital of Peru?", "Peru"],
  ["how much does a barista earn", "barista"],
  ["Can you compare vegan and omnivore menus?", "vegan"],
  ["Imagine I were a pirate.", "pirate"],
  ["帮我写一首关于苏州的诗。", "苏州"],
  ["护士的工资高吗？", "护士"],
];
const REPLIES = [
  "You live in Leeds, don't you?",
  "As a lover of opera you will like this.",
  "您喜欢爵士乐，对吧？",
  "Of course.",
];

/** What a model that drifts proposes: paraphrases, guesses, removals, and words of the assistant. */
function driftingAnswer(random: Random, { messages }: ModelRequest, once: () => number): string {
  const pick = <Item>(items: readonly Item[]): Item => items[random(items.length)] as Item;
  const lines = (messages.at(-1)?.text ?? "").split("\n").filter((line) => line.startsWith('{"'));
  const said = lines.map((line): { session?: string; m?: number; user?: string; assistant?: string } =>
    JSON.parse(line),
  );
  const ids = [...(messages.at(-1)?.text ?? "").matchAll(/^- (\S+) (v\S+) (".*") \(/gm)].map(
    ([, field, id, content]) => ({
      field: field ?? "",
      id: id ?? "",
      content: String(JSON.parse(content ?? '""')),
    }),
  );
  let present = "";
  const places = said.flatMap((line) => {
    present = line.session ?? present;
    return line.m === undefined
      ? []
      : [{ session: present, message: line.m, user: line.user, assistant: line.assistant }];
  });
  const evidenceOf = (place = pick(places)) => [
    { session: place?.session ?? "s1", message: place?.message ?? 0, quote: place?.user ?? place?.assistant ?? "" },
  ];
  const operation = (): object | readonly object[] => {
    const held = pick(ids);
    switch (random(7)) {
      case 0:
        // A paraphrase of what is held, each only once: two conversations that support one make it a belief, by design.
        return {
          kind: "set",
          field: held?.field,
          content: `${held?.content}, or ${once()} of it`,
          evidence: evidenceOf(),
        };
      case 1:
        return guessTwice(`guess number ${once()}`, evidenceOf());
      case 2:
        return {
          kind: "remove",
          field: held?.field,
          valueId: held?.id,
          content: null,
          evidence: random(2) === 0 ? [] : evidenceOf(),
        };
      case 3: {
        const place = places.find(({ assistant }) => assistant !== undefined);
        return { kind: "set", field: "location", content: "Leeds", evidence: place ? evidenceOf(place) : [] };
      }
      case 4:
        return {
          kind: "set",
          field: pick(["location", "demographics.career", "diet"]),
          content: pick(["Paris", "judge", "opera"]),
          evidence: evidenceOf(),
        };
      case 5: {
        // Words that the user did say, without telling or taking back anything with them.
        const place = places.find(({ user }) => ASKED.some(([text]) => text === user));
        const [, content] = ASKED.find(([text]) => text === place?.user) ?? [];
        const known = ids.find((value) => value.content === content);
        return known
          ? { kind: "remove", field: known.field, valueId: known.id, content: null, evidence: evidenceOf(place) }
          : {
              kind: "set",
              field: pick(["location", "demographics.career", "diet"]),
              content: content ?? `guess number ${once()}`,
              evidence: evidenceOf(place),
            };
      }
      default:
        return {
          kind: "remove",
          field: "likes",
          content: pick(["rye bread", "long walks by the river"]),
          valueId: null,
          evidence: evidenceOf(),
        };
    }
  };
  const tidying = ids
    .filter(() => isTidying(messages) && random(2) === 0)
    .map(({ field, id }) => ({
      kind: "remove",
      field,
      valueId: id,
      content: null,
      evidence: places.flatMap(evidenceOf),
    }));
  return JSON.stringify({ operations: [...Array.from({ length: random(5) }, operation).flat(), ...tidying] });
}

/** A guess, each only once as well, and once more in other words with the same quote: what tidying can merge. */
function guessTwice(content: string, evidence: readonly object[]): readonly object[] {
  return [content, `the ${content}`].map((guess) => ({ kind: "add", field: "likes", content: guess, evidence }));
}

function isTidying([system]: ModelRequest["messages"]): boolean {
  return system?.text.includes(english.consolidation) ?? false;
}

const confirmed = (persona: Persona): readonly (Pick<Value, "id" | "content" | "basis"> & { field: string })[] =>
  Object.entries(persona.fields).flatMap(([field, { values }]) =>
    values.filter(({ tentative }) => !tentative).map(({ id, content, basis }) => ({ field, id, content, basis })),
  );

test(`over ${SESSIONS} conversations that say nothing a drifting model changes no confirmed value, and a real statement among them is learned`, async () => {
  const random = randomFrom(SEED);
  const clock = fixedClock("2026-01-01T08:00:00Z");
  let guesses = 0;
  let tidied = 0;
  let conversations = 0;
  let teaching: string | undefined;
  const model = scriptedModel((request) => {
    if (isTidying(request.messages)) tidied += 1;
    return { text: teaching ?? driftingAnswer(random, request, () => (guesses += 1)), usage: { inputTokens: 10 } };
  });
  const optimizer = modelOptimizer({ model });
  const personalizer = createPersonalizer({
    store: memoryStore(),
    passes: [deepPass(optimizer, { policy: everySessions(3), consolidateEvery: 20, newestDays: 4_000 })],
    now: clock,
    runner: manualRunner(),
  });
  const say = async (text: string, reply?: string) => {
    clock.advance(HOUR);
    const assistant = reply === undefined ? [] : [{ role: "assistant" as const, text: reply }];
    conversations += 1;
    const id = `conversation ${conversations}`;
    await personalizer.recordSession("mina", { id, messages: [{ role: "user", text }, ...assistant] });
  };
  const teach = async (text: string, ...operations: readonly (readonly [string, string, string])[]) => {
    await say(text);
    const ordinal = (await personalizer.status("mina")).head?.sessions;
    teaching = JSON.stringify({
      operations: operations.map(([kind, field, content]) => ({
        kind,
        field,
        content,
        evidence: [{ session: `s${ordinal}`, message: 0, quote: content }],
      })),
    });
    await personalizer.optimize("mina");
    teaching = undefined;
  };
  await teach(TRUTH[0] ?? "", ["set", "demographics.name", "I'm Mina"], ["set", "location", "live in Bristol"]);
  await teach(TRUTH[1] ?? "", ["set", "demographics.career", "vet nurse at Harbourside Vets"]);
  await teach(TRUTH[2] ?? "", ["add", "likes", "rye bread"], ["add", "likes", "long walks by the river"]);
  await teach(TRUTH[3] ?? "", ["set", "diet", "I'm pescatarian"], ["add", "goals", "run a half marathon"]);
  const before = confirmed(await personalizer.show("mina"));
  expect(before).toHaveLength(7);
  const { text } = await personalizer.getPersona("mina");

  for (let index = 0; index < SESSIONS; index += 1) {
    const talk = [...SMALL_TALK, ...ASKED.map(([asked]) => asked)];
    await say(`${talk[random(talk.length)]}`, REPLIES[random(REPLIES.length)]);
    if (index % 3 === 2) await personalizer.optimize("mina");
  }
  expect(confirmed(await personalizer.show("mina"))).toEqual(before);
  const goalsAside = (block: string) => block.replace(/^- goal: .*\n/m, "");
  expect(goalsAside((await personalizer.getPersona("mina")).text)).toBe(goalsAside(text));
  expect(model.requests.length).toBeGreaterThan(SESSIONS / 3);
  expect(guesses).toBeGreaterThan(50);
  expect(tidied).toBeGreaterThan(3);
  // What is only guessed comes and goes without a call of its own.
  expect(tidied).toBeLessThan(SESSIONS / 3 / 20);
  const history = await personalizer.history("mina", { limit: 1_000 });
  const merged = history.flatMap(({ changes }) => changes.filter((change) => "into" in change));
  expect(merged.length).toBeGreaterThan(3);

  // The guesses fill the set by now; what the user says finds room in it.
  await teach("I like long novels.", ["add", "likes", "long novels"]);
  expect((await personalizer.getPersona("mina")).text).toContain("long novels");
  await teach("I moved again: I live in Cardiff now.", ["set", "location", "live in Cardiff"]);
  expect((await personalizer.getPersona("mina")).text).toContain("live in Cardiff");
}, 120_000);
