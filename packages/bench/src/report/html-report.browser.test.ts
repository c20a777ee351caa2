import { existsSync } from "node:fs";
import axe from "axe-core";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { madeUpCharacters } from "./__fixtures__/made-up-characters.ts";
import { madeUpLiveRun } from "./__fixtures__/made-up-live-run.ts";
import { reportHtml } from "./html-report.ts";

const CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);
const ABSENT = "no Chromium is installed (Debian: apt-get install chromium)";

describe("the page in a browser", () => {
  let browser: Browser | undefined;
  let html = "";

  beforeAll(async () => {
    const characters = madeUpCharacters(2, 14);
    html = await reportHtml(madeUpLiveRun(characters), { characters });
    if (CHROMIUM) browser = await chromium.launch({ executablePath: CHROMIUM });
  });
  afterAll(() => browser?.close());

  /** Runs on an open page; what it requested and complained of must be nothing. */
  async function inPage(
    { width, colorScheme }: { width: number; colorScheme: "light" | "dark" },
    look: (page: Page) => Promise<void>,
  ): Promise<void> {
    const page = await browser?.newPage({ viewport: { width, height: 900 }, colorScheme });
    if (!page) throw new Error(ABSENT);
    const heard: string[] = [];
    page.on("console", (message) => heard.push(message.text()));
    page.on("pageerror", ({ message }) => heard.push(message));
    page.on("request", (request) => heard.push(request.url()));
    await page.setContent(html);
    await page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })");
    expect(heard).toEqual([]);
    await look(page);
    await page.close();
  }

  it.for([400, 1280])("is never wider than a window of %i pixels, with everything open", async (width, context) => {
    if (!CHROMIUM) return context.skip(ABSENT);
    await inPage({ width, colorScheme: "light" }, async (page) => {
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
    });
  });

  it.for(["light", "dark"] as const)("draws every curve so that it is seen, %s", async (colorScheme, context) => {
    if (!CHROMIUM) return context.skip(ABSENT);
    await inPage({ width: 1280, colorScheme }, async (page) => {
      const lines = await page.evaluate(`[...document.querySelectorAll(".chart .line")].map((path) => {
        const { width } = path.getBoundingClientRect();
        const { stroke, strokeWidth } = getComputedStyle(path);
        return { width, seen: stroke !== "none" && stroke !== getComputedStyle(document.body).backgroundColor && strokeWidth !== "0px" };
      })`);
      expect(lines).toHaveLength(3 * (7 + 3 + 3 + 6 + 3 + 3 + 3 + 3 + 7));
      for (const line of lines as readonly unknown[]) {
        expect(line).toEqual({ width: expect.toSatisfy((width: number) => width > 300), seen: true });
      }
    });
  });

  it.for(["light", "dark"] as const)(
    "has no fault that axe finds, %s",
    { timeout: 120_000 },
    async (colorScheme, context) => {
      if (!CHROMIUM) return context.skip(ABSENT);
      await inPage({ width: 1280, colorScheme }, async (page) => {
        await page.addScriptTag({ content: axe.source });
        const faults = await page.evaluate(
          "axe.run().then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes[0].html, nodes[0].failureSummary]))",
        );
        expect(faults).toEqual([]);
      });
    },
  );
});
