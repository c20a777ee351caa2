import type { ModelReply } from "@lifelong/core";
import * as z from "zod";

/** An assistant's program, as far as a model needs it. Flags and formats as of Claude Code 2.1.330, Codex 0.169, Gemini CLI 0.61. */
export interface Assistant {
  readonly name: string;
  readonly command: string;
  /** Keeps the program from tools, hooks, servers, settings and traces of its own, as far as it lets itself be kept. The prompt comes on stdin. */
  args(modelId: string | undefined): readonly string[];
  /** What it answered. Throws when its output is none that it documents. */
  read(stdout: string): Pick<ModelReply, "text" | "usage">;
}

/** One JSON object on success as on failure. */
const claudeResult = z.object({
  type: z.literal("result"),
  is_error: z.literal(false),
  result: z.string(),
  usage: z
    .object({
      input_tokens: z.int(),
      cache_creation_input_tokens: z.int().default(0),
      cache_read_input_tokens: z.int().default(0),
      output_tokens: z.int(),
    })
    .optional(),
});

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
]);

const geminiResult = z.object({
  response: z.string(),
  stats: z
    .object({
      models: z.record(
        z.string(),
        z.object({ tokens: z.object({ prompt: z.int(), candidates: z.int(), thoughts: z.int() }) }),
      ),
    })
    .optional(),
});

const claude: Assistant = {
  name: "Claude Code",
  command: "claude",
  args: (modelId) => [
    ...["--print", "--output-format", "json", "--safe-mode", "--strict-mcp-config", "--setting-sources", ""],
    ...["--tools", "", "--disable-slash-commands", "--no-session-persistence"],
    ...["--system-prompt", "Answer as the message asks."],
    ...(modelId === undefined ? [] : ["--model", modelId]),
  ],
  read(stdout) {
    const { result, usage } = claudeResult.parse(JSON.parse(stdout));
    if (!usage) return { text: result, usage: {} };
    const inputTokens = usage.input_tokens + usage.cache_creation_input_tokens + usage.cache_read_input_tokens;
    return { text: result, usage: { inputTokens, outputTokens: usage.output_tokens } };
  },
};

const codex: Assistant = {
  name: "Codex",
  command: "codex",
  args: (modelId) => [
    ...["exec", "--json", "--ephemeral", "--ignore-user-config", "--ignore-rules", "--skip-git-repo-check"],
    ...["--sandbox", "read-only", "--disable", "hooks", "--disable", "plugins", "--disable", "shell_tool"],
    ...(modelId === undefined ? [] : ["--model", modelId]),
    "-",
  ],
  read(stdout) {
    const events = stdout.split("\n").flatMap((line) => {
      const parsed = line.startsWith("{") ? codexEvent.safeParse(JSON.parse(line)) : undefined;
      return parsed?.success ? [parsed.data] : [];
    });
    const said = events.flatMap((event) =>
      event.type === "item.completed" && event.item.type === "agent_message" ? [event.item.text ?? ""] : [],
    );
    const ended = events.find((event) => event.type === "turn.completed");
    if (!ended) throw new Error("The turn was not completed.");
    return {
      text: said.at(-1) ?? "",
      usage: ended.usage ? { inputTokens: ended.usage.input_tokens, outputTokens: ended.usage.output_tokens } : {},
    };
  },
};

const gemini: Assistant = {
  name: "Gemini CLI",
  command: "gemini",
  args: (modelId) => [
    ...["--output-format", "json", "--extensions", "none", "--allowed-mcp-server-names", "none"],
    ...["--skip-trust", "--approval-mode", "plan"],
    ...(modelId === undefined ? [] : ["--model", modelId]),
  ],
  read(stdout) {
    const { response, stats } = geminiResult.parse(JSON.parse(stdout.slice(Math.max(0, stdout.indexOf("{")))));
    const tokens = Object.values(stats?.models ?? {}).map((model) => model.tokens);
    const sum = (count: (each: (typeof tokens)[number]) => number) =>
      tokens.reduce((total, each) => total + count(each), 0);
    if (tokens.length === 0) return { text: response, usage: {} };
    return {
      text: response,
      usage: {
        inputTokens: sum(({ prompt }) => prompt),
        outputTokens: sum(({ candidates, thoughts }) => candidates + thoughts),
      },
    };
  },
};

/** By the name that a location has: `cli:claude`. */
export const assistants: Readonly<Record<string, Assistant>> = { claude, codex, gemini };
