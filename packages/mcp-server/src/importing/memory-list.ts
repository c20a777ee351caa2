import { PersonaError } from "@lifelong/core";
import type { Statement } from "./format.ts";

/** `- `, `* `, `• `, `3. `, and the date that some put before an entry. */
const MARK = /^\s*(?:[-*•–]\s+|\d{1,3}[.)]\s+)?(?:\[[^\]]{0,40}\]\s*(?:[-–:]\s*)?)?/;
const FENCE = /^\s*(?:```|~~~)/;
const HEADING = /^\s*(?:#{1,6}\s+(.+?)|\*\*([^*]+)\*\*:?|([^:.!?]{1,40}):)\s*$/;

/**
 * A list of memories as another assistant shows it: a statement a line, without bullets, numbers and dates. A heading
 * says what follows is about.
 *
 * @throws PersonaError `INVALID_INPUT` for a list without a line
 *
 * Its form is that of https://support.claude.com/en/articles/12123587-import-and-export-your-memory-from-claude
 */
export function readMemoryList(text: string): readonly Statement[] {
  let about: readonly string[] | undefined;
  const statements = text.split(/\r?\n/).flatMap((line): Statement[] => {
    if (line.trim() === "" || FENCE.test(line)) return [];
    const heading = HEADING.exec(line);
    if (heading) {
      about = [(heading[1] ?? heading[2] ?? heading[3] ?? "").trim()];
      return [];
    }
    const said = line.replace(MARK, "").trim();
    return said === "" ? [] : [{ text: said, ...(about && { about }) }];
  });
  if (statements.length > 0) return statements;
  throw new PersonaError("INVALID_INPUT", "The list is empty. Give what the other assistant remembers, a line each.");
}
