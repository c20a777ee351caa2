/** Whether two words are the same, or forms of one English word. */
export function isSameWord(one: string, other: string): boolean {
  if (one === other) return true;
  const forms = formsOf(one);
  return formsOf(other).some((form) => forms.includes(form));
}

/** An English word and what it may be a form of: "hobbies" of "hobby", "hiking" of "hike". */
function formsOf(word: string): readonly string[] {
  if (!/^[a-z]{4,}$/.test(word)) return [word];
  if (word.endsWith("ies")) return [word, word.slice(0, -1), `${word.slice(0, -3)}y`];
  if (/(?:s|x|z|ch|sh)es$/.test(word)) return [word, word.slice(0, -1), word.slice(0, -2)];
  if (/[^sui]s$/.test(word)) return [word, word.slice(0, -1)];
  if (/^[a-z]{3,}ing$/.test(word)) return [word, ...stemsOf(word.slice(0, -3))];
  return [word];
}

function stemsOf(stem: string): readonly string[] {
  if (/([^aeiou])\1$/.test(stem)) return [stem, stem.slice(0, -1)];
  return stem.length <= 3 ? [`${stem}e`] : [stem, `${stem}e`];
}
