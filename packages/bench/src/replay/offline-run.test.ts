import { expect, test } from "vitest";
import { sampleCharacter } from "../dataset/sample-character.ts";
import { countOffline, runOffline } from "./offline-run.ts";

const characters = [sampleCharacter(), sampleCharacter({ id: "bea" })];

test("the offline run replays every conversation under every arm, and comes to the same bytes again", async () => {
  let told = 0;
  const first = await runOffline(characters, (count) => {
    told += count;
  });
  expect(told).toBe(countOffline(characters));
  for (const { conversations } of first.arms) expect(conversations).toHaveLength(6);
  expect(JSON.stringify(await runOffline(characters))).toBe(JSON.stringify(first));
});

test("is labelled as scripted, and says of every script that it is no model", async () => {
  const { kind, scripted, arms } = await runOffline([sampleCharacter()]);
  expect({ kind, scripted }).toEqual({ kind: "replayed", scripted: true });
  for (const { name, note } of arms) if (name !== "built-in extractor") expect(note).toContain("no model's score");
});

test("an oracle after every conversation knows all that was told, and nothing else", async () => {
  const { arms } = await runOffline([sampleCharacter()]);
  const [first, second, third] = arms.find(({ name }) => name === "oracle, k=1")?.conversations ?? [];
  expect(first?.persona).toMatchObject({ similarity: 1, found: { of: 2, are: 2 }, right: { of: 2, are: 2 } });
  expect(second?.held?.map(({ field, content }) => [field, content])).toEqual(
    expect.arrayContaining([
      ["location", "Lisbon"],
      ["likes", "green tea"],
    ]),
  );
  expect(third?.persona).toMatchObject({ similarity: 1, stale: { of: 2, are: 0 }, believed: { of: 1, are: 0 } });
  expect(third?.ungrounded?.are).toBe(0);
  expect(third?.cost.calls).toBe(1);
});

test("what is told between two passes is known only after the next", async () => {
  const { arms } = await runOffline([sampleCharacter()]);
  const third = arms.find(({ name }) => name === "oracle, k=3")?.conversations ?? [];
  expect(third.map(({ persona }) => persona?.found.are)).toEqual([0, 0, 1]);
  expect(third.map(({ cost }) => cost.calls)).toEqual([0, 0, 1]);
});
