import { InvalidArgumentError } from "commander";

/** A whole number from 1, as an option or an argument. */
export function parseCount(text: string): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < 1 || !Number.isSafeInteger(number)) {
    throw new InvalidArgumentError("Write a whole number from 1.");
  }
  return number;
}
