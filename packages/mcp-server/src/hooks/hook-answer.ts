/** What a hook answers to Claude Code, Codex and Gemini CLI. */
export interface HookAnswer {
  /** Shown to the person, never to the model. */
  readonly systemMessage?: string;
  readonly hookSpecificOutput?: { readonly hookEventName: HookEvent; readonly additionalContext: string };
}

/** An event at which a hook can tell the model something, as hosts call it. */
export type HookEvent = "SessionStart" | "BeforeAgent";

/** The part of an answer that the model reads; none where all texts are empty. */
export function tellModel(hookEventName: HookEvent, ...texts: readonly string[]): HookAnswer {
  const additionalContext = texts.filter((text) => text !== "").join("\n");
  return additionalContext === "" ? {} : { hookSpecificOutput: { hookEventName, additionalContext } };
}
