import {
  type Category,
  type Content,
  createPersonalizer,
  defaultSchema,
  fieldOf,
  instantPass,
  type Message,
  manualRunner,
  memoryStore,
  type Persona,
} from "@lifelong/core";
import { createExtractor } from "@lifelong/extractor";

/** A character as its file has it, as far as it is needed here. */
export interface Character {
  readonly id: string;
  readonly language: string;
  readonly consents: readonly Category[];
  readonly episodes: readonly {
    readonly id: string;
    readonly startedAt: string;
    readonly messages: readonly Message[];
    readonly gold: readonly Gold[];
    readonly traps: readonly { readonly field: string; readonly content: Content }[];
  }[];
}

interface Gold {
  readonly operation: "set" | "add" | "remove";
  readonly field: string;
  readonly content: Content;
  readonly basis: "stated" | "inferred";
  readonly quote: string;
}

/** Something that is looked for after an episode. */
export interface Sought {
  readonly episode: string;
  readonly field: string;
  readonly content: Content;
  readonly quote: string;
  readonly found: boolean;
}

export interface Learned {
  readonly episode: string;
  readonly field: string;
  readonly content: Content;
  /** Whether gold has it, in this or an earlier episode. */
  readonly isGold: boolean;
}

/** What became of a character's gold and traps. */
export interface CharacterRun {
  readonly id: string;
  readonly conversations: number;
  /** Values that the user plainly states. */
  readonly stated: readonly Sought[];
  /** Values that were held when the user took them back. */
  readonly takenBack: readonly Sought[];
  readonly learned: readonly Learned[];
  readonly traps: readonly Sought[];
}

/** Two texts are taken for the same from this share of common characters on, as the bench has it. */
const SAME_FROM = 0.4;

/** @param file - the text of a character's file, which the bench checks */
export function readCharacter(file: string): Character {
  return JSON.parse(file) as Character;
}

/** Records a character's conversations one by one, with the extractor alone, and looks after each what is believed. */
export async function replay({ id, consents, episodes }: Character): Promise<CharacterRun> {
  let now = new Date(episodes[0]?.startedAt ?? 0);
  const store = memoryStore();
  const passes = [instantPass(createExtractor())];
  const personalizer = createPersonalizer({ store, passes, runner: manualRunner(), now: () => now });
  await personalizer.edit(
    id,
    consents.map((category) => ({ kind: "consent", category, given: true })),
  );
  const run = { stated: [] as Sought[], takenBack: [] as Sought[], learned: [] as Learned[], traps: [] as Sought[] };
  const told: Gold[] = [];
  for (const { id: episode, startedAt, messages, gold, traps } of episodes) {
    now = new Date(Date.parse(startedAt) + 60_000);
    const before = valuesOf(await store.readPersona(id));
    await personalizer.recordSession(id, { id: `${id}-${episode}`, startedAt, messages });
    await personalizer.optimize(id);
    const after = valuesOf(await store.readPersona(id));
    const isHeld = (held: readonly Held[], one: { field: string; content: Content }) =>
      held.some((value) => isSame(value, one));
    told.push(...gold);
    const news = after.filter(({ key }) => !before.some((value) => value.key === key));
    run.learned.push(
      ...news.map((value) => ({
        ...value,
        episode,
        isGold: told.some((one) => one.operation !== "remove" && isSame(value, one)),
      })),
    );
    for (const one of gold.filter(({ basis }) => basis === "stated")) {
      if (one.operation !== "remove") run.stated.push({ ...one, episode, found: isHeld(after, one) });
      else if (isHeld(before, one))
        run.takenBack.push({
          ...one,
          episode,
          found: !before.some((value) => isSame(value, one) && after.some(({ key }) => key === value.key)),
        });
    }
    run.traps.push(
      ...traps.map((trap) => ({
        ...trap,
        quote: "",
        episode,
        found:
          isHeld(news, trap) &&
          !isHeld(
            gold.filter(({ operation }) => operation !== "remove").map((one) => ({ ...one, key: "" })),
            trap,
          ),
      })),
    );
  }
  await personalizer.close();
  return { id, conversations: episodes.length, ...run };
}

interface Held {
  readonly key: string;
  readonly field: string;
  readonly content: Content;
}

function valuesOf(persona: Persona | null): readonly Held[] {
  return Object.entries(persona?.fields ?? {}).flatMap(([field, { values }]) =>
    values.map(({ id, content }) => ({ key: `${field} ${id}`, field, content })),
  );
}

function isSame(
  one: { readonly field: string; readonly content: Content },
  other: { readonly field: string; readonly content: Content },
): boolean {
  if (one.field !== other.field) return false;
  const kind = fieldOf(defaultSchema, one.field)?.kind;
  if (kind !== "text" && kind !== "set") return one.content === other.content;
  const [left, right] = [String(one.content), String(other.content)];
  return left.includes(right) || right.includes(left) || likeness(left, right) >= SAME_FROM;
}

/** F1 of the words that two texts share, Chinese by the character. */
function likeness(one: string, other: string): number {
  const [left, right] = [tokensOf(one), tokensOf(other)];
  const common = left.filter((token) => right.includes(token)).length;
  return left.length + right.length === 0 ? 0 : (2 * common) / (left.length + right.length);
}

function tokensOf(text: string): readonly string[] {
  return text.toLowerCase().match(/\p{Script=Han}|[\p{L}\p{N}]+/gu) ?? [];
}
