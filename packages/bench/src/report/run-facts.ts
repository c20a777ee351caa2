import { type ArmResult, type RunResult, SETTINGS } from "../results/result.ts";
import { costMeasures, paperMeasures } from "./measure.ts";
import { byCharacter, isMeasured } from "./scores.ts";
import { SETTING_NAMES } from "./settings-text.ts";
import { type Cell, NONE, NOT_RUN, type Table } from "./table.ts";

export const SCRIPTED_LABEL = "scripted: no language model took part; nothing here is a score of the paper's";

/** What was run, on what: the head of a report. */
export interface RunFacts {
  readonly title: string;
  /** In a sentence, what this run is and is not. */
  readonly lead: string;
  readonly scripted: boolean;
  readonly facts: readonly { readonly name: string; readonly text: string }[];
  /** What a reader must know of arms, each text once, with the arms that it is about. */
  readonly notes: readonly { readonly text: string; readonly arms: readonly string[] }[];
  /** What a reader may look for and not find, each by its name. */
  readonly notRun: readonly string[];
}

export function factsOf(result: RunResult): RunFacts {
  const { kind, scripted, data, seed, arms, falseAccepts } = result;
  const characters = byCharacter(arms[0]?.conversations ?? []);
  const spoken = (language: string) => characters.filter((own) => own[0]?.language === language).length;
  const lengths = [...new Set(characters.map(({ length }) => length))].toSorted((one, other) => one - other);
  const each = lengths.length > 1 ? `${lengths[0]} to ${lengths.at(-1)}` : `${lengths[0] ?? 0}`;
  return {
    title: "PersonaBench",
    lead:
      kind === "replayed"
        ? "A replayed run: written conversations were recorded as they are, and the persona was measured after each. Nobody answered, so there are no ratings and no utterances."
        : "A live run: a simulated user had every conversation anew, and its first answers were rated.",
    scripted,
    facts: [
      { name: "Characters", text: `${data.characters.length} (${spoken("en")} English, ${spoken("zh")} Chinese)` },
      {
        name: "Conversations",
        text: `${sum(characters.map(({ length }) => length))} in each arm, ${each} with each character`,
      },
      { name: "Arms", text: String(arms.length) },
      { name: "Data", text: data.digest },
      { name: "Seed", text: String(seed) },
      ...(falseAccepts === undefined
        ? []
        : [{ name: "Judge misled", text: `by ${falseAccepts.are} of ${falseAccepts.of} planted wrong answers` }]),
    ],
    notes: [...Map.groupBy(arms, ({ note }) => note)].flatMap(([text, own]) =>
      text === undefined ? [] : [{ text, arms: own.map(({ name }) => name) }],
    ),
    notRun: notRunIn(result),
  };
}

/** Which arms there are, and who took which part in them. */
export function armsTable(arms: readonly ArmResult[]): Table {
  return {
    caption: "Arms, and who took which part",
    columns: [
      { name: "Arm", holds: "words" },
      { name: "Setting", holds: "words" },
      { name: "Passes", holds: "words" },
      ...["Chatbot", "Optimizer", "User", "Judge"].map((name) => ({ name, holds: "words" as const })),
    ],
    rows: arms.map(({ name, setting, k, passes, models }, arm) => ({
      head: { text: name },
      arm,
      cells: [
        { text: SETTING_NAMES[setting] },
        { text: passes === undefined ? NONE.text : `${passes}${k === undefined ? "" : `, k=${k}`}` },
        partCell(models.chatbot),
        setting === "learned" ? partCell(models.optimizer) : NONE,
        partCell(models.simulator),
        partCell(models.judge),
      ],
    })),
  };
}

function partCell(model: string | undefined): Cell {
  return model === undefined ? NOT_RUN : { text: model };
}

function notRunIn({ arms }: RunResult): readonly string[] {
  const settings = SETTINGS.filter((setting) => !arms.some((arm) => arm.setting === setting));
  const measures = [...paperMeasures, ...costMeasures].filter(
    (measure) => !arms.some((arm) => isMeasured(arm, measure)),
  );
  const languages = (["en", "zh"] as const).filter(
    (language) => !arms.some(({ conversations }) => conversations.some((one) => one.language === language)),
  );
  return [
    ...settings.map((setting) => SETTING_NAMES[setting]),
    ...measures.map(({ name }) => name),
    ...languages.map((language) => (language === "en" ? "English" : "Chinese")),
  ];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
