/** One letter of a personality type ("INTJ"), the field that it states, and a pattern of the types that hold it. */
export type TypeLetter = { readonly field: string; readonly letter: string; readonly type: string };

const AXES = [
  ["personality.extraversion", "EI"],
  ["personality.sensing", "SN"],
  ["personality.thinking", "TF"],
  ["personality.judging", "JP"],
] as const;

/** The eight letters, two an axis: a type states all four axes, each by a letter of its own. */
export const TYPE_LETTERS: readonly TypeLetter[] = AXES.flatMap(([field, poles], position) =>
  [...poles].map((letter) => ({
    field,
    letter,
    type: AXES.map(([, letters], index) => (index === position ? letter : `[${letters}]`)).join(""),
  })),
);
