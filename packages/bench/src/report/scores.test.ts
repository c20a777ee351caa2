import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { madeUpCharacters } from "./__fixtures__/made-up-characters.ts";
import { madeUpLiveRun } from "./__fixtures__/made-up-live-run.ts";
import { type Measure, personaMeasures } from "./measure.ts";
import { differenceFrom, scoreOf, scoresOf } from "./scores.ts";

const { arms } = madeUpLiveRun(madeUpCharacters(4, 6));
const [first, second] = arms;
const found = personaMeasures.find(({ id }) => id === "found");
const learned = arms.find(({ name }) => name === "learned, k=3");
if (!first || !second || !found || !learned) throw new Error("the made-up run has other arms");

const counted = (read: Measure["read"]): Measure => ({
  id: "test",
  name: "Test",
  axis: "Test",
  scale: "count",
  better: "higher",
  meaning: "A test.",
  read,
});

describe("scores", () => {
  it("takes shares of a character together and not one by one", () => {
    const own = learned.conversations.slice(0, 2);
    const shares = [
      { of: 1, are: 1 },
      { of: 9, are: 0 },
    ];
    expect(scoresOf(own, { ...found, read: (one) => shares[own.indexOf(one)] })).toEqual([0.1]);
  });

  it("leaves out what was not measured, and is undefined where nothing was", () => {
    expect(
      scoreOf(
        first,
        counted(({ index }) => (index === 0 ? 4 : undefined)),
      ),
    ).toMatchObject({ mean: 4, cases: 4 });
    expect(
      scoreOf(
        first,
        counted(() => undefined),
      ),
    ).toBeUndefined();
  });

  it("counts a language's characters only", () => {
    const inChinese = counted(({ language }) => Number(language === "zh"));
    expect(scoreOf(first, inChinese, "zh")?.mean).toBe(1);
    expect(scoreOf(first, inChinese, "en")?.mean).toBe(0);
    expect(scoreOf(first, inChinese)?.mean).toBe(0.5);
  });

  it("finds no difference between an arm and itself, and the opposite one when arms are swapped", () => {
    fc.assert(
      fc.property(fc.constantFrom(...arms), fc.constantFrom(...arms), (one, other) => {
        const measure = counted(({ personal }) => personal);
        expect(differenceFrom(one, one, { measure })).toMatchObject({ mean: 0, low: 0, high: 0, p: 1 });
        const [forth, back] = [differenceFrom(one, other, { measure }), differenceFrom(other, one, { measure })];
        expect(forth?.mean).toBeCloseTo(-(back?.mean ?? 0), 6);
      }),
      { numRuns: 20 },
    );
  });

  it("pairs conversations by character, episode and seed", () => {
    const measure = counted(({ index }) => index);
    const later = { ...second, conversations: second.conversations.filter(({ index }) => index > 2).toReversed() };
    expect(differenceFrom(first, later, { measure })).toMatchObject({ mean: 0, cases: 12 });
    const elsewhere = { ...second, conversations: second.conversations.map((one) => ({ ...one, seed: 99 })) };
    expect(differenceFrom(first, elsewhere, { measure })).toBeUndefined();
  });
});
