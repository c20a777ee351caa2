import { Client, InMemoryTransport } from "@modelcontextprotocol/client";
import type { McpUiHostCapabilities, McpUiHostContext } from "@modelcontextprotocol/ext-apps/app-bridge";
import { serveStdio } from "@modelcontextprotocol/server/stdio";
import type { Browser, Frame, Page } from "playwright-core";
import * as z from "zod";
import { CARD } from "../../resources/persona-card.ts";
import { createServer } from "../../server.ts";
import type { ServerSettings } from "../../server-settings.ts";
import { bundleScript } from "../build-card.ts";

/** What a host sends along with a page that names no origin, as the Apps specification has it. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'unsafe-inline'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "media-src 'self' data:",
  "connect-src 'none'",
  "frame-src 'none'",
  "object-src 'none'",
  "base-uri 'self'",
].join("; ");
const HOST = "http://host.test/";
const VIEW = "http://view.test/";

export interface AppsHostOptions {
  readonly width?: number;
  readonly theme?: "light" | "dark";
  /** What the person's system prefers. */
  readonly colorScheme?: "light" | "dark";
  /** Absent: passes on tools, resources and context. */
  readonly capabilities?: McpUiHostCapabilities;
  /** What the user says to a question of the server; absent: the host cannot ask. */
  readonly answers?: "accept" | "decline";
  /** Answers in place of the server; undefined: the server does. */
  readonly passOn?: (method: string, params: unknown) => Promise<unknown> | undefined;
}

/** A page of a host in a browser, with the card in its sandbox and a real server behind it. */
export interface AppsHost extends AsyncDisposable {
  readonly page: Page;
  readonly card: Frame;
  /** Everything that the card had passed on, oldest first. */
  readonly passed: readonly { readonly method: string; readonly params: Readonly<Record<string, unknown>> }[];
  /** What should not be: requests, violations of a policy, errors and messages of the pages. */
  readonly heard: readonly string[];
  /** Tells the card that something of its surroundings has changed. */
  change(context: McpUiHostContext): Promise<void>;
  /** The whole card, as PNG. */
  picture(): Promise<Buffer>;
}

const paramsSchema = z.record(z.string(), z.unknown());
const textSchema = z.object({ text: z.string() });

let hostScript: Promise<string> | undefined;

/** Calls `get_persona`, and shows the card that it names as a host does. */
export async function openAppsHost(
  browser: Browser,
  settings: ServerSettings,
  options: AppsHostOptions = {},
): Promise<AppsHost> {
  const { width = 720, theme, colorScheme = "light", answers } = options;
  const { capabilities = { serverTools: {}, serverResources: {}, updateModelContext: { text: {} } } } = options;
  const [near, far] = InMemoryTransport.createLinkedPair();
  const connection = serveStdio(() => createServer(settings), { transport: far });
  const client = new Client(
    { name: "test-host", version: "3.2.1" },
    { versionNegotiation: { mode: "auto" }, capabilities: answers ? { elicitation: { form: {} } } : {} },
  );
  if (answers) client.setRequestHandler("elicitation/create", async () => ({ action: answers, content: {} }));
  await client.connect(near);
  const answer = await client.callTool({ name: "get_persona", arguments: {} });
  const { text: html } = textSchema.parse((await client.readResource({ uri: CARD })).contents[0]);

  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, reducedMotion: "reduce" });
  const page = await context.newPage();
  const heard: string[] = [];
  const passed: { method: string; params: Record<string, unknown> }[] = [];
  page.on("console", (message) => {
    // The bridge writes down its messages there.
    if (message.type() !== "debug") heard.push(message.text());
  });
  page.on("pageerror", ({ message }) => heard.push(message));
  hostScript ??= bundleScript(new URL("../page/testing/host-page.ts", import.meta.url));
  const script = await hostScript;
  await page.route("**/*", async (route) => {
    const url = route.request().url();
    if (url === HOST) {
      const style = "<style>body{margin:0}iframe{display:block;border:0;width:100%}</style>";
      return route.fulfill({
        contentType: "text/html",
        body: `<!doctype html><body>${style}<script>${script}</script>`,
      });
    }
    if (url === VIEW) {
      return route.fulfill({ contentType: "text/html", headers: { "Content-Security-Policy": POLICY }, body: html });
    }
    heard.push(url);
    await route.abort();
  });
  await page.exposeFunction("passOn", async (method: string, given: unknown) => {
    const params = paramsSchema.parse(given);
    passed.push({ method, params });
    const instead = options.passOn?.(method, params);
    if (instead !== undefined) return instead;
    if (method === "tools/call") return client.callTool(params as Parameters<typeof client.callTool>[0]);
    if (method === "resources/read") return client.readResource({ uri: String(params.uri) });
    return {};
  });
  const card = { url: VIEW, capabilities, context: { ...(theme && { theme }) }, answer };
  await page.addInitScript(`globalThis.card = ${JSON.stringify(card)};
    addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sample }) =>
      console.log("violation", violatedDirective, blockedURI, sample));`);
  await page.goto(HOST);
  await page.waitForFunction(`frames[0]?.length === 0 && document.querySelector("iframe").src !== ""`);
  const frame = page.frames().find((each) => each.url() === VIEW);
  if (!frame) throw new Error("The host shows no card.");
  await frame.locator("#content:not([aria-busy]) > *").first().waitFor();
  return {
    page,
    card: frame,
    passed,
    heard,
    change: async (changed) => void (await page.evaluate(`change(${JSON.stringify(changed)})`)),
    async picture() {
      // What lies below a window is not always drawn.
      const height = Number(await frame.evaluate("Math.ceil(document.body.getBoundingClientRect().height)"));
      await page.setViewportSize({ width, height });
      await page.waitForFunction(`document.querySelector("iframe").clientHeight === ${height}`);
      return page.screenshot();
    },
    async [Symbol.asyncDispose]() {
      await context.close();
      await client.close();
      await connection.close();
    },
  };
}
