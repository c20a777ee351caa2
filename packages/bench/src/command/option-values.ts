import { InvalidArgumentError } from "commander";

/** A whole number above zero. Throws commander's error for anything else. */
export function parseCount(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError("It takes a whole number above zero.");
  return Number(text);
}

/** Such numbers with commas between them, each once, the smallest first. */
export function parseCounts(text: string): readonly number[] {
  return [...new Set(text.split(",").map((one) => parseCount(one.trim())))].toSorted((one, other) => one - other);
}

/** Some of a list of words with commas between them, in the order of the list. */
export function parseChoices<Choice extends string>(choices: readonly Choice[]): (text: string) => readonly Choice[] {
  return (text) => {
    const words = text.split(",").map((word) => word.trim());
    const stray = words.find((word) => !choices.some((choice) => choice === word));
    if (stray !== undefined) throw new InvalidArgumentError(`"${stray}" is none of ${choices.join(", ")}.`);
    return choices.filter((choice) => words.includes(choice));
  };
}

/** A language of the data. */
export function parseLanguage(text: string): "en" | "zh" {
  if (text === "en" || text === "zh") return text;
  throw new InvalidArgumentError("It is en or zh.");
}
