/** The plugin's agent, as Claude Code calls it. */
export const DEEP_PASS_AGENT = "lifelong:optimizer";

/** What a hook answers before a tool runs. */
export interface ToolVerdict {
  readonly hookSpecificOutput: {
    readonly hookEventName: "PreToolUse";
    readonly permissionDecision: "allow" | "deny";
    readonly permissionDecisionReason: string;
  };
}

/**
 * Has `optimize_persona` run in its own agent alone: what it reads is what people once said, and that shall not stand in
 * a conversation beside tools that write files and run programs.
 *
 * @param agent - that calls the tool; undefined for the conversation itself
 */
export function judgeDeepPass(agent: string | undefined): ToolVerdict {
  const isOwn = agent === DEEP_PASS_AGENT;
  return {
    hookSpecificOutput: {
      hookEventName: "PreToolUse",
      permissionDecision: isOwn ? "allow" : "deny",
      permissionDecisionReason: isOwn
        ? "It reads and changes nothing but the persona."
        : `Start the agent ${DEEP_PASS_AGENT} in the background instead: what people said shall not enter this conversation.`,
    },
  };
}
