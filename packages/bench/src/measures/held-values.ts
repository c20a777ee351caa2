import { foldText, type Persona, type UpdateReport, type Value } from "@lifelong/core";
import type { FieldValues } from "../dataset/gold-persona.ts";
import type { Cost, HeldValue } from "../results/result.ts";
import type { Share } from "./persona-measures.ts";

/** A value that a prompt may show, and the field that holds it. */
export interface ConfirmedValue {
  readonly field: string;
  readonly value: Value;
}

/** What a prompt may show: in the order of the persona, without what still waits for a second conversation. */
export function confirmedOf({ fields }: Persona): readonly ConfirmedValue[] {
  return Object.entries(fields).flatMap(([field, { values }]) =>
    values.filter(({ tentative }) => !tentative).map((value) => ({ field, value })),
  );
}

export function fieldValuesOf(values: readonly ConfirmedValue[]): FieldValues {
  return Object.fromEntries(
    [...Map.groupBy(values, ({ field }) => field)].map(([field, own]) => [
      field,
      own.map(({ value }) => value.content),
    ]),
  );
}

export function heldValue({ field, value: { content, basis, quotes } }: ConfirmedValue): HeldValue {
  return { field, content, basis, quote: quotes.at(-1)?.quote ?? "" };
}

/**
 * Values of which a kept quote stands in no message of the user in the conversation that it names.
 *
 * @param said - the user's messages, by the id of the conversation
 */
export function ungroundedOf(values: readonly ConfirmedValue[], said: (sessionId: string) => readonly string[]): Share {
  const isUngrounded = ({ value: { quotes } }: ConfirmedValue) =>
    quotes.some(({ sessionId, quote }) => !said(sessionId).some((text) => foldText(text).includes(foldText(quote))));
  return { of: values.length, are: values.filter(isUngrounded).length };
}

/** What updates refused, by code. */
export function refusedBy(reports: readonly UpdateReport[]): Readonly<Record<string, number>> {
  const refused: Record<string, number> = {};
  for (const { code, count } of reports.flatMap(({ refusals }) => refusals)) {
    refused[code] = (refused[code] ?? 0) + count;
  }
  return Object.fromEntries(Object.entries(refused).sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** What updates cost, as they report it. */
export function costOf(reports: readonly UpdateReport[]): Cost {
  const total = (key: "inputTokens" | "outputTokens") => {
    const reported = reports.flatMap(({ usage }) => usage?.[key] ?? []);
    return reported.length === 0 ? {} : { [key]: reported.reduce((sum, tokens) => sum + tokens, 0) };
  };
  const calls = reports.reduce((sum, { usage }) => sum + (usage?.calls ?? 0), 0);
  return { calls, ...total("inputTokens"), ...total("outputTokens") };
}
