import type { Cause } from "@lifelong/core";

/** Who made a revision, for the user. */
export function viewAuthor(cause: Cause): string {
  switch (cause.kind) {
    case "update":
      return `learned by the ${cause.pass} pass${cause.failure ? ", which failed" : ""}`;
    case "command":
      if (cause.undoesSince !== undefined) return `you went back to revision ${cause.undoesSince}`;
      return cause.undoes === undefined ? "by your hand" : `you undid revision ${cause.undoes}`;
    case "forget":
      return "forgotten at your word";
    case "prune":
      return "old text cleared away";
  }
}
