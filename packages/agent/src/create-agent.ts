import { randomUUID } from "node:crypto";
import { type LanguageModel, type ModelRequest, PersonaError, type Personalizer } from "@lifelong/core";
import type { Agent } from "./agent.ts";
import { openSession, type SessionParts } from "./agent-session.ts";
import type { ChatPrompt } from "./prompt.ts";
import { createSessionManager } from "./session-manager.ts";
import type { Permission, Tool } from "./tool.ts";
import type { PermissionQuestion } from "./tool-executor.ts";

/** Rounds of tool calls within one turn: a plan of a few steps, and not a loop. */
const TOOL_ROUNDS = 8;
/** Characters of one tool result: a long page, and not a library. */
const TOOL_CHARACTERS = 20_000;

export interface AgentOptions {
  readonly personalizer: Personalizer;
  readonly model: LanguageModel;
  readonly tools?: readonly Tool[];
  /** What the assistant is and does. Absent: a helpful assistant. */
  readonly instructions?: string;
  /** All words that are said to the model. Absent: English or Chinese, by the language of the user's first message. */
  readonly prompt?: ChatPrompt;
  /** The most that the persona may cost in the system message, tokens; absent: as the personalizer has it. */
  readonly budgetTokens?: number;
  /** `turn` (the default): the session is recorded after every answer. `end`: when it is closed. */
  readonly record?: "turn" | "end";
  /** Rounds of tool calls in one turn; 8 by default. Further calls are refused, and the model is asked to answer. */
  readonly maxToolRounds?: number;
  /** Characters of one tool result that the model gets to see; 20 000 by default. */
  readonly maxToolCharacters?: number;
  /** Take the place of the tools' own permissions, by the name of the tool. */
  readonly permissions?: Readonly<Record<string, Permission>>;
  /** Asked before a tool of the permission `ask` runs. Absent, false or thrown: it does not run. */
  readonly onPermission?: (question: PermissionQuestion) => boolean | Promise<boolean>;
  readonly temperature?: ModelRequest["temperature"];
  readonly maxOutputTokens?: ModelRequest["maxOutputTokens"];
  /** Of one call of the model, milliseconds. */
  readonly timeoutMs?: ModelRequest["timeoutMs"];
  readonly now?: () => Date;
}

/**
 * An agent that answers users with their persona in mind, and lets the personalizer learn from what they say (the
 * Personalized Chatbot of arXiv 2412.13103). It asks the personalizer and the model, and nothing else.
 *
 * @throws PersonaError `CONFIGURATION` when two tools have the same name
 */
export function createAgent(options: AgentOptions): Agent {
  const { personalizer, tools = [], now = () => new Date() } = options;
  const twice = tools.find(({ name }, index) => tools.findIndex((other) => other.name === name) !== index);
  if (twice) {
    throw new PersonaError("CONFIGURATION", `Two tools are called "${twice.name}". Rename one, or give it a prefix.`);
  }
  const manager = createSessionManager({ personalizer });
  const { model, instructions, prompt, budgetTokens, permissions = {}, onPermission, record = "turn" } = options;
  const { temperature, maxOutputTokens, timeoutMs, maxToolRounds = TOOL_ROUNDS } = options;
  const parts: SessionParts = {
    personalizer,
    model,
    instructions,
    prompt,
    budgetTokens,
    record,
    maxToolRounds,
    executor: { tools, permissions, onPermission, maxCharacters: options.maxToolCharacters ?? TOOL_CHARACTERS },
    settings: {
      ...(temperature !== undefined && { temperature }),
      ...(maxOutputTokens !== undefined && { maxOutputTokens }),
      ...(timeoutMs !== undefined && { timeoutMs }),
    },
  };

  return {
    open: (userId, { sessionId = randomUUID() } = {}) =>
      openSession(parts, { userId, sessionId, startedAt: now().toISOString(), held: [] }),

    async resume(userId, sessionId) {
      const session = await manager.load(userId, sessionId);
      if (!session) {
        throw new PersonaError("INVALID_INPUT", "There is no session of that id to resume. List the sessions first.");
      }
      return openSession(parts, { userId, sessionId, startedAt: session.startedAt, held: session.messages });
    },
  };
}
