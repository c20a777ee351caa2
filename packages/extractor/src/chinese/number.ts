const DIGITS = "零一二三四五六七八九";

/** A whole number below a thousand, in figures or Chinese characters; undefined when it is none. */
export function numberIn(text: string): number | undefined {
  if (/^\d{1,3}$/.test(text)) return Number(text);
  const match = /^(?:([一二三四五六七八九])?(十))?([一二三四五六七八九])?$/.exec(text);
  if (match === null || text === "") return undefined;
  const [, tens, ten, ones] = match;
  const digit = (character: string | undefined) => (character === undefined ? 0 : DIGITS.indexOf(character));
  return (ten === undefined ? 0 : 10 * (digit(tens) || 1)) + digit(ones);
}
