import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { madeUpCharacters } from "./__fixtures__/made-up-characters.ts";
import { madeUpLiveRun } from "./__fixtures__/made-up-live-run.ts";
import { markOf } from "./arm-mark.ts";
import { curvesOf } from "./curve.ts";
import { lineChart, spread } from "./line-chart.ts";
import { paperMeasures } from "./measure.ts";

const utterances = paperMeasures.find(({ id }) => id === "utterances");

describe("lineChart", () => {
  it("names every curve at its end, and says its figures in words", async () => {
    const { arms } = madeUpLiveRun(madeUpCharacters(2, 6));
    const curves = utterances && curvesOf(arms, utterances);
    if (!curves) throw new Error("the made-up run has no utterances");
    const svg = String(await lineChart(curves, "test"));
    for (const { name } of arms) {
      expect(svg).toMatch(new RegExp(`<text class="label"[^>]*>${name}</text>`));
      expect(svg).toMatch(new RegExp(`<desc[^>]*>[^<]*${name}: [\\d.]+ at conversation 1, [\\d.]+ at 6\\.`));
    }
    expect(svg).toContain("Utterances of the user (per conversation)");
    expect(svg).toContain("Conversation (number)");
    expect(svg).not.toContain("NaN");
  });

  it("draws a single conversation", async () => {
    const { arms } = madeUpLiveRun(madeUpCharacters(1, 1));
    const curves = utterances && curvesOf(arms, utterances);
    expect(curves && String(await lineChart(curves, "one"))).not.toMatch(/NaN|Infinity/);
  });
});

describe("markOf", () => {
  it("tells 56 arms apart without colour", () => {
    const marks = Array.from({ length: 56 }, (_, arm) => markOf(arm));
    expect(new Set(marks.map(({ dashes, path }) => `${dashes} ${path}`)).size).toBe(56);
  });
});

describe("spread", () => {
  it("keeps every gap, the order and the frame", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 6 }), (wanted) => {
        const placed = spread(wanted, { gap: 15, from: 0, to: 100 });
        const sorted = placed.toSorted((one, other) => one - other);
        sorted.slice(1).forEach((place, index) => {
          expect(place - (sorted[index] ?? 0)).toBeGreaterThanOrEqual(15 - 1e-9);
        });
        for (const [one, place] of placed.entries()) {
          expect(place).toBeGreaterThanOrEqual(-1e-9);
          expect(place).toBeLessThanOrEqual(100 + 1e-9);
          for (const [other, otherPlace] of placed.entries()) {
            if ((wanted[one] ?? 0) < (wanted[other] ?? 0)) expect(place).toBeLessThan(otherPlace);
          }
        }
      }),
    );
  });

  it("moves nothing that is far enough apart", () => {
    expect(spread([80, 10, 40], { gap: 15, from: 0, to: 100 })).toEqual([80, 10, 40]);
  });
});
