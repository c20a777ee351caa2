import { describe, expect, it } from "vitest";
import { HOSTILE, madeUpCharacters } from "./__fixtures__/made-up-characters.ts";
import { madeUpLiveRun } from "./__fixtures__/made-up-live-run.ts";
import { explanationsOf } from "./explanations.ts";
import { reportMarkdown } from "./markdown-report.ts";

const live = madeUpLiveRun(madeUpCharacters(2, 3));

describe("reportMarkdown", () => {
  it("is what the golden file says", async () => {
    await expect(reportMarkdown(live, { baseline: "golden persona" })).toMatchFileSnapshot("__golden__/made-up-run.md");
  });

  it("explains everything that it heads a column with", () => {
    const names = explanationsOf(live).flatMap(({ explanations }) => explanations.map(({ name }) => name));
    const heads = [...reportMarkdown(live).matchAll(/\| ([^|]+?) \([↑↓] is better\)/g)].map(([, name]) => name?.trim());
    expect(heads.length).toBeGreaterThan(10);
    expect(names).toEqual(expect.arrayContaining(heads));
  });

  it("marks nothing up that it did not write", () => {
    const arms = live.arms.map((arm, place) => ({ ...arm, name: `a | b ${place} ${HOSTILE}\n# head` }));
    const text = reportMarkdown({ ...live, arms });
    expect(text).not.toContain("<script");
    expect(text).not.toMatch(/^# head/m);
    const rows = text.split("\n").filter((line) => line.startsWith("| a \\| b"));
    expect(rows.length).toBeGreaterThan(10);
  });
});
