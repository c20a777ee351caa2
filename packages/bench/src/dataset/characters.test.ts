import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { defaultSchema, fieldOf } from "@lifelong/core";
import { expect, test } from "vitest";
import * as z from "zod";
import { TRAITS } from "./character.ts";
import { readCharacters } from "./characters.ts";
import { faultsOf } from "./check-character.ts";
import { type NamedText, sharedSequences } from "./shared-sequences.ts";

const characters = await readCharacters();
const each = characters.map((character) => [character.id, character] as const);

/** What the second reader, who had not seen the gold, found. */
const readingSchema = z.object({
  blind: z.object({ operations: z.int(), gold: z.int(), matched: z.int() }),
  verdicts: z.array(
    z.object({
      episode: z.string(),
      operation: z.string(),
      field: z.string(),
      content: z.union([z.string(), z.number(), z.boolean()]),
      verdict: z.enum(["agree", "mended", "added"]),
    }),
  ),
  traps: z.array(
    z.object({ episode: z.string(), field: z.string(), content: z.union([z.string(), z.number(), z.boolean()]) }),
  ),
});

async function readingOf(id: string): Promise<z.infer<typeof readingSchema>> {
  const file = fileURLToPath(new URL(`../../data/readings/${id}.json`, import.meta.url));
  return readingSchema.parse(JSON.parse(await readFile(file, "utf8")));
}

test("there are six people who write English and six who write Chinese, each in twelve conversations or more", () => {
  const lengths = Map.groupBy(characters, ({ language }) => language);
  expect([...lengths].map(([language, own]) => [language, own.length])).toEqual(
    expect.arrayContaining([
      ["en", 6],
      ["zh", 6],
    ]),
  );
  for (const { episodes } of characters) expect(episodes.length).toBeGreaterThanOrEqual(12);
});

test.for(each)("%s: every gold value is a value of its field and stands in the user's own words", ([, character]) => {
  expect(faultsOf(character)).toEqual([]);
});

test.for(each)("%s holds every kind of conversation, two of them with nothing to learn", ([, { episodes }]) => {
  const traits = new Set(episodes.flatMap((episode) => episode.traits));
  expect(TRAITS.filter((trait) => !traits.has(trait) && trait !== "plain" && trait !== "implicit")).toEqual([]);
  const idle = episodes.filter((episode) => episode.traits.includes("uninformative"));
  expect(idle.length).toBeGreaterThanOrEqual(2);
  expect(idle.flatMap(({ gold }) => gold)).toEqual([]);
});

test.for(each)("%s tells nothing of a special category without consent", ([, { consents, episodes }]) => {
  const told = episodes
    .flatMap(({ gold }) => gold)
    .map(({ field }) => fieldOf(defaultSchema, field)?.sensitivity ?? "");
  const special = told.filter((sensitivity) => !["ordinary", "personal", ...consents].includes(sensitivity));
  expect(special).toEqual([]);
});

test.for(each)(
  "%s was read a second time: every gold value and every trap has a verdict",
  async ([id, { episodes }]) => {
    const { verdicts, traps } = await readingOf(id);
    const key = (one: { field: string; content: unknown }) => JSON.stringify([one.field, one.content]);
    for (const episode of episodes) {
      const of = <Item extends { episode: string }>(items: readonly Item[]) =>
        items.filter((item) => item.episode === episode.id);
      expect(
        of(verdicts)
          .map((one) => `${one.operation} ${key(one)}`)
          .toSorted(),
        episode.id,
      ).toEqual(episode.gold.map((one) => `${one.operation} ${key(one)}`).toSorted());
      expect(of(traps).map(key).toSorted(), episode.id).toEqual(episode.traps.map(key).toSorted());
    }
  },
);

test.for([
  { language: "en", unit: "word", longest: 8, told: 5 },
  { language: "zh", unit: "character", longest: 12, told: 8 },
] as const)(
  "in $language no run of $longest $unit units occurs in two conversations",
  ({ language, unit, longest, told }) => {
    const texts: NamedText[] = characters
      .filter((character) => character.language === language)
      .flatMap(({ id, episodes }) =>
        episodes.map((episode) => ({
          name: `${id} ${episode.id}`,
          text: episode.messages.map(({ text }) => text).join("\n"),
        })),
      );
    expect(sharedSequences(texts, { unit, length: longest })).toEqual([]);
    const shorter = sharedSequences(texts, { unit, length: told });
    process.stdout.write(
      `${language}: ${shorter.length} runs of ${told} ${unit}s occur in more than one conversation.\n`,
    );
  },
);

test("a run that two texts share is found across case, marks and line breaks", () => {
  const texts = [
    { name: "one", text: "I live\nin Porto, by the sea." },
    { name: "two", text: "She said: i LIVE in porto by now" },
  ];
  expect(sharedSequences(texts, { unit: "word", length: 4 })).toEqual([
    { text: "i live in porto", where: ["one", "two"] },
    { text: "live in porto by", where: ["one", "two"] },
  ]);
  expect(sharedSequences(texts, { unit: "word", length: 6 })).toEqual([]);
});
