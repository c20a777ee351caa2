import type { ModelReply, Recorded } from "@lifelong/core";

/** Why a tool was not run. */
export type ToolRefusal = "unknown" | "invalid" | "denied" | "limit" | "stopped";

/**
 * What happens while a turn is answered, in order. The deltas of one model call, joined, are the text of that call.
 *
 * They carry the conversation: they are for the user's eyes, and not for logs.
 */
export type AgentEvent =
  /** @param turn - 1 for the first of this opened session */
  | { readonly type: "turn-started"; readonly sessionId: string; readonly turn: number }
  | { readonly type: "text-delta"; readonly delta: string }
  /** The tool is about to run: its arguments fit, and it is permitted. */
  | { readonly type: "tool-called"; readonly callId: string; readonly name: string; readonly arguments: string }
  | {
      readonly type: "tool-finished";
      readonly callId: string;
      readonly name: string;
      /** `stopped`: the turn was aborted while it ran. */
      readonly outcome: "done" | "failed" | "timed-out" | "stopped";
      /** As the model gets to see it. */
      readonly text: string;
    }
  | {
      readonly type: "tool-refused";
      readonly callId: string;
      readonly name: string;
      readonly reason: ToolRefusal;
      /** As the model gets to see it. */
      readonly text: string;
    }
  | {
      readonly type: "turn-finished";
      /** Of the last model call; empty when it said nothing. */
      readonly text: string;
      /** Of the last model call. `tools`: it went on calling tools after it was told that it had called enough. */
      readonly stop: ModelReply["stop"];
      readonly usage: TurnUsage;
    }
  | { readonly type: "session-recorded"; readonly recorded: Recorded };

/** What one turn cost. */
export interface TurnUsage {
  /** Calls of the agent's model; what simulated tools ask is not among them. */
  readonly calls: number;
  /** Undefined as soon as one call did not report them. */
  readonly inputTokens?: number;
  readonly outputTokens?: number;
}
