// Prints what the extractor finds in real conversations, against judgements by hand and against gold memories.
// Ids and counts only: node packages/extractor/eval/realchats.ts [sessions.jsonl]
import { type Chat, type Extraction, extractions, readChats } from "./chats.ts";
import { matches, memoriesInReach } from "./gold.ts";
import { readJudgements } from "./judgements.ts";
import { type Outcome, outcomeOf } from "./outcome.ts";
import { candidates, drawn, keyOf, readVerdicts } from "./sample.ts";
import { share } from "./share.ts";

interface Read {
  readonly chat: Chat;
  readonly found: readonly Extraction[];
}

const path = process.argv[2] ?? new URL("../../../../shared/data/realchats/sessions.jsonl", import.meta.url).pathname;
const judged = readJudgements(new URL("./judgements.jsonl", import.meta.url));
const verdicts = readVerdicts(new URL("./sample.jsonl", import.meta.url));

const reads: Read[] = [];
for (const chat of readChats(path)) reads.push({ chat, found: await extractions(chat) });
const sentences = candidates(reads.map(({ chat }) => chat));
const sample = drawn(sentences);
const outcomes = new Map(
  sample.map((sentence) => [
    sentence,
    outcomeOf(
      sentence,
      verdicts.get(keyOf(sentence)),
      reads.find(({ chat }) => chat.id === sentence.session)?.found ?? [],
      judged,
    ),
  ]),
);

const HALVES = [
  ["even, looked at", (half: Chat["half"]) => half === "even"],
  ["odd, held out", (half: Chat["half"]) => half === "odd"],
  ["all", () => true],
] as const;

const messages = reads.flatMap(({ chat }) => chat.messages).filter(({ role }) => role === "user");
print(`${reads.length} conversations, ${messages.length} user messages\n`);

table("extractions by hand", [
  ["extractions", (half) => String(foundIn(half).length)],
  ["not judged", (half) => String(foundIn(half).filter((extraction) => judged(extraction) === undefined).length)],
  ["right", (half) => String(countVerdict(half, "right"))],
  ["arguable", (half) => String(countVerdict(half, "arguable"))],
  ["wrong", (half) => String(countVerdict(half, "wrong"))],
  ["precision, arguable as wrong", (half) => share(countVerdict(half, "right"), judgedIn(half))],
  [
    "precision, arguable as right",
    (half) => share(countVerdict(half, "right") + countVerdict(half, "arguable"), judgedIn(half)),
  ],
]);

table("sentences by hand", [
  ["sentences with I, we or my, in English", (half) => String(sentences.filter(isIn(half)).length)],
  ["of these drawn and judged", (half) => String(outcomesIn(half).length - countOutcome(half, "not judged"))],
  ["plainly lasting: taken rightly", (half) => String(countOutcome(half, "taken rightly"))],
  ["plainly lasting: missed", (half) => String(countOutcome(half, "missed"))],
  ["arguable: taken", (half) => String(countOutcome(half, "arguable, taken"))],
  ["arguable: silent", (half) => String(countOutcome(half, "arguable, silent"))],
  ["nothing lasting: taken wrongly", (half) => String(countOutcome(half, "taken wrongly"))],
  ["nothing lasting: rightly silent", (half) => String(countOutcome(half, "rightly silent"))],
  [
    "recall of the plainly lasting",
    (half) =>
      share(countOutcome(half, "taken rightly"), countOutcome(half, "taken rightly") + countOutcome(half, "missed")),
  ],
]);

table("against gold memories", [
  ["precision (gold lacks many that are right)", (half) => sharedYes(againstGold(half))],
  ["recall of direct memories, all languages", (half) => sharedYes(recalled(half, directMemories))],
  ["recall of those told in plain English", (half) => sharedYes(recalled(half, memoriesInReach))],
]);

print("extractions by field\n");
const fields = Map.groupBy(
  reads.flatMap(({ found }) => found),
  ({ field }) => field,
);
const byCount = [...fields].sort((one, other) => other[1].length - one[1].length || (one[0] < other[0] ? -1 : 1));
print(byCount.map(([field, found]) => `${field} ${found.length}`).join(", "));

type InHalf = (half: Chat["half"]) => boolean;

function table(title: string, rows: readonly (readonly [string, (half: InHalf) => string])[]): void {
  print(`| ${[title, ...HALVES.map(([name]) => name)].join(" | ")} |`);
  print(`| --- |${" ---: |".repeat(HALVES.length)}`);
  for (const [name, cell] of rows) print(`| ${[name, ...HALVES.map(([, half]) => cell(half))].join(" | ")} |`);
  print("");
}

function isIn(inHalf: InHalf): (one: { readonly half: Chat["half"] }) => boolean {
  return ({ half }) => inHalf(half);
}

function foundIn(inHalf: InHalf): readonly Extraction[] {
  return reads.filter(({ chat }) => inHalf(chat.half)).flatMap(({ found }) => found);
}

function judgedIn(inHalf: InHalf): number {
  return foundIn(inHalf).filter((extraction) => judged(extraction) !== undefined).length;
}

function countVerdict(inHalf: InHalf, verdict: string): number {
  return foundIn(inHalf).filter((extraction) => judged(extraction)?.verdict === verdict).length;
}

function outcomesIn(inHalf: InHalf): readonly Outcome[] {
  return [...outcomes].filter(([{ half }]) => inHalf(half)).map(([, outcome]) => outcome);
}

function countOutcome(inHalf: InHalf, outcome: Outcome): number {
  return outcomesIn(inHalf).filter((one) => one === outcome).length;
}

function withGold(inHalf: InHalf): readonly Read[] {
  return reads.filter(({ chat }) => inHalf(chat.half) && chat.gold.length > 0);
}

function againstGold(inHalf: InHalf): readonly boolean[] {
  return withGold(inHalf).flatMap(({ chat, found }) =>
    found.map((extraction) => chat.gold.some((memory) => matches(extraction, memory))),
  );
}

function directMemories(chat: Chat): Chat["gold"] {
  return chat.gold.filter(({ type }) => type === "direct");
}

function recalled(inHalf: InHalf, memories: (chat: Chat) => Chat["gold"]): readonly boolean[] {
  return withGold(inHalf).flatMap(({ chat, found }) =>
    memories(chat).map((memory) => found.some((extraction) => matches(extraction, memory))),
  );
}

function sharedYes(answers: readonly boolean[]): string {
  return share(answers.filter(Boolean).length, answers.length);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
