import { expect, test } from "vitest";
import { foldText } from "./fold-text.ts";
import { review } from "./gate.ts";
import { parseProposal } from "./parse-proposal.ts";
import { ENGLISH_SESSIONS, sampleBrief } from "./testing/sample-brief.ts";

/** Proposals tried; every one is made of the seed, so that a failure can be looked at again. */
const PROPOSALS = process.env.LIFELONG_FAULTS === "short" ? 10_000 : 100_000;
const SEED = 20_260_315;

type Random = (below: number) => number;

/** A small generator of the mulberry32 kind: the same numbers for the same seed, on every machine. */
function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const brief = sampleBrief(ENGLISH_SESSIONS);
const said = ENGLISH_SESSIONS.flatMap(({ messages }) => messages.filter(({ role }) => role === "user"));
const folded = said.map(({ text }) => foldText(text));

const QUOTES = [
  "I moved to Bristol on Saturday",
  "moved to … Saturday",
  "I start as head vet nurse next month",
  "There are many bakeries worth a visit",
  "I moved to York",
  "PetPal",
  "",
  "I",
  "…",
  "x".repeat(5_000),
  said[1]?.text ?? "",
];
const FIELDS = [
  "location",
  "likes",
  "demographics.age",
  "demographics.name",
  "health.conditions",
  "__proto__",
  "constructor",
  "goals",
  "",
  "no.such",
];
const CONTENTS = [
  "Bristol",
  "head vet nurse next month",
  31,
  "31",
  true,
  null,
  "York",
  "",
  "<b>x</b>",
  "sk-proj-0123456789abcdef0123",
  "y".repeat(3_000),
  -0,
  1e308,
  "\u0000\u202e",
  ["a", ["b"]],
  { toString: 1 },
];
const KINDS = ["set", "set", "add", "add", "remove", "confirm", "SET", "drop table", "__proto__", 7, null];
const JUNK: readonly unknown[] = [
  null,
  0,
  -1,
  1.5,
  "",
  "s8",
  [],
  {},
  true,
  "__proto__",
  { __proto__: null, a: 1 },
  { toString: 1, valueOf: 1 },
  [[["deep"]]],
  "\ud800",
  "9".repeat(400),
];

/** A proposal as a model might send it, with some of it wrong. */
function proposalText(random: Random): string {
  const pick = <Item>(items: readonly Item[]) => items[random(items.length)];
  const maybe = (value: unknown) => (random(40) === 0 ? pick(JUNK) : value);
  const operation = () => ({
    kind: maybe(pick(KINDS)),
    field: maybe(pick(FIELDS)),
    content: maybe(pick(CONTENTS)),
    valueId: maybe(pick(["v2.1", "v3.1", "v5.1", "v1.1", "v9.9", null])),
    evidence: maybe(
      Array.from({ length: random(4) }, () =>
        maybe({
          session: maybe(pick(["s8", "s8", "s9", "S9", 8, "s77"])),
          message: maybe(random(4)),
          quote: maybe(pick(QUOTES)),
        }),
      ),
    ),
  });
  const operations = Array.from({ length: random(1_000) === 0 ? 600 : random(5) }, operation);
  const whole =
    JSON.stringify(
      maybe({ operations: maybe(operations), ...(random(9) === 0 && { constructor: { prototype: 1 } }) }),
    ) ?? "";
  return damage(random, whole);
}

/** Cuts, swaps, repeats or wraps the text. */
function damage(random: Random, text: string): string {
  switch (random(14)) {
    case 0:
      return text.slice(0, random(text.length + 1));
    case 1:
      return text.slice(random(text.length + 1));
    case 2: {
      const at = random(text.length + 1);
      return `${text.slice(0, at)}${String.fromCharCode(random(0x3000))}${text.slice(at + random(3))}`;
    }
    case 3:
      return `<proposal>${text}</proposal><proposal>${text}`;
    case 4:
      return `Sure! \`\`\`json\n${text}\n\`\`\` {}`;
    case 5:
      return `${"[{".repeat(random(random(20) === 0 ? 3_000 : 30))}${text}`;
    case 6:
      return text.replaceAll('"operations"', '"__proto__"');
    case 7:
      return text.replaceAll('"', "'").replaceAll(":", " : ");
    default:
      return text;
  }
}

test(`${PROPOSALS} damaged proposals never throw, and never make a value that the user's words do not support`, () => {
  const random = randomFrom(SEED);
  const seen = { problems: 0, operations: 0, changes: 0, refusals: new Set<string>() };
  for (let index = 0; index < PROPOSALS; index += 1) {
    const text = proposalText(random);
    const parsed = parseProposal(text, brief);
    if ("problem" in parsed) {
      seen.problems += 1;
      continue;
    }
    seen.operations += parsed.operations.length;
    const { changes, refusals } = review(parsed, { ...brief, revision: 8 });
    for (const { code } of refusals) seen.refusals.add(code);
    for (const change of changes) {
      seen.changes += 1;
      const quotes = "evidence" in change ? change.evidence.map(({ quote }) => quote) : [];
      const supported =
        quotes.length > 0 && quotes.every((quote) => folded.some((own) => own.includes(foldText(quote))));
      if (!supported)
        expect.fail(`Proposal ${index} made a change that nobody's words support: ${JSON.stringify(change)}`);
      if (!("field" in change) || !Object.hasOwn(brief.schema.fields, change.field)) expect.fail(`Proposal ${index}`);
    }
  }
  expect(Object.prototype).not.toHaveProperty("operations");
  // What the test rests on: that it meets every kind of outcome often enough.
  expect(seen.problems).toBeGreaterThan(PROPOSALS / 50);
  expect(seen.operations).toBeGreaterThan(PROPOSALS / 2);
  expect(seen.changes).toBeGreaterThan(PROPOSALS / 100);
  expect([...seen.refusals]).toEqual(
    expect.arrayContaining([
      "unknown-field",
      "wrong-type",
      "no-evidence",
      "not-in-session",
      "not-the-users-words",
      "locked",
      "consent-required",
      "credential",
      "not-held",
    ]),
  );
}, 300_000);
