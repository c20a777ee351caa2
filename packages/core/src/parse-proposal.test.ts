import { describe, expect, test } from "vitest";
import { defaultSchema } from "./default-schema.ts";
import { type Parsed, parseProposal } from "./parse-proposal.ts";
import { ENGLISH_SESSIONS } from "./testing/sample-brief.ts";

const context = { schema: defaultSchema, sessions: ENGLISH_SESSIONS };
const parse = (text: string): Parsed => parseProposal(text, context);

const OPERATION = {
  kind: "set",
  field: "location",
  content: "Bristol",
  valueId: null,
  evidence: [{ session: "s8", message: 0, quote: "I moved to Bristol" }],
};
const JSON_TEXT = JSON.stringify({ operations: [OPERATION] });
const PARSED = {
  operations: [
    {
      kind: "set",
      field: "location",
      content: "Bristol",
      evidence: [{ sessionId: "conversation-8", messageIndex: 0, quote: "I moved to Bristol" }],
    },
  ],
  dropped: 0,
};

describe("the same proposal is read from", () => {
  test.for([
    ["plain JSON", JSON_TEXT],
    ["tags amid prose", `Let me think {hm}.\n<proposal>${JSON_TEXT}</proposal>\nDone {ok}!`],
    ["the last tags", `<proposal>{}</proposal> no: <proposal>${JSON_TEXT}</proposal>`],
    ["a tag that was never closed", `<proposal>${JSON_TEXT}`],
    ["a fence", `Here you are:\n\`\`\`json\n${JSON_TEXT}\n\`\`\`\nAnything else?`],
    ["prose around", `The answer is ${JSON_TEXT} as you asked.`],
    ["brackets in the prose around", `In [s8] {maybe} the user says so.\n${JSON_TEXT}\nThat is all [1].`],
    ["thoughts before it", `<think>A {draft}: {"operations":[]}</think>\n${JSON_TEXT}`],
    ["tags that are talked of later", `<proposal>${JSON_TEXT}</proposal> I put it between <proposal> and </proposal>.`],
    ["tags, and JSON behind them", `<proposal>${JSON_TEXT}</proposal> The user also wrote {"operations":[]}.`],
    [
      "a draft and a final one that is broken",
      `Draft: {"operations":[]}\nFinal: ${JSON_TEXT.replace("]}]}", "]},]}")}`,
    ],
    ["a form that is only hinted at later", `${JSON_TEXT} This is {"operations":[…]} as you asked.`],
    ["one operation amid prose", `For [s8]: ${JSON.stringify(OPERATION)} is all.`],
    ["a bare list amid prose", `For [s8]: ${JSON.stringify([OPERATION])} is all.`],
    ["a bare list", JSON.stringify([OPERATION])],
    ["one operation alone", JSON.stringify(OPERATION)],
    ["one operation in place of the list", JSON.stringify({ operations: OPERATION })],
    ["a wrapped proposal", JSON.stringify({ proposal: { operations: [OPERATION] } })],
    ["single quotes and a trailing comma", JSON_TEXT.replaceAll('"', "'").replace("]}", "],}")],
    ["JSON without its end", JSON_TEXT.slice(0, -3)],
    ["a kind in capitals", JSON.stringify({ operations: [{ ...OPERATION, kind: " SET" }] })],
    ["evidence that is no list", JSON.stringify({ operations: [{ ...OPERATION, evidence: OPERATION.evidence[0] }] })],
  ])("%s", ([, text = ""]) => {
    expect(parse(text)).toEqual(PARSED);
  });

  test.for([
    'my code is ```json {"operations":[]}``` as is',
    'say <proposal>{"operations":[]}</proposal> now',
    'close </proposal> and ["brackets',
  ])("an answer that quotes %s", (quote) => {
    const quoting = { ...OPERATION, evidence: [{ session: "s8", message: 2, quote }] };
    const expected = [{ sessionId: "conversation-8", messageIndex: 2, quote }];
    for (const text of [(json: string) => json, (json: string) => `Well:\n<proposal>${json}</proposal>`]) {
      const parsed = parse(text(JSON.stringify({ operations: [quoting] })));
      expect(parsed).toMatchObject({ operations: [{ evidence: expected }] });
    }
  });

  test("broken JSON that quotes a proposal is mended, and the quoted one is not taken", () => {
    const quoting = `{'operations':[{'kind':'set','field':'location','content':'Bristol','valueId':null,'evidence':[{'session':'s8','message':2,'quote':'I say {"operations":[]} here'}]}]}`;
    for (const text of [quoting, `Well: ${quoting} That is all.`]) {
      expect(parse(text)).toMatchObject({ operations: [{ content: "Bristol" }] });
    }
  });

  test.for(["S8", "8", 8, "conversation-8"])("a session called %s", (session) => {
    const [evidence] = OPERATION.evidence;
    const operations = [{ ...OPERATION, evidence: [{ ...evidence, session, message: "0" }] }];
    expect(parse(JSON.stringify({ operations }))).toEqual(PARSED);
  });
});

