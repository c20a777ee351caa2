import { createSessionManager } from "@lifelong/agent";
import {
  type Command,
  createPersonalizer,
  DEEP,
  defaultSchema,
  fieldOf,
  INSTANT,
  manualRunner,
  memoryStore,
  type Pass,
  type Personalizer,
  type RecordedSession,
  type UpdateReport,
} from "@lifelong/core";
import type { Character } from "../dataset/character.ts";
import { type FieldValues, trueAfter } from "../dataset/gold-persona.ts";
import type { Setting } from "../results/result.ts";
import { benchPromptFor } from "./bench-prompt.ts";

/** Conversations that retrieval puts into the prompt. */
const RETRIEVED = 3;
/** A golden persona is shown whole. */
const GOLDEN_TOKENS = 4_000;

/** What an assistant knows of one character under one setting, and how it comes to know more. */
export interface Knowledge {
  readonly personalizer: Personalizer;
  readonly budgetTokens?: number;
  /** What stands in the assistant's prompt beside the persona as a conversation begins; empty: nothing. */
  contextFor(index: number): Promise<string>;
  /** Called as a conversation begins, before anything is read. */
  prepare(index: number): Promise<void>;
  /** Learns what became due by a conversation. */
  learn(due: ReadonlySet<string>): Promise<readonly UpdateReport[]>;
}

/**
 * @param options.passes - of the setting `learned`; the others learn nothing
 * @param options.now - the clock of the character's life
 */
export function openKnowledge(
  setting: Setting,
  character: Character,
  { passes, now, signal }: { passes: readonly Pass[]; now: () => Date; signal?: AbortSignal },
): Knowledge {
  const learns = setting === "learned";
  let personalizer = open(learns ? passes : [], now);
  return {
    get personalizer() {
      return personalizer;
    },
    ...(setting === "golden" && { budgetTokens: GOLDEN_TOKENS }),

    async prepare(index) {
      if (setting === "golden") {
        personalizer = open([], now);
        await personalizer.edit(character.id, commandsFor(character, trueAfter(character, index)));
      } else if (learns && index === 0 && character.consents.length > 0) {
        await personalizer.edit(character.id, consentsOf(character));
      }
    },

    async contextFor(index) {
      if (setting !== "rag" && setting !== "history") return "";
      const query = character.episodes[index]?.scene.query ?? "";
      const sessions = await personalizer.sessions(character.id, { limit: Number.MAX_SAFE_INTEGER });
      const chosen = setting === "history" ? sessions : await retrieve(personalizer, character.id, query, sessions);
      return chosen.length === 0 ? "" : pastSessionsText(character, chosen);
    },

    async learn(due) {
      const reports: UpdateReport[] = [];
      for (const pass of [INSTANT, DEEP].filter((name) => due.has(name))) {
        reports.push(await personalizer.optimize(character.id, { pass, signal }));
      }
      return reports;
    },
  };
}

function open(passes: readonly Pass[], now: () => Date): Personalizer {
  return createPersonalizer({ store: memoryStore(), passes, runner: manualRunner(), now });
}

/** The conversations that hold most of the words asked for, oldest first. */
async function retrieve(
  personalizer: Personalizer,
  userId: string,
  query: string,
  sessions: readonly RecordedSession[],
): Promise<readonly RecordedSession[]> {
  const found = await createSessionManager({ personalizer }).search(userId, query, { limit: RETRIEVED });
  const ids = new Set(found.map(({ id }) => id));
  return sessions.filter(({ id }) => ids.has(id));
}

function pastSessionsText({ language }: Character, sessions: readonly RecordedSession[]): string {
  const { headings, pastSessions } = benchPromptFor(language);
  const lines = sessions.flatMap(({ startedAt, messages }) => [
    JSON.stringify({ date: startedAt.slice(0, 10) }),
    ...messages.flatMap(({ role, text }) =>
      text === "" || (role !== "user" && role !== "assistant") ? [] : [JSON.stringify({ [role]: text })],
    ),
  ]);
  return `${pastSessions}\n\n# ${headings.pastSessions}\n${lines.join("\n")}`;
}

function consentsOf({ consents }: Character): readonly Command[] {
  return consents.map((category) => ({ kind: "consent", category, given: true }));
}

/** The truth as the user's own hand would enter it, so that it is rendered like any persona. */
function commandsFor(character: Character, truth: FieldValues): readonly Command[] {
  const values = Object.entries(truth).flatMap(([field, contents]): readonly Command[] =>
    fieldOf(defaultSchema, field) ? contents.map((content) => ({ kind: "set", field, content })) : [],
  );
  return [...consentsOf(character), ...values];
}
