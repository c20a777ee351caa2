import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Personalizer } from "@lifelong/core";
import { fileStore } from "@lifelong/store-file";
import { expect, test } from "vitest";
import * as z from "zod";
import { openPersonalizer } from "./open-personalizer.ts";
import { openWorkplace } from "./testing/command-process.ts";
import { openHost } from "./testing/host.ts";

const FILE = new URL("../../../../shared/data/personabench/personas.jsonl", import.meta.url);
const PERSONAS = 132;
const SCENES = 1319;
const HAN = /\p{Script=Han}/u;

const publishedSchema = z.object({
  id: z.string(),
  scenes: z.array(z.object({ personalized_query: z.string().min(1), neutralized_query: z.string().min(1) })),
});

test(`all ${SCENES} scenes of ${PERSONAS} published personas, asked in Chinese, are recorded, and teach what they plainly say by the way`, async (context) => {
  if (!existsSync(FILE)) context.skip("../shared/data/personabench is not there");
  const personas = readFileSync(FILE, "utf8")
    .trim()
    .split("\n")
    .map((line) => publishedSchema.parse(JSON.parse(line)));
  expect(personas).toHaveLength(PERSONAS);
  await using workplace = await openWorkplace();
  const began = performance.now();

  await using host = await openHost(workplace.environment);
  const asked: string[] = [];
  const notKept = new Map<string, number>();
  for (const { id, scenes } of personas) {
    for (const [index, { personalized_query, neutralized_query }] of scenes.entries()) {
      const texts = [neutralized_query, personalized_query];
      const answer = await host.call("record_session", {
        sessionId: `${id}-${index}`,
        messages: texts.map((text) => ({ role: "user", text })),
      });
      expect(answer.isError ? answer.text : "").toBe("");
      for (const { reason, count } of notKeptSchema.parse(answer.data).notKept) {
        notKept.set(reason, (notKept.get(reason) ?? 0) + count);
      }
      asked.push(...texts);
    }
  }
  expect((await host.call("optimize_persona")).isError).toBe(false);
  const log = await host.close();
  const seconds = (performance.now() - began) / 1000;

  await using store = await openStore(join(workplace.directory, "data"));
  const { persona, sessions } = await store.personalizer.exportUser("default");
  expect(sessions).toHaveLength(SCENES);
  expect([...notKept]).toEqual([]);
  expect(sessions.flatMap(({ messages }) => messages.map(({ text }) => text))).toEqual(asked);
  const textOf = new Map(
    sessions.flatMap(({ id, messages }) => messages.map(({ text }, index) => [`${id} ${index}`, text] as const)),
  );
  const learned = Object.entries(persona.fields).flatMap(([field, { values }]) =>
    values.map(({ quotes }) => ({
      field,
      isChinese: quotes.some(({ sessionId, messageIndex }) =>
        HAN.test(textOf.get(`${sessionId} ${messageIndex}`) ?? ""),
      ),
    })),
  );
  // A handful of scenes were published in English, and may teach too.
  const fromChinese = learned.filter(({ isChinese }) => isChinese);
  process.stdout.write(
    `published scenes over stdio: ${sessions.length} sessions and ${asked.length} messages in ${seconds.toFixed(1)} s; ${learned.length - fromChinese.length} values learned from English, ${fromChinese.length} from Chinese\n`,
  );
  // Requests tell little of who asks: likings, interests, plans and animals here and there, each read and found plainly
  // said. All persons are one user here, so that of a single-valued field only the last is left.
  const byField = Map.groupBy(fromChinese, ({ field }) => field);
  expect(Object.fromEntries([...byField].map(([field, values]) => [field, values.length]))).toEqual({
    "demographics.career": 1,
    "personality.interests": 29,
    diet: 1,
    dislikes: 3,
    education: 1,
    goals: 19,
    likes: 28,
    pets: 4,
    relationships: 1,
  });
  // One line says where the data is; anything more is an error that was only logged.
  expect(log.trimEnd().split("\n").slice(1)).toEqual([]);
}, 180_000);

const notKeptSchema = z.object({ notKept: z.array(z.object({ reason: z.string(), count: z.number() })) });

async function openStore(directory: string): Promise<{ personalizer: Personalizer } & AsyncDisposable> {
  const store = fileStore({ directory });
  const personalizer = await openPersonalizer(
    { learning: { ceiling: {} }, queue: {}, plugins: [], environment: {} },
    store,
  );
  return { personalizer, [Symbol.asyncDispose]: () => personalizer.close() };
}
