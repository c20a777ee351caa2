import { describe, expect, it } from "vitest";
import type { RunResult } from "../results/result.ts";
import { HOSTILE, madeUpCharacters } from "./__fixtures__/made-up-characters.ts";
import { madeUpLiveRun } from "./__fixtures__/made-up-live-run.ts";
import { reportHtml } from "./html-report.ts";
import { reportJson } from "./json-report.ts";
import { SCRIPTED_LABEL } from "./run-facts.ts";

const characters = madeUpCharacters(3, 6);
const live = madeUpLiveRun(characters);
const replayed: RunResult = {
  ...live,
  kind: "replayed",
  scripted: true,
  arms: live.arms
    .filter(({ setting }) => setting === "learned")
    .map((arm) => ({
      ...arm,
      conversations: arm.conversations.map(({ helpful, personal, utterances, judgedSimilarity, ...rest }) => rest),
    })),
};

const turnedKeys = (_: string, value: unknown): unknown =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).toReversed())
    : value;

describe("reportHtml", () => {
  it("needs nothing but itself", async () => {
    const page = await reportHtml(live, { characters });
    expect(page).not.toMatch(/\b(src|srcset|action|data|poster)\s*=/i);
    expect(page).not.toMatch(/href\s*=\s*"(?!#)/i);
    expect(page).not.toMatch(/url\(|@import|<script|<link|<iframe|\son[a-z]+\s*=/i);
  });

  it("shows every arm and every character", async () => {
    const page = await reportHtml(live, { characters });
    for (const { name } of live.arms) expect(page).toContain(name);
    for (const { id, about } of characters) {
      expect(page).toContain(`id="character-${id}"`);
      expect(page).toContain(about);
    }
  });

  it("shows the text of personas as text, wherever it comes from", async () => {
    const arms = live.arms.map((arm, place) => ({
      ...arm,
      name: `${arm.name} ${HOSTILE}`,
      models: { chatbot: HOSTILE },
      note: HOSTILE,
      conversations: arm.conversations.map((one) => ({
        ...one,
        held: place > 3 ? [{ field: HOSTILE, content: HOSTILE, basis: HOSTILE, quote: HOSTILE }] : [],
        refused: { [HOSTILE]: 1 },
      })),
    }));
    const page = await reportHtml(
      { ...live, arms, data: { ...live.data, digest: HOSTILE } },
      { characters: characters.map((character) => ({ ...character, about: HOSTILE })) },
    );
    expect(page).not.toContain("<script");
    expect(page).toContain("&lt;script&gt;alert(&quot;Porto &amp; co&quot;)&lt;/script&gt;");
  });

  it("comes to the same bytes for the same result, whatever the order of its keys", async () => {
    const turned: RunResult = JSON.parse(JSON.stringify(live, turnedKeys));
    expect(Object.keys(turned)[0]).toBe("arms");
    expect(await reportHtml(turned, { characters })).toBe(await reportHtml(live, { characters }));
    expect(reportJson(turned)).toBe(reportJson(live));
    expect(JSON.parse(reportJson(live))).toEqual(live);
  });

  it("says of scripts that they are no models, and only of scripts", async () => {
    const label = SCRIPTED_LABEL.replace("'", "&#39;");
    expect(await reportHtml(replayed, { characters })).toContain(label);
    expect(await reportHtml(live, { characters })).not.toContain(label);
  });

  it("puts no number of a script beside the paper", async () => {
    const beside = async (result: RunResult) =>
      (await reportHtml(result, { characters })).match(/<section aria-labelledby="paper">.*?<\/section>/s)?.[0];
    expect(await beside(live)).toContain("made-up:chatbot");
    expect(await beside({ ...live, scripted: true })).not.toMatch(/made-up:chatbot|this run: /);
  });

  it("says what was not run", async () => {
    const page = await reportHtml(replayed, { characters });
    expect(page).toMatch(
      /Not run:<\/strong> No Persona, Golden Persona, Conversations RAG, Whole history, Helpfulness/,
    );
    expect(page).toMatch(/<strong>Utterances<\/strong>[^<]*<\/figcaption><p class="absent">not run/);
  });

  it("leaves out the section of a character whose file is not at hand, and says so", async () => {
    const page = await reportHtml(live, { characters: characters.slice(1) });
    expect(page).not.toContain('id="character-person-a"');
    expect(page).toContain("No file was at hand of person-a.");
  });

  it("refuses a baseline that is no arm", async () => {
    await expect(reportHtml(live, { characters, baseline: "golden" })).rejects.toThrow(
      'no arm is called "golden"; the arms are no persona; golden persona;',
    );
  });

  it("stays below 3 MB with 12 characters, 14 conversations and 7 arms", async () => {
    const many = madeUpCharacters(12, 14);
    const page = await reportHtml(madeUpLiveRun(many), { characters: many });
    expect(Buffer.byteLength(page)).toBeLessThan(3_000_000);
  });
});
