import type { ToolAnswer } from "./run-tool.ts";

/** An answer as the result of a `tools/call`, the same in every era and SDK: hosts show their model the one or the other. */
export function toolResult({ text, data, isError }: ToolAnswer): {
  content: { type: "text"; text: string }[];
  structuredContent?: Record<string, unknown>;
  isError: boolean;
} {
  return {
    content: [{ type: "text", text }],
    ...(data === undefined ? {} : { structuredContent: { ...data } }),
    isError,
  };
}
