import { readFileSync } from "node:fs";
import type { Extraction } from "./chats.ts";

/**
 * What a person thought of one extraction after reading it where it stands. `right`: the user plainly says so of
 * themself, and the content says it. `arguable`: one could see it otherwise. The reason is a word, never text of a user.
 */
export interface Judgement {
  readonly session: string;
  readonly message: number;
  readonly field: string;
  readonly hash: string;
  readonly verdict: "right" | "arguable" | "wrong";
  readonly reason?: string;
}

export type Judged = (extraction: Extraction) => Judgement | undefined;

export function readJudgements(path: URL): Judged {
  const lines = readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line !== "");
  const byKey = new Map(
    lines.map((line) => JSON.parse(line) as Judgement).map((judgement) => [keyOf(judgement), judgement]),
  );
  return (extraction) => byKey.get(keyOf(extraction));
}

function keyOf({ session, message, field, hash }: Pick<Judgement, "session" | "message" | "field" | "hash">): string {
  return `${session} ${message} ${field} ${hash}`;
}
