import type { Learned } from "./character-run.ts";

/** What gold lacks, as a reader judged it: the character plainly says so, or does not. */
const JUDGED: readonly (readonly [id: string, episode: string, field: string, content: string, right: boolean])[] = [
  ["lin-yu-chen", "s12", "pets", "狗", true],
  ["xu-guifang", "s05", "interaction.format", "一步一步来", true],
];

export function judgedRight(id: string, { episode, field, content }: Learned): boolean | undefined {
  return JUDGED.find(
    (one) => one[0] === id && one[1] === episode && one[2] === field && one[3] === String(content),
  )?.[4];
}
