// Prints what the extractor finds in real conversations, against gold memories and against judgements by hand.
// Ids and counts only: node packages/extractor/eval/realchats.ts [sessions.jsonl]
import { type Chat, type Extraction, extractions, readChats } from "./chats.ts";
import { matches, memoriesInReach } from "./gold.ts";
import { readJudgements } from "./judgements.ts";

interface Read {
  readonly chat: Chat;
  readonly found: readonly Extraction[];
}

const path = process.argv[2] ?? new URL("../../../../shared/data/realchats/sessions.jsonl", import.meta.url).pathname;
const judged = readJudgements(new URL("./judgements.jsonl", import.meta.url));

const started = performance.now();
const reads: Read[] = [];
for (const chat of readChats(path)) reads.push({ chat, found: await extractions(chat) });
const milliseconds = Math.round(performance.now() - started);

const messages = reads.flatMap(({ chat }) => chat.messages).filter(({ role }) => role === "user");
print(`${reads.length} conversations, ${messages.length} user messages, ${milliseconds} ms with loading\n`);

print("extractions by field");
const fields = Map.groupBy(
  reads.flatMap(({ found }) => found),
  ({ field }) => field,
);
for (const [field, found] of [...fields].sort((one, other) => other[1].length - one[1].length)) {
  print(`  ${String(found.length).padStart(4)}  ${field}`);
}

print("\nby hand (strict: arguable counts as wrong)");
for (const half of ["even", "odd"] as const)
  report(
    half,
    reads.filter(({ chat }) => chat.half === half),
  );
report("all", reads);

print("\nagainst gold (an extraction that gold lacks counts as wrong, though many are right)");
for (const half of ["even", "odd"] as const)
  reportGold(
    half,
    reads.filter(({ chat }) => chat.half === half),
  );
reportGold("all", reads);

function report(name: string, some: readonly Read[]): void {
  const found = some.flatMap(({ found }) => found);
  const verdicts = found.map((extraction) => judged(extraction));
  const count = (verdict: string) => verdicts.filter((judgement) => judgement?.verdict === verdict).length;
  const [right, arguable, wrong] = [count("right"), count("arguable"), count("wrong")];
  const all = right + arguable + wrong;
  print(
    `  ${name.padEnd(5)} ${found.length} extractions, ${all} judged, ${found.length - all} not: right ${right}, ` +
      `arguable ${arguable}, wrong ${wrong}; precision strict ${share(right, all)}, lenient ${share(right + arguable, all)}`,
  );
}

function reportGold(name: string, some: readonly Read[]): void {
  const dialogues = some.filter(({ chat }) => chat.gold.length > 0);
  const found = dialogues.flatMap(({ chat, found }) =>
    found.map((extraction) => chat.gold.some((memory) => matches(extraction, memory))),
  );
  const recalled = (memories: (chat: Chat) => Chat["gold"]) =>
    dialogues.flatMap(({ chat, found }) =>
      memories(chat).map((memory) => found.some((extraction) => matches(extraction, memory))),
    );
  const direct = recalled((chat) => chat.gold.filter(({ type }) => type === "direct"));
  const reach = recalled(memoriesInReach);
  print(
    `  ${name.padEnd(5)} precision ${share(yes(found), found.length)}; recall of direct memories in all languages ` +
      `${share(yes(direct), direct.length)}, of plain English ones ${share(yes(reach), reach.length)}`,
  );
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function yes(answers: readonly boolean[]): number {
  return answers.filter(Boolean).length;
}

function share(part: number, whole: number): string {
  return whole === 0 ? "none" : `${(part / whole).toFixed(3)} (${part}/${whole})`;
}
