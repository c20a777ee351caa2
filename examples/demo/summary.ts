import type { Revision, Status } from "@lifelong/core";
import { type Layout, padEnd } from "lifelong";
import { PROFILE, USER } from "./conversations.ts";

/** What the four weeks came to. */
export interface Summary {
  readonly status: Status;
  readonly revisions: readonly Revision[];
  readonly milliseconds: number;
}

const NAME_WIDTH = 14;

export function viewSummary({ status, revisions, milliseconds }: Summary, { style }: Layout): string[] {
  const refused = revisions.flatMap(({ refusals }) => refusals).reduce((total, { count }) => total + count, 0);
  const deepPasses = revisions.filter(({ cause }) => cause.kind === "update" && cause.pass === "deep");
  const modelCalls = deepPasses.filter(
    ({ cause }) => cause.kind === "update" && !cause.optimizer.startsWith("host@"),
  ).length;
  const row = (name: string, figure: number | string, remark: string) =>
    `  ${padEnd(name, NAME_WIDTH)}  ${style.strong(String(figure).padStart(6))}  ${style.faint(remark)}`.trimEnd();
  return [
    row("conversations", status.head?.sessions ?? 0, "recorded; the private and the forgotten one are empty"),
    row("values", status.values, "in the persona, each with its quote or by hand"),
    row("revisions", revisions.length, "in the history, each with who made it and why"),
    row("refused", refused, "proposed but not taken, each with its reason"),
    row(
      "deep passes",
      deepPasses.length,
      modelCalls > 0 ? "each one call of the model" : "by a script in the place of a model",
    ),
    row("model calls", modelCalls, modelCalls > 0 ? "" : "set LIFELONG_MODEL and its key to see a real one"),
    row("time", `${(milliseconds / 1000).toFixed(1)} s`, "for the server, its client and every command"),
  ];
}

/** @param keptIn - the data folder, when it stays */
export function viewNextSteps({ style }: Layout, keptIn?: string): string[] {
  const step = (what: string, ...commands: readonly string[]) => [
    "",
    `  ${what}`,
    ...commands.map((command) => `    ${style.strong(command)}`),
  ];
  return [
    style.title("Try next"),
    ...step("Add it to Claude Desktop, Claude Code or any other MCP client:", "npx -y pnpm@12.21.0 connect"),
    ...(keptIn === undefined
      ? step(`Keep ${USER}'s data, and look at it yourself:`, "npx -y pnpm@12.21.0 demo --keep")
      : step(
          `Look at ${USER}'s persona, which is kept:`,
          `export LIFELONG_PROFILE=${PROFILE}`,
          `export LIFELONG_STORE=file:${keptIn}`,
          "npx -y pnpm@12.21.0 exec node packages/mcp-server/src/cli.ts show",
        )),
    ...step("Use it as a library, in a dozen lines:", "cat examples/quickstart/main.ts"),
  ];
}
