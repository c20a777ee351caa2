import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createPersonalizer, memoryStore, type Personalizer, type PersonaStore } from "@lifelong/core";
import { fileStore } from "@lifelong/store-file";
import axe from "axe-core";
import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Tool } from "../define-tool.ts";
import { getPersona } from "../tools/get-persona.ts";
import type { CardData } from "./card-data.ts";
import { openAda, USER } from "./testing/ada.ts";
import { type AppsHost, type AppsHostOptions, openAppsHost } from "./testing/apps-host.ts";
import { CHROMIUM } from "./testing/chromium.ts";

const ABSENT = "no Chromium is installed (Debian: apt-get install chromium)";

interface Shown {
  readonly host: AppsHost;
  readonly personalizer: Personalizer;
}

interface ShowOptions extends AppsHostOptions {
  readonly store?: PersonaStore;
  readonly tools?: readonly Tool[];
  /** Before the card is opened. */
  readonly prepare?: (personalizer: Personalizer) => Promise<unknown>;
}

describe("the card in a host", { timeout: 60_000 }, () => {
  let browser: Browser | undefined;
  beforeAll(async () => {
    if (CHROMIUM) browser = await chromium.launch({ executablePath: CHROMIUM });
  });
  afterAll(() => browser?.close());

  /** Ada's card, looked at; what it asked for or complained of must be nothing. */
  function shows(fact: string, options: ShowOptions, look: (shown: Shown) => Promise<void>): void {
    it(fact, async (context) => {
      if (!browser) return context.skip(ABSENT);
      const { store = memoryStore(), tools, prepare, ...rest } = options;
      const personalizer = await openAda(store);
      await prepare?.(personalizer);
      await using host = await openAppsHost(browser, { personalizer, userId: USER, ...(tools && { tools }) }, rest);
      await look({ host, personalizer });
      expect(host.heard).toEqual([]);
    });
  }

  const valuesOf = async (personalizer: Personalizer, field: string) =>
    (await personalizer.show(USER)).fields[field]?.values ?? [];
  const contentsOf = async (personalizer: Personalizer, field: string) =>
    (await valuesOf(personalizer, field)).map(({ content }) => content);
  const open = (host: AppsHost, value: string) => host.card.locator("summary", { hasText: value }).click();
  const press = (host: AppsHost, name: string) => host.card.getByRole("button", { name, exact: true }).click();
  const notice = (host: AppsHost) => host.card.locator(".notice p").textContent();
  const openAll = (host: AppsHost) =>
    host.card.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })");

  shows("tells every value with its group and basis, and the words behind it when asked", {}, async ({ host }) => {
    const { card } = host;
    expect(await card.locator("#summary").textContent()).toBe("8 things known · 1 conversation not learned from yet");
    const life = card.getByRole("region", { name: "Life" });
    expect(await life.locator(".content").allInnerTexts()).toEqual([
      "Lisbon",
      "jazz",
      "green tea",
      "手冲咖啡",
      "peanuts",
    ]);
    expect(await life.locator(".remarks").allInnerTexts()).toEqual([
      "your words",
      "your words",
      "your words",
      "set by you",
      "your words",
    ]);
    const quotes = life.locator("li", { hasText: "green tea" }).first().locator("blockquote");
    expect(await quotes.first().isVisible()).toBe(false);
    await open(host, "green tea");
    expect(await quotes.allInnerTexts()).toEqual(["I like green tea, still.", "I love green tea in the morning."]);
    expect(await life.locator("time").nth(3).getAttribute("datetime")).toBe("2026-09-02T19:40:00.000Z");
    const unsure = card.getByRole("region", { name: "Not sure yet" });
    expect(await unsure.locator(".content").allInnerTexts()).toEqual(["oceanography"]);
    expect(await unsure.locator("blockquote").allInnerTexts()).toEqual(["two papers on tides again last night"]);
    await open(host, "Refused");
    const refused = card.getByRole("region", { name: "Refused" });
    expect(await refused.textContent()).toContain("The quote stands in no conversation");
    expect(await refused.textContent()).not.toContain("early nights");
  });

  shows("keeps what was not sure, as the user's own", {}, async ({ host, personalizer }) => {
    await press(host, "That’s right: interested in “oceanography”");
    expect(await notice(host)).toBe("“oceanography” is kept in “interested in”.");
    expect(await valuesOf(personalizer, "personality.interests")).toMatchObject([
      { content: "oceanography", basis: "user", tentative: false },
    ]);
    const group = host.card.getByRole("region", { name: "Personality" });
    expect(await group.locator(".remarks").allInnerTexts()).toEqual(["set by you"]);
    expect(await host.card.getByRole("region", { name: "Not sure yet" }).count()).toBe(0);
  });

  it("removes a value from the files, and takes that back", async (context) => {
    if (!browser) return context.skip(ABSENT);
    const directory = await mkdtemp(join(tmpdir(), "lifelong-card-"));
    try {
      const personalizer = await openAda(fileStore({ directory }));
      const likes = () => contentsOf(createPersonalizer({ store: fileStore({ directory }) }), "likes");
      await using host = await openAppsHost(browser, { personalizer, userId: USER });
      await open(host, "jazz");
      await press(host, "Remove “jazz” from likes");
      expect(await notice(host)).toBe("“jazz” is removed from “likes”.");
      expect(await host.card.locator("[role=status]").textContent()).toBe("“jazz” is removed from “likes”.");
      expect(await host.card.locator(".content").allInnerTexts()).not.toContain("jazz");
      expect(await likes()).toEqual(["green tea", "手冲咖啡"]);
      await press(host, "Take back this change");
      await host.card.locator("summary", { hasText: "jazz" }).waitFor();
      expect(await likes()).toEqual(["jazz", "green tea", "手冲咖啡"]);
      await personalizer.close();
    } finally {
      await rm(directory, { recursive: true });
    }
  });

  shows("locks a field and unlocks it, and pauses learning", {}, async ({ host, personalizer }) => {
    const isLocked = async () => (await personalizer.show(USER)).fields.likes?.locked ?? false;
    await open(host, "jazz");
    await press(host, "Lock likes");
    expect(await notice(host)).toBe("“likes” is locked: only you change it.");
    expect(await isLocked()).toBe(true);
    expect(await host.card.locator("details[open] > summary .locked").count()).toBe(1);
    await press(host, "Unlock likes");
    await host.card.getByText("“likes” is unlocked").first().waitFor();
    expect(await isLocked()).toBe(false);
    await press(host, "Pause learning");
    await host.card.getByText("learning is paused", { exact: false }).first().waitFor();
    expect((await personalizer.show(USER)).paused).toBe(true);
  });

  shows("takes an older change back", {}, async ({ host, personalizer }) => {
    await open(host, "Latest changes");
    await press(host, "Take back revision 3");
    await host.card.getByText("The change is taken back.").first().waitFor();
    expect(await contentsOf(personalizer, "location")).toEqual(["Porto"]);
    expect(await host.card.getByText("· taken back").count()).toBe(1);
    expect(await host.card.getByRole("button", { name: "Take back revision 3", exact: true }).count()).toBe(0);
  });

  const said = async (personalizer: Personalizer) => JSON.stringify(await personalizer.exportUser(USER));

  shows("forgets for good only after a yes, where the host cannot ask", {}, async ({ host, personalizer }) => {
    await open(host, "peanuts");
    await press(host, "Forget for good…, “peanuts”");
    await press(host, "Keep it");
    expect(await host.card.locator(".question").count()).toBe(0);
    expect(await said(personalizer)).toContain("peanuts");
    await press(host, "Forget for good…, “peanuts”");
    expect(await host.card.locator(".question p").textContent()).toContain("for good?");
    await press(host, "Forget, for good");
    expect(await notice(host)).toBe("“peanuts” and what said it is forgotten.");
    expect(await said(personalizer)).not.toContain("peanuts");
  });

  shows("leaves the question to a host that can ask", { answers: "decline" }, async ({ host, personalizer }) => {
    await open(host, "peanuts");
    await press(host, "Forget for good…, “peanuts”");
    expect(await notice(host)).toBe("“peanuts” was kept.");
    expect(await said(personalizer)).toContain("peanuts");
  });

  shows("tells the model that something changed, and nothing of what", {}, async ({ host }) => {
    await open(host, "jazz");
    await press(host, "Remove “jazz” from likes");
    const told = () => host.passed.filter(({ method }) => method === "ui/update-model-context");
    await vi.waitFor(() => expect(told()).toHaveLength(1));
    expect(JSON.stringify(told())).toContain("Call get_persona before you rely on it again.");
    expect(JSON.stringify(told())).not.toContain("jazz");
  });

  shows("shows errors as sentences, and stays as it was", {}, async ({ host, personalizer }) => {
    await personalizer.edit(USER, [{ kind: "remove", field: "likes", content: "jazz" }]);
    await open(host, "jazz");
    await press(host, "Remove “jazz” from likes");
    expect(await notice(host)).toMatch(/^"likes" does not hold that, so nothing was removed/);
    expect(await host.card.locator(".notice.error").count()).toBe(1);
    expect(await host.card.locator(".content").allInnerTexts()).not.toContain("jazz");
  });

  shows(
    "says so when the host does not pass a call on",
    { passOn: (method) => (method === "tools/call" ? Promise.reject(new Error("Not allowed here")) : undefined) },
    async ({ host }) => {
      await open(host, "jazz");
      await press(host, "Lock likes");
      expect(await notice(host)).toMatch(
        /^Your assistant did not pass this on: .*Not allowed here.*Ask it in the conversation/,
      );
    },
  );

  let reads = 0;
  shows(
    "says why the persona cannot be read, and reads it again when asked to",
    {
      passOn(method) {
        if (method === "resources/read") reads += 1;
        const isFirst = method === "resources/read" && reads === 1;
        const why = "STORE_UNAVAILABLE: The user's data cannot be reached right now.";
        return isFirst ? Promise.reject(new Error(why)) : undefined;
      },
    },
    async ({ host }) => {
      expect(await host.card.locator(".nothing").textContent()).toMatch(
        /The user's data cannot be reached right now\.$/,
      );
      await press(host, "Try again");
      await host.card.locator("summary", { hasText: "jazz" }).waitFor();
    },
  );

  let calls = 0;
  const slowly = Promise.withResolvers<void>();
  shows(
    "does one thing at a time, however often a button is pressed",
    {
      passOn(method) {
        if (method !== "tools/call") return undefined;
        calls += 1;
        return slowly.promise.then(() => ({
          content: [{ type: "text", text: "NOT_NOW: Nothing was done." }],
          isError: true,
        }));
      },
    },
    async ({ host }) => {
      await open(host, "jazz");
      for (let times = 0; times < 3; times += 1) await press(host, "Remove “jazz” from likes");
      slowly.resolve();
      expect(await notice(host)).toBe("Nothing was done.");
      expect(calls).toBe(1);
    },
  );

  for (const [why, options] of [
    ["the server does not offer the tools", { tools: [getPersona] }],
    ["the host passes no calls on", { capabilities: { serverResources: {} } }],
  ] as const) {
    shows(`has no button where ${why}`, options, async ({ host }) => {
      await openAll(host);
      expect(await host.card.locator("blockquote").count()).toBeGreaterThan(5);
      expect(await host.card.getByRole("button").count()).toBe(0);
    });
  }

  shows(
    "shows the block where the host reads no resources",
    { capabilities: { serverTools: {} } },
    async ({ host }) => {
      expect(await host.card.locator("pre").textContent()).toContain("lives in: Lisbon");
      expect(host.passed).toEqual([]);
    },
  );

  shows("can be used by the keyboard alone, and sees where it is", {}, async ({ host, personalizer }) => {
    const { page, card } = host;
    const focused = () =>
      card.evaluate("document.activeElement.ariaLabel ?? document.activeElement.innerText.slice(0, 60)");
    const tabTo = async (name: string) => {
      for (let presses = 0; presses < 30 && !String(await focused()).includes(name); presses += 1)
        await page.keyboard.press("Tab");
      expect(await focused()).toContain(name);
    };
    await tabTo("jazz");
    const outline =
      "getComputedStyle(document.activeElement).outlineStyle + getComputedStyle(document.activeElement).outlineWidth";
    expect(await card.evaluate(outline)).toBe("solid2px");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    expect(await focused()).toBe("Remove “jazz” from likes");
    await page.keyboard.press("Enter");
    await card.locator(".notice").waitFor();
    expect(await contentsOf(personalizer, "likes")).not.toContain("jazz");
    expect(await focused()).toContain("“jazz” is removed from “likes”.");
    await page.keyboard.press("Tab");
    expect(await focused()).toBe("Take back this change");
    await page.keyboard.press("Enter");
    await card.locator("summary", { hasText: "jazz" }).waitFor();
    expect(await contentsOf(personalizer, "likes")).toContain("jazz");
  });

  const LONG = `https-${"very".repeat(26)}long`;
  const add =
    (...contents: string[]) =>
    (personalizer: Personalizer) =>
      personalizer.edit(
        USER,
        contents.map((content) => ({ kind: "set", field: "likes", content })),
      );

  for (const width of [320, 1280]) {
    shows(
      `is never wider than ${width} pixels, with everything open`,
      { width, prepare: add(LONG) },
      async ({ host }) => {
        await openAll(host);
        await host.card.getByRole("button", { name: `Forget for good…, “${LONG}”` }).click();
        expect(await host.card.evaluate("document.documentElement.scrollWidth")).toBe(width);
        const least =
          "Math.min(...[...document.querySelectorAll('button, summary')].map((each) => each.getBoundingClientRect().height))";
        expect(await host.card.evaluate(least)).toBeGreaterThanOrEqual(24);
        const tall = Number(await host.card.evaluate("Math.ceil(document.body.getBoundingClientRect().height)"));
        await vi.waitFor(async () => expect(await host.card.evaluate("innerHeight")).toBe(tall));
      },
    );
  }

  const paper = (host: AppsHost) => host.card.evaluate("getComputedStyle(document.documentElement).backgroundColor");
  for (const [theme, colorScheme, colour] of [
    ["light", "dark", "rgb(255, 255, 255)"],
    ["dark", "light", "rgb(27, 30, 28)"],
  ] as const) {
    const options = { theme, colorScheme };
    shows(`is ${theme} where the host says so, without a fault that axe finds`, options, async ({ host }) => {
      expect(await paper(host)).toBe(colour);
      await openAll(host);
      await host.card.getByRole("button", { name: "Forget for good…, “peanuts”" }).click();
      await host.card.locator(".question").waitFor();
      await host.card.evaluate(axe.source);
      const faults = await host.card.evaluate(
        "axe.run({ rules: { region: { enabled: true } } }).then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes[0].html, nodes[0].failureSummary]))",
      );
      expect(faults).toEqual([]);
    });
  }

  shows("follows the system, and the host when its theme changes", { colorScheme: "dark" }, async ({ host }) => {
    expect(await paper(host)).toBe("rgb(27, 30, 28)");
    await host.change({ theme: "light" });
    await vi.waitFor(async () => expect(await paper(host)).toBe("rgb(255, 255, 255)"));
    await host.change({ theme: "dark" });
    await vi.waitFor(async () => expect(await paper(host)).toBe("rgb(27, 30, 28)"));
  });

  const MARKUP = `<img src="http://evil.test/x" onerror="globalThis.harmed = true">`;
  const PRINTED = MARKUP.replace("<", "‹").replace(">", "›");

  shows("removes a value that was entered as markup", { prepare: add(MARKUP) }, async ({ host, personalizer }) => {
    await open(host, "onerror");
    await press(host, `Remove “${PRINTED}” from likes`);
    expect(await notice(host)).toBe(`“${PRINTED}” is removed from “likes”.`);
    expect(await contentsOf(personalizer, "likes")).not.toContain(MARKUP);
  });

  const quotes = [{ quote: MARKUP, at: MARKUP }];
  const value = { content: MARKUP, basis: "stated", conversations: 2, quotes } as const;
  const poisoned: CardData = {
    revision: 1,
    paused: false,
    pending: 0,
    tools: ["edit_persona", "forget"],
    fields: [true, false].map((tentative) => ({
      field: MARKUP,
      label: MARKUP,
      group: MARKUP,
      locked: false,
      values: [{ ...value, tentative }],
    })),
    refusals: [{ at: MARKUP, label: MARKUP, sentence: MARKUP, count: 1 }],
    changes: [{ revision: 1, at: MARKUP, by: MARKUP, steps: [{ kind: MARKUP, label: MARKUP }], undo: "possible" }],
  };
  const answers: Readonly<Record<string, unknown>> = {
    "resources/read": { contents: [{ text: JSON.stringify(poisoned) }] },
    "tools/call": { content: [{ type: "text", text: MARKUP }], isError: true },
  };
  const passOn = async (method: string) => answers[method] ?? {};
  shows("takes nothing for markup, wherever it stands", { theme: "light", passOn }, async ({ host }) => {
    await openAll(host);
    const remove = { name: `Remove “${MARKUP}” from ${MARKUP}`, exact: true };
    await host.card.getByRole("button", remove).first().click();
    expect(await notice(host)).toBe(MARKUP);
    expect(Number(await host.card.evaluate("document.body.innerText.split('onerror').length"))).toBeGreaterThan(12);
    expect(await host.card.locator("img").count()).toBe(0);
    expect(await host.card.evaluate("globalThis.harmed")).toBeUndefined();
  });

  it("may ask for nothing and make no markup of text, whatever runs in it", async (context) => {
    if (!browser) return context.skip(ABSENT);
    const personalizer = await openAda(memoryStore());
    await using host = await openAppsHost(browser, { personalizer, userId: USER });
    const tried = (code: string) =>
      host.card.evaluate(`(async () => ${code})().then(() => "done", ({ name }) => name)`);
    expect(await tried("fetch('http://evil.test/')")).toBe("TypeError");
    expect(await tried("document.body.innerHTML = '<b>x</b>'")).toBe("TypeError");
    await tried("document.body.append(Object.assign(new Image(), { src: 'http://evil.test/pixel' }))");
    await tried(
      "document.body.append(Object.assign(document.createElement('script'), { text: 'globalThis.harmed = true' }))",
    );
    await vi.waitFor(() =>
      expect(host.heard.filter((line) => line.startsWith("violation")).length).toBeGreaterThanOrEqual(3),
    );
    expect(await host.card.evaluate("globalThis.harmed")).toBeUndefined();
    expect(host.heard.filter((line) => line.startsWith("http"))).toEqual([]);
  });

  shows("moves nothing for those who want no motion", {}, async ({ host }) => {
    const durations =
      "[...document.querySelectorAll('*')].map((each) => getComputedStyle(each, '::after').transitionDuration)";
    expect(new Set((await host.card.evaluate(durations)) as string[])).toEqual(new Set(["0s"]));
  });
});
