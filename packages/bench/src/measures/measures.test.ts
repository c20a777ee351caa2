import { defaultSchema } from "@lifelong/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sampleCharacter } from "../dataset/sample-character.ts";
import { differenceOf, intervalOf, intervalOfGroups } from "./interval.ts";
import { contentLikeness, tokenF1 } from "./likeness.ts";
import { measurePersona } from "./persona-measures.ts";
import { fieldSimilarities, personaSimilarity } from "./persona-similarity.ts";

const similarity = (one: Record<string, (string | number)[]>, other: Record<string, (string | number)[]>) =>
  personaSimilarity(fieldSimilarities(one, other, defaultSchema));

describe("the similarity of two personas", () => {
  test("is 1 for the same, 0 for nothing in common, and unknown where nothing is held", () => {
    const ana = { location: ["Porto"], likes: ["tea", "jazz"] };
    expect(similarity(ana, ana)).toBe(1);
    expect(similarity(ana, { location: ["Oslo"], likes: ["rain"] })).toBe(0);
    expect(similarity({}, {})).toBeUndefined();
  });

  test("counts every field that either holds", () => {
    expect(similarity({ location: ["Porto"] }, { location: ["Porto"], diet: ["vegan"] })).toBe(0.5);
  });

  test("compares what is coded exactly, and text by its words", () => {
    expect(similarity({ "demographics.age": [34] }, { "demographics.age": [35] })).toBe(0);
    expect(similarity({ "interaction.length": ["short"] }, { "interaction.length": ["detailed"] })).toBe(0);
    expect(similarity({ location: ["a flat in Kirkwall"] }, { location: ["Kirkwall"] })).toBeCloseTo(0.4);
    expect(contentLikeness({ kind: "text" }, "住在苏州", "苏州")).toBeCloseTo(2 / 3);
  });

  test("pairs the items of sets at best", () => {
    expect(similarity({ likes: ["green tea", "jazz"] }, { likes: ["jazz", "green tea", "rain"] })).toBeCloseTo(0.8);
  });

  test("is symmetric and between 0 and 1", () => {
    const persona = fc.dictionary(
      fc.constantFrom("location", "likes", "goals", "diet"),
      fc.array(fc.constantFrom("tea", "green tea", "Porto by the sea", "茶", "绿茶"), { maxLength: 4 }),
    );
    fc.assert(
      fc.property(persona, persona, (one, other) => {
        const value = similarity(one, other);
        expect(value ?? 0).toBeGreaterThanOrEqual(0);
        expect(value ?? 0).toBeLessThanOrEqual(1);
        expect(similarity(other, one) ?? 0).toBeCloseTo(value ?? 0);
      }),
    );
  });
});

test("words in common make texts alike, whatever their order and case", () => {
  expect(tokenF1("Green tea", "tea, green")).toBe(1);
  expect(tokenF1("tea", "coffee")).toBe(0);
});

describe("what is held after a conversation", () => {
  // Tells Porto and tea; then moves to Lisbon, with the trap that her sister is vegan; then gives up tea.
  const character = sampleCharacter();
  const measure = (index: number, held: Record<string, string[]>, past: Record<string, string[]>[] = []) =>
    measurePersona(character, index, { held, past, schema: defaultSchema });

  test("is found and right as far as it was told and is true", () => {
    expect(measure(0, { location: ["Porto"], diet: ["vegan"] })).toMatchObject({
      found: { of: 2, are: 1 },
      right: { of: 2, are: 1 },
    });
  });

  test("is stale when it was held, is no longer true, and is held still", () => {
    const first = { location: ["Porto"], likes: ["green tea"] };
    expect(measure(1, first, [first]).stale).toEqual({ of: 1, are: 1 });
    expect(measure(1, { location: ["Lisbon"] }, [first]).stale).toEqual({ of: 1, are: 0 });
    expect(measure(1, first, [{}]).stale).toEqual({ of: 0, are: 0 });
    expect(measure(2, { location: ["Lisbon"], likes: ["green tea"] }, [first, first]).stale).toEqual({ of: 2, are: 1 });
  });

  test("believes a trap when it holds it", () => {
    expect(measure(0, { diet: ["vegan"] }).believed).toEqual({ of: 0, are: 0 });
    expect(measure(1, { diet: ["vegan"] }).believed).toEqual({ of: 1, are: 1 });
    expect(measure(1, { diet: ["eats everything"] }).believed).toEqual({ of: 1, are: 0 });
  });
});

describe("an interval", () => {
  test("holds the mean, and is wider where people differ more", () => {
    const alike = intervalOfGroups([
      [1, 0],
      [0, 1],
      [1, 0],
    ]);
    const apart = intervalOfGroups([
      [1, 1],
      [0, 0],
      [1, 0],
    ]);
    expect(alike).toEqual({ mean: 0.5, low: 0.5, high: 0.5, cases: 6 });
    expect([apart.mean, apart.low, apart.high]).toEqual([0.5, 0, 1]);
    expect(intervalOf([0.2, 0.2])).toEqual({ mean: 0.2, low: 0.2, high: 0.2, cases: 2 });
  });

  test("of a difference says how often chance alone does as much", () => {
    const clear = differenceOf(Array.from({ length: 12 }, () => [1, 0.8]));
    expect(clear.mean).toBe(0.9);
    expect(clear.p).toBeLessThan(0.01);
    const none = differenceOf([[0.1], [-0.1], [0.05], [-0.05]]);
    expect(none.p).toBeGreaterThan(0.5);
  });
});
