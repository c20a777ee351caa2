import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Chat } from "./chats.ts";

/** Which sentences are drawn follows from this text and from what stands in the conversations. */
const SEED = "extractor-recall-1";

/** How many sentences are drawn from each half. */
const DRAWN = { even: 200, odd: 400 } as const;

/** A sentence of a user in which somebody says I, we or my. */
export interface SaidSentence {
  readonly session: string;
  readonly message: number;
  readonly half: Chat["half"];
  readonly text: string;
  readonly hash: string;
}

/**
 * What a person thought of a drawn sentence, read where it stands. `yes`: it plainly states something lasting about the
 * user that a field of the default schema can hold; `fields` are the ones that could take it. `arguable`: one could see it
 * otherwise. Text of users is not kept.
 */
export interface SentenceVerdict {
  readonly session: string;
  readonly message: number;
  readonly hash: string;
  readonly lasting: "yes" | "no" | "arguable";
  readonly fields?: readonly string[];
}

const SPEAKS_OF_ITSELF = /(?<![\p{L}\p{N}])(?:i|i['’]m|im|i['’]ve|ive|my|mine|we|our|me)(?![\p{L}\p{N}])/iu;
const ENGLISH =
  /^(?:the|a|an|and|or|but|to|is|are|am|was|were|be|been|of|in|on|at|for|with|from|it|this|that|you|your|i|my|me|we|our|do|does|did|have|has|had|not|can|could|will|would|should|what|how|why|who|when|if|so|as|by|about|like|want|need|please|more|some|any|there|just|if|i'm|im|don't|dont|it's|i've|i'd|i'll|give|make|they|he|she|his|her|one|no|yes|up|out)$/;
const SHARE_OF_ENGLISH = 0.25;
const LONGEST = 1000; // characters

/** All candidates of the conversations, in their order. */
export function candidates(chats: readonly Chat[]): readonly SaidSentence[] {
  return chats.flatMap(({ id, half, messages }) =>
    messages
      .filter(({ role }) => role === "user")
      .flatMap(({ index, text }) =>
        sentences(text)
          .filter((sentence) => SPEAKS_OF_ITSELF.test(sentence) && isEnglish(sentence))
          .map((sentence) => ({ session: id, message: index, half, text: sentence, hash: hashOfSentence(sentence) })),
      ),
  );
}

/** The sentences that are judged: those with the smallest digests of seed and place, so many from each half. */
export function drawn(all: readonly SaidSentence[]): readonly SaidSentence[] {
  const unique = [...new Map(all.map((sentence) => [keyOf(sentence), sentence])).values()];
  const byDigest = unique
    .map((sentence) => ({ sentence, digest: digestOf(`${SEED} ${keyOf(sentence)}`) }))
    .sort((one, other) => (one.digest < other.digest ? -1 : 1))
    .map(({ sentence }) => sentence);
  return (["even", "odd"] as const).flatMap((half) =>
    byDigest.filter((sentence) => sentence.half === half).slice(0, DRAWN[half]),
  );
}

export function readVerdicts(path: URL): ReadonlyMap<string, SentenceVerdict> {
  const lines = readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line !== "");
  return new Map(lines.map((line) => JSON.parse(line) as SentenceVerdict).map((verdict) => [keyOf(verdict), verdict]));
}

export function keyOf({ session, message, hash }: Pick<SentenceVerdict, "session" | "message" | "hash">): string {
  return `${session} ${message} ${hash}`;
}

function sentences(text: string): readonly string[] {
  return text
    .split(/(?<=[.!?…]["')\]]*)\s|\n/)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence.length > 3 && sentence.length <= LONGEST);
}

function isEnglish(sentence: string): boolean {
  if (/[^\p{Script=Latin}\p{N}\p{P}\p{S}\s]/u.test(sentence)) return false;
  const words =
    sentence
      .toLowerCase()
      .replaceAll("’", "'")
      .match(/[\p{L}']+/gu) ?? [];
  return words.filter((word) => ENGLISH.test(word)).length >= SHARE_OF_ENGLISH * words.length;
}

function hashOfSentence(sentence: string): string {
  return digestOf(sentence.normalize("NFKC").toLowerCase().replace(/\s+/g, " ")).slice(0, 12);
}

function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
