import {
  type LanguageModel,
  type Message,
  type ModelMessage,
  PersonaError,
  type Personalizer,
  type RenderedPersona,
} from "@lifelong/core";
import type { AgentSession } from "./agent.ts";
import { dialogueOf, isAnswered, recordedOf } from "./dialogue.ts";
import { eventStream } from "./event-stream.ts";
import type { AgentEvent } from "./events.ts";
import { buildSystemMessage, type ChatPrompt, chatPromptFor } from "./prompt.ts";
import { english } from "./prompts/en.ts";
import { checkSatisfaction } from "./satisfaction.ts";
import type { ExecutorOptions } from "./tool-executor.ts";
import { runTurn, type Turn } from "./turn.ts";

/** What all sessions of an agent share. */
export interface SessionParts extends Pick<Turn, "model" | "maxToolRounds" | "settings"> {
  readonly personalizer: Pick<Personalizer, "getPersona" | "recordSession">;
  readonly model: LanguageModel;
  readonly instructions?: string;
  readonly prompt?: ChatPrompt;
  readonly budgetTokens?: number;
  readonly record: "turn" | "end";
  readonly executor: Omit<ExecutorOptions, "words">;
}

/** Which session it is, and what is held of it. */
export interface SessionPlace {
  readonly userId: string;
  readonly sessionId: string;
  readonly startedAt: string;
  readonly held: readonly Message[];
}

/** Opens a session; the first thing that is read is the persona. */
export async function openSession(parts: SessionParts, place: SessionPlace): Promise<AgentSession> {
  const { personalizer, model, instructions, budgetTokens, executor } = parts;
  const { userId, startedAt, held } = place;
  const hasTools = executor.tools.length > 0;
  const readPersona = (query?: string) =>
    personalizer.getPersona(userId, { ...(budgetTokens !== undefined && { budgetTokens }), ...(query && { query }) });

  let { sessionId } = place;
  let persona: RenderedPersona = await readPersona();
  // A record goes on with the held messages just as they are, the emptied ones too, so that it is known again.
  const resumed = dialogueOf(held, hasTools);
  const dialogue: ModelMessage[] = [...resumed];
  let prompt = parts.prompt;
  let recorded = dialogue.length;
  let turns = 0;
  let running: { readonly abort: AbortController; readonly ended: Promise<unknown> } | undefined;
  let closed = false;

  const messagesNow = () => [...held, ...recordedOf(dialogue.slice(resumed.length))];
  const wordsOf = () => {
    const first = messagesNow().find(({ role, text }) => role === "user" && text !== "");
    if (first) prompt ??= chatPromptFor(first.text);
    return prompt ?? english;
  };

  const lastSaid = () => messagesNow().findLast(({ role }) => role === "user")?.text;

  async function recordNow() {
    const said = dialogue.length;
    if (said === recorded) return undefined;
    const answer = await personalizer.recordSession(userId, { id: sessionId, startedAt, messages: messagesNow() });
    sessionId = answer.sessionId;
    recorded = said;
    return answer;
  }

  async function answer(emit: (event: AgentEvent) => void, signal: AbortSignal): Promise<void> {
    turns += 1;
    emit({ type: "turn-started", sessionId, turn: turns });
    // Where everything fits, the same block for every session is worth more: a vendor's cache can hold it.
    if (turns === 1 && persona.omitted > 0) persona = await readPersona(lastSaid());
    const words = wordsOf();
    const { model, maxToolRounds, settings } = parts;
    const system = buildSystemMessage(words, { instructions, persona: persona.text, tools: hasTools });
    try {
      const finished = await runTurn(
        {
          model,
          system,
          dialogue,
          executor: { ...executor, words: words.tools },
          maxToolRounds,
          settings,
          context: { userId, sessionId, signal },
        },
        emit,
      );
      emit(finished);
    } finally {
      // A record of the same words with a longer answer stores nothing, so an unanswered turn waits for its answer.
      if (parts.record === "turn" && isAnswered(dialogue)) {
        const answer = await recordNow();
        if (answer) emit({ type: "session-recorded", recorded: answer });
      }
    }
  }

  function begin(signal: AbortSignal | undefined): AsyncIterable<AgentEvent> {
    const abort = new AbortController();
    const bound = signal ? AbortSignal.any([signal, abort.signal]) : abort.signal;
    return eventStream(
      (emit) => {
        const ended = answer(emit, bound).finally(() => {
          running = undefined;
        });
        running = { abort, ended: ended.catch(() => {}) };
        return ended;
      },
      () => abort.abort(),
    );
  }

  function assertFree(): void {
    if (closed) throw new PersonaError("INVALID_INPUT", "The session is closed. Open or resume one.");
    if (running) throw new PersonaError("INVALID_INPUT", "The session is answering. Wait for its end, or abort it.");
  }

  return {
    userId,
    get sessionId() {
      return sessionId;
    },
    get persona() {
      return persona;
    },
    get messages() {
      return messagesNow();
    },
    send(text, { signal } = {}) {
      assertFree();
      if (text.trim() === "") throw new PersonaError("INVALID_INPUT", "There is nothing to answer: the text is empty.");
      dialogue.push({ role: "user", text: text.toWellFormed() });
      return begin(signal);
    },
    retry({ signal } = {}) {
      assertFree();
      if (isAnswered(dialogue)) throw new PersonaError("INVALID_INPUT", "Nothing waits for an answer. Say something.");
      return begin(signal);
    },
    async refreshPersona() {
      persona = await readPersona(persona.omitted > 0 ? lastSaid() : undefined);
      return persona;
    },
    checkSatisfaction: ({ expected, signal } = {}) =>
      checkSatisfaction({ model, dialogue: messagesNow(), expected, prompt: wordsOf(), signal }),
    async close() {
      closed = true;
      running?.abort.abort();
      await running?.ended;
      await recordNow();
    },
  };
}
