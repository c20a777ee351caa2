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
};

describe("the same proposal is read from", () => {
  test.for([
    ["plain JSON", JSON_TEXT],
    ["tags amid prose", `Let me think {hm}.\n<proposal>${JSON_TEXT}</proposal>\nDone {ok}!`],
    ["the last tags", `<proposal>{}</proposal> no: <proposal>${JSON_TEXT}</proposal>`],
    ["a tag that was never closed", `<proposal>${JSON_TEXT}`],
    ["a fence", `Here you are:\n\`\`\`json\n${JSON_TEXT}\n\`\`\`\nAnything else?`],
    ["prose around", `The answer is ${JSON_TEXT} as you asked.`],
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
  });
});

test("evidence from a session that the brief does not hold stays, under an id that no session has", () => {
  const operations = [{ ...OPERATION, evidence: [{ session: "s77", message: -4, quote: "I moved to Bristol" }] }];
  expect(parse(JSON.stringify({ operations }))).toMatchObject({
    operations: [{ evidence: [{ sessionId: "? s77", messageIndex: 0 }] }],
  });
});

test("nothing to change is a proposal", () => {
  expect(parse('{"operations":[]}')).toEqual({ operations: [] });
  expect(parse("[]")).toEqual({ operations: [] });
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
