import * as z from "zod";
import type { Assistant, Said } from "./cli-assistant.ts";

/** One JSON object on success as on failure. A failure of the service has its status, and its prose as the result. */
const claudeResult = z.object({
  type: z.literal("result"),
  is_error: z.boolean(),
  result: z.string(),
  stop_reason: z.string().nullish(),
  api_error_status: z.int().nullish(),
  usage: z
    .object({
      input_tokens: z.int(),
      cache_creation_input_tokens: z.int().default(0),
      cache_read_input_tokens: z.int().default(0),
      output_tokens: z.int(),
    })
    .optional(),
});

/** Claude Code, with flags and output as of 2.1.330. A schema is asked for by a tool of its own that does nothing else. */
export const claude: Assistant = {
  name: "Claude Code",
  command: "claude",
  output: "schema",
  prepare: ({ modelId, schema }) => ({
    args: [
      ...["--print", "--output-format", "json", "--safe-mode", "--strict-mcp-config", "--setting-sources", ""],
      ...["--tools", "", "--disable-slash-commands", "--no-session-persistence"],
      ...["--system-prompt", "Answer as the message asks."],
      ...(schema === undefined ? [] : ["--json-schema", JSON.stringify(schema)]),
      ...(modelId === undefined ? [] : ["--model", modelId]),
    ],
    // Its processes end with the call, and an update that is cut off would leave it broken.
    environment: { DISABLE_AUTOUPDATER: "1" },
  }),
  read({ stdout }): Said {
    const { is_error, result, stop_reason, api_error_status, usage: counts } = claudeResult.parse(JSON.parse(stdout));
    const usage = counts
      ? {
          inputTokens: counts.input_tokens + counts.cache_creation_input_tokens + counts.cache_read_input_tokens,
          outputTokens: counts.output_tokens,
        }
      : {};
    if (stop_reason === "refusal") return { text: "", stop: "refusal", usage };
    if (!is_error) return { text: result, stop: "end", usage };
    if (/output token maximum/.test(result)) return { text: "", stop: "length", usage };
    return { status: api_error_status ?? (result.startsWith("Not logged in") ? 401 : undefined) };
  },
};
