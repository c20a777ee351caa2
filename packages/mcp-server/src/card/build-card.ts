import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";

const PAGE = new URL("page/", import.meta.url);

/** Puts the card's script and style into its page, which then asks for nothing and runs nothing else. */
export async function buildCard(): Promise<string> {
  const [page, sheet, script] = await Promise.all([
    readFile(new URL("card.html", PAGE), "utf8"),
    readFile(new URL("card.css", PAGE), "utf8"),
    bundleScript(new URL("main.ts", PAGE)),
  ]);
  const style = sheet.replace(/\s+/g, " ").trim();
  // Stricter than hosts are: these two by their hash, and no markup made of text.
  const policy = [
    "default-src 'none'",
    `script-src '${hash(script)}'`,
    `style-src '${hash(style)}'`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; ");
  return [
    ['Policy" content="', policy],
    ["<style>", style],
    ["<script>", script],
  ].reduce((text, [before = "", part = ""]) => insert(text, before, part), page.replace(/>\s+</g, "><").trim());
}

function insert(page: string, before: string, part: string): string {
  const place = page.indexOf(before) + before.length;
  if (place < before.length) throw new Error(`The page of the card has no ${before}.`);
  return page.slice(0, place) + part + page.slice(place);
}

/** A program of the browser and all that it needs, as one script. */
export async function bundleScript(file: URL): Promise<string> {
  await using bundle = await rolldown({ input: fileURLToPath(file), platform: "browser" });
  const { output } = await bundle.generate({ format: "iife", minify: true, codeSplitting: false });
  // A string in it must not end the element that holds it.
  return output[0].code.replaceAll("</script", "<\\/script").trim();
}

function hash(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
