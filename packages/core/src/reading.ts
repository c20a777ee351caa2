import QuickLRU from "quick-lru";
import { PersonaError } from "./errors.ts";
import { emptyPersona, PERSONA_FORMAT, type Persona } from "./persona.ts";
import type { Head, PersonaStore } from "./store.ts";

/** How many users' personas are remembered between reads. */
const REMEMBERED = 1_000;

/** A head and the persona that belongs to it. */
export interface Standing {
  readonly head: Head | null;
  readonly persona: Persona;
}

/** Reads a user's head, and the persona only where the head says that it has changed. */
export type Reading = (userId: string) => Promise<Standing>;

/** Personas are treated as immutable; the same object comes back until the persona changes. */
export function createReading(store: PersonaStore): Reading {
  const remembered = new QuickLRU<string, { incarnation: string; persona: Persona }>({ maxSize: REMEMBERED });

  return async function read(userId) {
    for (;;) {
      const head = await store.readHead(userId);
      const known = remembered.get(userId);
      if (head && known?.incarnation === head.incarnation && known.persona.revision === head.revision) {
        return { head, persona: known.persona };
      }
      if (!head || head.revision === 0) {
        const persona = emptyPersona(userId);
        if (head) remembered.set(userId, { incarnation: head.incarnation, persona });
        return { head, persona };
      }
      const persona = await store.readPersona(userId);
      // Between the two reads another process may have committed or erased: then they do not belong together.
      if (persona?.revision === head.revision) {
        remembered.set(userId, { incarnation: head.incarnation, persona });
        return { head, persona };
      }
    }
  };
}

/** @throws PersonaError `FORMAT_TOO_NEW` when a newer version wrote the persona: it may be read, not changed */
export function assertOwnFormat(persona: Persona): void {
  if (persona.format > PERSONA_FORMAT) {
    throw new PersonaError(
      "FORMAT_TOO_NEW",
      `This persona was written in format ${persona.format}, and this version of Lifelong changes only up to format ${PERSONA_FORMAT}. Update Lifelong; reading and recording go on meanwhile.`,
    );
  }
}
