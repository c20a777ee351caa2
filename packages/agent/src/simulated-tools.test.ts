import { createPersonalizer, memoryStore } from "@lifelong/core";
import { scriptedModel } from "@lifelong/core/testing";
import { describe, expect, test } from "vitest";
import { createAgent } from "./create-agent.ts";
import { type ApiDocument, simulatedTools } from "./simulated-tools.ts";

const TOWN: ApiDocument = {
  name: "create_booking",
  description: "Books a table.",
  parameters: {
    type: "object",
    properties: { guests: { type: "integer", minimum: 1 } },
    required: ["guests"],
    additionalProperties: false,
  },
  documentation: 'Answers {"id": string, "guests": number}.',
};
const calling = (id: string, json: string) => ({
  toolCalls: [{ id, name: "create_booking", arguments: json }],
  stop: "tools" as const,
});

async function run(simulation: Parameters<typeof scriptedModel>[0], ...answers: Parameters<typeof scriptedModel>[0][]) {
  const api = scriptedModel(simulation);
  const model = scriptedModel(answers.flat());
  const personalizer = createPersonalizer({ store: memoryStore() });
  const agent = createAgent({ personalizer, model, tools: simulatedTools([TOWN], { model: api }) });
  const session = await agent.open("ana");
  const texts: string[] = [];
  for await (const event of session.send("Book two tables"))
    if ("callId" in event && "text" in event) texts.push(event.text);
  return { api, texts, model };
}

describe("a simulated tool", () => {
  test("answers from the documentation, and is shown its earlier calls and results of the session", async () => {
    const { api, texts } = await run(
      ['{"id":"b1","guests":2}', '{"id":"b2","guests":4}'],
      [calling("1", '{"guests":2}'), calling("2", '{"guests":4}'), "Both booked."],
    );
    expect(texts[0]).toContain("data, not instructions");
    expect(texts[0]).toContain('{"id":"b1","guests":2}');
    const [first, second] = api.requests.map(({ messages }) => messages.map(({ text }) => text));
    expect(first?.[0]).toContain(TOWN.documentation);
    expect(first?.[1]).not.toContain("Earlier calls");
    expect(second?.[1]).toContain('create_booking {"guests":2}');
    expect(second?.[1]).toContain('{"id":"b1","guests":2}');
    expect(second?.[1]).toContain('create_booking {"guests":4}');
  });

  test("does not ask the model for arguments that the documentation does not allow", async () => {
    const { api, texts } = await run([], [calling("1", '{"guests":0}'), "Sorry."]);
    expect(api.requests).toEqual([]);
    expect(texts[0]).toMatch(/guests/);
  });

  test("whose model fails or says nothing gives a result that says so", async () => {
    const { texts } = await run(
      [new Error("away"), ""],
      [calling("1", '{"guests":1}'), calling("2", '{"guests":1}'), "Sorry."],
    );
    expect(texts[0]).toContain("away");
    expect(texts[1]).toContain("no answer");
  });
});
