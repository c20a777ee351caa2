import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { buildCard } from "./build-card.ts";

/** Hosts read the page once for each card; the protocol's own client alone would take five times as much. */
const MOST_BYTES = 60_000;

test("the card is one small page that names no address but its own data, and forbids all that it does not need", async () => {
  const html = await buildCard();
  expect(Buffer.byteLength(html)).toBeLessThan(MOST_BYTES);
  const page = await readFile(new URL("../../../../docs/persona-card.md", import.meta.url), "utf8");
  expect(page).toContain(`one file of ${Math.round(Buffer.byteLength(html) / 1000)} KB`);
  expect(html).not.toMatch(/<link|@import|url\(|\bsrc=|<script[^>]+>/);
  const policy = /Content-Security-Policy" content="([^"]+)"/.exec(html)?.[1] ?? "";
  expect(policy).toMatch(/^default-src 'none'; script-src 'sha256-[^']+'; style-src 'sha256-[^']+';/);
  expect(policy).not.toMatch(/unsafe|\*|https?:/);
});
