import type { Character, Episode, Gold, Trap } from "../../dataset/character.ts";

/** Text that would be run if anything in a page were not escaped. */
export const HOSTILE = `<script>alert("Porto & co")</script>`;

const CITIES = ["Porto", "Leeds", "Tartu", "Bergen", "Graz"];
const JOBS = ["baker", "nurse", "surveyor", "cellist"];
const LIKES = ["tea", "ferries", "chess", "old maps", "rain", "bread", "moss"];
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * People made up for tests: each moves house and changes work now and then, likes more and more, and meets a trap in every
 * third conversation. Every second one speaks Chinese; the first likes something hostile.
 */
export function madeUpCharacters(count: number, conversations: number): readonly Character[] {
  return Array.from({ length: count }, (_, person) => ({
    id: `person-${String.fromCharCode(97 + (person % 26))}`,
    language: person % 2 === 0 ? "en" : "zh",
    about: `Made up for a test: person ${person + 1}.`,
    voice: "Short sentences.",
    consents: [],
    profile: { "demographics.name": `Person ${person + 1}` },
    episodes: Array.from({ length: conversations }, (_, index) => episodeOf(person, index)),
  }));
}

function episodeOf(person: number, index: number): Episode {
  const golds: Gold[] = [
    ...(index % 5 === 0 ? [goldOf("set", "location", CITIES[(person + index / 5) % CITIES.length] ?? "")] : []),
    ...(index % 6 === 1
      ? [goldOf("set", "demographics.career", JOBS[(person + (index - 1) / 6) % JOBS.length] ?? "")]
      : []),
    ...(index < LIKES.length
      ? [goldOf("add", "likes", index === 0 && person === 0 ? HOSTILE : (LIKES[index] ?? ""))]
      : []),
  ];
  const traps: readonly Trap[] =
    index % 3 === 2 ? [{ field: "diet", content: `only pears ${index}`, why: "said of an uncle" }] : [];
  return {
    id: `s${String(index + 1).padStart(2, "0")}`,
    startedAt: new Date(Date.UTC(2026, 0, 1) + index * 9 * DAY_MS).toISOString(),
    traits: ["plain"],
    scene: { description: "A test.", context: "None.", query: "What now?", expected: "Something.", tools: [] },
    messages: [
      { role: "user", text: golds.map(({ quote }) => quote).join(" ") || "What now?" },
      { role: "assistant", text: "All right." },
    ],
    gold: golds,
    traps,
  };
}

function goldOf(operation: Gold["operation"], field: string, content: string): Gold {
  return { operation, field, content, basis: "stated", message: 0, quote: `I say ${content}.` };
}
