import type { Readable } from "node:stream";
import { PersonaError } from "@lifelong/core";
import * as z from "zod";

/** Longer than any host's: it carries at most one answer of a model. */
const LONGEST = 16 * 1024 * 1024; // characters

const hookInput = z.looseObject({
  session_id: z.string(),
  transcript_path: z.string().nullish(),
  cwd: z.string().optional(),
  prompt: z.string().optional(),
  agent_id: z.string().optional(),
  agent_type: z.string().optional(),
});

/** What a host tells a hook, of Claude Code, Codex and Gemini CLI alike. */
export interface HookInput {
  readonly transcriptPath?: string;
  readonly cwd?: string;
  /** For the model, with what the host puts around the person's words. */
  readonly prompt?: string;
  /** The agent that calls a tool; absent: the conversation itself does. */
  readonly agent?: string;
}

/** @throws PersonaError `INVALID_INPUT` for what no host sends */
export async function readHookInput(stdin: Readable): Promise<HookInput> {
  let text = "";
  stdin.setEncoding("utf8");
  for await (const chunk of stdin) {
    text += chunk;
    if (text.length > LONGEST) throw new PersonaError("INVALID_INPUT", "What the host sent to the hook is too long.");
  }
  const parsed = hookInput.safeParse(parse(text));
  if (!parsed.success) throw new PersonaError("INVALID_INPUT", "What the host sent to the hook is not what hooks get.");
  const { transcript_path: transcriptPath, cwd, prompt, agent_id: agentId, agent_type: agentType } = parsed.data;
  // A conversation as a whole may have a type too; only what works beside it has an id.
  const agent = agentId === undefined ? undefined : agentType;
  return {
    ...(transcriptPath && { transcriptPath }),
    ...(cwd && { cwd }),
    ...(prompt && { prompt }),
    ...(agent && { agent }),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
