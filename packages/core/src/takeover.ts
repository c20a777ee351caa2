import type { EvidenceFault, Found } from "./evidence.ts";
import type { Basis, Value } from "./persona.ts";
import { saysAll } from "./says-all.ts";

/**
 * Whether nothing is lost when one item of a set takes over what supports another: it says as much, and stands as well.
 * One that still waits for a second conversation must say no more either: that would confirm what it alone says.
 */
export function canTakeOver(kept: Value, gone: Value): boolean {
  return (
    gone.basis !== "user" &&
    stronger(kept.basis, gone.basis) === kept.basis &&
    saysAll(kept.content, gone.content) &&
    (!kept.tentative || (gone.tentative && saysAll(gone.content, kept.content)))
  );
}

/** Whether what was found stands in a message that the value itself quotes. */
export function isOwnQuote(found: Found | EvidenceFault, { quotes }: Value): boolean {
  return (
    typeof found === "object" &&
    quotes.some(({ sessionId, messageIndex }) => sessionId === found.session.id && messageIndex === found.message.index)
  );
}

export function stronger(one: Basis, other: Basis): Basis {
  const order: readonly Basis[] = ["inferred", "stated", "user"];
  return order.indexOf(one) >= order.indexOf(other) ? one : other;
}
