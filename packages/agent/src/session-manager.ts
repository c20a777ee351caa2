import type { Message, Personalizer, RecordedSession } from "@lifelong/core";
import MiniSearch from "minisearch";
import { sliceWhole } from "./cut-text.ts";
import { queryTermsOf, termsOf } from "./terms.ts";

/** A session in a list. */
export interface SessionSummary {
  readonly id: string;
  /** ISO 8601 UTC. */
  readonly startedAt: string;
  /** Messages with text. */
  readonly messages: number;
  /** How the user began, in one line of at most 80 characters. */
  readonly title: string;
}

/** A session that was found, and where. */
export interface SessionMatch extends SessionSummary {
  /** Index of the message that holds most of what was looked for. */
  readonly messageIndex: number;
  /** Of that message, in one line of at most 160 characters. */
  readonly excerpt: string;
}

/** Finds what was said before (the Historical Session Manager of arXiv 2412.13103). Reads only; no model, no embeddings. */
export interface SessionManager {
  /** Newest first; what was private or forgotten, or whose text was cleared away, is not among them. 20 by default. */
  list(userId: string, options?: { limit?: number }): Promise<readonly SessionSummary[]>;

  /** Null when no such session is held, or nothing of it is left. */
  load(userId: string, sessionId: string): Promise<RecordedSession | null>;

  /**
   * Sessions in which all the words occur, else those with some of them, best first. Beginnings of words count, and small
   * slips in long ones, behind the first letter. 10 by default.
   */
  search(userId: string, text: string, options?: { limit?: number }): Promise<readonly SessionMatch[]>;
}

const TITLE_CHARACTERS = 80;
const EXCERPT_CHARACTERS = 160;
/** A slip in a shorter word makes another word of it. */
const FUZZY_FROM = 5;

/**
 * Every search reads the sessions anew, so that nothing forgotten lives on in an index.
 */
export function createSessionManager({
  personalizer,
}: {
  personalizer: Pick<Personalizer, "sessions">;
}): SessionManager {
  async function read(userId: string): Promise<readonly RecordedSession[]> {
    const all = await personalizer.sessions(userId, { limit: Number.MAX_SAFE_INTEGER });
    return all.filter(({ closed, messages }) => !closed && messages.some(({ text }) => text !== ""));
  }

  return {
    async list(userId, { limit = 20 } = {}) {
      return (await read(userId)).toReversed().slice(0, limit).map(summaryOf);
    },

    async load(userId, sessionId) {
      return (await read(userId)).find(({ id }) => id === sessionId) ?? null;
    },

    async search(userId, text, { limit = 10 } = {}) {
      const sessions = await read(userId);
      // The index serves one search: what begins otherwise than any word of it need not be in there.
      const wanted = new Set(queryTermsOf(text).map((term) => term.charAt(0)));
      const index = new MiniSearch<{ ordinal: number; text: string }>({
        idField: "ordinal",
        fields: ["text"],
        tokenize: (given) => termsOf(given).filter((term) => wanted.has(term.charAt(0))),
        processTerm: (term) => term,
      });
      index.addAll(
        sessions.map(({ ordinal, messages }) => ({ ordinal, text: messages.map((said) => said.text).join("\n") })),
      );
      const find = (combineWith: "AND" | "OR") =>
        index.search(text, {
          combineWith,
          tokenize: (given) => [...queryTermsOf(given)],
          prefix: true,
          fuzzy: (term) => (/^\p{Script=Latin}+$/u.test(term) && term.length >= FUZZY_FROM ? 0.2 : false),
        });
      const all = find("AND");
      const found = all.length > 0 ? all : find("OR");
      return found.slice(0, limit).flatMap(({ id, terms }) => {
        const session = sessions.find(({ ordinal }) => ordinal === id);
        return session ? [{ ...summaryOf(session), ...excerptOf(session.messages, terms) }] : [];
      });
    },
  };
}

function summaryOf({ id, startedAt, messages }: RecordedSession): SessionSummary {
  const told = messages.filter(({ text }) => text !== "");
  const first = told.find(({ role }) => role === "user") ?? told[0];
  return { id, startedAt, messages: told.length, title: oneLine(first?.text ?? "", TITLE_CHARACTERS) };
}

/** The message that holds most of the terms, from shortly before the first of them on. */
function excerptOf(
  messages: readonly Message[],
  terms: readonly string[],
): Pick<SessionMatch, "messageIndex" | "excerpt"> {
  const counts = messages.map(({ text }) => {
    const held = new Set(termsOf(text));
    return terms.filter((term) => held.has(term)).length;
  });
  const messageIndex = counts.indexOf(Math.max(...counts));
  const text = messages[messageIndex]?.text.replace(/\s+/g, " ").trim() ?? "";
  const lower = text.toLowerCase();
  const first = Math.min(...terms.map((term) => lower.indexOf(term)).filter((place) => place >= 0), text.length);
  const start = first === text.length || first < EXCERPT_CHARACTERS / 2 ? 0 : first - EXCERPT_CHARACTERS / 4;
  return {
    messageIndex,
    excerpt: oneLine(`${start > 0 ? "…" : ""}${sliceWhole(text, start).trimStart()}`, EXCERPT_CHARACTERS),
  };
}

function oneLine(text: string, most: number): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length <= most ? line.toWellFormed() : `${sliceWhole(line, 0, most - 1)}…`;
}