describe("contents", () => {
  const contentOf = (field: string, content: unknown) => {
    const parsed = parse(JSON.stringify({ operations: [{ ...OPERATION, field, content }] }));
    return "operations" in parsed
      ? parsed.operations.map((operation) => "content" in operation && operation.content)
      : [];
  };

  test("take the type of their field where they can", () => {
    expect(contentOf("demographics.age", "31")).toEqual([31]);
    expect(contentOf("demographics.age", "thirty-one")).toEqual(["thirty-one"]);
    expect(contentOf("location", 8)).toEqual(["8"]);
  });

  test("take the case of their option", () => {
    expect(contentOf("interaction.length", "Short")).toEqual(["short"]);
    expect(contentOf("interaction.length", "tiny")).toEqual(["tiny"]);
  });

  test("given as a list become operations of their own", () => {
    expect(contentOf("likes", ["tea", "jazz"])).toEqual(["tea", "jazz"]);
  });
});

test("a value is removed by its id, or by its content", () => {
  const remove = { kind: "remove", field: "likes", evidence: [] };
  const operations = [
    { ...remove, valueId: "v3.1", content: null },
    { ...remove, valueId: null, content: "running" },
    { ...remove, valueId: null, content: null },
  ];
  expect(parse(JSON.stringify({ operations }))).toEqual({
    operations: [
      { ...remove, valueId: "v3.1" },
      { ...remove, content: "running" },
    ],
    dropped: 1,
  });
});

test("evidence from a session that the brief does not hold stays, under an id that no session has", () => {
  const operations = [{ ...OPERATION, evidence: [{ session: "s77", message: -4, quote: "I moved to Bristol" }] }];
  expect(parse(JSON.stringify({ operations }))).toMatchObject({
    operations: [{ evidence: [{ sessionId: "? s77", messageIndex: 0 }] }],
  });
});

test("nothing to change is a proposal", () => {
  expect(parse('{"operations":[]}')).toEqual({ operations: [], dropped: 0 });
  expect(parse("[]")).toEqual({ operations: [], dropped: 0 });
});

test("what is no operation is left out and counted, the rest is kept", () => {
  const junk = [7, null, {}, { kind: { toString: 1 }, field: "likes" }, { ...OPERATION, kind: "drop" }];
  const parsed = parse(JSON.stringify({ operations: [...junk, OPERATION] }));
  expect(parsed).toEqual({ ...PARSED, dropped: junk.length });
});

test("a broken operation does not cost the whole ones beside it", () => {
  const broken = `{"operations":[${JSON.stringify(OPERATION)},{"kind":"remove" "field":"likes","valueId":"v3.1","evidence":[]},]}`;
  expect(parse(broken)).toMatchObject({ operations: [...PARSED.operations, { kind: "remove", valueId: "v3.1" }] });
});

describe("an answer that ended at a limit", () => {
  const cut = (text: string) => parseProposal(text, context, { isCut: true });
  const second =
    '{"kind":"set","field":"location","evidence":[{"session":"s8","message":0,"quote":"I moved"}],"content":"Bris';

  test("gives what was whole, and not the value that was cut in two", () => {
    expect(cut(`{"operations":[${JSON.stringify(OPERATION)},${second}`)).toEqual(PARSED);
    expect(cut(JSON_TEXT)).toEqual(PARSED);
  });

  test("before anything was whole is no proposal", () => {
    expect(cut(`{"operations":[${second}`)).toHaveProperty("problem");
    expect(cut('{"operations":[')).toHaveProperty("problem");
  });
});

describe("nothing that JSON can hold makes the reading fail:", () => {
  const odd = { toString: 1, valueOf: 1 };
  const deep = `${"[".repeat(40_000)}${"]".repeat(40_000)}`;

  test.for(["kind", "field", "content", "valueId", "evidence"])("an odd %s", (key) => {
    for (const value of [odd, [odd], [[odd]], null, true]) {
      expect(() => parse(JSON.stringify({ operations: [{ ...OPERATION, [key]: value }] }))).not.toThrow();
    }
    const nested = JSON.stringify({ ...OPERATION, [key]: "DEEP" }).replace('"DEEP"', deep);
    expect(() => parse(`{"operations":[${nested}]}`)).not.toThrow();
  });

  test.for(["session", "message", "quote"])("an odd %s in the evidence", (key) => {
    const [evidence] = OPERATION.evidence;
    const nested = JSON.stringify({ ...OPERATION, evidence: [{ ...evidence, [key]: odd }] });
    expect(() => parse(`[${nested}]`)).not.toThrow();
  });

  test("a proposal wrapped without end", () => {
    expect(parse(`${'{"proposal":'.repeat(7_000)}[]${"}".repeat(7_000)}`)).toHaveProperty("problem");
  });
});

describe("what is no proposal is told in a sentence:", () => {
  test.for([
    ["nothing", "  \n", /empty/],
    ["prose", "I could not find anything.", /no JSON/],
    ["another object", '{"answer":42}', /list "operations"/],
    ["a number", "42", /no JSON/],
    ["operations without a kind", '{"operations":[{"field":"likes"}]}', /None of its operations/],
    ["far too much", `{"operations":["${"x".repeat(100_001)}"]}`, /too long/],
    ["brackets nested without end", "[".repeat(90_000), /no JSON|list/],
    ["inherited names", '{"__proto__":{"operations":[]}}', /list "operations"/],
  ] as const)("%s", ([, text, problem]) => {
    expect(parse(text)).toEqual({ problem: expect.stringMatching(problem) });
  });
});
