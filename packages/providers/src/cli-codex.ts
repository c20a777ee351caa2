import { join } from "node:path";
import * as z from "zod";
import type { Assistant, Said } from "./cli-assistant.ts";

/** One event a line. */
const codexEvent = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("item.completed"),
    item: z.object({ type: z.string(), text: z.string().optional() }),
  }),
  z.object({
    type: z.literal("turn.completed"),
    usage: z.object({ input_tokens: z.int(), output_tokens: z.int() }).optional(),
  }),
  z.object({ type: z.literal("turn.failed"), error: z.object({ message: z.string() }) }),
]);

/** What it must not do, by feature: it does not start where one of these is unknown to it. */
const FORBIDDEN = ["hooks", "plugins", "shell_tool"];
/** What it need not do; where one is unknown to it, it says so and goes on. */
const NEEDLESS = ["apps", "goals", "multi_agent", "view_image"].map((feature) => `features.${feature}=false`);
const UNTOLD = ["permissions_instructions", "environment_context"].map((part) => `include_${part}=false`);

/**
 * Codex, with flags and output as of 0.169.0. Of its tools one is left, which asks the user and finds nobody. The user's own
 * AGENTS.md goes along; nothing turns that off.
 */
export const codex: Assistant = {
  name: "Codex",
  command: "codex",
  output: "schema",
  prepare({ modelId, schema, folder }) {
    const schemaFile = join(folder, "schema.json");
    return {
      args: [
        ...["exec", "--json", "--ephemeral", "--ignore-user-config", "--ignore-rules", "--skip-git-repo-check"],
        ...["--sandbox", "read-only"],
        ...FORBIDDEN.flatMap((feature) => ["--disable", feature]),
        ...[...NEEDLESS, ...UNTOLD, 'web_search="disabled"', "skills.include_instructions=false"].flatMap((setting) => [
          "--config",
          setting,
        ]),
        ...(schema === undefined ? [] : ["--output-schema", schemaFile]),
        ...(modelId === undefined ? [] : ["--model", modelId]),
        "-",
      ],
      ...(schema && { files: { [schemaFile]: JSON.stringify(schema) } }),
    };
  },
  read({ stdout }): Said {
    let text = "";
    for (const line of stdout.split("\n")) {
      const event = line.startsWith("{") ? codexEvent.safeParse(JSON.parse(line)).data : undefined;
      if (event?.type === "item.completed" && event.item.type === "agent_message") text = event.item.text ?? "";
      if (event?.type === "turn.failed") return failed(event.error.message);
      if (event?.type === "turn.completed") {
        const { usage } = event;
        return {
          text,
          stop: "end",
          usage: usage ? { inputTokens: usage.input_tokens, outputTokens: usage.output_tokens } : {},
        };
      }
    }
    throw new Error("The turn neither failed nor was completed.");
  },
};

/** Its sentence about a failure has the status, but for 400, where it is the body of the service's answer. */
function failed(message: string): Said {
  if (message.includes("reason: max_output_tokens")) return { text: "", stop: "length", usage: {} };
  if (message.includes('"invalid_request_error"') && message.startsWith("{")) return { status: 400 };
  const status = /status:? ([45]\d\d)\b/.exec(message)?.[1];
  return { status: status === undefined ? undefined : Number(status) };
}
