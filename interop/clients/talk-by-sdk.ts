import type { Command } from "../../examples/agent-frameworks/conversation.ts";
import { answerText } from "./answer-text.ts";
import { playScript } from "./client.ts";

/** What the clients of both SDKs have in common. */
interface SdkClient<Transport> {
  connect(transport: Transport): Promise<void>;
  callTool(call: { name: string; arguments: Record<string, unknown> }): Promise<unknown>;
  close(): Promise<void>;
}

/** A server's process, as both start it. */
interface ServerProcess {
  readonly command: string;
  readonly args: string[];
  readonly env: Record<string, string>;
  readonly stderr: "ignore";
}

export function processOf({ command, args, environment }: Command): ServerProcess {
  return { command, args: [...args], env: { ...environment }, stderr: "ignore" };
}

/** Connects, plays the script, and closes. */
export async function talkBySdk<Transport>(
  client: SdkClient<Transport>,
  transport: Transport,
): Promise<readonly string[]> {
  await client.connect(transport);
  try {
    return await playScript(async (name, input) => answerText(await client.callTool({ name, arguments: input })));
  } finally {
    await client.close();
  }
}
