import { createAgent, defineTool } from "@lifelong/agent";
import { createPersonalizer, deepPass, instantPass, modelOptimizer, openModel } from "@lifelong/core";
import { createExtractor } from "@lifelong/extractor";
import providers from "@lifelong/providers";
import { fileStore } from "@lifelong/store-file";
import * as z from "zod";

const location = process.env.LIFELONG_MODEL ?? "openai:gpt-5-mini";
const model = await openModel(location, { plugins: [providers], environment: process.env });
const personalizer = createPersonalizer({
  store: fileStore({ directory: "lifelong-data" }),
  passes: [instantPass(createExtractor()), deepPass(modelOptimizer({ model }))],
});
const dice = defineTool({
  name: "dice",
  description: "Throws dice, and gives what each of them shows.",
  input: z.object({ count: z.int().min(1).max(10) }),
  run: ({ count }) => Array.from({ length: count }, () => 1 + Math.floor(Math.random() * 6)),
});

const agent = createAgent({ personalizer, model, tools: [dice] });
const session = await agent.open("ana");
for await (const event of session.send("I'm Ana, and I can't decide: tea or coffee? Throw a die.")) {
  if (event.type === "text-delta") process.stdout.write(event.delta);
}
await session.close();
await personalizer.close();
