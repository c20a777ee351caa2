import { talkThroughAiSdk } from "../../examples/agent-frameworks/ai-sdk.ts";
import { talkThroughOpenAiAgents } from "../../examples/agent-frameworks/openai-agents.ts";
import type { Client } from "./client.ts";

/** Whole agents with a scripted model: the examples, as they stand. */
export const agentFrameworks: readonly Client[] = [
  {
    name: "Vercel AI SDK",
    package: "@ai-sdk/mcp",
    dependent: "examples",
    talk: async ({ way }) => (await talkThroughAiSdk(way)).answers,
    // It waits one second for the first answer, then asks anew in the older way.
    revisionsOverStdio: ["2026-07-28", "2025-11-25"],
  },
  {
    name: "OpenAI Agents SDK",
    package: "@openai/agents",
    dependent: "examples",
    talk: async ({ way }) => (await talkThroughOpenAiAgents(way)).answers,
  },
];
