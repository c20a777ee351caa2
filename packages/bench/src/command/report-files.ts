import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Character } from "../dataset/character.ts";
import type { RunResult } from "../results/result.ts";

/**
 * Writes a run's report as a page, as Markdown and as JSON. What draws the charts is loaded here and not before.
 *
 * @returns the page's path
 */
export async function writeReport(
  result: RunResult,
  { folder, characters, baseline }: { folder: string; characters: readonly Character[]; baseline?: string },
): Promise<string> {
  const { reportHtml } = await import("../report/html-report.ts");
  const { reportMarkdown } = await import("../report/markdown-report.ts");
  const { reportJson } = await import("../report/json-report.ts");
  await mkdir(folder, { recursive: true });
  const page = resolve(folder, "report.html");
  await writeFile(page, await reportHtml(result, { characters, baseline }));
  await writeFile(join(folder, "report.md"), reportMarkdown(result, { baseline }));
  await writeFile(join(folder, "report.json"), reportJson(result));
  return page;
}
