import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, inject, onTestFinished, test } from "vitest";
import { readFileText } from "../../packages/mcp-server/src/hosts/file-text.ts";
import { knownHosts } from "../../packages/mcp-server/src/hosts/known-hosts.ts";
import { readToml } from "../../packages/mcp-server/src/hosts/toml-edit.ts";
import { meet, type ServerEntry } from "./meet.ts";

const page = await readFile(new URL("../../docs/hosts-setup.md", import.meta.url), "utf8");

test("every snippet and every link on the page says one command, and that serves the packed package", async () => {
  const snippets = [...page.matchAll(/```(json|toml)\n([\s\S]*?)```/g)].map(([, language, text = ""]) =>
    language === "toml" ? tomlEntry(text) : jsonEntry(text),
  );
  expect(snippets).toHaveLength(knownHosts.length);
  const links = [...page.matchAll(/\]\((https:\S+?)\)/g)].map(([, url = ""]) => linkedEntry(new URL(url)));
  expect(links).toHaveLength(3);
  const shown = /```sh\n(.*)\n```/.exec(page)?.[1]?.split(" ") ?? [];
  const [command = "", ...args] = shown;
  for (const entry of [...snippets, ...links]) expect(entry).toMatchObject({ command, args });

  const folder = await mkdtemp(join(tmpdir(), "lifelong-setup-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  // `npx` takes what is installed where it is called, and offline it could take nothing else.
  const env = { LIFELONG_STORE: `file:${folder}`, npm_config_offline: "true" };
  const { persona } = await meet({ command, args, env }, inject("packed").command);
  expect(persona).toContain("Porto");
});

test("a link names the server, and says to VS Code how it is spoken to", () => {
  const [cursor, ...vscode] = [...page.matchAll(/\]\((https:\S+?)\)/g)].map(([, url = ""]) => new URL(url));
  expect(cursor?.searchParams.get("name")).toBe("lifelong");
  expect(vscode.map((url) => url.searchParams.get("url")?.split("?")[0])).toEqual([
    "vscode:mcp/install",
    "vscode-insiders:mcp/install",
  ]);
  for (const url of vscode) expect(linkedEntry(url)).toMatchObject({ name: "lifelong", type: "stdio" });
});

/** The list's key differs from host to host. */
function jsonEntry(text: string): ServerEntry | undefined {
  const [list] = Object.values(JSON.parse(text) as Record<string, Record<string, ServerEntry>>);
  return list?.lifelong;
}

function tomlEntry(text: string): unknown {
  return readToml(readFileText(Buffer.from(text), "config.toml"), ["mcp_servers", "lifelong"], "config.toml");
}

function linkedEntry({ searchParams }: URL): ServerEntry {
  const base64 = searchParams.get("config");
  if (base64 !== null) return JSON.parse(Buffer.from(base64, "base64").toString()) as ServerEntry;
  return JSON.parse(decodeURIComponent(searchParams.get("url")?.split("?")[1] ?? "")) as ServerEntry;
}
