import { PersonaError } from "./errors.ts";

/** Longest user id, in UTF-16 units. */
const LONGEST_USER_ID = 1_000;

/** For stores: throws PersonaError `INVALID_INPUT` unless the id is 1 to 1 000 characters of well-formed Unicode. */
export function assertUserId(userId: string): void {
  if (userId.length === 0 || userId.length > LONGEST_USER_ID || !userId.isWellFormed()) {
    throw new PersonaError(
      "INVALID_INPUT",
      "A user id is 1 to 1 000 characters of well-formed Unicode. Use another id.",
    );
  }
}
