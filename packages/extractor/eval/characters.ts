// Prints what the extractor learns from the invented characters of the bench who write in Chinese, each conversation
// through the real pipeline, against their gold and traps:
// node packages/extractor/eval/characters.ts [--show id…] [folder]
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { judgedRight } from "./character-judgements.ts";
import { type CharacterRun, type Learned, readCharacter, replay } from "./character-run.ts";
import { share } from "./share.ts";

/** The rules were written with these in sight; the others were looked at through these figures alone. */
const TUNED_ON = ["shen-yuwei", "xu-guifang", "lin-yu-chen"];

const { values, positionals } = parseArgs({
  options: { show: { type: "string", multiple: true } },
  allowPositionals: true,
});
const folder = positionals[0] ?? fileURLToPath(new URL("../../bench/data/characters", import.meta.url));
const runs: CharacterRun[] = [];
for (const name of readdirSync(folder)
  .filter((file) => file.endsWith(".json"))
  .toSorted()) {
  const character = readCharacter(readFileSync(`${folder}/${name}`, "utf8"));
  if (character.language === "zh") runs.push(await replay(character));
}

const HALVES = [
  ["tuned on", ({ id }: CharacterRun) => TUNED_ON.includes(id)],
  ["held out", ({ id }: CharacterRun) => !TUNED_ON.includes(id)],
] as const;

const rows: readonly (readonly [string, (half: readonly CharacterRun[]) => string])[] = [
  ["characters", (half) => String(half.length)],
  ["conversations", (half) => String(sum(half, ({ conversations }) => conversations))],
  ["values that are plainly stated", (half) => String(sum(half, ({ stated }) => stated.length))],
  ["of these found", (half) => shareOf(half.flatMap(({ stated }) => stated.map(({ found }) => found)))],
  ["held values that are taken back", (half) => String(sum(half, ({ takenBack }) => takenBack.length))],
  [
    "of these removed or replaced",
    (half) => shareOf(half.flatMap(({ takenBack }) => takenBack.map(({ found }) => found))),
  ],
  ["values learned", (half) => String(learnedIn(half).length)],
  ["of these as gold has them", (half) => shareOf(learnedIn(half).map(({ isGold }) => isGold))],
  ["right by gold or by hand", (half) => handJudged(half)],
  ["traps", (half) => String(sum(half, ({ traps }) => traps.length))],
  ["traps believed", (half) => String(sum(half, ({ traps }) => traps.filter(({ found }) => found).length))],
];

print(`| invented characters, Chinese | ${HALVES.map(([name]) => name).join(" | ")} |`);
print("| --- | ---: | ---: |");
for (const [name, cell] of rows)
  print(`| ${name} | ${HALVES.map(([, isIn]) => cell(runs.filter(isIn))).join(" | ")} |`);

for (const { id, stated, takenBack, learned, traps } of runs.filter((run) => values.show?.includes(run.id))) {
  print(`\n${id}`);
  for (const one of learned.filter(({ isGold }) => !isGold))
    print(`  not gold  ${one.episode} ${one.field} = ${one.content}`);
  for (const one of stated.filter(({ found }) => !found))
    print(`  missed    ${one.episode} ${one.field} = ${one.content} < ${one.quote}`);
  for (const one of takenBack.filter(({ found }) => !found))
    print(`  not taken back ${one.episode} ${one.field} = ${one.content} < ${one.quote}`);
  for (const one of traps.filter(({ found }) => found))
    print(`  BELIEVED  ${one.episode} ${one.field} = ${one.content}`);
}

function handJudged(half: readonly CharacterRun[]): string {
  const all = half.flatMap(({ id, learned }) => learned.map((one) => (one.isGold ? true : judgedRight(id, one))));
  return all.includes(undefined) ? "not judged" : shareOf(all.map((verdict) => verdict === true));
}

function learnedIn(half: readonly CharacterRun[]): readonly Learned[] {
  return half.flatMap(({ learned }) => learned);
}

function sum<Item>(items: readonly Item[], count: (item: Item) => number): number {
  return items.reduce((total, item) => total + count(item), 0);
}

function shareOf(answers: readonly boolean[]): string {
  return share(answers.filter((answer) => answer).length, answers.length);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
