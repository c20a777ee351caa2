import {
  createPersonalizer,
  deepPass,
  instantPass,
  manualRunner,
  type Personalizer,
  type PersonaStore,
} from "@lifelong/core";
import { fixedClock, scriptedOptimizer } from "@lifelong/core/testing";
import { createExtractor } from "@lifelong/extractor";

export const USER = "ada";

/** Ada's conversations: when, and what she said. */
const SAID: readonly (readonly [string, string])[] = [
  ["2026-08-14T08:10:00.000Z", "My name is Ada and I live in Porto."],
  ["2026-09-02T19:40:00.000Z", "I like jazz. I love green tea in the morning."],
  ["2026-09-20T07:55:00.000Z", "I moved: I live in Lisbon now. I read two papers on tides again last night."],
  ["2026-10-05T17:20:00.000Z", "I work as a marine biologist. I like green tea, still. I am allergic to peanuts."],
];

/** What a model makes of them: one value from one conversation, and one that she never said. */
const deep = scriptedOptimizer(({ sessions }) => {
  const tides = sessions.find(({ messages }) => messages.some(({ text }) => text.includes("papers on tides")));
  const evidence = (quote: string) => [{ sessionId: tides?.id ?? "", messageIndex: 0, quote }];
  return {
    operations: [
      {
        kind: "add",
        field: "personality.interests",
        content: "oceanography",
        evidence: evidence("two papers on tides again last night"),
      },
      { kind: "add", field: "likes", content: "early nights", evidence: evidence("I go to bed at nine every day") },
    ],
  };
});

/** A persona that has everything a card shows: hand, words and conclusions, several scripts, a lock, what waits and what was refused. */
export async function openAda(store: PersonaStore): Promise<Personalizer> {
  const clock = fixedClock("2026-08-14T08:10:00.000Z");
  const personalizer = createPersonalizer({
    store,
    passes: [instantPass(createExtractor()), deepPass(deep)],
    runner: manualRunner(),
    now: clock,
  });
  for (const [startedAt, text] of SAID) {
    clock.set(startedAt);
    await personalizer.recordSession(USER, { startedAt, messages: [{ role: "user", text }] });
    await personalizer.optimize(USER, { pass: "instant" });
  }
  await personalizer.optimize(USER);
  clock.set("2026-10-06T09:00:00.000Z");
  await personalizer.edit(USER, [
    { kind: "set", field: "likes", content: "手冲咖啡" },
    { kind: "set", field: "interaction.address", content: "أدا" },
  ]);
  await personalizer.edit(USER, [{ kind: "lock", field: "demographics.name" }]);
  clock.set("2026-10-09T21:00:00.000Z");
  await personalizer.recordSession(USER, {
    startedAt: clock().toISOString(),
    messages: [{ role: "user", text: "Good evening! What is new?" }],
  });
  return personalizer;
}
