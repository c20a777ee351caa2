import { contentSchema, defaultSchema, fieldOf, foldText, ownWords } from "@lifelong/core";
import type { Character, Episode, Gold } from "./character.ts";
import { type FieldValues, toldUntil } from "./gold-persona.ts";

/** What is wrong with a character, a sentence each. Empty: every gold value stands in the user's words. */
export function faultsOf(character: Character): readonly string[] {
  return [
    ...profileFaults(character),
    ...orderFaults(character),
    ...character.episodes.flatMap((episode, index) =>
      episodeFaults(episode, toldUntil(character, index - 1)).map((fault) => `${episode.id}: ${fault}`),
    ),
  ].map((fault) => `${character.id} ${fault}`);
}

function profileFaults({ profile }: Character): readonly string[] {
  return Object.entries(profile).flatMap(([path, held]) => {
    const field = fieldOf(defaultSchema, path);
    if (!field) return [`profile: no field ${path}`];
    const isSet = field.kind === "set";
    if (isSet !== Array.isArray(held)) return [`profile: ${path} ${isSet ? "is a set" : "holds one value"}`];
    return [held].flat().flatMap((one) => contentFaults(path, one).map((fault) => `profile: ${fault}`));
  });
}

function orderFaults({ episodes }: Character): readonly string[] {
  return episodes.flatMap(({ id, startedAt }, index) => {
    const before = episodes[index - 1];
    const expected = `s${String(index + 1).padStart(2, "0")}`;
    return [
      ...(id === expected ? [] : [`${id}: is number ${index + 1}, so it is called ${expected}`]),
      ...(before && before.startedAt >= startedAt ? [`${id}: starts no later than ${before.id}`] : []),
    ];
  });
}

function episodeFaults({ messages, gold, traps }: Episode, before: FieldValues): readonly string[] {
  const held = new Map(Object.entries(before).map(([field, values]) => [field, new Set(values)]));
  return [
    ...(messages[0]?.role === "user" ? [] : ["begins with another than the user"]),
    ...gold.flatMap((one) => [...goldFaults(one, messages), ...stepFaults(one, held)]),
    ...traps.flatMap(({ field, content }) => contentFaults(field, content).map((fault) => `trap: ${fault}`)),
    ...traps
      .filter((trap) =>
        gold.some((one) => one.operation !== "remove" && one.field === trap.field && one.content === trap.content),
      )
      .map(({ field, content }) => `${field} ${content} is both gold and a trap`),
  ];
}

function goldFaults({ field, content, message, quote }: Gold, messages: Episode["messages"]): readonly string[] {
  const said = messages[message];
  const name = `${field} "${content}"`;
  if (said?.role !== "user") return [`${name}: message ${message} is not the user's`];
  const wanted = foldText(quote);
  return [
    ...contentFaults(field, content),
    ...(foldText(said.text).includes(wanted) ? [] : [`${name}: "${quote}" is not in message ${message}`]),
    ...(foldText(said.text).includes(wanted) && !foldText(ownWords(said.text)).includes(wanted)
      ? [`${name}: "${quote}" is quoted or pasted, not the user's own`]
      : []),
  ];
}

/** Whether an operation does something to what is held, as the earlier ones of the same episode left it. */
function stepFaults({ operation, field, content }: Gold, held: Map<string, Set<unknown>>): readonly string[] {
  const isSet = fieldOf(defaultSchema, field)?.kind === "set";
  const values = held.get(field) ?? new Set();
  held.set(field, values);
  if (operation === "remove")
    return values.delete(content) ? [] : [`${field} "${content}" is removed and was not held`];
  if ((operation === "add") !== isSet) return [`${field}: ${isSet ? "a set is added to" : "a single value is set"}`];
  if (values.has(content)) return [`${field} "${content}" is held already`];
  if (!isSet) values.clear();
  values.add(content);
  return [];
}

function contentFaults(path: string, content: unknown): readonly string[] {
  const field = fieldOf(defaultSchema, path);
  if (!field) return [`no field ${path}`];
  if (!contentSchema(field).safeParse(content).success) return [`${path} cannot be ${JSON.stringify(content)}`];
  const length = String(content).length;
  return length > field.maxLength ? [`${path}: ${length} characters, ${field.maxLength} at most`] : [];
}
