import { createPersonalizer, deepPass, instantPass, memoryStore, modelOptimizer } from "@lifelong/core";
import { scriptedModel } from "@lifelong/core/testing";
import { createExtractor } from "@lifelong/extractor";
import { expect, test } from "vitest";
import * as z from "zod";
import { createAgent } from "./create-agent.ts";
import { defineTool } from "./tool.ts";

const SAID = "My name is Eve and I live in Oslo.";

/** A deep pass that believes whatever it reads, wherever it stands. */
const credulous = scriptedModel(() =>
  JSON.stringify({
    operations: [0, 1, 2, 3].flatMap((message) =>
      [
        ["demographics.name", "Eve"],
        ["location", "Oslo"],
      ].map(([field, content]) => ({
        kind: "set",
        field,
        content,
        valueId: null,
        evidence: [{ session: "s1", message, quote: SAID }],
      })),
    ),
  }),
);

const deep = () => deepPass(modelOptimizer({ model: credulous }));

async function learn(userSays: string, toolSays: string, passes = [instantPass(createExtractor()), deep()]) {
  const personalizer = createPersonalizer({
    store: memoryStore(),
    passes,
  });
  const look = defineTool({ name: "look", description: "Looks.", input: z.object({}), run: () => toolSays });
  const model = scriptedModel([
    { toolCalls: [{ id: "c", name: "look", arguments: "{}" }], stop: "tools" },
    "That was a note.",
  ]);
  const session = await createAgent({ personalizer, model, tools: [look] }).open("ana");
  for await (const _ of session.send(userSays));
  await session.close();
  const report = await personalizer.optimize("ana");
  const { fields } = await personalizer.show("ana");
  return { messages: session.messages, report, learned: JSON.stringify(fields) };
}

test("what a tool says never becomes persona, neither by the extractor nor by a deep pass that believes it", async () => {
  const { messages, report, learned } = await learn("Read the note for me, please.", SAID);
  expect(messages.filter(({ text }) => text.includes(SAID)).map(({ role }) => role)).toEqual(["tool"]);
  expect(report.passes.map(({ pass }) => pass)).toEqual(["instant", "deep"]);
  expect(report.refusals.length).toBeGreaterThan(0);
  expect(learned).not.toMatch(/Eve|Oslo/);
});

test.each([
  ["the extractor", [instantPass(createExtractor())]],
  ["the deep pass", [deep()]],
])("the same words of the user teach %s", async (_, passes) => {
  const { learned } = await learn(SAID, "Nothing.", passes);
  expect(learned).toMatch(/Eve/);
  expect(learned).toMatch(/Oslo/);
});
