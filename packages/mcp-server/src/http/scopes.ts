import { catalogue } from "../catalogue.ts";
import type { ToolAnnotations } from "../define-tool.ts";
import type { AskedFor } from "./requests-in.ts";

const READ = "persona:read";
const WRITE = "persona:write";
const ADMIN = "persona:admin";

/** What a token may allow, for its own subject. */
export const SCOPES: readonly string[] = [READ, WRITE, ADMIN];

/** Allows a trusted program to name the user. */
export const ACT_AS = "persona:act-as";

/** Methods that tell nothing of a user and change nothing. */
const OPEN: ReadonlySet<string> = new Set([
  "initialize",
  "ping",
  "server/discover",
  "tools/list",
  "prompts/list",
  "resources/list",
  "resources/templates/list",
  "skills/list",
  "skills/get",
]);

/** The scopes that are needed for these requests, together. */
export function scopesFor(requests: readonly AskedFor[]): readonly string[] {
  return [...new Set(requests.filter(({ method }) => !OPEN.has(method)).map(scopeOf))];
}

function scopeOf({ method, name }: AskedFor): string {
  const tool = method === "tools/call" ? catalogue.find((listed) => listed.name === name) : undefined;
  return tool ? scopeOfTool(tool.annotations) : READ;
}

/** A tool's scope follows from what it says of itself, so that a new tool has one too. */
export function scopeOfTool({ readOnlyHint, destructiveHint }: ToolAnnotations): string {
  if (readOnlyHint) return READ;
  return destructiveHint ? ADMIN : WRITE;
}

/** What a client shall ask for next: what it has of ours, and what it lacks. */
export function widened(held: readonly string[], needed: readonly string[]): string[] {
  return [...SCOPES, ACT_AS].filter((scope) => held.includes(scope) || needed.includes(scope));
}
