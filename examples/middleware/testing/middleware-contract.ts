import assert from "node:assert/strict";
import { createPersonalizer, instantPass, memoryStore, type Personalizer } from "@lifelong/core";
import { createExtractor } from "@lifelong/extractor";

/** What the agents under test are told by their makers. */
export const INSTRUCTIONS = "You are a helpful assistant.";

/** Turns of one conversation through a framework, with a model that calls a tool before it answers `Answer N.` */
export type Converse = (
  personalizer: Personalizer,
  who: { readonly userId: string; readonly sessionId: string },
  turns: readonly string[],
) => Promise<{
  /** What the model was told beside the conversation, at each of its calls. */
  readonly instructions: readonly string[];
  readonly replies: readonly string[];
}>;

export interface MiddlewareCase {
  readonly name: string;
  run(converse: Converse): Promise<void>;
}

/** What middleware does in every framework, under whatever test runner. */
export const middlewareContract: readonly MiddlewareCase[] = [
  {
    name: "brings the persona into every call of the model, and records each turn once",
    async run(converse) {
      const personalizer = createPersonalizer({ store: memoryStore(), passes: [instantPass(createExtractor())] });
      const turns = ["My name is Ada.", "I like green tea."];
      const first = await converse(personalizer, { userId: "ada", sessionId: "s1" }, turns);
      assert.equal(first.instructions.length, 4);
      assert.equal(first.instructions[0], INSTRUCTIONS);
      await personalizer.optimize("ada");
      const { text } = await personalizer.getPersona("ada");
      assert.match(text, /name: Ada[\s\S]*green tea/);

      const [held] = await personalizer.sessions("ada");
      assert.deepEqual(
        held?.messages.map(({ role, text: said }) => ({ role, text: said })),
        turns.flatMap((said, turn) => [
          { role: "user", text: said },
          { role: "assistant", text: first.replies[turn] },
        ]),
      );

      const second = await converse(personalizer, { userId: "ada", sessionId: "s2" }, ["What shall I drink?"]);
      assert.equal(second.instructions.length, 2);
      for (const told of second.instructions) {
        assert.ok(told.startsWith(INSTRUCTIONS), told);
        assert.ok(told.includes(text), told);
      }
      // The block is the assistant's, and never comes back as something that was said.
      assert.ok(!JSON.stringify(await personalizer.sessions("ada")).includes(INSTRUCTIONS));
      const stranger = await converse(personalizer, { userId: "bob", sessionId: "s1" }, ["Hello!"]);
      assert.deepEqual(stranger.instructions, [INSTRUCTIONS, INSTRUCTIONS]);
      await personalizer.close();
    },
  },
  {
    name: "answers although the record fails, and says so in the log",
    async run(converse) {
      const store = memoryStore();
      const personalizer = createPersonalizer({ store, passes: [] });
      store.appendPart = () => Promise.reject(new Error("The disk is full."));
      const logged: unknown[] = [];
      const { error: log } = console;
      console.error = (...words) => void logged.push(...words);
      try {
        const { replies } = await converse(personalizer, { userId: "ada", sessionId: "s1" }, ["Hello!"]);
        assert.equal(replies.length, 1);
        assert.match(replies[0] ?? "", /^Answer \d+\.$/);
      } finally {
        console.error = log;
      }
      assert.deepEqual(
        logged.map((error) => (error instanceof Error ? error.message : error)),
        ["The disk is full."],
      );
    },
  },
];
