// Draws the card's pictures for the documentation: `node packages/mcp-server/src/card/testing/take-screenshots.ts [folder] [width]`.
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { memoryStore } from "@lifelong/core";
import { chromium } from "playwright-core";
import { openAda, USER } from "./ada.ts";
import { openAppsHost } from "./apps-host.ts";
import { CHROMIUM } from "./chromium.ts";

const [folder = "docs/images", width = "640"] = process.argv.slice(2);
await mkdir(folder, { recursive: true });
const browser = await chromium.launch({ executablePath: CHROMIUM });
for (const theme of ["light", "dark"] as const) {
  const personalizer = await openAda(memoryStore());
  const settings = { personalizer, userId: USER };
  await using host = await openAppsHost(browser, settings, { theme, width: Number(width) });
  await host.card.locator("summary", { hasText: "green tea" }).click();
  await writeFile(join(folder, `persona-card-${theme}.png`), await host.picture());
  if (host.heard.length > 0) throw new Error(`The card said or asked for something: ${host.heard.join("\n")}`);
}
await browser.close();
